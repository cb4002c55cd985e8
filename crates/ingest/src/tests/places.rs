//! Where sessions stand in their files, against what was written down while the files were made.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

/// What a row is like.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Plain,
    /// With a blank line above it.
    Spaced,
    /// With two line feeds in a cell.
    Broken,
    /// With a value too many.
    Long,
    /// Without a value.
    Empty,
    /// With the identifier of the row before.
    Again,
    /// Without an identifier.
    Nameless,
    /// Which failed for everybody to see.
    Failed,
}

const KINDS: [Kind; 8] =
    [Kind::Plain, Kind::Spaced, Kind::Broken, Kind::Long, Kind::Empty, Kind::Again, Kind::Nameless, Kind::Failed];

/// A row as it was written.
#[derive(Clone, Debug)]
struct Written {
    kind: Kind,
    id: String,
    row: u64,
    line: u64,
    file: usize,
}

/// Files of such rows, whose column `n` is the number of the row. Identifiers come again after so many rows.
fn written(files: &[Vec<Kind>], ids: usize) -> (Vec<String>, Vec<Written>) {
    let (mut texts, mut rows) = (Vec::new(), Vec::<Written>::new());
    for (file, kinds) in files.iter().enumerate() {
        let mut text = "session_id,timestamp,n,note,startup_failed\n".to_owned();
        for &kind in kinds {
            let row = rows.len() as u64 + 1;
            let id = match kind {
                Kind::Nameless => String::new(),
                Kind::Again => rows.last().map_or("first".to_owned(), |last| last.id.clone()),
                _ => format!("s{}", rows.len() % ids),
            };
            if kind == Kind::Spaced {
                text.push('\n');
            }
            let line = text.matches('\n').count() as u64 + 1;
            let time = format!("2026-01-01T00:{:02}:{:02}Z", row / 60, row % 60);
            text += &match kind {
                Kind::Broken => format!("{id},{time},{row},\"a\n\nb\",0\n"),
                Kind::Long => format!("{id},{time},{row},a,0,surplus\n"),
                Kind::Empty => ",,,,\n".to_owned(),
                Kind::Failed => format!("{id},{time},{row},a,1\n"),
                _ => format!("{id},{time},{row},a,0\n"),
            };
            rows.push(Written { kind, id, row, line, file });
        }
        texts.push(text);
    }
    (texts, rows)
}

fn loaded(texts: &[String], slice: usize, every: u32, choose: impl Fn(&mut Reading)) -> Result<Loaded, IngestError> {
    let mapping = mapping(&[("n", Assignment::Own), ("timestamp", Assignment::Field(Field::Timestamp))]);
    let mut reading = Reading::recognise(mapping, parse_time("2026-06-01").expect("a day"));
    choose(&mut reading);
    let mut loader = Loader::new(reading).every(NonZeroU32::new(every).expect("above zero"));
    for (number, text) in texts.iter().enumerate() {
        if texts.len() > 1 {
            loader.next_file(&format!("{number}.csv"))?;
        }
        text.as_bytes().chunks(slice).try_for_each(|piece| loader.push(piece))?;
    }
    loader.finish()
}

fn file_of(row: &Written, files: usize) -> Option<String> {
    (files > 1).then(|| format!("{}.csv", row.file))
}

fn files() -> impl Strategy<Value = Vec<Vec<Kind>>> {
    vec(vec(select(&KINDS[..]), 0..120), 1..4)
}

