//! The combinations that hold enough bad sessions, and how many sessions each has.
//!
//! A combination holds no more than its parts (the property of Apriori, Agrawal and Srikant 1994). So values of one dimension
//! that hold too few bad sessions are in no combination, nor are pairs of such in any of three. As every row is in one
//! combination of the same dimensions only, few are left, whatever the values are: at a hundredth of the bad sessions, a hundred.
//! Then they are counted over all rows, one pass for each two dimensions and one for each third, in cells that stay in the
//! processor's nearest memory.

use super::condition::Condition;
use super::rows::{Kept, Rows};
use super::tally::{count, count_pairs};

/// Conditions of a combination at most.
pub(crate) const MOST: usize = 3;

/// The counts of a combination: bad and all sessions, now and before.
pub(crate) type Counts = [u64; 4];

/// A combination with its counts.
#[derive(Clone, Debug)]
pub(crate) struct Combination {
    conditions: [Condition; MOST],
    order: u8,
    cell: u32,
    pub counts: Counts,
}

impl Combination {
    pub fn conditions(&self) -> &[Condition] {
        self.conditions.get(..usize::from(self.order)).unwrap_or_default()
    }
}

/// Two dimensions whose values are counted together, alone and with a third one.
#[derive(Debug)]
struct Pair {
    first: usize,
    second: usize,
    /// The number of each pair of keys that is a combination, from 1; 0 of all others.
    numbers: Vec<u8>,
    combinations: Vec<Combination>,
    thirds: Vec<Third>,
}

#[derive(Debug)]
struct Third {
    dimension: usize,
    combinations: Vec<Combination>,
}

/// All combinations that hold enough bad sessions.
#[derive(Debug)]
pub(crate) struct Combinations {
    /// How many keys each dimension has.
    keys: Vec<usize>,
    singles: Vec<Vec<Combination>>,
    pairs: Vec<Pair>,
}

impl Combinations {
    /// Those of at most so many conditions that hold at least so many of the bad sessions; counted are these.
    pub fn of(bad: &Rows, kept: &[Kept], order: usize, least: u64) -> Self {
        let keys: Vec<usize> = kept.iter().map(Kept::len).collect();
        let singles = keys.iter().enumerate().map(|(dimension, &width)| {
            let mut cells = vec![0; width];
            count(bad.keys(dimension), bad.weights(), &mut cells);
            let found = enough(&cells, least).filter(|&(cell, _)| cell > 0);
            found.map(|(cell, count)| combination(&[(dimension, cell)], cell, count)).collect()
        });
        let singles = singles.collect();
        let mut pairs = Vec::new();
        for first in 0..if order > 1 { keys.len() } else { 0 } {
            for second in first + 1..keys.len() {
                let Some(mut pair) = Pair::of(bad, &keys, (first, second), least) else { continue };
                if order > 2 {
                    pair.add_thirds(bad, &keys, least);
                }
                pairs.push(pair);
            }
        }
        Self { keys, singles, pairs }
    }

    /// In how many steps rows are counted.
    pub fn steps(&self) -> usize {
        self.pairs.len() + 1
    }

    /// A step of counting rows: how many of them each combination has is told with its counts. How many rows were looked at,
    /// each as often as it was.
    pub fn count(&mut self, step: usize, rows: &Rows, mut each: impl FnMut(&mut Counts, u64)) -> u64 {
        let weights = rows.weights();
        let mut cells = Vec::new();
        let Some(pair) = step.checked_sub(1) else {
            for (dimension, combinations) in self.singles.iter_mut().enumerate() {
                cells.clear();
                cells.resize(self.keys[dimension], 0);
                count(rows.keys(dimension), weights, &mut cells);
                hand_on(combinations, &cells, &mut each);
            }
            return (rows.len() * self.singles.len()) as u64;
        };
        let Some(pair) = self.pairs.get_mut(pair) else { return 0 };
        let numbers = pair.number(rows, self.keys[pair.second]);
        cells.resize(pair.combinations.len() + 1, 0);
        count(&numbers, weights, &mut cells);
        hand_on(&mut pair.combinations, &cells, &mut each);
        for third in &mut pair.thirds {
            let width = self.keys[third.dimension];
            cells.clear();
            cells.resize((pair.combinations.len() + 1) * width, 0);
            count_pairs(&numbers, rows.keys(third.dimension), width, weights, &mut cells);
            hand_on(&mut third.combinations, &cells, &mut each);
        }
        (rows.len() * (pair.thirds.len() + 2)) as u64
    }

