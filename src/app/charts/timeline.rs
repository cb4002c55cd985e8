//! The flagged share over time: a line over faint bars that say how many sessions it is a share of.

use super::canvas::{Nodes, Same, is_lifted_finger, use_frame, use_size};
use super::layout::{Layout, Margins, Size};
use super::paint::{self, Axes, Paper, rgba, stroke};
use super::scale::{number_ticks, time_ticks};
use super::summary::{self, TimeRow, timeline_rows};
use super::table::{table, use_table};
use super::theme::{Theme, Tokens};
use super::tooltip;
use crate::analysis::views::Timeline;
use crate::app::format;
use plotters::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use web_sys::HtmlElement;
use yew::prelude::*;

const MARGINS: Margins = Margins { left: 48.0, right: 48.0, top: 26.0, bottom: 28.0 };

/// What a timeline shows.
#[derive(Clone, Properties)]
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

#[derive(Default)]
struct TimelineView {
    nodes: Nodes,
    size: Size,
    stale: bool,
    rows: Vec<TimeRow>,
    start_ms: f64,
    width_ms: f64,
    tokens: Option<Tokens>,
    /// The bin under the pointer or reached by the keys.
    bin: Option<usize>,
}

impl TimelineView {
    fn point(&mut self, place: Option<(f64, f64)>) {
        let layout = Layout::new(self.size, MARGINS);
        self.bin = layout.zip(place).filter(|(layout, place)| layout.holds(*place)).and_then(|(layout, place)| {
            let last = self.rows.len().checked_sub(1)?;
            Some(((layout.shares(place).0 * self.rows.len() as f64) as usize).min(last))
        });
    }

    fn step(&mut self, by: i64) -> Option<String> {
        let last = self.rows.len().checked_sub(1)? as i64;
        // The first step from nowhere enters at the end that it comes from.
        let from = self.bin.map_or(if by < 0 { last + 1 } else { -1 }, |bin| bin as i64);
        let next = from.saturating_add(by).clamp(0, last);
        self.bin = Some(next as usize);
        self.rows.get(next as usize).map(TimeRow::phrase)
    }

    fn paint(&mut self) {
        let Some(layout) = Layout::new(self.size, MARGINS) else { return };
        if self.stale || self.tokens.is_none() {
            self.stale = false;
            let Some(stage) = self.nodes.stage.cast::<HtmlElement>() else { return };
            let tokens = self.tokens.insert(Tokens::read(&stage)).clone();
            paint::report(self.paint_base(&layout, &tokens));
        }
        if let Some(tokens) = &self.tokens {
            self.paint_overlay(&layout, tokens);
        }
    }

    /// The share at the upper end of the axis, and the count there.
    fn tops(&self) -> (f64, f64) {
        let share = self.rows.iter().filter_map(TimeRow::share).fold(0.0, f64::max);
        let sessions = self.rows.iter().map(|row| row.sessions).max().unwrap_or(0);
        ((share * 1.1).clamp(0.01, 1.0), f64::from(sessions.max(1)) * 1.1)
    }

    fn across(&self, bin: f64) -> f64 {
        bin / self.rows.len().max(1) as f64
    }

