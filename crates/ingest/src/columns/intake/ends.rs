//! The first and the last rows of a file, among which a total or text behind the table may be.

use super::{ColumnState, Intake};
use crate::columns::builder::Builder;
use crate::columns::file_column::FileColumn;
use crate::columns::totals::{Against, Extent, Figures, Known, is_text_only, is_total_of, may_be_total, numbers};
use crate::recognition::plan::Form;
use crate::recognition::sample::Sample;
use crate::report::error::IngestError;
use crate::report::{Reason, Rule};
use crate::rows::records::record::{Record, Row};
use crate::rows::total_words::{is_text_behind, is_total};
use rules::Readers;

/// What is known of the ends of the file under way.
#[derive(Debug, Default)]
pub(super) struct Ends {
    /// Whether no row of the file has come.
    at_start: bool,
    /// Rows of the sample with which files begin.
    starts: Vec<usize>,
    /// Rows of the sample that may be none of the table.
    suspects: Vec<Suspect>,
    /// How many rows were in the columns before the file.
    loaded_before: u64,
    /// The first rows of a file behind the sample, whose first may be a total.
    waiting: Option<Waiting>,
    /// Rows that are none of the table, by their numbers.
    pub apart: Vec<(u64, Reason)>,
}

/// A row of the sample that may be none of the table.
#[derive(Clone, Copy, Debug)]
struct Suspect {
    at: usize,
    place: Place,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    First,
    Last,
}

/// Rows that wait until it is known what the first of them is.
#[derive(Debug)]
struct Waiting {
    first: u64,
    sample: Sample,
    /// Whether its file has ended.
    is_whole: bool,
}

impl Ends {
    /// A file begins.
    pub(super) fn begin(&mut self, sampled: Option<usize>, loaded: u64) {
        self.at_start = true;
        self.loaded_before = loaded;
        self.starts.extend(sampled);
        if let Some(waiting) = &mut self.waiting {
            waiting.is_whole = true;
        }
    }

    /// Whether rows have to come one by one: the first of a file, and those that wait with it.
    pub(super) fn wants_rows(&self) -> bool {
        self.at_start || self.waiting.is_some()
    }

    /// The rows of the sample that belong to the same file as one of them, and whether they are all rows of it.
    fn file_of(&self, at: usize, rows: usize) -> (std::ops::Range<usize>, bool) {
        let next = self.starts.partition_point(|&start| start <= at);
        let first = next.checked_sub(1).and_then(|place| self.starts.get(place)).copied().unwrap_or_default();
        match self.starts.get(next) {
            Some(&end) => (first..end, true),
            None => (first..rows, false),
        }
    }
}

impl Intake {
    /// Whether rows at the ends of files are looked at: for rules that know of them, where there is something to hold them
    /// against.
    fn knows_ends(&self) -> bool {
        self.rules.readers() == Readers::Common && self.layout.has_rows_of_cells()
    }

    /// Takes note of a row before it is taken; whether it waits.
    pub(super) fn look_at_first(&mut self, record: &Record) -> bool {
        if !std::mem::take(&mut self.ends.at_start) || !self.knows_ends() {
            return false;
        }
        let has_word = is_total(record).is_some();
        match &self.columns {
            ColumnState::Sampled(_, sample) => {
                if may_be_total(record) {
                    self.ends.suspects.push(Suspect { at: sample.rows(), place: Place::First });
                }
                false
            }
            ColumnState::Settled(..) if has_word && self.taker.ledger.every() == 1 => {
                let first = self.taker.ledger.read();
                self.ends.waiting = Some(Waiting { first, sample: Sample::default(), is_whole: false });
                true
            }
            _ => false,
        }
    }

    /// Takes the rows that wait, where their file has ended.
    pub(super) fn end_file_that_waits(&mut self) -> Result<(), IngestError> {
        if self.ends.waiting.as_ref().is_some_and(|waiting| waiting.is_whole) {
            self.end_waiting()?;
            self.ends.loaded_before = self.taker.ledger.loaded();
        }
        Ok(())
    }

