//! Whose file it is: told by its outermost pairs, before anything of it is kept.

use super::{FORMAT, VERSION};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;

/// So many names of an unknown object are told.
const TOLD: usize = 8;
/// So many letters of a name are shown.
const SHOWN: usize = 40;

/// Whose file it is.
pub(super) enum Found {
    /// A model of ours, of the version that is read.
    Ours,
    /// A forest of scikit-learn.
    ScikitLearn,
    /// A model of ours, of another version.
    OtherVersion(String),
    /// Something else.
    Unknown(String),
}

#[derive(Deserialize)]
struct Head {
    format: Option<String>,
    version: Option<serde_json::Number>,
}

/// Tells whose file it is.
///
/// # Errors
/// When it is not JSON at all.
pub(super) fn recognise(json: &[u8]) -> serde_json::Result<Found> {
    let shown = |text: &str| text.chars().take(SHOWN).collect::<String>();
    let names: BTreeMap<String, IgnoredAny> = match serde_json::from_slice(json) {
        Ok(pairs) => pairs,
        Err(error) if error.is_data() => return Ok(Found::Unknown(format!("another JSON ({error})"))),
        Err(error) => return Err(error),
    };
    let Head { format, version } = match serde_json::from_slice(json) {
        Ok(head) => head,
        Err(error) => return Ok(Found::Unknown(format!("an object with other values ({error})"))),
    };
    Ok(match (format, version) {
        (Some(format), Some(version)) if format == FORMAT => {
            if version.as_u64() == Some(VERSION) {
                Found::Ours
            } else {
                Found::OtherVersion(shown(&version.to_string()))
            }
        }
        (Some(format), None) if format == FORMAT => Found::OtherVersion("none".into()),
        (Some(format), _) => Found::Unknown(format!("an object with \"format\": \"{}\"", shown(&format))),
        (None, _) if names.contains_key("max_samples") && names.contains_key("trees") => Found::ScikitLearn,
        (None, _) if names.is_empty() => Found::Unknown("an empty object".into()),
        (None, _) => {
            let listed: Vec<String> = names.keys().take(TOLD).map(|name| format!("\"{}\"", shown(name))).collect();
            let more = if names.len() > TOLD { " and more" } else { "" };
            Found::Unknown(format!("an object with {}{more}", listed.join(", ")))
        }
    })
}

/// Keys by which a file is rather a model than sessions.
const KEYS: [&[u8]; 2] = [b"max_samples", b"trees"];

/// Whether a text that begins like this is an object with one of a model's outermost keys, or with a format like ours.
pub(super) fn has_key_of_model(head: &[u8]) -> bool {
    let head = head.trim_ascii_start();
    if head.first() != Some(&b'{') {
        return false;
    }
    // The outermost pairs alone: how deep within brackets, and whether a key comes next.
    let (mut depth, mut is_key, mut at) = (0_usize, false, 0);
    let mut key: &[u8] = b"";
    while let Some(&byte) = head.get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => {
                depth += 1;
                is_key = depth == 1;
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            b',' if depth == 1 => is_key = true,
            b':' if depth == 1 => is_key = false,
            b'"' => {
                let text = string(head.get(at..).unwrap_or_default());
                at += text.len() + 1;
                match (depth, is_key) {
                    (1, true) if KEYS.contains(&text) => return true,
                    (1, true) => key = text,
                    (1, false) if key == b"format" && text == FORMAT.as_bytes() => return true,
                    _ => {}
                }
            }
            // A line feed at no depth: further lines are other objects.
            _ if depth == 0 => return false,
            _ => {}
        }
    }
    false
}

/// The text up to the quote that closes it.
fn string(text: &[u8]) -> &[u8] {
    let mut escaped = false;
    let end = text.iter().position(|&byte| match (escaped, byte) {
        (true, _) => {
            escaped = false;
            false
        }
        (false, b'\\') => {
            escaped = true;
            false
        }
        (false, byte) => byte == b'"',
    });
    text.get(..end.unwrap_or(text.len())).unwrap_or_default()
}
