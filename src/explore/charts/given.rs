//! What a chart of Explore shows.

use crate::explore::gesture::{Gesture, Standing};
use crossfilter::query::Description;
use crossfilter::view::Drawing;
use crossfilter::{Dimension, Picture, Test};
use std::rc::Rc;

/// What comes of an input.
pub type Reaction = charts::kind::Reaction<Gesture>;

/// What a chart shows.
#[derive(Clone, Debug)]
pub struct Given {
    /// What is to be drawn.
    pub drawing: Drawing,
    /// The newest picture there is; it may be of a drawing before.
    pub picture: Option<Rc<Picture>>,
    /// The filter on its own dimension, or on that across.
    pub test: Option<Test>,
    /// The filter on the dimension up.
    pub test_up: Option<Test>,
    /// Whether all sessions are drawn behind the shown ones.
    pub compare: bool,
    /// What there is.
    pub about: Rc<Description>,
    /// The shared crosshair.
    pub cross: Option<(Dimension, f64)>,
    /// What is said around the drawing.
    pub around: Around,
}

/// What is said around a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Around {
    /// How it stands with the picture.
    pub standing: Standing,
    /// Whether a brush is moving, here or elsewhere: words wait until it rests.
    pub moving: bool,
    /// Its number among views of the same title.
    pub nth: usize,
}

impl Default for Around {
    fn default() -> Self {
        Self { standing: Standing::Settled, moving: false, nth: 1 }
    }
}

impl Given {
    /// The range that a filter leaves.
    pub fn range(test: Option<&Test>) -> Option<(f64, f64)> {
        match test {
            Some(Test::Between(low, high)) => Some((*low, *high)),
            _ => None,
        }
    }

    /// Whether a label is picked by a filter.
    pub fn picks(test: Option<&Test>, label: &str) -> bool {
        matches!(test, Some(Test::OneOf(labels)) if labels.iter().any(|picked| picked == label))
    }

    /// Pictures are the same where they are one: to compare them number by number costs as much as to draw them.
    pub(super) fn has_picture_of(&self, other: &Self) -> bool {
        match (&self.picture, &other.picture) {
            (Some(own), Some(other)) => Rc::ptr_eq(own, other),
            (own, other) => own.is_none() == other.is_none(),
        }
    }

    pub(super) fn has_tests_of(&self, other: &Self) -> bool {
        (&self.test, &self.test_up) == (&other.test, &other.test_up)
    }
}

impl PartialEq for Given {
    fn eq(&self, other: &Self) -> bool {
        self.has_picture_of(other)
            && Rc::ptr_eq(&self.about, &other.about)
            && self.drawing == other.drawing
            && self.has_tests_of(other)
            && self.compare == other.compare
            && self.cross == other.cross
            && self.around == other.around
    }
}
