//! What becomes of each field when rows are rolled up into a session: one table, which people read as well.

use telemetry::{Field, Kind};

/// How the values of a session's rows become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Take {
    /// The first that is there.
    First,
    /// The last that is there.
    Last,
    /// The latest time.
    Latest,
    /// The sum.
    Sum,
    /// The sum over the rows that count.
    SumCounted,
    /// The greatest.
    Greatest,
    /// The mean.
    Mean,
    /// The mean over the rows that count, weighted.
    Weighted,
    /// One where any row has one.
    Any,
    /// The most frequent; the first seen of equally frequent ones.
    Majority,
    /// The one that held longest; the first seen of equally long ones.
    Longest,
}

/// The rule for a column; `None` stands for a column of no field.
pub(super) fn take(field: Option<Field>, kind: Kind, name: &str) -> Take {
    let Some(field) = field else {
        return match kind {
            Kind::Number => Take::Mean,
            Kind::Category => Take::Majority,
            Kind::Time | Kind::Text => Take::First,
        };
    };
    match field {
        Field::Timestamp | Field::StartupTimeMs => Take::First,
        Field::SessionEnd => Take::Latest,
        Field::PlayerState | Field::EventType | Field::ErrorCode => Take::Last,
        Field::Resolution => Take::Longest,
        Field::RebufferCount | Field::RebufferDurationMs | Field::BitrateSwitches | Field::MediaDurationMs => {
            Take::SumCounted
        }
        // CMCD counts them from the start of the session on.
        Field::DroppedFrames if name.to_ascii_lowercase().ends_with("dfa") => Take::Greatest,
        Field::DroppedFrames | Field::WatchTimeS | Field::PlayingTimeS => Take::Sum,
        Field::MaxUpscale => Take::Greatest,
        Field::BitrateKbps | Field::BufferingRatio | Field::DroppedFramesPct | Field::ThroughputKbps => Take::Weighted,
        Field::AvgUpscale => Take::Weighted,
        Field::PlayerWidth | Field::PlayerHeight | Field::VideoWidth | Field::VideoHeight => Take::Weighted,
        Field::LatencyMs | Field::BufferLengthMs => Take::Mean,
        Field::ExitBeforeStart | Field::StartupFailed | Field::PlaybackFailed | Field::BufferStarved => Take::Any,
        _ => match field.kind() {
            Kind::Number => Take::Mean,
            Kind::Category => Take::Majority,
            Kind::Time | Kind::Text => Take::First,
        },
    }
}

/// The rule of a field in words: what a session of several rows has in it.
pub fn rollup_rule(field: Field) -> &'static str {
    match field {
        Field::SessionId => "the rows' identifier; of a viewer's sessions, the viewer and the start",
        Field::Timestamp => "the first",
        Field::SessionEnd => "the last",
        Field::StartupTimeMs => "the first that is there, else from the first request to the first time it played",
        Field::RebufferCount => {
            "the sum; else how often the buffer ran dry, else how often a stall had a duration, else how often the player \
             began to rebuffer"
        }
        Field::RebufferDurationMs => "the sum, else the time in which the player was rebuffering; 0 without a stall",
        Field::BufferingRatio => {
            "stalled time / watch time, where the rows or the player's states tell both; else the mean, weighted like the bitrate"
        }
        Field::BitrateKbps => {
            "the mean of the video, weighted by its duration, else by the rows' playing time, else by their watch time, else by \
             the time until the next row"
        }
        Field::BitrateSwitches => "the sum, else how often the bitrate of the video changed",
        Field::WatchTimeS => {
            "the sum, else playing + stalled + startup as the rows report them, else the time in which the player was starting, \
             playing, rebuffering or seeking, else from the first row to the last"
        }
        Field::PlayingTimeS => "the sum, else the time in which the player was playing",
        Field::DroppedFrames => "the sum; the greatest of a count that runs through the session (CMCD's dfa)",
        Field::MaxUpscale => "the greatest, else that of the sizes of player and picture",
        Field::AvgUpscale => "the weighted mean, else that of the sizes of player and picture",
        Field::ExitBeforeStart => "1 where any row has it, else where it never played and reported no error",
        Field::StartupFailed => "1 where any row has it, else where an error came and it never played",
        Field::PlaybackFailed => "1 where any row has it, else where it had played and ended with an error",
        Field::PlayerState | Field::EventType | Field::ErrorCode => "the last that is there",
        Field::MediaDurationMs => "the sum of the video",
        field => match take(Some(field), field.kind(), field.name()) {
            Take::First => "the first that is there",
            Take::Last | Take::Latest => "the last that is there",
            Take::Sum | Take::SumCounted => "the sum",
            Take::Greatest => "the greatest",
            Take::Mean => "the mean",
            Take::Weighted => "the mean, weighted like the bitrate",
            Take::Any => "1 where any row has it",
            Take::Majority => "the most frequent; the first seen of equally frequent ones",
            Take::Longest => "the one that held longest; the first seen of equally long ones",
        },
    }
}
