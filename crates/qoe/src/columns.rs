//! Which of a table's columns speak of quality, and what they say of each session.

use super::formulas::{enlargement, quotient, watch_time};
use super::session::Session;
use rules::Derivations;
use telemetry::{Field, Table};

/// The columns of a table that speak of quality; those that are not there say "missing" of every session.
pub struct Columns<'a> {
    rows: usize,
    derivations: Derivations,
    exit_before_start: &'a [f64],
    startup_failed: &'a [f64],
    playback_failed: &'a [f64],
    startup_ms: &'a [f64],
    watch_s: &'a [f64],
    playing_s: &'a [f64],
    stalled_ms: &'a [f64],
    ratio: &'a [f64],
    stalls: &'a [f64],
    max_upscale: &'a [f64],
    avg_upscale: &'a [f64],
    player: (&'a [f64], &'a [f64]),
    video: (&'a [f64], &'a [f64]),
}

impl<'a> Columns<'a> {
    /// The columns of this table. Where derivations come before use they stand in the table, and a value that is not there is
    /// missing; otherwise they are made here, as they were before.
    pub fn of(table: &'a Table, derivations: Derivations) -> Self {
        let numbers = |field| table.numbers(field).unwrap_or_default();
        Self {
            rows: table.rows(),
            derivations,
            exit_before_start: numbers(Field::ExitBeforeStart),
            startup_failed: numbers(Field::StartupFailed),
            playback_failed: numbers(Field::PlaybackFailed),
            startup_ms: numbers(Field::StartupTimeMs),
            watch_s: numbers(Field::WatchTimeS),
            playing_s: numbers(Field::PlayingTimeS),
            stalled_ms: numbers(Field::RebufferDurationMs),
            ratio: numbers(Field::BufferingRatio),
            stalls: numbers(Field::RebufferCount),
            max_upscale: numbers(Field::MaxUpscale),
            avg_upscale: numbers(Field::AvgUpscale),
            player: (numbers(Field::PlayerWidth), numbers(Field::PlayerHeight)),
            video: (numbers(Field::VideoWidth), numbers(Field::VideoHeight)),
        }
    }

    /// How many sessions there are.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// What is known of a session; nothing where there is no such row.
    pub fn session(&self, row: usize) -> Session {
        let at = |column: &[f64]| column.get(row).copied().unwrap_or(f64::NAN);
        // An empty cell in a column of flags is one that was not raised: many exporters write nothing for "no".
        let flag = |column: &[f64]| column.get(row).map(|&flag| flag >= 0.5);
        let known = Session {
            exit_before_start: flag(self.exit_before_start),
            startup_failed: flag(self.startup_failed),
            playback_failed: flag(self.playback_failed),
            startup_ms: at(self.startup_ms),
            watched_s: at(self.watch_s),
            stalled_s: at(self.stalled_ms) / 1000.0,
            rebuffering_ratio: at(self.ratio),
            stalls: at(self.stalls),
            max_upscale: at(self.max_upscale),
            avg_upscale: at(self.avg_upscale),
        };
        match self.derivations {
            Derivations::BeforeUse => known,
            Derivations::ByFeature => self.derived(row, known),
        }
    }

    /// What is known of a session with what follows from it, as rules 1 have it: a ratio that follows from stalls and watch time
    /// before a reported one.
    fn derived(&self, row: usize, known: Session) -> Session {
        let at = |column: &[f64]| column.get(row).copied().unwrap_or(f64::NAN);
        let (stalled_ms, ratio) = (at(self.stalled_ms), known.rebuffering_ratio);
        let watched_s = or(known.watched_s, || watch_time(at(self.playing_s), stalled_ms, known.startup_ms));
        let shown = || {
            let [player, video] = [self.player, self.video].map(|(width, height)| (at(width), at(height)));
            enlargement(player, video)
        };
        Session {
            watched_s,
            stalled_s: or(known.stalled_s, || ratio * watched_s),
            rebuffering_ratio: or(quotient(known.stalled_s, watched_s), || ratio),
            max_upscale: or(known.max_upscale, shown),
            avg_upscale: or(known.avg_upscale, shown),
            ..known
        }
    }
}

