//! Rows into the columns that are known, one row at a time or many, with what is wrong with them written down.

use crate::columns::file_column::FileColumn;
use crate::columns::ledger::Ledger;
use crate::columns::runs::{Finding, Run};
use crate::reading::layout::Layout;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::report::{Issue, MOST_DISPLAYED, Outcome, Reason, displayed};
use crate::rows::header::Header;
use crate::rows::records::record::Record;
use rules::Readers;

/// Takes rows into columns.
pub(super) struct Taker {
    pub ledger: Ledger,
    /// Rows that there are going to be in the table, about; zero where nobody knows.
    pub expected: usize,
    /// What is shown between the cells of a row.
    mark: &'static str,
    /// Bytes that the columns may hold.
    most_bytes: u64,
    /// Whether cells are spelt in all rows as the plans say: the first readers do so in the first rows alone.
    spells: bool,
    /// What was repaired in the run at hand.
    findings: Vec<Finding>,
}

impl Taker {
    /// Rows of this layout, with which the ledger begins.
    pub fn new(ledger: Ledger, limits: &Limits, layout: &Layout, readers: Readers) -> Self {
        let (most_bytes, spells) = (limits.table_bytes, readers == Readers::Common);
        Self { ledger, expected: 0, mark: layout.mark(), most_bytes, spells, findings: Vec::new() }
    }

    /// The rows to come are of this layout.
    pub fn set_layout(&mut self, layout: &Layout) {
        self.mark = layout.mark();
    }

    /// Takes one row, whatever may be wrong with it.
    pub fn take(
        &mut self,
        row: u64,
        header: &Header,
        columns: &mut [FileColumn],
        record: Record,
        told: Option<Reason>,
    ) -> Result<(), IngestError> {
        let Self { ledger, expected, mark, most_bytes, .. } = self;
        ledger.check_room_for(1)?;
        ledger.begins(row, record.line());
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
            ledger.tell(reason, || issue(None, &record.joined(mark, MOST_DISPLAYED), reason));
            if reason.rule().outcome() == Outcome::Rejected {
                ledger.reject(row);
                return Ok(());
            }
            repaired = true;
        }
        let mut cells = record.cells();
        for column in columns.iter_mut() {
            let cell = cells.next().unwrap_or_default();
            let FileColumn { growing: column, spread, joining } = column;
            if let Some(joining) = joining {
                let half = |column: usize| record.cell(column).unwrap_or_default();
                let (cell, column) = joining.joined(half(joining.day), half(joining.time));
                let room = column.builder.make_room(1, cell.len().saturating_mul(3), *expected);
                room.map_err(|_| IngestError::TooLarge { row, limit: *most_bytes })?;
                let Ok(reason) = column.push(cell) else { return Err(column.too_many_faults()) };
                if let Some(reason) = reason {
                    repaired = true;
                    ledger.tell(reason, || issue(Some(&column.name), cell, reason));
                }
            }
            if let Some(spread) = spread {
                let name = &column.name;
                column.repaired += spread.push(cell, |of, cell, reason| {
                    repaired |= reason.rule().outcome() == Outcome::Repaired;
                    ledger.tell(reason, || issue(Some(of.unwrap_or(name)), cell, reason));
                })?;
                continue;
            }
            // What is replaced in a text is replaced by three bytes.
            let most = cell.len().saturating_mul(3);
            let room = column.builder.make_room(1, most, *expected);
            room.map_err(|_| IngestError::TooLarge { row, limit: *most_bytes })?;
            let Ok(reason) = column.push(cell) else { return Err(column.too_many_faults()) };
            if let Some(reason) = reason {
                repaired = true;
                ledger.tell(reason, || issue(Some(&column.name), cell, reason));
            }
        }
        ledger.load(1);
        if repaired {
            ledger.repair(row);
        }
        Ok(())
    }

    /// Takes rows that have a cell for each column. They are of a batch that begins with the row `from`, before which so many
    /// rows have been read.
    pub fn take_run(
        &mut self,
        read: u64,
        from: usize,
        columns: &mut [FileColumn],
        run: Run,
    ) -> Result<(), IngestError> {
        let Self { ledger, expected, most_bytes, findings, spells, .. } = self;
        ledger.check_room_for(run.rows.len() as u64)?;
        for chosen in run.rows {
            ledger.begins(read + u64::from(chosen.row) + 1, run.batch.line(from + chosen.row as usize));
        }
        findings.clear();
        let rows = run.rows.len();
        for (number, FileColumn { growing: column, joining, .. }) in columns.iter_mut().enumerate() {
            if let Some(joining) = joining {
                let room = joining.column.builder.make_room(rows, run.batch.text_bytes(), *expected);
                room.map_err(|_| IngestError::TooLarge { row: ledger.read(), limit: *most_bytes })?;
                let pushed = joining.push_run(run, number, findings);
                let Ok(()) = pushed else { return Err(joining.column.too_many_faults()) };
            }
            let room = column.builder.make_room(rows, run.batch.text_bytes(), *expected);
            room.map_err(|_| IngestError::TooLarge { row: ledger.read(), limit: *most_bytes })?;
            let pushed = if *spells && column.plan.spells() {
                column.builder.push_each(run, number, findings, |cell| column.plan.spelled(cell))
            } else {
                column.builder.push_run(run, number, findings)
            };
            let Ok(()) = pushed else { return Err(column.too_many_faults()) };
        }
        ledger.load(rows as u64);
        // In the order of the file.
        findings.sort_unstable_by_key(|finding| (finding.row, finding.column, !finding.is_joined));
        let mut last = None;
        for finding in findings.iter() {
            let number = finding.column as usize;
            let row = read + u64::from(finding.row) + 1;
            if last.replace(finding.row) != Some(finding.row) {
                ledger.repair(row);
            }
            let Some(FileColumn { growing, joining, .. }) = columns.get_mut(number) else { continue };
            let record = run.batch.record(from + finding.row as usize);
            let half = |column: usize| record.cell(column).unwrap_or_default();
            let (cell, column) = match joining.as_mut().filter(|_| finding.is_joined) {
                Some(joining) => joining.joined(half(joining.day), half(joining.time)),
                None => (half(number), growing),
            };
            column.repair(finding.reason);
            ledger.tell(finding.reason, || Issue {
                file: None,
                row,
                line: record.line(),
                session: None,
                column: Some(column.name.clone()),
                value: displayed(cell),
                reason: finding.reason,
            });
        }
        Ok(())
    }
}
