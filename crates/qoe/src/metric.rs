//! What is said of many sessions: each figure with its name, unit and definition, in one list.

use telemetry::Unit;

macro_rules! metrics {
    ($( $variant:ident, $name:literal, $label:literal, $unit:ident, $needs:literal, $meaning:literal; )*) => {
        /// A figure of many sessions.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Metric {
            $( #[doc = $meaning] $variant, )*
        }

        impl Metric {
            /// Every figure, in the order in which they are shown.
            pub const ALL: &[Metric] = &[ $( Metric::$variant, )* ];

            /// The name in reports.
            pub fn name(self) -> &'static str {
                match self { $( Metric::$variant => $name, )* }
            }

            /// The name shown to people.
            pub fn label(self) -> &'static str {
                match self { $( Metric::$variant => $label, )* }
            }

            /// The unit of the figure.
            pub fn unit(self) -> Unit {
                match self { $( Metric::$variant => Unit::$unit, )* }
            }

            /// What sessions must have for it, to stand behind "needs".
            pub fn needs(self) -> &'static str {
                match self { $( Metric::$variant => $needs, )* }
            }

            /// The definition with its formula, shown as a tooltip.
            pub fn meaning(self) -> &'static str {
                match self { $( Metric::$variant => $meaning, )* }
            }
        }
    };
}

metrics! {
    OverallScore, "overall_score", "Overall score", None, "rebuffers, rebuffer duration and watch time, and the startup time or the upscaling",
        "Mean of the views' overall scores, 0 to 100, this project's own: playback success / 100 × (smoothness³ · startup² · video quality)^(1/6); a score that is missing is left out with its weight, and smoothness and one other must be there. A view that never started has its playback success score.";
    PlaybackSuccessScore, "playback_success_score", "Playback success score", None, "whether views failed or were left before they started",
        "Mean of the views' playback success scores as published by Mux: 100 for a view that played, 50 for one that was left before the first frame (after at least 1 s), 0 for one that failed.";
    SmoothnessScore, "smoothness_score", "Smoothness score", None, "rebuffers, rebuffer duration and watch time",
        "Mean of the views' smoothness scores as published by Mux, 0 to 100: half 100 / √(1 + (stalls / 2)²), half 100 · e^(−10 · rebuffering ratio). Views that never started have none.";
    StartupScore, "startup_score", "Startup score", None, "the startup time",
        "Mean of the views' startup scores as published by Mux, 0 to 100: 100 · 8 s / (8 s + startup time). Views that never started have none.";
    VideoQualityScore, "video_quality_score", "Video quality score", None, "the greatest and the average upscaling, or the sizes of player and video",
        "Mean of the views' video quality scores as published by Mux, 0 to 100: 100 · e^(−0.33 · (0.15 · greatest + 0.85 · average upscaling)). Views that never started have none.";
    StartupMedian, "startup_median_ms", "Startup, median", Milliseconds, "the startup time",
        "Half of the views that started did so within this time from the play request to the first frame.";
    StartupP95, "startup_p95_ms", "Startup, p95", Milliseconds, "the startup time",
        "95 % of the views that started did so within this time.";
    RebufferingRatio, "rebuffering_ratio", "Rebuffering ratio", Ratio, "rebuffer duration and watch time, or the buffering ratio",
        "All stalled time divided by all watch time of the views that started: a ratio of sums, as CTA-2066 has it. Where no watch time is known, the mean of the views' ratios.";
    RebuffersPerMinute, "rebuffers_per_minute", "Rebuffers per minute", None, "rebuffers and watch time",
        "All stalls divided by all minutes of watch time of the views that started.";
    AverageUpscale, "average_upscale", "Upscaling, average", Ratio, "the average upscaling, or the sizes of player and video",
        "Mean of how far the views' pictures were enlarged on average: max(0, min(player width / video width, player height / video height) − 1).";
    UpscaledShare, "upscaled_share", "Upscaled views", Ratio, "the upscaling, or the sizes of player and video",
        "The share of the views that started whose picture was enlarged at any time.";
    ExitBeforeStartShare, "exit_before_start_share", "Exits before start", Ratio, "whether views were left before they started",
        "The share of all attempts that the viewer left before the first frame, without an error.";
    StartupFailureShare, "startup_failure_share", "Startup failures", Ratio, "whether views failed to start",
        "The share of all attempts that an error kept from starting.";
    PlaybackFailureShare, "playback_failure_share", "Playback failures", Ratio, "whether views failed after they had started",
        "The share of the views that started that an error ended.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinct() {
        for (place, metric) in Metric::ALL.iter().enumerate() {
            assert_eq!(Metric::ALL.iter().position(|other| other.name() == metric.name()), Some(place));
        }
    }
}
