//! Keys and values of structured header text as players write it: broken parts are left out, and shift no others.

use super::pairs::{Pairs, is_key};

/// How the text was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// All of it was pairs.
    pub whole: bool,
    /// A value had more quotes than it should, and was read without them.
    pub mended: bool,
    /// Signs between its parts are percent-encoded once more.
    pub encoded: bool,
}

/// What stands between a key and its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Assigns {
    /// `br=3200`
    Equals,
    /// This, or `br:3200`, as the first draft's reference player wrote it.
    Colon,
}

/// Reads text into `pairs`, behind those that are there.
pub(super) fn read(text: &[u8], assigns: Assigns, pairs: &mut Pairs) -> Reading {
    let mut reader =
        Reader { rest: text, assigns, told: Reading { whole: true, mended: false, encoded: false }, value: Vec::new() };
    loop {
        reader.skip(|byte| byte == b',' || is_blank(byte));
        if reader.rest.is_empty() {
            return reader.told;
        }
        let mended = reader.told.mended;
        match reader.member() {
            Some(key) => pairs.push(key, &reader.value),
            None => {
                (reader.told.whole, reader.told.mended) = (false, mended);
                reader.skip(|byte| byte != b',');
            }
        }
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    assigns: Assigns,
    told: Reading,
    /// The value of the member at hand.
    value: Vec<u8>,
}

impl<'a> Reader<'a> {
    /// A key with its value, which is in `value` then. None where it is broken: what comes up to the next comma is of no use.
    fn member(&mut self) -> Option<&'a [u8]> {
        self.value.clear();
        let key = self.take(is_key);
        if !key.first().is_some_and(|first| first.is_ascii_alphabetic() || *first == b'*') {
            return None;
        }
        match self.rest.first() {
            None | Some(b',' | b';') => self.value.extend_from_slice(b"true"),
            Some(b'=') => self.value_of(key)?,
            Some(b':') if self.assigns == Assigns::Colon => self.value_of(key)?,
            Some(_) => {
                self.told.encoded |= [&b"3d"[..], b"2c"].iter().any(|sign| encodes(self.rest, sign));
                return None;
            }
        }
        self.parameters()?;
        self.skip(is_blank);
        matches!(self.rest.first(), None | Some(b',')).then_some(key)
    }

    /// The value behind the sign that assigns it.
    fn value_of(&mut self, key: &[u8]) -> Option<()> {
        self.advance();
        self.skip(is_blank);
        if self.rest.first() != Some(&b'(') {
            return self.item(false);
        }
        self.advance();
        let begin = self.rest;
        let read = self.list(key);
        if read.is_none() {
            // A bracket that is never closed holds nothing of what follows.
            self.rest = begin;
        }
        read
    }

    /// Of a list, the item about video, else the first; of the lengths of several stalls, their sum.
    fn list(&mut self, key: &[u8]) -> Option<()> {
        let (mut chosen, mut about, mut sum, mut items) = (Vec::new(), About::Nothing, 0_u64, 0_usize);
        loop {
            self.skip(|byte| is_blank(byte) || byte == b',');
            if self.rest.first() == Some(&b')') {
                self.advance();
                break;
            }
            self.value.clear();
            self.item(true)?;
            let of_item = self.parameters()?;
            if items == 0 || of_item > about.max(About::Other) {
                chosen.clone_from(&self.value);
                about = of_item;
            }
            items += 1;
            let number = std::str::from_utf8(&self.value).ok().and_then(|text| text.parse::<u32>().ok());
            sum += u64::from(number.unwrap_or_default());
        }
        self.value = chosen;
        if key == STALLS && items > 1 {
            self.value = sum.to_string().into_bytes();
        }
        (items > 0).then_some(())
    }

    /// What follows a value: `;v`, `;q=1`. Returns what it says the value is about.
    fn parameters(&mut self) -> Option<About> {
        let mut about = About::Nothing;
        loop {
            let mut ahead = self.rest;
            while let Some((byte, after)) = ahead.split_first()
                && is_blank(*byte)
            {
                ahead = after;
            }
            if ahead.first() != Some(&b';') {
                return Some(about);
            }
            self.rest = ahead;
            self.advance();
            self.skip(is_blank);
            about = about.max(match self.take(is_key) {
                b"v" => About::Video,
                b"av" => About::AudioAndVideo,
                _ => About::Other,
            });
            if self.rest.first() == Some(&b'=') {
                self.advance();
                let kept = std::mem::take(&mut self.value);
                let read = self.item(true);
                self.value = kept;
                read?;
            }
        }
    }

    /// A string, a truth, a moment, a number or a word.
    fn item(&mut self, within: bool) -> Option<()> {
        match self.rest.first()? {
            b'"' => self.string(within),
            b'?' => {
                let known: &[u8] = match self.rest.get(1)? {
                    b'1' => b"true",
                    b'0' => b"false",
                    _ => return None,
                };
                self.rest = self.rest.get(2..)?;
                self.value.extend_from_slice(known);
                Some(())
            }
            first => {
                // A time is written `@1700000000`.
                if *first == b'@' {
                    self.advance();
                }
                let ends =
                    |byte| is_blank(byte) || matches!(byte, b',' | b';' | b'(' | b')' | b'"') || within && byte == b'=';
                let word = self.take(|byte| !ends(byte));
                self.told.encoded |= encodes(word, b"22");
                self.value.extend_from_slice(word);
                // `ot=v"`
                self.told.mended |= self.rest.first() == Some(&b'"');
                self.skip(|byte| byte == b'"');
                (!word.is_empty()).then_some(())
            }
        }
    }

    /// A text in quotes, of which there may be more than one on either side.
    fn string(&mut self, within: bool) -> Option<()> {
        let opening = self.take(|byte| byte == b'"').len();
        if opening == 2 && self.is_end(within) {
            return Some(());
        }
        loop {
            let (&byte, after) = self.rest.split_first()?;
            match byte {
                b'"' => break,
                b'\\' => {
                    let (&escaped, after) = after.split_first()?;
                    self.value.push(escaped);
                    self.rest = after;
                }
                byte => {
                    self.value.push(byte);
                    self.rest = after;
                }
            }
        }
        self.told.mended |= opening > 1;
        (self.take(|byte| byte == b'"').len() == opening && self.is_end(within)).then_some(())
    }

    /// Whether a value may end here.
    fn is_end(&self, within: bool) -> bool {
        match self.rest.first() {
            None | Some(b',' | b';') => true,
            Some(b')') => within,
            Some(&byte) => is_blank(byte),
        }
    }

    fn take(&mut self, is_part: impl Fn(u8) -> bool) -> &'a [u8] {
        let end = self.rest.iter().position(|&byte| !is_part(byte)).unwrap_or(self.rest.len());
        let (part, rest) = self.rest.split_at(end);
        self.rest = rest;
        part
    }

    fn skip(&mut self, is_part: impl Fn(u8) -> bool) {
        self.take(is_part);
    }

    fn advance(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }
}

/// The key whose list has the length of each stall.
const STALLS: &[u8] = b"bsd";

/// What the parameter of an item says, the more wanted behind the less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum About {
    Nothing,
    Other,
    AudioAndVideo,
    Video,
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

/// Whether the text begins with this sign, percent-encoded however often: `%22`, `%2522`.
fn encodes(text: &[u8], sign: &[u8]) -> bool {
    let Some(mut rest) = text.strip_prefix(b"%") else { return false };
    while let Some(shorter) = rest.strip_prefix(b"25") {
        rest = shorter;
    }
    rest.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign))
}
