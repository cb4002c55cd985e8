//! A histogram: bars of the shown sessions, the flagged ones as a hatched layer before them, all sessions as a stepped line
//! behind, and a brush along its axis.

use super::brush::{Brush, Brushed, Zoom};
use super::frame::Axes;
use super::kind::{Given, Input, Key, Kind, Reaction, Sample, Sheet, Tip, Words};
use super::quantity::{Quantity, described, flagged, label, sessions};
use super::scene::{Dash, Fill, Stroke, crisp, solid};
use super::track::Track;
use crate::app::charts::layout::{Layout, Margins};
use crate::app::charts::scale::{count_height, count_ticks};
use crate::app::charts::theme::Tokens;
use crate::crossfilter::picture::{Count, Histogram};
use crate::crossfilter::view::{Axis, Drawing, Scale};
use crate::crossfilter::{Dimension, Picture};
use crate::explore::gesture::Gesture;
use crate::format;

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
            pairs.push(("Of all".into(), format::count(all.sessions.into())));
            pairs.push(("Of all flagged".into(), share_of(all)));
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

/// The flagged share, as text.
pub fn share_of(count: &Count) -> String {
    format::part(count.flagged.into(), count.sessions.into())
}

impl Kind for HistogramKind {
    fn margins(&self, _: &Given, _: f64) -> Margins {
        Margins { left: 44.0, right: 12.0, top: 24.0, bottom: 38.0 }
    }

    fn draw(&self, given: &Given, sheet: &mut Sheet<'_>) {
        let (Some(histogram), Some(track), Some(axis)) = (histogram(given), track(given), axis(given)) else { return };
        let (layout, tokens) = (sheet.layout, sheet.tokens);
        let quantity = Quantity::of(&axis.dimension, &given.about);
        // All sessions say how high the axis is: a brush elsewhere never moves it.
        let most = histogram.all.iter().chain(&histogram.shown).map(|count| count.sessions).max().unwrap_or(0).max(1);
        let top = count_height(f64::from(most)) * 1.06;
        let axes = Axes {
            across: along(&track, &quantity, layout.fits_across(64.0)),
            up: count_ticks(most).into_iter().map(|tick| (tick.at / top, tick.label)).collect(),
            across_name: name(axis, given),
            up_name: "Sessions (logarithmic)".into(),
        };
        sheet.grid(&axes);
        let bottom = f64::from(layout.bottom);
        let height = |count: u32| (layout.plot_height() * count_height(f64::from(count)) / top).max(1.0);
        let ends = |bin: usize| {
            let end = |place: usize| layout.x(track.share_of_edge(place).clamp(0.0, 1.0));
            (end(bin), end(bin + 1))
        };
        let rects = |counts: &dyn Fn(usize) -> u32| -> Vec<[f64; 4]> {
            let filled = track.seen().map(|bin| (bin, counts(bin))).filter(|(_, count)| *count > 0);
            let rect = filled.map(|(bin, count)| {
                let (from, to) = ends(bin);
                let gap = if to - from > 5.0 { 0.5 } else { 0.0 };
                [from + gap, bottom - height(count), (to - from - gap * 2.0).max(0.5), height(count)]
            });
            rect.collect()
        };
        let of = |counts: &[Count], bin: usize| counts.get(bin).copied().unwrap_or_default();
        if given.compare {
            let all = rects(&|bin| of(&histogram.all, bin).sessions);
            sheet.scene.rects(all, Fill::Plain(tokens.muted.faded(0.16)), None);
        }
        sheet.scene.rects(rects(&|bin| of(&histogram.shown, bin).sessions), Fill::Plain(tokens.density[1]), None);
        let marked = rects(&|bin| of(&histogram.shown, bin).flagged);
        // The surface beneath the stripes, so that they are seen before the bar.
        sheet.scene.rects(marked.clone(), Fill::Plain(tokens.surface), None);
        sheet.scene.rects(marked, Fill::Hatch(tokens.anomaly), None);
        let steps = |counts: &dyn Fn(usize) -> u32| -> Vec<(f64, f64)> {
            let step = track.seen().flat_map(|bin| {
                let ((from, to), count) = (ends(bin), counts(bin));
                let y = if count > 0 { bottom - height(count) } else { bottom };
                [(from, y), (to, y)]
            });
            step.collect()
        };
        // The bars are pale so that what stands before them is seen: their outline is what stands out from the ground.
        if histogram.shown.iter().any(|count| count.sessions > 0) {
            sheet.scene.line(steps(&|bin| of(&histogram.shown, bin).sessions), solid(tokens.density[2], 1.25));
        }
        if histogram.shown.iter().any(|count| count.flagged > 0) {
            sheet.scene.line(steps(&|bin| of(&histogram.shown, bin).flagged), solid(tokens.anomaly, 1.25));
        }
        if given.compare {
            let stroke = Stroke { color: tokens.muted, width: 1.0, dash: Dash::Dashed };
            sheet.scene.line(steps(&|bin| of(&histogram.all, bin).sessions), stroke);
        }
        sheet.labels(&axes);
    }

