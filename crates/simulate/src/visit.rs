//! Who starts a session, when, on what and from where, and whether it will be faulty: all that is settled before the
//! first byte flows. Settled for a block of sessions at once, so that the faults of a block can go where incidents are.

use super::clock::{HOUR_MS, WEEK_START_MS, local_hour_of_week};
use super::devices::DEVICES;
use super::fault::{Fault, INCIDENTS, Incident};
use super::labels::{CATEGORY_FIELDS, CHANNELS, LIVE, Labels, TITLES, slot};
use super::places::{CDNS, COUNTRIES};
use super::population::Population;
use super::random::{Choice, Random};
use super::schedule::Schedule;

/// Percent of sessions that watch live.
const LIVE_PERCENT: u32 = 16;

/// What is settled about a session before it plays.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit {
    pub time_ms: i64,
    pub viewer: u32,
    /// The local hour of the day.
    pub local_hour: u8,
    pub fault: Option<Fault>,
    /// The codes of all category fields; the resolution is not settled yet.
    pub codes: [u16; slot::COUNT],
}

/// The choices from which visits are drawn.
#[derive(Clone, Debug)]
pub(super) struct Visits {
    cdn: Choice,
    /// Per country: the codes of its cities within a CDN, and the choice among them.
    edges: Vec<(Vec<u16>, Choice)>,
    cities: u16,
    titles: Choice,
    channels: Choice,
    codecs: Vec<Choice>,
    /// Per incident: the slots and codes that its sessions have.
    segments: Vec<Vec<(usize, u16)>>,
    /// Reused between blocks: per incident of a fault its sessions, and the other sessions last.
    urns: Vec<(u32, Vec<u32>)>,
}

impl Visits {
    /// The choices of the preset.
    pub fn new(labels: &Labels) -> Self {
        let edges = COUNTRIES.iter().map(|country| {
            let code = |city: &str| labels.code(slot::CDN_POP, &format!("{}-{city}", CDNS[0].0)).unwrap_or(0);
            let codes = country.edges.iter().map(|edge| code(edge.city)).collect();
            (codes, Choice::new(country.edges.iter().map(|edge| edge.weight)))
        });
        // Popularity falls with rank as in Zipf's law, a little flatter at the top.
        let popularity = |rank: usize| (1e6 / libm::pow(rank as f64 + 4.0, 0.9)) as u32;
        let code_of = |&(field, label): &(_, &str)| {
            let slot = CATEGORY_FIELDS.iter().position(|&known| known == field)?;
            Some((slot, labels.code(slot, label)?))
        };
        Self {
            cdn: Choice::new(CDNS.iter().map(|&(_, weight)| weight)),
            edges: edges.collect(),
            cities: (labels.of(slot::CDN_POP).len() / CDNS.len()) as u16,
            titles: Choice::new((0..TITLES).map(popularity)),
            channels: Choice::new((0..CHANNELS).map(popularity)),
            codecs: DEVICES.iter().map(|device| Choice::new(device.codecs)).collect(),
            segments: INCIDENTS.iter().map(|incident| incident.segment.iter().filter_map(code_of).collect()).collect(),
            urns: Vec::new(),
        }
    }

    /// Settles the sessions from `first` to before `end`, in the order of time.
    pub fn block(
        &mut self,
        (first, end): (u32, u32),
        schedule: &Schedule,
        population: &Population,
        random: &mut Random,
        visits: &mut Vec<Visit>,
    ) {
        visits.clear();
        visits.extend((first..end).map(|session| {
            let (time_ms, country) = schedule.start(session, random);
            self.visit(time_ms, country, population, random)
        }));
        let counts = schedule.faults(first, end, random);
        for (fault, count) in Fault::ALL.into_iter().zip(counts) {
            if count > 0 {
                self.spread(fault, count, random, visits);
            }
        }
    }

    fn visit(&self, time_ms: i64, country: usize, population: &Population, random: &mut Random) -> Visit {
        let index = population.draw(country, random);
        let viewer = population.viewer(index);
        let device = usize::from(viewer.device);
        let cdn = self.cdn.pick(random) as u16;
        let (cities, nearest) = &self.edges[country];
        let live = random.below(100) < LIVE_PERCENT;
        let content = if live { TITLES + self.channels.pick(random) } else { self.titles.pick(random) };
        let mut codes = [0; slot::COUNT];
        codes[slot::DEVICE_TYPE] = DEVICES[device].class as u16;
        codes[slot::DEVICE_MODEL] = u16::from(viewer.device);
        codes[slot::OS_VERSION] = u16::from(viewer.system);
        codes[slot::APP_VERSION] = viewer.release_at(time_ms);
        codes[slot::NETWORK_TYPE] = u16::from(viewer.network);
        codes[slot::COUNTRY_CODE] = u16::from(viewer.country);
        codes[slot::REGION] = u16::from(viewer.region);
        codes[slot::ISP] = u16::from(viewer.isp);
        codes[slot::CDN] = cdn;
        codes[slot::CDN_POP] = cdn * self.cities + cities[nearest.pick(random)];
        codes[slot::CONTENT_TYPE] = if live { LIVE } else { 0 };
        codes[slot::CONTENT_ID] = content as u16;
        codes[slot::CODEC] = self.codecs[device].pick(random) as u16;
        let hour = ((time_ms - WEEK_START_MS) / HOUR_MS) as usize;
        let local_hour = (local_hour_of_week(hour, COUNTRIES[country].offset_minutes) % 24) as u8;
        Visit { time_ms, viewer: index, local_hour, fault: None, codes }
    }

    /// Gives a fault to so many sessions of the block that have none yet: drawn one by one without replacement, the
    /// sessions of an incident with its lift as their weight.
    fn spread(&mut self, fault: Fault, count: u32, random: &mut Random, visits: &mut [Visit]) {
        let mut incidents = [(0, &INCIDENTS[0]); INCIDENTS.len()];
        let mut known = 0;
        for entry in INCIDENTS.iter().enumerate().filter(|(_, incident)| incident.fault == fault) {
            incidents[known] = entry;
            known += 1;
        }
        let incidents: &[(usize, &Incident)] = &incidents[..known];
        self.urns.resize_with(known + 1, Default::default);
        for (urn, lift) in self.urns.iter_mut().zip(incidents.iter().map(|(_, incident)| incident.lift).chain([1])) {
            urn.0 = lift;
            urn.1.clear();
        }
        for (index, visit) in visits.iter().enumerate().filter(|(_, visit)| visit.fault.is_none()) {
            let hit = |(number, incident): &(usize, &Incident)| {
                self.segments[*number].iter().all(|&(slot, code)| visit.codes[slot] == code)
                    && incident.is_on(visit.time_ms)
            };
            let urn = incidents.iter().position(hit).unwrap_or(known);
            self.urns[urn].1.push(index as u32);
        }
        for _ in 0..count {
            let weight = |(lift, sessions): &(u32, Vec<u32>)| lift * sessions.len() as u32;
            let mut ticket = random.below(self.urns.iter().map(weight).sum());
            for urn in &mut self.urns {
                let width = weight(urn);
                if ticket < width {
                    let session = urn.1.swap_remove((ticket / urn.0) as usize);
                    visits[session as usize].fault = Some(fault);
                    break;
                }
                ticket -= width;
            }
        }
    }
}
