//! Rows into columns: the header is repaired, the first rows decide what the columns are, and every row is loaded,
//! repaired or rejected.

use super::builder::{Builder, Grown, MAX_FAULTS};
use super::clean::Check;
use super::error::IngestError;
use super::evidence::Sample;
use super::format::Delimiter;
use super::header::Header;
use super::limits::Limits;
use super::loaded_rows::LoadedRows;
use super::mapping::Mapping;
use super::reading::Reading;
use super::records::{Record, Sink};
use super::report::{Issue, Outcome, Report, displayed};
use super::resolve::{Form, Plan, resolve};
use super::summary::{ColumnSummary, ResolvedMapping, Taken};
use crate::telemetry::{Column, Kind, Table, Truth};

/// Cells shown of each column.
const FIRST_CELLS: usize = 5;

/// The taker of rows.
pub(super) struct Intake {
    mapping: Mapping,
    /// Whether numbers are checked against the range of their field.
    ranges: bool,
    limits: Limits,
    delimiter: Delimiter,
    every: u64,
    report: Report,
    rows: LoadedRows,
    stage: Stage,
}

enum Stage {
    Header,
    Sample(Header, Sample),
    Columns(Header, Vec<Growing>),
}

struct Growing {
    plan: Plan,
    builder: Builder,
    repaired: u64,
    first: Vec<String>,
}

/// What came of the rows.
pub(super) struct Taking {
    pub table: Table,
    pub truth: Option<Truth>,
    pub report: Report,
    /// Which rows of the file the table's rows are.
    pub rows: LoadedRows,
    pub mapping: ResolvedMapping,
}

impl Sink for Intake {
    fn record(&mut self, record: Record, closed: bool) -> Result<(), IngestError> {
        if !matches!(self.stage, Stage::Header) && !self.is_wanted() {
            return Ok(());
        }
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
            Stage::Columns(header, columns) => {
                take(&mut self.report, &mut self.rows, &self.limits, header, columns, record, closed)
            }
        }
    }
}

impl Intake {
    pub(super) fn new(reading: Reading, limits: Limits, delimiter: Delimiter) -> Self {
        let (report, rows) = (Report::default(), LoadedRows::new(reading.every));
        let (ranges, every) = (reading.checks.has(Check::Range), u64::from(reading.every.get()));
        Self { mapping: reading.mapping, ranges, limits, delimiter, every, report, rows, stage: Stage::Header }
    }

    /// Counts a row; whether it is one of those to be taken.
    fn is_wanted(&mut self) -> bool {
        let is_wanted = self.report.read.is_multiple_of(self.every);
        self.report.read += 1;
        self.report.skipped += u64::from(!is_wanted);
        is_wanted
    }

    /// Decides from the sample what the columns are, and takes its rows.
    fn settle(&mut self) -> Result<(), IngestError> {
        let Stage::Sample(header, sample) = std::mem::replace(&mut self.stage, Stage::Header) else { return Ok(()) };
        let loadable = |record: &Record, closed: bool| {
            header.fault(record, closed).is_none_or(|reason| reason.rule().outcome() == Outcome::Repaired)
        };
        let plans = resolve(&header.names, &self.mapping, &sample, loadable, self.delimiter);
        let mut columns: Vec<Growing> = plans
            .into_iter()
            .map(|plan| Growing { builder: Builder::new(self.form(plan.form)), plan, repaired: 0, first: Vec::new() })
            .collect();
        for (record, _) in sample.records().filter(|(record, closed)| loadable(record, *closed)).take(FIRST_CELLS) {
            for (column, cell) in columns.iter_mut().zip(record.cells()) {
                column.first.push(displayed(cell));
            }
        }
        for (record, closed) in sample.records() {
            take(&mut self.report, &mut self.rows, &self.limits, &header, &mut columns, record, closed)?;
        }
        self.stage = Stage::Columns(header, columns);
        Ok(())
    }

