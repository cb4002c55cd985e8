//! What sessions of a file have in common.

use super::condition::{filters, moment};
use super::json::{Told, ToldSegment};
use super::{FILES, Options};
use crate::console::Console;
use crate::failure::Failure;
use crate::host::NativeHost;
use crate::inputs::Inputs;
use crate::outcome::{read_sessions, refuse_unused, say_quality, say_result};
use analysis::analyse;
use crossfilter::{Baseline, Contrast, Crossfilter, Dimension, Filter, Filters, Test};
use diagnose::{Answer, Explaining, Limits};
use rules::Rules;
use std::sync::Arc;
use telemetry::{Data, Field, Table, write_time};

/// Reads, judges and explains the sessions.
pub fn tell(options: Options, console: &Console) -> Result<Told, Failure> {
    let reading = options.reading.reading()?;
    let detector = options.judging.detector()?;
    let host = NativeHost::new(console, options.threads);
    let inputs = Inputs::open(FILES, &options.files)?;
    let name = inputs.name();
    let (sessions, _) = read_sessions(inputs, reading, Rules::LATEST, &host)?;
    say_quality(&name, &sessions, console);
    refuse_unused(&name, &sessions)?;
    let asked = asked(&options.of, &options.baseline, &options, &sessions.table)?;
    let plan = options.judging.plan(&name, &sessions, detector)?;
    let analysis = pollster::block_on(analyse(plan, Arc::new(sessions), None, None, &host))
        .map_err(|error| Failure::Sessions { name: name.clone(), error })?;
    say_result(&analysis, console);
    let mut crossfilter = Crossfilter::of(Arc::new(analysis));
    let refused = |why: String| Failure::Rows { name: name.clone(), why };
    let mut explaining =
        Explaining::begin(&mut crossfilter, asked, Limits::default()).map_err(|error| refused(error.to_string()))?;
    while explaining.advance(u64::MAX).is_some() {}
    let found = explaining.finish();
    let table = &crossfilter.analysis().sessions.table;
    Ok(Told {
        sentence: found.sentence,
        now: found.now,
        before: found.before,
        dimensions: found.dimensions.iter().map(name_of).collect(),
        combinations: found.combinations,
        segments: found.answers.into_iter().map(|answer| told(answer, table)).collect(),
        close: found.close.into_iter().map(|answer| told(answer, table)).collect(),
    })
}

fn asked(
    of: &[super::Condition],
    baseline: &[super::Condition],
    options: &Options,
    table: &Table,
) -> Result<Contrast, Failure> {
    let wrong = |argument| move |why| Failure::Argument { argument, why };
    let mut chosen = filters(of, table).map_err(wrong("--where <CONDITION>"))?;
    let group = filters(baseline, table).map_err(wrong("--baseline <CONDITION>"))?;
    let baseline = match &options.at {
        Some(at) => {
            if !baseline.is_empty() {
                let why = "with --at, what was before is compared with".into();
                return Err(Failure::Argument { argument: "--baseline <CONDITION>", why });
            }
            let time = time_column(options.time.as_deref(), table)?;
            if chosen.of(&time).is_some() {
                let why = "the time is chosen by --at already".into();
                return Err(Failure::Argument { argument: "--where <CONDITION>", why });
            }
            let until =
                options.until.as_ref().map(|until| moment(until)).transpose().map_err(wrong("--until <TIME>"))?;
            let from = moment(at).map_err(wrong("--at <TIME>"))?;
            if !chosen.set(time, Test::Between(from, until.unwrap_or(f64::INFINITY))) {
                return Err(Failure::Argument { argument: "--until <TIME>", why: "it is not after --at".into() });
            }
            Baseline::Earlier
        }
        None if !group.is_empty() => Baseline::Group(group),
        None if chosen.is_empty() => Baseline::NotFlagged,
        None => Baseline::Others,
    };
    if matches!(baseline, Baseline::Group(_)) && chosen.is_empty() {
        chosen = flagged();
    }
    let column = |name: &String| match table.column(name) {
        Some(_) => Ok(Dimension::Column(name.clone())),
        None => Dimension::from_name(name).map_err(|_| Failure::Argument {
            argument: "--dimensions <LIST>",
            why: format!("there is no column \"{name}\""),
        }),
    };
    let dimensions = options.dimensions.iter().map(column).collect::<Result<Vec<Dimension>, Failure>>()?;
    Ok(Contrast { of: chosen, baseline, dimensions })
}

fn flagged() -> Filters {
    let mut filters = Filters::default();
    filters.set(Dimension::Flagged, Test::OneOf(vec!["flagged".into()]));
    filters
}

fn time_column(name: Option<&str>, table: &Table) -> Result<Dimension, Failure> {
    let argument = "--time <COLUMN>";
    let column = match name {
        Some(name) => table.column(name).filter(|column| matches!(column.data, Data::Time(_))),
        None => table.field(Field::Timestamp),
    };
    let why = || match name {
        Some(name) => format!("\"{name}\" is no column of times"),
        None => "the sessions have no time: say which column has it".into(),
    };
    column
        .map(|column| Dimension::Column(column.name.clone()))
        .ok_or_else(|| Failure::Argument { argument, why: why() })
}

fn name_of(dimension: &Dimension) -> String {
    match dimension {
        Dimension::Column(name) => name.clone(),
        other => other.name(),
    }
}

/// An answer with its values as conditions have them.
fn told(answer: Answer, table: &Table) -> ToldSegment {
    let value = |filter: &Filter| match &filter.test {
        Test::OneOf(labels) => labels.join(";"),
        Test::Between(low, high) => {
            let column = match &filter.dimension {
                Dimension::Column(name) => table.column(name),
                _ => None,
            };
            let is_time = column.is_some_and(|column| matches!(column.data, Data::Time(_)));
            let end = |value: f64| match value.is_finite() {
                true if is_time => {
                    let mut text = String::new();
                    write_time(&mut text, value as i64);
                    text
                }
                true => value.to_string(),
                false => String::new(),
            };
            format!("{}..{}", end(*low), end(*high))
        }
        Test::Contains(_) | Test::At(_) => filter.to_text(),
    };
    let dimensions = answer.conditions.iter().map(|filter| (name_of(&filter.dimension), value(filter))).collect();
    ToldSegment { dimensions, sentence: answer.sentence, figures: answer.figures }
}
