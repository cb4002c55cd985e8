//! Rows as keys: the values that hold enough bad sessions, a byte each.

use super::condition::Condition;
use crate::comparison::{Coded, Part};

/// The values of a dimension that hold enough bad sessions; 0 stands for all others.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    /// The key of each value.
    keys: Vec<u8>,
    /// The value of each key but 0.
    pub values: Vec<u16>,
}

impl Kept {
    /// Those values of a dimension that hold at least so many of these bad sessions.
    pub fn of(dimension: &Coded, bad: &Part, least: u64) -> Self {
        let mut counts = vec![0_u64; dimension.values];
        for (place, &row) in bad.rows.iter().enumerate() {
            let code = dimension.codes.get(row as usize).map_or(usize::MAX, |&code| usize::from(code));
            if let Some(count) = counts.get_mut(code) {
                *count += u64::from(bad.weight(place));
            }
        }
        let mut kept = Self { keys: vec![0; dimension.values], values: Vec::new() };
        for (value, _) in counts.iter().enumerate().filter(|&(_, &count)| count >= least) {
            if kept.values.len() < usize::from(u8::MAX) {
                kept.values.push(value as u16);
                kept.keys[value] = kept.values.len() as u8;
            }
        }
        kept
    }

    fn key(&self, code: u16) -> u8 {
        self.keys.get(usize::from(code)).copied().unwrap_or(0)
    }

    /// How many keys there are, 0 as well.
    pub fn len(&self) -> usize {
        self.values.len() + 1
    }
}

/// Rows with their keys along each dimension, one array a dimension.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    keys: Vec<Vec<u8>>,
    weights: Option<Vec<u32>>,
    len: usize,
}

impl Rows {
    pub fn of(part: &Part, dimensions: &[Coded], kept: &[Kept]) -> Self {
        let keys = dimensions.iter().zip(kept).map(|(dimension, kept)| {
            let key = |&row: &u32| dimension.codes.get(row as usize).map_or(0, |&code| kept.key(code));
            part.rows.iter().map(key).collect()
        });
        Self { keys: keys.collect(), weights: part.weights.clone(), len: part.rows.len() }
    }

    /// The keys along a dimension.
    pub fn keys(&self, dimension: usize) -> &[u8] {
        self.keys.get(dimension).map(Vec::as_slice).unwrap_or_default()
    }

    /// How many sessions each stands for; each is one where there are none.
    pub fn weights(&self) -> Option<&[u32]> {
        self.weights.as_deref()
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// How many sessions there are.
    pub fn sessions(&self) -> u64 {
        match &self.weights {
            Some(weights) => weights.iter().map(|&weight| u64::from(weight)).sum(),
            None => self.len as u64,
        }
    }

    /// Takes out the rows that meet all conditions.
    pub fn take(&mut self, conditions: &[Condition]) -> Self {
        let mut meets = vec![true; self.len];
        for condition in conditions {
            let keys = self.keys.get(usize::from(condition.dimension)).map(Vec::as_slice).unwrap_or_default();
            meets.iter_mut().zip(keys).for_each(|(meets, &key)| *meets &= key == condition.key);
        }
        let places: Vec<usize> = (0..).zip(&meets).filter(|&(_, &meets)| meets).map(|(place, _)| place).collect();
        let taken = Self {
            keys: self.keys.iter().map(|keys| pick(keys, &places)).collect(),
            weights: self.weights.as_ref().map(|weights| pick(weights, &places)),
            len: places.len(),
        };
        self.keys.iter_mut().for_each(|keys| remove(keys, &places));
        if let Some(weights) = &mut self.weights {
            remove(weights, &places);
        }
        self.len -= places.len();
        taken
    }
}

/// The values at these places, which rise.
fn pick<T: Copy>(values: &[T], places: &[usize]) -> Vec<T> {
    places.iter().filter_map(|&place| values.get(place).copied()).collect()
}

/// Removes the values at these places, which rise: few, so that what lies between them is moved as a whole.
fn remove<T: Copy>(values: &mut Vec<T>, places: &[usize]) {
    let ends = places.iter().skip(1).copied().chain([values.len()]);
    let mut kept = places.first().copied().unwrap_or(values.len());
    for (&place, end) in places.iter().zip(ends) {
        values.copy_within(place + 1..end, kept);
        kept += end - place - 1;
    }
    values.truncate(kept);
}
