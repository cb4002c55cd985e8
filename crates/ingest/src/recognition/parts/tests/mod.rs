mod names;

use super::*;
use crate::recognition::names::{recognise_by, testing};
use SourceUnit::*;
use names::{LISTED, REFUSED, UNDERSTOOD};
use proptest::prelude::*;
use rules::Rules;

/// What a name means in a file that is opened today.
fn today(name: &str) -> Option<(Field, Option<SourceUnit>)> {
    recognise_by(name, Rules::LATEST).map(|known| (known.field, known.unit))
}

#[test]
fn names_are_taken_apart() {
    for &(name, field, unit) in LISTED {
        assert_eq!(today(name), Some((field, unit)), "{name:?}");
        assert_eq!(recognise_by(name, Rules::FIRST), recognise_by(name, Rules::LATEST), "{name:?}");
    }
    for &(name, field, unit) in UNDERSTOOD {
        assert_eq!(today(name), Some((field, unit)), "{name:?}");
        assert_eq!(recognise_by(name, Rules::FIRST), None, "{name:?} is listed, and says nothing here");
        assert!(unit.is_none_or(|unit| unit.scale_to(field).is_some()), "{name:?}");
    }
    assert!(UNDERSTOOD.len() > 100);
}

#[test]
fn what_may_be_something_else_is_not_recognised() {
    for name in REFUSED {
        // The cells of a time say whether it is one.
        let refused = today(name).is_none_or(|(field, _)| field.kind() == telemetry::Kind::Time);
        assert!(refused && recognise(name).is_none(), "{name:?}");
    }
    assert!(REFUSED.len() > 100);
}

/// The words say of no listed name anything else than the list does.
#[test]
fn listed_names_keep_their_meaning() {
    let spellings = ["", "_ms", "_s", "_sec", "_kbps", "_mbps", "_bps", "_pct", "_percent", "_ratio", "_count", "_us"];
    for base in testing::listed() {
        for unit in spellings {
            let name = format!("{base}{unit}");
            if let Some(listed) = recognise_by(&name, Rules::FIRST) {
                assert_eq!(recognise_by(&name, Rules::LATEST), Some(listed), "{name}");
                if let Some((field, unit)) = recognise(&name) {
                    assert_eq!(field, listed.field, "{name}");
                    assert!(unit == listed.unit || listed.unit.is_none() || unit.is_none(), "{name}: {unit:?}");
                }
            }
        }
    }
}

/// What a field's own name is without its unit, with each unit that measures the field.
#[test]
fn every_field_goes_by_its_name_with_each_unit() {
    for &field in Field::ALL {
        assert_eq!(today(field.name()).map(|(field, _)| field), Some(field));
        // A length of media makes a row part of a session: it goes by its own name alone.
        if matches!(field.unit(), telemetry::Unit::None) || field == Field::MediaDurationMs {
            continue;
        }
        let own = field.name();
        let stem = ["_ms", "_s", "_kbps", "_pct", "_count"].iter().find_map(|unit| own.strip_suffix(unit));
        for &unit in SourceUnit::ALL {
            if unit != Flag && unit.scale_to(field).is_some() {
                let name = format!("{}_{}", stem.unwrap_or(own), unit.code());
                let (understood, told) = today(&name).unwrap_or_else(|| panic!("{name}"));
                assert_eq!(understood, field, "{name}");
                assert!(told == Some(unit) || told.is_none() && unit == Count, "{name}: {told:?}");
            }
        }
    }
}

#[test]
fn the_tables_are_sound() {
    let words: Vec<&str> = words::WORDS.iter().flat_map(|(_, synonyms)| *synonyms).copied().collect();
    let units = words::UNITS.iter().flat_map(|(_, spellings)| *spellings).copied();
    let all: Vec<&str> = words.iter().copied().chain(units).collect();
    for (at, word) in all.iter().enumerate() {
        assert_eq!(normalise(word), *word, "written as words are looked up");
        assert!(!all[..at].contains(word), "{word} stands twice");
    }
    for (at, (phrase, _)) in words::PHRASES.iter().enumerate() {
        let before = &words::PHRASES[..at];
        assert!(!before.iter().any(|(other, _)| phrase.starts_with(other)), "{phrase:?} is never reached");
    }
}

