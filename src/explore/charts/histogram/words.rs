//! A histogram in words: sentence, legend and table.

use super::*;

pub(super) fn words(given: &Given) -> Words {
    let name = axis(given).map(|axis| label(&axis.dimension, &given.about)).unwrap_or_default();
    let mut words = Words {
        role: "histogram",
        keys: KEYS,
        caption: format!("Sessions by {name}"),
        columns: ["", "Sessions", "Flagged", "Flagged share", ALL[0], ALL[1]].map(String::from).into(),
        ..Words::default()
    };
    words.columns[0] = name.clone();
    let (Some(histogram), Some(axis)) = (histogram(given), axis(given)) else { return words };
    let sum = |counts: &[Count]| {
        counts.iter().fold((0, 0), |sum: (u64, u64), count| {
            (sum.0 + u64::from(count.sessions), sum.1 + u64::from(count.flagged))
        })
    };
    let (shown, marked) = sum(&histogram.shown);
    if shown == 0 && sum(&histogram.all).0 == 0 {
        words.empty = Some(format!("No session has a value of {name} here."));
    } else if shown == 0 {
        words.empty = Some(NOTHING_LEFT.into());
    }
    words.summary = format!("{name}: {}, {}", sessions(shown), flagged(marked, shown));
    let quantity = Quantity::of(&axis.dimension, &given.about);
    let most = histogram.shown.iter().enumerate().max_by_key(|(bin, count)| (count.sessions, usize::MAX - bin));
    if let Some((bin, count)) = most.filter(|(_, count)| count.sessions > 0)
        && let [low, high, ..] = histogram.binning.edges.get(bin..).unwrap_or_default()
    {
        let most = format::count(count.sessions.into());
        words.summary += &format!("; most ({most}) at {}", quantity.rounded_range(*low, *high));
    }
    let beyond = u64::from(histogram.beyond.0) + u64::from(histogram.beyond.1);
    if beyond > 0 {
        words.summary += &format!("; {} beyond the part shown", format::count(beyond));
    }
    if histogram.missing > 0 {
        words.summary += &format!("; {} without a value", format::count(histogram.missing.into()));
    }
    words.summary += ".";
    words
}

pub(super) fn legend(given: &Given) -> Vec<Key> {
    let mut keys = vec![
        (Sample::Path("xc-shown", "M1 1h14v10h-14z"), "shown".to_owned()),
        (Sample::Path("xc-flagged", "M1 1h14v10h-14zM1 6 6 1M1 11 11 1M5 11 15 1M10 11l5-5"), "flagged".to_owned()),
    ];
    if given.compare {
        keys.push((Sample::Path("xc-all", "M1 10h5V4h5v4h4"), "all sessions".to_owned()));
    }
    keys
}

pub(super) fn rows(given: &Given) -> Vec<Vec<String>> {
    let (Some(histogram), Some(axis)) = (histogram(given), axis(given)) else { return Vec::new() };
    let quantity = Quantity::of(&axis.dimension, &given.about);
    let bins = histogram.binning.edges.windows(2).zip(histogram.shown.iter().zip(&histogram.all));
    let row = bins.filter(|(_, (_, all))| all.sessions > 0).map(|(ends, (shown, all))| {
        vec![
            quantity.range(ends[0], ends[1]),
            format::count(shown.sessions.into()),
            format::count(shown.flagged.into()),
            share_of(shown),
            format::count(all.sessions.into()),
            share_of(all),
        ]
    });
    row.collect()
}
