//! What Explore says in words: chips of filters, titles of views, totals.

use super::charts::quantity::{self, Quantity};
use crossfilter::dimension::Nature;
use crossfilter::picture::Totals;
use crossfilter::query::{Described, Description};
use crossfilter::view::{Drawing, Metric};
use crossfilter::{Dimension, Filter, Test, View};
use std::collections::BTreeMap;
use telemetry::format;

/// More labels than this are counted rather than named.
const NAMED: usize = 3;
/// The same, where a filter is said in whole.
const NAMED_IN_FULL: usize = 200;

/// A dimension as it is described.
pub fn described<'a>(about: &'a Description, dimension: &Dimension) -> Option<&'a Described> {
    quantity::described(dimension, about)
}

/// A dimension's name for people.
pub fn label(about: &Description, dimension: &Dimension) -> String {
    quantity::label(dimension, about)
}

/// A category's label for people.
pub fn category(dimension: &Dimension, label: &str) -> String {
    match (dimension, label) {
        (Dimension::Truth, "") => "no fault".into(),
        _ => quantity::shown_label(label).into(),
    }
}

/// A filter: what it is on, and what it lets through. "Startup time: 2 s – 8 s", "CDN: alpha, beta".
pub fn filter(about: &Description, filter: &Filter) -> (String, String) {
    let name = label(about, &filter.dimension);
    let value = |value: f64| exact(about, &filter.dimension, value);
    let test = match &filter.test {
        Test::Between(low, high) if low.is_infinite() => format!("below {}", value(*high)),
        Test::Between(low, high) if high.is_infinite() => format!("at least {}", value(*low)),
        Test::Between(low, high) => format!("{} – {}", value(*low), value(*high)),
        Test::OneOf(labels) => listed(filter, labels, NAMED),
        Test::Contains(part) => format!("contains “{part}”"),
        Test::At(places) => format!("{} labels", format::count(places.count() as u64)),
    };
    (name, test)
}

/// Labels as a list, so many by name.
fn listed(filter: &Filter, labels: &[String], named: usize) -> String {
    let mut words: Vec<String> = labels.iter().take(named).map(|label| category(&filter.dimension, label)).collect();
    if labels.len() > named {
        words.push(format!("{} more", labels.len() - named));
    }
    words.join(", ")
}

/// A filter in whole: which ends are taken in, and every label up to 200.
pub fn filter_in_full(about: &Description, filter: &Filter) -> String {
    let name = label(about, &filter.dimension);
    let value = |value: f64| exact(about, &filter.dimension, value);
    match &filter.test {
        Test::Between(low, high) if low.is_finite() && high.is_finite() => {
            format!("{name}: at least {} and less than {}", value(*low), value(*high))
        }
        Test::OneOf(labels) => format!("{name}: {}", listed(filter, labels, NAMED_IN_FULL)),
        _ => {
            let (name, test) = self::filter(about, filter);
            format!("{name}: {test}")
        }
    }
}

/// A value of a dimension with its unit, not rounded: it is where a filter ends.
pub fn exact(about: &Description, dimension: &Dimension, value: f64) -> String {
    let described = described(about, dimension);
    if described.is_some_and(|described| described.nature == Nature::Time) {
        let whole = value.rem_euclid(60_000.0) == 0.0;
        return if whole { format::utc_minute(value) } else { format::utc_second(value) };
    }
    if let Dimension::Feature(_) = dimension {
        return Quantity::of(dimension, about).text(value);
    }
    let unit = described.map_or("", |described| described.unit.as_str());
    let (value, unit) = match unit {
        // Divided as text, so that no digit is lost.
        "ms" if value.abs() >= 1000.0 => (thousandth(value), "s"),
        "kbps" if value.abs() >= 1000.0 => (thousandth(value), "Mbps"),
        _ => (value, unit),
    };
    // As many digits as tell the number from every other.
    let digits = format!("{value:e}")
        .split('e')
        .next()
        .map_or(0, |mantissa| mantissa.bytes().filter(u8::is_ascii_digit).count());
    format::with_unit(&format::significant(value, digits), unit)
}

