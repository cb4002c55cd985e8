//! Counts of two groups compared: risk ratio with its interval, and Fisher's exact test.

use serde::{Deserialize, Serialize};

/// Sessions, and how many of them are bad.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The bad ones.
    pub bad: u64,
    /// All of them, bad or not.
    pub sessions: u64,
}

impl Count {
    /// The share of bad ones, 0 to 1; 0 of none.
    pub fn rate(self) -> f64 {
        if self.sessions == 0 { 0.0 } else { self.bad as f64 / self.sessions as f64 }
    }

    /// Those of this count that are not of a part of it.
    #[must_use]
    pub fn without(self, part: Self) -> Self {
        Self { bad: self.bad.saturating_sub(part.bad), sessions: self.sessions.saturating_sub(part.sessions) }
    }
}

/// How many times as often sessions of the first count are bad as those of the second.
///
/// Edges are those of MacroBase (Bailis et al. 2017): 0 where either has no sessions, infinite where only the second has no bad
/// one. Where neither has a bad one, 0.
pub fn risk_ratio(of: Count, rest: Count) -> f64 {
    if of.sessions == 0 || rest.sessions == 0 || of.bad == 0 {
        return 0.0;
    }
    if rest.bad == 0 {
        return f64::INFINITY;
    }
    (of.bad as f64 * rest.sessions as f64) / (of.sessions as f64 * rest.bad as f64)
}

/// The 97.5th percentile of the standard normal distribution.
const Z95: f64 = 1.959_963_984_540_054;

/// The interval that holds the risk ratio in 95 of 100 samples, of its logarithm's normal approximation (Katz et al. 1978). Where
/// a group has no bad session, half a one is added to all four counts (Walter 1975).
///
/// # Examples
/// ```
/// use diagnose::{Count, interval, risk_ratio};
/// // Smoking and lung cancer in any textbook: 30 of 100 exposed, 10 of 100 not.
/// let (exposed, other) = (Count { bad: 30, sessions: 100 }, Count { bad: 10, sessions: 100 });
/// assert_eq!(risk_ratio(exposed, other), 3.0);
/// let (low, high) = interval(exposed, other);
/// assert!((low - 1.551).abs() < 1e-3 && (high - 5.803).abs() < 1e-3);
/// ```
pub fn interval(of: Count, rest: Count) -> (f64, f64) {
    let more = if of.bad == 0 || rest.bad == 0 { 0.5 } else { 0.0 };
    let parts = |count: Count| (count.bad as f64 + more, count.sessions as f64 + more);
    if of.sessions == 0 || rest.sessions == 0 {
        return (0.0, f64::INFINITY);
    }
    let ((bad, all), (bad_rest, all_rest)) = (parts(of), parts(rest));
    let ratio = libm::log(bad / all) - libm::log(bad_rest / all_rest);
    let variance = (1.0 / bad - 1.0 / all) + (1.0 / bad_rest - 1.0 / all_rest);
    let spread = Z95 * libm::sqrt(variance.max(0.0));
    (libm::exp(ratio - spread), libm::exp(ratio + spread))
}

/// The natural logarithm of the probability that, were bad sessions spread over both groups at random, the first had at least as
/// many of them as it has: Fisher's exact test, one-sided.
///
/// Of counts below 2⁵³, to some 9 digits of the logarithm.
pub fn ln_fisher(of: Count, rest: Count) -> f64 {
    let (bad, drawn) = (of.bad + rest.bad, of.sessions);
    let all = of.sessions + rest.sessions;
    let most = bad.min(drawn);
    if of.bad > most || of.bad == 0 {
        return 0.0;
    }
    let least = (bad + drawn).saturating_sub(all);
    if of.bad <= least {
        return 0.0;
    }
    let first = ln_choose(bad, of.bad) + ln_choose(all - bad, drawn - of.bad) - ln_choose(all, drawn);
    // Terms of the tail as parts of its first one. They fall from the mean on, where this is asked.
    let (mut term, mut sum) = (1.0_f64, 1.0_f64);
    let mut at = of.bad;
    while at < most && term > sum * 1e-17 {
        let (up, down) =
            ((bad - at) as f64 * (drawn - at) as f64, (at + 1) as f64 * (all + at + 1 - bad - drawn) as f64);
        term *= up / down;
        sum += term;
        at += 1;
    }
    (first + libm::log(sum)).min(0.0)
}