/// What may be said of a session, as words in their order, and the spellings of the units in which it may be.
type Said = (Field, &'static [&'static [&'static str]], &'static [(&'static str, SourceUnit)]);

const TIMES: &[(&str, SourceUnit)] = &[
    ("us", Microseconds),
    ("usec", Microseconds),
    ("ms", Milliseconds),
    ("millis", Milliseconds),
    ("milliseconds", Milliseconds),
    ("s", Seconds),
    ("sec", Seconds),
    ("seconds", Seconds),
    ("minutes", Minutes),
];
const RATES: &[(&str, SourceUnit)] = &[
    ("bps", BitsPerSecond),
    ("kbps", KilobitsPerSecond),
    ("kbit_s", KilobitsPerSecond),
    ("mbps", MegabitsPerSecond),
    ("mbit_s", MegabitsPerSecond),
];

const SAYINGS: &[Said] = &[
    (
        Field::RebufferDurationMs,
        &[&["", "total", "video"], &["stall", "rebuf", "buffering", "freeze"], &["", "dur", "time"]],
        TIMES,
    ),
    (
        Field::StartupTimeMs,
        &[&["", "video", "playback"], &["startup", "ttff", "vst", "join"], &["", "time", "delay"]],
        TIMES,
    ),
    (
        Field::WatchTimeS,
        &[&["", "total", "session"], &["watch", "watched", "viewing"], &["", "time", "duration"]],
        TIMES,
    ),
    (Field::PlayingTimeS, &[&["", "total", "video"], &["played", "playing"], &["", "time", "duration"]], TIMES),
    (Field::BitrateKbps, &[&["", "avg", "mean", "video"], &["br", "bitrate", "bit_rate"]], RATES),
    (Field::ThroughputKbps, &[&["", "avg", "measured"], &["throughput", "tput", "bandwidth", "download_speed"]], RATES),
    (Field::LatencyMs, &[&["", "avg", "request"], &["ttfb", "first_byte", "latency"]], TIMES),
    (Field::BufferLengthMs, &[&["", "video", "player"], &["buffer_level", "buffer_length"]], TIMES),
];

/// The words in one of the ways in which names are written.
fn written(words: &[String], style: usize) -> String {
    let capital = |word: &String| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_ascii_uppercase(), letters.as_str()))
    };
    let words: Vec<String> = words.iter().flat_map(|word| word.split('_')).map(str::to_owned).collect();
    match style {
        0 => words.join("_"),
        1 => words.join("-"),
        2 => words.iter().map(capital).collect::<Vec<_>>().join(" "),
        3 => words.join("_").to_ascii_uppercase(),
        4 => words.iter().map(capital).collect(),
        _ => words.first().cloned().into_iter().chain(words.iter().skip(1).map(capital)).collect(),
    }
}

/// A name that says one thing, in its words, with the place of the unit among them.
fn name() -> impl Strategy<Value = (Field, SourceUnit, Vec<String>)> {
    (0..SAYINGS.len(), any::<[prop::sample::Index; 4]>(), any::<bool>()).prop_map(|(saying, chosen, is_first)| {
        let (field, groups, units) = SAYINGS[saying];
        let mut words: Vec<String> =
            groups.iter().zip(&chosen).map(|(group, at)| (*at.get(group)).to_owned()).collect();
        words.retain(|word| !word.is_empty());
        let &(spelling, unit) = chosen[3].get(units);
        words.insert(if is_first { 0 } else { words.len() }, spelling.to_owned());
        (field, unit, words)
    })
}

proptest! {
    #[test]
    fn a_name_is_understood_however_it_is_written((field, unit, words) in name(), style in 0..6_usize) {
        let name = written(&words, style);
        prop_assert_eq!(today(&name), Some((field, Some(unit))), "{}", name);
    }

    /// The unit stands between the words, too, where it is long enough to be one.
    #[test]
    fn a_unit_is_found_in_the_middle((field, unit, mut words) in name(), at in any::<prop::sample::Index>()) {
        let spelling = words.iter().position(|word| TIMES.iter().chain(RATES).any(|(unit, _)| unit == word));
        let spelling = words.remove(spelling.expect("a unit"));
        prop_assume!(!["s", "us"].contains(&spelling.as_str()));
        words.insert(at.index(words.len() + 1), spelling);
        let name = written(&words, 0);
        prop_assert_eq!(today(&name), Some((field, Some(unit))), "{}", name);
    }

    #[test]
    fn a_word_that_is_not_known_makes_the_name_unknown(
        (.., mut words) in name(),
        other in prop_oneof![
            prop::sample::select(&["ad", "max", "p95", "audio", "target", "live", "preroll", "expected", "last", "per", "x"][..])
                .prop_map(str::to_owned),
            "q[a-z]{1,8}".prop_filter("is a word", |word| words::of(word).is_none() && words::glued(word).is_none()),
        ],
        at in any::<prop::sample::Index>(),
        style in 0..6_usize,
    ) {
        words.insert(at.index(words.len() + 1), other);
        let name = written(&words, style);
        prop_assert_eq!(today(&name), None, "{}", name);
    }

    /// What was understood before is understood in the same way.
    #[test]
    fn what_was_understood_stays(base in prop::sample::select(testing::listed()), style in 0..6_usize) {
        let name = written(&[base.to_owned()], style);
        if let Some(listed) = recognise_by(&name, Rules::FIRST) {
            prop_assert_eq!(recognise_by(&name, Rules::LATEST), Some(listed), "{}", name);
        }
    }

    #[test]
    fn any_text_is_read(name in ".{0,40}", glued in "[a-z]{0,60}", many in "([a-z]{1,6}[_ /%-]){0,30}") {
        for name in [name, glued, many] {
            if let Some((field, Some(unit))) = today(&name) {
                prop_assert!(unit.scale_to(field).is_some(), "{}", name);
            }
        }
    }
}
