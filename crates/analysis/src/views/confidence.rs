//! How well a share of so many sessions is known.

/// A share or a percentile of fewer sessions than this is drawn as an uncertain one, stands behind the others in an order,
/// and is never named as the greatest or the least.
pub const FEW: u32 = 30;

/// The 95 % confidence interval of a share, 0 to 1 (Wilson 1927); all there is where nothing was counted.
pub fn wilson(flagged: u32, sessions: u32) -> (f64, f64) {
    const Z: f64 = 1.959_963_984_540_054;
    if sessions == 0 {
        return (0.0, 1.0);
    }
    let n = f64::from(sessions);
    let share = f64::from(flagged) / n;
    let middle = share + Z * Z / (2.0 * n);
    let reach = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + Z * Z / n;
    (((middle - reach) / scale).max(0.0), ((middle + reach) / scale).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_wilsons() {
        // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        for (flagged, sessions, low, high) in
            [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]
        {
            let interval = wilson(flagged, sessions);
            assert!((interval.0 - low).abs() < 5e-5 && (interval.1 - high).abs() < 5e-5, "{interval:?}");
        }
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }
}
