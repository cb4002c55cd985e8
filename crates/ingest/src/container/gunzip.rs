//! gzip as a stream: any number of members, checked to the last byte, and stopped where it expands like a bomb.

use crate::container::gzip_frame::{Checksum, Header, Trailer};
use crate::container::inflate::{Inflate, Status, Step, check_expansion};
use crate::reading::limits::Limits;
use crate::report::error::IngestError;

/// The decompressor.
pub(crate) struct Gunzip {
    state: State,
    member: Member,
    checksum: Checksum,
    compressed: u64,
    expanded: u64,
}

enum State {
    Header(Header),
    Content,
    Trailer(Trailer),
    /// Behind a complete member.
    Between,
    /// Behind zero bytes after a member, with which some tools fill up a block.
    Padding,
}

/// The content of one member.
struct Member {
    inflate: Inflate,
    sum: u32,
    /// Bytes that came out, modulo 2³².
    length: u32,
}

impl Member {
    fn new() -> Self {
        Self { inflate: Inflate::new(), sum: Checksum::EMPTY, length: 0 }
    }

    /// Makes it as good as new.
    fn reset(&mut self) {
        self.inflate.reset();
        (self.sum, self.length) = (Checksum::EMPTY, 0);
    }
}

impl Gunzip {
    pub(crate) fn new() -> Self {
        Self {
            state: State::Header(Header::new()),
            member: Member::new(),
            checksum: Checksum::new(),
            compressed: 0,
            expanded: 0,
        }
    }

    /// Takes compressed bytes and hands on what they hold.
    pub(crate) fn push(
        &mut self,
        bytes: &[u8],
        limits: &Limits,
        mut sink: impl FnMut(&[u8]) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let taken = match self.state {
                State::Content => self.step_content(rest, limits, &mut sink)?,
                _ => self.step_frame(rest)?,
            };
            rest = rest.get(taken..).unwrap_or_default();
        }
        Ok(())
    }

    /// Takes bytes of the content: all, or those up to its end.
    fn step_content(
        &mut self,
        bytes: &[u8],
        limits: &Limits,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), IngestError>,
    ) -> Result<usize, IngestError> {
        let Member { inflate, sum, length } = &mut self.member;
        let mut read = 0;
        loop {
            let Step { taken, out, status } = inflate.step(bytes.get(read..).unwrap_or_default());
            read += taken;
            self.compressed += taken as u64;
            *sum = self.checksum.extend(*sum, out);
            *length = length.wrapping_add(out.len() as u32);
            self.expanded += out.len() as u64;
            if status == Status::Malformed {
                return Err(damaged(self.compressed, "its content cannot be decompressed"));
            }
            check_expansion(self.compressed, self.expanded, limits)?;
            if !out.is_empty() {
                sink(out)?;
            }
            match status {
                Status::Ended => {
                    self.state = State::Trailer(Trailer::default());
                    return Ok(read);
                }
                Status::MoreOutput => {}
                _ => return Ok(read),
            }
        }
    }

    /// Takes a byte of what is around the content, or none where another state is to look at it.
    fn step_frame(&mut self, bytes: &[u8]) -> Result<usize, IngestError> {
        let Some(&byte) = bytes.first() else { return Ok(0) };
        let next = match &mut self.state {
            State::Between if Some(&byte) == crate::container::signatures::GZIP.first() => {
                self.member.reset();
                self.state = State::Header(Header::new());
                return Ok(0);
            }
            State::Between | State::Padding if byte == 0 => Some(State::Padding),
            State::Between | State::Padding => {
                return Err(damaged(self.compressed, "something else follows the compressed data"));
            }
            State::Header(header) => match header.push(byte, &self.checksum) {
                Ok(ended) => ended.then_some(State::Content),
                Err(_) => return Err(damaged(self.compressed + 1, "its content cannot be decompressed")),
            },
            State::Trailer(trailer) => match trailer.push(byte) {
                Some(end) if end != (self.member.sum, self.member.length) => {
                    return Err(damaged(self.compressed + 1, "the checksum is wrong"));
                }
                end => end.map(|_| State::Between),
            },
            State::Content => return Ok(0),
        };
        if let Some(next) = next {
            self.state = next;
        }
        self.compressed += 1;
        Ok(1)
    }

    /// Checks that the stream is complete.
    pub(crate) fn finish(self) -> Result<(), IngestError> {
        match self.state {
            State::Between | State::Padding => Ok(()),
            State::Header(_) | State::Content | State::Trailer(_) => {
                Err(IngestError::GzipTruncated { bytes: self.compressed })
            }
        }
    }
}

