//! Groups of sessions by their flagged share: their order, and what several make together.

use crate::picture::Count;
use analysis::views::FEW;
use std::cmp::Ordering;

/// The higher flagged share first, the larger group where they are equal. Behind them, in the same order, groups of few
/// sessions, and last those without any: one session of one is 100 %, and says less than 200 of 1000. The lower ends of the
/// intervals would not do: that of one of one is 20.7 %, above the share of nearly every large group.
pub(super) fn by_share(a: Count, b: Count) -> Ordering {
    // Fractions are compared by their cross products, so no rounding makes two shares one.
    let product = |a: u32, b: u32| u64::from(a) * u64::from(b);
    let doubt = |count: Count| u8::from(count.sessions < FEW) + u8::from(count.sessions == 0);
    (doubt(a).cmp(&doubt(b)))
        .then_with(|| product(b.flagged, a.sessions).cmp(&product(a.flagged, b.sessions)))
        .then_with(|| b.sessions.cmp(&a.sessions))
}

/// Both groups as one.
pub(super) fn sum(a: Count, b: Count) -> Count {
    Count { sessions: a.sessions + b.sessions, flagged: a.flagged + b.flagged }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_sessions_stand_behind_the_others() {
        let count = |(sessions, flagged)| Count { sessions, flagged };
        let mut counts = [(0, 0), (1, 1), (1000, 50), (29, 3), (30, 0), (2000, 100), (30, 2), (2, 2)].map(count);
        counts.sort_by(|a, b| by_share(*a, *b));
        let expected = [(30, 2), (2000, 100), (1000, 50), (30, 0), (2, 2), (1, 1), (29, 3), (0, 0)];
        assert_eq!(counts, expected.map(count));
    }
}
