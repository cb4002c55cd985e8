//! How a scatter looks: field, cloud and marks, and above them the selection and what the pointer or the keys have reached.

use super::*;
use charts::density::{self, Picture};
use charts::frame::{Axes, Label};
use charts::scale::{Tick, feature_ticks};
use charts::scene::{self, Shape, crisp, solid};

/// A mark's half width in CSS pixels.
const MARK: f64 = 4.0;

pub(super) fn draw(kind: &ScatterKind, cloud: &Cloud, sheet: &mut Sheet<'_>) {
    let (scatter, layout, tokens) = (&cloud.scatter, sheet.layout, sheet.tokens);
    let Some((x, y)) = scatter.axes.as_ref().filter(|(x, y)| is_drawable(x) && is_drawable(y)) else { return };
    if cloud.show_field {
        let (low, high) = (tokens.field_low, tokens.field_high);
        over_plot(density::tint(&scatter.field, scatter.field_size, cloud.threshold, low, high), sheet);
    }
    let axes = Axes {
        across: labels(x, layout.fits_across(72.0)),
        up: labels(y, layout.fits_up(40.0)),
        across_name: axis_feature(x).label(),
        up_name: axis_feature(y).label(),
        ..Axes::default()
    };
    sheet.grid(&axes);
    // The image may have been made for another size: a dot is measured in its pixels.
    let dot = 1.9 * f64::from(scatter.width) / layout.plot_width();
    over_plot(density::cloud(&scatter.counts, (scatter.width, scatter.height), &tokens.density, dot), sheet);
    if cloud.show_field {
        let line = |piece: &[f32]| {
            let [x1, y1, x2, y2] = [piece[0], piece[1], piece[2], piece[3]].map(f64::from);
            [layout.x(x1), layout.y(y1), layout.x(x2), layout.y(y2)]
        };
        let lines = scatter.contour.chunks_exact(4).map(line).collect();
        sheet.scene.lines(lines, solid(tokens.ink.faded(0.7), 1.25));
    }
    // Many marks are drawn smaller, so that they remain marks.
    let crowd = (kind.marks.len() as f64 / 400.0).clamp(1.0, 3.0);
    if !kind.marks.is_empty() {
        sheet.scene.shapes.push(Shape::Marks {
            mark: scene::Mark::Diamond,
            places: kind.marks.iter().map(|mark| (layout.x(mark.x), layout.y(mark.y))).collect(),
            radius: MARK / crowd.sqrt(),
            fill: None,
            stroke: Some(solid(tokens.anomaly, 1.25)),
            // It keeps a mark apart from the cloud and from its neighbours.
            halo: Some(solid(tokens.surface.faded(0.85), 2.75)),
        });
    }
    sheet.labels(&axes);
}

pub(super) fn overlay(kind: &ScatterKind, cloud: &Cloud, sheet: &mut Sheet<'_>) -> Option<Tip> {
    let layout = sheet.layout;
    if let Some(mark) = kind.marks.iter().find(|mark| Some(mark.row) == cloud.selected) {
        ring(mark, 8.0, 2.0, sheet);
    }
    let pointed = kind.pointer.filter(|place| layout.holds(*place));
    if let Some(mark) = pointed.and_then(|place| kind.nearest(place, layout)).or(kind.reached()) {
        ring(mark, 6.5, 1.5, sheet);
        return Some(Tip {
            at: (layout.x(mark.x), layout.y(mark.y)),
            title: format!("{} · flagged", cloud.scatter.name(mark.place)),
            pairs: kind.values(mark.x, mark.y),
        });
    }
    let at = pointed.filter(|_| cloud.scatter.axes.is_some())?;
    let hair = solid(sheet.tokens.muted, 1.0);
    sheet.upright(crisp(at.0), hair);
    sheet.level(crisp(at.1), hair);
    let (across, up) = layout.shares(at);
    let sessions = kind.around(layout, across, up);
    Some(Tip { at, title: format::things(sessions, "session") + " here", pairs: kind.values(across, up) })
}

fn over_plot(pixels: Option<Picture>, sheet: &mut Sheet<'_>) {
    let layout = sheet.layout;
    let rect = [f64::from(layout.left), f64::from(layout.top), layout.plot_width(), layout.plot_height()];
    sheet.scene.shapes.extend(pixels.map(|pixels| Shape::Image { rect, pixels, smooth: true }));
}

fn ring(mark: &Mark, radius: f64, width: f64, sheet: &mut Sheet<'_>) {
    sheet.scene.shapes.push(Shape::Marks {
        mark: scene::Mark::Circle,
        places: vec![(sheet.layout.x(mark.x), sheet.layout.y(mark.y))],
        radius,
        fill: None,
        stroke: Some(solid(sheet.tokens.ink, width)),
        halo: Some(solid(sheet.tokens.surface, width + 2.0)),
    });
}

fn is_drawable(axis: &Axis) -> bool {
    axis.low.is_finite() && axis.high.is_finite() && axis.high > axis.low
}

fn labels(axis: &Axis, most: usize) -> Vec<Label> {
    let share = |tick: Tick| ((tick.at - axis.low) / (axis.high - axis.low), tick.label);
    feature_ticks(&axis_feature(axis), axis.low, axis.high, most.clamp(2, 10)).into_iter().map(share).collect()
}
