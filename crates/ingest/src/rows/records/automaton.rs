//! Rows of a text in any quoting, byte by byte: the splitter of texts with backslashes, and what a text is looked at with
//! before it is known how it is quoted.

use super::record::Record;
use super::unfinished::Unfinished;
use crate::reading::delimited::Quoting;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;

const QUOTE: u8 = b'"';
const BACKSLASH: u8 = b'\\';

/// Where the last byte has left us.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum State {
    /// Between two rows.
    #[default]
    Between,
    /// At the beginning of a cell.
    Beginning,
    /// In a cell without quotes, or behind its closing quote.
    Plain,
    /// Within quotes.
    Quoted,
    /// Behind a quote within quotes: the closing one, or the first of two.
    Quote,
    /// Behind a backslash in a cell without quotes.
    Escape,
    /// Behind a backslash within quotes.
    QuotedEscape,
}

/// What its quoting leaves open about a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Signs {
    /// Cells in which text follows the closing quote.
    pub strays: u32,
    /// Cells in quotes; where quotes mean nothing, cells that end with one after it or a cell before has begun with one.
    pub wrapped: u32,
    /// Cells that are `\N`, which is no value where backslashes mean something.
    pub nulls: u32,
}

/// The splitter, a byte at a time.
#[derive(Debug)]
pub(crate) struct Automaton {
    delimiter: u8,
    quoting: Quoting,
    state: State,
    row: Unfinished,
    /// Whether the current cell is written as it stands so far.
    is_verbatim: bool,
    signs: Signs,
    /// Whether a cell of the row begins with a quote that means nothing.
    is_open: bool,
    /// The line of the next byte, counted by line feeds, and by all kinds of line ends; whether the last byte was a return.
    line: u64,
    text_line: u64,
    after_return: bool,
    /// The line of any kind in which the row begins.
    begins: u64,
}

impl Automaton {
    /// A splitter of text that begins in this line.
    pub(crate) fn new(delimiter: u8, quoting: Quoting, line: u64) -> Self {
        Self {
            delimiter,
            quoting,
            state: State::default(),
            row: Unfinished::default(),
            is_verbatim: true,
            signs: Signs::default(),
            is_open: false,
            line,
            text_line: line,
            after_return: false,
            begins: line,
        }
    }

    /// The line in which the row that was handed on begins, whatever its line ends.
    pub(crate) fn begins_in(&self) -> u64 {
        self.begins
    }

    /// What the quoting left open about the row that was handed on.
    pub(crate) fn signs(&self) -> Signs {
        self.signs
    }

    /// Takes text and hands on the rows that it completes.
    pub(crate) fn push(
        &mut self,
        text: &[u8],
        limits: &Limits,
        mut take: impl FnMut(&Self, Record) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        for &byte in text {
            if self.take(byte, limits)? {
                take(self, self.row.record())?;
                self.clear();
            }
        }
        Ok(())
    }

    /// Hands on the last row, where the text does not end with a line end, and whether its quotes are closed.
    pub(crate) fn finish(
        &mut self,
        limits: &Limits,
        mut take: impl FnMut(&Self, Record, bool) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        let closed = match std::mem::take(&mut self.state) {
            State::Between => return Ok(()),
            State::Escape => {
                self.row.append(&[BACKSLASH], limits)?;
                true
            }
            state => !matches!(state, State::Quoted | State::QuotedEscape),
        };
        self.end_cell(limits)?;
        take(self, self.row.record(), closed)?;
        self.clear();
        Ok(())
    }

    fn clear(&mut self) {
        self.row.clear();
        self.signs = Signs::default();
        self.is_open = false;
    }

