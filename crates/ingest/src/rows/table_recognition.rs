//! Where in a text its table begins, what stands between its cells and how they are quoted: told by which reading makes the
//! rows whole.
//!
//! A text whose rows are whole as they stand is not looked at any further, so that a plain file is what it always was.

use crate::cells::missing::{MissingRule, is_missing};
use crate::cells::numbers::{self, Decimal, Number};
use crate::cells::times;
use crate::reading::delimited::{Delimited, Quoting};
use crate::reading::delimiter::Delimiter;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::rows::records::automaton::{Automaton, Signs};
use crate::rows::records::record::{Record, Row};
use crate::rows::total_words::{is_text_behind, is_total};
use std::cmp::Reverse;
use std::num::NonZeroU32;

/// Rows that are looked at.
const ROWS: usize = 200;

/// Bytes that are read before it is looked whether there are enough.
const PIECE: usize = 4 << 10;

/// Rows below a header from which it is told that it is one.
const BELOW: usize = 20;

/// How delimited rows are laid out in a text that begins like this. `plain` is what stands between the cells as far as the
/// first row tells.
pub(super) fn recognise(head: &[u8], complete: bool, plain: Delimiter, limits: &Limits) -> Delimited {
    if let Some((delimiter, rest)) = named_delimiter(head) {
        let found = best(rest, complete, delimiter, &[delimiter], limits);
        return Delimited { line: found.line.saturating_add(1), ..found };
    }
    best(head, complete, plain, Delimiter::ALL, limits)
}

/// Whether rows that all have as many cells, and no quotes that leave anything open, are a table as it stands: nothing else is
/// looked for in it.
pub(super) fn is_plain(head: &[u8], rows: &[Row]) -> bool {
    let Some(first) = rows.first().map(Row::record) else { return true };
    let filled = first.cells().filter(|cell| !cell.trim_ascii().is_empty()).count();
    let is_sparse = first.len() > 2 && filled * 2 <= first.len();
    // A title has one cell, too, however the table below it is written.
    let is_wide = first.len() > 1 || !head.iter().any(|byte| b",;\t|".contains(byte));
    is_wide && !is_sparse && !head.windows(2).any(|pair| pair == b"\\N") && named_delimiter(head).is_none()
}

/// The rows of such a text, for whoever tells whether the first of them is a header.
pub(super) fn first_rows(head: &[u8], complete: bool, layout: Delimited, limits: &Limits) -> Vec<Row> {
    let rows = read(head, complete, layout.delimiter, layout.quoting, limits).into_iter();
    rows.filter(|row| row.line >= u64::from(layout.line.get())).map(|row| row.row).collect()
}

/// In which line of a further file its header stands: that of the first row that has names of the columns, at least every
/// second of them; where there is none, the line of the layout.
pub(super) fn header_line(
    head: &[u8],
    complete: bool,
    layout: Delimited,
    names: &[String],
    limits: &Limits,
) -> NonZeroU32 {
    let mut sorted: Vec<&[u8]> = names.iter().map(String::as_bytes).collect();
    sorted.sort_unstable();
    let is_name = |cell: &&[u8]| sorted.binary_search(&cell.trim_ascii()).is_ok();
    let rows = read(head, complete, layout.delimiter, layout.quoting, limits);
    let header = rows.iter().find(|row| row.record().cells().filter(is_name).count() * 2 >= names.len());
    header.map_or(layout.line, HeadRow::place)
}

/// The delimiter that the first line names, as spreadsheets have it (`sep=;`), and what follows that line.
fn named_delimiter(head: &[u8]) -> Option<(Delimiter, &[u8])> {
    let end = head.iter().position(|&byte| byte == b'\n' || byte == b'\r')?;
    let (line, rest) = head.split_at(end);
    let line = line.trim_ascii_start();
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let (name, byte) = line.split_at_checked(4)?;
    if !name.eq_ignore_ascii_case(b"sep=") {
        return None;
    }
    let delimiter = Delimiter::ALL.iter().copied().find(|delimiter| byte == [delimiter.byte()])?;
    let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.get(1..))?;
    Some((delimiter, rest))
}

/// A row of the beginning.
struct HeadRow {
    row: Row,
    /// The line in which it begins, whatever the line ends.
    line: u64,
    signs: Signs,
    closed: bool,
}

