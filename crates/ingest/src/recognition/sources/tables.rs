//! Tables whose rows are no sessions: what each row is has to be said, and nothing is to be taken for a session's.

use super::source::{Rows, Source, is, none};
use telemetry::Field;

/// YouTube Studio's table exports: a row is a video, a day or the like, and sums up many views.
pub(super) const YOUTUBE: Source = Source {
    name: "YouTube Studio",
    rows: Rows::Totals,
    prefix: "",
    signs: &[
        "watch_time_hours",
        "video_publish_time",
        "impressions_click_through_rate_pct",
        "average_view_duration",
        "average_percentage_viewed_pct",
        "your_estimated_revenue_usd",
        "estimated_revenue_usd",
        "subscribers",
        "impressions",
        "unique_viewers",
        "views",
    ],
    least: 3,
    columns: &[
        is("content", Field::ContentId),
        none("video_title"),
        none("video_publish_time"),
        none("duration"),
        none("watch_time_hours"),
        none("average_view_duration"),
        none("views"),
        none("impressions"),
        none("subscribers"),
    ],
};

/// Parts of the names of what is measured, which is a number also where none of the rows has one.
pub(super) const MEASURED: &[&str] =
    &["rsrp", "rsrq", "rssi", "rssnr", "sinr", "snr", "cqi", "ping", "bitrate", "throughput"];

/// Words of the names of what radios measure and where: `LTE_RSRP (dBm)`.
const OF_RADIOS: &[&str] = &[
    "rsrp", "rsrq", "rssi", "rssnr", "sinr", "snr", "cqi", "pci", "tac", "earfcn", "arfcn", "nrarfcn", "cellid",
    "enodeb", "enb", "gnb",
];

/// How many names are of what radios measure.
pub(super) fn measured(names: &[(String, Option<String>)]) -> usize {
    names.iter().filter(|(name, _)| name.split('_').any(|word| OF_RADIOS.contains(&word))).count()
}

/// The fields that a row has which tells of a player.
pub(crate) const OF_PLAYERS: &[Field] = &[
    Field::SessionId,
    Field::ContentId,
    Field::StartupTimeMs,
    Field::RebufferCount,
    Field::RebufferDurationMs,
    Field::BufferingRatio,
    Field::BitrateSwitches,
    Field::DroppedFrames,
    Field::DroppedFramesPct,
    Field::WatchTimeS,
    Field::PlayingTimeS,
    Field::BufferLengthMs,
    Field::BufferStarved,
    Field::MediaDurationMs,
    Field::ObjectType,
    Field::PlayerState,
    Field::EventType,
    Field::Player,
];

/// Drive tests and other logs of a radio or a connection, whoever wrote them: a row is a measurement.
pub(super) const NETWORK_LOG: Source = Source {
    name: "a network log",
    rows: Rows::Measurements,
    prefix: "",
    signs: &[
        "rsrp",
        "rsrq",
        "rssi",
        "rssnr",
        "sinr",
        "snr",
        "cqi",
        "pci",
        "earfcn",
        "nr_rsrp",
        "n_rx_rsrp",
        "n_rx_rsrq",
        "nrx_rsrp",
        "nrx_rsrq",
        "ss_rsrp",
        "ss_rsrq",
        "ss_sinr",
        "csi_rsrp",
        "cell_id",
        "cellid",
        "cell_hex",
        "rawcellid",
        "lac",
        "lacid",
        "enodeb",
        "node_hex",
        "lac_hex",
        "network_mode",
        "networkmode",
        "network_tech",
        "pingavg",
        "ping_avg",
        "pingloss",
        "pingstdev",
        "pingmax",
        "pingmin",
        "dl_bitrate",
        "ul_bitrate",
        "serving_cell_lon",
        "serving_cell_lat",
        "second_cell",
        "second_cell_rsrp",
    ],
    least: 3,
    columns: &[
        is("network_mode", Field::NetworkType),
        is("networkmode", Field::NetworkType),
        is("operatorname", Field::Isp),
        is("operator_name", Field::Isp),
        // Whether the radio is idle or busy, and no player.
        none("state"),
        none("dl_bitrate"),
        none("ul_bitrate"),
        // Of the vehicle.
        none("speed"),
    ],
};
