//! Keys and values of structured header text: `br=2500,bs,sid="a,b"`.

use std::ops::Range;

/// Keys with their values, in the order of the text, values without quotes. A key without a value is `true`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs {
    bytes: Vec<u8>,
    pairs: Vec<(Range<usize>, Range<usize>)>,
}

impl Pairs {
    pub(super) fn clear(&mut self) {
        self.bytes.clear();
        self.pairs.clear();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.pairs.len()
    }

    /// The pairs in their order. Where a key stands twice, the last one counts.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let part = |range: &Range<usize>| self.bytes.get(range.clone()).unwrap_or_default();
        self.pairs.iter().map(move |(key, value)| (part(key), part(value)))
    }

    pub(super) fn push(&mut self, key: &[u8], value: &[u8]) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(key);
        let middle = self.bytes.len();
        self.bytes.extend_from_slice(value);
        self.pairs.push((start..middle, middle..self.bytes.len()));
    }

    /// Reads text; returns whether all of it was pairs.
    pub(super) fn read_text(&mut self, text: &[u8]) -> bool {
        let mut whole = true;
        let mut value = Vec::new();
        for item in Items(text) {
            let item = item.trim_ascii();
            if item.is_empty() {
                continue;
            }
            let end = item.iter().position(|&byte| !is_key(byte)).unwrap_or(item.len());
            let (key, rest) = item.split_at(end);
            value.clear();
            let sound = key.first().is_some_and(|first| first.is_ascii_alphabetic() || *first == b'*')
                && match rest.split_first() {
                    None | Some((b';', _)) => {
                        value.extend_from_slice(b"true");
                        true
                    }
                    Some((b'=', rest)) => read_value(rest, &mut value),
                    Some(_) => false,
                };
            if sound {
                self.push(key, &value);
            } else {
                whole = false;
            }
        }
        whole
    }
}

pub(super) fn is_key(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'*')
}

/// Text between the commas that stand neither in quotes nor in brackets.
struct Items<'a>(&'a [u8]);

impl<'a> Iterator for Items<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        if self.0.is_empty() {
            return None;
        }
        let (mut quoted, mut escaped, mut within) = (false, false, false);
        let end = self.0.iter().position(|&byte| {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                b'(' if !quoted => within = true,
                b')' if !quoted => within = false,
                b',' if !quoted && !within => return true,
                _ => {}
            }
            false
        });
        let (item, rest) = self.0.split_at(end.unwrap_or(self.0.len()));
        self.0 = rest.get(1..).unwrap_or_default();
        Some(item)
    }
}

/// Reads the value at the beginning of `text`; false where there is none.
fn read_value(text: &[u8], value: &mut Vec<u8>) -> bool {
    let text = text.trim_ascii();
    match text.split_first() {
        // Of a list, the first item.
        Some((b'(', rest)) => {
            let rest = rest.trim_ascii_start();
            rest.first() != Some(&b')') && read_value(rest, value)
        }
        Some((b'"', rest)) => read_string(rest, value),
        Some((b'?', rest)) => {
            let known = match rest.first() {
                Some(b'1') => "true",
                Some(b'0') => "false",
                _ => return false,
            };
            value.extend_from_slice(known.as_bytes());
            true
        }
        Some(_) => {
            // A time is written `@1700000000`.
            let text = text.strip_prefix(b"@").unwrap_or(text);
            let ends = |byte: &u8| matches!(byte, b';' | b')' | b' ' | b'\t' | b'"');
            let end = text.iter().position(ends).unwrap_or(text.len());
            value.extend_from_slice(text.get(..end).unwrap_or_default());
            end > 0
        }
        None => false,
    }
}

/// Reads up to the closing quote; false where there is none.
fn read_string(text: &[u8], value: &mut Vec<u8>) -> bool {
    let mut bytes = text.iter();
    while let Some(&byte) = bytes.next() {
        match byte {
            b'"' => return true,
            b'\\' => match bytes.next() {
                Some(&escaped) => value.push(escaped),
                None => return false,
            },
            byte => value.push(byte),
        }
    }
    false
}
