//! The features side by side, a row for each: where the shown sessions lie against where all do. Every feature has its own
//! axis, so that only the place along it is compared.

use super::frame::TEXT;
use super::kind::{Given, Input, Key, Kind, Reaction, Sample, Sheet, Tip, Words};
use super::quantity::{Quantity, label};
use super::scene::{Align, Dash, Fill, Mark, Place, Shape, Stroke, cut, solid};
use crate::app::charts::layout::{Layout, Margins};
use crate::app::charts::theme::Tokens;
use crate::crossfilter::picture::{Parallel, Spread};
use crate::crossfilter::{Dimension, Picture};
use crate::features::Feature;
use crate::format;

const KEYS: &str = "Arrow keys walk through the features.";
/// How high a feature is, at least and at most.
const PITCH: (f64, f64) = (30.0, 56.0);
/// The names of the percentiles.
const NAMES: [&str; 5] = ["10th percentile", "25th percentile", "Median", "75th percentile", "90th percentile"];

/// The pointer and keys.
#[derive(Default)]
pub struct ParallelKind {
    cursor: Option<usize>,
    pointer: Option<Place>,
}

fn parallel(given: &Given) -> Option<&Parallel> {
    match given.picture.as_deref() {
        Some(Picture::Parallel(parallel)) => Some(parallel).filter(|parallel| !parallel.features.is_empty()),
        _ => None,
    }
}

fn of(parallel: &Parallel, place: usize, given: &Given) -> (String, Quantity) {
    let name = parallel.features.get(place).cloned().unwrap_or_default();
    let dimension = Dimension::Feature(name.clone());
    let known = Feature::from_name(&name).map(|feature| feature.label());
    let shown = label(&dimension, &given.about);
    let shown = if shown == dimension.name() { known.unwrap_or(shown) } else { shown };
    (shown, Quantity::of(&dimension, &given.about))
}

fn spreads(parallel: &Parallel, place: usize) -> [Spread; 2] {
    [&parallel.shown, &parallel.all].map(|spreads| spreads.get(place).copied().unwrap_or([f64::NAN; 5]))
}

/// From which value to which a feature's axis runs.
fn range(parallel: &Parallel, place: usize) -> Option<(f64, f64)> {
    let known = || spreads(parallel, place).into_iter().flatten().filter(|value| value.is_finite());
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let room = ((high - low) * 0.06).max(low.abs().max(1e-9) * 1e-3);
    (low <= high).then_some((low - room, high + room)).filter(|(low, high)| (high - low).is_finite())
}

fn pitch(given: &Given, height: f64) -> f64 {
    (height / parallel(given).map_or(1, |parallel| parallel.features.len()) as f64).clamp(PITCH.0, PITCH.1)
}

impl ParallelKind {
    fn row_at(&self, given: &Given, (_, y): Place, layout: &Layout) -> Option<usize> {
        let row = (y - f64::from(layout.top)) / pitch(given, layout.plot_height());
        let last = parallel(given).map_or(0, |parallel| parallel.features.len());
        (row >= 0.0 && row < last as f64).then_some(row as usize)
    }

    fn pairs(parallel: &Parallel, place: usize, given: &Given) -> Vec<(String, String)> {
        let (_, quantity) = of(parallel, place, given);
        let [shown, all] = spreads(parallel, place);
        let text = |value: f64| if value.is_finite() { quantity.text(value) } else { format::MISSING.into() };
        let about = if parallel.exact { "" } else { "≈ " };
        let pair = |at: usize| (NAMES[at].to_owned(), format!("{about}{}, all {}", text(shown[at]), text(all[at])));
        (0..NAMES.len()).map(pair).collect()
    }
}

impl Kind for ParallelKind {
    fn margins(&self, _: &Given, width: f64) -> Margins {
        Margins { left: (width * 0.3).clamp(88.0, 190.0), right: 16.0, top: 6.0, bottom: 4.0 }
    }

    fn height(&self, given: &Given, room: f64) -> f64 {
        room.max(10.0 + PITCH.0 * parallel(given).map_or(0, |parallel| parallel.features.len()) as f64)
    }

