//! The flagged share over time with its interval: a line over faint bars that say how many sessions it is a share of. A share
//! of few sessions is a hatched bar and no point of the line.

use super::legend::legend;
use super::paint::{self, Axes, Paper};
use super::summary::{self, TimeRow, timeline_rows};
use super::view::{Ground, Input, Reaction, View, Words};
use crate::app::format;
use analysis::views::{FEW, Timeline};
use charts::layout::{Layout, Margins};
use charts::scale::{number_ticks, time_ticks};
use charts::table::Cell;
use charts::theme::Theme;
use charts::tooltip;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::{AttrValue, Html};

const MARGINS: Margins = Margins { left: 48.0, right: 48.0, top: 26.0, bottom: 28.0 };

/// What a timeline shows.
#[derive(Clone)]
pub struct TimelineProps {
    /// The timeline.
    pub timeline: Rc<Timeline>,
    /// Light or dark.
    pub theme: Theme,
}

impl PartialEq for TimelineProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.timeline, &other.timeline) && self.theme == other.theme
    }
}

/// A timeline on the page.
pub struct TimelineView {
    props: TimelineProps,
    rows: Vec<TimeRow>,
    start_ms: f64,
    width_ms: f64,
    summary: AttrValue,
    /// The bin under the pointer or reached by the keys.
    bin: Option<usize>,
}

impl TimelineView {
    /// A timeline.
    pub fn new(props: TimelineProps) -> Self {
        let timeline = &props.timeline;
        Self {
            rows: timeline_rows(timeline),
            start_ms: timeline.start_ms,
            width_ms: timeline.width_ms,
            summary: summary::of_timeline(timeline).into(),
            bin: None,
            props,
        }
    }

    /// Shows another timeline; whether axes and data are to be drawn anew.
    pub fn show(&mut self, props: TimelineProps) -> bool {
        let stale = props != self.props;
        if stale {
            *self = Self::new(props);
        }
        stale
    }

    fn point(&mut self, place: (f64, f64), layout: &Layout) {
        self.bin = self
            .rows
            .len()
            .checked_sub(1)
            .filter(|_| layout.holds(place))
            .map(|last| ((layout.shares(place).0 * self.rows.len() as f64) as usize).min(last));
    }

    fn step(&mut self, by: i64) -> Option<String> {
        let last = self.rows.len().checked_sub(1)? as i64;
        // The first step from nowhere enters at the end that it comes from.
        let from = self.bin.map_or(if by < 0 { last + 1 } else { -1 }, |bin| bin as i64);
        let next = from.saturating_add(by).clamp(0, last);
        self.bin = Some(next as usize);
        self.rows.get(next as usize).map(TimeRow::phrase)
    }

    /// The share at the upper end of the axis, and the count there.
    fn tops(&self) -> (f64, f64) {
        // What is of few sessions does not say it, where there is anything else.
        let known = self.rows.iter().filter(|row| !row.is_few()).map(|row| row.interval().1).fold(0.0, f64::max);
        let share = if known > 0.0 { known } else { 1.0 };
        let sessions = self.rows.iter().map(|row| row.sessions).max().unwrap_or(0);
        ((share * 1.1).clamp(0.01, 1.0), f64::from(sessions.max(1)) * 1.1)
    }

    fn across(&self, bin: f64) -> f64 {
        bin / self.rows.len().max(1) as f64
    }

    fn when(&self, row: &TimeRow) -> String {
        const DAY: f64 = 86_400_000.0;
        if self.width_ms >= DAY {
            format!("{} + {} UTC", format::utc_date(row.start_ms), format::span(self.width_ms))
        } else {
            let end = format::utc_second(row.start_ms + self.width_ms);
            let whole_minutes = self.width_ms % 60_000.0 == 0.0;
            // The end's time of day: the day is the start's, or plainly the next.
            let end = end.get(11..if whole_minutes { 16 } else { 19 }).unwrap_or_default().to_owned();
            let start = if whole_minutes { format::utc_minute(row.start_ms) } else { format::utc_second(row.start_ms) };
            format!("{start}–{end} UTC")
        }
    }
}

impl View for TimelineView {
    fn margins(&self) -> Margins {
        MARGINS
    }

