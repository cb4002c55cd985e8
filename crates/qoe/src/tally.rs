//! Many sessions in a few figures, added up one by one in their order: the memory does not grow with them, but for the
//! startup times, of which percentiles are taken.

use super::metric::Metric;
use super::session::{Outcome, Scores, Session};

/// A figure and how many sessions it is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Figure {
    /// The figure; absent where it is made of none.
    pub value: Option<f64>,
    /// How many sessions have what it is made of.
    pub n: u32,
}

/// The sum of what is there of two quantities: a mean where the second is one of each session.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    of: f64,
    per: f64,
    n: u32,
}

impl Sums {
    fn add(&mut self, of: f64, per: f64) {
        if !of.is_nan() && !per.is_nan() {
            self.of += of;
            self.per += per;
            self.n += 1;
        }
    }

    fn add_one(&mut self, of: f64) {
        self.add(of, 1.0);
    }

    fn figure(&self) -> Figure {
        let value = (self.per > 0.0).then(|| self.of / self.per);
        Figure { value, n: self.n }
    }
}

/// The sums behind the figures of a group of sessions.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    stalled: Sums,
    ratio: Sums,
    stalls: Sums,
    upscale: Sums,
    upscaled: Sums,
    /// Overall, playback success, smoothness, startup, video quality.
    scores: [Sums; 5],
    exits: Sums,
    startup_failures: Sums,
    playback_failures: Sums,
}

impl Tally {
    /// Adds a session. Returns its startup time, if it started and has one: for [`Self::figure`], which is given them all.
    pub fn add(&mut self, session: &Session) -> Option<f64> {
        self.add_scored(session, &session.scores())
    }

    /// [`Self::add`] with the session's scores.
    pub fn add_scored(&mut self, session: &Session, scores: &Scores) -> Option<f64> {
        let Scores { overall, success, smoothness, startup, video_quality } = *scores;
        let scores = [overall, success, smoothness, startup, video_quality];
        self.scores.iter_mut().zip(scores).for_each(|(sums, score)| sums.add_one(score));
        let outcome = session.outcome();
        let share = |is| f64::from(u8::from(outcome == Some(is)));
        if session.exit_before_start.is_some() {
            self.exits.add_one(share(Outcome::ExitBeforeStart));
        }
        if session.startup_failed.is_some() {
            self.startup_failures.add_one(share(Outcome::StartupFailed));
        }
        if session.playback_failed.is_some() && session.started() {
            self.playback_failures.add_one(share(Outcome::PlaybackFailed));
        }
        if !session.started() {
            return None;
        }
        self.stalled.add(session.stalled_s, session.watched_s);
        self.ratio.add_one(session.rebuffering_ratio);
        self.stalls.add(session.stalls, session.watched_s / 60.0);
        self.upscale.add_one(session.avg_upscale);
        let enlarged = if session.avg_upscale.is_nan() { session.max_upscale } else { session.avg_upscale };
        if !enlarged.is_nan() {
            self.upscaled.add_one(f64::from(u8::from(enlarged > 0.0 || session.max_upscale > 0.0)));
        }
        (!session.startup_ms.is_nan()).then_some(session.startup_ms)
    }

    /// A figure of the sessions that were added, whose startup times these are, in any order.
    pub fn figure(&self, metric: Metric, startup_ms: &mut [f64]) -> Figure {
        let [overall, success, smoothness, startup, quality] = &self.scores;
        match metric {
            Metric::OverallScore => overall.figure(),
            Metric::PlaybackSuccessScore => success.figure(),
            Metric::SmoothnessScore => smoothness.figure(),
            Metric::StartupScore => startup.figure(),
            Metric::VideoQualityScore => quality.figure(),
            Metric::StartupMedian => percentile(startup_ms, 0.5),
            Metric::StartupP95 => percentile(startup_ms, 0.95),
            Metric::RebufferingRatio if self.stalled.per > 0.0 => self.stalled.figure(),
            Metric::RebufferingRatio => self.ratio.figure(),
            Metric::RebuffersPerMinute => self.stalls.figure(),
            Metric::AverageUpscale => self.upscale.figure(),
            Metric::UpscaledShare => self.upscaled.figure(),
            Metric::ExitBeforeStartShare => self.exits.figure(),
            Metric::StartupFailureShare => self.startup_failures.figure(),
            Metric::PlaybackFailureShare => self.playback_failures.figure(),
        }
    }
}

