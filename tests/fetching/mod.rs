//! A file of the browser's comes out as it is, whoever fetches it: a scoring worker at the other end of a port, this worker,
//! or the one where the other has left off.

use js_sys::{Array, Uint8Array};
use streamguard::analysis::ByteSource;
use streamguard::engine::{Equipment, Full, Request};
use streamguard::ingest::{FileIdentity, Identifier};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{File, MessageChannel};

/// Three whole slices and a part of one.
const BYTES: usize = (13 << 20) + 7;

fn bytes() -> Vec<u8> {
    (0..BYTES as u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect()
}

fn file(bytes: &[u8]) -> File {
    let parts = Array::of1(&Uint8Array::from(bytes));
    File::new_with_buffer_source_sequence(&parts, "f").expect("a file")
}

/// An analysis worker with one scoring worker.
fn with_a_peer() -> Full {
    let channel = MessageChannel::new().expect("a channel");
    let full = Full::default();
    Full::serve(channel.port1());
    assert!(full.take(&Request::Peer { peer: 0 }, &channel.port2()));
    full
}

async fn rest(source: &mut impl ByteSource) -> Vec<u8> {
    let mut read = Vec::new();
    loop {
        let slice = source.next().await.expect("a slice");
        if slice.is_empty() {
            return read;
        }
        read.extend(slice);
    }
}

fn identity(bytes: &[u8]) -> Option<FileIdentity> {
    let mut identifier = Identifier::default();
    identifier.push(bytes);
    Some(identifier.finish())
}

#[wasm_bindgen_test]
async fn a_file_is_fetched_and_hashed_by_a_scoring_worker() {
    let (bytes, full) = (bytes(), with_a_peer());
    // Twice, and the second time after one that was left in the middle.
    for begun in [0, 2] {
        let mut left = full.reader(file(b"another one"));
        for _ in 0..begun {
            left.next().await.expect("a slice");
        }
        drop(left);
        let mut reader = full.reader(file(&bytes));
        assert!(reader.is_hashed_elsewhere());
        assert_eq!(reader.total(), BYTES as f64);
        assert!(rest(&mut reader).await == bytes);
        assert_eq!(reader.identity().await, identity(&bytes));
        reader.rewind().expect("a file");
        assert!(rest(&mut reader).await == bytes);
    }
    let mut empty = full.reader(file(b""));
    assert!(rest(&mut empty).await.is_empty());
    assert_eq!(empty.identity().await, identity(b""));
}

#[wasm_bindgen_test]
async fn without_a_scoring_worker_it_is_read_here() {
    let bytes = bytes();
    let mut reader = Full::default().reader(file(&bytes));
    assert!(!reader.is_hashed_elsewhere());
    assert!(rest(&mut reader).await == bytes);
    assert_eq!(reader.identity().await, None);
}

#[wasm_bindgen_test]
async fn where_the_scoring_worker_leaves_off_it_is_read_on_here() {
    let (bytes, full) = (bytes(), with_a_peer());
    // Another file, which the worker fetches in place of this one.
    let mut first = full.reader(file(&bytes));
    let mut read = first.next().await.expect("a slice");
    let other = b"another one";
    let mut second = full.reader(file(other));
    read.extend(rest(&mut first).await);
    assert!(read == bytes);
    assert_eq!(first.identity().await, None);
    drop(first);
    assert_eq!(rest(&mut second).await, other);
    assert_eq!(second.identity().await, identity(other));

    // The worker is lost.
    let mut reader = full.reader(file(&bytes));
    let mut read = reader.next().await.expect("a slice");
    assert!(full.take(&Request::PeerLost { peer: 0 }, &wasm_bindgen::JsValue::UNDEFINED));
    read.extend(rest(&mut reader).await);
    assert!(read == bytes);
    assert_eq!(reader.identity().await, None);
}
