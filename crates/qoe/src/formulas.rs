//! The formulas, as published. What is below zero, which none of these quantities can be, is taken as missing.
//!
//! The four sub-scores are those that Mux publishes for its own product; the overall score is this project's.

/// Seconds within which a viewer who leaves has not yet waited for the video.
const PATIENCE_S: f64 = 1.0;

/// What the sub-scores weigh in [`overall`]: smoothness, startup, picture.
const WEIGHTS: [f64; 3] = [3.0, 2.0, 1.0];

/// The value, or missing where it is below zero.
fn sound(value: f64) -> f64 {
    if value >= 0.0 { value } else { f64::NAN }
}

/// A quotient, missing where the divisor is not above zero.
pub fn quotient(dividend: f64, divisor: f64) -> f64 {
    if divisor > 0.0 { dividend / divisor } else { f64::NAN }
}

/// Watch time, s: by its definition (CTA-2066) the sum of its parts. The startup time counts as far as it is known; seeking is
/// seldom known, and short.
pub fn watch_time(playing_s: f64, stalled_ms: f64, startup_ms: f64) -> f64 {
    let startup_s = if startup_ms.is_nan() { 0.0 } else { startup_ms / 1000.0 };
    playing_s + stalled_ms / 1000.0 + startup_s
}

/// Watch time, s, where the stalls are known as a share of it: all else is the rest of it. Ratios are rounded to percents, as a
/// rule, and this is wrong by as many times more as the rest is smaller: above a half it is missing.
pub fn watch_time_of_ratio(playing_s: f64, rebuffering_ratio: f64, startup_ms: f64) -> f64 {
    if rebuffering_ratio <= 0.5 { watch_time(playing_s, 0.0, startup_ms) / (1.0 - rebuffering_ratio) } else { f64::NAN }
}

/// Stalled time, ms, from the share of the watch time that it took.
pub fn stalled_time(rebuffering_ratio: f64, watched_s: f64) -> f64 {
    rebuffering_ratio * watched_s * 1000.0
}

/// Rebuffering ratio: stalled time divided by watch time.
pub fn rebuffering_ratio(stalled_ms: f64, watched_s: f64) -> f64 {
    quotient(stalled_ms, watched_s * 1000.0)
}

/// How far a picture is enlarged in a player that shows all of it: 0.5 is half as wide again as it was encoded, 0 is not at
/// all. Sizes are width and height in pixels.
pub fn enlargement(player: (f64, f64), video: (f64, f64)) -> f64 {
    let (across, down) = (quotient(player.0, video.0), quotient(player.1, video.1));
    if across.is_nan() || down.is_nan() {
        return f64::NAN;
    }
    (across.min(down) - 1.0).max(0.0)
}

/// The exponential. Of zero, which is the commonest exponent by far, it is one without computing.
fn exp(exponent: f64) -> f64 {
    if exponent == 0.0 { 1.0 } else { libm::exp(exponent) }
}

/// The natural logarithm. Of one, a full score, it is zero without computing.
fn log(value: f64) -> f64 {
    if value == 1.0 { 0.0 } else { libm::log(value) }
}

/// Startup score, 0 to 100: 50 at 8 seconds. `seconds` is from the play request to the first frame.
pub fn startup_score(seconds: f64) -> f64 {
    8.0 / (8.0 + sound(seconds)) * 100.0
}

/// Smoothness score, 0 to 100: the mean of a part that falls with the number of stalls and one that falls with the share
/// of the watch time that they took.
pub fn smoothness_score(stalls: f64, rebuffering_ratio: f64) -> f64 {
    let (half, ratio) = (sound(stalls) / 2.0, sound(rebuffering_ratio));
    if half.is_nan() || ratio.is_nan() {
        return f64::NAN;
    }
    let seldom = 100.0 / (1.0 + half * half).sqrt();
    let short = 100.0 * exp(-10.0 * ratio);
    (seldom + short) / 2.0
}

/// Video quality score, 0 to 100, from the greatest and the average enlargement as [`enlargement`] has it.
pub fn video_quality_score(max_upscale: f64, avg_upscale: f64) -> f64 {
    let upscale = 0.15 * sound(max_upscale) + 0.85 * sound(avg_upscale);
    if upscale.is_nan() { f64::NAN } else { 100.0 * exp(-0.33 * upscale) }
}

/// Playback success score of a view that the viewer left before the first frame, after `waited_s` seconds: 50, and none
/// where he hardly waited. How long he did is often not known, and then he counts as having waited.
pub fn exit_score(waited_s: f64) -> f64 {
    if waited_s < PATIENCE_S { f64::NAN } else { 50.0 }
}

