//! How a scatter looks.

use super::*;

pub(super) fn draw(given: &Given, sheet: &mut Sheet<'_>) {
    let (Some(scatter), Some(tracks), Some((x, y, tint, field))) = (scatter(given), tracks(given), drawing(given))
    else {
        return;
    };
    let (layout, tokens) = (sheet.layout, sheet.tokens);
    let rect = |part: &Part| {
        let x = |place: usize| layout.x(tracks[0].share_of_edge(place).clamp(0.0, 1.0));
        let y = |place: usize| layout.y(tracks[1].share_of_edge(place).clamp(0.0, 1.0));
        let (left, top) = (x(part.columns.start), y(part.rows.end));
        [left, top, x(part.columns.end) - left, y(part.rows.start) - top]
    };
    let (width, height, scores) = &scatter.field;
    // Seen through another window the field would not fit: it comes with the answer.
    let whole = Part { columns: 0..tracks[0].bins(), rows: 0..tracks[1].bins() };
    let settled = tracks.iter().all(|track| track.share_of_whole(0.0) == 0.0 && track.share_of_whole(1.0) == 1.0);
    if field && settled {
        let from_top = cells::from_top(scores, (*width).into());
        let size = (u32::from(*width), u32::from(*height));
        let (low, high) = (tokens.field_low, tokens.field_high);
        if let Some(pixels) = density::tint(&from_top, size, given.about.threshold, low, high) {
            sheet.scene.shapes.push(Shape::Image { rect: rect(&whole), pixels, smooth: true });
        }
    }
    let quantity = |axis: &Axis| Quantity::of(&axis.dimension, &given.about);
    let axes = Axes {
        across: along(&tracks[0], &quantity(x), layout.fits_across(64.0)),
        up: along(&tracks[1], &quantity(y), layout.fits_up(34.0)),
        across_name: name(x, given),
        up_name: name(y, given),
        ..Axes::default()
    };
    sheet.grid(&axes);
    let part = Part { columns: tracks[0].seen(), rows: tracks[1].seen() };
    if let Some(pixels) = cells::cloud(scatter, tint, &part, sheet) {
        sheet.scene.shapes.push(Shape::Image { rect: rect(&part), pixels, smooth: false });
    }
    if field && settled {
        let line = |piece: &[f32]| match piece {
            [x1, y1, x2, y2] => {
                [layout.x((*x1).into()), layout.y((*y1).into()), layout.x((*x2).into()), layout.y((*y2).into())]
            }
            _ => [0.0; 4],
        };
        let lines: Vec<[f64; 4]> = scatter.contour.chunks_exact(4).map(line).collect();
        sheet.scene.lines(lines.clone(), solid(tokens.surface.faded(0.85), 3.5));
        sheet.scene.lines(lines, solid(tokens.ink, 1.25));
    }
    let places: Vec<Place> = marks(scatter, &tracks).map(|(_, x, y)| (layout.x(x), layout.y(y))).collect();
    // Many marks are drawn smaller, so that they remain marks.
    let crowd = (places.len() as f64 / 300.0).clamp(1.0, 3.0);
    if !places.is_empty() {
        sheet.scene.shapes.push(Shape::Marks {
            mark: Mark::Diamond,
            places,
            radius: MARK / libm::sqrt(crowd),
            fill: None,
            stroke: Some(solid(tokens.anomaly, 1.25)),
            halo: Some(solid(tokens.surface.faded(0.85), 2.75)),
        });
    }
    sheet.labels(&axes);
}

