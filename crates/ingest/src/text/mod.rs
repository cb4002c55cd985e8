//! Bytes into text.
//!
//! `decoder` tells the encoding (`utf16` is one), refuses what is no text, and hands text to a `sink`. `lines` splits a text into lines, `line_numbers`
//! keeps in which of them rows begin, and `delimiters` tells what stands between the cells of a CSV.

pub(crate) mod decoder;
pub(crate) mod delimiters;
pub(crate) mod line_numbers;
pub(crate) mod lines;
pub(crate) mod sink;
pub(crate) mod utf16;
