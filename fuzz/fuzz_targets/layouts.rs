//! Logs, documents and tables in every layout: any bytes, read as this or that, add up; slices do not show, and the same comes
//! of the file by its link.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::ingest::{Layout, Mapping};
use streamguard_fuzz::{Input, load, seeds};

/// What bytes are read as, beside what they are recognised as.
const LAYOUTS: [&str; 14] = [
    "clf",
    "realtime",
    "w3c",
    "markdown",
    "json",
    "json:data",
    "json:result.rows",
    "jsonl",
    "csv:comma:backslash",
    "csv:tab:escaped",
    "csv:tab:unquoted",
    "csv:comma:line3",
    "csv:semicolon:bare:line2",
    "csv:pipe",
];

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let limits = load::small_limits(&mut input);
    let choice = usize::from(input.byte());
    let sizes = input.sizes();
    let mut reading = load::rows();
    reading.mapping = Mapping::default();
    reading.layout = LAYOUTS.get(choice).and_then(|text| text.parse::<Layout>().ok());
    let file = input.rest();
    if let Ok(loaded) = load::checked(file, &sizes, &reading, limits) {
        load::again(file, &loaded, limits);
    }
});

fn seeds() -> Vec<Vec<u8>> {
    let log = "::1 - - [01/Mar/2026:12:00:00 +0000] \"GET /v/1.m4s?CMCD=br%3D5 HTTP/1.1\" 206 12 \"-\" \"a \\\"b\\\"\" 0.1\n";
    let table = "Title\n\nid,os,n\ns1,tv,5\ns2,web,7\nTotal,,12\n(2 rows)\n";
    let files: Vec<Vec<u8>> = [
        log.repeat(3),
        "#Fields: a b n\nx  1\ny z 2\n\"p q\"  3\n".to_owned(),
        "| a | n |\n|---|---|\n| x | 1 |\n| y | 2 |\n".to_owned(),
        "{\"total\": 2, \"data\": [{\"n\": 1, \"d\": {\"os\": \"tv\"}}, {\"n\": 2}]}".to_owned(),
        "{\"columns\": [\"a\", \"n\"], \"result\": {\"rows\": [[\"x\", 1], [\"y\", null]]}}".to_owned(),
        "{\n\"n\": 1\n}\n{\n\"n\": 2\n}\n".to_owned(),
        table.to_owned(),
        format!("sep=;\n{}", table.replace(',', ";")),
        "\"id\",\"n\"\n\"a \\\"b\\\"\",1\n\"c\",\\N\n".to_owned(),
        "id\tn\n\"a\" b\t1\nc\\\td\t\\N\n".to_owned(),
    ]
    .into_iter()
    .map(String::into_bytes)
    .collect();
    // Recognised, and as each is written.
    let front = |choice: u8| [0, choice, 1, 7, 0, 0];
    (0..=14).flat_map(|choice| seeds::behind(&front(choice), &files)).collect()
}
