//! Which filters each session fails: a bit for each, written anew only where a filter changes.

use super::columns::{Columns, Values};
use super::count::Passing;
use super::dimension::Dimension;
use super::filter::{Filter, Test};
use super::filters::{Exclusion, Filters, MOST_FILTERS};
use std::collections::HashSet;

/// What a bit stands for.
#[derive(Clone, Debug, PartialEq)]
enum Condition {
    Filter(Filter),
    Exclusion(Exclusion),
}

impl Condition {
    /// Those of filters.
    fn all(filters: &Filters) -> impl Iterator<Item = Self> {
        let exclusions = filters.exclusions().iter().cloned().map(Self::Exclusion);
        filters.list().iter().cloned().map(Self::Filter).chain(exclusions)
    }

    /// What it looks at.
    fn filters(&self) -> &[Filter] {
        match self {
            Self::Filter(filter) => std::slice::from_ref(filter),
            Self::Exclusion(exclusion) => exclusion.list(),
        }
    }

    /// Writes its bit of each session.
    fn write(&self, fails: &mut [u16], bit: u16, columns: &Columns) {
        let values = |filter: &Filter| columns.get(&filter.dimension);
        match self {
            Self::Filter(filter) => test(fails, values(filter), &filter.test, |fails, meets| {
                *fails = *fails & !bit | if meets { 0 } else { bit };
            }),
            Self::Exclusion(exclusion) => {
                // It fails where each condition is met.
                fails.iter_mut().for_each(|fails| *fails |= bit);
                for filter in exclusion.list() {
                    test(fails, values(filter), &filter.test, |fails, meets| *fails &= if meets { !0 } else { !bit });
                }
            }
        }
    }
}

/// The filters in force, and what each session fails.
#[derive(Default)]
pub(super) struct Mask {
    /// The condition of each bit.
    slots: [Option<Condition>; MOST_FILTERS],
    fails: Vec<u16>,
    /// The sessions that are not judged: they meet no filter, and fail a bit of their own where there is room for one.
    unjudged: Vec<u32>,
    spare: Option<usize>,
    /// The first bit of each session that is not judged; empty where all are.
    parted: Vec<u16>,
}

impl Mask {
    /// Without a filter, over sessions with these scores.
    pub(super) fn of(scores: &[f64]) -> Self {
        let unjudged: Vec<u32> = (0..).zip(scores).filter(|(_, score)| score.is_nan()).map(|(row, _)| row).collect();
        let parted = match unjudged.is_empty() {
            true => Vec::new(),
            false => scores.iter().map(|score| u16::from(score.is_nan())).collect(),
        };
        let mut mask = Self { fails: vec![0; scores.len()], unjudged, parted, ..Self::default() };
        mask.part();
        mask
    }

    /// Keeps a bit for the sessions that are not judged: the last one that is free. Where none is, they fail every filter.
    fn part(&mut self) {
        let free = if self.unjudged.is_empty() { None } else { self.slots.iter().rposition(Option::is_none) };
        if let Some(place) = free.filter(|_| free != self.spare) {
            self.fails.iter_mut().for_each(|fails| *fails &= !(1 << place));
            self.fail(1 << place);
        }
        self.spare = free;
    }

    /// Lets the sessions that are not judged fail these bits.
    fn fail(&mut self, bits: u16) {
        for &row in &self.unjudged {
            if let Some(fails) = self.fails.get_mut(row as usize) {
                *fails |= bits;
            }
        }
    }

    /// Puts these filters in force.
    pub(super) fn set(&mut self, columns: &mut Columns, filters: &Filters) {
        for slot in &mut self.slots {
            if slot.as_ref().is_some_and(|condition| !Condition::all(filters).any(|other| other == *condition)) {
                *slot = None;
            }
        }
        for condition in Condition::all(filters) {
            if self.slots.iter().flatten().any(|other| *other == condition) {
                continue;
            }
            // There are as many places as filters.
            if let Some(place) = self.slots.iter().position(Option::is_none) {
                for filter in condition.filters() {
                    columns.ready(&filter.dimension);
                }
                condition.write(&mut self.fails, 1 << place, columns);
                self.fail(1 << place);
                self.slots[place] = Some(condition);
            }
        }
        self.part();
    }