impl HeadRow {
    fn record(&self) -> Record<'_> {
        self.row.record()
    }

    fn width(&self) -> usize {
        self.record().len()
    }

    fn filled(&self) -> usize {
        self.record().cells().filter(|cell| !cell.trim_ascii().is_empty()).count()
    }

    /// Whether hardly a cell of it holds something, as of a title that a spreadsheet has filled up with delimiters.
    fn is_sparse(&self) -> bool {
        self.width() > 2 && self.filled() * 2 <= self.width()
    }

    /// Its line in a layout.
    fn place(&self) -> NonZeroU32 {
        let line = u32::try_from(self.line).ok().filter(|&line| line <= Delimited::LAST_LINE);
        line.and_then(NonZeroU32::new).unwrap_or(NonZeroU32::MIN)
    }

    /// Whether a row of so many cells is not whole in this quoting.
    fn is_broken(&self, width: usize, quoting: Quoting) -> bool {
        let Signs { strays, wrapped, .. } = self.signs;
        self.width() != width || strays > 0 || !self.closed || !quoting.has_quotes() && wrapped > 0
    }

    /// Whether it may stand behind a table: what a row is like that ends a table says nothing of the others.
    fn may_end_table(&self, width: usize) -> bool {
        is_total(&self.record()).is_some() || self.width() < width && is_text_behind(&self.record())
    }
}

/// The first rows but blank ones.
fn read(head: &[u8], complete: bool, delimiter: Delimiter, quoting: Quoting, limits: &Limits) -> Vec<HeadRow> {
    let mut rows: Vec<HeadRow> = Vec::new();
    let mut automaton = Automaton::new(delimiter.byte(), quoting, 1);
    // What cannot be read is told when it is read.
    for piece in head.chunks(PIECE) {
        let read = automaton.push(piece, limits, |automaton, record| take(&mut rows, automaton, record, true));
        if read.is_err() || rows.len() == ROWS {
            return rows;
        }
    }
    if complete {
        let _ = automaton.finish(limits, |automaton, record, closed| take(&mut rows, automaton, record, closed));
    }
    rows
}

fn take(rows: &mut Vec<HeadRow>, automaton: &Automaton, record: Record, closed: bool) -> Result<(), IngestError> {
    if rows.len() < ROWS && !record.is_blank() {
        let (line, signs) = (automaton.begins_in(), automaton.signs());
        rows.push(HeadRow { row: Row::copy(&record), line, signs, closed });
    }
    Ok(())
}

/// A table in the rows of one reading.
#[derive(Clone, Copy, Debug)]
struct Found {
    /// The row with which it begins.
    at: usize,
    width: usize,
    /// Rows that are not whole, in thousandths of all.
    broken: usize,
}

/// The layout under which most rows are whole.
fn best(head: &[u8], complete: bool, plain: Delimiter, among: &[Delimiter], limits: &Limits) -> Delimited {
    let standard = read(head, complete, plain, Quoting::Doubled, limits);
    let nothing_said = Delimited::new(plain);
    let Some(first) = standard.first() else { return nothing_said };
    let width = first.width();
    let nulls: u32 = standard.iter().map(|row| row.signs.nulls).sum();
    let is_whole = |row: &HeadRow| !row.is_broken(width, Quoting::Doubled);
    if width > 1 && nulls == 0 && !first.is_sparse() && standard.iter().all(is_whole) {
        return nothing_said;
    }
    let Some(as_it_stands) = table_of(&standard, Quoting::Doubled) else { return nothing_said };
    let has_signs = head.iter().any(|&byte| byte == b'"' || byte == b'\\');
    let quotings = if has_signs { Quoting::ALL } else { &[Quoting::Doubled] };
    // Another delimiter than that of the first row, only where that one makes no table.
    let is_no_table = as_it_stands.broken > 500 || as_it_stands.width < 2;
    let others = among.iter().copied().filter(|&delimiter| delimiter != plain && is_no_table);
    let mut found = (as_it_stands, Delimited { line: line_of(&standard, as_it_stands), ..nothing_said });
    // `\N` alone in a cell is what these write, and nobody else.
    let backslashes = (nulls > 0).then(|| {
        let wrapped: u32 = standard.iter().map(|row| row.signs.wrapped).sum();
        if wrapped > 0 { Quoting::Backslash } else { Quoting::Escaped }
    });
    for delimiter in std::iter::once(plain).chain(others) {
        for &quoting in quotings {
            // Where a comma or a semicolon is the delimiter, a text has to be quoted: one that is not is damaged.
            let needs_quotes = matches!(delimiter, Delimiter::Comma | Delimiter::Semicolon);
            if needs_quotes && (quoting == Quoting::Unquoted || quoting == Quoting::Escaped && nulls == 0) {
                continue;
            }
            let rows = read(head, complete, delimiter, quoting, limits);
            let Some(table) = table_of(&rows, quoting).filter(|table| table.width > 1) else { continue };
            let (best, layout) = &found;
            let is_expected = backslashes == Some(quoting) && layout.quoting != quoting && table.broken <= best.broken;
            let key = |table: &Found| (table.broken, Reverse(table.width));
            let is_better = if delimiter == layout.delimiter {
                table.broken < best.broken && !(backslashes == Some(layout.quoting) && quoting == Quoting::Unquoted)
            } else {
                key(&table) < key(best)
            };
            if is_better || is_expected {
                let line = line_of(&rows, table);
                found = (table, Delimited { quoting, line, ..Delimited::new(delimiter) });
            }
        }
    }
    found.1
}

