//! A histogram: bars of the shown sessions, the flagged ones as a hatched layer before them, all sessions as a stepped line
//! behind, and a brush along its axis.

mod draw;
mod words;

use super::brush::{Brush, Brushed, Zoom};
use super::given::{Given, Reaction};
use super::quantity::{Quantity, described, flagged, label, sessions};
use super::track::Track;
use crate::explore::gesture::Gesture;
use charts::frame::Axes;
use charts::kind::{Input, Key, Kind, Sample, Sheet, Tip, Words};
use charts::layout::{Layout, Margins};
use charts::scale::{count_height, count_ticks};
use charts::scene::{Dash, Fill, Stroke, crisp, solid};
use charts::theme::Tokens;
use crossfilter::picture::{Count, Histogram};
use crossfilter::view::{Axis, Drawing, Scale};
use crossfilter::{Dimension, Picture};
use telemetry::format;

/// What the keys do on an axis that is brushed.
pub const KEYS: &str = "Arrow keys step through the bins, with Shift they make a brush and resize it, with Ctrl and Shift they move it, Enter filters to the bin, Escape clears the brush, plus and minus zoom, 0 shows all.";

/// What a chart says that the filters leave nothing to show.
pub const NOTHING_LEFT: &str = "No session meets the filters.";

/// A histogram's pointer and keys.
#[derive(Default)]
pub struct HistogramKind {
    brush: Brush,
}

/// The axis of a drawing.
fn axis(given: &Given) -> Option<&Axis> {
    match &given.drawing {
        Drawing::Histogram(axis) => Some(axis),
        _ => None,
    }
}

fn histogram(given: &Given) -> Option<&Histogram> {
    match given.picture.as_deref() {
        Some(Picture::Histogram(histogram)) => Some(histogram)
            // While the drawing is of something else, what is there is of no use.
            .filter(|histogram| axis(given).is_some_and(|axis| axis.dimension == histogram.axis.dimension)),
        _ => None,
    }
}

fn track(given: &Given) -> Option<Track> {
    let (histogram, axis) = (histogram(given)?, axis(given)?);
    let track = Track::new(&histogram.binning.edges, histogram.axis.scale == Scale::Log)?;
    if histogram.axis.window == axis.window {
        return Some(track);
    }
    // Until the answer for another window comes, the bins at hand are seen through it.
    let window = axis.window.or_else(|| described(&axis.dimension, &given.about)?.range)?;
    Some(track.through(window))
}

/// How far around its window an axis is zoomed out at once whose range is not known, in widths of the window.
const AROUND: f64 = 8.0;

/// What of an axis can be zoomed. A feature that no detector uses is made when a view needs it, so its range is not
/// described: what its picture shows counts as all, and so far around a window.
pub fn zoom(axis: &Axis, given: &Given) -> Option<Zoom> {
    let range = described(&axis.dimension, &given.about)?.range;
    let (low, high) = range.or_else(|| match axis.window {
        Some((low, high)) => Some((low - (high - low) * AROUND, high + (high - low) * AROUND)),
        None => {
            let edges = match given.picture.as_deref()? {
                Picture::Histogram(shown) if shown.axis == *axis => &shown.binning.edges,
                Picture::Scatter(shown) if shown.x == *axis => &shown.columns.edges,
                Picture::Scatter(shown) if shown.y == *axis => &shown.rows.edges,
                _ => return None,
            };
            Some((*edges.first()?, *edges.last()?))
        }
    })?;
    (low < high).then_some(Zoom { whole: (low, high), window: axis.window, log: axis.scale == Scale::Log })
}

/// Labels along a track, about so many at most.
pub fn along(track: &Track, quantity: &Quantity, most: usize) -> Vec<(f64, String)> {
    let most = most.clamp(2, 12);
    let (low, high) = track.range();
    let ticks = match track.log_range() {
        Some((low, high)) => quantity.ticks(low, high, most, true),
        None => quantity.ticks(low, high, most, false),
    };
    let at = ticks.into_iter().map(|tick| (track.share(tick.at), tick.label));
    let mut labels: Vec<(f64, String)> = at.filter(|(at, _)| (0.0..=1.0).contains(at)).collect();
    // On a logarithmic axis what is not above zero has a bin of its own.
    if let (Some((first, end)), true) = (track.ends(0), track.log_range().is_some())
        && first <= 0.0
        && end > 0.0
        && track.share_of_edge(0) >= 0.0
    {
        labels.insert(0, ((track.share_of_edge(0) + track.share_of_edge(1)) / 2.0, "≤ 0".into()));
    }
    labels
}

/// All the bins between two ends counted together.
fn counted(counts: &[Count], track: &Track, (low, high): (f64, f64)) -> (u64, u64) {
    let within = (0..track.bins()).filter(|bin| track.ends(*bin).is_some_and(|(from, to)| from >= low && to <= high));
    within
        .filter_map(|bin| counts.get(bin))
        .fold((0, 0), |sum, count| (sum.0 + u64::from(count.sessions), sum.1 + u64::from(count.flagged)))
}

