//! Rows into columns: the header is repaired, the first rows decide what the columns are, and every row is loaded,
//! repaired or rejected.

use super::builder::{Builder, Grown, MAX_FAULTS, TooManyFaults};
use super::cmcd;
use super::error::IngestError;
use super::evidence::Sample;
use super::format::Delimiter;
use super::header::Header;
use super::limits::Limits;
use super::mapping::Mapping;
use super::reading::Grouping;
use super::records::{Record, Sink};
use super::report::{Issue, Outcome, Reason, Report, displayed};
use super::resolve::{Form, Plan, resolve};
use super::spreading::Spreading;
use super::summary::{ColumnSummary, ResolvedMapping, Taken};
use crate::telemetry::{Column, Kind, Table, Truth};

/// Cells shown of each column.
const FIRST_CELLS: usize = 5;

/// The taker of rows.
pub(super) struct Intake {
    mapping: Mapping,
    limits: Limits,
    delimiter: Delimiter,
    report: Report,
    stage: Stage,
    source: Option<&'static str>,
    grouping: (Grouping, String),
}

enum Stage {
    Header,
    Sample(Header, Sample),
    Columns(Header, Vec<Growing>),
}

/// A column that grows with each row.
pub(super) struct Growing {
    pub name: String,
    plan: Plan,
    builder: Builder,
    repaired: u64,
    pub first: Vec<String>,
    /// The columns of its keys, in its place.
    spread: Option<Box<Spreading>>,
}

impl Growing {
    pub(super) fn new(name: String, plan: Plan) -> Self {
        Self { name, builder: Builder::new(plan.form), plan, repaired: 0, first: Vec::new(), spread: None }
    }

    /// Takes a cell; returns what was repaired.
    pub(super) fn push(&mut self, cell: &[u8]) -> Result<Option<Reason>, TooManyFaults> {
        let cell = self.plan.letters.map_or(cell, |field| cmcd::spell(field, cell));
        let reason = self.builder.push(cell)?;
        self.repaired += u64::from(reason.is_some());
        Ok(reason)
    }

    /// What [`TooManyFaults`] means here.
    pub(super) fn too_many_faults(&self) -> IngestError {
        IngestError::TruthLabels { column: self.name.clone(), limit: MAX_FAULTS }
    }

    /// About how many bytes it holds.
    pub(super) fn bytes(&self) -> u64 {
        self.builder.bytes() + self.spread.as_ref().map_or(0, |spread| spread.bytes())
    }
}

/// What came of the rows.
pub(super) struct Taking {
    pub table: Table,
    pub truth: Option<Truth>,
    pub report: Report,
    pub mapping: ResolvedMapping,
}

impl Sink for Intake {
    fn record(&mut self, record: Record, closed: bool) -> Result<(), IngestError> {
        match &mut self.stage {
            Stage::Header => {
                // Lines of blanks or bare delimiters above the header are no header.
                if record.is_blank() {
                    return Ok(());
                }
                let header = Header::new(&record, &self.limits, &mut self.report.renamed)?;
                self.stage = Stage::Sample(header, Sample::default());
                Ok(())
            }
            Stage::Sample(_, sample) => {
                sample.push(record, closed);
                if sample.rows() >= self.limits.sample_rows || sample.bytes() >= self.limits.sample_bytes {
                    self.settle()?;
                }
                Ok(())
            }
            Stage::Columns(header, columns) => take(&mut self.report, &self.limits, header, columns, record, closed),
        }
    }
}

impl Intake {
    pub(super) fn new(mapping: Mapping, limits: Limits, delimiter: Delimiter) -> Self {
        let (source, grouping, report) = Default::default();
        Self { mapping, limits, delimiter, report, stage: Stage::Header, source, grouping }
    }

    /// Decides from the sample what the columns are, and takes its rows.
    fn settle(&mut self) -> Result<(), IngestError> {
        let Stage::Sample(header, sample) = std::mem::replace(&mut self.stage, Stage::Header) else { return Ok(()) };
        let loadable = |record: &Record, closed: bool| {
            header.fault(record, closed).is_none_or(|reason| reason.rule().outcome() == Outcome::Repaired)
        };
        let resolution = resolve(&header.names, &self.mapping, &sample, loadable, self.delimiter);
        (self.source, self.grouping) = (resolution.source, resolution.grouping);
        let named = header.names.iter().cloned().zip(resolution.plans);
        let mut columns: Vec<Growing> = named.map(|(name, plan)| Growing::new(name, plan)).collect();
        for (found, plans) in resolution.spreads {
            if let Some(column) = columns.get_mut(found.column) {
                column.spread = Some(Box::new(Spreading::new(found, plans)));
            }
        }
        for (record, _) in sample.records().filter(|(record, closed)| loadable(record, *closed)).take(FIRST_CELLS) {
            for (column, cell) in columns.iter_mut().zip(record.cells()) {
                column.first.push(displayed(cell));
                if let Some(spread) = &mut column.spread {
                    spread.show(cell);
                }
            }
        }
        for (record, closed) in sample.records() {
            take(&mut self.report, &self.limits, &header, &mut columns, record, closed)?;
        }
        self.stage = Stage::Columns(header, columns);
        Ok(())
    }