/// A percentile by nearest rank: one of the values.
fn percentile(values: &mut [f64], share: f64) -> Figure {
    let rank = ((share * values.len() as f64).ceil() as usize).max(1) - 1;
    let value = (rank < values.len()).then(|| *values.select_nth_unstable_by(rank, f64::total_cmp).1);
    Figure { value, n: values.len() as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAN: f64 = f64::NAN;
    const UNKNOWN: Session = Session {
        exit_before_start: None,
        startup_failed: None,
        playback_failed: None,
        startup_ms: NAN,
        watched_s: NAN,
        stalled_s: NAN,
        rebuffering_ratio: NAN,
        stalls: NAN,
        max_upscale: NAN,
        avg_upscale: NAN,
    };

    fn figure(sessions: &[Session], metric: Metric) -> (Option<f64>, u32) {
        let mut tally = Tally::default();
        let mut startup: Vec<f64> = sessions.iter().filter_map(|session| tally.add(session)).collect();
        let figure = tally.figure(metric, &mut startup);
        (figure.value, figure.n)
    }

    #[test]
    fn ratios_are_ratios_of_sums() {
        let view = |stalls, stalled_s, watched_s| Session {
            stalls,
            stalled_s,
            watched_s,
            rebuffering_ratio: stalled_s / watched_s,
            ..UNKNOWN
        };
        let sessions = [view(0.0, 0.0, 90.0), view(1.0, 5.0, 10.0), view(2.0, NAN, 20.0), view(NAN, 1.0, NAN)];
        assert_eq!(figure(&sessions, Metric::RebufferingRatio), (Some(0.05), 2), "5 s of 100 s");
        assert_eq!(figure(&sessions, Metric::RebuffersPerMinute), (Some(1.5), 3), "3 in 2 minutes");
        let ratio = |rebuffering_ratio| Session { rebuffering_ratio, ..UNKNOWN };
        assert_eq!(figure(&[ratio(0.25), ratio(0.75), ratio(NAN)], Metric::RebufferingRatio), (Some(0.5), 2));
    }

    #[test]
    fn views_that_never_started_count_as_attempts_only() {
        let view = |outcome| Session {
            exit_before_start: Some(outcome == Outcome::ExitBeforeStart),
            startup_failed: Some(outcome == Outcome::StartupFailed),
            playback_failed: Some(outcome == Outcome::PlaybackFailed),
            startup_ms: 100.0,
            watched_s: 10.0,
            stalled_s: 1.0,
            avg_upscale: 0.5,
            ..UNKNOWN
        };
        let mut sessions = [Outcome::Played, Outcome::ExitBeforeStart, Outcome::StartupFailed, Outcome::PlaybackFailed]
            .map(view)
            .to_vec();
        sessions.push(UNKNOWN);
        for metric in [Metric::StartupMedian, Metric::StartupScore, Metric::RebufferingRatio, Metric::AverageUpscale] {
            assert_eq!(figure(&sessions, metric).1, 2, "{metric:?}");
        }
        assert_eq!(figure(&sessions, Metric::ExitBeforeStartShare), (Some(0.25), 4));
        assert_eq!(figure(&sessions, Metric::StartupFailureShare), (Some(0.25), 4));
        assert_eq!(figure(&sessions, Metric::PlaybackFailureShare), (Some(0.5), 2));
        assert_eq!(figure(&sessions, Metric::PlaybackSuccessScore), (Some(37.5), 4));
        // What no column speaks of is not said to be none.
        let exits = Session { exit_before_start: Some(false), ..UNKNOWN };
        assert_eq!(figure(&[exits], Metric::ExitBeforeStartShare), (Some(0.0), 1));
        assert_eq!(figure(&[exits], Metric::StartupFailureShare), (None, 0));
        assert_eq!(figure(&[exits], Metric::PlaybackFailureShare), (None, 0));
    }

    #[test]
    fn upscaling_and_percentiles() {
        let view = |max_upscale, avg_upscale, startup_ms| Session { max_upscale, avg_upscale, startup_ms, ..UNKNOWN };
        let sessions =
            [view(0.5, 0.25, 300.0), view(0.0, 0.0, 100.0), view(0.5, NAN, 200.0), view(0.2, 0.0, NAN), UNKNOWN];
        assert_eq!(figure(&sessions, Metric::UpscaledShare), (Some(0.75), 4));
        assert_eq!(figure(&sessions, Metric::AverageUpscale), (Some(0.25 / 3.0), 3));
        assert_eq!(figure(&sessions, Metric::StartupMedian), (Some(200.0), 3));
        assert_eq!(figure(&sessions, Metric::StartupP95), (Some(300.0), 3));
        for &metric in Metric::ALL {
            assert_eq!(figure(&[UNKNOWN], metric), (None, 0), "{metric:?}");
        }
    }
}
