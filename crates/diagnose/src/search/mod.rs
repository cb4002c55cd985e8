//! The search: what explains the bad sessions best, then what explains those best that are left, and so on. They are told by how
//! much they explain.

mod combinations;
mod condition;
mod rows;
mod tally;
#[cfg(test)]
mod tests;
mod weighing;

use crate::comparison::{Coded, Comparison};
use crate::limits::Limits;
use crate::statistics::Count;
use combinations::{Combination, Combinations, Counts};
use condition::Condition;
use rows::{Kept, Rows};
use weighing::{Totals, Weighed, weigh};

/// Whose counts: the places in [`Counts`].
const BAD: usize = 0;
const ALL: usize = 1;
const BAD_BEFORE: usize = 2;
const ALL_BEFORE: usize = 3;

/// A combination that explains bad sessions.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Its dimensions and values, by their places, in the order of the dimensions.
    pub conditions: Vec<(usize, u16)>,
    /// All its sessions of now.
    pub now: Count,
    /// All its sessions of before, where they are compared with.
    pub before: Option<Count>,
    /// Those of its sessions that no answer before it holds, and the others of these; none of the first one, of which these are
    /// all.
    pub left: Option<(Count, Count)>,
    /// The part of all that is to be explained that it explains and no answer before it did, 0 to 1.
    pub explained: f64,
    /// The natural logarithm of the probability that chance gives any answer as unlikely as this: that of Fisher's test, times
    /// how many combinations there could be.
    pub ln_p_value: f64,
}

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// What explains most first; none where nothing has more of them than chance explains.
    pub segments: Vec<Segment>,
    /// What else would have been an answer in the place of the first one and has a condition in common with it, the best first.
    pub close: Vec<Segment>,
    /// All sessions of now.
    pub now: Count,
    /// All sessions of before, where they are compared with.
    pub before: Option<Count>,
    /// How many combinations there could be, each a chance to be misled.
    pub combinations: f64,
}

/// A search, done step by step, so that whoever does it can tell of it, or leave it.
pub struct Search {
    limits: Limits,
    kept: Vec<Kept>,
    combinations: Combinations,
    /// Rows that no answer explains yet: bad and all, now and before.
    rows: [Rows; 4],
    /// Rows that the last answer explains.
    explained: [Rows; 4],
    /// The counts of the whole, as of each combination.
    whole: Vec<Counts>,
    task: Task,
    steps_done: usize,
    work: u64,
    found: Found,
    least: u64,
    /// The answers in the order in which they were found, each with what came close to it then.
    answers: Vec<(Segment, Vec<Segment>)>,
}

#[derive(Clone, Copy)]
enum Task {
    /// Whose sessions, and the step of counting them.
    Count(usize, usize),
    Choose,
    /// The same for what is explained.
    Subtract(usize, usize),
    Done,
}

impl Search {
    /// Of sessions with these dimensions. More than 255 dimensions are not looked at.
    pub fn new(dimensions: &[Coded], comparison: &Comparison, limits: Limits) -> Self {
        let dimensions = dimensions.get(..dimensions.len().min(usize::from(u8::MAX))).unwrap_or_default();
        let now = &comparison.now;
        let bad: u64 = (0..now.bad.rows.len()).map(|place| u64::from(now.bad.weight(place))).sum();
        let support = limits.support.max(Limits::LEAST_SUPPORT);
        let least = limits.bad.max(1).max(libm::ceil(support * bad as f64) as u64);
        let kept: Vec<Kept> = dimensions.iter().map(|dimension| Kept::of(dimension, &now.bad, least)).collect();
        let rows = |part| Rows::of(part, dimensions, &kept);
        let none = Default::default();
        let before = comparison.before.as_ref();
        let rows = [
            rows(&now.bad),
            rows(&now.all),
            rows(before.map_or(&none, |before| &before.bad)),
            rows(before.map_or(&none, |before| &before.all)),
        ];
        let order = limits.order.clamp(1, combinations::MOST);
        let combinations = Combinations::of(&rows[BAD], &kept, order, least);
        let sessions = |of: usize| rows[of].sessions();
        let found = Found {
            segments: Vec::new(),
            close: Vec::new(),
            now: Count { bad: sessions(BAD), sessions: sessions(ALL) },
            before: before.map(|_| Count { bad: sessions(BAD_BEFORE), sessions: sessions(ALL_BEFORE) }),
            combinations: possible(dimensions, order, sessions(ALL) as f64 / least as f64),
        };
        Self {
            limits,
            kept,
            combinations,
            rows,
            explained: Default::default(),
            whole: Vec::new(),
            task: Task::Count(ALL, 0),
            steps_done: 0,
            work: 0,
            found,
            least,
            answers: Vec::new(),
        }
    }

