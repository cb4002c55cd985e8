//! How a text is laid out, recognised from its beginning.

use crate::cells::missing::{MissingRule, is_missing};
use crate::cells::numbers::{self, Decimal, Number};
use crate::cells::times;
use crate::reading::delimited::Delimited;
use crate::reading::delimiter::Delimiter;
use crate::reading::layout::Layout;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::rows::own_export::AddedColumns;
use crate::rows::records::Records;
use crate::rows::records::batch::Batch;
use crate::rows::records::record::{Record, Row};
use crate::rows::sink::Sink;
use crate::rows::{clf, json, json_recognition, markdown, real_time, table_recognition, w3c};
use rules::{OwnExports, Readers, Rules};

/// Rows that are looked at to tell whether the first one is a header.
const ROWS: usize = 100;

impl Layout {
    /// The layout that the first links were made with: they do not name it.
    pub(crate) fn of_first_links(head: &[u8]) -> Self {
        Layout::plain(Delimiter::sniff(head, Delimiter::FIRST), true)
    }

    /// The layout of a text that begins like this, or is this where it is `complete`.
    pub(crate) fn recognise(head: &[u8], complete: bool, rules: Rules, limits: &Limits) -> Self {
        if let Some(delimiter) = delimiter_of_export(head, complete, rules.own_exports(), limits) {
            return Layout::plain(delimiter, true);
        }
        if w3c::begins(head) {
            return Layout::W3c;
        }
        let is_common = rules.readers() == Readers::Common;
        if is_common && markdown::begins(head) {
            return Layout::Markdown;
        }
        if is_common && clf::begins(head, complete) {
            return Layout::Clf;
        }
        if is_common && let Some(layout) = json_recognition::recognise(head) {
            return layout;
        }
        if json::begins(head) {
            return Layout::JsonLines;
        }
        if is_common && real_time::begins(head, complete) {
            return Layout::RealTime;
        }
        let delimiter = Delimiter::sniff(head, Delimiter::ALL);
        let mut rows = FirstRows::default();
        let mut records = Records::new(delimiter.byte());
        // What cannot be read is told when it is read.
        let _ = records.push(head, limits, &mut rows);
        if complete {
            let _ = records.finish(limits, &mut rows);
        }
        if is_common && !(rows.are_plain(head) && table_recognition::is_plain(head, &rows.rows)) {
            let layout = table_recognition::recognise(head, complete, delimiter, limits);
            let mut rows = table_recognition::first_rows(head, complete, layout, limits);
            rows.truncate(ROWS);
            return Layout::Delimited(Delimited { header: !is_bare(&rows, layout.delimiter), ..layout });
        }
        Layout::plain(delimiter, !is_bare(&rows.rows, delimiter))
    }
}

/// The delimiter of an export of this program, by its header; `None` where it is none.
fn delimiter_of_export(head: &[u8], complete: bool, own_exports: OwnExports, limits: &Limits) -> Option<Delimiter> {
    if own_exports == OwnExports::Verbatim {
        return None;
    }
    Delimiter::ALL.iter().copied().find(|delimiter| {
        let mut first = FirstRow { own_exports, is_own: None };
        let mut records = Records::new(delimiter.byte());
        // A header ends within the first of these pieces, or an error ends the search.
        for piece in head.chunks(1 << 10) {
            if records.push(piece, limits, &mut first).is_err() || first.is_own.is_some() {
                return first.is_own == Some(true);
            }
        }
        if complete {
            let _ = records.finish(limits, &mut first);
        }
        first.is_own == Some(true)
    })
}

/// Whether the first row is the header of an export of this program.
struct FirstRow {
    own_exports: OwnExports,
    is_own: Option<bool>,
}

impl Sink for FirstRow {
    fn record(&mut self, record: Record, _: bool) -> Result<(), IngestError> {
        if self.is_own.is_none() && !record.is_blank() {
            self.is_own = Some(AddedColumns::find(&record, self.own_exports).is_some());
        }
        Ok(())
    }
}

#[derive(Default)]
struct FirstRows {
    rows: Vec<Row>,
    /// How many cells the first row has, and whether another row has as many.
    width: usize,
    differs: bool,
    /// Whether a row was read with care: for what stands in quotes, or because its line does not end.
    has_careful: bool,
}

impl FirstRows {
    fn take(&mut self, record: &Record) {
        if record.is_blank() {
            return;
        }
        if self.rows.is_empty() {
            self.width = record.len();
        }
        self.differs |= record.len() != self.width;
        if self.rows.len() < ROWS {
            self.rows.push(Row::copy(record));
        }
    }

    /// Whether all rows of this text have as many cells, and nothing in quotes leaves anything open.
    fn are_plain(&self, head: &[u8]) -> bool {
        let is_open = self.has_careful && head.contains(&b'"');
        !(self.differs || is_open)
    }
}

impl Sink for FirstRows {
    fn record(&mut self, record: Record, _: bool) -> Result<(), IngestError> {
        self.has_careful = true;
        self.take(&record);
        Ok(())
    }