    /// How a column grows: a number that is not to be checked grows as one of no field.
    fn form(&self, form: Form) -> Form {
        match form {
            Form::Number { decimal, scale, .. } if !self.ranges => Form::Number { decimal, scale, field: None },
            form => form,
        }
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
        let unused = self.mapping.choices().iter().map(|(name, _)| name).filter(|&name| !header.names.contains(name));
        let unused = unused.cloned().collect();
        let mut truth = None;
        let mut data = Vec::new();
        let mut summaries = Vec::new();
        for (name, column) in header.names.into_iter().zip(columns) {
            let mut summary = summarise(name, &column);
            match column.builder.finish(column.plan.taken == Taken::Own) {
                Grown::Data(values) => {
                    summary.measure(&values);
                    let field = if let Taken::Field(field) = column.plan.taken { Some(field) } else { None };
                    data.push(Column { name: summary.name.clone(), field, data: values });
                }
                Grown::Truth(labels) => {
                    summary.measure_truth(&labels);
                    truth = Some(labels);
                }
                Grown::Ignored => {}
            }
            summaries.push(summary);
        }
        let numeric = |column: &ColumnSummary| column.kind == Some(Kind::Number) && column.range.is_some();
        if !summaries.iter().any(numeric) {
            return Err(IngestError::NoNumbers { columns: summaries.len() });
        }
        let mapping = ResolvedMapping { delimiter: self.delimiter, columns: summaries, unused };
        Ok(Taking { table: Table::new(data)?, truth, report: self.report, rows: self.rows, mapping })
    }

    /// A header without a row settles, too: it has columns to be told of.
    fn settle_rest(&mut self) -> Result<(), IngestError> {
        if matches!(self.stage, Stage::Sample(..)) { self.settle() } else { Ok(()) }
    }
}

fn summarise(name: String, column: &Growing) -> ColumnSummary {
    let (scale, decimal) = match (&column.builder, column.plan.form) {
        (_, Form::Number { decimal, scale, .. }) => (scale, Some(decimal)),
        (Builder::Number { decimal, scale, .. }, _) => (*scale, Some(*decimal)),
        _ => Default::default(),
    };
    let time_format = if let Builder::Time { format, .. } = column.builder { Some(format) } else { None };
    ColumnSummary {
        name,
        taken: column.plan.taken,
        why: column.plan.why.clone(),
        kind: None,
        unit: column.plan.unit,
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
    rows: &mut LoadedRows,
    limits: &Limits,
    header: &Header,
    columns: &mut [Growing],
    record: Record,
    closed: bool,
) -> Result<(), IngestError> {
    let taken = report.loaded + report.rejected;
    let row = rows.row_of(taken);
    if taken >= limits.rows {
        return Err(IngestError::TooManyRows { limit: limits.rows });
    }
    let issue = |column: Option<&str>, cell: &[u8], reason| Issue {
        row,
        line: record.line(),
        session: None,
        column: column.map(str::to_owned),
        value: displayed(cell),
        reason,
    };
    let mut repaired = false;
    if let Some(reason) = header.fault(&record, closed) {
        report.add(limits.issues, reason, || issue(None, record.bytes, reason));
        if reason.rule().outcome() == Outcome::Rejected {
            report.rejected += 1;
            rows.reject(row);
            return Ok(());
        }
        repaired = true;
    }
    let mut cells = record.cells();
    for (column, name) in columns.iter_mut().zip(&header.names) {
        let cell = cells.next().unwrap_or_default();
        let pushed = column.builder.push(cell);
        let reason = pushed.map_err(|_| IngestError::TruthLabels { column: name.clone(), limit: MAX_FAULTS })?;
        if let Some(reason) = reason {
            repaired = true;
            column.repaired += 1;
            report.add(limits.issues, reason, || issue(Some(name), cell, reason));
        }
    }
    report.loaded += 1;
    if repaired {
        report.repaired += 1;
        rows.repair(row);
    }
    // Not for every row, unless a row is so long that a few of them would go far beyond the limit.
    if row.is_multiple_of(64) || record.bytes.len() > 1 << 16 {
        let bytes: u64 = columns.iter().map(|column| column.builder.bytes()).sum();
        if bytes > limits.table_bytes {
            return Err(IngestError::TooLarge { row, limit: limits.table_bytes });
        }
    }
    Ok(())
}
