//! The distribution of the scores, with the threshold as a line to move by pointer, finger or keys.

mod draw;

use super::given::{Gesture, Given, Reaction, Scores};
use super::summary::{self, bin_range, would_flag};
use analysis::views::Histogram;
use charts::kind::{Input, Key, Kind, Sample, Sheet, Slider, Tip, Words};
use charts::layout::{Layout, Margins};
use charts::scene::Place;
use charts::theme::Tokens;
use std::rc::Rc;
use telemetry::format;

/// No table of more rows: bins are put together.
const ROWS: usize = 40;
/// By how much an arrow key moves the threshold, and a page key.
const SMALL: f64 = 0.005;
const LARGE: f64 = 0.02;
/// How near the pointer must be to the threshold to take hold of it, in CSS pixels: half a fingertip.
const REACH: f64 = 16.0;
/// A threshold set by hand has three decimals, so that a link to it is short.
const STEPS: f64 = 1000.0;

/// A histogram's pointer and keys, and the threshold that they move.
pub struct HistogramKind {
    /// The histogram that was shown last.
    known: Rc<Histogram>,
    /// The threshold while it is being moved, and until the analysis has followed.
    moving: Option<f64>,
    /// The threshold last told, while the analysis has not followed.
    told: Option<f64>,
    /// Whether a pointer holds it.
    held: bool,
    pointer: Option<Place>,
}

impl HistogramKind {
    /// A histogram of these scores.
    pub fn new(scores: &Scores) -> Self {
        Self { known: scores.histogram.clone(), moving: None, told: None, held: false, pointer: None }
    }

    /// The threshold shown: the one being moved, or the one in force.
    fn threshold(&self) -> f64 {
        self.moving.unwrap_or(self.known.threshold)
    }

    /// The words for the threshold shown and what it would flag.
    fn phrase(&self, scores: &Scores) -> String {
        let threshold = self.threshold();
        let moved = threshold != self.known.threshold;
        let (flagged, exact) =
            if moved { would_flag(&self.known, threshold) } else { (u64::from(scores.flagged), true) };
        format!(
            "{} {} {}{} ({})",
            format::score(threshold),
            if moved { "would flag" } else { "flags" },
            if exact { "" } else { "≈ " },
            format::count(flagged),
            format::part(flagged, u64::from(scores.sessions)),
        )
    }

    /// Forgets a move that was not finished.
    fn cancel(&mut self) {
        (self.held, self.moving, self.told) = (false, None, None);
    }

    /// Moves the threshold by this much, or to an end of the axis when it is infinite.
    fn shift(&mut self, by: f64) {
        let (low, high) = range(&self.known);
        self.moving = Some(on_step((self.threshold() + by).clamp(low, high)));
    }

    /// The pointer is there; what it holds moves with it.
    fn point(&mut self, place: Place, layout: &Layout) {
        self.pointer = Some(place);
        if self.held {
            let (low, high) = range(&self.known);
            let across = layout.shares(place).0.clamp(0.0, 1.0);
            self.moving = Some(on_step(low + (high - low) * across));
        }
    }

    /// The pointer, or a key, was released: the threshold that it set, if it set one. It is shown until the analysis
    /// follows, so that a second key press starts where the first one ended.
    fn release(&mut self) -> Option<Gesture> {
        self.held = false;
        let known = self.told.unwrap_or(self.known.threshold);
        let set = self.moving.filter(|threshold| *threshold != known);
        match set {
            Some(_) => self.told = set,
            None => self.moving = self.told,
        }
        set.map(Gesture::Threshold)
    }

    fn is_near(&self, (x, y): Place, layout: &Layout) -> bool {
        let line = layout.x(share(&self.known, self.threshold()));
        (line - x).abs() <= REACH && y <= f64::from(layout.bottom)
    }

    /// The bin under the pointer, where it points at the bars and not at the threshold.
    fn pointed(&self, layout: &Layout) -> Option<(Place, usize)> {
        let free = |place: &Place| self.moving.is_none() && !self.is_near(*place, layout) && layout.holds(*place);
        let place = self.pointer.filter(free)?;
        let (low, high) = range(&self.known);
        let score = low + (high - low) * layout.shares(place).0;
        let bin = (score - self.known.start) / self.known.width;
        (bin >= 0.0 && bin < self.known.counts.len() as f64).then_some((place, bin as usize))
    }
}

/// From which score to which the axis runs, with a bin's width of air.
fn range(histogram: &Histogram) -> (f64, f64) {
    let end = bin_range(histogram, histogram.counts.len()).0;
    let low = histogram.start.min(histogram.threshold) - histogram.width;
    (low.max(0.0), (end.max(histogram.threshold) + histogram.width).min(1.0))
}

