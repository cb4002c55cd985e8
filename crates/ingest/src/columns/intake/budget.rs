//! What the columns may hold: told early from the first rows, and watched while they grow.

use super::{ColumnState, Intake};
use crate::columns::file_column::bytes_of;
use crate::report::error::{IngestError, Shortage};

impl Intake {
    /// Tells from what has been read how many rows there are going to be, and whether they will fit.
    pub(super) fn will_fit(&mut self, done: u64, total: u64) -> Result<(), IngestError> {
        let ColumnState::Settled(_, columns) = &self.columns else { return Ok(()) };
        let taken = self.taker.ledger.taken();
        if done == 0 || taken == 0 {
            return Ok(());
        }
        let (share, held) = (total.max(done) as f64 / done as f64, bytes_of(columns));
        self.taker.expected = (self.taker.ledger.loaded() as f64 * share) as usize;
        let needed = held as f64 * share;
        let budget = self.limits.table_bytes;
        // The first rows say it about, a tenth of the file says it well.
        let surplus = if done >= total / 10 { 1.0 } else { 1.25 };
        if needed <= budget as f64 * surplus {
            return Ok(());
        }
        let every = (self.taker.ledger.every() as f64 * needed / budget as f64).ceil() as u64;
        Err(IngestError::WillNotFit(Shortage {
            rows: (self.taker.ledger.read() as f64 * share) as u64,
            bytes_per_row: held.div_ceil(taken),
            budget,
            every: every.max(self.taker.ledger.every() + 1),
        }))
    }

    pub(super) fn check_memory(&self) -> Result<(), IngestError> {
        match &self.columns {
            ColumnState::Settled(_, columns) if bytes_of(columns) > self.limits.table_bytes => {
                Err(IngestError::TooLarge { row: self.taker.ledger.read(), limit: self.limits.table_bytes })
            }
            _ => Ok(()),
        }
    }
}
