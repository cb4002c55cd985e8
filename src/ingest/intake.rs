//! Rows into columns: the header is repaired, the first rows decide what the columns are, and every row is loaded,
//! repaired or rejected.

use super::builder::{Builder, Grown, MAX_FAULTS};
use super::error::IngestError;
use super::evidence::Sample;
use super::format::Delimiter;
use super::header::Header;
use super::layout::Layout;
use super::limits::Limits;
use super::mapping::Mapping;
use super::numbers::Decimal;
use super::records::{Record, Sink};
use super::report::{Issue, Outcome, Reason, Report, displayed};
use super::resolve::{Form, Plan, Why, resolve};
use super::summary::{ColumnSummary, ResolvedMapping, Taken};
use crate::telemetry::{Column, Kind, Table, Truth};

/// Cells shown of each column.
const FIRST_CELLS: usize = 5;

/// The taker of rows.
pub(super) struct Intake {
    mapping: Mapping,
    limits: Limits,
    layout: Layout,
    /// Whether a header of numbers alone is taken for none.
    wary: bool,
    report: Report,
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
                if let Layout::Delimited { header: false, .. } = self.layout {
                    let names: Vec<String> = (1..=record.len()).map(|column| format!("column {column}")).collect();
                    self.columns(&names)?;
                    return self.sample(record, (!closed).then_some(Reason::UnclosedQuote));
                }
                let read = if self.wary { Header::new } else { Header::named };
                let header = read(&record, &self.limits, &mut self.report.renamed)?;
                self.stage = Stage::Sample(header, Sample::default());
                Ok(())
            }
            Stage::Sample(..) => self.sample(record, (!closed).then_some(Reason::UnclosedQuote)),
            Stage::Columns(header, columns) => {
                let told = (!closed).then_some(Reason::UnclosedQuote);
                take(&mut self.report, &self.limits, header, columns, record, told)
            }
        }
    }

    fn faulty(&mut self, record: Record, told: Reason) -> Result<(), IngestError> {
        match &mut self.stage {
            Stage::Header => {
                // Nothing is known of columns yet: what is not to be left out would say of which it is.
                let header = Header::told(&[], true, &self.limits)?;
                take(&mut self.report, &self.limits, &header, &mut [], record, Some(told))
            }
            Stage::Sample(..) => self.sample(record, Some(told)),
            Stage::Columns(header, columns) => {
                take(&mut self.report, &self.limits, header, columns, record, Some(told))
            }
        }
    }

    fn directive(&mut self) {
        self.report.directives += 1;
    }

    fn columns(&mut self, names: &[String]) -> Result<(), IngestError> {
        match &mut self.stage {
            Stage::Header => {
                let header = Header::told(names, self.layout == Layout::JsonLines, &self.limits)?;
                self.stage = Stage::Sample(header, Sample::default());
            }
            Stage::Sample(header, _) => header.extend(names, &self.limits)?,
            Stage::Columns(header, columns) => {
                header.extend(names, &self.limits)?;
                for name in names {
                    let late = Growing::late(name, &self.mapping, columns, &header.names, self.report.loaded)?;
                    columns.push(late);
                }
            }
        }
        Ok(())
    }
}

impl Growing {
    /// A column that comes up when so many rows are loaded: they do not have it, and nothing is known of its cells.
    fn late(
        name: &String,
        mapping: &Mapping,
        columns: &[Growing],
        names: &[String],
        loaded: u64,
    ) -> Result<Self, IngestError> {
        let sample = Sample::default();
        let plans = resolve(std::slice::from_ref(name), mapping, &sample, |_, _| true, Delimiter::Comma);
        let mut plan = plans.into_iter().next().ok_or(IngestError::Empty)?;
        let holder = columns.iter().zip(names).find(|(column, _)| column.plan.taken == plan.taken);
        if let (Taken::Field(field), Some((_, other))) = (plan.taken, holder) {
            let why = Why::HeldByOther { field, other: other.clone() };
            plan = Plan { taken: Taken::Own, why, form: Form::Undecided(Decimal::Point), unit: None };
        }
        let mut builder = Builder::new(plan.form);
        if let Builder::Undecided { rows, .. } = &mut builder {
            *rows = loaded as usize;
        } else {
            for _ in 0..loaded {
                // Nothing can be wrong with an empty cell.
                let _ = builder.push(b"");
            }
        }
        Ok(Self { plan, builder, repaired: 0, first: Vec::new() })
    }
}

impl Intake {
    /// For rows of this layout, unless [`Self::begin`] says otherwise. `wary` intakes refuse a header of numbers alone.
    pub(super) fn new(mapping: Mapping, limits: Limits, layout: Layout, wary: bool) -> Self {
        Self { mapping, limits, layout, wary, report: Report::default(), stage: Stage::Header }
    }

