//! How the features side by side look.

use super::*;

pub(super) fn draw(given: &Given, sheet: &mut Sheet<'_>) {
    let Some(parallel) = parallel(given) else { return };
    let (layout, tokens) = (sheet.layout, sheet.tokens);
    let pitch = pitch(given, layout.plot_height());
    let (left, right) = (f64::from(layout.left), f64::from(layout.right));
    let mut rows = Vec::new();
    let (mut far, mut near, mut whiskers, mut boxes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut typical, mut shown_at, mut few) = (Vec::new(), Vec::new(), Vec::new());
    for place in 0..parallel.features.len() {
        let (top, middle) =
            (f64::from(layout.top) + pitch * place as f64, f64::from(layout.top) + pitch * (place as f64 + 0.42));
        if place > 0 {
            rows.push([2.0, top.floor() + 0.5, right, top.floor() + 0.5]);
        }
        let (name, quantity) = of(parallel, place, given);
        sheet.write(&cut(&name, TEXT, left - 14.0), (left - 9.0, middle), tokens.ink, Align::End);
        let Some((low, high)) = range(parallel, place) else {
            sheet.write("no values", (left + 4.0, middle), tokens.muted, Align::Start);
            continue;
        };
        let x = |value: f64| left + (right - left) * ((value - low) / (high - low)).clamp(0.0, 1.0);
        let [shown, all] = spreads(parallel, place);
        let thick = (pitch * 0.42).min(18.0);
        if all[0].is_finite() {
            far.push([x(all[0]), middle - thick / 2.0, x(all[4]) - x(all[0]), thick]);
            near.push([x(all[1]), middle - thick / 2.0, x(all[3]) - x(all[1]), thick]);
            typical.push((x(all[2]), middle));
        }
        if shown[0].is_finite() {
            let half = thick * 0.3;
            whiskers.push([x(shown[0]), middle, x(shown[1]), middle]);
            whiskers.push([x(shown[3]), middle, x(shown[4]), middle]);
            for end in [shown[0], shown[4]] {
                whiskers.push([x(end), middle - half, x(end), middle + half]);
            }
            let of = if is_few(parallel, place) { &mut few } else { &mut boxes };
            of.push([x(shown[1]), middle - half, (x(shown[3]) - x(shown[1])).max(1.0), half * 2.0]);
            shown_at.push((x(shown[2]), middle));
        }
        let words = middle + thick / 2.0 + 8.0;
        if pitch >= PITCH.0 {
            let ticks = quantity.ticks(low, high, ((right - left) / 90.0) as usize, false);
            let mut free = f64::NEG_INFINITY;
            for tick in ticks {
                let half = charts::scene::text_width(&tick.label, TEXT) / 2.0;
                let at = x(tick.at);
                if at - half >= free.max(left - 4.0) && at + half <= right + 12.0 {
                    rows.push([at.floor() + 0.5, middle + thick / 2.0, at.floor() + 0.5, middle + thick / 2.0 + 3.0]);
                    sheet.write(&tick.label, (at, words), tokens.muted, Align::Middle);
                    free = at + half + 8.0;
                }
            }
        }
    }
    sheet.scene.lines(rows, solid(tokens.line, 1.0));
    sheet.scene.rects(far, Fill::Plain(tokens.muted.faded(0.16)), solid(tokens.muted, 1.0));
    sheet.scene.rects(near, Fill::Plain(tokens.muted.faded(0.26)), solid(tokens.muted, 1.0));
    sheet.scene.line(typical.clone(), Stroke { color: tokens.muted, width: 1.25, dash: Dash::Dashed });
    sheet.scene.line(shown_at.clone(), solid(tokens.accent.faded(0.75), 1.25));
    sheet.scene.lines(whiskers, solid(tokens.accent, 1.5));
    sheet.scene.rects(boxes, None, solid(tokens.accent, 1.5));
    sheet.scene.rects(few, Fill::Hatch(tokens.accent), solid(tokens.accent, 1.5));
    let mut marks = |mark, places, radius, fill, color| {
        let stroke = Some(solid(color, 1.5));
        sheet.scene.shapes.push(Shape::Marks { mark, places, radius, fill: Some(fill), stroke, halo: None });
    };
    marks(Mark::Circle, typical, 3.0, tokens.surface, tokens.muted);
    marks(Mark::Diamond, shown_at, 4.5, tokens.accent, tokens.surface);
}

pub(super) fn overlay(kind: &ParallelKind, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
    let parallel = parallel(given)?;
    let layout = sheet.layout;
    let pitch = pitch(given, layout.plot_height());
    let pointed = kind.pointer.and_then(|place| kind.row_at(given, place, layout));
    let place = pointed.or(kind.cursor)?;
    let (top, width) = (f64::from(layout.top) + pitch * place as f64, f64::from(layout.width));
    if pointed.is_none() {
        sheet.focus([1.0, top + 1.0, width - 2.0, pitch - 2.0]);
    } else {
        sheet.scene.rects(vec![[0.0, top, width, pitch]], Fill::Plain(sheet.tokens.muted.faded(0.1)), None);
    }
    let at = kind.pointer.unwrap_or((f64::from(layout.left), top + pitch));
    Some(Tip { at, title: of(parallel, place, given).0, pairs: ParallelKind::pairs(parallel, place, given) })
}
