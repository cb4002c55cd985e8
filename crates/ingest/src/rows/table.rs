//! The reader of delimited rows: what stands above the table is taken away, the text is split, and rows are changed on their
//! way where they have to be.

use crate::reading::delimited::{Delimited, Quoting};
use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::rows::apostrophes::{Apostrophes, Plain};
use crate::rows::column_order::{Align, Aligned};
use crate::rows::ends::{Ends, Holding};
use crate::rows::preamble::Preamble;
use crate::rows::records::Records;
use crate::rows::records::automaton::Automaton;
use crate::rows::sink::Sink;
use rules::{Readers, Rules};

/// The reader of delimited rows.
pub(crate) struct Table {
    layout: Delimited,
    rules: Rules,
    preamble: Preamble,
    /// Once the lines above are gone.
    splitter: Option<Splitter>,
    /// For exports of this program.
    apostrophes: Apostrophes,
    /// For rules that know what may stand at the end of a file.
    ends: Option<Ends>,
    /// For files after the first that begin with a header.
    align: Option<Align>,
}

/// What splits the text into rows.
enum Splitter {
    Standard(Box<Records>),
    Escaped(Box<Automaton>),
}

impl Splitter {
    fn new(layout: Delimited, rules: Rules, line: u64) -> Self {
        let delimiter = layout.delimiter.byte();
        if layout.quoting.has_escapes() {
            return Splitter::Escaped(Box::new(Automaton::new(delimiter, layout.quoting, line)));
        }
        let records = Records::new(delimiter).at_line(line);
        let records = if layout.quoting == Quoting::Unquoted { records.unquoted() } else { records };
        let is_common = rules.readers() == Readers::Common;
        Splitter::Standard(Box::new(if is_common { records.with_order_marks() } else { records }))
    }

    /// Hands on the rows of a text, or the last of them where there is no more text.
    fn read(&mut self, text: Option<&[u8]>, limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        match (self, text) {
            (Splitter::Standard(records), Some(text)) => records.push(text, limits, sink),
            (Splitter::Standard(records), None) => records.finish(limits, sink),
            (Splitter::Escaped(automaton), Some(text)) => {
                automaton.push(text, limits, |_, record| sink.record(record, true))
            }
            (Splitter::Escaped(automaton), None) => {
                automaton.finish(limits, |_, record, closed| sink.record(record, closed))
            }
        }
    }
}

impl Table {
    /// The reader of a file. `align` is for one whose columns are known from a file before.
    pub(crate) fn new(layout: Delimited, rules: Rules, align: Option<Align>) -> Self {
        Self {
            layout,
            rules,
            preamble: Preamble::new(layout.line.get() - 1),
            splitter: None,
            apostrophes: Apostrophes::new(layout.header, rules.own_exports()),
            ends: (rules.readers() == Readers::Common).then(Ends::default),
            align,
        }
    }

    /// Has the rows of a text taken by a sink, or the last of them where there is no more text.
    pub(crate) fn read(
        &mut self,
        text: Option<&[u8]>,
        limits: &Limits,
        sink: &mut dyn Sink,
    ) -> Result<(), IngestError> {
        let text = match text {
            _ if self.preamble.is_over() => text,
            Some(text) => Some(self.preamble.take(text, |line, text| sink.beside(line, text))),
            None => {
                self.preamble.finish(|line, text| sink.beside(line, text));
                None
            }
        };
        if text == Some(b"") {
            return Ok(());
        }
        match self.align.take() {
            Some(mut align) if !align.is_idle() => {
                let read = self.held(text, limits, &mut Aligned { align: &mut align, limits, sink });
                self.align = Some(align);
                read
            }
            align => {
                self.align = align;
                self.held(text, limits, sink)
            }
        }
    }

    /// The same before columns are put in order: with the last rows held back.
    fn held(&mut self, text: Option<&[u8]>, limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        let Some(mut ends) = self.ends.take() else { return self.plain(text, limits, sink) };
        let mut holding = Holding { ends: &mut ends, sink };
        self.plain(text, limits, &mut holding)?;
        if text.is_none() {
            holding.finish()?;
        }
        self.ends = Some(ends);
        Ok(())
    }

    /// The same before that: without the apostrophes of an export.
    fn plain(&mut self, text: Option<&[u8]>, limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        let Self { layout, rules, preamble, splitter, apostrophes, .. } = self;
        let splitter = splitter.get_or_insert_with(|| Splitter::new(*layout, *rules, preamble.line()));
        if apostrophes.is_idle() {
            splitter.read(text, limits, sink)
        } else {
            splitter.read(text, limits, &mut Plain { apostrophes, sink })
        }
    }
}
