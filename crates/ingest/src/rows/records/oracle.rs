//! The oracle of the splitter: csv-core's automaton, which reads a byte at a time.

use csv_core::{ReadRecordResult, ReaderBuilder};

/// A row: the line where it begins, its cells, and whether its quotes are closed.
pub(super) type Read = (u64, Vec<Vec<u8>>, bool);

/// The rows of a text.
pub(super) fn rows(text: &[u8], delimiter: u8) -> Vec<Read> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let (mut bytes, mut ends) = (vec![0; text.len() + 2], vec![0; text.len() + 2]);
    // One more line feed ends the last row, unless it stands within quotes: then it becomes part of the cell, and the end of
    // the input ends the row.
    let whole = [text, b"\n"].concat();
    let (mut at, mut filled, mut cells) = (0, 0, 0);
    let mut rows = Vec::new();
    loop {
        let input = &whole[at..];
        let (result, read, written, ended) = reader.read_record(input, &mut bytes[filled..], &mut ends[cells..]);
        at += read;
        filled += written;
        cells += ended;
        match result {
            ReadRecordResult::Record => {
                let closed = !input.is_empty();
                let end = if closed { filled } else { filled - 1 };
                let mut start = 0;
                let cell = |&cell_end: &usize| {
                    let cell = bytes[start..cell_end.min(end)].to_vec();
                    start = cell_end;
                    cell
                };
                let row: Vec<Vec<u8>> = ends[..cells].iter().map(cell).collect();
                let feeds = row.iter().flatten().filter(|&&byte| byte == b'\n').count() as u64;
                let ended_by_feed = !closed || whole[at - 1] == b'\n';
                rows.push((reader.line() - u64::from(ended_by_feed) - feeds, row, closed));
                (filled, cells) = (0, 0);
            }
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::End => return rows,
            ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => unreachable!("there is room for all"),
        }
    }
}
