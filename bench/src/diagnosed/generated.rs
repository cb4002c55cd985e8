//! Generated sessions, whose incidents are known: what their bad sessions have in common, and what they have where they are drawn anew
//! without any place or time.

use super::adtributor::{Element, Measures, adtributor};
use super::judged::{Answered, Judged};
use super::risk_ratios::risk_ratios;
use super::{Conditions, Counted, Labelled, set};
use serde_json::Value;
use std::sync::Arc;
use streamguard::analysis::{Analysis, AnalysisError, Plan, SerialExecutor, Source, Stopped, analyse, generate};
use streamguard::crossfilter::{Contrast, Crossfilter, Dimension, Filter, Filters, Test};
use streamguard::diagnose::{
    Coded, Comparison, Explaining, Group, Limits, Part, Refused, Search, Segment, circumstances,
};
use streamguard::isolation_forest::random::Stream;
use streamguard::simulate::{Incident, Preset, Scenario, ScenarioError, incidents};
use streamguard::telemetry::{Table, Truth};

/// The share of sessions that are faulty, and of those that are flagged.
const FAULTS: f64 = 0.05;
/// The part of the bad sessions that a combination holds for [`risk_ratios`], as for the project's own answers.
const SUPPORT: f64 = 0.01;
/// The least ratio of MacroBase's defaults.
const LEAST_RATIO: f64 = 3.0;
/// Answers by the risk ratio at most, as of the project's own.
const ANSWERS: usize = 10;
/// Adtributor is told that hardly any session is forecast to be bad, and anywhere as many.
const FORECAST: f64 = 1e-9;
/// The domain of the draws.
const DOMAIN: &[u8; 8] = b"no cause";

/// Why there is no measurement.
#[derive(Debug, thiserror::Error)]
pub enum GeneratedError {
    /// The scenario is none.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// The sessions could not be judged.
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
    /// Somebody has stopped it.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// There is nothing to explain.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// Generated sessions without their truth.
    #[error("the sessions come without their truth")]
    NoTruth,
}

/// The sessions of a seed, judged by the plan that the page opens with.
///
/// # Errors
/// [`GeneratedError`] for a scenario out of bounds.
pub fn analysed(sessions: u32, seed: u64) -> Result<Arc<Analysis>, GeneratedError> {
    let scenario = Scenario::new(Preset::StreamGuard, sessions, FAULTS, seed)?;
    let host = SerialExecutor::default();
    let sessions = Arc::new(pollster::block_on(generate(scenario, &host))?);
    let plan = Plan { source: Source::Generated(scenario), ..Plan::default() };
    Ok(Arc::new(pollster::block_on(analyse(plan, sessions, None, None, &host))?))
}

/// Judges everyone on the incidents of a seed: once with the sessions bad that are faulty in truth, once with those that are flagged.
///
/// # Errors
/// [`GeneratedError`] for a scenario out of bounds.
pub fn of_incidents(sessions: u32, seed: u64) -> Result<Vec<Value>, GeneratedError> {
    let analysis = analysed(sessions, seed)?;
    let mut crossfilter = Crossfilter::of(analysis.clone());
    let world = World::of(&mut crossfilter);
    let truth = analysis.sessions.truth.as_ref().ok_or(GeneratedError::NoTruth)?;
    let causes: Vec<Conditions> = incidents(Preset::StreamGuard).iter().map(cause).collect();
    let strongest = strongest(&analysis.sessions.table, truth);
    let faulty: Vec<u32> = world.rows.iter().copied().filter(|&row| truth.is_fault(row as usize)).collect();
    let flagged: Vec<u32> = world.rows.iter().copied().filter(|&row| crossfilter.is_flagged(row)).collect();
    let mut lines = Vec::new();
    let told = explained(&mut crossfilter)?;
    for (name, bad, ours) in [("truth", faulty.clone(), world.answers(faulty)), ("flagged", flagged, told)] {
        let counted = world.counted(&bad);
        for (method, answered) in
            [("streamguard", ours), ("risk-ratio", by_risk_ratio(&counted)), ("adtributor", by_adtributor(&counted))]
        {
            let case = seed.to_string();
            let sessions = Some(sessions as usize);
            let judged = Judged { world: name, sessions, case, method, causes: &causes, strongest };
            lines.push(judged.line(&answered));
        }
    }
    Ok(lines)
}

