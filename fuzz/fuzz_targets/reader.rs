//! Any bytes, any limits, any slices: the counts add up, and the slices do not show.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::ingest::Mapping;
use streamguard_fuzz::{Input, load, seeds};

/// The loader works on blocks of this size.
const BLOCK: usize = 64 << 10;

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let limits = load::small_limits(&mut input);
    let (size, at) = (usize::from(input.byte()), usize::from(input.word()));
    let file = input.rest();
    let _ = load::checked(file, size, &Mapping::default(), limits);
    // The same with the border of a block in its midst: empty lines are no rows.
    if size % 64 == 63 {
        let line = file.iter().position(|&byte| byte == b'\n').map_or(0, |place| place + 1);
        let (front, back) = file.split_at(line);
        let empty = BLOCK.saturating_sub(line + at % (back.len() + 1));
        let file = [front, &vec![b'\n'; empty], back].concat();
        let _ = load::checked(&file, 4_093, &Mapping::default(), limits);
    }
});

fn seeds() -> Vec<Vec<u8>> {
    let files = seeds::files();
    [
        seeds::behind(&[0, 7, 0, 0], &files),
        seeds::behind(&[9, 63, 40, 0], &files),
        seeds::behind(&[26, 3, 9, 0], &files),
    ]
    .concat()
}
