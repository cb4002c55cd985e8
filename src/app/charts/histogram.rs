//! The distribution of the scores, with the threshold as a line to move by pointer, finger or keys.

use super::histogram_view::{MARGINS, Picture};
use super::legend::{Entry, legend};
use super::summary;
use super::view::{Ground, Input, Reaction, View, Words};
use crate::app::format;
use analysis::views::Histogram;
use charts::layout::{Layout, Margins};
use charts::nodes::Nodes;
use charts::table::Cell;
use charts::theme::Theme;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::prelude::*;

/// No table of more rows: bins are put together.
const ROWS: usize = 40;
/// By how much an arrow key moves the threshold, and a page key.
const SMALL: f64 = 0.005;
const LARGE: f64 = 0.02;

/// What a histogram shows.
#[derive(Clone)]
pub struct HistogramProps {
    /// The histogram.
    pub histogram: Rc<Histogram>,
    /// How many sessions are flagged.
    pub flagged: u32,
    /// How many sessions there are.
    pub sessions: u32,
    /// A threshold was set: told once, when the pointer or the key is released.
    pub on_threshold: Callback<f64>,
    /// Light or dark.
    pub theme: Theme,
}

impl HistogramProps {
    fn looks_like(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.histogram, &other.histogram)
            && (self.flagged, self.sessions, self.theme) == (other.flagged, other.sessions, other.theme)
    }
}

impl PartialEq for HistogramProps {
    fn eq(&self, other: &Self) -> bool {
        self.looks_like(other) && self.on_threshold == other.on_threshold
    }
}

/// A histogram on the page.
pub struct HistogramView {
    props: HistogramProps,
    picture: Picture,
    summary: AttrValue,
}

impl HistogramView {
    /// A histogram.
    pub fn new(props: HistogramProps) -> Self {
        let summary = summary::of_histogram(&props.histogram, props.flagged, props.sessions).into();
        let picture = Picture::new(props.histogram.clone(), props.flagged, props.sessions);
        Self { props, picture, summary }
    }

    /// Shows another histogram; whether axes and data are to be drawn anew. A move that goes on meanwhile is kept.
    pub fn show(&mut self, props: HistogramProps) -> bool {
        let stale = !props.looks_like(&self.props);
        if stale {
            self.summary = summary::of_histogram(&props.histogram, props.flagged, props.sessions).into();
            self.picture.set_histogram(props.histogram.clone());
            (self.picture.flagged, self.picture.sessions) = (props.flagged, props.sessions);
        }
        self.props = props;
        stale
    }
}

impl View for HistogramView {
    fn margins(&self) -> Margins {
        MARGINS
    }

    fn paint_base(&self, ground: &Ground<'_>) -> Result<(), JsValue> {
        self.picture.paint_base(ground)
    }

    fn paint_overlay(&self, ground: &Ground<'_>) -> Result<(), JsValue> {
        self.picture.paint_overlay(ground)
    }

    fn take(&mut self, input: Input<'_>, layout: &Layout) -> Reaction {
        let mut reaction = Reaction::default();
        let picture = &mut self.picture;
        match input {
            Input::At(place) => picture.point(Some(place), layout),
            Input::Press(place) => {
                reaction.held = picture.press(place, layout);
                // No text is selected meanwhile.
                reaction.taken = reaction.held;
                picture.point(Some(place), layout);
            }
            Input::Leave => picture.point(None, layout),
            Input::Cancel | Input::Key("Escape") => picture.cancel(),
            Input::Release(_) | Input::Blur | Input::KeyUp => {
                if let Some(threshold) = picture.release() {
                    let set = self.props.on_threshold.clone();
                    reaction.tell = Some(Box::new(move || set.emit(threshold)));
                }
            }
            Input::Key(key) => {
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
                picture.shift(by);
            }
        }
        reaction
    }

    fn words(&self) -> Words {
        let mut columns = vec!["Score".to_owned(), "Sessions".to_owned()];
        if !self.props.histogram.faults.is_empty() {
            columns.push("Known faults".to_owned());
        }
        Words {
            class: "chart-histogram",
            summary: self.summary.clone(),
            caption: "Sessions by score".into(),
            columns,
            ..Words::default()
        }
    }

    fn legend(&self) -> Html {
        let mut entries: Vec<Entry> = vec![
            ("12", &[("bar-below", "M1 1h10v10h-10z")], "at or below the threshold".into()),
            ("12", &[("bar-above", "M1 1h10v10h-10z")], "above: flagged".into()),
        ];
        if !self.props.histogram.faults.is_empty() {
            entries.push(("16", &[("contour", "M1 6h14")], "known faults".into()));
        }
        legend(entries)
    }

    fn rows(&self) -> Vec<Vec<Cell>> {
        let row = |row: summary::ScoreRow| {
            let range = format!("{} to {}", format::score(row.low), format::score(row.high));
            let mut cells = vec![Cell::Text(range), Cell::Text(format::count(row.sessions))];
            cells.extend(row.faults.map(|faults| Cell::Text(format::count(faults))));
            cells
        };
        summary::histogram_rows(&self.props.histogram, ROWS).into_iter().map(row).collect()
    }

    fn slider(&self, nodes: &Nodes) -> Html {
        let (low, high) = Picture::range(&self.props.histogram);
        let threshold = format::score(self.props.histogram.threshold);
        html! {
            <div class="chart-handle" ref={nodes.handle.clone()} role="slider" tabindex="0" aria-label="Threshold"
                aria-orientation="horizontal" aria-valuemin={format::score(low)} aria-valuemax={format::score(high)}
                aria-valuenow={threshold.clone()} aria-valuetext={format!("Threshold {threshold}")} />
        }
    }
}
