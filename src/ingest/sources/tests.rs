use super::*;

#[test]
fn the_tables_can_be_looked_up() {
    for source in ALL {
        for (at, meaning) in source.columns.iter().enumerate() {
            let name = format!("{}{}", source.prefix, meaning.name);
            assert_eq!(normalise(&name), name, "{}: written as names are looked up", source.name);
            let (place, found) = source.meaning(&name).expect("is there");
            assert_eq!((place, found.field), (at, meaning.field), "{}: {name} stands twice", source.name);
            if let (Some(unit), Some(field)) = (meaning.unit, meaning.field) {
                assert!(unit.scale_to(field).is_some(), "{}: the unit of {name} cannot be converted", source.name);
            }
        }
        for (at, sign) in source.signs.iter().enumerate() {
            assert_eq!(normalise(sign), *sign);
            assert!(!source.signs[..at].contains(sign), "{}: {sign} stands twice", source.name);
        }
        assert!((2..=source.signs.len()).contains(&source.least), "{}", source.name);
    }
}

/// With all of its signs each source is itself, with one fewer than needed it is not.
#[test]
fn a_source_is_told_by_its_signs() {
    for &source in ALL {
        let names: Vec<String> = source.signs.iter().map(|sign| format!("{}{sign}", source.prefix)).collect();
        let of = |count: usize| recognise(names.iter().take(count).map(String::as_str)).map(|found| found.name);
        assert_eq!(of(names.len()), Some(source.name));
        assert_ne!(of(source.least - 1), Some(source.name));
    }
    assert!(recognise(["d", "e", "v", "h", "x", "y"].into_iter()).is_none());
    assert!(recognise(["session_id", "timestamp", "bitrate", "cdn", "country"].into_iter()).is_none());
}
