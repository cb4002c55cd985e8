//! Plain files with all that can stand in them.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What a column holds, by its name.
const NAMES: [&str; 14] = [
    "session_id",
    "startup_time_ms",
    "Startup Time",
    "bitrate",
    "buffering_ratio",
    "rebuffer_count",
    "watch_time",
    "startup_failed",
    "country",
    "when",
    "note",
    "Score",
    "own number",
    "=name",
];

/// Cells that a column may hold; where numbers have a decimal comma, so do these.
fn cell(name: &str, seed: u64) -> String {
    let number = |most: u64, digits: usize| format!("{:.digits$}", (seed >> 3) as f64 % most as f64 + 0.125);
    let texts = [
        "plain",
        "=1+1",
        "+x",
        "-x",
        "@a",
        "\tx",
        "'=1",
        "''-2",
        "a\"b",
        "a\nb",
        "a\r\nb",
        "a,b;c|d\te",
        " blank ",
        "köln",
        "-5",
        "",
        "-",
        "0",
        "N/A",
        "'",
        "x,y",
        "2,5",
    ];
    if seed.is_multiple_of(13) {
        return ["", "-", "n/a", "soon", "-7"][(seed >> 5) as usize % 5].to_owned();
    }
    match name {
        "session_id" => format!("{}s{}", ["", "", "=", "'"][(seed >> 9) as usize % 4], (seed >> 12) % 400),
        "startup_failed" => ["false", "false", "false", "true"][(seed >> 4) as usize % 4].to_owned(),
        "buffering_ratio" => format!("0.{}", (seed >> 4) % 10_000),
        "rebuffer_count" => ((seed >> 4) % 7).to_string(),
        "startup_time_ms" | "Startup Time" => number(9_000, 3),
        "watch_time" => number(3_000_000, 0),
        "bitrate" => number(20_000_000, (seed >> 7) as usize % 3),
        "when" => format!("2026-03-{:02}T10:{:02}:00Z", seed % 27 + 1, (seed >> 6) % 60),
        "country" => ["DE", "FR", "NA", "de"][(seed >> 4) as usize % 4].to_owned(),
        "own number" | "Score" => {
            format!("{}{}.{}", ["", "-"][(seed >> 4) as usize % 2], (seed >> 6) % 50, (seed >> 12) % 100)
        }
        _ => texts[(seed >> 4) as usize % texts.len()].to_owned(),
    }
}

/// What is the matter with a row.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Plain,
    Short,
    Trailing,
    Long,
    Empty,
    Header,
}

#[derive(Clone, Debug)]
struct Plan {
    delimiter: char,
    comma: bool,
    header: bool,
    utf16: bool,
    unclosed: bool,
    latin: bool,
    names: Vec<&'static str>,
    rows: Vec<(Kind, u64)>,
}

impl Plan {
    fn quoted(&self, cell: &str, seed: u64) -> String {
        let must = cell.contains([self.delimiter, '"', '\n', '\r']);
        if must || seed.is_multiple_of(7) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
    }

    fn bytes(&self) -> Vec<u8> {
        let joined = |cells: Vec<String>| cells.join(&self.delimiter.to_string()) + "\n";
        let header = || joined(self.names.iter().map(|name| self.quoted(name, 1)).collect());
        let mut text = if self.header { header() } else { String::new() };
        for &(kind, seed) in &self.rows {
            let mix = |at: usize| seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(at as u32 * 7 % 61) ^ seed >> 7;
            let mut cells: Vec<String> = (self.names.iter().enumerate())
                .map(|(at, name)| {
                    let cell = cell(name, mix(at));
                    let is_number = cell.parse::<f64>().is_ok();
                    self.quoted(&if self.comma && is_number { cell.replace('.', ",") } else { cell }, mix(at) >> 3)
                })
                .collect();
            match kind {
                Kind::Plain => {}
                Kind::Short => cells.truncate(1 + seed as usize % self.names.len()),
                Kind::Trailing => cells.extend([" ".to_owned(), String::new()]),
                Kind::Long => cells.extend(["surplus".to_owned(), "=2".to_owned()]),
                Kind::Empty => cells.iter_mut().for_each(|cell| *cell = [" ", ""][seed as usize % 2].to_owned()),
                Kind::Header => {
                    text += &header();
                    continue;
                }
            }
            text += &joined(cells);
        }
        if self.unclosed {
            text += &format!("x{}\"never closed\n1,2", self.delimiter);
        }
        if self.utf16 {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect()
        } else if self.latin {
            let letters = text.chars().map(|letter| u8::try_from(u32::from(letter)).unwrap_or(b'?'));
            letters.collect()
        } else {
            text.into_bytes()
        }
    }
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        20 => Just(Kind::Plain),
        1 => Just(Kind::Short),
        1 => Just(Kind::Trailing),
        1 => Just(Kind::Long),
        1 => Just(Kind::Empty),
        1 => Just(Kind::Header),
    ]
}

