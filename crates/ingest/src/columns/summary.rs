//! What each column was taken for, with the figures that the mapping table shows.

use crate::cells::numbers::Decimal;
use crate::cells::time_format::TimeFormat;
use crate::cells::units::{Scale, SourceUnit};
use crate::reading::checks::Check;
use crate::reading::delimiter::Delimiter;
use crate::reading::grouping::Grouping;
use crate::reading::layout::Layout;
use crate::reading::mapping::{Assignment, Choice, Detail, Mapping};
use crate::recognition::plan::Taken;
use crate::recognition::told_rows::Notice;
use crate::recognition::told_unit::UnitSource;
use crate::recognition::why::Why;
use crate::report::{Issue, Reason, Report, Rule, displayed};
use telemetry::{Data, Kind, MISSING_CATEGORY, MISSING_TIME, Table, Truth};

/// Columns that are told of in one sentence, and cells of each.
const TOLD: usize = 5;
const EXAMPLES: usize = 3;

/// The least and the greatest value of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Range {
    /// Of numbers, in the field's unit.
    Number(f64, f64),
    /// Of times, UTC milliseconds.
    Time(i64, i64),
}

/// One column of the file.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnSummary {
    /// Its name: as in the header, or repaired. It is what a [`crate::Mapping`] refers to.
    pub name: String,
    /// What it was taken for.
    pub taken: Taken,
    /// Why.
    pub why: Why,
    /// What its cells are; `None` where it is not loaded.
    pub kind: Option<Kind>,
    /// The unit it was read in, and how that became known: numbers of a field only.
    pub unit: Option<(SourceUnit, UnitSource)>,
    /// What has to stand in a plan beside what it is taken for, so that it is read in the same way again.
    pub detail: Option<Detail>,
    /// The decimal mark, where it was chosen by hand.
    pub chosen_decimal: Option<Decimal>,
    /// What was done to each number.
    pub scale: Scale,
    /// The decimal mark: numbers only.
    pub decimal: Option<Decimal>,
    /// How it writes its times: times only.
    pub time_format: Option<TimeFormat>,
    /// Different labels: categories and the truth only.
    pub distinct: Option<usize>,
    /// Rows without a value, repaired ones included.
    pub missing: usize,
    /// How its cells are written, in words; empty where it is not loaded.
    pub written: String,
    /// Whether its numbers have a mark that is, or could be, a decimal one.
    pub has_mark: bool,
    /// Cells that were repaired.
    pub repaired: u64,
    /// Cells that hold something, of rows that are loaded.
    pub filled: u64,
    /// Those of them that were not understood, and left empty.
    pub lost: u64,
    /// The least and the greatest value; equal ends mean that all values are the same.
    pub range: Option<Range>,
    /// The first cells as written, shortened for display.
    pub first: Vec<String>,
}

impl ColumnSummary {
    /// The unit it was read in and how that became known, in words; empty where it has none.
    pub fn unit_text(&self) -> String {
        self.unit.map_or_else(String::new, |(unit, source)| format!("{} ({})", unit.name(), source.reason()))
    }

    /// Whether more than one in a hundred of its filled cells were not understood: a person has to know it.
    pub fn loses_much(&self) -> bool {
        self.lost * 100 > self.filled
    }

    /// How many of its cells were not understood, with examples.
    fn loss(&self, report: &Report) -> String {
        let is_of_it = |issue: &&Issue| {
            issue.column.as_deref() == Some(&self.name) && issue.reason.rule().loses_cell() && !issue.value.is_empty()
        };
        let mut examples: Vec<&str> = Vec::new();
        for issue in report.issues.iter().filter(is_of_it) {
            if examples.len() < EXAMPLES && !examples.contains(&issue.value.as_str()) {
                examples.push(&issue.value);
            }
        }
        let examples: Vec<String> = examples.iter().map(|value| format!("\"{value}\"")).collect();
        let such = if examples.is_empty() { String::new() } else { format!(", such as {}", examples.join(", ")) };
        format!("{} of {} filled cells of \"{}\"{such}", self.lost, self.filled, displayed(self.name.as_bytes()))
    }

    /// Whether every row with a value has the same one.
    pub fn is_constant(&self) -> bool {
        match self.range {
            Some(Range::Number(low, high)) => low == high,
            Some(Range::Time(low, high)) => low == high,
            None => self.distinct == Some(1),
        }
    }

