//! Random numbers and the distributions drawn from them. The samplers are our own, on ChaCha8's plain words, because a
//! distribution of a library may change its digits in a later version and every old link would show something else.

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// What a stream of random numbers is for: streams of different purposes are independent.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    /// The sessions of one block.
    Sessions = 1,
    /// The viewers.
    Viewers = 2,
    /// The catalogue of titles.
    Catalogue = 3,
}

/// One stream of random numbers.
#[derive(Debug)]
pub(super) struct Random(ChaCha8Rng);

impl Random {
    /// The stream of this seed, purpose and unit of work.
    pub fn new(seed: u64, purpose: Purpose, unit: u64) -> Self {
        // The key is written out here, not expanded by a library, for the same reason as the samplers.
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8] = purpose as u8;
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(unit);
        Self(rng)
    }

    /// Uniform in [0, 1), in steps of 2⁻³².
    pub fn unit(&mut self) -> f64 {
        f64::from(self.0.next_u32()) * (1.0 / 4_294_967_296.0)
    }

    /// Uniform in [low, high).
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Uniform in 0..bound, without bias (Lemire, "Fast random integer generation in an interval", 2019).
    /// A bound of 0 gives 0.
    pub fn below(&mut self, bound: u32) -> u32 {
        let mut product = u64::from(self.0.next_u32()) * u64::from(bound);
        if (product as u32) < bound {
            let least = bound.wrapping_neg() % bound;
            while (product as u32) < least {
                product = u64::from(self.0.next_u32()) * u64::from(bound);
            }
        }
        (product >> 32) as u32
    }

    /// Standard normal.
    pub fn normal(&mut self) -> f64 {
        // The middle of each step keeps the probability inside (0, 1).
        normal_quantile((f64::from(self.0.next_u32()) + 0.5) * (1.0 / 4_294_967_296.0))
    }

    /// exp(spread · normal): log-normal with median 1.
    pub fn log_normal(&mut self, spread: f64) -> f64 {
        libm::exp(spread * self.normal())
    }

    /// Exponential with this mean.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * libm::log(1.0 - self.unit())
    }

    /// Poisson with this mean: by inversion, above a mean of 30 by the rounded normal of the same mean and variance.
    pub fn poisson(&mut self, mean: f64) -> u32 {
        if mean > 30.0 {
            return (mean + mean.sqrt() * self.normal() + 0.5).max(0.0) as u32;
        }
        let target = self.unit();
        // exp(-mean) ≥ 1 - mean: mostly this answers without an exponential.
        if target < 1.0 - mean {
            return 0;
        }
        let mut term = libm::exp(-mean);
        let mut sum = term;
        let mut count = 0;
        while target >= sum && count < 200 {
            count += 1;
            term *= mean / f64::from(count);
            sum += term;
        }
        count
    }
}

/// The standard normal's quantile to about 7 digits: Wichura, "Algorithm AS 241", routine PPND7, 1988.
fn normal_quantile(probability: f64) -> f64 {
    let q = probability - 0.5;
    if q.abs() <= 0.425 {
        let r = 0.180_625 - q * q;
        return q * (((59.109_374_720 * r + 159.291_132_02) * r + 50.434_271_938) * r + 3.387_132_717_9)
            / (((67.187_563_600 * r + 78.757_757_664) * r + 17.895_169_469) * r + 1.0);
    }
    let tail = if q < 0.0 { probability } else { 1.0 - probability };
    let r = (-libm::log(tail)).sqrt();
    let distance = if r <= 5.0 {
        let r = r - 1.6;
        (((0.170_238_211_03 * r + 1.306_728_481_6) * r + 2.756_815_390_0) * r + 1.423_437_277_7)
            / ((0.120_211_329_75 * r + 0.737_001_642_50) * r + 1.0)
    } else {
        let r = r - 5.0;
        (((0.017_337_203_997 * r + 0.428_682_943_37) * r + 3.081_226_386_0) * r + 6.657_905_115_0)
            / ((0.012_258_202_635 * r + 0.241_978_942_25) * r + 1.0)
    };
    if q < 0.0 { -distance } else { distance }
}

/// A weighted choice in constant time: Vose's alias method (1991) in whole numbers, so that the odds are exact.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// Per item: it stays where the coin is below the threshold, else its alias is taken.
    items: Vec<(u32, u32)>,
    total: u32,
}

impl Choice {
    /// A choice among items with these weights, whose sum times their number must fit 64 bits and whose sum 32 bits.
    /// Without any weight every choice is the first item.
    pub fn new(weights: impl IntoIterator<Item = u32>) -> Self {
        Self::of(&weights.into_iter().map(u64::from).collect::<Vec<u64>>())
    }

