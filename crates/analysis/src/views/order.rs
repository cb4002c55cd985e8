//! Putting rows in order by a number: one sort for all views, because every kind of element that is sorted is another
//! copy of the sorting code in the page's program.

/// A number that orders as [`f64::total_cmp`] does.
pub fn key(value: f64) -> u64 {
    let bits = value.to_bits();
    // Negative numbers order against their bits, positive ones with them and above all negative ones.
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// The rows from the least key to the greatest, ties in their own order; only the first `count` are put in order and
/// returned.
pub fn lowest(mut keyed: Vec<(u64, u32)>, count: usize) -> Vec<(u64, u32)> {
    if count < keyed.len() {
        keyed.select_nth_unstable(count);
        keyed.truncate(count);
    }
    keyed.sort_unstable();
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
