//! A view that is pulled by a handle: to another place, or to another size.

use crate::explore::dom;
use crate::explore::layout::{Move, STEP};
use crossfilter::{View, ViewId};

/// What the user does with a handle.
pub enum Dragged {
    /// The pointer is down on a view's handle, at this point: for another size, or for another place.
    Begun {
        /// The view.
        id: ViewId,
        /// Whether it is for another size.
        sizing: bool,
        /// Where the pointer is.
        at: (f64, f64),
    },
    /// The pointer is at this point.
    Moved((f64, f64)),
    /// The pointer is up.
    Done,
    /// It was not meant.
    Cancelled,
}

/// A drag that is under way.
pub struct Drag {
    id: ViewId,
    /// The size that it had, where it is sized.
    sizing: Option<(u8, u8)>,
    from: (f64, f64),
    /// Where it would be put: before this view, or at the end.
    to: Option<Option<ViewId>>,
}

impl Drag {
    /// A drag that begins at a point, of one of these views.
    pub fn begin(views: &[View], id: ViewId, sizing: bool, from: (f64, f64)) -> Self {
        let size = views.iter().find(|view| view.id == id).map(|view| (view.width, view.height));
        Self { id, sizing: size.filter(|_| sizing), from, to: None }
    }

    /// The view that is pulled.
    pub fn view(&self) -> ViewId {
        self.id
    }

    /// Whether it is pulled to another place, rather than to another size.
    pub fn is_moving(&self) -> bool {
        self.sizing.is_none()
    }

    /// Whether it would stand before this view.
    pub fn is_before(&self, view: ViewId) -> bool {
        self.id != view && self.to == Some(Some(view))
    }

    /// The size that the pointer at this point means; none where it is pulled to another place.
    pub fn size_at(&self, at: (f64, f64)) -> Option<Move> {
        let (width, height) = self.sizing?;
        let (across, down) = (at.0 - self.from.0, at.1 - self.from.1);
        let column = dom::column("x-grid").unwrap_or(100.0);
        let grown = |size: u8, by: f64| (f64::from(size) + by.round()).clamp(0.0, 255.0) as u8;
        Some(Move::Size(grown(width, across / column), grown(height, down / STEP)))
    }

    /// The pointer at this point means another place among these views; whether that is another than before.
    pub fn aim(&mut self, at: (f64, f64), views: &[View]) -> bool {
        let to = dom::view_at(at).map(|(other, after)| {
            let place = views.iter().position(|view| view.id == other);
            let place = place.map_or(views.len(), |place| place + usize::from(after));
            views.get(place).map(|view| view.id)
        });
        std::mem::replace(&mut self.to, to) != to
    }

    /// The place that the view is to have in the end; none where it was not pulled to another.
    pub fn place(&self) -> Option<Move> {
        self.to.map(Move::Before)
    }

    /// The size that the view had; none where it was pulled to another place.
    pub fn former_size(&self) -> Option<Move> {
        self.sizing.map(|(width, height)| Move::Size(width, height))
    }
}
