//! Two columns that become one beside them, while rows come: a day and a time of day are a time.

use crate::cells::date_times::join;
use crate::cells::missing::MissingRule;
use crate::cells::zone::Zone;
use crate::columns::builder::TooManyFaults;
use crate::columns::growing::Growing;
use crate::columns::runs::{Finding, Run};
use crate::recognition::date_and_time::Pair;
use crate::recognition::plan::Plan;

/// The column that two become.
pub(crate) struct Joining {
    /// The columns of its two halves.
    pub day: usize,
    pub time: usize,
    pub column: Growing,
    missing: MissingRule,
    /// The cell of the row at hand.
    cell: Vec<u8>,
}

impl Joining {
    /// The column of a pair. Its times are of this zone where they do not say one.
    pub(crate) fn new(pair: Pair, plan: Plan, missing: MissingRule, zone: Option<&Zone>) -> Self {
        let Pair { day, time, name } = pair;
        Self { day, time, column: Growing::new(name, plan, zone), missing, cell: Vec::new() }
    }

    /// Adds the cells of these rows; room has been made for them. What was repaired is added to the findings, by the number of
    /// the column beside which it stands.
    pub(crate) fn push_run(
        &mut self,
        run: Run,
        beside: usize,
        findings: &mut Vec<Finding>,
    ) -> Result<(), TooManyFaults> {
        for chosen in run.rows {
            let half = |column: usize| run.batch.cell(chosen.cell as usize + column).bytes();
            let (cell, column) = self.joined(half(self.day), half(self.time));
            if let Some(reason) = column.builder.push(cell)? {
                findings.push(Finding { row: chosen.row, column: beside as u32, is_joined: true, reason });
            }
        }
        Ok(())
    }

    /// The cell of a row with these two, and the column that takes it.
    pub(crate) fn joined(&mut self, day: &[u8], time: &[u8]) -> (&[u8], &mut Growing) {
        join(day, time, self.missing, &mut self.cell);
        (&self.cell, &mut self.column)
    }
}
