//! The services of a crossfilter.

use crate::picture::Count;
use crate::query::{BrushAsked, Description, Pictures, ViewsAsked, Writing, Written};
use crate::sessions::{Rows, RowsAsked, SessionAsked, SessionPage};
use crate::{BrushIndex, Crossfilter, Filters};
use port::{Answers, Desk, Refusal, Service, entry};

/// What a crossfilter answers.
pub const SERVICES: Desk<Crossfilter> = Desk(&[
    entry::<Describe, _>(),
    entry::<ShowViews, _>(),
    entry::<ListSessions, _>(),
    entry::<OpenSession, _>(),
    entry::<CountMeeting, _>(),
]);

/// What the sessions have.
pub struct Describe;

impl Service for Describe {
    const NAME: &'static str = "crossfilter.describe";
    type Question = ();
    type Answer = Description;
}

impl Answers<Describe> for Crossfilter {
    fn answer(&mut self, (): ()) -> Result<Description, Refusal> {
        Ok(self.describe())
    }
}

/// Views of the sessions that meet filters.
pub struct ShowViews;

impl Service for ShowViews {
    const NAME: &'static str = "crossfilter.show";
    type Question = ViewsAsked;
    type Answer = Pictures;
}

impl Answers<ShowViews> for Crossfilter {
    fn answer(&mut self, asked: ViewsAsked) -> Result<Pictures, Refusal> {
        Ok(self.show(&asked))
    }
}

/// An index for a brush that moves; none where there can be none. Its cubes come as parts before the answer, one by one; so
/// whoever holds the crossfilter answers it.
pub struct PrepareBrush;

impl Service for PrepareBrush {
    const NAME: &'static str = "crossfilter.prepare";
    type Question = BrushAsked;
    type Answer = Option<BrushIndex>;
}

/// A stretch of the table of sessions.
pub struct ListSessions;

impl Service for ListSessions {
    const NAME: &'static str = "crossfilter.rows";
    type Question = RowsAsked;
    type Answer = Rows;
}

impl Answers<ListSessions> for Crossfilter {
    fn answer(&mut self, asked: RowsAsked) -> Result<Rows, Refusal> {
        Ok(self.rows(&asked))
    }
}

/// Everything about one session; none where there is no such session.
pub struct OpenSession;

impl Service for OpenSession {
    const NAME: &'static str = "crossfilter.session";
    type Question = SessionAsked;
    type Answer = Option<SessionPage>;
}

impl Answers<OpenSession> for Crossfilter {
    fn answer(&mut self, asked: SessionAsked) -> Result<Option<SessionPage>, Refusal> {
        Ok(self.session(&asked))
    }
}

/// How many sessions meet filters, and how many of them are flagged.
pub struct CountMeeting;

impl Service for CountMeeting {
    const NAME: &'static str = "crossfilter.count";
    type Question = Filters;
    type Answer = Count;
}

impl Answers<CountMeeting> for Crossfilter {
    fn answer(&mut self, filters: Filters) -> Result<Count, Refusal> {
        let rows = self.meeting(&filters);
        let flagged = rows.iter().filter(|&&row| self.is_flagged(row)).count();
        Ok(Count { sessions: rows.len() as u32, flagged: flagged as u32 })
    }
}

/// Something that is taken away, or why there is none. What is written comes in parts before the answer; so whoever holds the
/// crossfilter answers it.
pub struct Write;

impl Service for Write {
    const NAME: &'static str = "crossfilter.write";
    type Question = Writing;
    type Answer = Written;
}
