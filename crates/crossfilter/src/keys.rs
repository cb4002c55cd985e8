//! The sessions as small numbers: the bin or label of each, in a byte or two, so that counting reads little memory.

use super::binning::Bins;
use super::columns::{Columns, Values};
use super::dimension::Dimension;
use std::collections::HashMap;
use std::sync::{Arc, Weak};

/// A number for each session.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Keys {
    /// Less than 256.
    Narrow(Vec<u8>),
    /// Less than 65,536.
    Wide(Vec<u16>),
}

impl Keys {
    /// Of numbers below `count`.
    pub(super) fn of(numbers: impl Iterator<Item = usize>, count: usize) -> Self {
        if count <= 256 {
            Self::Narrow(numbers.map(|number| number as u8).collect())
        } else {
            Self::Wide(numbers.map(|number| number as u16).collect())
        }
    }

    /// Adds each session's number, times the stride, to the cells of the sessions from the first on.
    #[inline]
    pub(super) fn add_to(&self, cells: &mut [u32], first: usize, stride: u32) {
        match self {
            Self::Narrow(keys) => {
                let keys = keys.get(first..).unwrap_or_default();
                cells.iter_mut().zip(keys).for_each(|(cell, &key)| *cell += u32::from(key) * stride);
            }
            Self::Wide(keys) => {
                let keys = keys.get(first..).unwrap_or_default();
                cells.iter_mut().zip(keys).for_each(|(cell, &key)| *cell += u32::from(key) * stride);
            }
        }
    }

    /// Adds the numbers of chosen sessions, at these places from the first one on, each times the stride, to their cells.
    #[inline]
    pub(super) fn add_chosen_to(&self, cells: &mut [u32], first: usize, chosen: &[u16], stride: u32) {
        fn add<T: Copy + Into<u32>>(cells: &mut [u32], keys: &[T], chosen: &[u16], stride: u32) {
            for (cell, &place) in cells.iter_mut().zip(chosen) {
                if let Some(&key) = keys.get(usize::from(place)) {
                    *cell += key.into() * stride;
                }
            }
        }
        match self {
            Self::Narrow(keys) => add(cells, keys.get(first..).unwrap_or_default(), chosen, stride),
            Self::Wide(keys) => add(cells, keys.get(first..).unwrap_or_default(), chosen, stride),
        }
    }

    /// A session's number.
    pub(super) fn get(&self, row: usize) -> usize {
        match self {
            Self::Narrow(keys) => keys.get(row).copied().map_or(0, usize::from),
            Self::Wide(keys) => keys.get(row).copied().map_or(0, usize::from),
        }
    }
}

/// What the numbers are of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Name {
    /// Bins with ends of these bits.
    Bins(Dimension, Vec<u64>),
    /// The same, of the sessions that started.
    Started(Dimension, Vec<u64>),
    /// Places of these labels.
    Labels(Dimension, Vec<u16>),
}

/// Numbers that some view uses.
#[derive(Default)]
pub(super) struct KeyStore {
    kept: HashMap<Name, Weak<Keys>>,
    /// Kept for views that are still to be made.
    spare: Vec<Arc<Keys>>,
}

impl KeyStore {
    /// What there is of dimensions that last.
    pub(super) fn lasting(mut self, lasts: impl Fn(&Dimension) -> bool) -> Self {
        let of = |name: &Name| match name {
            Name::Bins(dimension, _) | Name::Started(dimension, _) | Name::Labels(dimension, _) => lasts(dimension),
        };
        self.kept.retain(|name, _| of(name));
        self.spare = self.kept.values().filter_map(Weak::upgrade).collect();
        self
    }

    /// The views have been made: what none of them uses goes.
    pub(super) fn drop_spare(&mut self) {
        self.spare.clear();
    }

    /// The bin of each session, or its place beside the bins.
    pub(super) fn bins(&mut self, columns: &Columns, dimension: &Dimension, bins: &Bins) -> Arc<Keys> {
        let name = Name::Bins(dimension.clone(), bins.edges().iter().map(|edge| edge.to_bits()).collect());
        let count = bins.len() + 3;
        self.keep(name, || match columns.get(dimension) {
            Some(Values::Numbers(values)) => Keys::of(values.iter().map(|&value| bins.bin(value)), count),
            Some(Values::Singles(values)) => Keys::of(values.iter().map(|&value| bins.bin(f64::from(value))), count),
            Some(values) => Keys::of((0..columns.rows()).map(|row| bins.bin(values.number(row))), count),
            None => Keys::of((0..columns.rows()).map(|_| bins.bin(f64::NAN)), count),
        })
    }

    /// The same, and a session that never started has no value.
    pub(super) fn bins_of_started(
        &mut self,
        columns: &Columns,
        dimension: &Dimension,
        bins: &Bins,
        unstarted: &[bool],
    ) -> Arc<Keys> {
        let name = Name::Started(dimension.clone(), bins.edges().iter().map(|edge| edge.to_bits()).collect());
        let values = columns.get(dimension);
        let number = |row: usize| match values {
            Some(values) if unstarted.get(row) != Some(&true) => values.number(row),
            _ => f64::NAN,
        };
        self.keep(name, || Keys::of((0..columns.rows()).map(|row| bins.bin(number(row))), bins.len() + 3))
    }

    /// The place of each session's label among these codes; behind them, one for all other labels and one for no label.
    pub(super) fn labels(&mut self, columns: &Columns, dimension: &Dimension, codes: &[u16]) -> Arc<Keys> {
        let name = Name::Labels(dimension.clone(), codes.to_vec());
        self.keep(name, || {
            let count = codes.len() + 2;
            let Some(Values::Codes(values, labels)) = columns.get(dimension) else {
                return Keys::of((0..columns.rows()).map(|_| count - 1), count);
            };
            let mut places = vec![codes.len(); labels.len()];
            for (place, &code) in codes.iter().enumerate() {
                if let Some(of_label) = places.get_mut(usize::from(code)) {
                    *of_label = place;
                }
            }
            let place = |&code: &u16| places.get(usize::from(code)).copied().unwrap_or(count - 1);
            Keys::of(values.iter().map(place), count)
        })
    }

    fn keep(&mut self, name: Name, make: impl FnOnce() -> Keys) -> Arc<Keys> {
        if let Some(keys) = self.kept.get(&name).and_then(Weak::upgrade) {
            return keys;
        }
        self.kept.retain(|_, keys| keys.strong_count() > 0);
        let keys = Arc::new(make());
        self.kept.insert(name, Arc::downgrade(&keys));
        keys
    }
}
