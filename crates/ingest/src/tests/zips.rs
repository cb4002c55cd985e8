//! Zip archives, as the programs of this world write them.

use super::*;
use crate::container::gzip_frame::Checksum;
use flate2::{Compression, write::DeflateEncoder};
use proptest::collection::vec;
use proptest::prelude::*;
use std::io::Write;

/// How a member is written.
#[derive(Clone, Copy, Debug)]
struct Style {
    stored: bool,
    /// Sizes and checksum behind the content: with four bytes or eight, with the signature or without.
    descriptor: Option<(usize, bool)>,
    zip64: bool,
    /// The header tells the whole size, although a descriptor follows.
    whole_told: bool,
    flags: u16,
    /// In place of the method's own number.
    method: Option<u16>,
}

const PLAIN: Style = Style { stored: false, descriptor: None, zip64: false, whole_told: false, flags: 0, method: None };

/// An archive with its directory.
fn archive(members: &[(&str, &[u8], Style)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    for &(name, content, style) in members {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).expect("memory takes it");
        let deflated = encoder.finish().expect("memory takes it");
        let packed = if style.stored { content.to_vec() } else { deflated };
        let sum = Checksum::new().extend(Checksum::EMPTY, content);
        let flags = style.flags | if style.descriptor.is_some() { 8 } else { 0 };
        let method = style.method.unwrap_or(if style.stored { 0 } else { 8 });
        let late = style.descriptor.is_some();
        let size = |size: usize| match (late, style.zip64) {
            (_, true) => u32::MAX,
            (true, false) => 0,
            (false, false) => size as u32,
        };
        let extra: Vec<u8> = if style.zip64 {
            let told = |size: usize| if late { 0 } else { size as u64 };
            let sizes = [told(content.len()).to_le_bytes(), told(packed.len()).to_le_bytes()].concat();
            [&b"\x99\x99\x02\x00xx\x01\x00\x10\x00"[..], &sizes].concat()
        } else {
            Vec::new()
        };
        bytes.extend(b"PK\x03\x04\x14\x00");
        bytes.extend([flags.to_le_bytes(), method.to_le_bytes()].concat());
        bytes.extend(b"\x00\x00\x21\x58");
        bytes.extend(if late { 0_u32 } else { sum }.to_le_bytes());
        let whole = if style.whole_told { content.len() as u32 } else { size(content.len()) };
        bytes.extend([size(packed.len()).to_le_bytes(), whole.to_le_bytes()].concat());
        bytes.extend([(name.len() as u16).to_le_bytes(), (extra.len() as u16).to_le_bytes()].concat());
        bytes.extend(name.as_bytes());
        bytes.extend(&extra);
        bytes.extend(&packed);
        if let Some((width, signed)) = style.descriptor {
            bytes.extend(if signed { &b"PK\x07\x08"[..] } else { b"" });
            bytes.extend(sum.to_le_bytes());
            for size in [packed.len(), content.len()] {
                bytes.extend(&(size as u64).to_le_bytes()[..width]);
            }
        }
        directory.extend(b"PK\x01\x02");
        directory.extend([0; 24]);
        directory.extend([(name.len() as u16).to_le_bytes(), [0; 2], [0; 2]].concat());
        directory.extend([0; 12]);
        directory.extend(name.as_bytes());
    }
    let count = (members.len() as u16).to_le_bytes();
    bytes.extend(&directory);
    if members.iter().any(|(.., style)| style.zip64) {
        bytes.extend(b"PK\x06\x06");
        bytes.extend([44_u64.to_le_bytes().to_vec(), vec![0; 44]].concat());
        bytes.extend(b"PK\x06\x07");
        bytes.extend([0; 16]);
    }
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count, count].concat());
    bytes.extend([0; 8]);
    bytes.extend(b"\x05\x00by me");
    bytes
}

/// An archive of members as most programs write them.
pub(super) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    archive(&members.iter().map(|&(name, content)| (name, content, PLAIN)).collect::<Vec<_>>())
}

fn style() -> impl Strategy<Value = Style> {
    let descriptor = prop::option::of((prop::sample::select(vec![4_usize, 8]), any::<bool>()));
    (any::<bool>(), descriptor, any::<bool>(), any::<bool>()).prop_map(|(stored, descriptor, zip64, told)| {
        let whole_told = told && !zip64;
        let descriptor = descriptor.map(|(width, signed)| (if zip64 { 8 } else { width }, signed));
        // What is stored can only be followed where its size is told.
        let descriptor = descriptor.filter(|_| !stored || whole_told);
        Style { stored, descriptor, zip64, whole_told, ..PLAIN }
    })
}

fn in_slices(bytes: &[u8], slice: usize) -> Result<Loaded, IngestError> {
    let mut loader = Loader::new(Mapping::default());
    bytes.chunks(slice).try_for_each(|part| loader.push(part))?;
    loader.finish()
}