    /// Lets a row wait, where rows do; whether it does.
    pub(super) fn lets_wait(&mut self, record: Record, told: Option<Reason>) -> Result<bool, IngestError> {
        let Some(waiting) = &mut self.ends.waiting else { return Ok(false) };
        waiting.sample.push(record, told, None);
        let is_full =
            waiting.sample.rows() >= self.limits.sample_rows || waiting.sample.bytes() >= self.limits.sample_bytes;
        if is_full {
            self.end_waiting()?;
        }
        Ok(true)
    }

    /// Takes the rows that wait when all files have ended.
    pub(super) fn end_ends(&mut self) -> Result<(), IngestError> {
        if let Some(waiting) = &mut self.ends.waiting {
            waiting.is_whole = true;
        }
        self.end_waiting()
    }

    /// Takes the rows that wait.
    pub(super) fn end_waiting(&mut self) -> Result<(), IngestError> {
        let Some(Waiting { first, sample, is_whole }) = self.ends.waiting.take() else { return Ok(()) };
        let ColumnState::Settled(header, columns) = &mut self.columns else { return Ok(()) };
        let mut apart = None;
        if let Some((record, _)) = sample.records().next() {
            let rows: Vec<Record> = sample.records().skip(1).map(|(record, _)| record).collect();
            let forms = columns.iter().map(form_of);
            let extent = if is_whole { Extent::All } else { Extent::First };
            apart = is_total_of(&record, &against(forms, &rows), extent).then_some(Reason::Total);
        }
        for (row, (record, told)) in (first..).zip(sample.records()) {
            let told = if row == first { apart.or(told) } else { told };
            self.taker.take(row, header, columns, record, told)?;
        }
        self.ends.apart.extend(apart.map(|reason| (first, reason)));
        self.check_memory()
    }

    /// Takes the last rows of a file.
    pub(super) fn take_ends(&mut self, rows: &[(Row, Option<Reason>)]) -> Result<(), IngestError> {
        self.end_file_that_waits()?;
        self.end_ends()?;
        for (row, told) in rows {
            let record = row.record();
            let is_taken = self.taker.ledger.takes_next() && self.knows_ends();
            let reason = match &self.columns {
                ColumnState::Sampled(_, sample) if is_taken => {
                    self.ends.suspects.push(Suspect { at: sample.rows(), place: Place::Last });
                    None
                }
                ColumnState::Settled(_, columns) if is_taken => self.judge_last(&record, *told, columns),
                _ => None,
            };
            self.ends.at_start = false;
            if let Some(reason) = reason {
                self.ends.apart.push((self.taker.ledger.read() + 1, reason));
            }
            self.row(record, reason.or(*told))?;
        }
        Ok(())
    }

    /// What a row is that is among the last of its file, held against the columns.
    fn judge_last(&self, record: &Record, told: Option<Reason>, columns: &[FileColumn]) -> Option<Reason> {
        let forms: Vec<Form> = columns.iter().map(form_of).collect();
        if self.may_be_text(record, told, &forms) {
            return Some(Reason::TextBehind);
        }
        if !may_be_total(record) {
            return None;
        }
        let before = self.ends.loaded_before as usize;
        let columns = columns.iter().zip(forms).map(|(column, form)| {
            let known = match &column.growing.builder {
                Builder::Number { values, .. } => {
                    Known::Numbers(Figures::of(values.get(before..).unwrap_or_default().iter().copied()))
                }
                _ => Known::Other,
            };
            Against { form, known }
        });
        // Where not every row is taken, the sums are not known.
        let extent = if self.taker.ledger.every() == 1 { Extent::All } else { Extent::First };
        is_total_of(record, &columns.collect::<Vec<_>>(), extent).then_some(Reason::Total)
    }

