//! What stands around the content of a zip archive's member: the local header before it (section 4.3.7 of the APPNOTE),
//! the zip64 extra field in it (4.5.3), and the data descriptor behind it (4.3.9).

use crate::report::displayed;
use crate::report::error::IngestError;

/// Flag bits, section 4.4.4.
const ENCRYPTED: u16 = 1;
const DESCRIPTOR: u16 = 1 << 3;
const STRONGLY_ENCRYPTED: u16 = 1 << 6;
const MASKED: u16 = 1 << 13;

/// Stands for a size that the zip64 extra field tells.
const ELSEWHERE: u32 = u32::MAX;
const ZIP64: u16 = 1;

const DESCRIPTOR_SIGNATURE: &[u8] = b"PK\x07\x08";

/// How a member is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Stored,
    Deflate,
}

/// How long a member is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sizes {
    pub compressed: u64,
    pub whole: u64,
}

/// A local header.
#[derive(Clone, Debug)]
pub(crate) struct Local {
    pub name: Vec<u8>,
    pub method: Method,
    pub sum: u32,
    /// Not known before the descriptor comes.
    pub sizes: Option<Sizes>,
    pub has_descriptor: bool,
    /// Bytes of name and extra field.
    pub names_bytes: usize,
    name_bytes: usize,
    flags: u16,
    number: u16,
    has_zip64: bool,
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn longest(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}

impl Local {
    /// Bytes behind the signature, without the names.
    pub const BYTES: usize = 26;

    /// Reads what stands behind the signature.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (flags, number) = (short(bytes, 2)?, short(bytes, 4)?);
        let sizes = Sizes { compressed: long(bytes, 14)?.into(), whole: long(bytes, 18)?.into() };
        let (name_bytes, extra_bytes) = (usize::from(short(bytes, 22)?), usize::from(short(bytes, 24)?));
        Some(Self {
            name: Vec::new(),
            method: if number == 0 { Method::Stored } else { Method::Deflate },
            sum: long(bytes, 10)?,
            sizes: Some(sizes),
            has_descriptor: flags & DESCRIPTOR != 0,
            names_bytes: name_bytes + extra_bytes,
            name_bytes,
            flags,
            number,
            has_zip64: false,
        })
    }

    /// Takes name and extra field.
    pub fn take_names(&mut self, bytes: &[u8]) {
        let (name, mut extra) = bytes.split_at(self.name_bytes.min(bytes.len()));
        self.name = name.to_vec();
        while let (Some(id), Some(length)) = (short(extra, 0), short(extra, 2)) {
            let field = extra.get(4..4 + usize::from(length)).unwrap_or_default();
            if id == ZIP64 {
                self.take_zip64(field);
            }
            extra = extra.get(4 + usize::from(length)..).unwrap_or_default();
        }
        if self.has_descriptor {
            self.sizes = self.early_sizes();
        }
    }

    /// What the header tells of the sizes before the descriptor does: some programs know one of them, or both.
    fn early_sizes(&self) -> Option<Sizes> {
        let is_told = |size: &u64| !matches!(*size, 0 | 0xffff_ffff);
        let sizes = self.sizes?;
        match self.method {
            _ if is_told(&sizes.compressed) => Some(sizes),
            Method::Stored if is_told(&sizes.whole) => Some(Sizes { compressed: sizes.whole, ..sizes }),
            Method::Stored if self.name.ends_with(b"/") => Some(Sizes::default()),
            _ => None,
        }
    }

    /// The field holds those sizes, in this order, that the header says are elsewhere.
    fn take_zip64(&mut self, field: &[u8]) {
        self.has_zip64 = true;
        let Some(sizes) = &mut self.sizes else { return };
        let mut at = 0;
        for size in [&mut sizes.whole, &mut sizes.compressed] {
            if *size == u64::from(ELSEWHERE)
                && let Some(value) = longest(field, at)
            {
                *size = value;
                at += 8;
            }
        }
    }

    /// Why it cannot be read, if it cannot.
    pub fn refusal(&self) -> Option<IngestError> {
        let member = self.shown_name();
        if self.flags & (ENCRYPTED | STRONGLY_ENCRYPTED | MASKED) != 0 {
            return Some(IngestError::ZipEncrypted { member });
        }
        if !matches!(self.number, 0 | 8) {
            return Some(IngestError::ZipMethod { member, method: method_name(self.number) });
        }
        // Nothing would tell where it ends.
        let endless = self.method == Method::Stored && self.sizes.is_none();
        endless.then(|| IngestError::ZipMethod { member, method: "no compression and no length".into() })
    }

    /// The name as it can be shown.
    pub fn shown_name(&self) -> String {
        displayed(&self.name)
    }
}

/// The names of section 4.4.5.
fn method_name(number: u16) -> String {
    match number {
        1 => "shrinking".into(),
        2..=5 => "reducing".into(),
        6 => "imploding".into(),
        9 => "Deflate64".into(),
        12 => "bzip2".into(),
        14 => "LZMA".into(),
        93 | 20 => "Zstandard".into(),
        95 => "xz".into(),
        98 => "PPMd".into(),
        other => format!("method {other}"),
    }
}

/// What is said of a member behind its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Descriptor {
    /// The checksum; `None` where it was said before.
    pub sum: Option<u32>,
    pub sizes: Sizes,
}

impl Descriptor {
    /// How many bytes it has, as far as the gathered ones tell: its signature may be left out, and its sizes have four
    /// bytes or eight, which only what was found can decide.
    pub fn bytes(gathered: &[u8], local: &Local, found: (u64, u64)) -> usize {
        if gathered.len() < 4 {
            return 4;
        }
        let start = if gathered.starts_with(DESCRIPTOR_SIGNATURE) { 8 } else { 4 };
        if local.has_zip64 || (gathered.len() >= start + 8 && !Self::is_short(gathered, start, found)) {
            start + 16
        } else {
            start + 8
        }
    }

    fn is_short(gathered: &[u8], start: usize, found: (u64, u64)) -> bool {
        // Where both are four bytes, a size beyond them is there modulo 2³².
        long(gathered, start) == Some(found.0 as u32) && long(gathered, start + 4) == Some(found.1 as u32)
    }

    /// Reads it as a whole.
    pub fn parse(gathered: &[u8], local: &Local, found: (u64, u64)) -> Self {
        let start = if gathered.starts_with(DESCRIPTOR_SIGNATURE) { 8 } else { 4 };
        let sum = long(gathered, start - 4);
        let sizes = if !local.has_zip64 && Self::is_short(gathered, start, found) {
            Sizes { compressed: found.0, whole: found.1 }
        } else {
            Sizes {
                compressed: longest(gathered, start).unwrap_or(0),
                whole: longest(gathered, start + 8).unwrap_or(0),
            }
        };
        Self { sum, sizes }
    }
}

/// What a member's name says.
pub(crate) mod names {
    /// Whether it is no file of the user's: a folder, what macOS adds, and what begins with a dot.
    pub(crate) fn is_hidden(name: &[u8]) -> bool {
        let is_separator = |byte: &u8| matches!(byte, b'/' | b'\\');
        let last = name.rsplit(is_separator).next().unwrap_or_default();
        last.is_empty() || last.starts_with(b".") || name.starts_with(b"__MACOSX/")
    }

    /// Whether it is what a spreadsheet begins with.
    pub(crate) fn of_spreadsheet(name: &[u8]) -> bool {
        [&b"[Content_Types].xml"[..], b"mimetype", b"_rels/.rels"].contains(&name)
            || name.starts_with(b"xl/")
            || name.starts_with(b"docProps/")
    }
}
