//! The splitter against its oracle, and its limits.

use super::oracle::{self, Read};
use super::record::Record;
use super::*;
use proptest::prelude::*;

#[derive(Default)]
struct Rows {
    rows: Vec<Read>,
    batched: usize,
}

impl Sink for Rows {
    fn record(&mut self, record: Record, closed: bool) -> Result<(), IngestError> {
        self.rows.push((record.line(), record.cells().map(<[u8]>::to_vec).collect(), closed));
        Ok(())
    }

    fn batch(&mut self, batch: Batch) -> Result<(), IngestError> {
        self.batched += batch.len();
        for row in 0..batch.len() {
            let record = batch.record(row);
            if batch.is_clean() {
                assert!(record.cells().all(|cell| !cell.contains(&0) && std::str::from_utf8(cell).is_ok()));
            }
            self.record(record, true)?;
        }
        Ok(())
    }
}

fn split(text: &[u8], slice: usize, delimiter: u8, limits: &Limits) -> Result<Rows, IngestError> {
    let mut records = Records::new(delimiter);
    let mut rows = Rows::default();
    for part in text.chunks(slice) {
        records.push(part, limits, &mut rows)?;
    }
    records.finish(limits, &mut rows)?;
    Ok(rows)
}

fn read(text: &str, slice: usize, limits: &Limits) -> Result<Vec<Read>, IngestError> {
    split(text.as_bytes(), slice, b',', limits).map(|rows| rows.rows)
}

fn row(line: u64, cells: &[&str]) -> Read {
    (line, cells.iter().map(|&cell| cell.as_bytes().to_vec()).collect(), true)
}

#[test]
fn rows_and_their_lines() {
    let lf = "a,b\n\n\"x\ny\",2\n3,\"q\"\"q\"\n,\nlast,1";
    let expected = vec![
        row(1, &["a", "b"]),
        row(3, &["x\ny", "2"]),
        row(5, &["3", "q\"q"]),
        row(6, &["", ""]),
        row(7, &["last", "1"]),
    ];
    for slice in 1..lf.len() {
        assert_eq!(read(lf, slice, &Limits::default()), Ok(expected.clone()), "slices of {slice}");
        assert_eq!(read(&format!("{lf}\n"), slice, &Limits::default()), Ok(expected.clone()));
        let crlf =
            read(&lf.replace("\ny", "\u{1}").replace('\n', "\r\n").replace('\u{1}', "\ny"), slice, &Limits::default());
        assert_eq!(crlf, Ok(expected.clone()));
    }
}

#[test]
fn a_quote_never_closed_is_told() {
    for (text, closed) in
        [("a\n\"x", false), ("a\n\"x\n", false), ("a\n\"x\"", true), ("a\n\"x\"\"", false), ("a\nx\"", true)]
    {
        let rows = read(text, 3, &Limits::default()).unwrap();
        assert_eq!(rows.last().map(|row| row.2), Some(closed), "{text:?}");
    }
}

#[test]
fn limits_hold_to_the_byte_in_any_slices() {
    let limits = Limits { columns: 100, cell_bytes: 5_000, row_bytes: 9_000, ..Limits::default() };
    for slice in [1, 7, 100_000] {
        let cells = |count: usize| format!("h\n\n{}\n", vec!["1"; count].join(","));
        assert!(read(&cells(100), slice, &limits).is_ok());
        assert_eq!(read(&cells(101), slice, &limits), Err(IngestError::TooManyColumns { line: 3, limit: 100 }));
        assert!(read(&format!("h\n{}", "x".repeat(5_000)), slice, &limits).is_ok());
        let long = IngestError::LongCell { line: 2, column: 2, limit: 5_000 };
        assert_eq!(read(&format!("h\n1,{}", "x".repeat(5_001)), slice, &limits), Err(long.clone()));
        assert_eq!(read(&format!("h\n1,{}\n", "x".repeat(5_001)), slice, &limits), Err(long.clone()));
        assert_eq!(read(&format!("h\n1,\"{}", "x\n".repeat(50_000)), slice, &limits), Err(long));
        let three = format!("h\n{0},{0},{0}", "x".repeat(3_001));
        assert_eq!(read(&three, slice, &limits), Err(IngestError::LongRow { line: 2, limit: 9_000 }));
        assert_eq!(read(&format!("{three}\n"), slice, &limits), Err(IngestError::LongRow { line: 2, limit: 9_000 }));
        let fits = format!("h\n\"{0}\",{0},{0}", "x".repeat(3_000));
        assert!(read(&fits, slice, &limits).is_ok());
    }
}

