//! The delimiter of a CSV, told by its first rows.

use crate::reading::delimiter::Delimiter;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::cell::RefCell;

impl Delimiter {
    /// The delimiter under which the header has several cells and most of the first rows have as many; then the one
    /// with the most cells. Where the header has one cell under each, it is the comma.
    pub(crate) fn sniff(head: &[u8], among: &[Delimiter]) -> Self {
        let mut best = (Delimiter::Comma, (0, 0));
        for &delimiter in among {
            let counts = cells_of_first_rows(head, delimiter);
            let Some((&header, rows)) = counts.split_first() else { continue };
            if header < 2 {
                continue;
            }
            // In thousandths, so that a delimiter with one row fewer before the end of the head is not worse for that.
            let alike = rows.iter().filter(|&&cells| cells == header).count() * 1000 / rows.len().max(1);
            if (alike + 1, header) > best.1 {
                best = (delimiter, (alike + 1, header));
            }
        }
        best.0
    }
}

/// How many cells each of the first complete rows has.
fn cells_of_first_rows(head: &[u8], delimiter: Delimiter) -> Vec<usize> {
    thread_local! {
        /// A reader for each delimiter: to make its tables takes longer than to read a small file. A clone has not all of them.
        static READERS: RefCell<[Option<Reader>; 4]> = const { RefCell::new([const { None }; 4]) };
    }
    let make = || ReaderBuilder::new().delimiter(delimiter.byte()).build();
    READERS.with_borrow_mut(|readers| match readers.get_mut(delimiter as usize) {
        Some(reader) => count_cells(head, reader.get_or_insert_with(make)),
        None => count_cells(head, &mut make()),
    })
}

fn count_cells(head: &[u8], reader: &mut Reader) -> Vec<usize> {
    const ROWS: usize = 50;
    reader.reset();
    let mut output = [0; 4096];
    let mut ends = [0; 256];
    let mut input = head;
    let mut rows = Vec::new();
    let mut cells = 0;
    while rows.len() < ROWS {
        let (result, read, _, ended) = reader.read_record(input, &mut output, &mut ends);
        input = input.get(read..).unwrap_or_default();
        cells += ended;
        match result {
            ReadRecordResult::Record => {
                rows.push(cells);
                cells = 0;
            }
            ReadRecordResult::End => break,
            // The last row of the head may be cut off: it counts only where there is no other below the header.
            ReadRecordResult::InputEmpty if rows.len() > 1 => break,
            ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {}
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters() {
        let table = [
            ("a,b,c\n1,2,3\n", Delimiter::Comma),
            ("a;b;c\n1;2;3\n", Delimiter::Semicolon),
            ("a\tb\tc\n1\t2\t3\n", Delimiter::Tab),
            ("a;b\n1,5;2,5\n2,5;3,5\n", Delimiter::Semicolon),
            ("startup, ms;ratio\n1,5;2,5\n2,5;3,5\n", Delimiter::Semicolon),
            ("\"a;b;c\",d\n\"x;y;z\",2\n", Delimiter::Comma),
            ("a,b\n\"1;1;1\n2;2;2\",2\n", Delimiter::Comma),
            ("tags\tname\na,b\tx\nc,d\ty\n", Delimiter::Tab),
            ("alone\n1\n2\n", Delimiter::Comma),
            ("a;b", Delimiter::Semicolon),
            ("", Delimiter::Comma),
            ("\n\n\na;b;c\n\n1;2;3", Delimiter::Semicolon),
        ];
        for (text, expected) in table {
            for among in [Delimiter::ALL, Delimiter::FIRST] {
                assert_eq!(Delimiter::sniff(text.as_bytes(), among), expected, "{text:?}");
            }
        }
        assert_eq!(Delimiter::sniff(b"a|b\n1|2\n", Delimiter::ALL), Delimiter::Pipe);
        assert_eq!(Delimiter::sniff(b"a|b\n1|2\n", Delimiter::FIRST), Delimiter::Comma);
        let long = format!("{};b\n{}", "x".repeat(20_000), "1;2\n".repeat(300));
        assert_eq!(Delimiter::sniff(long.as_bytes(), Delimiter::ALL), Delimiter::Semicolon);
        let wide = format!("{}\n{}\n", vec!["x"; 5000].join(";"), vec!["1,0"; 5000].join(";"));
        assert_eq!(Delimiter::sniff(wide.as_bytes(), Delimiter::ALL), Delimiter::Semicolon);
    }
}