/// Judges everyone where the faulty sessions of a seed are drawn anew among all: as many as before, and any as likely as another.
///
/// # Errors
/// [`GeneratedError`] for a scenario out of bounds.
pub fn without_cause(sessions: u32, seed: u64) -> Result<Vec<Value>, GeneratedError> {
    let analysis = analysed(sessions, seed)?;
    let world = World::of(&mut Crossfilter::of(analysis.clone()));
    let truth = analysis.sessions.truth.as_ref().ok_or(GeneratedError::NoTruth)?;
    let faults = world.rows.iter().filter(|&&row| truth.is_fault(row as usize)).count();
    let places = Stream::new(DOMAIN, seed, 0).sample(world.rows.len() as u32, faults as u32);
    let mut bad: Vec<u32> = places.iter().filter_map(|&place| world.rows.get(place as usize).copied()).collect();
    bad.sort_unstable();
    let counted = world.counted(&bad);
    let lines = [
        ("streamguard", world.answers(bad)),
        ("risk-ratio", by_risk_ratio(&counted)),
        ("adtributor", by_adtributor(&counted)),
    ];
    let line = |(method, answered): (&str, Answered)| {
        let sessions = Some(sessions as usize);
        Judged { world: "none", sessions, case: seed.to_string(), method, causes: &[], strongest: None }.line(&answered)
    };
    Ok(lines.map(line).into())
}

/// The conditions of an incident. Its time is none of them.
fn cause(incident: &Incident) -> Conditions {
    set(incident.segment.iter().map(|(field, label)| (field.name().to_owned(), (*label).to_owned())).collect())
}

/// The place of the incident whose segment has most sessions with its fault, at any time.
fn strongest(table: &Table, truth: &Truth) -> Option<usize> {
    let incidents = incidents(Preset::StreamGuard);
    let faulty = |incident: &Incident| {
        let has = |row: usize| {
            let mut conditions = incident.segment.iter();
            conditions.all(|&(field, label)| table.categories(field).is_some_and(|values| values.label(row) == label))
        };
        let codes = truth.codes().iter().enumerate();
        codes.filter(|&(row, &code)| code == incident.fault.code() && has(row)).count()
    };
    let counts: Vec<usize> = incidents.iter().map(faulty).collect();
    // The first of those that have as many.
    (0..counts.len()).rev().max_by_key(|&place| counts[place])
}

/// The sessions along the circumstances that the project makes combinations of.
struct World {
    rows: Vec<u32>,
    dimensions: Vec<Labelled>,
}

impl World {
    fn of(crossfilter: &mut Crossfilter) -> Self {
        let rows = crossfilter.meeting(&Filters::default());
        let mut dimensions = Vec::new();
        for dimension in circumstances(crossfilter) {
            if let Some(groups) = crossfilter.groups(&dimension) {
                let labels = groups.tests.iter().map(text).collect();
                dimensions.push(Labelled { name: name(&dimension), codes: groups.codes, labels });
            }
        }
        Self { rows, dimensions }
    }

    /// What the project says of these bad sessions.
    fn answers(&self, bad: Vec<u32>) -> Answered {
        let code = |dimension: &Labelled| Coded { values: dimension.labels.len(), codes: dimension.codes.clone() };
        let coded: Vec<Coded> = self.dimensions.iter().map(code).collect();
        let now = Group { bad: Part::of_sessions(bad), all: Part::of_sessions(self.rows.clone()) };
        let mut search = Search::new(&coded, &Comparison { now, before: None }, Limits::default());
        while search.step().is_some() {}
        let found = search.finish();
        let conditions = |segment: &Segment| {
            let condition = |&(dimension, value): &(usize, u16)| {
                let dimension = self.dimensions.get(dimension)?;
                Some((dimension.name.clone(), dimension.labels.get(usize::from(value))?.clone()))
            };
            set(segment.conditions.iter().filter_map(condition).collect())
        };
        Answered {
            answers: found.segments.iter().map(conditions).collect(),
            close: found.close.iter().map(conditions).collect(),
        }
    }

