//! Common Media Client Data in columns: its keys, and the names that CloudFront's real-time logs and the tables of
//! cmcd-toolkit give them.

use super::source::{Later, Meaning, Rows, Since, Source, is, letters, none, of};
use crate::cells::units::SourceUnit::{Count, Flag, KilobitsPerSecond, Milliseconds, Seconds};
use telemetry::Field;

/// What each key means. Bitrates are in kbps, lengths in ms.
const MEANINGS: &[Meaning] = &[
    is("sid", Field::SessionId),
    is("cid", Field::ContentId),
    of("br", Field::BitrateKbps, KilobitsPerSecond),
    of("mtp", Field::ThroughputKbps, KilobitsPerSecond),
    of("bl", Field::BufferLengthMs, Milliseconds),
    of("bs", Field::BufferStarved, Flag),
    of("bsd", Field::RebufferDurationMs, Milliseconds),
    of("d", Field::MediaDurationMs, Milliseconds),
    letters("ot", Field::ObjectType),
    letters("st", Field::ContentType),
    letters("sta", Field::PlayerState),
    of("msd", Field::StartupTimeMs, Milliseconds),
    of("ttfb", Field::LatencyMs, Milliseconds),
    of("dfa", Field::DroppedFrames, Count),
    is("ec", Field::ErrorCode),
    is("e", Field::EventType),
    is("ts", Field::Timestamp),
    is("cdn", Field::Cdn),
];

const SIGNS: &[&str] = &[
    "br", "bl", "bs", "mtp", "sid", "cid", "ot", "sf", "st", "su", "tb", "rtp", "nor", "nrr", "dl", "pr", "sta", "msd",
    "bsd",
];

/// Columns named by the bare keys. Each is so short that it takes several to believe it.
pub(crate) const KEYS: Source =
    Source { name: "CMCD", rows: Rows::Parts, prefix: "", signs: SIGNS, least: 4, columns: MEANINGS };

/// Columns named `cmcd_br` and so on.
pub(super) const NAMED_KEYS: Source = Source { prefix: "cmcd_", least: 2, ..KEYS };

pub(super) const CLOUDFRONT: Source = Source {
    name: "CloudFront",
    rows: Rows::Parts,
    prefix: "",
    signs: &[
        "cmcd_encoded_bitrate",
        "cmcd_buffer_length",
        "cmcd_buffer_starvation",
        "cmcd_content_id",
        "cmcd_object_duration",
        "cmcd_deadline",
        "cmcd_measured_throughput",
        "cmcd_next_object_request",
        "cmcd_next_range_request",
        "cmcd_object_type",
        "cmcd_playback_rate",
        "cmcd_requested_maximum_throughput",
        "cmcd_streaming_format",
        "cmcd_session_id",
        "cmcd_stream_type",
        "cmcd_startup",
        "cmcd_top_bitrate",
        "cmcd_version",
        "c_country",
        "cs_uri_query",
        "x_edge_location",
        "time_to_first_byte",
        "origin_fbl",
        "origin_lbl",
    ],
    // Other servers write addresses, times and statuses under the same names: those say nothing.
    least: 2,
    columns: &[
        is("cmcd_session_id", Field::SessionId),
        is("cmcd_content_id", Field::ContentId),
        of("cmcd_encoded_bitrate", Field::BitrateKbps, KilobitsPerSecond),
        of("cmcd_measured_throughput", Field::ThroughputKbps, KilobitsPerSecond),
        of("cmcd_buffer_length", Field::BufferLengthMs, Milliseconds),
        of("cmcd_buffer_starvation", Field::BufferStarved, Flag),
        of("cmcd_object_duration", Field::MediaDurationMs, Milliseconds),
        letters("cmcd_object_type", Field::ObjectType),
        letters("cmcd_stream_type", Field::ContentType),
        is("c_country", Field::CountryCode),
        is("x_edge_location", Field::CdnPop),
        of("time_to_first_byte", Field::LatencyMs, Seconds),
    ],
};

/// What was learnt later of CloudFront: the names of its second standard logs, which are JSON objects as well.
pub(super) const LATER: &[Later] = &[Later {
    source: CLOUDFRONT.name,
    since: Since::Common,
    signs: &[],
    columns: &[
        // In ms since 1970, beside the date and the time of the same moment.
        is("timestamp_ms", Field::Timestamp),
        none("time_taken"),
    ],
}];

/// The prefix is part of each name here: the table has `request_…` beside `cmcd_key_…`.
pub(super) const TOOLKIT: Source = Source {
    name: "cmcd-toolkit",
    rows: Rows::Parts,
    prefix: "",
    signs: &[
        "cmcd_key_br",
        "cmcd_key_bl",
        "cmcd_key_bs",
        "cmcd_key_mtp",
        "cmcd_key_sid",
        "cmcd_key_cid",
        "cmcd_key_ot",
        "cmcd_key_sf",
        "cmcd_key_st",
        "cmcd_key_tb",
        "cmcd_key_sta",
        "cmcd_mode",
        "request_datetime",
        "request_country_code",
        "request_city_name",
        "request_asn_organization",
        "request_browser_name",
        "request_device_type",
        "request_os_name",
    ],
    least: 3,
    columns: &[
        is("cmcd_key_sid", Field::SessionId),
        is("cmcd_key_cid", Field::ContentId),
        of("cmcd_key_br", Field::BitrateKbps, KilobitsPerSecond),
        of("cmcd_key_mtp", Field::ThroughputKbps, KilobitsPerSecond),
        of("cmcd_key_bl", Field::BufferLengthMs, Milliseconds),
        of("cmcd_key_bs", Field::BufferStarved, Flag),
        of("cmcd_key_bsd", Field::RebufferDurationMs, Milliseconds),
        of("cmcd_key_d", Field::MediaDurationMs, Milliseconds),
        letters("cmcd_key_ot", Field::ObjectType),
        letters("cmcd_key_st", Field::ContentType),
        letters("cmcd_key_sta", Field::PlayerState),
        of("cmcd_key_msd", Field::StartupTimeMs, Milliseconds),
        of("cmcd_key_ttfb", Field::LatencyMs, Milliseconds),
        is("cmcd_key_ec", Field::ErrorCode),
        is("cmcd_key_e", Field::EventType),
        is("cmcd_key_cdn", Field::Cdn),
        is("request_datetime", Field::Timestamp),
        // The player's own clock.
        is("cmcd_key_ts", Field::Timestamp),
        is("request_country_code", Field::CountryCode),
        none("request_country_name"),
        is("request_city_name", Field::City),
        is("request_asn_organization", Field::Isp),
        is("request_browser_name", Field::Browser),
        is("request_device_type", Field::DeviceType),
        is("request_os_name", Field::OsVersion),
    ],
};
