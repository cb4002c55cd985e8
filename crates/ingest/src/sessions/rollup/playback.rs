//! What a player was doing, from the states and events that it reported: start, stalls, watch time, end.

use super::words::{LETTERS, Said, meaning};
use rules::Readers;
use telemetry::{Categories, Field, MISSING_CATEGORY, Table};

/// The meanings of the labels of a table's states and events.
pub(super) struct Reports<'a> {
    state: Option<(&'a Categories, Vec<Option<Said>>)>,
    event: Option<(&'a Categories, Vec<Option<Said>>)>,
}

/// What became of one session; NaN where the rows do not say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Playback {
    pub startup_ms: f64,
    pub stalls: f64,
    pub stalled_ms: f64,
    pub playing_ms: f64,
    pub watched_ms: f64,
    pub exit_before_start: f64,
    pub startup_failed: f64,
    pub playback_failed: f64,
}

const UNKNOWN: Playback = Playback {
    startup_ms: f64::NAN,
    stalls: f64::NAN,
    stalled_ms: f64::NAN,
    playing_ms: f64::NAN,
    watched_ms: f64::NAN,
    exit_before_start: f64::NAN,
    startup_failed: f64::NAN,
    playback_failed: f64::NAN,
};

impl<'a> Reports<'a> {
    /// The reports of a table; `None` where it has neither states nor events that mean something.
    pub fn of(table: &'a Table, readers: Readers) -> Option<Self> {
        let column = |field, letters: &[(Said, &[&str])]| {
            let categories = table.categories(field)?;
            let meanings: Vec<_> = categories.labels().iter().map(|label| meaning(label, letters, readers)).collect();
            meanings.iter().any(Option::is_some).then_some((categories, meanings))
        };
        let (state, event) = (column(Field::PlayerState, LETTERS), column(Field::EventType, &[]));
        (state.is_some() || event.is_some()).then_some(Self { state, event })
    }

    /// Follows the player through the rows of a session. `times` and `intervals` (both milliseconds, NaN where unknown) are
    /// when each row was and how long it lasted. Where the player was not playing after a row, its weight becomes zero.
    pub fn follow(&self, rows: &[u32], times: &[f64], intervals: &[f64], weights: &mut [f64]) -> Playback {
        let mut player = Player::default();
        for (place, &row) in rows.iter().enumerate() {
            if let Some((said, is_state)) = self.said(row) {
                player.hear(said, is_state, times[place]);
            }
            player.pass(intervals[place]);
            if !matches!(player.state, None | Some(Said::Playing | Said::Emptied)) {
                weights[place] = 0.0;
            }
        }
        player.playback()
    }

    fn said(&self, row: u32) -> Option<(Said, bool)> {
        let look = |column: &Option<(&Categories, Vec<Option<Said>>)>| {
            let (categories, meanings) = column.as_ref()?;
            match categories.codes()[row as usize] {
                MISSING_CATEGORY => None,
                code => meanings[usize::from(code)],
            }
        };
        look(&self.state).map(|said| (said, true)).or_else(|| look(&self.event).map(|said| (said, false)))
    }
}

/// A player that is followed.
#[derive(Default)]
struct Player {
    state: Option<Said>,
    /// When it was asked to play.
    requested: Option<f64>,
    startup: Option<f64>,
    started: bool,
    stalls: u32,
    stalled: f64,
    playing: f64,
    watched: f64,
    /// When the buffer last ran dry.
    emptied: f64,
    /// Nobody knows how long a stall took: nothing says when it ended.
    untimed: bool,
}

/// Audio and video each report a buffer that runs dry, milliseconds apart.
const SAME_STALL_MS: f64 = 500.0;

