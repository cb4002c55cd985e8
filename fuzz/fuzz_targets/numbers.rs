//! Cells of a number column have the bits that the standard library reads in them, or are missing where it reads no finite
//! number.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::ingest::{Assignment, Limits, Mapping, Reading};
use streamguard::telemetry::Data;
use streamguard_fuzz::{Input, load, seeds};

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let comma = input.byte() % 2 == 1;
    let mut cells = Vec::new();
    while !input.is_empty() && cells.len() < 200 {
        // A zero byte makes a file binary, and bytes that are no text are replaced.
        let Ok(cell) = std::str::from_utf8(input.line()) else { return };
        if cell.contains(['\0', '\r']) {
            return;
        }
        cells.push(cell);
    }
    // The first rows tell that these are numbers, and which mark they have.
    let mut file = String::from("key;value\n0;0,5\n");
    if !comma {
        file = file.replace(',', ".");
    }
    for cell in &cells {
        file += &format!("k;\"{}\"\n", cell.replace('"', "\"\""));
    }
    let mut mapping = Mapping::default();
    mapping.assign("value", Assignment::Own).expect("free");
    let limits = Limits { sample_rows: 1, ..Limits::default() };
    let loaded = load::whole(file.as_bytes(), &Reading::rows(mapping), limits).expect("half is a number");
    let Some(Data::Number(values)) = loaded.table.column("value").map(|column| &column.data) else {
        panic!("the column is of numbers");
    };
    assert_eq!(values.len(), cells.len() + 1);
    for (cell, value) in cells.iter().zip(&values[1..]) {
        let cell = cell.trim_matches(|letter: char| letter.is_ascii_whitespace());
        let plain = if comma && cell.contains('.') { "no".to_owned() } else if comma { cell.replacen(',', ".", 1) } else { cell.to_owned() };
        match plain.parse::<f64>().ok().filter(|number| number.is_finite()) {
            Some(number) => assert_eq!(value.to_bits(), number.to_bits(), "{cell:?}"),
            None => assert!(value.is_nan(), "{cell:?} is {value}"),
        }
    }
});

fn seeds() -> Vec<Vec<u8>> {
    let cells = "0\n-0\n1.5\n.5\n5.\n+3e-7\n1e999\n-inf\nNaN\nnull\n9007199254740993\n0.1\n 12 \n1,5\n\
        1797693134862315708145274237317043567980705675258449965989174768031572607800285387605895586327668781715404589535143824642343213268894641827684675467035375169860499105765512820762454900903893289440758685084551339423045832369032229481658085593321233477479774e-100\n\
        2.2250738585072011e-308\n4.9406564584124654e-324\n123456789012345678901234567890\n0x10\n1_000\n12 ms\n";
    vec![[&[0], cells.as_bytes()].concat(), [&[1], cells.replace('.', ",").as_bytes()].concat()]
}
