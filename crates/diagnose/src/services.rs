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

#[cfg(test)]
mod tests {
    use super::*;
    use analysis::{Plan, SerialExecutor};
    use crossfilter::{Baseline, Dimension, Filters};
    use port::{decode, encode};
    use std::sync::{Arc, LazyLock};

    static ANALYSIS: LazyLock<Arc<analysis::Analysis>> = LazyLock::new(|| {
        Arc::new(SerialExecutor::default().analyse_generated(&Plan::default()).expect("a sound plan"))
    });

    /// Asked by message.
    fn ask(diagnosis: &mut Diagnosis, asked: &Contrast) -> Finding {
        let answer = SERVICES.answer(FindSegments::NAME, diagnosis, &encode(asked)).expect("it is answered");
        decode(&answer).expect("what was encoded")
    }

    /// Asked until it is done: how much was done each time, and what was found.
    fn asked_until_done(diagnosis: &mut Diagnosis, asked: &Contrast) -> (Vec<f64>, Finding) {
        let mut shares = Vec::new();
        loop {
            match ask(diagnosis, asked) {
                Finding::UnderWay(share) => shares.push(share),
                done => return (shares, done),
            }
        }
    }

    fn slow() -> Diagnosis {
        Diagnosis { work: 1, ..Diagnosis::of(Crossfilter::of(ANALYSIS.clone())) }
    }

    #[test]
    fn asked_until_it_is_done_it_is_what_is_answered_at_once() {
        let asked = Contrast::default();
        let at_once = ask(&mut Diagnosis { work: u64::MAX, ..slow() }, &asked);
        assert!(matches!(&at_once, Finding::Found(segments) if segments.answers.len() > 1), "{at_once:?}");
        let mut diagnosis = slow();
        let (shares, found) = asked_until_done(&mut diagnosis, &asked);
        assert_eq!(found, at_once);
        assert!(shares.len() > 10 && shares.is_sorted() && shares.iter().all(|share| (0.0..1.0).contains(share)));
        // Asked once more, it begins once more.
        assert_eq!(asked_until_done(&mut diagnosis, &asked), (shares, at_once));
    }

    #[test]
    fn another_question_forgets_the_first() {
        let first = Contrast::default();
        let second = Contrast { dimensions: vec![Dimension::Column("cdn_pop".into())], ..Contrast::default() };
        let (whole, found) = asked_until_done(&mut slow(), &first);
        let expected = asked_until_done(&mut slow(), &second);
        let mut diagnosis = slow();
        (0..5).for_each(|_| drop(ask(&mut diagnosis, &first)));
        assert_eq!(asked_until_done(&mut diagnosis, &second), expected);
        (0..5).for_each(|_| drop(ask(&mut diagnosis, &first)));
        ask(&mut diagnosis, &second);
        assert_eq!(asked_until_done(&mut diagnosis, &first), (whole, found));
        // So does what is refused.
        ask(&mut diagnosis, &first);
        let refused = Contrast { baseline: Baseline::Group(Filters::default()), ..Contrast::default() };
        let all = ANALYSIS.judged;
        let all = telemetry::format::count(all as u64);
        let why = format!("{all} sessions are in both groups: choose groups that have none in common");
        assert_eq!(ask(&mut diagnosis, &refused), Finding::Refused(why));
        assert!(diagnosis.under_way.is_none());
    }

    #[test]
    fn the_columns_of_what_is_generated_are_none() {
        let answer = SERVICES.answer(ListColumns::NAME, &mut slow(), &encode(&())).expect("it is answered");
        assert_eq!(decode::<Vec<String>>(&answer), Some(Vec::new()));
    }

    #[test]
    fn each_service_has_a_name_of_its_own() {
        let mut names: Vec<&str> = SERVICES.names().chain([ExplainCounts::NAME]).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert!(names.len() == all && names.iter().all(|name| name.starts_with("diagnose.")));
    }
}
