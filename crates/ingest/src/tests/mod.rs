//! The room as a whole: files in, tables and reports out.

mod bad_files;
mod choices;
mod documents;
mod encodings;
mod good_files;
mod layouts;
mod limits;
mod logs;
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
mod tables;
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

/// Counts the rows that are handed on as they stand, and what is wrong with each.
#[derive(Default)]
struct AsTheyStand {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    refused: Vec<u64>,
}

impl FileRows for AsTheyStand {
    fn header<'a>(&mut self, names: impl Iterator<Item = &'a [u8]> + Clone) {
        self.header = names.map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    }

    fn row(&mut self, row: &FileRow) {
        let text = |cell: &[u8]| String::from_utf8_lossy(cell).into_owned();
        self.rows.push(row.cells().chain(row.surplus()).map(text).collect());
        if row.is_refused() {
            self.refused.push(row.number);
        }
    }
}

/// Files loaded together, and again by the reading that came of it, which must give the same; and their rows as they stand,
/// which must be all of them.
fn read_all(files: &[(&str, &str)]) -> (Loaded, AsTheyStand) {
    let read = |reading: Reading| {
        let mut loader = Loader::new(reading);
        loop {
            for (name, text) in files {
                if files.len() > 1 {
                    loader.next_file(name).expect("begins");
                }
                text.as_bytes().chunks(7).for_each(|part| loader.push(part).expect("is read"));
            }
            match loader.finish_or_again().expect("loads") {
                Finished::Loaded(loaded) => return *loaded,
                Finished::Again(again) => loader = *again,
            }
        }
    };
    let loaded = read(Reading::rows(Mapping::default()));
    let again = read(loaded.reading.clone());
    assert_eq!(format!("{:?}", again.table), format!("{:?}", loaded.table));
    assert_eq!((&again.report, &again.reading), (&loaded.report, &loaded.reading));
    let mut reader = RowReader::new(&loaded.mapping, rules::Rules::LATEST, AsTheyStand::default());
    for (name, text) in files {
        reader.next_file(name).expect("begins");
        reader.push(text.as_bytes()).expect("is read");
    }
    let (rows, identity) = reader.finish().expect("is read");
    assert_eq!((rows.rows.len() as u64, identity), (loaded.report.read, loaded.source));
    (loaded, rows)
}

fn read_one(text: &str) -> (Loaded, AsTheyStand) {
    read_all(&[("a", text)])
}

/// The lines that stand beside the table.
fn beside(loaded: &Loaded) -> Vec<(u64, &str)> {
    loaded.report.beside.first.iter().map(|line| (line.line, line.text.as_str())).collect()
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
