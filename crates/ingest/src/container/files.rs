//! Files one behind the other: bytes in slices of any size in, the same out in blocks, unpacked where they are packed.

use super::gunzip::Gunzip;
use super::members::AsFiles;
use super::signatures;
use super::sink::FileSink;
use super::unzip::Unzip;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;

/// Everything behind the door works on blocks of this size, cut at the same places however the bytes came: so that
/// the slices cannot show in the result.
const BLOCK: usize = 64 << 10;

/// The taker of files.
///
/// After an error every further call returns the same error.
pub(crate) struct Files<S> {
    limits: Limits,
    sink: S,
    /// Bytes of whole blocks, and of all files, where that is known.
    done: u64,
    total: Option<u64>,
    pending: Vec<u8>,
    /// The file under way: its name, where it was given one, and whether it has begun.
    name: Option<String>,
    begun: bool,
    container: Container,
    failed: Option<IngestError>,
}

/// What a file is packed in.
enum Container {
    Unknown,
    Plain,
    Gzip(Box<Gunzip>),
    Zip(Box<Unzip>),
}

impl<S: FileSink> Files<S> {
    /// Files that are taken by this. `total` is how many bytes there are going to be, where that is known.
    pub(crate) fn new(sink: S, limits: Limits, total: Option<u64>) -> Self {
        Self {
            limits,
            sink,
            done: 0,
            total,
            pending: Vec::new(),
            name: None,
            begun: false,
            container: Container::Unknown,
            failed: None,
        }
    }

    /// What takes the files.
    pub(crate) fn sink(&self) -> &S {
        &self.sink
    }

    /// What takes the files, to be told something.
    pub(crate) fn sink_mut(&mut self) -> &mut S {
        &mut self.sink
    }

    /// Begins a file of this name, and ends the one before.
    pub(crate) fn next_file(&mut self, name: &str) -> Result<(), IngestError> {
        if self.begun {
            self.guarded(Self::end_file)?;
        }
        self.name = Some(name.to_owned());
        self.begun = true;
        Ok(())
    }

    /// Takes the next bytes of the file.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Result<(), IngestError> {
        self.begun |= !bytes.is_empty();
        self.guarded(|files| files.take(bytes))
    }

    /// What has taken the files, when all bytes have been pushed.
    pub(crate) fn finish(mut self) -> Result<S, IngestError> {
        self.guarded(Self::end_file)?;
        Ok(self.sink)
    }

    /// Does something, unless an error came before, and keeps the error that comes of it.
    fn guarded(&mut self, work: impl FnOnce(&mut Self) -> Result<(), IngestError>) -> Result<(), IngestError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let result = work(self);
        self.failed = result.clone().err();
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
            self.container = if block.starts_with(signatures::GZIP) {
                Container::Gzip(Box::new(Gunzip::new()))
            } else if signatures::ZIP.iter().any(|magic| block.starts_with(magic)) {
                Container::Zip(Box::new(Unzip::new()))
            } else {
                Container::Plain
            };
        }
        let sink = &mut self.sink;
        if let Some(total) = self.total {
            sink.foresee(self.done, total)?;
        }
        self.done += block.len() as u64;
        let name = self.name.as_deref();
        if is_new && !matches!(self.container, Container::Zip(_)) {
            sink.begin(name);
        }
        match &mut self.container {
            Container::Zip(unzip) => {
                let unzipped = unzip.push(block, &self.limits, &mut AsFiles { archive: name, sink });
                unzipped.map_err(|error| in_file(name, error))
            }
            Container::Gzip(gunzip) => {
                let unpacked = gunzip.push(block, &self.limits, |bytes| sink.push(bytes));
                unpacked.map_err(|error| in_file(name, error))
            }
            Container::Plain | Container::Unknown => sink.push(block),
        }
    }

    fn end_file(&mut self) -> Result<(), IngestError> {
        if !self.pending.is_empty() {
            let block = std::mem::take(&mut self.pending);
            self.block(&block)?;
        }
        let name = self.name.take();
        let sink = &mut self.sink;
        match std::mem::replace(&mut self.container, Container::Unknown) {
            // A file without a byte is told of among the others.
            Container::Unknown => {
                sink.begin(name.as_deref());
                sink.end()
            }
            Container::Plain => sink.end(),
            Container::Gzip(gunzip) => {
                gunzip.finish().map_err(|error| in_file(name.as_deref(), error))?;
                sink.end()
            }
            Container::Zip(unzip) => unzip.finish().map_err(|error| in_file(name.as_deref(), error)),
        }
    }
}

/// An error with the name of the file that it is about, unless that is told already.
fn in_file(name: Option<&str>, error: IngestError) -> IngestError {
    match (name, error) {
        (_, error @ IngestError::InFile { .. }) | (None, error) => error,
        (Some(name), error) => IngestError::InFile { file: name.to_owned(), error: Box::new(error) },
    }
}
