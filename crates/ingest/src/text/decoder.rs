//! The bytes of files into text, file by file: their beginning tells the encoding, and refuses what is no text.

use super::sink::TextSink;
use super::utf16::{self, Utf16};
use crate::container::signatures;
use crate::container::sink::FileSink;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::report::other_format::OtherFormat;

/// Bytes from which encoding and layout are told; zero bytes among them mean that it is no text.
const HEAD: usize = 64 << 10;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The decoder of files.
pub(crate) struct Decoder<S> {
    limits: Limits,
    bytes: u64,
    /// The file under way, or the member of an archive.
    name: Option<String>,
    encoding: Encoding,
    sink: S,
}

/// How the file under way is encoded.
enum Encoding {
    /// What has come of it does not tell yet.
    Unknown(Vec<u8>),
    Utf8,
    Utf16(Utf16),
}

impl<S: TextSink> Decoder<S> {
    /// Files whose text is taken by this.
    pub(crate) fn new(limits: Limits, sink: S) -> Self {
        Self { limits, bytes: 0, name: None, encoding: Encoding::Unknown(Vec::new()), sink }
    }

    /// What takes the text.
    pub(crate) fn sink(&self) -> &S {
        &self.sink
    }

    /// What takes the text, to be told something.
    pub(crate) fn sink_mut(&mut self) -> &mut S {
        &mut self.sink
    }

    /// What has taken the text, when all has come.
    pub(crate) fn into_sink(self) -> S {
        self.sink
    }

    fn named(&self, error: IngestError) -> IngestError {
        match &self.name {
            Some(file) => IngestError::InFile { file: file.clone(), error: Box::new(error) },
            None => error,
        }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), IngestError> {
        self.bytes += bytes.len() as u64;
        if self.bytes > self.limits.text_bytes {
            return Err(IngestError::TooMuchText { limit: self.limits.text_bytes });
        }
        let mut rest = bytes;
        if let Encoding::Unknown(head) = &mut self.encoding {
            let (now, later) = bytes.split_at(bytes.len().min(HEAD - head.len()));
            head.extend_from_slice(now);
            rest = later;
            if head.len() < HEAD {
                return Ok(());
            }
            self.open()?;
        }
        match &mut self.encoding {
            Encoding::Utf16(decoder) => {
                let mut decoded = Vec::with_capacity(rest.len());
                decoder.push(rest, &mut decoded);
                self.sink.push(&decoded)
            }
            _ => self.sink.push(rest),
        }
    }

    fn close(&mut self) -> Result<(), IngestError> {
        if matches!(self.encoding, Encoding::Unknown(_)) {
            self.open()?;
        }
        if let Encoding::Utf16(decoder) = &mut self.encoding {
            let mut decoded = Vec::new();
            decoder.finish(&mut decoded);
            self.sink.push(&decoded)?;
        }
        self.sink.end()
    }

    /// Looks at the head, and hands it on.
    fn open(&mut self) -> Result<(), IngestError> {
        let Encoding::Unknown(head) = std::mem::replace(&mut self.encoding, Encoding::Utf8) else { return Ok(()) };
        let complete = head.len() < HEAD;
        let mut decoded = Vec::new();
        let head = if let Some(mut decoder) = Utf16::of(&head) {
            decoder.push(head.get(2..).unwrap_or_default(), &mut decoded);
            self.encoding = Encoding::Utf16(decoder);
            &decoded
        } else {
            head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&head)
        };
        if let Some(format) = signatures::other_format(head) {
            return Err(IngestError::OtherFormat(format));
        }
        if head.starts_with(signatures::GZIP) {
            return Err(IngestError::OtherFormat(OtherFormat::GzipTwice));
        }
        if let Some(at) = head.iter().position(|&byte| byte == 0) {
            if utf16::seems_unmarked(head) {
                return Err(IngestError::OtherFormat(OtherFormat::Utf16));
            }
            return Err(IngestError::Binary { position: at as u64 + 1 });
        }
        self.sink.show(head, complete);
        self.sink.push(head)
    }
}

impl<S: TextSink> FileSink for Decoder<S> {
    fn begin(&mut self, name: Option<&str>) {
        self.name = name.map(str::to_owned);
        self.encoding = Encoding::Unknown(Vec::new());
        self.sink.begin(name);
    }

    fn push(&mut self, bytes: &[u8]) -> Result<(), IngestError> {
        self.take(bytes).map_err(|error| self.named(error))
    }

    fn end(&mut self) -> Result<(), IngestError> {
        self.close().map_err(|error| self.named(error))
    }

    fn foresee(&mut self, done: u64, total: u64) -> Result<(), IngestError> {
        self.sink.foresee(done, total)
    }
}
