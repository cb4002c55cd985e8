//! What comes of it where a chart shows something else than before, and what is said around its kind.

use super::given::Given;
use super::{lacking, of};
use crate::explore::gesture::{Gesture, Standing};
use crate::explore::words::{self, numbered};
use charts::kind::{Change, ChartData, Kind, Words};
use crossfilter::view::Drawing;
use std::rc::Rc;

/// What is laid over the drawing.
fn note(given: &Given, words: &Words) -> Option<(&'static str, String)> {
    match &given.around.standing {
        Standing::Failed(why) => Some(("xc-note xc-failed", format!("This view could not be drawn: {why}"))),
        Standing::Lacking => Some(("xc-note xc-empty", lacking(given))),
        _ if given.picture.is_none() => Some(("xc-note xc-wait", "Counting…".to_owned())),
        _ => words.empty.clone().map(|why| ("xc-note xc-empty", why)),
    }
}

impl ChartData for Given {
    type Gesture = Gesture;

    const ZOOMS: bool = true;
    const OPAQUE: bool = true;
    const STEADY: bool = true;

    fn kind(&self) -> Box<dyn Kind<Self>> {
        of(&self.drawing)
    }

    fn change(&self, before: &Self) -> Change {
        let all = !Rc::ptr_eq(&self.about, &before.about);
        let base =
            all || self.drawing != before.drawing || !self.has_picture_of(before) || self.compare != before.compare;
        let (own, other) = (&self.around, &before.around);
        // A table of the page shows what is picked in its own markup.
        let picked = matches!(self.drawing, Drawing::Places) && !self.has_tests_of(before);
        Change {
            kind: std::mem::discriminant(&self.drawing) != std::mem::discriminant(&before.drawing),
            base,
            overlay: !self.has_tests_of(before) || self.cross != before.cross,
            words: base || picked || own.standing != other.standing || own.nth != other.nth,
            all,
        }
    }

    fn words(&self, kind: &dyn Kind<Self>) -> Words {
        let mut words = kind.words(self);
        let standing = &self.around.standing;
        words.busy = *standing == Standing::Busy || (*standing == Standing::Settled && self.picture.is_none());
        let kind = match &self.drawing {
            Drawing::Scatter { .. } => "xc-flat",
            Drawing::Places => "xc-table",
            Drawing::Bars { .. } => "xc-along xc-bars",
            _ => "xc-along",
        };
        words.class = format!("xc {kind}{}", if words.busy { " xc-busy" } else { "" });
        words.note = note(self, &words);
        if let (Some((_, note)), true) = (&words.note, words.summary.is_empty()) {
            words.summary.clone_from(note);
        }
        words.short = Some(words::caption(&words.summary, &words::title(&self.about, &self.drawing)));
        words.caption = numbered(words.caption, self.around.nth);
        words
    }

    fn is_moving(&self) -> bool {
        // What stands in the page is of the page, and says at once what is picked.
        self.around.moving && !matches!(self.drawing, Drawing::Places)
    }

    fn sized(&self, (width, height): (f64, f64), _: f64) -> Option<Gesture> {
        Some(Gesture::Sized(width as u16, height as u16))
    }

    fn is_answered_soon(told: &Gesture) -> bool {
        told.is_answered_soon()
    }
}