proptest! {
    #[test]
    fn each_row_is_found_as_a_session_and_each_session_as_a_row(
        files in files(), every in 1_u32..4, slice in select(&[7_usize, 1 << 20][..]),
    ) {
        let (texts, rows) = written(&files, usize::MAX);
        let Ok(loaded) = loaded(&texts, slice, every, |reading| reading.grouping = Grouping::Rows) else {
            return Ok(());
        };
        let places = &loaded.places;
        prop_assert_eq!((places.rows(), places.are_rolled_up()), (rows.len() as u64, false));
        // A second, plain way to what became of each.
        let is_loaded = |row: &&Written| !matches!(row.kind, Kind::Long | Kind::Empty);
        let taken = || rows.iter().filter(|row| (row.row - 1) % u64::from(every) == 0);
        let mut seen = BTreeSet::new();
        let again: Vec<u64> = taken()
            .filter(is_loaded)
            .filter(|row| !row.id.is_empty() && !seen.insert(&row.id))
            .map(|row| row.row)
            .collect();
        let again = if again.len() * 2 > taken().filter(is_loaded).count() { Vec::new() } else { again };
        let (mut judged, mut aside) = (0, 0);
        for row in &rows {
            let expected = if (row.row - 1) % u64::from(every) != 0 {
                RowFate::Skipped
            } else if !is_loaded(&row) || again.contains(&row.row) {
                RowFate::Rejected
            } else if row.kind == Kind::Failed {
                aside += 1;
                RowFate::Aside(aside - 1)
            } else {
                judged += 1;
                RowFate::Judged(judged - 1)
            };
            prop_assert_eq!(places.fate(row.row), Some(expected), "row {}", row.row);
            prop_assert_eq!(places.file(row.row).map(str::to_owned), file_of(row, files.len()));
            let place = match expected {
                RowFate::Judged(session) => places.of_judged(session),
                RowFate::Aside(session) => places.of_aside(session).expect("is there"),
                _ => continue,
            };
            prop_assert_eq!((place.first, place.last, place.rows), (row.row, row.row, 1));
            prop_assert_eq!(place.line, Some(row.line));
            prop_assert_eq!(place.file.map(str::to_owned), file_of(row, files.len()));
        }
        prop_assert_eq!((places.fate(0), places.fate(rows.len() as u64 + 1)), (None, None));
        prop_assert_eq!(places.of_aside(aside), None);
        // And by what the table has in it.
        let of_table = |session: usize| places.of_judged(session as u32).first as f64;
        let numbers = numbers(&loaded, "n");
        prop_assert!((0..loaded.table.rows()).all(|session| numbers[session] == of_table(session)));
    }

    #[test]
    fn sessions_of_several_rows_are_found_by_their_rows(
        files in files(), every in 1_u32..4, ids in 1_usize..40, slice in select(&[7_usize, 1 << 20][..]),
    ) {
        let (texts, rows) = written(&files, ids);
        let Ok(loaded) = loaded(&texts, slice, every, |reading| reading.grouping = Grouping::Session) else {
            return Ok(());
        };
        let places = &loaded.places;
        prop_assert!(places.are_rolled_up());
        let mut expected: BTreeMap<&str, Vec<&Written>> = BTreeMap::new();
        for row in rows.iter().filter(|row| (row.row - 1) % u64::from(every) == 0) {
            let is_lost = row.id.is_empty() || matches!(row.kind, Kind::Long | Kind::Empty);
            let fate = if is_lost { RowFate::Rejected } else { RowFate::Part };
            prop_assert_eq!(places.fate(row.row), Some(fate), "row {}", row.row);
            if !is_lost {
                expected.entry(&row.id).or_default().push(row);
            }
        }
        let ids = |table: &telemetry::Table| -> Vec<String> {
            let texts = table.texts(Field::SessionId).expect("identifiers");
            (0..texts.len()).map(|session| texts.get(session).to_owned()).collect()
        };
        let judged = ids(&loaded.table).into_iter().enumerate().map(|(at, id)| (id, places.of_judged(at as u32)));
        let apart = loaded.aside.as_ref().map_or_else(Vec::new, |aside| ids(&aside.table));
        let apart = apart.into_iter().enumerate().filter_map(|(at, id)| Some((id, places.of_aside(at as u32)?)));
        let found: Vec<(String, Place)> = judged.chain(apart).collect();
        prop_assert_eq!(found.len(), expected.len());
        for (id, place) in found {
            let rows = &expected[id.as_str()];
            let (first, last) = (rows.first().expect("a row"), rows.last().expect("a row"));
            prop_assert_eq!((place.first, place.last, place.rows as usize), (first.row, last.row, rows.len()));
            prop_assert_eq!((place.line, place.file.map(str::to_owned)), (Some(first.line), file_of(first, files.len())));
        }
    }
}

#[test]
fn a_place_is_told_in_words() {
    let place = Place { file: None, first: 12, last: 12, rows: 1, line: None };
    let told = |place: Place| place.to_string();
    assert_eq!(told(place), "row 12");
    assert_eq!(told(Place { line: Some(14), ..place }), "row 12 (line 14)");
    assert_eq!(told(Place { file: Some("b.csv"), line: Some(3), ..place }), "b.csv, row 12 (line 3)");
    let several = Place { last: 31, rows: 20, line: Some(14), ..place };
    assert_eq!(told(several), "rows 12 to 31 (first at line 14)");
    assert_eq!(told(Place { rows: 4, line: None, ..several }), "4 rows from 12 to 31");
}
