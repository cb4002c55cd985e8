//! Putting rows in order by a number: one sort for all views, because every kind of element that is sorted is another
//! copy of the sorting code in the page's program.

/// A number that orders as [`f64::total_cmp`] does.
pub fn key(value: f64) -> u64 {
    let bits = value.to_bits();
    // Negative numbers order against their bits, positive ones with them and above all negative ones.
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// The number of a [`key`].
fn number(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}

/// The rows from the least key to the greatest, ties in their own order; only the first `count` are put in order and
/// returned.
pub fn lowest(mut keyed: Vec<(u64, u32)>, count: usize) -> Vec<(u64, u32)> {
    if let (true, Some(last)) = (count < keyed.len(), count.checked_sub(1)) {
        // As numbers, so that they are selected by the code that selects all others.
        let mut numbers: Vec<f64> = keyed.iter().map(|&(key, _)| number(key)).collect();
        let last = key(*numbers.select_nth_unstable_by(last, f64::total_cmp).1);
        keyed.retain(|&(key, _)| key <= last);
    }
    keyed.sort_unstable();
    keyed.truncate(count);
    keyed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_order_as_the_numbers_do(a in any::<f64>(), b in any::<f64>()) {
            prop_assert_eq!(key(a).cmp(&key(b)), a.total_cmp(&b));
            prop_assert_eq!(number(key(a)).to_bits(), a.to_bits());
        }

        #[test]
        fn numbers_order_as_their_keys_do(a: u64, b: u64) {
            prop_assert_eq!((key(number(a)), number(a).total_cmp(&number(b))), (a, a.cmp(&b)));
        }

        #[test]
        fn the_lowest_are_those_of_a_full_sort(values in proptest::collection::vec(0..9_u64, 0..50), count in 0..60_usize) {
            let keyed: Vec<(u64, u32)> = values.into_iter().zip(0..).collect();
            let mut sorted = keyed.clone();
            sorted.sort();
            sorted.truncate(count);
            prop_assert_eq!(lowest(keyed, count), sorted);
        }
    }
}
