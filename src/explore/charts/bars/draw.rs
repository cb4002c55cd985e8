//! How bars look.

use super::*;

pub(super) fn draw(given: &Given, sheet: &mut Sheet<'_>) {
    let Some(bars) = bars(given) else { return };
    let (layout, tokens) = (sheet.layout, sheet.tokens);
    let (left, right) = (f64::from(layout.left), f64::from(layout.right));
    let top = top(bars);
    let pitch = pitch(given, layout.plot_height());
    let y = |row: usize| f64::from(layout.top) + pitch * (row as f64 + 0.5);
    let x = |share: f64| layout.x((share / top).clamp(0.0, 1.0));
    let most = layout.fits_across(56.0).clamp(1, 6);
    let ticks: Vec<Label> =
        number_ticks(0.0, top, most, &format::share).into_iter().map(|tick| (x(tick.at), tick.label)).collect();
    let end = f64::from(layout.top) + pitch * count(bars) as f64;
    let grid = ticks.iter().map(|(at, _)| [crisp(*at), f64::from(layout.top), crisp(*at), end]);
    sheet.scene.lines(grid.collect(), solid(tokens.grid, 1.0));
    for (at, label) in &ticks {
        let align = if *at <= left {
            Align::Start
        } else if *at > right - 16.0 {
            Align::End
        } else {
            Align::Middle
        };
        sheet.write(label, (*at, f64::from(layout.top) - 10.0), tokens.muted, align);
    }
    let (thick, thin) = ((pitch * 0.56).min(16.0), 4.0);
    let (mut sure, mut unsure, mut whiskers) = (Vec::new(), Vec::new(), Vec::new());
    let mut others = Vec::new();
    for (row, (bar, _)) in rows(bars).enumerate() {
        if let (true, Some(all)) = (given.compare, share(&bar.all)) {
            others.push([x(all), y(row) - thick / 2.0 - 2.0, x(all), y(row) + thick / 2.0 + 2.0]);
        }
        let Some(share) = share(&bar.shown) else { continue };
        let rect = [left, y(row) - thick / 2.0, (x(share) - left).max(if share > 0.0 { 1.0 } else { 0.0 }), thick];
        if bar.shown.sessions < FEW { &mut unsure } else { &mut sure }.push(rect);
        let (low, high) = bar.interval;
        let (low, high, at) = (x(low), x(high), crisp(y(row)));
        whiskers.push([low, at, high, at]);
        whiskers.push([crisp(low), at - thin, crisp(low), at + thin]);
        // An interval that goes on beyond the axis has no end there.
        if bar.interval.1 <= top {
            whiskers.push([crisp(high), at - thin, crisp(high), at + thin]);
        }
    }
    sheet.scene.rects(sure, Fill::Plain(tokens.anomaly.faded(0.62)), None);
    sheet.scene.rects(unsure, Fill::Hatch(tokens.anomaly), solid(tokens.anomaly, 1.0));
    sheet.scene.lines(whiskers, solid(tokens.ink, 1.0));
    sheet.scene.lines(others.clone(), solid(tokens.surface, 4.0));
    sheet.scene.lines(others, Stroke { color: tokens.muted, width: 2.0, dash: Dash::Dotted });
    for (row, (bar, name)) in rows(bars).enumerate() {
        let rest = row >= bars.bars.len();
        let color = if rest || bar.shown.sessions == 0 { tokens.muted } else { tokens.ink };
        sheet.write(&cut(&name, TEXT, left - 32.0), (left - 7.0, y(row)), color, Align::End);
        let share = share_of(&bar.shown);
        sheet.write(&share, (right + 46.0, y(row)), color, Align::End);
        let count = format::compact(f64::from(bar.shown.sessions));
        sheet.write(&count, (f64::from(layout.width) - 8.0, y(row)), tokens.muted, Align::End);
    }
    let header = f64::from(layout.top) - 10.0;
    sheet.write("sessions", (f64::from(layout.width) - 8.0, header), tokens.muted, Align::End);
    sheet.scene.lines(vec![[crisp(left), f64::from(layout.top), crisp(left), end]], solid(tokens.line, 1.0));
}

pub(super) fn overlay(kind: &BarsKind, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
    let bars = bars(given)?;
    let (layout, tokens) = (sheet.layout, sheet.tokens);
    let pitch = pitch(given, layout.plot_height());
    let top = |row: usize| f64::from(layout.top) + pitch * row as f64;
    let width = f64::from(layout.width);
    if given.test.is_some() {
        for (row, bar) in bars.bars.iter().enumerate() {
            if Given::picks(given.test.as_ref(), &bar.label) {
                let at = (12.0, top(row) + pitch / 2.0);
                sheet.scene.rects(vec![[0.0, top(row) + 1.0, 3.0, pitch - 2.0]], Fill::Plain(tokens.accent), None);
                let tick =
                    Text { at, text: "✓".into(), size: 12.0, bold: true, color: tokens.accent, align: Align::Middle };
                sheet.scene.text(tick);
            } else {
                let veil = Fill::Plain(tokens.surface.faded(0.5));
                let rect = [f64::from(layout.left) + 1.0, top(row), layout.plot_width() + 2.0, pitch];
                sheet.scene.rects(vec![rect], veil, None);
            }
        }
    }
    let pointed = kind.pointer.and_then(|place| kind.row_at(given, place, layout));
    let row = pointed.or(kind.cursor)?;
    let (bar, name) = rows(bars).nth(row)?;
    if pointed.is_none() {
        sheet.focus([1.0, top(row) + 1.0, width - 2.0, pitch - 2.0]);
    } else {
        sheet.scene.rects(vec![[0.0, top(row), width, pitch]], Fill::Plain(tokens.muted.faded(0.12)), None);
    }
    let mut pairs = count_pairs(&bar.shown);
    pairs.push(("95 % interval".into(), interval_text(&bar.shown, bar.interval)));
    pairs.push((ALL[0].into(), format::count(bar.all.sessions.into())));
    pairs.push((ALL[1].into(), share_of(&bar.all)));
    let at = kind.pointer.unwrap_or((f64::from(layout.left) + 20.0, top(row) + pitch));
    Some(Tip { at, title: name, pairs })
}
