//! A metric over time: a line with points for the shown sessions, a thin dashed one for all, a brush along time.

use super::brush::{Brush, Brushed};
use super::frame::Axes;
use super::histogram::{along, crossed, crosshair, share_of};
use super::kind::{Given, Input, Key, Kind, Reaction, Sample, Sheet, Tip, Words};
use super::quantity::{self, Quantity, flagged, label, sessions};
use super::scene::{Dash, Mark, Place, Shape, Stroke, solid};
use super::track::Track;
use crate::app::charts::layout::{Layout, Margins};
use crate::app::charts::theme::Tokens;
use crate::crossfilter::picture::{Point, Trend};
use crate::crossfilter::view::{Drawing, Metric};
use crate::crossfilter::{Dimension, Picture};
use crate::format;

const KEYS: &str =
    "Arrow keys step through time, with Shift they extend a brush, Enter filters to the bin, Escape clears the brush.";
/// Points closer than this in CSS pixels are left to the line.
const APART: f64 = 7.0;

/// A trend's pointer and keys.
#[derive(Default)]
pub struct TrendKind {
    brush: Brush,
}

fn metric(given: &Given) -> Option<&Metric> {
    match &given.drawing {
        Drawing::Trend(metric) => Some(metric),
        _ => None,
    }
}

fn trend(given: &Given) -> Option<&Trend> {
    match given.picture.as_deref() {
        Some(Picture::Trend(trend)) => Some(trend).filter(|trend| metric(given) == Some(&trend.metric)),
        _ => None,
    }
}

fn track(given: &Given) -> Option<Track> {
    Track::new(&trend(given)?.binning.edges, false)
}

fn time(given: &Given) -> Option<&Dimension> {
    quantity::time(&given.about)
}

/// The metric's name for people.
fn name(metric: &Metric, given: &Given) -> String {
    match metric {
        Metric::Sessions => "Sessions".into(),
        Metric::FlaggedShare => "Flagged share".into(),
        Metric::Median(of) => format!("Median {}", label(of, &given.about).to_lowercase()),
        Metric::Percentile95(of) => format!("95th percentile of {}", label(of, &given.about).to_lowercase()),
    }
}

/// A value of the metric as text.
fn text(metric: &Metric, value: f64, given: &Given) -> String {
    match metric {
        _ if !value.is_finite() => format::MISSING.into(),
        Metric::Sessions => format::count(value.max(0.0) as u64),
        Metric::FlaggedShare => format::share(value),
        Metric::Median(of) | Metric::Percentile95(of) => Quantity::of(of, &given.about).text(value),
    }
}

/// From which value to which the axis up runs. All sessions say it: a brush elsewhere moves it only where it must.
fn range(trend: &Trend) -> (f64, f64) {
    let values = trend.all.iter().chain(&trend.shown).map(|point| point.value).filter(|value| value.is_finite());
    let (low, high) =
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if low > high {
        return (0.0, 1.0);
    }
    // Shares and counts begin at nothing, and so does what comes near it.
    let begin = if low >= 0.0 && low < high * 0.7 || matches!(trend.metric, Metric::Sessions | Metric::FlaggedShare) {
        0.0
    } else {
        low - (high - low) * 0.1
    };
    let room = high - begin;
    (begin, if room > 0.0 { high + room * 0.08 } else { begin + begin.abs().max(1.0) * 0.1 })
}

