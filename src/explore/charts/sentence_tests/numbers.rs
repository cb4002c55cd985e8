//! What is said of numbers and times: histograms, scatters, metrics over time, features.

use super::*;
use crate::explore::charts::quantity::Quantity;
use crate::explore::charts::testing::column;
use crate::explore::words;
use crossfilter::Picture;
use crossfilter::picture::{Binning, Histogram, Parallel, Point, Scatter, Totals, Trend};
use crossfilter::view::{Axis, Drawing, Metric, Scale, Tint};
use features::{Feature, default_features};

const HOUR: f64 = 3_600_000.0;

fn edges(bins: usize, step: f64) -> Binning {
    Binning { edges: (0..=bins).map(|edge| edge as f64 * step).collect() }
}

fn axis(name: &str) -> Axis {
    Axis { dimension: column(name), scale: Scale::Linear, window: None }
}

/// "12 sessions, 3 flagged (25%)".
fn counted(all: Count) -> String {
    let noun = if all.sessions == 1 { "session" } else { "sessions" };
    let flagged = match all.sessions {
        0 => "none flagged".to_owned(),
        _ => format!("{} flagged ({})", format::count(all.flagged.into()), percent(&all)),
    };
    format!("{} {noun}, {flagged}", format::count(all.sessions.into()))
}

