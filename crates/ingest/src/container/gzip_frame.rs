//! What stands around the compressed data of a gzip member (RFC 1952): the header before it, the checksum and the
//! length behind it.

use crc::{CRC_32_ISO_HDLC, Crc, Table};

const MAGIC_AND_METHOD: [u8; 3] = [0x1f, 0x8b, 8];

/// Flag bits, section 2.3.1. The text bit means nothing here.
const FHCRC: u8 = 1 << 1;
const FEXTRA: u8 = 1 << 2;
const FNAME: u8 = 1 << 3;
const FCOMMENT: u8 = 1 << 4;
const RESERVED: u8 = 0b1110_0000;

/// Bytes of a name or a comment: the format sets no bound, and a header is not to be read for ever.
const MOST_TEXT: u16 = u16::MAX;

/// Sums by CRC-32.
pub(crate) struct Checksum(Box<Crc<u32, Table<16>>>);

impl Checksum {
    /// The sum of no bytes.
    pub const EMPTY: u32 = 0;

    /// The table is computed here, at run time: as a constant it would be 16 kB of noise in the program.
    pub fn new() -> Self {
        Self(Box::new(Crc::<u32, Table<16>>::new(&CRC_32_ISO_HDLC)))
    }

    /// The sum of the bytes summed up so far and these.
    pub fn extend(&self, sum: u32, bytes: &[u8]) -> u32 {
        // The register before the final inversion, mirrored as the crate takes initial values.
        let mut digest = self.0.digest_with_initial((!sum).reverse_bits());
        digest.update(bytes);
        digest.finalize()
    }
}

/// Bytes that cannot be where they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Malformed;

/// The reader of a header, byte by byte. What it says is not needed, only where it ends.
pub(crate) struct Header {
    part: Part,
    /// Bytes of the part that have come.
    at: u16,
    start: [u8; 10],
    /// The last number of two bytes that was read: the length of the extra field, then the sum.
    number: u16,
    sum: u32,
}

#[derive(Clone, Copy)]
enum Part {
    Start,
    ExtraLength,
    Extra,
    Name,
    Comment,
    Sum,
}

impl Header {
    pub fn new() -> Self {
        Self { part: Part::Start, at: 0, start: [0; 10], number: 0, sum: Checksum::EMPTY }
    }

    /// Takes a byte and tells whether the header ends with it.
    ///
    /// # Errors
    /// [`Malformed`] where this is no header, or its own checksum is wrong.
    pub fn push(&mut self, byte: u8, checksum: &Checksum) -> Result<bool, Malformed> {
        let place = usize::from(self.at);
        let ended = match self.part {
            Part::Start => {
                if let Some(slot) = self.start.get_mut(place) {
                    *slot = byte;
                }
                place + 1 == self.start.len()
            }
            Part::ExtraLength | Part::Sum => {
                self.number |= u16::from(byte) << (8 * (self.at & 1));
                place == 1
            }
            Part::Extra => place + 1 == usize::from(self.number),
            Part::Name | Part::Comment if byte != 0 && self.at == MOST_TEXT => return Err(Malformed),
            Part::Name | Part::Comment => byte == 0,
        };
        if !matches!(self.part, Part::Sum) {
            self.sum = checksum.extend(self.sum, &[byte]);
        }
        self.at = self.at.wrapping_add(1);
        if ended { self.next_part() } else { Ok(false) }
    }

    /// Goes on to the next part that is there, and tells whether there is none.
    fn next_part(&mut self) -> Result<bool, Malformed> {
        self.at = 0;
        let flags = self.start[3];
        loop {
            let there;
            (self.part, there) = match self.part {
                Part::Start => {
                    if self.start[..3] != MAGIC_AND_METHOD || flags & RESERVED != 0 {
                        return Err(Malformed);
                    }
                    (Part::ExtraLength, flags & FEXTRA != 0)
                }
                // Without the length there is none.
                Part::ExtraLength => (Part::Extra, self.number > 0),
                Part::Extra => (Part::Name, flags & FNAME != 0),
                Part::Name => (Part::Comment, flags & FCOMMENT != 0),
                Part::Comment => {
                    self.number = 0;
                    (Part::Sum, flags & FHCRC != 0)
                }
                // Its lower half.
                Part::Sum if flags & FHCRC != 0 && self.number != self.sum as u16 => return Err(Malformed),
                Part::Sum => return Ok(true),
            };
            if there {
                return Ok(false);
            }
        }
    }
}

