//! The features in words: sentence, legend and table.

use super::*;

pub(super) fn words(given: &Given) -> Words {
    let columns = ["Feature".to_owned()].into_iter();
    let columns = columns
        .chain(["Shown: sessions".to_owned()])
        .chain(["Shown", "All"].iter().flat_map(|of| NAMES.map(|name| format!("{of}: {}", name.to_lowercase()))));
    let mut words = Words {
        role: "parallel view",
        keys: KEYS,
        caption: "The features of the shown sessions and of all".into(),
        columns: columns.collect(),
        ..Words::default()
    };
    if given.picture.is_none() {
        return words;
    }
    let Some(parallel) = parallel(given) else {
        words.empty = Some("No session has features.".into());
        return words;
    };
    words.summary =
        format!("{} of the shown sessions against all", format::things(parallel.features.len() as u64, "feature"));
    // How far the medians lie apart, in widths of the middle half of all; where that has no width, any difference is far.
    let apart = |place: usize| {
        let [shown, all] = spreads(parallel, place);
        let (width, by) = (all[3] - all[1], shown[2] - all[2]);
        (width >= 0.0 && by.is_finite() && by != 0.0).then(|| (by / width, place))
    };
    let sure = || (0..parallel.features.len()).filter(|place| !is_few(parallel, *place));
    let most = sure().filter_map(apart).rev().max_by(|a, b| a.0.abs().total_cmp(&b.0.abs()));
    match most {
        Some((by, place)) => {
            let (name, quantity) = of(parallel, place, given);
            let [shown, all] = spreads(parallel, place);
            let side = if by > 0.0 { "higher" } else { "lower" };
            let [at, than] = quantity.told_apart(shown[2], all[2]);
            words.summary += &match at == than {
                // The digits that are shown do not tell them apart.
                true => format!("; furthest apart: {name}, hardly {side} than {than} by the median"),
                false => format!("; furthest apart: {name}, {side} at {at} than {than} by the median"),
            };
        }
        None if (0..parallel.features.len()).all(|place| spreads(parallel, place)[0][2].is_nan()) => {
            words.summary += "; none of them is shown";
            words.empty = Some(crate::explore::charts::histogram::NOTHING_LEFT.into());
        }
        None if sure().all(|place| spreads(parallel, place)[0][2].is_nan()) => {
            words.summary += &format!("; none of them has {FEW} sessions shown");
        }
        None if sure().count() < parallel.features.len() => {
            words.summary += &format!("; the medians of those with {FEW} sessions shown are the same");
        }
        None => words.summary += "; their medians are the same",
    }
    words.summary += ".";
    words
}

pub(super) fn legend() -> Vec<Key> {
    vec![
        (Sample::Path("xc-box", "M1 6h3v-4h8v8h-8v-4m8 0h3"), "shown: middle half, 10 to 90 %".to_owned()),
        (Sample::Path("xc-few-box", "M1 2h14v8h-14zM1 7 6 2M3 10l8-8M8 10l7-7"), format!("under {FEW} sessions")),
        (Sample::Path("xc-band", "M0 1h16v10h-16zM4 1h8v10h-8z"), "all".to_owned()),
        (Sample::Path("xc-median-all", "M0 6h16"), "medians of all".to_owned()),
    ]
}

pub(super) fn rows(given: &Given) -> Vec<Vec<String>> {
    let Some(parallel) = parallel(given) else { return Vec::new() };
    let row = |place: usize| {
        let (name, quantity) = of(parallel, place, given);
        let values = spreads(parallel, place).into_iter().flatten();
        let text = values.map(|value| if value.is_finite() { quantity.text(value) } else { format::MISSING.into() });
        let sessions = format::count(parallel.counts.get(place).copied().unwrap_or(0).into());
        [name, sessions].into_iter().chain(text).collect()
    };
    (0..parallel.features.len()).map(row).collect()
}
