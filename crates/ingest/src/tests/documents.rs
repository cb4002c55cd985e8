//! JSON documents that hold their rows somewhere.

use super::*;
use proptest::prelude::*;

#[test]
fn rows_are_found_in_a_document() {
    let flat = "{\"total\": 2, \"range\": [1, 2], \"data\": [{\"n\": 1, \"d\": {\"os\": \"tv\"}, \"l\": [1]}, {\"n\": 2.5}], \"next\": null}";
    let indented = flat.replace(", ", ",\n  ").replace('{', "{\n ").replace('[', "[\n");
    for text in [
        flat.to_owned(),
        format!("\n{indented}\n"),
        flat.replace("\"data\"", "\"a\": {\"b\"").replace("], \"next\"", "]}, \"next\""),
    ] {
        let (loaded, rows) = read_one(&text);
        assert_eq!(loaded.mapping.layout.to_string(), if text.contains("\"b\"") { "json:a.b" } else { "json:data" });
        assert_eq!((numbers(&loaded, "n"), labels(&loaded, "d.os")), (&[1.0, 2.5][..], vec!["tv".into(), "".into()]));
        assert_eq!(
            (rows.header.as_slice(), counts(&loaded.report)),
            (&["n", "d.os", "l"].map(str::to_owned)[..], [2, 2, 0, 0])
        );
        assert_eq!(loaded.report.beside.count, 3);
        assert!(beside(&loaded)[0].1 == "total: 2" && beside(&loaded)[2].1 == "next: null", "{:?}", beside(&loaded));
    }
    // Objects one behind the other over several lines; lists of lists, with names or without.
    let (loaded, _) = read_one("{\n\"n\": 1\n}\n{\n\"n\": 2\n},\n{\"n\":\n3}");
    assert_eq!((loaded.mapping.layout.to_string().as_str(), numbers(&loaded, "n")), ("json", &[1.0, 2.0, 3.0][..]));
    for text in [
        "[[\"n\", \"os\"], [1, \"tv\"], [2, null], [3, \"x\", 4]]",
        "{\"columns\": [\"n\", \"os\"], \"rows\": [[1, \"tv\"], [2, null], [3, \"x\", 4]]}",
        "{\"fields\": [{\"name\": \"n\"}, {\"name\": \"os\"}], \"a\": 5, \"rows\": [[1, \"tv\"], [2, null], [3, \"x\", 4]]}",
    ] {
        let (loaded, _) = read_one(text);
        assert_eq!(
            (numbers(&loaded, "n"), labels(&loaded, "os")),
            (&[1.0, 2.0][..], vec!["tv".into(), "".into()]),
            "{text}"
        );
        assert_eq!(loaded.report.count(Rule::LongRow), 1);
    }
    assert_eq!(numbers(&read_one("[[1, 2], [3, 4]]").0, "column 2"), [2.0, 4.0]);
}

#[test]
fn the_path_can_be_chosen() {
    let text = "{\"a\": [{\"n\": 1}, {\"n\": 2}, {}, {}], \"b\": {\"c d\": [{\"n\": 3}, oops, {\"n\": 4}]}}";
    let chosen = |layout: &str| {
        let mut loader = Loader::new(Mapping::default()).with_layout(Some(layout.parse().expect("a layout")));
        loader.push(text.as_bytes()).and_then(|()| loader.finish())
    };
    assert_eq!(numbers(&read(text), "n"), [1.0, 2.0]);
    let loaded = chosen("json:b.c d").expect("loads");
    assert_eq!((numbers(&loaded, "n"), loaded.report.count(Rule::NoObject)), (&[3.0, 4.0][..], 1));
    assert_eq!(chosen("json:x").expect_err("not there"), IngestError::NoRows { path: "x".into() });
    // All of it as one row is no JSON.
    assert!(matches!(chosen("json"), Err(IngestError::NothingLoaded { read: 1, .. })));
}

#[test]
fn documents_together_are_one_table() {
    let (loaded, _) = read_all(&[
        ("a", "{\"data\": [{\"n\": 1}]}"),
        ("b", "{\"x\": {}, \"data\": [{\"m\": 2, \"n\": 3}"),
        ("c", "{\"data\": []}"),
    ]);
    assert_eq!((numbers(&loaded, "n"), numbers(&loaded, "m")[1]), (&[1.0, 3.0][..], 2.0));
    let mut loader = Loader::new(Mapping::default());
    let text = "{\"data\": [{\"n\": 1}]}";
    loader.next_file("a").and_then(|()| loader.push(text.as_bytes())).expect("is read");
    loader.next_file("b").and_then(|()| loader.push(b"{\"other\": 1}")).expect("is read");
    assert!(
        loader.finish().expect_err("no rows").to_string().starts_with("in b: the document has no list at \"data\"")
    );
}

#[test]
fn by_older_rules_a_document_is_a_line() {
    let mut loader = Loader::new(Mapping::default()).by_rules(rules::Rules::of_number(2).expect("there is"));
    loader.push(b"{\"n\": 1, \"data\": [{\"n\": 1}, {\"n\": 2}]}").expect("is read");
    let loaded = loader.finish().expect("loads");
    assert_eq!((loaded.mapping.layout, loaded.report.read), (Layout::JsonLines, 1));
}

proptest! {
    /// Whatever a document holds, nothing panics, slices do not matter and the counts add up.
    #[test]
    fn any_document_is_read_or_refused(
        parts in prop::collection::vec(prop::sample::select(vec![
            "{", "}", "[", "]", ",", ":", "\"a\"", "\"data\"", "1", "-2.5", "null", "\n", " ", "\\", "\"", "{\"a\":1}", "é",
        ]), 0..40),
        layout in prop::sample::select(vec!["json", "json:data", "json:data.a"]),
        slice in 1_usize..20,
    ) {
        let text = format!("{{\"data\":[{{\"a\":0}}{}", parts.concat());
        let limits = Limits { columns: 5, cell_bytes: 30, row_bytes: 60, ..Limits::default() };
        let read = |slice: usize| {
            let mut loader = Loader::with_limits(Mapping::default(), limits).with_layout(layout.parse().ok());
            text.as_bytes().chunks(slice).try_for_each(|part| loader.push(part))?;
            loader.finish()
        };
        let (one, other) = (read(slice), read(usize::MAX));
        prop_assert_eq!(format!("{one:?}"), format!("{other:?}"));
        if let Ok(loaded) = one {
            prop_assert_eq!(loaded.report.loaded + loaded.report.rejected, loaded.report.read);
        }
    }
}
