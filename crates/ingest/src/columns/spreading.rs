//! A column of Common Media Client Data while rows come: each of its keys has a column that grows in step with it.

use crate::cells::cmcd::{self, Content, Held, Pairs, Place};
use crate::cells::zone::Zone;
use crate::columns::growing::Growing;
use crate::recognition::cmcd_columns::Found;
use crate::recognition::plan::Plan;
use crate::report::error::IngestError;
use crate::report::{Outcome, Reason, displayed};
use rules::Readers;

/// The columns that one column is spread over.
pub(crate) struct Spreading {
    place: Place,
    readers: Readers,
    pairs: Pairs,
    /// Those whose names are in the first rows.
    keys: Vec<Key>,
}

struct Key {
    key: String,
    /// Whether rows with data but without the key mean false.
    always_told: bool,
    column: Growing,
    /// What the row at hand says.
    value: Vec<u8>,
    told: bool,
}

impl Spreading {
    /// The columns of what was found, by these plans; their times are of this zone where they do not say one.
    pub(crate) fn new(found: Found, plans: Vec<Plan>, zone: Option<&Zone>) -> Self {
        let keys = found.keys.into_iter().zip(found.names).zip(plans).map(|((key, name), plan)| Key {
            always_told: cmcd::ALWAYS_TOLD.contains(&key.as_str()),
            key,
            column: Growing::new(name, plan, zone),
            value: Vec::new(),
            told: false,
        });
        Self { place: found.place, readers: found.readers, pairs: Pairs::default(), keys: keys.collect() }
    }

    /// Reads a cell into what its keys say; returns what is wrong with it, as the part and the reason.
    fn read<'a>(&'a mut self, cell: &'a [u8], mut wrong: impl FnMut(&[u8], Reason)) {
        for key in &mut self.keys {
            key.value.clear();
            key.told = false;
        }
        let Held { content, second, draft, mended } = cmcd::read(cell, self.place, self.readers, &mut self.pairs);
        let damaged = matches!(content, Content::Damaged | Content::NotCmcd);
        let told = [
            (damaged, Reason::NotCmcd),
            (second, Reason::SecondCmcd),
            (draft, Reason::DraftCmcd),
            (mended, Reason::MendedCmcd),
        ];
        told.into_iter().filter(|&(is, _)| is).for_each(|(_, reason)| wrong(cell, reason));
        for (key, value) in self.pairs.iter() {
            match self.keys.iter_mut().find(|known| known.key.as_bytes() == key) {
                Some(known) => {
                    known.value.clear();
                    known.value.extend_from_slice(value);
                    known.told = true;
                }
                None => wrong(key, Reason::LateKey),
            }
        }
        if matches!(content, Content::Pairs | Content::Damaged) {
            for key in self.keys.iter_mut().filter(|key| key.always_told && !key.told) {
                key.value.extend_from_slice(b"false");
            }
        }
    }

    /// Takes the cell of a row, telling `issue` the column, the cell and what was wrong; the column is `None` where it
    /// is the spread column itself. Returns how many times something was repaired in the column itself.
    pub(crate) fn push(
        &mut self,
        cell: &[u8],
        mut issue: impl FnMut(Option<&str>, &[u8], Reason),
    ) -> Result<u64, IngestError> {
        let mut own = 0;
        self.read(cell, |part, reason| {
            own += u64::from(reason.rule().outcome() == Outcome::Repaired);
            issue(None, part, reason);
        });
        for key in &mut self.keys {
            let Ok(reason) = key.column.push(&key.value) else { return Err(key.column.too_many_faults()) };
            if let Some(reason) = reason {
                issue(Some(&key.column.name), &key.value, reason);
            }
        }
        Ok(own)
    }

    /// Shows a cell among the first of each column.
    pub(crate) fn show(&mut self, cell: &[u8]) {
        self.read(cell, |_, _| {});
        for key in &mut self.keys {
            key.column.first.push(displayed(&key.value));
        }
    }

    /// About how many bytes the columns hold.
    pub(crate) fn bytes(&self) -> u64 {
        self.keys.iter().map(|key| key.column.bytes()).sum()
    }

    /// The names of the columns.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.keys.iter().map(|key| key.column.name.as_str())
    }

    /// The columns as they are.
    pub(crate) fn columns(&self) -> impl Iterator<Item = &Growing> {
        self.keys.iter().map(|key| &key.column)
    }

    /// The columns.
    pub(crate) fn into_columns(self) -> impl Iterator<Item = Growing> {
        self.keys.into_iter().map(|key| key.column)
    }
}