/// The reader of what follows the compressed data.
#[derive(Default)]
pub(crate) struct Trailer {
    /// The sum in the lower half, the length in the upper one, as far as they have come.
    number: u64,
    at: u32,
}

impl Trailer {
    /// Takes a byte; the last one gives the sum and the length (modulo 2³²) that the member shall have.
    pub fn push(&mut self, byte: u8) -> Option<(u32, u32)> {
        self.number |= u64::from(byte) << (8 * self.at);
        self.at += 1;
        (self.at == u64::BITS / 8).then_some((self.number as u32, (self.number >> 32) as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_crc_32_however_it_is_cut() {
        let checksum = Checksum::new();
        // The first is the check value of CRC-32/ISO-HDLC in the catalogue of parametrised CRCs.
        assert_eq!(checksum.extend(Checksum::EMPTY, b"123456789"), 0xcbf4_3926);
        assert_eq!(checksum.extend(Checksum::EMPTY, b""), 0);
        assert_eq!(checksum.extend(Checksum::EMPTY, &[0; 32]), 0x190a_55ad);
        assert_eq!(checksum.extend(Checksum::EMPTY, &[0xff; 32]), 0xff6c_ab0b);
        let bytes: Vec<u8> = (0..200).collect();
        let whole = checksum.extend(Checksum::EMPTY, &bytes);
        for cut in 0..bytes.len() {
            let first = checksum.extend(Checksum::EMPTY, &bytes[..cut]);
            assert_eq!(checksum.extend(first, &bytes[cut..]), whole, "cut at {cut}");
        }
    }

    /// The length of the header at the beginning of these bytes, `None` where it does not end.
    fn length(bytes: &[u8]) -> Result<Option<usize>, Malformed> {
        let checksum = Checksum::new();
        let mut header = Header::new();
        for (at, &byte) in bytes.iter().enumerate() {
            if header.push(byte, &checksum)? {
                return Ok(Some(at + 1));
            }
        }
        Ok(None)
    }

    fn start(flags: u8) -> Vec<u8> {
        vec![0x1f, 0x8b, 8, flags, 1, 2, 3, 4, 0, 255]
    }

    #[test]
    fn every_combination_of_parts() {
        let checksum = Checksum::new();
        for flags in 0..32_u8 {
            for extra in [0_u16, 1, 2, 300] {
                let mut bytes = start(flags);
                if flags & FEXTRA != 0 {
                    bytes.extend(extra.to_le_bytes());
                    bytes.extend((0..extra).map(|at| at as u8));
                }
                if flags & FNAME != 0 {
                    bytes.extend(b"sessions.csv\0");
                }
                if flags & FCOMMENT != 0 {
                    bytes.push(0);
                }
                if flags & FHCRC != 0 {
                    let sum = checksum.extend(Checksum::EMPTY, &bytes) as u16;
                    bytes.extend(sum.to_le_bytes());
                }
                let whole = bytes.len();
                assert_eq!(length(&bytes[..whole - 1]), Ok(None), "flags {flags}");
                bytes.extend(b"data");
                assert_eq!(length(&bytes), Ok(Some(whole)), "flags {flags}");
                if flags & FHCRC != 0 {
                    bytes[whole - 1] ^= 1;
                    assert_eq!(length(&bytes), Err(Malformed), "flags {flags}");
                }
            }
        }
    }

    #[test]
    fn what_is_no_header() {
        for (place, byte) in [(0, 0x1e), (1, 0x8c), (2, 7), (3, 32), (3, 64), (3, 128)] {
            let mut bytes = start(0);
            bytes[place] = byte;
            assert_eq!(length(&bytes), Err(Malformed), "{byte} at {place}");
        }
        for flag in [FNAME, FCOMMENT] {
            let text = |letters: usize| [start(flag), vec![b'a'; letters], vec![0]].concat();
            assert_eq!(length(&text(65_535)), Ok(Some(10 + 65_535 + 1)));
            assert_eq!(length(&text(65_536)), Err(Malformed));
        }
    }

    #[test]
    fn the_trailer_is_a_sum_and_a_length() {
        let mut trailer = Trailer::default();
        let given: Vec<Option<(u32, u32)>> = (1..=8).map(|byte| trailer.push(byte)).collect();
        assert_eq!(given[..7], [None; 7]);
        assert_eq!(given[7], Some((0x0403_0201, 0x0807_0605)));
    }
}
