//! Times: what is written as ISO 8601 is read as the same millisecond, and any text as a time that is written and read
//! again, or as none.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::ingest::{Assignment, Limits, Mapping, Reading};
use streamguard::telemetry::write_time;
use streamguard::telemetry::{Field, MISSING_TIME};
use streamguard_fuzz::{Input, load, seeds};

/// The years 1 to 9999, of which ISO 8601 speaks with four digits (and of a year 0, which no telemetry has).
const YEARS: std::ops::Range<i64> = -62_135_596_800_000..253_402_300_800_000;

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let first = *input.one_of(&[
        "2026-03-01T12:30:45Z",
        "1772368245",
        "1772368245000",
        "1772368245000000",
        "1772368245000000000",
        "Mar 1, 2026 @ 12:30:45",
        "2026.03.01_12.30.45",
        "13/03/2026 12:30:45",
    ]);
    let is_iso = first.contains('T');
    let known = YEARS.start + (input.long() % YEARS.end.abs_diff(YEARS.start)) as i64;
    let mut cells = vec![first.to_owned(), if is_iso { iso(known) } else { first.to_owned() }];
    while !input.is_empty() && cells.len() < 100 {
        let Ok(cell) = std::str::from_utf8(input.line()) else { return };
        if cell.contains(['\0', '\r']) {
            return;
        }
        cells.push(cell.to_owned());
    }
    let read = read(&cells);
    assert_eq!(read[0], 1_772_368_245_000 + if first.starts_with("13") { 12 * 86_400_000 } else { 0 });
    assert!(!is_iso || read[1] == known, "{} is {known}, not {}", cells[1], read[1]);
    let is_known = |time: i64| time != MISSING_TIME;
    let written: Vec<String> =
        read.iter().map(|&time| if is_known(time) { iso(time) } else { String::new() }).collect();
    for ((cell, &one), other) in cells.iter().zip(&read).zip(self::read(&written)) {
        assert!(!is_known(one) || YEARS.contains(&one), "{cell:?} is {one}");
        assert_eq!(one, other, "{cell:?} is {one}, read again {other}");
    }
});

fn iso(time: i64) -> String {
    let mut text = String::new();
    write_time(&mut text, time);
    text
}

/// The times in these cells, of which the first one tells how they are written.
fn read(cells: &[String]) -> Vec<i64> {
    let mut file = String::from("value;timestamp\n");
    for cell in cells {
        file += &format!("1.5;\"{}\"\n", cell.replace('"', "\"\""));
    }
    let mut mapping = Mapping::default();
    mapping.assign("timestamp", Assignment::Field(Field::Timestamp)).expect("free");
    let limits = Limits { sample_rows: 1, ..Limits::default() };
    let loaded = load::whole(file.as_bytes(), &Reading::rows(mapping), limits).expect("the first row is sound");
    loaded.table.times(Field::Timestamp).expect("a column of times").to_vec()
}

fn seeds() -> Vec<Vec<u8>> {
    let cells = "2026-03-01\n2026-03-01 12:30\n2026-03-01 12:30:45.5\n2026-03-01T12:30:45.250+01:30\n2024-02-29T23:59:60Z\n\
        20260301T123045Z\n01/03/2026 12:30\n2026-03-01T12:30:45.123456789-0800\n1969-12-31T23:59:59.999Z\nnull\n1772368245.25\n\
        Sun, 01 Mar 2026 12:30:45 GMT\n01/Mar/2026:12:30:45 +0000\nSun Mar  1 12:30:45 EST 2026\nMarch 1st, 2026 at 1:05 p.m.\n\
        2026-03-01-12.30.45.250000\n01-MAR-26\n31/12/99 0:00 (UTC)\n2026-W09-7\n\
        0000-01-01\n0001-01-01T00:00+01:00\n9999-12-31T23:59:59.999Z\n9999-12-31T23:59:60Z\n-1\n1e12\n";
    (0..8).map(|first| [&[first, 1, 2, 3, 4, 5, 6, 7, 8], cells.as_bytes()].concat()).collect()
}