impl HistogramKind {
    fn phrase(&self, given: &Given) -> Option<String> {
        let (histogram, track, axis) = (histogram(given)?, track(given)?, axis(given)?);
        let quantity = Quantity::of(&axis.dimension, &given.about);
        let bin = self.brush.cursor.and_then(|bin| track.ends(bin))?;
        let brushed = self.brush.range(&track, None);
        let range = brushed.unwrap_or(bin);
        let (all, marked) = counted(&histogram.shown, &track, range);
        let begin = if brushed.is_some() { "Brush " } else { "" };
        Some(format!("{begin}{}: {}, {}", quantity.range(range.0, range.1), sessions(all), flagged(marked, all)))
    }

    fn tip(
        &self,
        given: &Given,
        histogram: &Histogram,
        track: &Track,
        bin: usize,
    ) -> Option<(String, Vec<(String, String)>)> {
        let axis = axis(given)?;
        let quantity = Quantity::of(&axis.dimension, &given.about);
        let (low, high) = track.ends(bin)?;
        let count = histogram.shown.get(bin)?;
        let mut pairs = count_pairs(count);
        if given.compare
            && let Some(all) = histogram.all.get(bin)
        {
            pairs.push((ALL[0].into(), format::count(all.sessions.into())));
            pairs.push((ALL[1].into(), share_of(all)));
        }
        Some((quantity.range(low, high), pairs))
    }
}

/// Sessions, flagged, share.
pub fn count_pairs(count: &Count) -> Vec<(String, String)> {
    vec![
        ("Sessions".into(), format::count(count.sessions.into())),
        ("Flagged".into(), format::count(count.flagged.into())),
        ("Flagged share".into(), share_of(count)),
    ]
}

/// What stands beside the shown sessions: how many of all there are, and the share of them that is flagged.
pub const ALL: [&str; 2] = ["All: sessions", "All: flagged share"];

/// The flagged share, as text.
pub fn share_of(count: &Count) -> String {
    format::part(count.flagged.into(), count.sessions.into())
}

impl Kind<Given> for HistogramKind {
    fn margins(&self, _: &Given, _: f64) -> Margins {
        Margins { left: 44.0, right: 12.0, top: 24.0, bottom: 38.0 }
    }

    fn draw(&self, given: &Given, sheet: &mut Sheet<'_>) {
        draw::draw(given, sheet);
    }

    fn overlay(&self, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
        draw::overlay(self, given, sheet)
    }

    fn take(&mut self, given: &Given, input: Input<'_>, layout: &Layout) -> Reaction {
        let (Some(track), Some(axis)) = (track(given), axis(given)) else { return Reaction::default() };
        let range = Given::range(given.test.as_ref());
        let of = Brushed { track: &track, dimension: &axis.dimension, range, zoom: zoom(axis, given) };
        let before = self.brush.bin(&track, layout);
        let outcome = self.brush.take(&of, input, layout);
        let mut reaction = outcome.reaction;
        if let Some(window) = outcome.window {
            let drawing = Drawing::Histogram(Axis { window, ..axis.clone() });
            reaction.tell.push(Gesture::Zoom { drawing });
        }
        if outcome.moved {
            reaction.say = self.phrase(given);
        }
        let after = self.brush.bin(&track, layout);
        if before != after {
            reaction.tell.push(crossed(&axis.dimension, &track, after));
        }
        reaction
    }

    fn renew(&mut self, given: &Given) {
        self.brush.renew(track(given).map_or(0, |track| track.bins()));
    }

    fn cursor(&self, given: &Given, layout: &Layout) -> &'static str {
        let (Some(track), Some(axis)) = (track(given), axis(given)) else { return "default" };
        let range = Given::range(given.test.as_ref());
        self.brush.shape(&Brushed { track: &track, dimension: &axis.dimension, range, zoom: None }, layout)
    }

    fn near(&self, given: &Given) -> Option<Gesture> {
        axis(given).map(|axis| Gesture::Near(axis.dimension.clone()))
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

/// The name of an axis, with what is special about it.
pub fn name(axis: &Axis, given: &Given) -> String {
    let name = label(&axis.dimension, &given.about);
    let utc = if Quantity::of(&axis.dimension, &given.about) == Quantity::Time { " (UTC)" } else { "" };
    let log = if axis.scale == Scale::Log { " (logarithmic)" } else { "" };
    format!("{name}{utc}{log}")
}

/// What is told of the crosshair when the pointer reaches another bin.
pub fn crossed(dimension: &Dimension, track: &Track, bin: Option<usize>) -> Gesture {
    let value = bin.and_then(|bin| {
        let share = (track.share_of_edge(bin) + track.share_of_edge(bin + 1)) / 2.0;
        track.ends(bin).map(|_| track.value(share))
    });
    Gesture::Cross(value.map(|value| (dimension.clone(), value)))
}

/// The crosshair that another view of the same dimension has.
pub fn crosshair(given: &Given, dimension: &Dimension, track: &Track, sheet: &mut Sheet<'_>, own: bool) {
    let Some((of, value)) = &given.cross else { return };
    let share = track.share(*value);
    if of == dimension && !own && (0.0..=1.0).contains(&share) {
        let stroke = Stroke { color: sheet.tokens.muted, width: 1.0, dash: Dash::Dashed };
        sheet.upright(crisp(sheet.layout.x(share)), stroke);
    }
}

#[cfg(test)]
mod tests;