fn plans() -> impl Strategy<Value = Plan> {
    let flags = (any::<bool>(), prop::bool::weighted(0.8), prop::bool::weighted(0.2), prop::bool::weighted(0.2));
    let columns = prop::sample::subsequence(NAMES.to_vec(), 2..9).prop_shuffle();
    (select(vec![',', ';', '\t', '|']), flags, any::<bool>(), columns, vec((kinds(), any::<u64>()), 1..120)).prop_map(
        |(delimiter, (comma, header, utf16, unclosed), latin, names, rows)| Plan {
            delimiter,
            comma: comma && delimiter != ',',
            header,
            utf16,
            unclosed,
            latin,
            names,
            rows,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn an_export_opens_to_the_same_figures(plan in plans(), every in 1_u32..4) {
        let bytes = plan.bytes();
        prop_assert_eq!(round_trip(&[("f", bytes.clone())], every), Ok(()), "{}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn several_files_are_one_table(plan in plans(), cut in any::<Index>(), shift in 0_usize..9) {
        let mut first = Plan { header: true, utf16: false, ..plan };
        let rows = first.rows.split_off(cut.index(first.rows.len()));
        let mut names = first.names.clone();
        let turn = shift % names.len();
        names.rotate_left(turn);
        let second = Plan { names, rows, ..first.clone() };
        let files = [("a", Plan { unclosed: false, ..first }.bytes()), ("b", second.bytes())];
        prop_assert_eq!(round_trip(&files, 1), Ok(()));
    }

    #[test]
    fn some_sessions_are_written_as_among_all(plan in plans(), chosen in vec(any::<u32>(), 0..20)) {
        let files = [("f", Plan { latin: false, utf16: false, ..plan.clone() }.bytes())];
        let Ok(sessions) = opened(&files, 1) else { return Ok(()) };
        let scores = scores_of(&sessions);
        let export = || Export::of_scores(&sessions, &scores, 0.9);
        let text = |export: Export| String::from_utf8(written(export, &files).expect("an export")).expect("UTF-8");
        // As it was recognised: numbers with a decimal comma alone look like more cells.
        let found = sessions.quality.as_ref().map(|quality| quality.columns.delimiter);
        let (all, delimiter) = (text(export()), char::from(found.expect("of a file").byte()));
        let rows = parts(&all, '\n');
        let place = parts(rows[0], delimiter).len() - 1;
        let judged: Vec<&&str> = rows[1..].iter().filter(|row| parts(row, delimiter)[place].is_empty()).collect();
        prop_assert_eq!(judged.len(), scores.len());
        let chosen: Vec<u32> = chosen.iter().map(|row| row % (scores.len() as u32 + 1)).collect();
        let wanted: std::collections::BTreeSet<u32> = chosen.iter().copied().collect();
        let wanted = wanted.into_iter().filter_map(|row| judged.get(row as usize));
        let expected: String = std::iter::once(rows[0]).chain(wanted.map(|row| **row)).map(|row| format!("{row}\n")).collect();
        prop_assert_eq!(text(export().only(chosen)), expected);
    }
}

/// What stands between marks outside quotes; nothing behind the last one.
fn parts(text: &str, mark: char) -> Vec<&str> {
    let mut quoted = false;
    let ends = text.char_indices().filter(move |&(_, letter)| {
        quoted ^= letter == '"';
        letter == mark && !quoted
    });
    let ends: Vec<usize> = ends.map(|(at, _)| at).collect();
    let begins = std::iter::once(0).chain(ends.iter().map(|end| end + 1));
    let mut parts: Vec<&str> =
        begins.zip(ends.iter().copied().chain([text.len()])).map(|(from, to)| &text[from..to]).collect();
    if mark == '\n' && parts.last() == Some(&"") {
        parts.pop();
    }
    parts
}