#[test]
fn one_member() {
    let loaded = load(&zip(&[("a.csv", b"a,b\n1,2\n3,x\n4,5\n")]), Mapping::default()).unwrap();
    assert_eq!(numbers(&loaded, "a"), [1.0, 3.0, 4.0]);
    assert_eq!(loaded.report.files, []);
}

#[test]
fn several_members_and_what_is_none_of_them() {
    let style = Style { stored: true, ..PLAIN };
    // Java and macOS write even folders with a descriptor.
    let folder = Style { stored: true, descriptor: Some((4, true)), ..PLAIN };
    let bytes = archive(&[
        ("day/", b"", folder),
        ("day/2.csv", b"a,b\n1,x\n", PLAIN),
        ("__MACOSX/day/._2.csv", b"\0\x05\x16\x07", style),
        ("day/.DS_Store", b"\0\0\0\x01Bud1", PLAIN),
        ("day/1.csv", b"b,a\ny,2\nz,3\n", style),
        ("day/0.csv", b"", style),
    ]);
    for slice in [1, 7, 100_000] {
        let loaded = in_slices(&bytes, slice).unwrap();
        assert_eq!(labels(&loaded, "b"), ["x", "y", "z"]);
        let files: Vec<_> = loaded.report.files.iter().map(|file| (file.name.as_str(), file.rows)).collect();
        assert_eq!(files, [("day/2.csv", 1), ("day/1.csv", 2), ("day/0.csv", 0)]);
    }
}

#[test]
fn refusals() {
    let member = |style: Style| archive(&[("a.csv", b"a,b\n1,2\n", style)]);
    assert_eq!(refuse(&member(Style { flags: 1, ..PLAIN })), "\"a.csv\" in the zip archive is encrypted: unpack it");
    assert_eq!(
        refuse(&member(Style { method: Some(14), ..PLAIN })),
        "\"a.csv\" in the zip archive is compressed with LZMA, which is not read here: unpack it"
    );
    assert_eq!(
        refuse(&member(Style { stored: true, descriptor: Some((4, true)), ..PLAIN })),
        "\"a.csv\" in the zip archive is compressed with no compression and no length, which is not read here: unpack it"
    );
    let inner = zip(&[("a.csv", b"a,b\n1,2\n")]);
    assert_eq!(
        refuse(&zip(&[("inner.zip", &inner)])),
        "in inner.zip: this is an archive within an archive: unpack it once"
    );
    let packed = crate::container::gunzip::tests::gzip(b"a\n1\n");
    assert_eq!(
        refuse(&zip(&[("a.csv.gz", &packed)])),
        "in a.csv.gz: this is compressed with gzip twice: unpack it once"
    );
    assert_eq!(refuse(&zip(&[])), "the zip archive holds no file");
    assert_eq!(refuse(&zip(&[("empty/", b"")])), "the zip archive holds no file");
    assert_eq!(refuse(&zip(&[("a.csv", b"")])), "the file is empty");
    let other = zip(&[("a.csv", b"a,b\n1,2\n"), ("read me.txt", b"This is, in short, the data.\n")]);
    assert_eq!(
        refuse(&other),
        "in read me.txt: line 1 has other columns than what was read before: \
         without \"a\", \"b\"; with \"This is\", \"in short\", \"the data.\""
    );
}

#[test]
fn damage() {
    let good = zip(&[("a.csv", b"a,b\n1,2\n"), ("b.csv", b"a,b\n3,4\n")]);
    let damaged = |at: usize| {
        let mut bytes = good.clone();
        bytes[at] ^= 0x11;
        refuse(&bytes)
    };
    assert!(damaged(14).ends_with(" in \"a.csv\": its checksum is wrong"), "{}", damaged(14));
    assert!(damaged(18).contains("in \"a.csv\""), "{}", damaged(18));
    assert!(damaged(22).ends_with("in \"a.csv\": its length is wrong"), "{}", damaged(22));
    let second = good.windows(4).rposition(|four| four == b"PK\x03\x04").unwrap();
    assert!(damaged(second).ends_with("what follows is no part of a zip archive"), "{}", damaged(second));
    // A member that the directory does not know any more: it was deleted, or replaced by a later one.
    let directory = good.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let entry = 46 + "a.csv".len();
    let without = [&good[..directory], &good[directory + entry..]].concat();
    assert!(refuse(&without).ends_with("its directory does not list the files that it holds"));
    assert!(refuse(&[&good[..], b"more"].concat()).ends_with("something else follows the archive"));
    assert!(load(&[&good[..], &[0; 300]].concat(), Mapping::default()).is_ok());
}

