//! zip: what is in a sound archive loads as the files themselves; damage is an error; a bomb is stopped by its ratio, and
//! by its size.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::ingest::{IngestError, Limits, Loaded, Loader};
use streamguard_fuzz::archive::{self, Content, Entry, Sizes, zip};
use streamguard_fuzz::{Input, holds, load, seeds};

/// More than this is not unpacked here.
const MOST: usize = 1 << 20;
const NAMES: [&[u8]; 3] = [b"first.csv", b"folder/second.csv", b"third"];

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let mut input = Input::new(bytes);
    match input.byte() % 5 {
        0 => sound(input),
        1 => around_any_stream(input),
        2 => bomb(input),
        3 => damaged(input),
        _ => {
            let sizes = input.sizes();
            let _ = load::checked(input.rest(), &sizes, &load::rows(), limits());
        }
    }
});

fn limits() -> Limits {
    Limits { free_expansion_bytes: 64 << 10, text_bytes: MOST as u64, ..Limits::default() }
}

/// Up to three files, compressed or not, their sizes told in each of the ways.
fn sound(mut input: Input) {
    let (count, slices, limits) = (usize::from(input.byte() % 3) + 1, input.sizes(), load::small_limits(&mut input));
    let ways: Vec<(u8, Sizes)> = (0..count).map(|_| (input.byte(), *input.one_of(&Sizes::ALL))).collect();
    let comment_bytes = usize::from(input.byte());
    let content = input.rest();
    // The same header above each part of the rows.
    let header = content.iter().position(|&byte| byte == b'\n').map_or(0, |place| place + 1);
    let (header, rows) = content.split_at(header);
    let part = rows.len().div_ceil(count).max(1);
    let files: Vec<Vec<u8>> = (0..count)
        .map(|at| rows.get(at * part..).map(|rest| &rest[..part.min(rest.len())]).unwrap_or_default())
        .map(|rows| [header, rows].concat())
        .collect();
    let entries: Vec<Entry> = files
        .iter()
        .zip(ways)
        .zip(NAMES)
        .map(|((file, (method, sizes)), name)| {
            // Without compression nothing tells the end but a length before it.
            let is_stored = method & 1 == 1 && !sizes.is_behind();
            let content = if is_stored { Content::Stored(file) } else { Content::Deflated(file) };
            Entry { name, content, sizes }
        })
        .collect();
    let packed = load::checked(&zip(&entries, &vec![b'c'; comment_bytes]), &slices, &load::rows(), limits);
    compare(packed, &files, limits);
}

/// A file whose deflate stream is any bytes that the reference can unpack.
fn around_any_stream(mut input: Input) {
    let sizes = *input.one_of(&Sizes::ALL);
    let deflated = input.rest();
    let Some((content, length)) = archive::inflate(deflated, MOST) else { return };
    let entry = Entry { name: NAMES[0], content: Content::Stream(&deflated[..length], &content), sizes };
    let limits = Limits::default();
    let packed = load::checked(&zip(&[entry], b""), &[13], &load::rows(), limits);
    compare(packed, &[content], limits);
}

/// The archive loads as the files one after the other.
fn compare(packed: Result<Loaded, IngestError>, files: &[Vec<u8>], limits: Limits) {
    let mut loader = Loader::with_limits(load::rows(), limits);
    let pushed = files.iter().zip(NAMES).try_for_each(|(file, name)| {
        loader.next_file(std::str::from_utf8(name).expect("is text"))?;
        loader.push(file)
    });
    // What an archive holds is not unpacked once more.
    if files.iter().any(|file| file.starts_with(b"\x1f\x8b") || file.starts_with(b"PK")) {
        return;
    }
    match (packed, pushed.and_then(|()| loader.finish())) {
        (Ok(packed), Ok(plain)) => {
            holds::same(&packed, &plain);
            assert_eq!(format!("{:?}", packed.mapping), format!("{:?}", plain.mapping));
        }
        (Err(packed), Err(plain)) => assert_eq!(packed, plain),
        (packed, plain) => panic!("packed {:?}, plain {:?}", packed.err(), plain.err()),
    }
}

