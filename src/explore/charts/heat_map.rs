//! Two categories against each other: cells coloured by flagged share, those of few sessions hatched.

use super::bars::{FEW, share};
use super::frame::TEXT;
use super::histogram::{count_pairs, share_of};
use super::kind::{Given, Input, Key, Kind, Reaction, Sample, Sheet, Tip, Words};
use super::palette::{self, Scalar};
use super::quantity::{flagged, label, sessions, shown_label};
use super::scene::{Align, Fill, Text, cut, solid, text_width};
use crate::app::charts::layout::{Layout, Margins};
use crate::app::charts::theme::{Color, Tokens};
use crate::crossfilter::picture::HeatMap;
use crate::crossfilter::view::Drawing;
use crate::crossfilter::{Dimension, Picture};
use crate::explore::gesture::Gesture;
use crate::format;

const KEYS: &str = "Arrow keys walk through the cells, Enter filters to both labels, with Shift or Ctrl beside the others, Escape clears the filters.";
/// So many shades are told apart.
const SHADES: usize = 32;

/// The pointer and keys of a heat map: column and row.
#[derive(Default)]
pub struct HeatMapKind {
    cursor: Option<(usize, usize)>,
    pointer: Option<(f64, f64)>,
    pressed: Option<(usize, usize)>,
}

fn axes(given: &Given) -> Option<(&Dimension, &Dimension)> {
    match &given.drawing {
        Drawing::HeatMap { x, y } => Some((x, y)),
        _ => None,
    }
}

fn map(given: &Given) -> Option<&HeatMap> {
    match given.picture.as_deref() {
        Some(Picture::HeatMap(map)) => Some(map).filter(|map| !map.x.is_empty() && !map.y.is_empty()),
        _ => None,
    }
}

/// The share that gets the scale's end: the greatest of those known well.
fn top(map: &HeatMap) -> f64 {
    let known = |least: u32| map.shown.iter().filter(move |count| count.sessions >= least).filter_map(share);
    let greatest = known(FEW).fold(0.0, f64::max);
    let greatest = if greatest > 0.0 { greatest } else { known(1).fold(0.0, f64::max) };
    if greatest > 0.0 { greatest } else { 1.0 }
}

fn cell(map: &HeatMap, layout: &Layout, (column, row): (usize, usize)) -> [f64; 4] {
    let (width, height) = (layout.plot_width() / map.x.len() as f64, layout.plot_height() / map.y.len() as f64);
    [f64::from(layout.left) + width * column as f64, f64::from(layout.top) + height * row as f64, width, height]
}

impl HeatMapKind {
    fn cell_at(&self, given: &Given, at: (f64, f64), layout: &Layout) -> Option<(usize, usize)> {
        let map = map(given)?;
        let (across, up) = layout.shares(at);
        let (column, row) = (across * map.x.len() as f64, (1.0 - up) * map.y.len() as f64);
        let inside = column >= 0.0 && row >= 0.0 && column < map.x.len() as f64 && row < map.y.len() as f64;
        inside.then_some((column as usize, row as usize))
    }

    fn picked(given: &Given, (column, row): (usize, usize)) -> (bool, bool) {
        let of =
            |labels: &[String], place: usize, test| labels.get(place).is_some_and(|label| Given::picks(test, label));
        map(given).map_or((false, false), |map| {
            (of(&map.x, column, given.test.as_ref()), of(&map.y, row, given.test_up.as_ref()))
        })
    }

    fn pick(given: &Given, (column, row): (usize, usize), more: bool) -> Vec<Gesture> {
        let (Some(map), Some((x, y))) = (map(given), axes(given)) else { return Vec::new() };
        let both = [(x, map.x.get(column), 0), (y, map.y.get(row), 1)];
        let picked = Self::picked(given, (column, row));
        let set = [picked.0, picked.1];
        // Beside the others only what is not picked yet is added, so that no label is lost on the way; both again let both go.
        let again = picked == (true, true);
        both.into_iter()
            .filter(|(_, _, axis)| !more || again || !set[*axis])
            .filter_map(|(of, label, _)| Some(Gesture::Pick { dimension: of.clone(), label: label?.clone(), more }))
            .collect()
    }

