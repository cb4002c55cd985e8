//! How a session plays: the network carries so much, the player picks a rendition by it, stalls come where the margin is
//! thin, and the viewer leaves when it is bad. Every metric follows from the ones before it.
//!
//! A small part of the sound sessions has bad luck that looks a little like a fault, as in life: a detection that
//! separated perfectly here would only have learnt the generator.

use super::clock::RUSH;
use super::devices::{CODEC_RATE, DEVICES, LADDER, LIVE_TOP};
use super::fault::Fault;
use super::labels::{CHANNELS, LIVE, TITLES, slot};
use super::places::{CDNS, COUNTRIES};
use super::population::Viewer;
use super::random::{Purpose, Random};
use super::visit::Visit;

/// Median throughput in kbps per network type: wifi, ethernet, cellular_4g, cellular_5g.
const MEDIAN_KBPS: [f64; 4] = [42_000.0, 80_000.0, 16_000.0, 60_000.0];

/// How much the throughput varies within a session, as a share of its mean, per network type.
const VARIATION: [f64; 4] = [0.20, 0.09, 0.34, 0.26];

/// Latency of the access network in milliseconds, per network type.
const ACCESS_MS: [f64; 4] = [9.0, 4.0, 42.0, 20.0];

/// How long a device of each type is watched, relative to a television.
const ATTENTION: [f64; 5] = [1.0, 0.45, 0.7, 0.8, 0.95];

/// Dropped frames by rendition, relative to 720p.
const DECODE_LOAD: [f64; LADDER.len()] = [0.7, 0.75, 0.85, 1.0, 1.35, 1.8, 2.4];

/// The metrics of a session, in the units of [`telemetry::Field`], rounded as telemetry reports them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Metrics {
    pub startup_time_ms: f64,
    pub rebuffer_count: f64,
    pub rebuffer_duration_ms: f64,
    pub buffering_ratio: f64,
    pub bitrate_kbps: f64,
    pub bitrate_switches: f64,
    pub resolution: u16,
    pub dropped_frames_pct: f64,
    pub watch_time_s: f64,
    pub throughput_kbps: f64,
    pub latency_ms: f64,
}

/// An ordinary mishap of a session without a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mishap {
    None,
    /// Something else uses the line, or the signal is weak.
    WeakNetwork,
    /// The device was cold, or a licence server slow.
    ColdStart,
    /// The device does other work.
    BusyDevice,
    /// The viewer chose to save data.
    DataSaver,
}

impl Mishap {
    fn draw(random: &mut Random) -> Self {
        match random.below(1_000) {
            0..25 => Mishap::WeakNetwork,
            25..42 => Mishap::ColdStart,
            42..57 => Mishap::BusyDevice,
            57..70 => Mishap::DataSaver,
            _ => Mishap::None,
        }
    }
}

/// Rounds a value that is not negative to whole units, a half up.
fn whole(value: f64) -> f64 {
    (value + 0.5).floor()
}

/// Rounds to 1/`parts`. The division of two whole numbers gives the double nearest to the decimal, which prints short.
fn rounded(value: f64, parts: f64) -> f64 {
    whole(value * parts) / parts
}

/// A film, episode or channel.
#[derive(Clone, Copy, Debug)]
struct Title {
    /// Bitrate that it needs, relative to the ladder: sports more, cartoons less.
    complexity: f64,
    length_s: f64,
}

/// What the metrics are computed from beside the visit.
#[derive(Clone, Debug)]
pub(super) struct Playback {
    /// The logarithm of the median throughput per provider and local hour, network type aside.
    path: Vec<f64>,
    median: [f64; MEDIAN_KBPS.len()],
    /// Per CDN edge and country, in milliseconds.
    round_trip: Vec<f64>,
    titles: Vec<Title>,
}

/// The kbps of a rendition with this part of the time one below, in H.264.
fn average_rate(rung: usize, below: f64) -> f64 {
    LADDER[rung].1 * (1.0 - below) + LADDER[rung.saturating_sub(1)].1 * below
}

/// What the network gives to a session.
struct Network {
    kbps: f64,
    latency_ms: f64,
    variation: f64,
}

/// What the player makes of it.
struct Picture {
    /// The rendition settled on, and the one at the start.
    rung: usize,
    first: usize,
    /// The part of the time that is spent one rendition below.
    below: f64,
    /// The kbps per kbps of the ladder.
    rate: f64,
}

