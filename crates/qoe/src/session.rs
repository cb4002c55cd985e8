//! What is known of one session, and its scores.

use super::formulas;

/// How a view ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It started, and no error ended it.
    Played,
    /// The viewer left before the first frame, without an error.
    ExitBeforeStart,
    /// An error kept it from starting.
    StartupFailed,
    /// An error ended it after it had started.
    PlaybackFailed,
}

/// The scores of one session, 0 to 100; NaN where there is none. What never played has no quality of playing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scores {
    /// [`formulas::overall`]; of a view that never started its playback success score.
    pub overall: f64,
    /// 100 for a view that played, 50 where the viewer left before it started (none where he did within a second), 0 where
    /// an error came.
    pub success: f64,
    /// [`formulas::smoothness_score`].
    pub smoothness: f64,
    /// [`formulas::startup_score`].
    pub startup: f64,
    /// [`formulas::video_quality_score`].
    pub video_quality: f64,
}

/// What is known of one session; NaN where it is not.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Session {
    /// Whether the viewer left before the first frame, without an error; `None` where no column says.
    pub exit_before_start: Option<bool>,
    /// Whether an error kept it from starting; `None` where no column says.
    pub startup_failed: Option<bool>,
    /// Whether an error ended it after it had started; `None` where no column says.
    pub playback_failed: Option<bool>,
    /// From the play request to the first frame, ms.
    pub startup_ms: f64,
    /// From the play request to the end, stalls included and pauses excluded, s.
    pub watched_s: f64,
    /// Total length of the stalls, s.
    pub stalled_s: f64,
    /// Stalled time divided by watch time.
    pub rebuffering_ratio: f64,
    /// How many stalls there were.
    pub stalls: f64,
    /// How far the picture was enlarged at most, a fraction.
    pub max_upscale: f64,
    /// How far it was enlarged on average, a fraction.
    pub avg_upscale: f64,
}

impl Session {
    /// How it ended; `None` where no column says anything about it. An error outweighs an exit: who leaves after one has
    /// not lost patience.
    pub fn outcome(&self) -> Option<Outcome> {
        let flags = [
            (self.startup_failed, Outcome::StartupFailed),
            (self.exit_before_start, Outcome::ExitBeforeStart),
            (self.playback_failed, Outcome::PlaybackFailed),
        ];
        let raised = flags.iter().find(|(flag, _)| *flag == Some(true)).map(|&(_, outcome)| outcome);
        raised.or_else(|| flags.iter().any(|(flag, _)| flag.is_some()).then_some(Outcome::Played))
    }

    /// Whether it started, as far as is known.
    pub fn started(&self) -> bool {
        !matches!(self.outcome(), Some(Outcome::ExitBeforeStart | Outcome::StartupFailed))
    }

    /// The value where the view started: what never played has no quality of playing.
    fn of_started(&self, value: f64) -> f64 {
        if self.started() { value } else { f64::NAN }
    }

    /// Stalls per minute of watch time; none of a view that never started.
    pub fn rebuffers_per_minute(&self) -> f64 {
        self.of_started(formulas::quotient(self.stalls * 60.0, self.watched_s))
    }

    /// Its scores. Each costs exponentials and logarithms: whoever adds a session to several tallies asks for them once.
    pub fn scores(&self) -> Scores {
        let success = self.playback_success_score();
        if !self.started() {
            return Scores {
                overall: success,
                success,
                smoothness: f64::NAN,
                startup: f64::NAN,
                video_quality: f64::NAN,
            };
        }
        let smoothness = formulas::smoothness_score(self.stalls, self.rebuffering_ratio);
        let startup = formulas::startup_score(self.startup_ms / 1000.0);
        let video_quality = formulas::video_quality_score(self.max_upscale, self.avg_upscale);
        let overall = formulas::overall(success, smoothness, startup, video_quality);
        Scores { overall, success, smoothness, startup, video_quality }
    }

    /// Playback success score: 100 for a view that played, 50 where the viewer left before it started (none where he did
    /// within a second), 0 where an error came.
    fn playback_success_score(&self) -> f64 {
        match self.outcome() {
            Some(Outcome::Played) => 100.0,
            Some(Outcome::ExitBeforeStart) => formulas::exit_score(self.watched_s),
            Some(Outcome::StartupFailed | Outcome::PlaybackFailed) => 0.0,
            None => f64::NAN,
        }
    }
}
