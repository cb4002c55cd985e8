//! A metric over time in words: sentence, legend and table.

use super::*;

pub(super) fn words(given: &Given) -> Words {
    let name = metric(given).map(|metric| name(metric, given)).unwrap_or_default();
    let mut columns: Vec<String> = ["Time (UTC)", "Sessions", "Flagged", "Flagged share"].map(String::from).into();
    if matches!(metric(given), Some(Metric::Median(_) | Metric::Percentile95(_))) {
        columns.push(name.clone());
    }
    columns.push("Of all".into());
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
    let by = trend.binning.edges.windows(2).next().map(|ends| format::span(ends[1] - ends[0])).unwrap_or_default();
    words.summary = format!("{name} over time, by {by}");
    let greatest = known().max_by(|a, b| a.1.value.total_cmp(&b.1.value).then(b.0.cmp(&a.0)));
    let least = known().min_by(|a, b| a.1.value.total_cmp(&b.1.value));
    let when = |bin: usize| trend.binning.edges.get(bin).map(|at| Quantity::Time.text(*at)).unwrap_or_default();
    if let (Some((low, least)), Some((high, greatest))) = (least, greatest) {
        words.summary += &format!(
            ": least {} ({} UTC), greatest {} ({} UTC)",
            text(&trend.metric, least.value, given),
            when(low),
            text(&trend.metric, greatest.value, given),
            when(high)
        );
    } else {
        words.summary += ": nothing is shown";
    }
    let gaps = trend.shown.len() - known().count();
    if gaps > 0 {
        words.summary += &format!("; {gaps} of {} without sessions", trend.shown.len());
    }
    if !trend.exact {
        words.summary += "; approximate while the brush moves";
    }
    words.summary += ".";
    words
}

pub(super) fn legend(given: &Given) -> Vec<Key> {
    let share = matches!(metric(given), Some(Metric::FlaggedShare));
    let mut keys = vec![if share {
        (Sample::Path("xc-trend-flagged", "M0 9 8 4 16 7M8 1.5 10.5 4 8 6.5 5.5 4z"), "shown".to_owned())
    } else {
        (Sample::Path("xc-trend", "M0 9 8 4 16 7"), "shown".to_owned())
    }];
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
        row.push(text(&trend.metric, all.value, given));
        row
    });
    row.collect()
}
