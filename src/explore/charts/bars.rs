//! The labels of a category as lying bars: flagged share with its confidence interval, and how many sessions it is a share
//! of.

use super::frame::{Label, TEXT};
use super::histogram::{count_pairs, share_of};
use super::kind::{Given, Input, Key, Kind, Reaction, Sample, Sheet, Tip, Words};
use super::quantity::{flagged, label, sessions, shown_label};
use super::scene::{Align, Dash, Fill, Stroke, Text, crisp, cut, solid};
use crate::app::charts::layout::{Layout, Margins};
use crate::app::charts::scale::number_ticks;
use crate::app::charts::theme::Tokens;
use crate::crossfilter::picture::{Bar, Bars, Count};
use crate::crossfilter::view::Drawing;
use crate::crossfilter::{Dimension, Picture};
use crate::explore::gesture::Gesture;
use crate::format;

/// What keys do where labels are picked.
const KEYS: &str = "Arrow keys walk through the labels, Enter filters to one, with Shift or Ctrl beside the others, Escape clears the filter.";
/// A share of fewer sessions than this is drawn as an uncertain one.
pub const FEW: u32 = 30;
/// How high a bar with its gap is, at least and at most.
const PITCH: (f64, f64) = (20.0, 34.0);

/// The pointer and keys of bars.
#[derive(Default)]
pub struct BarsKind {
    cursor: Option<usize>,
    pointer: Option<(f64, f64)>,
    pressed: Option<usize>,
}

fn of(given: &Given) -> Option<&Dimension> {
    match &given.drawing {
        Drawing::Bars { of, .. } => Some(of),
        _ => None,
    }
}

fn bars(given: &Given) -> Option<&Bars> {
    match given.picture.as_deref() {
        Some(Picture::Bars(bars)) => Some(bars),
        _ => None,
    }
}

/// All bars, the rest last, with the words that stand for each.
fn rows(bars: &Bars) -> impl Iterator<Item = (&Bar, String)> {
    let rest = bars.rest.as_ref().map(|(labels, bar)| {
        let labels =
            if *labels == 1 { "1 other".into() } else { format!("{} others", format::count((*labels).into())) };
        (bar, labels)
    });
    bars.bars.iter().map(|bar| (bar, shown_label(&bar.label).to_owned())).chain(rest)
}

fn count(bars: &Bars) -> usize {
    bars.bars.len() + usize::from(bars.rest.is_some())
}

/// The flagged share; none where there is nobody.
pub fn share(count: &Count) -> Option<f64> {
    (count.sessions > 0).then(|| f64::from(count.flagged) / f64::from(count.sessions))
}

/// The share at the right end of the axis: as far as shares reach, and the intervals of those that are known well.
fn top(bars: &Bars) -> f64 {
    let ends = rows(bars).filter_map(|(bar, _)| {
        let share = share(&bar.shown)?;
        Some(if bar.shown.sessions >= FEW { share.max(bar.interval.1) } else { share })
    });
    (ends.fold(0.0, f64::max) * 1.06).clamp(0.002, 1.0)
}

fn pitch(given: &Given, height: f64) -> f64 {
    (height / bars(given).map_or(1, count).max(1) as f64).clamp(PITCH.0, PITCH.1)
}

impl BarsKind {
    fn row_at(&self, given: &Given, (_, y): (f64, f64), layout: &Layout) -> Option<usize> {
        let row = (y - f64::from(layout.top)) / pitch(given, layout.plot_height());
        let last = bars(given).map_or(0, count);
        (row >= 0.0 && row < last as f64).then_some(row as usize)
    }

    fn pick(&self, given: &Given, row: usize, more: bool) -> Option<Gesture> {
        let label = bars(given)?.bars.get(row)?.label.clone();
        Some(Gesture::Pick { dimension: of(given)?.clone(), label, more })
    }

    fn phrase(&self, given: &Given) -> Option<String> {
        let (bar, name) = rows(bars(given)?).nth(self.cursor?)?;
        let picked = if Given::picks(given.test.as_ref(), &bar.label) { ", picked" } else { "" };
        Some(format!("{name}: {}{picked}", spoken(bar)))
    }
}

fn spoken(bar: &Bar) -> String {
    let count = sessions(bar.shown.sessions.into());
    format!("{count}, {}", flagged(bar.shown.flagged.into(), bar.shown.sessions.into()))
}

