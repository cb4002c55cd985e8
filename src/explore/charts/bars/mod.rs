//! The labels of a category as lying bars: flagged share with its confidence interval, and how many sessions it is a share
//! of.

mod draw;
mod words;

use super::given::{Given, Reaction};
use super::histogram::{ALL, count_pairs, share_of};
use super::quantity::{flagged, label, sessions, shown_label};
use crate::explore::gesture::Gesture;
use charts::frame::{Label, TEXT};
use charts::kind::{Input, Key, Kind, Sample, Sheet, Tip, Words};
use charts::layout::{Layout, Margins};
use charts::scale::number_ticks;
use charts::scene::{Align, Dash, Fill, Stroke, Text, crisp, cut, solid};
use charts::theme::Tokens;
use crossfilter::picture::{Bar, Bars, Count, MOST_LABELS};
use crossfilter::view::Drawing;
use crossfilter::{Dimension, Picture};
use telemetry::format;

/// What keys do where labels are picked.
const KEYS: &str = "Arrow keys walk through the labels, Enter filters to one, with Shift or Ctrl beside the others, Escape clears the filter.";
pub use analysis::views::FEW;
/// How high a bar with its gap is, at least and at most.
const PITCH: (f64, f64) = (20.0, 34.0);

/// The pointer and keys of bars.
#[derive(Default)]
pub struct BarsKind {
    cursor: Option<usize>,
    pointer: Option<(f64, f64)>,
    pressed: Option<usize>,
}

fn of(given: &Given) -> Option<&Dimension> {
    match &given.drawing {
        Drawing::Bars { of, .. } => Some(of),
        _ => None,
    }
}

fn bars(given: &Given) -> Option<&Bars> {
    match given.picture.as_deref() {
        Some(Picture::Bars(bars)) => Some(bars),
        _ => None,
    }
}

/// All bars, the rest last, with the words that stand for each.
fn rows(bars: &Bars) -> impl Iterator<Item = (&Bar, String)> {
    let rest = bars.rest.as_ref().map(|(labels, bar)| {
        let labels =
            if *labels == 1 { "1 other".into() } else { format!("{} others", format::count((*labels).into())) };
        (bar, labels)
    });
    bars.bars.iter().map(|bar| (bar, shown_label(&bar.label).to_owned())).chain(rest)
}

fn count(bars: &Bars) -> usize {
    bars.bars.len() + usize::from(bars.rest.is_some())
}

/// The flagged share; none where there is nobody.
pub fn share(count: &Count) -> Option<f64> {
    (count.sessions > 0).then(|| f64::from(count.flagged) / f64::from(count.sessions))
}

/// The share at the right end of the axis: as far as shares reach, and the intervals of those that are known well.
fn top(bars: &Bars) -> f64 {
    let ends = rows(bars).filter_map(|(bar, _)| {
        let share = share(&bar.shown)?;
        Some(if bar.shown.sessions >= FEW { share.max(bar.interval.1) } else { share })
    });
    (ends.fold(0.0, f64::max) * 1.06).clamp(0.002, 1.0)
}

fn pitch(given: &Given, height: f64) -> f64 {
    (height / bars(given).map_or(1, count).max(1) as f64).clamp(PITCH.0, PITCH.1)
}

impl BarsKind {
    fn row_at(&self, given: &Given, (_, y): (f64, f64), layout: &Layout) -> Option<usize> {
        let row = (y - f64::from(layout.top)) / pitch(given, layout.plot_height());
        let last = bars(given).map_or(0, count);
        (row >= 0.0 && row < last as f64).then_some(row as usize)
    }

    fn pick(&self, given: &Given, row: usize, more: bool) -> Option<Gesture> {
        let label = bars(given)?.bars.get(row)?.label.clone();
        Some(Gesture::Pick { dimension: of(given)?.clone(), label, more })
    }

    fn phrase(&self, given: &Given) -> Option<String> {
        let (bar, name) = rows(bars(given)?).nth(self.cursor?)?;
        let picked = if Given::picks(given.test.as_ref(), &bar.label) { ", picked" } else { "" };
        Some(format!("{name}: {}{picked}", spoken(bar)))
    }
}

