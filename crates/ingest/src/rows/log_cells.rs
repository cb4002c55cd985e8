//! The cells of a line of a log: between tabs or blanks, in double quotes where a blank is part of one.
//!
//! Two blanks may be one separator, as where columns are lined up, or have an empty cell between them. Each row has its number
//! of cells under one reading at most; what the rows of the file's beginning are is what all of them may be.

use crate::report::Reason;
use crate::rows::clf;
use std::borrow::Cow;

/// What several blanks mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Blanks {
    /// No row has told: what makes it whole.
    Unknown,
    /// One separator.
    Run,
    /// Separators with empty cells between them.
    Single,
}

impl Blanks {
    /// What they mean in a log that begins like this. `columns` says how many cells the rows have below a line, where the line
    /// says that.
    pub(crate) fn told_by(head: &[u8], columns: impl Fn(&[u8]) -> Option<usize>) -> Self {
        let (mut count, mut runs, mut singles) = (None, 0, 0);
        for line in head.split(|&byte| byte == b'\n') {
            let line = line.strip_suffix(b"\r").unwrap_or(line);
            if line.starts_with(b"#") {
                count = columns(line).or(count);
                continue;
            }
            let Some(columns) = count else { continue };
            let (run, single) = (split(line, b' ', true, true).len(), split(line, b' ', false, true).len());
            if run != single {
                runs += usize::from(run == columns);
                singles += usize::from(single == columns);
            }
        }
        match (runs, singles) {
            (0, 0) => Blanks::Unknown,
            _ if singles > runs => Blanks::Single,
            _ => Blanks::Run,
        }
    }

    /// The cells of a line that is to have so many, and what is to be told of it beside their number.
    pub(crate) fn cells(self, line: &[u8], columns: usize) -> (Vec<Cow<'_, [u8]>>, Option<Reason>) {
        let runs = split(line, b' ', true, true);
        let singles = split(line, b' ', false, true);
        if runs.len() == columns || runs.len() == singles.len() {
            return (runs, None);
        }
        // Where blanks line up columns, an empty cell cannot be told from one.
        if singles.len() == columns && self != Blanks::Run {
            return (singles, None);
        }
        (runs, Some(Reason::UnclearCells))
    }
}

/// The cells of a line. `runs` of separators are one. `escapes` has quotes with backslashes before them, too, where doubled
/// ones do not make a cell.
pub(crate) fn split(line: &[u8], separator: u8, runs: bool, escapes: bool) -> Vec<Cow<'_, [u8]>> {
    let mut cells = Vec::new();
    let mut rest = line;
    loop {
        if runs {
            rest = rest.trim_ascii_start();
            if rest.is_empty() {
                return cells;
            }
        }
        let behind = match quoted(rest, separator).or_else(|| escaped(rest, separator).filter(|_| escapes)) {
            Some((cell, behind)) => {
                cells.push(Cow::Owned(cell));
                behind
            }
            None => {
                let end = rest.iter().position(|&byte| byte == separator).unwrap_or(rest.len());
                let (cell, behind) = rest.split_at(end);
                cells.push(Cow::Borrowed(cell));
                behind
            }
        };
        match behind.split_first() {
            Some((_, behind)) => rest = behind,
            None => return cells,
        }
    }
}

/// A cell in quotes, and what follows it: a separator, or nothing.
fn quoted(text: &[u8], separator: u8) -> Option<(Vec<u8>, &[u8])> {
    let mut rest = text.strip_prefix(b"\"")?;
    let mut cell = Vec::new();
    loop {
        let end = rest.iter().position(|&byte| byte == b'"')?;
        cell.extend_from_slice(rest.get(..end)?);
        rest = rest.get(end + 1..)?;
        match rest.first() {
            Some(b'"') => {
                cell.push(b'"');
                rest = rest.get(1..)?;
            }
            Some(&byte) if byte != separator => return None,
            _ => return Some((cell, rest)),
        }
    }
}

/// The same with backslashes before quotes.
fn escaped(text: &[u8], separator: u8) -> Option<(Vec<u8>, &[u8])> {
    let (cell, behind) = clf::quoted(text.strip_prefix(b"\"")?)?;
    behind.first().is_none_or(|&byte| byte == separator).then(|| (cell.into_owned(), behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(cells: Vec<Cow<[u8]>>) -> Vec<String> {
        cells.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
    }

    #[test]
    fn cells_of_a_line() {
        let cells = |line: &str, separator: u8| texts(split(line.as_bytes(), separator, separator == b' ', true));
        assert_eq!(cells("a b  - ", b' '), ["a", "b", "-"]);
        assert_eq!(cells("\"a \"\"b\"\" c\" 2", b' '), ["a \"b\" c", "2"]);
        assert_eq!(cells("a\t\t\"b c\"\t", b'\t'), ["a", "", "b c", ""]);
        assert_eq!(cells("\"a 2", b' '), ["\"a", "2"]);
        assert_eq!(cells("\"a\"b 2", b' '), ["\"a\"b", "2"]);
        assert_eq!(cells("\"say \\\"b\\\"\" 2", b' '), ["say \"b\"", "2"]);
        assert_eq!(texts(split(b"\"say \\\"b c\" 2", b' ', true, false)), ["\"say", "\\\"b", "c\"", "2"]);
    }

    #[test]
    fn blanks_are_what_makes_rows_whole() {
        let columns = |line: &[u8]| line.strip_prefix(b"#").map(|names| names.split(|&byte| byte == b' ').count());
        let told = |text: &str| Blanks::told_by(text.as_bytes(), columns);
        assert_eq!(told("#a b c\n1 2 3\n"), Blanks::Unknown);
        assert_eq!(told("#a b c\n1  3\n1 2 3\r\n1  2 3\n 2 3\n 4  \n"), Blanks::Single);
        assert_eq!(told("#a b c\n1  2 3\n1  2    3\n1  3\n"), Blanks::Run);
        let cells = |blanks: Blanks, line: &'static str| {
            let (cells, told) = blanks.cells(line.as_bytes(), 3);
            (texts(cells), told)
        };
        let row = |cells: [&str; 3]| (cells.map(str::to_owned).to_vec(), None);
        for blanks in [Blanks::Unknown, Blanks::Single] {
            assert_eq!(cells(blanks, "1  3"), row(["1", "", "3"]));
            assert_eq!(cells(blanks, "1  2 3"), row(["1", "2", "3"]));
            assert_eq!(cells(blanks, "1 2 "), row(["1", "2", ""]));
        }
        assert_eq!(cells(Blanks::Run, "1  3").1, Some(Reason::UnclearCells));
        assert_eq!(cells(Blanks::Single, "1   3 4  5").1, Some(Reason::UnclearCells));
        // A line that is cut off, or has a cell too many, is told of as such.
        assert_eq!((cells(Blanks::Single, "1 2").1, cells(Blanks::Run, "1 2 3 4").1), (None, None));
    }
}