    fn may_be_text(&self, record: &Record, told: Option<Reason>, forms: &[Form]) -> bool {
        // Where rows are short, a short row is nothing else.
        is_short(record, told, forms.len())
            && self.taker.ledger.count_of(Rule::ShortRow) == 0
            && is_text_behind(record)
            && is_text_only(record, forms)
    }

    /// Keeps rows of the sample that may be none of the table from saying what the columns are; what was told of them before.
    pub(super) fn mark_suspects(&self, sample: &mut Sample, columns: usize) -> Vec<(usize, Option<Reason>)> {
        let mut told = Vec::new();
        for suspect in &self.ends.suspects {
            let marked = sample.records().nth(suspect.at).and_then(|(record, told)| {
                let reason = match suspect.place {
                    _ if is_total(&record).is_some() => Reason::Total,
                    Place::Last if is_short(&record, told, columns) && is_text_behind(&record) => Reason::TextBehind,
                    _ => return None,
                };
                Some((reason, told))
            });
            if let Some((reason, before)) = marked {
                told.push((suspect.at, before));
                sample.tell(suspect.at, Some(reason));
            }
        }
        told
    }

    /// What the rows of the sample are that may be none of the table, when it is known how their cells are read.
    pub(super) fn judge_suspects(&mut self, sample: &Sample, forms: &[Form], complete: bool) -> Vec<(usize, Reason)> {
        let suspects = std::mem::take(&mut self.ends.suspects);
        if suspects.is_empty() {
            return Vec::new();
        }
        let (records, told): (Vec<Record>, Vec<Option<Reason>>) = sample.records().unzip();
        let mut found: Vec<(usize, Reason)> = Vec::new();
        let is_every = self.taker.ledger.every() == 1;
        for suspect in &suspects {
            let Some(record) = records.get(suspect.at) else { continue };
            let told = told.get(suspect.at).copied().flatten();
            if suspect.place == Place::Last && self.may_be_text(record, told, forms) {
                found.push((suspect.at, Reason::TextBehind));
                continue;
            }
            if !may_be_total(record) {
                continue;
            }
            let (file, has_ended) = self.ends.file_of(suspect.at, records.len());
            // Other rows that call themselves totals are no addends.
            let is_other = |at: usize| {
                at == suspect.at
                    || suspects.iter().any(|other| other.at == at)
                        && records
                            .get(at)
                            .is_some_and(|record| is_total(record).is_some() || record.len() < forms.len())
            };
            let others: Vec<Record> =
                file.filter(|&at| !is_other(at)).filter_map(|at| records.get(at)).copied().collect();
            let is_whole = is_every && (has_ended || complete || suspect.place == Place::Last);
            let extent = if is_whole { Extent::All } else { Extent::First };
            if is_total_of(record, &against(forms.iter().copied(), &others), extent) {
                found.push((suspect.at, Reason::Total));
            }
        }
        found
    }

    /// Notes how many rows are in the columns before this row of the sample, if a file begins with it.
    pub(super) fn note_start(&mut self, at: usize) {
        if self.ends.starts.last() == Some(&at) {
            self.ends.loaded_before = self.taker.ledger.loaded();
        }
    }
}

/// Whether a row has fewer cells than its table.
fn is_short(record: &Record, told: Option<Reason>, columns: usize) -> bool {
    record.len() < columns || matches!(told, Some(Reason::ShortRow { .. }))
}

/// How a row is held against columns of these forms, of which the other rows are these.
fn against(forms: impl Iterator<Item = Form>, others: &[Record]) -> Vec<Against> {
    forms
        .enumerate()
        .map(|(column, form)| {
            let cells = others.iter().map(|record| record.cell(column).unwrap_or_default());
            let known =
                numbers(form, cells).map_or(Known::Other, |values| Known::Numbers(Figures::of(values.into_iter())));
            Against { form, known }
        })
        .collect()
}

/// How the cells of a column are read.
fn form_of(column: &FileColumn) -> Form {
    match &column.growing.builder {
        Builder::Number { form, .. } => Form::Number(*form),
        _ => column.growing.plan.form,
    }
}
