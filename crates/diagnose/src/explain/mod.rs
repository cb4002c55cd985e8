//! What sessions of an analysis have in common: the question of linked views, answered.

#[cfg(test)]
mod tests;

use crate::comparison::{Coded, Comparison, Group, Part};
use crate::figures::Figures;
use crate::limits::Limits;
use crate::search::{Found, Search, Segment};
use crate::sentence::{self, Words};
use crate::statistics::Count;
use analysis::Analysis;
use crossfilter::{Baseline, Contrast, Crossfilter, Dimension, Filter, Filters, Test};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use telemetry::{Data, Field, Table};

/// What was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segments {
    /// The answers, what explains most first; none where nothing has more of them than chance explains.
    pub answers: Vec<Answer>,
    /// What else comes close to the first answer: combinations that overlap with it, the best first.
    pub close: Vec<Answer>,
    /// Those that are explained, of all that were looked at.
    pub now: Count,
    /// The same of the earlier time, where that is compared with.
    pub before: Option<Count>,
    /// What combinations were made of.
    pub dimensions: Vec<Dimension>,
    /// How many combinations there could be.
    pub combinations: f64,
    /// What is said of it all.
    pub sentence: String,
}

/// A segment with its figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// What its sessions meet, and no other does.
    pub conditions: Vec<Filter>,
    /// The same in words.
    pub name: String,
    /// Its figures.
    pub figures: Figures,
    /// What is said of it.
    pub sentence: String,
}

/// Why there is no search.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// An earlier time is compared with, and no time is chosen.
    #[error("no time is chosen: draw a brush over a trend first, and what is in it is compared with what was before")]
    NoTime,
    /// Nothing meets the filters.
    #[error("no session meets the filters")]
    NoSession,
    /// None of those are bad.
    #[error("none of the sessions is flagged")]
    NoneBad,
    /// There is nothing to compare with.
    #[error("there are no other sessions to compare with")]
    NoBaseline,
    /// Both groups have the same session.
    #[error("{} in both groups: choose groups that have none in common", in_words(*.0))]
    Overlap(usize),
    /// There is nothing to combine.
    #[error("nothing is chosen that sessions could have in common")]
    NoDimension,
}

fn in_words(sessions: usize) -> String {
    let verb = if sessions == 1 { "is" } else { "are" };
    format!("{} {verb}", telemetry::format::things(sessions as u64, "session"))
}

/// A search over the sessions of an analysis.
pub struct Explaining {
    analysis: Arc<Analysis>,
    baseline: Baseline,
    dimensions: Vec<Dimension>,
    tests: Vec<Vec<Test>>,
    search: Search,
}

/// The circumstances of the sessions: who, where and with what, not how they went. The labels of the file's own columns as well,
/// and where there are none of either, its own numbers that the sessions are not judged by.
pub fn circumstances(crossfilter: &Crossfilter) -> Vec<Dimension> {
    let analysis = crossfilter.analysis();
    let columns = analysis.sessions.table.columns();
    let labels = columns
        .iter()
        .filter(|column| matches!(column.data, Data::Category(_)) && column.field.is_none_or(Field::is_circumstance));
    let named = |name: &String| Dimension::Column(name.clone());
    let labels: Vec<Dimension> = labels.map(|column| named(&column.name)).collect();
    if !labels.is_empty() {
        return labels;
    }
    let judged = |name: &str| {
        analysis
            .plan
            .features
            .iter()
            .any(|feature| matches!(&feature.measure, features::Measure::Column(column) if column == name))
    };
    let numbers = columns.iter().filter(|column| {
        matches!(column.data, Data::Number(_))
            && !judged(&column.name)
            && column.field.is_none_or(Field::is_circumstance)
    });
    numbers.map(|column| named(&column.name)).collect()
}

impl Explaining {
    /// Begins to answer.
    ///
    /// # Errors
    /// [`Refused`] where there is nothing to compare.
    pub fn begin(crossfilter: &mut Crossfilter, asked: Contrast, limits: Limits) -> Result<Self, Refused> {
        let comparison = comparison(crossfilter, &asked)?;
        let chosen = match asked.dimensions.as_slice() {
            [] => circumstances(crossfilter),
            chosen => chosen.to_vec(),
        };
        // What tells the groups from each other by itself says nothing.
        let tells = |dimension: &Dimension| match &asked.baseline {
            Baseline::NotFlagged | Baseline::Earlier => matches!(dimension, Dimension::Flagged | Dimension::Score),
            Baseline::Others => stands_in(&asked.of, dimension),
            Baseline::Group(group) => stands_in(&asked.of, dimension) && stands_in(group, dimension),
        };
        let mut dimensions = Vec::new();
        let mut coded = Vec::new();
        let mut tests = Vec::new();
        for dimension in chosen.into_iter().filter(|dimension| !tells(dimension)) {
            let Some(groups) = crossfilter.groups(&dimension) else { continue };
            coded.push(Coded { values: groups.tests.len(), codes: groups.codes });
            tests.push(groups.tests);
            dimensions.push(dimension);
        }
        if dimensions.is_empty() {
            return Err(Refused::NoDimension);
        }
        Ok(Self {
            analysis: crossfilter.analysis().clone(),
            search: Search::new(&coded, &comparison, limits),
            baseline: asked.baseline,
            dimensions,
            tests,
        })
    }

