//! The words with which players report what they do.

use rules::Readers;

/// What a row says about the player.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Starting,
    Playing,
    Stalled,
    Seeking,
    Sought,
    Paused,
    Ended,
    Failed,
    /// The buffer ran dry: whatever played from it stands still.
    Emptied,
    /// There is something in the buffer again.
    Filled,
}

/// What words mean, without case, blanks and marks. The words are those of CTA-2066, of HTML's media element, and of the
/// logs of common players.
const WORDS: &[(Said, &[&str])] = &[
    (
        Said::Starting,
        &[
            "starting",
            "start",
            "init",
            "request",
            "requested",
            "load",
            "loading",
            "preloading",
            "play",
            "playrequest",
            "playrequested",
            "playbackrequest",
            "playbackrequested",
            "playattempt",
            "viewstart",
            "sessionstart",
            "startup",
            "startupbuffering",
            "initialbuffering",
        ],
    ),
    (
        Said::Playing,
        &[
            "playing",
            "firstframe",
            "playbackstart",
            "playbackstarted",
            "videostart",
            "videostarted",
            "resume",
            "resumed",
            "rebufferend",
            "rebufferingend",
            "bufferend",
            "bufferingend",
            "buffered",
            "stallend",
            "stalledend",
            "unstalled",
        ],
    ),
    (
        Said::Stalled,
        &[
            "rebuffering",
            "rebuffer",
            "buffering",
            "stalled",
            "stall",
            "waiting",
            "playbackstall",
            "rebufferstart",
            "rebufferingstart",
            "bufferstart",
            "bufferingstart",
            "stallstart",
            "underrun",
        ],
    ),
    (Said::Seeking, &["seeking", "seek", "seekstart"]),
    (Said::Sought, &["seeked", "seekend"]),
    (Said::Paused, &["paused", "pause", "playbackpause", "playbackpaused", "suspended"]),
    (
        Said::Ended,
        &[
            "ended",
            "end",
            "finish",
            "finished",
            "playbackfinish",
            "playbackfinished",
            "complete",
            "completed",
            "stop",
            "stopped",
            "viewend",
            "sessionend",
            "exit",
            "quit",
            "abandon",
            "abandoned",
            "close",
            "closed",
            "leave",
        ],
    ),
    (Said::Failed, &["failed", "fail", "failure", "fatal", "fatalerror", "error", "playbackfail", "playbackfailed"]),
];

/// What further words mean where files are read in every common form: those of the event logs of dash.js and hls.js.
const COMMON: &[(Said, &[&str])] = &[
    (Said::Playing, &["playbackplaying"]),
    (Said::Stalled, &["playbackwaiting", "playbackstalled"]),
    (Said::Seeking, &["playbackseeking"]),
    (Said::Sought, &["playbackseeked"]),
    (Said::Ended, &["playbackended"]),
    (Said::Failed, &["playbackerror"]),
    (
        Said::Emptied,
        &["bufferempty", "bufferemptied", "bufferunderrun", "bufferunderflow", "bufferstalled", "bufferstallederror"],
    ),
    (Said::Filled, &["bufferloaded", "bufferfilled", "bufferready", "buffernotempty"]),
];

/// CMCD's letters for the player's state.
pub(super) const LETTERS: &[(Said, &[&str])] = &[
    (Said::Starting, &["s", "d"]),
    (Said::Playing, &["p"]),
    (Said::Stalled, &["r", "w"]),
    (Said::Seeking, &["k"]),
    (Said::Paused, &["a"]),
    (Said::Ended, &["e", "q"]),
    (Said::Failed, &["f"]),
];

/// What a label means: one of the words, or of the letters where these may stand.
pub(super) fn meaning(label: &str, letters: &[(Said, &[&str])], readers: Readers) -> Option<Said> {
    let word: String = label.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let common = if readers == Readers::Common { COMMON } else { &[] };
    WORDS.iter().chain(letters).chain(common).find(|(_, words)| words.contains(&word.as_str())).map(|&(said, _)| said)
}
