//! Media requests: any text where a file has its CMCD data, in each of the places where logs have it; and pairs that are
//! known, of which none may be lost: each is in the column of its key, or in the report.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::ingest::{Assignment, Limits, Loaded, Mapping, Reading, Rule};
use streamguard::telemetry::{Data, MISSING_CATEGORY, MISSING_TIME};
use streamguard_fuzz::{Input, load, seeds};

const HEADERS: [&str; 6] = ["cs-uri-query", "CMCD", "cmcd", "CMCD-Request", "cmcd-session-id", "url"];
const KEYS: [&str; 16] =
    ["br", "bl", "bs", "sid", "cid", "mtp", "ot", "st", "su", "d", "v", "sta", "ts", "com.example-a", "x-b", "nor"];

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let choice = input.byte();
    let name = HEADERS[usize::from(choice) % HEADERS.len()];
    if choice < 128 { any_text(input, name) } else { known_pairs(input, name) }
});

fn any_text(mut input: Input, name: &str) {
    let (reading, sizes) = (load::any_reading(&mut input, Mapping::default()), input.sizes());
    let mut rows = Vec::new();
    while !input.is_empty() && rows.len() < 100 {
        rows.push(String::from_utf8_lossy(input.line()).into_owned());
    }
    let file = file(name, &rows);
    let limits = Limits::default();
    let Ok(loaded) = load::checked(file.as_bytes(), &sizes, &reading, limits) else { return };
    load::again(file.as_bytes(), &loaded, limits);
}

fn known_pairs(mut input: Input, name: &str) {
    let (limits, way) = (load::small_limits(&mut input), input.byte());
    let mut rows: Vec<Vec<(&str, String)>> = Vec::new();
    let mut cells = Vec::new();
    while !input.is_empty() && rows.len() < 60 {
        let pairs: Vec<(&str, String)> = (0..input.byte() % 8).map(|_| pair(&mut input)).collect();
        // A column holds queries, or the data themselves.
        cells.push(written(&pairs, if way % 4 == 3 { Way::Query } else { WAYS[(usize::from(way) + rows.len()) % 3] }));
        rows.push(pairs);
    }
    let file = file(name, &cells);
    let mut mapping = Mapping::default();
    mapping.assign(name, Assignment::Cmcd).expect("free");
    // Nothing but the pairs is to be told of.
    let Ok(loaded) = load::checked(file.as_bytes(), &[17], &Reading::rows(mapping), limits) else { return };
    load::again(file.as_bytes(), &loaded, limits);
    assert_eq!(loaded.report.count(Rule::NotCmcd), 0, "{file}");
    if loaded.report.total_issues() > loaded.report.issues.len() as u64 || loaded.report.rejected > 0 {
        return;
    }
    for (row, pairs) in rows.iter().enumerate() {
        for (at, (key, value)) in pairs.iter().enumerate() {
            // Of a key that stands twice, the last value counts.
            let is_last = pairs[at + 1..].iter().all(|(other, _)| other != key);
            assert!(!is_last || is_kept(&loaded, row, key, value), "row {}: {key}={value} of {file}", row + 1);
        }
    }
}

/// Whether the value of a key is in its column, or something is said of it.
fn is_kept(loaded: &Loaded, row: usize, key: &str, value: &str) -> bool {
    let name = format!("cmcd_{key}");
    let said = loaded.report.issues.iter().any(|issue| {
        let is_of_key =
            issue.column.as_ref() == Some(&name) || issue.reason.rule() == Rule::LateKey && issue.value == key;
        issue.row == row as u64 + 1 && is_of_key
    });
    said || loaded.table.column(&name).is_some_and(|column| match &column.data {
        // Its unit, and the letters that it stands for, are another target's affair.
        Data::Number(values) if column.field.is_none() => value.parse::<f64>() == Ok(values[row]),
        Data::Number(values) => !values[row].is_nan(),
        Data::Category(values) if column.field.is_none() => values.label(row) == value,
        Data::Category(values) => values.codes()[row] != MISSING_CATEGORY,
        Data::Text(values) => values.get(row) == value,
        Data::Time(values) => values[row] != MISSING_TIME,
    })
}

/// A key and a value that says something in every spelling.
fn pair(input: &mut Input) -> (&'static str, String) {
    let key = *input.one_of(&KEYS);
    let value = match (input.byte(), input.word()) {
        (0..=99, number) => number.to_string(),
        (100..=149, number) => format!("{}.5", number / 8),
        (150..=199, number) => format!("id-{number}"),
        (200..=219, number) => format!("a,b {number}"),
        (220..=239, _) => "true".into(),
        (_, letter) => ["v", "l", "p", "r", "av"][usize::from(letter) % 5].into(),
    };
    (key, value)
}

/// The ways in which logs have pairs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Header,
    Lists,
    Json,
    Query,
}

const WAYS: [Way; 3] = [Way::Header, Way::Lists, Way::Json];

fn written(pairs: &[(&str, String)], way: Way) -> String {
    if pairs.is_empty() {
        return String::new();
    }
    let is_plain = |value: &str| value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    let item = |(key, value): &(&str, String)| match value.as_str() {
        "true" => (*key).to_owned(),
        value if way == Way::Lists && is_plain(value) => format!("{key}=({value} 7)"),
        value if is_plain(value) => format!("{key}={value}"),
        value => format!("{key}=\"{value}\""),
    };
    let header = pairs.iter().map(item).collect::<Vec<_>>().join(",");
    let encoded = |text: &str| -> String {
        text.bytes()
            .map(
                |byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") },
            )
            .collect()
    };
    match way {
        Way::Header | Way::Lists => header,
        Way::Query => format!("a=1&CMCD={}&b=2", encoded(&header)),
        Way::Json => {
            let members = pairs.iter().map(|(key, value)| match value.as_str() {
                "true" => format!("\"{key}\":true"),
                value if value.parse::<f64>().is_ok() => format!("\"{key}\":{value}"),
                value => format!("\"{key}\":\"{value}\""),
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(","))
        }
    }
}

/// A log with these cells under this name.
fn file(name: &str, cells: &[String]) -> String {
    let rows = cells
        .iter()
        .enumerate()
        .map(|(row, cell)| format!("0.{row},\"{}\",{}\n", cell.replace('"', "\"\""), 1_772_368_245 + row * 4));
    format!("time-taken,{name},timestamp\n{}", rows.collect::<String>())
}

fn seeds() -> Vec<Vec<u8>> {
    let text = seeds::cmcd().join("\n");
    let any = (0..HEADERS.len() as u8).map(|header| [&[header, 0, 0, 1, 5, 0], text.as_bytes()].concat());
    // Numbers of pairs, and pairs: key, kind of value, value.
    let pairs: Vec<u8> = (0..90_u8).flat_map(|at| [at, at.wrapping_mul(37), at.wrapping_mul(11), at % 3]).collect();
    let known = [(9, 0), (1, 3), (2, 1)].map(|(limits, way)| [&[130, limits, way], pairs.as_slice()].concat());
    any.chain(known).collect()
}
