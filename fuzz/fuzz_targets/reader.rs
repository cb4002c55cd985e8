//! Any bytes, any limits, any slices, however rows are to become sessions: the counts add up, the slices do not show, and
//! the same comes of the file by its link.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::ingest::Mapping;
use streamguard_fuzz::{Input, load, seeds};

/// The loader works on blocks of this size.
const BLOCK: usize = 64 << 10;

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let limits = load::small_limits(&mut input);
    let reading = load::any_reading(&mut input, Mapping::default());
    let (sizes, at) = (input.sizes(), usize::from(input.word()));
    let file = input.rest();
    if let Ok(loaded) = load::checked(file, &sizes, &reading, limits) {
        load::again(file, &loaded, limits);
    }
    // The same with the border of a block in its midst: empty lines are no rows.
    if at % 64 == 63 {
        let line = file.iter().position(|&byte| byte == b'\n').map_or(0, |place| place + 1);
        let (front, back) = file.split_at(line);
        let empty = BLOCK.saturating_sub(line + at / 64 % (back.len() + 1));
        let file = [front, &vec![b'\n'; empty], back].concat();
        let _ = load::checked(&file, &[4_093], &reading, limits);
    }
});

fn seeds() -> Vec<Vec<u8>> {
    let files = seeds::files();
    [
        seeds::behind(&[0, 0, 0, 1, 7, 0, 0, 0], &files),
        seeds::behind(&[9, 5, 0x55, 0, 63, 4], &files),
        seeds::behind(&[26, 31, 0xff, 2, 3, 0, 0, 1, 9, 0], &files),
        seeds::behind(&[1, 7, 0, 0, 0, 0], &seeds::several_rows()),
        seeds::behind(&[1, 0, 0, 0, 0, 0], &seeds::several_rows()),
    ]
    .concat()
}
