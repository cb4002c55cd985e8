//! What holds for sessions of any rows, in any order, and under any checks.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use telemetry::Table;

const HEADER: &str = "session_id,user_id,timestamp,object_type,bitrate_kbps,media_duration_ms,buffer_starved,\
    rebuffer_count,rebuffer_duration_ms,startup_time_ms,watch_time_s,player_state,event_type,cdn,own,label,\
    exit_before_start,playback_failed";

/// The cells of a row behind its time.
fn cells() -> impl Strategy<Value = String> {
    let one_of = |words: &'static [&'static str]| select(words);
    let measures = (
        one_of(&["v", "a", "m", "", "video"]),
        one_of(&["", "100", "250.5", "3000"]),
        one_of(&["", "2000", "4000", "0"]),
        one_of(&["", "", "1"]),
        one_of(&["", "", "0", "2"]),
        one_of(&["", "", "0", "700.25", "90000"]),
    );
    let rest = (
        one_of(&["", "", "812"]),
        one_of(&["", "", "5", "0.1"]),
        one_of(&["", "p", "r", "s", "a", "f", "e"]),
        one_of(&["", "play", "playing", "waiting", "error", "other"]),
        one_of(&["", "fast", "Fast", "slow"]),
        one_of(&["", "1", "0.1", "0.7"]),
        one_of(&["", "none", "x", "y"]),
        one_of(&["", "", "", "1", "0"]),
        one_of(&["", "", "", "1", "0"]),
    );
    (measures, rest).prop_map(|((a, b, c, d, e, f), (g, h, i, j, k, l, m, n, o))| {
        [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o].join(",")
    })
}

/// Rows of a few sessions and viewers; times are distinct.
fn rows() -> impl Strategy<Value = Vec<String>> {
    let row = (select(&["s1", "s2", "s3", "s4", ""][..]), select(&["u1", "u2", ""][..]), 1_u64..3_000_000, cells());
    vec(row, 1..40).prop_map(|rows| {
        let mut time = 1_767_225_600_000_u64;
        let line = |(session, user, step, cells): (&str, &str, u64, String)| {
            time += step;
            let mut text = String::new();
            telemetry::write_time(&mut text, time as i64);
            format!("{session},{user},{text},{cells}")
        };
        rows.into_iter().map(line).collect()
    })
}

fn groupings() -> impl Strategy<Value = Grouping> {
    let gap = (1..=86_400_u32).prop_map(|seconds| Grouping::Viewer(Gap::new(seconds).expect("a gap")));
    prop_oneof![Just(Grouping::Recognise), Just(Grouping::Rows), Just(Grouping::Session), gap]
}

fn reading(grouping: Grouping, on: u16, every: u32) -> Reading {
    let mut reading = Reading::recognise(Mapping::default(), parse_time("2026-01-02").expect("a day"));
    for (name, field) in [("label", None), ("own", None), ("media_duration_ms", Some(Field::MediaDurationMs))] {
        let assignment = field.map_or(Assignment::Own, Assignment::Field);
        let assignment = if name == "label" { Assignment::Truth } else { assignment };
        reading.mapping.assign(name, assignment).expect("free");
    }
    for name in HEADER.split(',').filter(|name| reading.mapping.get(name).is_none()).collect::<Vec<_>>() {
        reading.mapping.assign(name, Assignment::Field(Field::from_name(name).expect("a field"))).expect("free");
    }
    for (place, &check) in Check::ALL.iter().enumerate() {
        reading.checks = reading.checks.with(check, on >> place & 1 == 1);
    }
    reading.grouping = grouping;
    reading.every = std::num::NonZeroU32::new(every).expect("above zero");
    reading
}

fn load_slices(bytes: &[u8], reading: &Reading, cuts: &[Index]) -> Result<Loaded, IngestError> {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
    cuts.extend([0, bytes.len()]);
    cuts.sort_unstable();
    let limits = Limits { sample_rows: 10, ..Limits::default() };
    let mut loader = Loader::with_limits(reading.clone(), limits);
    for pair in cuts.windows(2) {
        loader.push(&bytes[pair[0]..pair[1]])?;
    }
    loader.finish()
}

fn file(rows: &[String]) -> Vec<u8> {
    format!("{HEADER}\n{}\n", rows.join("\n")).into_bytes()
}

