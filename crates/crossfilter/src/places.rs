//! Labels as they stand in links where naming each takes too much room: ranges of places in the sorted list of all labels of
//! a category, with a checksum of that list, so that places of one list never choose labels of another.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use xxhash_rust::xxh64::xxh64;

/// As many labels as a category has, and none.
pub const MOST_LABELS: usize = telemetry::Categories::MAX_LABELS + 1;

/// All labels of a category in the order of their bytes. The empty one, which stands for none, is always among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelList(Vec<String>);

/// Ranges of places in a list of labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    /// Of the list.
    checksum: u32,
    /// The first and the last place of each range, rising, with a gap between two.
    ranges: Vec<(u32, u32)>,
}

impl LabelList {
    /// The list of these labels, whatever their order.
    pub fn of<'a>(labels: impl IntoIterator<Item = &'a str>) -> Self {
        let distinct: BTreeSet<&str> = labels.into_iter().chain([""]).collect();
        Self(distinct.into_iter().map(str::to_owned).collect())
    }

    /// The first 32 of the 64 bits of xxHash64 over all labels, each behind its length in bytes (32 bits, the lowest first).
    fn checksum(&self) -> u32 {
        let mut bytes = Vec::new();
        for label in &self.0 {
            bytes.extend((label.len() as u32).to_le_bytes());
            bytes.extend(label.as_bytes());
        }
        (xxh64(&bytes, 0) >> 32) as u32
    }

    /// Where these labels stand; `None` where there are none, or one is not in the list.
    pub fn places(&self, labels: &[String]) -> Option<Places> {
        let place = |label: &String| self.0.binary_search(label).ok();
        let places: BTreeSet<usize> = labels.iter().map(place).collect::<Option<_>>()?;
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for place in places.into_iter().map(|place| place as u32) {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == place => *last = place,
                _ => ranges.push((place, place)),
            }
        }
        (!ranges.is_empty()).then(|| Places { checksum: self.checksum(), ranges })
    }

    /// The labels at these places, in their order; `None` where the places are those of another list.
    pub fn labels(&self, places: &Places) -> Option<Vec<String>> {
        if places.checksum != self.checksum() {
            return None;
        }
        let mut labels = Vec::new();
        for &(first, last) in &places.ranges {
            labels.extend_from_slice(self.0.get(first as usize..=last as usize)?);
        }
        Some(labels)
    }
}

impl Places {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.ranges.iter().map(|(first, last)| (last - first) as usize + 1).sum()
    }

    /// As text: `1f0e9a3c:0-5;9;12-40`.
    pub fn to_text(&self) -> String {
        let range = |&(first, last): &(u32, u32)| match last {
            last if last == first => first.to_string(),
            last => format!("{first}-{last}"),
        };
        let ranges: Vec<String> = self.ranges.iter().map(range).collect();
        format!("{:08x}:{}", self.checksum, ranges.join(";"))
    }

    /// Reads places: only what [`Self::to_text`] writes. Whether the list has them is seen when its checksum is compared.
    pub fn from_text(text: &str) -> Option<Self> {
        let (checksum, ranges) = text.split_once(':')?;
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if checksum.len() != 8 || !checksum.bytes().all(is_digit) {
            return None;
        }
        let checksum = u32::from_str_radix(checksum, 16).ok()?;
        let mut read: Vec<(u32, u32)> = Vec::new();
        for range in ranges.split(';') {
            let (first, last) = match range.split_once('-') {
                Some((first, last)) => (place(first)?, place(last).filter(|_| first != last)?),
                None => (place(range)?, place(range)?),
            };
            if first > last || read.last().is_some_and(|&(_, before)| first <= before + 1) {
                return None;
            }
            read.push((first, last));
        }
        Some(Self { checksum, ranges: read })
    }
}

