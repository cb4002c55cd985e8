//! How a heat map looks.

use super::*;

/// How far down the name of the labels up stands: above the ticks of picked columns.
const NAME: f64 = 6.0;
/// So far apart ticks stand, at least.
const TICK: f64 = 13.0;

pub(super) fn draw(given: &Given, sheet: &mut Sheet<'_>) {
    let (Some(map), Some((x, y))) = (map(given), axes(given)) else { return };
    let (layout, tokens) = (sheet.layout, sheet.tokens);
    let (scalar, top) = (Scalar::on(tokens.surface), top(map));
    let mut shades: Vec<Vec<[f64; 4]>> = vec![Vec::new(); SHADES];
    let mut few: Vec<Vec<[f64; 4]>> = vec![Vec::new(); SHADES];
    let mut none = Vec::new();
    let color = |shade: usize| of_shade(scalar, shade);
    let mut texts = Vec::new();
    for (place, count) in map.shown.iter().enumerate().take(map.x.len() * map.y.len()) {
        let at = (place % map.x.len(), place / map.x.len());
        let [left, top_edge, width, height] = cell(map, layout, at);
        let rect = [left + 0.5, top_edge + 0.5, (width - 1.0).max(0.5), (height - 1.0).max(0.5)];
        let Some(share) = share(count) else {
            none.push(rect);
            continue;
        };
        let shade = shade(share, top);
        let sure = count.sessions >= FEW;
        let like = if sure { &mut shades } else { &mut few };
        like[shade].push(rect);
        let ink = if sure { palette::ink_on(color(shade)) } else { tokens.ink };
        texts.extend(written(share, [left, top_edge, width, height], ink).map(|text| (text, !sure)));
    }
    for (shade, rects) in shades.into_iter().enumerate() {
        sheet.scene.rects(rects, Fill::Plain(color(shade)), None);
    }
    for (shade, rects) in few.into_iter().enumerate() {
        sheet.scene.rects(rects, Fill::Hatch(color(shade)), solid(color(shade).faded(0.6), 1.0));
    }
    sheet.scene.rects(none, None, solid(tokens.grid, 1.0));
    for (text, plate) in texts {
        if plate {
            let half = text_width(&text.text, TEXT) / 2.0 + 2.0;
            let rect = [text.at.0 - half, text.at.1 - 7.0, half * 2.0, 14.0];
            sheet.scene.rects(vec![rect], Fill::Plain(tokens.surface), None);
        }
        sheet.scene.text(text);
    }
    let left = f64::from(layout.left);
    let mut free = f64::NEG_INFINITY;
    for (row, label) in map.y.iter().enumerate() {
        let [_, top, _, height] = cell(map, layout, (0, row));
        let y = top + height / 2.0;
        if y - free >= 13.0 {
            sheet.write(&cut(shown_label(label), TEXT, left - 18.0), (left - 6.0, y), tokens.muted, Align::End);
            free = y;
        }
    }
    let width = layout.plot_width() / map.x.len() as f64;
    let longest = map.x.iter().map(|label| text_width(shown_label(label), TEXT)).fold(0.0, f64::max);
    // Short labels stand beside each other, or every second one does; long ones are cut.
    let every = if width >= 34.0 { 1 } else { ((longest.min(56.0) + 6.0) / width).ceil().max(1.0) as usize };
    let bottom = f64::from(layout.bottom);
    for (column, label) in map.x.iter().enumerate().step_by(every) {
        let [left, _, width, _] = cell(map, layout, (column, 0));
        let text = cut(shown_label(label), TEXT, width * every as f64 - 4.0);
        sheet.write(&text, (left + width / 2.0, bottom + 11.0), tokens.muted, Align::Middle);
    }
    let right = f64::from(layout.right);
    let name = |of: &Dimension, room: f64| cut(&label(of, &given.about), TEXT, room);
    sheet.write(&name(y, f64::from(layout.width) - 4.0), (2.0, NAME), tokens.ink, Align::Start);
    sheet.write(&name(x, right - 2.0), (right, bottom + 28.0), tokens.ink, Align::End);
}

