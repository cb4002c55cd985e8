//! The combinations that hold enough bad sessions, and how many sessions each has.
//!
//! A combination holds no more than its parts (the property of Apriori, Agrawal and Srikant 1994). So values of one dimension
//! that hold too few bad sessions are in no combination, nor are pairs of such in any of three. As every row is in one
//! combination of the same dimensions only, few are left, whatever the values are: at a hundredth of the bad sessions, a hundred.
//! Then they are counted over all rows, one pass for each two dimensions and one for each third, in cells that stay in the
//! processor's nearest memory.

use crate::comparison::{Coded, Part};

/// Conditions of a combination at most.
pub(crate) const MOST: usize = 3;

/// The counts of a combination: bad and all sessions, now and before.
pub(crate) type Counts = [u64; 4];

/// A condition: a dimension has a value, each by its place. Values are numbered from 1, those kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Condition {
    pub dimension: u8,
    pub key: u8,
}

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

/// The values of a dimension that hold enough bad sessions; 0 stands for all others.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    /// The key of each value.
    keys: Vec<u8>,
    /// The value of each key but 0.
    pub values: Vec<u16>,
}

impl Kept {
    /// Those values of a dimension that hold at least so many of these bad sessions.
    pub fn of(dimension: &Coded, bad: &Part, least: u64) -> Self {
        let mut counts = vec![0_u64; dimension.values];
        for (place, &row) in bad.rows.iter().enumerate() {
            let code = dimension.codes.get(row as usize).map_or(usize::MAX, |&code| usize::from(code));
            if let Some(count) = counts.get_mut(code) {
                *count += u64::from(bad.weight(place));
            }
        }
        let mut kept = Self { keys: vec![0; dimension.values], values: Vec::new() };
        for (value, _) in counts.iter().enumerate().filter(|&(_, &count)| count >= least) {
            if kept.values.len() < usize::from(u8::MAX) {
                kept.values.push(value as u16);
                kept.keys[value] = kept.values.len() as u8;
            }
        }
        kept
    }

    fn key(&self, code: u16) -> u8 {
        self.keys.get(usize::from(code)).copied().unwrap_or(0)
    }

    /// How many keys there are, 0 as well.
    fn len(&self) -> usize {
        self.values.len() + 1
    }
}

/// Rows with their keys along each dimension, one array a dimension.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rows {
    keys: Vec<Vec<u8>>,
    weights: Option<Vec<u32>>,
    len: usize,
}

impl Rows {
    pub fn of(part: &Part, dimensions: &[Coded], kept: &[Kept]) -> Self {
        let keys = dimensions.iter().zip(kept).map(|(dimension, kept)| {
            let key = |&row: &u32| dimension.codes.get(row as usize).map_or(0, |&code| kept.key(code));
            part.rows.iter().map(key).collect()
        });
        Self { keys: keys.collect(), weights: part.weights.clone(), len: part.rows.len() }
    }

    /// How many sessions there are.
    pub fn sessions(&self) -> u64 {
        match &self.weights {
            Some(weights) => weights.iter().map(|&weight| u64::from(weight)).sum(),
            None => self.len as u64,
        }
    }

    /// Takes out the rows that meet all conditions.
    pub fn take(&mut self, conditions: &[Condition]) -> Self {
        let mut meets = vec![true; self.len];
        for condition in conditions {
            let keys = self.keys.get(usize::from(condition.dimension)).map(Vec::as_slice).unwrap_or_default();
            meets.iter_mut().zip(keys).for_each(|(meets, &key)| *meets &= key == condition.key);
        }
        let places: Vec<usize> = (0..).zip(&meets).filter(|&(_, &meets)| meets).map(|(place, _)| place).collect();
        let taken = Self {
            keys: self.keys.iter().map(|keys| pick(keys, &places)).collect(),
            weights: self.weights.as_ref().map(|weights| pick(weights, &places)),
            len: places.len(),
        };
        self.keys.iter_mut().for_each(|keys| remove(keys, &places));
        if let Some(weights) = &mut self.weights {
            remove(weights, &places);
        }
        self.len -= places.len();
        taken
    }
}

