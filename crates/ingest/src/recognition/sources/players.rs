//! What players tell of themselves, where their documentation says what it is and in which unit.

use super::source::{Rows, Source, none, of};
use crate::cells::units::SourceUnit::{BitsPerSecond, Count, Flag, Fraction, Milliseconds, Pixels, Seconds};
use telemetry::Field;

/// `getStats()` of shaka-player and of Cast receivers: an object of what has been since a video was loaded. Times are in seconds,
/// bandwidths in bits per second.
pub(super) const SHAKA: Source = Source {
    name: "shaka-player or Cast",
    rows: Rows::Sessions,
    prefix: "",
    signs: &[
        "load_latency",
        "buffering_time",
        "stream_bandwidth",
        "estimated_bandwidth",
        "decoded_frames",
        "corrupted_frames",
        "stalls_detected",
        "gaps_jumped",
        "completion_percent",
        "manifest_time_seconds",
        "drm_time_seconds",
        "license_time",
        "live_latency",
        "max_segment_duration",
        "pause_time",
        "bytes_downloaded",
        "state_history",
        "switch_history",
        "absolute_play_time",
    ],
    // Other players have some of these words.
    least: 4,
    columns: &[
        of("load_latency", Field::StartupTimeMs, Seconds),
        of("buffering_time", Field::RebufferDurationMs, Seconds),
        // Of Cast; its `playTime` has the pauses in it.
        of("absolute_play_time", Field::PlayingTimeS, Seconds),
        of("play_time", Field::PlayingTimeS, Seconds),
        of("stream_bandwidth", Field::BitrateKbps, BitsPerSecond),
        of("estimated_bandwidth", Field::ThroughputKbps, BitsPerSecond),
        of("dropped_frames", Field::DroppedFrames, Count),
        of("width", Field::VideoWidth, Pixels),
        of("height", Field::VideoHeight, Pixels),
        // How often the playhead stood still for the player to push it, not how often it buffered.
        none("stalls_detected"),
        // How far behind live.
        none("live_latency"),
    ],
};

/// `PlaybackStats` of media3 and ExoPlayer: the object's public fields, and what its methods return. Times are in ms, bitrates in
/// bits per second.
pub(super) const MEDIA3: Source = Source {
    name: "media3 or ExoPlayer",
    rows: Rows::Sessions,
    prefix: "",
    signs: &[
        "playback_count",
        "first_reported_time_ms",
        "foreground_playback_count",
        "abandoned_before_ready_count",
        "background_joining_count",
        "total_valid_join_time_ms",
        "valid_join_time_count",
        "mean_join_time_ms",
        "total_pause_count",
        "total_pause_buffer_count",
        "total_seek_count",
        "total_rebuffer_count",
        "max_rebuffer_time_ms",
        "total_rebuffer_time_ms",
        "total_play_time_ms",
        "total_play_and_wait_time_ms",
        "total_wait_time_ms",
        "total_elapsed_time_ms",
        "mean_rebuffer_time_ms",
        "rebuffer_time_ratio",
        "mean_video_format_height",
        "mean_video_format_bitrate",
        "mean_audio_format_bitrate",
        "mean_bandwidth",
        "total_bandwidth_time_ms",
        "total_bandwidth_bytes",
        "total_dropped_frames",
        "total_audio_underruns",
        "fatal_error_playback_count",
        "fatal_error_count",
        "non_fatal_error_count",
    ],
    least: 3,
    columns: &[
        of("mean_join_time_ms", Field::StartupTimeMs, Milliseconds),
        of("total_valid_join_time_ms", Field::StartupTimeMs, Milliseconds),
        of("total_rebuffer_count", Field::RebufferCount, Count),
        of("total_rebuffer_time_ms", Field::RebufferDurationMs, Milliseconds),
        of("rebuffer_time_ratio", Field::BufferingRatio, Fraction),
        of("total_play_time_ms", Field::PlayingTimeS, Milliseconds),
        // Playing, joining, seeking and rebuffering: all but the pauses.
        of("total_play_and_wait_time_ms", Field::WatchTimeS, Milliseconds),
        of("mean_video_format_bitrate", Field::BitrateKbps, BitsPerSecond),
        of("mean_bandwidth", Field::ThroughputKbps, BitsPerSecond),
        of("total_dropped_frames", Field::DroppedFrames, Count),
        of("mean_video_format_height", Field::VideoHeight, Pixels),
        of("abandoned_before_ready_count", Field::ExitBeforeStart, Flag),
        // What several playbacks, or one stall, come to; and sound.
        none("mean_rebuffer_time_ms"),
        none("max_rebuffer_time_ms"),
        none("mean_audio_format_bitrate"),
        none("total_elapsed_time_ms"),
        // Counted from when the device was started.
        none("first_reported_time_ms"),
    ],
};

/// The properties of an instance of hls.js, as its interface documents them: bandwidth in bits per second, its estimate of the
/// time to the first byte in ms, and latencies that are how far behind live it plays.
pub(super) const HLS_JS: Source = Source {
    name: "hls.js",
    rows: Rows::Either,
    prefix: "",
    signs: &[
        "bandwidth_estimate",
        "ttfb_estimate",
        "current_level",
        "next_level",
        "load_level",
        "next_load_level",
        "first_level",
        "auto_level_enabled",
        "auto_level_capping",
        "max_auto_level",
        "min_auto_level",
        "live_sync_position",
        "target_latency",
        "max_latency",
    ],
    least: 3,
    columns: &[
        of("bandwidth_estimate", Field::ThroughputKbps, BitsPerSecond),
        of("ttfb_estimate", Field::LatencyMs, Milliseconds),
        none("latency"),
        none("target_latency"),
        none("max_latency"),
    ],
};
