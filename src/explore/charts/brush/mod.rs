//! A brush along one axis: drawn, moved and resized with pointer or keys, its ends always at ends of bins; and the window
//! that is zoomed and panned beside it.

mod keys;

use super::given::Reaction;
use super::rectangle;
use super::track::{self, Track};
use crate::explore::gesture::Gesture;
use charts::kind::Input;
use charts::layout::Layout;
use crossfilter::Dimension;

/// How near an end of the brush a pointer takes hold of it, in CSS pixels: a finger is wider than a mouse's tip.
const REACH: (f64, f64) = (7.0, 18.0);
/// A press that moves less far than this is a click.
const CLICK: f64 = 4.0;
/// How far a key zooms.
const STEP: f64 = 1.25;

/// What the pointer holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Held {
    /// One end; the other one stays at this end of a bin.
    End(usize),
    /// The whole brush: the end of a bin nearest to where it was taken, and its ends then.
    Whole(usize, usize, usize),
    /// The window: the share where it was taken, and the window then.
    Window(f64, (f64, f64)),
}

/// What is brushed on.
pub struct Brushed<'a> {
    /// The axis.
    pub track: &'a Track,
    /// What lies along it.
    pub dimension: &'a Dimension,
    /// The filter on it.
    pub range: Option<(f64, f64)>,
    /// What there is along it and the window that is shown, where it can be zoomed, and whether by the logarithm.
    pub zoom: Option<Zoom>,
}

/// What can be zoomed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zoom {
    /// All that there is.
    pub whole: (f64, f64),
    /// What is shown; all where there is none.
    pub window: Option<(f64, f64)>,
    /// Whether by the logarithm.
    pub log: bool,
}

/// What became of an input.
#[derive(Debug, Default, PartialEq)]
pub struct Outcome {
    /// Gestures and the like; what is to be said is said by the chart.
    pub reaction: Reaction,
    /// Another window, or none for all.
    pub window: Option<Option<(f64, f64)>>,
    /// Whether the keys reached a bin or changed the brush: to be read out.
    pub moved: bool,
}

/// A brush.
#[derive(Clone, Debug, Default)]
pub struct Brush {
    held: Option<Held>,
    pressed: Option<f64>,
    /// The brush while it moves, as ends of bins.
    live: Option<(usize, usize)>,
    /// The bin that the keys have reached.
    pub cursor: Option<usize>,
    /// Where the keys began to extend.
    anchor: Option<usize>,
    /// Keys moved the brush, and it has not been told that they ended.
    unsettled: bool,
    /// What the last two clicks took away: where they were a double click, they were not meant to.
    taken_away: [Option<(f64, f64)>; 2],
    /// Where the pointer is.
    pub pointer: Option<(f64, f64)>,
}

impl Brush {
    /// Whether it is held.
    pub fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// Something else is given: what was shown before its answer is not needed any more.
    pub fn renew(&mut self, bins: usize) {
        if self.held.is_none() && !self.unsettled {
            self.live = None;
        }
        self.cursor = self.cursor.filter(|cursor| *cursor < bins);
        self.anchor = self.anchor.filter(|anchor| *anchor < bins);
        self.live = self.live.filter(|live| live.1 <= bins);
    }

    /// The brush as shares of the axis.
    pub fn shares(&self, track: &Track, range: Option<(f64, f64)>) -> Option<(f64, f64)> {
        if let Some((from, to)) = self.live {
            return Some((track.share_of_edge(from), track.share_of_edge(to)));
        }
        let share = |value: f64, end: f64| if value.is_finite() { track.share(value) } else { end };
        range.map(|(low, high)| (share(low, f64::NEG_INFINITY), share(high, f64::INFINITY)))
    }

    /// The brush as values.
    pub fn range(&self, track: &Track, range: Option<(f64, f64)>) -> Option<(f64, f64)> {
        self.live.map(|(from, to)| (track.edge(from), track.edge(to))).or(range)
    }