/// So much of one row that no telemetry shrinks like it, in one file or spread over three; or more than is read at all.
fn bomb(mut input: Input) {
    let (rows, shape) = (usize::from(input.word()) + 40_000, input.byte());
    let content = [b"a,b\n".to_vec(), b"1,2\n".repeat(rows)].concat();
    let parts: Vec<Vec<u8>> = match shape % 2 {
        0 => vec![content],
        _ => content[4..].chunks(content.len().div_ceil(12) * 4).map(|rows| [b"a,b\n", rows].concat()).collect(),
    };
    let sizes = Sizes::ALL[usize::from(shape / 2) % 5];
    let archive = |stored: bool| {
        let content = |part| if stored { Content::Stored(part) } else { Content::Deflated(part) };
        let entries = parts.iter().zip(NAMES).map(|(part, name)| Entry { name, content: content(part), sizes });
        zip(&entries.collect::<Vec<_>>(), b"")
    };
    let load =
        |file: &[u8], limits| load::checked(file, &[1_000], &load::rows(), limits).map(|loaded| loaded.report.read);
    let file = archive(false);
    let ratio = Limits { expansion: 20, ..limits() };
    let refused = load(&file, ratio);
    assert!(matches!(refused, Err(IngestError::Bomb { .. })), "{refused:?}");
    // With a ratio that nothing exceeds, its size stops it; without compression there is no other reason.
    let size = Limits { expansion: u64::MAX, text_bytes: 100_000, ..Limits::default() };
    let refused = load(&file, size);
    assert!(is_too_much(&refused), "{refused:?}");
    if !sizes.is_behind() {
        let refused = load(&archive(true), size);
        assert!(is_too_much(&refused), "{refused:?}");
    }
}

fn is_too_much(refused: &Result<u64, IngestError>) -> bool {
    match refused {
        Err(IngestError::TooMuchText { .. }) => true,
        Err(IngestError::InFile { error, .. }) => matches!(**error, IngestError::TooMuchText { .. }),
        _ => false,
    }
}

/// Any name, and some bytes that are not as they should be.
fn damaged(mut input: Input) {
    let (shape, slices) = (input.byte(), input.sizes());
    let damage: Vec<(usize, u8)> = (0..shape % 4).map(|_| (usize::from(input.word()), input.byte())).collect();
    let cut = usize::from(input.word());
    let name = input.line();
    let content = input.rest();
    let (first, second) = content.split_at(content.len() / 2);
    let content = |part| if shape & 4 == 4 { Content::Stored(part) } else { Content::Deflated(part) };
    let sizes = Sizes::ALL[usize::from(shape / 8) % 5];
    let entry = |name, part| Entry { name, content: content(part), sizes };
    let mut file = zip(&[entry(NAMES[0], first), entry(name, second)], b"");
    for (at, byte) in damage {
        let at = at % file.len();
        file[at] ^= byte;
    }
    if shape >= 0xc0 {
        file.truncate(cut % file.len());
        let loaded = load::checked(&file, &slices, &load::rows(), limits());
        assert!(loaded.is_err(), "it is cut off");
    } else {
        let _ = load::checked(&file, &slices, &load::rows(), limits());
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let files = seeds::files();
    let packed: Vec<Vec<u8>> = files.iter().map(|file| archive::gzip(file, 6)).collect();
    let streams: Vec<Vec<u8>> = packed.iter().map(|file| file[10..file.len() - 8].to_vec()).collect();
    let ways = (0..5_u8).flat_map(|way| {
        let one = seeds::behind(&[0, 0, 1, 9, 0, 0, way % 2, way, 0], &files);
        let three = seeds::behind(&[0, 2, 0, 0, 0, way, 1, 1, 0, (way + 1) % 5, 4], &files);
        [one, three].concat()
    });
    let streams = (0..5_u8).flat_map(|way| seeds::behind(&[1, way], &streams));
    let bombs = (0..10_u8).map(|shape| vec![2, 0, 0, shape]);
    let damaged = [1, 9, 26, 0xc1]
        .iter()
        .flat_map(|&shape| seeds::behind(&[3, shape, 0, 60, 0, 4, 9, 1, b'x', b'.', b'c', b's', b'v', b'\n'], &files));
    ways.chain(streams).chain(bombs).chain(damaged).collect()
}
