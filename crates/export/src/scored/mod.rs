//! The sessions with what came out: *Download CSV*, Explore's *Save as CSV*, and `-o` of the command line. They are CSV, and JSON
//! lines where the file is.
//!
//! Where each row of a file is a session, it is the file's own rows: every cell has the text that it has in the file, and in
//! the file's order stand also those that were kept apart, rejected or skipped, each with the reason. The file is read once
//! more for it, so nothing more than the columns is held. Sessions that stand in no row are written as they are held.

mod rows;
mod table;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
mod verdicts;

use super::csv::CsvWriter;
use super::normalised::TableForm;
use analysis::{Analysis, ByteSource, Progress, Quality, Sessions, Source, Stage, Stopped};
use ingest::{FileIdentity, Reading, RowPlaces, RowReader};
use rows::OwnRows;
use rules::Rules;
use table::TableRows;
use verdicts::Verdicts;

/// A piece on its way is about as long.
const PIECE: usize = 4 << 20;

/// Bytes of a file read between two pauses; packed, they may hold many times as many.
const READ: usize = 64 << 10;

/// Why an export was not written whole.
#[derive(Debug, thiserror::Error)]
pub enum ExportError<E> {
    /// The file is another one than that which was analysed.
    #[error(
        "the file has changed since it was opened, so its rows cannot be written beside what came out: open it once more"
    )]
    Changed,
    /// Its bytes could not be had.
    #[error("the file cannot be read once more: {0}")]
    Reading(String),
    /// It was stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// What was written could not be put in its place.
    #[error("{0}")]
    Output(E),
}

/// The sessions of an analysis, to be written.
pub struct Export<'a> {
    sessions: &'a Sessions,
    verdicts: Verdicts<'a>,
}

/// What a file was understood as.
struct OfFile<'a> {
    identity: FileIdentity,
    reading: &'a Reading,
    quality: &'a Quality,
    places: &'a RowPlaces,
    rules: Rules,
}

impl<'a> Export<'a> {
    /// All sessions, with `score`, `flag` (1 or 0) and `reason_1` to `reason_3`, the features that made the session most
    /// anomalous, the strongest first; `excluded` says why a row has none of these.
    pub fn of(analysis: &'a Analysis) -> Self {
        Self { sessions: &analysis.sessions, verdicts: Verdicts::of(analysis) }
    }

    /// The same of scores alone, without reasons. A session with a score above the threshold is flagged.
    pub fn of_scores(sessions: &'a Sessions, scores: &'a [f64], threshold: f64) -> Self {
        Self { sessions, verdicts: Verdicts::of_scores(scores, threshold) }
    }

    /// These judged sessions alone, in the order of the file.
    #[must_use]
    pub fn only(mut self, sessions: Vec<u32>) -> Self {
        self.verdicts.keep(sessions);
        self
    }

    /// Whether the files are read once more for it.
    pub fn reads_files(sessions: &Sessions) -> bool {
        Self::of_file(sessions).is_some()
    }

    fn of_file(sessions: &Sessions) -> Option<OfFile<'_>> {
        let (Source::File(file), Some(quality), Some(places)) = (&sessions.source, &sessions.quality, &sessions.places)
        else {
            return None;
        };
        let (identity, reading) = (file.identity, &file.reading);
        let of_file = OfFile { identity, reading, quality, places, rules: sessions.rules.unwrap_or(Rules::LATEST) };
        (!places.are_rolled_up()).then_some(of_file)
    }

    /// Writes it piece by piece, and says as what. `files` are those of the sessions, in their order, each with its name; none are needed where
    /// [`Self::reads_files`] says so. `pause` is called every few ten milliseconds.
    ///
    /// # Errors
    /// [`ExportError`]: then what was written until then is not to be used.
    pub async fn write<E>(
        self,
        files: &mut [(String, impl ByteSource)],
        mut pause: impl AsyncFnMut(Progress) -> Result<(), Stopped>,
        mut out: impl FnMut(Vec<u8>) -> Result<(), E>,
    ) -> Result<TableForm, ExportError<E>> {
        let Self { sessions, verdicts } = self;
        match Self::of_file(sessions) {
            Some(of) => {
                let rows = OwnRows::new(sessions, of.quality, of.places, of.reading.every.get(), verdicts);
                write_rows(of, rows, files, &mut pause, &mut out).await
            }
            None => {
                let mut writer = CsvWriter::default();
                let mut rows = TableRows::begin(&mut writer, sessions, verdicts);
                while rows.write(&mut writer) {
                    if writer.len() > PIECE {
                        out(writer.take_bytes()).map_err(ExportError::Output)?;
                    }
                    let (done, total) = rows.progress();
                    pause(Progress { stage: Stage::Finishing, done: done as f64, total: total as f64 }).await?;
                }
                out(writer.take_bytes()).map_err(ExportError::Output)?;
                Ok(TableForm::Csv)
            }
        }
    }
}

async fn write_rows<E>(
    of: OfFile<'_>,
    rows: OwnRows<'_>,
    files: &mut [(String, impl ByteSource)],
    pause: &mut impl AsyncFnMut(Progress) -> Result<(), Stopped>,
    out: &mut impl FnMut(Vec<u8>) -> Result<(), E>,
) -> Result<TableForm, ExportError<E>> {
    // What could be read before can be read again, unless it is something else.
    let changed = |_| ExportError::Changed;
    let expected = of.identity;
    let lengths: f64 = files.iter().map(|(_, bytes)| bytes.total()).sum();
    if files.iter().all(|(_, bytes)| bytes.total() > 0.0) && lengths != expected.bytes as f64 {
        return Err(ExportError::Changed);
    }
    let is_only = files.len() == 1;
    let mut reader = RowReader::new(&of.quality.columns, of.rules, rows);
    let mut done = 0.0;
    for (name, bytes) in files {
        if !is_only {
            reader.next_file(name).map_err(changed)?;
        }
        loop {
            let slice = bytes.next().await.map_err(ExportError::Reading)?;
            if slice.is_empty() {
                break;
            }
            for piece in slice.chunks(READ) {
                reader.push(piece).map_err(changed)?;
                done += piece.len() as f64;
                let rows = reader.taker_mut();
                if rows.waiting() > PIECE {
                    out(rows.take_bytes()).map_err(ExportError::Output)?;
                }
                pause(Progress { stage: Stage::Finishing, done, total: expected.bytes as f64 }).await?;
            }
        }
    }
    let (mut rows, identity) = reader.finish().map_err(changed)?;
    if identity != expected {
        return Err(ExportError::Changed);
    }
    out(rows.take_bytes()).map_err(ExportError::Output)?;
    Ok(rows.form())
}