    /// All of them, in the order of their dimensions.
    pub fn iter(&self) -> impl Iterator<Item = &Combination> {
        fn of_pair(pair: &Pair) -> impl Iterator<Item = &Combination> {
            pair.combinations.iter().chain(pair.thirds.iter().flat_map(|third| &third.combinations))
        }
        self.singles.iter().flatten().chain(self.pairs.iter().flat_map(of_pair))
    }
}

impl Pair {
    /// What of two dimensions holds enough bad sessions; none where nothing does.
    fn of(bad: &Rows, keys: &[usize], (first, second): (usize, usize), least: u64) -> Option<Self> {
        let width = keys[second];
        let mut cells = vec![0; keys[first] * width];
        count_pairs(bad.keys(first), bad.keys(second), width, bad.weights(), &mut cells);
        let mut numbers = vec![0; cells.len()];
        let mut combinations = Vec::new();
        for (cell, count) in enough(&cells, least).filter(|&(cell, _)| cell / width > 0 && cell % width > 0) {
            let Ok(number) = u8::try_from(combinations.len() + 1) else { break };
            numbers[cell] = number;
            let conditions = [(first, cell / width), (second, cell % width)];
            combinations.push(combination(&conditions, usize::from(number), count));
        }
        (!combinations.is_empty()).then_some(Self { first, second, numbers, combinations, thirds: Vec::new() })
    }

    /// Adds what of a third dimension beside these two holds enough bad sessions.
    fn add_thirds(&mut self, bad: &Rows, keys: &[usize], least: u64) {
        let numbers = self.number(bad, keys[self.second]);
        for (dimension, &width) in keys.iter().enumerate().skip(self.second + 1) {
            let mut cells = vec![0; (self.combinations.len() + 1) * width];
            count_pairs(&numbers, bad.keys(dimension), width, bad.weights(), &mut cells);
            let of_three = |(cell, count): (usize, u64)| {
                let (number, key) = (cell / width, cell % width);
                let [a, b, _] = self.combinations.get(number.checked_sub(1)?)?.conditions;
                let known = |condition: Condition| (usize::from(condition.dimension), usize::from(condition.key));
                (key > 0).then(|| combination(&[known(a), known(b), (dimension, key)], cell, count))
            };
            let combinations: Vec<Combination> = enough(&cells, least).filter_map(of_three).collect();
            if !combinations.is_empty() {
                self.thirds.push(Third { dimension, combinations });
            }
        }
    }

    /// The number of each row's pair of keys.
    fn number(&self, rows: &Rows, width: usize) -> Vec<u8> {
        let keys = rows.keys(self.first).iter().zip(rows.keys(self.second));
        let number =
            |(&a, &b): (&u8, &u8)| self.numbers.get(usize::from(a) * width + usize::from(b)).copied().unwrap_or(0);
        keys.map(number).collect()
    }
}

/// The cells that hold enough, with what they hold.
fn enough(cells: &[u64], least: u64) -> impl Iterator<Item = (usize, u64)> {
    cells.iter().copied().enumerate().filter(move |&(_, count)| count >= least)
}

fn combination(of: &[(usize, usize)], cell: usize, bad: u64) -> Combination {
    let mut conditions = [Condition::default(); MOST];
    for (condition, &(dimension, key)) in conditions.iter_mut().zip(of) {
        *condition = Condition { dimension: dimension as u8, key: key as u8 };
    }
    Combination { conditions, order: of.len() as u8, cell: cell as u32, counts: [bad, 0, 0, 0] }
}

fn hand_on(combinations: &mut [Combination], cells: &[u64], each: &mut impl FnMut(&mut Counts, u64)) {
    for combination in combinations {
        let count = cells.get(combination.cell as usize).copied().unwrap_or(0);
        each(&mut combination.counts, count);
    }
}
