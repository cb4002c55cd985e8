//! A view that is pulled by a handle: to another place, or to another size.

use super::*;
use crate::explore::{dom, layout};

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
    pub(super) id: ViewId,
    /// The size that it had, where it is sized.
    sizing: Option<(u8, u8)>,
    from: (f64, f64),
    /// Where it would be put: before this view, or at the end.
    pub(super) to: Option<Option<ViewId>>,
}

impl Drag {
    /// Whether the view is pulled to another place.
    pub(super) fn is_moving(&self) -> bool {
        self.sizing.is_none()
    }
}

impl Root {
    pub(super) fn drag(&mut self, dragged: Dragged) -> bool {
        match dragged {
            Dragged::Begun { id, sizing, at } => {
                let size = self.views().iter().find(|view| view.id == id).map(|view| (view.width, view.height));
                let sizing = size.filter(|_| sizing);
                self.history.settle();
                self.drag = Some(Drag { id, sizing, from: at, to: None });
            }
            Dragged::Moved(at) => return self.dragged_to(at),
            Dragged::Done => {
                let Some(drag) = self.drag.take() else { return false };
                self.history.settle();
                if let Some(to) = drag.to {
                    let views = layout::moved(self.views(), drag.id, Move::Before(to));
                    if views != self.views() {
                        self.change(State { views, ..self.state().clone() });
                    }
                }
                self.ask_in(0);
            }
            Dragged::Cancelled => {
                let Some(drag) = self.drag.take() else { return false };
                if let Some((width, height)) = drag.sizing {
                    self.size(drag.id, width, height);
                    self.history.settle();
                }
            }
        }
        true
    }

    fn dragged_to(&mut self, at: (f64, f64)) -> bool {
        let Some(drag) = &mut self.drag else { return false };
        let id = drag.id;
        let (across, down) = (at.0 - drag.from.0, at.1 - drag.from.1);
        match drag.sizing {
            Some((width, height)) => {
                let column = dom::column("x-grid").unwrap_or(100.0);
                let grown = |size: u8, by: f64| (f64::from(size) + by.round()).clamp(0.0, 255.0) as u8;
                self.size(id, grown(width, across / column), grown(height, down / layout::STEP));
            }
            None => {
                let to = dom::view_at(at).map(|(other, after)| {
                    let ids: Vec<ViewId> = self.views().iter().map(|view| view.id).collect();
                    let place =
                        ids.iter().position(|id| *id == other).map_or(ids.len(), |place| place + usize::from(after));
                    ids.get(place).copied()
                });
                let Some(drag) = &mut self.drag else { return false };
                if drag.to == to {
                    return false;
                }
                drag.to = to;
            }
        }
        true
    }

    fn size(&mut self, id: ViewId, width: u8, height: u8) {
        let views = layout::moved(self.views(), id, Move::Size(width, height));
        if views != self.views() {
            let next = State { views, ..self.state().clone() };
            self.history.within(("size", id.into()), next);
            self.note_soon();
        }
    }
}
