//! Two categories against each other: cells coloured by flagged share, those of few sessions hatched.

mod draw;
mod words;

use super::bars::{FEW, share};
use super::given::{Given, Reaction};
use super::histogram::{ALL, count_pairs, share_of};
use super::quantity::{flagged, label, sessions, shown_label};
use crate::explore::gesture::Gesture;
use charts::frame::TEXT;
use charts::kind::{Input, Key, Kind, Sample, Sheet, Tip, Words};
use charts::layout::{Layout, Margins};
use charts::palette::{self, Scalar};
use charts::scene::{Align, Fill, Text, cut, solid, text_width};
use charts::theme::{Color, Tokens};
use crossfilter::picture::{Count, HeatMap};
use crossfilter::view::Drawing;
use crossfilter::{Dimension, Picture};
use telemetry::format;

const KEYS: &str = "Arrow keys walk through the cells, Enter filters to both labels, with Shift or Ctrl beside the others, Escape clears the filters.";
/// So many shades are told apart.
const SHADES: usize = 32;

/// The pointer and keys of a heat map: column and row.
#[derive(Default)]
pub struct HeatMapKind {
    cursor: Option<(usize, usize)>,
    pointer: Option<(f64, f64)>,
    pressed: Option<(usize, usize)>,
}

fn axes(given: &Given) -> Option<(&Dimension, &Dimension)> {
    match &given.drawing {
        Drawing::HeatMap { x, y } => Some((x, y)),
        _ => None,
    }
}

fn map(given: &Given) -> Option<&HeatMap> {
    match given.picture.as_deref() {
        Some(Picture::HeatMap(map)) => Some(map).filter(|map| !map.x.is_empty() && !map.y.is_empty()),
        _ => None,
    }
}

/// The share that gets the scale's end: the greatest of those known well.
fn top(map: &HeatMap) -> f64 {
    let known = |least: u32| map.shown.iter().filter(move |count| count.sessions >= least).filter_map(share);
    let greatest = known(FEW).fold(0.0, f64::max);
    let greatest = if greatest > 0.0 { greatest } else { known(1).fold(0.0, f64::max) };
    if greatest > 0.0 { greatest } else { 1.0 }
}

fn cell(map: &HeatMap, layout: &Layout, (column, row): (usize, usize)) -> [f64; 4] {
    let (width, height) = (layout.plot_width() / map.x.len() as f64, layout.plot_height() / map.y.len() as f64);
    [f64::from(layout.left) + width * column as f64, f64::from(layout.top) + height * row as f64, width, height]
}

/// The shade of a share, where `top` gets the scale's end.
fn shade(share: f64, top: f64) -> usize {
    ((share / top).clamp(0.0, 1.0) * (SHADES - 1) as f64).round() as usize
}

fn of_shade(scalar: Scalar, shade: usize) -> Color {
    scalar.color(shade as f64 / (SHADES - 1) as f64)
}

impl HeatMapKind {
    fn cell_at(&self, given: &Given, at: (f64, f64), layout: &Layout) -> Option<(usize, usize)> {
        let map = map(given)?;
        let (across, up) = layout.shares(at);
        let (column, row) = (across * map.x.len() as f64, (1.0 - up) * map.y.len() as f64);
        let inside = column >= 0.0 && row >= 0.0 && column < map.x.len() as f64 && row < map.y.len() as f64;
        inside.then_some((column as usize, row as usize))
    }

    fn picked(given: &Given, (column, row): (usize, usize)) -> (bool, bool) {
        let of =
            |labels: &[String], place: usize, test| labels.get(place).is_some_and(|label| Given::picks(test, label));
        map(given).map_or((false, false), |map| {
            (of(&map.x, column, given.test.as_ref()), of(&map.y, row, given.test_up.as_ref()))
        })
    }

    fn pick(given: &Given, (column, row): (usize, usize), more: bool) -> Vec<Gesture> {
        let (Some(map), Some((x, y))) = (map(given), axes(given)) else { return Vec::new() };
        let both = [(x, map.x.get(column), 0), (y, map.y.get(row), 1)];
        let picked = Self::picked(given, (column, row));
        let set = [picked.0, picked.1];
        // Beside the others only what is not picked yet is added, so that no label is lost on the way; both again let both go.
        let again = picked == (true, true);
        both.into_iter()
            .filter(|(_, _, axis)| !more || again || !set[*axis])
            .filter_map(|(of, label, _)| Some(Gesture::Pick { dimension: of.clone(), label: label?.clone(), more }))
            .collect()
    }