/// The keys to a flagged share and its interval.
pub fn share_keys() -> [Key; 2] {
    [
        (Sample::Path("xc-share", "M1 3h14v6h-14z"), "flagged share".to_owned()),
        (Sample::Path("xc-line", "M1 6h14M1.5 3v6M14.5 3v6"), "95 % interval".to_owned()),
    ]
}

/// A confidence interval in words.
pub fn interval_text(count: &Count, (low, high): (f64, f64)) -> String {
    if count.sessions == 0 {
        format::MISSING.into()
    } else {
        format!("{} to {}", format::share(low), format::share(high))
    }
}

impl Kind for BarsKind {
    fn margins(&self, _: &Given, width: f64) -> Margins {
        Margins { left: (width * 0.28).clamp(72.0, 168.0), right: 106.0, top: 22.0, bottom: 6.0 }
    }

    fn height(&self, given: &Given, room: f64) -> f64 {
        let rows = bars(given).map_or(0, count) as f64;
        room.max(28.0 + rows * PITCH.0)
    }

    fn draw(&self, given: &Given, sheet: &mut Sheet<'_>) {
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

    fn overlay(&self, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
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
                    let tick = Text {
                        at,
                        text: "✓".into(),
                        size: 12.0,
                        bold: true,
                        color: tokens.accent,
                        align: Align::Middle,
                    };
                    sheet.scene.text(tick);
                } else {
                    let veil = Fill::Plain(tokens.surface.faded(0.5));
                    let rect = [f64::from(layout.left) + 1.0, top(row), layout.plot_width() + 2.0, pitch];
                    sheet.scene.rects(vec![rect], veil, None);
                }
            }
        }
        let pointed = self.pointer.and_then(|place| self.row_at(given, place, layout));
        let row = pointed.or(self.cursor)?;
        let (bar, name) = rows(bars).nth(row)?;
        if pointed.is_none() {
            sheet.focus([1.0, top(row) + 1.0, width - 2.0, pitch - 2.0]);
        } else {
            sheet.scene.rects(vec![[0.0, top(row), width, pitch]], Fill::Plain(tokens.muted.faded(0.12)), None);
        }
        let mut pairs = count_pairs(&bar.shown);
        pairs.push(("95 % interval".into(), interval_text(&bar.shown, bar.interval)));
        pairs.push(("Of all".into(), format::count(bar.all.sessions.into())));
        pairs.push(("Of all flagged".into(), share_of(&bar.all)));
        let at = self.pointer.unwrap_or((f64::from(layout.left) + 20.0, top(row) + pitch));
        Some(Tip { at, title: name, pairs })
    }

    fn take(&mut self, given: &Given, input: Input<'_>, layout: &Layout) -> Reaction {
        let mut reaction = Reaction::default();
        match input {
            Input::At(pointer) => (self.pointer, self.cursor) = (Some(pointer.at), None),
            Input::Press(pointer) => self.pressed = self.row_at(given, pointer.at, layout),
            Input::Release(pointer) => {
                let row = self.row_at(given, pointer.at, layout);
                if let Some(row) = self.pressed.take().filter(|pressed| Some(*pressed) == row) {
                    reaction.tell.extend(self.pick(given, row, pointer.more()));
                }
            }
            Input::Leave | Input::Cancel => (self.pointer, self.pressed) = (None, None),
            Input::Blur => self.cursor = None,
            Input::Key(key, shift, ctrl) => {
                let Some(last) = bars(given).map_or(0, count).checked_sub(1) else { return reaction };
                reaction.taken = true;
                let next = match (key, self.cursor) {
                    ("ArrowDown" | "ArrowRight", here) => here.map_or(0, |here| (here + 1).min(last)),
                    ("ArrowUp" | "ArrowLeft", here) => here.map_or(last, |here| here.saturating_sub(1)),
                    ("PageDown", here) => here.map_or(0, |here| (here + 10).min(last)),
                    ("PageUp", here) => here.map_or(0, |here| here.saturating_sub(10)),
                    ("Home", _) => 0,
                    ("End", _) => last,
                    ("Enter" | " ", Some(here)) => {
                        reaction.tell.extend(self.pick(given, here, shift || ctrl));
                        return reaction;
                    }
                    ("Escape", _) => {
                        if given.test.is_some() {
                            reaction.tell.extend(of(given).map(|of| Gesture::Clear(vec![of.clone()])));
                        }
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
        let rows = bars(given).map_or(0, count);
        self.cursor = self.cursor.filter(|cursor| *cursor < rows);
    }

    fn cursor(&self, given: &Given, layout: &Layout) -> &'static str {
        let row = self.pointer.and_then(|place| self.row_at(given, place, layout));
        if row.is_some_and(|row| bars(given).is_some_and(|bars| row < bars.bars.len())) { "pointer" } else { "default" }
    }

    fn words(&self, given: &Given) -> Words {
        let name = of(given).map(|of| label(of, &given.about)).unwrap_or_default();
        let columns = ["", "Sessions", "Flagged", "Flagged share", "95 % interval", "Of all", "Of all flagged"];
        let mut words = Words {
            role: "bar chart",
            keys: KEYS,
            caption: format!("Sessions by {name}, the highest flagged share first"),
            columns: columns.map(String::from).into(),
            ..Words::default()
        };
        words.columns[0] = name.clone();
        let Some(bars) = bars(given) else { return words };
        if bars.bars.is_empty() {
            words.empty = Some(format!("No session has a {name}."));
            return words;
        }
        let labels = bars.bars.len() as u64 + bars.rest.as_ref().map_or(0, |(labels, _)| u64::from(*labels));
        let labels = if labels == 1 { "1 label".into() } else { format!("{} labels", format::count(labels)) };
        words.summary = format!("Flagged share by {name}, {labels}");
        let known = || bars.bars.iter().filter(|bar| bar.shown.sessions > 0);
        match (known().next(), known().next_back()) {
            (Some(first), Some(last)) if first.label != last.label => {
                let say = |bar: &Bar| format!("{} ({})", shown_label(&bar.label), share_of(&bar.shown));
                words.summary += &format!(": from {} down to {}", say(first), say(last));
            }
            (Some(only), _) => words.summary += &format!(": {} of {}", share_of(&only.shown), shown_label(&only.label)),
            _ => {
                words.summary += ": none of them is shown";
                words.empty = Some(super::histogram::NOTHING_LEFT.into());
            }
        }
        words.summary += ".";
        words
    }

    fn legend(&self, given: &Given, _: &Tokens) -> Vec<Key> {
        // The same whatever the filters leave: a legend that grew would move the bars.
        let few = "M1 3h14v6h-14zM1 9 7 3M5 9l6-6M10 9l5-5";
        let mut keys = Vec::from(share_keys());
        keys.push((Sample::Path("xc-flagged", few), format!("under {FEW} sessions")));
        if given.compare {
            keys.push((Sample::Path("xc-all", "M8 0v12"), "of all sessions".to_owned()));
        }
        keys
    }

    fn rows(&self, given: &Given) -> Vec<Vec<String>> {
        let Some(bars) = bars(given) else { return Vec::new() };
        let row = rows(bars).map(|(bar, name)| {
            vec![
                name,
                format::count(bar.shown.sessions.into()),
                format::count(bar.shown.flagged.into()),
                share_of(&bar.shown),
                interval_text(&bar.shown, bar.interval),
                format::count(bar.all.sessions.into()),
                share_of(&bar.all),
            ]
        });
        row.collect()
    }

    fn reached(&self, given: &Given, layout: &Layout) -> Option<(f64, f64)> {
        let pitch = pitch(given, layout.plot_height());
        let top = f64::from(layout.top) + pitch * self.cursor? as f64;
        Some((top, top + pitch))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crossfilter::Test;
    use crate::explore::charts::kind::Pointer;
    use crate::explore::charts::scene::Shape;
    use crate::explore::charts::testing::{Bench, column, count as counted};

    fn bar(label: &str, sessions: u32, flagged: u32) -> Bar {
        let all = counted(sessions * 2, flagged);
        Bar { label: label.into(), shown: counted(sessions, flagged), all, interval: (0.01, 0.4) }
    }

    fn bench(labels: usize) -> Bench {
        let bars = (0..labels).map(|place| bar(&format!("cdn {place}"), 1000 - place as u32 * 10, 100)).collect();
        let picture = Picture::Bars(Bars { bars, rest: Some((4, bar("", 12, 3))) });
        Bench::new(Drawing::Bars { of: column("cdn"), top: 8 }, Some(picture))
    }

    fn pick(label: &str, more: bool) -> Gesture {
        Gesture::Pick { dimension: column("cdn"), label: label.into(), more }
    }

    #[test]
    fn clicks_and_keys_pick_labels() {
        let mut bench = bench(4);
        // Five rows, the rest last.
        assert_eq!(bench.drag((0.1, 0.9), (0.1, 0.9)), [pick("cdn 0", false)]);
        assert_eq!(bench.drag((0.1, 0.9), (0.1, 0.5)), [], "pressed here and released there is no click");
        assert_eq!(bench.drag((0.1, 0.69), (0.1, 0.69)), [pick("cdn 2", false)]);
        assert_eq!(bench.drag((0.1, 0.44), (0.1, 0.44)), [], "the rest is no label");
        let touch = Pointer { touch: true, ..bench.at((0.1, 0.9)) };
        bench.take(Input::Press(touch));
        assert_eq!(bench.take(Input::Release(touch)).tell, [pick("cdn 0", true)]);
        let said = bench.key("ArrowDown").say.unwrap();
        assert_eq!(said, "cdn 0: 1000 sessions, 100 flagged (10%)");
        assert_eq!(bench.take(Input::Key("Enter", true, false)).tell, [pick("cdn 0", true)]);
        assert_eq!(bench.key("End").say.unwrap(), "4 others: 12 sessions, 3 flagged (25%)");
        assert_eq!(bench.key("Enter").tell, []);
        bench.filter(Some(Test::OneOf(vec!["cdn 1".into()])));
        assert_eq!(bench.key("Escape").tell, [Gesture::Clear(vec![column("cdn")])]);
    }

    #[test]
    fn picked_labels_have_a_mark() {
        let mut bench = bench(4);
        assert_eq!(bench.overlay().0.texts().count(), 0);
        bench.filter(Some(Test::OneOf(vec!["cdn 1".into(), "cdn 3".into()])));
        assert_eq!(bench.overlay().0.texts().filter(|text| text.text == "✓").count(), 2);
    }

    #[test]
    fn few_sessions_look_uncertain_and_whiskers_are_drawn() {
        let bench = bench(4);
        let base = bench.base();
        let hatched = base
            .shapes
            .iter()
            .any(|shape| matches!(shape, Shape::Rects { rects, fill: Some(Fill::Hatch(_)), .. } if rects.len() == 1));
        assert!(hatched);
        assert!(base.texts().any(|text| text.text == "10%") && base.texts().any(|text| text.text == "4 others"));
    }

    #[test]
    fn many_labels_scroll_and_the_keys_are_followed() {
        let mut bench = bench(100);
        assert!(bench.kind.height(&bench.given, 300.0) > 2000.0);
        bench.key("End");
        let (from, to) = bench.kind.reached(&bench.given, &bench.layout()).unwrap();
        assert!(to > from && to < 2100.0 && from > 1900.0);
        bench.shake();
    }

    #[test]
    fn nothing_left_is_told() {
        let bars = Bars { bars: vec![bar("x", 0, 0)], rest: None };
        let bench = Bench::new(Drawing::Bars { of: column("cdn"), top: 8 }, Some(Picture::Bars(bars)));
        let words = bench.kind.words(&bench.given);
        assert_eq!(words.empty.as_deref(), Some("No session meets the filters."));
    }

    #[test]
    fn any_bars_can_be_drawn_and_handled() {
        for picture in [
            Bars { bars: Vec::new(), rest: None },
            Bars { bars: vec![bar("", 0, 0)], rest: None },
            Bars { bars: vec![bar("x", 1, 1), bar("y", 0, 0)], rest: Some((1, bar("", 0, 0))) },
        ] {
            let mut bench = Bench::new(Drawing::Bars { of: column("cdn"), top: 8 }, Some(Picture::Bars(picture)));
            bench.given.compare = true;
            bench.shake();
            bench.filter(Some(Test::OneOf(vec![String::new()])));
            bench.shake();
        }
        Bench::new(Drawing::Bars { of: column("cdn"), top: 8 }, None).shake();
    }
}
