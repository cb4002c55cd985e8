//! The features side by side, a row for each: where the shown sessions lie against where all do. Every feature has its own
//! axis, so that only the place along it is compared.

mod draw;
mod words;

use super::bars::FEW;
use super::given::{Given, Reaction};
use super::quantity::{self, Quantity, label};
use charts::frame::TEXT;
use charts::kind::{Input, Key, Kind, Sample, Sheet, Tip, Words};
use charts::layout::{Layout, Margins};
use charts::scene::{Align, Dash, Fill, Mark, Place, Shape, Stroke, cut, solid};
use charts::theme::Tokens;
use crossfilter::picture::{Parallel, Spread};
use crossfilter::{Dimension, Picture};
use features::Feature;
use telemetry::format;

const KEYS: &str = "Arrow keys walk through the features.";
/// How high a feature is, at least and at most.
const PITCH: (f64, f64) = (30.0, 56.0);
/// The names of the percentiles.
const NAMES: [&str; 5] = ["10th percentile", "25th percentile", "Median", "75th percentile", "90th percentile"];

/// The pointer and keys.
#[derive(Default)]
pub struct ParallelKind {
    cursor: Option<usize>,
    pointer: Option<Place>,
}

fn parallel(given: &Given) -> Option<&Parallel> {
    match given.picture.as_deref() {
        Some(Picture::Parallel(parallel)) => Some(parallel).filter(|parallel| !parallel.features.is_empty()),
        _ => None,
    }
}

fn of(parallel: &Parallel, place: usize, given: &Given) -> (String, Quantity) {
    let name = parallel.features.get(place).cloned().unwrap_or_default();
    let dimension = Dimension::Feature(name.clone());
    let known = Feature::from_name(&name).map(|feature| feature.label());
    let shown = label(&dimension, &given.about);
    let shown = if shown == dimension.name() { known.unwrap_or(shown) } else { shown };
    (shown, Quantity::of(&dimension, &given.about))
}

fn spreads(parallel: &Parallel, place: usize) -> [Spread; 2] {
    [&parallel.shown, &parallel.all].map(|spreads| spreads.get(place).copied().unwrap_or([f64::NAN; 5]))
}

/// Whether the percentiles of the shown sessions are those of few.
fn is_few(parallel: &Parallel, place: usize) -> bool {
    parallel.counts.get(place).is_none_or(|sessions| *sessions < FEW)
}

/// From which value to which a feature's axis runs.
fn range(parallel: &Parallel, place: usize) -> Option<(f64, f64)> {
    let known = || spreads(parallel, place).into_iter().flatten().filter(|value| value.is_finite());
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let room = ((high - low) * 0.06).max(low.abs().max(1e-9) * 1e-3);
    (low <= high).then_some((low - room, high + room)).filter(|(low, high)| (high - low).is_finite())
}

fn pitch(given: &Given, height: f64) -> f64 {
    (height / parallel(given).map_or(1, |parallel| parallel.features.len()) as f64).clamp(PITCH.0, PITCH.1)
}

impl ParallelKind {
    fn row_at(&self, given: &Given, (_, y): Place, layout: &Layout) -> Option<usize> {
        let row = (y - f64::from(layout.top)) / pitch(given, layout.plot_height());
        let last = parallel(given).map_or(0, |parallel| parallel.features.len());
        (row >= 0.0 && row < last as f64).then_some(row as usize)
    }

    fn pairs(parallel: &Parallel, place: usize, given: &Given) -> Vec<(String, String)> {
        let (_, quantity) = of(parallel, place, given);
        let [shown, all] = spreads(parallel, place);
        let text = |value: f64| if value.is_finite() { quantity.text(value) } else { format::MISSING.into() };
        let about = if parallel.exact { "" } else { "≈ " };
        let pair = |at: usize| (NAMES[at].to_owned(), format!("{about}{}, all {}", text(shown[at]), text(all[at])));
        let sessions = parallel.counts.get(place).copied().unwrap_or(0);
        let shown = ("Shown with a value".to_owned(), quantity::sessions(sessions.into()));
        (0..NAMES.len()).map(pair).chain([shown]).collect()
    }
}

impl Kind<Given> for ParallelKind {
    fn margins(&self, _: &Given, width: f64) -> Margins {
        Margins { left: (width * 0.3).clamp(88.0, 190.0), right: 16.0, top: 6.0, bottom: 4.0 }
    }

    fn height(&self, given: &Given, room: f64) -> f64 {
        room.max(10.0 + PITCH.0 * parallel(given).map_or(0, |parallel| parallel.features.len()) as f64)
    }

    /// Rows become no higher than can be used: no empty ground below them.
    fn printed_height(&self, given: &Given, room: f64) -> f64 {
        self.height(given, room).min(self.height(given, 0.0) * 1.5)
    }

    fn draw(&self, given: &Given, sheet: &mut Sheet<'_>) {
        draw::draw(given, sheet);
    }

    fn overlay(&self, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
        draw::overlay(self, given, sheet)
    }

    fn take(&mut self, given: &Given, input: Input<'_>, _: &Layout) -> Reaction {
        let mut reaction = Reaction::default();
        match input {
            Input::At(pointer) => (self.pointer, self.cursor) = (Some(pointer.at), None),
            Input::Leave | Input::Cancel => self.pointer = None,
            Input::Blur => self.cursor = None,
            Input::Key(key, ..) => {
                let Some(parallel) = parallel(given) else { return reaction };
                let last = parallel.features.len() - 1;
                let next = match key {
                    "ArrowDown" | "ArrowRight" => self.cursor.map_or(0, |here| (here + 1).min(last)),
                    "ArrowUp" | "ArrowLeft" => self.cursor.map_or(last, |here| here.saturating_sub(1)),
                    "Home" => 0,
                    "End" => last,
                    _ => return reaction,
                };
                (self.cursor, self.pointer, reaction.taken) = (Some(next), None, true);
                let pairs = Self::pairs(parallel, next, given).into_iter();
                let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name} {value}")).collect();
                reaction.say = Some(format!("{}: {}", of(parallel, next, given).0, pairs.join("; ")));
            }
            _ => {}
        }
        reaction
    }

    fn renew(&mut self, given: &Given) {
        let features = parallel(given).map_or(0, |parallel| parallel.features.len());
        self.cursor = self.cursor.filter(|cursor| *cursor < features);
    }

    fn words(&self, given: &Given) -> Words {
        words::words(given)
    }

    fn legend(&self, _: &Given, _: &Tokens) -> Vec<Key> {
        words::legend()
    }

    fn rows(&self, given: &Given) -> Vec<Vec<String>> {
        words::rows(given)
    }

    fn reached(&self, given: &Given, layout: &Layout) -> Option<(f64, f64)> {
        let pitch = pitch(given, layout.plot_height());
        let top = f64::from(layout.top) + pitch * self.cursor? as f64;
        Some((top, top + pitch))
    }
}

#[cfg(test)]
mod tests;
