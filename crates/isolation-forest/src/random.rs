//! Random numbers that are the same on every machine, in every version, for ever.
//!
//! ChaCha8 (Bernstein 2008) gives the bits: one key per seed, one stream per unit of work, so that units can be done in
//! any order and in parallel. What is made of the bits is written out here, so that no later version of a library can
//! change what an old link shows.

use rand::Rng as _;
use rand::SeedableRng as _;
use rand::rngs::ChaCha8Rng;

/// A stream of random numbers.
pub struct Stream(ChaCha8Rng);

impl Stream {
    /// The stream `index` of the key made from `domain` and `seed`.
    ///
    /// The domain keeps purposes apart: the same seed gives unrelated numbers to the generator and to the forest.
    pub fn new(domain: &[u8; 8], seed: u64, index: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..16].copy_from_slice(domain);
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(index);
        Self(rng)
    }

    /// 32 random bits.
    pub fn bits32(&mut self) -> u32 {
        self.0.next_u32()
    }

    /// 64 random bits.
    pub fn bits64(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A multiple of 2^-53, uniform in [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.bits64() >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// An integer, uniform in 0..`bound`, without bias (Lemire 2019, "Fast random integer generation in an interval").
    ///
    /// # Panics
    /// For a bound of zero.
    pub fn below(&mut self, bound: u32) -> u32 {
        assert!(bound > 0, "there is no number below zero");
        let mut product = u64::from(self.bits32()) * u64::from(bound);
        if (product as u32) < bound {
            let reject = bound.wrapping_neg() % bound;
            while (product as u32) < reject {
                product = u64::from(self.bits32()) * u64::from(bound);
            }
        }
        (product >> 32) as u32
    }

    /// Two independent numbers of the standard normal distribution (Marsaglia and Bray 1964, the polar method): a point
    /// drawn uniformly in the unit circle, its distance replaced. They are never both zero.
    pub fn normal_pair(&mut self) -> [f64; 2] {
        loop {
            let [x, y] = [self.unit(), self.unit()].map(|unit| 2.0 * unit - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                let stretch = (-2.0 * libm::log(square) / square).sqrt();
                return [x * stretch, y * stretch];
            }
        }
    }

    /// `count` distinct integers of 0..`bound` in rising order, each set equally likely (Floyd's algorithm in Bentley
    /// and Floyd 1987, "A sample of brilliance"). Its cost does not grow with the bound.
    ///
    /// # Panics
    /// For a count above the bound.
    pub fn sample(&mut self, bound: u32, count: u32) -> Vec<u32> {
        assert!(count <= bound, "{count} distinct numbers below {bound}");
        let mut chosen = Chosen::new(bound, count);
        for top in bound - count..bound {
            if !chosen.add(self.below(top + 1)) {
                // Above all that was chosen so far, hence not among it.
                chosen.add(top);
            }
        }
        chosen.into_rising()
    }
}

/// A set of numbers that are about evenly spread: a hash table whose hash function keeps the order, with linear probing.
/// It has them in rising order all the time, and adds one in constant time.
struct Chosen {
    /// The numbers, each at its proportional place or pushed behind it by those below; `FREE` in between.
    table: Vec<u32>,
    /// Places per number, times 2^32.
    scale: u64,
}

impl Chosen {
    /// No number that is chosen: all are below a bound.
    const FREE: u32 = u32::MAX;

    /// Room for `count` numbers below `bound`.
    fn new(bound: u32, count: u32) -> Self {
        let places = 2 * u64::from(count);
        // All of them may be pushed behind the last place.
        let table = vec![Self::FREE; 3 * count as usize];
        Self { table, scale: (places << 32) / u64::from(bound.max(1)) }
    }

    /// Adds a number; false when it is there already.
    fn add(&mut self, number: u32) -> bool {
        let mut place = ((u64::from(number) * self.scale) >> 32) as usize;
        while self.table[place] < number {
            place += 1;
        }
        if self.table[place] == number {
            return false;
        }
        let mut pushed = number;
        while pushed != Self::FREE {
            std::mem::swap(&mut self.table[place], &mut pushed);
            place += 1;
        }
        true
    }

    fn into_rising(mut self) -> Vec<u32> {
        let mut count = 0;
        for place in 0..self.table.len() {
            // Written always, counted where it is a number: a branch here would be mispredicted half of the time.
            let number = self.table[place];
            self.table[count] = number;
            count += usize::from(number != Self::FREE);
        }
        self.table.truncate(count);
        self.table
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stream() -> Stream {
        Stream::new(b"testtest", 7, 0)
    }

    #[test]
    fn the_numbers_are_frozen() {
        let mut stream = stream();
        assert_eq!(stream.bits64(), 172_301_108_839_693_875);
        assert_eq!(stream.unit().to_bits(), 4_604_704_222_322_380_781);
        assert_eq!([(); 4].map(|()| stream.below(1000)), [8, 631, 520, 755]);
        assert_eq!(stream.sample(1_000_000, 3), [539_722, 731_140, 800_849]);
        assert_eq!(stream.normal_pair().map(f64::to_bits), [4_607_650_316_393_663_659, 4_601_232_529_199_400_322]);
    }

    #[test]
    fn normal_numbers_have_their_moments() {
        let mut stream = stream();
        let mut sums = [0.0; 4];
        let mut product = 0.0;
        let mut within_one = 0_u32;
        for _ in 0..50_000 {
            let pair = stream.normal_pair();
            product += pair[0] * pair[1];
            for x in pair {
                within_one += u32::from(x.abs() < 1.0);
                for (sum, power) in sums.iter_mut().zip([x, x * x, x * x * x, x * x * x * x]) {
                    *sum += power / 100_000.0;
                }
            }
        }
        // About six standard errors of each.
        let expected = [(0.0, 0.02), (1.0, 0.03), (0.0, 0.08), (3.0, 0.19)];
        assert!(sums.iter().zip(expected).all(|(sum, (mean, error))| (sum - mean).abs() < error), "{sums:?}");
        assert!((product / 50_000.0).abs() < 0.027, "{product}");
        assert!((f64::from(within_one) - 68_269.0).abs() < 900.0, "{within_one}");
    }

    #[test]
    fn streams_and_domains_differ() {
        let first = |mut stream: Stream| stream.bits64();
        assert_ne!(first(stream()), first(Stream::new(b"testtest", 7, 1)));
        assert_ne!(first(stream()), first(Stream::new(b"testtest", 8, 0)));
        assert_ne!(first(stream()), first(Stream::new(b"TESTtest", 7, 0)));
    }

    /// Floyd's algorithm as it is printed, with a sorted list.
    fn plain_sample(stream: &mut Stream, bound: u32, count: u32) -> Vec<u32> {
        let mut chosen: Vec<u32> = Vec::new();
        for top in bound - count..bound {
            let candidate = stream.below(top + 1);
            match chosen.binary_search(&candidate) {
                Err(place) => chosen.insert(place, candidate),
                Ok(_) => chosen.push(top),
            }
        }
        chosen
    }

    proptest! {
        #[test]
        fn a_sample_is_that_of_the_plain_way(
            seed in any::<u64>(), bound in prop_oneof![1..20_u32, 1..3000_u32, any::<u32>()], share in 0.0..=1.0_f64,
        ) {
            let count = (f64::from(bound.min(3000)) * share) as u32;
            for count in [count, bound.min(3000)] {
                let (mut plain, mut quick) = (Stream::new(b"testtest", seed, 1), Stream::new(b"testtest", seed, 1));
                prop_assert_eq!(quick.sample(bound, count), plain_sample(&mut plain, bound, count));
                prop_assert_eq!(quick.bits64(), plain.bits64());
            }
        }

        #[test]
        fn numbers_that_crowd_are_kept_in_order(
            numbers in proptest::collection::vec(prop_oneof![0..40_u32, 99_970..100_000_u32], 1..60),
        ) {
            let mut chosen = Chosen::new(100_000, numbers.len() as u32);
            let mut plain = std::collections::BTreeSet::new();
            for &number in &numbers {
                prop_assert_eq!(chosen.add(number), plain.insert(number));
            }
            prop_assert_eq!(chosen.into_rising(), plain.into_iter().collect::<Vec<u32>>());
        }
    }

    #[test]
    fn integers_are_uniform() {
        let mut stream = stream();
        let mut counts = [0_u32; 7];
        for _ in 0..70_000 {
            counts[stream.below(7) as usize] += 1;
        }
        // Six standard deviations of a binomial count.
        assert!(counts.iter().all(|&count| (count as f64 - 10_000.0).abs() < 560.0), "{counts:?}");
    }

    #[test]
    fn samples_are_distinct_sorted_and_uniform() {
        let mut stream = stream();
        let mut counts = [0_u32; 10];
        for _ in 0..10_000 {
            let sample = stream.sample(10, 4);
            assert_eq!(sample.len(), 4);
            assert!(sample.windows(2).all(|pair| pair[0] < pair[1]));
            for value in sample {
                counts[value as usize] += 1;
            }
        }
        assert!(counts.iter().all(|&count| (count as f64 - 4_000.0).abs() < 300.0), "{counts:?}");
        assert_eq!(stream.sample(5, 5), [0, 1, 2, 3, 4]);
        assert!(stream.sample(5, 0).is_empty());
    }
}
