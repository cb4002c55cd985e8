//! Rows into columns: the header is repaired, the first rows decide what the columns are, and every row is loaded,
//! repaired or rejected.

use super::builder::{Builder, Grown, MAX_FAULTS, TooManyFaults};
use super::clean::Check;
use super::cmcd;
use super::error::{IngestError, Shortage};
use super::evidence::Sample;
use super::header::Header;
use super::layout::Layout;
use super::limits::Limits;
use super::loaded_rows::LoadedRows;
use super::mapping::Mapping;
use super::numbers::Decimal;
use super::quick::{Chosen, Finding, Run};
use super::reading::{Grouping, Reading};
use super::records::{Batch, Record, Sink};
use super::report::{Issue, MOST_DISPLAYED, Outcome, Reason, Report, displayed};
use super::resolve::{Form, Plan, Why, plan_late, resolve};
use super::sources::Source;
use super::spreading::Spreading;
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
    layout: Layout,
    /// Whether a closed mapping must be told the layout.
    tells_layout: bool,
    /// Whether a header of numbers alone is taken for none.
    wary: bool,
    every: u64,
    report: Report,
    rows: LoadedRows,
    stage: Stage,
    /// Rows that there are going to be in the table, about; zero where nobody knows.
    expected: usize,
    chosen: Vec<Chosen>,
    findings: Vec<Finding>,
    source: Option<&'static str>,
    meaning: Option<&'static Source>,
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

    /// The name of what is taken for this, if it is this column or one of its keys.
    fn holder(&self, taken: Taken) -> Option<&str> {
        let own = (self.plan.taken == taken).then_some(self.name.as_str());
        own.or_else(|| self.spread.as_ref()?.columns().find_map(|key| key.holder(taken)))
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
    /// Which rows of the file the table's rows are.
    pub rows: LoadedRows,
    pub mapping: ResolvedMapping,
    /// The layout, where a closed mapping must be told it.
    pub layout: Option<Layout>,
}

impl Sink for Intake {
    fn record(&mut self, record: Record, closed: bool) -> Result<(), IngestError> {
        if matches!(self.stage, Stage::Header) {
            // Lines of blanks or bare delimiters above the header are no header.
            if record.is_blank() {
                return Ok(());
            }
            if !matches!(self.layout, Layout::Delimited { header: false, .. }) {
                return self.header(&record);
            }
            let names: Vec<String> = (1..=record.len()).map(|column| format!("column {column}")).collect();
            self.columns(&names)?;
        }
        self.row(record, (!closed).then_some(Reason::UnclosedQuote))
    }

    fn faulty(&mut self, record: Record, told: Reason) -> Result<(), IngestError> {
        self.row(record, Some(told))
    }

    fn directive(&mut self) {
        self.report.directives += 1;
    }

    fn columns(&mut self, names: &[String]) -> Result<(), IngestError> {
        match &mut self.stage {
            Stage::Header => {
                let header = Header::told(names, self.layout == Layout::JsonLines, &self.limits)?;
                self.stage = Stage::Sample(header, Sample::default());
                Ok(())
            }
            Stage::Sample(header, _) => header.extend(names, &self.limits),
            Stage::Columns(header, _) => {
                header.extend(names, &self.limits)?;
                names.iter().try_for_each(|name| self.late(name))
            }
        }
    }

    fn batch(&mut self, batch: Batch) -> Result<(), IngestError> {
        let mut row = 0;
        while row < batch.len() && !matches!(self.stage, Stage::Columns(..)) {
            self.record(batch.record(row), true)?;
            row += 1;
        }
        self.take_batch(&batch, row)?;
        self.check_memory()
    }
}

impl Intake {
    /// For rows of this layout, unless [`Self::set_layout`] says otherwise. `wary` intakes refuse a header of numbers alone.
    pub(super) fn new(reading: Reading, limits: Limits, layout: Layout, wary: bool) -> Self {
        Self {
            ranges: reading.checks.has(Check::Range),
            rows: LoadedRows::new(reading.every),
            every: u64::from(reading.every.get()),
            mapping: reading.mapping,
            limits,
            layout,
            tells_layout: false,
            wary,
            report: Report::default(),
            stage: Stage::Header,
            expected: 0,
            chosen: Vec::new(),
            findings: Vec::new(),
            source: None,
            meaning: None,
            grouping: Default::default(),
        }
    }

    /// A file begins, or a member of an archive.
    pub(super) fn begin(&mut self, name: Option<&str>) {
        self.report.begin_file(name, self.report.read);
    }