pub(super) fn overlay(kind: &HeatMapKind, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
    let map = map(given)?;
    let (layout, tokens) = (sheet.layout, sheet.tokens);
    if given.test.is_some() || given.test_up.is_some() {
        let on = |test: bool, picked: bool| !test || picked;
        let (mut framed, top) = (Vec::new(), top(map));
        for row in 0..map.y.len() {
            for column in 0..map.x.len() {
                let (x, y) = HeatMapKind::picked(given, (column, row));
                let chosen = on(given.test.is_some(), x) && on(given.test_up.is_some(), y);
                let [left, up, width, height] = cell(map, layout, (column, row));
                if chosen {
                    framed.push([left + 1.5, up + 1.5, width - 3.0, height - 3.0])
                } else if let Some(count) = map.shown.get(row * map.x.len() + column) {
                    pale(sheet, count, top, [left, up, width, height]);
                }
            }
        }
        sheet.scene.rects(framed.clone(), None, solid(tokens.surface, 4.0));
        sheet.scene.rects(framed, None, solid(tokens.accent, 2.0));
        let tick =
            |at| Text { at, text: "✓".into(), size: TEXT, bold: true, color: tokens.accent, align: Align::Middle };
        // Where cells are smaller than a tick, not each can have its own.
        let mut free = f64::NEG_INFINITY;
        for row in (0..map.y.len()).filter(|row| HeatMapKind::picked(given, (usize::MAX, *row)).1) {
            let [_, top, _, height] = cell(map, layout, (0, row));
            if top + height / 2.0 >= free {
                sheet.scene.text(tick((6.0, top + height / 2.0)));
                free = top + height / 2.0 + TICK;
            }
        }
        free = f64::NEG_INFINITY;
        for column in (0..map.x.len()).filter(|column| HeatMapKind::picked(given, (*column, usize::MAX)).0) {
            let [left, _, width, _] = cell(map, layout, (column, 0));
            if left + width / 2.0 >= free {
                sheet.scene.text(tick((left + width / 2.0, f64::from(layout.top) - 6.0)));
                free = left + width / 2.0 + TICK;
            }
        }
    }
    let pointed = kind.pointer.and_then(|place| kind.cell_at(given, place, layout));
    let at = pointed.or(kind.cursor)?;
    let [left, top, width, height] = cell(map, layout, at);
    sheet.focus([left + 1.0, top + 1.0, width - 2.0, height - 2.0]);
    let place = at.1 * map.x.len() + at.0;
    let mut pairs = count_pairs(map.shown.get(place)?);
    if let Some(all) = map.all.get(place) {
        pairs.push((ALL[0].into(), format::count(all.sessions.into())));
        pairs.push((ALL[1].into(), share_of(all)));
    }
    Some(Tip { at: (left + width, top + height), title: HeatMapKind::title(map, at), pairs })
}

/// A cell that is not picked: paler, what is written in it as easy to read as before. It hides the cell beneath.
fn pale(sheet: &mut Sheet<'_>, count: &Count, top: f64, rect: [f64; 4]) {
    let tokens = sheet.tokens;
    let [left, up, width, height] = rect;
    let Some(share) = share(count) else { return };
    let color = of_shade(Scalar::on(tokens.surface), shade(share, top)).towards(tokens.surface, 0.55);
    let inner = [left + 0.5, up + 0.5, (width - 1.0).max(0.5), (height - 1.0).max(0.5)];
    let back = if count.sessions >= FEW {
        sheet.scene.rects(vec![inner], Fill::Plain(color), None);
        color
    } else {
        sheet.scene.rects(vec![[left, up, width, height]], Fill::Plain(tokens.surface), None);
        sheet.scene.rects(vec![inner], None, solid(color, 1.0));
        tokens.surface
    };
    if let Some(text) = written(share, rect, palette::apart(tokens.muted, back, palette::WORDS)) {
        sheet.scene.text(text);
    }
}

/// A cell's share in the middle of it, where there is room.
fn written(share: f64, [left, top, width, height]: [f64; 4], color: Color) -> Option<Text> {
    let text = format::share(share);
    let fits = width >= text_width(&text, TEXT) + 8.0 && height >= 15.0;
    let at = (left + width / 2.0, top + height / 2.0);
    fits.then_some(Text { at, text, size: TEXT, bold: false, color, align: Align::Middle })
}