/// In which line a table begins. Blank lines above it are nothing in any case.
fn line_of(rows: &[HeadRow], table: Found) -> NonZeroU32 {
    rows.get(table.at).filter(|_| table.at > 0).map_or(NonZeroU32::MIN, HeadRow::place)
}

/// The table in rows: it begins with the first of them, unless that is none of it.
fn table_of(rows: &[HeadRow], quoting: Quoting) -> Option<Found> {
    let first = rows.first()?;
    let alike = rows.iter().filter(|row| row.width() == first.width()).count();
    let is_plausible = first.width() > 1 && alike * 2 >= rows.len() && !first.is_sparse();
    let at = if is_plausible { 0 } else { header_of(rows).unwrap_or(0) };
    let table = rows.get(at..)?;
    let width = table.first()?.width();
    // The last rows may be none of it.
    let end = table.iter().rposition(|row| !row.may_end_table(width)).map_or(table.len(), |last| last + 1);
    let below = table.get(..end)?;
    let broken = below.iter().filter(|row| row.is_broken(width, quoting) && !row.may_end_table(width)).count();
    Some(Found { at, width, broken: broken * 1000 / below.len().max(1) })
}

/// The row that begins a stretch of rows with as many cells, and holds names while they hold values; not the first row.
fn header_of(rows: &[HeadRow]) -> Option<usize> {
    let mut widths: Vec<usize> = rows.iter().map(HeadRow::width).filter(|&width| width > 1).collect();
    widths.sort_unstable();
    let stretches = widths.chunk_by(|one, other| one == other);
    let stretch = stretches.max_by_key(|stretch| (stretch.len(), stretch.first().copied()))?;
    let width = *stretch.first().filter(|_| stretch.len() > 1)?;
    let is_above = |row: &HeadRow| row.width() != width || row.is_sparse();
    let at = rows.iter().position(|row| !is_above(row)).filter(|&at| at > 0)?;
    let (above, table) = rows.split_at(at);
    let (names, below) = table.split_first()?;
    // A header of other rows is no title: rows that have more cells than names are told of as such.
    let may_be_header = |row: &HeadRow| row.width() * 3 >= width * 2 && !row.is_sparse() && row.width() < width;
    if above.first().is_some_and(may_be_header) || !are_names(names) {
        return None;
    }
    let below: Vec<&HeadRow> = below.iter().filter(|row| row.width() == width).take(BELOW).collect();
    let is_typed = (0..width).any(|column| {
        let cells = below.iter().filter_map(|row| row.record().cell(column));
        let filled: Vec<bool> = cells.filter(|cell| !is_missing(cell, MissingRule::All)).map(is_value).collect();
        let values = filled.iter().filter(|&&is_value| is_value).count();
        values > 0 && values * 2 > filled.len()
    });
    let is_clear = below.len() > 2 && above.iter().all(|row| row.width() == 1);
    (is_typed || is_clear).then_some(at)
}

/// Whether a row is filled with labels that differ.
fn are_names(row: &HeadRow) -> bool {
    let mut names: Vec<&[u8]> = row.record().cells().map(<[u8]>::trim_ascii).filter(|cell| !cell.is_empty()).collect();
    let (filled, width) = (names.len(), row.width());
    names.sort_unstable();
    let are_distinct = names.windows(2).all(|pair| pair.first() != pair.last());
    filled > 1 && filled * 5 >= width * 4 && are_distinct && !names.iter().any(|name| is_value(name))
}

