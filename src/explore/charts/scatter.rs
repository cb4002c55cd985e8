//! A scatter of two numbers: sessions as a density image, the flagged ones with the highest scores as marks, the decision
//! field behind, and a rectangular brush.

use super::cells::{self, Part};
use super::frame::Axes;
use super::histogram::{along, name, zoom};
use super::kind::{Given, Input, Key, Kind, Reaction, Sample, Sheet, Tip, Words};
use super::palette::{self, Scalar};
use super::quantity::{Quantity, label, sessions, shown_label};
use super::rectangle::{self, Cells, Rectangle};
use super::scene::{Dash, Fill, Mark, Place, Shape, Stroke, crisp, solid};
use super::track::{self, Track};
use crate::app::charts::density;
use crate::app::charts::layout::{Layout, Margins};
use crate::app::charts::theme::Tokens;
use crate::crossfilter::Picture;
use crate::crossfilter::picture::Scatter;
use crate::crossfilter::view::{Axis, Drawing, Scale, Tint};
use crate::explore::gesture::Gesture;
use crate::format;

const KEYS: &str = "Arrow keys step through the flagged sessions by falling score, Enter opens one, with Shift arrow keys make a brush and resize it, with Ctrl and Shift they move it, Escape clears it, plus and minus zoom, 0 shows all.";
/// A mark's half width in CSS pixels.
const MARK: f64 = 4.0;
/// How near the pointer must be to a mark.
const REACH: f64 = 10.0;
/// A press that moves less far than this is a click.
const CLICK: f64 = 4.0;
/// No table is longer.
const ROWS: usize = 100;

/// A scatter's pointer and keys.
#[derive(Default)]
pub struct ScatterKind {
    brush: Rectangle,
    pointer: Option<Place>,
    /// Where it was pressed, and the window then where it pans.
    pressed: Option<Place>,
    panned: Option<[(f64, f64); 2]>,
    /// The mark that the keys have reached.
    cursor: Option<usize>,
    /// The ends that stay while keys resize the brush.
    anchor: Option<[usize; 2]>,
    unsettled: bool,
    /// What the last two clicks took away: where they were a double click, they were not meant to.
    taken_away: [Option<Ranges>; 2],
}

/// The filters on both axes.
type Ranges = [Option<(f64, f64)>; 2];

/// What is drawn: both axes, the tint, whether with the field.
fn drawing(given: &Given) -> Option<(&Axis, &Axis, &Tint, bool)> {
    match &given.drawing {
        Drawing::Scatter { x, y, tint, field } => Some((x, y, tint, *field)),
        _ => None,
    }
}

fn scatter(given: &Given) -> Option<&Scatter> {
    let (x, y, ..) = drawing(given)?;
    match given.picture.as_deref() {
        Some(Picture::Scatter(scatter)) => {
            Some(scatter).filter(|known| known.x.dimension == x.dimension && known.y.dimension == y.dimension)
        }
        _ => None,
    }
}

/// Both axes as they are seen now.
fn tracks(given: &Given) -> Option<[Track; 2]> {
    let (scatter, (x, y, ..)) = (scatter(given)?, drawing(given)?);
    let of = |edges: &[f64], known: &Axis, axis: &Axis| {
        let track = Track::new(edges, known.scale == Scale::Log)?;
        if known.window == axis.window {
            return Some(track);
        }
        let window = axis.window.or_else(|| zoom(axis, given).map(|zoom| zoom.whole))?;
        Some(track.through(window))
    };
    Some([of(&scatter.columns.edges, &scatter.x, x)?, of(&scatter.rows.edges, &scatter.y, y)?])
}

/// The marks that can be seen: row, and place in shares of the axes.
fn marks<'a>(scatter: &'a Scatter, tracks: &'a [Track; 2]) -> impl Iterator<Item = (u32, f64, f64)> + 'a {
    scatter.marks.iter().filter_map(|&(row, x, y)| {
        let (x, y) = (tracks[0].share_of_whole(x.into()), tracks[1].share_of_whole(y.into()));
        ((0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y)).then_some((row, x, y))
    })
}

/// A session's name where only its row is known: rows are counted from 1.
fn row_name(row: u32) -> String {
    format!("Row {}", format::count(u64::from(row) + 1))
}

