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
    pub content: &'a [u8],
    /// Whether it is compressed, or stored.
    pub deflated: bool,
    /// Whether its sizes stand behind it, as a writer that cannot go back puts them.
    pub streamed: bool,
}

/// A zip archive of these files.
pub fn zip(entries: &[Entry]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for entry in entries {
        let data = if entry.deflated { deflate(entry.content) } else { entry.content.to_vec() };
        let method: u16 = if entry.deflated { 8 } else { 0 };
        let flags: u16 = if entry.streamed { 8 } else { 0 };
        let sums = [crc(entry.content), data.len() as u32, entry.content.len() as u32].map(u32::to_le_bytes).concat();
        let start = file.len() as u32;
        // Version needed, flags, method, time, date.
        let common = [20, flags, method, 0, 0x21].map(u16::to_le_bytes).concat();
        file.extend_from_slice(b"PK\x03\x04");
        file.extend_from_slice(&common);
        file.extend_from_slice(if entry.streamed { &[0; 12] } else { &sums });
        file.extend_from_slice(&[entry.name.len() as u16, 0].map(u16::to_le_bytes).concat());
        file.extend_from_slice(entry.name);
        file.extend_from_slice(&data);
        if entry.streamed {
            file.extend_from_slice(b"PK\x07\x08");
            file.extend_from_slice(&sums);
        }
        directory.extend_from_slice(b"PK\x01\x02\x14\x00");
        directory.extend_from_slice(&common);
        directory.extend_from_slice(&sums);
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
    file.extend_from_slice(&[0, 0]);
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