/// The value, or another where it is missing.
fn or(value: f64, other: impl FnOnce() -> f64) -> f64 {
    if value.is_nan() { other() } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Outcome;
    use telemetry::{Column, Data};

    const NAN: f64 = f64::NAN;

    type Row<'a> = &'a [(Field, f64)];

    fn session(columns: Row) -> Session {
        let column = |&(field, value): &(Field, f64)| Column {
            name: field.name().into(),
            field: Some(field),
            data: Data::Number(vec![value]),
        };
        let table = Table::new(columns.iter().map(column).collect()).expect("distinct columns");
        Columns::of(&table, Derivations::ByFeature).session(0)
    }

    fn known(value: f64) -> Option<f64> {
        (!value.is_nan()).then_some(value)
    }

    #[test]
    fn watch_time_and_stalls_are_made_of_what_is_there() {
        use Field::{BufferingRatio as Ratio, PlayingTimeS as Playing, RebufferDurationMs as Stalled};
        use Field::{StartupTimeMs as Startup, WatchTimeS as Watch};
        let table: &[(Row, [f64; 3])] = &[
            (&[(Watch, 200.0), (Stalled, 5_000.0)], [200.0, 5.0, 0.025]),
            (&[(Watch, 200.0), (Stalled, 5_000.0), (Ratio, 0.5)], [200.0, 5.0, 0.025]),
            (&[(Watch, 200.0), (Ratio, 0.05)], [200.0, 10.0, 0.05]),
            (&[(Watch, 200.0), (Stalled, NAN), (Ratio, 0.05)], [200.0, 10.0, 0.05]),
            (&[(Ratio, 0.05)], [NAN, NAN, 0.05]),
            (&[(Stalled, 5_000.0), (Ratio, 0.05)], [NAN, 5.0, 0.05]),
            (&[(Playing, 94.0), (Stalled, 5_000.0), (Startup, 1_000.0)], [100.0, 5.0, 0.05]),
            (&[(Playing, 95.0), (Stalled, 5_000.0)], [100.0, 5.0, 0.05]),
            (&[(Playing, 95.0)], [NAN, NAN, NAN]),
            (&[(Watch, 0.0), (Stalled, 0.0)], [0.0, 0.0, NAN]),
        ];
        for (columns, expected) in table {
            let session = session(columns);
            let found = [session.watched_s, session.stalled_s, session.rebuffering_ratio];
            assert_eq!(found.map(known), expected.map(known), "{columns:?}");
        }
    }

    #[test]
    fn upscaling_is_reported_or_of_the_sizes() {
        let sizes = [
            (Field::PlayerWidth, 1920.0),
            (Field::PlayerHeight, 1080.0),
            (Field::VideoWidth, 1280.0),
            (Field::VideoHeight, 720.0),
        ];
        let both = |session: Session| (session.max_upscale, session.avg_upscale);
        assert_eq!(both(session(&sizes)), (0.5, 0.5));
        assert_eq!(
            both(session(&[&sizes[..], &[(Field::AvgUpscale, 0.1), (Field::MaxUpscale, NAN)]].concat())),
            (0.5, 0.1)
        );
        let session = session(&sizes[..3]);
        assert!(session.max_upscale.is_nan() && session.avg_upscale.is_nan(), "a height is missing");
    }

    #[test]
    fn outcomes_and_their_scores() {
        use Field::{ExitBeforeStart as Exit, PlaybackFailed as Broke, StartupFailed as Failed, WatchTimeS as Watch};
        let table: &[(Row, Option<Outcome>, f64)] = &[
            (&[(Watch, 9.0)], None, NAN),
            (&[(Exit, NAN), (Failed, NAN)], Some(Outcome::Played), 100.0),
            (&[(Exit, 0.0)], Some(Outcome::Played), 100.0),
            (&[(Exit, NAN), (Broke, 0.0)], Some(Outcome::Played), 100.0),
            (&[(Exit, 1.0)], Some(Outcome::ExitBeforeStart), 50.0),
            (&[(Exit, 1.0), (Watch, 4.0)], Some(Outcome::ExitBeforeStart), 50.0),
            (&[(Exit, 1.0), (Watch, 0.9)], Some(Outcome::ExitBeforeStart), NAN),
            (&[(Exit, 1.0), (Failed, 1.0)], Some(Outcome::StartupFailed), 0.0),
            (&[(Broke, 1.0), (Watch, 0.9)], Some(Outcome::PlaybackFailed), 0.0),
        ];
        for (columns, outcome, score) in table {
            let session = session(columns);
            assert_eq!(session.outcome(), *outcome, "{columns:?}");
            assert_eq!(known(session.scores().success), known(*score), "{columns:?}");
        }
    }

    #[test]
    fn a_view_that_never_started_has_no_quality_of_playing() {
        let known = [
            (Field::StartupTimeMs, 0.0),
            (Field::RebufferCount, 0.0),
            (Field::RebufferDurationMs, 0.0),
            (Field::WatchTimeS, 6.0),
            (Field::MaxUpscale, 0.0),
            (Field::AvgUpscale, 0.0),
        ];
        let scores = |more: (Field, f64)| {
            let session = session(&[&known[..], &[more]].concat());
            let scores = session.scores();
            [scores.startup, scores.smoothness, scores.video_quality, scores.overall]
        };
        assert_eq!(scores((Field::ExitBeforeStart, 0.0)), [100.0; 4]);
        assert_eq!(scores((Field::PlaybackFailed, 1.0)), [100.0, 100.0, 100.0, 0.0]);
        for (field, overall) in [(Field::ExitBeforeStart, 50.0), (Field::StartupFailed, 0.0)] {
            let [startup, smoothness, quality, found] = scores((field, 1.0));
            assert!(startup.is_nan() && smoothness.is_nan() && quality.is_nan());
            assert_eq!(found, overall);
        }
    }
}