    fn title(map: &HeatMap, (column, row): (usize, usize)) -> String {
        let of = |labels: &[String], place: usize| shown_label(labels.get(place).map_or("", |label| label)).to_owned();
        format!("{} · {}", of(&map.x, column), of(&map.y, row))
    }

    fn phrase(&self, given: &Given) -> Option<String> {
        let (map, at) = (map(given)?, self.cursor?);
        let count = map.shown.get(at.1 * map.x.len() + at.0)?;
        let (all, marked) = (u64::from(count.sessions), u64::from(count.flagged));
        let picked = if Self::picked(given, at) == (true, true) { ", picked" } else { "" };
        Some(format!("{}: {}, {}{picked}", Self::title(map, at), sessions(all), flagged(marked, all)))
    }
}

impl Kind<Given> for HeatMapKind {
    fn margins(&self, given: &Given, width: f64) -> Margins {
        let longest = map(given)
            .map_or(0.0, |map| map.y.iter().map(|label| text_width(shown_label(label), TEXT)).fold(0.0, f64::max));
        Margins { left: (longest + 22.0).clamp(48.0, (width * 0.3).max(56.0)), right: 10.0, top: 24.0, bottom: 38.0 }
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
            Input::Press(pointer) => self.pressed = self.cell_at(given, pointer.at, layout),
            Input::Release(pointer) => {
                let cell = self.cell_at(given, pointer.at, layout);
                if let Some(cell) = self.pressed.take().filter(|pressed| Some(*pressed) == cell) {
                    reaction.tell = Self::pick(given, cell, pointer.more());
                }
            }
            Input::Leave | Input::Cancel => (self.pointer, self.pressed) = (None, None),
            Input::Blur => self.cursor = None,
            Input::Key(key, shift, ctrl) => {
                let Some(map) = map(given) else { return reaction };
                let (right, bottom) = (map.x.len() - 1, map.y.len() - 1);
                reaction.taken = true;
                let (column, row) = self.cursor.unwrap_or_default();
                let next = match key {
                    "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" if self.cursor.is_none() => (0, 0),
                    "ArrowLeft" => (column.saturating_sub(1), row),
                    "ArrowRight" => ((column + 1).min(right), row),
                    "ArrowUp" => (column, row.saturating_sub(1)),
                    "ArrowDown" => (column, (row + 1).min(bottom)),
                    "Home" => (0, row),
                    "End" => (right, row),
                    "PageUp" => (column, 0),
                    "PageDown" => (column, bottom),
                    "Enter" | " " => {
                        reaction.tell = self.cursor.map(|at| Self::pick(given, at, shift || ctrl)).unwrap_or_default();
                        return reaction;
                    }
                    "Escape" => {
                        let tests = axes(given).map(|(x, y)| [(&given.test, x), (&given.test_up, y)]);
                        let set = tests.into_iter().flatten().filter(|(test, _)| test.is_some());
                        let set: Vec<Dimension> = set.map(|(_, of)| of.clone()).collect();
                        reaction.tell.extend((!set.is_empty()).then_some(Gesture::Clear(set)));
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
        let size = map(given).map_or((0, 0), |map| (map.x.len(), map.y.len()));
        self.cursor = self.cursor.filter(|cursor| cursor.0 < size.0 && cursor.1 < size.1);
    }

    fn cursor(&self, given: &Given, layout: &Layout) -> &'static str {
        let cell = self.pointer.and_then(|place| self.cell_at(given, place, layout));
        if cell.is_some() { "pointer" } else { "default" }
    }

    fn words(&self, given: &Given) -> Words {
        words::words(given)
    }

    fn legend(&self, given: &Given, tokens: &Tokens) -> Vec<Key> {
        words::legend(given, tokens)
    }

    fn rows(&self, given: &Given) -> Vec<Vec<String>> {
        words::rows(given)
    }
}

#[cfg(test)]
mod tests;
