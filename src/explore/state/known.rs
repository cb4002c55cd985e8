//! What is known of the analysis that is explored. It is taken away as a whole when other sessions take the place of these.

use crate::explore::words;
use crossfilter::picture::Totals;
use crossfilter::query::{Asked, Description, Pictures};
use crossfilter::view::Drawing;
use crossfilter::{Picture, ViewId};
use std::collections::BTreeMap;
use std::rc::Rc;

/// What is known of the analysis that is explored.
#[derive(Default)]
pub struct Known {
    about: Option<Rc<Description>>,
    /// What each view has drawn, and of what; none where the sessions lack it.
    pictures: BTreeMap<ViewId, (Drawing, Option<Rc<Picture>>)>,
    totals: Option<Totals>,
    said: String,
    marked: Option<u32>,
    /// What the sessions were said to share.
    segments: Vec<String>,
}

impl Known {
    /// What its sessions have.
    pub fn about(&self) -> Option<&Rc<Description>> {
        self.about.as_ref()
    }

    /// What a view has drawn last, and of what; none where the sessions lack it.
    pub fn picture(&self, view: ViewId) -> Option<&(Drawing, Option<Rc<Picture>>)> {
        self.pictures.get(&view)
    }

    /// Whether a view has drawn what is asked for.
    pub fn has_drawn(&self, asked: &Asked) -> bool {
        self.picture(asked.id).is_some_and(|(drawing, _)| *drawing == asked.drawing)
    }

    /// How many sessions are shown.
    pub fn totals(&self) -> Option<&Totals> {
        self.totals.as_ref()
    }

    /// What was read out last.
    pub fn said(&self) -> &str {
        &self.said
    }

    /// The session whose page was open last.
    pub fn marked(&self) -> Option<u32> {
        self.marked
    }

    /// What the sessions were said to share, while that is shown.
    pub fn segments(&self) -> &[String] {
        &self.segments
    }

    /// It is said what the sessions share.
    pub fn tell_segments(&mut self, sentences: Vec<String>) {
        self.segments = sentences;
    }

    /// The page of a session is open.
    pub fn mark(&mut self, row: u32) {
        self.marked = Some(row);
    }

    /// The same sessions are judged anew: what they have and what was drawn of them stays until it is known anew, counts do
    /// not.
    pub fn judge_anew(&mut self) {
        self.totals = None;
        self.said.clear();
        self.segments.clear();
    }

    /// It is known what the sessions have.
    pub fn describe(&mut self, about: Description) {
        if self.about.as_deref().is_none_or(|known| known.fingerprint != about.fingerprint) {
            self.pictures.clear();
            self.totals = None;
        }
        self.about = Some(Rc::new(about));
    }

    /// Views have these pictures, each of what was asked for. How many sessions are shown is read out, unless a brush moves.
    pub fn draw(&mut self, Pictures { pictures, totals }: Pictures, asked: &[Asked], is_moving: bool) {
        self.totals = Some(totals);
        if !is_moving {
            self.said = words::totals(&totals);
        }
        for (id, picture) in pictures {
            let Some(asked) = asked.iter().find(|asked| asked.id == id) else { continue };
            // What is drawn already is not drawn again.
            let known = self.pictures.remove(&id).and_then(|(_, known)| known);
            let picture = picture.map(|picture| match known {
                Some(known) if *known == picture => known,
                _ => Rc::new(picture),
            });
            self.pictures.insert(id, (asked.drawing.clone(), picture));
        }
    }
}