    /// What the text turned out to be laid out like; `told` where a closed mapping must be told that.
    pub(super) fn set_layout(&mut self, layout: Layout, told: bool) {
        self.layout = layout;
        self.tells_layout |= told;
    }

    /// The names of the columns, once they are known.
    pub(super) fn names(&self) -> Option<&[String]> {
        match &self.stage {
            Stage::Header => None,
            Stage::Sample(header, _) | Stage::Columns(header, _) => Some(&header.names),
        }
    }

    fn header(&mut self, record: &Record) -> Result<(), IngestError> {
        if Header::is_of_numbers(record) {
            if self.wary {
                return Err(IngestError::NoHeader { line: record.line() });
            }
            self.tells_layout = true;
        }
        let header = Header::named(record, &self.limits, &mut self.report.renamed)?;
        self.stage = Stage::Sample(header, Sample::default());
        Ok(())
    }

    /// Takes a row, and what its reader has to tell about it.
    fn row(&mut self, record: Record, told: Option<Reason>) -> Result<(), IngestError> {
        if !self.is_wanted() {
            return Ok(());
        }
        if let Stage::Sample(_, sample) = &mut self.stage {
            sample.push(record, told);
            if sample.rows() >= self.limits.sample_rows || sample.bytes() >= self.limits.sample_bytes {
                self.settle()?;
            }
            return Ok(());
        }
        let mut taker =
            Taker { report: &mut self.report, rows: &mut self.rows, limits: &self.limits, expected: self.expected };
        let row = taker.report.read;
        match &mut self.stage {
            Stage::Columns(header, columns) => taker.take(row, header, columns, record, told)?,
            // Nothing is known of columns yet: what is not to be left out would say of which it is.
            _ => taker.take(row, &Header::told(&[], true, &self.limits)?, &mut [], record, told)?,
        }
        // Not for every row, unless a row is so long that a few of them would go far beyond the limit.
        if self.report.read.is_multiple_of(64) || record.bytes() > 1 << 16 { self.check_memory() } else { Ok(()) }
    }

    /// Adds a column that comes up when rows are loaded: they do not have it, and nothing is known of its cells.
    fn late(&mut self, name: &str) -> Result<(), IngestError> {
        let mut plan = plan_late(name, &self.mapping, self.meaning);
        let Stage::Columns(_, columns) = &self.stage else { return Ok(()) };
        if let Taken::Field(field) = plan.taken
            && let Some(other) = columns.iter().find_map(|column| column.holder(plan.taken))
        {
            let why = Why::HeldByOther { field, other: other.to_owned() };
            plan = Plan::bare(why, Form::Undecided(Decimal::Point));
        }
        plan.form = self.form(plan.form);
        let mut column = Growing::new(name.to_owned(), plan);
        let no_room = IngestError::TooLarge { row: self.report.read, limit: self.limits.table_bytes };
        if column.builder.push_missing(self.report.loaded as usize).is_err() {
            return Err(no_room);
        }
        if let Stage::Columns(_, columns) = &mut self.stage {
            columns.push(column);
        }
        self.check_memory()
    }

    /// Counts a row; whether it is one of those to be taken.
    fn is_wanted(&mut self) -> bool {
        let is_wanted = self.every == 1 || self.report.read.is_multiple_of(self.every);
        self.report.read += 1;
        self.report.skipped += u64::from(!is_wanted);
        is_wanted
    }

    /// Tells from what has been read how many rows there are going to be, and whether they will fit.
    pub(super) fn foresee(&mut self, done: u64, total: u64) -> Result<(), IngestError> {
        let Stage::Columns(_, columns) = &self.stage else { return Ok(()) };
        let taken = self.report.loaded + self.report.rejected;
        if done == 0 || taken == 0 {
            return Ok(());
        }
        let (share, held) = (total.max(done) as f64 / done as f64, bytes_of(columns));
        self.expected = (self.report.loaded as f64 * share) as usize;
        let needed = held as f64 * share;
        let budget = self.limits.table_bytes;
        // The first rows say it about, a tenth of the file says it well.
        let surplus = if done >= total / 10 { 1.0 } else { 1.25 };
        if needed <= budget as f64 * surplus {
            return Ok(());
        }
        let every = (self.every as f64 * needed / budget as f64).ceil() as u64;
        Err(IngestError::WillNotFit(Shortage {
            rows: (self.report.read as f64 * share) as u64,
            bytes_per_row: held.div_ceil(taken),
            budget,
            every: every.max(self.every + 1),
        }))
    }