    fn batch(&mut self, batch: Batch) -> Result<(), IngestError> {
        (0..batch.len()).for_each(|row| self.take(&batch.record(row)));
        Ok(())
    }
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    Missing,
    Number,
    Time,
    Label,
}

impl Cell {
    fn of(cell: &[u8], delimiter: Delimiter) -> Self {
        let number = |decimal| matches!(numbers::parse(cell, decimal), Number::Value(_));
        if is_missing(cell, MissingRule::All) {
            Cell::Missing
        } else if number(Decimal::Point) || delimiter != Delimiter::Comma && number(Decimal::Comma) {
            Cell::Number
        } else if times::seems_time(cell) {
            Cell::Time
        } else {
            Cell::Label
        }
    }
}

/// Whether the first row is no header but a row like those below it: it holds numbers and times alone, or each column that
/// holds them below holds them in the first row, too. Numbers counted up are names all the same: many programs give them
/// to columns without one.
fn is_bare(rows: &[Row], delimiter: Delimiter) -> bool {
    let Some((first, below)) = rows.split_first() else { return false };
    let first: Vec<&[u8]> = first.record().cells().collect();
    let kinds: Vec<Cell> = first.iter().map(|cell| Cell::of(cell, delimiter)).collect();
    if is_counted(&first) {
        return false;
    }
    let filled = || kinds.iter().filter(|&&kind| kind != Cell::Missing);
    if filled().all(|&kind| kind != Cell::Label) {
        return filled().next().is_some();
    }
    let mut typed: Vec<Option<Cell>> = vec![None; kinds.len()];
    for row in below {
        for (kind, cell) in typed.iter_mut().zip(row.record().cells()) {
            *kind = match (*kind, Cell::of(cell, delimiter)) {
                (kind, Cell::Missing) => kind,
                (None, found) => Some(found),
                (Some(kind), found) if kind == found => Some(kind),
                _ => Some(Cell::Label),
            };
        }
    }
    let mut pairs =
        kinds.iter().zip(&typed).filter(|(_, kind)| matches!(kind, Some(Cell::Number | Cell::Time))).peekable();
    pairs.peek().is_some() && pairs.all(|(first, below)| Some(*first) == *below)
}

/// Whether the numbers among these cells, two at least, are whole and each one more than the one before.
fn is_counted(cells: &[&[u8]]) -> bool {
    let number = |cell: &&[u8]| match numbers::parse(cell, Decimal::Point) {
        Number::Value(value) => Some(value),
        _ => None,
    };
    let numbers: Vec<f64> = cells.iter().filter_map(number).collect();
    let least = if numbers.len() == cells.len() { 3 } else { 2 };
    numbers.len() >= least
        && numbers.iter().all(|value| value.fract() == 0.0)
        && numbers.windows(2).all(|pair| matches!(pair, [one, next] if *next == one + 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layouts_are_recognised() {
        let table = [
            ("a,b\n1,2\n", "csv:comma"),
            ("a|b\n1|2\n", "csv:pipe"),
            ("1,2.5\n3,4\n", "csv:comma:bare"),
            ("5\n7\n", "csv:comma:bare"),
            ("5", "csv:comma:bare"),
            ("ios;1,5;2024-01-01\nandroid;2,5;2024-01-02\n", "csv:semicolon:bare"),
            ("ios,3\nandroid,5\nweb,\n", "csv:comma:bare"),
            ("2024-01-01,3\n2024-01-02,4\n", "csv:comma:bare"),
            // Nothing tells the first row from the others: as most files have a header, it is one.
            ("ios,DE\nandroid,FR\n", "csv:comma"),
            ("os,3\nandroid,DE\n", "csv:comma"),
            (",a,b\n0,1,2\n1,3,4\n", "csv:comma"),
            ("0,1,2,label\n0.5,1.5,2,x\n", "csv:comma"),
            ("0,1,2\n0.5,1.5,2\n", "csv:comma"),
            ("country,2019,2020\nDE,1,2\n", "csv:comma"),
            ("\n , \n1,2.5\n3,4\n", "csv:comma:bare"),
            ("#Version: 1.0\n#Fields: date time x\n2024-01-01 10:00:00 1\n", "w3c"),
            ("# a comment\na,b\n1,2\n", "csv:comma"),
            ("{\"a\":1}\n", "jsonl"),
            (" [\n {\"a\":1}]", "jsonl"),
            ("[a],b\n1,2\n", "csv:comma"),
            ("", "csv:comma"),
        ];
        for (text, expected) in table {
            for number in [1, 2, 3] {
                let rules = Rules::of_number(number).unwrap();
                let layout = Layout::recognise(text.as_bytes(), true, rules, &Limits::default());
                // These rules know what may stand above a table.
                let is_below = number == 3 && text.starts_with("# a comment");
                assert_eq!(layout.to_string(), if is_below { "csv:comma:line2" } else { expected }, "{text:?}");
            }
        }
    }
}
