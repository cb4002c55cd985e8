//! How a metric over time looks.

use super::*;

pub(super) fn draw(given: &Given, sheet: &mut Sheet<'_>) {
    let (Some(trend), Some(track)) = (trend(given), track(given)) else { return };
    let (layout, tokens) = (sheet.layout, sheet.tokens);
    let (low, high) = range(trend);
    let most = layout.fits_up(34.0).clamp(2, 6);
    let ticks = match &trend.metric {
        Metric::Sessions => Quantity::Symbol(String::new()).ticks(low, high, most, false),
        Metric::FlaggedShare => charts::scale::number_ticks(low, high, most, &format::share),
        Metric::Median(of) | Metric::Percentile95(of) => Quantity::of(of, &given.about).ticks(low, high, most, false),
    };
    let up = |value: f64| (value - low) / (high - low);
    let axes = Axes {
        across: along(&track, &Quantity::Time, layout.fits_across(64.0)),
        up: ticks.into_iter().map(|tick| (up(tick.at), tick.label)).collect(),
        across_name: "Time (UTC)".into(),
        up_name: name(&trend.metric, given),
        ..Axes::default()
    };
    sheet.grid(&axes);
    let middle = |bin: usize| (track.share_of_edge(bin) + track.share_of_edge(bin + 1)) / 2.0;
    let place = |bin: usize, value: f64| (layout.x(middle(bin)), layout.y(up(value).clamp(0.0, 1.0)));
    let half = layout.plot_width() / track.bins() as f64 / 3.0;
    let color = if trend.metric == Metric::FlaggedShare { tokens.anomaly } else { tokens.density[2] };
    let few = |bin: usize, point: &Point| {
        let (from, to) = (layout.x(track.share_of_edge(bin)), layout.x(track.share_of_edge(bin + 1)));
        let width = (to - from) * 0.8;
        let (top, bottom) = (place(bin, point.value).1, f64::from(layout.bottom));
        [from + (to - from - width) / 2.0, top, width, bottom - top]
    };
    let doubtful =
        || trend.shown.iter().enumerate().filter(|(_, point)| is_drawn(point) && is_few(&trend.metric, point));
    let bars: Vec<[f64; 4]> = doubtful().map(|(bin, point)| few(bin, point)).collect();
    // A bar that goes on beyond the axis has an arrow there.
    let beyond = bars.iter().zip(doubtful()).filter(|(_, (_, point))| point.value > high);
    let arrow = |([left, top, width, _], _): (&[f64; 4], _)| {
        let (x, tip) = (left + width / 2.0, top - 6.0);
        [[x - 4.0, tip + 4.0, x, tip], [x, tip, x + 4.0, tip + 4.0]]
    };
    let arrows: Vec<[f64; 4]> = beyond.flat_map(arrow).collect();
    sheet.scene.rects(bars, Fill::Hatch(color), solid(color, 1.0));
    sheet.scene.lines(arrows, solid(color, 1.5));
    if trend.metric == Metric::FlaggedShare {
        for piece in pieces(&trend.metric, &trend.shown) {
            let (mut upper, mut lower): (Vec<Place>, Vec<Place>) = piece
                .iter()
                .map(|&(bin, point)| (place(bin, interval(point).1), place(bin, interval(point).0)))
                .unzip();
            // A lone bin is as wide as its stroke.
            if let ([(x, high)], [(_, low)]) = (upper.as_slice(), lower.as_slice()) {
                (upper, lower) = (vec![(x - half, *high), (x + half, *high)], vec![(x - half, *low), (x + half, *low)]);
            }
            upper.extend(lower.into_iter().rev());
            sheet.scene.area(upper, Fill::Plain(color.faded(0.16)));
        }
        let whisker = |(bin, point): (usize, &Point)| {
            let (low, high) = interval(point);
            [place(bin, low), place(bin, high)]
        };
        let lines = doubtful().map(whisker).map(|[low, high]| [crisp(low.0), low.1, crisp(high.0), high.1]);
        sheet.scene.lines(lines.collect(), solid(tokens.muted, 1.0));
    }
    let mut draw = |points: &[Point], stroke: Stroke| {
        for piece in pieces(&trend.metric, points) {
            let piece: Vec<Place> = piece.into_iter().map(|(bin, point)| place(bin, point.value)).collect();
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
    draw(&trend.shown, solid(color, 1.75));
    if half * 3.0 >= APART {
        let sure = pieces(&trend.metric, &trend.shown).concat();
        sheet.scene.shapes.push(Shape::Marks {
            mark: if trend.metric == Metric::FlaggedShare { Mark::Diamond } else { Mark::Circle },
            places: sure.into_iter().map(|(bin, point)| place(bin, point.value)).collect(),
            radius: 2.75,
            fill: Some(tokens.surface),
            stroke: Some(solid(color, 1.25)),
            halo: None,
        });
    }
    sheet.labels(&axes);
}

pub(super) fn overlay(kind: &TrendKind, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
    let (trend, track) = (trend(given)?, track(given)?);
    let layout = sheet.layout;
    let range_of = Given::range(given.test.as_ref());
    if let Some((low, high)) = kind.brush.shares(&track, range_of) {
        sheet.brush(low, high);
    }
    let bin = kind.brush.bin(&track, layout);
    if let Some(time) = time(given) {
        crosshair(given, time, &track, sheet, bin.is_some());
    }
    let bin = bin?;
    let (ends, point) = (track.ends(bin)?, trend.shown.get(bin)?);
    let x = layout.x((track.share_of_edge(bin) + track.share_of_edge(bin + 1)) / 2.0);
    sheet.upright(crisp(x), solid(sheet.tokens.muted, 1.0));
    let (low, high) = range(trend);
    let mut at = (x, f64::from(layout.top) + layout.plot_height() / 3.0);
    if point.value.is_finite() {
        at.1 = layout.y(((point.value - low) / (high - low)).clamp(0.0, 1.0));
        let (radius, ink) = (if kind.brush.cursor.is_some() { 6.0 } else { 4.5 }, sheet.tokens.ink);
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
        pairs.push(("With a value".into(), sessions(point.of.into())));
    }
    pairs.extend(crate::explore::charts::histogram::count_pairs(&point.count));
    if trend.metric == Metric::FlaggedShare {
        pairs.push(("95 % interval".into(), interval_text(&point.count, interval(point))));
    }
    if given.compare
        && let Some(all) = trend.all.get(bin)
    {
        pairs.push((
            format!("All: {}", name(&trend.metric, given).to_lowercase()),
            text(&trend.metric, all.value, given),
        ));
    }
    Some(Tip { at, title: Quantity::Time.range(ends.0, ends.1), pairs })
}

fn is_drawn(point: &Point) -> bool {
    point.value.is_finite()
}

/// The pieces of a line that has gaps where there is nothing, and where what there is is of few sessions.
fn pieces<'a>(metric: &Metric, points: &'a [Point]) -> Vec<Vec<(usize, &'a Point)>> {
    let mut pieces = vec![Vec::new()];
    for (bin, point) in points.iter().enumerate() {
        match (is_drawn(point) && !is_few(metric, point), pieces.last_mut()) {
            (true, Some(piece)) => piece.push((bin, point)),
            (false, Some(piece)) if !piece.is_empty() => pieces.push(Vec::new()),
            _ => {}
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}
