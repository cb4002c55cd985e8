use super::*;
use ColumnNames::{Listed, TakenApart};

#[test]
fn the_tables_can_be_looked_up() {
    for source in ALL {
        let later = source.later(TakenApart).map_or_else(Default::default, |later| later.columns);
        assert!(later.iter().all(|meaning| source.meaning(meaning.name, Listed).is_none()), "{}", source.name);
        for (at, meaning) in source.columns.iter().chain(later).enumerate() {
            let name = format!("{}{}", source.prefix, meaning.name);
            assert_eq!(normalise(&name), name, "{}: written as names are looked up", source.name);
            let (place, found) = source.meaning(&name, TakenApart).expect("is there");
            assert_eq!((place, found.field), (at, meaning.field), "{}: {name} stands twice", source.name);
            if let (Some(unit), Some(field)) = (meaning.unit, meaning.field) {
                assert!(unit.scale_to(field).is_some(), "{}: the unit of {name} cannot be converted", source.name);
            }
        }
        for (at, sign) in source.signs.iter().enumerate() {
            assert_eq!(normalise(sign), *sign);
            assert!(!source.signs[..at].contains(sign), "{}: {sign} stands twice", source.name);
        }
        for sign in source.later(TakenApart).map_or_else(Default::default, |later| later.signs) {
            assert!(normalise(sign) == *sign && !source.signs.contains(sign), "{}: {sign}", source.name);
        }
        assert!((2..=source.signs.len()).contains(&source.least), "{}", source.name);
    }
}

/// With all of its signs each source is itself, with one fewer than needed it is not.
#[test]
fn a_source_is_told_by_its_signs() {
    for &source in ALL {
        let names: Vec<String> = source.signs.iter().map(|sign| format!("{}{sign}", source.prefix)).collect();
        let of =
            |count: usize| recognise(names.iter().take(count).map(String::as_str), TakenApart).map(|found| found.name);
        assert_eq!(of(names.len()), Some(source.name));
        assert_ne!(of(source.least - 1), Some(source.name));
    }
    assert!(recognise(["d", "e", "v", "h", "x", "y"].into_iter(), TakenApart).is_none());
    assert!(recognise(["session_id", "timestamp", "bitrate", "cdn", "country"].into_iter(), TakenApart).is_none());
}

/// Words that others write, too, speak for a product only beside two names of its own.
#[test]
fn common_words_speak_beside_own_ones() {
    let of = |names: &[&str], by| recognise(names.iter().copied(), by).map(|found| found.name);
    let few = ["impression_id", "video_startuptime", "buffered", "error_code"];
    assert_eq!(of(&few, TakenApart), Some("Bitmovin"));
    assert_eq!(of(&few, Listed), None);
    assert_eq!(of(&["impression_id", "startuptime", "buffered", "played", "paused", "seeked"], TakenApart), None);
    assert!(products::LATER.iter().all(|later| ALL.iter().any(|source| source.name == later.source)));
}
