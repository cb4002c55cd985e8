//! The door of the room: bytes in slices of any size in, a table with its report out.

use super::error::IngestError;
use super::format;
use super::gunzip::Gunzip;
use super::layout::Layout;
use super::limits::Limits;
use super::mapping::Mapping;
use super::members::IntoText;
use super::report::Report;
use super::summary::ResolvedMapping;
use super::text::Text;
use super::unzip::Unzip;
use crate::telemetry::{Table, Truth};
use sha2::{Digest, Sha256};

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

/// A loaded file.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The sessions. The truth and ignored columns are not among its columns.
    pub table: Table,
    /// The labels to judge by, where the mapping names a column of them.
    pub truth: Option<Truth>,
    /// What happened to the rows.
    pub report: Report,
    /// Length and hash.
    pub source: FileIdentity,
    /// What each column was taken for.
    pub mapping: ResolvedMapping,
}

/// Reads a file slice by slice, or several files one after the other. Memory beyond the columns does not grow with them.
///
/// After an error every further call returns the same error.
pub struct Loader {
    limits: Limits,
    hash: Sha256,
    bytes: u64,
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
    New(Mapping, Option<Layout>),
    Reading(Box<Text>),
    Failed(IngestError),
}

impl Loader {
    /// A loader with the user's choices for columns and the default limits.
    pub fn new(mapping: Mapping) -> Self {
        Self::with_limits(mapping, Limits::default())
    }

    /// A loader with other limits.
    pub fn with_limits(mapping: Mapping, limits: Limits) -> Self {
        Self {
            limits,
            hash: Sha256::new(),
            bytes: 0,
            pending: Vec::new(),
            name: None,
            begun: false,
            container: Container::Unknown,
            stage: Stage::New(mapping, None),
        }
    }

    /// The same with the layout of the text chosen; `None` leaves it to the reader. To be called before any byte is read.
    ///
    /// A closed mapping without a layout is what the first links hold: for it only what they could mean is recognised,
    /// a header and rows with commas, semicolons or tabs.
    pub fn with_layout(mut self, layout: Option<Layout>) -> Self {
        if let Stage::New(_, chosen) = &mut self.stage {
            *chosen = layout;
        }
        self
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
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
        self.begun |= !bytes.is_empty();
        self.guarded(|loader| loader.take(bytes))
    }

    /// The table, when all bytes have been pushed.
    ///
    /// # Errors
    /// [`IngestError`] when the file cannot be loaded.
    pub fn finish(mut self) -> Result<Loaded, IngestError> {
        self.guarded(Self::end_file)?;
        let taking = match self.stage {
            Stage::New(..) => return Err(IngestError::Empty),
            Stage::Failed(error) => return Err(error),
            Stage::Reading(text) => text.finish()?,
        };
        let source = FileIdentity { bytes: self.bytes, sha256: self.hash.finalize().into() };
        Ok(Loaded { table: taking.table, truth: taking.truth, report: taking.report, source, mapping: taking.mapping })
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
        let Some(text) = reading(&mut self.stage, &self.limits) else { return Ok(()) };
        let name = self.name.as_deref();
        match &mut self.container {
            Container::Zip(unzip) => {
                let unzipped = unzip.push(block, &self.limits, &mut IntoText { archive: name, text });
                return unzipped.map_err(|error| in_file(name, error));
            }
            _ if is_new => text.begin(name),
            _ => {}
        }
        match &mut self.container {
            Container::Gzip(gunzip) => {
                let unpacked = gunzip.push(block, &self.limits, |bytes| text.push(bytes));
                unpacked.map_err(|error| in_file(name, error))
            }
            _ => text.push(block),
        }
    }

    fn end_file(&mut self) -> Result<(), IngestError> {
        if !self.pending.is_empty() {
            let block = std::mem::take(&mut self.pending);
            self.block(&block)?;
        }
        let name = self.name.take();
        let Some(text) = reading(&mut self.stage, &self.limits) else { return Ok(()) };
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
fn reading<'a>(stage: &'a mut Stage, limits: &Limits) -> Option<&'a mut Text> {
    if let Stage::New(mapping, layout) = stage {
        *stage = Stage::Reading(Box::new(Text::new(std::mem::take(mapping), *layout, *limits)));
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

/// Reads a file that is at hand as a whole.
///
/// # Errors
/// [`IngestError`] when it cannot be loaded.
pub fn load(bytes: &[u8], mapping: Mapping) -> Result<Loaded, IngestError> {
    let mut loader = Loader::new(mapping);
    loader.push(bytes)?;
    loader.finish()
}
