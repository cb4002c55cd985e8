//! How a histogram looks.

use super::*;

pub(super) fn draw(given: &Given, sheet: &mut Sheet<'_>) {
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
        ..Axes::default()
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

pub(super) fn overlay(kind: &HistogramKind, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
    let (histogram, track, axis) = (histogram(given)?, track(given)?, axis(given)?);
    let layout = sheet.layout;
    let range = Given::range(given.test.as_ref());
    if let Some((low, high)) = kind.brush.shares(&track, range) {
        sheet.brush(low, high);
    }
    let bin = kind.brush.bin(&track, layout);
    crosshair(given, &axis.dimension, &track, sheet, bin.is_some());
    let bin = bin?;
    let (from, to) = (layout.x(track.share_of_edge(bin)), layout.x(track.share_of_edge(bin + 1)));
    let (from, to) = (from.max(layout.left.into()), to.min(layout.right.into()));
    let (top, height) = (f64::from(layout.top), layout.plot_height());
    if kind.brush.cursor.is_some() {
        sheet.focus([from, top, to - from, height]);
    } else {
        sheet.scene.rects(vec![[from, top, to - from, height]], Fill::Plain(sheet.tokens.muted.faded(0.15)), None);
    }
    let (title, pairs) = kind.tip(given, histogram, &track, bin)?;
    let at = kind.brush.pointer.unwrap_or(((from + to) / 2.0, top + height / 3.0));
    Some(Tip { at, title, pairs })
}