    /// Puts these filters in force. Whether each session meets them all.
    pub(super) fn meeting(&mut self, columns: &mut Columns, filters: &Filters) -> Vec<bool> {
        self.set(columns, filters);
        let bits = self.but(&[]);
        self.fails.iter().map(|fails| fails & bits == 0).collect()
    }

    /// The bits of all filters but those on these dimensions, and that of the sessions that are not judged.
    pub(super) fn but(&self, own: &[Dimension]) -> u16 {
        // What is left out is left out of every view.
        let counts = |slot: &Option<Condition>| match slot {
            Some(Condition::Filter(filter)) => !own.contains(&filter.dimension),
            Some(Condition::Exclusion(_)) => true,
            None => false,
        };
        let filters: u16 = (0..).zip(&self.slots).filter(|(_, slot)| counts(slot)).map(|(place, _)| 1 << place).sum();
        filters | self.spare.map_or(0, |place| 1 << place)
    }

    /// All sessions that are judged, whatever the filters.
    pub(super) fn everything(&self) -> Passing<'_> {
        match self.parted.is_empty() {
            true => Passing { fails: &self.fails, filters: 0 },
            false => Passing { fails: &self.parted, filters: 1 },
        }
    }

    /// What each session fails. A bit without a filter means nothing.
    pub(super) fn fails(&self) -> &[u16] {
        &self.fails
    }
}

/// Tells of each session whether it meets a test. What sessions do not have, and a condition that does not fit what the values
/// are, is met by none.
fn test(fails: &mut [u16], values: Option<Values>, test: &Test, set: impl Fn(&mut u16, bool)) {
    match (values, test) {
        (Some(Values::Numbers(values)), &Test::Between(low, high)) => {
            fails.iter_mut().zip(values).for_each(|(fail, &value)| set(fail, low <= value && value < high));
        }
        (Some(values @ (Values::Singles(_) | Values::Times(_))), &Test::Between(low, high)) => {
            let mut fails = fails.iter_mut();
            values.each_number(|value| {
                if let Some(fail) = fails.next() {
                    set(fail, low <= value && value < high);
                }
            });
        }
        (Some(Values::Codes(codes, labels)), test) => {
            let test = OfText::of(test);
            let meets: Vec<bool> = labels.iter().map(|label| test.meets(label)).collect();
            let unlabelled = test.meets("");
            fails.iter_mut().zip(codes).for_each(|(fail, &code)| {
                set(fail, meets.get(usize::from(code)).copied().unwrap_or(unlabelled));
            });
        }
        (Some(Values::Texts(texts)), test) => {
            let test = OfText::of(test);
            (0..texts.len()).zip(fails).for_each(|(row, fail)| set(fail, test.meets(texts.get(row))));
        }
        _ => fails.iter_mut().for_each(|fail| set(fail, false)),
    }
}

/// A condition on labels and texts; the empty one stands for none.
enum OfText<'a> {
    Between(f64, f64),
    OneOf(HashSet<&'a str>),
    Contains(&'a [u8]),
    Nothing,
}

impl<'a> OfText<'a> {
    fn of(test: &'a Test) -> Self {
        match test {
            Test::Between(low, high) => Self::Between(*low, *high),
            // As many labels may be chosen as there are.
            Test::OneOf(labels) => Self::OneOf(labels.iter().map(String::as_str).collect()),
            Test::Contains(part) => Self::Contains(part.as_bytes()),
            Test::At(_) => Self::Nothing,
        }
    }

    fn meets(&self, label: &str) -> bool {
        match self {
            // Hours are labels that are numbers.
            Self::Between(low, high) => label.parse::<f64>().is_ok_and(|number| *low <= number && number < *high),
            Self::OneOf(labels) => labels.contains(label),
            Self::Contains(part) => {
                let label = label.as_bytes();
                label.len() >= part.len()
                    && label.windows(part.len().max(1)).any(|piece| piece.eq_ignore_ascii_case(part))
            }
            Self::Nothing => false,
        }
    }
}
