//! gzip as a stream: any number of members, checked to the last byte, and stopped where it expands like a bomb.

use super::error::IngestError;
use super::limits::Limits;
use flate2::write::GzDecoder;
use std::io::Write;

/// So much is given to the decoder at a time: deflate expands at most 1,032 fold, so this bounds what is held at once.
const STEP: usize = 8 << 10;

/// The decompressor.
pub(super) struct Gunzip {
    state: State,
    compressed: u64,
    expanded: u64,
}

enum State {
    /// Within a member, or before the first.
    Member(Box<GzDecoder<Vec<u8>>>),
    /// Behind a complete member.
    Between,
    /// Behind zero bytes after a member, with which some tools fill up a block.
    Padding,
}

impl Gunzip {
    pub(super) fn new() -> Self {
        Self { state: State::Member(new_member()), compressed: 0, expanded: 0 }
    }

    /// Takes compressed bytes and hands on what they hold.
    pub(super) fn push(
        &mut self,
        bytes: &[u8],
        limits: &Limits,
        mut sink: impl FnMut(&[u8]) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        for step in bytes.chunks(STEP) {
            let mut rest = step;
            while !rest.is_empty() {
                let taken = self.step(rest, limits, &mut sink)?;
                self.compressed += taken as u64;
                rest = rest.get(taken..).unwrap_or_default();
            }
        }
        Ok(())
    }

    /// Takes some of these bytes, or none where another state is to look at them.
    fn step(
        &mut self,
        bytes: &[u8],
        limits: &Limits,
        sink: &mut impl FnMut(&[u8]) -> Result<(), IngestError>,
    ) -> Result<usize, IngestError> {
        let State::Member(decoder) = &mut self.state else { return self.step_between(bytes) };
        let taken = decoder.write(bytes).map_err(|_| damaged(self.compressed, "its content cannot be decompressed"))?;
        let complete = taken == 0;
        if complete {
            // What the member still holds comes out with the check of its sum.
            decoder.try_finish().map_err(|_| damaged(self.compressed, "the checksum is wrong"))?;
        }
        let mut out = std::mem::take(decoder.get_mut());
        self.expanded += out.len() as u64;
        self.check_expansion(taken, limits)?;
        sink(&out)?;
        if complete {
            self.state = State::Between;
        } else if let State::Member(decoder) = &mut self.state {
            // The buffer's memory serves the next step again.
            out.clear();
            *decoder.get_mut() = out;
        }
        Ok(taken)
    }

    fn step_between(&mut self, bytes: &[u8]) -> Result<usize, IngestError> {
        let zeros = bytes.iter().take_while(|&&byte| byte == 0).count();
        match self.state {
            State::Between if zeros == 0 && bytes.first() == super::format::GZIP.first() => {
                self.state = State::Member(new_member());
                Ok(0)
            }
            _ if zeros == bytes.len() => {
                self.state = State::Padding;
                Ok(zeros)
            }
            _ => Err(damaged(self.compressed, "something else follows the compressed data")),
        }
    }

    /// Hands on the last bytes and checks that the stream is complete.
    pub(super) fn finish(
        self,
        limits: &Limits,
        mut sink: impl FnMut(&[u8]) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        let State::Member(mut decoder) = self.state else { return Ok(()) };
        let truncated = IngestError::GzipTruncated { bytes: self.compressed };
        // A complete member takes no further byte; one that does was cut off.
        match decoder.write(&[0]) {
            Ok(0) => {}
            Ok(_) | Err(_) => return Err(truncated),
        }
        decoder.try_finish().map_err(|_| damaged(self.compressed, "the checksum is wrong"))?;
        let last = std::mem::take(decoder.get_mut());
        let after = Self { expanded: self.expanded + last.len() as u64, state: State::Between, ..self };
        after.check_expansion(0, limits)?;
        sink(&last)
    }

    fn check_expansion(&self, taken: usize, limits: &Limits) -> Result<(), IngestError> {
        let compressed = self.compressed + taken as u64;
        if self.expanded > limits.free_expansion_bytes && self.expanded / limits.expansion > compressed {
            return Err(IngestError::Bomb { compressed, expanded: self.expanded });
        }
        Ok(())
    }
}

fn new_member() -> Box<GzDecoder<Vec<u8>>> {
    Box::new(GzDecoder::new(Vec::new()))
}

fn damaged(position: u64, what: &'static str) -> IngestError {
    IngestError::GzipDamaged { position, what }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
pub(super) mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use proptest::prelude::*;

    pub(in crate::ingest) fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
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
        gunzip.finish(limits, |bytes| {
            out.extend_from_slice(bytes);
            Ok(())
        })?;
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