/// Every row of a table as text with all its bits, in an order that does not depend on that of the rows.
fn sorted(table: &Table, truth: Option<&telemetry::Truth>) -> Vec<String> {
    let mut rows: Vec<String> = (0..table.rows())
        .map(|row| {
            let cell = |data: &Data| match data {
                Data::Number(values) => format!("{:x}", values[row].to_bits()),
                Data::Time(values) => values[row].to_string(),
                Data::Category(values) => values.label(row).to_owned(),
                Data::Text(values) => values.get(row).to_owned(),
            };
            let cells: Vec<String> =
                table.columns().iter().map(|column| format!("{}={}", column.name, cell(&column.data))).collect();
            format!("{} {}", cells.join(" "), truth.map_or("", |truth| truth.label(row)))
        })
        .collect();
    rows.sort();
    rows
}

proptest! {
    #[test]
    fn the_order_of_rows_does_not_matter(
        (rows, shuffled) in rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        grouping in prop_oneof![
            Just(Grouping::Session),
            (1..=86_400_u32).prop_map(|seconds| Grouping::Viewer(Gap::new(seconds).expect("a gap"))),
        ],
    ) {
        // No check of spelling: which of two equally frequent spellings is the first seen depends on the order.
        let reading = reading(grouping, 0, 1);
        match (load_slices(&file(&rows), &reading, &[]), load_slices(&file(&shuffled), &reading, &[])) {
            (Ok(one), Ok(other)) => {
                prop_assert_eq!(sorted(&one.table, one.truth.as_ref()), sorted(&other.table, other.truth.as_ref()));
                prop_assert_eq!(one.report.sessions, other.report.sessions);
            }
            (Err(_), Err(_)) => {}
            (one, other) => prop_assert!(false, "{:?} {:?}", one.err(), other.err()),
        }
    }

    #[test]
    fn slices_do_not_matter_and_the_counts_add_up(
        rows in rows(),
        grouping in groupings(),
        on in 0_u16..256,
        every in 1_u32..4,
        cuts in vec(any::<Index>(), 0..8),
        breaks in vec((any::<Index>(), select(b"\xff,\"\nx-".to_vec())), 0..5),
    ) {
        let mut bytes = file(&rows);
        for (at, byte) in breaks {
            let at = HEADER.len() + at.index(bytes.len() - HEADER.len());
            bytes[at] = byte;
        }
        let reading = reading(grouping, on, every);
        let loaded = load_slices(&bytes, &reading, &[]);
        prop_assert_eq!(format!("{:?}", loaded), format!("{:?}", load_slices(&bytes, &reading, &cuts)));
        let Ok(loaded) = loaded else { return Ok(()) };
        let report = &loaded.report;
        let SessionCounts { made, repaired, judged, aside, rejected } = report.sessions;
        prop_assert_eq!(report.loaded + report.rejected + report.skipped, report.read);
        prop_assert!(report.repaired <= report.loaded);
        prop_assert_eq!(judged + aside + rejected, made);
        prop_assert!(repaired <= made - rejected);
        prop_assert_eq!(loaded.table.rows() as u64, judged);
        prop_assert_eq!(loaded.aside.as_ref().map_or(0, |aside| aside.table.rows() as u64), aside);
        prop_assert_eq!(loaded.truth.as_ref().map(|truth| truth.codes().len() as u64), Some(judged));
        let by = |outcome| -> u64 {
            report.counts().filter(|(rule, _)| rule.outcome() == outcome).map(|(_, count)| count).sum()
        };
        prop_assert_eq!(by(Outcome::Rejected), report.rejected);
        prop_assert_eq!(by(Outcome::Aside), aside);
        prop_assert_eq!(report.total_issues(), report.issues.len() as u64);
        prop_assert!(report.issues.iter().all(|issue| issue.row >= 1 && issue.row <= report.read));
        prop_assert!(report.issues.iter().all(|issue| (issue.row - 1) % u64::from(every) == 0));
        let repaired_rows: std::collections::BTreeSet<u64> = report
            .issues
            .iter()
            .filter(|issue| issue.session.is_none() && issue.reason.rule().outcome() == Outcome::Repaired)
            .map(|issue| issue.row)
            .collect();
        let rejected_rows: std::collections::BTreeSet<u64> = report
            .issues
            .iter()
            .filter(|issue| issue.reason.rule().outcome() == Outcome::Rejected)
            .map(|issue| issue.row)
            .collect();
        prop_assert_eq!(repaired_rows.difference(&rejected_rows).count() as u64, report.repaired);
        // What came out is a reading under which the same comes out again.
        prop_assert!(loaded.reading.mapping.is_closed() && loaded.reading.grouping != Grouping::Recognise);
        let again = load_slices(&bytes, &loaded.reading, &[]).expect("loads again");
        prop_assert_eq!(sorted(&again.table, None), sorted(&loaded.table, None));
        prop_assert_eq!(&again.reading, &loaded.reading);
    }
}
