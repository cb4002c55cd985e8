//! Labels to codes, fast: looked up by hash. Codes follow the first appearance, so the order of the hash never shows.

use super::MISSING_CATEGORY;
use xxhash_rust::xxh64::xxh64;

const EMPTY: u16 = u16::MAX;

/// A growing list of distinct labels.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dictionary {
    labels: Vec<String>,
    hashes: Vec<u32>,
    /// Codes at their hash's place or the next free one; the length is a power of two, at most half full.
    slots: Vec<u16>,
}

impl Dictionary {
    /// The code of a label, if it is known.
    pub(crate) fn get(&self, label: &[u8]) -> Option<u16> {
        if self.slots.is_empty() {
            return None;
        }
        let hash = hash(label);
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let code = *self.slots.get(at)?;
            if code == EMPTY {
                return None;
            }
            let place = usize::from(code);
            if self.hashes.get(place) == Some(&hash)
                && self.labels.get(place).is_some_and(|known| known.as_bytes() == label)
            {
                return Some(code);
            }
            at = (at + 1) & mask;
        }
    }

    /// Adds a label that [`Self::get`] did not find; `None` when there is no code left.
    pub(crate) fn add(&mut self, label: &str) -> Option<u16> {
        let code = u16::try_from(self.labels.len()).ok().filter(|&code| code != MISSING_CATEGORY)?;
        if (self.labels.len() + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let hash = hash(label.as_bytes());
        self.place(code, hash);
        self.labels.push(label.to_owned());
        self.hashes.push(hash);
        Some(code)
    }

    fn grow(&mut self) {
        self.slots = vec![EMPTY; (self.slots.len() * 2).max(64)];
        for code in 0..self.hashes.len() {
            self.place(code as u16, self.hashes[code]);
        }
    }

    fn place(&mut self, code: u16, hash: u32) {
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        while self.slots[at] != EMPTY {
            at = (at + 1) & mask;
        }
        self.slots[at] = code;
    }

    /// The labels in the order of their codes.
    pub(crate) fn labels(&self) -> &[String] {
        &self.labels
    }
}

fn hash(label: &[u8]) -> u32 {
    xxh64(label, 0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telemetry::Categories;

    #[test]
    fn codes_by_first_appearance_until_none_is_left() {
        let mut dictionary = Dictionary::default();
        for code in 0..Categories::MAX_LABELS {
            let label = format!("label {code}");
            assert_eq!(dictionary.get(label.as_bytes()), None);
            assert_eq!(dictionary.add(&label).map(usize::from), Some(code));
        }
        assert_eq!(dictionary.add("one more"), None);
        for code in (0..Categories::MAX_LABELS).step_by(97) {
            assert_eq!(dictionary.get(format!("label {code}").as_bytes()).map(usize::from), Some(code));
        }
        let column = Categories::from_dictionary(dictionary, vec![7, MISSING_CATEGORY, 65_534]);
        assert_eq!((column.label(0), column.label(1), column.label(2)), ("label 7", "", "label 65534"));
    }
}
