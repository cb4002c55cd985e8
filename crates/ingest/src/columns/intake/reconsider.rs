//! All rows decide what the columns are: where the first ones let expect something else, the rows are read once more.

use super::{ColumnState, Intake};
use crate::cells::time_format::TimeFormat;
use crate::columns::builder::Builder;
use crate::columns::growing::Growing;
use crate::recognition::evidence::numbers::{First, NumberEvidence};
use crate::recognition::evidence::told_order;
use crate::recognition::plan::{Form, Plan, Taken};
use crate::recognition::resolve::{plan_late, resolve};
use crate::recognition::sample::Sample;
use crate::recognition::why::Why;
use crate::recognition::written_as::{self, Content, WrittenAs};
use crate::report::error::IngestError;
use crate::report::{Issue, Outcome, ReadAs, Reason, displayed};
use crate::rows::records::record::Record;
use std::collections::BTreeMap;

/// What all rows have told of the columns.
#[derive(Debug, Default)]
pub(crate) struct Decided {
    /// How each column of the header writes its numbers.
    pub columns: Vec<WrittenAs>,
    /// In which order its dates are written, where the first rows leave that open.
    pub orders: Vec<Option<TimeFormat>>,
    /// How columns write their numbers that came up later.
    pub late: BTreeMap<String, WrittenAs>,
    /// The cells that have turned a column.
    turned: Vec<Issue>,
}

/// What the first rows have told of the columns.
#[derive(Debug)]
pub(super) struct FirstRows {
    pub sample: Sample,
    pub evidence: Vec<NumberEvidence>,
    pub written: Vec<WrittenAs>,
}

impl Intake {
    /// What all rows have told of the columns, where it is something else than what the first ones did.
    pub(super) fn reconsider(&mut self) -> Result<Option<Decided>, IngestError> {
        let Some(first_rows) = self.first_rows.take() else { return Ok(None) };
        let FirstRows { sample, evidence: of_first, written: before } = *first_rows;
        let ColumnState::Settled(_, columns) = &mut self.columns else { return Ok(None) };
        columns.iter_mut().for_each(|column| column.growing.builder.decide());
        let ColumnState::Settled(header, columns) = &self.columns else { return Ok(None) };

        let evidence: Vec<NumberEvidence> = columns
            .iter()
            .enumerate()
            .map(|(at, column)| of_all_rows(&column.growing).or_else(|| of_first.get(at).cloned()).unwrap_or_default())
            .collect();
        let chosen = columns.iter().map(|column| self.mapping.decimal(&column.growing.name).or(header.decimal()));
        let asked: Vec<_> = evidence.iter().zip(chosen).collect();
        let is_own = |column: usize| header.added_range().is_none_or(|added| !added.contains(&column));
        let written = written_as::decide(&asked, is_own, self.layout.delimiter(), self.layout.decimal());

        let (of_header, of_late) = written.split_at(before.len().min(written.len()));
        let loadable = |record: &Record, told: Option<Reason>| {
            header.fault(record, told).is_none_or(|reason| reason.rule().outcome() == Outcome::Repaired)
        };
        let names = header.names.get(..of_header.len()).unwrap_or_default();
        let told: Vec<Option<(TimeFormat, First)>> =
            columns.iter().map(|column| self.told_order(&column.growing)).collect();
        let orders: Vec<Option<TimeFormat>> =
            told.iter().map(|told| told.as_ref().map(|(format, _)| *format)).collect();
        // Nearly all files: all rows say what the first ones did.
        let is_late = columns.len() > before.len();
        if of_header == before && !is_late && orders.iter().all(Option::is_none) {
            return Ok(None);
        }
        let plans = resolve(header, names, self.given(Some(of_header), &orders), &sample, loadable).plans;
        let late = columns.iter().skip(of_header.len()).zip(of_late).map(|(column, written)| {
            plan_late(&column.growing.name, &self.mapping, self.meaning, self.rules, Some(written.clone()))
        });

        let mut turned = Vec::new();
        for (at, (column, plan)) in columns.iter().zip(plans.into_iter().chain(late)).enumerate() {
            let Some(now) = written.get(at).filter(|_| self.is_otherwise(&column.growing, &plan)) else { continue };
            if let Some((format, cell)) = told.get(at).cloned().flatten() {
                turned.push((column.growing.name.clone(), Some(cell), ReadAs::Dates(format)));
                continue;
            }
            let unknown = WrittenAs::plain(now.decimal, false, 0);
            let cell = evidence.get(at).and_then(|all| now.turned_by(before.get(at).unwrap_or(&unknown), all));
            turned.push((column.growing.name.clone(), cell.cloned(), read_as(now)));
        }
        if turned.is_empty() {
            return Ok(None);
        }
        let late = columns.iter().skip(of_header.len()).map(|column| column.growing.name.clone());
        let late = late.zip(of_late.iter().cloned()).collect();
        let columns = of_header.to_vec();
        let turned = turned.into_iter().map(|(column, cell, read_as)| self.issue(column, cell, read_as)).collect();
        Ok(Some(Decided { columns, orders, late, turned }))
    }