impl Player {
    fn hear(&mut self, said: Said, is_state: bool, time: f64) {
        // What has run dry ends by what says so alone.
        self.untimed |= self.state == Some(Said::Emptied)
            && !matches!(said, Said::Stalled | Said::Filled | Said::Playing | Said::Emptied);
        match said {
            Said::Starting if !self.started => self.start(time),
            // Played again after a pause, or begun anew after the end.
            Said::Starting if matches!(self.state, Some(Said::Paused | Said::Ended)) => {
                self.state = Some(Said::Playing)
            }
            Said::Starting => {}
            Said::Playing => {
                if !self.started {
                    self.started = true;
                    self.startup = self.requested.map(|requested| time - requested);
                }
                self.state = Some(Said::Playing);
            }
            // A state is told as it is: what rebuffers has played.
            Said::Stalled if !self.started && is_state && self.state.is_none() => {
                self.started = true;
                self.stall();
            }
            // Before the first frame it is part of the start.
            Said::Stalled if !self.started => self.start(time),
            // It was the viewer who asked for another place.
            Said::Stalled if self.state == Some(Said::Seeking) => {}
            Said::Stalled if self.state == Some(Said::Paused) && !is_state => {}
            Said::Stalled => self.stall(),
            Said::Seeking | Said::Paused if self.started => self.state = Some(said),
            Said::Seeking | Said::Paused => {}
            Said::Sought if self.state == Some(Said::Seeking) => self.state = Some(Said::Playing),
            Said::Sought => {}
            // Nothing runs dry before it played.
            Said::Emptied if !self.started => {
                self.started = true;
                self.empty(time);
            }
            Said::Emptied if self.state == Some(Said::Stalled) => {}
            Said::Emptied if self.state == Some(Said::Emptied) && time - self.emptied < SAME_STALL_MS => {}
            Said::Emptied => self.empty(time),
            Said::Filled if matches!(self.state, Some(Said::Emptied | Said::Stalled)) => {
                self.state = Some(Said::Playing)
            }
            Said::Filled => {}
            Said::Failed => self.state = Some(Said::Failed),
            Said::Ended if self.state == Some(Said::Failed) => {}
            Said::Ended => self.state = Some(Said::Ended),
        }
    }

    fn start(&mut self, time: f64) {
        self.requested.get_or_insert(time);
        self.state = Some(Said::Starting);
    }

    fn stall(&mut self) {
        self.stalls += u32::from(!matches!(self.state, Some(Said::Stalled | Said::Emptied)));
        self.state = Some(Said::Stalled);
    }

    /// A buffer that runs dry again had something in it in between.
    fn empty(&mut self, time: f64) {
        self.untimed |= self.state == Some(Said::Emptied);
        self.stalls += 1;
        (self.state, self.emptied) = (Some(Said::Emptied), time);
    }

    fn pass(&mut self, interval: f64) {
        match self.state {
            Some(Said::Starting | Said::Seeking) => self.watched += interval,
            Some(Said::Playing) => {
                self.watched += interval;
                self.playing += interval;
            }
            Some(Said::Stalled | Said::Emptied) => {
                self.watched += interval;
                self.stalled += interval;
            }
            _ => {}
        }
    }

