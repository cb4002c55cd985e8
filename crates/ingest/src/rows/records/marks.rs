//! The bytes of a text that can mean something to a CSV: delimiters, line ends and quotes, found 64 bytes at a time.

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

pub(super) const QUOTE: u8 = b'"';

pub(super) const BYTE_ORDER_MARK: [u8; 3] = *b"\xef\xbb\xbf";

/// Bytes that are compared together.
const GROUP: usize = 64;
/// Places that are written at once.
const STEP: usize = 8;

/// How far a piece of text is read: the next byte, and the next mark.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    pub byte: usize,
    pub mark: usize,
}

/// What was found in a text.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Where the bytes are, in order, and rubbish behind them.
    places: Vec<u32>,
    /// How many there are.
    found: usize,
    /// Whether all bytes are ASCII.
    is_ascii: bool,
    /// Whether a byte is zero.
    has_zero: bool,
}

impl Marks {
    /// Finds them in another text. Where nothing is a quote, the delimiter stands for it.
    pub(super) fn find(&mut self, text: &[u8], delimiter: u8, quote: u8) {
        dispatch!(Level::new(), simd => self.find_with(simd, text, delimiter, quote));
    }

    /// Whether a byte order mark may stand in the text in which they were found: whether its first byte does.
    pub(super) fn may_hold_order_marks(&self, text: &[u8]) -> bool {
        !self.is_ascii && dispatch!(Level::new(), simd => has(simd, text, BYTE_ORDER_MARK[0]))
    }

    /// Where the bytes are, in order.
    pub(super) fn places(&self) -> &[u32] {
        self.places.get(..self.found).unwrap_or_default()
    }

    /// Whether these whole rows of the text in which they were found are UTF-8 without a zero byte.
    pub(super) fn are_of_clean(&self, rows: &[u8]) -> bool {
        !self.has_zero && (self.is_ascii || std::str::from_utf8(rows).is_ok())
    }

    #[inline(always)]
    fn find_with<S: Simd>(&mut self, simd: S, text: &[u8], delimiter: u8, quote: u8) {
        // Room for a mark at every byte and for those that are written beyond the last.
        if self.places.len() < text.len() + GROUP {
            self.places.resize(text.len() + GROUP, 0);
        }
        let mut found = 0;
        let [delimiter, feed, carriage, quote, high, zero] =
            [delimiter, b'\n', b'\r', quote, 0x80, 0].map(|byte| u8x64::splat(simd, byte));
        let mut any = u8x64::splat(simd, 0);
        let mut least = u8x64::splat(simd, 0xff);
        let (groups, rest) = text.as_chunks::<GROUP>();
        let mut last = [b' '; GROUP];
        if let Some(begin) = last.get_mut(..rest.len()) {
            begin.copy_from_slice(rest);
        }
        let last = (!rest.is_empty()).then_some(&last);
        for (number, group) in groups.iter().chain(last).enumerate() {
            let bytes = u8x64::from_slice(simd, group);
            let is_mark =
                bytes.simd_eq(delimiter) | bytes.simd_eq(feed) | bytes.simd_eq(carriage) | bytes.simd_eq(quote);
            any |= bytes;
            least = least.min(bytes);
            found += self.put(found, (number * GROUP) as u32, is_mark.to_bitmask());
        }
        self.found = found;
        self.is_ascii = !(any & high).simd_eq(high).any_true();
        self.has_zero = least.simd_eq(zero).any_true();
    }

    /// Writes the places of set bits behind those that were found before; how many there are.
    #[inline(always)]
    fn put(&mut self, found: usize, first: u32, bits: u64) -> usize {
        let count = bits.count_ones() as usize;
        let mut bits = bits;
        let mut room = self.places.get_mut(found..).unwrap_or_default();
        // More places than there are bits: the next ones overwrite them. A loop of as many steps as there are bits would
        // end at another step each time, which processors cannot foresee.
        for _ in 0..count.div_ceil(STEP) {
            let Some((step, behind)) = room.split_first_chunk_mut::<STEP>() else { break };
            for place in step {
                *place = first + bits.trailing_zeros();
                bits &= bits.wrapping_sub(1);
            }
            room = behind;
        }
        count
    }
}

/// Whether a text has this byte.
#[inline(always)]
fn has<S: Simd>(simd: S, text: &[u8], byte: u8) -> bool {
    let wanted = u8x64::splat(simd, byte);
    let (groups, rest) = text.as_chunks::<GROUP>();
    groups.iter().any(|group| u8x64::from_slice(simd, group).simd_eq(wanted).any_true()) || rest.contains(&byte)
}
