//! The file that every reader is given: sessions as the project generates them, with 16 of their columns.

use streamguard::export::CsvWriter;
use streamguard::simulate::{Preset, Scenario, ScenarioError, simulate};
use streamguard::telemetry::Field;

/// The columns: two identifiers, a time, seven categories, six numbers.
pub const FIELDS: [Field; 16] = [
    Field::SessionId,
    Field::UserId,
    Field::Timestamp,
    Field::DeviceType,
    Field::OsVersion,
    Field::NetworkType,
    Field::CountryCode,
    Field::Isp,
    Field::Cdn,
    Field::ContentType,
    Field::StartupTimeMs,
    Field::RebufferCount,
    Field::RebufferDurationMs,
    Field::BitrateKbps,
    Field::DroppedFramesPct,
    Field::WatchTimeS,
];

/// Sessions that are generated together: one week of them, of which a larger file has several.
const WEEK: u32 = 500_000;

/// Hands on the CSV of so many sessions, piece by piece, always the same.
///
/// # Errors
/// The first error of the sink.
///
/// # Panics
/// Never: every scenario here is within bounds.
pub fn write<E>(rows: u64, mut sink: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
    let names: Vec<&str> = FIELDS.iter().map(|field| field.name()).collect();
    sink(format!("{}\n", names.join(",")).as_bytes())?;
    let mut written = 0;
    while written < rows {
        let text = week(written, (rows - written).min(WEEK.into()) as u32).expect("a scenario within bounds");
        sink(text.as_bytes())?;
        written += u64::from(WEEK);
    }
    Ok(())
}

/// The rows of a week, the first of which has this number.
fn week(first: u64, sessions: u32) -> Result<String, ScenarioError> {
    let scenario = Scenario::new(Preset::StreamGuard, sessions, 0.05, 1 + first / u64::from(WEEK))?;
    let table = simulate(scenario).table;
    let mut writer = CsvWriter::default();
    for row in 0..table.rows() {
        for field in FIELDS {
            if field == Field::SessionId {
                // Over several weeks, too, each has its own.
                writer.text(&format!("s-{:08}", first + row as u64 + 1));
            } else if let Some(values) = table.numbers(field) {
                writer.number(values[row]);
            } else if let Some(values) = table.times(field) {
                writer.time(values[row]);
            } else if let Some(values) = table.categories(field) {
                writer.text(values.label(row));
            } else if let Some(values) = table.texts(field) {
                writer.text(values.get(row));
            }
        }
        writer.end_row();
    }
    Ok(writer.take())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn text(rows: u64) -> String {
        let mut bytes = Vec::new();
        let written: Result<(), Infallible> = write(rows, |piece| {
            bytes.extend_from_slice(piece);
            Ok(())
        });
        assert!(written.is_ok());
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_file_is_what_the_documentation_says() {
        let text = text(1_000);
        let loaded = streamguard::ingest::load(text.as_bytes(), Default::default()).unwrap();
        assert_eq!((loaded.report.loaded, loaded.report.repaired, loaded.report.rejected), (1_000, 0, 0));
        assert!(FIELDS.iter().all(|&field| loaded.table.field(field).is_some()));
        let bytes = text.len() as f64 / 1_000.0;
        assert!((110.0..140.0).contains(&bytes), "{bytes} bytes a row");
    }
}
