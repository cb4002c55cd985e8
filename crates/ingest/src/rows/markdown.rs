//! Tables that are drawn with pipes: Markdown, and what consoles of databases print.
//!
//! A line is a row; lines of hyphens and the like are rules, lines without a pipe stand beside the table.

use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::rows::column_order::{Align, Aligned};
use crate::rows::ends::{Ends, Holding};
use crate::rows::records::record::Row;
use crate::rows::sink::Sink;
use crate::text::lines::Lines;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Whether a text that begins like this is such a table: a row of names, and below it a rule that is cut by pipes or crosses.
pub(crate) fn begins(head: &[u8]) -> bool {
    let mut lines = head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
    let mut first = lines.next();
    // Consoles draw a rule above the names, too.
    if first.is_some_and(is_rule) {
        first = lines.next();
    }
    let names = first.filter(|line| !is_rule(line) && line.contains(&b'|'));
    names.is_some() && lines.next().is_some_and(|line| is_rule(line) && line.iter().any(|byte| b"|+".contains(byte)))
}

fn is_rule(line: &[u8]) -> bool {
    line.len() > 2 && line.contains(&b'-') && line.iter().all(|byte| b"|+-: =".contains(byte))
}

/// The reader of rows.
pub(crate) struct Markdown {
    lines: Lines,
    rows: Rows,
    ends: Ends,
    /// For files after the first.
    align: Option<Align>,
}

#[derive(Default)]
struct Rows {
    row: Row,
}

impl Markdown {
    /// The reader of a file. `align` is for one whose columns are known from a file before.
    pub(crate) fn new(align: Option<Align>) -> Self {
        Self { lines: Lines::default(), rows: Rows::default(), ends: Ends::default(), align }
    }

    /// Takes text and hands on the rows that it completes.
    pub(crate) fn push(&mut self, text: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        match self.align.take() {
            Some(mut align) => {
                let read = self.held(Some(text), limits, &mut Aligned { align: &mut align, limits, sink });
                self.align = Some(align);
                read
            }
            None => self.held(Some(text), limits, sink),
        }
    }

    /// Hands on the last rows.
    pub(crate) fn finish(&mut self, limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        match self.align.take() {
            Some(mut align) => self.held(None, limits, &mut Aligned { align: &mut align, limits, sink }),
            None => self.held(None, limits, sink),
        }
    }

    fn held(&mut self, text: Option<&[u8]>, limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        let Self { lines, rows, ends, .. } = self;
        let mut holding = Holding { ends, sink };
        match text {
            Some(text) => lines.push(text, limits, |number, line| rows.line(number, line, limits, &mut holding)),
            None => {
                lines.finish(|number, line| rows.line(number, line, limits, &mut holding))?;
                holding.finish()
            }
        }
    }
}

impl Rows {
    fn line(&mut self, number: u64, line: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        let line = line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line).trim_ascii();
        if line.is_empty() {
            return Ok(());
        }
        if is_rule(line) {
            sink.directive();
            return Ok(());
        }
        if !line.contains(&b'|') {
            sink.beside(number, line);
            return Ok(());
        }
        self.row.clear();
        self.row.line = number;
        let inner = line.strip_prefix(b"|").unwrap_or(line);
        let mut cell: Vec<u8> = Vec::new();
        let mut bytes = inner.iter().copied().peekable();
        let mut cells = 0;
        let mut is_open = true;
        while let Some(byte) = bytes.next() {
            match byte {
                b'\\' if bytes.peek() == Some(&b'|') => {
                    cell.push(b'|');
                    bytes.next();
                }
                b'|' => {
                    self.row.push(cell.trim_ascii());
                    cell.clear();
                    cells += 1;
                    // The last pipe ends the row.
                    is_open = bytes.peek().is_some();
                }
                byte => cell.push(byte),
            }
            if cell.len() > limits.cell_bytes {
                return Err(IngestError::LongCell { line: number, column: cells + 1, limit: limits.cell_bytes });
            }
        }
        if is_open {
            self.row.push(cell.trim_ascii());
            cells += 1;
        }
        if cells > limits.columns {
            return Err(IngestError::TooManyColumns { line: number, limit: limits.columns });
        }
        sink.record(self.row.record(), true)
    }
}