fn thousandth(value: f64) -> f64 {
    format!("{value}e-3").parse().unwrap_or(value / 1000.0)
}

/// A view's title.
pub fn title(about: &Description, drawing: &Drawing) -> String {
    let label = |dimension: &Dimension| label(about, dimension);
    match drawing {
        Drawing::Histogram(axis) => label(&axis.dimension),
        Drawing::Scatter { x, y, .. } => format!("{} against {}", label(&y.dimension), label(&x.dimension)),
        Drawing::Trend(metric) => format!("{} over time", self::metric(about, metric)),
        Drawing::Bars { of, .. } => format!("Flagged share by {}", label(of)),
        Drawing::HeatMap { x, y } => format!("Flagged share by {} and {}", label(y), label(x)),
        Drawing::Parallel => "Features of the shown sessions".into(),
        Drawing::Places => "Countries and regions".into(),
    }
}

/// The views' titles, each with its number among those alike: without it nobody could tell them apart by their names.
pub fn titles(about: &Description, views: &[View]) -> Vec<(String, usize)> {
    let mut alike: BTreeMap<String, usize> = BTreeMap::new();
    let titles = views.iter().map(|view| {
        let title = title(about, &view.drawing);
        let nth = alike.entry(title.clone()).or_default();
        *nth += 1;
        (numbered(title, *nth), *nth)
    });
    titles.collect()
}

/// A name that others have, too: from the second on with its number.
pub fn numbered(name: String, nth: usize) -> String {
    if nth > 1 { format!("{name} ({nth})") } else { name }
}

