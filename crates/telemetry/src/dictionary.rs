//! Labels to codes, fast: looked up by hash. Codes follow the first appearance, so the order of the hash never shows.

use super::MISSING_CATEGORY;
use xxhash_rust::xxh64::xxh64;

const EMPTY: u16 = u16::MAX;

/// The longest label that is compared as two numbers.
const SHORT: usize = 16;

/// A growing list of distinct labels.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    labels: Vec<String>,
    keys: Vec<Key>,
    /// Codes at their hash's place or the next free one; the length is a power of two, at most half full.
    slots: Vec<u16>,
}

/// What a label is compared by: a short one by its bytes, a long one by its hash first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Key {
    words: [u64; 2],
    length: usize,
}

impl Key {
    /// The key of a label of at most 16 bytes: little-endian numbers with zeros above.
    #[inline(always)]
    fn short(words: [u64; 2], length: usize) -> Self {
        Self { words, length }
    }

    fn of(label: &[u8]) -> Self {
        let words = if label.len() <= SHORT { words(label) } else { [xxh64(label, 0), 0] };
        Self { words, length: label.len() }
    }

    /// The upper half of a product takes part in every bit of its factors.
    #[inline(always)]
    fn hash(self) -> usize {
        const ODD: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f];
        let [low, high] = self.words;
        let mixed = (low ^ self.length as u64).wrapping_mul(ODD[0]) ^ high.wrapping_mul(ODD[1]).rotate_left(32);
        (mixed.wrapping_mul(ODD[0]) >> 32) as usize
    }
}

/// A short label as numbers.
fn words(label: &[u8]) -> [u64; 2] {
    let mut words = [0; 2];
    for (at, &byte) in label.iter().take(SHORT).enumerate() {
        words[at / 8] |= u64::from(byte) << (at % 8 * 8);
    }
    words
}

impl Dictionary {
    /// The code of a label, if it is known.
    pub fn get(&self, label: &[u8]) -> Option<u16> {
        let key = Key::of(label);
        self.find(key, |known| key.length <= SHORT || known == label)
    }

    /// The code of a label of at most 16 bytes, which are given as little-endian numbers with zeros above.
    #[inline(always)]
    pub fn get_short(&self, words: [u64; 2], length: usize) -> Option<u16> {
        self.find(Key::short(words, length), |_| true)
    }

    #[inline(always)]
    fn find(&self, key: Key, is_it: impl Fn(&[u8]) -> bool) -> Option<u16> {
        let mask = self.slots.len().checked_sub(1)?;
        let mut at = key.hash() & mask;
        loop {
            let code = *self.slots.get(at)?;
            if code == EMPTY {
                return None;
            }
            let place = usize::from(code);
            if self.keys.get(place) == Some(&key) && self.labels.get(place).is_some_and(|known| is_it(known.as_bytes()))
            {
                return Some(code);
            }
            at = (at + 1) & mask;
        }
    }

    /// Adds a label that [`Self::get`] did not find; `None` when there is no code left.
    pub fn add(&mut self, label: &str) -> Option<u16> {
        let code = u16::try_from(self.labels.len()).ok().filter(|&code| code != MISSING_CATEGORY)?;
        if (self.labels.len() + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let key = Key::of(label.as_bytes());
        self.place(code, key);
        self.labels.push(label.to_owned());
        self.keys.push(key);
        Some(code)
    }

    fn grow(&mut self) {
        self.slots = vec![EMPTY; (self.slots.len() * 2).max(64)];
        for code in 0..self.keys.len() {
            self.place(code as u16, self.keys[code]);
        }
    }

    fn place(&mut self, code: u16, key: Key) {
        let mask = self.slots.len() - 1;
        let mut at = key.hash() & mask;
        while self.slots[at] != EMPTY {
            at = (at + 1) & mask;
        }
        self.slots[at] = code;
    }

    /// The labels in the order of their codes.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Categories;

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

    #[test]
    fn labels_of_all_lengths_are_told_apart() {
        let mut dictionary = Dictionary::default();
        let text = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
        let labels: Vec<&str> =
            (0..40).map(|length| &text[..length]).chain((1..40).map(|from| &text[from..])).collect();
        for (code, label) in labels.iter().enumerate() {
            assert_eq!(dictionary.get(label.as_bytes()), None, "{label}");
            assert_eq!(dictionary.add(label).map(usize::from), Some(code));
        }
        for (code, label) in labels.iter().enumerate() {
            let bytes = label.as_bytes();
            assert_eq!(dictionary.get(bytes).map(usize::from), Some(code));
            if bytes.len() <= SHORT {
                assert_eq!(dictionary.get_short(words(bytes), bytes.len()).map(usize::from), Some(code));
            }
        }
    }
}