    fn title(map: &HeatMap, (column, row): (usize, usize)) -> String {
        let of = |labels: &[String], place: usize| shown_label(labels.get(place).map_or("", |label| label)).to_owned();
        format!("{} · {}", of(&map.x, column), of(&map.y, row))
    }

    fn phrase(&self, given: &Given) -> Option<String> {
        let (map, at) = (map(given)?, self.cursor?);
        let count = map.shown.get(at.1 * map.x.len() + at.0)?;
        let (all, marked) = (u64::from(count.sessions), u64::from(count.flagged));
        let picked = if Self::picked(given, at) == (true, true) { ", picked" } else { "" };
        Some(format!("{}: {}, {}{picked}", Self::title(map, at), sessions(all), flagged(marked, all)))
    }
}

/// How much of what is not picked the veil hides.
const VEIL: f64 = 0.55;

/// Which shade a share has.
fn shade_of(share: f64, top: f64) -> usize {
    ((share / top).clamp(0.0, 1.0) * (SHADES - 1) as f64).round() as usize
}

fn shade_color(scalar: Scalar, shade: usize) -> Color {
    scalar.color(shade as f64 / (SHADES - 1) as f64)
}

/// The share as it is written into its cell, where there is room for it.
fn written(share: f64, [left, top, width, height]: [f64; 4], color: Color) -> Option<Text> {
    let text = format::share(share);
    let fits = width >= text_width(&text, TEXT) + 8.0 && height >= 15.0;
    let at = (left + width / 2.0, top + height / 2.0);
    fits.then_some(Text { at, text, size: TEXT, bold: false, color, align: Align::Middle })
}

impl Kind for HeatMapKind {
    fn margins(&self, given: &Given, width: f64) -> Margins {
        let longest = map(given)
            .map_or(0.0, |map| map.y.iter().map(|label| text_width(shown_label(label), TEXT)).fold(0.0, f64::max));
        Margins { left: (longest + 22.0).clamp(48.0, (width * 0.3).max(56.0)), right: 10.0, top: 22.0, bottom: 38.0 }
    }

