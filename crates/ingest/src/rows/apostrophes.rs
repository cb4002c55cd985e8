//! Takes the apostrophes off again that an export of this program has before cells that a spreadsheet would run.

use crate::report::Reason;
use crate::report::error::IngestError;
use crate::rows::own_export::{AddedColumns, has_apostrophe, take_off};
use crate::rows::records::batch::Batch;
use crate::rows::records::record::{Record, Row};
use crate::rows::sink::Sink;
use rules::OwnExports;

/// What is known of a file.
pub(crate) struct Apostrophes {
    origin: Origin,
    scratch: Row,
}

/// Where a file comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The header, which tells it, has not come.
    Unknown(OwnExports),
    /// It is an export of this program.
    Own,
    /// It is none.
    Other,
}

impl Apostrophes {
    /// Of a file with a header or without.
    pub(crate) fn new(header: bool, own_exports: OwnExports) -> Self {
        let is_looked_for = header && own_exports != OwnExports::Verbatim;
        let origin = if is_looked_for { Origin::Unknown(own_exports) } else { Origin::Other };
        Self { origin, scratch: Row::default() }
    }

    /// Whether rows can go by.
    pub(crate) fn is_idle(&self) -> bool {
        self.origin == Origin::Other
    }
}

/// A sink before which apostrophes are taken off.
pub(crate) struct Plain<'a> {
    pub apostrophes: &'a mut Apostrophes,
    pub sink: &'a mut dyn Sink,
}

impl Sink for Plain<'_> {
    fn record(&mut self, record: Record, closed: bool) -> Result<(), IngestError> {
        let Apostrophes { origin, scratch } = &mut *self.apostrophes;
        if let Origin::Unknown(own_exports) = *origin
            && !record.is_blank()
        {
            let is_own = AddedColumns::find(&record, own_exports).is_some();
            *origin = if is_own { Origin::Own } else { Origin::Other };
        }
        if *origin == Origin::Own && record.cells().any(has_apostrophe) {
            take_off(&record, scratch);
            self.sink.record(scratch.record(), closed)
        } else {
            self.sink.record(record, closed)
        }
    }

    fn batch(&mut self, batch: Batch) -> Result<(), IngestError> {
        let (_, cells) = batch.cells_of(batch.len().saturating_sub(1));
        let goes_by = match self.apostrophes.origin {
            Origin::Unknown(_) => false,
            Origin::Own => !(0..cells).any(|cell| has_apostrophe(batch.cell(cell).bytes())),
            Origin::Other => true,
        };
        if goes_by {
            self.sink.batch(batch)
        } else {
            (0..batch.len()).try_for_each(|row| self.record(batch.record(row), true))
        }
    }

    fn faulty(&mut self, record: Record, told: Reason) -> Result<(), IngestError> {
        self.sink.faulty(record, told)
    }

    fn directive(&mut self) {
        self.sink.directive();
    }

    fn columns(&mut self, names: &[String]) -> Result<(), IngestError> {
        self.sink.columns(names)
    }
}