    /// Does a step: a pass over the sessions for each value of some dimension. How much is done then, 0 to 1; none where all is.
    pub fn step(&mut self) -> Option<f64> {
        self.steps_done += 1;
        self.task = match self.task {
            Task::Count(of, step) => {
                self.work += self.combinations.count(step, &self.rows[of], |counts, count| counts[of] = count);
                match self.after(of, step) {
                    Some((of, step)) => Task::Count(of, step),
                    None => {
                        self.whole = self.combinations.iter().map(|combination| combination.counts).collect();
                        Task::Choose
                    }
                }
            }
            Task::Choose => match self.choose() {
                true => Task::Subtract(BAD, 0),
                false => Task::Done,
            },
            Task::Subtract(of, step) => {
                let less = |counts: &mut Counts, count: u64| counts[of] = counts[of].saturating_sub(count);
                self.work += self.combinations.count(step, &self.explained[of], less);
                match self.after(of, step) {
                    Some((of, step)) => Task::Subtract(of, step),
                    None => Task::Choose,
                }
            }
            Task::Done => return None,
        };
        // What answers explain is at most everything: counted once more it is twice the work.
        let all = 2 * self.combinations.steps() * if self.found.before.is_some() { 3 } else { 1 };
        Some((self.steps_done as f64 / all as f64).min(0.99))
    }

    /// How many sessions have been looked at, each as often as it was.
    pub fn work(&self) -> u64 {
        self.work
    }

    /// What was found until now.
    pub fn finish(mut self) -> Found {
        // What is found first is the clearest one; told first is what explains most.
        self.answers.sort_by(|(a, _), (b, _)| b.explained.total_cmp(&a.explained));
        let is_answer = |one: &Segment| self.answers.iter().any(|(answer, _)| answer.conditions == one.conditions);
        let close = self.answers.first().map(|(_, close)| close.clone()).unwrap_or_default();
        self.found.close = close.into_iter().filter(|one| !is_answer(one)).collect();
        self.found.segments = self.answers.into_iter().map(|(answer, _)| answer).collect();
        self.found
    }

    /// The natural logarithm of the probability that chance gives any answer as unlikely as this (Bonferroni's correction).
    fn corrected(&self, weighed: &Weighed) -> f64 {
        weighed.ln_p_value() + libm::log(self.found.combinations.max(1.0))
    }

    fn after(&self, of: usize, step: usize) -> Option<(usize, usize)> {
        let last = if self.found.before.is_some() { ALL_BEFORE } else { ALL };
        if step + 1 < self.combinations.steps() { Some((of, step + 1)) } else { (of < last).then_some((of + 1, 0)) }
    }

    /// Takes the best combination of those that are answers, and its sessions out of those that are left. Whether there is one.
    fn choose(&mut self) -> bool {
        if self.answers.len() >= self.limits.answers {
            return false;
        }
        let Some((place, segment, close)) = self.best() else { return false };
        let conditions =
            self.combinations.iter().nth(place).map(|found| found.conditions().to_vec()).unwrap_or_default();
        self.answers.push((segment, close));
        self.explained = self.rows.each_mut().map(|rows| rows.take(&conditions));
        true
    }

