use super::*;

const LISTED: Rules = Rules::FIRST;
const LATEST: Rules = Rules::LATEST;

fn recognised(names: &[&str], rules: Rules) -> Option<&'static str> {
    by_names(names.iter().copied(), rules).map(|found| found.name)
}

#[test]
fn the_tables_can_be_looked_up() {
    for source in known(LATEST) {
        let later: Vec<&Meaning> = source.later(LATEST).flat_map(|later| later.columns).collect();
        assert!(later.iter().all(|meaning| source.meaning(meaning.name, LISTED).is_none()), "{}", source.name);
        for (at, meaning) in source.columns.iter().chain(later).enumerate() {
            let name = format!("{}{}", source.prefix, meaning.name);
            assert_eq!(normalise(&name), name, "{}: written as names are looked up", source.name);
            let (place, found) = source.meaning(&name, LATEST).expect("is there");
            assert_eq!((place, found.field), (at, meaning.field), "{}: {name} stands twice", source.name);
            if let (Some(unit), Some(field)) = (meaning.unit, meaning.field) {
                assert!(unit.scale_to(field).is_some(), "{}: the unit of {name} cannot be converted", source.name);
            }
        }
        for (at, sign) in source.signs.iter().enumerate() {
            assert_eq!(normalise(sign), *sign);
            assert!(!source.signs[..at].contains(sign), "{}: {sign} stands twice", source.name);
        }
        for sign in source.later(LATEST).flat_map(|later| later.signs) {
            assert!(normalise(sign) == *sign && !source.signs.contains(sign), "{}: {sign}", source.name);
        }
        let is_told_by_cells = source.signs.is_empty() && source.least == usize::MAX;
        assert!(is_told_by_cells || (2..=source.signs.len()).contains(&source.least), "{}", source.name);
    }
}

/// With all of its signs each source is itself, with one fewer than needed it is not.
#[test]
fn a_source_is_told_by_its_signs() {
    for source in known(LATEST).filter(|source| !source.signs.is_empty()) {
        let names: Vec<String> = source.signs.iter().map(|sign| format!("{}{sign}", source.prefix)).collect();
        let of = |count: usize| by_names(names.iter().take(count).map(String::as_str), LATEST).map(|found| found.name);
        assert_eq!(of(names.len()), Some(source.name));
        assert_ne!(of(source.least - 1), Some(source.name));
    }
    assert_eq!(recognised(&["d", "e", "v", "h", "x", "y"], LATEST), None);
    assert_eq!(recognised(&["session_id", "timestamp", "bitrate", "cdn", "country"], LATEST), None);
}

/// Words that others write, too, speak for a product only beside two names of its own.
#[test]
fn common_words_speak_beside_own_ones() {
    let few = ["impression_id", "video_startuptime", "buffered", "error_code"];
    assert_eq!(recognised(&few, LATEST), Some("Bitmovin"));
    assert_eq!(recognised(&few, LISTED), None);
    assert_eq!(recognised(&["impression_id", "startuptime", "buffered", "played", "paused", "seeked"], LATEST), None);
    assert!(products::LATER.iter().all(|later| known(LATEST).any(|source| source.name == later.source)));
}

/// What came with the third rules is unknown to those before; within an object, the names are the same.
#[test]
fn sources_are_known_from_their_rules_on() {
    let then = Rules::of_number(2).expect("known");
    for &source in COMMON {
        assert!(known(then).all(|known| known.name != source.name));
        assert_eq!(recognised(source.signs, then).filter(|&name| name == source.name), None);
    }
    let within = ["id", "stats.loadLatency", "stats.gapsJumped", "stats.stateHistory", "stats.streamBandwidth"];
    assert_eq!(recognised(&within, LATEST), Some("shaka-player or Cast"));
    let field = |name| players::SHAKA.meaning(name, LATEST).and_then(|(_, meaning)| meaning.field);
    assert_eq!([field("stats.loadLatency"), field("stats.none")], [Some(Field::StartupTimeMs), None]);
}
