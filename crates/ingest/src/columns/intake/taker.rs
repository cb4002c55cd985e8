//! Rows into the columns that are known, one row at a time or many, with what is wrong with them written down.

use crate::columns::file_column::FileColumn;
use crate::columns::loaded_rows::LoadedRows;
use crate::columns::runs::{Finding, Run};
use crate::reading::layout::Layout;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::report::{Issue, MOST_DISPLAYED, Outcome, Reason, Report, displayed};
use crate::rows::header::Header;
use crate::rows::records::record::Record;

/// Takes rows into columns.
pub(super) struct Taker<'a> {
    pub report: &'a mut Report,
    pub rows: &'a mut LoadedRows,
    limits: &'a Limits,
    expected: usize,
    /// What is shown between the cells of a row.
    mark: &'static str,
}

impl<'a> Taker<'a> {
    /// Rows of this layout, of which there are going to be so many, about.
    pub fn new(
        report: &'a mut Report,
        rows: &'a mut LoadedRows,
        limits: &'a Limits,
        expected: usize,
        layout: Layout,
    ) -> Self {
        Self { report, rows, limits, expected, mark: layout.mark() }
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
        self.check_rows(1)?;
        self.rows.begins(row, record.line());
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
            self.report
                .add(self.limits.issues, reason, || issue(None, &record.joined(self.mark, MOST_DISPLAYED), reason));
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
            let FileColumn { growing: column, spread } = column;
            if let Some(spread) = spread {
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
    pub fn take_run(
        &mut self,
        read: u64,
        from: usize,
        columns: &mut [FileColumn],
        run: Run,
        findings: &mut Vec<Finding>,
    ) -> Result<(), IngestError> {
        self.check_rows(run.rows.len() as u64)?;
        for chosen in run.rows {
            self.rows.begins(read + u64::from(chosen.row) + 1, run.batch.line(from + chosen.row as usize));
        }
        findings.clear();
        let rows = run.rows.len();
        for (number, FileColumn { growing: column, .. }) in columns.iter_mut().enumerate() {
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
                column.growing.repaired += 1;
            }
            self.report.add(self.limits.issues, finding.reason, || {
                let record = run.batch.record(from + finding.row as usize);
                Issue {
                    file: None,
                    row,
                    line: record.line(),
                    session: None,
                    column: columns.get(number).map(|column| column.growing.name.clone()),
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

    pub fn no_room(&self, row: u64) -> IngestError {
        IngestError::TooLarge { row, limit: self.limits.table_bytes }
    }
}
