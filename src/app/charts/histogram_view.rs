//! The histogram's picture: bars on the base, the threshold and the bin under the pointer on the overlay.

use super::paint::{self, Axes, Paper};
use super::summary::{bin_range, would_flag};
use super::view::Ground;
use crate::app::format;
use analysis::views::Histogram;
use charts::layout::{Layout, Margins};
use charts::scale::{count_height, count_ticks, number_ticks};
use charts::tooltip;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;

/// The room around the plot area.
pub const MARGINS: Margins = Margins { left: 48.0, right: 14.0, top: 26.0, bottom: 40.0 };
/// How near the pointer must be to the threshold to take hold of it, in CSS pixels: half a fingertip.
const REACH: f64 = 16.0;
/// A threshold set by hand has three decimals, so that a link to it is short.
const STEPS: f64 = 1000.0;

/// The state of a histogram's picture.
pub struct Picture {
    histogram: Rc<Histogram>,
    /// How many sessions are flagged now.
    pub flagged: u32,
    /// How many sessions there are.
    pub sessions: u32,
    /// The threshold while it is being moved, and until the analysis has followed.
    moving: Option<f64>,
    /// The threshold last told, while the analysis has not followed.
    told: Option<f64>,
    /// Whether a pointer holds it.
    held: bool,
    pointer: Option<(f64, f64)>,
}

impl Picture {
    /// The picture of a histogram.
    pub fn new(histogram: Rc<Histogram>, flagged: u32, sessions: u32) -> Self {
        Self { histogram, flagged, sessions, moving: None, told: None, held: false, pointer: None }
    }

    /// From which score to which the axis runs, with a bin's width of air.
    pub fn range(histogram: &Histogram) -> (f64, f64) {
        let end = bin_range(histogram, histogram.counts.len()).0;
        let low = histogram.start.min(histogram.threshold) - histogram.width;
        (low.max(0.0), (end.max(histogram.threshold) + histogram.width).min(1.0))
    }

    /// The words for a threshold and what it would flag.
    fn words(&self, threshold: f64) -> String {
        let moved = threshold != self.histogram.threshold;
        let (flagged, exact) =
            if moved { would_flag(&self.histogram, threshold) } else { (u64::from(self.flagged), true) };
        format!(
            "{} {} {}{} ({})",
            format::score(threshold),
            if moved { "would flag" } else { "flags" },
            if exact { "" } else { "≈ " },
            format::count(flagged),
            format::part(flagged, u64::from(self.sessions)),
        )
    }

    /// The threshold shown: the one being moved, or the one in force.
    fn threshold(&self) -> f64 {
        self.moving.unwrap_or(self.histogram.threshold)
    }

    /// Shows another histogram. A move that goes on meanwhile is kept.
    pub fn set_histogram(&mut self, histogram: Rc<Histogram>) {
        if Rc::ptr_eq(&self.histogram, &histogram) {
            return;
        }
        self.histogram = histogram;
        if self.told.take() == self.moving && !self.held {
            self.moving = None;
        }
    }

    /// Forgets a move that was not finished.
    pub fn cancel(&mut self) {
        (self.held, self.moving, self.told) = (false, None, None);
    }

    /// Moves the threshold by this much, or to an end of the axis when it is infinite.
    pub fn shift(&mut self, by: f64) {
        let (low, high) = Self::range(&self.histogram);
        self.moving = Some(on_step((self.threshold() + by).clamp(low, high)));
    }

    /// The pointer moved, or left; what it holds moves with it.
    pub fn point(&mut self, place: Option<(f64, f64)>, layout: &Layout) {
        self.pointer = place;
        if let (true, Some((x, _))) = (self.held, place) {
            let (low, high) = Self::range(&self.histogram);
            let across = layout.shares((x, 0.0)).0.clamp(0.0, 1.0);
            self.moving = Some(on_step(low + (high - low) * across));
        }
    }

    /// The pointer was pressed; whether it took hold of the threshold.
    pub fn press(&mut self, place: (f64, f64), layout: &Layout) -> bool {
        self.held = self.is_near(place, layout);
        self.held
    }

    /// The pointer, or a key, was released: the threshold that it set, if it set one. It is shown until the analysis
    /// follows, so that a second key press starts where the first one ended.
    pub fn release(&mut self) -> Option<f64> {
        self.held = false;
        let known = self.told.unwrap_or(self.histogram.threshold);
        let set = self.moving.filter(|threshold| *threshold != known);
        match set {
            Some(_) => self.told = set,
            None => self.moving = self.told,
        }
        set
    }

    fn is_near(&self, (x, y): (f64, f64), layout: &Layout) -> bool {
        let line = layout.x(share(&self.histogram, self.threshold())) / layout.ratio;
        (line - x).abs() <= REACH && y <= f64::from(layout.bottom) / layout.ratio
    }

