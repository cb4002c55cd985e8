//! Rows into columns: the header is repaired, the first rows decide what the columns are, and every row is loaded,
//! repaired or rejected.

mod budget;
mod ends;
pub(crate) mod finish;
pub(crate) mod reconsider;
mod settle;
mod taker;

use crate::cells::numbers::Decimal;
use crate::cells::zone::Zone;
use crate::columns::file_column::FileColumn;
use crate::columns::ledger::Ledger;
use crate::columns::runs::{Chosen, Run};
use crate::reading::Reading;
use crate::reading::checks::Check;
use crate::reading::grouping::Grouping;
use crate::reading::layout::Layout;
use crate::reading::limits::Limits;
use crate::reading::mapping::Mapping;
use crate::reading::zone::ZoneName;
use crate::recognition::plan::{Form, Plan, Taken};
use crate::recognition::resolve::plan_late;
use crate::recognition::sample::Sample;
use crate::recognition::sources::source::Source;
use crate::recognition::told_rows::Notice;
use crate::recognition::why::Why;
use crate::report::Reason;
use crate::report::error::IngestError;
use crate::rows::header::Header;
use crate::rows::records::batch::Batch;
use crate::rows::records::record::{Record, Row};
use crate::rows::sink::{RowSink, Sink};
use ends::Ends;
use reconsider::{Decided, FirstRows};
use rules::Rules;
use taker::Taker;

/// The taker of rows.
pub(crate) struct Intake {
    rules: Rules,
    mapping: Mapping,
    /// Whether numbers are checked against the range of their field.
    ranges: bool,
    limits: Limits,
    layout: Layout,
    /// Whether a closed mapping must be told the layout.
    tells_layout: bool,
    /// Whether a header of numbers alone is taken for none.
    wary: bool,
    columns: ColumnState,
    taker: Taker,
    chosen: Vec<Chosen>,
    ends: Ends,
    source: Option<&'static str>,
    meaning: Option<&'static Source>,
    grouping: (Grouping, String),
    /// The zone of times that are written without one: its name, and once the columns are settled what it is.
    zone_name: Option<ZoneName>,
    zone: Option<Zone>,
    notice: Option<Notice>,
    /// What all rows have told of the columns, where this is the second time that they are read.
    decided: Option<Decided>,
    /// What the first rows have told, where all rows are to be asked.
    first_rows: Option<Box<FirstRows>>,
}

/// What is known of the columns.
enum ColumnState {
    /// Nothing: the header has not come.
    Unnamed,
    /// Their names, and rows from which it will be told what they are.
    Sampled(Header, Sample),
    /// What they are.
    Settled(Header, Vec<FileColumn>),
}

