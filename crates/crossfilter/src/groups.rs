//! The sessions by one dimension in groups, each with the condition that its sessions meet: labels, or bins of numbers and
//! times.

use super::columns::Values;
use super::dimension::{Dimension, Nature};
use super::filter::Test;
use super::store::{Store, whole};

/// The sessions by one dimension.
#[derive(Clone, Debug, PartialEq)]
pub struct Groups {
    /// The group of each session, by its place; what is no place is in none.
    pub codes: Vec<u16>,
    /// What the sessions of each group meet, and none other does.
    pub tests: Vec<Test>,
}

/// Bins of numbers and times: few enough that each has sessions to compare.
const BINS: usize = 12;

/// The sessions by a dimension; none of identifiers, and where the sessions lack it.
pub(super) fn groups(store: &mut Store, dimension: &Dimension) -> Option<Groups> {
    store.columns.ready(dimension);
    let values = store.columns.get(dimension)?;
    match values.nature() {
        Nature::Text => None,
        Nature::Category => {
            let Values::Codes(codes, labels) = values else { return None };
            let tests = labels.iter().map(|label| Test::OneOf(vec![label.clone()]));
            // No label is a group, too, where it is not among the labels already.
            let unlabelled = labels.iter().position(String::is_empty);
            let none = unlabelled.unwrap_or(labels.len()) as u16;
            let code = |&code: &u16| if usize::from(code) < labels.len() { code } else { none };
            let tests = match unlabelled {
                Some(_) => tests.collect(),
                None => tests.chain([Test::OneOf(vec![String::new()])]).collect(),
            };
            Some(Groups { codes: codes.iter().map(code).collect(), tests })
        }
        Nature::Number | Nature::Time => {
            let (bins, keys) = store.binned(&whole(dimension.clone()), BINS)?;
            let count = bins.len();
            let inner = bins.edges().windows(2).map(|ends| Test::Between(ends[0], ends[1]));
            let ends = (bins.edges().first().copied()?, bins.edges().last().copied()?);
            // What lies below and above the bins is a group each, as the bins beside them are numbered.
            let beyond = [Test::Between(f64::NEG_INFINITY, ends.0), Test::Between(ends.1, f64::INFINITY)];
            let values = store.columns.get(dimension)?;
            let code = |row: usize| match keys.get(row) {
                // Infinite numbers are in no range.
                key if key < count + 2 && values.number(row) < f64::INFINITY => key as u16,
                _ => u16::MAX,
            };
            Some(Groups { codes: (0..store.columns.rows()).map(code).collect(), tests: inner.chain(beyond).collect() })
        }
    }
}