impl ScatterKind {
    fn ranges(given: &Given) -> Ranges {
        [Given::range(given.test.as_ref()), Given::range(given.test_up.as_ref())]
    }

    fn brushed(&self, given: &Given, tracks: &[Track; 2]) -> Option<Cells> {
        self.brush.live.or_else(|| rectangle::cells([&tracks[0], &tracks[1]], Self::ranges(given)))
    }

    fn nearest(&self, scatter: &Scatter, tracks: &[Track; 2], (x, y): Place, layout: &Layout) -> Option<(usize, u32)> {
        let away = |&(_, across, up): &(u32, f64, f64)| {
            let (across, up) = (layout.x(across) - x, layout.y(up) - y);
            across * across + up * up
        };
        let near = marks(scatter, tracks).enumerate().map(|(place, mark)| (away(&mark), (place, mark.0)));
        near.filter(|(away, _)| *away <= REACH * REACH).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, mark)| mark)
    }

    fn values(given: &Given, tracks: &[Track; 2], share: [f64; 2]) -> Vec<(String, String)> {
        let Some((x, y, ..)) = drawing(given) else { return Vec::new() };
        let value = |axis: &Axis, track: &Track, share: f64| {
            let quantity = Quantity::of(&axis.dimension, &given.about);
            let text = track.bin(share).and_then(|bin| track.ends(bin));
            let text = text.map_or_else(|| quantity.text(track.value(share)), |(low, high)| quantity.range(low, high));
            (label(&axis.dimension, &given.about), text)
        };
        vec![value(x, &tracks[0], share[0]), value(y, &tracks[1], share[1])]
    }

    fn told(&self, given: &Given, tracks: &[Track; 2], done: bool) -> Option<Gesture> {
        let ((x, y, ..), [across, up]) = (drawing(given)?, self.brush.live?);
        let ends = |axis: &Axis, track: &Track, (low, high): (usize, usize)| {
            (axis.dimension.clone(), track.edge(low), track.edge(high))
        };
        Some(Gesture::Brush2 { x: ends(x, &tracks[0], across), y: ends(y, &tracks[1], up), done })
    }

    fn clear(given: &Given) -> Option<Gesture> {
        let (x, y, ..) = drawing(given)?;
        let tests = [(&given.test, x), (&given.test_up, y)];
        let set: Vec<_> =
            tests.into_iter().filter(|(test, _)| test.is_some()).map(|(_, axis)| axis.dimension.clone()).collect();
        (!set.is_empty()).then_some(Gesture::Clear(set))
    }

    /// The same scatter with other windows; none where both stay as they are.
    fn zoomed(given: &Given, windows: [Option<Option<(f64, f64)>>; 2]) -> Option<Gesture> {
        let (x, y, tint, field) = drawing(given)?;
        let of = |axis: &Axis, window: Option<Option<(f64, f64)>>| Axis {
            window: window.unwrap_or(axis.window),
            ..axis.clone()
        };
        let next = Drawing::Scatter { x: of(x, windows[0]), y: of(y, windows[1]), tint: tint.clone(), field };
        (next != given.drawing).then_some(Gesture::Zoom { drawing: next })
    }

    fn scaled(given: &Given, tracks: &[Track; 2], factor: f64, at: [f64; 2]) -> Option<Gesture> {
        let (x, y, ..) = drawing(given)?;
        let of = |axis: &Axis, track: &Track, at: f64| {
            let zoom = zoom(axis, given)?;
            if factor <= 1.0 && axis.window.is_none() {
                return None;
            }
            let seen = track.log_range().filter(|_| zoom.log && track.range().0 <= 0.0).unwrap_or(track.range());
            track::zoomed(axis.window.unwrap_or(seen), zoom.whole, 1.0 / factor, at.clamp(0.0, 1.0), zoom.log)
        };
        Self::zoomed(given, [of(x, &tracks[0], at[0]), of(y, &tracks[1], at[1])])
    }

    /// Moved by shares of the windows that there were.
    fn moved(given: &Given, windows: [Option<(f64, f64)>; 2], by: [f64; 2]) -> Option<Gesture> {
        let (x, y, ..) = drawing(given)?;
        let of = |axis: &Axis, window: Option<(f64, f64)>, by: f64| {
            let zoom = zoom(axis, given)?;
            track::panned(window?, zoom.whole, by, zoom.log)
        };
        Self::zoomed(given, [of(x, windows[0], by[0]), of(y, windows[1], by[1])])
    }

    /// The filters that a double click's first click took away, set again.
    fn restored(&mut self, given: &Given) -> Vec<Gesture> {
        let before = std::mem::take(&mut self.taken_away).into_iter().flatten().next();
        let (Some((x, y, ..)), Some(ranges)) = (drawing(given), before) else { return Vec::new() };
        let brush = |(axis, range): (&Axis, Option<(f64, f64)>)| {
            let (low, high) = range?;
            Some(Gesture::Brush { dimension: axis.dimension.clone(), low, high, bins: None, done: true })
        };
        match ranges {
            [Some(across), Some(up)] => {
                let of = |axis: &Axis, (low, high)| (axis.dimension.clone(), low, high);
                vec![Gesture::Brush2 { x: of(x, across), y: of(y, up), done: true }]
            }
            ranges => [x, y].into_iter().zip(ranges).filter_map(brush).collect(),
        }
    }

    fn key(&mut self, given: &Given, key: &str, (shift, ctrl): (bool, bool), tracks: &[Track; 2]) -> Reaction {
        let mut reaction = Reaction { taken: true, ..Reaction::default() };
        let Some(scatter) = scatter(given) else { return Reaction::default() };
        let (forth, back) = (matches!(key, "ArrowRight" | "ArrowDown"), matches!(key, "ArrowLeft" | "ArrowUp"));
        let count = marks(scatter, tracks).count();
        let next = match key {
            _ if shift && (forth || back) => {
                let by = match key {
                    "ArrowRight" => [1, 0],
                    "ArrowLeft" => [-1, 0],
                    "ArrowUp" => [0, 1],
                    _ => [0, -1],
                };
                // Without a brush the first is the middle third.
                let third = [0, 1].map(|axis| {
                    let seen = tracks[axis].seen();
                    (seen.start + seen.len() / 3, seen.start + (seen.len() * 2).div_ceil(3))
                });
                let step = |axis: usize| (tracks[axis].seen().len() as i64 / 20).max(1);
                self.brush.live = Some(match self.brushed(given, tracks) {
                    Some(now) if ctrl => {
                        self.anchor = None;
                        [0, 1].map(|axis| rectangle::moved(&tracks[axis], now[axis], by[axis] * step(axis)))
                    }
                    Some(now) => {
                        // Its far corner is moved, whichever side of the other one it is on by now.
                        let is_end = |axis: usize, end: usize| now[axis].0 == end || now[axis].1 == end;
                        let held = self.anchor.filter(|ends| is_end(0, ends[0]) && is_end(1, ends[1]));
                        let stays = *self.anchor.insert(held.unwrap_or([now[0].0, now[1].0]));
                        [0, 1].map(|axis| {
                            rectangle::stretched(&tracks[axis], now[axis], stays[axis], by[axis] * step(axis))
                        })
                    }
                    None => third,
                });
                self.unsettled = true;
                reaction.tell.extend(self.told(given, tracks, false));
                reaction.say = self.brushed(given, tracks).map(|now| said(given, tracks, now));
                return reaction;
            }
            "+" | "=" => {
                reaction.tell.extend(Self::scaled(given, tracks, 1.25, [0.5, 0.5]));
                return reaction;
            }
            "-" => {
                reaction.tell.extend(Self::scaled(given, tracks, 0.8, [0.5, 0.5]));
                return reaction;
            }
            "0" => {
                reaction.tell.extend(Self::zoomed(given, [Some(None), Some(None)]));
                return reaction;
            }
            "Escape" => {
                (self.brush, self.cursor, self.unsettled) = (Rectangle::default(), None, false);
                self.anchor = None;
                reaction.tell.extend(Self::clear(given));
                return reaction;
            }
            "Enter" | " " => {
                let mark = self.cursor.and_then(|place| marks(scatter, tracks).nth(place));
                reaction.tell.extend(mark.map(|mark| Gesture::Open(mark.0)));
                return reaction;
            }
            "Home" => 0,
            "End" => count.saturating_sub(1),
            _ if forth => self.cursor.map_or(0, |here| here + 1),
            _ if back => self.cursor.map_or(count.saturating_sub(1), |here| here.saturating_sub(1)),
            _ => return Reaction::default(),
        };
        let next = next.min(count.saturating_sub(1));
        self.pointer = None;
        self.cursor = (count > 0).then_some(next);
        reaction.say = Some(match marks(scatter, tracks).nth(next) {
            Some((row, x, y)) => {
                let values =
                    Self::values(given, tracks, [x, y]).into_iter().map(|(name, value)| format!("{name} {value}"));
                let values: Vec<String> = values.collect();
                format!("{}, {} of {count}: {}", row_name(row), next + 1, values.join(", "))
            }
            None => "There are no flagged sessions here.".into(),
        });
        reaction
    }
}

