//! What is large: memory that is budgeted, rows that are left out, a hash that somebody else makes.

use super::*;
use crate::Finished;
use std::num::NonZeroU32;

const ROWS: usize = 60_000;

fn text() -> String {
    let rows: String = (0..ROWS).map(|row| format!("{row},label {},{}.5,id-{row:07}\n", row % 9, row % 1000)).collect();
    format!("number,label,value,id\n{rows}")
}

fn every(rows: u32) -> NonZeroU32 {
    NonZeroU32::new(rows).expect("not zero")
}

fn load_by(loader: Loader, text: &str) -> Result<Loaded, IngestError> {
    let mut loader = loader;
    text.as_bytes().chunks(100_000).try_for_each(|slice| loader.push(slice))?;
    loader.finish()
}

#[test]
fn every_third_row() {
    let text = text();
    let whole = read(&text);
    let third = load_by(Loader::new(Mapping::default()).every(every(3)), &text).unwrap();
    let report = &third.report;
    assert_eq!((report.read, report.loaded, report.rejected, report.skipped), (60_000, 20_000, 0, 40_000));
    let expected: Vec<f64> = numbers(&whole, "value").iter().copied().step_by(3).collect();
    assert_eq!(numbers(&third, "value"), expected);
    assert_eq!(labels(&third, "id")[..2], ["id-0000000", "id-0000003"]);
    assert_eq!(third.source, whole.source);
}

#[test]
fn issues_keep_the_numbers_of_the_file() {
    let rows: String = (1..=50).map(|row| if row == 21 { "x,1\n".into() } else { format!("{row},1\n") }).collect();
    for sample_rows in [5, 1_000] {
        let limits = Limits { sample_rows, ..Limits::default() };
        let loader = Loader::with_limits(Mapping::default(), limits).every(every(4));
        let loaded = load_by(loader, &format!("a,b\n{rows}")).unwrap();
        assert_eq!(counts(&loaded.report), [50, 13, 1, 0]);
        assert_eq!(issues(&loaded.report), ["row 21 (line 22), column \"a\": \"x\" is not a number, left empty"]);
    }
}

#[test]
fn a_file_that_will_not_fit_is_refused_early_with_what_would() {
    let text = text();
    let needed: u64 = 60_000 * (8 + 2 + 8 + 10 + size_of::<usize>() as u64);
    let limits = Limits { table_bytes: needed * 2 / 5, ..Limits::default() };
    let loader = || Loader::with_limits(Mapping::default(), limits);
    // A piece of the file is enough to tell, where its length is known.
    let mut early = loader().of_bytes(text.len() as u64);
    let error = early.push(&text.as_bytes()[..text.len() / 5]).unwrap_err();
    let IngestError::WillNotFit(shortage) = error else { unreachable!("{error}") };
    assert!((57_000..63_000).contains(&shortage.rows), "{shortage:?}");
    let per_row = needed / 60_000;
    assert!((per_row - 1..=per_row + 1).contains(&shortage.bytes_per_row), "{shortage:?}");
    assert_eq!((shortage.budget, shortage.every), (needed * 2 / 5, 3));
    let message = shortage.to_string();
    assert!(
        message.ends_with("load every 3rd row, leave out columns in the mapping, or use the command line"),
        "{message}"
    );
    // What was proposed fits; less does not.
    assert!(load_by(loader().of_bytes(text.len() as u64).every(every(3)), &text).is_ok());
    let error = load_by(loader().of_bytes(text.len() as u64).every(every(2)), &text).unwrap_err();
    assert!(matches!(error, IngestError::WillNotFit(Shortage { every: 3, .. })), "{error}");
    // Where the length is not known, it is refused when it is too much.
    assert!(matches!(load_by(loader(), &text), Err(IngestError::TooLarge { .. })));
    // Fewer columns help, too.
    let fewer = mapping(&[("id", Assignment::Ignore), ("number", Assignment::Ignore)]);
    assert!(load_by(Loader::with_limits(fewer, limits).of_bytes(text.len() as u64), &text).is_ok());
}

#[test]
fn columns_have_hardly_more_room_than_values() {
    let text = text();
    for total in [0, text.len() as u64] {
        let loaded = load_by(Loader::new(Mapping::default()).of_bytes(total), &text).unwrap();
        for column in loaded.table.columns() {
            let (length, room) = match &column.data {
                Data::Number(values) => (values.len(), values.capacity()),
                Data::Time(values) => (values.len(), values.capacity()),
                _ => continue,
            };
            assert!(room <= length + length / 50, "{}: {length} values in {room}", column.name);
        }
    }
}

#[test]
fn a_hash_that_somebody_else_has_made() {
    let text = "a,b\n1,2\n";
    let mut identifier = Identifier::default();
    text.as_bytes().chunks(3).for_each(|slice| identifier.push(slice));
    let identity = identifier.finish();
    let loader = |text: &str| {
        let mut loader = Loader::new(Mapping::default()).without_hash();
        loader.push(text.as_bytes()).map(|()| loader)
    };
    let loaded = loader(text).unwrap().finish_as(identity).and_then(Finished::loaded).unwrap();
    assert_eq!(loaded, read(text));
    let changed = IngestError::Changed { expected: 8, read: 12 };
    assert_eq!(loader("a,b\n1,2\n3,4\n").unwrap().finish_as(identity).and_then(Finished::loaded), Err(changed));
    assert_eq!(loader(text).unwrap().finish(), Err(IngestError::NoHash));
}
