//! Which words together name a field, and in which units.

use super::bag::Word::{self, *};
use super::bag::{Bag, Parts};
use crate::cells::units::SourceUnit;
use telemetry::{Field, Kind, Unit};

/// What names a field: all of its groups, and nothing beside them but what may stand there.
struct Rule {
    field: Field,
    /// Of each group there must be a word.
    needs: &'static [&'static [Word]],
    /// These may stand beside them.
    may: &'static [Word],
    units: Units,
}

/// What a rule asks of the unit.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Units {
    /// None: a label, a flag, or a time, whose cells say how it is written.
    None,
    /// None: whole things.
    Count,
    /// One that measures the field, or none.
    Open,
    /// One that measures the field.
    Needed,
    /// One that measures the field, or a word for the length of time.
    Timed,
    /// Kilobits or megabits per second: the unit alone says what is measured.
    Alone,
    /// A share, by its word: a percentage may be a fraction, and the size of the numbers tells.
    Share,
    /// A share, by its word; none is a fraction.
    Fraction,
}

const fn rule(field: Field, needs: &'static [&'static [Word]], may: &'static [Word], units: Units) -> Rule {
    Rule { field, needs, may, units }
}

/// Whose stalls, bitrate, time … it is: the session's in any case.
macro_rules! of_session {
    ($($word:ident),*) => { &[Session, Video, Playback, Player, View, Stream, Neutral $(, $word)*] };
}

/// The device, the network and the place are the viewer's in any case.
macro_rules! of_viewer {
    ($($word:ident),*) => { &[User, Client, Neutral $(, $word)*] };
}

