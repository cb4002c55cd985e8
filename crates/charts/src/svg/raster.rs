//! Pixels as a PNG (W3C, Portable Network Graphics, third edition) that stands in a text: nothing is lost, and any program reads it.

use crate::density::Picture;
use crc::{CRC_32_ISO_HDLC, Crc};
use miniz_oxide::deflate::compress_to_vec_zlib;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Eight bits of red, green, blue and opacity; the one compression and filtering there is; not interlaced.
const KIND: [u8; 5] = [8, 6, 0, 0, 0];
const CRC: Crc<u32> = Crc::<u32>::new(&CRC_32_ISO_HDLC);
/// Well packed, and still quick.
const LEVEL: u8 = 6;

/// The pixels as a `data:` address; `None` where they are not as many as they should be.
pub(super) fn address(pixels: &Picture) -> Option<String> {
    Some(format!("data:image/png;base64,{}", base64(&png(pixels)?)))
}

fn png(pixels: &Picture) -> Option<Vec<u8>> {
    let line = (pixels.width as usize).checked_mul(4).filter(|&line| line > 0)?;
    if pixels.height == 0 || pixels.rgba.len() != line.checked_mul(pixels.height as usize)? {
        return None;
    }
    // Each line begins with its filter: none.
    let raw: Vec<u8> = pixels.rgba.chunks(line).flat_map(|line| std::iter::once(&0).chain(line)).copied().collect();
    let mut file = SIGNATURE.to_vec();
    chunk(&mut file, *b"IHDR", &[&pixels.width.to_be_bytes()[..], &pixels.height.to_be_bytes(), &KIND].concat());
    chunk(&mut file, *b"IDAT", &compress_to_vec_zlib(&raw, LEVEL));
    chunk(&mut file, *b"IEND", &[]);
    Some(file)
}

fn chunk(file: &mut Vec<u8>, name: [u8; 4], data: &[u8]) {
    file.extend((data.len() as u32).to_be_bytes());
    let start = file.len();
    file.extend(name);
    file.extend(data);
    let sum = file.get(start..).map_or(0, |part| CRC.checksum(part));
    file.extend(sum.to_be_bytes());
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let bits = group.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - group.len()));
        for place in 0..4 {
            let letter = LETTERS.get((bits >> (18 - 6 * place) & 63) as usize);
            text.push(if place <= group.len() { letter.map_or('=', |&letter| char::from(letter)) } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy")]
        {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
        assert_eq!(base64(&[0xfb, 0xff, 0xfe]), "+//+");
    }

    #[test]
    fn pixels_come_back_from_the_file() {
        let rgba: Vec<u8> = (0..3 * 2 * 4).collect();
        let file = png(&Picture { width: 3, height: 2, rgba: rgba.clone() }).expect("as many as they should be");
        assert_eq!(&file[..8], SIGNATURE);
        // Length, name, data and checksum of each part.
        let mut parts = Vec::new();
        let mut rest = &file[8..];
        while let Some((length, behind)) = rest.split_first_chunk::<4>() {
            let length = u32::from_be_bytes(*length) as usize;
            let (part, behind) = behind.split_at(4 + length);
            let (sum, behind) = behind.split_first_chunk::<4>().expect("a checksum");
            assert_eq!(u32::from_be_bytes(*sum), CRC.checksum(part));
            parts.push((part[..4].to_vec(), part[4..].to_vec()));
            rest = behind;
        }
        assert_eq!(parts[0], (b"IHDR".to_vec(), vec![0, 0, 0, 3, 0, 0, 0, 2, 8, 6, 0, 0, 0]));
        assert_eq!((parts[2].0.as_slice(), parts[2].1.len(), parts.len()), (&b"IEND"[..], 0, 3));
        let raw = miniz_oxide::inflate::decompress_to_vec_zlib(&parts[1].1).expect("packed well");
        assert_eq!(raw, [&[0][..], &rgba[..12], &[0], &rgba[12..]].concat());
    }

    #[test]
    fn what_does_not_fit_together_is_no_picture() {
        for (width, height, bytes) in [(0, 1, 0), (1, 0, 0), (2, 2, 15), (u32::MAX, u32::MAX, 4)] {
            assert_eq!(address(&Picture { width, height, rgba: vec![0; bytes] }), None);
        }
    }
}
