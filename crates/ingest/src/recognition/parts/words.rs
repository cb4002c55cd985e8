//! The words of column names, with their synonyms and units.

use super::bag::Word::{self, *};
use crate::cells::units::SourceUnit;

/// What a word says; a word that is in neither table makes the whole name unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// These meanings.
    Words(&'static [Word]),
    /// This unit.
    Unit(SourceUnit),
    /// This unit where the word is the first or the last of the name: too short to be one elsewhere.
    UnitAtAnEnd(SourceUnit),
    /// `min` as the last word, which may as well be the least value: minutes for what nobody takes the least of.
    Min,
    /// The number of things, where it is the first or the last of the name.
    CountAtAnEnd,
}

/// Several words that mean something together, the longer before those they begin with.
pub(super) const PHRASES: &[(&[&str], Said)] = &[
    (&["bits", "per", "second"], Said::Unit(SourceUnit::BitsPerSecond)),
    (&["kilobits", "per", "second"], Said::Unit(SourceUnit::KilobitsPerSecond)),
    (&["megabits", "per", "second"], Said::Unit(SourceUnit::MegabitsPerSecond)),
    (&["time", "to", "first", "frame"], Said::Words(&[Startup, Time])),
    (&["time", "to", "first", "byte"], Said::Words(&[FirstByte, Time])),
    (&["to", "first", "frame"], Said::Words(&[Startup])),
    (&["to", "first", "byte"], Said::Words(&[FirstByte])),
    (&["first", "frame"], Said::Words(&[Startup])),
    (&["first", "byte"], Said::Words(&[FirstByte])),
    (&["operating", "system"], Said::Words(&[Os])),
    (&["time", "weighted"], Said::Words(&[Weighted])),
    (&["start", "up"], Said::Words(&[Startup])),
    (&["bit", "rate"], Said::Words(&[Bitrate])),
    (&["re", "buffering"], Said::Words(&[Stall])),
    (&["re", "buffer"], Said::Words(&[Stall])),
    (&["number", "of"], Said::Words(&[Count])),
    (&["no", "of"], Said::Words(&[Count])),
    (&["count", "of"], Said::Words(&[Count])),
    (&["duration", "of"], Said::Words(&[Duration])),
    (&["length", "of"], Said::Words(&[Length])),
    (&["bit", "s"], Said::Unit(SourceUnit::BitsPerSecond)),
    (&["bits", "s"], Said::Unit(SourceUnit::BitsPerSecond)),
    (&["kbit", "s"], Said::Unit(SourceUnit::KilobitsPerSecond)),
    (&["kbits", "s"], Said::Unit(SourceUnit::KilobitsPerSecond)),
    (&["mbit", "s"], Said::Unit(SourceUnit::MegabitsPerSecond)),
    (&["mbits", "s"], Said::Unit(SourceUnit::MegabitsPerSecond)),
];

/// Units, each by all of its spellings.
pub(super) const UNITS: &[(Said, &[&str])] = &[
    (
        Said::Unit(SourceUnit::Microseconds),
        &["usec", "usecs", "micros", "microsec", "microsecs", "microsecond", "microseconds"],
    ),
    (Said::UnitAtAnEnd(SourceUnit::Microseconds), &["us"]),
    (
        Said::Unit(SourceUnit::Milliseconds),
        &["ms", "msec", "msecs", "millis", "millisec", "millisecs", "millisecond", "milliseconds"],
    ),
    (Said::Unit(SourceUnit::Seconds), &["sec", "secs", "second", "seconds"]),
    (Said::UnitAtAnEnd(SourceUnit::Seconds), &["s"]),
    (Said::Unit(SourceUnit::Minutes), &["mins", "minute", "minutes"]),
    (Said::Min, &["min"]),
    (Said::Unit(SourceUnit::BitsPerSecond), &["bps"]),
    (Said::Unit(SourceUnit::KilobitsPerSecond), &["kbps"]),
    (Said::Unit(SourceUnit::MegabitsPerSecond), &["mbps"]),
    (Said::Unit(SourceUnit::Pixels), &["px", "pixel", "pixels"]),
];

