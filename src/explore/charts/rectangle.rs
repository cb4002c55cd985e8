//! A brush on two axes: drawn, moved and resized at its sides and corners, its ends always at ends of cells.

use super::track::Track;

/// How near a side a pointer takes hold of it, in CSS pixels.
const REACH: (f64, f64) = (6.0, 16.0);

/// What is held along one axis.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Held {
    /// Nothing: it stays as it is.
    Still,
    /// One end; the other one stays.
    End(usize),
    /// Both: the end of a cell nearest to where it was taken, and the brush then.
    Whole(usize, (usize, usize)),
}

/// Ends along both axes, as ends of cells.
pub type Cells = [(usize, usize); 2];

/// A brush on two axes.
#[derive(Clone, Debug, Default)]
pub struct Rectangle {
    held: Option<[Held; 2]>,
    /// The brush while it moves.
    pub live: Option<Cells>,
}

/// The axes: across and up.
pub type Tracks<'a> = [&'a Track; 2];

/// A filter's range as ends of cells; where there is none, all that is seen.
pub fn cells(tracks: Tracks<'_>, ranges: [Option<(f64, f64)>; 2]) -> Option<Cells> {
    if ranges == [None, None] {
        return None;
    }
    let of = |axis: usize| {
        let track = tracks[axis];
        let edge = |value: f64| track.edge_at(value).unwrap_or_else(|| track.nearest_edge(track.share(value)));
        ranges[axis].map_or((0, track.bins()), |(low, high)| (edge(low), edge(high)))
    };
    Some([of(0), of(1)])
}

impl Rectangle {
    /// Whether it is held.
    pub fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// A pointer was pressed at shares of the axes, which are so many pixels long.
    pub fn press(&mut self, tracks: Tracks<'_>, now: Option<Cells>, at: [f64; 2], lengths: [f64; 2], touch: bool) {
        let edges = [0, 1].map(|axis| tracks[axis].nearest_edge(at[axis]));
        let reach = if touch { REACH.1 } else { REACH.0 };
        let fresh = edges.map(Held::End);
        let Some(now) = now else {
            self.held = Some(fresh);
            return;
        };
        let side = |axis: usize| {
            let (low, high) = now[axis];
            let away = |end: usize| (tracks[axis].share_of_edge(end) - at[axis]) * lengths[axis];
            let (to_low, to_high) = (away(low), away(high));
            // Within reach of the rectangle at all.
            let beside = to_low <= reach && to_high >= -reach;
            let held = if to_low.abs() <= reach && to_low.abs() <= to_high.abs() {
                Held::End(high)
            } else if to_high.abs() <= reach {
                Held::End(low)
            } else {
                Held::Still
            };
            (beside, held)
        };
        let [(near_x, x), (near_y, y)] = [side(0), side(1)];
        self.held = Some(match (near_x && near_y, x, y) {
            (false, ..) => fresh,
            (true, Held::Still, Held::Still) => [0, 1].map(|axis| Held::Whole(edges[axis], now[axis])),
            (true, x, y) => [x, y],
        });
        self.live = None;
    }

    /// The pointer moved there; whether the brush did.
    pub fn drag(&mut self, tracks: Tracks<'_>, now: Option<Cells>, at: [f64; 2]) -> bool {
        let Some(held) = self.held else { return false };
        let along = |axis: usize| {
            let (track, edge) = (tracks[axis], tracks[axis].nearest_edge(at[axis]));
            match held[axis] {
                Held::Still => now.map_or((0, track.bins()), |now| now[axis]),
                Held::End(stays) => (edge.min(stays), edge.max(stays)),
                Held::Whole(taken, (low, high)) => moved(track, (low, high), edge as i64 - taken as i64),
            }
        };
        let next = [along(0), along(1)];
        let real = next.iter().all(|(low, high)| low < high);
        real && self.live.replace(next) != Some(next)
    }

    /// The pointer was released; whether it held anything.
    pub fn release(&mut self) -> bool {
        self.held.take().is_some()
    }
}

/// A brush along one axis moved by so many cells, no further than the axis.
pub fn moved(track: &Track, (low, high): (usize, usize), by: i64) -> (usize, usize) {
    let room = track.bins().saturating_sub(high) as i64;
    let by = by.clamp(-(low as i64), room);
    ((low as i64 + by) as usize, (high as i64 + by) as usize)
}

/// A brush along one axis with one end moved by so many cells: not the one that stays. Where they meet, it goes on beyond.
pub fn stretched(track: &Track, (low, high): (usize, usize), stays: usize, by: i64) -> (usize, usize) {
    let goes = if stays == low { high } else { low };
    let to = |by: i64| (goes as i64 + by).clamp(0, track.bins() as i64) as usize;
    let next = if to(by) == stays { to(by + by.signum()) } else { to(by) };
    if next == stays { (low, high) } else { (stays.min(next), stays.max(next)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_end_is_stretched_over_the_one_that_stays_and_no_further_than_the_axis() {
        let track = Track::new(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0], false).unwrap();
        for (now, stays, by, expected) in [
            ((1, 3), 1, 1, (1, 4)),
            ((1, 3), 1, 9, (1, 5)),
            ((1, 3), 1, -1, (1, 2)),
            ((1, 2), 1, -1, (0, 1)),
            ((0, 1), 0, -1, (0, 1)),
            ((1, 3), 3, -1, (0, 3)),
            ((1, 3), 3, 2, (3, 4)),
            ((1, 3), 1, 0, (1, 3)),
        ] {
            assert_eq!(stretched(&track, now, stays, by), expected, "{now:?} {stays} {by}");
        }
    }

    #[test]
    fn sides_corners_and_the_middle_are_taken() {
        let track = Track::new(&[0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0], false).unwrap();
        let (tracks, lengths) = ([&track, &track], [500.0, 300.0]);
        let now = Some([(2, 5), (3, 8)]);
        let drag = |from: [f64; 2], to: [f64; 2]| {
            let mut rectangle = Rectangle::default();
            rectangle.press(tracks, now, from, lengths, false);
            rectangle.drag(tracks, now, to);
            rectangle.live
        };
        assert_eq!(drag([0.5, 0.5], [0.7, 0.9]), Some([(2, 7), (3, 8)]), "the right side");
        assert_eq!(drag([0.2, 0.8], [0.1, 0.9]), Some([(1, 5), (3, 9)]), "a corner");
        assert_eq!(drag([0.3, 0.5], [0.4, 0.3]), Some([(3, 6), (1, 6)]), "the middle");
        assert_eq!(drag([0.3, 0.5], [9.0, -9.0]), Some([(7, 10), (0, 5)]), "no further than the axes");
        assert_eq!(drag([0.8, 0.1], [0.9, 0.2]), Some([(8, 9), (1, 2)]), "beside it, a new one");
        assert_eq!(drag([0.8, 0.1], [0.8, 0.2]), None, "no room, no brush");
        assert_eq!(cells(tracks, [Some((2.0, f64::INFINITY)), None]), Some([(2, 10), (0, 10)]));
        assert_eq!(cells(tracks, [None, None]), None);
    }
}
