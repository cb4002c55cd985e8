//! Files by path, or `-` for standard input and output. An output file appears whole or not at all.

use super::failure::Failure;
use super::spooled::Spooled;
use analysis::ByteSource;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, StdoutLock, Write};
use std::path::{Path, PathBuf};

/// Stands for standard input or output.
pub const STANDARD: &str = "-";

/// Bytes read at a time.
const SLICE: u64 = 1 << 20;

/// Whether a path means standard input or output.
pub fn is_standard(path: &Path) -> bool {
    path.as_os_str() == STANDARD
}

/// Whether two paths lead to the same file, which need not be there. Two ways to one device are none: nothing there can
/// be written over.
pub fn is_same(one: &Path, other: &Path) -> bool {
    let device = |path: &Path| fs::metadata(path).is_ok_and(|metadata| !metadata.is_file());
    (is_standard(one) && is_standard(other)) || (!device(one) && resolved(one) == resolved(other))
}

fn resolved(path: &Path) -> PathBuf {
    let beside = || {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
    };
    fs::canonicalize(path).ok().or_else(beside).unwrap_or_else(|| path.to_owned())
}

/// An input file. It can be read more than once, whatever it is.
pub struct Input {
    name: String,
    reader: Reader,
    bytes: Option<u64>,
}

enum Reader {
    File(File),
    Spooled(Box<Spooled<Box<dyn Read>>>),
}

impl Reader {
    fn spooled(source: impl Read + 'static) -> Self {
        Self::Spooled(Box::new(Spooled::new(Box::new(source))))
    }
}

impl Input {
    /// Opens a file, or standard input.
    ///
    /// # Errors
    /// [`Failure::Read`] when it cannot be opened.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        if is_standard(path) {
            let reader = Reader::spooled(io::stdin().lock());
            return Ok(Self { name: "standard input".into(), reader, bytes: None });
        }
        let name = path.display().to_string();
        match File::open(path).and_then(|file| file.metadata().map(|metadata| (file, metadata))) {
            Ok((file, metadata)) if metadata.is_file() => {
                Ok(Self { name, reader: Reader::File(file), bytes: Some(metadata.len()) })
            }
            Ok((file, _)) => Ok(Self { name, reader: Reader::spooled(file), bytes: None }),
            Err(error) => Err(Failure::Read { name, error }),
        }
    }

    /// The path as given, for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name without its folders, for links.
    pub fn file_name(&self) -> String {
        let name = Path::new(&self.name).file_name().map(|name| name.to_string_lossy().into_owned());
        name.unwrap_or_else(|| self.name.clone())
    }

    /// How many bytes the file has, where that is known before it is read.
    pub fn bytes(&self) -> Option<u64> {
        self.bytes
    }

    /// All bytes, where they are at most so many. They are not kept: nobody reads them again.
    ///
    /// # Errors
    /// [`Failure::Read`] when they are more, or cannot be read.
    pub fn read_all(self, most: u64) -> Result<Vec<u8>, Failure> {
        let mut source: Box<dyn Read> = match self.reader {
            Reader::File(file) => Box::new(file),
            Reader::Spooled(spooled) => spooled.into_source(),
        };
        let failed = |error| Err(Failure::Read { name: self.name, error });
        match read(&mut source, most.saturating_add(1), self.bytes) {
            Ok(bytes) if bytes.len() as u64 <= most => Ok(bytes),
            Ok(_) => failed(io::Error::other(format!("it is larger than {most} bytes"))),
            Err(error) => failed(error),
        }
    }
}

/// The next bytes of so many, at most so many; fewer only at the end.
fn read(source: &mut impl Read, most: u64, of: Option<u64>) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(of.map_or(most, |of| of.min(most)).min(SLICE) as usize);
    source.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl ByteSource for Input {
    fn total(&self) -> f64 {
        self.bytes.unwrap_or(0) as f64
    }

    async fn next(&mut self) -> Result<Vec<u8>, String> {
        let bytes = match &mut self.reader {
            Reader::File(file) => read(file, SLICE, self.bytes),
            Reader::Spooled(spooled) => read(spooled, SLICE, self.bytes),
        };
        bytes.map_err(|error| error.to_string())
    }

    fn rewind(&mut self) -> Result<(), String> {
        let rewound = match &mut self.reader {
            Reader::File(file) => file.rewind(),
            Reader::Spooled(spooled) => spooled.rewind(),
        };
        rewound.map_err(|error| error.to_string())
    }
}

