//! Files through the loader, whole and in slices.

use crate::{Input, holds};
use streamguard::ingest::{
    Check, Checks, Gap, Grouping, IngestError, Layout, Limits, Loaded, Loader, Mapping, Reading,
};

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

/// Each row is a session, and everything is recognised.
pub fn rows() -> Reading {
    Reading::rows(Mapping::default())
}

/// Everything that can be chosen beside the columns: zeros are what a page does with a file that is dropped.
pub fn any_reading(input: &mut Input, mapping: Mapping) -> Reading {
    /// 2026-03-01, the day of the seeds.
    const NOW: i64 = 1_772_323_200_000;
    let (choice, checks) = (input.byte(), input.byte());
    let mut reading = Reading::recognise(mapping, NOW);
    reading.grouping = match choice % 8 {
        0..=2 => Grouping::Recognise,
        3 | 4 => Grouping::Rows,
        5 => Grouping::Session,
        6 => Grouping::File,
        _ => Grouping::Viewer(Gap::new(u32::from(checks) + 1).unwrap_or_default()),
    };
    reading.every = match choice / 8 % 4 {
        3 => 3.try_into().unwrap_or(reading.every),
        _ => reading.every,
    };
    if choice & 0x80 != 0 {
        reading.layout = Layout::all().nth(usize::from(choice / 32 % 4) * 3);
    }
    for (place, &check) in Check::ALL.iter().enumerate() {
        reading.checks = reading.checks.with(check, checks >> place & 1 == 0);
    }
    if checks == 0xff {
        reading.checks = Checks::none();
    }
    reading
}

/// Loads a file at once.
pub fn whole(file: &[u8], reading: &Reading, limits: Limits) -> Result<Loaded, IngestError> {
    in_slices(file, &[], reading, limits)
}

/// Loads a file in slices of so many bytes, in turn; at once where they are all zero.
pub fn in_slices(file: &[u8], sizes: &[usize], reading: &Reading, limits: Limits) -> Result<Loaded, IngestError> {
    let mut loader = Loader::with_limits(reading.clone(), limits);
    push(&mut loader, file, sizes)?;
    loader.finish()
}

/// Pushes a file in slices of so many bytes, in turn; at once where they are all zero.
pub fn push(loader: &mut Loader, file: &[u8], sizes: &[usize]) -> Result<(), IngestError> {
    if sizes.iter().all(|&size| size == 0) {
        return loader.push(file);
    }
    let mut rest = file;
    for &size in sizes.iter().cycle() {
        let (slice, behind) = rest.split_at(size.min(rest.len()));
        loader.push(slice)?;
        rest = behind;
        if rest.is_empty() {
            break;
        }
    }
    Ok(())
}

/// Loads a file at once and in slices, holds one against the other, and checks what holds of every file.
pub fn checked(file: &[u8], sizes: &[usize], reading: &Reading, limits: Limits) -> Result<Loaded, IngestError> {
    let (one, other) = (whole(file, reading, limits), in_slices(file, sizes, reading, limits));
    match (&one, &other) {
        (Ok(one), Ok(other)) => {
            holds::same(one, other);
            assert_eq!(one.source, other.source);
            assert_eq!(format!("{:?}", one.mapping), format!("{:?}", other.mapping));
            holds::adds_up(one, limits);
        }
        (Err(one), Err(other)) => {
            assert_eq!(one, other);
            assert!(!one.to_string().is_empty());
        }
        _ => panic!("at once {:?}, in slices of {sizes:?} {:?}", one.as_ref().err(), other.as_ref().err()),
    }
    one
}

/// Loads a file again by what came of its reading, as a link keeps it, and holds that against the first time.
pub fn again(file: &[u8], loaded: &Loaded, limits: Limits) {
    let linked = holds::written_and_read(&loaded.reading, loaded.source);
    let again = whole(file, &linked, limits).expect("read once, read again");
    holds::same(loaded, &again);
    assert_eq!(loaded.reading, again.reading);
    assert_eq!(loaded.mapping.to_mapping(), again.mapping.to_mapping());
}
