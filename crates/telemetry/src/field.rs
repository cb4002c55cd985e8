//! The fields of a session: name, unit, range and meaning, in one list that the whole program reads.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An identifier: mostly distinct, never grouped by.
    Text,
    /// One of few labels: grouped by.
    Category,
    /// A point in time, UTC milliseconds since 1970.
    Time,
    /// A measured quantity.
    Number,
}

/// The unit in which a number is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Unit {
    /// No unit: identifiers, categories.
    None,
    /// Whole things: stalls, switches.
    Count,
    /// A share between 0 and 1.
    Ratio,
    /// A share between 0 and 100.
    Percent,
    /// Milliseconds.
    Milliseconds,
    /// Seconds.
    Seconds,
    /// Kilobits per second (1,000 bits).
    KilobitsPerSecond,
    /// Pixels.
    Pixels,
    /// Yes or no: 1 or 0.
    Flag,
}

impl Unit {
    /// The unit's symbol as shown behind a number; empty where a number stands alone.
    pub fn symbol(self) -> &'static str {
        match self {
            Unit::None | Unit::Count | Unit::Ratio | Unit::Flag => "",
            Unit::Percent => "%",
            Unit::Milliseconds => "ms",
            Unit::Seconds => "s",
            Unit::KilobitsPerSecond => "kbps",
            Unit::Pixels => "px",
        }
    }
}

macro_rules! fields {
    ($( $variant:ident, $name:literal, $label:literal, $kind:ident, $unit:ident, [$low:expr, $high:expr], $meaning:literal; )*) => {
        /// A field that a session can have. The order of the first is that of the generated CSV.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Field {
            $( #[doc = $meaning] $variant, )*
        }

        impl Field {
            /// Every field: those that are generated, then those that only files have.
            pub const ALL: &[Field] = &[ $( Field::$variant, )* ];

            /// The fields of generated sessions, in the order of the generated CSV.
            pub const GENERATED: &[Field] = Field::ALL.split_at(Field::LatencyMs as usize + 1).0;

            /// The column name in files and links.
            pub fn name(self) -> &'static str {
                match self { $( Field::$variant => $name, )* }
            }

            /// The name shown to people.
            pub fn label(self) -> &'static str {
                match self { $( Field::$variant => $label, )* }
            }

            /// What the field holds.
            pub fn kind(self) -> Kind {
                match self { $( Field::$variant => Kind::$kind, )* }
            }

            /// The unit in which it is stored.
            pub fn unit(self) -> Unit {
                match self { $( Field::$variant => Unit::$unit, )* }
            }

            /// The least and the greatest value that can be true of a session; only numbers have a finite range.
            pub fn range(self) -> (f64, f64) {
                match self { $( Field::$variant => ($low, $high), )* }
            }

            /// The definition, one sentence, shown as a tooltip.
            pub fn meaning(self) -> &'static str {
                match self { $( Field::$variant => $meaning, )* }
            }
        }
    };
}

const INF: f64 = f64::INFINITY;
const ANY: (f64, f64) = (f64::NEG_INFINITY, INF);