    fn draw(&self, given: &Given, sheet: &mut Sheet<'_>) {
        let (Some(map), Some((x, y))) = (map(given), axes(given)) else { return };
        let (layout, tokens) = (sheet.layout, sheet.tokens);
        let (scalar, top) = (Scalar::on(tokens.surface), top(map));
        let mut shades: Vec<Vec<[f64; 4]>> = vec![Vec::new(); SHADES];
        let mut few: Vec<Vec<[f64; 4]>> = vec![Vec::new(); SHADES];
        let mut none = Vec::new();
        let color = |shade: usize| shade_color(scalar, shade);
        let mut texts = Vec::new();
        for (place, count) in map.shown.iter().enumerate().take(map.x.len() * map.y.len()) {
            let at = (place % map.x.len(), place / map.x.len());
            let [left, top_edge, width, height] = cell(map, layout, at);
            let rect = [left + 0.5, top_edge + 0.5, (width - 1.0).max(0.5), (height - 1.0).max(0.5)];
            let Some(share) = share(count) else {
                none.push(rect);
                continue;
            };
            let shade = shade_of(share, top);
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
        sheet.write(&label(y, &given.about), (2.0, f64::from(layout.top) - 13.0), tokens.ink, Align::Start);
        sheet.write(&label(x, &given.about), (f64::from(layout.right), bottom + 28.0), tokens.ink, Align::End);
    }

    fn overlay(&self, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
        let map = map(given)?;
        let (layout, tokens) = (sheet.layout, sheet.tokens);
        if given.test.is_some() || given.test_up.is_some() {
            let on = |test: bool, picked: bool| !test || picked;
            let (mut veiled, mut veiled_cells, mut framed) = (Vec::new(), Vec::new(), Vec::new());
            for row in 0..map.y.len() {
                for column in 0..map.x.len() {
                    let (x, y) = Self::picked(given, (column, row));
                    let chosen = on(given.test.is_some(), x) && on(given.test_up.is_some(), y);
                    let [left, above, width, height] = cell(map, layout, (column, row));
                    if chosen {
                        framed.push([left + 1.5, above + 1.5, width - 3.0, height - 3.0])
                    } else {
                        veiled.push([left, above, width, height]);
                        let count = map.shown.get(row * map.x.len() + column);
                        veiled_cells.extend(count.map(|count| ([left, above, width, height], count)));
                    }
                }
            }
            sheet.scene.rects(veiled, Fill::Plain(tokens.surface.faded(VEIL)), None);
            // What stands under the veil could not be read.
            let (scalar, greatest) = (Scalar::on(tokens.surface), top(map));
            for (rect, count) in veiled_cells {
                let Some(share) = share(count) else { continue };
                let veiled = shade_color(scalar, shade_of(share, greatest)).towards(tokens.surface, VEIL);
                let ink = if count.sessions >= FEW { palette::ink_on(veiled) } else { tokens.ink };
                written(share, rect, ink).into_iter().for_each(|text| sheet.scene.text(text));
            }
            sheet.scene.rects(framed.clone(), None, solid(tokens.surface, 4.0));
            sheet.scene.rects(framed, None, solid(tokens.accent, 2.0));
            let tick =
                |at| Text {
                    at, text: "✓".into(), size: 12.0, bold: true, color: tokens.accent, align: Align::Middle
                };
            for row in (0..map.y.len()).filter(|row| Self::picked(given, (usize::MAX, *row)).1) {
                let [_, top, _, height] = cell(map, layout, (0, row));
                sheet.scene.text(tick((6.0, top + height / 2.0)));
            }
            for column in (0..map.x.len()).filter(|column| Self::picked(given, (*column, usize::MAX)).0) {
                let [left, _, width, _] = cell(map, layout, (column, 0));
                sheet.scene.text(tick((left + width / 2.0, f64::from(layout.top) - 7.0)));
            }
        }
        let pointed = self.pointer.and_then(|place| self.cell_at(given, place, layout));
        let at = pointed.or(self.cursor)?;
        let [left, top, width, height] = cell(map, layout, at);
        sheet.focus([left + 1.0, top + 1.0, width - 2.0, height - 2.0]);
        let place = at.1 * map.x.len() + at.0;
        let mut pairs = count_pairs(map.shown.get(place)?);
        if let Some(all) = map.all.get(place) {
            pairs.push(("Of all".into(), format::count(all.sessions.into())));
            pairs.push(("Of all flagged".into(), share_of(all)));
        }
        Some(Tip { at: (left + width, top + height), title: Self::title(map, at), pairs })
    }

    fn take(&mut self, given: &Given, input: Input<'_>, layout: &Layout) -> Reaction {
        let mut reaction = Reaction::default();
        match input {
            Input::At(pointer) => (self.pointer, self.cursor) = (Some(pointer.at), None),
            Input::Press(pointer) => self.pressed = self.cell_at(given, pointer.at, layout),
            Input::Release(pointer) => {
                let cell = self.cell_at(given, pointer.at, layout);
                if let Some(cell) = self.pressed.take().filter(|pressed| Some(*pressed) == cell) {
                    reaction.tell = Self::pick(given, cell, pointer.more());
                }
            }
            Input::Leave | Input::Cancel => (self.pointer, self.pressed) = (None, None),
            Input::Blur => self.cursor = None,
            Input::Key(key, shift, ctrl) => {
                let Some(map) = map(given) else { return reaction };
                let (right, bottom) = (map.x.len() - 1, map.y.len() - 1);
                reaction.taken = true;
                let (column, row) = self.cursor.unwrap_or_default();
                let next = match key {
                    "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" if self.cursor.is_none() => (0, 0),
                    "ArrowLeft" => (column.saturating_sub(1), row),
                    "ArrowRight" => ((column + 1).min(right), row),
                    "ArrowUp" => (column, row.saturating_sub(1)),
                    "ArrowDown" => (column, (row + 1).min(bottom)),
                    "Home" => (0, row),
                    "End" => (right, row),
                    "PageUp" => (column, 0),
                    "PageDown" => (column, bottom),
                    "Enter" | " " => {
                        reaction.tell = self.cursor.map(|at| Self::pick(given, at, shift || ctrl)).unwrap_or_default();
                        return reaction;
                    }
                    "Escape" => {
                        let tests = axes(given).map(|(x, y)| [(&given.test, x), (&given.test_up, y)]);
                        let set = tests.into_iter().flatten().filter(|(test, _)| test.is_some());
                        let set: Vec<Dimension> = set.map(|(_, of)| of.clone()).collect();
                        reaction.tell.extend((!set.is_empty()).then_some(Gesture::Clear(set)));
                        return reaction;
                    }
                    _ => {
                        reaction.taken = false;
                        return reaction;
                    }
                };
                (self.cursor, self.pointer) = (Some(next), None);
                reaction.say = self.phrase(given);
            }
            Input::Twice(_) | Input::Zoom(..) | Input::Pan(_) | Input::KeyUp => {}
        }
        reaction
    }

    fn renew(&mut self, given: &Given) {
        let size = map(given).map_or((0, 0), |map| (map.x.len(), map.y.len()));
        self.cursor = self.cursor.filter(|cursor| cursor.0 < size.0 && cursor.1 < size.1);
    }

    fn cursor(&self, given: &Given, layout: &Layout) -> &'static str {
        let cell = self.pointer.and_then(|place| self.cell_at(given, place, layout));
        if cell.is_some() { "pointer" } else { "default" }
    }