/// What makes rows parts of a session (`media_duration_ms`, `buffer_starved`) goes by its own name alone: as the length of
/// the whole content, `media_duration_s` stands in tables of sessions, too.
const RULES: &[Rule] = &[
    rule(Field::RebufferCount, &[&[Stall], &[Count, Plural]], of_session!(Total), Units::Count),
    rule(Field::RebufferDurationMs, &[&[Stall]], of_session!(Time, Duration, Length, Total), Units::Timed),
    rule(Field::RebufferDurationMs, &[&[Stall], &[Plural], &[Time, Duration]], of_session!(Total), Units::Open),
    rule(Field::BufferingRatio, &[&[Stall], SHARES], of_session!(Time, Duration), Units::Share),
    rule(
        Field::StartupTimeMs,
        &[&[Startup]],
        &[Time, Duration, Delay, Latency, Video, Playback, View, Stream, Neutral],
        Units::Timed,
    ),
    // Not the latency at the start, which may be how far behind live it begins.
    rule(Field::StartupTimeMs, &[&[Start], &[Delay]], &[Video, Playback, View, Stream, Neutral], Units::Timed),
    rule(Field::StartupTimeMs, &[&[Launch], &[Video, Playback, Stream]], &[Time, Duration, Neutral], Units::Needed),
    rule(Field::BitrateKbps, &[&[Bitrate]], of_session!(Average, Weighted, Played, Play), Units::Open),
    rule(Field::BitrateKbps, &[], &[Average, Video, Neutral], Units::Alone),
    // A stream's bandwidth is what it needs.
    rule(
        Field::ThroughputKbps,
        &[&[Throughput]],
        &[Average, Measured, Network, Download, Request, Session, Neutral],
        Units::Needed,
    ),
    rule(
        Field::ThroughputKbps,
        &[&[Download], &[Speed]],
        &[Average, Measured, Network, Session, Neutral],
        Units::Needed,
    ),
    rule(Field::LatencyMs, &[&[FirstByte]], &[Time, Latency, Delay, Average, Request, Neutral], Units::Timed),
    rule(Field::LatencyMs, &[&[Latency]], &[Average, Request, Neutral], Units::Timed),
    rule(Field::WatchTimeS, &[&[Watch]], &[Time, Duration, Total, Session, Video, View, Neutral], Units::Timed),
    rule(Field::WatchTimeS, &[&[View]], &[Time, Duration, Length, Total, Session, Video, Neutral], Units::Timed),
    rule(Field::WatchTimeS, &[&[Session]], &[Duration, Length, Total, Video, Neutral], Units::Timed),
    rule(Field::PlayingTimeS, &[&[Play]], &[Duration, Total, Video, Session, Neutral], Units::Timed),
    rule(Field::PlayingTimeS, &[&[Played]], &[Play, Time, Duration, Total, Video, Session, Neutral], Units::Timed),
    rule(Field::DroppedFrames, &[&[Dropped], &[Frames], &[Count, Plural]], of_session!(Total), Units::Count),
    rule(
        Field::DroppedFramesPct,
        &[&[Dropped], &[Frames], &[Ratio, Percent, Percentage]],
        of_session!(Plural),
        Units::Fraction,
    ),
    rule(
        Field::BitrateSwitches,
        &[&[Switch], &[Count, Plural]],
        of_session!(Bitrate, Quality, Level, Total),
        Units::Count,
    ),
    rule(
        Field::BitrateSwitches,
        &[&[Change], &[Bitrate, Quality, Level], &[Count, Plural]],
        of_session!(Total),
        Units::Count,
    ),
    rule(Field::MaxUpscale, &[&[Upscale], &[Max]], &[Ratio, Percent, Video, Neutral], Units::Fraction),
    rule(Field::AvgUpscale, &[&[Upscale], &[Average]], &[Ratio, Percent, Video, Neutral], Units::Fraction),
    rule(Field::PlayerWidth, &[&[Player], &[Width]], &[Neutral], Units::Open),
    rule(Field::PlayerHeight, &[&[Player], &[Height]], &[Neutral], Units::Open),
    rule(Field::VideoWidth, &[&[Video], &[Width]], &[Neutral], Units::Open),
    rule(Field::VideoHeight, &[&[Video], &[Height]], &[Neutral], Units::Open),
    rule(Field::BufferLengthMs, &[&[Buffer], &[Level, Length]], &[Video, Player, Neutral], Units::Needed),
    rule(Field::ExitBeforeStart, &[&[Exit], &[Before], &[Start]], &[Video, Playback, Is, Neutral], Units::None),
    rule(Field::ExitBeforeStart, &[&[Ebvs]], &[Is, Neutral], Units::None),
    rule(Field::StartupFailed, &[&[Vsf]], &[Is, Neutral], Units::None),
    rule(Field::StartupFailed, &[&[Startup], &[Failure]], &[Video, Playback, Is, Neutral], Units::None),
    rule(Field::StartupFailed, &[&[Start], &[Video], &[Failure]], &[Is, Neutral], Units::None),
    rule(Field::StartupFailed, &[&[Startup], &[Error], &[Is]], &[Video, Neutral], Units::None),
    rule(Field::PlaybackFailed, &[&[Vpf]], &[Is, Neutral], Units::None),
    rule(Field::PlaybackFailed, &[&[Playback], &[Failure]], &[Video, Is, Neutral], Units::None),
    rule(Field::PlaybackFailed, &[&[Playback], &[Error], &[Is]], &[Video, Neutral], Units::None),
    rule(Field::SessionId, &[&[Session], &[Id]], &[Video, Playback, Stream, Media, Player, Neutral], Units::None),
    rule(Field::UserId, &[&[User], &[Id]], &[Neutral], Units::None),
    rule(Field::Timestamp, &[&[Start], &[Moment]], &[Session, View, Time], Units::None),
    rule(Field::SessionEnd, &[&[End], &[Moment]], &[Session, View, Time], Units::None),
    rule(Field::DeviceType, &[&[Device], &[Type]], of_viewer!(), Units::None),
    rule(Field::DeviceModel, &[&[Device], &[Model]], of_viewer!(Name), Units::None),
    rule(Field::OsVersion, &[&[Os]], of_viewer!(Name, Version, Device), Units::None),
    rule(Field::AppVersion, &[&[App], &[Version]], of_viewer!(Player), Units::None),
    rule(Field::NetworkType, &[&[Network], &[Type]], of_viewer!(Device), Units::None),
    rule(Field::CountryCode, &[&[Country]], of_viewer!(Geo, Code, Name), Units::None),
    rule(Field::Region, &[&[Region]], of_viewer!(Geo, Code, Name), Units::None),
    rule(Field::City, &[&[City]], of_viewer!(Geo, Name), Units::None),
    rule(Field::Isp, &[&[Isp]], of_viewer!(Name), Units::None),
    rule(Field::Cdn, &[&[Cdn]], of_session!(Name, Provider, Media), Units::None),
    rule(Field::CdnPop, &[&[Cdn], &[Pop]], &[Name, Code, Id, Neutral], Units::None),
    rule(Field::ContentId, &[&[Content], &[Id, Name]], &[Video, Neutral], Units::None),
    rule(Field::ContentId, &[&[Content, Video], &[Title]], &[Name, Neutral], Units::None),
    rule(Field::Codec, &[&[Codec], &[Video]], &[Name, Neutral], Units::None),
    rule(Field::Resolution, &[&[Resolution], &[Video, Playback]], &[Neutral], Units::None),
    rule(Field::ErrorCode, &[&[Error], &[Code]], &[Player, Playback, Video, Fatal, Neutral], Units::None),
    rule(Field::Browser, &[&[Browser]], of_viewer!(Name), Units::None),
    rule(Field::Player, &[&[Player], &[Name]], &[Video, Neutral], Units::None),
];