/// Meanings, each by all of its synonyms. What is not the same thing is not here: a maximum, an advertisement, a target.
pub(super) const WORDS: &[(&[Word], &[&str])] = &[
    (
        &[Stall],
        &[
            "stall",
            "stalled",
            "stalling",
            "rebuffer",
            "rebuffered",
            "rebuffering",
            "rebuf",
            "rebuff",
            "buffering",
            "freeze",
            "freezing",
            "frozen",
            "interruption",
        ],
    ),
    (&[Stall, Plural], &["stalls", "rebuffers", "rebufferings", "rebufs", "freezes", "interruptions", "interrupts"]),
    (&[Startup], &["startup", "join"]),
    (&[Startup, Time], &["ttff", "vst"]),
    (&[Start], &["start", "started"]),
    (&[End], &["end", "ended"]),
    (&[Launch], &["launch"]),
    (&[Delay], &["delay"]),
    (&[Latency], &["latency"]),
    (&[FirstByte, Time], &["ttfb"]),
    (&[Bitrate], &["bitrate", "br"]),
    (&[Throughput], &["throughput", "tput", "bandwidth"]),
    (&[Download], &["download", "dl"]),
    (&[Speed], &["speed", "rate"]),
    (&[Request], &["request"]),
    (&[Watch], &["watch", "watched", "watching"]),
    (&[View], &["view", "viewed", "viewing"]),
    (&[Session], &["session"]),
    (&[Play], &["play"]),
    (&[Play, Played], &["played", "playing"]),
    (&[Playback], &["playback"]),
    (&[Video], &["video"]),
    (&[Player], &["player"]),
    (&[Media], &["media"]),
    (&[Stream], &["stream"]),
    (&[Dropped], &["dropped", "drop"]),
    (&[Dropped, Plural], &["drops"]),
    (&[Frames], &["frame"]),
    (&[Frames, Plural], &["frames"]),
    (&[Switch], &["switch", "switching"]),
    (&[Switch, Plural], &["switches"]),
    (&[Change], &["change", "shift"]),
    (&[Change, Plural], &["changes", "shifts"]),
    (&[Quality], &["quality", "rendition", "representation", "variant", "abr"]),
    (&[Level], &["level"]),
    (&[Ratio], &["ratio", "fraction"]),
    (&[Percent], &["pct", "percent", "perc"]),
    (&[Percentage], &["percentage"]),
    (&[Share], &["share"]),
    (&[Count], &["count", "counts", "cnt", "num", "number", "events"]),
    (&[Time], &["time"]),
    (&[Duration], &["duration", "dur"]),
    (&[Length], &["length", "len"]),
    (&[Total], &["total", "sum", "cumulative"]),
    (&[Average], &["avg", "mean", "average"]),
    (&[Max], &["max", "maximum"]),
    (&[Weighted], &["weighted"]),
    (&[Measured], &["measured"]),
    (&[Upscale], &["upscale", "upscaling"]),
    (&[Width], &["width"]),
    (&[Height], &["height"]),
    (&[Buffer], &["buffer"]),
    (&[Failure], &["failure", "failed", "fail"]),
    (&[Error], &["error", "err"]),
    (&[Fatal], &["fatal"]),
    (&[Exit], &["exit", "exited"]),
    (&[Before], &["before"]),
    (&[Ebvs], &["ebvs"]),
    (&[Vsf], &["vsf"]),
    (&[Vpf], &["vpf"]),
    (&[Is], &["is", "has", "had", "flag"]),
    (&[Code], &["code"]),
    (&[Id], &["id", "uuid", "guid"]),
    (&[Name], &["name"]),
    (&[Type], &["type", "class", "category"]),
    (&[Version], &["version", "ver"]),
    (&[Provider], &["provider", "vendor"]),
    (&[Device], &["device"]),
    (&[Model], &["model"]),
    (&[Os], &["os"]),
    (&[Browser], &["browser"]),
    (&[App], &["app", "application"]),
    (&[Network], &["network", "net", "connection", "conn"]),
    (&[Isp], &["isp", "carrier"]),
    (&[Cdn], &["cdn"]),
    (&[Pop], &["pop", "edge"]),
    (&[Country], &["country"]),
    (&[Region], &["region", "province"]),
    (&[City], &["city"]),
    (&[Content], &["content", "asset"]),
    (&[Title], &["title"]),
    (&[Codec], &["codec"]),
    (&[Video, Codec], &["vcodec"]),
    (&[Resolution], &["resolution"]),
    (&[User], &["user", "viewer", "subscriber", "customer"]),
    (&[Client], &["client"]),
    (&[Geo], &["geo"]),
    (&[Moment], &["ts", "timestamp", "utc", "epoch", "unix", "at"]),
    (&[Neutral], &["qoe", "qos", "metric", "metrics", "stats"]),
];

/// What a single word says.
pub(super) fn of(word: &str) -> Option<Said> {
    if word == "n" {
        return Some(Said::CountAtAnEnd);
    }
    let unit = UNITS.iter().find(|(_, spellings)| spellings.contains(&word)).map(|&(said, _)| said);
    unit.or_else(|| WORDS.iter().find(|(_, synonyms)| synonyms.contains(&word)).map(|&(words, _)| Said::Words(words)))
}

/// Where words are written without anything between them, as in `stallcnt`, the longest name that is taken apart so.
const LONGEST: usize = 32;

/// The words of which this one is put together, where there is one way alone to do it; none where it is no such word.
///
/// Pieces of one or two letters say nothing there, but for `ms` at the end.
pub(super) fn glued(word: &str) -> Option<Vec<&str>> {
    if word.len() > LONGEST || !word.is_ascii() {
        return None;
    }
    let mut pieces = Vec::new();
    let mut found = None;
    let mut ways = 0;
    split(word, &mut pieces, &mut found, &mut ways);
    found.filter(|_| ways == 1)
}

fn split<'a>(rest: &'a str, pieces: &mut Vec<&'a str>, found: &mut Option<Vec<&'a str>>, ways: &mut usize) {
    if rest.is_empty() {
        *ways += 1;
        *found = Some(pieces.clone());
        return;
    }
    for end in 2..=rest.len() {
        let Some((piece, after)) = rest.split_at_checked(end) else { continue };
        let is_long = piece.len() > 2 || (after.is_empty() && piece == "ms");
        if is_long && *ways < 2 && of(piece).is_some() {
            pieces.push(piece);
            split(after, pieces, found, ways);
            pieces.pop();
        }
    }
}