proptest! {
    #[test]
    fn histograms(shown in proptest::collection::vec(counts(), 1..9), beyond in (0..3_u32, 0..3_u32), missing in 0..3_u32) {
        let axis = axis("startup_time_ms");
        let binning = edges(shown.len(), 250.0);
        let picture = Histogram { axis: axis.clone(), binning, all: shown.clone(), shown: shown.clone(), beyond, missing };
        let mut bench = Bench::new(Drawing::Histogram(axis), Some(Picture::Histogram(picture)));
        let summary = bench.kind.words(&bench.given).summary;
        let pieces = pieces(&summary, "Startup time: ");
        prop_assert_eq!(&pieces[0], &counted(sum(shown.iter().copied())));
        let most = shown.iter().map(|count| count.sessions).max().unwrap_or(0);
        let (mut outside, mut none, mut peak) = (0, 0, false);
        for piece in &pieces[1..] {
            if let Some((so_many, at)) = piece.strip_prefix("most (").and_then(|piece| piece.split_once(") at ")) {
                prop_assert_eq!(number(so_many), Some(most.into()));
                let quantity = Quantity::of(&column("startup_time_ms"), &bench.given.about);
                let is_it = |bin: usize| at == quantity.rounded_range(bin as f64 * 250.0, (bin + 1) as f64 * 250.0);
                let bin = (0..shown.len()).find(|bin| is_it(*bin)).expect("a bin");
                prop_assert_eq!(shown[bin].sessions, most);
                peak = true;
            } else if let Some(sessions) = before(piece, " beyond the part shown") {
                outside = sessions;
            } else {
                none = before(piece, " without a value").expect("nothing else is said");
            }
        }
        prop_assert_eq!((outside, none, peak), ((beyond.0 + beyond.1).into(), missing.into(), most > 0));
        all_agree(&mut bench);
    }

    #[test]
    fn scatters(
        cells in proptest::collection::vec(0..40_u32, 6),
        beyond in 0..50_u32,
        missing in 0..50_u32,
        share_flagged in 0.0..=1.0_f64,
        hidden in 0..4_usize,
    ) {
        let every = cells.iter().sum::<u32>() + beyond + missing;
        let flagged = (f64::from(every) * share_flagged) as u32;
        let marks = (flagged as usize).saturating_sub(hidden);
        let scatter = Scatter {
            x: axis("startup_time_ms"),
            y: axis("bitrate_kbps"),
            columns: edges(3, 1000.0),
            rows: edges(2, 800.0),
            counts: cells,
            tint: Vec::new(),
            labels: Vec::new(),
            marks: (0..marks as u32).map(|row| (row, 0.5, 0.5)).collect(),
            names: Vec::new(),
            flagged,
            beyond,
            missing,
            field: (0, 0, Vec::new()),
            contour: Vec::new(),
        };
        let drawing =
            Drawing::Scatter { x: axis("startup_time_ms"), y: axis("bitrate_kbps"), tint: Tint::Density, field: false };
        let mut bench = Bench::new(drawing, Some(Picture::Scatter(scatter)));
        let summary = bench.kind.words(&bench.given).summary;
        let pieces = pieces(&summary, "Bitrate against Startup time: ");
        let all = counted(count(every, flagged));
        let marked = if marks < flagged as usize { format!(", {marks} of them marked") } else { String::new() };
        prop_assert_eq!(&pieces[0], &format!("{all}{marked}"), "{}", summary);
        let mut said = (0, 0);
        for piece in &pieces[1..] {
            match before(piece, " of the sessions beyond the part shown") {
                Some(sessions) => said.0 = sessions,
                None => said.1 = before(piece, " of the sessions without both values").expect("nothing else is said"),
            }
        }
        prop_assert_eq!(said, (beyond.into(), missing.into()));
        all_agree(&mut bench);
    }

    #[test]
    fn trends(
        bins in proptest::collection::vec((counts(), 0.0..9000.0_f64, 0.0..=1.0_f64), 1..12),
        which in 0..3_usize,
        beyond in 0..3_u32,
    ) {
        let of = column("startup_time_ms");
        let metric = [Metric::Sessions, Metric::FlaggedShare, Metric::Median(of)][which].clone();
        let point = |(count, value, valued): &(Count, f64, f64)| match metric {
            Metric::Sessions => Point { count: *count, value: count.sessions.into(), of: count.sessions },
            Metric::FlaggedShare => Point { count: *count, value: share(count), of: count.sessions },
            _ => {
                let of = (f64::from(count.sessions) * valued) as u32;
                Point { count: *count, value: if of > 0 { value.round() } else { f64::NAN }, of }
            }
        };
        let shown: Vec<Point> = bins.iter().map(point).collect();
        let picture = Trend {
            metric: metric.clone(),
            binning: edges(shown.len(), HOUR),
            all: shown.clone(),
            shown: shown.clone(),
            exact: true,
            beyond,
        };
        let mut bench = Bench::new(Drawing::Trend(metric.clone()), Some(Picture::Trend(picture)));
        let name = ["Sessions", "Flagged share", "Median startup time"][which];
        let words = bench.kind.words(&bench.given);
        all_agree(&mut bench);
        let has_value = |point: &&Point| point.value.is_finite();
        if shown.iter().find(has_value).is_none() {
            prop_assert!(words.empty.is_some());
            return Ok(());
        }
        let summary = words.summary;
        let hour = format::span(HOUR);
        let mut pieces = pieces(&summary, &format!("{name} over time, by {hour}: "));
        let least_least = if which == 0 { 0 } else { FEW };
        let sure = || shown.iter().filter(has_value).filter(|point| point.of >= least_least);
        let text = |value: f64| match which {
            0 => format::count(value as u64),
            1 => format::share(value),
            _ => Quantity::of(&column("startup_time_ms"), &bench.given.about).text(value),
        };
        let first = pieces.remove(0);
        match first.strip_prefix("least ").and_then(|piece| piece.split_once(", greatest ")) {
            Some((low, high)) => {
                let ends = [
                    (low, sure().map(|point| point.value).fold(f64::INFINITY, f64::min)),
                    (high, sure().map(|point| point.value).fold(f64::NEG_INFINITY, f64::max)),
                ];
                for (said, expected) in ends {
                    let (value, when) = said.split_once(" (").expect("a value and its time");
                    prop_assert_eq!(value, text(expected), "{}", summary);
                    let is_it = |bin: &usize| when == format!("{} UTC)", format::utc_minute(*bin as f64 * HOUR));
                    let bin = (0..shown.len()).find(is_it).expect("the start of a bin");
                    prop_assert!(shown[bin].value == expected && shown[bin].of >= least_least, "{}", summary);
                }
            }
            None => {
                prop_assert!(first.starts_with("no bin has 30 sessions"), "{}", summary);
                prop_assert!(sure().next().is_none());
            }
        }
        let what = if which == 2 { "sessions with a value" } else { "sessions" };
        let all = format!("{} bin{}", shown.len(), if shown.len() == 1 { "" } else { "s" });
        let (few, gaps) = (shown.iter().filter(has_value).count() - sure().count(), shown.iter().filter(|point| !has_value(point)).count());
        let mut expected = Vec::new();
        expected.extend((few > 0).then(|| format!("{few} of {all} of fewer than 30 {what}")));
        expected.extend((gaps > 0).then(|| format!("{gaps} of {all} without {what}")));
        let noun = if beyond == 1 { "session" } else { "sessions" };
        expected.extend((beyond > 0).then(|| format!("{beyond} {noun} beyond the part shown or without a time")));
        prop_assert_eq!(pieces, expected, "{}", summary);
    }

    #[test]
    fn features(
        medians in proptest::collection::vec((0..5_u8, 0..5_u8, 0..3_u8, prop_oneof![0..3_u32, 25..60_u32]), 1..8),
    ) {
        let features: Vec<Feature> = default_features().into_iter().take(medians.len()).collect();
        let medians = &medians[..features.len()];
        let spread = |middle: f64, width: f64| [middle - width, middle - width / 2.0, middle, middle + width / 2.0, middle + width];
        let shown = |(at, _, width, of): &(u8, u8, u8, u32)| match of {
            0 => [f64::NAN; 5],
            _ => spread((*at).into(), (*width).into()),
        };
        let parallel = Parallel {
            features: features.iter().map(Feature::name).collect(),
            shown: medians.iter().map(shown).collect(),
            all: medians.iter().map(|(_, at, width, _)| spread((*at).into(), (*width).into())).collect(),
            counts: medians.iter().map(|(.., of)| *of).collect(),
            exact: true,
        };
        let mut bench = Bench::new(Drawing::Parallel, Some(Picture::Parallel(parallel)));
        let summary = bench.kind.words(&bench.given).summary;
        all_agree(&mut bench);
        let noun = if features.len() == 1 { "feature" } else { "features" };
        let pieces = pieces(&summary, &format!("{} {noun} of the shown sessions against all; ", features.len()));
        prop_assert_eq!(pieces.len(), 1, "{}", summary);
        let said = pieces[0].as_str();
        // How far apart the medians are, by the middle half of all; of few sessions none is.
        let apart = |&(at, than, width, of): &(u8, u8, u8, u32)| match f64::from(at) - f64::from(than) {
            by if of >= FEW && by != 0.0 => by.abs() / f64::from(width),
            _ => 0.0,
        };
        let most = medians.iter().map(apart).fold(0.0, f64::max);
        let all_few = medians.iter().all(|median| median.3 < FEW);
        if let Some(named) = said.strip_prefix("furthest apart: ") {
            let is_it = |place: &usize| named.strip_prefix(&features[*place].label()).is_some_and(|rest| rest.starts_with(", "));
            let place = (0..features.len()).find(is_it).expect("a feature");
            prop_assert!(most > 0.0 && apart(&medians[place]) == most, "{}", summary);
            let (at, than, ..) = medians[place];
            prop_assert!(named.contains(if at > than { ", higher at " } else { ", lower at " }), "{}", summary);
            let value = |value: u8| features[place].text(value.into());
            prop_assert!(named.ends_with(&format!(" at {} than {} by the median", value(at), value(than))), "{}", summary);
        } else if said == "none of them is shown" {
            prop_assert!(medians.iter().all(|median| median.3 == 0));
        } else if said == "none of them has 30 sessions shown" {
            prop_assert!(all_few);
        } else {
            let some_few = medians.iter().any(|median| median.3 < FEW);
            let expected = if some_few { "the medians of those with 30 sessions shown are the same" } else { "their medians are the same" };
            prop_assert_eq!(said, expected);
            prop_assert!(!all_few && most == 0.0);
        }
    }

    #[test]
    fn totals(all in counts(), share_shown in 0.0..=1.0_f64, share_flagged in 0.0..=1.0_f64) {
        let sessions = (f64::from(all.sessions) * share_shown) as u32;
        // No more are flagged among the shown ones than of all, and no more pass than do.
        let (least, most) = (all.flagged.saturating_sub(all.sessions - sessions), all.flagged.min(sessions));
        let flagged = least + (f64::from(most - least) * share_flagged) as u32;
        let shown = count(sessions, flagged);
        let said = words::totals(&Totals { shown, all });
        let noun = if all.sessions == 1 { "session" } else { "sessions" };
        let every = format::count(all.sessions.into());
        let flagged = format!(", {} flagged ({})", format::count(flagged.into()), percent(&shown));
        let expected = match sessions == all.sessions {
            true if sessions > 1 => format!("All {every} {noun} shown{flagged}"),
            true if sessions == 1 => format!("1 session shown{flagged}"),
            true => "0 sessions shown".to_owned(),
            false if sessions == 0 => format!("0 of {every} {noun} shown"),
            false => format!("{} of {every} {noun} shown{flagged}", format::count(sessions.into())),
        };
        prop_assert_eq!(said, expected);
    }
}