impl Playback {
    /// The model of the preset; `pops` are the labels of the CDN edges.
    pub fn new(pops: &[String]) -> Self {
        let mut path = Vec::new();
        for country in &COUNTRIES {
            for isp in country.isps {
                path.extend(
                    RUSH.iter().map(|rush| libm::log(country.speed * isp.speed * (1.0 - isp.rush_loss * rush))),
                );
            }
        }
        let per_cdn = pops.len() / CDNS.len();
        let mut round_trip = Vec::new();
        for country in &COUNTRIES {
            round_trip.extend(pops[..per_cdn].iter().map(|pop| {
                let edge = country.edges.iter().find(|edge| pop.ends_with(edge.city));
                edge.map_or(0.0, |edge| edge.round_trip_ms)
            }));
        }
        // The catalogue is the preset's, whatever the scenario's seed.
        let mut random = Random::new(0, Purpose::Catalogue, 0);
        let titles = (0..TITLES + CHANNELS).map(|index| Title {
            complexity: random.between(0.85, 1.15),
            length_s: if index < TITLES { random.between(1_300.0, 7_200.0) } else { 14_400.0 },
        });
        Self { path, median: MEDIAN_KBPS.map(libm::log), round_trip, titles: titles.collect() }
    }

    /// Plays a session.
    pub fn play(&self, visit: &Visit, viewer: &Viewer, random: &mut Random) -> Metrics {
        let mishap = if visit.fault.is_none() { Mishap::draw(random) } else { Mishap::None };
        let device = &DEVICES[usize::from(viewer.device)];
        let live = visit.codes[slot::CONTENT_TYPE] == LIVE;
        let title = &self.titles[usize::from(visit.codes[slot::CONTENT_ID])];

        let network = self.network(visit, viewer, mishap, random);
        let picture = picture(visit, &network, title, live, mishap, random);

        // Starting: the application, then manifest, licence and keys, then the first segment.
        let segment_s = if live { 2.0 } else { 4.0 };
        let fetch_ms = 1_000.0 * segment_s * LADDER[picture.first].1 * picture.rate / network.kbps;
        let mut start_ms = device.start_ms * random.log_normal(0.22) + 6.0 * network.latency_ms + fetch_ms;
        match (visit.fault, mishap) {
            (Some(Fault::SlowStart), _) => {
                start_ms = random.between(8_000.0, 30_000.0).max(start_ms.min(30_000.0));
            }
            (_, Mishap::ColdStart) => start_ms *= random.between(2.0, 5.0),
            _ => {}
        }
        let startup_time_ms = whole(start_ms);

        // Stalls per minute of playing: rare where the network carries much more than the picture needs.
        let steady = picture.rate * average_rate(picture.rung, picture.below);
        let margin = network.kbps / steady;
        let mut stall_rate = 0.002;
        if margin < 4.0 {
            stall_rate += 0.10 * libm::exp((1.0 - margin) / (0.12 + network.variation)).min(15.0);
        }
        let mut stall_mean_ms = 700.0 + 1_500.0 / margin.max(0.5);
        match (visit.fault, mishap) {
            (Some(Fault::Buffering), _) => {
                stall_rate += random.between(0.7, 3.5);
                stall_mean_ms = random.between(3_000.0, 9_000.0);
            }
            (_, Mishap::WeakNetwork) => stall_rate += random.between(0.05, 0.6),
            _ => {}
        }

        let play_s = play_time(visit, title, live, stall_rate, random);
        let minutes = play_s / 60.0;
        // A stalled session has one stall at least: that is what the fault is.
        let stalls = random.poisson(stall_rate * minutes).max(u32::from(visit.fault == Some(Fault::Buffering)));
        let rebuffer_count = f64::from(stalls);
        let rebuffer_duration_ms = if stalls == 0 {
            0.0
        } else {
            // The sum of so many log-normal stalls, by one log-normal with the spread of their mean.
            let total = rebuffer_count * stall_mean_ms * random.log_normal(0.7 / rebuffer_count.sqrt());
            whole(total.max(100.0 * rebuffer_count))
        };
        let watch_time_s = rounded((startup_time_ms + rebuffer_duration_ms) / 1_000.0 + play_s, 10.0);
        let buffering_ratio = rounded(rebuffer_duration_ms / 1_000.0 / watch_time_s, 10_000.0);

        // The player starts low and climbs; later it moves down and up again. Who leaves while it still climbs has seen
        // the first rendition mostly, and the next.
        let climb_s = if picture.rung > picture.first { random.between(4.0, 14.0).min(play_s) } else { 0.0 };
        let climb = climb_s / play_s;
        let (rung, resolution) =
            if climb > 0.5 { (picture.first + 1, picture.first) } else { (picture.rung, picture.rung) };
        let moves = random.poisson((0.015 + 2.2 * picture.below * network.variation + 0.35 * stall_rate) * minutes);
        // Each move down is followed by one up; on the lowest rendition there is nowhere to go.
        let moves = if picture.below > 0.0 { 2 * moves.max(1) } else { moves * u32::from(rung > 0) };
        let bitrate_switches = f64::from(moves + (rung - picture.first) as u32);
        let settled = average_rate(rung, picture.below);
        let average = LADDER[picture.first].1 * climb + settled * (1.0 - climb);
        let encoder = random.between(0.96, 1.04);
        let bitrate_kbps = whole(average * picture.rate * encoder);

        let mut dropped = device.dropped_pct * DECODE_LOAD[resolution] * random.log_normal(0.65);
        match (visit.fault, mishap) {
            (Some(Fault::Stutter), _) => dropped = random.between(10.0, 40.0),
            (_, Mishap::BusyDevice) => dropped *= random.between(5.0, 25.0),
            _ => {}
        }
        Metrics {
            startup_time_ms,
            rebuffer_count,
            rebuffer_duration_ms,
            buffering_ratio,
            bitrate_kbps,
            bitrate_switches,
            resolution: resolution as u16,
            dropped_frames_pct: rounded(dropped.min(100.0), 100.0),
            watch_time_s,
            throughput_kbps: whole(network.kbps),
            latency_ms: whole(network.latency_ms),
        }
    }