fn share(histogram: &Histogram, score: f64) -> f64 {
    let (low, high) = range(histogram);
    if high > low { ((score - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 }
}

fn on_step(threshold: f64) -> f64 {
    (threshold * STEPS).round() / STEPS
}

impl Kind<Given> for HistogramKind {
    fn margins(&self, _: &Given, _: f64) -> Margins {
        Margins { left: 48.0, right: 14.0, top: 26.0, bottom: 40.0 }
    }

    fn draw(&self, _: &Given, sheet: &mut Sheet<'_>) {
        draw::draw(&self.known, sheet);
    }

    fn overlay(&self, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
        let Given::Histogram(scores) = given else { return None };
        draw::overlay(self, scores, sheet)
    }

    fn take(&mut self, _: &Given, input: Input<'_>, layout: &Layout) -> Reaction {
        let mut reaction = Reaction::default();
        match input {
            Input::At(pointer) => self.point(pointer.at, layout),
            Input::Press(pointer) => {
                self.held = self.is_near(pointer.at, layout);
                // No text is selected meanwhile.
                (reaction.held, reaction.taken) = (self.held, self.held);
                self.point(pointer.at, layout);
            }
            Input::Leave => self.pointer = None,
            Input::Cancel | Input::Key("Escape", _, false) => self.cancel(),
            Input::Release(_) | Input::Blur | Input::KeyUp | Input::OtherUp => reaction.tell.extend(self.release()),
            Input::Key(key, _, false) => {
                let by = match key {
                    "ArrowLeft" | "ArrowDown" => -SMALL,
                    "ArrowRight" | "ArrowUp" => SMALL,
                    "PageDown" => -LARGE,
                    "PageUp" => LARGE,
                    "Home" => f64::NEG_INFINITY,
                    "End" => f64::INFINITY,
                    _ => return reaction,
                };
                reaction.taken = true;
                self.shift(by);
            }
            Input::Key(..) | Input::Twice(_) | Input::Zoom(..) | Input::Pan(_) => {}
        }
        reaction
    }

    /// A move that goes on meanwhile is kept.
    fn renew(&mut self, given: &Given) {
        let Given::Histogram(scores) = given else { return };
        if !Rc::ptr_eq(&self.known, &scores.histogram) {
            self.known = scores.histogram.clone();
            if self.told.take() == self.moving && !self.held {
                self.moving = None;
            }
        }
    }

    fn cursor(&self, _: &Given, layout: &Layout) -> &'static str {
        let near = self.pointer.is_some_and(|place| self.is_near(place, layout));
        if self.held || near { "ew-resize" } else { "default" }
    }

    fn words(&self, given: &Given) -> Words {
        let Given::Histogram(scores) = given else { return Words::default() };
        let mut columns = vec!["Score".to_owned(), "Sessions".to_owned()];
        if !scores.histogram.faults.is_empty() {
            columns.push("Known faults".to_owned());
        }
        Words {
            class: "chart-histogram".into(),
            summary: summary::of_histogram(&scores.histogram, scores.flagged, scores.sessions),
            caption: "Sessions by score".into(),
            columns,
            ..Words::default()
        }
    }

    fn legend(&self, _: &Given, _: &Tokens) -> Vec<Key> {
        let mut keys: Vec<Key> = vec![
            (Sample::Paths(12, &[("bar-below", "M1 1h10v10h-10z")]), "at or below the threshold".into()),
            (Sample::Paths(12, &[("bar-above", "M1 1h10v10h-10z")]), "above: flagged".into()),
        ];
        if !self.known.faults.is_empty() {
            keys.push((Sample::Path("contour", "M1 6h14"), "known faults".into()));
        }
        keys
    }

    fn rows(&self, _: &Given) -> Vec<Vec<String>> {
        let row = |row: summary::ScoreRow| {
            let range = format!("{} to {}", format::score(row.low), format::score(row.high));
            let mut cells = vec![range, format::count(row.sessions)];
            cells.extend(row.faults.map(format::count));
            cells
        };
        summary::histogram_rows(&self.known, ROWS).into_iter().map(row).collect()
    }

    fn slider(&self, given: &Given) -> Option<Slider> {
        let Given::Histogram(scores) = given else { return None };
        let (low, high) = range(&self.known);
        Some(Slider {
            label: "Threshold",
            range: [low, high].map(format::score),
            value: format::score(self.threshold()),
            text: format!("Threshold {}", self.phrase(scores)),
            share: share(&self.known, self.threshold()),
        })
    }
}
