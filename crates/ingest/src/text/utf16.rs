//! UTF-16 into UTF-8, as a stream.

/// A byte that no UTF-8 holds: what stands for a character that cannot be read, so that it is told of like any other.
const UNREADABLE: u8 = 0xff;

/// The decoder.
pub(crate) struct Utf16 {
    big_endian: bool,
    /// The first byte of a unit.
    half: Option<u8>,
    /// The first unit of a pair.
    high: Option<u16>,
}

impl Utf16 {
    /// The decoder of a text that begins like this, where its byte order mark says that it is UTF-16.
    pub(crate) fn of(head: &[u8]) -> Option<Self> {
        let big_endian = match head.get(..2)? {
            [0xff, 0xfe] => false,
            [0xfe, 0xff] => true,
            _ => return None,
        };
        Some(Self { big_endian, half: None, high: None })
    }

    /// Takes bytes and appends the text that they complete.
    pub(crate) fn push(&mut self, bytes: &[u8], text: &mut Vec<u8>) {
        for &byte in bytes {
            let Some(first) = self.half.take() else {
                self.half = Some(byte);
                continue;
            };
            let pair = [first, byte];
            self.unit(if self.big_endian { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }, text);
        }
    }

    /// Appends what is left at the end: a character that was cut.
    pub(crate) fn finish(&mut self, text: &mut Vec<u8>) {
        if self.high.take().is_some() | self.half.take().is_some() {
            text.push(UNREADABLE);
        }
    }

    fn unit(&mut self, unit: u16, text: &mut Vec<u8>) {
        let high = self.high.take();
        if let (Some(high), 0xdc00..=0xdfff) = (high, unit) {
            let code = 0x1_0000 + (u32::from(high - 0xd800) << 10) + u32::from(unit - 0xdc00);
            return append(char::from_u32(code), text);
        }
        if high.is_some() {
            text.push(UNREADABLE);
        }
        match unit {
            0xd800..=0xdbff => self.high = Some(unit),
            _ => append(char::from_u32(unit.into()), text),
        }
    }
}

fn append(letter: Option<char>, text: &mut Vec<u8>) {
    match letter {
        Some(letter) => text.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
        None => text.push(UNREADABLE),
    }
}

/// Whether this looks like UTF-16 without a mark: of two bytes one is always zero.
pub(crate) fn seems_unmarked(head: &[u8]) -> bool {
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let half = head.len() / 2;
    let (first, second) = (zeros(0), zeros(1));
    half > 0 && (first == 0 && second * 10 >= half * 8 || second == 0 && first * 10 >= half * 8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn decode(units: &[u16], big_endian: bool, slice: usize, surplus: bool) -> Vec<u8> {
        let bytes = units.iter().flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() });
        let bytes: Vec<u8> = bytes.chain(surplus.then_some(b'x')).collect();
        let mut decoder = Utf16 { big_endian, half: None, high: None };
        let mut text = Vec::new();
        bytes.chunks(slice).for_each(|part| decoder.push(part, &mut text));
        decoder.finish(&mut text);
        text
    }

    proptest! {
        #[test]
        fn as_the_standard_library_says(
            units in prop::collection::vec(prop_oneof![any::<u16>(), 0xd700_u16..0xe100, 0_u16..200], 0..60),
            big_endian in any::<bool>(),
            slice in 1_usize..20,
        ) {
            let text = decode(&units, big_endian, slice, false);
            prop_assert_eq!(String::from_utf8_lossy(&text), String::from_utf16_lossy(&units));
        }
    }

    #[test]
    fn a_character_cut_at_the_end() {
        assert_eq!(decode(&[0x61], false, 1, true), b"a\xff");
        assert_eq!(decode(&[0x61, 0xd83d], true, 3, false), b"a\xff");
        assert_eq!(decode(&[0x61, 0xd83d], true, 3, true), b"a\xff");
    }

    #[test]
    fn marks() {
        assert!(Utf16::of(b"\xff\xfea\0").is_some_and(|decoder| !decoder.big_endian));
        assert!(Utf16::of(b"\xfe\xff\0a").is_some_and(|decoder| decoder.big_endian));
        assert!(Utf16::of(b"\xef\xbb\xbfa").is_none() && Utf16::of(b"\xff").is_none());
        assert!(seems_unmarked(b"a\0,\0b\0") && seems_unmarked(b"\0a\0,\0b") && !seems_unmarked(b"a,b\0c"));
    }
}
