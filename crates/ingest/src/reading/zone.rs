//! The zone of times that are written without one: part of the plan, by its name.

use std::fmt;
use std::str::FromStr;

/// The name of a zone as the IANA database has it, such as `Europe/Berlin`. Its form is checked here; whether there is such a
/// zone shows when a file is read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ZoneName(Box<str>);

/// No name of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("must be the name of a zone such as Europe/Berlin")]
pub struct ZoneNameError;

/// The longest name there is has 30 bytes.
const LONGEST: usize = 40;

impl ZoneName {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ZoneName {
    type Err = ZoneNameError;

    fn from_str(text: &str) -> Result<Self, ZoneNameError> {
        let is_part = |part: &str| {
            part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-+".contains(&byte))
                && part.bytes().next().is_some_and(|first| first.is_ascii_alphabetic())
        };
        if text.len() <= LONGEST && text.split('/').all(is_part) { Ok(Self(text.into())) } else { Err(ZoneNameError) }
    }
}

impl fmt::Display for ZoneName {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_their_form() {
        for name in ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "America/Port-au-Prince", "Etc/GMT+5"] {
            assert_eq!(name.parse::<ZoneName>().map(|zone| zone.to_string()), Ok(name.to_owned()));
        }
        let long = "A".repeat(LONGEST + 1);
        for name in
            ["", "/", "Europe/", "/Berlin", "Europe//Berlin", "+01:00", "Europe/Berlin ", "../x", "Zürich", "1", &long]
        {
            assert_eq!(name.parse::<ZoneName>(), Err(ZoneNameError), "{name}");
        }
    }
}
