//! What the program says of each case, and the figures of many.

use crate::bench::statistics::quantile;
use crate::error::{Error, Result};
use serde_json::Value;

/// What a method came to in one case.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Which world.
    pub world: String,
    /// How many sessions there are, where that is always the same.
    pub sessions: Option<u64>,
    /// Whose answers they are.
    pub method: String,
    /// How many answers there are.
    pub answers: usize,
    /// The place of each cause among the answers and what comes next to them, from 1.
    pub ranks: Vec<Option<usize>>,
    /// The place among the causes of the one that is behind most.
    pub strongest: Option<usize>,
}

impl Judged {
    fn of(line: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(line).ok()?;
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        let count = |value: &Value| value.as_u64().and_then(|count| usize::try_from(count).ok());
        let rank = |value: &Value| match value {
            Value::Null => Some(None),
            value => count(value).filter(|&rank| rank > 0).map(Some),
        };
        Some(Self {
            world: text("world")?,
            sessions: value["sessions"].as_u64(),
            method: text("method")?,
            answers: count(&value["answers"])?,
            ranks: value["ranks"].as_array()?.iter().map(rank).collect::<Option<_>>()?,
            strongest: count(&value["strongest"]),
        })
    }

    /// The causes that are answers.
    fn right(&self) -> usize {
        self.ranks.iter().flatten().filter(|&&rank| rank <= self.answers).count()
    }

    /// Whether the first answer is a cause.
    pub fn is_first_right(&self) -> bool {
        self.answers > 0 && self.ranks.contains(&Some(1))
    }

    /// Whether a cause is among the first of all that is told, answers and what comes next to them.
    pub fn is_told(&self, first: usize) -> bool {
        self.ranks.iter().flatten().any(|&rank| rank <= first)
    }

    /// The rank of the strongest cause among the answers.
    pub fn strongest_rank(&self) -> Option<usize> {
        self.ranks.get(self.strongest?).copied().flatten().filter(|&rank| rank <= self.answers)
    }
}

/// Reads the lines of the program.
pub fn read(output: &str) -> Result<Vec<Judged>> {
    let nonsense = |line: &str| Error::Measuring(format!("no judgement of answers: {line:?}"));
    output.lines().map(|line| Judged::of(line).ok_or_else(|| nonsense(line))).collect()
}

/// How many answers there were in all, how many of them are right, and how many causes there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    right: usize,
    answers: usize,
    causes: usize,
}

impl Counts {
    /// Of cases.
    pub fn of<'a>(cases: impl IntoIterator<Item = &'a Judged>) -> Self {
        cases.into_iter().fold(Self::default(), |sum, case| Self {
            right: sum.right + case.right(),
            answers: sum.answers + case.answers,
            causes: sum.causes + case.ranks.len(),
        })
    }

    /// The share of answers that are right.
    pub fn precision(self) -> Option<f64> {
        share(self.right, self.answers)
    }

    /// The share of causes that are answers.
    pub fn recall(self) -> Option<f64> {
        share(self.right, self.causes)
    }

    /// The harmonic mean of both, over all cases together: 2 · right / (answers + causes).
    pub fn f1(self) -> Option<f64> {
        share(2 * self.right, self.answers + self.causes)
    }
}

/// A part of a whole; none of nothing.
pub fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// How often cases are drawn.
pub const RESAMPLES: usize = 2_000;

/// The interval of F1 in which 95 of 100 samples of as many cases lie, drawn from these with replacement (Efron's percentiles).
pub fn bootstrap(cases: &[&Judged]) -> Option<(f64, f64)> {
    let mut draw = Draw(1);
    let resample = |_| Counts::of((0..cases.len()).map(|_| cases[draw.below(cases.len())])).f1();
    let drawn: Vec<f64> = (0..RESAMPLES).filter_map(resample).collect();
    Some((quantile(&drawn, 0.025)?, quantile(&drawn, 0.975)?))
}

/// Random numbers, always the same: SplitMix64 (Steele, Lea and Flood 2014).
struct Draw(u64);

impl Draw {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        ((u128::from(bits) * bound as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(answers: usize, ranks: &[Option<usize>]) -> Judged {
        let (world, method) = ("truth".to_owned(), "streamguard".to_owned());
        Judged { world, sessions: Some(5), method, answers, ranks: ranks.to_vec(), strongest: Some(0) }
    }

    #[test]
    fn the_lines_of_the_program_are_read() {
        let line = r#"{"world":"truth","sessions":5,"case":"1","method":"streamguard","answers":2,"ranks":[1,null],"strongest":0,"said":["a"]}"#;
        assert_eq!(read(line).unwrap(), [judged(2, &[Some(1), None])]);
        for wrong in ["x", "{}", &line.replace("[1,", "[0,"), &line.replace("\"answers\":2", "\"answers\":-2")] {
            assert!(matches!(read(wrong), Err(Error::Measuring(_))), "{wrong}");
        }
    }

    #[test]
    fn f1_is_over_all_cases_together() {
        // Right are two of 4 answers, to 5 causes: one of them is only among what comes next.
        let cases = [judged(3, &[Some(1), Some(4), Some(3)]), judged(1, &[None, None])];
        let counts = Counts::of(&cases);
        assert_eq!(counts, Counts { right: 2, answers: 4, causes: 5 });
        assert_eq!((counts.precision(), counts.recall(), counts.f1()), (Some(0.5), Some(0.4), Some(4.0 / 9.0)));
        assert_eq!(Counts::default().f1(), None);
    }

    #[test]
    fn ranks_are_of_answers_or_of_all_that_is_told() {
        let next = judged(1, &[Some(2)]);
        assert_eq!(
            (next.is_first_right(), next.is_told(3), next.is_told(1), next.strongest_rank()),
            (false, true, false, None)
        );
        assert_eq!(judged(1, &[Some(1)]).strongest_rank(), Some(1));
        // Where nothing is answered, what comes first is no answer.
        assert!(!judged(0, &[Some(1)]).is_first_right());
    }

    #[test]
    fn the_interval_holds_what_was_found_and_is_always_the_same() {
        let cases: Vec<Judged> = (0..40).map(|case| judged(1, &[(case % 4 > 0).then_some(1)])).collect();
        let cases: Vec<&Judged> = cases.iter().collect();
        let (low, high) = bootstrap(&cases).unwrap();
        // The share of 40 draws at 0.75 lies between 0.6 and 0.875 in 95 of 100 (the binomial distribution).
        assert!((low - 0.6).abs() <= 0.026 && (high - 0.875).abs() <= 0.026, "{low} {high}");
        assert_eq!(bootstrap(&cases), Some((low, high)));
        assert_eq!(bootstrap(&cases[..1]), Some((0.0, 0.0)));
        assert_eq!(bootstrap(&[]), None);
    }

    #[test]
    fn every_case_is_as_likely() {
        let mut draw = Draw(7);
        let mut counts = [0_u32; 5];
        (0..10_000).for_each(|_| counts[draw.below(5)] += 1);
        assert!(counts.iter().all(|count| (1_850..2_150).contains(count)), "{counts:?}");
    }
}