/// Whether a cell is a number or a time.
fn is_value(cell: &[u8]) -> bool {
    let number = |decimal| matches!(numbers::parse(cell, decimal), Number::Value(_));
    number(Decimal::Point) || number(Decimal::Comma) || times::seems_time(cell)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(text: &str) -> String {
        let plain = Delimiter::sniff(text.as_bytes(), Delimiter::ALL);
        recognise(text.as_bytes(), true, plain, &Limits::default()).to_string()
    }

    #[test]
    fn tables_below_other_lines() {
        let table = "id,os,n,m\ns1,tv,5,6\ns2,tv,7,8\n";
        let semicolons = table.replace(',', ";");
        for (text, expected) in [
            (table.to_owned(), "csv:comma"),
            (format!("\n\n{table}"), "csv:comma"),
            (format!("# title\n# more, with commas\n\n{table}"), "csv:comma:line4"),
            (format!("# title\r\n\r\n{}", table.replace('\n', "\r\n")), "csv:comma:line3"),
            (format!("title\r{}", table.replace('\n', "\r")), "csv:comma:line2"),
            (format!("Weekly report,,,\n,,,\n{table}"), "csv:comma:line3"),
            (format!("Property,Demo\nDates,2026\n{table}"), "csv:comma:line3"),
            (format!("About: this, that\n{semicolons}"), "csv:semicolon:line2"),
            (format!("Title\n\n{semicolons}"), "csv:semicolon:line3"),
            (format!("Title\n{}", table.replace(',', "\t")), "csv:tab:line2"),
            (format!("Title, with a comma\n{}", table.replace(',', "|")), "csv:pipe:line2"),
            ("alone\n1\n2\n".to_owned(), "csv:comma"),
            ("alone\na; b\nc\n".to_owned(), "csv:comma"),
            (format!("sep=;\n{semicolons}"), "csv:semicolon:line2"),
            (format!("\"sep=;\"\r\ntitle\r\n{semicolons}"), "csv:semicolon:line3"),
            (format!("SEP=,\n{table}"), "csv:comma:line2"),
            // With more cells below than names nobody knows what belongs to what.
            ("id,os\ns1,tv,5\ns2,tv,6\n".to_owned(), "csv:comma"),
            ("id,os,n\ns1,tv,5,\ns2,tv,6,\n".to_owned(), "csv:comma"),
            ("os,n\ntv\nweb,5\nx,7\n".to_owned(), "csv:comma"),
            (",,n\na,b,1\nc,d,2\n".to_owned(), "csv:comma"),
        ] {
            assert_eq!(layout(&text), expected, "{text:?}");
        }
    }

    #[test]
    fn quoting_is_what_makes_rows_whole() {
        for (text, expected) in [
            ("a,b\n\"x \"\"y\"\"\",1\n", "csv:comma"),
            ("a,b\n\"x \\\"y\\\"\",1\n\"z\",2\n", "csv:comma:backslash"),
            ("a,b\n\"x \\\"y, z\\\"\",1\n\"z\",2\n", "csv:comma:backslash"),
            ("\"a\",\"b\"\n\"x\",\\N\n\"z\",2\n", "csv:comma:backslash"),
            ("a\tb\nx\t\\N\nz\\\ty\t2\n", "csv:tab:escaped"),
            ("a\tb\n\"Crocodile\" Dundee\t1\nz\t2\n", "csv:tab:unquoted"),
            ("a\tb\n\"Hello\t1\nz\t2\ny\t3\n", "csv:tab:unquoted"),
            ("a\tb\n12\" Vinyl\t1\nz\t2\n", "csv:tab"),
            ("a,b\nC:\\new\\table,1\nz,2\n", "csv:comma"),
            ("a,b\n\"C:\\new\\\\table\",1\nz,2\n", "csv:comma"),
            // One row that is broken does not make all quotes text.
            ("a,b\n\"x, y\",1\n\"z\"z,2\n\"u, v\",3\n", "csv:comma"),
            ("\"a, b\",\"c\"\n\"x, y\",1\n\"z, \"z,2\n\"u, v\",3\n", "csv:comma"),
            ("a,b\n\"{\"\"x\"\":\"\"y\\\"\"z\"\"}\",1\n", "csv:comma"),
        ] {
            assert_eq!(layout(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_header_of_a_further_file_is_found_by_its_names() {
        let names = ["id", "os", "n"].map(str::to_owned);
        let layout = Delimited { line: NonZeroU32::new(3).unwrap(), ..Delimited::new(Delimiter::Comma) };
        for (text, line) in [("id,os,n\n1,2,3\n", 1), ("x\ny\nz\nn,id\n1,2\n", 4), ("x\ny\na,b,c\n", 3), ("", 3)] {
            assert_eq!(header_line(text.as_bytes(), true, layout, &names, &Limits::default()).get(), line, "{text:?}");
        }
    }
}
