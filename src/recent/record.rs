//! What is remembered of an analysis.

use analysis::Pairs;
use serde::{Deserialize, Serialize};
use tabs::Tab;
use telemetry::format;

/// More analyses are not remembered: the oldest go.
pub const MOST: usize = 50;

/// An analysis that was made in this browser. As its link says what to analyse, and holds no session, so does this.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its fingerprint, by which it is known: the same analysis is remembered once.
    pub fingerprint: String,
    /// What was analysed, in words.
    pub title: String,
    /// The fragment of its link.
    pub link: String,
    /// When it was opened last, UTC milliseconds.
    pub opened_ms: f64,
    /// How many sessions it had.
    pub sessions: u32,
    /// How many of them were flagged.
    pub flagged: u32,
}

/// No longer link opens.
const MOST_LINK: usize = 8192;

impl Record {
    /// Of an analysis with this fragment of a link; `None` where that is no link.
    pub fn of(link: &str, fingerprint: &str, (sessions, flagged): (u32, u32), opened_ms: f64) -> Option<Self> {
        let link = link.strip_prefix('#').unwrap_or(link);
        if !link.starts_with("v=") || link.len() > MOST_LINK || fingerprint.is_empty() {
            return None;
        }
        let mut pairs = Pairs::parse(link).ok()?;
        let name = pairs.take("name").ok()?;
        let title = match (name, pairs.take("src").ok()?) {
            (Some(name), _) => name,
            (None, Some(_)) => format::things(sessions.into(), "generated session"),
            (None, None) => format::things(sessions.into(), "session"),
        };
        // Whoever reopens it wants to see it, not this list.
        let [here, there] = [Tab::Recent, Tab::Detect].map(|tab| format!("tab={}", tab.name()));
        let link: Vec<&str> = link.split('&').map(|pair| if pair == here { &there } else { pair }).collect();
        let (fingerprint, link) = (fingerprint.to_owned(), link.join("&"));
        Some(Self { fingerprint, title, link, opened_ms, sessions, flagged })
    }

    /// Its figures, in words.
    pub fn figures(&self) -> String {
        format!(
            "{}, {} flagged ({})",
            format::things(self.sessions.into(), "session"),
            format::count(self.flagged.into()),
            format::part(self.flagged.into(), self.sessions.into())
        )
    }
}

/// The records in the order in which they are shown, the last opened first, and the fingerprints of those that are too many.
pub fn sorted(mut records: Vec<Record>) -> (Vec<Record>, Vec<String>) {
    records.sort_by(|a, b| b.opened_ms.total_cmp(&a.opened_ms).then_with(|| a.fingerprint.cmp(&b.fingerprint)));
    let more = records.split_off(records.len().min(MOST));
    (records, more.into_iter().map(|record| record.fingerprint).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(link: &str) -> Option<Record> {
        Record::of(link, "abc", (12_000, 600), 5.0)
    }

    #[test]
    fn an_analysis_is_known_by_what_its_link_says() {
        let generated = record("#v=1&src=standard&n=12000").expect("a link");
        assert_eq!(
            (generated.title.as_str(), generated.link.as_str()),
            ("12\u{202f}000 generated sessions", "v=1&src=standard&n=12000")
        );
        assert_eq!(generated.figures(), "12\u{202f}000 sessions, 600 flagged (5%)");
        assert_eq!(record("#v=1&tab=recent&sort=score").expect("a link").link, "v=1&tab=detect&sort=score");
        assert_eq!(record("#v=1&tab=data").expect("a link").link, "v=1&tab=data");
        assert_eq!(record("v=1&src=file&name=week%202.csv").expect("a link").title, "week 2.csv");
        for none in ["", "#", "src=file", "#javascript:alert(1)", &format!("v=1&x={}", "x".repeat(9000))] {
            assert_eq!(record(none), None, "{none}");
        }
        assert_eq!(Record::of("v=1", "", (1, 1), 0.0), None);
    }

    #[test]
    fn the_oldest_go() {
        let at = |place: usize| Record {
            fingerprint: format!("{place:03}"),
            opened_ms: (place * 7 % 60) as f64,
            ..record("v=1").expect("a link")
        };
        let (kept, gone) = sorted((0..60).map(at).collect());
        assert_eq!((kept.len(), gone.len()), (MOST, 10));
        assert!(kept.is_sorted_by(|a, b| a.opened_ms > b.opened_ms));
        assert_eq!(kept.first().map(|record| record.opened_ms), Some(59.0));
        assert_eq!(sorted(Vec::new()), (Vec::new(), Vec::new()));
    }
}