/// An output file. It is written beside its place and moved there by [`Output::commit`]; what is dropped before leaves
/// nothing.
pub struct Output {
    name: String,
    sink: Sink,
    closed: bool,
}

enum Sink {
    Standard(StdoutLock<'static>),
    /// A device or a pipe: nothing can be moved there.
    Direct(File),
    Beside(File, Beside),
}

impl Output {
    /// Opens a file to be written, or standard output. A file that is there stays until the new one is whole.
    ///
    /// # Errors
    /// [`Failure::Write`] when it cannot be written there.
    pub fn create(path: &Path) -> Result<Self, Failure> {
        if is_standard(path) {
            let sink = Sink::Standard(io::stdout().lock());
            return Ok(Self { name: "standard output".into(), sink, closed: false });
        }
        let name = path.display().to_string();
        let direct = fs::metadata(path).is_ok_and(|metadata| !metadata.is_file());
        let sink = if direct {
            OpenOptions::new().write(true).open(path).map(Sink::Direct)
        } else {
            Beside::create(path).map(|(file, beside)| Sink::Beside(file, beside))
        };
        match sink {
            Ok(sink) => Ok(Self { name, sink, closed: false }),
            Err(error) => Err(Failure::Write { name, error }),
        }
    }

    /// The path as given, for messages.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether nobody reads any more: what is written goes nowhere, and the rest need not be made.
    pub fn is_closed(&self) -> bool {
        self.closed
    }

    /// Appends text.
    ///
    /// # Errors
    /// [`Failure::Write`]; that a reader has gone away is none.
    pub fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.write_bytes(text.as_bytes())
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn write_bytes(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let result = match &mut self.sink {
            _ if self.closed => Ok(()),
            Sink::Standard(sink) => sink.write_all(bytes),
            Sink::Direct(sink) | Sink::Beside(sink, _) => sink.write_all(bytes),
        };
        self.unless_closed(result)
    }

    /// Makes what was written lasting, and puts it in its place.
    ///
    /// # Errors
    /// [`Failure::Write`].
    pub fn commit(mut self) -> Result<(), Failure> {
        let result = match &mut self.sink {
            _ if self.closed => Ok(()),
            Sink::Standard(sink) => sink.flush(),
            Sink::Direct(sink) => sink.flush(),
            Sink::Beside(file, beside) => file.sync_all().and_then(|()| beside.commit()),
        };
        self.unless_closed(result)
    }

    /// Gives up, for a reason of the writer's own.
    ///
    /// # Errors
    /// [`Failure::Write`], always.
    pub fn fail(self, error: io::Error) -> Result<(), Failure> {
        Err(Failure::Write { name: self.name, error })
    }

    fn unless_closed(&mut self, result: io::Result<()>) -> Result<(), Failure> {
        match result {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => self.closed = true,
            Err(error) => return Err(Failure::Write { name: self.name.clone(), error }),
            Ok(()) => {}
        }
        Ok(())
    }
}

/// The place of a temporary file, and the one that it is meant for. Dropped, it takes the temporary file away.
struct Beside {
    temporary: PathBuf,
    target: PathBuf,
    moved: bool,
}

impl Beside {
    fn create(path: &Path) -> io::Result<(File, Self)> {
        // Through links to the file that is meant: a link stays one.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let name = target.file_name().ok_or_else(|| io::Error::from(ErrorKind::IsADirectory))?;
        let mut attempt = 0_u32;
        loop {
            let mut own = std::ffi::OsString::from(".");
            own.push(name);
            own.push(format!(".{}-{attempt}.tmp", std::process::id()));
            let temporary = target.with_file_name(own);
            match OpenOptions::new().write(true).create_new(true).open(&temporary) {
                Ok(file) => {
                    let beside = Self { temporary, target, moved: false };
                    if let Ok(metadata) = fs::metadata(&beside.target) {
                        file.set_permissions(metadata.permissions())?;
                    }
                    return Ok((file, beside));
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists && attempt < 100 => attempt += 1,
                Err(error) => return Err(error),
            }
        }
    }

    fn commit(&mut self) -> io::Result<()> {
        fs::rename(&self.temporary, &self.target)?;
        self.moved = true;
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.moved {
            // What cannot be taken away stays; there is nobody left to tell.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}
