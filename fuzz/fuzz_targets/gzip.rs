//! gzip: what is packed loads as what is plain, however it is cut into members; damage is an error; a bomb is stopped.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::ingest::{IngestError, Limits};
use streamguard_fuzz::{Input, archive, holds, load, seeds};

/// More than this is not unpacked here.
const MOST: usize = 1 << 20;

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let mut input = Input::new(bytes);
    match input.byte() % 4 {
        0 => members(input),
        1 => around_any_stream(input),
        2 => bomb(input),
        _ => {
            let limits = Limits { free_expansion_bytes: 64 << 10, text_bytes: MOST as u64, ..Limits::default() };
            let sizes = input.sizes();
            let _ = load::checked(input.rest(), &sizes, &load::rows(), limits);
        }
    }
});

/// A file in members of any size and level.
fn members(mut input: Input) {
    let (size, level, slices) = (usize::from(input.word()) + 1, input.byte(), input.sizes());
    let limits = load::small_limits(&mut input);
    let content = input.rest();
    if content.starts_with(b"\x1f\x8b") {
        return;
    }
    let file: Vec<u8> = content.chunks(size).take(50).flat_map(|part| archive::gzip(part, level % 10)).collect();
    let content = &content[..content.len().min(size.saturating_mul(50))];
    compare(&file, content, &slices, limits);
}

/// A member whose deflate stream is any bytes that the reference can unpack.
fn around_any_stream(input: Input) {
    let deflated = input.rest();
    let Some((content, length)) = archive::inflate(deflated, MOST) else { return };
    if content.starts_with(b"\x1f\x8b") {
        return;
    }
    compare(&archive::gzip_around(&deflated[..length], &content), &content, &[13], Limits::default());
}

fn compare(file: &[u8], content: &[u8], slices: &[usize], limits: Limits) {
    let rows = load::rows();
    match (load::checked(file, slices, &rows, limits), load::whole(content, &rows, limits)) {
        (Ok(packed), Ok(plain)) => {
            holds::same(&packed, &plain);
            assert_eq!(format!("{:?}", packed.mapping), format!("{:?}", plain.mapping));
        }
        (Err(packed), Err(plain)) => {
            // Nothing at all is no gzip file either.
            assert!(packed == plain || matches!(plain, IngestError::Empty), "packed {packed:?}, plain {plain:?}");
        }
        (packed, plain) => panic!("packed {:?}, plain {:?}", packed.err(), plain.err()),
    }
}

/// So much of one row that no telemetry shrinks like it.
fn bomb(mut input: Input) {
    let rows = usize::from(input.word()) + 40_000;
    let level = input.byte() % 9 + 1;
    let content = [b"a,b\n".to_vec(), b"1,2\n".repeat(rows)].concat();
    let file = archive::gzip(&content, level);
    let limits = Limits { free_expansion_bytes: 64 << 10, expansion: 20, ..Limits::default() };
    assert!(content.len() / file.len() > 20, "it is one");
    let refused = load::checked(&file, &[1_000], &load::rows(), limits).map(|loaded| loaded.report.read);
    assert!(matches!(refused, Err(IngestError::Bomb { .. })), "{refused:?}");
}

fn seeds() -> Vec<Vec<u8>> {
    let files = seeds::files();
    let packed: Vec<Vec<u8>> = files.iter().map(|file| archive::gzip(file, 6)).collect();
    let streams: Vec<Vec<u8>> = packed.iter().map(|file| file[10..file.len() - 8].to_vec()).collect();
    [
        seeds::behind(&[0, 30, 0, 6, 1, 9, 0, 0], &files),
        seeds::behind(&[0, 255, 255, 0, 1, 9, 0, 9], &files),
        seeds::behind(&[1], &streams),
        vec![vec![2, 0, 0, 5]],
        seeds::behind(&[3, 1, 7, 0], &packed),
    ]
    .concat()
}
