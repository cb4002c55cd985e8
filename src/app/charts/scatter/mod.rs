//! The scatter of two features: a cloud of all sessions, the flagged ones as hollow diamonds, and the forest's decision
//! field behind them.

mod draw;

use super::given::{Cloud, Gesture, Given, Reaction};
use super::summary::{self, Mark, axis_feature, mark_value};
use analysis::views::{Axis, Scatter};
use charts::kind::{Input, Key, Kind, Sample, Sheet, Tip, Words};
use charts::layout::{Layout, Margins};
use charts::scene::Place;
use charts::theme::Tokens;
use std::rc::Rc;
use telemetry::format;

/// No table is longer: a person reads its beginning, the rest is in the list of sessions.
const ROWS: usize = 100;
/// How near the pointer must be to a mark, in CSS pixels.
const REACH: f64 = 14.0;
/// Around the crosshair, sessions within so many CSS pixels are counted.
const AROUND: f64 = 6.0;

/// A scatter's pointer and keys, and what is found of its sessions once.
pub struct ScatterKind {
    /// The scatter that was shown last, and whether with its field.
    known: (Rc<Scatter>, bool),
    marks: Vec<Mark>,
    /// It adds up a million pixels: once per scatter, not per rendering.
    summary: String,
    pointer: Option<Place>,
    /// The mark that the keys have reached.
    cursor: Option<usize>,
}

/// Where the arrow keys lead.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    /// To the nearest mark in a direction: across and up.
    Towards(f64, f64),
    /// To the first mark.
    First,
    /// To the last mark.
    Last,
}

impl ScatterKind {
    /// A scatter of these sessions.
    pub fn new(cloud: &Cloud) -> Self {
        let (known, scatter) = ((cloud.scatter.clone(), cloud.show_field), &cloud.scatter);
        let summary = summary::of_scatter(scatter, cloud.show_field);
        Self { known, marks: summary::marks(scatter).collect(), summary, pointer: None, cursor: None }
    }

    fn scatter(&self) -> &Scatter {
        &self.known.0
    }

    /// Moves the keys' cursor; the words for what it reached.
    fn step(&mut self, step: Step, selected: Option<u32>, layout: &Layout) -> Option<String> {
        let last = self.marks.len().checked_sub(1)?;
        let selected = self.marks.iter().position(|mark| Some(mark.row) == selected);
        let here = self.cursor.or(selected).filter(|here| *here <= last);
        self.cursor = Some(match (step, here) {
            (Step::First, _) | (_, None) => 0,
            (Step::Last, _) => last,
            (Step::Towards(across, up), Some(here)) => {
                let place = |mark: &Mark| (mark.x * layout.plot_width(), mark.y * layout.plot_height());
                let from = place(&self.marks[here]);
                let cost = |mark: &Mark| {
                    let (x, y) = (place(mark).0 - from.0, place(mark).1 - from.1);
                    let (along, aside) = (x * across + y * up, (x * up - y * across).abs());
                    // Sideways costs double: the way is towards, not merely near.
                    (along > 0.0).then_some(along + 2.0 * aside)
                };
                let costs = self.marks.iter().enumerate().filter_map(|(index, mark)| Some((cost(mark)?, index)));
                costs.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(here, |(_, index)| index)
            }
        });
        self.pointer = None;
        let mark = self.reached()?;
        let values: Vec<String> =
            self.values(mark.x, mark.y).into_iter().map(|(name, value)| format!("{name} {value}")).collect();
        Some(format!("{}: {}", self.scatter().name(mark.place), values.join(", ")))
    }

    /// The mark that the keys have reached.
    fn reached(&self) -> Option<&Mark> {
        self.cursor.and_then(|cursor| self.marks.get(cursor))
    }

    fn values(&self, across: f64, up: f64) -> Vec<(String, String)> {
        let value = |axis: &Axis, place: f64| (axis_feature(axis).label(), mark_value(axis, place));
        let axes = self.scatter().axes.as_ref();
        axes.map_or_else(Vec::new, |(x, y)| vec![value(x, across), value(y, up)])
    }

    fn nearest(&self, (x, y): Place, layout: &Layout) -> Option<&Mark> {
        let distance = |mark: &Mark| {
            let (across, up) = (layout.x(mark.x) - x, layout.y(mark.y) - y);
            across * across + up * up
        };
        let distances = self.marks.iter().map(|mark| (distance(mark), mark));
        let near = distances.filter(|(distance, _)| *distance <= REACH * REACH);
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, mark)| mark)
    }

    /// How many sessions lie around shares of the axes.
    fn around(&self, layout: &Layout, across: f64, up: f64) -> u64 {
        let scatter = self.scatter();
        let (width, height) = (i64::from(scatter.width), i64::from(scatter.height));
        let reach = (AROUND * width as f64 / layout.plot_width()).ceil() as i64;
        let (x, y) = ((across * width as f64) as i64, ((1.0 - up) * height as f64) as i64);
        let rows = (y - reach).max(0)..(y + reach + 1).min(height);
        let row = |row: i64| {
            let (from, to) = ((x - reach).max(0), (x + reach + 1).min(width));
            scatter.counts.get((row * width + from) as usize..(row * width + to) as usize).unwrap_or_default()
        };
        rows.flat_map(row).map(|&count| u64::from(count)).sum()
    }
}

impl Kind<Given> for ScatterKind {
    fn margins(&self, _: &Given, _: f64) -> Margins {
        Margins { left: 56.0, right: 14.0, top: 26.0, bottom: 40.0 }
    }

