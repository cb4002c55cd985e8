//! Combinations by their risk ratio alone, as MacroBase ranks them (Bailis et al., SIGMOD 2017): those that hold a part of all bad
//! sessions, the highest ratio first.

use super::{Counted, Labelled};
use std::cmp::Reverse;
use streamguard::diagnose::{Count, risk_ratio};

/// Conditions of a combination at most.
const ORDER: usize = 3;

/// A combination, by the places of its dimensions and labels, with its ratio.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    /// The conditions, in the order of the dimensions.
    pub conditions: Vec<(usize, u16)>,
    /// The risk ratio.
    pub ratio: f64,
    /// Its bad sessions.
    pub bad: u64,
}

/// The combinations of up to three conditions that hold at least this part of the bad sessions and have at least this ratio, the
/// highest ratio first. Of the same ratio, the one with more bad sessions, then of fewer conditions, then of earlier dimensions.
pub fn risk_ratios(counted: &Counted, support: f64, least_ratio: f64) -> Vec<Ranked> {
    let sum = |counts: &[u32]| counts.iter().map(|&count| u64::from(count)).sum::<u64>();
    let whole = Count { bad: sum(&counted.bad), sessions: sum(&counted.sessions) };
    let least = ((support * whole.bad as f64).ceil() as u64).max(1);
    // Labels with too few bad sessions are in no combination with enough.
    let kept: Vec<Kept> = counted.dimensions.iter().map(|dimension| Kept::of(dimension, &counted.bad, least)).collect();
    let mut found = Vec::new();
    for dimensions in choices(kept.len()) {
        for (conditions, count) in counts(&dimensions, &kept, counted) {
            let ratio = risk_ratio(count, whole.without(count));
            if count.bad >= least && ratio >= least_ratio {
                found.push(Ranked { conditions, ratio, bad: count.bad });
            }
        }
    }
    found.sort_by(|a, b| {
        b.ratio.total_cmp(&a.ratio).then_with(|| {
            let key = |it: &Ranked| (Reverse(it.bad), it.conditions.len(), it.conditions.clone());
            key(a).cmp(&key(b))
        })
    });
    found
}

/// The labels of a dimension that hold enough bad sessions, numbered from 1; 0 are all others.
struct Kept {
    keys: Vec<u32>,
    labels: Vec<u16>,
}

impl Kept {
    fn of(dimension: &Labelled, bad: &[u32], least: u64) -> Self {
        let mut counts = vec![0_u64; dimension.labels.len()];
        for (&code, &bad) in dimension.codes.iter().zip(bad) {
            if let Some(count) = counts.get_mut(usize::from(code)) {
                *count += u64::from(bad);
            }
        }
        let labels: Vec<u16> =
            (0..).zip(&counts).filter(|&(_, &count)| count >= least).map(|(label, _)| label).collect();
        let key = |&code: &u16| labels.iter().position(|&label| label == code).map_or(0, |place| place as u32 + 1);
        let of_labels: Vec<u32> = (0..dimension.labels.len() as u16).map(|label| key(&label)).collect();
        let keys = dimension.codes.iter().map(|&code| of_labels.get(usize::from(code)).copied().unwrap_or(0)).collect();
        Self { keys, labels }
    }
}

/// Each one, two and three of so many dimensions.
fn choices(dimensions: usize) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = vec![Vec::new()];
    let mut longest = all.clone();
    for _ in 0..ORDER {
        let more = |chosen: &Vec<usize>| {
            let from = chosen.last().map_or(0, |&last| last + 1);
            (from..dimensions).map(|next| chosen.iter().copied().chain([next]).collect()).collect::<Vec<Vec<usize>>>()
        };
        longest = longest.iter().flat_map(more).collect();
        all.extend_from_slice(&longest);
    }
    all.split_off(1)
}