    /// All of it that does not depend on where the weights come from: compiled once.
    fn of(weights: &[u64]) -> Self {
        let total: u64 = weights.iter().sum();
        debug_assert!(total <= u64::from(u32::MAX) && !weights.is_empty());
        let mut left: Vec<u64> = weights.iter().map(|weight| weight * weights.len() as u64).collect();
        let mut items = vec![(total as u32, 0); weights.len()];
        let (mut small, mut large): (Vec<usize>, Vec<usize>) = (0..left.len()).partition(|&item| left[item] < total);
        while let (Some(&poor), Some(&rich)) = (small.last(), large.last()) {
            small.pop();
            items[poor] = (left[poor] as u32, rich as u32);
            left[rich] -= total - left[poor];
            if left[rich] < total {
                large.pop();
                small.push(rich);
            }
        }
        Self { items, total: total as u32 }
    }

    /// Draws an item.
    pub fn pick(&self, random: &mut Random) -> usize {
        let item = random.below(self.items.len() as u32) as usize;
        let (threshold, alias) = self.items[item];
        if threshold == self.total || random.below(self.total) < threshold { item } else { alias as usize }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream() -> Random {
        Random::new(7, Purpose::Sessions, 0)
    }

    #[test]
    fn streams_differ_by_seed_purpose_and_unit() {
        let first = |seed, purpose, unit| Random::new(seed, purpose, unit).0.next_u64();
        let base = first(7, Purpose::Sessions, 0);
        assert_eq!(base, first(7, Purpose::Sessions, 0));
        assert_ne!(base, first(8, Purpose::Sessions, 0));
        assert_ne!(base, first(7, Purpose::Viewers, 0));
        assert_ne!(base, first(7, Purpose::Sessions, 1));
    }

    #[test]
    fn the_normal_quantile_inverts_the_distribution() {
        for step in 1..2_000 {
            let probability = f64::from(step) / 2_000.0;
            let back = 0.5 * libm::erfc(-normal_quantile(probability) / 2_f64.sqrt());
            assert!((back - probability).abs() < 1e-6, "{probability}: {back}");
        }
        for exponent in [3.0, 6.0, 9.0, 13.0] {
            let probability = libm::pow(10.0, -exponent);
            let back = 0.5 * libm::erfc(-normal_quantile(probability) / 2_f64.sqrt());
            assert!((back / probability - 1.0).abs() < 1e-4, "{probability}: {back}");
        }
    }

    fn moments(count: u32, mut draw: impl FnMut() -> f64) -> (f64, f64) {
        let values: Vec<f64> = (0..count).map(|_| draw()).collect();
        let mean = values.iter().sum::<f64>() / f64::from(count);
        let variance = values.iter().map(|value| (value - mean) * (value - mean)).sum::<f64>() / f64::from(count);
        (mean, variance)
    }

    #[test]
    fn moments_are_those_of_the_distribution() {
        let mut random = stream();
        let (mean, variance) = moments(100_000, || random.unit());
        assert!((mean - 0.5).abs() < 0.005 && (variance - 1.0 / 12.0).abs() < 0.002, "{mean} {variance}");
        let (mean, variance) = moments(100_000, || random.normal());
        assert!(mean.abs() < 0.02 && (variance - 1.0).abs() < 0.03, "{mean} {variance}");
        let (mean, _) = moments(100_000, || random.exponential(3.0));
        assert!((mean - 3.0).abs() < 0.05, "{mean}");
        for expected in [0.0, 0.01, 0.7, 4.0, 29.0, 80.0] {
            let (mean, variance) = moments(100_000, || f64::from(random.poisson(expected)));
            assert!((mean - expected).abs() <= 0.02 * expected + 0.0, "{expected}: {mean}");
            assert!((variance - expected).abs() <= 0.1 * expected, "{expected}: {variance}");
        }
    }

    #[test]
    fn bounded_integers_are_in_bounds_and_even() {
        let mut random = stream();
        assert_eq!((random.below(1), random.below(0)), (0, 0));
        let mut counts = [0_u32; 7];
        for _ in 0..70_000 {
            counts[random.below(7) as usize] += 1;
        }
        assert!(counts.iter().all(|&count| count.abs_diff(10_000) < 500), "{counts:?}");
    }

    #[test]
    fn choices_follow_their_weights_exactly() {
        for weights in [vec![5], vec![0, 3], vec![1, 2, 3, 4], vec![7, 0, 0, 1, 1000], vec![10; 13], vec![0, 0]] {
            let choice = Choice::new(weights.iter().copied());
            let total: u32 = weights.iter().sum();
            let mut odds = vec![0_u64; weights.len()];
            for (item, &(threshold, alias)) in choice.items.iter().enumerate() {
                odds[item] += u64::from(threshold);
                odds[alias as usize] += u64::from(total - threshold);
            }
            let expected: Vec<u64> = weights.iter().map(|&weight| u64::from(weight) * weights.len() as u64).collect();
            assert_eq!(odds, expected);
        }
    }
}