/// A brush in words.
fn said(given: &Given, tracks: &[Track; 2], now: Cells) -> String {
    let Some((x, y, ..)) = drawing(given) else { return String::new() };
    let along = |axis: &Axis, track: &Track, (low, high): (usize, usize)| {
        let quantity = Quantity::of(&axis.dimension, &given.about);
        format!("{} {}", label(&axis.dimension, &given.about), quantity.range(track.edge(low), track.edge(high)))
    };
    format!("Brush {}, {}", along(x, &tracks[0], now[0]), along(y, &tracks[1], now[1]))
}

impl Kind for ScatterKind {
    fn margins(&self, _: &Given, _: f64) -> Margins {
        Margins { left: 60.0, right: 12.0, top: 24.0, bottom: 38.0 }
    }

    fn draw(&self, given: &Given, sheet: &mut Sheet<'_>) {
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

    fn overlay(&self, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
        let (scatter, tracks, (x, y, ..)) = (scatter(given)?, tracks(given)?, drawing(given)?);
        let layout = sheet.layout;
        if let Some([across, up]) = self.brushed(given, &tracks) {
            let x = |place: usize| layout.x(tracks[0].share_of_edge(place));
            let y = |place: usize| layout.y(tracks[1].share_of_edge(place));
            window(sheet, [x(across.0), x(across.1)], [y(up.1), y(up.0)]);
        }
        let pointed = self.pointer.filter(|place| layout.holds(*place) && self.panned.is_none());
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
            pointed.filter(|_| !self.brush.is_held()).and_then(|place| self.nearest(scatter, &tracks, place, layout));
        let mark = near.map(|near| near.0).or(self.cursor.filter(|_| pointed.is_none()));
        if let Some((row, across, up)) = mark.and_then(|mark| marks(scatter, &tracks).nth(mark)) {
            let at = (layout.x(across), layout.y(up));
            let (fill, halo) = (None, Some(solid(sheet.tokens.surface, 4.0)));
            let stroke = Some(solid(sheet.tokens.ink, 1.75));
            sheet.scene.shapes.push(Shape::Marks {
                mark: Mark::Circle,
                places: vec![at],
                radius: 7.0,
                fill,
                stroke,
                halo,
            });
            let pairs = Self::values(given, &tracks, [across, up]);
            return Some(Tip { at, title: format!("{} · flagged", row_name(row)), pairs });
        }
        let at = pointed?;
        let hair = solid(sheet.tokens.muted, 1.0);
        sheet.upright(crisp(at.0), hair);
        sheet.level(crisp(at.1), hair);
        let (across, up) = layout.shares(at);
        let (column, row) = (tracks[0].bin(across)?, tracks[1].bin(up)?);
        let cell = row * tracks[0].bins() + column;
        let count = scatter.counts.get(cell).copied().unwrap_or(0);
        let mut pairs = Self::values(given, &tracks, [across, up]);
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

    fn take(&mut self, given: &Given, input: Input<'_>, layout: &Layout) -> Reaction {
        let mut reaction = Reaction::default();
        let (Some(scatter), Some(tracks), Some((x, y, ..))) = (scatter(given), tracks(given), drawing(given)) else {
            return reaction;
        };
        let both = [&tracks[0], &tracks[1]];
        let shares = |place: Place| {
            let (across, up) = layout.shares(place);
            [across, up]
        };
        let lengths = [layout.plot_width(), layout.plot_height()];
        let far = |from: Place, to: Place| (from.0 - to.0).abs().max((from.1 - to.1).abs()) >= CLICK;
        match input {
            Input::At(pointer) => {
                let before =
                    self.pointer.filter(|place| layout.holds(*place)).and_then(|place| tracks[0].bin(shares(place)[0]));
                self.pointer = Some(pointer.at);
                self.cursor = self.cursor.filter(|_| !layout.holds(pointer.at));
                if let (Some(pressed), Some(windows)) = (self.pressed, self.panned) {
                    let by = [(pressed.0 - pointer.at.0) / lengths[0], (pointer.at.1 - pressed.1) / lengths[1]];
                    reaction.tell.extend(Self::moved(given, windows.map(Some), by));
                } else if self.pressed.is_some_and(|pressed| self.brush.live.is_some() || far(pressed, pointer.at)) {
                    let now = rectangle::cells(both, Self::ranges(given));
                    if self.brush.drag(both, now, shares(pointer.at)) {
                        reaction.tell.extend(self.told(given, &tracks, false));
                    }
                }
                let after =
                    self.pointer.filter(|place| layout.holds(*place)).and_then(|place| tracks[0].bin(shares(place)[0]));
                if before != after {
                    reaction.tell.push(super::histogram::crossed(&x.dimension, &tracks[0], after));
                }
            }
            Input::Press(pointer) if layout.holds(pointer.at) => {
                (self.pressed, self.pointer, reaction.held) = (Some(pointer.at), Some(pointer.at), true);
                self.anchor = None;
                reaction.taken = !pointer.touch;
                if pointer.shift {
                    let seen = |axis: &Axis, track: &Track| axis.window.unwrap_or(track.range());
                    self.panned = Some([seen(x, &tracks[0]), seen(y, &tracks[1])]);
                } else {
                    let now = rectangle::cells(both, Self::ranges(given));
                    self.brush.press(both, now, shares(pointer.at), lengths, pointer.touch);
                }
            }
            Input::Release(pointer) => {
                let (pressed, panned) = (self.pressed.take(), self.panned.take());
                let held = self.brush.release();
                self.taken_away = [self.taken_away[1], None];
                let click = pressed.is_some_and(|pressed| !far(pressed, pointer.at)) && self.brush.live.is_none();
                if held && self.brush.live.is_some() {
                    reaction.tell.extend(self.told(given, &tracks, true));
                } else if click && panned.is_none() {
                    let mark = self.nearest(scatter, &tracks, pointer.at, layout);
                    let clear = || Self::clear(given).filter(|_| self.is_beside(given, &tracks, shares(pointer.at)));
                    let told = mark.map(|(_, row)| Gesture::Open(row)).or_else(clear);
                    if let Some(Gesture::Clear(_)) = told {
                        self.taken_away[1] = Some(Self::ranges(given));
                    }
                    reaction.tell.extend(told);
                }
            }
            Input::Twice(_) => {
                reaction.tell.extend(self.restored(given));
                reaction.tell.extend(Self::zoomed(given, [Some(None), Some(None)]));
            }
            Input::Zoom(at, factor) => {
                reaction.tell.extend(Self::scaled(given, &tracks, factor, shares(at)));
                reaction.taken = !reaction.tell.is_empty();
            }
            Input::Pan((across, down)) => {
                (self.brush, self.pressed) = (Rectangle::default(), None);
                let by = [-across / lengths[0], down / lengths[1]];
                reaction.tell.extend(Self::moved(given, [x.window, y.window], by));
            }
            Input::Leave => {
                self.pointer = None;
                reaction.tell.push(Gesture::Cross(None));
            }
            Input::Cancel => {
                (self.pressed, self.panned) = (None, None);
                if self.brush.release() {
                    reaction.tell.extend(self.told(given, &tracks, true));
                }
            }
            Input::KeyUp | Input::Blur => {
                if std::mem::take(&mut self.unsettled) {
                    reaction.tell.extend(self.told(given, &tracks, true));
                }
                self.cursor = self.cursor.filter(|_| input == Input::KeyUp);
            }
            Input::Key(key, shift, ctrl) => reaction = self.key(given, key, (shift, ctrl), &tracks),
            Input::Press(_) => {}
        }
        reaction
    }

    fn renew(&mut self, given: &Given) {
        if !self.brush.is_held() && !self.unsettled {
            self.brush.live = None;
        }
        let seen = scatter(given).zip(tracks(given)).map_or(0, |(scatter, tracks)| marks(scatter, &tracks).count());
        self.cursor = self.cursor.filter(|cursor| *cursor < seen);
    }

    fn cursor(&self, given: &Given, layout: &Layout) -> &'static str {
        let (Some(scatter), Some(tracks)) = (scatter(given), tracks(given)) else { return "default" };
        match self.pointer.filter(|place| layout.holds(*place)) {
            _ if self.panned.is_some() => "grabbing",
            Some(place) if self.nearest(scatter, &tracks, place, layout).is_some() => "pointer",
            Some(_) => "crosshair",
            None => "default",
        }
    }

    fn words(&self, given: &Given) -> Words {
        let Some((x, y, tint, field)) = drawing(given) else { return Words::default() };
        let (across, up) = (label(&x.dimension, &given.about), label(&y.dimension, &given.about));
        let mut words = Words { role: "scatter plot", keys: KEYS, ..Words::default() };
        words.columns = vec!["Session".into(), across.clone(), up.clone()];
        words.caption = format!("Flagged sessions by {across} and {up}, the highest scores first");
        let Some(scatter) = scatter(given) else { return words };
        let inside: u64 = scatter.counts.iter().map(|count| u64::from(*count)).sum();
        if inside == 0 && scatter.beyond == 0 {
            words.empty = Some(format!("No session that is shown has {across} and {up}."));
        }
        words.summary =
            format!("{up} against {across}: {}, {} flagged", sessions(inside), format::count(scatter.flagged.into()));
        if scatter.marks.len() < scatter.flagged as usize {
            words.summary += &format!(" ({} marked)", format::count(scatter.marks.len() as u64));
        }
        match tint {
            Tint::Score => words.summary += "; coloured by mean score",
            Tint::Category(of) => words.summary += &format!("; coloured by {}", label(of, &given.about)),
            Tint::Density => {}
        }
        if scatter.beyond > 0 {
            words.summary += &format!("; {} beyond the part shown", format::count(scatter.beyond.into()));
        }
        if scatter.missing > 0 {
            words.summary += &format!("; {} without both values", format::count(scatter.missing.into()));
        }
        if field && !scatter.field.2.is_empty() {
            words.summary += "; the background is the forest's score with the other features at their median";
        }
        words.summary += ".";
        words
    }

    fn legend(&self, given: &Given, tokens: &Tokens) -> Vec<Key> {
        let (Some((_, _, tint, field)), Some(scatter)) = (drawing(given), scatter(given)) else { return Vec::new() };
        let mut keys = vec![(Sample::Path("xc-mark", "M8 1.5 12.5 6 8 10.5 3.5 6z"), "flagged".to_owned())];
        match tint {
            Tint::Density => keys.push((Sample::Ramp(palette::dense(tokens).to_vec()), "few to many".to_owned())),
            Tint::Score => {
                let (low, high) = cells::scores(scatter).unwrap_or((f64::NAN, f64::NAN));
                let words = format!("mean score {} to {}", format::score(low), format::score(high));
                keys.push((Sample::Ramp(Scalar::on(tokens.surface).ramp(6)), words));
            }
            Tint::Category(_) => {
                let label = |(place, label): (usize, &String)| {
                    (Sample::Ramp(vec![cells::of_label(&scatter.labels, place, tokens)]), shown_label(label).to_owned())
                };
                keys.extend(scatter.labels.iter().enumerate().map(label));
            }
        }
        if field && !scatter.field.2.is_empty() {
            let words = format!("score {}", format::score(given.about.threshold));
            keys.push((Sample::Path("xc-contour", "M0 9C5 9 9 3 16 3"), words));
        }
        keys
    }

    fn rows(&self, given: &Given) -> Vec<Vec<String>> {
        let (Some(scatter), Some(tracks)) = (scatter(given), tracks(given)) else { return Vec::new() };
        let row = |(row, x, y): (u32, f64, f64)| {
            let values = Self::values(given, &tracks, [x, y]).into_iter().map(|(_, value)| value);
            std::iter::once(row_name(row)).chain(values).collect()
        };
        marks(scatter, &tracks).take(ROWS).map(row).collect()
    }
}

impl ScatterKind {
    fn is_beside(&self, given: &Given, tracks: &[Track; 2], at: [f64; 2]) -> bool {
        let Some(now) = self.brushed(given, tracks) else { return false };
        [0, 1].into_iter().any(|axis| {
            let share = |end: usize| tracks[axis].share_of_edge(end);
            !(share(now[axis].0)..share(now[axis].1)).contains(&at[axis])
        })
    }
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
