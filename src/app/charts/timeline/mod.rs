//! The flagged share over time with its interval: a line over faint bars that say how many sessions it is a share of. A share
//! of few sessions is a hatched bar and no point of the line.

mod draw;

use super::given::{Given, Reaction};
use super::summary::{self, TimeRow, timeline_rows};
use analysis::views::{FEW, Timeline};
use charts::kind::{Input, Key, Kind, Sample, Sheet, Tip, Words};
use charts::layout::{Layout, Margins};
use charts::scene::Place;
use charts::theme::Tokens;
use std::rc::Rc;
use telemetry::format;

/// A timeline's pointer and keys.
pub struct TimelineKind {
    /// The timeline that was shown last, and its bins.
    known: Rc<Timeline>,
    rows: Vec<TimeRow>,
    /// The bin under the pointer or reached by the keys.
    bin: Option<usize>,
}

impl TimelineKind {
    /// A timeline.
    pub fn new(timeline: &Rc<Timeline>) -> Self {
        Self { known: timeline.clone(), rows: timeline_rows(timeline), bin: None }
    }

    fn point(&mut self, place: Place, layout: &Layout) {
        let last = self.rows.len().checked_sub(1).filter(|_| layout.holds(place));
        self.bin = last.map(|last| ((layout.shares(place).0 * self.rows.len() as f64) as usize).min(last));
    }

    fn step(&mut self, by: i64) -> Option<String> {
        let last = self.rows.len().checked_sub(1)? as i64;
        // The first step from nowhere enters at the end that it comes from.
        let from = self.bin.map_or(if by < 0 { last + 1 } else { -1 }, |bin| bin as i64);
        let next = from.saturating_add(by).clamp(0, last);
        self.bin = Some(next as usize);
        self.rows.get(next as usize).map(TimeRow::phrase)
    }

    fn when(&self, row: &TimeRow) -> String {
        const DAY: f64 = 86_400_000.0;
        let width = self.known.width_ms;
        if width >= DAY {
            format!("{} + {} UTC", format::utc_date(row.start_ms), format::span(width))
        } else {
            let end = format::utc_second(row.start_ms + width);
            // A whole number of milliseconds, as a whole number: the remainder of floating-point numbers is 2 kB of program.
            let whole_minutes = width as i64 % 60_000 == 0;
            // The end's time of day: the day is the start's, or plainly the next.
            let end = end.get(11..if whole_minutes { 16 } else { 19 }).unwrap_or_default().to_owned();
            let start = if whole_minutes { format::utc_minute(row.start_ms) } else { format::utc_second(row.start_ms) };
            format!("{start}–{end} UTC")
        }
    }
}

/// The flagged share of a bin as text.
fn share_text(row: &TimeRow) -> String {
    row.share().map_or_else(|| format::MISSING.to_owned(), format::share)
}

impl Kind<Given> for TimelineKind {
    fn margins(&self, _: &Given, _: f64) -> Margins {
        Margins { left: 48.0, right: 48.0, top: 26.0, bottom: 28.0 }
    }

    fn draw(&self, _: &Given, sheet: &mut Sheet<'_>) {
        draw::draw(self, sheet);
    }

    fn overlay(&self, _: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
        draw::overlay(self, sheet)
    }

    fn take(&mut self, _: &Given, input: Input<'_>, layout: &Layout) -> Reaction {
        let mut reaction = Reaction::default();
        match input {
            Input::At(pointer) | Input::Press(pointer) => self.point(pointer.at, layout),
            Input::Leave | Input::Blur => self.bin = None,
            Input::Key(key, _, false) => {
                let by = match key {
                    "ArrowLeft" => -1,
                    "ArrowRight" => 1,
                    "PageUp" => -10,
                    "PageDown" => 10,
                    "Home" => -i64::MAX,
                    "End" => i64::MAX,
                    _ => return reaction,
                };
                reaction.taken = true;
                reaction.say = self.step(by);
            }
            _ => {}
        }
        reaction
    }

    fn renew(&mut self, given: &Given) {
        if let Given::Timeline(timeline) = given
            && !Rc::ptr_eq(&self.known, timeline)
        {
            *self = Self::new(timeline);
        }
    }

    fn words(&self, _: &Given) -> Words {
        Words {
            class: "chart-timeline".into(),
            role: "line chart",
            summary: summary::of_timeline(&self.known),
            keys: "Arrow keys move through time.",
            caption: format!("Sessions and flagged sessions by {}, UTC", format::span(self.known.width_ms)),
            columns: ["Start (UTC)", "Sessions", "Flagged", "Flagged share"].map(str::to_owned).into(),
            ..Words::default()
        }
    }

    fn legend(&self, _: &Given, _: &Tokens) -> Vec<Key> {
        let few = Sample::Path("anomaly", "M3 1h10v10h-10zM3 7 9 1M3 11 13 1M8 11l5-5");
        vec![(few, format!("under {FEW} sessions"))]
    }

    fn rows(&self, _: &Given) -> Vec<Vec<String>> {
        let row = |row: &TimeRow| {
            let counts = [row.sessions, row.flagged].map(|count| format::count(u64::from(count)));
            let [sessions, flagged] = counts;
            vec![format::utc_second(row.start_ms), sessions, flagged, share_text(row)]
        };
        self.rows.iter().map(row).collect()
    }
}
