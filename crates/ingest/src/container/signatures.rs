//! What kind of bytes these are: known formats by their first bytes.

use crate::report::other_format::OtherFormat;

/// The first bytes of a gzip member.
pub(crate) const GZIP: &[u8] = &[0x1f, 0x8b];

/// The first bytes of a zip archive, with a member and without.
pub(crate) const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

const MAGIC: &[(&[u8], OtherFormat)] = &[
    (b"PK\x03\x04", OtherFormat::Zip),
    (b"PK\x05\x06", OtherFormat::Zip),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OtherFormat::Xls),
    (b"PAR1", OtherFormat::Parquet),
    (b"ARROW1", OtherFormat::Arrow),
    (b"FEA1", OtherFormat::Arrow),
    (b"Obj\x01", OtherFormat::Avro),
    (b"ORC\x08", OtherFormat::Orc),
    (b"ORC\x0a", OtherFormat::Orc),
    (b"SQLite format 3\0", OtherFormat::Sqlite),
    (b"BZh91AY&SY", OtherFormat::Bzip2),
    (b"\xfd7zXZ\0", OtherFormat::Xz),
    (b"\x28\xb5\x2f\xfd", OtherFormat::Zstd),
    (b"7z\xbc\xaf\x27\x1c", OtherFormat::SevenZip),
    (b"\x89PNG\r\n\x1a\n", OtherFormat::Picture),
    (b"\xff\xd8\xff", OtherFormat::Picture),
    (b"GIF87a", OtherFormat::Picture),
    (b"GIF89a", OtherFormat::Picture),
    (b"%PDF-", OtherFormat::Pdf),
    (b"\0asm", OtherFormat::Program),
    (b"\x7fELF", OtherFormat::Program),
];

/// The format of a file that begins like this, where it is a known one other than CSV and gzip.
pub(crate) fn other_format(head: &[u8]) -> Option<OtherFormat> {
    if let Some(&(_, format)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Some(format);
    }
    (head.get(257..262) == Some(b"ustar".as_slice())).then_some(OtherFormat::Tar)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_by_their_first_bytes() {
        for &(magic, format) in MAGIC {
            assert_eq!(other_format(&[magic, b"whatever"].concat()), Some(format));
        }
        let mut tar = [0; 512];
        tar[257..262].copy_from_slice(b"ustar");
        assert_eq!(other_format(&tar), Some(OtherFormat::Tar));
        assert_eq!(other_format(b"PK,id\n1,2\n"), None);
        assert_eq!(other_format(b""), None);
    }
}
