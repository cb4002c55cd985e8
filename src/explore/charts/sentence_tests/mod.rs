//! What a chart says holds: the sentences, what is read out and what stands beside the pointer, taken apart again and held
//! against the picture's figures, which are computed here a second time.

mod labels;
mod numbers;

use super::testing::{Bench, count};
use charts::kind::Input;
use crossfilter::picture::Count;
use proptest::prelude::*;
use telemetry::format;

/// A share is named from so many sessions on.
const FEW: u32 = 30;

/// Counts: often none, one, few, nearly enough.
fn counts() -> impl Strategy<Value = Count> {
    let sessions = prop_oneof![0..4_u32, 25..36_u32, 30..3000_u32];
    (sessions, 0.0..=1.0_f64, 0..4_u8).prop_map(|(sessions, share, end)| {
        let flagged = (f64::from(sessions) * share) as u32;
        count(sessions, [0, sessions, flagged, flagged][usize::from(end)])
    })
}

fn sum(counts: impl IntoIterator<Item = Count>) -> Count {
    let add = |a: Count, b: Count| count(a.sessions + b.sessions, a.flagged + b.flagged);
    counts.into_iter().fold(Count::default(), add)
}

fn share(count: &Count) -> f64 {
    f64::from(count.flagged) / f64::from(count.sessions)
}

fn percent(count: &Count) -> String {
    if count.sessions == 0 { format::MISSING.to_owned() } else { format::share(share(count)) }
}

/// A number as people read it.
fn number(text: &str) -> Option<u64> {
    text.replace(format::THIN_SPACE, "").parse().ok()
}

/// The number before some words.
fn before(part: &str, words: &str) -> Option<u64> {
    number(part.strip_suffix(words)?)
}

/// What a sentence says behind its beginning, piece by piece.
fn pieces(summary: &str, begin: &str) -> Vec<String> {
    let rest = summary.strip_prefix(begin).unwrap_or_else(|| panic!("{summary:?} does not begin with {begin:?}"));
    let rest = rest.strip_suffix('.').unwrap_or_else(|| panic!("{summary:?} does not end"));
    rest.split("; ").map(str::to_owned).collect()
}

/// What holds of any text: numbers and nouns agree, of so many sessions no more are flagged, and the share is theirs.
fn agrees(text: &str) {
    for noun in ["session", "label", "feature", "country", "bin"] {
        for (place, _) in text.match_indices(&format!(" {noun}")) {
            let behind = &text[place + 1 + noun.len()..];
            let is_one = !behind.starts_with('s');
            let digits = text[..place].rsplit(|letter: char| !letter.is_ascii_digit() && letter != format::THIN_SPACE);
            if let Some(count) = digits.into_iter().next().and_then(number) {
                assert!(!behind.starts_with("ies") && is_one == (count == 1), "{count} {noun}: {text}");
            }
        }
    }
    for (place, words) in text.match_indices(" flagged (") {
        let sessions = text[..place].rsplit_once(" session");
        let (Some((sessions, flagged)), Some((part, _))) = (sessions, text[place + words.len()..].split_once(')'))
        else {
            panic!("nothing to be a part of: {text}");
        };
        let last = |text: &str| number(text.rsplit([' ', '(']).next().unwrap_or_default());
        let (Some(sessions), Some(flagged)) = (last(sessions), last(flagged)) else { panic!("no numbers: {text}") };
        assert!(flagged <= sessions, "{text}");
        assert_eq!(part, format::part(flagged, sessions), "{text}");
    }
}

/// All that a chart says agrees: its sentence, and whatever the keys and the pointer reach.
fn all_agree(bench: &mut Bench) {
    let words = bench.kind.words(&bench.given);
    let mut texts = vec![words.summary, words.caption];
    texts.extend(bench.kind.legend(&bench.given, &bench.tokens).into_iter().map(|(_, words)| words));
    for key in ["Home", "ArrowRight", "ArrowDown", "ArrowRight", "End"] {
        texts.extend(bench.key(key).say);
    }
    for at in [(0.1, 0.9), (0.5, 0.5), (0.9, 0.1)] {
        let pointer = bench.at(at);
        bench.take(Input::At(pointer));
        let pairs = bench.overlay().1.map_or_else(Vec::new, |tip| tip.pairs);
        let value = |name: &str| pairs.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
        if let (Some(sessions), Some(flagged), Some(part)) =
            (value("Sessions"), value("Flagged"), value("Flagged share"))
        {
            let (sessions, flagged) = (number(&sessions).expect("a number"), number(&flagged).expect("a number"));
            assert!(flagged <= sessions && part == format::part(flagged, sessions), "{pairs:?}");
        }
    }
    texts.iter().for_each(|text| agrees(text));
}
