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
use std::num::NonZeroU32;

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

/// The hash of a file while its bytes come, in slices of any size: for whoever hashes while somebody else loads.
#[derive(Clone, Default)]
pub struct Identifier {
    hash: Sha256,
    bytes: u64,
}

impl Identifier {
    /// Takes the next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    /// The identity of all bytes.
    pub fn finish(self) -> FileIdentity {
        FileIdentity { bytes: self.bytes, sha256: self.hash.finalize().into() }
    }
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
    identifier: Option<Identifier>,
    bytes: u64,
    /// Bytes of whole blocks, and of the file, where that is known.
    done: u64,
    total: Option<u64>,
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
        Self {
            limits,
            reading: reading.into(),
            identifier: Some(Identifier::default()),
            bytes: 0,
            done: 0,
            total: None,
            pending: Vec::new(),
            stage: Stage::Unknown,
        }
    }

    /// Takes of each so many rows the first alone: see [`Reading::every`]. To be called before the first bytes come.
    #[must_use]
    pub fn every(mut self, every: NonZeroU32) -> Self {
        self.reading.every = every;
        self
    }

    /// How many bytes there are going to be: room is made by it, and what will not fit is refused early.
    pub fn of_bytes(self, total: u64) -> Self {
        Self { total: (total > 0).then_some(total), ..self }
    }

    /// Leaves the hash to somebody else, who has an [`Identifier`] for it: [`Self::finish_as`] takes it in the end.
    pub fn without_hash(self) -> Self {
        Self { identifier: None, ..self }
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// [`IngestError`] as soon as it is known that the file cannot be loaded.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), IngestError> {
        if let Stage::Failed(error) = &self.stage {
            return Err(error.clone());
        }
        if let Some(identifier) = &mut self.identifier {
            identifier.push(bytes);
        }
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

    /// Data rows so far, rejected ones among them.
    pub fn rows(&self) -> u64 {
        match &self.stage {
            Stage::Plain(text) | Stage::Gzip(_, text) => text.rows(),
            Stage::Unknown | Stage::Failed(_) => 0,
        }
    }

    /// The table, when all bytes have been pushed.
    ///
    /// # Errors
    /// [`IngestError`] when the file cannot be loaded.
    pub fn finish(mut self) -> Result<Loaded, IngestError> {
        let identifier = self.identifier.take().ok_or(IngestError::NoHash)?;
        self.finish_as(identifier.finish())
    }

    /// The table, when all bytes have been pushed and somebody else has hashed them.
    ///
    /// # Errors
    /// [`IngestError`] when the file cannot be loaded, and [`IngestError::Changed`] when the two have not seen the same
    /// number of bytes.
    pub fn finish_as(mut self, source: FileIdentity) -> Result<Loaded, IngestError> {
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
        if source.bytes != self.bytes {
            return Err(IngestError::Changed { expected: source.bytes, read: self.bytes });
        }
        let Made { table, truth, aside, report, mapping, reading } = Made::of(taking, self.reading, &self.limits)?;
        Ok(Loaded { table, truth, aside, report, source, mapping, reading })
    }

    fn block(&mut self, block: &[u8]) -> Result<(), IngestError> {
        if matches!(self.stage, Stage::Unknown) {
            let text = Text::new(self.reading.clone(), self.limits);
            self.stage =
                if block.starts_with(format::GZIP) { Stage::Gzip(Gunzip::new(), text) } else { Stage::Plain(text) };
        }
        let foreseen = match (&mut self.stage, self.total) {
            (Stage::Plain(text) | Stage::Gzip(_, text), Some(total)) => text.foresee(self.done, total),
            _ => Ok(()),
        };
        self.done += block.len() as u64;
        let result = foreseen.and_then(|()| match &mut self.stage {
            Stage::Plain(text) => text.push(block),
            Stage::Gzip(gunzip, text) => gunzip.push(block, &self.limits, |bytes| text.push(bytes)),
            Stage::Failed(error) => Err(error.clone()),
            Stage::Unknown => Err(IngestError::Empty),
        });
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
