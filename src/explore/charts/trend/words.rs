//! A metric over time in words: sentence, legend and table.

use super::*;

pub(super) fn words(given: &Given) -> Words {
    let name = metric(given).map(|metric| name(metric, given)).unwrap_or_default();
    let mut columns: Vec<String> = ["Time (UTC)", "Sessions", "Flagged", "Flagged share"].map(String::from).into();
    if matches!(metric(given), Some(Metric::Median(_) | Metric::Percentile95(_))) {
        columns.push(name.clone());
    }
    if metric(given) == Some(&Metric::FlaggedShare) {
        columns.push("95 % interval".into());
    }
    columns.push(format!("All: {}", name.to_lowercase()));
    let mut words = Words {
        role: "line chart",
        keys: KEYS,
        caption: format!("{name} by time of start"),
        columns,
        ..Words::default()
    };
    let Some(trend) = trend(given) else { return words };
    let known = || trend.shown.iter().enumerate().filter(|(_, point)| point.value.is_finite());
    if trend.all.iter().all(|point| !point.value.is_finite()) && known().next().is_none() {
        words.empty = Some(match trend.metric {
            Metric::Sessions | Metric::FlaggedShare => "No session has a time.".into(),
            _ => format!("No session has a time and a {}.", name.to_lowercase()),
        });
        return words;
    }
    if trend.shown.iter().all(|point| point.count.sessions == 0) {
        words.empty = Some(crate::explore::charts::histogram::NOTHING_LEFT.into());
    }
    words.summary = format!("{name} over time, by {}", by(&trend.binning.edges));
    // One session of one is 100 %: what is named is known well.
    let sure = || known().filter(|(_, point)| !is_few(&trend.metric, point));
    let greatest = sure().max_by(|a, b| a.1.value.total_cmp(&b.1.value).then(b.0.cmp(&a.0)));
    let least = sure().min_by(|a, b| a.1.value.total_cmp(&b.1.value));
    let when = |bin: usize| trend.binning.edges.get(bin).map(|at| Quantity::Time.text(*at)).unwrap_or_default();
    if let (Some((low, least)), Some((high, greatest))) = (least, greatest) {
        words.summary += &format!(
            ": least {} ({} UTC), greatest {} ({} UTC)",
            text(&trend.metric, least.value, given),
            when(low),
            text(&trend.metric, greatest.value, given),
            when(high)
        );
    } else if known().next().is_some() {
        words.summary += &format!(": no bin has {FEW} {}", what(&trend.metric));
    } else {
        words.summary += ": nothing is shown";
    }
    let (bins, found) = (trend.shown.len(), known().count());
    let few = found - sure().count();
    let every = format::things(bins as u64, "bin");
    if few > 0 {
        words.summary += &format!("; {few} of {every} of fewer than {FEW} {}", what(&trend.metric));
    }
    if found < bins {
        words.summary += &format!("; {} of {every} without {}", bins - found, what(&trend.metric));
    }
    if trend.beyond > 0 {
        words.summary += &format!("; {} beyond the part shown or without a time", sessions(trend.beyond.into()));
    }
    if !trend.exact {
        words.summary += "; approximate while the brush moves";
    }
    words.summary += ".";
    words
}

/// What the value of a bin is made of.
fn what(metric: &Metric) -> &'static str {
    match metric {
        Metric::Sessions | Metric::FlaggedShare => "sessions",
        Metric::Median(_) | Metric::Percentile95(_) => "sessions with a value",
    }
}

/// How long the bins are. Months and years are not all of one length.
fn by(edges: &[f64]) -> String {
    let lengths = || edges.windows(2).map(|ends| ends[1] - ends[0]);
    let (least, most) = (lengths().fold(f64::INFINITY, f64::min), lengths().fold(0.0, f64::max));
    let [from, to] = [least, most].map(format::span);
    if from == to { from } else { format!("{from} to {to}") }
}

pub(super) fn legend(given: &Given) -> Vec<Key> {
    let share = matches!(metric(given), Some(Metric::FlaggedShare));
    let mut keys = vec![if share {
        (Sample::Path("xc-trend-flagged", "M0 9 8 4 16 7M8 1.5 10.5 4 8 6.5 5.5 4z"), "shown".to_owned())
    } else {
        (Sample::Path("xc-trend", "M0 9 8 4 16 7"), "shown".to_owned())
    }];
    if share {
        keys.push((Sample::Path("xc-interval-band", "M0 5 8 1 16 4v5L8 8 0 11z"), "95 % interval".to_owned()));
    }
    if !matches!(metric(given), Some(Metric::Sessions)) {
        let few = "M3 1h10v10h-10zM3 7 9 1M3 11 13 1M8 11l5-5";
        let class = if share { "xc-flagged" } else { "xc-few-values" };
        keys.push((Sample::Path(class, few), format!("under {FEW} sessions")));
    }
    if given.compare {
        keys.push((Sample::Path("xc-all", "M0 8 8 6 16 8"), "all sessions".to_owned()));
    }
    keys
}

pub(super) fn rows(given: &Given) -> Vec<Vec<String>> {
    let Some(trend) = trend(given) else { return Vec::new() };
    let more = matches!(trend.metric, Metric::Median(_) | Metric::Percentile95(_));
    let bins = trend.binning.edges.windows(2).zip(trend.shown.iter().zip(&trend.all));
    let row = bins.map(|(ends, (shown, all))| {
        let mut row = vec![
            Quantity::Time.text(ends[0]),
            format::count(shown.count.sessions.into()),
            format::count(shown.count.flagged.into()),
            share_of(&shown.count),
        ];
        if more {
            row.push(text(&trend.metric, shown.value, given));
        }
        if trend.metric == Metric::FlaggedShare {
            row.push(interval_text(&shown.count, interval(shown)));
        }
        row.push(text(&trend.metric, all.value, given));
        row
    });
    row.collect()
}
