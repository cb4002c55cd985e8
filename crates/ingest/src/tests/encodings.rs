//! Text in other encodings, and text that is broken in its own.

use super::*;

fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
    let units = text.encode_utf16();
    if big_endian { units.flat_map(u16::to_be_bytes).collect() } else { units.flat_map(u16::to_le_bytes).collect() }
}

#[test]
fn utf16_with_a_mark() {
    let rows = "Köln,1.5\n\"a\n𝄞\",2\n".repeat(30_000);
    let text = format!("\u{feff}city,n\n{rows}");
    let plain = read(&text);
    for big_endian in [false, true] {
        let bytes = utf16(&text, big_endian);
        for slice in [3, 65_535, 1 << 20] {
            let mut loader = Loader::new(Mapping::default());
            bytes.chunks(slice).for_each(|part| loader.push(part).unwrap());
            let loaded = loader.finish().unwrap();
            assert!(loaded.table == plain.table && loaded.report == plain.report, "slices of {slice}");
        }
    }
}

#[test]
fn halves_of_characters_are_told() {
    let mut bytes = utf16("\u{feff}city,n\nK?ln,1\nBonn,2\n", false);
    let at = bytes.iter().position(|&byte| byte == b'?').unwrap();
    bytes[at + 1] = 0xd8;
    let loaded = load(&bytes, Mapping::default()).unwrap();
    assert_eq!(labels(&loaded, "city"), ["K\u{fffd}ln", "Bonn"]);
    let message = "row 1 (line 2), column \"city\": \"K\u{fffd}ln\" is not UTF-8 at its byte 2, shown replaced";
    assert_eq!(issues(&loaded.report), [message]);
}

#[test]
fn a_character_cut_at_the_end_is_told() {
    let whole = "n,city\n1,Bonn\n2,Kö".as_bytes();
    let expected = "row 2 (line 3), column \"city\": \"K\u{fffd}\" is not UTF-8 at its byte 2, shown replaced";
    let loaded = load(&whole[..whole.len() - 1], Mapping::default()).unwrap();
    assert_eq!(issues(&loaded.report), [expected]);
    let whole = utf16("\u{feff}n,city\n1,Bonn\n2,Kö", true);
    let loaded = load(&whole[..whole.len() - 1], Mapping::default()).unwrap();
    assert_eq!(issues(&loaded.report), [expected]);
    let loaded = load(b"{\"n\":1,\"city\":\"Bonn\"}\n{\"n\":2,\"city\":\"K\xc3", Mapping::default()).unwrap();
    assert_eq!(
        issues(&loaded.report),
        ["row 2 (line 2): this JSON object ends too early at byte 19 of the line on, left out"]
    );
}

#[test]
fn marks_and_nothing_else() {
    for empty in [&b"\xff\xfe"[..], b"\xfe\xff", b"\xff\xfe\n\0\n\0", b"\xef\xbb\xbf"] {
        assert_eq!(refuse(empty), "the file is empty");
    }
}

#[test]
fn zero_bytes_in_other_layouts() {
    assert_eq!(refuse(b"#Fields: a b\n1 \0\n"), "this is a binary file, not a CSV: byte 16 is zero");
    let loaded = read("{\"a\":1,\"b\":\"x\\u0000y\"}\n{\"a\":2,\"b\":\"z\"}\n");
    assert_eq!(labels(&loaded, "b"), ["x\u{fffd}y", "z"]);
    assert_eq!(loaded.report.count(Rule::ZeroByte), 1);
}
