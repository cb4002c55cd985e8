//! The scatter's picture: what is drawn on its canvases, and which mark the pointer or the keys have reached.

use super::paint::{self, Axes, Paper};
use super::summary::{self, Mark, axis_feature, mark_value};
use super::view::Ground;
use crate::app::format;
use analysis::views::{Axis, Scatter};
use charts::layout::{Layout, Margins};
use charts::nodes::{blank, draw_picture, still};
use charts::scale::{Tick, feature_ticks};
use charts::theme::Tokens;
use charts::{density, tooltip};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d;

/// The room around the plot area.
pub const MARGINS: Margins = Margins { left: 56.0, right: 14.0, top: 26.0, bottom: 40.0 };
/// A mark's half width in CSS pixels.
const MARK: f64 = 4.0;
/// How near the pointer must be to a mark, in CSS pixels.
const REACH: f64 = 14.0;
/// Around the crosshair, sessions within so many CSS pixels are counted.
const AROUND: f64 = 6.0;

/// The state of a scatter's picture.
#[derive(Default)]
pub struct Picture {
    /// The threshold at which the field is half way.
    pub threshold: f64,
    /// Whether the decision field is drawn.
    pub show_field: bool,
    /// The selected row.
    pub selected: Option<u32>,
    scatter: Rc<Scatter>,
    marks: Vec<Mark>,
    pointer: Option<(f64, f64)>,
    cursor: Option<usize>,
}

/// Where the arrow keys lead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// To the nearest mark in a direction: across and up.
    Towards(f64, f64),
    /// To the first mark.
    First,
    /// To the last mark.
    Last,
}

impl Picture {
    /// Shows another scatter.
    pub fn set_scatter(&mut self, scatter: Rc<Scatter>) {
        if !Rc::ptr_eq(&self.scatter, &scatter) {
            self.marks = summary::marks(&scatter).collect();
            self.cursor = None;
            self.scatter = scatter;
        }
    }

    /// The pointer moved, or left.
    pub fn point(&mut self, place: Option<(f64, f64)>) {
        self.pointer = place;
        if place.is_some() {
            self.cursor = None;
        }
    }

    /// The row of the mark under a place.
    pub fn row_at(&self, place: (f64, f64), layout: &Layout) -> Option<u32> {
        self.nearest(place, layout).and_then(|mark| self.marks.get(mark)).map(|mark| mark.row)
    }

    /// The row that the keys have reached.
    pub fn row_at_cursor(&self) -> Option<u32> {
        self.cursor.and_then(|cursor| self.marks.get(cursor)).map(|mark| mark.row)
    }

    /// Forgets where the keys are.
    pub fn leave_cursor(&mut self) {
        self.cursor = None;
    }

    /// Moves the keys' cursor; the words for what it reached.
    pub fn step(&mut self, step: Step, layout: &Layout) -> Option<String> {
        let last = self.marks.len().checked_sub(1)?;
        let selected = self.marks.iter().position(|mark| Some(mark.row) == self.selected);
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
        let mark = self.cursor.and_then(|cursor| self.marks.get(cursor))?;
        let values: Vec<String> =
            self.values(mark.x, mark.y).into_iter().map(|(name, value)| format!("{name} {value}")).collect();
        Some(format!("{}: {}", self.scatter.name(mark.place), values.join(", ")))
    }

