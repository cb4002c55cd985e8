//! The text of the data within a URL, and without the percent signs of one.

use percent_encoding::percent_decode;
use std::borrow::Cow;

/// Logs write an address down as it came, or encode it once or twice more.
const ENCODED_TIMES: usize = 3;

const NAME: &[u8] = b"CMCD=";

/// The decoded value of the argument `CMCD` of a query, a URL, or the argument alone.
pub(super) fn argument(cell: &[u8]) -> Option<Cow<'_, [u8]>> {
    if let Some(value) = find(cell) {
        return Some(decoded(value));
    }
    // Encoded as a whole: `a%3D1%26CMCD%3D…`
    let mut text: Cow<[u8]> = Cow::Borrowed(cell);
    for _ in 1..ENCODED_TIMES {
        if !contains(&text, b"CMCD%") {
            return None;
        }
        text = Cow::Owned(percent_decode(&text).collect());
        if let Some(value) = find(&text) {
            return Some(Cow::Owned(decoded(value).into_owned()));
        }
    }
    None
}

/// The value of a header, without the header's name where that stands before it.
pub(super) fn header(cell: &[u8]) -> Cow<'_, [u8]> {
    const NAMES: [&[u8]; 5] = [b"cmcd-object:", b"cmcd-request:", b"cmcd-session:", b"cmcd-status:", b"cmcd:"];
    let named = NAMES.iter().find(|name| cell.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)));
    decoded(cell.get(named.map_or(0, |name| name.len())..).unwrap_or_default())
}

/// The value behind `CMCD=` at the beginning or behind a sign that begins an argument, up to the next one.
fn find(text: &[u8]) -> Option<&[u8]> {
    let begins = |at: usize| at == 0 || matches!(text.get(at - 1), Some(b'?' | b'&' | b';' | b' '));
    let at = (0..text.len()).find(|&at| text.get(at..).is_some_and(|rest| rest.starts_with(NAME)) && begins(at))?;
    let value = text.get(at + NAME.len()..)?;
    // Unencoded, a value may hold any of these in quotes.
    let (mut quoted, mut escaped) = (false, false);
    let end = value.iter().position(|&byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'&' | b'#' | b' ' => return !quoted,
            _ => {}
        }
        false
    });
    value.get(..end.unwrap_or(value.len()))
}

/// Without percent signs, as often as the signs between the pairs are encoded.
fn decoded(value: &[u8]) -> Cow<'_, [u8]> {
    let mut text = Cow::Borrowed(value);
    for _ in 0..ENCODED_TIMES {
        let plain = text.iter().any(|byte| matches!(byte, b'=' | b',' | b'{'));
        if plain || !text.contains(&b'%') {
            break;
        }
        text = Cow::Owned(percent_decode(&text).collect());
    }
    text
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}