    pub(crate) fn measure(&mut self, data: &Data) {
        match data {
            Data::Number(values) => {
                self.kind = Some(Kind::Number);
                self.missing = values.iter().filter(|value| value.is_nan()).count();
                let first = values.iter().position(|value| !value.is_nan());
                // No NaN is less or greater than anything.
                self.range = ends(first.and_then(|first| values.get(first..)).unwrap_or_default().iter().copied())
                    .map(|(low, high)| Range::Number(low, high));
            }
            Data::Time(values) => {
                self.kind = Some(Kind::Time);
                self.missing = values.iter().filter(|&&value| value == MISSING_TIME).count();
                self.range = ends(values.iter().copied().filter(|&value| value != MISSING_TIME))
                    .map(|(low, high)| Range::Time(low, high));
            }
            Data::Category(values) => {
                self.kind = Some(Kind::Category);
                self.missing = values.codes().iter().filter(|&&code| code == MISSING_CATEGORY).count();
                self.distinct = Some(values.labels().len());
            }
            Data::Text(values) => {
                self.kind = Some(Kind::Text);
                self.missing = values.empty();
            }
        }
    }

    pub(crate) fn measure_truth(&mut self, truth: &Truth) {
        self.kind = Some(Kind::Category);
        self.missing = truth.codes().iter().filter(|&&code| code == Truth::NONE).count();
        self.distinct = Some(truth.faults().len());
    }
}

fn ends<T: PartialOrd + Copy>(mut values: impl Iterator<Item = T>) -> Option<(T, T)> {
    let first = values.next()?;
    Some(values.fold((first, first), |(low, high), value| {
        (if value < low { value } else { low }, if value > high { value } else { high })
    }))
}

/// How the file was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedMapping {
    /// What separates its cells; of no meaning where they are not separated by one.
    pub delimiter: Delimiter,
    /// How its text is laid out: chosen or recognised.
    pub layout: Layout,
    /// The product whose names and units its columns have, where they are one's.
    pub source: Option<&'static str>,
    /// Which rows make one session, as far as the first rows tell, and why.
    pub grouping: (Grouping, String),
    /// What its rows are, where they are no sessions.
    pub notice: Option<Notice>,
    /// The names of its columns, in the order of the cells of a row.
    pub header: Vec<String>,
    /// Its columns in their order, ignored ones included; behind a column of Common Media Client Data, those of its keys.
    pub columns: Vec<ColumnSummary>,
    /// Columns that the mapping names and the file does not have.
    pub unused: Vec<String>,
    /// Rows, by their numbers, that are none of the table although they stand where its rows do: totals, text behind it.
    pub apart: Vec<(u64, Reason)>,
    /// Whether it is a table of all sessions that this program has written: what follows from what is reported is in it already.
    pub is_table: bool,
}

impl ResolvedMapping {
    /// What each column was taken for, as a closed mapping: the same file read by it gives the same table.
    ///
    /// A unit, or a way to write times, stands in it where neither the field nor the column's name says it.
    pub fn to_mapping(&self) -> Mapping {
        let mut mapping = Mapping::default();
        for column in &self.columns {
            let assignment = match column.taken {
                Taken::Field(field) => Assignment::Field(field),
                Taken::Ignored => Assignment::Ignore,
                Taken::Truth => Assignment::Truth,
                Taken::Cmcd => Assignment::Cmcd,
                Taken::Own if column.detail.is_some() || column.chosen_decimal.is_some() => Assignment::Own,
                Taken::Own => continue,
            };
            // Two columns are never taken for one field, which is all that could be refused.
            let assigned = mapping
                .assign(&column.name, Choice { assignment, detail: column.detail, decimal: column.chosen_decimal });
            debug_assert!(assigned.is_ok());
        }
        mapping.closed()
    }

    /// Takes the figures of columns anew, where checks have changed values.
    pub(crate) fn measure_again(&mut self, table: &Table, report: &Report) {
        if Rule::ALL
            .iter()
            .any(|&rule| rule.check().is_some_and(|check| check != Check::Range) && report.count(rule) > 0)
        {
            for column in &mut self.columns {
                if let Some(loaded) = table.column(&column.name) {
                    column.measure(&loaded.data);
                }
            }
        }
    }

    /// The columns of which more than one in a hundred filled cells were not understood, in a sentence with examples; `None`
    /// where there is none.
    pub fn losses(&self, report: &Report) -> Option<String> {
        let losing: Vec<&ColumnSummary> = self.columns.iter().filter(|column| column.loses_much()).collect();
        let told: Vec<String> = losing.iter().take(TOLD).map(|column| column.loss(report)).collect();
        let more = match losing.len().saturating_sub(TOLD) {
            0 => String::new(),
            more => format!("; and {more} more columns"),
        };
        (!told.is_empty()).then(|| format!("Not understood, and so taken for missing: {}{more}.", told.join("; ")))
    }

    /// The columns that can be read in two ways, of which nobody but the user knows which: each with what is asked.
    pub fn questions(&self) -> impl Iterator<Item = String> {
        let is_asked = |why: &Why| matches!(why, Why::AmbiguousDates | Why::AmbiguousNumbers { .. });
        let asked = self.columns.iter().filter(move |column| is_asked(&column.why));
        asked.map(|column| format!("column \"{}\": {}", displayed(column.name.as_bytes()), column.why))
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&ColumnSummary> {
        self.columns.iter().find(|column| column.name == name)
    }
}
