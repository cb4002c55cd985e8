//! What players and logs make of the data in the wild.

use super::*;

fn common(cell: &str, place: Place, held: Held, expected: &[(&str, &str)]) {
    check_by(Readers::Common, cell, place, held, expected);
}

const SOUND: Held = Held { content: Content::Pairs, second: false, draft: false, mended: false };

#[test]
fn of_several_attempts_the_last_one_holds() {
    let second = Held { second: true, ..SOUND };
    let table = [
        "/s/1.mp4?CMCD=br%3D9000%2Cbs%2Csid%3D%22a%22&CMCD=br%3D700%2Csid%3D%22a%22",
        "CMCD=br%3D9000%2Cbs%2Csid%3D%22a%22&x=1&CMCD=br%3D700%2Csid%3D%22a%22&y=2",
        "cmcd=br=1,sid=a&CMCD=br=9000,bs,sid=\"a\"&CMCD=br=700,sid=\"a\"",
        // The last that is one.
        "/s/1.mp4?CMCD=br%3D9000%2Cbs&CMCD=br%3D700%2Csid%3D%22a%22&CMCD=",
        "%2Fs%3FCMCD%3Dbr%253D9000%252Cbs%26CMCD%3Dbr%253D700%252Csid%253D%2522a%2522",
    ];
    for cell in table {
        common(cell, Place::Query, second, &[("br", "700"), ("sid", "a")]);
    }
    // An argument within the quotes of another is none.
    common("CMCD=nor=\"b?x=1&CMCD=br=5\",br=7", Place::Query, SOUND, &[("nor", "b?x=1&CMCD=br=5"), ("br", "7")]);
}

#[test]
fn the_first_drafts_name() {
    let draft = Held { draft: true, ..SOUND };
    let pairs = [("v", "1"), ("sid", "x"), ("br", "1200"), ("did", "dash.js-v3.0.3")];
    let table = [
        "/s?Common-Media-Client-Data=v%3D1%2Csid%3D%22x%22%2Cbr%3D1200%2Cdid%3D%22dash.js-v3.0.3%22",
        "/s?common-media-client-data=v=1,sid=x,br=1200,did=\"dash.js-v3.0.3\"&a=1",
        // As its reference player wrote it then.
        "/s?Common-Media-Client-Data=v%3A1%2Csid%3Ax%2Cbr%3A1200%2Cdid%3Adash.js-v3.0.3",
        "Common-Media-Client-Data%3Dv%253A1%252Csid%253Ax%252Cbr%253A1200%252Cdid%253Adash.js-v3.0.3",
    ];
    for cell in table {
        common(cell, Place::Query, draft, &pairs);
    }
    common("Common-Media-Client-Data: v=1, sid=x, br=1200, did=dash.js-v3.0.3", Place::Cell, draft, &pairs);
    // Where there is one of the standard's name, it holds.
    common(
        "/s?CMCD=br%3D5%2Csid%3Da&Common-Media-Client-Data=br%3D6",
        Place::Query,
        SOUND,
        &[("br", "5"), ("sid", "a")],
    );
    let (held, pairs) = pairs_of("br:5,sid:a", Place::Cell, Readers::Common);
    assert_eq!((held.content, pairs.len()), (Content::NotCmcd, 0), "a colon is of the draft alone");
}

/// A cell, what is read of it, and the pairs.
type Row = (&'static str, Held, &'static [(&'static str, &'static str)]);

#[test]
fn quotes_too_many_and_too_few() {
    let mended = Held { mended: true, ..SOUND };
    let damaged = Held { content: Content::Damaged, ..SOUND };
    let table: &[Row] = &[
        ("ot=\"v\",st=\"l\",br=\"900\",", SOUND, &[("ot", "v"), ("st", "l"), ("br", "900")]),
        ("br=900,,, sid=\"\" ,", SOUND, &[("br", "900"), ("sid", "")]),
        ("cid=\"\"-12,3\"\",br=900", mended, &[("cid", "-12,3"), ("br", "900")]),
        ("cid=\"\"\"a\"\"\",br=900", mended, &[("cid", "a"), ("br", "900")]),
        ("cid=\"\\\"a\\\"\",br=900", SOUND, &[("cid", "\"a\""), ("br", "900")]),
        ("ot=v\",sid=\"b\",br=900", mended, &[("ot", "v"), ("sid", "b"), ("br", "900")]),
        // What is broken shifts nothing else, and is no number by half.
        ("cid=\"a\"b,sid=\"s\",br=900", damaged, &[("sid", "s"), ("br", "900")]),
        ("cid=\"\"a\",sid=\"s\",br=900", damaged, &[("sid", "s"), ("br", "900")]),
        ("br=3200 kbps,bl=5", damaged, &[("bl", "5")]),
        ("br=32\"00,bl=5", damaged, &[("bl", "5")]),
        ("=5,?,bl=5", damaged, &[("bl", "5")]),
        ("bl=5,sid=\"cut of, br=7", damaged, &[("bl", "5")]),
        ("bl=5,br=(7,8", damaged, &[("bl", "5")]),
    ];
    for &(cell, held, pairs) in table {
        common(cell, Place::Cell, held, pairs);
    }
}

