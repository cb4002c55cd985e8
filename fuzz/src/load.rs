//! Files through the loader, and what holds of every one.

use crate::Input;
use streamguard::ingest::{IngestError, Limits, Loaded, Loader, Mapping, Outcome, Report};
use streamguard::telemetry::{Data, Table};

/// Limits that small inputs can reach.
pub fn small_limits(input: &mut Input) -> Limits {
    let choice = input.byte();
    let limits = Limits { sample_rows: usize::from(choice % 8) + 1, ..Limits::default() };
    match choice / 8 % 4 {
        0 => Limits { sample_rows: 4_096, ..limits },
        1 => limits,
        2 => Limits { columns: 8, cell_bytes: 40, row_bytes: 120, name_bytes: 20, ..limits },
        _ => Limits { rows: 20, sample_bytes: 200, issues: 3, table_bytes: 20_000, text_bytes: 4_000, ..limits },
    }
}

/// Loads a file at once.
pub fn whole(file: &[u8], mapping: &Mapping, limits: Limits) -> Result<Loaded, IngestError> {
    in_slices(file, usize::MAX, mapping, limits)
}

/// Loads a file in slices of this many bytes (at least one).
pub fn in_slices(file: &[u8], size: usize, mapping: &Mapping, limits: Limits) -> Result<Loaded, IngestError> {
    let mut loader = Loader::with_limits(mapping.clone(), limits);
    for slice in file.chunks(size.max(1)) {
        loader.push(slice)?;
    }
    loader.finish()
}

/// Loads a file at once and in slices, holds one against the other, and checks what holds of every file.
pub fn checked(file: &[u8], size: usize, mapping: &Mapping, limits: Limits) -> Result<Loaded, IngestError> {
    let (one, other) = (whole(file, mapping, limits), in_slices(file, size, mapping, limits));
    match (&one, &other) {
        (Ok(one), Ok(other)) => {
            same_tables(&one.table, &other.table);
            assert_eq!((&one.report, &one.truth, one.source), (&other.report, &other.truth, other.source));
            assert_eq!(format!("{:?}", one.mapping), format!("{:?}", other.mapping));
            adds_up(one, limits);
        }
        (Err(one), Err(other)) => {
            assert_eq!(one, other);
            assert!(!one.to_string().is_empty());
        }
        _ => panic!("at once {:?}, in slices of {size} {:?}", one.as_ref().err(), other.as_ref().err()),
    }
    one
}

/// What holds of every loaded file: the counts, the positions, and the lengths.
pub fn adds_up(loaded: &Loaded, limits: Limits) {
    let report: &Report = &loaded.report;
    assert_eq!(report.loaded + report.rejected, report.read);
    assert!(report.repaired <= report.loaded && report.loaded > 0);
    let by = |outcome| -> u64 {
        report.counts().filter(|(rule, _)| rule.outcome() == outcome).map(|(_, count)| count).sum()
    };
    assert_eq!(by(Outcome::Rejected), report.rejected);
    assert!(by(Outcome::Repaired) >= report.repaired);
    assert_eq!(report.issues.len() as u64, report.total_issues().min(limits.issues as u64));
    assert!(report.issues.windows(2).all(|pair| pair[0].row <= pair[1].row && pair[0].line <= pair[1].line));
    assert!(report.issues.iter().all(|issue| !issue.to_string().is_empty()));
    assert_eq!(loaded.table.rows() as u64, report.loaded);
    assert!(loaded.truth.as_ref().is_none_or(|truth| truth.codes().len() as u64 == report.loaded));
    for column in loaded.table.columns() {
        match &column.data {
            Data::Number(values) => assert!(!values.iter().any(|value| value.is_infinite()), "{}", column.name),
            Data::Category(values) => (0..values.codes().len()).for_each(|row| {
                values.label(row);
            }),
            Data::Text(values) => (0..values.len()).for_each(|row| {
                values.get(row);
            }),
            Data::Time(_) => {}
        }
    }
}

/// Two tables are the same to the last bit, a missing number being the same as a missing number.
pub fn same_tables(one: &Table, other: &Table) {
    assert_eq!(one.columns().len(), other.columns().len());
    for (one, other) in one.columns().iter().zip(other.columns()) {
        assert_eq!((&one.name, one.field), (&other.name, other.field));
        match (&one.data, &other.data) {
            (Data::Number(one), Data::Number(other)) => {
                let same =
                    |(one, other): (&f64, &f64)| one.to_bits() == other.to_bits() || one.is_nan() && other.is_nan();
                assert!(one.len() == other.len() && one.iter().zip(other).all(same), "{one:?} {other:?}");
            }
            (one, other) => assert_eq!(one, other),
        }
    }
}