    fn network(&self, visit: &Visit, viewer: &Viewer, mishap: Mishap, random: &mut Random) -> Network {
        let kind = usize::from(viewer.network);
        let hour = usize::from(visit.local_hour);
        let logarithm = self.median[kind]
            + self.path[usize::from(viewer.isp) * RUSH.len() + hour]
            + f64::from(viewer.line)
            + 0.28 * random.normal();
        let mut kbps = libm::exp(logarithm);
        let pops = self.round_trip.len() / COUNTRIES.len();
        let pop = usize::from(visit.codes[slot::CDN_POP]) % pops;
        let round_trip = self.round_trip[usize::from(viewer.country) * pops + pop];
        let mut latency_ms = (ACCESS_MS[kind] + round_trip + 6.0 + 12.0 * RUSH[hour]) * random.log_normal(0.28);
        let spread = random.unit();
        let mut variation = VARIATION[kind] * (0.6 + 1.4 * spread * spread);
        match (visit.fault, mishap) {
            (Some(Fault::Buffering), _) => {
                kbps = (kbps * random.between(0.03, 0.15)).min(random.between(500.0, 3_500.0));
                latency_ms *= random.between(1.2, 3.0);
                variation = (variation * 2.0).min(0.8);
            }
            (_, Mishap::WeakNetwork) => {
                kbps *= random.between(0.08, 0.4);
                latency_ms *= random.between(1.0, 2.0);
                variation = (variation * 1.6).min(0.8);
            }
            // The network is good by the fault's definition.
            (Some(Fault::Pixelated), _) => kbps = kbps.max(random.between(9_000.0, 20_000.0)),
            _ => {}
        }
        kbps = kbps.clamp(180.0, DEVICES[usize::from(viewer.device)].fastest_kbps);
        Network { kbps, latency_ms, variation }
    }
}

/// The rendition that the player settles on: the highest that the device asks for and the network carries safely.
fn picture(
    visit: &Visit,
    network: &Network,
    title: &Title,
    live: bool,
    mishap: Mishap,
    random: &mut Random,
) -> Picture {
    let device = &DEVICES[usize::from(visit.codes[slot::DEVICE_MODEL])];
    let rate = CODEC_RATE[usize::from(visit.codes[slot::CODEC])] * title.complexity;
    let top = if live { device.top.min(LIVE_TOP) } else { device.top };
    let top = match (visit.fault, mishap) {
        (Some(Fault::Pixelated), _) => usize::from(random.below(100) < 35),
        (Some(Fault::Buffering), _) => top.min(2),
        (_, Mishap::DataSaver) => top.min(1 + random.below(2) as usize),
        _ => top,
    };
    let budget = network.kbps * (0.75 - 0.3 * network.variation);
    let mut rung = top;
    while rung > 0 && LADDER[rung].1 * rate > budget {
        rung -= 1;
    }
    // The closer the budget, the more often the player has to step down.
    let room = budget / (LADDER[rung].1 * rate) - 1.0;
    let below =
        if rung == 0 { 0.0 } else { (0.45 * (1.0 - room / (2.0 * network.variation))).max(0.0) * random.unit() };
    Picture { rung, first: rung.min(if network.kbps > 12_000.0 { 2 } else { 1 }), below, rate }
}

/// How long the viewer plays, in seconds, without start and stalls: as long as wished, or until it is too bad.
fn play_time(visit: &Visit, title: &Title, live: bool, stall_rate: f64, random: &mut Random) -> f64 {
    let attention = ATTENTION[usize::from(visit.codes[slot::DEVICE_TYPE])];
    let wished = if live { 1_900.0 } else { 1_500.0 } * attention * random.log_normal(0.85);
    let mut play_s = wished.min(title.length_s);
    if stall_rate > 0.25 {
        // About eight stalls are borne.
        play_s = play_s.min(random.exponential(480.0 / stall_rate));
    }
    match visit.fault {
        Some(Fault::Pixelated) => play_s = play_s.min(random.exponential(1_500.0)),
        Some(Fault::Stutter) => play_s = play_s.min(random.exponential(1_200.0)),
        _ => {}
    }
    // Who sees the first frame watches for some seconds at least.
    play_s.max(random.between(8.0, 30.0))
}
