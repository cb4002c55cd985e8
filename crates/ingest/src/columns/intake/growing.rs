//! A column while rows come.

use crate::cells::cmcd;
use crate::columns::builder::{Builder, MAX_FAULTS, TooManyFaults};
use crate::columns::spreading::Spreading;
use crate::recognition::plan::Plan;
use crate::recognition::plan::Taken;
use crate::report::Reason;
use crate::report::error::IngestError;

/// A column that grows with each row.
pub(crate) struct Growing {
    pub name: String,
    pub(super) plan: Plan,
    pub(super) builder: Builder,
    pub(super) repaired: u64,
    pub first: Vec<String>,
    /// The columns of its keys, in its place.
    pub(super) spread: Option<Box<Spreading>>,
}

impl Growing {
    pub(crate) fn new(name: String, plan: Plan) -> Self {
        Self { name, builder: Builder::new(plan.form), plan, repaired: 0, first: Vec::new(), spread: None }
    }

    /// Takes a cell; returns what was repaired.
    pub(crate) fn push(&mut self, cell: &[u8]) -> Result<Option<Reason>, TooManyFaults> {
        let cell = self.plan.letters.map_or(cell, |field| cmcd::spell(field, cell));
        let reason = self.builder.push(cell)?;
        self.repaired += u64::from(reason.is_some());
        Ok(reason)
    }

    /// The name of what is taken for this, if it is this column or one of its keys.
    pub(super) fn holder(&self, taken: Taken) -> Option<&str> {
        let own = (self.plan.taken == taken).then_some(self.name.as_str());
        own.or_else(|| self.spread.as_ref()?.columns().find_map(|key| key.holder(taken)))
    }

    /// What [`TooManyFaults`] means here.
    pub(crate) fn too_many_faults(&self) -> IngestError {
        IngestError::TruthLabels { column: self.name.clone(), limit: MAX_FAULTS }
    }

    /// About how many bytes it holds.
    pub(crate) fn bytes(&self) -> u64 {
        self.builder.bytes() + self.spread.as_ref().map_or(0, |spread| spread.bytes())
    }
}

/// What the columns hold.
pub(super) fn bytes_of(columns: &[Growing]) -> u64 {
    columns.iter().map(Growing::bytes).sum()
}