    /// The bin under the pointer, or that the keys have reached.
    pub fn bin(&self, track: &Track, layout: &Layout) -> Option<usize> {
        let pointed = self.pointer.filter(|place| layout.holds(*place));
        pointed.map_or(self.cursor, |place| track.bin(layout.shares(place).0))
    }

    /// The pointer's shape: what it would do, or does.
    pub fn shape(&self, of: &Brushed<'_>, layout: &Layout) -> &'static str {
        let Some(at) = self.pointer.filter(|at| layout.holds(*at)) else { return "default" };
        match self.held {
            Some(Held::End(_)) => "ew-resize",
            Some(_) => "grabbing",
            None if self.end_near(of, at.0, false, layout).is_some() => "ew-resize",
            None => {
                let share = layout.shares(at).0;
                let within = self.shares(of.track, of.range).is_some_and(|(low, high)| (low..high).contains(&share));
                if within { "grab" } else { "crosshair" }
            }
        }
    }

    /// A person did something.
    pub fn take(&mut self, of: &Brushed<'_>, input: Input<'_>, layout: &Layout) -> Outcome {
        let mut outcome = Outcome::default();
        match input {
            Input::At(pointer) => {
                self.pointer = Some(pointer.at);
                self.cursor = self.cursor.filter(|_| !layout.holds(pointer.at));
                self.drag(of, pointer.at, layout, &mut outcome);
            }
            Input::Press(pointer) => self.press(of, pointer.at, pointer.shift, pointer.touch, layout, &mut outcome),
            Input::Release(pointer) => self.release(of, pointer.at, &mut outcome),
            Input::Twice(_) => {
                outcome.window = of.zoom.and_then(|zoom| zoom.window).map(|_| None);
                let before = std::mem::take(&mut self.taken_away).into_iter().flatten().next();
                outcome.reaction.tell.extend(before.map(|(low, high)| {
                    let dimension = of.dimension.clone();
                    Gesture::Brush { dimension, low, high, bins: None, done: true }
                }));
            }
            Input::Leave => self.pointer = None,
            Input::Cancel => {
                if let (Some(_), Some(live)) = (self.held, self.live) {
                    outcome.reaction.tell.push(told(of, live, true));
                }
                (self.held, self.pressed) = (None, None);
            }
            Input::Blur => {
                self.settle(of, &mut outcome);
                (self.cursor, self.anchor) = (None, None);
            }
            Input::KeyUp => self.settle(of, &mut outcome),
            Input::OtherUp => {}
            Input::Zoom(at, factor) => {
                outcome.window = of.zoom.and_then(|zoom| zoom.by(of.track, factor, layout.shares(at).0));
                outcome.reaction.taken = outcome.window.is_some();
            }
            Input::Pan((across, _)) => {
                (self.held, self.live) = (None, None);
                let by = -across / layout.plot_width();
                outcome.window = of.zoom.and_then(|zoom| zoom.moved(by));
            }
            Input::Key(key, shift, ctrl) => self.key(of, key, (shift, ctrl), &mut outcome),
        }
        outcome
    }

    fn end_near(&self, of: &Brushed<'_>, at: f64, touch: bool, layout: &Layout) -> Option<(usize, usize)> {
        let (low, high) = self.shares(of.track, of.range)?;
        let reach = if touch { REACH.1 } else { REACH.0 };
        let (from, to) = self.edges(of)?;
        let distance = |share: f64| (layout.x(share) - at).abs();
        // The moved end first, then the one that stays.
        let ends = [(distance(low), (from, to)), (distance(high), (to, from))];
        let near = ends.into_iter().filter(|(distance, _)| *distance <= reach);
        near.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, ends)| ends)
    }

    /// The brush's ends as the nearest ends of bins.
    fn edges(&self, of: &Brushed<'_>) -> Option<(usize, usize)> {
        let edge = |value: f64| {
            let share = of.track.share(value);
            of.track.edge_at(value).unwrap_or_else(|| of.track.nearest_edge(share))
        };
        self.live.or_else(|| of.range.map(|(low, high)| (edge(low), edge(high))))
    }

    fn press(
        &mut self,
        of: &Brushed<'_>,
        at: (f64, f64),
        shift: bool,
        touch: bool,
        layout: &Layout,
        outcome: &mut Outcome,
    ) {
        self.pointer = Some(at);
        // The strip of the labels below belongs to the axis, too.
        let (share, up) = layout.shares(at);
        if !(-0.02..=1.02).contains(&share) || up > 1.0 {
            return;
        }
        (self.pressed, self.anchor) = (Some(at.0), None);
        let edge = of.track.nearest_edge(share);
        let whole = self.shares(of.track, of.range).filter(|(low, high)| (*low..*high).contains(&share));
        self.held = if let (true, Some(zoom)) = (shift, of.zoom) {
            Some(Held::Window(share, zoom.window.unwrap_or(zoom.whole)))
        } else if let Some((_, stays)) = self.end_near(of, at.0, touch, layout) {
            Some(Held::End(stays))
        } else if let (Some(_), Some((from, to))) = (whole, self.edges(of)) {
            Some(Held::Whole(edge, from, to))
        } else {
            Some(Held::End(edge))
        };
        (outcome.reaction.held, outcome.reaction.taken) = (true, !touch);
    }

    fn drag(&mut self, of: &Brushed<'_>, at: (f64, f64), layout: &Layout, outcome: &mut Outcome) {
        let (Some(held), Some(pressed)) = (self.held, self.pressed) else { return };
        if (at.0 - pressed).abs() < CLICK && self.live.is_none() {
            return;
        }
        let share = layout.shares(at).0;
        let edge = of.track.nearest_edge(share);
        let next = match held {
            Held::Window(taken, window) => {
                let zoom = of.zoom.map(|zoom| Zoom { window: Some(window), ..zoom });
                outcome.window = zoom.and_then(|zoom| zoom.moved(taken - share));
                return;
            }
            Held::End(stays) => (edge.min(stays), edge.max(stays)),
            Held::Whole(taken, from, to) => {
                let by = (edge as i64 - taken as i64)
                    .clamp(-(from as i64), (of.track.bins() - to.min(of.track.bins())) as i64);
                ((from as i64 + by) as usize, (to as i64 + by) as usize)
            }
        };
        if next.0 < next.1 && self.live != Some(next) {
            self.live = Some(next);
            outcome.reaction.tell.push(told(of, next, false));
        }
    }

    fn release(&mut self, of: &Brushed<'_>, at: (f64, f64), outcome: &mut Outcome) {
        let (held, pressed) = (self.held.take(), self.pressed.take());
        let window = matches!(held, Some(Held::Window(..)));
        self.taken_away = [self.taken_away[1], None];
        match (self.live, held) {
            (Some(live), Some(_)) if !window => outcome.reaction.tell.push(told(of, live, true)),
            // A click beside the brush takes it away.
            (None, Some(Held::End(_)))
                if of.range.is_some() && pressed.is_some_and(|pressed| (at.0 - pressed).abs() < CLICK) =>
            {
                self.taken_away[1] = of.range;
                outcome.reaction.tell.push(Gesture::Clear(vec![of.dimension.clone()]));
            }
            _ => {}
        }
    }
}

impl Zoom {
    fn by(self, track: &Track, factor: f64, share: f64) -> Option<Option<(f64, f64)>> {
        if factor <= 1.0 && self.window.is_none() {
            return None;
        }
        let seen = if self.log && track.range().0 <= 0.0 { track.log_range() } else { Some(track.range()) };
        let window = self.window.or(seen).unwrap_or(self.whole);
        track::zoomed(window, self.whole, 1.0 / factor, share.clamp(0.0, 1.0), self.log)
    }

    fn moved(self, by: f64) -> Option<Option<(f64, f64)>> {
        track::panned(self.window?, self.whole, by, self.log)
    }
}

fn told(of: &Brushed<'_>, (from, to): (usize, usize), done: bool) -> Gesture {
    let (low, high) = (of.track.edge(from), of.track.edge(to));
    let bins = u16::try_from(from).ok().zip(u16::try_from(to).ok());
    Gesture::Brush { dimension: of.dimension.clone(), low, high, bins, done }
}