fields! {
    SessionId, "session_id", "Session", Text, None, [ANY.0, ANY.1], "Identifier of one viewing session.";
    UserId, "user_id", "User", Text, None, [ANY.0, ANY.1], "Identifier of the viewer; one viewer has several sessions.";
    Timestamp, "timestamp", "Start", Time, None, [ANY.0, ANY.1], "When the session began, UTC.";
    DeviceType, "device_type", "Device type", Category, None, [ANY.0, ANY.1], "Class of the playing device: smart_tv, mobile, web, tablet, console.";
    DeviceModel, "device_model", "Device model", Category, None, [ANY.0, ANY.1], "Model of the playing device.";
    OsVersion, "os_version", "OS", Category, None, [ANY.0, ANY.1], "Operating system and its version.";
    AppVersion, "app_version", "App version", Category, None, [ANY.0, ANY.1], "Version of the player application.";
    NetworkType, "network_type", "Network", Category, None, [ANY.0, ANY.1], "Last hop of the connection: wifi, ethernet, cellular_4g, cellular_5g.";
    CountryCode, "country_code", "Country", Category, None, [ANY.0, ANY.1], "ISO 3166-1 alpha-2 code of the viewer's country.";
    Region, "region", "Region", Category, None, [ANY.0, ANY.1], "Region within the country.";
    Isp, "isp", "ISP", Category, None, [ANY.0, ANY.1], "Internet service provider of the viewer.";
    Cdn, "cdn", "CDN", Category, None, [ANY.0, ANY.1], "Content delivery network that served the session.";
    CdnPop, "cdn_pop", "CDN edge", Category, None, [ANY.0, ANY.1], "Point of presence of the CDN that served the session.";
    ContentType, "content_type", "Content type", Category, None, [ANY.0, ANY.1], "What was watched: vod or live.";
    ContentId, "content_id", "Content", Category, None, [ANY.0, ANY.1], "Identifier of what was watched.";
    Codec, "codec", "Codec", Category, None, [ANY.0, ANY.1], "Video codec.";
    StartupTimeMs, "startup_time_ms", "Startup time", Number, Milliseconds, [0.0, INF], "From the play request to the first frame.";
    RebufferCount, "rebuffer_count", "Rebuffers", Number, Count, [0.0, INF], "Stalls after the first frame.";
    RebufferDurationMs, "rebuffer_duration_ms", "Rebuffer duration", Number, Milliseconds, [0.0, INF], "Total length of the stalls.";
    BufferingRatio, "buffering_ratio", "Buffering ratio", Number, Ratio, [0.0, 1.0], "Stalled time divided by watch time.";
    BitrateKbps, "bitrate_kbps", "Bitrate", Number, KilobitsPerSecond, [0.0, INF], "Time-weighted average video bitrate.";
    BitrateSwitches, "bitrate_switches", "Bitrate switches", Number, Count, [0.0, INF], "Changes of rendition during the session.";
    Resolution, "resolution", "Resolution", Category, None, [ANY.0, ANY.1], "Rendition played for the longest time.";
    DroppedFramesPct, "dropped_frames_pct", "Dropped frames", Number, Percent, [0.0, 100.0], "Decoded frames that were not shown.";
    WatchTimeS, "watch_time_s", "Watch time", Number, Seconds, [0.0, INF], "From the play request to the end of the session, stalls included and pauses excluded.";
    ThroughputKbps, "throughput_kbps", "Throughput", Number, KilobitsPerSecond, [0.0, INF], "Average measured download throughput.";
    LatencyMs, "latency_ms", "Latency", Number, Milliseconds, [0.0, INF], "Average time to the first byte of a media request.";
    PlayingTimeS, "playing_time_s", "Playing time", Number, Seconds, [0.0, INF], "Time with a moving picture: watch time without startup, stalls and seeks.";
    DroppedFrames, "dropped_frames", "Dropped frames (count)", Number, Count, [0.0, INF], "Decoded frames that were not shown.";
    MaxUpscale, "max_upscale", "Upscaling, most", Number, Ratio, [0.0, INF], "How far the picture was enlarged at most: 0.5 is half as wide again as it was encoded.";
    AvgUpscale, "avg_upscale", "Upscaling, average", Number, Ratio, [0.0, INF], "How far the picture was enlarged, averaged over the time played.";
    PlayerWidth, "player_width", "Player width", Number, Pixels, [0.0, INF], "Width of the player on the screen.";
    PlayerHeight, "player_height", "Player height", Number, Pixels, [0.0, INF], "Height of the player on the screen.";
    VideoWidth, "video_width", "Video width", Number, Pixels, [0.0, INF], "Width of the picture as encoded.";
    VideoHeight, "video_height", "Video height", Number, Pixels, [0.0, INF], "Height of the picture as encoded.";
    ExitBeforeStart, "exit_before_start", "Exit before start", Number, Flag, [0.0, 1.0], "The viewer left before the first frame, without an error.";
    StartupFailed, "startup_failed", "Startup failed", Number, Flag, [0.0, 1.0], "An error kept the video from starting.";
    PlaybackFailed, "playback_failed", "Playback failed", Number, Flag, [0.0, 1.0], "An error ended the video after it had started.";
    ErrorCode, "error_code", "Error", Category, None, [ANY.0, ANY.1], "The error that was reported, where there was one.";
    SessionEnd, "session_end", "End", Time, None, [ANY.0, ANY.1], "When the session ended, UTC.";
    PlayerState, "player_state", "Player state", Category, None, [ANY.0, ANY.1], "What the player was doing: starting, playing, rebuffering, paused, ended.";
    EventType, "event_type", "Event", Category, None, [ANY.0, ANY.1], "What the player reported in this row.";
    ObjectType, "object_type", "Object type", Category, None, [ANY.0, ANY.1], "What was requested: video, audio, manifest.";
    BufferStarved, "buffer_starved", "Buffer ran dry", Number, Flag, [0.0, 1.0], "The buffer ran dry since the request before.";
    BufferLengthMs, "buffer_length_ms", "Buffer length", Number, Milliseconds, [0.0, INF], "Media ahead of the playhead.";
    MediaDurationMs, "media_duration_ms", "Media duration", Number, Milliseconds, [0.0, INF], "Media that this row stands for: the requested object, or what was played.";
    Browser, "browser", "Browser", Category, None, [ANY.0, ANY.1], "Browser that played.";
    Player, "player", "Player", Category, None, [ANY.0, ANY.1], "Player software.";
    City, "city", "City", Category, None, [ANY.0, ANY.1], "The viewer's city.";
}

impl Field {
    /// Whether it is a circumstance of a viewing: who watched what, where and with what; not how it went, nor what one row of
    /// several reports.
    pub fn is_circumstance(self) -> bool {
        let went = [
            Field::Resolution,
            Field::ErrorCode,
            Field::PlayerState,
            Field::EventType,
            Field::ObjectType,
            Field::SessionEnd,
        ];
        match self.kind() {
            Kind::Category | Kind::Time => !went.contains(&self),
            Kind::Number => matches!(self, Field::PlayerWidth | Field::PlayerHeight),
            Kind::Text => false,
        }
    }

    /// The field with this column name, if there is one.
    pub fn from_name(name: &str) -> Option<Field> {
        Field::ALL.iter().copied().find(|field| field.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinct_and_found_again() {
        for &field in Field::ALL {
            assert_eq!(Field::from_name(field.name()), Some(field));
        }
        assert_eq!(Field::from_name("nonsense"), None);
    }
}
