//! Media requests: any text where a file has its CMCD data, in each of the places where logs have it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::ingest::{Limits, Mapping};
use streamguard_fuzz::{Input, load, seeds};

const HEADERS: [&str; 6] = ["cs-uri-query", "CMCD", "cmcd", "CMCD-Request", "cmcd-session-id", "url"];

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let name = *input.one_of(&HEADERS);
    let size = usize::from(input.byte());
    let mut file = format!("time-taken,{name},timestamp\n");
    let mut row = 0;
    while !input.is_empty() && row < 100 {
        let cell = String::from_utf8_lossy(input.line()).replace('"', "\"\"");
        file += &format!("0.{row},\"{cell}\",{}\n", 1_772_368_245 + row * 4);
        row += 1;
    }
    let Ok(loaded) = load::checked(file.as_bytes(), size, &Mapping::default(), Limits::default()) else { return };
    let again = load::whole(file.as_bytes(), &loaded.mapping.to_mapping(), Limits::default()).expect("read once, read again");
    load::same_tables(&loaded.table, &again.table);
});

fn seeds() -> Vec<Vec<u8>> {
    (0..HEADERS.len() as u8).map(|header| [&[header, 5], seeds::cmcd().join("\n").as_bytes()].concat()).collect()
}
