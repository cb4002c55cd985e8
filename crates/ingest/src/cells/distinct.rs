//! How many different cells there are.

/// Each value once, in order.
pub(crate) fn sort_distinct(values: &mut Vec<&[u8]>) {
    values.sort_unstable();
    values.dedup();
}