    /// Takes a byte: whether it has ended a row.
    fn take(&mut self, byte: u8, limits: &Limits) -> Result<bool, IngestError> {
        let is_end = byte == b'\n' || byte == b'\r';
        let (line, text_line) = (self.line, self.text_line);
        self.line += u64::from(byte == b'\n');
        // A line feed behind a return ends no other line.
        self.text_line += u64::from(is_end && !(byte == b'\n' && self.after_return));
        self.after_return = byte == b'\r';
        if self.state == State::Between {
            if is_end {
                return Ok(false);
            }
            self.state = State::Beginning;
            self.row.begin(line);
            self.begins = text_line;
        }
        let (quotes, escapes) = (self.quoting.has_quotes(), self.quoting.has_escapes());
        match self.state {
            State::Quoted if byte == QUOTE => self.state = State::Quote,
            State::Quoted if escapes && byte == BACKSLASH => self.state = State::QuotedEscape,
            State::Quoted => self.row.append(&[byte], limits)?,
            State::QuotedEscape => {
                self.row.append(&[unescaped(byte)], limits)?;
                self.state = State::Quoted;
            }
            State::Escape => {
                // Whether it was `\N` alone is told by the cell's end.
                if byte == b'N' && self.row.cell().is_empty() && self.is_verbatim {
                    self.row.append(&[BACKSLASH], limits)?;
                    self.row.append(&[byte], limits)?;
                } else {
                    self.is_verbatim = false;
                    self.row.append(&[unescaped(byte)], limits)?;
                }
                self.state = State::Plain;
            }
            State::Beginning if quotes && byte == QUOTE => {
                self.is_verbatim = false;
                self.state = State::Quoted;
            }
            State::Quote if byte == QUOTE => {
                self.row.append(&[byte], limits)?;
                self.state = State::Quoted;
            }
            State::Beginning | State::Plain | State::Quote if byte == self.delimiter || is_end => {
                self.signs.wrapped += u32::from(self.state == State::Quote || !quotes && self.closes_quotes());
                self.end_cell(limits)?;
                self.state = if is_end { State::Between } else { State::Beginning };
                return Ok(is_end);
            }
            State::Beginning | State::Plain | State::Quote => {
                self.signs.strays += u32::from(self.state == State::Quote);
                if escapes && byte == BACKSLASH {
                    self.state = State::Escape;
                } else {
                    self.row.append(&[byte], limits)?;
                    self.state = State::Plain;
                }
            }
            State::Between => {}
        }
        Ok(false)
    }

    /// Whether the current cell, in which quotes mean nothing, ends with one after it or a cell before has begun with one.
    fn closes_quotes(&mut self) -> bool {
        let cell = self.row.cell();
        let closes = cell.last() == Some(&QUOTE) && (self.is_open || cell.len() > 1 && cell.first() == Some(&QUOTE));
        self.is_open |= cell.first() == Some(&QUOTE);
        closes
    }

    fn end_cell(&mut self, limits: &Limits) -> Result<(), IngestError> {
        let is_null = self.is_verbatim && self.row.cell() == b"\\N";
        self.signs.nulls += u32::from(is_null);
        if is_null && self.quoting.has_escapes() {
            self.row.empty_cell();
        }
        self.is_verbatim = true;
        self.row.end_cell(limits)
    }
}