#[test]
fn however_often_it_is_encoded() {
    let pairs = [("bl", "5000"), ("nor", "../a.m4s"), ("sid", "q, 1"), ("ot", "v")];
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    let mut text = "bl=5000,nor=\"../a.m4s\",sid=\"q, 1\",ot=v".to_owned();
    for _ in 0..4 {
        common(&format!("/s?CMCD={text}"), Place::Query, SOUND, &pairs);
        common(&format!("/v/CMCD={text}/s.mp4?x=1"), Place::Query, SOUND, &pairs);
        common(&format!("cmcd=//1.0@V/{text}"), Place::Query, SOUND, &pairs);
        common(&format!("//1.0@V/{text}"), Place::Cell, SOUND, &pairs);
        text = utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string();
    }
    // Only some of the signs.
    common("/s?CMCD=bl=5000,sid=%22q%22,ot=v", Place::Query, SOUND, &[("bl", "5000"), ("sid", "q"), ("ot", "v")]);
    common("/s?CMCD=bl%3D5000,ot%3Dv", Place::Query, SOUND, &[("bl", "5000"), ("ot", "v")]);
    common("/s?CMCD=bs%2Csu", Place::Query, SOUND, &[("bs", "true"), ("su", "true")]);
    // What is encoded in a value stays so: it is the player's.
    common("/s?CMCD=nor%3D%22a%252Cb%22", Place::Query, SOUND, &[("nor", "a%2Cb")]);
}

#[test]
fn lists_of_the_second_version() {
    let table: &[(&str, &[(&str, &str)])] = &[
        ("br=(128;a 2500;v),bl=(900;v 700;a)", &[("br", "2500"), ("bl", "900")]),
        ("br=(3000;av 128;a)", &[("br", "3000")]),
        ("br=(2500 128)", &[("br", "2500")]),
        // The lengths of several stalls.
        ("bsd=(1200 300),bsda=(1500)", &[("bsd", "1500"), ("bsda", "1500")]),
        ("ec=(\"27\" \"16\"),sta=p", &[("ec", "27"), ("sta", "p")]),
        ("nor=(\"a,b\" \"c)d\"),e=ps;x=\"),\"", &[("nor", "a,b"), ("e", "ps")]),
    ];
    for &(cell, pairs) in table {
        common(cell, Place::Cell, SOUND, pairs);
    }
}

/// Every line of the table in the documentation.
#[test]
fn the_documented_forms() {
    let section = include_str!("../../../../../../docs/formats.md").split("## Media data").nth(1).expect("is there");
    let section = section.split("\n## ").next().unwrap_or_default();
    let mut lines = 0;
    for line in section.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.split(" |").map(|cell| cell.trim_matches(['|', ' ']).trim_matches('`')).collect();
        let [written, pairs, told, ..] = cells.as_slice() else { unreachable!("three cells: {line}") };
        let mut read = Pairs::default();
        let held = super::read(written.as_bytes(), Place::Cell, Readers::Common, &mut read);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let found: Vec<String> = read.iter().map(|(key, value)| format!("{}={}", text(key), text(value))).collect();
        let mut expected: Vec<&str> = pairs.split(' ').filter(|pair| !pair.is_empty()).collect();
        let mut found: Vec<&str> = found.iter().map(String::as_str).collect();
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected, "{line}");
        let damaged = matches!(held.content, Content::Damaged | Content::NotCmcd);
        let is_told = |words: &str| told.contains(words);
        assert_eq!(
            [damaged, held.second, held.draft, held.mended],
            ["left out", "more than once", "first draft", "more quotes"].map(is_told),
            "{line}"
        );
        lines += 1;
    }
    assert!(lines > 20, "{lines}");
}

#[test]
fn names_alone_are_no_data() {
    for cell in ["/cmcd/index.html", "/cmcd-object=5", "xcmcd=br=5", "?q=CMCD", "cmcd"] {
        common(cell, Place::Query, Held::of(Content::Nothing), &[]);
    }
    common("/s?CMCD=%%%", Place::Query, Held::of(Content::NotCmcd), &[]);
}

/// Parts that are none: each is told, and shifts nothing.
const BROKEN: &[&str] =
    &["=5", "br", "bl=()", "x=?2", "cid=\"a\"b", "mtp=3(kbps", "9=9", "su=(1", "%3D", "q=\"\"a\"", "(a)", ";v"];

proptest! {
    /// Whatever broken parts stand between them, the sound ones are read as they are.
    #[test]
    fn broken_parts_shift_no_others(
        values in prop::collection::vec((0_u32..9_999, prop::option::of(prop::sample::select(BROKEN))), 1..9),
        decodings in 0..3_usize,
    ) {
        use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
        let mut parts = Vec::new();
        let mut expected = Vec::new();
        for (place, (number, broken)) in values.iter().enumerate() {
            parts.extend(broken.map(str::to_owned));
            parts.push(format!("k{place}={number}"));
            expected.push((format!("k{place}"), number.to_string()));
        }
        let mut text = parts.join(",");
        for _ in 0..decodings {
            text = utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string();
        }
        let (held, read) = pairs_of(&format!("/s?CMCD={text}"), Place::Query, Readers::Common);
        let read: Vec<_> = read.into_iter().filter(|(key, _)| key.starts_with('k')).collect();
        prop_assert_eq!(read, expected, "{}", text);
        prop_assert!(!held.second && !held.draft);
    }
}