    fn check_memory(&self) -> Result<(), IngestError> {
        match &self.stage {
            Stage::Columns(_, columns) if bytes_of(columns) > self.limits.table_bytes => {
                Err(IngestError::TooLarge { row: self.report.read, limit: self.limits.table_bytes })
            }
            _ => Ok(()),
        }
    }

    /// Takes the rows of a batch from one on.
    fn take_batch(&mut self, batch: &Batch, from: usize) -> Result<(), IngestError> {
        self.chosen.clear();
        let read = self.report.read;
        let width = self.width();
        for row in from..batch.len() {
            if !self.is_wanted() {
                continue;
            }
            let (first, end) = batch.cells_of(row);
            let Stage::Columns(header, columns) = &mut self.stage else { return Ok(()) };
            // A column that is spread over others takes its cells one by one.
            let is_right = end - first == width
                && columns.iter().all(|column| column.spread.is_none())
                && (header.is_surely_right(batch.cell(first).bytes())
                    || header.fault(&batch.record(row), None).is_none());
            if is_right {
                self.chosen.push(Chosen { cell: first as u32, row: (row - from) as u32 });
                continue;
            }
            let mut taker =
                Taker { report: &mut self.report, rows: &mut self.rows, limits: &self.limits, expected: self.expected };
            let run = Run { batch, rows: &self.chosen };
            taker.take_run(read, from, columns, run, &mut self.findings)?;
            self.chosen.clear();
            taker.take(taker.report.read, header, columns, batch.record(row), None)?;
        }
        let Stage::Columns(_, columns) = &mut self.stage else { return Ok(()) };
        let mut taker =
            Taker { report: &mut self.report, rows: &mut self.rows, limits: &self.limits, expected: self.expected };
        taker.take_run(read, from, columns, Run { batch, rows: &self.chosen }, &mut self.findings)
    }

    fn width(&self) -> usize {
        match &self.stage {
            Stage::Columns(header, _) => header.names.len(),
            _ => 0,
        }
    }

    /// Data rows so far.
    pub(super) fn rows(&self) -> u64 {
        match &self.stage {
            Stage::Sample(_, sample) => sample.rows() as u64,
            _ => self.report.read,
        }
    }

