//! Text before it is split into rows, file by file: its beginning tells the encoding and the layout, and refuses what is
//! no text.

use super::align::{Align, Aligned};
use super::error::{IngestError, OtherFormat};
use super::format;
use super::intake::{Intake, Taking};
use super::json::Json;
use super::layout::Layout;
use super::limits::Limits;
use super::reading::Reading;
use super::records::Records;
use super::utf16::{self, Utf16};
use super::w3c::W3c;
use crate::rules::Rules;

/// Bytes from which encoding and layout are told; zero bytes among them mean that it is no text.
const HEAD: usize = 64 << 10;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The taker of text.
pub(super) struct Text {
    limits: Limits,
    bytes: u64,
    /// As chosen, or else as it was found in the first file that holds something.
    layout: Option<Layout>,
    /// Whether only what the first links could mean is recognised.
    first_links: bool,
    intake: Intake,
    reader: Option<Reader>,
    part: Part,
}

/// One file, or one member of an archive.
struct Part {
    name: Option<String>,
    stage: Stage,
}

enum Stage {
    Head(Vec<u8>),
    Utf8,
    Utf16(Utf16),
}

impl Part {
    fn new(name: Option<&str>) -> Self {
        Self { name: name.map(str::to_owned), stage: Stage::Head(Vec::new()) }
    }
}

/// What makes rows of it.
enum Reader {
    /// The second is for files after the first that begin with a header.
    Delimited(Box<Records>, Option<Align>),
    W3c(W3c),
    Json(Json),
}

impl Text {
    /// The layout is recognised where none is chosen.
    pub(super) fn new(reading: Reading, rules: Rules, limits: Limits) -> Self {
        let layout = reading.layout;
        let first_links = reading.mapping.is_closed() && layout.is_none();
        // Until the text is seen; nothing comes of it before.
        let unseen = layout.unwrap_or(Layout::W3c);
        let intake = Intake::new(reading, rules, limits, unseen, first_links);
        Self { limits, bytes: 0, layout, first_links, intake, reader: None, part: Part::new(None) }
    }

    /// Begins a file, or a member of an archive. One without a name is the only one.
    pub(super) fn begin(&mut self, name: Option<&str>) {
        self.part = Part::new(name);
        self.intake.begin(name);
    }

    /// Takes a piece of its text.
    pub(super) fn push(&mut self, text: &[u8]) -> Result<(), IngestError> {
        self.take(text).map_err(|error| self.named(error))
    }

    /// Ends it.
    pub(super) fn end(&mut self) -> Result<(), IngestError> {
        self.close().map_err(|error| self.named(error))
    }

    /// The table, when all text has come.
    pub(super) fn finish(self) -> Result<Taking, IngestError> {
        self.intake.finish()
    }

    /// Is told how much of the files has been read and how much there is.
    ///
    /// # Errors
    /// [`IngestError::WillNotFit`].
    pub(super) fn foresee(&mut self, done: u64, total: u64) -> Result<(), IngestError> {
        self.intake.foresee(done, total)
    }

    /// Data rows so far.
    pub(super) fn rows(&self) -> u64 {
        self.intake.rows()
    }

    fn named(&self, error: IngestError) -> IngestError {
        match &self.part.name {
            Some(file) => IngestError::InFile { file: file.clone(), error: Box::new(error) },
            None => error,
        }
    }

    fn take(&mut self, text: &[u8]) -> Result<(), IngestError> {
        self.bytes += text.len() as u64;
        if self.bytes > self.limits.text_bytes {
            return Err(IngestError::TooMuchText { limit: self.limits.text_bytes });
        }
        let mut rest = text;
        if let Stage::Head(head) = &mut self.part.stage {
            let (now, later) = text.split_at(text.len().min(HEAD - head.len()));
            head.extend_from_slice(now);
            rest = later;
            if head.len() < HEAD {
                return Ok(());
            }
            self.open()?;
        }
        match &mut self.part.stage {
            Stage::Utf16(decoder) => {
                let mut decoded = Vec::with_capacity(rest.len());
                decoder.push(rest, &mut decoded);
                self.read(&decoded)
            }
            _ => self.read(rest),
        }
    }

