//! What must be true of the sessions of every scenario.

use super::devices::{CODEC_RATE, CODECS, LADDER};
use super::*;
use std::collections::BTreeMap;
use telemetry::{Categories, Data, Field, Kind};

fn scenario(sessions: u32, fault_share: f64, seed: u64) -> Scenario {
    Scenario::new(Preset::StreamGuard, sessions, fault_share, seed).unwrap()
}

fn numbers(simulated: &Simulated, field: Field) -> &[f64] {
    simulated.table.numbers(field).unwrap()
}

fn categories(simulated: &Simulated, field: Field) -> &Categories {
    simulated.table.categories(field).unwrap()
}

fn faulty(simulated: &Simulated) -> usize {
    (0..simulated.table.rows()).filter(|&row| simulated.truth.is_fault(row)).count()
}

/// Holds for every session of every scenario.
fn check_sessions(simulated: &Simulated, scenario: Scenario) {
    let table = &simulated.table;
    let rows = scenario.sessions.get() as usize;
    assert_eq!((table.rows(), simulated.truth.codes().len()), (rows, rows));
    assert_eq!(faulty(simulated), scenario.fault_share.of(scenario.sessions) as usize);
    let fields: Vec<Field> = table.columns().iter().filter_map(|column| column.field).collect();
    assert_eq!(fields, Field::GENERATED);
    for &field in Field::GENERATED {
        match field.kind() {
            Kind::Number => {
                let (low, high) = field.range();
                let good = |value: &f64| value.is_finite() && (low..=high).contains(value);
                assert!(numbers(simulated, field).iter().all(good), "{field:?}");
            }
            Kind::Category => {
                let column = categories(simulated, field);
                assert!((0..rows).all(|row| !column.label(row).is_empty()), "{field:?}");
                let mut next = 0;
                for &code in column.codes() {
                    assert!(code <= next, "{field:?}: codes in order of first appearance");
                    next = next.max(code + 1);
                }
                assert_eq!(usize::from(next), column.labels().len(), "{field:?}: a label without a row");
            }
            Kind::Time => {
                let times = table.times(field).unwrap();
                assert!(times.is_sorted() && times.iter().all(|time| (WEEK_START_MS..WEEK_END_MS).contains(time)));
            }
            Kind::Text => {}
        }
    }
    let sessions = table.texts(Field::SessionId).unwrap();
    assert!((0..rows).all(|row| sessions.get(row) == format!("s-{:07}", row + 1)));
    for row in 0..rows {
        check_session(simulated, row);
    }
}

fn check_session(simulated: &Simulated, row: usize) {
    let at = |field: Field| numbers(simulated, field)[row];
    let label = |field: Field| categories(simulated, field).label(row);
    let (count, stalled_ms, watch_s) = (at(Field::RebufferCount), at(Field::RebufferDurationMs), at(Field::WatchTimeS));
    assert_eq!(count == 0.0, stalled_ms == 0.0, "stalls have a length");
    let ratio = at(Field::BufferingRatio);
    assert!((ratio * watch_s - stalled_ms / 1_000.0).abs() <= 0.000_051 * watch_s, "{ratio} {watch_s} {stalled_ms}");
    assert!(at(Field::StartupTimeMs) + stalled_ms <= watch_s * 1_000.0 + 50.0, "watch time holds start and stalls");
    for (field, parts) in [
        (Field::StartupTimeMs, 1.0),
        (Field::RebufferCount, 1.0),
        (Field::RebufferDurationMs, 1.0),
        (Field::BufferingRatio, 10_000.0),
        (Field::BitrateKbps, 1.0),
        (Field::BitrateSwitches, 1.0),
        (Field::DroppedFramesPct, 100.0),
        (Field::WatchTimeS, 10.0),
        (Field::ThroughputKbps, 1.0),
        (Field::LatencyMs, 1.0),
    ] {
        let value = at(field);
        assert_eq!((value * parts).round() / parts, value, "{field:?} is not rounded");
    }
    // The rendition played longest bounds the bitrate: for half of the time at least it, or the one below, was played;
    // and a higher one only while climbing from it. 0.85 to 1.15 by title, 0.96 to 1.04 by encoder.
    let rung = LADDER.iter().position(|&(name, _)| name == label(Field::Resolution)).unwrap();
    let codec = CODEC_RATE[CODECS.iter().position(|&name| name == label(Field::Codec)).unwrap()];
    let low = 0.5 * LADDER[rung.saturating_sub(1)].1 * codec * 0.85 * 0.96;
    let high = 0.5 * (LADDER[rung].1 + LADDER[(rung + 1).min(LADDER.len() - 1)].1) * codec * 1.15 * 1.04;
    let bitrate = at(Field::BitrateKbps);
    assert!((low - 1.0..high + 1.0).contains(&bitrate), "{bitrate} kbps in {}", LADDER[rung].0);
    // A pixelated session is one on a good network; each fault shows in its own metric.
    match simulated.truth.label(row) {
        "buffering" => assert!(count >= 1.0 && at(Field::ThroughputKbps) <= 3_500.0 && rung <= 2),
        "pixelated" => assert!(rung <= 1 && at(Field::ThroughputKbps) >= 9_000.0),
        "slow_start" => assert!((8_000.0..=30_000.0).contains(&at(Field::StartupTimeMs))),
        "stutter" => assert!((10.0..=40.0).contains(&at(Field::DroppedFramesPct))),
        other => assert_eq!(other, ""),
    }
}