/// The overall score, 0 to 100, of a view that started: the share of success, times the weighted geometric mean of the
/// sub-scores that are there. Smoothness weighs 3, startup 2, the picture 1; what is missing weighs nothing, and where less
/// than two of them are there, or not smoothness, there is no score. A success that is not known changes nothing.
pub fn overall(success: f64, smoothness: f64, startup: f64, video_quality: f64) -> f64 {
    let parts = || [smoothness, startup, video_quality].into_iter().zip(WEIGHTS).filter(|(score, _)| *score >= 0.0);
    let weights: f64 = parts().map(|(_, weight)| weight).sum();
    // More than half of the weight: smoothness and at least one other.
    if weights <= WEIGHTS.iter().sum::<f64>() / 2.0 {
        return f64::NAN;
    }
    let logarithms = parts().fold(0.0, |sum, (score, weight)| sum + weight * log(score / 100.0));
    let success = if success.is_nan() { 100.0 } else { success };
    success * exp(logarithms / weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(value: f64, expected: f64) {
        assert!((value - expected).abs() < 0.05, "{value} is not {expected}");
    }

    #[test]
    fn scores_of_published_examples() {
        for (seconds, score) in [(0.0, 100.0), (0.4, 95.2), (2.0, 80.0), (8.0, 50.0), (20.0, 28.6)] {
            near(startup_score(seconds), score);
        }
        // None; one of 5 s in 5 minutes; four of 15 s in 20 minutes, and in 21.
        let minutes = |minutes: f64| minutes * 60.0;
        for (stalls, stalled, watched, score) in [
            (0.0, 0.0, 60.0, 100.0),
            (1.0, 5.0, minutes(5.0), 87.0),
            (4.0, 60.0, minutes(20.0), 52.7),
            (4.0, 60.0, minutes(21.0), 53.4),
        ] {
            near(smoothness_score(stalls, stalled / watched), score);
        }
        near(video_quality_score(0.5, 0.5), 84.8);
        // 200 % for 30 s of 20.5 minutes.
        near(video_quality_score(2.0, 2.0 * 30.0 / minutes(20.5)), 89.3);
        assert_eq!(video_quality_score(0.0, 0.0), 100.0);
    }

    #[test]
    fn the_smaller_ratio_is_how_far_a_picture_is_enlarged() {
        for (player, video, expected) in [
            ((1920.0, 1080.0), (1280.0, 720.0), 0.5),
            ((1920.0, 1080.0), (1920.0, 1080.0), 0.0),
            ((640.0, 360.0), (1280.0, 720.0), 0.0),
            // A tall player shows a wide picture no larger than its width.
            ((1280.0, 2560.0), (640.0, 360.0), 1.0),
            ((0.0, 0.0), (640.0, 360.0), 0.0),
        ] {
            assert_eq!(enlargement(player, video), expected, "{player:?} {video:?}");
        }
        for (player, video) in [((1.0, f64::NAN), (1.0, 1.0)), ((1.0, 1.0), (1.0, 0.0)), ((1.0, 1.0), (f64::NAN, 1.0))]
        {
            assert!(enlargement(player, video).is_nan(), "{player:?} {video:?}");
        }
    }

    #[test]
    fn an_exit_counts_where_the_viewer_waited() {
        assert!(exit_score(0.9).is_nan());
        assert_eq!((exit_score(1.0), exit_score(f64::NAN)), (50.0, 50.0));
    }

    #[test]
    fn the_overall_score_is_a_weighted_geometric_mean() {
        let nan = f64::NAN;
        assert_eq!(overall(100.0, 100.0, 100.0, 100.0), 100.0);
        // (0.5^3 · 0.8^2 · 0.9)^(1/6), (0.5^3 · 0.8^2)^(1/5), (0.5^3 · 0.9)^(1/4).
        near(overall(100.0, 50.0, 80.0, 90.0), 64.5);
        near(overall(100.0, 50.0, 80.0, nan), 60.3);
        near(overall(nan, 50.0, nan, 90.0), 57.9);
        assert_eq!(overall(0.0, 90.0, 90.0, 90.0), 0.0, "it failed");
        assert_eq!(overall(100.0, 50.0, 0.0, 90.0), 0.0, "nothing makes up for nothing");
        for (smoothness, startup, quality) in [(90.0, nan, nan), (nan, 90.0, 90.0), (nan, nan, nan)] {
            assert!(overall(100.0, smoothness, startup, quality).is_nan());
        }
    }

    proptest! {
        #[test]
        fn what_is_not_computed_is_what_would_come_of_it(
            (smoothness, startup, quality) in (score(), score(), score()), success in score(), stalls in score(), ratio in score(),
        ) {
            let (mut logarithms, mut weights) = (0.0, 0.0);
            for (score, weight) in [smoothness, startup, quality].into_iter().zip(WEIGHTS) {
                if score >= 0.0 {
                    logarithms += weight * libm::log(score / 100.0);
                    weights += weight;
                }
            }
            let sure = if success.is_nan() { 100.0 } else { success };
            let plain = if weights > 3.0 { sure * libm::exp(logarithms / weights) } else { f64::NAN };
            prop_assert_eq!(overall(success, smoothness, startup, quality).to_bits(), plain.to_bits());
            let half = sound(stalls) / 2.0;
            let plain = (100.0 / (1.0 + half * half).sqrt() + 100.0 * libm::exp(-10.0 * sound(ratio))) / 2.0;
            let found = smoothness_score(stalls, ratio);
            prop_assert!(found.to_bits() == plain.to_bits() || found.is_nan() && plain.is_nan());
            let plain = 100.0 * libm::exp(-0.33 * (0.15 * sound(stalls) + 0.85 * sound(ratio)));
            let found = video_quality_score(stalls, ratio);
            prop_assert!(found.to_bits() == plain.to_bits() || found.is_nan() && plain.is_nan());
        }
    }

    /// A score or another number: missing, impossible, none, full, or something between.
    fn score() -> impl Strategy<Value = f64> {
        prop_oneof![Just(f64::NAN), Just(-1.0), Just(0.0), Just(1.0), Just(100.0), 0.0..100.0]
    }

    #[test]
    fn what_cannot_be_is_missing() {
        for bad in [-1.0, f64::NAN] {
            assert!(startup_score(bad).is_nan());
            assert!(smoothness_score(bad, 0.0).is_nan() && smoothness_score(0.0, bad).is_nan());
            assert!(video_quality_score(bad, 0.0).is_nan() && video_quality_score(0.0, bad).is_nan());
        }
    }
}