    fn words(&self, given: &Given) -> Words {
        let Some((x, y)) = axes(given) else { return Words::default() };
        let (across, up) = (label(x, &given.about), label(y, &given.about));
        let columns = ["Sessions", "Flagged", "Flagged share", "Of all", "Of all flagged"].map(String::from);
        let mut words = Words {
            role: "heat map",
            keys: KEYS,
            caption: format!("Sessions by {across} and {up}"),
            ..Words::default()
        };
        words.columns = [across.clone(), up.clone()].into_iter().chain(columns).collect();
        if given.picture.is_none() {
            return words;
        }
        let Some(map) = map(given) else {
            words.empty = Some(format!("No session has {across} and {up}."));
            return words;
        };
        let shown: u64 = map.shown.iter().map(|count| u64::from(count.sessions)).sum();
        words.summary = format!("Flagged share by {across} and {up}: {}", sessions(shown));
        if shown == 0 {
            words.empty = Some(super::histogram::NOTHING_LEFT.into());
        }
        let known = map.shown.iter().enumerate().filter(|(_, count)| count.sessions >= FEW);
        let most = known.filter_map(|(place, count)| Some((share(count)?, place))).max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((share, place)) = most {
            let title = Self::title(map, (place % map.x.len(), place / map.x.len()));
            words.summary += &format!("; greatest {} at {title}", format::share(share));
        }
        words.summary += ".";
        words
    }

    fn legend(&self, given: &Given, tokens: &Tokens) -> Vec<Key> {
        let Some(map) = map(given) else { return Vec::new() };
        let mut keys = vec![(
            Sample::Ramp(Scalar::on(tokens.surface).ramp(6)),
            format!("flagged share, 0% to {}", format::share(top(map))),
        )];
        if map.shown.iter().any(|count| (1..FEW).contains(&count.sessions)) {
            let path = "M1 1h14v10h-14zM1 6 6 1M1 11 11 1M5 11 15 1M10 11l5-5";
            keys.push((Sample::Path("xc-few", path), format!("fewer than {FEW} sessions")));
        }
        keys
    }