    /// The table, when all rows have come.
    pub(super) fn finish(mut self) -> Result<Taking, IngestError> {
        self.settle_rest()?;
        let Stage::Columns(header, columns) = self.stage else { return Err(IngestError::Empty) };
        if self.report.read == 0 {
            return Err(IngestError::HeaderOnly { columns: header.names.len() });
        }
        if self.report.loaded == 0 {
            let first = self.report.issues.first().map_or_else(String::new, Issue::to_string);
            return Err(IngestError::NothingLoaded { read: self.report.read, first });
        }
        let mut names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        names.extend(columns.iter().filter_map(|column| column.spread.as_ref()).flat_map(|spread| spread.names()));
        let unused =
            self.mapping.choices().iter().map(|(name, _)| name).filter(|&name| !names.contains(&name.as_str()));
        let unused = unused.cloned().collect();
        let mut grown = Finished::default();
        for mut column in columns {
            let spread = column.spread.take();
            grown.add(column);
            spread.into_iter().flat_map(|spread| spread.into_columns()).for_each(|column| grown.add(column));
        }
        let Finished { data, truth, summaries } = grown;
        let numeric = |column: &ColumnSummary| column.kind == Some(Kind::Number) && column.range.is_some();
        if !summaries.iter().any(numeric) {
            return Err(IngestError::NoNumbers { columns: summaries.len() });
        }
        let (delimiter, source, grouping) = (self.delimiter, self.source, self.grouping);
        let mapping = ResolvedMapping { delimiter, source, grouping, columns: summaries, unused };
        Ok(Taking { table: Table::new(data)?, truth, report: self.report, mapping })
    }

    /// A header without a row settles, too: it has columns to be told of.
    fn settle_rest(&mut self) -> Result<(), IngestError> {
        if matches!(self.stage, Stage::Sample(..)) { self.settle() } else { Ok(()) }
    }
}

/// The columns when all rows have come.
#[derive(Default)]
struct Finished {
    data: Vec<Column>,
    truth: Option<Truth>,
    summaries: Vec<ColumnSummary>,
}

impl Finished {
    fn add(&mut self, column: Growing) {
        let mut summary = summarise(&column);
        match column.builder.finish(column.plan.taken == Taken::Own) {
            Grown::Data(values) => {
                summary.measure(&values);
                let field = if let Taken::Field(field) = column.plan.taken { Some(field) } else { None };
                self.data.push(Column { name: column.name, field, data: values });
            }
            Grown::Truth(labels) => {
                summary.measure_truth(&labels);
                self.truth = Some(labels);
            }
            Grown::Ignored => {}
        }
        self.summaries.push(summary);
    }
}

fn summarise(column: &Growing) -> ColumnSummary {
    let (scale, decimal) = match (&column.builder, column.plan.form) {
        (_, Form::Number { decimal, scale, .. }) => (scale, Some(decimal)),
        (Builder::Number { decimal, scale, .. }, _) => (*scale, Some(*decimal)),
        _ => Default::default(),
    };
    let time_format = if let Builder::Time { format, .. } = column.builder { Some(format) } else { None };
    ColumnSummary {
        name: column.name.clone(),
        taken: column.plan.taken,
        why: column.plan.why.clone(),
        kind: None,
        unit: column.plan.unit,
        detail: column.plan.detail,
        scale,
        decimal,
        time_format,
        distinct: None,
        missing: 0,
        repaired: column.repaired,
        range: None,
        first: column.first.clone(),
    }
}

/// Takes one row.
fn take(
    report: &mut Report,
    limits: &Limits,
    header: &Header,
    columns: &mut [Growing],
    record: Record,
    closed: bool,
) -> Result<(), IngestError> {
    report.read += 1;
    let row = report.read;
    if row > limits.rows {
        return Err(IngestError::TooManyRows { limit: limits.rows });
    }
    let issue = |column: Option<&str>, cell: &[u8], reason| Issue {
        row,
        line: record.line(),
        column: column.map(str::to_owned),
        value: displayed(cell),
        reason,
    };
    let mut repaired = false;
    if let Some(reason) = header.fault(&record, closed) {
        report.add(limits.issues, reason, || issue(None, record.bytes, reason));
        if reason.rule().outcome() == Outcome::Rejected {
            report.rejected += 1;
            return Ok(());
        }
        repaired = true;
    }
    let mut cells = record.cells();
    for column in columns.iter_mut() {
        let cell = cells.next().unwrap_or_default();
        if let Some(spread) = &mut column.spread {
            let name = &column.name;
            column.repaired += spread.push(cell, |of, cell, reason| {
                repaired = true;
                report.add(limits.issues, reason, || issue(Some(of.unwrap_or(name)), cell, reason));
            })?;
            continue;
        }
        let Ok(reason) = column.push(cell) else { return Err(column.too_many_faults()) };
        if let Some(reason) = reason {
            repaired = true;
            report.add(limits.issues, reason, || issue(Some(&column.name), cell, reason));
        }
    }
    report.loaded += 1;
    report.repaired += u64::from(repaired);
    // Not for every row, unless a row is so long that a few of them would go far beyond the limit.
    if row.is_multiple_of(64) || record.bytes.len() > 1 << 16 {
        let bytes: u64 = columns.iter().map(Growing::bytes).sum();
        if bytes > limits.table_bytes {
            return Err(IngestError::TooLarge { row, limit: limits.table_bytes });
        }
    }
    Ok(())
}
