//! The door of the room: bytes in slices of any size in, a table with its report out.

use super::error::IngestError;
use super::format;
use super::gunzip::Gunzip;
use super::layout::Layout;
use super::limits::Limits;
use super::mapping::Mapping;
use super::members::IntoText;
use super::places::RowPlaces;
use super::reading::Reading;
use super::report::Report;
use super::sessions::{Aside, Made};
use super::summary::ResolvedMapping;
use super::text::Text;
use super::unzip::Unzip;
use crate::rules::Rules;
use crate::telemetry::{Table, Truth};
use sha2::{Digest, Sha256};
use std::num::NonZeroU32;

/// Everything behind the door works on blocks of this size, cut at the same places however the bytes came: so that
/// the slices cannot show in the result.
const BLOCK: usize = 64 << 10;

/// What a link needs to know a file again: taken from the bytes as given, before decompression. Of several files it is
/// that of their bytes one behind the other.
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
    /// Where the sessions stand in the file, and what became of each of its rows.
    pub places: RowPlaces,
    /// What happened to the rows.
    pub report: Report,
    /// Length and hash.
    pub source: FileIdentity,
    /// What each column was taken for.
    pub mapping: ResolvedMapping,
    /// How the file was read, everything decided: the same file read by it under the same rules gives the same. A check that found nothing is
    /// not in it.
    pub reading: Reading,
}

/// Reads a file slice by slice, or several files one after the other. Memory beyond the columns does not grow with them.
///
/// After an error every further call returns the same error.
pub struct Loader {
    limits: Limits,
    reading: Reading,
    rules: Rules,
    identifier: Option<Identifier>,
    bytes: u64,
    /// Bytes of whole blocks, and of the file, where that is known.
    done: u64,
    total: Option<u64>,
    pending: Vec<u8>,
    /// The file under way: its name, where it was given one, and whether it has begun.
    name: Option<String>,
    begun: bool,
    container: Container,
    stage: Stage,
}

/// What the text of a file is packed in.
enum Container {
    Unknown,
    Plain,
    Gzip(Box<Gunzip>),
    Zip(Box<Unzip>),
}