#[test]
fn a_bomb() {
    let limits = Limits { free_expansion_bytes: 1 << 20, ..Limits::default() };
    let hidden = vec![b' '; 20 << 20];
    for name in ["a.csv", ".hidden"] {
        let mut loader = Loader::with_limits(Mapping::default(), limits);
        let error = loader.push(&zip(&[(name, &hidden)])).and_then(|()| loader.finish()).unwrap_err();
        assert!(matches!(error, IngestError::Bomb { .. }), "{error}");
    }
    // Many small members are one bomb, too.
    let members: Vec<(String, Vec<u8>)> = (0..40).map(|at| (format!("{at}.csv"), vec![b'\n'; 1 << 19])).collect();
    let members: Vec<(&str, &[u8])> = members.iter().map(|(name, content)| (name.as_str(), &content[..])).collect();
    let mut loader = Loader::with_limits(Mapping::default(), limits);
    let error = loader.push(&zip(&members)).and_then(|()| loader.finish()).unwrap_err();
    assert!(matches!(error, IngestError::Bomb { .. }), "{error}");
}

#[test]
fn issues_name_the_member() {
    let rows = "1,2\n".repeat(20);
    let first = format!("a,b\n{rows}x,1\n");
    let bytes = zip(&[("1.csv", first.as_bytes()), ("2.csv", b"b,a\n1,2\n\n1,y\n")]);
    let loaded = load(&bytes, Mapping::default()).unwrap();
    assert_eq!(
        issues(&loaded.report),
        [
            "1.csv, row 21 (line 22), column \"a\": \"x\" is not a number, left empty",
            "2.csv, row 23 (line 4), column \"a\": \"y\" is not a number, left empty",
        ]
    );
    let alone = load(&zip(&[("1.csv", first.as_bytes())]), Mapping::default()).unwrap();
    assert_eq!(issues(&alone.report), ["row 21 (line 22), column \"a\": \"x\" is not a number, left empty"]);
}

proptest! {
    // Each case reads an archive hundreds of times.
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn every_truncation_is_told(styles in vec(style(), 1..3), slice in 1_usize..200) {
        let names: Vec<String> = (0..styles.len()).map(|at| format!("m{at}.csv")).collect();
        let parts: Vec<(&str, &[u8], Style)> =
            names.iter().zip(&styles).map(|(name, style)| (name.as_str(), &b"a,b\n1,2\n3,4\n"[..], *style)).collect();
        let bytes = archive(&parts);
        prop_assert!(in_slices(&bytes, slice).is_ok());
        for length in 4..bytes.len() {
            let error = in_slices(&bytes[..length], slice).unwrap_err();
            prop_assert_eq!(error, IngestError::ZipTruncated { bytes: length as u64 });
        }
    }
}

proptest! {
    #[test]
    fn members_come_out_as_one_table(
        members in vec((vec((0_u32..1000, "[a-z]{1,8}"), 0..40), style()), 1..5),
        slice in 1_usize..3000,
    ) {
        let texts: Vec<String> = members
            .iter()
            .map(|(rows, _)| rows.iter().fold("n,label\n".to_owned(), |text, (n, label)| text + &format!("{n},_{label}\n")))
            .collect();
        let names: Vec<String> = (0..members.len()).map(|at| format!("m{at}.csv")).collect();
        let parts: Vec<(&str, &[u8], Style)> = members
            .iter()
            .enumerate()
            .map(|(at, (_, style))| (names[at].as_str(), texts[at].as_bytes(), *style))
            .collect();
        let loaded = in_slices(&archive(&parts), slice);
        let rows: Vec<&(u32, String)> = members.iter().flat_map(|(rows, _)| rows).collect();
        if rows.is_empty() {
            prop_assert_eq!(loaded.err(), Some(IngestError::HeaderOnly { columns: 2 }));
            return Ok(());
        }
        let loaded = loaded?;
        let expected: Vec<f64> = rows.iter().map(|(n, _)| f64::from(*n)).collect();
        prop_assert_eq!(numbers(&loaded, "n"), expected);
        let expected: Vec<String> = rows.iter().map(|(_, label)| format!("_{label}")).collect();
        prop_assert_eq!(labels(&loaded, "label"), expected);
    }

    #[test]
    fn damage_is_found_or_harmless(
        style in style(),
        changes in vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        slice in 1_usize..300,
    ) {
        let text = "a,b\n".to_owned() + &(0..300).map(|row| format!("{row},{}\n", row * row % 97)).collect::<String>();
        let mut bytes = archive(&[("a.csv", text.as_bytes(), style)]);
        let whole = load(&bytes, Mapping::default())?;
        for (at, byte) in changes {
            // Not the signature: without it the file is no archive.
            let at = 4 + at.index(bytes.len() - 4);
            bytes[at] = byte;
        }
        if let Ok(loaded) = in_slices(&bytes, slice) {
            prop_assert_eq!(loaded.table, whole.table);
        }
    }
}
