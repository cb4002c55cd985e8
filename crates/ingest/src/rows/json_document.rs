//! JSON documents that hold their rows somewhere: `{"data": [{…}, {…}]}`, indented or on one line, as answers of interfaces are
//! saved. They are read as a stream: one row at a time is held, and what stands beside the rows is told in short.
//!
//! The rows are the members of the list at the [`JsonPath`] of the layout, objects or lists; at the top they are the values of
//! the text, one behind the other, or the members of its list. Lists have the names of their cells in the first of them, or
//! in a list of `columns` or `fields` above the rows.

use crate::reading::json_path::JsonPath;
use crate::reading::limits::Limits;
use crate::report::Reason;
use crate::report::error::IngestError;
use crate::rows::json::{Objects, cells_of_list, names_of_list};
use crate::rows::records::record::Row;
use crate::rows::sink::Sink;

/// Objects that are looked into for the rows.
const DEPTH: usize = 16;

/// Bytes of a key and of what stands beside the rows that are kept.
const KEY: usize = JsonPath::MOST;
const SHOWN: usize = 640;

/// Bytes of a list of columns.
const COLUMNS: usize = 1 << 20;

/// The reader of rows. The columns are kept for the next file.
pub(crate) struct Document {
    path: JsonPath,
    objects: Objects,
    lists: Lists,
    scan: Scan,
}

/// Rows that are lists.
#[derive(Default)]
struct Lists {
    /// Names that stand above the rows.
    above: Option<Vec<String>>,
    /// How many columns there are, once they are told.
    columns: Option<usize>,
    row: Row,
}

/// How far a document is read.
#[derive(Debug)]
struct Scan {
    state: State,
    /// The keys of the objects that are open, each with how much of the path stands before it.
    path: String,
    open: Vec<usize>,
    key: Vec<u8>,
    /// The value that is kept or left out: its text as far as it is wanted, where it begins, and how it is nested.
    value: Vec<u8>,
    begins: u64,
    nesting: Nesting,
    /// The line of the next byte.
    line: u64,
    found: bool,
    /// Whether the rows are the members of a list.
    in_list: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// Where a value of the text may begin.
    Top,
    /// Where a key may begin.
    Object,
    Key,
    /// Behind a key.
    Colon,
    /// Where the value of a key begins.
    Value,
    /// In a value that is no row.
    Beside,
    /// Between rows.
    Rows,
    /// In a row. Of the top, or of a list.
    Row,
}

/// Brackets and quotes that are open.
#[derive(Clone, Copy, Debug, Default)]
struct Nesting {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

/// What a byte does to a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Within,
    /// It is the last of the value.
    Last,
    /// It stands behind the value.
    Behind,
}

impl Nesting {
    fn step(&mut self, byte: u8) -> Step {
        if self.in_text {
            if self.escaped {
                self.escaped = false;
            } else if byte == b'\\' {
                self.escaped = true;
            } else if byte == b'"' {
                self.in_text = false;
                return if self.depth == 0 { Step::Last } else { Step::Within };
            }
            return Step::Within;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth > 1 => self.depth -= 1,
            b'}' | b']' if self.depth == 1 => {
                self.depth = 0;
                return Step::Last;
            }
            b'}' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n' if self.depth == 0 => return Step::Behind,
            _ => {}
        }
        Step::Within
    }
}

impl Scan {
    fn new() -> Self {
        Self {
            state: State::Top,
            path: String::new(),
            open: Vec::new(),
            key: Vec::new(),
            value: Vec::new(),
            begins: 1,
            nesting: Nesting::default(),
            line: 1,
            found: false,
            in_list: false,
        }
    }

    /// Begins a value with this byte, which may be all of it.
    fn begin(&mut self, byte: u8, state: State) -> Step {
        (self.state, self.begins, self.nesting) = (state, self.line, Nesting::default());
        self.value.clear();
        self.value.push(byte);
        self.nesting.step(byte)
    }

    /// Opens the object of the key at hand; without one that of the top.
    fn enter(&mut self) {
        self.open.push(self.path.len());
        if self.open.len() > 1 {
            self.path = self.path_of_key();
        }
        self.state = State::Object;
    }