    /// The sessions for the others' methods.
    fn counted(&self, bad: &[u32]) -> Counted {
        let of_rows = |dimension: &Labelled| Labelled {
            codes: self.rows.iter().map(|&row| dimension.codes[row as usize]).collect(),
            ..dimension.clone()
        };
        Counted {
            dimensions: self.dimensions.iter().map(of_rows).collect(),
            bad: self.rows.iter().map(|row| u32::from(bad.binary_search(row).is_ok())).collect(),
            sessions: vec![1; self.rows.len()],
        }
    }
}

/// What the project says of the flagged sessions.
fn explained(crossfilter: &mut Crossfilter) -> Result<Answered, Refused> {
    let mut explaining = Explaining::begin(crossfilter, Contrast::default(), Limits::default())?;
    while explaining.advance(u64::MAX).is_some() {}
    let found = explaining.finish();
    let condition = |filter: &Filter| (name(&filter.dimension), text(&filter.test));
    let conditions = |filters: &[Filter]| set(filters.iter().map(condition).collect());
    Ok(Answered {
        answers: found.answers.iter().map(|answer| conditions(&answer.conditions)).collect(),
        close: found.close.iter().map(|answer| conditions(&answer.conditions)).collect(),
    })
}

fn name(dimension: &Dimension) -> String {
    match dimension {
        Dimension::Column(name) => name.clone(),
        other => other.name(),
    }
}

fn text(test: &Test) -> String {
    match test {
        Test::OneOf(labels) => labels.join(";"),
        other => format!("{other:?}"),
    }
}

fn by_risk_ratio(counted: &Counted) -> Answered {
    let ranked = risk_ratios(counted, SUPPORT, LEAST_RATIO);
    let answers = ranked.iter().take(ANSWERS).map(|ranked| counted.named(&ranked.conditions)).collect();
    Answered { answers, close: Vec::new() }
}

fn by_adtributor(counted: &Counted) -> Answered {
    let elements = |dimension: &Labelled| {
        let mut elements = vec![Element::default(); dimension.labels.len()];
        for ((&code, &bad), &sessions) in dimension.codes.iter().zip(&counted.bad).zip(&counted.sessions) {
            if let Some(Element { real, .. }) = elements.get_mut(usize::from(code)) {
                real.bad += f64::from(bad);
                real.sessions += f64::from(sessions);
            }
        }
        let forecast = |Element { real, .. }: Element| Element {
            real,
            forecast: Measures { bad: real.sessions * FORECAST, sessions: real.sessions },
        };
        elements.into_iter().map(forecast).collect()
    };
    told(counted, &counted.dimensions.iter().map(elements).collect::<Vec<Vec<Element>>>())
}

/// What Adtributor says of these elements: each one by itself is an answer.
pub(super) fn told(counted: &Counted, dimensions: &[Vec<Element>]) -> Answered {
    let candidates = adtributor(dimensions);
    let elements = candidates.iter().flat_map(|candidate| {
        candidate.elements.iter().map(|&element| counted.named(&[(candidate.dimension, element as u16)]))
    });
    Answered { answers: elements.collect(), close: Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answers_to_flagged_sessions_are_those_of_the_search_over_the_same_sessions() {
        let mut crossfilter = Crossfilter::of(analysed(5_000, 3).unwrap());
        let world = World::of(&mut crossfilter);
        let flagged: Vec<u32> = world.rows.iter().copied().filter(|&row| crossfilter.is_flagged(row)).collect();
        assert_eq!(flagged.len(), 250);
        assert_eq!(world.answers(flagged), explained(&mut crossfilter).unwrap());
    }

    #[test]
    fn everyone_is_judged_on_all_incidents() {
        let lines = of_incidents(5_000, 1).unwrap();
        assert_eq!(lines.len(), 6);
        for line in &lines {
            assert_eq!(line["ranks"].as_array().unwrap().len(), 5, "{line}");
            assert!(line["strongest"].as_u64().unwrap() < 5, "{line}");
        }
        assert!(lines[0]["ranks"].as_array().unwrap().iter().any(|rank| !rank.is_null()), "{}", lines[0]);
    }

    #[test]
    fn faults_drawn_anew_are_as_many_and_always_the_same() {
        let lines = without_cause(3_000, 1).unwrap();
        assert_eq!(lines, without_cause(3_000, 1).unwrap());
        assert_eq!(lines.len(), 3);
    }
}
