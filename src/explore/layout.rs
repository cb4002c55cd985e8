//! Views and their places: added, moved, resized, removed. Plain rules on a list.

use crossfilter::state::MOST_VIEWS;
use crossfilter::view::Drawing;
use crossfilter::{View, ViewId};

/// A step of height in CSS pixels, as in the style sheet.
pub const STEP: f64 = 80.0;

/// What is done to a view's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// A place towards the beginning.
    Earlier,
    /// A place towards the end.
    Later,
    /// Before another view; at the end for none.
    Before(Option<ViewId>),
    /// So many columns and steps of height more.
    Grow(i16, i16),
    /// To this many columns and steps of height.
    Size(u8, u8),
    /// Away. The last one stays: no view at all would be a fresh page.
    Remove,
}

/// The views after a move of one of them, the same where it means nothing.
pub fn moved(views: &[View], id: ViewId, how: Move) -> Vec<View> {
    let mut views = views.to_vec();
    let Some(place) = views.iter().position(|view| view.id == id) else { return views };
    match how {
        Move::Earlier if place > 0 => views.swap(place, place - 1),
        Move::Later if place + 1 < views.len() => views.swap(place, place + 1),
        Move::Before(Some(other)) if other == id => {}
        Move::Before(other) => {
            let view = views.remove(place);
            let to = other.and_then(|other| views.iter().position(|view| view.id == other));
            views.insert(to.unwrap_or(views.len()), view);
        }
        Move::Grow(width, height) => {
            if let Some(view) = views.get_mut(place) {
                let grown = |size: u8, by: i16| (i16::from(size).saturating_add(by)).clamp(0, i16::from(u8::MAX)) as u8;
                *view = View::sized(id, view.drawing.clone(), grown(view.width, width), grown(view.height, height));
            }
        }
        Move::Size(width, height) => {
            if let Some(view) = views.get_mut(place) {
                *view = View::sized(id, view.drawing.clone(), width, height);
            }
        }
        Move::Remove if views.len() > 1 => {
            views.remove(place);
        }
        _ => {}
    }
    views
}

/// The views with one more at the end, and its number; none where there are as many as can be drawn.
pub fn added(views: &[View], drawing: Drawing) -> Option<(Vec<View>, ViewId)> {
    if views.len() >= MOST_VIEWS {
        return None;
    }
    // Numbers are small: a fresh one is the least that is free.
    let id = (1..=ViewId::MAX).find(|id| views.iter().all(|view| view.id != *id))?;
    let (width, height) = usual_size(&drawing);
    let mut views = views.to_vec();
    views.push(View::sized(id, drawing, width, height));
    Some((views, id))
}

/// The views with one that draws something else.
pub fn redrawn(views: &[View], id: ViewId, drawing: Drawing) -> Vec<View> {
    let mut views = views.to_vec();
    if let Some(view) = views.iter_mut().find(|view| view.id == id) {
        view.drawing = drawing;
    }
    views
}

/// The size that a drawing begins with: columns, and steps of height.
fn usual_size(drawing: &Drawing) -> (u8, u8) {
    match drawing {
        Drawing::Histogram(_) => (4, 3),
        Drawing::Bars { .. } => (4, 4),
        Drawing::Scatter { .. } | Drawing::HeatMap { .. } | Drawing::Places => (6, 5),
        Drawing::Trend(_) => (6, 3),
        Drawing::Parallel => (12, 4),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossfilter::Dimension;
    use crossfilter::view::Metric;
    use proptest::prelude::*;

    fn views(count: u16) -> Vec<View> {
        (1..=count).map(|id| View::sized(id, Drawing::Trend(Metric::Sessions), 6, 3)).collect()
    }

    fn order(views: &[View]) -> Vec<ViewId> {
        views.iter().map(|view| view.id).collect()
    }

    #[test]
    fn views_move() {
        let three = views(3);
        for (id, how, expected) in [
            (1, Move::Earlier, [1, 2, 3]),
            (2, Move::Earlier, [2, 1, 3]),
            (2, Move::Later, [1, 3, 2]),
            (3, Move::Later, [1, 2, 3]),
            (3, Move::Before(Some(1)), [3, 1, 2]),
            (1, Move::Before(Some(3)), [2, 1, 3]),
            (1, Move::Before(None), [2, 3, 1]),
            (1, Move::Before(Some(1)), [1, 2, 3]),
            (9, Move::Earlier, [1, 2, 3]),
        ] {
            assert_eq!(order(&moved(&three, id, how)), expected, "{id} {how:?}");
        }
    }

    #[test]
    fn sizes_stay_within_their_limits() {
        let one = views(1);
        let size = |how| {
            let view = &moved(&one, 1, how)[0];
            (view.width, view.height)
        };
        assert_eq!(size(Move::Grow(1, -1)), (7, 2));
        assert_eq!(size(Move::Grow(99, 99)), (12, 10));
        assert_eq!(size(Move::Grow(-99, i16::MIN)), (3, 2));
        assert_eq!(size(Move::Size(255, 0)), (12, 2));
    }

    #[test]
    fn the_last_view_stays() {
        assert_eq!(order(&moved(&views(2), 1, Move::Remove)), [2]);
        assert_eq!(order(&moved(&views(1), 1, Move::Remove)), [1]);
    }

    #[test]
    fn there_are_no_more_than_can_be_drawn() {
        let mut all = vec![View::sized(2, Drawing::Parallel, 12, 4)];
        let bars = || Drawing::Bars { of: Dimension::Flagged, top: 5 };
        let mut last = 0;
        while let Some((more, id)) = added(&all, bars()) {
            assert!(all.iter().all(|view| view.id != id));
            (all, last) = (more, id);
        }
        assert_eq!((all.len(), last), (MOST_VIEWS, 24));
    }

    proptest! {
        #[test]
        fn no_move_loses_or_doubles_a_view(count in 1..9_u16, moves in proptest::collection::vec((1..10_u16, 0..4_u8, 0..10_u16), 0..30)) {
            let mut all = views(count);
            for (id, how, other) in moves {
                let how = match how {
                    0 => Move::Earlier,
                    1 => Move::Later,
                    2 => Move::Before(Some(other)),
                    _ => Move::Before(None),
                };
                all = moved(&all, id, how);
                let mut numbers = order(&all);
                numbers.sort_unstable();
                prop_assert_eq!(numbers, (1..=count).collect::<Vec<_>>());
            }
        }
    }
}
