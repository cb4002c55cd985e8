//! Answers in words.

use crate::figures::Figures;
use crate::limits::Limits;
use crate::search::Found;
use crate::statistics::{Count, interval, risk_ratio};
use crossfilter::Baseline;
use telemetry::format;

/// What the sessions that are explained are called.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Words {
    /// As in *12 sessions are flagged*.
    pub bad: &'static str,
    /// As in *20% of all flagged sessions*.
    pub all: &'static str,
    /// Whether other sessions that are compared with are of an earlier time; else they are a baseline of one's choice.
    pub is_earlier: bool,
}

impl Words {
    /// Those of a table of counts, compared with an earlier time or not.
    pub fn of_counts(is_earlier: bool) -> Self {
        Self { bad: "bad", all: "all bad sessions", is_earlier }
    }

    pub fn of(baseline: &Baseline) -> Self {
        let (bad, all) = match baseline {
            Baseline::NotFlagged | Baseline::Earlier => ("flagged", "all flagged sessions"),
            Baseline::Others => ("chosen", "all chosen sessions"),
            Baseline::Group(_) => ("of the chosen group", "the chosen group"),
        };
        Self { bad, all, is_earlier: true }
    }
}

fn rate(count: Count) -> String {
    format::part(count.bad, count.sessions)
}

fn sessions(count: Count) -> String {
    format::things(count.sessions, "session")
}

fn verb(of: Count) -> &'static str {
    if of.sessions == 1 { "is" } else { "are" }
}

/// How many times as often the first sessions are bad as the others.
fn compared(of: Count, rest: Count) -> String {
    if rest.bad == 0 {
        return "and no other is".into();
    }
    let (low, high) = interval(of, rest);
    let [ratio, low, high] = [risk_ratio(of, rest), low, high].map(|value| format::significant(value, 2));
    format!("{ratio} times as often as the others ({low} to {high})")
}

/// What is said of an answer.
pub(crate) fn of_answer(name: &str, figures: &Figures, Words { bad, all, is_earlier }: Words) -> String {
    // Where so many of the others are bad because of segments found before it that its own ratio would not make it an answer, it is
    // compared with those that are left.
    let hidden = figures.left.filter(|_| figures.risk_ratio < Limits::default().risk_ratio);
    let compared = match hidden {
        Some((_, rest)) if rest.bad == 0 => "and no other outside clearer segments is".into(),
        Some((of, rest)) => format!("outside clearer segments {}", compared(of, rest)),
        None => compared(figures.now, figures.rest),
    };
    let earlier = match figures.before {
        Some(before) if before.sessions > 0 && is_earlier => format!("; before it was {}", rate(before)),
        Some(before) if before.sessions > 0 => format!("; of the baseline {}", rate(before)),
        Some(_) if is_earlier => "; before there were no such sessions".into(),
        Some(_) => "; the baseline has no such sessions".into(),
        None => String::new(),
    };
    let (now, support) = (figures.now, format::share(figures.support));
    let (rate, sessions, verb) = (rate(now), sessions(now), verb(now));
    format!("{name}: {rate} of {sessions} {verb} {bad}, {compared}{earlier}. That is {support} of {all}.")
}