    /// Goes on until so many sessions more have been looked at. How much is done then, 0 to 1; none where all is.
    pub fn advance(&mut self, work: u64) -> Option<f64> {
        let until = self.search.work().saturating_add(work);
        loop {
            let done = self.search.step()?;
            if self.search.work() >= until {
                return Some(done);
            }
        }
    }

    /// The answer.
    pub fn finish(self) -> Segments {
        let found = self.search.finish();
        let words = Words::of(&self.baseline);
        let answer = |segment: &Segment| {
            let condition = |&(dimension, value): &(usize, u16)| {
                let test = self.tests.get(dimension)?.get(usize::from(value))?.clone();
                Some(Filter { dimension: self.dimensions.get(dimension)?.clone(), test })
            };
            let conditions = segment.conditions.iter().filter_map(condition).collect();
            answer(conditions, segment, &found, words, &self.analysis.sessions.table)
        };
        Segments {
            answers: found.segments.iter().map(answer).collect(),
            close: found.close.iter().map(answer).collect(),
            now: found.now,
            before: found.before,
            combinations: found.combinations,
            sentence: sentence::of_all(&found, words, self.dimensions.len()),
            dimensions: self.dimensions,
        }
    }
}

fn answer(conditions: Vec<Filter>, segment: &Segment, found: &Found, words: Words, table: &Table) -> Answer {
    let figures = Figures::of(segment, found);
    let name = conditions.iter().map(|condition| condition.in_words(table)).collect::<Vec<String>>().join(" and ");
    Answer { sentence: sentence::of_answer(&name, &figures, words), name, conditions, figures }
}

/// Whether sessions are chosen or left out by a dimension; by the verdict they are by the score, too.
fn stands_in(filters: &Filters, dimension: &Dimension) -> bool {
    let exclusions = filters.exclusions().iter().flat_map(|exclusion| exclusion.list());
    let is_it = |filter: &Filter| match dimension {
        Dimension::Flagged | Dimension::Score => matches!(filter.dimension, Dimension::Flagged | Dimension::Score),
        other => filter.dimension == *other,
    };
    filters.list().iter().chain(exclusions).any(is_it)
}

/// Which sessions are compared with which.
fn comparison(crossfilter: &mut Crossfilter, asked: &Contrast) -> Result<Comparison, Refused> {
    let shown = crossfilter.meeting(&asked.of);
    if shown.is_empty() {
        return Err(Refused::NoSession);
    }
    let with_bad = |crossfilter: &Crossfilter, rows: Vec<u32>| {
        let bad = rows.iter().copied().filter(|&row| crossfilter.is_flagged(row)).collect();
        Group { bad: Part::of_sessions(bad), all: Part::of_sessions(rows) }
    };
    let (now, before) = match &asked.baseline {
        Baseline::NotFlagged => (with_bad(crossfilter, shown), None),
        Baseline::Earlier => {
            let earlier = earlier(crossfilter, &asked.of).ok_or(Refused::NoTime)?;
            let before = crossfilter.meeting(&earlier);
            if before.is_empty() {
                return Err(Refused::NoBaseline);
            }
            (with_bad(crossfilter, shown), Some(with_bad(crossfilter, before)))
        }
        Baseline::Others => {
            let all = crossfilter.meeting(&Filters::default());
            (Group { bad: Part::of_sessions(shown), all: Part::of_sessions(all) }, None)
        }
        Baseline::Group(group) => {
            let others = crossfilter.meeting(group);
            if others.is_empty() {
                return Err(Refused::NoBaseline);
            }
            // Both are rising.
            let common = shown.iter().filter(|row| others.binary_search(row).is_ok()).count();
            if common > 0 {
                return Err(Refused::Overlap(common));
            }
            let mut all: Vec<u32> = shown.iter().chain(&others).copied().collect();
            all.sort_unstable();
            (Group { bad: Part::of_sessions(shown), all: Part::of_sessions(all) }, None)
        }
    };
    match (now.bad.rows.len(), now.all.rows.len()) {
        (0, _) => Err(Refused::NoneBad),
        (bad, all) if bad == all && before.is_none() => Err(Refused::NoBaseline),
        _ => Ok(Comparison { now, before }),
    }
}

/// The filters of the time before that which is chosen; none where none is.
fn earlier(crossfilter: &Crossfilter, filters: &Filters) -> Option<Filters> {
    let columns = crossfilter.analysis().sessions.table.columns();
    let times = columns.iter().filter(|column| matches!(column.data, Data::Time(_)));
    let mut times = times.map(|column| Dimension::Column(column.name.clone()));
    times.find_map(|time| match filters.of(&time) {
        Some(&Test::Between(from, _)) if from.is_finite() => {
            let mut earlier = filters.clone();
            earlier.set(time, Test::Between(f64::NEG_INFINITY, from)).then_some(earlier)
        }
        _ => None,
    })
}
