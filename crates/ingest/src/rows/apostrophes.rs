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
    stage: Stage,
    scratch: Row,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The header has not come.
    Header(OwnExports),
    /// It is an export.
    Own,
    /// It is none.
    Other,
}

impl Apostrophes {
    /// Of a file with a header or without.
    pub(crate) fn new(header: bool, own_exports: OwnExports) -> Self {
        let is_looked_for = header && own_exports == OwnExports::WithoutApostrophes;
        let stage = if is_looked_for { Stage::Header(own_exports) } else { Stage::Other };
        Self { stage, scratch: Row::default() }
    }

    /// Whether rows can go by.
    pub(crate) fn is_idle(&self) -> bool {
        self.stage == Stage::Other
    }
}

/// A sink before which apostrophes are taken off.
pub(crate) struct Plain<'a> {
    pub apostrophes: &'a mut Apostrophes,
    pub sink: &'a mut dyn Sink,
}

impl Sink for Plain<'_> {
    fn record(&mut self, record: Record, closed: bool) -> Result<(), IngestError> {
        let Apostrophes { stage, scratch } = &mut *self.apostrophes;
        if let Stage::Header(own_exports) = *stage
            && !record.is_blank()
        {
            let is_own = AddedColumns::find(&record, own_exports).is_some();
            *stage = if is_own { Stage::Own } else { Stage::Other };
        }
        if *stage == Stage::Own && record.cells().any(has_apostrophe) {
            take_off(&record, scratch);
            self.sink.record(scratch.record(), closed)
        } else {
            self.sink.record(record, closed)
        }
    }

    fn batch(&mut self, batch: Batch) -> Result<(), IngestError> {
        let (_, cells) = batch.cells_of(batch.len().saturating_sub(1));
        let goes_by = match self.apostrophes.stage {
            Stage::Header(_) => false,
            Stage::Own => !(0..cells).any(|cell| has_apostrophe(batch.cell(cell).bytes())),
            Stage::Other => true,
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