/// What is said of the whole.
pub(crate) fn of_all(found: &Found, Words { bad, is_earlier, .. }: Words, dimensions: usize) -> String {
    let now = found.now;
    let compared = match found.before {
        Some(before) if !is_earlier => format!(
            "{} of {} {} {bad}, {} of {} of the baseline",
            rate(now),
            sessions(now),
            verb(now),
            rate(before),
            sessions(before)
        ),
        Some(before) => format!(
            "{} of {} {} {bad} before, {} of {} {} now",
            rate(before),
            sessions(before),
            if before.sessions == 1 { "was" } else { "were" },
            rate(now),
            sessions(now),
            verb(now)
        ),
        None => format!("{} of {} {} {bad}", format::count(now.bad), sessions(now), verb(now)),
    };
    let explained: f64 = found.segments.iter().map(|segment| segment.explained).sum();
    let explained = format::share(explained.clamp(0.0, 1.0));
    let answer = match found.segments.len() {
        0 => {
            let of = format::things(dimensions as u64, "dimension");
            let combination = match dimensions {
                1 => format!("no value of {of}"),
                2 => format!("no combination of {of}"),
                _ => format!("no combination of up to three of {of}"),
            };
            let than = match found.before {
                Some(_) if is_earlier => "before",
                Some(_) => "the baseline",
                None => "the others",
            };
            format!("No common cause: {combination} has clearly more of them than {than}")
        }
        1 => format!("One segment explains {explained} of them"),
        segments => format!("{segments} segments explain {explained} of them"),
    };
    format!("{compared}. {answer}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::Segment;
    use crossfilter::Filters;

    fn count(bad: u64, sessions: u64) -> Count {
        Count { bad, sessions }
    }

    fn segment(now: Count, before: Option<Count>, explained: f64) -> Segment {
        Segment { conditions: vec![(0, 0)], now, before, left: None, explained, ln_p_value: -40.0 }
    }

    fn found(segments: Vec<Segment>, now: Count, before: Option<Count>) -> Found {
        Found { segments, now, before, ..Found::default() }
    }

    /// The sentence of the first segment, digits grouped by plain spaces.
    fn answer(found: &Found, baseline: &Baseline, conditions: &[&str]) -> String {
        let said = of_answer(&conditions.join(" and "), &Figures::of(&found.segments[0], found), Words::of(baseline));
        said.replace(|letter: char| letter.is_whitespace(), " ")
    }

    fn all(found: &Found, baseline: &Baseline, dimensions: usize) -> String {
        of_all(found, Words::of(baseline), dimensions).replace(|letter: char| letter.is_whitespace(), " ")
    }

    #[test]
    fn an_answer_says_how_often_against_whom_and_how_much_of_it_all() {
        let one = found(vec![segment(count(106, 200), None, 0.19)], count(500, 10_000), None);
        assert_eq!(
            answer(&one, &Baseline::NotFlagged, &["Device model: Legacy Smart TV", "Codec: hevc"]),
            "Device model: Legacy Smart TV and Codec: hevc: 53% of 200 sessions are flagged, 13 times as often as the others \
             (11 to 16). That is 21.2% of all flagged sessions."
        );
        assert_eq!(
            answer(&one, &Baseline::Others, &["CDN: alpha"]),
            "CDN: alpha: 53% of 200 sessions are chosen, 13 times as often as the others (11 to 16). That is 21.2% of all \
             chosen sessions."
        );
        assert_eq!(
            answer(&one, &Baseline::Group(Filters::default()), &["CDN: alpha"]),
            "CDN: alpha: 53% of 200 sessions are of the chosen group, 13 times as often as the others (11 to 16). That is \
             21.2% of the chosen group."
        );
    }

    #[test]
    fn where_no_other_is_there_is_no_ratio() {
        let one = found(vec![segment(count(7, 7), None, 1.0)], count(7, 2_000), None);
        assert_eq!(
            answer(&one, &Baseline::NotFlagged, &["CDN: alpha"]),
            "CDN: alpha: 100% of 7 sessions are flagged, and no other is. That is 100% of all flagged sessions."
        );
        let single = found(vec![segment(count(1, 1), None, 0.5)], count(2, 30), None);
        assert!(
            answer(&single, &Baseline::NotFlagged, &["x"]).starts_with("x: 100% of 1 session is flagged, 29 times")
        );
    }

    /// The first answer makes the others bad; beside it the second one is nothing.
    #[test]
    fn what_the_first_answer_hides_is_compared_with_what_it_leaves() {
        let left = |of, rest| Segment { left: Some((of, rest)), ..segment(count(407, 2_423), None, 0.14) };
        let hidden = found(vec![left(count(400, 2_400), count(22, 578))], count(2_895, 10_000), None);
        assert_eq!(
            answer(&hidden, &Baseline::Others, &["Throughput at least 50 Mbps"]),
            "Throughput at least 50 Mbps: 16.8% of 2423 sessions are chosen, outside clearer segments 4.4 times as often as \
             the others (2.9 to 6.7). That is 14.1% of all chosen sessions."
        );
        let alone = found(vec![left(count(400, 2_400), count(0, 578))], count(2_895, 10_000), None);
        assert!(
            answer(&alone, &Baseline::Others, &["x"])
                .contains("chosen, and no other outside clearer segments is. That")
        );
        // Where it stands out beside the first one as well, nothing need be said of that.
        let seen = found(vec![left(count(400, 2_400), count(22, 578))], count(500, 10_000), None);
        assert!(answer(&seen, &Baseline::Others, &["x"]).contains("chosen, 14 times as often as the others"));
    }

    #[test]
    fn an_earlier_rate_is_told() {
        let now = count(300, 1_000);
        let one = found(vec![segment(now, Some(count(11, 900)), 0.7)], count(400, 11_000), Some(count(100, 9_000)));
        assert_eq!(
            answer(&one, &Baseline::Earlier, &["CDN: alpha"]),
            "CDN: alpha: 30% of 1000 sessions are flagged, 30 times as often as the others (24 to 37); before it was 1.22%. \
             That is 75% of all flagged sessions."
        );
        assert_eq!(
            all(&one, &Baseline::Earlier, 3),
            "1.11% of 9000 sessions were flagged before, 3.64% of 11 000 sessions are now. One segment explains 70% of them."
        );
        let new = found(vec![segment(now, Some(count(0, 0)), 0.7)], count(400, 11_000), Some(count(0, 1)));
        assert!(
            answer(&new, &Baseline::Earlier, &["x"])
                .contains("(24 to 37); before there were no such sessions. That is")
        );
        assert!(
            all(&new, &Baseline::Earlier, 3)
                .starts_with("0% of 1 session was flagged before, 3.64% of 11 000 sessions")
        );
    }

    #[test]
    fn a_baseline_of_ones_choice_is_no_earlier_time() {
        let (now, before) = (count(300, 1_000), Some(count(11, 900)));
        let words = Words::of_counts(false);
        let said = |text: String| text.replace(|letter: char| letter.is_whitespace(), " ");
        let one = found(vec![segment(now, before, 0.7)], count(400, 11_000), Some(count(100, 9_000)));
        assert_eq!(
            said(of_answer("cdn = a", &Figures::of(&one.segments[0], &one), words)),
            "cdn = a: 30% of 1000 sessions are bad, 30 times as often as the others (24 to 37); of the baseline 1.22%. That is \
             75% of all bad sessions."
        );
        assert_eq!(
            said(of_all(&one, words, 3)),
            "3.64% of 11 000 sessions are bad, 1.11% of 9000 sessions of the baseline. One segment explains 70% of them."
        );
        let none = found(Vec::new(), now, before);
        assert!(said(of_all(&none, words, 3)).ends_with("has clearly more of them than the baseline."));
    }

    #[test]
    fn the_whole_is_said_with_several_answers_one_and_none() {
        let [a, b] = [0.3, 0.155].map(|explained| segment(count(150, 300), None, explained));
        let whole = count(500, 10_000);
        assert_eq!(
            all(&found(vec![a.clone(), b], whole, None), &Baseline::NotFlagged, 10),
            "500 of 10 000 sessions are flagged. 2 segments explain 45.5% of them."
        );
        assert_eq!(
            all(&found(vec![a], whole, None), &Baseline::Others, 10),
            "500 of 10 000 sessions are chosen. One segment explains 30% of them."
        );
        let none = found(Vec::new(), whole, None);
        for (dimensions, said) in [
            (10, "no combination of up to three of 10 dimensions"),
            (3, "no combination of up to three of 3 dimensions"),
            (2, "no combination of 2 dimensions"),
            (1, "no value of 1 dimension"),
        ] {
            assert_eq!(
                all(&none, &Baseline::Group(Filters::default()), dimensions),
                format!(
                    "500 of 10 000 sessions are of the chosen group. No common cause: {said} has clearly more of them than \
                     the others."
                )
            );
        }
        assert!(
            all(&found(Vec::new(), count(1, 1), None), &Baseline::NotFlagged, 1)
                .starts_with("1 of 1 session is flagged.")
        );
    }
}
