//! The room as a whole: files in, tables and reports out.

mod bad_files;
mod choices;
mod encodings;
mod good_files;
mod layouts;
mod limits;
mod parts;
mod places;
mod properties;
mod rolled;
mod sessions;
mod several;
mod size;
mod sources;
mod sources_cmcd;
mod sources_common;
mod sources_logs;
mod times;
mod written;
mod zips;

use super::*;
use telemetry::{Data, Field};

fn read(text: &str) -> Loaded {
    load(text.as_bytes(), Mapping::default()).expect("loads")
}

fn refuse(bytes: &[u8]) -> String {
    load(bytes, Mapping::default()).expect_err("refused").to_string()
}

fn mapping(choices: &[(&str, Assignment)]) -> Mapping {
    let mut mapping = Mapping::default();
    for &(name, assignment) in choices {
        mapping.assign(name, assignment).expect("free");
    }
    mapping
}

fn numbers<'a>(loaded: &'a Loaded, name: &str) -> &'a [f64] {
    match &loaded.table.column(name).expect("is there").data {
        Data::Number(values) => values,
        other => unreachable!("{name} is no number column: {other:?}"),
    }
}

/// The labels of a category or text column.
fn labels(loaded: &Loaded, name: &str) -> Vec<String> {
    match &loaded.table.column(name).expect("is there").data {
        Data::Category(values) => (0..values.codes().len()).map(|row| values.label(row).to_owned()).collect(),
        Data::Text(values) => (0..values.len()).map(|row| values.get(row).to_owned()).collect(),
        other => unreachable!("{name} holds no labels: {other:?}"),
    }
}

fn counts(report: &Report) -> [u64; 4] {
    [report.read, report.loaded, report.repaired, report.rejected]
}

fn issues(report: &Report) -> Vec<String> {
    report.issues.iter().map(Issue::to_string).collect()
}

fn field_of(loaded: &Loaded, name: &str) -> Option<Field> {
    loaded.table.column(name).expect("is there").field
}
