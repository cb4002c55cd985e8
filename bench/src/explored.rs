//! The sessions that are explored, for those who do not generate them: an analysis as the page makes it of a link, as CSV.

use std::sync::Arc;
use streamguard::analysis::{Analysis, AnalysisError, Host, Plan, Source, analyse, generate};
use streamguard::export::{CsvWriter, Link, LinkError};
use streamguard::telemetry::Field;

/// The columns that the views show, before `flagged`.
pub const FIELDS: [Field; 7] = [
    Field::Timestamp,
    Field::DeviceType,
    Field::Isp,
    Field::StartupTimeMs,
    Field::BufferingRatio,
    Field::BitrateKbps,
    Field::ThroughputKbps,
];

/// The rows that are handed on together.
const PIECE: usize = 4096;

/// Why there are no sessions.
#[derive(Debug, thiserror::Error)]
pub enum ExploredError {
    /// The text is no link.
    #[error(transparent)]
    Link(#[from] LinkError),
    /// The link is to a file.
    #[error("the link is to a file: only generated sessions are explored here")]
    File,
    /// The analysis could not be made.
    #[error(transparent)]
    Analysis(#[from] AnalysisError),
}

/// Makes the analysis of a link to generated sessions.
///
/// # Errors
/// [`ExploredError`] for a text that is no such link, and where the host has stopped.
pub async fn analysed(link: &str, host: &impl Host) -> Result<Analysis, ExploredError> {
    let link = Link::parse(link)?;
    let Source::Generated(scenario) = link.plan.source else { return Err(ExploredError::File) };
    let sessions = generate(scenario, host).await.map_err(AnalysisError::from)?;
    let plan = Plan { source: sessions.source.clone(), ..link.plan };
    Ok(analyse(plan, Arc::new(sessions), None, None, host).await?)
}

/// Hands on the CSV of an analysis, piece by piece: [`FIELDS`], and whether the session is flagged, as 1 or 0.
///
/// # Errors
/// The first error of the sink.
pub fn write<E>(analysis: &Analysis, mut sink: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
    let table = &analysis.sessions.table;
    let names: Vec<&str> = FIELDS.iter().map(|field| field.name()).chain(["flagged"]).collect();
    sink(format!("{}\n", names.join(",")).as_bytes())?;
    let mut writer = CsvWriter::default();
    for (row, score) in analysis.scores.iter().enumerate() {
        for field in FIELDS {
            if let Some(values) = table.numbers(field) {
                writer.number(values[row]);
            } else if let Some(values) = table.times(field) {
                writer.time(values[row]);
            } else if let Some(values) = table.categories(field) {
                writer.text(values.label(row));
            } else {
                writer.text("");
            }
        }
        writer.number(if *score > analysis.threshold { 1.0 } else { 0.0 });
        writer.end_row();
        if row % PIECE == PIECE - 1 {
            sink(writer.take().as_bytes())?;
        }
    }
    sink(writer.take().as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;
    use streamguard::cli::{Console, NativeHost};

    const LINK: &str = "v=1&src=streamguard&n=5000&fault=0.05&seed=7&f=buffering_ratio&det=isolation&trees=20&sample=256&dseed=1&thr=share:0.05";

    fn made(link: &str) -> Result<Analysis, ExploredError> {
        let console = Console::new();
        pollster::block_on(analysed(link, &NativeHost::new(&console, None)))
    }

    #[test]
    fn the_file_has_every_session_and_says_which_are_flagged() {
        let analysis = made(LINK).unwrap();
        let mut bytes = Vec::new();
        let written: Result<(), Infallible> = write(&analysis, |piece| {
            bytes.extend_from_slice(piece);
            Ok(())
        });
        assert!(written.is_ok());
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text.lines().count(), 5_001);
        assert_eq!(text.lines().filter(|line| line.ends_with(",1")).count(), analysis.flagged);
        let loaded = streamguard::ingest::load(text.as_bytes(), Default::default()).unwrap();
        assert_eq!((loaded.report.loaded, loaded.report.repaired, loaded.report.rejected), (5_000, 0, 0));
        for field in FIELDS {
            assert!(loaded.table.field(field).is_some(), "{field:?}");
            let numbers = |table: &streamguard::telemetry::Table| table.numbers(field).map(|it| it.to_vec());
            assert_eq!(numbers(&loaded.table), numbers(&analysis.sessions.table), "{field:?}");
        }
    }

    #[test]
    fn only_links_to_generated_sessions_are_analysed() {
        assert!(matches!(made("nonsense"), Err(ExploredError::Link(_))));
        let file = LINK.replace(
            "src=streamguard&n=5000&fault=0.05&seed=7",
            &format!("src=file&name=a&bytes=1&sha={}&map=bitrate_kbps", "0".repeat(64)),
        );
        assert!(matches!(made(&file), Err(ExploredError::File)));
    }
}
