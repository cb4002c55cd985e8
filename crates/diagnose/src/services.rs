//! What a tab asks.

use crate::counts::{CountColumns, CountsFound};
use crate::explain::{Explaining, Segments};
use crate::limits::Limits;
use crossfilter::{Contrast, Crossfilter};
use port::{Answers, Desk, Refusal, Service, entry};
use serde::{Deserialize, Serialize};

/// What a diagnosis answers.
pub const SERVICES: Desk<Diagnosis> = Desk(&[entry::<FindSegments, _>(), entry::<ListColumns, _>()]);

/// A crossfilter, and the search that is under way in it.
pub struct Diagnosis {
    /// The sessions.
    pub crossfilter: Crossfilter,
    under_way: Option<(Contrast, Explaining)>,
    /// As much is done for one question, in sessions that are looked at.
    work: u64,
}

impl Diagnosis {
    /// Of these sessions.
    pub fn of(crossfilter: Crossfilter) -> Self {
        Self { crossfilter, under_way: None, work: WORK }
    }
}

/// An answer to [`FindSegments`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Finding {
    /// So much is done, 0 to 1: asked the same again, it goes on.
    UnderWay(f64),
    /// What was found.
    Found(Segments),
    /// Why there is nothing to find.
    Refused(String),
}

/// What sessions have in common. A question is answered after a while: whoever asks it again until it is done tells how far it is,
/// and leaves it by not asking.
pub struct FindSegments;

impl Service for FindSegments {
    const NAME: &'static str = "diagnose.segments";
    type Question = Contrast;
    type Answer = Finding;
}

/// Some tenths of a second.
const WORK: u64 = 30_000_000;

impl Answers<FindSegments> for Diagnosis {
    fn answer(&mut self, asked: Contrast) -> Result<Finding, Refusal> {
        let begun = self.under_way.take().filter(|(other, _)| *other == asked);
        let mut explaining = match begun {
            Some((_, explaining)) => explaining,
            None => match Explaining::begin(&mut self.crossfilter, asked.clone(), Limits::default()) {
                Ok(explaining) => explaining,
                Err(refused) => return Ok(Finding::Refused(refused.to_string())),
            },
        };
        Ok(match explaining.advance(self.work) {
            Some(done) => {
                self.under_way = Some((asked, explaining));
                Finding::UnderWay(done)
            }
            None => Finding::Found(explaining.finish()),
        })
    }
}

/// The columns of the file, as they are written there; none of what was generated.
pub struct ListColumns;

impl Service for ListColumns {
    const NAME: &'static str = "diagnose.columns";
    type Question = ();
    type Answer = Vec<String>;
}

impl Answers<ListColumns> for Diagnosis {
    fn answer(&mut self, (): ()) -> Result<Vec<String>, Refusal> {
        let sessions = &self.crossfilter.analysis().sessions;
        Ok(sessions.quality.as_ref().map(|quality| quality.columns.header.clone()).unwrap_or_default())
    }
}

/// What the bad sessions of a table of counts have in common, or what is wrong with it. The file is read once more, so whoever has
/// it answers.
pub struct ExplainCounts;

impl Service for ExplainCounts {
    const NAME: &'static str = "diagnose.counts";
    type Question = CountColumns;
    type Answer = Result<CountsFound, String>;
}