    fn draw(&self, given: &Given, sheet: &mut Sheet<'_>) {
        let Some(parallel) = parallel(given) else { return };
        let (layout, tokens) = (sheet.layout, sheet.tokens);
        let pitch = pitch(given, layout.plot_height());
        let (left, right) = (f64::from(layout.left), f64::from(layout.right));
        let mut rows = Vec::new();
        let (mut far, mut near, mut whiskers, mut boxes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut typical, mut shown_at) = (Vec::new(), Vec::new());
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
                boxes.push([x(shown[1]), middle - half, (x(shown[3]) - x(shown[1])).max(1.0), half * 2.0]);
                shown_at.push((x(shown[2]), middle));
            }
            let words = middle + thick / 2.0 + 8.0;
            if pitch >= PITCH.0 {
                let ticks = quantity.ticks(low, high, ((right - left) / 90.0) as usize, false);
                let mut free = f64::NEG_INFINITY;
                for tick in ticks {
                    let half = super::scene::text_width(&tick.label, TEXT) / 2.0;
                    let at = x(tick.at);
                    if at - half >= free.max(left - 4.0) && at + half <= right + 12.0 {
                        rows.push([
                            at.floor() + 0.5,
                            middle + thick / 2.0,
                            at.floor() + 0.5,
                            middle + thick / 2.0 + 3.0,
                        ]);
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
        let mut marks = |mark, places, radius, fill, color| {
            let stroke = Some(solid(color, 1.5));
            sheet.scene.shapes.push(Shape::Marks { mark, places, radius, fill: Some(fill), stroke, halo: None });
        };
        marks(Mark::Circle, typical, 3.0, tokens.surface, tokens.muted);
        marks(Mark::Diamond, shown_at, 4.5, tokens.accent, tokens.surface);
    }

    fn overlay(&self, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
        let parallel = parallel(given)?;
        let layout = sheet.layout;
        let pitch = pitch(given, layout.plot_height());
        let pointed = self.pointer.and_then(|place| self.row_at(given, place, layout));
        let place = pointed.or(self.cursor)?;
        let (top, width) = (f64::from(layout.top) + pitch * place as f64, f64::from(layout.width));
        if pointed.is_none() {
            sheet.focus([1.0, top + 1.0, width - 2.0, pitch - 2.0]);
        } else {
            sheet.scene.rects(vec![[0.0, top, width, pitch]], Fill::Plain(sheet.tokens.muted.faded(0.1)), None);
        }
        let at = self.pointer.unwrap_or((f64::from(layout.left), top + pitch));
        Some(Tip { at, title: of(parallel, place, given).0, pairs: Self::pairs(parallel, place, given) })
    }

    fn take(&mut self, given: &Given, input: Input<'_>, _: &Layout) -> Reaction {
        let mut reaction = Reaction::default();
        match input {
            Input::At(pointer) => (self.pointer, self.cursor) = (Some(pointer.at), None),
            Input::Leave | Input::Cancel => self.pointer = None,
            Input::Blur => self.cursor = None,
            Input::Key(key, ..) => {
                let Some(parallel) = parallel(given) else { return reaction };
                let last = parallel.features.len() - 1;
                let next = match key {
                    "ArrowDown" | "ArrowRight" => self.cursor.map_or(0, |here| (here + 1).min(last)),
                    "ArrowUp" | "ArrowLeft" => self.cursor.map_or(last, |here| here.saturating_sub(1)),
                    "Home" => 0,
                    "End" => last,
                    _ => return reaction,
                };
                (self.cursor, self.pointer, reaction.taken) = (Some(next), None, true);
                let pairs = Self::pairs(parallel, next, given).into_iter();
                let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name} {value}")).collect();
                reaction.say = Some(format!("{}: {}", of(parallel, next, given).0, pairs.join("; ")));
            }
            _ => {}
        }
        reaction
    }

    fn renew(&mut self, given: &Given) {
        let features = parallel(given).map_or(0, |parallel| parallel.features.len());
        self.cursor = self.cursor.filter(|cursor| *cursor < features);
    }

    fn words(&self, given: &Given) -> Words {
        let columns = ["Feature".to_owned()].into_iter();
        let columns = columns
            .chain(["Shown", "All"].iter().flat_map(|of| NAMES.map(|name| format!("{of}: {}", name.to_lowercase()))));
        let mut words = Words {
            role: "parallel view",
            keys: KEYS,
            caption: "The features of the shown sessions and of all".into(),
            columns: columns.collect(),
            ..Words::default()
        };
        if given.picture.is_none() {
            return words;
        }
        let Some(parallel) = parallel(given) else {
            words.empty = Some("No session has features.".into());
            return words;
        };
        words.summary = format!("{} features of the shown sessions against all", parallel.features.len());
        // How far the medians lie apart, in widths of the middle half of all.
        let apart = |place: usize| {
            let [shown, all] = spreads(parallel, place);
            let (width, by) = (all[3] - all[1], shown[2] - all[2]);
            (width > 0.0 && by.is_finite() && by != 0.0).then(|| (by / width, place))
        };
        let most = (0..parallel.features.len()).filter_map(apart).max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
        match most {
            Some((by, place)) => {
                let (name, quantity) = of(parallel, place, given);
                let [shown, all] = spreads(parallel, place);
                let side = if by > 0.0 { "higher" } else { "lower" };
                words.summary += &format!(
                    "; furthest apart: {name}, {side} at {} than {} by the median",
                    quantity.rounded(shown[2]),
                    quantity.rounded(all[2])
                );
            }
            None if (0..parallel.features.len()).all(|place| spreads(parallel, place)[0][2].is_nan()) => {
                words.summary += "; none of them is shown";
                words.empty = Some(super::histogram::NOTHING_LEFT.into());
            }
            None => words.summary += "; their medians are the same",
        }
        words.summary += ".";
        words
    }

    fn legend(&self, _: &Given, _: &Tokens) -> Vec<Key> {
        vec![
            (Sample::Path("xc-box", "M1 6h3v-4h8v8h-8v-4m8 0h3"), "shown: middle half, 10 to 90 %".to_owned()),
            (Sample::Path("xc-band", "M0 1h16v10h-16zM4 1h8v10h-8z"), "all".to_owned()),
            (Sample::Path("xc-median-all", "M0 6h16"), "medians of all".to_owned()),
        ]
    }

    fn rows(&self, given: &Given) -> Vec<Vec<String>> {
        let Some(parallel) = parallel(given) else { return Vec::new() };
        let row = |place: usize| {
            let (name, quantity) = of(parallel, place, given);
            let values = spreads(parallel, place).into_iter().flatten();
            let text =
                values.map(|value| if value.is_finite() { quantity.text(value) } else { format::MISSING.into() });
            std::iter::once(name).chain(text).collect()
        };
        (0..parallel.features.len()).map(row).collect()
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
    use crate::crossfilter::view::Drawing;
    use crate::explore::charts::testing::Bench;
    use crate::features::default_features;

    fn bench(spread: impl Fn(usize) -> [Spread; 2]) -> Bench {
        let features: Vec<String> = default_features().iter().map(Feature::name).collect();
        let of = |which: usize| (0..features.len()).map(|place| spread(place)[which]).collect();
        let picture = Parallel { shown: of(0), all: of(1), features, exact: true };
        Bench::new(Drawing::Parallel, Some(Picture::Parallel(picture)))
    }

    #[test]
    fn the_feature_furthest_apart_is_named() {
        let mut bench = bench(|place| {
            let all = [1.0, 2.0, 3.0, 4.0, 5.0];
            [if place == 2 { all.map(|value| value + 3.0) } else { all }, all]
        });
        let name = default_features()[2].label();
        let summary = bench.kind.words(&bench.given).summary;
        assert!(summary.contains(&format!("furthest apart: {name}, higher")), "{summary}");
        bench.key("ArrowDown");
        bench.key("ArrowDown");
        assert!(bench.key("ArrowDown").say.unwrap().starts_with(&format!("{name}: 10th percentile")));
    }

    #[test]
    fn any_spread_can_be_drawn_and_handled() {
        bench(|_| [[f64::NAN; 5]; 2]).shake();
        bench(|_| [[0.0; 5]; 2]).shake();
        bench(|_| [[f64::NAN; 5], [1.0, 2.0, 3.0, 4.0, 1e12]]).shake();
        Bench::new(Drawing::Parallel, None).shake();
        let none = Parallel { features: Vec::new(), shown: Vec::new(), all: Vec::new(), exact: true };
        let bench = Bench::new(Drawing::Parallel, Some(Picture::Parallel(none)));
        assert!(bench.kind.words(&bench.given).empty.is_some());
    }
}