fn spoken(bar: &Bar) -> String {
    let count = sessions(bar.shown.sessions.into());
    format!("{count}, {}", flagged(bar.shown.flagged.into(), bar.shown.sessions.into()))
}

/// The keys to a flagged share and its interval.
pub fn share_keys() -> [Key; 2] {
    [
        (Sample::Path("xc-share", "M1 3h14v6h-14z"), "flagged share".to_owned()),
        (Sample::Path("xc-line", "M1 6h14M1.5 3v6M14.5 3v6"), "95 % interval".to_owned()),
    ]
}

/// The key to a bar of few sessions.
pub fn few_key() -> Key {
    (Sample::Path("xc-flagged", "M1 3h14v6h-14zM1 9 7 3M5 9l6-6M10 9l5-5"), format!("under {FEW} sessions"))
}

/// A confidence interval in words.
pub fn interval_text(count: &Count, (low, high): (f64, f64)) -> String {
    if count.sessions == 0 {
        format::MISSING.into()
    } else {
        format!("{} to {}", format::share(low), format::share(high))
    }
}

impl Kind<Given> for BarsKind {
    fn margins(&self, _: &Given, width: f64) -> Margins {
        Margins { left: (width * 0.28).clamp(72.0, 168.0), right: 106.0, top: 22.0, bottom: 6.0 }
    }

    fn height(&self, given: &Given, room: f64) -> f64 {
        let rows = bars(given).map_or(0, count) as f64;
        room.max(28.0 + rows * PITCH.0)
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

    fn take(&mut self, given: &Given, input: Input<'_>, layout: &Layout) -> Reaction {
        let mut reaction = Reaction::default();
        match input {
            Input::At(pointer) => (self.pointer, self.cursor) = (Some(pointer.at), None),
            Input::Press(pointer) => self.pressed = self.row_at(given, pointer.at, layout),
            Input::Release(pointer) => {
                let row = self.row_at(given, pointer.at, layout);
                if let Some(row) = self.pressed.take().filter(|pressed| Some(*pressed) == row) {
                    reaction.tell.extend(self.pick(given, row, pointer.more()));
                }
            }
            Input::Leave | Input::Cancel => (self.pointer, self.pressed) = (None, None),
            Input::Blur => self.cursor = None,
            Input::Key(key, shift, ctrl) => {
                let Some(last) = bars(given).map_or(0, count).checked_sub(1) else { return reaction };
                reaction.taken = true;
                let next = match (key, self.cursor) {
                    ("ArrowDown" | "ArrowRight", here) => here.map_or(0, |here| (here + 1).min(last)),
                    ("ArrowUp" | "ArrowLeft", here) => here.map_or(last, |here| here.saturating_sub(1)),
                    ("PageDown", here) => here.map_or(0, |here| (here + 10).min(last)),
                    ("PageUp", here) => here.map_or(0, |here| here.saturating_sub(10)),
                    ("Home", _) => 0,
                    ("End", _) => last,
                    ("Enter" | " ", Some(here)) => {
                        reaction.tell.extend(self.pick(given, here, shift || ctrl));
                        return reaction;
                    }
                    ("Escape", _) => {
                        if given.test.is_some() {
                            reaction.tell.extend(of(given).map(|of| Gesture::Clear(vec![of.clone()])));
                        }
                        return reaction;
                    }
                    _ => {
                        reaction.taken = false;
                        return reaction;
                    }
                };
                (self.cursor, self.pointer) = (Some(next), None);
                reaction.say = self.phrase(given);
            }
            Input::Twice(_) | Input::Zoom(..) | Input::Pan(_) | Input::KeyUp | Input::OtherUp => {}
        }
        reaction
    }

    fn renew(&mut self, given: &Given) {
        let rows = bars(given).map_or(0, count);
        self.cursor = self.cursor.filter(|cursor| *cursor < rows);
    }

    fn cursor(&self, given: &Given, layout: &Layout) -> &'static str {
        let row = self.pointer.and_then(|place| self.row_at(given, place, layout));
        if row.is_some_and(|row| bars(given).is_some_and(|bars| row < bars.bars.len())) { "pointer" } else { "default" }
    }

    fn words(&self, given: &Given) -> Words {
        words::words(given)
    }

    fn legend(&self, given: &Given, _: &Tokens) -> Vec<Key> {
        words::legend(given)
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