    /// In which order the dates of a column are written that the first rows leave open, with the cell that tells it.
    fn told_order(&self, column: &Growing) -> Option<(TimeFormat, First)> {
        if column.plan.why != Why::AmbiguousDates || self.mapping.is_closed() {
            return None;
        }
        let first = |cell: &[u8], row: usize| First { row, cell: displayed(cell) };
        match &column.builder {
            Builder::Category { codes, labels, .. } => {
                let seen = seen(codes, labels.labels().len());
                let labels = || labels.labels().iter().map(|label| label.as_bytes());
                let (format, row) =
                    told_order(labels().zip(&seen).map(|(label, &(count, row))| (label, count as usize, row)))?;
                let cell = labels().zip(&seen).find(|(_, seen)| seen.1 == row).map_or(&b""[..], |(label, _)| label);
                Some((format, first(cell, row)))
            }
            Builder::Text { joined, ends, .. } => {
                let starts = std::iter::once(0).chain(ends.iter().copied());
                let cells = || starts.clone().zip(ends).map(|(start, &end)| joined.get(start..end).unwrap_or_default());
                let filled = cells().enumerate().filter(|(_, cell)| !cell.is_empty());
                let (format, row) = told_order(filled.map(|(row, cell)| (cell, 1, row)))?;
                Some((format, first(cells().nth(row).unwrap_or_default(), row)))
            }
            _ => None,
        }
    }

    /// Whether a plan is another than that by which a column has grown.
    fn is_otherwise(&self, column: &Growing, plan: &Plan) -> bool {
        match (column.plan.form, &column.builder, self.form(plan.form)) {
            // The first values to come have decided.
            (Form::Undecided(..), Builder::Number { form, .. }, now) => {
                !matches!(now, Form::Number(now) if now.decimal == form.decimal && now.written == form.written)
            }
            (Form::Undecided(..), _, now) => matches!(now, Form::Number(_)),
            (before, _, now) => column.plan.taken != plan.taken || before != now,
        }
    }

    /// What is to be told of a column that is read otherwise than its first rows let expect.
    fn issue(&mut self, column: String, cell: Option<First>, read_as: ReadAs) -> Issue {
        let (row, line) = cell.as_ref().map_or((0, None), |cell| self.taker.ledger.place(cell.row));
        let value = cell.map_or_else(String::new, |cell| cell.cell);
        let (column, line) = (Some(column), line.unwrap_or(0));
        Issue { file: None, row, line, session: None, column, value, reason: Reason::ReadOtherwise { read_as } }
    }

    /// Tells which columns are read otherwise than their first rows let expect.
    pub(super) fn tell_turned(&mut self) {
        for issue in self.decided.as_mut().map(|decided| std::mem::take(&mut decided.turned)).unwrap_or_default() {
            self.taker.ledger.tell(issue.reason, || issue);
        }
    }
}

/// What all cells of a column say about its numbers; `None` where only the first ones were asked.
fn of_all_rows(column: &Growing) -> Option<NumberEvidence> {
    match &column.builder {
        Builder::Number { evidence, .. } => evidence.as_deref().cloned(),
        Builder::Category { codes, labels, .. } if column.plan.taken == Taken::Own => {
            let mut evidence = NumberEvidence::default();
            for (label, (count, first)) in labels.labels().iter().zip(seen(codes, labels.labels().len())) {
                evidence.take_many(label.as_bytes(), count, first);
            }
            Some(evidence)
        }
        // Texts are many, and only those that the first rows took for something like numbers can become some.
        Builder::Text { joined, ends, .. } if column.plan.taken == Taken::Own && is_like_numbers(column) => {
            let starts = std::iter::once(0).chain(ends.iter().copied());
            let mut evidence = NumberEvidence::default();
            for (start, &end) in starts.zip(ends) {
                evidence.take(joined.get(start..end).unwrap_or_default());
            }
            Some(evidence)
        }
        _ => None,
    }
}

/// Whether the first rows of a column hold codes, or numbers whose mark is open.
fn is_like_numbers(column: &Growing) -> bool {
    matches!(column.plan.written.as_ref().map(|written| &written.content), Some(Content::Codes | Content::Open))
}

/// How often each of so many labels stands in a column, and in which row first. They stand in the order of their first rows.
fn seen(codes: &[u16], labels: usize) -> Vec<(u64, usize)> {
    let mut seen = vec![(0_u64, 0_usize); labels];
    for (row, &code) in codes.iter().enumerate() {
        if let Some((count, first)) = seen.get_mut(usize::from(code)) {
            if *count == 0 {
                *first = row;
            }
            *count += 1;
        }
    }
    seen
}

fn read_as(written: &WrittenAs) -> ReadAs {
    match written.content {
        Content::Codes => ReadAs::Codes,
        Content::Open => ReadAs::Open,
        Content::Other | Content::Nothing => ReadAs::Labels,
        Content::Numbers(_) => ReadAs::Numbers(written.decimal),
    }
}