/// A place in plain digits.
fn place(text: &str) -> Option<u32> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|&place: &u32| plain && (place as usize) < MOST_LABELS)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn set(labels: &[String]) -> BTreeSet<&str> {
        labels.iter().map(String::as_str).collect()
    }

    proptest! {
        #[test]
        fn any_choice_of_any_labels_comes_back(
            labels in prop::collection::btree_set(any::<String>(), 0..40),
            chosen in prop::collection::vec(any::<prop::sample::Index>(), 1..60),
        ) {
            let labels: Vec<String> = labels.into_iter().chain([String::new()]).collect();
            let chosen: Vec<String> = chosen.iter().map(|index| labels[index.index(labels.len())].clone()).collect();
            let list = LabelList::of(labels.iter().rev().map(String::as_str));
            let places = list.places(&chosen).expect("all are in the list");
            prop_assert_eq!(places.count(), set(&chosen).len());
            let text = places.to_text();
            prop_assert!(text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b':' | b';' | b'-')));
            let read = Places::from_text(&text).expect("its own text");
            prop_assert_eq!(&read, &places);
            let back = list.labels(&read).expect("the same list");
            prop_assert_eq!(set(&back), set(&chosen));
        }

        #[test]
        fn another_list_gives_no_labels(
            labels in prop::collection::btree_set("[a-c]{1,3}", 1..20), other in "[a-d]{1,3}", first in any::<bool>(),
        ) {
            let list = LabelList::of(labels.iter().map(String::as_str));
            let places = list.places(&[labels.first().expect("one at least").clone()]).expect("in the list");
            // One label more, or one less.
            let mut changed = labels.clone();
            if !changed.remove(&other) {
                changed.insert(if first { format!("!{other}") } else { other });
            }
            let changed = LabelList::of(changed.iter().map(String::as_str));
            prop_assert_eq!(changed.labels(&places), None);
        }

        #[test]
        fn a_text_is_refused_or_written_as_it_was_read(
            text in prop_oneof![any::<String>(), "[0-9a-f]{8}:([0-9]{1,5}(-[0-9]{1,5})?;){0,3}[0-9]{1,6}"],
        ) {
            if let Some(places) = Places::from_text(&text) {
                prop_assert_eq!(places.to_text(), text);
                prop_assert!(places.count() <= MOST_LABELS);
                prop_assert_eq!(LabelList::of([]).labels(&places).is_some_and(|labels| labels.len() > 1), false);
            }
        }
    }

    #[test]
    fn places_are_frozen() {
        let list = LabelList::of(["beta", "alpha", "gamma", "alpha", "delta"]);
        let chosen = ["gamma", "", "beta", "alpha"].map(str::to_owned);
        let text = list.places(&chosen).expect("in the list").to_text();
        assert_eq!(text, "285e6209:0-2;4");
        let sorted = ["", "alpha", "beta", "gamma"];
        assert_eq!(list.labels(&Places::from_text(&text).expect("its own text")).expect("its own list"), sorted);
        assert_eq!(list.places(&["omega".to_owned()]), None);
        assert_eq!(list.places(&[]), None);
        // Two labels are not one that is made of both.
        assert_ne!(LabelList::of(["a", "bc"]).checksum(), LabelList::of(["ab", "c"]).checksum());
    }

    #[test]
    fn what_is_not_written_like_that_is_refused() {
        for bad in [
            "",
            ":",
            "0123456:0",
            "0123456X:0",
            "0123456A:0",
            "01234567",
            "01234567:",
            "01234567:;",
            "01234567:0;",
            "01234567:1;0",
            "01234567:0;1",
            "01234567:0-1;2",
            "01234567:3-1",
            "01234567:3-3",
            "01234567:-1",
            "01234567:01",
            "01234567:+1",
            "01234567:0-",
            "01234567:99999999999",
            "01234567:65536",
            "01234567:0--1",
        ] {
            assert_eq!(Places::from_text(bad), None, "{bad}");
        }
        // Beyond the end of the list there is nothing, whatever the checksum says.
        let list = LabelList::of(["a", "b"]);
        let beyond = Places { checksum: list.checksum(), ranges: vec![(1, 3)] };
        assert_eq!(list.labels(&beyond), None);
    }
}
