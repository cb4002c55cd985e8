//! Rows counted by their keys: the loops in which the time goes.

/// Counts rows by their keys.
pub(super) fn count(keys: &[u8], weights: Option<&[u32]>, cells: &mut [u64]) {
    match weights {
        Some(weights) => {
            for (&key, &weight) in keys.iter().zip(weights) {
                if let Some(cell) = cells.get_mut(usize::from(key)) {
                    *cell += u64::from(weight);
                }
            }
        }
        None => {
            // What is counted twice in a row is counted in two places: the second would wait for the first.
            let mut sums = [[0_u32; 256]; 2];
            let mut two = keys.chunks_exact(2);
            for pair in &mut two {
                sums[0][usize::from(pair[0])] += 1;
                sums[1][usize::from(pair[1])] += 1;
            }
            two.remainder().iter().for_each(|&key| sums[0][usize::from(key)] += 1);
            let [even, odd] = sums;
            cells.iter_mut().zip(even.iter().zip(&odd)).for_each(|(cell, (a, b))| *cell += u64::from(a + b));
        }
    }
}

/// Counts rows by two keys, the second of which is less than `width`.
pub(super) fn count_pairs(a: &[u8], b: &[u8], width: usize, weights: Option<&[u32]>, cells: &mut [u64]) {
    match weights {
        Some(weights) => {
            for ((&a, &b), &weight) in a.iter().zip(b).zip(weights) {
                if let Some(cell) = cells.get_mut(usize::from(a) * width + usize::from(b)) {
                    *cell += u64::from(weight);
                }
            }
        }
        None => {
            let mut sums = vec![0_u32; cells.len()];
            for (&a, &b) in a.iter().zip(b) {
                if let Some(cell) = sums.get_mut(usize::from(a) * width + usize::from(b)) {
                    *cell += 1;
                }
            }
            cells.iter_mut().zip(sums).for_each(|(cell, sum)| *cell += u64::from(sum));
        }
    }
}
