//! The forms in which logs hold the data, and any bytes.

use super::*;
use proptest::prelude::*;

mod wild;

const BOTH: [Readers; 2] = [Readers::First, Readers::Common];

fn pairs_of(cell: &str, place: Place, readers: Readers) -> (Held, Vec<(String, String)>) {
    let mut pairs = Pairs::default();
    let held = read(cell.as_bytes(), place, readers, &mut pairs);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (held, pairs.iter().map(|(key, value)| (text(key), text(value))).collect())
}

/// By whatever readers, nothing else is read.
fn check(cell: &str, place: Place, content: Content, expected: &[(&str, &str)]) {
    for readers in BOTH {
        check_by(readers, cell, place, Held::of(content), expected);
    }
}

fn check_by(readers: Readers, cell: &str, place: Place, held: Held, expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> =
        expected.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect();
    assert_eq!(pairs_of(cell, place, readers), (held, expected), "{cell:?} by {readers:?}");
}

const PLAIN: &[(&str, &str)] = &[("bl", "2100"), ("br", "3200"), ("bs", "true"), ("sid", "a,b \"c\""), ("ot", "v")];

#[test]
fn every_form_says_the_same() {
    let cells = [
        (r#"bl=2100,br=3200,bs,sid="a,b \"c\"",ot=v"#, Place::Cell),
        (r#"CMCD-Request: bl=2100, br=3200, bs, sid="a,b \"c\"", ot=v"#, Place::Cell),
        (r#"bl=2100,br=(3200),bs=?1,sid="a,b \"c\"",ot=v"#, Place::Cell),
        (r#"bl=(2100;v 900;a),br=(3200 1000);x="),",bs;q=1,sid="a,b \"c\"";p,ot=v"#, Place::Cell),
        (r#"CMCD=bl%3D2100%2Cbr%3D3200%2Cbs%2Csid%3D%22a%2Cb%20%5C%22c%5C%22%22%2Cot%3Dv"#, Place::Query),
        (r#"a=1&CMCD=bl%3D2100%2Cbr%3D3200%2Cbs%2Csid%3D%22a%2Cb%20%5C%22c%5C%22%22%2Cot%3Dv&z=2"#, Place::Query),
        (r#"https://x.example/s/1.mp4?CMCD=bl=2100,br=3200,bs,sid="a,b \"c\"",ot=v#t=1"#, Place::Query),
        (
            r#"CMCD=bl%253D2100%252Cbr%253D3200%252Cbs%252Csid%253D%2522a%252Cb%2520%255C%2522c%255C%2522%2522%252Cot%253Dv"#,
            Place::Query,
        ),
        (r#"a%3D1%26CMCD%3Dbl%3D2100%2Cbr%3D3200%2Cbs%2Csid%3D%22a%2Cb%20%5C%22c%5C%22%22%2Cot%3Dv"#, Place::Cell),
        (r#"bl%3D2100%2Cbr%3D3200%2Cbs%2Csid%3D%22a%2Cb%20%5C%22c%5C%22%22%2Cot%3Dv"#, Place::Cell),
    ];
    for (cell, place) in cells {
        check(cell, place, Content::Pairs, PLAIN);
    }
    let json = r#"{"bl":2100,"br":[3200],"bs":true,"sid":"a,b \"c\"","ot":{"value":"v"}}"#;
    let (held, mut pairs) = pairs_of(json, Place::Cell, Readers::Common);
    pairs.sort();
    let mut plain: Vec<(String, String)> = PLAIN.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
    plain.sort();
    assert_eq!((held.content, pairs), (Content::Pairs, plain));
}

#[test]
fn values_of_both_versions() {
    check(
        "pr=1.25,ts=@1700000000000,bg=?0",
        Place::Cell,
        Content::Pairs,
        &[("pr", "1.25"), ("ts", "1700000000000"), ("bg", "false")],
    );
    check(
        r#"nor="..%2Fseg%2F7.m4s",com.example-key=3"#,
        Place::Cell,
        Content::Pairs,
        &[("nor", "..%2Fseg%2F7.m4s"), ("com.example-key", "3")],
    );
    check(r#"nor=("a.mp4" "b.mp4"),br=( 5000;v )"#, Place::Cell, Content::Pairs, &[("nor", "a.mp4"), ("br", "5000")]);
}

/// A cell, where its data stand, and what is read.
type Row = (&'static str, Place, Content, &'static [(&'static str, &'static str)]);

#[test]
fn what_cannot_be_read_is_told() {
    use Content::*;
    let table: &[Row] = &[
        ("", Place::Cell, Nothing, &[]),
        (" - ", Place::Query, Nothing, &[]),
        ("a=1&b=2", Place::Query, Nothing, &[]),
        ("notCMCD=br%3D5", Place::Query, Nothing, &[]),
        ("CMCD=", Place::Query, NotCmcd, &[]),
        ("CMCD=%", Place::Query, NotCmcd, &[]),
        ("5,6", Place::Cell, NotCmcd, &[]),
        ("{", Place::Cell, NotCmcd, &[]),
        ("{\"br\":null}", Place::Cell, NotCmcd, &[]),
        ("{\"br\":5,\"x\":[[1]]}", Place::Cell, Damaged, &[("br", "5")]),
        ("br=5,,bl=", Place::Cell, Damaged, &[("br", "5")]),
        ("br=5,sid=\"cut of", Place::Cell, Damaged, &[("br", "5")]),
        ("br=5,bl=()", Place::Cell, Damaged, &[("br", "5")]),
        ("br=5,bs=?x", Place::Cell, Damaged, &[("br", "5")]),
    ];
    for &(cell, place, content, pairs) in table {
        check(cell, place, content, pairs);
    }
    // What the first readers took, all of it.
    check_by(Readers::First, "br=5,bl=(1,2", Place::Cell, Held::of(Pairs), &[("br", "5"), ("bl", "1,2")]);
    check_by(Readers::First, "br=5,cid=\"\"x\"\"", Place::Cell, Held::of(Pairs), &[("br", "5"), ("cid", "")]);
    check_by(Readers::First, "CMCD=br=5&CMCD=br=6", Place::Query, Held::of(Pairs), &[("br", "5")]);
    check_by(Readers::First, "cmcd=br=5", Place::Query, Held::of(Nothing), &[]);
}

#[test]
fn letters_have_words() {
    use telemetry::Field;
    assert_eq!(spell(Field::PlayerState, b"r"), b"rebuffering");
    assert_eq!(spell(Field::ObjectType, b" av "), b"audio_video");
    assert_eq!(spell(Field::ContentType, b"live"), b"live");
    assert_eq!(spell(Field::Cdn, b"v"), b"v");
    assert!(has_letters(Field::ContentType) && !has_letters(Field::Cdn));
}

proptest! {
    #[test]
    fn no_cell_makes_it_panic(cell in prop::collection::vec(any::<u8>(), 0..200)) {
        for (place, readers) in [Place::Query, Place::Cell].into_iter().flat_map(|place| BOTH.map(|by| (place, by))) {
            let _ = read(&cell, place, readers, &mut Pairs::default());
        }
    }

    #[test]
    fn no_text_makes_it_panic(cell in r#"(CMCD=|\{)?[a-c=,;()"\\?%{}:0-9 &-]{0,60}"#) {
        for place in [Place::Query, Place::Cell] {
            let mut pairs = Pairs::default();
            let content = read(cell.as_bytes(), place, Readers::First, &mut pairs).content;
            prop_assert_eq!(matches!(content, Content::Pairs | Content::Damaged), !pairs.is_empty());
        }
    }

    /// What a player writes comes back, in quotes or as a number, however often the address was encoded.
    #[test]
    fn pairs_come_back(
        values in prop::collection::vec((r"[a-z][a-z0-9.-]{0,6}", any::<bool>(), "[ -~]{0,12}", any::<u32>()), 1..8),
        encodings in 0..4_usize,
    ) {
        use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
        let mut text = Vec::new();
        let mut expected = Vec::new();
        for (key, is_number, words, number) in values {
            if is_number {
                text.push(format!("{key}={number}"));
                expected.push((key, number.to_string()));
            } else {
                text.push(format!("{key}=\"{}\"", words.replace('\\', "\\\\").replace('"', "\\\"")));
                expected.push((key, words));
            }
        }
        let mut text = text.join(",");
        for _ in 0..encodings {
            text = utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string();
        }
        for readers in BOTH {
            let read = pairs_of(&format!("a=1&CMCD={text}"), Place::Query, readers);
            prop_assert_eq!(read, (Held::of(Content::Pairs), expected.clone()));
        }
    }
}