    /// A file begins, or a member of an archive.
    pub(super) fn begin(&mut self, name: Option<&str>) {
        let waiting = if let Stage::Sample(_, sample) = &self.stage { sample.rows() } else { 0 };
        self.report.begin_file(name, self.report.read + waiting as u64);
    }

    /// What the text turned out to be laid out like.
    pub(super) fn set_layout(&mut self, layout: Layout) {
        self.layout = layout;
    }

    /// The names of the columns, once they are known.
    pub(super) fn names(&self) -> Option<&[String]> {
        match &self.stage {
            Stage::Header => None,
            Stage::Sample(header, _) | Stage::Columns(header, _) => Some(&header.names),
        }
    }

    /// Takes a row of the sample.
    fn sample(&mut self, record: Record, told: Option<Reason>) -> Result<(), IngestError> {
        let Stage::Sample(_, sample) = &mut self.stage else { return Ok(()) };
        sample.push(record, told);
        if sample.rows() >= self.limits.sample_rows || sample.bytes() >= self.limits.sample_bytes {
            self.settle()?;
        }
        Ok(())
    }

    /// Decides from the sample what the columns are, and takes its rows.
    fn settle(&mut self) -> Result<(), IngestError> {
        let Stage::Sample(header, sample) = std::mem::replace(&mut self.stage, Stage::Header) else { return Ok(()) };
        let loadable = |record: &Record, told: Option<Reason>| {
            header.fault(record, told).is_none_or(|reason| reason.rule().outcome() == Outcome::Repaired)
        };
        let plans = resolve(&header.names, &self.mapping, &sample, loadable, self.layout.delimiter());
        let mut columns: Vec<Growing> = plans
            .into_iter()
            .map(|plan| Growing { builder: Builder::new(plan.form), plan, repaired: 0, first: Vec::new() })
            .collect();
        for (record, _) in sample.records().filter(|(record, told)| loadable(record, *told)).take(FIRST_CELLS) {
            for (column, cell) in columns.iter_mut().zip(record.cells()) {
                column.first.push(displayed(cell));
            }
        }
        for (record, told) in sample.records() {
            take(&mut self.report, &self.limits, &header, &mut columns, record, told)?;
        }
        self.stage = Stage::Columns(header, columns);
        Ok(())
    }

    /// The table, when all rows have come.
    pub(super) fn finish(mut self) -> Result<Taking, IngestError> {
        self.settle_rest()?;
        self.report.end_files();
        if self.report.read > 0 && self.report.loaded == 0 {
            let first = self.report.issues.first().map_or_else(String::new, Issue::to_string);
            return Err(IngestError::NothingLoaded { read: self.report.read, first });
        }
        let Stage::Columns(header, columns) = self.stage else { return Err(IngestError::Empty) };
        if self.report.read == 0 {
            return Err(IngestError::HeaderOnly { columns: header.names.len() });
        }
        let unused = self.mapping.choices().iter().map(|(name, _)| name).filter(|&name| !header.names.contains(name));
        let unused = unused.cloned().collect();
        let mut truth = None;
        let mut data = Vec::new();
        let mut summaries = Vec::new();
        for (name, column) in header.names.into_iter().zip(columns) {
            let mut summary = summarise(name, &column);
            summary.time_chosen = summary.time_format.is_some() && self.mapping.time_format(&summary.name).is_some();
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
        let (delimiter, layout) = (self.layout.delimiter(), self.layout);
        let mapping = ResolvedMapping { delimiter, layout, columns: summaries, unused };
        Ok(Taking { table: Table::new(data)?, truth, report: self.report, mapping })
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
        time_chosen: false,
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
    told: Option<Reason>,
) -> Result<(), IngestError> {
    report.read += 1;
    let row = report.read;
    if row > limits.rows {
        return Err(IngestError::TooManyRows { limit: limits.rows });
    }
    let issue = |column: Option<&str>, cell: &[u8], reason| Issue {
        file: None,
        row,
        line: record.line(),
        column: column.map(str::to_owned),
        value: displayed(cell),
        reason,
    };
    let mut repaired = false;
    if let Some(reason) = header.fault(&record, told) {
        report.add(limits.issues, reason, || issue(None, record.bytes, reason));
        if reason.rule().outcome() == Outcome::Rejected {
            report.rejected += 1;
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
    report.repaired += u64::from(repaired);
    // Not for every row, unless a row is so long that a few of them would go far beyond the limit.
    if row.is_multiple_of(64) || record.bytes.len() > 1 << 16 {
        let bytes: u64 = columns.iter().map(|column| column.builder.bytes()).sum();
        if bytes > limits.table_bytes {
            return Err(IngestError::TooLarge { row, limit: limits.table_bytes });
        }
    }
    Ok(())
}