    /// Axes and data.
    ///
    /// # Errors
    /// What the canvas refused.
    pub fn paint_base(&self, ground: &Ground<'_>) -> Result<(), JsValue> {
        let (layout, tokens) = (ground.layout, ground.tokens);
        let Some((canvas, context)) = ground.nodes.clear_base(layout) else { return Ok(()) };
        let scatter = &self.scatter;
        let Some((x, y)) = scatter.axes.as_ref().filter(|(x, y)| is_drawable(x) && is_drawable(y)) else {
            return Ok(());
        };
        if self.show_field {
            let (low, high) = (tokens.field_low, tokens.field_high);
            if let Some(picture) = density::tint(&scatter.field, scatter.field_size, self.threshold, low, high) {
                draw_picture(&context, layout, &picture)?;
            }
        }
        let axes = Axes {
            across: labels(x, layout.fits_across(72.0)),
            up: labels(y, layout.fits_up(40.0)),
            across_name: axis_feature(x).label(),
            up_name: axis_feature(y).label(),
            ..Axes::default()
        };
        let paper = Paper::new(canvas, layout, tokens).ok_or("no drawing context")?;
        paper.grid(&axes)?;
        // The image may have been made for another size: a dot is measured in its pixels.
        let dot = 1.9 * layout.ratio * f64::from(scatter.width) / layout.plot_width();
        if let Some(picture) = density::cloud(&scatter.counts, (scatter.width, scatter.height), &tokens.density, dot) {
            draw_picture(&context, layout, &picture)?;
        }
        if self.show_field {
            self.paint_contour(&context, layout, tokens);
        }
        self.paint_marks(&context, layout, tokens)?;
        paper.labels(&axes)
    }

    fn paint_contour(&self, context: &CanvasRenderingContext2d, layout: &Layout, tokens: &Tokens) {
        context.begin_path();
        for piece in self.scatter.contour.chunks_exact(4) {
            let [x1, y1, x2, y2] = [piece[0], piece[1], piece[2], piece[3]].map(f64::from);
            context.move_to(layout.x(x1), layout.y(y1));
            context.line_to(layout.x(x2), layout.y(y2));
        }
        context.set_line_cap("round");
        context.set_line_width(layout.pixels(1.25));
        context.set_stroke_style_str(&tokens.ink.faded(0.7).css());
        context.stroke();
    }

    fn paint_marks(&self, context: &CanvasRenderingContext2d, layout: &Layout, tokens: &Tokens) -> Result<(), JsValue> {
        // Many marks are drawn smaller, so that they remain marks.
        let crowd = (self.marks.len() as f64 / 400.0).clamp(1.0, 3.0);
        let radius = layout.pixels(MARK / crowd.sqrt());
        // One mark is drawn and then stamped: thousands of diamonds in one path take a quarter of a second.
        let middle = (radius + layout.pixels(2.0)).ceil();
        let (stamp, ink) = blank(middle as u32 * 2 + 1, middle as u32 * 2 + 1)?;
        ink.begin_path();
        paint::diamond(&ink, (middle + 0.5, middle + 0.5), radius);
        // The outline in the surface's colour keeps a mark apart from the cloud and from its neighbours.
        for (color, width) in [(tokens.surface.faded(0.85), 2.75), (tokens.anomaly, 1.25)] {
            ink.set_stroke_style_str(&color.css());
            ink.set_line_width(layout.pixels(width));
            ink.stroke();
        }
        let stamp = still(&stamp)?;
        for mark in &self.marks {
            let (x, y) = (layout.x(mark.x).floor() - middle, layout.y(mark.y).floor() - middle);
            context.draw_image_with_image_bitmap(&stamp, x, y)?;
        }
        Ok(())
    }

