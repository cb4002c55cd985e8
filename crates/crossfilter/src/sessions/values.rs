//! Any dimension of any session: as a cell to be shown, as a key to be sorted by.

use crate::dimension::Dimension;
use analysis::Analysis;
use analysis::views::Cell;
use features::{Feature, build};
use std::sync::Arc;
use telemetry::{Column, Data, Field, MISSING_TIME};

/// Features that the model does not judge by, made where they are asked for: by name, and none where the sessions lack it.
#[derive(Debug, Default)]
pub struct Made(Vec<(String, Option<Arc<[f32]>>)>);

impl Made {
    /// The values of a feature; `None` where the sessions lack it.
    fn feature(&mut self, analysis: &Analysis, name: &str) -> Option<Arc<[f32]>> {
        if let Some((_, values)) = self.0.iter().find(|(made, _)| made == name) {
            return values.clone();
        }
        let make = || {
            let matrix = build(&analysis.sessions.table, &[Feature::from_name(name).ok()?]).ok()?;
            matrix.columns().first().map(|values| Arc::from(values.as_slice()))
        };
        let values: Option<Arc<[f32]>> = make();
        self.0.push((name.to_owned(), values.clone()));
        values
    }

    /// Forgets all but these: each takes four bytes a session.
    pub fn keep<'a>(&mut self, wanted: impl Iterator<Item = &'a Dimension> + Clone) {
        let is_wanted = |name: &String| wanted.clone().any(|of| matches!(of, Dimension::Feature(of) if of == name));
        self.0.retain(|(name, _)| is_wanted(name));
    }
}