/// The natural logarithm of the number of ways to choose `k` of `n`.
fn ln_choose(n: u64, k: u64) -> f64 {
    let ln_factorial = |n: u64| libm::lgamma(n as f64 + 1.0);
    ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// MacroBase counts exposed and all outliers and inliers.
    fn macrobase(exposed_inliers: u64, exposed_outliers: u64, inliers: u64, outliers: u64) -> f64 {
        let of = Count { bad: exposed_outliers, sessions: exposed_inliers + exposed_outliers };
        let all = Count { bad: outliers, sessions: inliers + outliers };
        risk_ratio(of, all.without(of))
    }

    #[test]
    fn risk_ratios_are_those_of_macrobase() {
        for ((a, b, c, d), expected) in [
            ((10, 10, 100, 100), 1.0),
            ((10, 10, 1000, 100), 6.0),
            ((0, 0, 100, 100), 0.0),
            ((100, 100, 100, 100), 0.0),
            ((0, 100, 100, 100), f64::INFINITY),
        ] {
            assert_eq!(macrobase(a, b, c, d), expected, "{a} {b} {c} {d}");
        }
        assert!((macrobase(10, 99, 1000, 100) - 900.082).abs() < 1e-3);
    }

    /// The tail summed up in whole numbers.
    fn plainly(of: Count, rest: Count) -> f64 {
        fn choose(n: u128, k: u128) -> u128 {
            if k > n { 0 } else { (0..k).fold(1, |ways, at| ways * (n - at) / (at + 1)) }
        }
        let (bad, drawn, all) = (of.bad + rest.bad, of.sessions, of.sessions + rest.sessions);
        let ways = |at: u64| {
            choose(bad.into(), at.into()) * choose((all - bad).into(), u128::from(drawn).wrapping_sub(at.into()))
        };
        let tail: u128 = (of.bad..=bad.min(drawn)).map(ways).sum();
        tail as f64 / choose(all.into(), drawn.into()) as f64
    }

    proptest! {
        #[test]
        fn the_test_is_exact(sessions in 1..40_u64, others in 1..40_u64, bad in 0..40_u64, bad_others in 0..40_u64) {
            let of = Count { bad: bad.min(sessions), sessions };
            let rest = Count { bad: bad_others.min(others), sessions: others };
            let (fast, plain) = (libm::exp(ln_fisher(of, rest)), plainly(of, rest));
            prop_assert!((fast - plain).abs() <= 1e-9 * plain.max(1e-12), "{} {}", fast, plain);
        }

        #[test]
        fn an_interval_holds_its_ratio(bad in 1..50_u64, more in 0..500_u64, bad_rest in 1..50_u64, more_rest in 0..500_u64) {
            let (of, rest) = (Count { bad, sessions: bad + more }, Count { bad: bad_rest, sessions: bad_rest + more_rest });
            let ((low, high), ratio) = (interval(of, rest), risk_ratio(of, rest));
            prop_assert!(low <= ratio * (1.0 + 1e-12) && ratio <= high * (1.0 + 1e-12), "{} {} {}", low, ratio, high);
        }
    }

    #[test]
    fn nothing_is_no_ratio_and_no_surprise() {
        let (none, some) = (Count::default(), Count { bad: 2, sessions: 10 });
        assert_eq!((risk_ratio(none, some), risk_ratio(some, none)), (0.0, 0.0));
        assert_eq!((ln_fisher(none, some), ln_fisher(some, none)), (0.0, 0.0));
        assert_eq!(interval(none, Count::default()), (0.0, f64::INFINITY));
    }

    #[test]
    fn counts_of_a_service_are_no_trouble() {
        let of = Count { bad: 94_796, sessions: 510_188 };
        let rest = Count { bad: 16_159, sessions: 599_825 };
        let surprise = ln_fisher(of, rest);
        assert!(surprise.is_finite() && surprise < -10_000.0, "{surprise}");
    }
}
