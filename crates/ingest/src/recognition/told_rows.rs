//! What the rows of a file are, where they are no sessions: said wherever its sessions are counted, so that nobody takes one for
//! the other.

use super::common_names::counts_from_start;
use super::evidence::Evidence;
use super::plan::{Form, Plan, Taken};
use super::sources::OF_PLAYERS;
use super::sources::source::{Rows, Source};
use std::fmt;
use telemetry::Field;

/// What has to be said of a file's rows before anything is said of its sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// Measurements of a radio or a connection.
    NetworkLog,
    /// Sums over many sessions, in the files of this product.
    Totals(&'static str),
    /// The events of one player, of which none names its session.
    OnePlayer,
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Notice::NetworkLog => f.write_str(
                "a network log: each row is a measurement of the network and none is a session, so nothing in it says how a viewer \
                 fared",
            ),
            Notice::Totals(source) => write!(f, "each row is a sum over many views, as {source} has it, and none is a session"),
            Notice::OnePlayer => f.write_str(
                "the events of one player, of which none names a session: a file is one session, and one is too few to compare",
            ),
        }
    }
}

/// The fields that sum up a session: what has one is no event.
const OF_SESSIONS: &[Field] = &[
    Field::StartupTimeMs,
    Field::RebufferCount,
    Field::RebufferDurationMs,
    Field::BufferingRatio,
    Field::WatchTimeS,
    Field::PlayingTimeS,
    Field::SessionEnd,
];

/// The fields that a row has which tells of a viewer: nobody measures a network by the browser.
const OF_VIEWERS: &[Field] = &[
    Field::DeviceType,
    Field::OsVersion,
    Field::AppVersion,
    Field::CountryCode,
    Field::ContentType,
    Field::Cdn,
    Field::CdnPop,
    Field::Browser,
    Field::Codec,
    Field::Resolution,
];

/// Words of which events of players are made, without case and marks. A match, a concert and a click are events of another kind.
const EVENT_WORDS: &[&str] = &[
    "buffer",
    "fragment",
    "segment",
    "chunk",
    "manifest",
    "playlist",
    "play",
    "pause",
    "seek",
    "stall",
    "quality",
    "bitrate",
    "representation",
    "rendition",
    "waiting",
    "canplay",
    "loaded",
    "timeupdate",
    "ratechange",
    "firstframe",
    "frag",
];

/// A column of the file with what it is taken for.
pub(super) type Column<'a> = (&'a str, &'a Plan, &'a Evidence<'a>);

/// What is to be said, if anything.
pub(super) fn notice<'a>(source: Option<&Source>, columns: impl Iterator<Item = Column<'a>> + Clone) -> Option<Notice> {
    match source.map(|source| source.rows) {
        Some(Rows::Totals) => return source.map(|source| Notice::Totals(source.name)),
        Some(Rows::Sessions | Rows::Parts) => return None,
        Some(Rows::Measurements | Rows::Either) | None => {}
    }
    let held = |field: Field| {
        columns.clone().find(|(_, plan, evidence)| plan.taken == Taken::Field(field) && evidence.filled > 0)
    };
    let has = |fields: &[Field]| fields.iter().any(|&field| held(field).is_some());
    // In a log of a radio a bitrate is what it carried, of whatever.
    if source.is_some_and(|source| source.rows == Rows::Measurements) && !has(OF_PLAYERS) {
        return Some(Notice::NetworkLog);
    }
    let is_timed = held(Field::Timestamp).is_some()
        || columns.clone().any(|(name, plan, _)| {
            plan.taken == Taken::Own && matches!(plan.form, Form::Number(_)) && counts_from_start(name).is_some()
        });
    if !is_timed || has(&[Field::SessionId, Field::UserId]) {
        return None;
    }
    if has(&[Field::ThroughputKbps, Field::LatencyMs])
        && !has(OF_PLAYERS)
        && !has(OF_VIEWERS)
        && !has(&[Field::BitrateKbps])
    {
        return Some(Notice::NetworkLog);
    }
    let (_, _, events) = held(Field::EventType).or_else(|| held(Field::PlayerState))?;
    let is_players = events.filled > events.distinct() && events.mostly(is_of_player);
    (is_players && !has(OF_SESSIONS)).then_some(Notice::OnePlayer)
}

/// Whether a label is an event of a player.
fn is_of_player(label: &[u8]) -> bool {
    let letters: Vec<u8> = label.iter().filter(|byte| byte.is_ascii_alphabetic()).map(u8::to_ascii_lowercase).collect();
    EVENT_WORDS.iter().any(|word| letters.windows(word.len()).any(|window| window == word.as_bytes()))
}
