//! The first rows decide what the columns are.

use super::reconsider::FirstRows;
use super::{ColumnState, Intake};
use crate::cells::missing::MissingRule;
use crate::cells::time_format::TimeFormat;
use crate::cells::zone::Zone;
use crate::columns::file_column::{FileColumn, bytes_of};
use crate::columns::joining::Joining;
use crate::columns::spreading::Spreading;
use crate::recognition::plan::{Form, NumberForm};
use crate::recognition::resolve::{Given, resolve};
use crate::recognition::written_as::WrittenAs;
use crate::report::error::IngestError;
use crate::report::{Outcome, Reason, displayed};
use crate::rows::records::record::Record;
use rules::Readers;

/// Cells shown of each column.
const FIRST_CELLS: usize = 5;

impl Intake {
    /// Decides from the sample what the columns are, and takes its rows.
    /// `complete` where no row is to come.
    pub(super) fn settle(&mut self, complete: bool) -> Result<(), IngestError> {
        let ColumnState::Sampled(header, mut sample) = std::mem::replace(&mut self.columns, ColumnState::Unnamed)
        else {
            return Ok(());
        };
        let marked = self.mark_suspects(&mut sample, header.names.len());
        let loadable = |record: &Record, told: Option<Reason>| {
            header.fault(record, told).is_none_or(|reason| reason.rule().outcome() == Outcome::Repaired)
        };
        self.zone = match &self.zone_name {
            Some(name) => Some(Zone::of(name).ok_or_else(|| IngestError::NoZone { name: name.clone() })?),
            None => None,
        };
        let decided = self.decided.as_ref().map(|decided| decided.columns.as_slice());
        let orders = self.decided.as_ref().map_or(&[][..], |decided| &decided.orders);
        let mut resolution = resolve(&header, &header.names, self.given(decided, orders), &sample, loadable);
        let spread = resolution.spreads.iter_mut().flat_map(|(_, plans)| plans);
        let joined = resolution.pairs.iter_mut().map(|(_, plan)| plan);
        resolution.plans.iter_mut().chain(spread).chain(joined).for_each(|plan| plan.form = self.form(plan.form));
        (self.source, self.meaning, self.grouping) = (resolution.source, resolution.meaning, resolution.grouping);
        let forms: Vec<Form> = resolution.plans.iter().map(|plan| plan.form).collect();
        marked.into_iter().for_each(|(at, told)| sample.tell(at, told));
        let apart = self.judge_suspects(&sample, &forms, complete);
        apart.iter().for_each(|&(at, reason)| sample.tell(at, Some(reason)));
        self.notice = resolution.notice;
        let zone = self.zone.as_ref();
        let named = header.names.iter().cloned().zip(resolution.plans);
        // Days beside their times of day stay days, wherever they are.
        let is_day = |column: usize| resolution.pairs.iter().any(|(pair, _)| pair.day == column);
        let mut columns: Vec<FileColumn> = named
            .enumerate()
            .map(|(at, (name, plan))| FileColumn::new(name, plan, zone.filter(|_| !is_day(at))))
            .collect();
        for (found, plans) in resolution.spreads {
            if let Some(column) = columns.get_mut(found.column) {
                column.spread = Some(Box::new(Spreading::new(found, plans, zone)));
            }
        }
        let missing = MissingRule::of(self.rules.readers());
        for (pair, plan) in resolution.pairs {
            if let Some(column) = columns.get_mut(pair.time) {
                column.joining = Some(Box::new(Joining::new(pair, plan, missing, zone)));
            }
        }
        for (record, _) in sample.records().filter(|(record, told)| loadable(record, *told)).take(FIRST_CELLS) {
            for (column, cell) in columns.iter_mut().zip(record.cells()) {
                column.growing.first.push(displayed(cell));
                if let Some(spread) = &mut column.spread {
                    spread.show(cell);
                }
                if let Some(joining) = &mut column.joining {
                    let half = |column: usize| record.cell(column).unwrap_or_default();
                    let (cell, column) = joining.joined(half(joining.day), half(joining.time));
                    column.first.push(displayed(cell));
                }
            }
        }
        // Rows that came before the columns were known are rejected ones.
        let before = self.taker.ledger.rejected();
        for (number, (record, told)) in sample.records().enumerate() {
            let row = self.taker.ledger.row_of(before + number as u64);
            self.note_start(number);
            if let Some(&(_, reason)) = apart.iter().find(|&&(at, _)| at == number) {
                self.ends.apart.push((row, reason));
            }
            self.taker.take(row, &header, &mut columns, record, told)?;
            if (number + 1).is_multiple_of(64) && bytes_of(&columns) > self.limits.table_bytes {
                return Err(IngestError::TooLarge { row, limit: self.limits.table_bytes });
            }
        }
        self.columns = ColumnState::Settled(header, columns);
        if self.rules.readers() == Readers::Common && self.decided.is_none() {
            let (evidence, written) = (resolution.evidence, resolution.written);
            self.first_rows = Some(Box::new(FirstRows { sample, evidence, written }));
        }
        Ok(())
    }

    /// What is known of the file beside its first rows.
    pub(super) fn given<'a>(&'a self, decided: Option<&'a [WrittenAs]>, orders: &'a [Option<TimeFormat>]) -> Given<'a> {
        let (delimiter, format) = (self.layout.delimiter(), self.layout.decimal());
        Given { mapping: &self.mapping, rules: self.rules, delimiter, format, decided, orders }
    }

    /// How a column grows: a number that is not to be checked grows as one of no field.
    pub(super) fn form(&self, form: Form) -> Form {
        match form {
            Form::Number(form) if !self.ranges => Form::Number(NumberForm { field: None, ..form }),
            form => form,
        }
    }

    /// A header without a row settles, too: it has columns to be told of.
    pub(super) fn settle_rest(&mut self) -> Result<(), IngestError> {
        self.end_ends()?;
        if matches!(self.columns, ColumnState::Sampled(..)) { self.settle(true) } else { Ok(()) }
    }
}
