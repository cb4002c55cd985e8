//! What is exported opens to the same figures, and holds every row of the file.

mod files;
mod rows;
mod sources;

use super::*;
use crate::memory::Memory;
use analysis::SerialExecutor;
use analysis::read_files;
use ingest::{Mapping, parse_time};
use std::convert::Infallible;
use std::num::NonZeroU32;
use telemetry::{Column, Data, Table};

fn sources(files: &[(&str, Vec<u8>)]) -> Vec<(String, Memory)> {
    files.iter().map(|(name, bytes)| ((*name).to_owned(), Memory::new(bytes.clone()))).collect()
}

/// The files as they are opened for the first time, each so many-th row of them.
fn opened(files: &[(&str, Vec<u8>)], every: u32) -> Result<Sessions, String> {
    let now = parse_time("2026-06-01").expect("a day");
    let every = NonZeroU32::new(every).expect("above zero");
    let reading = Reading { every, ..Reading::recognise(Mapping::default(), now) };
    let mut files = sources(files);
    let executor = SerialExecutor::default();
    SerialExecutor::finish(read_files(&mut files, reading, Rules::LATEST, &executor)).map_err(|error| error.to_string())
}

fn opened_text(text: &str) -> Sessions {
    opened(&[("f", text.as_bytes().to_vec())], 1).expect("sessions")
}

/// Some scores.
fn scores_of(sessions: &Sessions) -> Vec<f64> {
    (0..sessions.table.rows()).map(|row| (row * 37 % 101) as f64 / 100.3).collect()
}

/// What an export writes, or why it does not.
fn written(export: Export, files: &[(&str, Vec<u8>)]) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let out = |piece: Vec<u8>| {
        bytes.extend(piece);
        Ok::<(), Infallible>(())
    };
    let mut files = sources(files);
    let export = export.write(&mut files, async |_| Ok(()), out);
    SerialExecutor::finish(export).map_err(|error| error.to_string())?;
    Ok(bytes)
}

fn exported(sessions: &Sessions, files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    written(Export::of_scores(sessions, &scores_of(sessions), 0.9), files).expect("an export")
}

fn exported_text(text: &str) -> String {
    let files = [("f", text.as_bytes().to_vec())];
    let sessions = opened(&files, 1).expect("sessions");
    String::from_utf8(exported(&sessions, &files)).expect("UTF-8")
}

/// The values of a column, bit by bit, in an order of their own.
fn values(data: &Data) -> Vec<String> {
    (0..data.len())
        .map(|row| match data {
            Data::Number(values) if values[row].is_nan() => String::new(),
            Data::Number(values) => format!("{} {:x}", values[row], values[row].to_bits()),
            Data::Time(values) => values[row].to_string(),
            Data::Category(values) => values.label(row).to_owned(),
            Data::Text(values) => values.get(row).to_owned(),
        })
        .collect()
}

/// A column without a value is of whatever kind.
fn missing(values: &[String]) -> bool {
    values.iter().all(|value| value.is_empty() || *value == telemetry::MISSING_TIME.to_string())
}

/// Compares a table with what it became, with so many columns more.
fn compare(before: &Table, after: &Table, added: usize) -> Result<(), String> {
    let is_there = |column: &&Column| !missing(&values(&column.data)) || column.field.is_none();
    let count = |table: &Table| table.columns().iter().filter(is_there).count();
    if count(before) + added != count(after) {
        let names = |table: &Table| table.columns().iter().map(|it| it.name.clone()).collect::<Vec<_>>();
        return Err(format!("{:?} became {:?}", names(before), names(after)));
    }
    // What follows from others stands behind all of them.
    let same = |column: &&Column| match column.field {
        Some(field) => after.field(field),
        // A field may have had its name since.
        None => [column.name.clone(), format!("{}_2", column.name)]
            .iter()
            .find_map(|name| after.column(name).filter(|other| other.field.is_none())),
    };
    for column in before.columns() {
        let Some(other) = same(&column) else { return Err(format!("{} ({:?}) is gone", column.name, column.field)) };
        let (was, is) = (values(&column.data), values(&other.data));
        if was != is && !(missing(&was) && missing(&is)) {
            return Err(format!(
                "{} ({:?}) became {} ({:?}):\n{was:?}\n{is:?}",
                column.name, column.field, other.name, other.field
            ));
        }
    }
    // As many are more, none of which is a field.
    let fields =
        |table: &Table| table.columns().iter().filter(is_there).filter(|column| column.field.is_some()).count();
    if fields(before) == fields(after) { Ok(()) } else { Err("what was added is taken for a field".to_owned()) }
}

/// Compares sessions with what came of their export.
fn same_figures(before: &Sessions, after: &Sessions) -> Result<(), String> {
    let are_rolled_up = before.places.as_ref().is_some_and(RowPlaces::are_rolled_up);
    compare(&before.table, &after.table, if are_rolled_up { 4 } else { 3 })?;
    match (&before.aside, &after.aside) {
        (None, None) => {}
        (Some(before), Some(after)) => {
            compare(&before.table, &after.table, if are_rolled_up { 4 } else { 3 })?;
            if before.kinds != after.kinds {
                return Err(format!("kept apart {:?} became {:?}", before.kinds, after.kinds));
            }
        }
        (before, after) => return Err(format!("kept apart: {} became {}", before.is_some(), after.is_some())),
    }
    let counts = |sessions: &Sessions| {
        let report = &sessions.quality.as_ref().expect("of a file").report;
        let counts = &report.sessions;
        let rows = if are_rolled_up { [0; 4] } else { [report.read, report.loaded, report.rejected, report.skipped] };
        (counts.judged, counts.aside, rows)
    };
    match (counts(before), counts(after)) {
        (before, after) if before == after => Ok(()),
        (before, after) => Err(format!("{before:?} became {after:?}")),
    }
}

/// Files read by the link that came of them.
fn replayed(files: &[(&str, Vec<u8>)], sessions: &Sessions) -> Result<Sessions, String> {
    let Source::File(source) = &sessions.source else { return Err("generated".into()) };
    let mut files = sources(files);
    let executor = SerialExecutor::default();
    SerialExecutor::finish(read_files(&mut files, source.reading.clone(), Rules::LATEST, &executor))
        .map_err(|error| error.to_string())
}

/// Opens, exports, and opens the export, and that once more: the figures stay.
fn round_trip(files: &[(&str, Vec<u8>)], every: u32) -> Result<(), String> {
    let Ok(first) = opened(files, every) else { return Ok(()) };
    let export = exported(&first, files);
    let show = |export: &[u8], why: String| format!("{why}\n{}", String::from_utf8_lossy(export));
    let own = [("export", export.clone())];
    // Of sessions that were made of several rows, each is there.
    let every = if first.places.as_ref().is_some_and(RowPlaces::are_rolled_up) { 1 } else { every };
    let second = opened(&own, every).map_err(|why| show(&export, why))?;
    same_figures(&first, &second).map_err(|why| show(&export, why))?;
    let replayed = replayed(&own, &second).map_err(|why| show(&export, why))?;
    compare(&second.table, &replayed.table, 0).map_err(|why| show(&export, format!("by its link, {why}")))?;
    // What was exported once is a file like any other.
    let again = exported(&second, &own);
    let third = opened(&[("again", again.clone())], every).map_err(|why| show(&again, why))?;
    same_figures(&second, &third).map_err(|why| show(&again, why))
}
