//! A text in fewer letters that an address can bear: deflated with its checksum (zlib, RFC 1950), then written in the 64
//! letters of RFC 4648, section 5, without padding.
//!
//! Whoever opens a link unpacks what somebody else has written: no more than [`MOST`] bytes come out of it, however it is
//! made, and what is damaged is refused by its checksum rather than read as something else.

use miniz_oxide::deflate::compress_to_vec_zlib;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};

/// No more bytes are unpacked, nor packed.
pub const MOST: usize = 64 * 1024;
/// The highest level of the compressor.
const LEVEL: u8 = 10;
const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Why a text cannot be packed or unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackedError {
    /// It has other letters, or bits to spare.
    #[error("it has letters that are never written")]
    Letters,
    /// It is cut off, or was changed.
    #[error("it is damaged or cut off")]
    Damaged,
    /// There is more in it than is ever packed.
    #[error("it holds more than {MOST} bytes")]
    TooLarge,
    /// What is in it is no text.
    #[error("it holds no text")]
    NoText,
}

/// Packs a text.
///
/// # Errors
/// [`PackedError::TooLarge`] for one of more than [`MOST`] bytes.
pub fn pack(text: &str) -> Result<String, PackedError> {
    if text.len() > MOST {
        return Err(PackedError::TooLarge);
    }
    Ok(letters(&compress_to_vec_zlib(text.as_bytes(), LEVEL)))
}

/// Unpacks a text that [`pack`] has written.
///
/// # Errors
/// [`PackedError`] for any other.
pub fn unpack(packed: &str) -> Result<String, PackedError> {
    let bytes = bytes(packed).ok_or(PackedError::Letters)?;
    if bytes.is_empty() {
        return Err(PackedError::Damaged);
    }
    match decompress_to_vec_zlib_with_limit(&bytes, MOST) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| PackedError::NoText),
        Err(error) if error.status == TINFLStatus::HasMoreOutput => Err(PackedError::TooLarge),
        Err(_) => Err(PackedError::Damaged),
    }
}

/// Three bytes are four letters.
fn letters(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0_u32, |group, byte| group << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for position in 0..=chunk.len() {
            let sextet = group >> (18 - 6 * position) & 63;
            text.push(char::from(LETTERS[sextet as usize]));
        }
    }
    text
}

/// The bytes of these letters; `None` for what [`letters`] does not write.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.as_bytes().chunks(4) {
        let mut group = 0_u32;
        for letter in chunk {
            let sextet = LETTERS.iter().position(|known| known == letter)?;
            group = group << 6 | sextet as u32;
        }
        let whole = chunk.len() * 6 / 8;
        let spare = chunk.len() * 6 - whole * 8;
        if whole == 0 || group & ((1 << spare) - 1) != 0 {
            return None;
        }
        let group = group >> spare;
        bytes.extend((0..whole).rev().map(|place| (group >> (8 * place)) as u8));
    }
    Some(bytes)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_comes_back(text in any::<String>(), times in 1..50_usize) {
            let text = text.repeat(times);
            let packed = pack(&text).expect("short");
            prop_assert!(packed.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'));
            prop_assert_eq!(unpack(&packed), Ok(text));
        }

        #[test]
        fn letters_are_bytes(bytes in any::<Vec<u8>>()) {
            prop_assert_eq!(super::bytes(&letters(&bytes)), Some(bytes));
        }

        #[test]
        fn what_is_damaged_is_refused(text in "[a-z0-9;:,=.&-]{1,200}", place in any::<prop::sample::Index>(), letter in 0..64_usize) {
            let packed = pack(&text).expect("short");
            let place = place.index(packed.len());
            let mut damaged = packed.clone().into_bytes();
            damaged[place] = LETTERS[letter];
            let damaged = String::from_utf8(damaged).expect("ASCII");
            prop_assert!(damaged == packed || unpack(&damaged).is_err() || unpack(&damaged) == Ok(text), "read as something else");
            prop_assert!(unpack(&packed[..place]).is_err(), "cut off");
        }

        #[test]
        fn no_text_panics(text in any::<String>(), plain in "[A-Za-z0-9_-]{0,80}") {
            let _ = unpack(&text);
            let _ = unpack(&plain);
            // The head of a text that was packed, and then anything.
            let _ = unpack(&format!("eNo{plain}"));
        }
    }

    #[test]
    fn a_bomb_is_stopped_by_its_size() {
        let most = "a".repeat(MOST);
        assert_eq!(unpack(&pack(&most).expect("just not too long")), Ok(most.clone()));
        assert_eq!(pack(&format!("{most}a")), Err(PackedError::TooLarge));
        for size in [MOST + 1, 4 << 20] {
            let bomb = letters(&compress_to_vec_zlib(&vec![b'a'; size], LEVEL));
            assert!(bomb.len() < 8192);
            assert_eq!(unpack(&bomb), Err(PackedError::TooLarge), "{size}");
        }
    }

    #[test]
    fn what_was_packed_opens_for_ever() {
        // Made by Python: zlib.compress and base64.urlsafe_b64encode.
        let golden = "eNpLy8wpSS2yTdZLTsmzyk-zMkwzSLVMNE62MtA1tba0NjTSNTFQS87PLUgsSrU1BABcnw4Z";
        assert_eq!(unpack(golden).as_deref(), Ok("filter=c.cdn:of:1f0e9a3c:0-5;9;12-40&compare=1"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (text, error) in [
            ("", PackedError::Damaged),
            ("A", PackedError::Letters),
            ("AB", PackedError::Letters),
            ("ab=", PackedError::Letters),
            ("AAAA", PackedError::Damaged),
        ] {
            assert_eq!(unpack(text), Err(error), "{text}");
        }
        assert_eq!(unpack(&letters(&compress_to_vec_zlib(&[0xff, 0xfe], LEVEL))), Err(PackedError::NoText));
    }
}
