//! Where the data stand in addresses, queries and header values as logs hold them, and how often they are encoded.

use super::dictionary::{self, Assigns, Reading};
use super::pairs::Pairs;
use percent_encoding::percent_decode;
use std::borrow::Cow;

/// Logs write an address down as it came, or encode it once or twice more.
const ENCODED_TIMES: usize = 3;

/// The name of the argument and of headers.
const NAME: &[u8] = b"cmcd";

/// Their name in the first draft of the specification.
const DRAFT: &[u8] = b"common-media-client-data";

/// The names of headers, which may stand before their values.
const HEADERS: [&[u8]; 6] = [b"cmcd-object", b"cmcd-request", b"cmcd-session", b"cmcd-status", NAME, DRAFT];

/// The data of a cell.
pub(super) struct Read {
    pub reading: Reading,
    /// There were others before them, which do not count.
    pub second: bool,
    /// They had the name of the first draft.
    pub draft: bool,
}

/// Reads the last argument `CMCD` of a query, a URL, a log's request, or of the argument alone; none where there is none.
pub(super) fn query(cell: &[u8], pairs: &mut Pairs) -> Option<Read> {
    let mut text: Cow<[u8]> = Cow::Borrowed(cell);
    for _ in 0..ENCODED_TIMES {
        let mut found = arguments(&text);
        // What has the standard's name goes before what has the draft's.
        if found.iter().any(|argument| !argument.draft) {
            found.retain(|argument| !argument.draft);
        }
        let many = found.len() > 1;
        let mut last = None;
        // A retried request has the data of each attempt. The last that can be read holds.
        for argument in found.iter().rev() {
            let reading = decoded(argument.value, argument.draft, pairs);
            last = Some(Read { reading, second: many, draft: argument.draft });
            if !pairs.is_empty() {
                break;
            }
        }
        if last.is_some() {
            return last;
        }
        // Encoded as a whole: `a%3D1%26CMCD%3D…`
        if !has_name(&text, b'%') {
            return None;
        }
        text = Cow::Owned(percent_decode(&text).collect());
    }
    None
}

/// Reads the value of a header, without the header's name where that stands before it.
pub(super) fn header(cell: &[u8], pairs: &mut Pairs) -> Read {
    let name = |name: &&&[u8]| begins(cell, name) && cell.get(name.len()) == Some(&b':');
    let named = HEADERS.iter().find(name).copied().unwrap_or_default();
    let value = cell.get(if named.is_empty() { 0 } else { named.len() + 1 }..).unwrap_or_default();
    let draft = named == DRAFT;
    Read { reading: decoded(value, draft, pairs), second: false, draft }
}

/// An argument of a query.
struct Argument<'a> {
    value: &'a [u8],
    draft: bool,
}

/// The values behind the names, in their order.
fn arguments(text: &[u8]) -> Vec<Argument<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..)
        && let Some(before) = rest.iter().position(|&byte| byte == b'=')
    {
        at += before + 1;
        let Some((name, sign)) = named(rest.get(..before).unwrap_or_default()) else { continue };
        let value = text.get(at..).unwrap_or_default().trim_ascii_start();
        let in_path = sign == Some(b'/') && !value.starts_with(b"//");
        let end = end_of(value, in_path);
        found.push(Argument { value: value.get(..end).unwrap_or_default(), draft: name == DRAFT });
        // Both slices end with the text.
        at = text.len() - value.len() + end;
    }
    found
}

/// The name that a text ends with, and the sign before it, where that begins an argument.
fn named(text: &[u8]) -> Option<(&'static [u8], Option<u8>)> {
    let name = [NAME, DRAFT].into_iter().find(|name| ends(text, name))?;
    let sign = text.len().checked_sub(name.len() + 1).and_then(|before| text.get(before)).copied();
    matches!(sign, None | Some(b'?' | b'&' | b';' | b' ' | b'/' | b'"')).then_some((name, sign))
}

/// Where the value of an argument ends. Unencoded, it may hold any of the signs that end one in quotes.
fn end_of(value: &[u8], in_path: bool) -> usize {
    let (mut quoted, mut escaped) = (false, false);
    let end = value.iter().position(|&byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'&' | b'#' | b' ' => return !quoted,
            b'/' | b'?' if in_path => return !quoted,
            _ => {}
        }
        false
    });
    // A quote that is never closed is none that holds such signs.
    let plain = || value.iter().position(|byte| matches!(byte, b'&' | b'#')).unwrap_or(value.len());
    end.unwrap_or_else(|| if quoted { plain() } else { value.len() })
}

/// Reads a value, without percent signs as often as the signs between its parts are encoded.
fn decoded(value: &[u8], draft: bool, pairs: &mut Pairs) -> Reading {
    let assigns = if draft { Assigns::Colon } else { Assigns::Equals };
    let mut text = Cow::Borrowed(value);
    let mut decodings = 0;
    loop {
        pairs.clear();
        let reading = dictionary::read(without_version(&text), assigns, pairs);
        let is_plain = !text.contains(&b'%') || !(pairs.is_empty() || reading.encoded);
        if is_plain || decodings == ENCODED_TIMES {
            return reading;
        }
        text = Cow::Owned(percent_decode(&text).collect());
        decodings += 1;
    }
}

/// Without `//1.0@V/`, which Akamai's logs put before the data.
fn without_version(text: &[u8]) -> &[u8] {
    let rest = text.trim_ascii().strip_prefix(b"//").and_then(|rest| {
        let end = rest.iter().position(|byte| !byte.is_ascii_digit() && *byte != b'.')?;
        rest.get(end..)?.strip_prefix(b"@V/")
    });
    rest.unwrap_or(text)
}

/// Whether one of the names stands in the text before this sign.
fn has_name(text: &[u8], sign: u8) -> bool {
    let mut parts = text.split(|&byte| byte == sign);
    // What stands behind the last sign stands before none.
    parts.next_back();
    parts.any(|part| ends(part, NAME) || ends(part, DRAFT))
}

fn ends(text: &[u8], name: &[u8]) -> bool {
    let start = text.len().checked_sub(name.len()).and_then(|start| text.get(start..));
    start.is_some_and(|end| end.eq_ignore_ascii_case(name))
}

fn begins(text: &[u8], name: &[u8]) -> bool {
    text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}
