//! A column of the file while rows come, with the columns that its keys become where it holds some.

use crate::cells::zone::Zone;
use crate::columns::growing::Growing;
use crate::columns::spreading::Spreading;
use crate::recognition::plan::{Plan, Taken};

/// A column of the file.
pub(crate) struct FileColumn {
    pub growing: Growing,
    /// The columns of its keys, in its place.
    pub spread: Option<Box<Spreading>>,
}

impl FileColumn {
    /// A column whose times are of this zone where they do not say one.
    pub(crate) fn new(name: String, plan: Plan, zone: Option<&Zone>) -> Self {
        Self { growing: Growing::new(name, plan, zone), spread: None }
    }

    /// The name of what is taken for this, if it is this column or one of its keys.
    pub(crate) fn holder(&self, taken: Taken) -> Option<&str> {
        let keys = self.spread.iter().flat_map(|spread| spread.columns());
        std::iter::once(&self.growing).chain(keys).find(|it| it.plan.taken == taken).map(|it| it.name.as_str())
    }

    /// About how many bytes it holds.
    fn bytes(&self) -> u64 {
        self.growing.bytes() + self.spread.as_ref().map_or(0, |spread| spread.bytes())
    }
}

/// About how many bytes the columns hold.
pub(crate) fn bytes_of(columns: &[FileColumn]) -> u64 {
    columns.iter().map(FileColumn::bytes).sum()
}
