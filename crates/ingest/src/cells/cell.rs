//! A cell where it stands in its text.

/// Where a cell stands in its text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// From a byte up to another. Texts that are split have far fewer than 2^32 bytes: a piece, or one row.
    pub(crate) fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    pub(crate) fn start(self) -> usize {
        self.start as usize
    }

    pub(crate) fn end(self) -> usize {
        self.end as usize
    }

    pub(crate) fn of(self, text: &[u8]) -> &[u8] {
        text.get(self.start()..self.end()).unwrap_or_default()
    }
}

/// A cell with the text around it, so that it can be read eight bytes at a time, whatever its length.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell<'a> {
    text: &'a [u8],
    span: Span,
}

impl<'a> Cell<'a> {
    /// The cell in this part of a text.
    #[inline(always)]
    pub(crate) fn at(text: &'a [u8], span: Span) -> Self {
        Self { text, span }
    }

    /// The cell at this place of a text.
    #[cfg(test)]
    pub(crate) fn new(text: &'a [u8], start: usize, end: usize) -> Self {
        Self { text, span: Span::new(start, end) }
    }

    /// Its bytes.
    #[inline(always)]
    pub(crate) fn bytes(self) -> &'a [u8] {
        self.span.of(self.text)
    }

    /// How many bytes it has.
    #[inline(always)]
    pub(crate) fn len(self) -> usize {
        self.span.end().saturating_sub(self.span.start())
    }

    /// So many bytes from its beginning on, those behind it included; `None` near the end of the text.
    #[inline(always)]
    pub(crate) fn ahead<const N: usize>(self) -> Option<&'a [u8; N]> {
        self.text.get(self.span.start()..)?.first_chunk::<N>()
    }

    /// Its bytes as a little-endian number with zeros above, where it has at most 8 and does not stand near the end of the
    /// text.
    #[inline(always)]
    pub(crate) fn word(self) -> Option<u64> {
        let length = self.len();
        if length > 8 {
            return None;
        }
        Some(first_bytes(u64::from_le_bytes(*self.ahead::<8>()?), length))
    }

    /// The same for up to 16 bytes, in two numbers.
    #[inline(always)]
    pub(crate) fn words(self) -> Option<[u64; 2]> {
        let length = self.len();
        if length > 16 {
            return None;
        }
        let ahead = u128::from_le_bytes(*self.ahead::<16>()?);
        let (low, high) = (ahead as u64, (ahead >> 64) as u64);
        Some([first_bytes(low, length.min(8)), first_bytes(high, length.saturating_sub(8))])
    }
}

/// The lowest so many bytes of a number, at most 8.
#[inline(always)]
fn first_bytes(word: u64, count: usize) -> u64 {
    if count == 0 { 0 } else { word & (u64::MAX >> (64 - 8 * count as u32)) }
}
