//! Which sessions meet filters, plainly: one look at each session for each filter.

use super::search::contains;
use super::values::Values;
use crate::analysis::Analysis;
use crate::analysis::views::Cell;
use crate::crossfilter::filter::{Filters, Test};
use crate::telemetry::{Data, MISSING_TIME};

/// Whether each session meets all filters. A filter on what the sessions lack is met by none.
pub fn meets(analysis: &Analysis, filters: &Filters) -> Vec<bool> {
    let rows = analysis.scores.len();
    let mut met = vec![true; rows];
    for filter in filters.list() {
        match Values::of(analysis, &filter.dimension) {
            None => met.fill(false),
            Some(values) => values.retain(&filter.test, &mut met),
        }
    }
    met
}

impl Values<'_> {
    /// Leaves those sessions of `met` that pass a test.
    fn retain(&self, test: &Test, met: &mut [bool]) {
        match (self, test) {
            (Self::Column(column), test) => match (&column.data, test) {
                (Data::Number(values), Test::Between(low, high)) => {
                    let pass = |value: &f64| *low <= *value && *value < *high;
                    met.iter_mut().zip(values).for_each(|(met, value)| *met &= pass(value));
                }
                (Data::Time(values), Test::Between(low, high)) => {
                    let pass = |&time: &i64| {
                        let instant = time as f64;
                        time != MISSING_TIME && *low <= instant && instant < *high
                    };
                    met.iter_mut().zip(values).for_each(|(met, value)| *met &= pass(value));
                }
                (Data::Category(values), test) => {
                    // Each label is looked at once; behind the last stands that of sessions without one.
                    let labels = values.labels();
                    let mut pass: Vec<bool> = labels.iter().map(|label| has(label, test)).collect();
                    pass.push(has("", test));
                    let pass = |&code: &u16| pass.get(usize::from(code).min(labels.len())) == Some(&true);
                    met.iter_mut().zip(values.codes()).for_each(|(met, code)| *met &= pass(code));
                }
                (Data::Text(values), test) => {
                    let test = lower(test);
                    let rows = met.iter_mut().enumerate().filter(|(row, met)| **met && *row < values.len());
                    rows.for_each(|(row, met)| *met = has_lower(values.get(row), &test));
                }
                _ => met.fill(false),
            },
            (Self::Feature(values), Test::Between(low, high)) => {
                let pass = |&value: &f32| *low <= f64::from(value) && f64::from(value) < *high;
                met.iter_mut().zip(*values).for_each(|(met, value)| *met &= pass(value));
            }
            (Self::Score(values), Test::Between(low, high)) => {
                met.iter_mut().zip(*values).for_each(|(met, value)| *met &= *low <= *value && *value < *high);
            }
            (Self::Feature(_) | Self::Score(_), _) | (_, Test::Between(..)) => met.fill(false),
            (_, test) => {
                for (row, met) in met.iter_mut().enumerate().filter(|(_, met)| **met) {
                    *met = match self.cell(row) {
                        Cell::Text(label) => has(&label, test),
                        Cell::Number(hour) => has(&hour.to_string(), test),
                        Cell::Missing | Cell::Time(_) => has("", test),
                    };
                }
            }
        }
    }
}

fn has(label: &str, test: &Test) -> bool {
    has_lower(label, &lower(test))
}

/// The test with what is looked for in small letters.
fn lower(test: &Test) -> Test {
    match test {
        Test::Contains(part) => Test::Contains(part.to_ascii_lowercase()),
        other => other.clone(),
    }
}

fn has_lower(label: &str, test: &Test) -> bool {
    match test {
        Test::OneOf(labels) => labels.iter().any(|other| other == label),
        Test::Contains(part) => contains(label, part.as_bytes()),
        Test::Between(..) => false,
    }
}