    fn playback(self) -> Playback {
        let failed = self.state == Some(Said::Failed);
        let flag = |is: bool| f64::from(u8::from(is));
        if self.started {
            let timed = |length: f64| if self.untimed || self.state == Some(Said::Emptied) { f64::NAN } else { length };
            return Playback {
                startup_ms: self.startup.unwrap_or(f64::NAN),
                stalls: f64::from(self.stalls),
                stalled_ms: timed(self.stalled),
                playing_ms: timed(self.playing),
                watched_ms: timed(self.watched),
                exit_before_start: 0.0,
                startup_failed: 0.0,
                playback_failed: flag(failed),
            };
        }
        if self.requested.is_none() && !failed {
            return UNKNOWN;
        }
        Playback {
            watched_ms: self.watched,
            exit_before_start: flag(!failed),
            startup_failed: flag(failed),
            playback_failed: 0.0,
            ..UNKNOWN
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Follows a player by words and seconds.
    fn follow(field: Field, log: &[(&str, f64)]) -> Playback {
        let mut labels = Categories::default();
        log.iter().for_each(|(word, _)| labels.push(word).expect("few labels"));
        let data = telemetry::Data::Category(labels);
        let column = telemetry::Column { name: "x".into(), field: Some(field), data };
        let table = Table::new(vec![column]).expect("one column");
        let times: Vec<f64> = log.iter().map(|(_, second)| second * 1000.0).collect();
        let mut intervals: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
        intervals.push(0.0);
        let rows: Vec<u32> = (0..log.len() as u32).collect();
        Reports::of(&table, Readers::Common).expect("words").follow(
            &rows,
            &times,
            &intervals,
            &mut vec![1.0; log.len()],
        )
    }

    #[test]
    fn the_worked_example_of_cta_2066() {
        // 60 s of video, 10 s of stall, 30 s of pause: 70 s watched.
        let log = [
            ("playbackRequest", 0.0),
            ("playbackStart", 0.0),
            ("playbackStall", 20.0),
            ("playbackStart", 30.0),
            ("playbackPause", 50.0),
            ("playbackStart", 80.0),
            ("playbackFinish", 100.0),
        ];
        let playback = follow(Field::EventType, &log);
        assert_eq!((playback.watched_ms, playback.playing_ms), (70_000.0, 60_000.0));
        assert_eq!((playback.stalls, playback.stalled_ms, playback.startup_ms), (1.0, 10_000.0, 0.0));
    }

    #[test]
    fn buffering_before_the_first_frame_is_the_start_and_after_a_seek_no_stall() {
        let log = [
            ("play", 1.0),
            ("waiting", 2.0),
            ("playing", 4.0),
            ("heartbeat", 8.0),
            ("seeking", 10.0),
            ("waiting", 11.0),
            ("seeked", 12.0),
            ("pause", 20.0),
            ("waiting", 21.0),
            ("play", 30.0),
            ("waiting", 31.0),
            ("waiting", 32.0),
            ("playing", 33.0),
            ("ended", 40.0),
        ];
        let playback = follow(Field::EventType, &log);
        assert_eq!((playback.startup_ms, playback.stalls, playback.stalled_ms), (3000.0, 1.0, 2000.0));
        assert_eq!(playback.watched_ms, 29_000.0);
        assert_eq!((playback.exit_before_start, playback.playback_failed), (0.0, 0.0));
    }

    #[test]
    fn views_that_fail_and_views_that_are_left() {
        let flags = |log: &[(&str, f64)]| {
            let playback = follow(Field::EventType, log);
            [playback.exit_before_start, playback.startup_failed, playback.playback_failed]
        };
        assert_eq!(flags(&[("request", 0.0), ("quit", 3.0)]), [1.0, 0.0, 0.0]);
        assert_eq!(flags(&[("request", 0.0), ("error", 3.0), ("ended", 4.0)]), [0.0, 1.0, 0.0]);
        assert_eq!(flags(&[("request", 0.0), ("playing", 1.0), ("error", 3.0)]), [0.0, 0.0, 1.0]);
        assert_eq!(flags(&[("playing", 1.0), ("error", 3.0), ("playing", 4.0)]), [0.0, 0.0, 0.0]);
        assert!(flags(&[("pause", 1.0)]).iter().all(|flag| flag.is_nan()), "nothing says that it was to play");
    }

    /// A buffer that runs dry is a stall of something that has played; how long it took is known where something ends it.
    #[test]
    fn a_buffer_that_runs_dry() {
        let log = [
            ("FRAGMENT_LOADING_COMPLETED", 0.0),
            ("BUFFER_EMPTY", 5.0),
            ("BUFFER_EMPTY", 5.2),
            ("FRAGMENT_LOADING_COMPLETED", 6.0),
            ("BUFFER_EMPTY", 9.0),
            ("FRAGMENT_LOADING_COMPLETED", 12.0),
        ];
        let playback = follow(Field::EventType, &log);
        assert_eq!((playback.stalls, playback.playback_failed), (2.0, 0.0));
        assert!([playback.startup_ms, playback.stalled_ms, playback.watched_ms].iter().all(|length| length.is_nan()));
        let log = [
            ("playbackStarted", 0.0),
            ("BUFFER_EMPTY", 5.0),
            ("playbackWaiting", 5.0),
            ("bufferLoaded", 7.0),
            ("playbackPlaying", 7.0),
            ("bufferLoaded", 8.0),
            ("playbackWaiting", 9.0),
            ("BUFFER_EMPTY", 9.0),
            ("playbackPlaying", 10.0),
            ("playbackEnded", 20.0),
        ];
        let playback = follow(Field::EventType, &log);
        assert_eq!((playback.stalls, playback.stalled_ms, playback.watched_ms), (2.0, 3000.0, 20_000.0));
    }

    #[test]
    fn states_by_letter() {
        let playback = follow(Field::PlayerState, &[("s", 0.0), ("p", 2.0), ("r", 6.0), ("p", 7.0), ("e", 9.0)]);
        assert_eq!((playback.startup_ms, playback.stalls, playback.stalled_ms), (2000.0, 1.0, 1000.0));
        let playback = follow(Field::PlayerState, &[("rebuffering", 0.0), ("playing", 2.0)]);
        assert_eq!((playback.stalls, playback.stalled_ms), (1.0, 2000.0));
        assert!(playback.startup_ms.is_nan());
    }
}
