//! The project's own files: the names of the fields.

use super::source::{Rows, Source};

pub(super) const STREAMGUARD: Source = Source {
    name: "StreamGuard",
    // People give their own columns these names, too, whatever their rows are.
    rows: Rows::Either,
    prefix: "",
    signs: &[
        "startup_time_ms",
        "rebuffer_duration_ms",
        "buffering_ratio",
        "bitrate_kbps",
        "bitrate_switches",
        "dropped_frames_pct",
        "watch_time_s",
        "throughput_kbps",
        "latency_ms",
        "network_type",
        "cdn_pop",
    ],
    least: 6,
    columns: &[],
};