impl Sink for Intake {
    fn record(&mut self, record: Record, closed: bool) -> Result<(), IngestError> {
        if matches!(self.columns, ColumnState::Unnamed) {
            // Lines of blanks or bare delimiters above the header are no header.
            if record.is_blank() {
                return Ok(());
            }
            if self.layout.has_header_row() {
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
        self.taker.ledger.directive();
    }

    fn beside(&mut self, line: u64, text: &[u8]) {
        self.taker.ledger.beside(line, text);
    }

    fn other_columns(&mut self, line: u64, difference: String) {
        self.taker.ledger.other_columns(line, difference);
    }

    fn ends(&mut self, rows: &[(Row, Option<Reason>)]) -> Result<(), IngestError> {
        self.take_ends(rows)
    }

    fn columns(&mut self, names: &[String]) -> Result<(), IngestError> {
        match &mut self.columns {
            ColumnState::Unnamed => {
                let header = Header::told(names, self.layout.is_loose(), &self.limits)?;
                let header = header.with_added_keys(self.rules.own_exports());
                self.columns = ColumnState::Sampled(header, Sample::default());
                Ok(())
            }
            ColumnState::Sampled(header, sample) => {
                if !self.layout.is_loose() {
                    let columns = header.names.len();
                    sample.widen(columns..columns + names.len(), |record, told| header.fault(record, told));
                }
                header.extend(names, &self.limits)
            }
            ColumnState::Settled(header, _) => {
                header.extend(names, &self.limits)?;
                names.iter().try_for_each(|name| self.late(name))
            }
        }
    }

    fn batch(&mut self, batch: Batch) -> Result<(), IngestError> {
        let mut row = 0;
        while row < batch.len() && (self.ends.wants_rows() || !matches!(self.columns, ColumnState::Settled(..))) {
            self.record(batch.record(row), true)?;
            row += 1;
        }
        self.take_batch(&batch, row)?;
        self.check_memory()
    }
}

impl RowSink for Intake {
    fn begin(&mut self, name: Option<&str>) {
        self.taker.ledger.begin_file(name);
        let sampled = match &self.columns {
            ColumnState::Unnamed => Some(0),
            ColumnState::Sampled(_, sample) => Some(sample.rows()),
            ColumnState::Settled(..) => None,
        };
        self.ends.begin(sampled, self.taker.ledger.loaded());
    }

    fn set_layout(&mut self, layout: &Layout, told: bool) {
        self.layout = layout.clone();
        self.taker.set_layout(layout);
        self.tells_layout |= told;
    }

    fn names(&self) -> Option<&[String]> {
        match &self.columns {
            ColumnState::Unnamed => None,
            ColumnState::Sampled(header, _) | ColumnState::Settled(header, _) => Some(&header.names),
        }
    }

    fn foresee(&mut self, done: u64, total: u64) -> Result<(), IngestError> {
        self.will_fit(done, total)
    }
}

impl Intake {
    /// For rows of this layout, unless [`Self::set_layout`] says otherwise. `wary` intakes refuse a header of numbers alone.
    pub(crate) fn new(reading: Reading, rules: Rules, limits: Limits, layout: Layout, wary: bool) -> Self {
        Self {
            rules,
            ranges: reading.checks.has(Check::Range),
            columns: ColumnState::Unnamed,
            taker: Taker::new(Ledger::new(reading.every, &limits), &limits, &layout, rules.readers()),
            mapping: reading.mapping,
            limits,
            layout,
            tells_layout: false,
            wary,
            chosen: Vec::new(),
            ends: Ends::default(),
            source: None,
            meaning: None,
            grouping: Default::default(),
            zone_name: reading.zone,
            zone: None,
            notice: None,
            decided: None,
            first_rows: None,
        }
    }

    /// The same where all rows have been read once, and have told this of the columns.
    pub(crate) fn with_decided(self, decided: Option<Decided>) -> Self {
        Self { decided, ..self }
    }

    fn header(&mut self, record: &Record) -> Result<(), IngestError> {
        if Header::is_of_numbers(record) {
            if self.wary {
                return Err(IngestError::NoHeader { line: record.line() });
            }
            self.tells_layout = true;
        }
        let header = Header::named(record, &self.limits, self.rules.own_exports(), self.taker.ledger.renamed())?;
        self.columns = ColumnState::Sampled(header, Sample::default());
        Ok(())
    }

    /// Takes a row, and what its reader has to tell about it.
    fn row(&mut self, record: Record, told: Option<Reason>) -> Result<(), IngestError> {
        if !self.taker.ledger.count() {
            return Ok(());
        }
        if self.ends.wants_rows() {
            self.end_file_that_waits()?;
            if self.look_at_first(&record) | self.lets_wait(record, told)? {
                return Ok(());
            }
        }
        if let ColumnState::Sampled(header, sample) = &mut self.columns {
            sample.push(record, told, header.added_range());
            if sample.rows() >= self.limits.sample_rows || sample.bytes() >= self.limits.sample_bytes {
                self.settle(false)?;
            }
            return Ok(());
        }
        let row = self.taker.ledger.read();
        match &mut self.columns {
            ColumnState::Settled(header, columns) => self.taker.take(row, header, columns, record, told)?,
            // Nothing is known of columns yet: what is not to be left out would say of which it is.
            _ => self.taker.take(row, &Header::told(&[], true, &self.limits)?, &mut [], record, told)?,
        }
        // Not for every row, unless a row is so long that a few of them would go far beyond the limit.
        if row.is_multiple_of(64) || record.bytes() > 1 << 16 { self.check_memory() } else { Ok(()) }
    }

    /// Adds a column that comes up when rows are loaded: they do not have it, and nothing is known of its cells.
    fn late(&mut self, name: &str) -> Result<(), IngestError> {
        let written = self.decided.as_ref().and_then(|decided| decided.late.get(name).cloned());
        let mut plan = plan_late(name, &self.mapping, self.meaning, self.rules, written);
        let ColumnState::Settled(_, columns) = &self.columns else { return Ok(()) };
        if let Taken::Field(field) = plan.taken
            && let Some(other) = columns.iter().find_map(|column| column.holder(plan.taken))
        {
            let why = Why::HeldByOther { field, other: other.to_owned() };
            plan = Plan::bare(why, Form::Undecided(Decimal::Point, self.rules.readers()));
        }
        plan.form = self.form(plan.form);
        let mut column = FileColumn::new(name.to_owned(), plan, self.zone.as_ref());
        let no_room = IngestError::TooLarge { row: self.taker.ledger.read(), limit: self.limits.table_bytes };
        if column.growing.builder.push_missing(self.taker.ledger.loaded() as usize).is_err() {
            return Err(no_room);
        }
        if let ColumnState::Settled(_, columns) = &mut self.columns {
            columns.push(column);
        }
        self.check_memory()
    }

    /// Takes the rows of a batch from one on.
    fn take_batch(&mut self, batch: &Batch, from: usize) -> Result<(), IngestError> {
        self.chosen.clear();
        let read = self.taker.ledger.read();
        let width = self.width();
        for row in from..batch.len() {
            if !self.taker.ledger.count() {
                continue;
            }
            let (first, end) = batch.cells_of(row);
            let ColumnState::Settled(header, columns) = &mut self.columns else { return Ok(()) };
            // A column that is spread over others takes its cells one by one.
            let is_right = end - first == width
                && columns.iter().all(|column| column.spread.is_none())
                && (header.is_surely_right(batch.cell(first).bytes())
                    || header.fault(&batch.record(row), None).is_none());
            if is_right {
                self.chosen.push(Chosen { cell: first as u32, row: (row - from) as u32 });
                continue;
            }
            self.taker.take_run(read, from, columns, Run { batch, rows: &self.chosen })?;
            self.chosen.clear();
            self.taker.take(self.taker.ledger.read(), header, columns, batch.record(row), None)?;
        }
        let ColumnState::Settled(_, columns) = &mut self.columns else { return Ok(()) };
        self.taker.take_run(read, from, columns, Run { batch, rows: &self.chosen })
    }

    fn width(&self) -> usize {
        match &self.columns {
            ColumnState::Settled(header, _) => header.names.len(),
            _ => 0,
        }
    }

    /// Data rows so far.
    pub(crate) fn rows(&self) -> u64 {
        match &self.columns {
            ColumnState::Sampled(_, sample) => sample.rows() as u64,
            _ => self.taker.ledger.read(),
        }
    }
}