fn damaged(position: u64, what: &'static str) -> IngestError {
    IngestError::GzipDamaged { position, what }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use proptest::prelude::*;
    use std::io::{Read, Write};

    pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).expect("memory takes it");
        encoder.finish().expect("memory takes it")
    }

    fn gunzip(bytes: &[u8], slice: usize, limits: &Limits) -> Result<Vec<u8>, IngestError> {
        let mut gunzip = Gunzip::new();
        let mut out = Vec::new();
        for part in bytes.chunks(slice) {
            gunzip.push(part, limits, |bytes| {
                out.extend_from_slice(bytes);
                Ok(())
            })?;
        }
        gunzip.finish()?;
        Ok(out)
    }

    proptest! {
        #[test]
        fn members_come_out_whole(
            members in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..3000), 1..4),
            slice in 1_usize..5000,
            zeros in 0_usize..20,
        ) {
            let mut bytes: Vec<u8> = members.iter().flat_map(|member| gzip(member)).collect();
            bytes.extend(std::iter::repeat_n(0, zeros));
            prop_assert_eq!(gunzip(&bytes, slice, &Limits::default()), Ok(members.concat()));
        }

        #[test]
        fn every_level_comes_out_as_another_decoder_says(
            seed in prop::collection::vec((any::<u8>(), 1_usize..400, 1_u8..9), 0..200),
            level in 0_u32..=9,
            slices in prop::collection::vec(1_usize..3000, 1..20),
            flushed in 0_usize..40_000,
        ) {
            // Runs and ramps, so that there is something to refer back to, over more than one window.
            let text: Vec<u8> = seed
                .iter()
                .flat_map(|&(byte, length, step)| (0..length).map(move |at| byte.wrapping_add(((at / 8) as u8).wrapping_mul(step))))
                .collect();
            let (first, second) = text.split_at(flushed.min(text.len()));
            let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
            encoder.write_all(first).unwrap();
            encoder.flush().unwrap();
            encoder.write_all(second).unwrap();
            let bytes = encoder.finish().unwrap();
            let mut other = Vec::new();
            flate2::read::MultiGzDecoder::new(&bytes[..]).read_to_end(&mut other).unwrap();
            let mut gunzip = Gunzip::new();
            let (mut out, mut rest) = (Vec::new(), &bytes[..]);
            for &slice in slices.iter().cycle() {
                let (now, later) = rest.split_at(slice.min(rest.len()));
                gunzip.push(now, &Limits::default(), |bytes| {
                    out.extend_from_slice(bytes);
                    Ok(())
                }).unwrap();
                rest = later;
                if rest.is_empty() {
                    break;
                }
            }
            prop_assert_eq!(gunzip.finish(), Ok(()));
            prop_assert_eq!(&out, &other);
            prop_assert_eq!(&out, &text);
        }

        #[test]
        fn damage_is_found_where_another_decoder_finds_it(
            changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
            length in any::<prop::sample::Index>(),
            slice in 1_usize..500,
        ) {
            let text: Vec<u8> = (0..700_u32).flat_map(|i| (i * i % 971).to_string().into_bytes()).collect();
            let mut encoder = flate2::GzBuilder::new().filename("a").extra(*b"xyz").write(Vec::new(), Compression::best());
            encoder.write_all(&text).unwrap();
            let mut bytes = encoder.finish().unwrap();
            for (at, byte) in changes {
                let at = at.index(bytes.len());
                bytes[at] = byte;
            }
            // Half the time the end is missing, too.
            bytes.truncate(bytes.len().min(length.index(2 * bytes.len())));
            let mut other = Vec::new();
            let read = flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut other);
            match (gunzip(&bytes, slice, &Limits::default()), read) {
                (Ok(out), Ok(_)) => prop_assert_eq!(out, other),
                (Err(IngestError::GzipTruncated { bytes: all }), Err(error)) => {
                    prop_assert_eq!(all, bytes.len() as u64);
                    prop_assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
                }
                (Err(IngestError::GzipDamaged { position, .. }), Err(error)) => {
                    prop_assert!(position <= bytes.len() as u64);
                    prop_assert_ne!(error.kind(), std::io::ErrorKind::UnexpectedEof);
                }
                // The other one leaves alone what follows the member.
                (Err(IngestError::GzipDamaged { what, .. }), Ok(_)) => {
                    prop_assert_eq!(what, "something else follows the compressed data");
                }
                (ours, theirs) => prop_assert!(false, "{:?} but {:?}", ours, theirs),
            }
        }

        #[test]
        fn a_changed_bit_is_found_or_harmless(at in any::<prop::sample::Index>(), bit in 0_u32..8) {
            let text: Vec<u8> = (0..2000_u32).flat_map(|i| (i * i % 971).to_string().into_bytes()).collect();
            let mut bytes = gzip(&text);
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
            if let Ok(out) = gunzip(&bytes, 4096, &Limits::default()) {
                prop_assert_eq!(out, text);
            }
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), slice in 1_usize..50) {
            let _ = gunzip(&bytes, slice, &Limits::default());
            let _ = gunzip(&[&[0x1f, 0x8b, 8, 0][..], &bytes].concat(), slice, &Limits::default());
        }
    }

    #[test]
    fn every_truncation_is_told() {
        let bytes = gzip(b"a,b\n1,2\n3,4\n");
        for length in 0..bytes.len() {
            let error = gunzip(&bytes[..length], 7, &Limits::default()).unwrap_err();
            assert_eq!(error, IngestError::GzipTruncated { bytes: length as u64 });
        }
    }

    #[test]
    fn a_header_with_a_name_and_a_comment() {
        let mut encoder = flate2::GzBuilder::new()
            .filename("sessions.csv")
            .comment("all of them")
            .extra(*b"xy")
            .write(Vec::new(), Compression::fast());
        encoder.write_all(b"a,b\n1,2\n").unwrap();
        let bytes = encoder.finish().unwrap();
        for slice in 1..bytes.len() {
            assert_eq!(
                gunzip(&bytes, slice, &Limits::default()).as_deref(),
                Ok(&b"a,b\n1,2\n"[..]),
                "slices of {slice}"
            );
        }
    }

    #[test]
    fn damage_is_told_apart_from_truncation() {
        let mut bytes = gzip(b"a,b\n1,2\n3,4\n");
        let sum = bytes.len() - 6;
        bytes[sum] ^= 1;
        let position = bytes.len() as u64;
        let expected = IngestError::GzipDamaged { position, what: "the checksum is wrong" };
        assert_eq!(gunzip(&bytes, 100, &Limits::default()), Err(expected));
        let mut bytes = gzip(b"a,b\n1,2\n");
        bytes.extend(b"extra");
        assert!(matches!(gunzip(&bytes, 100, &Limits::default()), Err(IngestError::GzipDamaged { .. })));
    }

    #[test]
    fn a_bomb_is_stopped_early() {
        let limits = Limits { free_expansion_bytes: 1 << 20, ..Limits::default() };
        let bytes = gzip(&vec![b'\n'; 50 << 20]);
        let Err(IngestError::Bomb { expanded, .. }) = gunzip(&bytes, 1 << 16, &limits) else {
            unreachable!("a bomb was let through")
        };
        assert!(expanded < 10 << 20, "{expanded} bytes were let out first");
        assert_eq!(gunzip(&gzip(&vec![b'\n'; 1 << 19]), 1 << 16, &limits).map(|out| out.len()), Ok(1 << 19));
    }
}