    /// Decides from the sample what the columns are, and takes its rows.
    fn settle(&mut self) -> Result<(), IngestError> {
        let Stage::Sample(header, sample) = std::mem::replace(&mut self.stage, Stage::Header) else { return Ok(()) };
        let loadable = |record: &Record, told: Option<Reason>| {
            header.fault(record, told).is_none_or(|reason| reason.rule().outcome() == Outcome::Repaired)
        };
        let mut resolution = resolve(&header.names, &self.mapping, &sample, loadable, self.layout.delimiter());
        let spread = resolution.spreads.iter_mut().flat_map(|(_, plans)| plans);
        resolution.plans.iter_mut().chain(spread).for_each(|plan| plan.form = self.form(plan.form));
        (self.source, self.meaning, self.grouping) = (resolution.source, resolution.meaning, resolution.grouping);
        let named = header.names.iter().cloned().zip(resolution.plans);
        let mut columns: Vec<Growing> = named.map(|(name, plan)| Growing::new(name, plan)).collect();
        for (found, plans) in resolution.spreads {
            if let Some(column) = columns.get_mut(found.column) {
                column.spread = Some(Box::new(Spreading::new(found, plans)));
            }
        }
        for (record, _) in sample.records().filter(|(record, told)| loadable(record, *told)).take(FIRST_CELLS) {
            for (column, cell) in columns.iter_mut().zip(record.cells()) {
                column.first.push(displayed(cell));
                if let Some(spread) = &mut column.spread {
                    spread.show(cell);
                }
            }
        }
        let mut taker =
            Taker { report: &mut self.report, rows: &mut self.rows, limits: &self.limits, expected: self.expected };
        // Rows that came before the columns were known are rejected ones.
        let before = taker.report.rejected;
        for (number, (record, told)) in sample.records().enumerate() {
            let row = taker.rows.row_of(before + number as u64);
            taker.take(row, &header, &mut columns, record, told)?;
            if (number + 1).is_multiple_of(64) && bytes_of(&columns) > self.limits.table_bytes {
                return Err(taker.no_room(row));
            }
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
        self.report.end_files();
        if self.report.read > 0 && self.report.loaded == 0 {
            let first = self.report.issues.first().map_or_else(String::new, Issue::to_string);
            return Err(IngestError::NothingLoaded { read: self.report.read, first });
        }
        let Stage::Columns(header, columns) = self.stage else { return Err(IngestError::Empty) };
        if self.report.read == 0 {
            return Err(IngestError::HeaderOnly { columns: header.names.len() });
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
        let (layout, source, grouping) = (self.layout, self.source, self.grouping);
        let delimiter = layout.delimiter();
        let mapping = ResolvedMapping { delimiter, layout, source, grouping, columns: summaries, unused };
        let layout = self.tells_layout.then_some(layout);
        Ok(Taking { table: Table::new(data)?, truth, report: self.report, rows: self.rows, mapping, layout })
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

/// What the columns hold.
fn bytes_of(columns: &[Growing]) -> u64 {
    columns.iter().map(Growing::bytes).sum()
}

/// Takes rows into columns.
struct Taker<'a> {
    report: &'a mut Report,
    rows: &'a mut LoadedRows,
    limits: &'a Limits,
    expected: usize,
}

impl Taker<'_> {
    /// Takes one row, whatever may be wrong with it.
    fn take(
        &mut self,
        row: u64,
        header: &Header,
        columns: &mut [Growing],
        record: Record,
        told: Option<Reason>,
    ) -> Result<(), IngestError> {
        self.check_rows(1)?;
        let issue = |column: Option<&str>, cell: &[u8], reason| Issue {
            file: None,
            row,
            line: record.line(),
            session: None,
            column: column.map(str::to_owned),
            value: displayed(cell),
            reason,
        };
        let mut repaired = false;
        if let Some(reason) = header.fault(&record, told) {
            self.report.add(self.limits.issues, reason, || issue(None, &record.joined(MOST_DISPLAYED), reason));
            if reason.rule().outcome() == Outcome::Rejected {
                self.report.rejected += 1;
                self.rows.reject(row);
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
                    self.report.add(self.limits.issues, reason, || issue(Some(of.unwrap_or(name)), cell, reason));
                })?;
                continue;
            }
            // What is replaced in a text is replaced by three bytes.
            let most = cell.len().saturating_mul(3);
            column.builder.make_room(1, most, self.expected).map_err(|_| self.no_room(row))?;
            let Ok(reason) = column.push(cell) else { return Err(column.too_many_faults()) };
            if let Some(reason) = reason {
                repaired = true;
                self.report.add(self.limits.issues, reason, || issue(Some(&column.name), cell, reason));
            }
        }
        self.report.loaded += 1;
        if repaired {
            self.report.repaired += 1;
            self.rows.repair(row);
        }
        Ok(())
    }

    /// Takes rows that have a cell for each column. They are of a batch that begins with the row `from`, before which so many
    /// rows have been read.
    fn take_run(
        &mut self,
        read: u64,
        from: usize,
        columns: &mut [Growing],
        run: Run,
        findings: &mut Vec<Finding>,
    ) -> Result<(), IngestError> {
        self.check_rows(run.rows.len() as u64)?;
        findings.clear();
        let rows = run.rows.len();
        for (number, column) in columns.iter_mut().enumerate() {
            let room = column.builder.make_room(rows, run.batch.text_bytes(), self.expected);
            room.map_err(|_| self.no_room(self.report.read))?;
            let Ok(()) = column.builder.push_run(run, number, findings) else { return Err(column.too_many_faults()) };
        }
        self.report.loaded += rows as u64;
        // In the order of the file.
        findings.sort_unstable_by_key(|finding| (finding.row, finding.column));
        let mut last = None;
        for finding in findings.iter() {
            let number = finding.column as usize;
            let row = read + u64::from(finding.row) + 1;
            if last.replace(finding.row) != Some(finding.row) {
                self.report.repaired += 1;
                self.rows.repair(row);
            }
            if let Some(column) = columns.get_mut(number) {
                column.repaired += 1;
            }
            self.report.add(self.limits.issues, finding.reason, || {
                let record = run.batch.record(from + finding.row as usize);
                Issue {
                    file: None,
                    row,
                    line: record.line(),
                    session: None,
                    column: columns.get(number).map(|column| column.name.clone()),
                    value: displayed(record.cells().nth(number).unwrap_or_default()),
                    reason: finding.reason,
                }
            });
        }
        Ok(())
    }

    fn check_rows(&self, more: u64) -> Result<(), IngestError> {
        let limit = self.limits.rows;
        if self.report.loaded + self.report.rejected + more > limit {
            return Err(IngestError::TooManyRows { limit });
        }
        Ok(())
    }

    fn no_room(&self, row: u64) -> IngestError {
        IngestError::TooLarge { row, limit: self.limits.table_bytes }
    }
}
