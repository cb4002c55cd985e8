//! The quick way of cells into columns: one column after the other, many rows at a time, as long as nothing is wrong with
//! them. Whatever is out of the ordinary goes the plain way of [`Builder::push`], which this must agree with to the bit.

use crate::cells::cell::Cell;
use crate::cells::iso;
use crate::cells::missing::is_missing;
use crate::cells::numbers;
use crate::cells::time_format::TimeFormat;
use crate::cells::times::TimeForm;
use crate::cells::zone::Local;
use crate::columns::builder::{Builder, TooManyFaults};
use crate::recognition::evidence::numbers::PlainRun;
use crate::recognition::plan::NumberForm;
use crate::report::Reason;
use crate::rows::records::batch::Batch;
use std::borrow::Cow;
use telemetry::{Field, MISSING_CATEGORY, MISSING_TIME};

/// A row of a [`Run`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chosen {
    /// Its first cell among all of the batch.
    pub cell: u32,
    /// Which row of the batch it is.
    pub row: u32,
}

/// Rows of a batch that have a cell for each column.
#[derive(Clone, Copy)]
pub(crate) struct Run<'a> {
    pub batch: &'a Batch<'a>,
    pub rows: &'a [Chosen],
}

/// What was repaired in a cell.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Finding {
    /// Which row of the batch.
    pub row: u32,
    /// Which column.
    pub column: u32,
    /// Whether it is in the column beside that one which is made of two.
    pub is_joined: bool,
    pub reason: Reason,
}

impl<'a> Run<'a> {
    /// The cells of a column in these rows, from one of them on.
    #[inline(always)]
    fn cells(self, column: usize, from: usize) -> impl Iterator<Item = Cell<'a>> {
        let rows = self.rows.get(from..).unwrap_or_default();
        rows.iter().map(move |row| self.batch.cell(row.cell as usize + column))
    }
}

impl Builder {
    /// Adds the cells of a column; room has been made for them. What was repaired is added to the findings.
    pub(crate) fn push_run(
        &mut self,
        run: Run,
        column: usize,
        findings: &mut Vec<Finding>,
    ) -> Result<(), TooManyFaults> {
        let mut at = 0;
        loop {
            at += self.push_quickly(run, column, at);
            let Some(row) = run.rows.get(at) else { return Ok(()) };
            let cell = run.batch.cell(row.cell as usize + column);
            if let Some(reason) = self.push(cell.bytes())? {
                findings.push(Finding { row: row.row, column: column as u32, is_joined: false, reason });
            }
            at += 1;
        }
    }

    /// As [`Self::push_run`], of what becomes of each cell.
    pub(crate) fn push_each(
        &mut self,
        run: Run,
        column: usize,
        findings: &mut Vec<Finding>,
        become_of: impl Fn(&[u8]) -> Cow<'_, [u8]>,
    ) -> Result<(), TooManyFaults> {
        for row in run.rows {
            let cell = run.batch.cell(row.cell as usize + column);
            if let Some(reason) = self.push(&become_of(cell.bytes()))? {
                findings.push(Finding { row: row.row, column: column as u32, is_joined: false, reason });
            }
        }
        Ok(())
    }

    /// Adds cells from a row on, as long as they are as they should be; how many.
    fn push_quickly(&mut self, run: Run, column: usize, from: usize) -> usize {
        let cells = run.cells(column, from);
        match self {
            Builder::Number { values, form, evidence } => {
                let NumberForm { decimal, scale, field, written } = *form;
                // Beyond the greatest double there is no number either.
                let (low, high) = field.map_or((f64::MIN, f64::MAX), Field::range);
                let (low, high) = (low.max(f64::MIN), high.min(f64::MAX));
                let mark = decimal.mark();
                let (Some(evidence), Some(written)) = (evidence, written) else {
                    return push_while(values, cells, |cell| {
                        if cell.len() == 0 {
                            return Some(f64::NAN);
                        }
                        let value = scale.apply(numbers::quick(cell, mark)?);
                        (low <= value && value <= high).then_some(value)
                    });
                };
                if !written.takes_bare {
                    return 0;
                }
                let mut counts = PlainRun::default();
                let taken = push_while(values, cells, |cell| {
                    if cell.len() == 0 {
                        counts.empty();
                        return Some(f64::NAN);
                    }
                    let (value, shape) = numbers::quick_shaped(cell, mark)?;
                    let scaled = scale.apply(value);
                    let is_right = low <= scaled && scaled <= high;
                    if is_right {
                        counts.count(value, shape);
                    }
                    is_right.then_some(scaled)
                });
                // Which cell is the first to show something is asked some six times in a file.
                if evidence.is_first(&counts, decimal) {
                    for cell in run.cells(column, from).take(taken) {
                        match numbers::quick_shaped(cell, mark) {
                            Some((value, shape)) => evidence.plain(cell.bytes(), value, shape, decimal),
                            None => evidence.take(b""),
                        }
                    }
                } else {
                    evidence.add(&counts, decimal);
                }
                taken
            }
            Builder::Time { values, form: TimeForm { format: TimeFormat::Iso, .. }, zone } => {
                let mut day = iso::LastDay::default();
                let Some(zone) = zone else {
                    return push_while(values, cells, |cell| {
                        if cell.len() == 0 { Some(MISSING_TIME) } else { iso::quick(cell, &mut day) }
                    });
                };
                push_while(values, cells, |cell| {
                    if cell.len() == 0 {
                        return Some(MISSING_TIME);
                    }
                    let time = iso::quick(cell, &mut day)?;
                    if iso::says_zone(cell) {
                        return Some(time);
                    }
                    match zone.moment(time)? {
                        Local::Once(time) => Some(time),
                        Local::Twice(_) | Local::Never(_) => None,
                    }
                })
            }
            Builder::Category { codes, labels, .. } => push_while(codes, cells, |cell| {
                if cell.len() == 0 {
                    return Some(MISSING_CATEGORY);
                }
                // Only readable labels with a value are in the dictionary: what is found needs no further look.
                match cell.words() {
                    Some(words) => labels.get_short(words, cell.len()),
                    None => labels.get(cell.bytes()),
                }
            }),
            Builder::Text { joined, ends, missing } if run.batch.is_clean() => push_while(ends, cells, |cell| {
                let text = cell.bytes();
                if !is_missing(text, *missing) {
                    append(joined, cell);
                }
                Some(joined.len())
            }),
            Builder::Ignored => run.rows.len() - from,
            _ => 0,
        }
    }
}

/// Appends values as long as there are any; how many.
#[inline(always)]
fn push_while<'a, T>(
    values: &mut Vec<T>,
    cells: impl Iterator<Item = Cell<'a>>,
    mut value: impl FnMut(Cell<'a>) -> Option<T>,
) -> usize {
    let before = values.len();
    for cell in cells {
        let Some(value) = value(cell) else { break };
        values.push(value);
    }
    values.len() - before
}

/// Appends a cell's bytes: short ones with more behind them, which are cut off again, because a copy of a length that is
/// known beforehand is a single instruction.
#[inline(always)]
fn append(joined: &mut Vec<u8>, cell: Cell) {
    let end = joined.len() + cell.len();
    match cell.ahead::<16>() {
        Some(ahead) if cell.len() <= 16 && joined.capacity() - joined.len() >= 16 => {
            joined.extend_from_slice(ahead);
            joined.truncate(end);
        }
        _ => joined.extend_from_slice(cell.bytes()),
    }
}
