//! Who watches: viewers with a home (country, region, provider, device, line) that stays the same in all their sessions.

use super::clock::HOUR_MS;
use super::devices::{
    ACCESS, DEVICE_TYPES, DEVICES, EARLIER_RELEASES, LATE_PERCENT, NEVER, RELEASE_MS, RELEASES, ROLL_OUT_HOURS,
};
use super::labels::{Labels, slot};
use super::places::{Access, COUNTRIES};
use super::random::{Choice, Purpose, Random};

/// How many sessions a viewer has on average.
const SESSIONS_PER_VIEWER: u32 = 4;

/// A viewer. Codes are those of [`Labels`], small enough for a byte.
#[derive(Clone, Copy, Debug)]
pub(super) struct Viewer {
    /// The logarithm of how fast this viewer's line is, against others of the same kind.
    pub line: f32,
    pub country: u8,
    pub region: u8,
    pub isp: u8,
    pub device: u8,
    pub system: u8,
    pub network: u8,
    /// The release of the app at the week's start.
    release: u8,
    /// Hours after the new release until the viewer has it.
    lag_hours: u8,
}

impl Viewer {
    /// The code of the app's release at this instant.
    pub fn release_at(&self, time_ms: i64) -> u16 {
        if self.lag_hours != NEVER && time_ms >= RELEASE_MS + i64::from(self.lag_hours) * HOUR_MS {
            RELEASES.len() as u16 - 1
        } else {
            u16::from(self.release)
        }
    }
}

/// All viewers, ordered by country.
#[derive(Clone, Debug)]
pub(super) struct Population {
    viewers: Vec<Viewer>,
    /// Where each country's viewers start, and the end of the last.
    starts: [u32; COUNTRIES.len() + 1],
    /// Steps through the viewers without a pattern: coprime to their number.
    stride: u32,
}

impl Population {
    /// The viewers of a scenario with so many sessions.
    pub fn new(seed: u64, sessions: u32, labels: &Labels) -> Self {
        let count = (sessions / SESSIONS_PER_VIEWER).max(1);
        let mut starts = [0; COUNTRIES.len() + 1];
        let mut weight = 0;
        for (country, start) in COUNTRIES.iter().zip(&mut starts[1..]) {
            weight += u64::from(country.weight);
            *start = ((u64::from(count) * weight + 500) / 1_000) as u32;
        }
        let homes = Homes::new(labels);
        let mut random = Random::new(seed, Purpose::Viewers, 0);
        let mut viewers = Vec::with_capacity(count as usize);
        for country in 0..COUNTRIES.len() {
            for _ in starts[country]..starts[country + 1] {
                viewers.push(homes.viewer(country, &mut random));
            }
        }
        let mut stride = (f64::from(count) * 0.618) as u32 + 1;
        while greatest_common_divisor(stride, count) != 1 {
            stride += 1;
        }
        Self { viewers, starts, stride }
    }

    /// How many viewers a country has.
    pub fn in_country(&self, country: usize) -> u32 {
        self.starts[country + 1] - self.starts[country]
    }

    /// Draws a viewer of a country, which must have one. Some watch much, most little: the smaller of two draws.
    pub fn draw(&self, country: usize, random: &mut Random) -> u32 {
        let count = self.in_country(country);
        self.starts[country] + random.below(count).min(random.below(count))
    }

    /// A viewer.
    pub fn viewer(&self, index: u32) -> &Viewer {
        &self.viewers[index as usize]
    }

    /// The number in a viewer's identifier, from 1: distinct for each, without the order by country.
    pub fn number(&self, index: u32) -> u32 {
        (u64::from(index) * u64::from(self.stride) % self.viewers.len() as u64) as u32 + 1
    }
}

fn greatest_common_divisor(a: u32, b: u32) -> u32 {
    if b == 0 { a } else { greatest_common_divisor(b, a % b) }
}

/// The choices from which a home is drawn.
struct Homes {
    device_type: Choice,
    /// Per type: its first device and the choice among its devices.
    devices: Vec<(usize, Choice)>,
    /// Per device: the codes of its systems and the choice among them.
    systems: Vec<(Vec<u8>, Choice)>,
    access: Vec<Choice>,
    countries: Vec<CountryHomes>,
    release: Choice,
}

struct CountryHomes {
    first_region: u8,
    region: Choice,
    first_isp: u8,
    fixed: Choice,
    mobile: Choice,
    fifth_generation: u32,
}

