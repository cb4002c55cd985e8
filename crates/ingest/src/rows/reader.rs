//! Text before it is split into rows, file by file: its beginning tells the encoding and the layout, and refuses what is
//! no text.

use crate::container::signatures;
use crate::reading::layout::Layout;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::report::other_format::OtherFormat;
use crate::rows::apostrophes::{Apostrophes, Plain};
use crate::rows::column_order::{Align, Aligned};
use crate::rows::json::Json;
use crate::rows::records::{Records, Sink};
use crate::rows::w3c::W3c;
use crate::text::utf16::{self, Utf16};
use rules::OwnExports;

/// Bytes from which encoding and layout are told; zero bytes among them mean that it is no text.
const HEAD: usize = 64 << 10;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What takes the rows of files, one file behind the other.
pub(crate) trait RowSink: Sink {
    /// A file begins, or a member of an archive.
    fn begin(&mut self, name: Option<&str>);

    /// What the text turned out to be laid out like; `told` where a closed mapping must be told that.
    fn set_layout(&mut self, layout: Layout, told: bool);

    /// The names of the columns, once they are known.
    fn names(&self) -> Option<&[String]>;

    /// Is told how much of the files has been read and how much there is.
    ///
    /// # Errors
    /// [`IngestError::WillNotFit`].
    fn foresee(&mut self, _done: u64, _total: u64) -> Result<(), IngestError> {
        Ok(())
    }
}

/// How text is told apart into rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recognition {
    /// The layout, where it is chosen.
    pub layout: Option<Layout>,
    /// Whether only what the first links could mean is recognised.
    pub first_links: bool,
    /// How exports of this program are read.
    pub own_exports: OwnExports,
}

/// The taker of text.
pub(crate) struct Text<S> {
    limits: Limits,
    bytes: u64,
    /// Its layout is that which is chosen, or else the one found in the first file that holds something.
    recognition: Recognition,
    sink: S,
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
    Delimited(Box<Delimited>),
    W3c(W3c),
    Json(Json),
}

/// Rows with delimiters, and what is done to them on their way.
struct Delimited {
    records: Records,
    /// For exports of this program.
    apostrophes: Apostrophes,
    /// For files after the first that begin with a header.
    align: Option<Align>,
}

impl Delimited {
    /// Has the rows of a text taken by a sink, or the last of them where there is no more text.
    fn read(&mut self, text: Option<&[u8]>, limits: &Limits, sink: &mut impl Sink) -> Result<(), IngestError> {
        let Self { records, apostrophes, align } = self;
        fn hand_on(
            records: &mut Records,
            text: Option<&[u8]>,
            limits: &Limits,
            sink: &mut impl Sink,
        ) -> Result<(), IngestError> {
            match text {
                Some(text) => records.push(text, limits, sink),
                None => records.finish(limits, sink),
            }
        }
        let mut align = align.as_mut().filter(|align| !align.is_idle());
        if apostrophes.is_idle() {
            return match align {
                Some(align) => hand_on(records, text, limits, &mut Aligned { align, limits, sink }),
                None => hand_on(records, text, limits, sink),
            };
        }
        match &mut align {
            Some(align) => {
                let sink = &mut Aligned { align, limits, sink };
                hand_on(records, text, limits, &mut Plain { apostrophes, sink })
            }
            None => hand_on(records, text, limits, &mut Plain { apostrophes, sink }),
        }
    }
}

impl<S: RowSink> Text<S> {
    /// The layout is recognised where none is chosen.
    pub(crate) fn new(recognition: Recognition, limits: Limits, sink: S) -> Self {
        Self { limits, bytes: 0, recognition, sink, reader: None, part: Part::new(None) }
    }

    /// Begins a file, or a member of an archive. One without a name is the only one.
    pub(crate) fn begin(&mut self, name: Option<&str>) {
        self.part = Part::new(name);
        self.sink.begin(name);
    }

    /// Takes a piece of its text.
    pub(crate) fn push(&mut self, text: &[u8]) -> Result<(), IngestError> {
        self.take(text).map_err(|error| self.named(error))
    }

    /// Ends it.
    pub(crate) fn end(&mut self) -> Result<(), IngestError> {
        self.close().map_err(|error| self.named(error))
    }

    /// What takes the rows.
    pub(crate) fn sink(&self) -> &S {
        &self.sink
    }

    /// What takes the rows, to be told something.
    pub(crate) fn sink_mut(&mut self) -> &mut S {
        &mut self.sink
    }

    /// What has taken the rows, when all text has come.
    pub(crate) fn into_sink(self) -> S {
        self.sink
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
        let Self { limits, sink, .. } = self;
        match &mut self.reader {
            Some(Reader::Delimited(delimited)) => delimited.read(None, limits, sink),
            Some(Reader::W3c(log)) => log.finish(limits, sink),
            Some(Reader::Json(json)) => json.finish(limits, sink),
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
        self.reader = self.reader_of(head, complete);
        self.read(head)
    }

    /// What reads a text that begins like this; nothing, where it is blank.
    fn reader_of(&mut self, head: &[u8], complete: bool) -> Option<Reader> {
        if complete && head.trim_ascii().is_empty() {
            // The columns that were found before are not forgotten for it.
            return self.reader.take().filter(|reader| !matches!(reader, Reader::Delimited(..)));
        }
        let Recognition { first_links, own_exports, .. } = self.recognition;
        let layout = *self.recognition.layout.get_or_insert_with(|| {
            if first_links {
                Layout::of_first_links(head)
            } else {
                Layout::recognise(head, complete, own_exports, &self.limits)
            }
        });
        self.sink.set_layout(layout, layout != Layout::of_first_links(head));
        Some(match (layout, self.reader.take()) {
            (Layout::W3c, Some(reader @ Reader::W3c(_))) | (Layout::JsonLines, Some(reader @ Reader::Json(_))) => {
                reader
            }
            (Layout::W3c, _) => Reader::W3c(W3c::default()),
            (Layout::JsonLines, _) => Reader::Json(Json::new()),
            (Layout::Delimited { delimiter, header }, _) => {
                let names = self.sink.names().filter(|_| header);
                let align = names.map(|names| Align::new(names.to_vec(), own_exports));
                let apostrophes = Apostrophes::new(header, own_exports);
                let records = Records::new(delimiter.byte());
                Reader::Delimited(Box::new(Delimited { records, apostrophes, align }))
            }
        })
    }

    fn read(&mut self, text: &[u8]) -> Result<(), IngestError> {
        let Self { limits, sink, .. } = self;
        match &mut self.reader {
            Some(Reader::Delimited(delimited)) => delimited.read(Some(text), limits, sink),
            Some(Reader::W3c(log)) => log.push(text, limits, sink),
            Some(Reader::Json(json)) => json.push(text, limits, sink),
            None => Ok(()),
        }
    }
}
