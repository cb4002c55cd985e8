//! Containers written plainly, so that a target knows what is inside: gzip members and zip archives.

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use std::io::Write;

/// A gzip member at this level, 0 to 9.
pub fn gzip(content: &[u8], level: u8) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(u32::from(level.min(9))));
    encoder.write_all(content).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

/// A gzip member around a deflate stream with what it holds, its checksum and length in order.
pub fn gzip_around(deflated: &[u8], content: &[u8]) -> Vec<u8> {
    let mut file = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff".to_vec();
    file.extend_from_slice(deflated);
    file.extend_from_slice(&crc(content).to_le_bytes());
    file.extend_from_slice(&(content.len() as u32).to_le_bytes());
    file
}

/// The content of a deflate stream and its length in bytes, up to `most` bytes; `None` where it is damaged, cut off or
/// holds more.
pub fn inflate(deflated: &[u8], most: usize) -> Option<(Vec<u8>, usize)> {
    let mut inflater = flate2::Decompress::new(false);
    let mut content = Vec::with_capacity(most + 1);
    let status = inflater.decompress_vec(deflated, &mut content, flate2::FlushDecompress::Finish).ok()?;
    let ended = status == flate2::Status::StreamEnd && content.len() <= most;
    ended.then(|| (content, inflater.total_in() as usize))
}

/// A file of a zip archive.
pub struct Entry<'a> {
    /// Its name.
    pub name: &'a [u8],
    /// What it holds.
    pub content: Content<'a>,
    /// How its sizes are told.
    pub sizes: Sizes,
}

/// What a file of an archive holds.
#[derive(Clone, Copy)]
pub enum Content<'a> {
    /// These bytes as they are.
    Stored(&'a [u8]),
    /// These bytes, to be compressed.
    Deflated(&'a [u8]),
    /// A deflate stream, and what it holds.
    Stream(&'a [u8], &'a [u8]),
}

impl Content<'_> {
    fn whole(&self) -> &[u8] {
        match self {
            Content::Stored(whole) | Content::Deflated(whole) | Content::Stream(_, whole) => whole,
        }
    }
}

/// How the sizes of a file of an archive are told.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sizes {
    /// Before it.
    Before,
    /// Before it, in the extra field of zip64.
    Before64,
    /// Behind it, as a writer that cannot go back puts them.
    Behind,
    /// Behind it, without a signature.
    BehindUnsigned,
    /// Behind it, in the eight bytes of zip64.
    Behind64,
}

impl Sizes {
    /// Every way.
    pub const ALL: [Sizes; 5] = [Sizes::Before, Sizes::Before64, Sizes::Behind, Sizes::BehindUnsigned, Sizes::Behind64];

    /// Whether they stand behind the file: one that is not compressed has no end then.
    pub fn is_behind(self) -> bool {
        !matches!(self, Sizes::Before | Sizes::Before64)
    }

    fn is_long(self) -> bool {
        matches!(self, Sizes::Before64 | Sizes::Behind64)
    }
}

/// A zip archive of these files, with a comment behind it.
pub fn zip(entries: &[Entry], comment: &[u8]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let whole = entry.content.whole();
        let (method, data): (u16, _) = match entry.content {
            Content::Stored(bytes) => (0, bytes.to_vec()),
            Content::Deflated(bytes) => (8, deflate(bytes)),
            Content::Stream(stream, _) => (8, stream.to_vec()),
        };
        let flags: u16 = if entry.sizes.is_behind() { 8 } else { 0 };
        let (sum, sizes) = (crc(whole).to_le_bytes(), [data.len(), whole.len()]);
        let short = sizes.map(|size| (size as u32).to_le_bytes()).concat();
        let long = sizes.map(|size| (size as u64).to_le_bytes()).concat();
        let start = file.len() as u32;
        // Version needed, flags, method, time, date.
        let common = [20, flags, method, 0, 0x21].map(u16::to_le_bytes).concat();
        // The extra field tells the whole size first.
        let extra: Vec<u8> = match entry.sizes {
            Sizes::Before64 => [&[1, 0, 16, 0], &long[8..], &long[..8]].concat(),
            Sizes::Behind64 => [&[1, 0, 16, 0], [0; 16].as_slice()].concat(),
            _ => Vec::new(),
        };
        let told = match entry.sizes {
            Sizes::Before => [sum.as_slice(), &short].concat(),
            Sizes::Before64 => [sum.as_slice(), &[0xff; 8]].concat(),
            Sizes::Behind64 => [[0; 4].as_slice(), &[0xff; 8]].concat(),
            Sizes::Behind | Sizes::BehindUnsigned => vec![0; 12],
        };
        file.extend_from_slice(b"PK\x03\x04");
        file.extend_from_slice(&common);
        file.extend_from_slice(&told);
        file.extend_from_slice(&[entry.name.len() as u16, extra.len() as u16].map(u16::to_le_bytes).concat());
        file.extend_from_slice(entry.name);
        file.extend_from_slice(&extra);
        file.extend_from_slice(&data);
        if entry.sizes.is_behind() {
            if entry.sizes != Sizes::BehindUnsigned {
                file.extend_from_slice(b"PK\x07\x08");
            }
            file.extend_from_slice(&sum);
            file.extend_from_slice(if entry.sizes.is_long() { &long } else { &short });
        }
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&common);
        directory.extend_from_slice(&sum);
        directory.extend_from_slice(&short);
        // Lengths of name, extra and comment, disk, attributes.
        directory.extend_from_slice(&[entry.name.len() as u16, 0, 0, 0, 0, 0, 0].map(u16::to_le_bytes).concat());
        directory.extend_from_slice(&start.to_le_bytes());
        directory.extend_from_slice(entry.name);
    }
    let (start, count) = (file.len() as u32, entries.len() as u16);
    file.extend_from_slice(&directory);
    file.extend_from_slice(b"PK\x05\x06");
    file.extend_from_slice(&[0, 0, count, count].map(u16::to_le_bytes).concat());
    file.extend_from_slice(&[directory.len() as u32, start].map(u32::to_le_bytes).concat());
    file.extend_from_slice(&(comment.len() as u16).to_le_bytes());
    file.extend_from_slice(comment);
    file
}

fn deflate(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(content).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn crc(content: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(content);
    crc.sum()
}
