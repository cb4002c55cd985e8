//! Text into rows, file by file: its beginning tells the layout, and so which reader takes it.

use crate::reading::delimited::{Delimited, Quoting};
use crate::reading::delimiter::Delimiter;
use crate::reading::layout::Layout;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::report::other_format::OtherFormat;
use crate::rows::clf::Clf;
use crate::rows::column_order::Align;
use crate::rows::json::Json;
use crate::rows::json_document::Document;
use crate::rows::markdown::Markdown;
use crate::rows::other_documents::other_document;
use crate::rows::real_time::RealTime;
use crate::rows::sink::RowSink;
use crate::rows::table::Table;
use crate::rows::table_recognition;
use crate::rows::w3c::W3c;
use crate::text::sink::TextSink;
use rules::{Readers, Rules};

/// How text is told apart into rows.
#[derive(Clone, Debug)]
pub(crate) struct Recognition {
    /// The layout, where it is chosen.
    pub layout: Option<Layout>,
    /// Whether only what the first links could mean is recognised.
    pub first_links: bool,
    /// What is recognised, and how exports of this program are read.
    pub rules: Rules,
}

/// The reader of text, whatever its layout.
pub(crate) struct TextReader<S> {
    limits: Limits,
    /// Its layout is that which is chosen, or else the one found in the first file that holds something.
    recognition: Recognition,
    sink: S,
    reader: Option<Reader>,
    /// What the text is, where nothing can be made of it.
    refused: Option<OtherFormat>,
}

/// What makes rows of it.
enum Reader {
    Table(Box<Table>),
    W3c(W3c),
    Json(Json),
    Document(Box<Document>),
    Markdown(Box<Markdown>),
    Clf(Clf),
    RealTime(Box<RealTime>),
}

impl<S: RowSink> TextReader<S> {
    /// The layout is recognised where none is chosen.
    pub(crate) fn new(recognition: Recognition, limits: Limits, sink: S) -> Self {
        Self { limits, recognition, sink, reader: None, refused: None }
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
            return self
                .reader
                .take()
                .filter(|reader| !matches!(reader, Reader::Table(_) | Reader::Markdown(_) | Reader::RealTime(_)));
        }
        let Recognition { layout, first_links, rules } = &mut self.recognition;
        let layout = layout.get_or_insert_with(|| {
            if *first_links {
                Layout::of_first_links(head)
            } else {
                Layout::recognise(head, complete, *rules, &self.limits)
            }
        });
        self.sink.set_layout(layout, *layout != Layout::of_first_links(head));
        let mut reader = match (&*layout, self.reader.take()) {
            (Layout::W3c, Some(reader @ Reader::W3c(_)))
            | (Layout::Clf, Some(reader @ Reader::Clf(_)))
            | (Layout::Json(_), Some(reader @ Reader::Document(_)))
            | (Layout::JsonLines, Some(reader @ Reader::Json(_))) => reader,
            (Layout::W3c, _) => Reader::W3c(W3c::new(rules.readers())),
            (Layout::Markdown, _) => {
                let names = self.sink.names();
                let align = names.map(|names| Align::new(names.to_vec(), *rules));
                Reader::Markdown(Box::new(Markdown::new(align)))
            }
            (Layout::Clf, _) => Reader::Clf(Clf::default()),
            (Layout::RealTime, _) => {
                let tabs = Delimited { quoting: Quoting::Unquoted, header: false, ..Delimited::new(Delimiter::Tab) };
                let table = Table::new(tabs, *rules, None);
                Reader::RealTime(Box::new(RealTime::new(table, self.sink.names().is_some())))
            }
            (Layout::JsonLines, _) => Reader::Json(Json::new(rules.readers())),
            (Layout::Json(path), _) => Reader::Document(Box::new(Document::new(path.clone()))),
            (Layout::Delimited(layout), _) => {
                let names = self.sink.names().filter(|_| layout.header);
                let mut layout = *layout;
                if let Some(names) = names.filter(|_| rules.readers() == Readers::Common) {
                    layout.line = table_recognition::header_line(head, complete, layout, names, &self.limits);
                }
                let align = names.map(|names| Align::new(names.to_vec(), *rules));
                Reader::Table(Box::new(Table::new(layout, *rules, align)))
            }
        };
        if let Reader::W3c(log) = &mut reader {
            log.look_at(head);
        }
        Some(reader)
    }
}

impl<S: RowSink> TextSink for TextReader<S> {
    fn begin(&mut self, name: Option<&str>) {
        self.sink.begin(name);
    }

    fn show(&mut self, head: &[u8], complete: bool) {
        self.refused = match self.recognition.rules.readers() {
            Readers::First => None,
            Readers::Common => other_document(head),
        };
        self.reader = self.reader_of(head, complete);
    }

    fn push(&mut self, text: &[u8]) -> Result<(), IngestError> {
        let Self { limits, sink, refused, .. } = self;
        if let Some(format) = refused {
            return Err(IngestError::OtherFormat(*format));
        }
        match &mut self.reader {
            Some(Reader::Table(table)) => table.read(Some(text), limits, sink),
            Some(Reader::W3c(log)) => log.push(text, limits, sink),
            Some(Reader::Json(json)) => json.push(text, limits, sink),
            Some(Reader::Document(document)) => document.push(text, limits, sink),
            Some(Reader::Markdown(table)) => table.push(text, limits, sink),
            Some(Reader::Clf(log)) => log.push(text, limits, sink),
            Some(Reader::RealTime(log)) => log.read(Some(text), limits, sink),
            None => Ok(()),
        }
    }

    fn end(&mut self) -> Result<(), IngestError> {
        let Self { limits, sink, .. } = self;
        match &mut self.reader {
            Some(Reader::Table(table)) => table.read(None, limits, sink),
            Some(Reader::W3c(log)) => log.finish(limits, sink),
            Some(Reader::Json(json)) => json.finish(limits, sink),
            Some(Reader::Document(document)) => document.finish(limits, sink),
            Some(Reader::Markdown(table)) => table.finish(limits, sink),
            Some(Reader::Clf(log)) => log.finish(limits, sink),
            Some(Reader::RealTime(log)) => log.read(None, limits, sink),
            None => Ok(()),
        }
    }

    fn foresee(&mut self, done: u64, total: u64) -> Result<(), IngestError> {
        self.sink.foresee(done, total)
    }
}