    fn overlay(&self, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
        let (histogram, track, axis) = (histogram(given)?, track(given)?, axis(given)?);
        let layout = sheet.layout;
        let range = Given::range(given.test.as_ref());
        if let Some((low, high)) = self.brush.shares(&track, range) {
            sheet.brush(low, high);
        }
        let bin = self.brush.bin(&track, layout);
        crosshair(given, &axis.dimension, &track, sheet, bin.is_some());
        let bin = bin?;
        let (from, to) = (layout.x(track.share_of_edge(bin)), layout.x(track.share_of_edge(bin + 1)));
        let (from, to) = (from.max(layout.left.into()), to.min(layout.right.into()));
        let (top, height) = (f64::from(layout.top), layout.plot_height());
        if self.brush.cursor.is_some() {
            sheet.focus([from, top, to - from, height]);
        } else {
            sheet.scene.rects(vec![[from, top, to - from, height]], Fill::Plain(sheet.tokens.muted.faded(0.15)), None);
        }
        let (title, pairs) = self.tip(given, histogram, &track, bin)?;
        let at = self.brush.pointer.unwrap_or(((from + to) / 2.0, top + height / 3.0));
        Some(Tip { at, title, pairs })
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

    fn near(&self, given: &Given) -> Option<Dimension> {
        axis(given).map(|axis| axis.dimension.clone())
    }

    fn words(&self, given: &Given) -> Words {
        let name = axis(given).map(|axis| label(&axis.dimension, &given.about)).unwrap_or_default();
        let mut words = Words {
            role: "histogram",
            keys: KEYS,
            caption: format!("Sessions by {name}"),
            columns: ["", "Sessions", "Flagged", "Flagged share", "Of all", "Of all flagged"].map(String::from).into(),
            ..Words::default()
        };
        words.columns[0] = name.clone();
        let (Some(histogram), Some(axis)) = (histogram(given), axis(given)) else { return words };
        let sum = |counts: &[Count]| {
            counts.iter().fold((0, 0), |sum: (u64, u64), count| {
                (sum.0 + u64::from(count.sessions), sum.1 + u64::from(count.flagged))
            })
        };
        let (shown, marked) = sum(&histogram.shown);
        if shown == 0 && sum(&histogram.all).0 == 0 {
            words.empty = Some(format!("No session has a value of {name} here."));
        } else if shown == 0 {
            words.empty = Some(NOTHING_LEFT.into());
        }
        words.summary = format!("{name}: {}, {}", sessions(shown), flagged(marked, shown));
        let quantity = Quantity::of(&axis.dimension, &given.about);
        let most = histogram.shown.iter().enumerate().max_by_key(|(bin, count)| (count.sessions, usize::MAX - bin));
        if let Some((bin, count)) = most.filter(|(_, count)| count.sessions > 0)
            && let [low, high, ..] = histogram.binning.edges.get(bin..).unwrap_or_default()
        {
            let most = format::count(count.sessions.into());
            words.summary += &format!("; most ({most}) at {}", quantity.rounded_range(*low, *high));
        }
        let beyond = u64::from(histogram.beyond.0) + u64::from(histogram.beyond.1);
        if beyond > 0 {
            words.summary += &format!("; {} beyond the part shown", format::count(beyond));
        }
        if histogram.missing > 0 {
            words.summary += &format!("; {} without a value", format::count(histogram.missing.into()));
        }
        words.summary += ".";
        words
    }

    fn legend(&self, given: &Given, _: &Tokens) -> Vec<Key> {
        let mut keys = vec![
            (Sample::Path("xc-shown", "M1 1h14v10h-14z"), "shown".to_owned()),
            (Sample::Path("xc-flagged", "M1 1h14v10h-14zM1 6 6 1M1 11 11 1M5 11 15 1M10 11l5-5"), "flagged".to_owned()),
        ];
        if given.compare {
            keys.push((Sample::Path("xc-all", "M1 10h5V4h5v4h4"), "all sessions".to_owned()));
        }
        keys
    }

    fn rows(&self, given: &Given) -> Vec<Vec<String>> {
        let (Some(histogram), Some(axis)) = (histogram(given), axis(given)) else { return Vec::new() };
        let quantity = Quantity::of(&axis.dimension, &given.about);
        let bins = histogram.binning.edges.windows(2).zip(histogram.shown.iter().zip(&histogram.all));
        let row = bins.filter(|(_, (_, all))| all.sessions > 0).map(|(ends, (shown, all))| {
            vec![
                quantity.range(ends[0], ends[1]),
                format::count(shown.sessions.into()),
                format::count(shown.flagged.into()),
                share_of(shown),
                format::count(all.sessions.into()),
                share_of(all),
            ]
        });
        row.collect()
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
mod tests {
    use super::*;
    use crate::crossfilter::Test;
    use crate::crossfilter::picture::Binning;
    use crate::explore::charts::kind::Pointer;
    use crate::explore::charts::scene::Shape;
    use crate::explore::charts::testing::{Bench, column, count};

    fn axis(scale: Scale, window: Option<(f64, f64)>) -> Axis {
        Axis { dimension: column("startup_time_ms"), scale, window }
    }

    fn picture(axis: &Axis, edges: &[f64], shown: Vec<Count>) -> Picture {
        let all = shown.iter().map(|count| Count { sessions: count.sessions * 2, flagged: count.flagged }).collect();
        let binning = Binning { edges: edges.to_vec() };
        Picture::Histogram(Histogram { axis: axis.clone(), binning, shown, all, beyond: (3, 4), missing: 5 })
    }

    /// Ten bins of a second each; half as many sessions in each as in the one before.
    fn bench() -> Bench {
        let axis = axis(Scale::Linear, None);
        let edges: Vec<f64> = (0..=10).map(|edge| f64::from(edge) * 1000.0).collect();
        let shown = (0..10).map(|bin| count(1024 >> bin, (1024 >> bin) / 8)).collect();
        Bench::new(Drawing::Histogram(axis.clone()), Some(picture(&axis, &edges, shown)))
    }

    fn brush(low: f64, high: f64, bins: (u16, u16), done: bool) -> Gesture {
        Gesture::Brush { dimension: column("startup_time_ms"), low, high, bins: Some(bins), done }
    }

    fn brushes(gestures: Vec<Gesture>) -> Vec<Gesture> {
        gestures.into_iter().filter(|gesture| !matches!(gesture, Gesture::Cross(_))).collect()
    }

    #[test]
    fn a_brush_ends_at_ends_of_bins() {
        let mut bench = bench();
        let told = brushes(bench.drag((0.22, 0.5), (0.57, 0.5)));
        assert_eq!(told, [brush(2000.0, 6000.0, (2, 6), false), brush(2000.0, 6000.0, (2, 6), true)]);
        let brushed = Some(Test::Between(2000.0, 6000.0));
        bench.filter(brushed.clone());
        // An end is taken, the other one stays.
        let told = brushes(bench.drag((0.6, 0.5), (0.91, 0.5)));
        assert_eq!(told.last(), Some(&brush(2000.0, 9000.0, (2, 9), true)));
        bench.filter(brushed.clone());
        // Beyond the other end the brush turns over.
        let told = brushes(bench.drag((0.6, 0.5), (0.0, 0.5)));
        assert_eq!(told.last(), Some(&brush(0.0, 2000.0, (0, 2), true)));
        bench.filter(brushed.clone());
        // The middle moves all, no further than the axis.
        let told = brushes(bench.drag((0.4, 0.5), (3.0, 0.5)));
        assert_eq!(told.last(), Some(&brush(6000.0, 10_000.0, (6, 10), true)));
        bench.filter(brushed);
        // A click beside it takes it away; without one nothing happens.
        let clear = Gesture::Clear(vec![column("startup_time_ms")]);
        assert_eq!(brushes(bench.drag((0.8, 0.5), (0.8, 0.5))), std::slice::from_ref(&clear));
        assert_eq!(brushes(bench.key("Escape").tell), [clear]);
        bench.filter(None);
        assert_eq!(brushes(bench.drag((0.8, 0.5), (0.8, 0.5))), []);
    }

    #[test]
    fn a_double_click_resets_the_zoom_and_leaves_the_brush() {
        let mut bench = bench();
        let window = Some((1000.0, 9000.0));
        let range = Some(Test::Between(2000.5, 4000.0));
        bench.given.drawing = Drawing::Histogram(axis(Scale::Linear, window));
        bench.filter(range.clone());
        let beside = bench.at((0.9, 0.5));
        // The first click takes the brush away, the second one finds none.
        let cleared = brushes(bench.drag((0.9, 0.5), (0.9, 0.5)));
        assert_eq!(cleared, [Gesture::Clear(vec![column("startup_time_ms")])]);
        bench.filter(None);
        assert_eq!(brushes(bench.drag((0.9, 0.5), (0.9, 0.5))), []);
        let again =
            Gesture::Brush { dimension: column("startup_time_ms"), low: 2000.5, high: 4000.0, bins: None, done: true };
        let whole = Gesture::Zoom { drawing: Drawing::Histogram(axis(Scale::Linear, None)) };
        assert_eq!(bench.take(Input::Twice(beside)).tell, [again, whole]);
        // What an earlier click took away stays away.
        bench.filter(range);
        bench.drag((0.9, 0.5), (0.9, 0.5));
        bench.filter(None);
        bench.given.drawing = Drawing::Histogram(axis(Scale::Linear, None));
        bench.drag((0.9, 0.5), (0.9, 0.5));
        bench.drag((0.9, 0.5), (0.9, 0.5));
        assert_eq!(bench.take(Input::Twice(beside)).tell, []);
    }

    #[test]
    fn keys_step_extend_and_filter() {
        let mut bench = bench();
        let said = bench.key("ArrowRight").say.unwrap();
        assert_eq!(said.replace(format::THIN_SPACE, " "), "0 ms to 1 s: 1024 sessions, 128 flagged (12.5%)");
        bench.key("ArrowRight");
        assert_eq!(brushes(bench.key("Enter").tell), [brush(1000.0, 2000.0, (1, 2), true)]);
        bench.filter(Some(Test::Between(1000.0, 2000.0)));
        let extended = bench.take(Input::Key("ArrowRight", true, false));
        assert_eq!(brushes(extended.tell), [brush(1000.0, 3000.0, (1, 3), false)]);
        let said = extended.say.unwrap();
        assert_eq!(said.replace(format::THIN_SPACE, " "), "Brush 1 s to 3 s: 768 sessions, 96 flagged (12.5%)");
        assert_eq!(bench.take(Input::KeyUp).tell, [brush(1000.0, 3000.0, (1, 3), true)]);
        assert_eq!(bench.take(Input::KeyUp).tell, []);
        // A brush that is there is resized at the end nearer to the keys, and moved as a whole.
        bench.filter(Some(Test::Between(2000.0, 5000.0)));
        bench.take(Input::Blur);
        let keyed = |bench: &mut Bench, key, ctrl| brushes(bench.take(Input::Key(key, true, ctrl)).tell);
        assert_eq!(keyed(&mut bench, "ArrowRight", false), [brush(2000.0, 6000.0, (2, 6), false)]);
        assert_eq!(keyed(&mut bench, "ArrowLeft", false), [brush(2000.0, 5000.0, (2, 5), false)]);
        assert_eq!(keyed(&mut bench, "ArrowRight", true), [brush(3000.0, 6000.0, (3, 6), false)]);
        assert_eq!(keyed(&mut bench, "PageUp", true), [brush(7000.0, 10_000.0, (7, 10), false)]);
        assert_eq!(keyed(&mut bench, "ArrowLeft", false), [brush(7000.0, 9000.0, (7, 9), false)]);
        assert_eq!(bench.take(Input::KeyUp).tell, [brush(7000.0, 9000.0, (7, 9), true)]);
        bench.filter(Some(Test::Between(7000.0, 9000.0)));
        bench.take(Input::Blur);
        for _ in 0..7 {
            bench.key("ArrowRight");
        }
        assert_eq!(keyed(&mut bench, "ArrowLeft", false), [brush(6000.0, 9000.0, (6, 9), false)]);
        bench.take(Input::KeyUp);
        bench.key("End");
        assert!(bench.key("ArrowRight").say.unwrap().starts_with("9"));
    }

    #[test]
    fn what_is_not_described_is_zoomed_by_what_is_shown() {
        let mut bench = bench();
        let mut about = (*bench.given.about).clone();
        about.dimensions.iter_mut().for_each(|described| described.range = None);
        bench.given.about = std::rc::Rc::new(about);
        let zoomed = |window| Gesture::Zoom { drawing: Drawing::Histogram(axis(Scale::Linear, window)) };
        assert_eq!(bench.key("+").tell, [zoomed(Some((1000.0, 9000.0)))]);
        bench.given.drawing = Drawing::Histogram(axis(Scale::Linear, Some((4000.0, 5000.0))));
        assert_eq!(bench.key("-").tell, [zoomed(Some((3875.0, 5125.0)))]);
        assert_eq!(bench.key("0").tell, [zoomed(None)]);
    }

    #[test]
    fn wheel_and_keys_zoom_and_zero_resets() {
        let mut bench = bench();
        let middle = bench.at((0.5, 0.5)).at;
        let zoomed = |window| Gesture::Zoom { drawing: Drawing::Histogram(axis(Scale::Linear, window)) };
        assert_eq!(bench.take(Input::Zoom(middle, 2.0)).tell, [zoomed(Some((2500.0, 7500.0)))]);
        // Out of the whole there is nothing: the page scrolls.
        assert!(!bench.take(Input::Zoom(middle, 0.5)).taken);
        assert_eq!(bench.key("0").tell, []);
        bench.given.drawing = Drawing::Histogram(axis(Scale::Linear, Some((2500.0, 7500.0))));
        assert_eq!(bench.key("0").tell, [zoomed(None)]);
        assert_eq!(bench.take(Input::Twice(Pointer { at: middle, ..Pointer::default() })).tell, [zoomed(None)]);
        // The bins at hand are seen through the window at once, and a brush in it is of what is seen.
        let told = brushes(bench.drag((0.11, 0.5), (0.49, 0.5)));
        assert_eq!(told.last(), Some(&brush(3000.0, 5000.0, (3, 5), true)));
        let pan = Pointer { shift: true, ..bench.at((0.5, 0.5)) };
        bench.take(Input::Press(pan));
        let end = bench.at((0.4, 0.5));
        assert_eq!(bench.take(Input::At(end)).tell.first(), Some(&zoomed(Some((3000.0, 8000.0)))));
    }

    #[test]
    fn flagged_sessions_are_hatched_and_the_pointer_reads_exact_values() {
        let mut bench = bench();
        bench.given.compare = true;
        let hatched = bench.base().shapes.into_iter().find_map(|shape| match shape {
            Shape::Rects { rects, fill: Some(Fill::Hatch(_)), .. } => Some(rects.len()),
            _ => None,
        });
        assert_eq!(hatched, Some(8), "bins without flagged sessions have no second bar");
        let pointer = bench.at((0.25, 0.5));
        let told = bench.take(Input::At(pointer)).tell;
        assert_eq!(told, [Gesture::Cross(Some((column("startup_time_ms"), 2500.0)))]);
        let tip = bench.overlay().1.unwrap();
        assert_eq!(tip.title.replace(format::THIN_SPACE, " "), "2 s to 3 s");
        assert_eq!(tip.pairs[0], ("Sessions".into(), "256".into()));
        let summary = bench.kind.words(&bench.given).summary.replace(format::THIN_SPACE, " ");
        assert_eq!(
            summary,
            "Startup time: 2046 sessions, 255 flagged (12.5%); most (1024) at 0 ms to 1 s; 7 beyond the part shown; 5 without a value."
        );
    }

    #[test]
    fn any_histogram_can_be_drawn_and_handled() {
        bench().shake();
        for scale in [Scale::Linear, Scale::Log] {
            for edges in
                [vec![0.0, 1.0, 10.0, 1e4], vec![f64::NEG_INFINITY, 1.0, 2.0], vec![5.0, 5.0], vec![], vec![1.0, 2.0]]
            {
                let axis = axis(scale, None);
                let shown = edges.iter().skip(1).map(|_| count(7, 1)).collect();
                Bench::new(Drawing::Histogram(axis.clone()), Some(picture(&axis, &edges, shown))).shake();
                // Fewer counts than bins.
                let mut bench =
                    Bench::new(Drawing::Histogram(axis.clone()), Some(picture(&axis, &edges, vec![count(0, 0)])));
                bench.given.compare = true;
                bench.given.test = Some(Test::Between(f64::NEG_INFINITY, 1.5));
                bench.shake();
            }
        }
        let mut none = Bench::new(Drawing::Histogram(axis(Scale::Log, None)), None);
        none.shake();
        let empty = picture(&axis(Scale::Linear, None), &[0.0, 1.0], vec![count(0, 0)]);
        let bench = Bench::new(Drawing::Histogram(axis(Scale::Linear, None)), Some(empty));
        assert!(bench.kind.words(&bench.given).empty.is_some());
    }
}