const SHARES: &[Word] = &[Ratio, Percent, Percentage, Share];

/// The words for the length of time.
const TIMES: &[Word] = &[Time, Duration, Length, Delay, Latency];

/// The field that these words name, and the unit where they tell it; none where they name none, or more than one.
pub(super) fn field_of(parts: Parts) -> Option<(Field, Option<SourceUnit>)> {
    let mut found: Option<(Field, Option<SourceUnit>)> = None;
    for rule in RULES {
        let Some(unit) = rule.unit_of(parts) else { continue };
        match found {
            Some((field, _)) if field != rule.field => return None,
            _ => found = Some((rule.field, unit)),
        }
    }
    found
}

impl Rule {
    /// The unit in which the words name the field, which may be open; none where they do not name it.
    fn unit_of(&self, parts: Parts) -> Option<Option<SourceUnit>> {
        let Parts { words, unit, is_min } = parts;
        let needed = self.needs.iter().fold(Bag::default(), |all, group| all.and(Bag::of(group)));
        let fits = self.needs.iter().all(|group| words.has_any(group))
            && words.without(needed.and(Bag::of(self.may))).is_empty();
        // Nobody takes the least of the time watched; of anything else `min` may be that.
        let may_be_least = is_min && !matches!(self.field, Field::WatchTimeS | Field::PlayingTimeS);
        if !fits || may_be_least {
            return None;
        }
        let measured = unit.is_some_and(|unit| unit.scale_to(self.field).is_some());
        match self.units {
            // How a time is written, its cells say: `start_epoch_ms`.
            Units::None if self.field.kind() == Kind::Time => {
                unit.is_none_or(|unit| unit.scale_to(Field::WatchTimeS).is_some()).then_some(None)
            }
            Units::None => unit.is_none().then_some(None),
            Units::Count => unit.is_none().then_some(Some(SourceUnit::Count)),
            Units::Needed => measured.then_some(unit),
            Units::Open => (measured || unit.is_none()).then_some(unit),
            Units::Timed => (measured || (unit.is_none() && words.has_any(TIMES))).then_some(unit),
            Units::Alone => {
                let is_rate = matches!(unit, Some(SourceUnit::KilobitsPerSecond | SourceUnit::MegabitsPerSecond));
                is_rate.then_some(unit)
            }
            Units::Share | Units::Fraction if unit.is_some() => None,
            Units::Share | Units::Fraction => self.share(words),
        }
    }

    /// The unit of a share. A name that calls it by two words has to mean one thing with both.
    fn share(&self, words: Bag) -> Option<Option<SourceUnit>> {
        let has = |word| words.has_any(&[word]);
        let by_size = self.units == Units::Share;
        match (has(Percent), has(Ratio), has(Percentage), has(Share)) {
            (true, _, false, _) => Some(Some(SourceUnit::Percent)),
            (false, true, false, false) => Some(Some(SourceUnit::Fraction)),
            (false, false, true, false) if by_size => Some(None),
            (false, false, true, false) => (self.field.unit() == Unit::Percent).then_some(Some(SourceUnit::Percent)),
            (false, false, false, true) if by_size => Some(None),
            (false, false, false, false) => Some(None),
            _ => None,
        }
    }
}
