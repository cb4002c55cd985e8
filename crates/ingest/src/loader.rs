//! The door of the room: bytes in slices of any size in, a table with its report out.

use crate::columns::intake::Intake;
use crate::columns::intake::finish::Outcome;
use crate::columns::intake::reconsider::Decided;
use crate::columns::summary::ResolvedMapping;
use crate::container::identity::{FileIdentity, Identifier};
use crate::pipeline::Pipeline;
use crate::reading::Reading;
use crate::reading::layout::Layout;
use crate::reading::limits::Limits;
use crate::reading::mapping::Mapping;
use crate::report::Report;
use crate::report::error::IngestError;
use crate::rows::reader::Recognition;
use crate::sessions::made::{Aside, Made};
use crate::sessions::row_places::RowPlaces;
use rules::Rules;
use std::num::NonZeroU32;
use telemetry::{Table, Truth};

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

/// What comes of a file that was read to its end.
pub enum Finished {
    /// Its sessions.
    Loaded(Box<Loaded>),
    /// All rows say that a column is to be read otherwise than its first ones let expect. This loader knows how: it is to be
    /// given the same bytes once more, and asks for it no second time.
    Again(Box<Loader>),
}

impl Finished {
    /// Its sessions.
    ///
    /// # Errors
    /// [`IngestError::ReadAgain`] where there are none yet.
    pub fn loaded(self) -> Result<Loaded, IngestError> {
        match self {
            Finished::Loaded(loaded) => Ok(*loaded),
            Finished::Again(_) => Err(IngestError::ReadAgain),
        }
    }
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
    total: Option<u64>,
    /// What the columns are, where the file is read for the second time, and which file that is.
    decided: Option<Decided>,
    source: Option<FileIdentity>,
    /// Once something has come.
    files: Option<Box<Pipeline<Intake>>>,
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
            total: None,
            decided: None,
            source: None,
            files: None,
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

    /// Whether it has seen the file before, and so knows which it is.
    pub fn knows_file(&self) -> bool {
        self.source.is_some()
    }

    /// Begins a file of this name, and ends the one before. To be called before each of several files; the rows of all are
    /// one table, in this order. Columns are taken by name: they need not stand in the same order, and must be the same.
    ///
    /// # Errors
    /// [`IngestError`] where the file before is incomplete.
    pub fn next_file(&mut self, name: &str) -> Result<(), IngestError> {
        self.files().next_file(name)
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
        self.files().push(bytes)
    }

    /// Data rows so far, rejected ones among them.
    pub fn rows(&self) -> u64 {
        self.files.as_ref().map_or(0, |files| files.sink().rows())
    }

    /// The table, when all bytes have been pushed, of a file that need not be read again: one whose rows are those by which its
    /// columns are told, some thousands, or any by rules that ask no others.
    ///
    /// # Errors
    /// [`IngestError`] when the file cannot be loaded, and [`IngestError::ReadAgain`] where it has to be read twice.
    pub fn finish(self) -> Result<Loaded, IngestError> {
        self.finish_or_again()?.loaded()
    }

    /// The table, when all bytes have been pushed, or a loader for a second reading.
    ///
    /// # Errors
    /// [`IngestError`] when the file cannot be loaded.
    pub fn finish_or_again(mut self) -> Result<Finished, IngestError> {
        let identity = match (self.source, self.identifier.take()) {
            (Some(source), _) => source,
            (None, Some(identifier)) => identifier.finish(),
            (None, None) => return Err(IngestError::NoHash),
        };
        self.finish_as(identity)
    }

    /// The table, when all bytes have been pushed and somebody else has hashed them, or a loader for a second reading.
    ///
    /// # Errors
    /// [`IngestError`] when the file cannot be loaded, and [`IngestError::Changed`] when the two have not seen the same
    /// number of bytes.
    pub fn finish_as(mut self, source: FileIdentity) -> Result<Finished, IngestError> {
        self.files();
        let Some(files) = self.files.take() else { return Err(IngestError::Empty) };
        let outcome = files.finish()?.finish()?;
        if source.bytes != self.bytes {
            return Err(IngestError::Changed { expected: source.bytes, read: self.bytes });
        }
        let taking = match outcome {
            Outcome::Taking(taking) => *taking,
            Outcome::Again(decided) => {
                let (decided, source) = (Some(decided), Some(source));
                return Ok(Finished::Again(Box::new(Self { decided, source, identifier: None, bytes: 0, ..self })));
            }
        };
        let Made { table, truth, aside, places, report, mapping, reading } =
            Made::of(taking, self.reading, self.rules, &self.limits)?;
        Ok(Finished::Loaded(Box::new(Loaded { table, truth, aside, places, report, source, mapping, reading })))
    }

    /// What takes the files, begun where it is not.
    fn files(&mut self) -> &mut Pipeline<Intake> {
        let Self { limits, reading, rules, total, decided, .. } = self;
        self.files.get_or_insert_with(|| {
            let layout = reading.layout.clone();
            let first_links = reading.mapping.is_closed() && layout.is_none();
            // Until the text is seen; nothing comes of it before.
            let unseen = layout.clone().unwrap_or(Layout::W3c);
            let intake = Intake::new(reading.clone(), *rules, *limits, unseen, first_links);
            let intake = intake.with_decided(decided.take());
            let recognition = Recognition { layout, first_links, rules: *rules };
            Box::new(Pipeline::new(recognition, *limits, *total, intake))
        })
    }
}

/// Reads a file that is at hand as a whole, each row as a session.
///
/// # Errors
/// [`IngestError`] when it cannot be loaded.
pub fn load(bytes: &[u8], mapping: Mapping) -> Result<Loaded, IngestError> {
    let mut loader = Loader::new(mapping);
    loop {
        loader.push(bytes)?;
        match loader.finish_or_again()? {
            Finished::Loaded(loaded) => return Ok(*loaded),
            Finished::Again(again) => loader = *again,
        }
    }
}
