//! A scatter of two numbers: sessions as a density image, the flagged ones with the highest scores as marks, the decision
//! field behind, and a rectangular brush.

mod draw;
mod keys;
mod words;
mod zoom;

use super::cells::{self, Part};
use super::given::{Given, Reaction};
use super::histogram::{along, name, zoom};
use super::quantity::{Quantity, flagged, label, sessions, shown_label};
use super::rectangle::{self, Cells, Rectangle};
use super::track::{self, Track};
use crate::explore::gesture::Gesture;
use charts::density;
use charts::frame::Axes;
use charts::kind::{Input, Key, Kind, Sample, Sheet, Tip, Words};
use charts::layout::{Layout, Margins};
use charts::palette::{self, Scalar};
use charts::scene::{Dash, Fill, Mark, Place, Shape, Stroke, crisp, solid};
use charts::theme::Tokens;
use crossfilter::Picture;
use crossfilter::picture::Scatter;
use crossfilter::view::{Axis, Drawing, Scale, Tint};
use telemetry::format;

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

/// What the session of a mark is called; while a brush moves that is not known.
fn session_name(scatter: &Scatter, row: u32) -> &str {
    let place = scatter.marks.iter().position(|mark| mark.0 == row);
    place.and_then(|place| scatter.names.get(place)).map_or("Session", String::as_str)
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
}

impl Kind<Given> for ScatterKind {
    fn margins(&self, _: &Given, _: f64) -> Margins {
        Margins { left: 60.0, right: 12.0, top: 24.0, bottom: 38.0 }
    }

    fn draw(&self, given: &Given, sheet: &mut Sheet<'_>) {
        draw::draw(given, sheet);
    }

    fn overlay(&self, given: &Given, sheet: &mut Sheet<'_>) -> Option<Tip> {
        draw::overlay(self, given, sheet)
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
            Input::Press(_) | Input::OtherUp => {}
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
        words::words(given)
    }

    fn legend(&self, given: &Given, tokens: &Tokens) -> Vec<Key> {
        words::legend(given, tokens)
    }

    fn rows(&self, given: &Given) -> Vec<Vec<String>> {
        words::rows(given)
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

#[cfg(test)]
mod tests;
