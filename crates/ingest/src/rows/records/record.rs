//! One row: its cells, wherever they stand.

use crate::cells::cell::Span;

/// One row as it was written, quotes resolved.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Record<'a> {
    text: &'a [u8],
    spans: &'a [Span],
    line: u64,
}

impl<'a> Record<'a> {
    /// The row whose cells stand at these places of a text, and which begins in this line.
    pub(crate) fn new(text: &'a [u8], spans: &'a [Span], line: u64) -> Self {
        Self { text, spans, line }
    }

    /// How many cells it has.
    pub(crate) fn len(&self) -> usize {
        self.spans.len()
    }

    /// The cells in their order.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let text = self.text;
        self.spans.iter().map(move |span| span.of(text))
    }

    /// The cell at this place.
    pub(crate) fn cell(&self, at: usize) -> Option<&'a [u8]> {
        self.spans.get(at).map(|span| span.of(self.text))
    }

    /// The line where the row begins: line feeds within quotes belong to it.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// The bytes of all cells.
    pub(crate) fn bytes(&self) -> usize {
        self.cells().map(<[u8]>::len).sum()
    }

    /// Up to so many bytes of the cells, with a mark between them.
    pub(crate) fn joined(&self, mark: &str, most: usize) -> Vec<u8> {
        let mut joined = Vec::new();
        for (at, cell) in self.cells().enumerate() {
            for part in [if at > 0 { mark.as_bytes() } else { b"" }, cell] {
                let room = most.saturating_sub(joined.len());
                joined.extend_from_slice(part.get(..room).unwrap_or(part));
            }
        }
        joined
    }

    /// Whether there is nothing but blanks in it.
    pub(crate) fn is_blank(&self) -> bool {
        self.cells().all(|cell| cell.iter().all(u8::is_ascii_whitespace))
    }
}

/// A row that is put together cell by cell.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub(super) bytes: Vec<u8>,
    pub(super) spans: Vec<Span>,
    /// The line where it begins.
    pub(crate) line: u64,
}

impl Row {
    /// A row that begins in this line and has no cell yet.
    pub(crate) fn at(line: u64) -> Self {
        Self { line, ..Self::default() }
    }

    /// A row of its own with the cells of another.
    pub(crate) fn copy(record: &Record) -> Self {
        let mut row = Self::at(record.line);
        record.cells().for_each(|cell| row.push(cell));
        row
    }

    /// Appends a cell.
    pub(crate) fn push(&mut self, cell: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(cell);
        self.spans.push(Span::new(start, self.bytes.len()));
    }

    /// Takes the cells away.
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.spans.clear();
    }

    /// The row.
    pub(crate) fn record(&self) -> Record<'_> {
        Record { text: &self.bytes, spans: &self.spans, line: self.line }
    }
}