    fn paint_base(&self, ground: &Ground<'_>) -> Result<(), JsValue> {
        let (layout, tokens) = (ground.layout, ground.tokens);
        let Some((canvas, _)) = ground.nodes.clear_base(layout) else { return Ok(()) };
        let (share_top, count_top) = self.tops();
        let span = self.width_ms * self.rows.len() as f64;
        let times = time_ticks(self.start_ms, self.start_ms + span, layout.fits_across(56.0).clamp(2, 10));
        let rows = layout.fits_up(34.0).clamp(2, 6);
        let axes = Axes {
            across: times.into_iter().map(|tick| ((tick.at - self.start_ms) / span, tick.label)).collect(),
            up: number_ticks(0.0, share_top, rows, &format::share)
                .into_iter()
                .map(|tick| (tick.at / share_top, tick.label))
                .collect(),
            right: number_ticks(0.0, count_top, rows, &format::compact)
                .into_iter()
                .filter(|tick| tick.at.fract() == 0.0)
                .map(|tick| (tick.at / count_top, tick.label))
                .collect(),
            up_name: "Flagged share".into(),
            right_name: "Sessions".into(),
            corner: "UTC".into(),
            ..Axes::default()
        };
        let paper = Paper::new(canvas, layout, tokens).ok_or("no drawing context")?;
        paper.grid(&axes)?;
        for (bin, row) in self.rows.iter().enumerate().filter(|(_, row)| row.sessions > 0) {
            let (from, to) = (self.across(bin as f64 + 0.1), self.across(bin as f64 + 0.9));
            paper.bar(from, to, f64::from(row.sessions) / count_top, tokens.muted.faded(0.2))?;
        }
        // What is beyond the axis goes on a little beyond its end.
        for (bin, row) in self.rows.iter().enumerate().filter(|(_, row)| row.sessions > 0 && row.is_few()) {
            let up = (row.share().unwrap_or(0.0) / share_top).min(1.03);
            paper.hatch(self.across(bin as f64 + 0.1), self.across(bin as f64 + 0.9), up, tokens.anomaly)?;
        }
        // Bins of few sessions are no points of the line: it is broken there.
        let point = |(bin, row): (usize, &TimeRow)| {
            let (low, high) = row.interval();
            let share = row.share().filter(|_| !row.is_few())?;
            Some([share, low, high].map(|share| (self.across(bin as f64 + 0.5), share / share_top)))
        };
        let points: Vec<Option<[(f64, f64); 3]>> = self.rows.iter().enumerate().map(point).collect();
        for piece in points.split(Option::is_none).filter(|piece| !piece.is_empty()) {
            let [line, low, mut high] = [0, 1, 2].map(|of| {
                let places: Vec<(f64, f64)> = piece.iter().flatten().map(|point| point[of]).collect();
                match places[..] {
                    // A lone bin is a short level stroke.
                    [(x, y)] => vec![(x - self.across(0.3), y), (x + self.across(0.3), y)],
                    _ => places,
                }
            });
            high.extend(low.into_iter().rev());
            paper.area(&high, tokens.anomaly.faded(0.12))?;
            paper.line(&line, tokens.anomaly, paper.width(1.5))?;
        }
        paper.labels(&axes)
    }

    fn paint_overlay(&self, ground: &Ground<'_>) -> Result<(), JsValue> {
        let (nodes, layout, tokens) = (ground.nodes, ground.layout, ground.tokens);
        let Some(context) = nodes.clear_overlay(layout) else { return Ok(()) };
        let Some((bin, row)) = self.bin.and_then(|bin| Some((bin, self.rows.get(bin)?))) else {
            tooltip::hide(nodes);
            return Ok(());
        };
        let x = layout.x(self.across(bin as f64 + 0.5)).floor() + 0.5;
        paint::line(&context, (x, f64::from(layout.top)), (x, f64::from(layout.bottom)), tokens.muted, 1.0);
        let y = layout.y((row.share().unwrap_or(0.0) / self.tops().0).min(1.0));
        if row.share().is_some() {
            context.begin_path();
            paint::diamond(&context, (x, y), layout.pixels(4.5));
            context.set_fill_style_str(&tokens.surface.css());
            context.fill();
            context.set_stroke_style_str(&tokens.anomaly.css());
            context.set_line_width(layout.pixels(1.75));
            context.stroke();
        }
        let pairs = [
            ("Flagged share", row.share().map_or_else(|| format::MISSING.to_owned(), format::share)),
            ("Flagged", format::count(u64::from(row.flagged))),
            ("Sessions", format::count(u64::from(row.sessions))),
        ]
        .map(|(name, value)| (name.to_owned(), value));
        tooltip::show(nodes, (x / layout.ratio, y / layout.ratio), &self.when(row), &pairs);
        Ok(())
    }

    fn take(&mut self, input: Input<'_>, layout: &Layout) -> Reaction {
        let mut reaction = Reaction::default();
        match input {
            Input::At(place) | Input::Press(place) => self.point(place, layout),
            Input::Leave | Input::Blur => self.bin = None,
            Input::Key(key) => {
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
            Input::Release(_) | Input::Cancel | Input::KeyUp => {}
        }
        reaction
    }

    fn words(&self) -> Words {
        Words {
            class: "chart-timeline",
            summary: self.summary.clone(),
            keys: Some(("line chart", "Arrow keys move through time.")),
            busy: false,
            caption: format!("Sessions and flagged sessions by {}, UTC", format::span(self.width_ms)),
            columns: ["Start (UTC)", "Sessions", "Flagged", "Flagged share"].map(str::to_owned).into(),
        }
    }

    fn legend(&self) -> Html {
        legend(vec![(
            "16",
            &[("anomaly", "M3 1h10v10h-10zM3 7 9 1M3 11 13 1M8 11l5-5")],
            format!("under {FEW} sessions"),
        )])
    }

    fn rows(&self) -> Vec<Vec<Cell>> {
        let row = |row: &TimeRow| {
            let cells = [
                format::utc_second(row.start_ms),
                format::count(u64::from(row.sessions)),
                format::count(u64::from(row.flagged)),
                row.share().map_or_else(|| format::MISSING.to_owned(), format::share),
            ];
            cells.map(Cell::Text).into()
        };
        self.rows.iter().map(row).collect()
    }
}