    fn rows(&self, given: &Given) -> Vec<Vec<String>> {
        let Some(map) = map(given) else { return Vec::new() };
        let cells = map.shown.iter().zip(&map.all).enumerate().filter(|(_, (_, all))| all.sessions > 0);
        let row = cells.map(|(place, (shown, all))| {
            let of =
                |labels: &[String], place: usize| shown_label(labels.get(place).map_or("", |label| label)).to_owned();
            vec![
                of(&map.x, place % map.x.len()),
                of(&map.y, place / map.x.len()),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crossfilter::Test;
    use crate::explore::charts::kind::Pointer;
    use crate::explore::charts::scene::Shape;
    use crate::explore::charts::testing::{Bench, column, count, heat_map};

    fn bench() -> Bench {
        let shown = vec![count(100, 10), count(100, 40), count(10, 5), count(0, 0), count(100, 0), count(100, 20)];
        let picture = heat_map(&["a", "b", "c"], &["top", "low"], shown);
        Bench::new(Drawing::HeatMap { x: column("cdn"), y: column("isp") }, Some(picture))
    }

    fn pick(of: &str, label: &str, more: bool) -> Gesture {
        Gesture::Pick { dimension: column(of), label: label.into(), more }
    }

    #[test]
    fn a_click_picks_both_labels() {
        let mut bench = bench();
        assert_eq!(bench.drag((0.5, 0.9), (0.5, 0.9)), [pick("cdn", "b", false), pick("isp", "top", false)]);
        bench.given.test = Some(Test::OneOf(vec!["b".into()]));
        let pointer = Pointer { ctrl: true, ..bench.at((0.5, 0.1)) };
        bench.take(Input::Press(pointer));
        assert_eq!(bench.take(Input::Release(pointer)).tell, [pick("isp", "low", true)], "b is picked already");
        let cleared = bench.key("Escape").tell;
        assert_eq!(cleared, [Gesture::Clear(vec![column("cdn")])]);
        bench.key("ArrowRight");
        let said = bench.key("ArrowRight").say.unwrap();
        assert_eq!(said, "b · top: 100 sessions, 40 flagged (40%)");
        assert_eq!(bench.key("Enter").tell.len(), 2);
        assert_eq!(bench.overlay().0.texts().filter(|text| text.text == "✓").count(), 1);
    }

    #[test]
    fn what_is_veiled_can_be_read() {
        let mut bench = bench();
        bench.given.test = Some(Test::OneOf(vec!["b".into()]));
        let (overlay, _) = bench.overlay();
        let texts: Vec<&Text> = overlay.texts().filter(|text| text.text.ends_with('%')).collect();
        // Those of the picked column stand in the picture, and the cell without sessions has none.
        assert_eq!(texts.iter().map(|text| text.text.as_str()).collect::<Vec<_>>(), ["10%", "50%", "20%"]);
        let surface = crate::explore::charts::testing::tokens().surface;
        for (text, share) in texts.iter().zip([0.1, 1.0, 0.2]) {
            let shade = shade_color(Scalar::on(surface), shade_of(share, 0.4)).towards(surface, VEIL);
            // Few sessions have a plate of the surface behind their share.
            let behind = if text.text == "50%" { surface } else { shade };
            assert!(palette::contrast(text.color, behind) >= palette::WORDS, "{text:?} on {behind:?}");
        }
    }

    #[test]
    fn few_sessions_are_hatched_and_words_can_be_read() {
        let bench = bench();
        let base = bench.base();
        let hatched =
            base.shapes.iter().filter(|shape| matches!(shape, Shape::Rects { fill: Some(Fill::Hatch(_)), .. }));
        assert_eq!(hatched.count(), 1);
        assert!(base.texts().any(|text| text.text == "40%"));
        let summary = bench.kind.words(&bench.given).summary;
        assert_eq!(summary, "Flagged share by CDN and ISP: 410 sessions; greatest 40% at b · top.");
    }

    #[test]
    fn any_map_can_be_drawn_and_handled() {
        bench().shake();
        let drawing = Drawing::HeatMap { x: column("cdn"), y: column("isp") };
        let names: Vec<String> = (0..40).map(|place| format!("a long label {place}")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        for picture in [
            heat_map(&[], &["a"], vec![]),
            heat_map(&["a"], &["b"], vec![]),
            heat_map(&["", "b"], &["", "c"], vec![count(1, 1); 4]),
            heat_map(&names, &names, vec![count(50, 3); 1600]),
        ] {
            let mut bench = Bench::new(drawing.clone(), Some(picture));
            bench.given.test_up = Some(Test::OneOf(vec!["c".into()]));
            bench.shake();
        }
        Bench::new(drawing, None).shake();
    }
}