/// The counts of all combinations of labels of these dimensions.
fn counts(dimensions: &[usize], kept: &[Kept], counted: &Counted) -> impl Iterator<Item = (Vec<(usize, u16)>, Count)> {
    let of: Vec<(usize, &Kept)> = dimensions.iter().map(|&dimension| (dimension, &kept[dimension])).collect();
    let cells: usize = of.iter().map(|(_, kept)| kept.labels.len() + 1).product();
    let mut counts = vec![Count::default(); cells];
    for (row, (&bad, &sessions)) in counted.bad.iter().zip(&counted.sessions).enumerate() {
        let place = of.iter().fold(0, |place, (_, kept)| place * (kept.labels.len() + 1) + kept.keys[row] as usize);
        counts[place].bad += u64::from(bad);
        counts[place].sessions += u64::from(sessions);
    }
    let found: Vec<_> = counts
        .into_iter()
        .enumerate()
        .filter_map(|(mut place, count)| {
            let mut conditions = Vec::with_capacity(of.len());
            for (dimension, kept) in of.iter().rev() {
                let key = place % (kept.labels.len() + 1);
                place /= kept.labels.len() + 1;
                conditions.push((*dimension, *kept.labels.get(key.checked_sub(1)?)?));
            }
            conditions.reverse();
            Some((conditions, count))
        })
        .collect();
    found.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Three dimensions of two labels; each row is 10 sessions of one combination.
    fn counted(bad: impl Fn(u16, u16, u16) -> u32) -> Counted {
        let rows: Vec<[u16; 3]> = (0..8).map(|row| [row & 1, row >> 1 & 1, row >> 2]).collect();
        let dimension = |at: usize| Labelled {
            name: format!("d{at}"),
            codes: rows.iter().map(|row| row[at]).collect(),
            labels: vec!["no".into(), "yes".into()],
        };
        Counted {
            dimensions: (0..3).map(dimension).collect(),
            bad: rows.iter().map(|&[a, b, c]| bad(a, b, c)).collect(),
            sessions: vec![10; 8],
        }
    }

    #[test]
    fn the_highest_ratio_is_first_and_of_one_ratio_that_of_more() {
        // d0 = yes: 9 of 10 in all of it; elsewhere 1 of 10.
        let counted = counted(|a, _, _| if a == 1 { 9 } else { 1 });
        let ranked = risk_ratios(&counted, 0.5, 3.0);
        assert_eq!(ranked.len(), 1);
        assert_eq!(ranked[0], Ranked { conditions: vec![(0, 1)], ratio: 9.0, bad: 36 });
        assert_eq!(counted.named(&ranked[0].conditions), [("d0".to_owned(), "yes".to_owned())]);
        // At a fifth, its halves as well: (18 / 20) / (22 / 60) is less.
        let ranked = risk_ratios(&counted, 0.2, 2.0);
        assert_eq!(ranked[1].conditions, [(0, 1), (1, 0)]);
        assert!((ranked[1].ratio - 0.9 / (22.0 / 60.0)).abs() < 1e-12, "{ranked:?}");
    }

    #[test]
    fn of_narrower_and_wider_ones_the_higher_ratio_wins() {
        // 16 of 20 in both together, 1 of 10 elsewhere; by themselves 18 of 40 and 4 of 40.
        let counted = counted(|a, b, _| if (a, b) == (1, 1) { 8 } else { 1 });
        let ranked = risk_ratios(&counted, 0.5, 3.0);
        let told: Vec<(&[(usize, u16)], f64)> = ranked.iter().map(|it| (it.conditions.as_slice(), it.ratio)).collect();
        assert_eq!(told, [([(0, 1), (1, 1)].as_slice(), 8.0), (&[(0, 1)], 4.5), (&[(1, 1)], 4.5)]);
    }

    #[test]
    fn where_no_other_is_bad_the_wider_one_says_as_much() {
        let counted = counted(|a, b, _| if (a, b) == (1, 1) { 5 } else { 0 });
        let ranked = risk_ratios(&counted, 0.5, 3.0);
        assert_eq!((ranked[0].conditions.as_slice(), ranked[0].ratio), ([(0, 1)].as_slice(), f64::INFINITY));
    }

    #[test]
    fn all_choices_are_made_once() {
        let choices = choices(5);
        assert_eq!(choices.len(), 5 + 10 + 10);
        let mut once = choices.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), choices.len());
    }

    #[test]
    fn each_count_is_that_of_the_rows() {
        let counted = counted(|a, b, c| u32::from(a + 2 * b + 4 * c));
        for ranked in risk_ratios(&counted, 0.0, 0.0) {
            let meets =
                |row: &usize| ranked.conditions.iter().all(|&(at, label)| counted.dimensions[at].codes[*row] == label);
            let bad: u32 = (0..8).filter(meets).map(|row| counted.bad[row]).sum();
            assert_eq!(ranked.bad, u64::from(bad), "{ranked:?}");
        }
    }
}