/// What is seen in a view, where its title stands above it already: the title is not said again.
pub fn caption(summary: &str, title: &str) -> String {
    let rest = summary.strip_prefix(title).and_then(|rest| rest.strip_prefix([':', ',']));
    let Some(rest) = rest.map(str::trim_start) else { return summary.to_owned() };
    let mut letters = rest.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A metric's name.
pub fn metric(about: &Description, metric: &Metric) -> String {
    match metric {
        Metric::Sessions => "Sessions".into(),
        Metric::FlaggedShare => "Flagged share".into(),
        Metric::Median(of) => format!("Median of {}", label(about, of)),
        Metric::Percentile95(of) => format!("95th percentile of {}", label(about, of)),
    }
}

/// What the filters leave: "12 400 of 1 000 000 sessions shown, 310 flagged (2.5%)".
pub fn totals(totals: &Totals) -> String {
    let (shown, all) = (totals.shown, totals.all);
    let flagged = match shown.sessions {
        0 => String::new(),
        _ => {
            let (flagged, sessions) = (u64::from(shown.flagged), u64::from(shown.sessions));
            format!(", {} flagged ({})", format::count(flagged), format::part(flagged, sessions))
        }
    };
    let sessions = quantity::sessions(u64::from(all.sessions));
    match shown.sessions == all.sessions {
        true if all.sessions > 1 => format!("All {sessions} shown{flagged}"),
        true => format!("{sessions} shown{flagged}"),
        false => format!("{} of {sessions} shown{flagged}", format::count(u64::from(shown.sessions))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::examples::{about, column};
    use crossfilter::picture::Count;
    use telemetry::format::THIN_SPACE;

    fn plain(text: &str) -> String {
        text.replace(THIN_SPACE, " ")
    }

    #[test]
    fn chips_say_units_and_exact_values() {
        let about = about();
        let of = |name: &str| column(name);
        let between = Test::Between;
        let labels = |labels: &[&str]| Test::OneOf(labels.iter().map(|label| (*label).to_owned()).collect());
        for (dimension, test, words, whole) in [
            (
                of("startup_time_ms"),
                between(2000.0, 8123.4),
                "Startup time: 2 s – 8.1234 s",
                "Startup time: at least 2 s and less than 8.1234 s",
            ),
            (of("startup_time_ms"), between(0.1, 250.0), "Startup time: 0.1 ms – 250 ms", ""),
            (of("startup_time_ms"), between(f64::NEG_INFINITY, 500.0), "Startup time: below 500 ms", "="),
            (of("bitrate_kbps"), between(2500.0, f64::INFINITY), "Bitrate: at least 2.5 Mbps", "="),
            (Dimension::Score, between(0.5, 0.625), "Score: 0.5 – 0.625", ""),
            (of("cdn"), labels(&["alpha", "beta"]), "CDN: alpha, beta", "="),
            (of("cdn"), labels(&["a", "b", "c", "d", "e"]), "CDN: a, b, c, 2 more", "CDN: a, b, c, d, e"),
            (Dimension::Truth, labels(&["", "stalls"]), "Fault: no fault, stalls", "="),
            (of("cdn"), labels(&[""]), "CDN: (none)", "="),
            (of("session_id"), Test::Contains("ab".into()), "Session: contains “ab”", "="),
            (
                of("timestamp"),
                between(1_767_621_600_000.0, 1_767_621_607_000.0),
                "Start: 2026-01-05 14:00 – 2026-01-05 14:00:07",
                "",
            ),
            (of("gone"), between(1.0, 2.0), "c.gone: 1 – 2", ""),
        ] {
            let filter = Filter { dimension, test };
            let (name, test) = super::filter(&about, &filter);
            assert_eq!(plain(&format!("{name}: {test}")), words);
            match whole {
                "" => {}
                "=" => assert_eq!(plain(&filter_in_full(&about, &filter)), words),
                _ => assert_eq!(plain(&filter_in_full(&about, &filter)), whole),
            }
        }
    }

    #[test]
    fn totals_say_what_is_left() {
        let count = |sessions, flagged| Count { sessions, flagged };
        for (shown, words) in [
            (count(12_400, 310), "12 400 of 1 000 000 sessions shown, 310 flagged (2.5%)"),
            (count(1_000_000, 50_000), "All 1 000 000 sessions shown, 50 000 flagged (5%)"),
            (count(0, 0), "0 of 1 000 000 sessions shown"),
        ] {
            assert_eq!(plain(&totals(&Totals { shown, all: count(1_000_000, 50_000) })), words);
        }
    }

    #[test]
    fn a_caption_does_not_say_the_title_again() {
        for (summary, title, caption) in [
            ("Bitrate: 20 sessions, none flagged.", "Bitrate", "20 sessions, none flagged."),
            ("Bitrate over time, by 3 h: least 2.", "Bitrate over time", "By 3 h: least 2."),
            ("Bitrates: 20 sessions.", "Bitrate", "Bitrates: 20 sessions."),
            ("12 countries: 20 sessions.", "Countries and regions", "12 countries: 20 sessions."),
            ("", "Bitrate", ""),
        ] {
            assert_eq!(super::caption(summary, title), caption);
        }
    }

    #[test]
    fn views_have_titles() {
        let about = about();
        let title = |text: &str| super::title(&about, &crossfilter::View::from_text(text, 1).expect("a view").drawing);
        for (text, words) in [
            ("histogram:c.startup_time_ms;log@4x3", "Startup time"),
            ("scatter:c.bitrate_kbps:c.startup_time_ms:density@6x5", "Startup time against Bitrate"),
            ("trend:p95:c.bitrate_kbps@6x3", "95th percentile of Bitrate over time"),
            ("trend:flagged@6x3", "Flagged share over time"),
            ("bars:c.cdn:8@4x4", "Flagged share by CDN"),
            ("heatmap:hour:c.cdn@6x5", "Flagged share by CDN and Hour"),
        ] {
            assert_eq!(title(text), words);
        }
    }

    #[test]
    fn views_of_one_title_are_told_apart() {
        let texts = ["bars:c.cdn:8@4x4", "histogram:score@4x3", "bars:c.cdn:3@4x4", "histogram:score;log@6x3"];
        let views = texts.map(|text| View::from_text(text, 1).expect("a view"));
        let titles: Vec<(String, usize)> = titles(&about(), &views);
        let expected = [("Flagged share by CDN", 1), ("Score", 1), ("Flagged share by CDN (2)", 2), ("Score (2)", 2)];
        assert_eq!(titles, expected.map(|(title, nth)| (title.to_owned(), nth)));
    }
}