/// The values at these places, which rise.
fn pick<T: Copy>(values: &[T], places: &[usize]) -> Vec<T> {
    places.iter().filter_map(|&place| values.get(place).copied()).collect()
}

/// Removes the values at these places, which rise: few, so that what lies between them is moved as a whole.
fn remove<T: Copy>(values: &mut Vec<T>, places: &[usize]) {
    let ends = places.iter().skip(1).copied().chain([values.len()]);
    let mut kept = places.first().copied().unwrap_or(values.len());
    for (&place, end) in places.iter().zip(ends) {
        values.copy_within(place + 1..end, kept);
        kept += end - place - 1;
    }
    values.truncate(kept);
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
        let enough = |cells: &[u64]| -> Vec<(usize, u64)> {
            cells.iter().copied().enumerate().filter(|&(_, count)| count >= least).collect()
        };
        let single = |dimension: usize| {
            let mut cells = vec![0; keys[dimension]];
            count(&bad.keys[dimension], bad.weights.as_deref(), &mut cells);
            let found = enough(&cells).into_iter().filter(|&(cell, _)| cell > 0);
            found.map(|(cell, count)| combination(&[(dimension, cell)], cell, count)).collect()
        };
        let mut all = Self { singles: (0..keys.len()).map(single).collect(), pairs: Vec::new(), keys };
        let keys = &all.keys;
        let mut cells = Vec::new();
        let mut numbers_of_rows = Vec::new();
        for first in 0..keys.len() {
            for second in first + 1..keys.len() {
                if order < 2 {
                    continue;
                }
                let width = keys[second];
                let (a, b) = (&bad.keys[first], &bad.keys[second]);
                cells.clear();
                cells.resize(keys[first] * width, 0);
                count_pairs(a, b, width, bad.weights.as_deref(), &mut cells);
                let found = enough(&cells).into_iter().filter(|&(cell, _)| cell / width > 0 && cell % width > 0);
                let found: Vec<(usize, u64)> = found.take(usize::from(u8::MAX)).collect();
                if found.is_empty() {
                    continue;
                }
                let mut numbers = vec![0; cells.len()];
                let mut combinations = Vec::with_capacity(found.len());
                for (number, &(cell, count)) in (1..=u8::MAX).zip(&found) {
                    numbers[cell] = number;
                    let conditions = [(first, cell / width), (second, cell % width)];
                    combinations.push(combination(&conditions, usize::from(number), count));
                }
                let mut pair = Pair { first, second, numbers, combinations, thirds: Vec::new() };
                if order > 2 {
                    pair.number(bad, width, &mut numbers_of_rows);
                    for (third, &width_of_third) in keys.iter().enumerate().skip(second + 1) {
                        cells.clear();
                        cells.resize((found.len() + 1) * width_of_third, 0);
                        count_pairs(
                            &numbers_of_rows,
                            &bad.keys[third],
                            width_of_third,
                            bad.weights.as_deref(),
                            &mut cells,
                        );
                        let of_three = |(cell, count): (usize, u64)| {
                            let (number, key) = (cell / width_of_third, cell % width_of_third);
                            let &(pair_cell, _) = found.get(number.checked_sub(1)?)?;
                            let conditions = [(first, pair_cell / width), (second, pair_cell % width), (third, key)];
                            (key > 0).then(|| combination(&conditions, cell, count))
                        };
                        let combinations: Vec<Combination> = enough(&cells).into_iter().filter_map(of_three).collect();
                        if !combinations.is_empty() {
                            pair.thirds.push(Third { dimension: third, combinations });
                        }
                    }
                }
                all.pairs.push(pair);
            }
        }
        all
    }

    /// In how many steps rows are counted.
    pub fn steps(&self) -> usize {
        self.pairs.len() + 1
    }

    /// A step of counting rows: how many of them each combination has is told with its counts. How many rows were looked at,
    /// each as often as it was.
    pub fn count(&mut self, step: usize, rows: &Rows, mut each: impl FnMut(&mut Counts, u64)) -> u64 {
        let weights = rows.weights.as_deref();
        let mut cells = Vec::new();
        let Some(pair) = step.checked_sub(1) else {
            for (dimension, combinations) in self.singles.iter_mut().enumerate() {
                cells.clear();
                cells.resize(self.keys[dimension], 0);
                count(&rows.keys[dimension], weights, &mut cells);
                hand_on(combinations, &cells, &mut each);
            }
            return (rows.len * self.singles.len()) as u64;
        };
        let Some(pair) = self.pairs.get_mut(pair) else { return 0 };
        let mut numbers = Vec::new();
        pair.number(rows, self.keys[pair.second], &mut numbers);
        cells.resize(pair.combinations.len() + 1, 0);
        count(&numbers, weights, &mut cells);
        hand_on(&mut pair.combinations, &cells, &mut each);
        for third in &mut pair.thirds {
            let width = self.keys[third.dimension];
            cells.clear();
            cells.resize((pair.combinations.len() + 1) * width, 0);
            count_pairs(&numbers, &rows.keys[third.dimension], width, weights, &mut cells);
            hand_on(&mut third.combinations, &cells, &mut each);
        }
        (rows.len * (pair.thirds.len() + 2)) as u64
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
    /// The number of each row's pair of keys.
    fn number(&self, rows: &Rows, width: usize, numbers: &mut Vec<u8>) {
        let keys = rows.keys[self.first].iter().zip(&rows.keys[self.second]);
        let number =
            |(&a, &b): (&u8, &u8)| self.numbers.get(usize::from(a) * width + usize::from(b)).copied().unwrap_or(0);
        numbers.clear();
        numbers.extend(keys.map(number));
    }
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

/// Counts rows by their keys.
fn count(keys: &[u8], weights: Option<&[u32]>, cells: &mut [u64]) {
    match weights {
        Some(weights) => {
            for (&key, &weight) in keys.iter().zip(weights) {
                if let Some(cell) = cells.get_mut(usize::from(key)) {
                    *cell += u64::from(weight);
                }
            }
        }
        None => {
            // What is counted twice in a row is counted in two places: the second would wait for the first.
            let mut sums = [[0_u32; 256]; 2];
            let mut two = keys.chunks_exact(2);
            for pair in &mut two {
                sums[0][usize::from(pair[0])] += 1;
                sums[1][usize::from(pair[1])] += 1;
            }
            two.remainder().iter().for_each(|&key| sums[0][usize::from(key)] += 1);
            let [even, odd] = sums;
            cells.iter_mut().zip(even.iter().zip(&odd)).for_each(|(cell, (a, b))| *cell += u64::from(a + b));
        }
    }
}

/// Counts rows by two keys, the second of which is less than `width`.
fn count_pairs(a: &[u8], b: &[u8], width: usize, weights: Option<&[u32]>, cells: &mut [u64]) {
    match weights {
        Some(weights) => {
            for ((&a, &b), &weight) in a.iter().zip(b).zip(weights) {
                if let Some(cell) = cells.get_mut(usize::from(a) * width + usize::from(b)) {
                    *cell += u64::from(weight);
                }
            }
        }
        None => {
            let mut sums = vec![0_u32; cells.len()];
            for (&a, &b) in a.iter().zip(b) {
                if let Some(cell) = sums.get_mut(usize::from(a) * width + usize::from(b)) {
                    *cell += 1;
                }
            }
            cells.iter_mut().zip(sums).for_each(|(cell, sum)| *cell += u64::from(sum));
        }
    }
}