    fn close(&mut self) -> Result<(), IngestError> {
        if matches!(self.part.stage, Stage::Head(_)) {
            self.open()?;
        }
        if let Stage::Utf16(decoder) = &mut self.part.stage {
            let mut decoded = Vec::new();
            decoder.finish(&mut decoded);
            self.read(&decoded)?;
        }
        let Self { limits, intake, .. } = self;
        match &mut self.reader {
            Some(Reader::Delimited(records, Some(align))) if !align.is_idle() => {
                records.finish(limits, &mut Aligned { align, limits, sink: intake })
            }
            Some(Reader::Delimited(records, _)) => records.finish(limits, intake),
            Some(Reader::W3c(log)) => log.finish(limits, intake),
            Some(Reader::Json(json)) => json.finish(limits, intake),
            None => Ok(()),
        }
    }

    /// Looks at the head, and reads it.
    fn open(&mut self) -> Result<(), IngestError> {
        let Stage::Head(head) = std::mem::replace(&mut self.part.stage, Stage::Utf8) else { return Ok(()) };
        let complete = head.len() < HEAD;
        let mut decoded = Vec::new();
        let head = if let Some(mut decoder) = Utf16::of(&head) {
            decoder.push(head.get(2..).unwrap_or_default(), &mut decoded);
            self.part.stage = Stage::Utf16(decoder);
            &decoded
        } else {
            head.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&head)
        };
        if let Some(format) = format::other_format(head) {
            return Err(IngestError::OtherFormat(format));
        }
        if head.starts_with(format::GZIP) {
            return Err(IngestError::OtherFormat(OtherFormat::GzipTwice));
        }
        if let Some(at) = head.iter().position(|&byte| byte == 0) {
            if utf16::seems_unmarked(head) {
                return Err(IngestError::OtherFormat(OtherFormat::Utf16));
            }
            return Err(IngestError::Binary { position: at as u64 + 1 });
        }
        self.reader = self.reader_of(head, complete);
        self.read(head)
    }

    /// What reads a text that begins like this; nothing, where it is blank.
    fn reader_of(&mut self, head: &[u8], complete: bool) -> Option<Reader> {
        if complete && head.trim_ascii().is_empty() {
            // The columns that were found before are not forgotten for it.
            return self.reader.take().filter(|reader| !matches!(reader, Reader::Delimited(..)));
        }
        let layout = *self.layout.get_or_insert_with(|| {
            if self.first_links {
                Layout::of_first_links(head)
            } else {
                Layout::recognise(head, complete, &self.limits)
            }
        });
        self.intake.set_layout(layout, layout != Layout::of_first_links(head));
        Some(match (layout, self.reader.take()) {
            (Layout::W3c, Some(reader @ Reader::W3c(_))) | (Layout::JsonLines, Some(reader @ Reader::Json(_))) => {
                reader
            }
            (Layout::W3c, _) => Reader::W3c(W3c::default()),
            (Layout::JsonLines, _) => Reader::Json(Json::new()),
            (Layout::Delimited { delimiter, header }, _) => {
                let names = self.intake.names().filter(|_| header);
                let align = names.map(|names| Align::new(names.to_vec()));
                Reader::Delimited(Box::new(Records::new(delimiter.byte())), align)
            }
        })
    }

    fn read(&mut self, text: &[u8]) -> Result<(), IngestError> {
        let Self { limits, intake, .. } = self;
        match &mut self.reader {
            Some(Reader::Delimited(records, Some(align))) if !align.is_idle() => {
                records.push(text, limits, &mut Aligned { align, limits, sink: intake })
            }
            Some(Reader::Delimited(records, _)) => records.push(text, limits, intake),
            Some(Reader::W3c(log)) => log.push(text, limits, intake),
            Some(Reader::Json(json)) => json.push(text, limits, intake),
            None => Ok(()),
        }
    }
}
