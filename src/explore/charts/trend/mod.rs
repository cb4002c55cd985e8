//! A metric over time: a line with points for the shown sessions, a thin dashed one for all, a brush along time. A share has
//! its interval; what is of few sessions is a hatched bar and no point of the line.

mod draw;
mod words;

use super::bars::{FEW, interval_text};
use super::brush::{Brush, Brushed};
use super::given::{Given, Reaction};
use super::histogram::{along, crossed, crosshair, share_of};
use super::quantity::{self, Quantity, flagged, label, sessions};
use super::track::Track;
use crate::explore::gesture::Gesture;
use analysis::views::wilson;
use charts::frame::Axes;
use charts::kind::{Input, Key, Kind, Sample, Sheet, Tip, Words};
use charts::layout::{Layout, Margins};
use charts::scene::{Dash, Fill, Mark, Place, Shape, Stroke, crisp, solid};
use charts::theme::Tokens;
use crossfilter::picture::{Point, Trend};
use crossfilter::view::{Drawing, Metric};
use crossfilter::{Dimension, Picture};
use telemetry::format;

const KEYS: &str = "Arrow keys step through time, with Shift they make a brush and resize it, with Ctrl and Shift they move it, Enter filters to the bin, Escape clears the brush.";
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

/// Whether the metric of a bin is that of few sessions. How many there are is known however few they are.
fn is_few(metric: &Metric, point: &Point) -> bool {
    *metric != Metric::Sessions && point.of < FEW
}

/// The 95 % confidence interval of a bin's flagged share.
fn interval(point: &Point) -> (f64, f64) {
    wilson(point.count.flagged, point.count.sessions)
}

/// Of how many sessions a percentile is.
fn valued(point: &Point) -> String {
    format!("of {}", sessions(point.of.into()))
}

/// From which value to which the axis up runs: that of all sessions, and of the shown ones, so that a brush elsewhere moves it
/// only where it must. What is of few sessions does not say it, where there is anything else.
fn range(trend: &Trend) -> (f64, f64) {
    let known = || trend.all.iter().chain(&trend.shown).filter(|point| point.value.is_finite());
    let sure = || known().filter(|point| !is_few(&trend.metric, point));
    let span = |(low, high): (f64, f64), value: f64| (low.min(value), high.max(value));
    let nothing = (f64::INFINITY, f64::NEG_INFINITY);
    let (mut low, mut high) = sure().map(|point| point.value).fold(nothing, span);
    if low > high {
        (low, high) = known().map(|point| point.value).fold(nothing, span);
    }
    if trend.metric == Metric::FlaggedShare {
        let shown = trend.shown.iter().filter(|point| !is_few(&trend.metric, point));
        high = shown.map(|point| interval(point).1).fold(high, f64::max);
    }
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
            Metric::Median(_) | Metric::Percentile95(_) => {
                format!("{} ({}), ", text(&trend.metric, point.value, given), valued(point))
            }
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

impl Kind<Given> for TrendKind {
    fn margins(&self, _: &Given, _: f64) -> Margins {
        Margins { left: 56.0, right: 12.0, top: 24.0, bottom: 38.0 }
    }

    fn draw(&self, given: &Given, sheet: &mut Sheet<'_>) {
        draw::draw(given, sheet);
    }

    fn overlay(&self, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
        draw::overlay(self, given, sheet)
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

    fn near(&self, given: &Given) -> Option<Gesture> {
        time(given).cloned().map(Gesture::Near)
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
}

#[cfg(test)]
mod tests;