#[test]
fn edges_of_the_parameters() {
    for sessions in [1, 2, 3, 5, 1_023, 1_024, 1_025, 4_097] {
        for share in [0.0, 0.05, 0.5] {
            let scenario = scenario(sessions, share, 11);
            check_sessions(&simulate(scenario), scenario);
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn sessions_hold_together(sessions in 1_u32..6_000, share in 0.0..=0.5, seed: u64) {
            let scenario = scenario(sessions, share, seed);
            check_sessions(&simulate(scenario), scenario);
        }

        #[test]
        fn slices_do_not_matter(sessions in 1_u32..4_000, slices in prop::collection::vec(0_u32..1_500, 1..12), seed: u64) {
            let scenario = scenario(sessions, 0.1, seed);
            let mut simulator = Simulator::new(scenario);
            let mut before = 0;
            for &slice in slices.iter().cycle().chain([&1]) {
                let now = simulator.advance(slice.max(1));
                prop_assert_eq!(now, (before + slice.max(1)).min(sessions));
                prop_assert_eq!(simulator.done(), now == sessions);
                before = now;
                if simulator.done() {
                    break;
                }
            }
            prop_assert_eq!(simulator.finish(), simulate(scenario));
        }
    }
}

#[test]
fn a_seed_is_a_week() {
    let week = simulate(scenario(2_000, 0.05, 1));
    assert_eq!(week, simulate(scenario(2_000, 0.05, 1)));
    let other = simulate(scenario(2_000, 0.05, 2));
    for &field in Field::GENERATED.iter().filter(|&&field| field != Field::SessionId) {
        assert_ne!(week.table.field(field), other.table.field(field), "{field:?}");
    }
    assert_ne!(week.truth, other.truth);
}

#[test]
fn a_cancelled_run_has_what_was_generated() {
    let mut simulator = Simulator::new(scenario(5_000, 0.05, 1));
    assert_eq!(simulator.advance(1_500), 1_500);
    let part = simulator.finish();
    let whole = simulate(scenario(5_000, 0.05, 1));
    assert_eq!(part.table.rows(), 1_500);
    let field = Field::StartupTimeMs;
    assert_eq!(numbers(&part, field), &numbers(&whole, field)[..1_500]);
}

#[test]
fn the_truth_is_not_in_the_table() {
    let week = simulate(scenario(3_000, 0.2, 1));
    for column in week.table.columns() {
        assert!(Field::from_name(&column.name).is_some(), "{}", column.name);
        if let Data::Category(categories) = &column.data {
            for fault in Fault::ALL {
                assert!(!categories.labels().iter().any(|label| label == fault.name()));
            }
        }
    }
    let names: Vec<&str> = Fault::ALL.into_iter().map(Fault::name).collect();
    assert_eq!(week.truth.faults(), names);
    assert!(Fault::ALL.into_iter().all(|fault| week.truth.codes().contains(&fault.code())));
}

/// The share of rows with this label.
fn share(week: &Simulated, field: Field, label: &str) -> f64 {
    let column = categories(week, field);
    let rows = week.table.rows();
    (0..rows).filter(|&row| column.label(row) == label).count() as f64 / rows as f64
}

#[test]
fn devices_and_networks_have_their_shares() {
    let week = simulate(scenario(100_000, 0.05, 3));
    for (label, expected) in [("smart_tv", 0.45), ("mobile", 0.30), ("web", 0.13), ("tablet", 0.07), ("console", 0.05)]
    {
        let got = share(&week, Field::DeviceType, label);
        assert!((got - expected).abs() < 0.015, "{label}: {got}");
    }
    assert!((share(&week, Field::DeviceModel, "Legacy Smart TV") - 0.09).abs() < 0.01);
    for network in devices::NETWORKS {
        assert!(share(&week, Field::NetworkType, network) > 0.03, "{network}");
    }
    for (fault, expected) in Fault::ALL.into_iter().zip([0.35, 0.25, 0.20, 0.20]) {
        let count = week.truth.codes().iter().filter(|&&code| code == fault.code()).count();
        let got = count as f64 / 5_000.0;
        assert!((got - expected).abs() < 0.09, "{}: {got}", fault.name());
    }
}

#[test]
fn viewers_come_back_with_the_same_home() {
    let week = simulate(scenario(20_000, 0.05, 3));
    let users = week.table.texts(Field::UserId).unwrap();
    let home =
        [Field::DeviceModel, Field::OsVersion, Field::CountryCode, Field::Region, Field::Isp, Field::NetworkType];
    let mut homes = BTreeMap::new();
    for row in 0..week.table.rows() {
        let here = home.map(|field| categories(&week, field).codes()[row]);
        assert_eq!(*homes.entry(users.get(row)).or_insert(here), here, "{}", users.get(row));
    }
    assert!((3_000..=5_000).contains(&homes.len()), "{}", homes.len());
}

/// Spearman's rank correlation, ties in order of appearance.
fn correlation(a: &[f64], b: &[f64]) -> f64 {
    let ranks = |values: &[f64]| {
        let mut order: Vec<usize> = (0..values.len()).collect();
        order.sort_by(|&left, &right| values[left].total_cmp(&values[right]));
        let mut ranks = vec![0.0; values.len()];
        for (rank, row) in order.into_iter().enumerate() {
            ranks[row] = rank as f64 - (values.len() as f64 - 1.0) / 2.0;
        }
        ranks
    };
    let (a, b) = (ranks(a), ranks(b));
    let product: f64 = a.iter().zip(&b).map(|(a, b)| a * b).sum();
    product / a.iter().map(|a| a * a).sum::<f64>()
}

#[test]
fn metrics_hang_together() {
    let week = simulate(scenario(20_000, 0.0, 5));
    let of = |field: Field| numbers(&week, field);
    let throughput = of(Field::ThroughputKbps);
    let heights: Vec<f64> = {
        let column = categories(&week, Field::Resolution);
        let height = |row: usize| column.label(row).trim_end_matches('p').parse().unwrap();
        (0..week.table.rows()).map(height).collect()
    };
    for (name, got, least) in [
        ("throughput and bitrate", correlation(throughput, of(Field::BitrateKbps)), 0.2),
        ("throughput and resolution", correlation(throughput, &heights), 0.2),
        ("bitrate and resolution", correlation(of(Field::BitrateKbps), &heights), 0.5),
        ("slowness and stalls", -correlation(throughput, of(Field::BufferingRatio)), 0.05),
        ("slowness and latency", -correlation(throughput, of(Field::LatencyMs)), 0.2),
        ("latency and startup", correlation(of(Field::LatencyMs), of(Field::StartupTimeMs)), 0.05),
        ("watch time and switches", correlation(of(Field::WatchTimeS), of(Field::BitrateSwitches)), 0.05),
    ] {
        assert!(got > least, "{name}: {got}");
    }
    // Stalls are rare where nothing is wrong.
    let stalled = of(Field::RebufferCount).iter().filter(|&&count| count > 0.0).count();
    assert!((400..4_000).contains(&stalled), "{stalled}");
}

#[test]
fn evenings_are_busy_and_slow() {
    let week = simulate(scenario(40_000, 0.0, 5));
    let country = categories(&week, Field::CountryCode);
    let (mut evening, mut night) = (Vec::new(), Vec::new());
    for (row, time) in week.table.times(Field::Timestamp).unwrap().iter().enumerate() {
        // Germany is an hour ahead.
        match (country.label(row), ((time - WEEK_START_MS) / 3_600_000 + 1) % 24) {
            ("DE", 19..22) => evening.push(numbers(&week, Field::ThroughputKbps)[row]),
            ("DE", 2..5) => night.push(numbers(&week, Field::ThroughputKbps)[row]),
            _ => {}
        }
    }
    assert!(evening.len() > 5 * night.len() && night.len() > 20, "{} {}", evening.len(), night.len());
    let median = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    assert!(median(&mut evening) < median(&mut night));
}

#[test]
fn incidents_gather_their_fault() {
    let week = simulate(scenario(60_000, 0.05, 9));
    let times = week.table.times(Field::Timestamp).unwrap();
    for incident in incidents(Preset::StreamGuard) {
        let inside =
            |row: usize| incident.segment.iter().all(|&(field, label)| categories(&week, field).label(row) == label);
        let (mut hit, mut segment, mut elsewhere, mut others) = (0.0, 0.0, 0.0, 0.0);
        for row in (0..week.table.rows()).filter(|&row| incident.is_on(times[row])) {
            let fault = f64::from(u8::from(week.truth.codes()[row] == incident.fault.code()));
            if inside(row) {
                segment += 1.0;
                hit += fault;
            } else {
                others += 1.0;
                elsewhere += fault;
            }
        }
        assert!(segment > 50.0, "{}: {segment} sessions", incident.cause);
        assert!(hit / segment > 8.0 * elsewhere / others, "{}: {hit}/{segment} {elsewhere}/{others}", incident.cause);
        assert!(elsewhere > 0.0, "{}: nowhere else", incident.cause);
    }
}
