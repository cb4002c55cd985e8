//! The week that is generated: when people watch, and how full the networks are then.

/// The first instant: 2026-01-05T00:00:00Z, a Monday. Fixed, so that a scenario never depends on today.
pub const WEEK_START_MS: i64 = 1_767_571_200_000;

/// Milliseconds in an hour.
pub const HOUR_MS: i64 = 3_600_000;

/// Hours in the week.
pub const HOURS: usize = 168;

/// The instant after the last: 2026-01-12T00:00:00Z.
pub const WEEK_END_MS: i64 = WEEK_START_MS + HOURS as i64 * HOUR_MS;

/// How much is watched by local hour, from Monday to Friday: the evening is the peak.
const WEEKDAY: [u32; 24] =
    [18, 10, 6, 4, 4, 6, 12, 20, 24, 24, 25, 28, 34, 34, 32, 34, 40, 52, 70, 90, 100, 96, 70, 40];

/// The same for Saturday and Sunday: the day is busier, the night longer.
const WEEKEND: [u32; 24] =
    [30, 18, 10, 6, 5, 6, 10, 20, 34, 46, 54, 60, 66, 70, 72, 74, 76, 82, 92, 104, 110, 104, 82, 54];

/// How full the access networks are by local hour, 1 at the peak.
pub(super) const RUSH: [f64; 24] = [
    0.25, 0.10, 0.05, 0.0, 0.0, 0.0, 0.05, 0.10, 0.15, 0.15, 0.20, 0.20, 0.25, 0.25, 0.25, 0.30, 0.40, 0.55, 0.75,
    0.95, 1.0, 0.95, 0.75, 0.45,
];

/// The local hour of the week for an UTC hour of the week; Monday's first is 0.
pub(super) fn local_hour_of_week(hour: usize, offset_minutes: i32) -> usize {
    let minutes = hour as i32 * 60 + offset_minutes;
    minutes.div_euclid(60).rem_euclid(HOURS as i32) as usize
}

/// How much is watched in a local hour of the week.
pub(super) fn activity(local_hour: usize) -> u32 {
    if local_hour / 24 < 5 { WEEKDAY[local_hour % 24] } else { WEEKEND[local_hour % 24] }
}

/// A density over the hours of the week, constant within each hour, with its cumulative distribution.
#[derive(Clone, Debug)]
pub(super) struct HourCurve {
    /// What lies before each hour, and the whole at the end.
    cumulative: Vec<f64>,
}

impl HourCurve {
    /// The curve with these weights per hour, of which at least one must be above 0.
    pub fn new(weights: impl IntoIterator<Item = f64>) -> Self {
        Self::of(&weights.into_iter().collect::<Vec<f64>>())
    }

    /// All of it that does not depend on where the weights come from: compiled once.
    fn of(weights: &[f64]) -> Self {
        let mut sum = 0.0;
        let mut cumulative = vec![0.0];
        for &weight in weights {
            sum += weight;
            cumulative.push(sum);
        }
        debug_assert!(cumulative.len() == HOURS + 1 && sum > 0.0);
        Self { cumulative }
    }

    fn total(&self) -> f64 {
        self.cumulative[HOURS]
    }

    /// The hour, and the part of it gone, at which this share (in [0, 1)) of the whole lies behind.
    pub fn quantile(&self, share: f64) -> (usize, f64) {
        let target = share * self.total();
        let hour = (self.cumulative.partition_point(|&before| before <= target).max(1) - 1).min(HOURS - 1);
        let width = self.cumulative[hour + 1] - self.cumulative[hour];
        let part = if width > 0.0 { (target - self.cumulative[hour]) / width } else { 0.0 };
        (hour, part.clamp(0.0, 1.0))
    }

    /// The share of the whole that lies before this part of this hour.
    pub fn share_before(&self, hour: usize, part: f64) -> f64 {
        let (from, to) = (self.cumulative[hour], self.cumulative[hour + 1]);
        ((from + (to - from) * part) / self.total()).min(1.0)
    }

    /// The weight of an hour as a share of the whole.
    pub fn weight(&self, hour: usize) -> f64 {
        (self.cumulative[hour + 1] - self.cumulative[hour]) / self.total()
    }
}

/// The instant at this part of this hour, in whole milliseconds.
pub(super) fn instant(hour: usize, part: f64) -> i64 {
    WEEK_START_MS + hour as i64 * HOUR_MS + ((part * HOUR_MS as f64) as i64).min(HOUR_MS - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn local_hours_wrap_around_the_week() {
        assert_eq!(local_hour_of_week(0, 0), 0);
        assert_eq!(local_hour_of_week(0, -60), 167);
        assert_eq!(local_hour_of_week(167, 60), 0);
        assert_eq!(local_hour_of_week(10, 330), 15);
        assert_eq!(local_hour_of_week(0, -210), 164);
    }

    #[test]
    fn the_quantile_inverts_the_share() {
        let curve = HourCurve::new((0..HOURS).map(|hour| f64::from(activity(hour))));
        for step in 0..1_000 {
            let share = f64::from(step) / 1_000.0;
            let (hour, part) = curve.quantile(share);
            assert!((curve.share_before(hour, part) - share).abs() < 1e-12, "{share}");
        }
        assert_eq!(curve.quantile(0.0), (0, 0.0));
        assert!(curve.quantile(1.0).0 == HOURS - 1);
    }

    #[test]
    fn an_hour_without_weight_is_never_hit() {
        let curve = HourCurve::new((0..HOURS).map(|hour| if hour == 5 || hour == 9 { 1.0 } else { 0.0 }));
        assert_eq!(curve.quantile(0.0), (5, 0.0));
        assert_eq!(curve.quantile(0.5), (9, 0.0));
        assert_eq!(curve.quantile(0.75), (9, 0.5));
    }
}
