//! From a threshold rule to the score that it comes to.

use super::Threshold;

/// So wide is a bin of the histogram in which the break is looked for: fine enough to see it.
const WIDTH: f64 = 0.005;

impl Threshold {
    /// The score above which a session is flagged.
    ///
    /// A contamination is turned into the percentile of the scores as numpy and scikit-learn do, with linear interpolation
    /// between the two nearest scores. Sessions that are not judged, whose score is NaN, do not count.
    pub fn of(self, scores: &[f64]) -> f64 {
        match self {
            Threshold::Auto => 0.5,
            Threshold::Score(score) => score.get(),
            Threshold::Contamination(share) => {
                let mut order: Vec<f64> = scores.iter().copied().filter(|score| !score.is_nan()).collect();
                if order.is_empty() {
                    return f64::NAN;
                }
                let position = (1.0 - share.get()) * (order.len() - 1) as f64;
                let below = position as usize;
                let (_, low, above) = order.select_nth_unstable_by(below, f64::total_cmp);
                let low = *low;
                let high = above.iter().copied().min_by(f64::total_cmp).unwrap_or(low);
                low + (high - low) * (position - below as f64)
            }
        }
    }
}

/// Where the distribution of the scores breaks: the end of the slope that falls from the many ordinary sessions, before the
/// tail of the anomalous ones. `None` where there is no tail.
///
/// The triangle method (Zack, Rogers and Latt 1977) over the logarithm of the counts: of the bins between the fullest and
/// the last one, the one that lies farthest below the line that joins them. Without the logarithm the few anomalous
/// sessions would not be seen beside the many others. The fullest bin is looked for from the median on: a heap of equal
/// sessions at the lower end (those without any stall, say) is not what the anomalous ones stand out from, and more than
/// half of the sessions are never anomalous.
pub fn score_break(scores: &[f64]) -> Option<f64> {
    let bin = |score: f64| (score.clamp(0.0, 1.0) / WIDTH) as usize;
    let mut counts = vec![0_u32; bin(1.0) + 1];
    let mut judged = 0;
    for &score in scores.iter().filter(|score| !score.is_nan()) {
        counts[bin(score)] += 1;
        judged += 1;
    }
    let mut passed = 0_usize;
    let median = counts.iter().position(|&count| {
        passed += count as usize;
        2 * passed >= judged
    })?;
    let places = counts.iter().enumerate().skip(median);
    let fullest = places.max_by_key(|&(place, &count)| (count, std::cmp::Reverse(place)))?.0;
    let last = counts.iter().rposition(|&count| count > 0)?;
    let height = |place: usize| libm::log1p(f64::from(counts[place]));
    let (top, end) = (height(fullest), height(last));
    if last < fullest + 2 || top <= end {
        return None;
    }
    let depth = |place: usize| (top - height(place)) / (top - end) - (place - fullest) as f64 / (last - fullest) as f64;
    let deepest = (fullest..=last).max_by(|&a, &b| depth(a).total_cmp(&depth(b)).then(b.cmp(&a)))?;
    (deepest > fullest && deepest < last).then_some(deepest as f64 * WIDTH)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Contamination;

    #[test]
    fn the_percentile_interpolates_as_numpy_does() {
        let rule = Threshold::Contamination(Contamination::new(0.25).expect("a share"));
        // numpy.percentile([0.1, 0.2, 0.4, 0.8], 75) = 0.5
        assert!((rule.of(&[0.8, 0.1, 0.4, 0.2]) - 0.5).abs() < 1e-15);
        assert_eq!(rule.of(&[0.3]), 0.3);
        assert_eq!(rule.of(&[0.3, 0.3, 0.3]), 0.3, "ties are not flagged");
    }

    #[test]
    fn the_break_is_where_the_tail_begins() {
        // A hump of ordinary sessions that ends at 0.45, and a thin tail up to 0.8.
        let hump = (0..2000).map(|row| 0.35 + 0.1 * f64::from(row * row % 2000) / 2000.0);
        let tail = (0..70).map(|row| 0.45 + 0.005 * f64::from(row));
        let scores: Vec<f64> = hump.chain(tail).collect();
        let found = score_break(&scores).expect("there is a tail");
        assert!((found - 0.45).abs() < 0.011, "{found}");
        // A heap of the best sessions, larger than the hump, changes nothing.
        let heap = [vec![0.2; 1500], scores].concat();
        assert_eq!(score_break(&heap), Some(found));
        assert_eq!(score_break(&[0.4; 100]), None);
        assert_eq!(score_break(&[0.4, 0.9]), None, "two sessions are no tail");
        assert_eq!(score_break(&[]), None);
    }
}
