//! How long a path is on average: the yardstick of every score.

/// Euler's constant.
const EULER_GAMMA: f64 = 0.577_215_664_901_532_9;

/// c(n): the average path length of an unsuccessful search in a binary search tree of `n` keys, which is also the length
/// that the rest of a path is expected to have where a leaf holds `n` training rows (Liu et al. 2008, equation 1; the
/// values for 0, 1 and 2 as in the 2012 paper and in scikit-learn).
pub fn average_path_length(n: u32) -> f64 {
    match n {
        0 | 1 => 0.0,
        2 => 1.0,
        n => {
            let n = f64::from(n);
            2.0 * (libm::log(n - 1.0) + EULER_GAMMA) - 2.0 * (n - 1.0) / n
        }
    }
}

#[cfg(test)]
mod tests {
    use super::average_path_length;

    #[test]
    fn follows_the_paper() {
        assert_eq!([0, 1, 2].map(average_path_length), [0.0, 0.0, 1.0]);
        // 2 H(255) - 2 * 255 / 256, with the logarithm in place of the harmonic number as the paper has it.
        assert!((average_path_length(256) - 10.244770920119917).abs() < 1e-12);
        let rising: Vec<f64> = (2..2000).map(average_path_length).collect();
        assert!(rising.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
