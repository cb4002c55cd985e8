//! How a histogram looks: bars, and above them the threshold and the bin under the pointer.

use super::*;
use charts::frame::Axes;
use charts::scale::{count_height, count_ticks, number_ticks};
use charts::scene::{Fill, crisp, solid};

pub(super) fn draw(histogram: &Histogram, sheet: &mut Sheet<'_>) {
    let (layout, tokens) = (sheet.layout, sheet.tokens);
    let (low, high) = range(histogram);
    let greatest = histogram.counts.iter().copied().max().unwrap_or(0).max(1);
    let top = count_height(f64::from(greatest)) * 1.06;
    let scores = number_ticks(low, high, layout.fits_across(52.0).clamp(2, 12), &|score| format::significant(score, 3));
    let axes = Axes {
        across: scores.into_iter().map(|tick| (share(histogram, tick.at), tick.label)).collect(),
        up: count_ticks(greatest).into_iter().map(|tick| (tick.at / top, tick.label)).collect(),
        across_name: "Score".into(),
        up_name: "Sessions (logarithmic)".into(),
        ..Axes::default()
    };
    sheet.grid(&axes);
    let inset = histogram.width * 0.08;
    let x = |score: f64| layout.x(share(histogram, score));
    let y = |count: u32| layout.y(count_height(f64::from(count)) / top);
    let bottom = f64::from(layout.bottom);
    // The bin that the threshold cuts is in both colours.
    let (mut below, mut above) = (Vec::new(), Vec::new());
    for (bin, &count) in histogram.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let (from, to) = bin_range(histogram, bin);
        let (from, to) = (from + inset, to - inset);
        let cut = histogram.threshold.clamp(from, to);
        for (from, to, bars) in [(from, cut, &mut below), (cut, to, &mut above)] {
            if to > from {
                bars.push([x(from), y(count), x(to) - x(from), bottom - y(count)]);
            }
        }
    }
    sheet.scene.rects(below, Fill::Plain(tokens.density[1]), None);
    sheet.scene.rects(above, Fill::Plain(tokens.anomaly.faded(0.75)), None);
    // Known faults as a line of steps over the bars: told apart by shape, not by colour.
    let faults = histogram.faults.iter().enumerate().filter(|(_, count)| **count > 0);
    let steps = faults.map(|(bin, &count)| {
        let (from, to) = bin_range(histogram, bin);
        [x(from), y(count), x(to), y(count)]
    });
    sheet.scene.lines(steps.collect(), solid(tokens.ink, 1.5));
    sheet.labels(&axes);
}

pub(super) fn overlay(kind: &HistogramKind, scores: &Scores, sheet: &mut Sheet<'_>) -> Option<Tip> {
    let (histogram, layout, tokens) = (&*kind.known, sheet.layout, sheet.tokens);
    let (x, top) = (|score: f64| layout.x(share(histogram, score)), f64::from(layout.top));
    let pointed = kind.pointed(layout);
    if let Some((_, bin)) = pointed {
        let (from, to) = bin_range(histogram, bin);
        let rect = [x(from), top, x(to) - x(from), layout.plot_height()];
        sheet.scene.rects(vec![rect], Fill::Plain(tokens.muted.faded(0.15)), None);
    }
    if kind.moving.is_some() {
        sheet.upright(crisp(x(histogram.threshold)), solid(tokens.muted, 1.0));
    }
    let line = crisp(x(kind.threshold()));
    sheet.upright(line, solid(tokens.surface, 4.0));
    sheet.upright(line, solid(tokens.accent, 2.0));
    sheet.plate(&kind.phrase(scores), (line, top + 10.0));
    let (at, bin) = pointed?;
    let (from, to) = bin_range(histogram, bin);
    let count = |counts: &[u32]| counts.get(bin).map(|&count| format::count(u64::from(count)));
    let pairs = [("Sessions", count(&histogram.counts)), ("Known faults", count(&histogram.faults))];
    Some(Tip {
        at,
        title: format!("Score {} to {}", format::score(from), format::score(to)),
        pairs: pairs.into_iter().filter_map(|(name, count)| Some((name.to_owned(), count?))).collect(),
    })
}