    fn leave(&mut self) {
        self.path.truncate(self.open.pop().unwrap_or_default());
        self.state = if self.open.is_empty() { State::Top } else { State::Object };
    }

    /// Where the text goes on behind a row.
    fn behind_row(&self) -> State {
        if self.in_list { State::Rows } else { State::Top }
    }

    /// The path of the key at hand.
    fn path_of_key(&self) -> String {
        let quoted = [b"\"", self.key.as_slice(), b"\""].concat();
        let key = serde_json::from_slice::<String>(&quoted);
        let key = key.unwrap_or_else(|_| String::from_utf8_lossy(&self.key).into_owned());
        if self.path.is_empty() { key } else { format!("{}.{key}", self.path) }
    }

    /// Where a byte leaves the text outside of rows and values.
    fn outside(&mut self, byte: u8, target: &JsonPath) {
        match (self.state, byte) {
            (State::Key, b'"') if !self.nesting.escaped => self.state = State::Colon,
            (State::Key, _) => {
                self.nesting.escaped = !self.nesting.escaped && byte == b'\\';
                if self.key.len() < KEY {
                    self.key.push(byte);
                }
            }
            (State::Top, b'{') if !target.is_top() => self.enter(),
            (State::Object, b'"') => {
                self.key.clear();
                (self.state, self.nesting) = (State::Key, Nesting::default());
            }
            (State::Object, b'}') => self.leave(),
            (State::Colon, b':') => self.state = State::Value,
            _ => {}
        }
    }
}

impl Document {
    /// The reader of documents whose rows stand there.
    pub(crate) fn new(path: JsonPath) -> Self {
        Self { path, objects: Objects::default(), lists: Lists::default(), scan: Scan::new() }
    }

    /// Takes text and hands on the rows that it completes.
    pub(crate) fn push(&mut self, text: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        for &byte in text {
            self.take(byte, limits, sink)?;
            self.scan.line += u64::from(byte == b'\n');
        }
        Ok(())
    }

    /// Hands on what has begun and has no end. The columns are kept for the next file.
    ///
    /// # Errors
    /// [`IngestError::NoRows`] where the document has no list at the path.
    pub(crate) fn finish(&mut self, limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        if self.scan.state == State::Row {
            self.row(limits, sink)?;
        }
        self.lists.above = None;
        let scan = std::mem::replace(&mut self.scan, Scan::new());
        if scan.found { Ok(()) } else { Err(IngestError::NoRows { path: self.path.to_string() }) }
    }

    fn take(&mut self, byte: u8, limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        let scan = &mut self.scan;
        match scan.state {
            State::Row | State::Beside => {
                let (step, is_row) = (scan.nesting.step(byte), scan.state == State::Row);
                if step != Step::Behind {
                    let most = if is_row { limits.row_bytes } else { COLUMNS };
                    if scan.value.len() < most {
                        scan.value.push(byte);
                    } else if is_row {
                        return Err(IngestError::LongRow { line: scan.begins, limit: limits.row_bytes });
                    }
                }
                if step == Step::Within {
                    return Ok(());
                }
                if is_row {
                    self.row(limits, sink)?;
                    self.scan.state = self.scan.behind_row();
                } else {
                    self.beside(sink);
                    self.scan.state = State::Object;
                }
                // What is behind a value is no part of it.
                if step == Step::Behind { self.take(byte, limits, sink) } else { Ok(()) }
            }
            State::Rows => {
                match byte {
                    b']' => scan.state = if scan.open.is_empty() { State::Top } else { State::Object },
                    b',' | b' ' | b'\t' | b'\r' | b'\n' => {}
                    _ => return self.begin_row(byte, limits, sink),
                }
                Ok(())
            }
            State::Top if self.path.is_top() => match byte {
                b'[' => {
                    (scan.state, scan.found, scan.in_list) = (State::Rows, true, true);
                    Ok(())
                }
                b',' | b' ' | b'\t' | b'\r' | b'\n' => Ok(()),
                _ => {
                    (scan.found, scan.in_list) = (true, false);
                    self.begin_row(byte, limits, sink)
                }
            },
            State::Value => {
                match byte {
                    b' ' | b'\t' | b'\r' | b'\n' => {}
                    b'{' if scan.open.len() < DEPTH => scan.enter(),
                    b'[' if scan.path_of_key() == self.path.as_str() => {
                        (scan.state, scan.found, scan.in_list) = (State::Rows, true, true);
                    }
                    _ => {
                        if scan.begin(byte, State::Beside) == Step::Behind {
                            scan.state = State::Object;
                            scan.outside(byte, &self.path);
                        }
                    }
                }
                Ok(())
            }
            State::Top | State::Object | State::Key | State::Colon => {
                scan.outside(byte, &self.path);
                Ok(())
            }
        }
    }

