//! A column of the file while rows come, with the columns that its keys become where it holds some.

use crate::cells::zone::Zone;
use crate::columns::growing::Growing;
use crate::columns::joining::Joining;
use crate::columns::spreading::Spreading;
use crate::recognition::plan::{Plan, Taken};

/// A column of the file.
pub(crate) struct FileColumn {
    pub growing: Growing,
    /// The columns of its keys, in its place.
    pub spread: Option<Box<Spreading>>,
    /// The column beside it that its times of day become with the days of another.
    pub joining: Option<Box<Joining>>,
}

impl FileColumn {
    /// A column whose times are of this zone where they do not say one.
    pub(crate) fn new(name: String, plan: Plan, zone: Option<&Zone>) -> Self {
        Self { growing: Growing::new(name, plan, zone), spread: None, joining: None }
    }

    /// The name of what is taken for this, if it is this column or one that is made of it.
    pub(crate) fn holder(&self, taken: Taken) -> Option<&str> {
        let keys = self.spread.iter().flat_map(|spread| spread.columns());
        let joined = self.joining.iter().map(|joining| &joining.column);
        std::iter::once(&self.growing)
            .chain(keys)
            .chain(joined)
            .find(|it| it.plan.taken == taken)
            .map(|it| it.name.as_str())
    }

    /// About how many bytes it holds.
    fn bytes(&self) -> u64 {
        self.growing.bytes()
            + self.spread.as_ref().map_or(0, |spread| spread.bytes())
            + self.joining.as_ref().map_or(0, |joining| joining.column.bytes())
    }
}

/// About how many bytes the columns hold.
pub(crate) fn bytes_of(columns: &[FileColumn]) -> u64 {
    columns.iter().map(FileColumn::bytes).sum()
}