/// The pieces of a line that has gaps where there is nothing.
fn pieces(points: &[Point], place: impl Fn(usize, f64) -> Place) -> Vec<Vec<Place>> {
    let mut pieces = vec![Vec::new()];
    for (bin, point) in points.iter().enumerate() {
        match (point.value.is_finite(), pieces.last_mut()) {
            (true, Some(piece)) => piece.push(place(bin, point.value)),
            (false, Some(piece)) if !piece.is_empty() => pieces.push(Vec::new()),
            _ => {}
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

impl TrendKind {
    fn phrase(&self, given: &Given) -> Option<String> {
        let (trend, track) = (trend(given)?, track(given)?);
        let bin = self.brush.cursor?;
        let (ends, point) = (track.ends(bin)?, trend.shown.get(bin)?);
        let (all, marked) = (u64::from(point.count.sessions), u64::from(point.count.flagged));
        let when = match self.brush.range(&track, None) {
            Some((low, high)) => format!("Brush {}, at ", Quantity::Time.range(low, high)),
            None => String::new(),
        };
        let value = match trend.metric {
            Metric::Median(_) | Metric::Percentile95(_) => format!("{}, ", text(&trend.metric, point.value, given)),
            _ => String::new(),
        };
        Some(format!(
            "{when}{}: {value}{}, {}",
            Quantity::Time.range(ends.0, ends.1),
            sessions(all),
            flagged(marked, all)
        ))
    }
}

impl Kind for TrendKind {
    fn margins(&self, _: &Given, _: f64) -> Margins {
        Margins { left: 56.0, right: 12.0, top: 24.0, bottom: 38.0 }
    }

    fn draw(&self, given: &Given, sheet: &mut Sheet<'_>) {
        let (Some(trend), Some(track)) = (trend(given), track(given)) else { return };
        let (layout, tokens) = (sheet.layout, sheet.tokens);
        let (low, high) = range(trend);
        let most = layout.fits_up(34.0).clamp(2, 6);
        let ticks = match &trend.metric {
            Metric::Sessions => Quantity::Symbol(String::new()).ticks(low, high, most, false),
            Metric::FlaggedShare => crate::app::charts::scale::number_ticks(low, high, most, &format::share),
            Metric::Median(of) | Metric::Percentile95(of) => {
                Quantity::of(of, &given.about).ticks(low, high, most, false)
            }
        };
        let up = |value: f64| (value - low) / (high - low);
        let axes = Axes {
            across: along(&track, &Quantity::Time, layout.fits_across(64.0)),
            up: ticks.into_iter().map(|tick| (up(tick.at), tick.label)).collect(),
            across_name: "Time (UTC)".into(),
            up_name: name(&trend.metric, given),
        };
        sheet.grid(&axes);
        let middle = |bin: usize| (track.share_of_edge(bin) + track.share_of_edge(bin + 1)) / 2.0;
        let place = |bin: usize, value: f64| (layout.x(middle(bin)), layout.y(up(value).clamp(0.0, 1.0)));
        let half = layout.plot_width() / track.bins() as f64 / 3.0;
        let mut draw = |points: &[Point], stroke: Stroke| {
            for piece in pieces(points, place) {
                // A lone bin is a short level stroke.
                let line = match piece.as_slice() {
                    [(x, y)] => vec![(x - half, *y), (x + half, *y)],
                    _ => piece,
                };
                sheet.scene.line(line, stroke);
            }
        };
        if given.compare {
            draw(&trend.all, Stroke { color: tokens.muted, width: 1.0, dash: Dash::Dashed });
        }
        let color = if trend.metric == Metric::FlaggedShare { tokens.anomaly } else { tokens.density[2] };
        draw(&trend.shown, solid(color, 1.75));
        if half * 3.0 >= APART {
            let places = pieces(&trend.shown, place).concat();
            sheet.scene.shapes.push(Shape::Marks {
                mark: if trend.metric == Metric::FlaggedShare { Mark::Diamond } else { Mark::Circle },
                places,
                radius: 2.75,
                fill: Some(tokens.surface),
                stroke: Some(solid(color, 1.25)),
                halo: None,
            });
        }
        sheet.labels(&axes);
    }

    fn overlay(&self, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
        let (trend, track) = (trend(given)?, track(given)?);
        let layout = sheet.layout;
        let range_of = Given::range(given.test.as_ref());
        if let Some((low, high)) = self.brush.shares(&track, range_of) {
            sheet.brush(low, high);
        }
        let bin = self.brush.bin(&track, layout);
        if let Some(time) = time(given) {
            crosshair(given, time, &track, sheet, bin.is_some());
        }
        let bin = bin?;
        let (ends, point) = (track.ends(bin)?, trend.shown.get(bin)?);
        let x = layout.x((track.share_of_edge(bin) + track.share_of_edge(bin + 1)) / 2.0);
        sheet.upright(super::scene::crisp(x), solid(sheet.tokens.muted, 1.0));
        let (low, high) = range(trend);
        let mut at = (x, f64::from(layout.top) + layout.plot_height() / 3.0);
        if point.value.is_finite() {
            at.1 = layout.y(((point.value - low) / (high - low)).clamp(0.0, 1.0));
            let (radius, ink) = (if self.brush.cursor.is_some() { 6.0 } else { 4.5 }, sheet.tokens.ink);
            sheet.scene.shapes.push(Shape::Marks {
                mark: Mark::Circle,
                places: vec![at],
                radius,
                fill: Some(sheet.tokens.surface),
                stroke: Some(solid(ink, 1.75)),
                halo: None,
            });
        }
        let mut pairs = Vec::new();
        if matches!(trend.metric, Metric::Median(_) | Metric::Percentile95(_)) {
            let about = if trend.exact { "" } else { "≈ " };
            pairs.push((name(&trend.metric, given), format!("{about}{}", text(&trend.metric, point.value, given))));
        }
        pairs.extend(super::histogram::count_pairs(&point.count));
        if given.compare
            && let Some(all) = trend.all.get(bin)
        {
            pairs.push(("Of all".into(), text(&trend.metric, all.value, given)));
        }
        Some(Tip { at, title: Quantity::Time.range(ends.0, ends.1), pairs })
    }

    fn take(&mut self, given: &Given, input: Input<'_>, layout: &Layout) -> Reaction {
        let (Some(track), Some(time)) = (track(given), time(given)) else { return Reaction::default() };
        let range = Given::range(given.test.as_ref());
        let before = self.brush.bin(&track, layout);
        let of = Brushed { track: &track, dimension: time, range, zoom: None };
        let outcome = self.brush.take(&of, input, layout);
        let mut reaction = outcome.reaction;
        if outcome.moved {
            reaction.say = self.phrase(given);
        }
        let after = self.brush.bin(&track, layout);
        if before != after {
            reaction.tell.push(crossed(time, &track, after));
        }
        reaction
    }

    fn renew(&mut self, given: &Given) {
        self.brush.renew(track(given).map_or(0, |track| track.bins()));
    }

    fn cursor(&self, given: &Given, layout: &Layout) -> &'static str {
        let (Some(track), Some(time)) = (track(given), time(given)) else { return "default" };
        let range = Given::range(given.test.as_ref());
        self.brush.shape(&Brushed { track: &track, dimension: time, range, zoom: None }, layout)
    }

    fn near(&self, given: &Given) -> Option<Dimension> {
        time(given).cloned()
    }

    fn words(&self, given: &Given) -> Words {
        let name = metric(given).map(|metric| name(metric, given)).unwrap_or_default();
        let mut columns: Vec<String> = ["Time (UTC)", "Sessions", "Flagged", "Flagged share"].map(String::from).into();
        if matches!(metric(given), Some(Metric::Median(_) | Metric::Percentile95(_))) {
            columns.push(name.clone());
        }
        columns.push("Of all".into());
        let mut words = Words {
            role: "line chart",
            keys: KEYS,
            caption: format!("{name} by time of start"),
            columns,
            ..Words::default()
        };
        let Some(trend) = trend(given) else { return words };
        let known = || trend.shown.iter().enumerate().filter(|(_, point)| point.value.is_finite());
        if trend.all.iter().all(|point| !point.value.is_finite()) && known().next().is_none() {
            words.empty = Some(match trend.metric {
                Metric::Sessions | Metric::FlaggedShare => "No session has a time.".into(),
                _ => format!("No session has a time and a {}.", name.to_lowercase()),
            });
            return words;
        }
        if trend.shown.iter().all(|point| point.count.sessions == 0) {
            words.empty = Some(super::histogram::NOTHING_LEFT.into());
        }
        let by = trend.binning.edges.windows(2).next().map(|ends| format::span(ends[1] - ends[0])).unwrap_or_default();
        words.summary = format!("{name} over time, by {by}");
        let greatest = known().max_by(|a, b| a.1.value.total_cmp(&b.1.value).then(b.0.cmp(&a.0)));
        let least = known().min_by(|a, b| a.1.value.total_cmp(&b.1.value));
        let when = |bin: usize| trend.binning.edges.get(bin).map(|at| Quantity::Time.text(*at)).unwrap_or_default();
        if let (Some((low, least)), Some((high, greatest))) = (least, greatest) {
            words.summary += &format!(
                ": least {} ({} UTC), greatest {} ({} UTC)",
                text(&trend.metric, least.value, given),
                when(low),
                text(&trend.metric, greatest.value, given),
                when(high)
            );
        } else {
            words.summary += ": nothing is shown";
        }
        let gaps = trend.shown.len() - known().count();
        if gaps > 0 {
            words.summary += &format!("; {gaps} of {} without sessions", trend.shown.len());
        }
        if !trend.exact {
            words.summary += "; approximate while the brush moves";
        }
        words.summary += ".";
        words
    }

    fn legend(&self, given: &Given, _: &Tokens) -> Vec<Key> {
        let share = matches!(metric(given), Some(Metric::FlaggedShare));
        let mut keys = vec![if share {
            (Sample::Path("xc-trend-flagged", "M0 9 8 4 16 7M8 1.5 10.5 4 8 6.5 5.5 4z"), "shown".to_owned())
        } else {
            (Sample::Path("xc-trend", "M0 9 8 4 16 7"), "shown".to_owned())
        }];
        if given.compare {
            keys.push((Sample::Path("xc-all", "M0 8 8 6 16 8"), "all sessions".to_owned()));
        }
        keys
    }

    fn rows(&self, given: &Given) -> Vec<Vec<String>> {
        let Some(trend) = trend(given) else { return Vec::new() };
        let more = matches!(trend.metric, Metric::Median(_) | Metric::Percentile95(_));
        let bins = trend.binning.edges.windows(2).zip(trend.shown.iter().zip(&trend.all));
        let row = bins.map(|(ends, (shown, all))| {
            let mut row = vec![
                Quantity::Time.text(ends[0]),
                format::count(shown.count.sessions.into()),
                format::count(shown.count.flagged.into()),
                share_of(&shown.count),
            ];
            if more {
                row.push(text(&trend.metric, shown.value, given));
            }
            row.push(text(&trend.metric, all.value, given));
            row
        });
        row.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crossfilter::Test;
    use crate::crossfilter::picture::Binning;
    use crate::explore::charts::testing::{Bench, column, count};
    use crate::explore::gesture::Gesture;

    const HOUR: f64 = 3_600_000.0;

    fn bench(metric: Metric, values: &[f64]) -> Bench {
        let points: Vec<Point> = values.iter().map(|value| Point { count: count(100, 5), value: *value }).collect();
        let edges = (0..=values.len()).map(|edge| edge as f64 * HOUR).collect();
        let binning = Binning { edges };
        let trend =
            Trend { metric: metric.clone(), binning, shown: points.clone(), all: points, exact: true, beyond: 0 };
        Bench::new(Drawing::Trend(metric), Some(Picture::Trend(trend)))
    }

    #[test]
    fn a_line_is_broken_where_there_is_nothing() {
        let bench = bench(Metric::FlaggedShare, &[0.1, 0.2, f64::NAN, 0.3, f64::NAN]);
        let lines: Vec<usize> = bench
            .base()
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Line { places, .. } => Some(places.len()),
                _ => None,
            })
            .collect();
        // The lone bin is a stroke of two ends.
        assert_eq!(lines, [2, 2]);
        let marks = bench.base().shapes.into_iter().find_map(|shape| match shape {
            Shape::Marks { places, .. } => Some(places.len()),
            _ => None,
        });
        assert_eq!(marks, Some(3));
        let summary = bench.kind.words(&bench.given).summary;
        assert!(summary.contains("greatest 30% (1970-01-01 03:00 UTC); 2 of 5 without sessions"), "{summary}");
    }

    #[test]
    fn time_is_brushed() {
        let mut bench = bench(Metric::Median(column("startup_time_ms")), &[100.0, 200.0, 300.0, 400.0]);
        let told = bench.drag((0.26, 0.5), (0.74, 0.5));
        let brush = Gesture::Brush {
            dimension: column("timestamp"),
            low: HOUR,
            high: 3.0 * HOUR,
            bins: Some((1, 3)),
            done: true,
        };
        assert_eq!(told.last(), Some(&brush));
        bench.filter(Some(Test::Between(HOUR, 3.0 * HOUR)));
        let said = bench.key("ArrowRight").say.unwrap().replace(format::THIN_SPACE, " ");
        assert_eq!(said, "1970-01-01 00:00 to 1970-01-01 01:00 UTC: 100 ms, 100 sessions, 5 flagged (5%)");
        assert_eq!(bench.kind.near(&bench.given), Some(column("timestamp")));
    }

    #[test]
    fn any_trend_can_be_drawn_and_handled() {
        for metric in [Metric::Sessions, Metric::FlaggedShare, Metric::Percentile95(column("bitrate_kbps"))] {
            for values in [vec![], vec![f64::NAN; 3], vec![0.0], vec![-5.0, 7.0, f64::INFINITY], vec![3.0; 40]] {
                let mut bench = bench(metric.clone(), &values);
                bench.given.compare = true;
                bench.shake();
            }
        }
    }
}