impl Homes {
    fn new(labels: &Labels) -> Self {
        let (mut first_region, mut first_isp) = (0, 0);
        let countries = COUNTRIES.iter().map(|country| {
            let weights = |without: Access| {
                country.isps.iter().map(move |isp| if isp.access == without { 0 } else { isp.weight })
            };
            let homes = CountryHomes {
                first_region,
                region: Choice::new(country.regions.iter().map(|&(_, weight)| weight)),
                first_isp,
                fixed: Choice::new(weights(Access::Mobile)),
                mobile: Choice::new(weights(Access::Fixed)),
                fifth_generation: country.fifth_generation,
            };
            first_region += country.regions.len() as u8;
            first_isp += country.isps.len() as u8;
            homes
        });
        let class = |class: usize| {
            let first = DEVICES.iter().position(|device| device.class == class).unwrap_or(0);
            (first, Choice::new(DEVICES.iter().filter(|device| device.class == class).map(|device| device.weight)))
        };
        let systems = DEVICES.iter().map(|device| {
            let codes = device.systems.iter().map(|(name, _)| labels.code(slot::OS_VERSION, name).unwrap_or(0) as u8);
            (codes.collect(), Choice::new(device.systems.iter().map(|&(_, weight)| weight)))
        });
        Self {
            device_type: Choice::new(DEVICE_TYPES.iter().map(|&(_, share)| share)),
            devices: (0..DEVICE_TYPES.len()).map(class).collect(),
            systems: systems.collect(),
            access: ACCESS.iter().map(|shares| Choice::new(shares.iter().copied())).collect(),
            countries: countries.collect(),
            release: Choice::new(EARLIER_RELEASES),
        }
    }

    fn viewer(&self, country: usize, random: &mut Random) -> Viewer {
        let home = &self.countries[country];
        let class = self.device_type.pick(random);
        let (first, models) = &self.devices[class];
        let device = first + models.pick(random);
        let (codes, systems) = &self.systems[device];
        let mut network = self.access[class].pick(random) as u8;
        let cellular = network == 2;
        if cellular && random.below(100) < home.fifth_generation {
            network = 3;
        }
        let isps = if cellular { &home.mobile } else { &home.fixed };
        Viewer {
            line: (LINE_SPREAD * random.normal()) as f32,
            country: country as u8,
            region: home.first_region + home.region.pick(random) as u8,
            isp: home.first_isp + isps.pick(random) as u8,
            device: device as u8,
            system: codes[systems.pick(random)],
            network,
            release: self.release.pick(random) as u8,
            lag_hours: if random.below(100) < LATE_PERCENT { NEVER } else { random.below(ROLL_OUT_HOURS) as u8 },
        }
    }
}

/// The spread of the logarithm of line speeds between homes.
const LINE_SPREAD: f64 = 0.5;

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_are_a_permutation() {
        let labels = Labels::new();
        for sessions in [1, 4, 8, 12, 400, 4_000] {
            let population = Population::new(3, sessions, &labels);
            let count = (sessions / 4).max(1);
            assert_eq!(population.viewers.len() as u32, count);
            let numbers: BTreeSet<u32> = (0..count).map(|index| population.number(index)).collect();
            assert_eq!((numbers.first(), numbers.last(), numbers.len()), (Some(&1), Some(&count), count as usize));
        }
    }

    #[test]
    fn homes_hang_together() {
        let labels = Labels::new();
        let population = Population::new(5, 40_000, &labels);
        let (mut country_of_isp, mut country_of_region) = (Vec::new(), Vec::new());
        for (index, country) in COUNTRIES.iter().enumerate() {
            country_of_isp.extend(country.isps.iter().map(|isp| (index, isp.access)));
            country_of_region.extend(country.regions.iter().map(|_| index));
        }
        for viewer in &population.viewers {
            let (country, access) = country_of_isp[usize::from(viewer.isp)];
            assert_eq!(country, usize::from(viewer.country));
            assert_eq!(country_of_region[usize::from(viewer.region)], country);
            let wrong = if viewer.network >= 2 { Access::Fixed } else { Access::Mobile };
            assert_ne!(access, wrong);
            let device = &DEVICES[usize::from(viewer.device)];
            let system = &labels.of(slot::OS_VERSION)[usize::from(viewer.system)];
            assert!(device.systems.iter().any(|(name, _)| name == system), "{} with {system}", device.model);
        }
    }

    #[test]
    fn the_new_release_reaches_most() {
        let population = Population::new(5, 40_000, &Labels::new());
        let new = |time: i64| population.viewers.iter().filter(|viewer| viewer.release_at(time) == 3).count();
        assert_eq!(new(RELEASE_MS - 1), 0);
        let late = new(RELEASE_MS + i64::from(ROLL_OUT_HOURS) * HOUR_MS);
        assert!((8_200..8_800).contains(&late), "{late}");
        assert!(new(RELEASE_MS + 20 * HOUR_MS) < late);
    }
}
