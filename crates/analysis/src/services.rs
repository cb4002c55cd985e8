//! The services of a finished analysis: what it is asked from elsewhere, each with the function of [`views`] that answers.

use crate::Analysis;
use crate::views::{
    self, Advice, Explanation, Firmness, Ranking, RankingQuery, Scatter, ScatterQuery, advise, explain, firmness, rank,
};
use port::{Answers, Desk, Refusal, Service, entry};
use std::sync::Arc;

/// What any program answers that holds an analysis.
pub const FIRST: Desk<Arc<Analysis>> =
    Desk(&[entry::<DrawScatter, _>(), entry::<RankSessions, _>(), entry::<ExplainSession, _>()]);

/// What the programs answer that know every detector.
pub const FURTHER: Desk<Arc<Analysis>> = Desk(&[entry::<TestFirmness, _>(), entry::<Advise, _>()]);

/// Two features of all sessions as a picture.
pub struct DrawScatter;

impl Service for DrawScatter {
    const NAME: &'static str = "scatter";
    type Question = ScatterQuery;
    type Answer = Scatter;
}

impl Answers<DrawScatter> for Arc<Analysis> {
    fn answer(&mut self, question: ScatterQuery) -> Result<Scatter, Refusal> {
        Ok(views::scatter(self, &question))
    }
}

/// A stretch of the table of sessions.
pub struct RankSessions;

impl Service for RankSessions {
    const NAME: &'static str = "ranking";
    type Question = RankingQuery;
    type Answer = Ranking;
}

impl Answers<RankSessions> for Arc<Analysis> {
    fn answer(&mut self, question: RankingQuery) -> Result<Ranking, Refusal> {
        Ok(rank(self, &question))
    }
}

/// Why the session of a row has its score; none where there is no such session.
pub struct ExplainSession;

impl Service for ExplainSession {
    const NAME: &'static str = "explanation";
    type Question = u32;
    type Answer = Option<Explanation>;
}

impl Answers<ExplainSession> for Arc<Analysis> {
    fn answer(&mut self, row: u32) -> Result<Option<Explanation>, Refusal> {
        Ok(explain(self, row))
    }
}

/// How firm the verdict on the session of a row is; none where there is no such session.
pub struct TestFirmness;

impl Service for TestFirmness {
    const NAME: &'static str = "firmness";
    type Question = u32;
    type Answer = Option<Firmness>;
}

impl Answers<TestFirmness> for Arc<Analysis> {
    fn answer(&mut self, row: u32) -> Result<Option<Firmness>, Refusal> {
        Ok(firmness(self, row))
    }
}

/// What drives the flagged sessions, and what other thresholds would flag.
pub struct Advise;

impl Service for Advise {
    const NAME: &'static str = "advice";
    type Question = ();
    type Answer = Advice;
}

impl Answers<Advise> for Arc<Analysis> {
    fn answer(&mut self, (): ()) -> Result<Advice, Refusal> {
        Ok(advise(self))
    }
}