    fn begin_row(&mut self, byte: u8, limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        if self.scan.begin(byte, State::Row) == Step::Within {
            return Ok(());
        }
        // A bracket that closes nothing.
        self.row(limits, sink)?;
        self.scan.state = self.scan.behind_row();
        Ok(())
    }

    /// Hands on a row.
    fn row(&mut self, limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        let Self { objects, lists, scan, .. } = self;
        if scan.value.first() == Some(&b'[') {
            lists.take(scan.begins, &scan.value, limits, sink)
        } else {
            objects.take(scan.begins, &scan.value, limits, sink)
        }
    }

    /// Tells of a value that is no row.
    fn beside(&mut self, sink: &mut dyn Sink) {
        let Self { lists, scan, .. } = self;
        let path = scan.path_of_key();
        let name = path.rsplit('.').next().unwrap_or_default();
        if ["columns", "fields", "headers", "header", "names", "cols"].contains(&name) && !scan.found {
            lists.above = names_of_list(&scan.value).or(lists.above.take());
        }
        let shown = scan.value.get(..SHOWN).unwrap_or(&scan.value);
        sink.beside(scan.begins, &[path.as_bytes(), b": ", shown].concat());
    }
}

impl Lists {
    fn take(&mut self, line: u64, text: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        let cells = match cells_of_list(text) {
            Ok(cells) => cells,
            Err(reason) => {
                self.row.clear();
                self.row.line = line;
                self.row.push(text);
                return sink.faulty(self.row.record(), reason);
            }
        };
        if cells.len() > limits.columns {
            return Err(IngestError::TooManyColumns { line, limit: limits.columns });
        }
        let columns = match self.columns {
            Some(columns) => columns,
            None => {
                let are_names = !cells.is_empty() && cells.iter().all(|(cell, is_text)| *is_text && !cell.is_empty());
                let (names, is_header) = match self.above.take() {
                    Some(names) => (names, false),
                    None if are_names => (cells.iter().map(|(cell, _)| cell.clone().into_owned()).collect(), true),
                    None => ((1..=cells.len()).map(|column| format!("column {column}")).collect(), false),
                };
                if names.len() > limits.columns {
                    return Err(IngestError::TooManyColumns { line, limit: limits.columns });
                }
                let columns = *self.columns.insert(names.len());
                sink.columns(&names)?;
                if is_header {
                    return Ok(());
                }
                columns
            }
        };
        self.row.clear();
        self.row.line = line;
        for (at, (cell, _)) in cells.iter().enumerate() {
            if cell.len() > limits.cell_bytes {
                return Err(IngestError::LongCell { line, column: at + 1, limit: limits.cell_bytes });
            }
            self.row.push(cell.as_bytes());
        }
        let record = self.row.record();
        if record.is_blank() {
            return sink.faulty(record, Reason::EmptyRow);
        }
        let cells = record.len();
        if cells == columns { sink.record(record, true) } else { sink.faulty(record, Self::fault(cells, columns)) }
    }

    fn fault(cells: usize, columns: usize) -> Reason {
        if cells < columns { Reason::ShortRow { cells, columns } } else { Reason::LongRow { cells, columns } }
    }
}
