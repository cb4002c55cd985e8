//! A column while rows come.

use crate::cells::zone::Zone;
use crate::columns::builder::{Builder, MAX_FAULTS, TooManyFaults};
use crate::recognition::plan::Plan;
use crate::report::Reason;
use crate::report::error::IngestError;

/// A column that grows with each row.
pub(crate) struct Growing {
    pub name: String,
    pub plan: Plan,
    pub builder: Builder,
    /// Cells that were repaired.
    pub repaired: u64,
    /// Those of them that were not understood, and left empty.
    pub lost: u64,
    /// The first cells, as they are shown.
    pub first: Vec<String>,
}

impl Growing {
    /// A column whose times are of this zone where they do not say one.
    pub(crate) fn new(name: String, plan: Plan, zone: Option<&Zone>) -> Self {
        Self { name, builder: Builder::new(plan.form, zone), plan, repaired: 0, lost: 0, first: Vec::new() }
    }

    /// Takes a cell; returns what was repaired.
    pub(crate) fn push(&mut self, cell: &[u8]) -> Result<Option<Reason>, TooManyFaults> {
        let reason = self.builder.push(&self.plan.spelled(cell))?;
        if let Some(reason) = reason {
            self.repair(reason);
        }
        Ok(reason)
    }

    /// Counts a cell that was repaired.
    pub(crate) fn repair(&mut self, reason: Reason) {
        self.repaired += 1;
        self.lost += u64::from(reason.rule().loses_cell());
    }

    /// What [`TooManyFaults`] means here.
    pub(crate) fn too_many_faults(&self) -> IngestError {
        IngestError::TruthLabels { column: self.name.clone(), limit: MAX_FAULTS }
    }

    /// About how many bytes it holds.
    pub(crate) fn bytes(&self) -> u64 {
        self.builder.bytes()
    }
}