    /// The selection, and what the pointer or the keys have reached.
    pub fn paint_overlay(&self, ground: &Ground<'_>) {
        let (nodes, layout, tokens) = (ground.nodes, ground.layout, ground.tokens);
        let Some(context) = nodes.clear_overlay(layout) else { return };
        if let Some(mark) = self.marks.iter().find(|mark| Some(mark.row) == self.selected) {
            ring(&context, layout, mark, 8.0, 2.0, tokens);
        }
        let pointed = self.pointer.filter(|place| layout.holds(*place));
        let near = pointed.and_then(|place| self.nearest(place, layout)).or(self.cursor);
        if let Some(mark) = near.and_then(|near| self.marks.get(near)) {
            ring(&context, layout, mark, 6.5, 1.5, tokens);
            let place = (layout.x(mark.x) / layout.ratio, layout.y(mark.y) / layout.ratio);
            tooltip::show(
                nodes,
                place,
                &format!("{} · flagged", self.scatter.name(mark.place)),
                &self.values(mark.x, mark.y),
            );
        } else if let Some(place) = pointed.filter(|_| self.scatter.axes.is_some()) {
            let (x, y) = (place.0 * layout.ratio, place.1 * layout.ratio);
            // On the middle of a pixel a hairline is one pixel wide.
            let (x, y) = (x.floor() + 0.5, y.floor() + 0.5);
            let color = tokens.muted.faded(0.6);
            paint::line(&context, (x, f64::from(layout.top)), (x, f64::from(layout.bottom)), color, 1.0);
            paint::line(&context, (f64::from(layout.left), y), (f64::from(layout.right), y), color, 1.0);
            let (across, up) = layout.shares(place);
            let sessions = self.around(layout, across, up);
            let title = format::things(sessions, "session") + " here";
            tooltip::show(nodes, place, &title, &self.values(across, up));
        } else {
            tooltip::hide(nodes);
        }
    }

    fn values(&self, across: f64, up: f64) -> Vec<(String, String)> {
        let value = |axis: &Axis, place: f64| (axis_feature(axis).label(), mark_value(axis, place));
        self.scatter.axes.as_ref().map_or_else(Vec::new, |(x, y)| vec![value(x, across), value(y, up)])
    }

    fn nearest(&self, (x, y): (f64, f64), layout: &Layout) -> Option<usize> {
        let (x, y) = (layout.pixels(x), layout.pixels(y));
        let distance = |mark: &Mark| {
            let (across, up) = (layout.x(mark.x) - x, layout.y(mark.y) - y);
            across * across + up * up
        };
        let reach = layout.pixels(REACH);
        let distances = self.marks.iter().map(distance).enumerate().filter(|(_, distance)| *distance <= reach * reach);
        distances.min_by(|a, b| a.1.total_cmp(&b.1)).map(|(index, _)| index)
    }

    /// How many sessions lie around shares of the axes.
    fn around(&self, layout: &Layout, across: f64, up: f64) -> u64 {
        let scatter = &self.scatter;
        let (width, height) = (i64::from(scatter.width), i64::from(scatter.height));
        let reach = (layout.pixels(AROUND) * width as f64 / layout.plot_width()).ceil() as i64;
        let (x, y) = ((across * width as f64) as i64, ((1.0 - up) * height as f64) as i64);
        let rows = (y - reach).max(0)..(y + reach + 1).min(height);
        let row = |row: i64| {
            let (from, to) = ((x - reach).max(0), (x + reach + 1).min(width));
            scatter.counts.get((row * width + from) as usize..(row * width + to) as usize).unwrap_or_default()
        };
        rows.flat_map(row).map(|&count| u64::from(count)).sum()
    }
}

fn ring(context: &CanvasRenderingContext2d, layout: &Layout, mark: &Mark, radius: f64, width: f64, tokens: &Tokens) {
    context.begin_path();
    let full = std::f64::consts::TAU;
    if context.arc(layout.x(mark.x), layout.y(mark.y), layout.pixels(radius), 0.0, full).is_ok() {
        for (color, width) in [(tokens.surface, width + 2.0), (tokens.ink, width)] {
            context.set_stroke_style_str(&color.css());
            context.set_line_width(layout.pixels(width));
            context.stroke();
        }
    }
}

fn is_drawable(axis: &Axis) -> bool {
    axis.low.is_finite() && axis.high.is_finite() && axis.high > axis.low
}

fn labels(axis: &Axis, most: usize) -> Vec<paint::Label> {
    let share = |tick: Tick| ((tick.at - axis.low) / (axis.high - axis.low), tick.label);
    feature_ticks(&axis_feature(axis), axis.low, axis.high, most.clamp(2, 10)).into_iter().map(share).collect()
}
