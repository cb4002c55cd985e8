//! Which filters each session fails: a bit for each, written anew only where a filter changes.

use super::columns::{Columns, Values};
use super::dimension::Dimension;
use super::filter::{Filter, Filters, MOST_FILTERS, Test};

/// The filters in force, and what each session fails.
#[derive(Default)]
pub(super) struct Mask {
    /// The filter of each bit.
    slots: [Option<Filter>; MOST_FILTERS],
    fails: Vec<u16>,
}

impl Mask {
    pub(super) fn of(rows: usize) -> Self {
        Self { slots: Default::default(), fails: vec![0; rows] }
    }

    /// Puts these filters in force.
    pub(super) fn set(&mut self, columns: &mut Columns, filters: &Filters) {
        for slot in &mut self.slots {
            if slot.as_ref().is_some_and(|filter| !filters.list().contains(filter)) {
                *slot = None;
            }
        }
        for filter in filters.list() {
            if self.slots.iter().flatten().any(|other| other == filter) {
                continue;
            }
            // There are as many places as filters.
            if let Some(place) = self.slots.iter().position(Option::is_none) {
                columns.ready(&filter.dimension);
                write(&mut self.fails, 1 << place, columns.get(&filter.dimension), &filter.test);
                self.slots[place] = Some(filter.clone());
            }
        }
    }

    /// The bits of all filters but those on these dimensions.
    pub(super) fn but(&self, own: &[Dimension]) -> u16 {
        let counts = |slot: &Option<Filter>| slot.as_ref().is_some_and(|filter| !own.contains(&filter.dimension));
        (0..).zip(&self.slots).filter(|(_, slot)| counts(slot)).map(|(place, _)| 1 << place).sum()
    }

    /// What each session fails. A bit without a filter means nothing.
    pub(super) fn fails(&self) -> &[u16] {
        &self.fails
    }
}

/// Writes the bit of each session: set where it fails. What sessions do not have, and a condition that does not fit what the
/// values are, is met by none.
fn write(fails: &mut [u16], bit: u16, values: Option<Values>, test: &Test) {
    let set = |fail: &mut u16, meets: bool| *fail = *fail & !bit | if meets { 0 } else { bit };
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
            let meets: Vec<bool> = labels.iter().map(|label| has(test, label)).collect();
            let unlabelled = has(test, "");
            fails.iter_mut().zip(codes).for_each(|(fail, &code)| {
                set(fail, meets.get(usize::from(code)).copied().unwrap_or(unlabelled));
            });
        }
        (Some(Values::Texts(texts)), test) => {
            (0..texts.len()).zip(fails).for_each(|(row, fail)| set(fail, has(test, texts.get(row))));
        }
        _ => fails.iter_mut().for_each(|fail| set(fail, false)),
    }
}

/// Whether a label meets a condition; the empty one stands for none.
fn has(test: &Test, label: &str) -> bool {
    match test {
        // Hours are labels that are numbers.
        Test::Between(low, high) => label.parse::<f64>().is_ok_and(|number| *low <= number && number < *high),
        Test::OneOf(labels) => labels.iter().any(|one| one == label),
        Test::Contains(part) => {
            let (label, part) = (label.as_bytes(), part.as_bytes());
            label.len() >= part.len() && label.windows(part.len().max(1)).any(|piece| piece.eq_ignore_ascii_case(part))
        }
    }
}