    fn draw(&self, given: &Given, sheet: &mut Sheet<'_>) {
        if let Given::Scatter(cloud) = given {
            draw::draw(self, cloud, sheet);
        }
    }

    fn overlay(&self, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
        let Given::Scatter(cloud) = given else { return None };
        draw::overlay(self, cloud, sheet)
    }

    fn take(&mut self, given: &Given, input: Input<'_>, layout: &Layout) -> Reaction {
        let mut reaction = Reaction::default();
        let Given::Scatter(Cloud { selected, .. }) = given else { return reaction };
        match input {
            Input::At(pointer) | Input::Press(pointer) => (self.pointer, self.cursor) = (Some(pointer.at), None),
            Input::Leave | Input::Blur => (self.pointer, self.cursor) = (None, None),
            Input::Release(pointer) => {
                let row = self.nearest(pointer.at, layout).map(|mark| mark.row);
                // Beside every mark is a way out of the selection.
                if row != *selected {
                    reaction.tell.push(Gesture::Select(row));
                }
            }
            Input::Key("Enter" | " ", _, false) => {
                reaction.taken = true;
                reaction.tell.extend(self.reached().map(|mark| Gesture::Select(Some(mark.row))));
            }
            Input::Key("Escape", _, false) => {
                self.cursor = None;
                reaction.tell.extend(selected.map(|_| Gesture::Select(None)));
            }
            Input::Key(key, _, false) => {
                let step = match key {
                    "ArrowLeft" => Step::Towards(-1.0, 0.0),
                    "ArrowRight" => Step::Towards(1.0, 0.0),
                    "ArrowUp" => Step::Towards(0.0, 1.0),
                    "ArrowDown" => Step::Towards(0.0, -1.0),
                    "Home" => Step::First,
                    "End" => Step::Last,
                    _ => return reaction,
                };
                reaction.taken = true;
                let reached = self.step(step, *selected, layout);
                reaction.say = Some(reached.unwrap_or_else(|| "There are no flagged sessions.".into()));
            }
            Input::Key(..) | Input::Cancel | Input::KeyUp | Input::OtherUp => {}
            Input::Twice(_) | Input::Zoom(..) | Input::Pan(_) => {}
        }
        reaction
    }

    fn renew(&mut self, given: &Given) {
        let Given::Scatter(cloud) = given else { return };
        if !Rc::ptr_eq(&self.known.0, &cloud.scatter) {
            *self = Self { pointer: self.pointer, ..Self::new(cloud) };
        } else if self.known.1 != cloud.show_field {
            self.known.1 = cloud.show_field;
            self.summary = summary::of_scatter(&cloud.scatter, cloud.show_field);
        }
    }

    fn words(&self, given: &Given) -> Words {
        let scatter = self.scatter();
        let busy = matches!(given, Given::Scatter(cloud) if cloud.busy);
        let shown = scatter.mark_rows.len().min(ROWS) as u64;
        let mut columns = vec!["Session".to_owned()];
        if let Some((x, y)) = &scatter.axes {
            columns.extend([x, y].map(|axis| axis_feature(axis).label()));
        }
        Words {
            class: if busy { "chart-scatter is-busy" } else { "chart-scatter" }.into(),
            busy,
            role: "scatter plot",
            summary: self.summary.clone(),
            keys: "Arrow keys move through the flagged sessions, Enter selects one, Escape clears the selection.",
            caption: format!(
                "{} of {} flagged sessions",
                format::count(shown),
                format::count(u64::from(scatter.flagged))
            ),
            columns,
            ..Words::default()
        }
    }

    fn legend(&self, given: &Given, _: &Tokens) -> Vec<Key> {
        let density: &[_] = &[
            ("density-0", "M0 2h10v8h-10z"),
            ("density-1", "M10 2h10v8h-10z"),
            ("density-2", "M20 2h10v8h-10z"),
            ("density-3", "M30 2h10v8h-10z"),
        ];
        let mut keys: Vec<Key> = vec![
            (Sample::Paths(40, density), "sessions, few to many (logarithmic)".into()),
            (Sample::Paths(12, &[("anomaly", "M6 1.5 10.5 6 6 10.5 1.5 6z")]), "flagged".into()),
        ];
        let Given::Scatter(Cloud { scatter, threshold, show_field: true, .. }) = given else { return keys };
        // Said before the field is there, too: a line that came with it would make the plot smaller, and all be drawn anew.
        if scatter.axes.is_none() || !scatter.field.is_empty() {
            let threshold = format::score(*threshold);
            let field: &[_] =
                &[("field-low", "M0 1h12v10h-12z"), ("field-high", "M12 1h12v10h-12z"), ("contour", "M12 1v10")];
            let words = format!("score below and above {threshold} (field: other features at their median)");
            keys.push((Sample::Paths(24, field), words));
        }
        keys
    }

    fn rows(&self, _: &Given) -> Vec<Vec<String>> {
        let Some((x, y)) = &self.scatter().axes else { return Vec::new() };
        let row = |mark: &Mark| {
            vec![self.scatter().name(mark.place).to_owned(), mark_value(x, mark.x), mark_value(y, mark.y)]
        };
        self.marks.iter().take(ROWS).map(row).collect()
    }

    fn choice(&self, given: &Given, row: usize) -> Option<(Gesture, bool)> {
        let selected = Some(self.marks.get(row)?.row);
        Some((Gesture::Select(selected), matches!(given, Given::Scatter(cloud) if cloud.selected == selected)))
    }
}
