//! The sentences taken apart again and held against what they are of, which is counted here a second time.

use super::*;
use proptest::prelude::*;

fn number(text: &str) -> u64 {
    text.replace(format::THIN_SPACE, "").parse().unwrap_or_else(|_| panic!("a number, not {text:?}"))
}

/// How many things there are: their name is in the plural but for one.
fn things(text: &str, one: &str) -> u64 {
    let (count, name) = text.split_once(' ').expect("a number and a name");
    let count = number(count);
    assert_eq!(name == one, count == 1, "{text}");
    assert!(name == one || name.strip_suffix('s') == Some(one), "{text}");
    count
}

/// Sessions and flagged ones of a bin: often none, few, nearly enough.
fn bin() -> impl Strategy<Value = (u32, u32)> {
    let sessions = prop_oneof![0..4_u32, 25..36_u32, 30..3000_u32];
    (sessions, 0.0..=1.0_f64).prop_map(|(sessions, share)| (sessions, (f64::from(sessions) * share).round() as u32))
}

const HOUR: f64 = 3_600_000.0;

proptest! {
    #[test]
    fn timelines(bins in proptest::collection::vec(bin(), 1..30)) {
        let (sessions, flagged): (Vec<u32>, Vec<u32>) = bins.iter().copied().unzip();
        let said = of_timeline(&Timeline { start_ms: 0.0, width_ms: HOUR, sessions, flagged });
        let (all, marked) = bins.iter().fold((0, 0), |(a, b), (c, d)| (a + u64::from(*c), b + u64::from(*d)));
        if all == 0 {
            prop_assert_eq!(said, "No session has a time.");
            return Ok(());
        }
        let (_, rest) = said.split_once(": ").expect("figures");
        let (overall, rest) = rest.split_once(" in all, ").expect("the share of all");
        prop_assert_eq!(overall, format::part(marked, all));
        let share = |(sessions, flagged): &(u32, u32)| f64::from(*flagged) / f64::from(*sessions);
        let known = || bins.iter().filter(|(sessions, _)| *sessions >= 30);
        let Some(highest) = rest.strip_prefix("highest at ") else {
            prop_assert_eq!(rest, "fewer than 30 sessions each.");
            prop_assert!(known().next().is_none(), "{}", said);
            return Ok(());
        };
        let (when, rest) = highest.split_once(" UTC: ").expect("its time");
        let place = (0..bins.len()).find(|place| format::utc_minute(*place as f64 * HOUR) == when).expect("a bin");
        let (counts, part) = rest.split_once(" flagged, ").expect("its counts");
        let (of_bin, every) = counts.split_once(" of ").expect("flagged of all");
        let (sessions, flagged) = bins[place];
        prop_assert_eq!((number(of_bin), things(every, "session")), (flagged.into(), sessions.into()), "{}", said);
        prop_assert_eq!(part, format!("{}.", format::part(flagged.into(), sessions.into())), "{}", said);
        prop_assert!(sessions >= 30, "{}", said);
        prop_assert_eq!(share(&bins[place]), known().map(share).fold(f64::NAN, f64::max), "{}", said);
    }

    #[test]
    fn scatters(
        counts in proptest::collection::vec(0..50_u32, 1..9),
        missing in 0..50_u32,
        parts in (0.0..=1.0_f64, 0.0..=1.0_f64, 0.0..=1.0_f64),
    ) {
        let axis = |name: &str| Axis { feature: name.into(), low: 0.0, high: 1.0 };
        let inside = counts.iter().sum::<u32>();
        let every = inside + missing;
        let flagged = (f64::from(every) * parts.0) as u32;
        let marks = (f64::from(flagged.min(inside)) * parts.1) as u32;
        let beyond = (f64::from(inside) * parts.2) as u32;
        let scatter = Scatter {
            axes: Some((axis("bitrate_kbps"), axis("buffering_ratio"))),
            mark_rows: (0..marks).collect(),
            counts,
            flagged,
            missing,
            beyond,
            ..Scatter::default()
        };
        let said = of_scatter(&scatter, false);
        let rest = said.strip_prefix("Buffering ratio against Bitrate: ").expect("the features").trim_end_matches('.');
        let mut pieces = rest.split("; ");
        let (sessions, marked) = pieces.next().and_then(|piece| piece.split_once(", ")).expect("counts");
        prop_assert_eq!(things(sessions, "session"), u64::from(every), "the flagged ones are of these: {}", said);
        let (of_them, marked) = marked.split_once(" of them flagged").expect("flagged");
        prop_assert_eq!(number(of_them), u64::from(flagged));
        let expected = if marks < flagged { format!(" ({marks} marked)") } else { String::new() };
        prop_assert_eq!(marked, expected);
        let mut others = Vec::new();
        others.extend((beyond > 0).then(|| format!("{beyond} beyond the axes drawn at the edge")));
        others.extend((missing > 0).then(|| format!("{missing} without both values not shown")));
        prop_assert_eq!(pieces.collect::<Vec<_>>(), others);
    }

    #[test]
    fn histograms(counts in proptest::collection::vec(prop_oneof![Just(0_u32), 0..2000_u32], 1..40), part in 0.0..=1.0_f64) {
        let sessions: u32 = counts.iter().sum();
        let flagged = (f64::from(sessions) * part) as u32;
        let histogram = Histogram { start: 0.25, width: 0.005, counts: counts.clone(), faults: vec![], threshold: 0.5 };
        let said = of_histogram(&histogram, flagged, sessions);
        if sessions == 0 {
            prop_assert_eq!(said, "There are no scores.");
            return Ok(());
        }
        let score = |edge: usize| format!("{:.3}", 0.25 + 0.005 * edge as f64);
        let rest = said.strip_prefix("Scores of ").expect("scores");
        let (every, rest) = rest.split_once(" from ").expect("how many");
        prop_assert_eq!(things(every, "session"), u64::from(sessions));
        let (span, rest) = rest.split_once(", most often ").expect("the span");
        let filled: Vec<usize> = (0..counts.len()).filter(|bin| counts[*bin] > 0).collect();
        prop_assert_eq!(span, format!("{} to {}", score(filled[0]), score(filled[filled.len() - 1] + 1)));
        let (mode, rest) = rest.split_once("; the threshold 0.500 flags ").expect("the commonest");
        let bin = (0..counts.len()).find(|bin| mode == format!("{} to {}", score(*bin), score(bin + 1))).expect("a bin");
        prop_assert_eq!(Some(counts[bin]), counts.iter().copied().max());
        prop_assert_eq!(rest, format!("{} ({}).", format::count(flagged.into()), format::part(flagged.into(), sessions.into())));
    }
}
