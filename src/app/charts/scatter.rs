//! The scatter of two features: a cloud of all sessions, the flagged ones as hollow diamonds, and the forest's decision
//! field behind them.

use super::legend::{Entry, legend};
use super::scatter_view::{MARGINS, Picture, Step};
use super::summary::{self, axis_feature, mark_value};
use super::view::{Ground, Input, Reaction, View, Words};
use crate::app::format;
use analysis::views::Scatter;
use charts::layout::{Layout, Margins};
use charts::table::Cell;
use charts::theme::Theme;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// No table is longer: a person reads its beginning, the rest is in the list of sessions.
const ROWS: usize = 100;

/// What a scatter shows.
#[derive(Clone)]
pub struct ScatterProps {
    /// The scatter, with its bulk.
    pub scatter: Rc<Scatter>,
    /// The threshold in force.
    pub threshold: f64,
    /// Whether to draw the decision field and its contour.
    pub show_field: bool,
    /// The selected session's row.
    pub selected: Option<u32>,
    /// Whether a newer scatter is on its way.
    pub busy: bool,
    /// A flagged session was chosen, or none.
    pub on_select: Callback<Option<u32>>,
    /// The plot area's width and height in device pixels, told when they change: the size for the density image.
    pub on_size: Callback<(u32, u32)>,
    /// Light or dark.
    pub theme: Theme,
}

impl ScatterProps {
    /// Whether axes and data look the same: the selection lies above them.
    fn looks_like(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.scatter, &other.scatter)
            && self.threshold.to_bits() == other.threshold.to_bits()
            && (self.show_field, self.theme) == (other.show_field, other.theme)
    }
}

impl PartialEq for ScatterProps {
    fn eq(&self, other: &Self) -> bool {
        self.looks_like(other)
            && (self.selected, self.busy) == (other.selected, other.busy)
            && self.on_select == other.on_select
            && self.on_size == other.on_size
    }
}

/// A scatter on the page.
pub struct ScatterView {
    props: ScatterProps,
    picture: Picture,
    /// It adds up a million pixels: once per scatter, not per rendering.
    summary: AttrValue,
}

impl ScatterView {
    /// A scatter.
    pub fn new(props: ScatterProps) -> Self {
        let mut view = Self { props, picture: Picture::default(), summary: AttrValue::default() };
        view.update();
        view
    }

    /// Shows another scatter; whether axes and data are to be drawn anew.
    pub fn show(&mut self, props: ScatterProps) -> bool {
        let stale = !props.looks_like(&self.props);
        self.props = props;
        self.picture.selected = self.props.selected;
        if stale {
            self.update();
        }
        stale
    }

    fn update(&mut self) {
        let (props, picture) = (&self.props, &mut self.picture);
        self.summary = summary::of_scatter(&props.scatter, props.show_field).into();
        picture.set_scatter(props.scatter.clone());
        (picture.threshold, picture.show_field, picture.selected) = (props.threshold, props.show_field, props.selected);
    }

    fn select(&self, row: Option<u32>) -> Option<Box<dyn FnOnce()>> {
        let select = self.props.on_select.clone();
        Some(Box::new(move || select.emit(row)))
    }
}

impl View for ScatterView {
    fn margins(&self) -> Margins {
        MARGINS
    }

    fn paint_base(&self, ground: &Ground<'_>) -> Result<(), JsValue> {
        self.picture.paint_base(ground)
    }

    fn paint_overlay(&self, ground: &Ground<'_>) -> Result<(), JsValue> {
        self.picture.paint_overlay(ground);
        Ok(())
    }

    fn take(&mut self, input: Input<'_>, layout: &Layout) -> Reaction {
        let mut reaction = Reaction::default();
        let picture = &mut self.picture;
        match input {
            Input::At(place) | Input::Press(place) => picture.point(Some(place)),
            Input::Leave | Input::Blur => {
                picture.point(None);
                picture.leave_cursor();
            }
            Input::Release(Some(place)) => {
                let row = picture.row_at(place, layout);
                // Beside every mark is a way out of the selection.
                if row != self.props.selected {
                    reaction.tell = self.select(row);
                }
            }
            Input::Key("Enter" | " ") => {
                reaction.taken = true;
                let row = picture.row_at_cursor();
                if row.is_some() {
                    reaction.tell = self.select(row);
                }
            }
            Input::Key("Escape") => {
                picture.leave_cursor();
                if self.props.selected.is_some() {
                    reaction.tell = self.select(None);
                }
            }
            Input::Key(key) => {
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
                let reached = picture.step(step, layout);
                reaction.say = Some(reached.unwrap_or_else(|| "There are no flagged sessions.".into()));
            }
            Input::Release(None) | Input::Cancel | Input::KeyUp => {}
        }
        reaction
    }

    fn words(&self) -> Words {
        let scatter = &self.props.scatter;
        let shown = scatter.mark_rows.len().min(ROWS) as u64;
        let mut columns = vec!["Session".to_owned()];
        if let Some((x, y)) = &scatter.axes {
            columns.extend([x, y].map(|axis| axis_feature(axis).label()));
        }
        Words {
            class: "chart-scatter",
            summary: self.summary.clone(),
            keys: Some((
                "scatter plot",
                "Arrow keys move through the flagged sessions, Enter selects one, Escape clears the selection.",
            )),
            busy: self.props.busy,
            caption: format!(
                "{} of {} flagged sessions",
                format::count(shown),
                format::count(u64::from(scatter.flagged))
            ),
            columns,
        }
    }

    fn legend(&self) -> Html {
        let density: &[_] = &[
            ("density-0", "M0 2h10v8h-10z"),
            ("density-1", "M10 2h10v8h-10z"),
            ("density-2", "M20 2h10v8h-10z"),
            ("density-3", "M30 2h10v8h-10z"),
        ];
        let mut entries: Vec<Entry> = vec![
            ("40", density, "sessions, few to many (logarithmic)".into()),
            ("12", &[("anomaly", "M6 1.5 10.5 6 6 10.5 1.5 6z")], "flagged".into()),
        ];
        // Said before the field is there, too: a line that came with it would make the plot smaller, and all be drawn anew.
        let scatter = &self.props.scatter;
        if self.props.show_field && (scatter.axes.is_none() || !scatter.field.is_empty()) {
            let threshold = format::score(self.props.threshold);
            entries.push((
                "24",
                &[("field-low", "M0 1h12v10h-12z"), ("field-high", "M12 1h12v10h-12z"), ("contour", "M12 1v10")],
                format!("score below and above {threshold} (field: other features at their median)"),
            ));
        }
        legend(entries)
    }

    fn rows(&self) -> Vec<Vec<Cell>> {
        let Some((x, y)) = &self.props.scatter.axes else { return Vec::new() };
        let row = |mark: summary::Mark| {
            let select = self.props.on_select.reform(move |_: MouseEvent| Some(mark.row));
            vec![
                Cell::Button(
                    self.props.scatter.name(mark.place).to_owned(),
                    self.props.selected == Some(mark.row),
                    select,
                ),
                Cell::Text(mark_value(x, mark.x)),
                Cell::Text(mark_value(y, mark.y)),
            ]
        };
        summary::marks(&self.props.scatter).take(ROWS).map(row).collect()
    }

    fn on_size(&self) -> Option<Callback<(u32, u32)>> {
        Some(self.props.on_size.clone())
    }
}