enum Stage {
    /// Nothing was read yet.
    New,
    Reading(Box<Text>),
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
            rules: Rules::LATEST,
            identifier: Some(Identifier::default()),
            bytes: 0,
            done: 0,
            total: None,
            pending: Vec::new(),
            name: None,
            begun: false,
            container: Container::Unknown,
            stage: Stage::New,
        }
    }

    /// The same by other rules than today's. To be called before the first bytes come.
    #[must_use]
    pub fn by_rules(self, rules: Rules) -> Self {
        Self { rules, ..self }
    }

    /// Takes of each so many rows the first alone: see [`Reading::every`]. To be called before the first bytes come.
    #[must_use]
    pub fn every(mut self, every: NonZeroU32) -> Self {
        self.reading.every = every;
        self
    }

    /// The same with the layout of the text chosen: see [`Reading::layout`]. To be called before the first bytes come.
    #[must_use]
    pub fn with_layout(mut self, layout: Option<Layout>) -> Self {
        self.reading.layout = layout;
        self
    }

    /// How many bytes there are going to be, in all files: room is made by it, and what will not fit is refused early.
    pub fn of_bytes(self, total: u64) -> Self {
        Self { total: (total > 0).then_some(total), ..self }
    }

    /// Leaves the hash to somebody else, who has an [`Identifier`] for it: [`Self::finish_as`] takes it in the end.
    pub fn without_hash(self) -> Self {
        Self { identifier: None, ..self }
    }

    /// Begins a file of this name, and ends the one before. To be called before each of several files; the rows of all are
    /// one table, in this order. Columns are taken by name: they need not stand in the same order, and must be the same.
    ///
    /// # Errors
    /// [`IngestError`] where the file before is incomplete.
    pub fn next_file(&mut self, name: &str) -> Result<(), IngestError> {
        if self.begun {
            self.guarded(Self::end_file)?;
        }
        self.name = Some(name.to_owned());
        self.begun = true;
        Ok(())
    }

    /// Takes the next bytes of the file.
    ///
    /// # Errors
    /// [`IngestError`] as soon as it is known that the file cannot be loaded.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), IngestError> {
        if let Some(identifier) = &mut self.identifier {
            identifier.push(bytes);
        }
        self.bytes += bytes.len() as u64;
        self.begun |= !bytes.is_empty();
        self.guarded(|loader| loader.take(bytes))
    }

    /// Data rows so far, rejected ones among them.
    pub fn rows(&self) -> u64 {
        match &self.stage {
            Stage::Reading(text) => text.rows(),
            Stage::New | Stage::Failed(_) => 0,
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
        self.guarded(Self::end_file)?;
        let taking = match self.stage {
            Stage::New => return Err(IngestError::Empty),
            Stage::Failed(error) => return Err(error),
            Stage::Reading(text) => text.finish()?,
        };
        if source.bytes != self.bytes {
            return Err(IngestError::Changed { expected: source.bytes, read: self.bytes });
        }
        let Made { table, truth, aside, places, report, mapping, reading } =
            Made::of(taking, self.reading, self.rules, &self.limits)?;
        Ok(Loaded { table, truth, aside, places, report, source, mapping, reading })
    }

    /// Does something, unless an error came before, and keeps the error that comes of it.
    fn guarded(&mut self, work: impl FnOnce(&mut Self) -> Result<(), IngestError>) -> Result<(), IngestError> {
        if let Stage::Failed(error) = &self.stage {
            return Err(error.clone());
        }
        let result = work(self);
        if let Err(error) = &result {
            self.stage = Stage::Failed(error.clone());
        }
        result
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), IngestError> {
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

    fn block(&mut self, block: &[u8]) -> Result<(), IngestError> {
        let is_new = matches!(self.container, Container::Unknown);
        if is_new {
            self.container = if block.starts_with(format::GZIP) {
                Container::Gzip(Box::new(Gunzip::new()))
            } else if format::ZIP.iter().any(|magic| block.starts_with(magic)) {
                Container::Zip(Box::new(Unzip::new()))
            } else {
                Container::Plain
            };
        }
        let Some(text) = reading(&mut self.stage, (&self.reading, self.rules), &self.limits) else { return Ok(()) };
        if let Some(total) = self.total {
            text.foresee(self.done, total)?;
        }
        self.done += block.len() as u64;
        let name = self.name.as_deref();
        if is_new && !matches!(self.container, Container::Zip(_)) {
            text.begin(name);
        }
        match &mut self.container {
            Container::Zip(unzip) => {
                let unzipped = unzip.push(block, &self.limits, &mut IntoText { archive: name, text });
                unzipped.map_err(|error| in_file(name, error))
            }
            Container::Gzip(gunzip) => {
                let unpacked = gunzip.push(block, &self.limits, |bytes| text.push(bytes));
                unpacked.map_err(|error| in_file(name, error))
            }
            Container::Plain | Container::Unknown => text.push(block),
        }
    }

    fn end_file(&mut self) -> Result<(), IngestError> {
        if !self.pending.is_empty() {
            let block = std::mem::take(&mut self.pending);
            self.block(&block)?;
        }
        let name = self.name.take();
        let Some(text) = reading(&mut self.stage, (&self.reading, self.rules), &self.limits) else { return Ok(()) };
        match std::mem::replace(&mut self.container, Container::Unknown) {
            // A file without a byte is told of among the others.
            Container::Unknown => {
                text.begin(name.as_deref());
                text.end()
            }
            Container::Plain => text.end(),
            Container::Gzip(gunzip) => {
                gunzip.finish().map_err(|error| in_file(name.as_deref(), error))?;
                text.end()
            }
            Container::Zip(unzip) => unzip.finish().map_err(|error| in_file(name.as_deref(), error)),
        }
    }
}

/// The text that is being read, begun where it is not.
fn reading<'a>(stage: &'a mut Stage, (reading, rules): (&Reading, Rules), limits: &Limits) -> Option<&'a mut Text> {
    if let Stage::New = stage {
        *stage = Stage::Reading(Box::new(Text::new(reading.clone(), rules, *limits)));
    }
    if let Stage::Reading(text) = stage { Some(text) } else { None }
}

/// An error with the name of the file that it is about, unless that is told already.
fn in_file(name: Option<&str>, error: IngestError) -> IngestError {
    match (name, error) {
        (_, error @ IngestError::InFile { .. }) | (None, error) => error,
        (Some(name), error) => IngestError::InFile { file: name.to_owned(), error: Box::new(error) },
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
