//! zip: any files in an archive, whole or damaged. Where archives are read, one file in an archive loads as the file alone.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::ingest::{IngestError, Limits, Mapping, OtherFormat};
use streamguard_fuzz::archive::{Entry, zip};
use streamguard_fuzz::{Input, load, seeds};

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let (shape, size) = (input.byte(), usize::from(input.byte()));
    let damage: Vec<(usize, u8)> = (0..shape >> 5).map(|_| (usize::from(input.word()), input.byte())).collect();
    let limits = Limits { free_expansion_bytes: 64 << 10, text_bytes: 1 << 20, ..Limits::default() };
    let name = input.line();
    let content = input.rest();
    let entry = |name, content| Entry { name, content, deflated: shape & 1 == 1, streamed: shape & 2 == 2 };
    let halves = content.split_at(content.len() / 2);
    let entries = match shape >> 2 & 3 {
        0 | 1 => vec![entry(b"sessions.csv".as_slice(), content)],
        2 => vec![entry(name, content)],
        _ => vec![entry(b"a.csv".as_slice(), halves.0), entry(name, halves.1)],
    };
    let mut file = zip(&entries);
    for &(at, byte) in &damage {
        let at = at % file.len();
        file[at] ^= byte;
    }
    let loaded = load::checked(&file, size, &Mapping::default(), limits);
    if entries.len() > 1 || shape >> 2 & 3 == 2 || !damage.is_empty() {
        return;
    }
    match (loaded, load::whole(content, &Mapping::default(), limits)) {
        (Err(IngestError::OtherFormat(OtherFormat::Zip)), _) => {}
        (Ok(packed), Ok(plain)) => load::same_tables(&packed.table, &plain.table),
        (Err(_), Err(_)) => {}
        (packed, plain) => panic!("packed {:?}, plain {:?}", packed.err(), plain.err()),
    }
});

fn seeds() -> Vec<Vec<u8>> {
    let files = seeds::files();
    let damaged = seeds::behind(&[0b0010_0001, 9, 60, 0, 4, b'\n'], &files);
    let shapes = [0_u8, 1, 2, 3, 8, 12, 13, 15];
    let sound =
        shapes.iter().flat_map(|&shape| seeds::behind(&[shape, 9, b'x', b'.', b'c', b's', b'v', b'\n'], &files));
    sound.chain(damaged).collect()
}