    /// Bars and axes.
    ///
    /// # Errors
    /// What the canvas refused.
    pub fn paint_base(&self, ground: &Ground<'_>) -> Result<(), JsValue> {
        let (histogram, layout, tokens) = (&*self.histogram, ground.layout, ground.tokens);
        let Some((canvas, _)) = ground.nodes.clear_base(layout) else { return Ok(()) };
        let (low, high) = Self::range(histogram);
        let greatest = histogram.counts.iter().copied().max().unwrap_or(0).max(1);
        let top = count_height(f64::from(greatest)) * 1.06;
        let scores =
            number_ticks(low, high, layout.fits_across(52.0).clamp(2, 12), &|score| format::significant(score, 3));
        let axes = Axes {
            across: scores.into_iter().map(|tick| (share(histogram, tick.at), tick.label)).collect(),
            up: apart(count_ticks(greatest).into_iter().map(|tick| (tick.at / top, tick.label)).collect(), layout),
            across_name: "Score".into(),
            up_name: "Sessions (logarithmic)".into(),
            ..Axes::default()
        };
        let paper = Paper::new(canvas, layout, tokens).ok_or("no drawing context")?;
        paper.grid(&axes)?;
        let inset = histogram.width * 0.08;
        let at = |score: f64| share(histogram, score);
        let height = |count: u32| count_height(f64::from(count)) / top;
        for (bin, &count) in histogram.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let (from, to) = bin_range(histogram, bin);
            let (from, to) = (from + inset, to - inset);
            // The bin that the threshold cuts is in both colours.
            let cut = histogram.threshold.clamp(from, to);
            let parts = [(from, cut, tokens.density[1]), (cut, to, tokens.anomaly.faded(0.75))];
            for (from, to, color) in parts.into_iter().filter(|(from, to, _)| to > from) {
                paper.bar(at(from), at(to), height(count), color)?;
            }
        }
        // Known faults as a line of steps over the bars: told apart by shape, not by colour.
        for (bin, &count) in histogram.faults.iter().enumerate().filter(|(_, count)| **count > 0) {
            let (from, to) = bin_range(histogram, bin);
            paper.line(&[(at(from), height(count)), (at(to), height(count))], tokens.ink, paper.width(1.5))?;
        }
        paper.labels(&axes)
    }

    /// The threshold, and what the pointer is over.
    ///
    /// # Errors
    /// What the canvas or the slider refused.
    pub fn paint_overlay(&self, ground: &Ground<'_>) -> Result<(), JsValue> {
        let (histogram, nodes, layout, tokens) = (&*self.histogram, ground.nodes, ground.layout, ground.tokens);
        let Some(context) = nodes.clear_overlay(layout) else { return Ok(()) };
        let threshold = self.threshold();
        let x = layout.x(share(histogram, threshold)).floor() + 0.5;
        let (top, bottom) = (f64::from(layout.top), f64::from(layout.bottom));
        let line = |x: f64, color, width| paint::line(&context, (x, top), (x, bottom), color, layout.pixels(width));
        if self.moving.is_some() {
            let before = layout.x(share(histogram, histogram.threshold)).floor() + 0.5;
            line(before, tokens.muted.faded(0.6), 1.0);
        }
        line(x, tokens.surface, 4.0);
        line(x, tokens.accent, 2.0);
        let text = self.words(threshold);
        paint::plate(&context, layout, tokens, &text, x, top + layout.pixels(10.0), tokens.ink);
        if let Some(handle) = nodes.handle.cast::<HtmlElement>() {
            handle.set_attribute("aria-valuenow", &format::score(threshold))?;
            handle.set_attribute("aria-valuetext", &format!("Threshold {text}"))?;
            let tenths = |length: f64| (length / layout.ratio * 10.0).round() / 10.0;
            let (left, up) = (tenths(x), tenths((top + bottom) / 2.0));
            handle.style().set_property("transform", &format!("translate({left}px,{up}px) translate(-50%,-50%)"))?;
            handle.set_hidden(false);
        }
        let near = self.pointer.is_some_and(|place| self.is_near(place, layout));
        if let Some(stage) = nodes.stage.cast::<HtmlElement>() {
            stage.style().set_property("cursor", if self.held || near { "ew-resize" } else { "default" })?;
        }
        let pointed = self.pointer.filter(|place| self.moving.is_none() && !near && layout.holds(*place));
        let bin = pointed.and_then(|place| {
            let (low, high) = Self::range(histogram);
            let score = low + (high - low) * layout.shares(place).0;
            let bin = (score - histogram.start) / histogram.width;
            (bin >= 0.0 && bin < histogram.counts.len() as f64).then_some((place, bin as usize))
        });
        let Some((place, bin)) = bin else {
            tooltip::hide(nodes);
            return Ok(());
        };
        let (from, to) = bin_range(histogram, bin);
        let (left, right) = (layout.x(share(histogram, from)), layout.x(share(histogram, to)));
        context.set_fill_style_str(&tokens.muted.faded(0.15).css());
        context.fill_rect(left, top, right - left, bottom - top);
        let mut pairs = vec![("Sessions".to_owned(), format::count(u64::from(histogram.counts[bin])))];
        if let Some(&faults) = histogram.faults.get(bin) {
            pairs.push(("Known faults".to_owned(), format::count(u64::from(faults))));
        }
        let title = format!("Score {} to {}", format::score(from), format::score(to));
        tooltip::show(nodes, place, &title, &pairs);
        Ok(())
    }
}

/// Labels so far apart that they can be read; the lowest stays.
fn apart(labels: Vec<paint::Label>, layout: &Layout) -> Vec<paint::Label> {
    let least = layout.pixels(14.0) / layout.plot_height();
    labels.into_iter().fold(Vec::new(), |mut kept: Vec<paint::Label>, label| {
        if kept.last().is_none_or(|last| label.0 - last.0 >= least) {
            kept.push(label);
        }
        kept
    })
}

fn share(histogram: &Histogram, score: f64) -> f64 {
    let (low, high) = Picture::range(histogram);
    if high > low { ((score - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 }
}

fn on_step(threshold: f64) -> f64 {
    (threshold * STEPS).round() / STEPS
}