#[test]
fn plain_rows_are_taken_as_they_stand() {
    let text = "a,b\n1,\"x, y\"\r\n\n2,é\n3,\"x\"\"y\"\n4,5\"\n";
    let rows = split(text.as_bytes(), 1_000, b',', &Limits::default()).unwrap();
    assert_eq!((rows.rows.len(), rows.batched), (5, 4));
}

#[test]
fn rows_over_the_borders_of_pieces() {
    let line = |row: usize| format!("{row},\"multi\nline {}\",{}\r\n", row % 50, row * 7);
    let text: String = (0..20_000).map(line).collect();
    let expected = oracle::rows(text.as_bytes(), b',');
    assert_eq!(expected.len(), 20_000);
    for slice in [100, PIECE - 1, PIECE, PIECE + 1, usize::MAX] {
        let rows = split(text.as_bytes(), slice, b',', &Limits::default()).unwrap();
        assert!(rows.rows == expected, "slices of {slice}");
    }
}

/// Text in which everything that means something is frequent, in places long enough for whole groups of bytes.
fn text() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        "[a-c,\n\r\";]{0,12}",
        "[a-z0-9.]{0,9}(,[a-z0-9.]{0,9}){0,30}\n",
        "(\"[a-c,\n]{0,6}\",){0,5}\"[a-c]{0,3}\"\r?\n",
        "(\"([a-c,\n]|\"\"){0,6}\"[a-c]{0,2},){0,5}\n",
        "\\PC{0,20}",
    ];
    (prop::collection::vec(part, 0..12), any::<bool>()).prop_map(|(parts, mark)| {
        let mut text = if mark { BYTE_ORDER_MARK.to_vec() } else { Vec::new() };
        text.extend_from_slice(parts.concat().as_bytes());
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn it_means_what_csv_core_means(text in text(), slice in 3_usize..400, delimiter in prop::sample::select(b",;\t|".to_vec())) {
        let expected = oracle::rows(&text, delimiter);
        for slice in [slice, usize::MAX] {
            let rows = split(&text, slice, delimiter, &Limits::default())?;
            prop_assert_eq!(&rows.rows, &expected);
        }
    }

    #[test]
    fn any_bytes_mean_the_same(bytes in prop::collection::vec(prop::sample::select(b"a,\"\n\r\0\xff\xc3\xa9".to_vec()), 0..300), slice in 3_usize..100) {
        let rows = split(&bytes, slice, b',', &Limits::default())?;
        prop_assert_eq!(&rows.rows, &oracle::rows(&bytes, b','));
    }

    #[test]
    fn limits_do_not_depend_on_the_slices(text in text(), slice in 3_usize..50, columns in 1_usize..20, cell in 0_usize..12, row in 0_usize..60) {
        let limits = Limits { columns, cell_bytes: cell, row_bytes: row, ..Limits::default() };
        let whole = split(&text, usize::MAX, b',', &limits).map(|rows| rows.rows);
        let sliced = split(&text, slice, b',', &limits).map(|rows| rows.rows);
        prop_assert_eq!(&whole, &sliced);
        let beyond = |read: &Read| {
            let lengths = read.1.iter().map(Vec::len);
            read.1.len() > columns || lengths.clone().any(|length| length > cell) || lengths.sum::<usize>() > row
        };
        let expected = oracle::rows(&text, b',');
        let first = expected.iter().find(|read| beyond(read));
        match whole {
            Ok(rows) => prop_assert!(first.is_none() && rows == expected),
            Err(IngestError::TooManyColumns { line, limit }) => {
                let read = first.unwrap();
                prop_assert!((line, limit) == (read.0, columns) && read.1.len() > columns);
            }
            Err(IngestError::LongCell { line, column, limit }) => {
                let read = first.unwrap();
                prop_assert!((line, limit) == (read.0, cell) && read.1[column - 1].len() > cell);
            }
            Err(IngestError::LongRow { line, limit }) => {
                let read = first.unwrap();
                prop_assert!((line, limit) == (read.0, row) && read.1.iter().map(Vec::len).sum::<usize>() > row);
            }
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}
