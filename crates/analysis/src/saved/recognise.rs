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