    fn paint_base(&self, layout: &Layout, tokens: &Tokens) -> Result<(), JsValue> {
        let Some((canvas, _)) = self.nodes.clear_base(layout) else { return Ok(()) };
        let (share_top, count_top) = self.tops();
        let span = self.width_ms * self.rows.len() as f64;
        let times = time_ticks(self.start_ms, self.start_ms + span, layout.fits_across(56.0).clamp(2, 10));
        let rows = layout.fits_up(34.0).clamp(2, 6);
        let axes = Axes {
            across: times.into_iter().map(|tick| ((tick.at - self.start_ms) / span, tick.label)).collect(),
            up: number_ticks(0.0, share_top, rows, format::share)
                .into_iter()
                .map(|tick| (tick.at / share_top, tick.label))
                .collect(),
            right: number_ticks(0.0, count_top, rows, format::compact)
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
        let mut plot = paper.grid(&axes)?;
        let bar = tokens.muted.faded(0.2);
        plot.draw_series(self.rows.iter().enumerate().filter(|(_, row)| row.sessions > 0).map(|(bin, row)| {
            let (from, to) = (self.across(bin as f64 + 0.1), self.across(bin as f64 + 0.9));
            Rectangle::new([(from, 0.0), (to, f64::from(row.sessions) / count_top)], rgba(bar).filled())
        }))
        .map_err(paint::failure)?;
        // Bins without sessions have no share: the line is broken there.
        let points: Vec<Option<(f64, f64)>> = self
            .rows
            .iter()
            .enumerate()
            .map(|(bin, row)| Some((self.across(bin as f64 + 0.5), row.share()? / share_top)))
            .collect();
        for piece in points.split(Option::is_none).filter(|piece| !piece.is_empty()) {
            let piece: Vec<(f64, f64)> = piece.iter().copied().flatten().collect();
            let half = self.across(0.3);
            let (first, last) = (piece[0], piece[piece.len() - 1]);
            // A lone bin is a short level stroke.
            let line =
                if piece.len() == 1 { vec![(first.0 - half, first.1), (first.0 + half, first.1)] } else { piece };
            let below = [(last.0, 0.0), (first.0, 0.0)];
            let area: Vec<(f64, f64)> = line.iter().copied().chain(below).collect();
            plot.draw_series([Polygon::new(area, rgba(tokens.anomaly.faded(0.12)).filled())])
                .map_err(paint::failure)?;
            let style = stroke(tokens.anomaly, paper.width(1.5));
            plot.draw_series(LineSeries::new(line, style)).map_err(paint::failure)?;
        }
        paper.labels(&axes)
    }

    fn paint_overlay(&self, layout: &Layout, tokens: &Tokens) {
        let Some(context) = self.nodes.clear_overlay(layout) else { return };
        let Some((bin, row)) = self.bin.and_then(|bin| Some((bin, self.rows.get(bin)?))) else {
            return tooltip::hide(&self.nodes);
        };
        let x = layout.x(self.across(bin as f64 + 0.5)).floor() + 0.5;
        paint::line(&context, (x, f64::from(layout.top)), (x, f64::from(layout.bottom)), tokens.muted, 1.0);
        let y = layout.y(row.share().unwrap_or(0.0) / self.tops().0);
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
        tooltip::show(&self.nodes, (x / layout.ratio, y / layout.ratio), &self.when(row), &pairs);
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

/// The timeline chart.
#[function_component(TimelineChart)]
pub fn timeline_chart(props: &TimelineProps) -> Html {
    let nodes = (*use_memo((), |()| Nodes::default())).clone();
    let size = use_size(&nodes.stage);
    let view = use_mut_ref(TimelineView::default);
    let frame = {
        let view = view.clone();
        use_frame(move || view.borrow_mut().paint())
    };
    {
        let (view, frame, nodes) = (view.clone(), frame.clone(), nodes.clone());
        let looks = (Same(props.timeline.clone()), props.theme, size);
        use_effect_with(looks, move |(timeline, _, size)| {
            let mut view = view.borrow_mut();
            view.rows = timeline_rows(&timeline.0);
            (view.start_ms, view.width_ms) = (timeline.0.start_ms, timeline.0.width_ms);
            (view.nodes, view.size, view.stale, view.bin) = (nodes, *size, true, None);
            frame.request();
        });
    }
    let point = {
        let (view, frame, nodes) = (view.clone(), frame.clone(), nodes.clone());
        Callback::from(move |event: PointerEvent| {
            view.borrow_mut().point(nodes.place(&event));
            frame.request();
        })
    };
    let leave = {
        let (view, frame) = (view.clone(), frame.clone());
        Callback::from(move |()| {
            view.borrow_mut().point(None);
            frame.request();
        })
    };
    let away = {
        let leave = leave.clone();
        Callback::from(move |event: PointerEvent| {
            if !is_lifted_finger(&event) {
                leave.emit(());
            }
        })
    };
    let key = {
        let nodes = nodes.clone();
        Callback::from(move |event: KeyboardEvent| {
            let by = match event.key().as_str() {
                "ArrowLeft" => -1,
                "ArrowRight" => 1,
                "PageUp" => -10,
                "PageDown" => 10,
                "Home" => -i64::MAX,
                "End" => i64::MAX,
                _ => return,
            };
            if event.ctrl_key() || event.meta_key() || event.alt_key() {
                return;
            }
            event.prevent_default();
            if let Some(words) = view.borrow_mut().step(by) {
                nodes.announce(&words);
            }
            frame.request();
        })
    };
    let summary = summary::of_timeline(&props.timeline);
    let table_state = use_table();
    let caption = format!("Sessions and flagged sessions by {}, UTC", format::span(props.timeline.width_ms));
    let columns = ["Start (UTC)", "Sessions", "Flagged", "Flagged share"].map(str::to_owned);
    html! {
        <figure class="chart chart-timeline">
            <div class="chart-stage" ref={nodes.stage.clone()} tabindex="0" role="application"
                aria-roledescription="line chart" aria-label={format!("{summary} Arrow keys move through time.")}
                onpointermove={point.clone()} onpointerdown={point}
                onpointerleave={away} onblur={leave.reform(|_: FocusEvent| ())} onkeydown={key}>
                <canvas class="chart-canvas" ref={nodes.base.clone()} aria-hidden="true" />
                <canvas class="chart-overlay" ref={nodes.overlay.clone()} aria-hidden="true" />
                <div class="chart-tip" ref={nodes.tip.clone()} aria-hidden="true" hidden=true />
            </div>
            <figcaption class="chart-note">{ summary }</figcaption>
            <p class="chart-live" aria-live="polite" ref={nodes.live.clone()} />
            { table(&table_state, &caption, &columns, || {
                let row = |row: TimeRow| vec![
                    html! { format::utc_second(row.start_ms) },
                    html! { format::count(u64::from(row.sessions)) },
                    html! { format::count(u64::from(row.flagged)) },
                    html! { row.share().map_or_else(|| format::MISSING.to_owned(), format::share) },
                ];
                timeline_rows(&props.timeline).into_iter().map(row).collect()
            }) }
        </figure>
    }
}
