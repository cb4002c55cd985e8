//! How a timeline looks: bars of sessions, and before them the line of shares with its band.

use super::*;
use charts::frame::Axes;
use charts::scale::{number_ticks, time_ticks};
use charts::scene::{Fill, Mark, Shape, crisp, solid};

impl TimelineKind {
    /// The share at the upper end of the axis, and the count there.
    fn tops(&self) -> (f64, f64) {
        // What is of few sessions does not say it, where there is anything else.
        let known = self.rows.iter().filter(|row| !row.is_few()).map(|row| row.interval().1).fold(0.0, f64::max);
        let share = if known > 0.0 { known } else { 1.0 };
        let sessions = self.rows.iter().map(|row| row.sessions).max().unwrap_or(0);
        ((share * 1.1).clamp(0.01, 1.0), f64::from(sessions.max(1)) * 1.1)
    }

    fn across(&self, bin: f64, layout: &Layout) -> f64 {
        layout.x(bin / self.rows.len().max(1) as f64)
    }
}

pub(super) fn draw(kind: &TimelineKind, sheet: &mut Sheet<'_>) {
    let (layout, tokens, start) = (sheet.layout, sheet.tokens, kind.known.start_ms);
    let (share_top, count_top) = kind.tops();
    let span = kind.known.width_ms * kind.rows.len() as f64;
    let times = time_ticks(start, start + span, layout.fits_across(56.0).clamp(2, 10));
    let most = layout.fits_up(34.0).clamp(2, 6);
    let shares = number_ticks(0.0, share_top, most, &format::share);
    let counts = number_ticks(0.0, count_top, most, &format::compact);
    let whole = counts.into_iter().filter(|tick| tick.at.fract() == 0.0);
    let axes = Axes {
        across: times.into_iter().map(|tick| ((tick.at - start) / span, tick.label)).collect(),
        up: shares.into_iter().map(|tick| (tick.at / share_top, tick.label)).collect(),
        right: whole.map(|tick| (tick.at / count_top, tick.label)).collect(),
        up_name: "Flagged share".into(),
        right_name: "Sessions".into(),
        corner: "UTC".into(),
        ..Axes::default()
    };
    sheet.grid(&axes);
    let x = |bin: f64| kind.across(bin, layout);
    let bar = |bin: usize, up: f64| {
        let (from, to) = (x(bin as f64 + 0.1), x(bin as f64 + 0.9));
        [from, layout.y(up), to - from, layout.plot_height() * up]
    };
    let filled = || kind.rows.iter().enumerate().filter(|(_, row)| row.sessions > 0);
    let bars = filled().map(|(bin, row)| bar(bin, f64::from(row.sessions) / count_top)).collect();
    sheet.scene.rects(bars, Fill::Plain(tokens.muted.faded(0.2)), None);
    // What is beyond the axis goes on a little beyond its end.
    let few = filled().filter(|(_, row)| row.is_few());
    let few = few.map(|(bin, row)| bar(bin, (row.share().unwrap_or(0.0) / share_top).min(1.03))).collect();
    sheet.scene.rects(few, Fill::Hatch(tokens.anomaly), solid(tokens.anomaly, 1.0));
    // Bins of few sessions are no points of the line: it is broken there.
    let point = |(bin, row): (usize, &TimeRow)| {
        let (low, high) = row.interval();
        let share = row.share().filter(|_| !row.is_few())?;
        Some([share, low, high].map(|share| (x(bin as f64 + 0.5), layout.y(share / share_top))))
    };
    let points: Vec<Option<[Place; 3]>> = kind.rows.iter().enumerate().map(point).collect();
    for piece in points.split(Option::is_none).filter(|piece| !piece.is_empty()) {
        let [line, low, mut high] = [0, 1, 2].map(|of| {
            let places: Vec<Place> = piece.iter().flatten().map(|point| point[of]).collect();
            match places[..] {
                // A lone bin is a short level stroke.
                [(middle, y)] => {
                    let half = x(0.3) - x(0.0);
                    vec![(middle - half, y), (middle + half, y)]
                }
                _ => places,
            }
        });
        high.extend(low.into_iter().rev());
        sheet.scene.area(high, Fill::Plain(tokens.anomaly.faded(0.12)));
        sheet.scene.line(line, solid(tokens.anomaly, 1.5));
    }
    sheet.labels(&axes);
}

pub(super) fn overlay(kind: &TimelineKind, sheet: &mut Sheet<'_>) -> Option<Tip> {
    let (layout, tokens) = (sheet.layout, sheet.tokens);
    let bin = kind.bin?;
    let row = kind.rows.get(bin)?;
    let x = crisp(kind.across(bin as f64 + 0.5, layout));
    sheet.upright(x, solid(tokens.muted, 1.0));
    let y = layout.y((row.share().unwrap_or(0.0) / kind.tops().0).min(1.0));
    if row.share().is_some() {
        let (fill, stroke) = (Some(tokens.surface), Some(solid(tokens.anomaly, 1.75)));
        let places = vec![(x, y)];
        sheet.scene.shapes.push(Shape::Marks { mark: Mark::Diamond, places, radius: 4.5, fill, stroke, halo: None });
    }
    let count = |count: u32| format::count(u64::from(count));
    let pairs =
        [("Flagged share", share_text(row)), ("Flagged", count(row.flagged)), ("Sessions", count(row.sessions))];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value)).into();
    Some(Tip { at: (x, y), title: kind.when(row), pairs })
}