pub(super) fn overlay(kind: &ScatterKind, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
    let (scatter, tracks, (x, y, ..)) = (scatter(given)?, tracks(given)?, drawing(given)?);
    let layout = sheet.layout;
    if let Some([across, up]) = kind.brushed(given, &tracks) {
        let x = |place: usize| layout.x(tracks[0].share_of_edge(place));
        let y = |place: usize| layout.y(tracks[1].share_of_edge(place));
        window(sheet, [x(across.0), x(across.1)], [y(up.1), y(up.0)]);
    }
    let pointed = kind.pointer.filter(|place| layout.holds(*place) && kind.panned.is_none());
    if pointed.is_none()
        && let Some((of, value)) = &given.cross
    {
        let stroke = Stroke { color: sheet.tokens.muted, width: 1.0, dash: Dash::Dashed };
        let (across, up) = (tracks[0].share(*value), tracks[1].share(*value));
        if *of == x.dimension && (0.0..=1.0).contains(&across) {
            sheet.upright(crisp(layout.x(across)), stroke);
        }
        if *of == y.dimension && (0.0..=1.0).contains(&up) {
            sheet.level(crisp(layout.y(up)), stroke);
        }
    }
    let near =
        pointed.filter(|_| !kind.brush.is_held()).and_then(|place| kind.nearest(scatter, &tracks, place, layout));
    let mark = near.map(|near| near.0).or(kind.cursor.filter(|_| pointed.is_none()));
    if let Some((row, across, up)) = mark.and_then(|mark| marks(scatter, &tracks).nth(mark)) {
        let at = (layout.x(across), layout.y(up));
        let (fill, halo) = (None, Some(solid(sheet.tokens.surface, 4.0)));
        let stroke = Some(solid(sheet.tokens.ink, 1.75));
        sheet.scene.shapes.push(Shape::Marks { mark: Mark::Circle, places: vec![at], radius: 7.0, fill, stroke, halo });
        let pairs = ScatterKind::values(given, &tracks, [across, up]);
        return Some(Tip { at, title: format!("{} · flagged", session_name(scatter, row)), pairs });
    }
    let at = pointed?;
    let hair = solid(sheet.tokens.muted, 1.0);
    sheet.upright(crisp(at.0), hair);
    sheet.level(crisp(at.1), hair);
    let (across, up) = layout.shares(at);
    let (column, row) = (tracks[0].bin(across)?, tracks[1].bin(up)?);
    let cell = row * tracks[0].bins() + column;
    let count = scatter.counts.get(cell).copied().unwrap_or(0);
    let mut pairs = ScatterKind::values(given, &tracks, [across, up]);
    let tinted = scatter.tint.get(cell).copied().unwrap_or(f32::NAN);
    match drawing(given)?.2 {
        Tint::Score if tinted.is_finite() => pairs.push(("Mean score".into(), format::score(tinted.into()))),
        Tint::Category(of) if tinted >= 0.0 => {
            let most = scatter.labels.get(tinted as usize).map_or("", |label| shown_label(label));
            pairs.push((format!("Most frequent {}", label(of, &given.about)), most.to_owned()));
        }
        _ => {}
    }
    Some(Tip { at, title: sessions(count.into()), pairs })
}

/// A rectangular brush: what is outside is veiled, its sides bear handles.
fn window(sheet: &mut Sheet<'_>, x: [f64; 2], y: [f64; 2]) {
    let (layout, tokens) = (sheet.layout, sheet.tokens);
    let (left, right) = (f64::from(layout.left), f64::from(layout.right));
    let (top, bottom) = (f64::from(layout.top), f64::from(layout.bottom));
    let ([x1, x2], [y1, y2]) = (x.map(|x| x.clamp(left, right)), y.map(|y| y.clamp(top, bottom)));
    let veils = [
        [left, top, right - left, y1 - top],
        [left, y2, right - left, bottom - y2],
        [left, y1, x1 - left, y2 - y1],
        [x2, y1, right - x2, y2 - y1],
    ];
    let veils = veils.into_iter().filter(|rect| rect[2] > 0.0 && rect[3] > 0.0).collect();
    sheet.scene.rects(veils, Fill::Plain(tokens.surface.faded(0.62)), None);
    sheet.scene.rects(vec![[x1, y1, x2 - x1, y2 - y1]], None, solid(tokens.accent, 2.0));
    let (middle, centre) = ((x1 + x2) / 2.0, (y1 + y2) / 2.0);
    let sides = |at: [f64; 2], ends: (f64, f64)| at.into_iter().filter(move |at| (ends.0..=ends.1).contains(at));
    sheet.handles(sides(x, (left, right)).map(|x| (x, centre)).collect(), true);
    sheet.handles(sides(y, (top, bottom)).map(|y| (middle, y)).collect(), false);
}
