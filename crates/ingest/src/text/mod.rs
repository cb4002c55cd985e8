//! Bytes into text: its encoding, its lines, and what stands between its cells.

pub(crate) mod decoder;
pub(crate) mod delimiters;
pub(crate) mod line_numbers;
pub(crate) mod lines;
pub(crate) mod utf16;
