//! The door of the room: bytes in slices of any size in, a table with its report out.

use super::error::IngestError;
use super::format;
use super::gunzip::Gunzip;
use super::limits::Limits;
use super::mapping::Mapping;
use super::reading::Reading;
use super::report::Report;
use super::sessions::{Aside, Made};
use super::summary::ResolvedMapping;
use super::text::Text;
use crate::telemetry::{Table, Truth};
use sha2::{Digest, Sha256};

/// Everything behind the door works on blocks of this size, cut at the same places however the bytes came: so that
/// the slices cannot show in the result.
const BLOCK: usize = 64 << 10;

/// What a link needs to know a file again: taken from the bytes as given, before decompression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileIdentity {
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256.
    pub sha256: [u8; 32],
}

/// A loaded file.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The sessions to be judged. The truth and ignored columns are not among its columns.
    pub table: Table,
    /// The labels to judge by, where the mapping names a column of them.
    pub truth: Option<Truth>,
    /// The sessions that are kept apart, where there are any.
    pub aside: Option<Aside>,
    /// What happened to the rows.
    pub report: Report,
    /// Length and hash.
    pub source: FileIdentity,
    /// What each column was taken for.
    pub mapping: ResolvedMapping,
    /// How the file was read, everything decided: the same file read by it gives the same. A check that found nothing is
    /// not in it.
    pub reading: Reading,
}

/// Reads a file slice by slice. Memory beyond the columns does not grow with the file.
///
/// After an error every further call returns the same error.
pub struct Loader {
    limits: Limits,
    reading: Reading,
    hash: Sha256,
    bytes: u64,
    pending: Vec<u8>,
    stage: Stage,
}

enum Stage {
    Unknown,
    Plain(Text),
    Gzip(Gunzip, Text),
    Failed(IngestError),
}

impl Loader {
    /// A loader that makes sessions of a file as it is told, within the default limits. A [`Mapping`] alone stands for
    /// [`Reading::rows`].
    pub fn new(reading: impl Into<Reading>) -> Self {
        Self::with_limits(reading, Limits::default())
    }

    /// A loader with other limits.
    pub fn with_limits(reading: impl Into<Reading>, limits: Limits) -> Self {
        let (reading, hash) = (reading.into(), Sha256::new());
        Self { limits, reading, hash, bytes: 0, pending: Vec::new(), stage: Stage::Unknown }
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// [`IngestError`] as soon as it is known that the file cannot be loaded.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), IngestError> {
        if let Stage::Failed(error) = &self.stage {
            return Err(error.clone());
        }
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        let mut rest = bytes;
        if !self.pending.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(BLOCK - self.pending.len()));
            self.pending.extend_from_slice(now);
            rest = later;
            if self.pending.len() < BLOCK {
                return Ok(());
            }
            let block = std::mem::take(&mut self.pending);
            self.block(&block)?;
            self.pending = block;
            self.pending.clear();
        }
        let mut blocks = rest.chunks_exact(BLOCK);
        for block in &mut blocks {
            self.block(block)?;
        }
        self.pending.extend_from_slice(blocks.remainder());
        Ok(())
    }

    /// The table, when all bytes have been pushed.
    ///
    /// # Errors
    /// [`IngestError`] when the file cannot be loaded.
    pub fn finish(mut self) -> Result<Loaded, IngestError> {
        if !self.pending.is_empty() {
            let block = std::mem::take(&mut self.pending);
            self.block(&block)?;
        }
        let taking = match self.stage {
            Stage::Unknown => return Err(IngestError::Empty),
            Stage::Failed(error) => return Err(error),
            Stage::Plain(text) => text.finish()?,
            Stage::Gzip(gunzip, text) => {
                gunzip.finish()?;
                text.finish()?
            }
        };
        let source = FileIdentity { bytes: self.bytes, sha256: self.hash.finalize().into() };
        let Made { table, truth, aside, report, mapping, reading } = Made::of(taking, self.reading, &self.limits)?;
        Ok(Loaded { table, truth, aside, report, source, mapping, reading })
    }

    fn block(&mut self, block: &[u8]) -> Result<(), IngestError> {
        if matches!(self.stage, Stage::Unknown) {
            let text = Text::new(self.reading.clone(), self.limits);
            self.stage =
                if block.starts_with(format::GZIP) { Stage::Gzip(Gunzip::new(), text) } else { Stage::Plain(text) };
        }
        let result = match &mut self.stage {
            Stage::Plain(text) => text.push(block),
            Stage::Gzip(gunzip, text) => gunzip.push(block, &self.limits, |bytes| text.push(bytes)),
            Stage::Failed(error) => Err(error.clone()),
            Stage::Unknown => Err(IngestError::Empty),
        };
        if let Err(error) = &result {
            self.stage = Stage::Failed(error.clone());
        }
        result
    }
}

/// Reads a file that is at hand as a whole, each row as a session.
///
/// # Errors
/// [`IngestError`] when it cannot be loaded.
pub fn load(bytes: &[u8], mapping: Mapping) -> Result<Loaded, IngestError> {
    let mut loader = Loader::new(mapping);
    loader.push(bytes)?;
    loader.finish()
}