/// What a character behind a backslash stands for.
fn unescaped(byte: u8) -> u8 {
    match byte {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'b' => 8,
        b'f' => 12,
        b'0' => 0,
        b'Z' => 26,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::oracle::{self, Read};
    use super::*;
    use proptest::prelude::*;

    fn split(text: &[u8], slice: usize, delimiter: u8, quoting: Quoting) -> Vec<Read> {
        let limits = Limits::default();
        let mut automaton = Automaton::new(delimiter, quoting, 1);
        let mut rows: Vec<Read> = Vec::new();
        let read = |record: Record, closed| (record.line(), record.cells().map(<[u8]>::to_vec).collect(), closed);
        for part in text.chunks(slice) {
            automaton
                .push(part, &limits, |_, record| {
                    rows.push(read(record, true));
                    Ok(())
                })
                .unwrap();
        }
        automaton
            .finish(&limits, |_, record, closed| {
                rows.push(read(record, closed));
                Ok(())
            })
            .unwrap();
        rows
    }

    fn cells(text: &str, delimiter: u8, quoting: Quoting) -> Vec<Vec<String>> {
        let rows = split(text.as_bytes(), 7, delimiter, quoting).into_iter();
        rows.map(|(_, cells, _)| cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect())
            .collect()
    }

    #[test]
    fn backslashes_take_away_what_characters_mean() {
        let text =
            "\"say \\\"hi\\\", \\\\ and \"\"bye\"\"\",\\N,\"\\N\",a\\,b,\\\\N,x\\N\r\n\"a\\\nb\",\\n\\t,\\,\"\",";
        assert_eq!(
            cells(text, b',', Quoting::Backslash),
            [vec!["say \"hi\", \\ and \"bye\"", "", "N", "a,b", "\\N", "xN"], vec!["a\nb", "\n\t", ",\"\"", ""]]
        );
        assert_eq!(
            cells("\"Crocodile\" Dundee\t12\" \\\"x\\\"\t\\N\na\\\tb\tc\\\nd\t\\", b'\t', Quoting::Escaped),
            [vec!["\"Crocodile\" Dundee", "12\" \"x\"", ""], vec!["a\tb", "c\nd", "\\"]]
        );
        assert_eq!(cells("\"a\tb\\n\"\t\"\n\"", b'\t', Quoting::Unquoted), [vec!["\"a", "b\\n\"", "\""], vec!["\""]]);
    }

    #[test]
    fn signs_are_counted() {
        let limits = Limits::default();
        let signs = |text: &str, quoting| {
            let mut automaton = Automaton::new(b',', quoting, 1);
            let mut found = Vec::new();
            let _ = automaton.push(text.as_bytes(), &limits, |automaton, _| {
                let Signs { strays, wrapped, nulls } = automaton.signs();
                found.push((automaton.begins_in(), strays, wrapped, nulls));
                Ok(())
            });
            found
        };
        assert_eq!(
            signs("a,b\r\r\n\"x\" y,\"z\"\r\\N,1\n", Quoting::Doubled),
            [(1, 0, 0, 0), (3, 1, 1, 0), (4, 0, 0, 1)]
        );
        assert_eq!(signs("\"x\" y,\"z\",\",\"\n", Quoting::Unquoted), [(1, 0, 3, 0)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn standard_quoting_means_what_csv_core_means(text in "[a-c,;\n\r\"]{0,80}|\\PC{0,40}", slice in 1_usize..50) {
            prop_assert_eq!(split(text.as_bytes(), slice, b',', Quoting::Doubled), oracle::rows(text.as_bytes(), b','));
        }

        /// What MySQL writes is read as what it was.
        #[test]
        fn escaped_cells_come_back(
            rows in prop::collection::vec(prop::collection::vec(prop::option::of("[a-cN,\t\"\\\\\n\r]{0,8}|\\PC{0,6}"), 2..5), 1..8),
            quoted in any::<bool>(),
            slice in 1_usize..50,
        ) {
            let mut text = String::new();
            for row in &rows {
                let cells: Vec<String> = row.iter().map(|cell| match cell {
                    None => "\\N".to_owned(),
                    Some(cell) => {
                        let mut written = String::new();
                        for letter in cell.chars() {
                            match letter {
                                '\n' => written.push_str("\\n"),
                                '\r' => written.push_str("\\r"),
                                '\\' | '\t' | ',' => written.extend(['\\', letter]),
                                '"' if quoted => written.extend(['\\', letter]),
                                _ => written.push(letter),
                            }
                        }
                        if quoted { format!("\"{written}\"") } else { written }
                    }
                }).collect();
                text += &cells.join(",");
                text.push('\n');
            }
            let quoting = if quoted { Quoting::Backslash } else { Quoting::Escaped };
            let read: Vec<Vec<Vec<u8>>> = split(text.as_bytes(), slice, b',', quoting).into_iter().map(|row| row.1).collect();
            let expected: Vec<Vec<Vec<u8>>> = rows.iter().map(|row| {
                row.iter().map(|cell| cell.clone().unwrap_or_default().into_bytes()).collect()
            }).collect();
            prop_assert_eq!(read, expected);
        }
    }
}