    /// The best answer with its place, and others that come close: the best wider one and the best narrower one first, as those
    /// are what else the cause may be, then what has a condition in common with it.
    fn best(&self) -> Option<(usize, Segment, Vec<Segment>)> {
        let mut weighed = self.weighed().into_iter();
        let is_unlikely = |weighed: &Weighed| self.corrected(weighed) <= libm::log(self.limits.p_value);
        let (first, place) = weighed.by_ref().find(|(weighed, _)| is_unlikely(weighed))?;
        let best = self.segment(&first, place);
        let conditions = self.combinations.iter().nth(place)?.conditions();
        let has = |all: &[Condition], some: &[Condition]| some.iter().all(|condition| all.contains(condition));
        let all: Vec<&[Condition]> = self.combinations.iter().map(Combination::conditions).collect();
        let (mut wider, mut narrower, mut others) = (Vec::new(), Vec::new(), Vec::new());
        for (weighed, place) in weighed {
            let Some(other) = all.get(place) else { continue };
            let is_related = other.iter().any(|condition| conditions.contains(condition));
            let (place_of_it, most) = match (has(conditions, other), has(other, conditions)) {
                (true, _) if wider.is_empty() => (&mut wider, 1),
                (_, true) if narrower.is_empty() => (&mut narrower, 1),
                _ => (&mut others, CLOSE),
            };
            // The test is the dearest.
            if is_related && place_of_it.len() < most && is_unlikely(&weighed) {
                place_of_it.push((weighed, place));
            }
        }
        let close = wider.into_iter().chain(narrower).chain(others).take(CLOSE);
        Some((place, best, close.map(|(weighed, place)| self.segment(&weighed, place)).collect()))
    }

    /// The combinations that are answers where chance does not explain them, by their places, the best first.
    fn weighed(&self) -> Vec<(Weighed, usize)> {
        let left: Counts = [BAD, ALL, BAD_BEFORE, ALL_BEFORE].map(|of| self.rows[of].sessions());
        let totals = Totals { whole: self.found.now, whole_before: self.found.before, left };
        let first = self.answers.first().map_or(0.0, |(first, _)| first.explained);
        let enough = first * self.limits.part_of_first;
        let mut found: Vec<(Weighed, usize, usize)> = Vec::new();
        for (place, combination) in self.combinations.iter().enumerate() {
            if combination.counts[BAD] < self.least {
                continue;
            }
            let weighed = weigh(&combination.counts, &totals, &self.limits);
            if let Some(weighed) = weighed.filter(|weighed| weighed.explained >= enough) {
                found.push((weighed, combination.conditions().len(), place));
            }
        }
        // Of those that are as good, the one that says it in the fewest words.
        found.sort_by(|(a, fewer, first), (b, more, second)| {
            b.score.total_cmp(&a.score).then(fewer.cmp(more)).then(first.cmp(second))
        });
        found.into_iter().map(|(weighed, _, place)| (weighed, place)).collect()
    }

    /// A combination as an answer.
    fn segment(&self, weighed: &Weighed, place: usize) -> Segment {
        let [bad, sessions, bad_before, sessions_before] = self.whole.get(place).copied().unwrap_or_default();
        let value = |condition: &Condition| {
            let dimension = usize::from(condition.dimension);
            let values = self.kept.get(dimension).map(|kept| kept.values.as_slice()).unwrap_or_default();
            (dimension, values.get(usize::from(condition.key).wrapping_sub(1)).copied().unwrap_or(0))
        };
        let before = Count { bad: bad_before, sessions: sessions_before };
        Segment {
            conditions: self
                .combinations
                .iter()
                .nth(place)
                .map_or_else(Vec::new, |found| found.conditions().iter().map(value).collect()),
            now: Count { bad, sessions },
            before: self.found.before.map(|_| before),
            left: (!self.answers.is_empty()).then_some(weighed.left),
            explained: weighed.explained,
            ln_p_value: self.corrected(weighed).min(0.0),
        }
    }
}

/// So many combinations that come close are told.
const CLOSE: usize = 5;

/// How many combinations of values there could be, of those that each hold at least a session in so many.
fn possible(dimensions: &[Coded], order: usize, most: f64) -> f64 {
    let values: Vec<f64> = dimensions.iter().map(|dimension| dimension.values.max(1) as f64).collect();
    let mut sum = 0.0;
    for (at, first) in values.iter().enumerate() {
        sum += first.min(most);
        for (and, second) in values.iter().enumerate().skip(at + 1) {
            if order > 1 {
                sum += (first * second).min(most);
            }
            if order > 2 {
                sum += values.iter().skip(and + 1).map(|third| (first * second * third).min(most)).sum::<f64>();
            }
        }
    }
    sum
}
