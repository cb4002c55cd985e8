//! Text into rows, file by file: its beginning tells the layout, and so which reader takes it.

use crate::reading::layout::Layout;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::rows::apostrophes::{Apostrophes, Plain};
use crate::rows::column_order::{Align, Aligned};
use crate::rows::json::Json;
use crate::rows::records::Records;
use crate::rows::sink::{RowSink, Sink};
use crate::rows::w3c::W3c;
use crate::text::sink::TextSink;
use rules::OwnExports;

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

/// The reader of text, whatever its layout.
pub(crate) struct TextReader<S> {
    limits: Limits,
    /// Its layout is that which is chosen, or else the one found in the first file that holds something.
    recognition: Recognition,
    sink: S,
    reader: Option<Reader>,
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

impl<S: RowSink> TextReader<S> {
    /// The layout is recognised where none is chosen.
    pub(crate) fn new(recognition: Recognition, limits: Limits, sink: S) -> Self {
        Self { limits, recognition, sink, reader: None }
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
}

impl<S: RowSink> TextSink for TextReader<S> {
    fn begin(&mut self, name: Option<&str>) {
        self.sink.begin(name);
    }

    fn show(&mut self, head: &[u8], complete: bool) {
        self.reader = self.reader_of(head, complete);
    }

    fn push(&mut self, text: &[u8]) -> Result<(), IngestError> {
        let Self { limits, sink, .. } = self;
        match &mut self.reader {
            Some(Reader::Delimited(delimited)) => delimited.read(Some(text), limits, sink),
            Some(Reader::W3c(log)) => log.push(text, limits, sink),
            Some(Reader::Json(json)) => json.push(text, limits, sink),
            None => Ok(()),
        }
    }

    fn end(&mut self) -> Result<(), IngestError> {
        let Self { limits, sink, .. } = self;
        match &mut self.reader {
            Some(Reader::Delimited(delimited)) => delimited.read(None, limits, sink),
            Some(Reader::W3c(log)) => log.finish(limits, sink),
            Some(Reader::Json(json)) => json.finish(limits, sink),
            None => Ok(()),
        }
    }

    fn foresee(&mut self, done: u64, total: u64) -> Result<(), IngestError> {
        self.sink.foresee(done, total)
    }
}