/// The values of a dimension.
pub enum Values<'a> {
    /// A column of the sessions.
    Column(&'a Column),
    /// A feature that the model judges by, on its scale.
    Feature(&'a [f32]),
    /// Another feature, on its scale.
    Made(Arc<[f32]>),
    /// The scores.
    Score(&'a [f64]),
    /// Flagged or not.
    Flagged(&'a Analysis),
    /// The known fault.
    Truth(&'a telemetry::Truth),
    /// The hour of the beginning.
    Hour(&'a [i64]),
    /// The day of the week of the beginning.
    Weekday(&'a [i64]),
}

/// The key of a missing value: behind every other, whichever way is sorted.
const MISSING: u64 = u64::MAX;
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;
const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl<'a> Values<'a> {
    /// The values of a dimension; `None` where the sessions lack it.
    pub fn of(analysis: &'a Analysis, dimension: &Dimension, made: &mut Made) -> Option<Self> {
        let table = &analysis.sessions.table;
        Some(match dimension {
            Dimension::Column(name) => Self::Column(table.column(name)?),
            Dimension::Feature(name) => {
                match analysis.plan.features.iter().position(|feature| feature.name() == *name) {
                    Some(place) => Self::Feature(analysis.matrix.columns().get(place)?),
                    None => Self::Made(made.feature(analysis, name)?),
                }
            }
            Dimension::Score => Self::Score(&analysis.scores),
            Dimension::Flagged => Self::Flagged(analysis),
            Dimension::Truth => Self::Truth(analysis.sessions.truth.as_ref()?),
            Dimension::Hour => Self::Hour(table.times(Field::Timestamp)?),
            Dimension::Weekday => Self::Weekday(table.times(Field::Timestamp)?),
        })
    }

    /// The value of a session.
    ///
    /// # Panics
    /// For a row that does not exist.
    pub fn cell(&self, row: usize) -> Cell {
        let number = |value: f64| if value.is_nan() { Cell::Missing } else { Cell::Number(value) };
        let text = |text: &str| if text.is_empty() { Cell::Missing } else { Cell::Text(text.to_owned()) };
        match self {
            Self::Column(column) => Cell::of(column, row),
            Self::Feature(values) => number(f64::from(values[row])),
            Self::Made(values) => number(f64::from(values[row])),
            Self::Score(values) => number(values[row]),
            Self::Flagged(analysis) if !analysis.is_judged(row) => Cell::Missing,
            Self::Flagged(analysis) => text(if analysis.is_flagged(row) { "flagged" } else { "not flagged" }),
            Self::Truth(truth) => text(truth.label(row)),
            Self::Hour(times) => hour(times[row]).map_or(Cell::Missing, |hour| Cell::Number(hour as f64)),
            Self::Weekday(times) => {
                weekday(times[row]).and_then(|day| WEEKDAYS.get(day as usize)).map_or(Cell::Missing, |day| text(day))
            }
        }
    }

    /// The key of each session: the sessions with their keys rising are the sessions rising, or falling, by their values,
    /// those without one last.
    pub fn keys(&self, rising: bool) -> Vec<u64> {
        let number = |value: f64| (!value.is_nan()).then(|| of_number(value));
        let mut keys: Vec<u64> = match self {
            Self::Column(column) => match &column.data {
                Data::Number(values) => each(values.iter().map(|&value| number(value)), rising),
                Data::Time(values) => {
                    each(values.iter().map(|&time| (time != MISSING_TIME).then(|| of_whole(time))), rising)
                }
                Data::Category(values) => {
                    let places = places(&values.labels().iter().map(String::as_str).collect::<Vec<&str>>());
                    let place = |code: &u16| places.get(usize::from(*code)).copied().flatten();
                    each(values.codes().iter().map(place), rising)
                }
                Data::Text(values) => {
                    let texts: Vec<&str> = (0..values.len()).map(|row| values.get(row)).collect();
                    each(places(&texts).into_iter(), rising)
                }
            },
            Self::Feature(values) => each(values.iter().map(|&value| number(f64::from(value))), rising),
            Self::Made(values) => each(values.iter().map(|&value| number(f64::from(value))), rising),
            Self::Score(values) => each(values.iter().map(|&value| number(value)), rising),
            Self::Flagged(analysis) => {
                let verdict = |row| analysis.is_judged(row).then(|| u64::from(analysis.is_flagged(row)));
                each((0..analysis.scores.len()).map(verdict), rising)
            }
            Self::Truth(truth) => {
                let places = places(&truth.faults().iter().map(String::as_str).collect::<Vec<&str>>());
                let place = |&code: &u8| places.get(usize::from(code).checked_sub(1)?).copied().flatten();
                each(truth.codes().iter().map(place), rising)
            }
            Self::Hour(times) => each(times.iter().map(|&time| hour(time)), rising),
            Self::Weekday(times) => each(times.iter().map(|&time| weekday(time)), rising),
        };
        keys.shrink_to_fit();
        keys
    }
}

/// The keys of these values, each less than [`MISSING`] − 1.
fn each(values: impl Iterator<Item = Option<u64>>, rising: bool) -> Vec<u64> {
    let key = |value: Option<u64>| match value {
        None => MISSING,
        Some(key) if rising => key,
        Some(key) => MISSING - 1 - key,
    };
    values.map(key).collect()
}

/// A number that orders as the number does. Both zeros are one.
fn of_number(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    // Negative numbers order against their bits, positive ones with them and above all negative ones.
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// The sign bit turned round orders signed numbers as unsigned ones. No time is so late that the key could be one that
/// stands for none.
fn of_whole(value: i64) -> u64 {
    (value as u64 ^ 1 << 63).min(MISSING - 2)
}

fn hour(time: i64) -> Option<u64> {
    (time != MISSING_TIME).then(|| (time.rem_euclid(DAY) / HOUR) as u64)
}

/// The day of the week, Monday the first, 0: 1970-01-01 was a Thursday.
fn weekday(time: i64) -> Option<u64> {
    (time != MISSING_TIME).then(|| (time.div_euclid(DAY) + 3).rem_euclid(7) as u64)
}

/// The alphabetical place of each text; equal texts have one place, and an empty one has none.
fn places(texts: &[&str]) -> Vec<Option<u64>> {
    let mut order: Vec<(&str, u32)> = texts.iter().copied().zip(0..).collect();
    order.sort_unstable();
    let mut places = vec![None; texts.len()];
    let present = order.chunk_by(|a, b| a.0 == b.0).filter(|group| !group[0].0.is_empty());
    for (place, group) in (0..).zip(present) {
        for &(_, index) in group {
            places[index as usize] = Some(place);
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_order_as_the_numbers_do(a in any::<f64>(), b in any::<f64>()) {
            prop_assume!(!a.is_nan() && !b.is_nan());
            let rising = each([a, b].into_iter().map(|value| Some(of_number(value))), true);
            prop_assert_eq!(Some(rising[0].cmp(&rising[1])), a.partial_cmp(&b));
            let falling = each([a, b].into_iter().map(|value| Some(of_number(value))), false);
            prop_assert_eq!(Some(falling[1].cmp(&falling[0])), a.partial_cmp(&b));
            prop_assert!(rising.iter().chain(&falling).all(|&key| key < MISSING));
        }

        #[test]
        fn keys_order_as_the_times_do(a in any::<i64>(), b in -8_640_000_000_000_000..8_640_000_000_000_000_i64) {
            let a = a.clamp(-8_640_000_000_000_000, 8_640_000_000_000_000);
            prop_assert_eq!(of_whole(a).cmp(&of_whole(b)), a.cmp(&b));
        }
    }

    #[test]
    fn zeros_are_equal_and_texts_stand_alphabetically() {
        assert_eq!(of_number(-0.0), of_number(0.0));
        assert_eq!(places(&["b", "", "a", "b", "c"]), [Some(1), None, Some(0), Some(1), Some(2)]);
        assert!(of_whole(i64::MAX) < MISSING - 1);
    }

    #[test]
    fn the_week_begins_on_monday() {
        // 2026-01-05 was a Monday.
        let monday = 1_767_571_200_000;
        assert_eq!((weekday(monday), hour(monday)), (Some(0), Some(0)));
        assert_eq!((weekday(monday - 1), hour(monday - 1)), (Some(6), Some(23)));
        assert_eq!((weekday(-1), hour(MISSING_TIME)), (Some(2), None));
    }
}
