//! Logs of servers and CDNs whose names were read in public documentation.

use super::source::{Rows, Source, is, none, of};
use crate::cells::units::SourceUnit::{Milliseconds, Seconds};
use crate::recognition::plan::Encoded;
use telemetry::Field;

/// Akamai's DataStream 2: a request in each row. What `cmcd` and `queryStr` hold of players is told by their cells.
pub(super) const DATASTREAM: Source = Source {
    name: "Akamai DataStream 2",
    rows: Rows::Parts,
    prefix: "",
    signs: &[
        "req_time_sec",
        "cli_ip",
        "req_host",
        "req_method",
        "req_path",
        "req_port",
        "req_id",
        "query_str",
        "turn_around_time_m_sec",
        "transfer_time_m_sec",
        "dns_lookup_time_m_sec",
        "tls_overhead_time_m_sec",
        "req_end_time_m_sec",
        "max_age_sec",
        "rsp_content_len",
        "rsp_content_type",
        "obj_size",
        "uncompressed_size",
        "overhead_bytes",
        "total_bytes",
        "acc_lang",
        "cache_status",
        "edge_ip",
        "edge_attempts",
        "billing_region",
        "stream_id",
        "breadcrumbs",
    ],
    least: 4,
    columns: &[
        is("req_time_sec", Field::Timestamp),
        is("cli_ip", Field::UserId),
        is("country", Field::CountryCode),
        is("state", Field::Region),
        is("city", Field::City),
        // From the last byte of the request to the first of the answer, as the server sees it.
        of("turn_around_time_m_sec", Field::LatencyMs, Milliseconds),
        // What a server says of a request, no error of a player.
        none("error_code"),
        none("version"),
        // Of this request alone, and as the server sees it.
        none("throughput"),
    ],
};

/// The columns of DataStream 2 that people read, whose blanks and other signs it writes with percent signs.
pub(super) const ENCODED: &[(&str, Encoded)] = &[
    ("ua", Encoded::Form),
    ("city", Encoded::Percent),
    ("state", Encoded::Percent),
    ("referer", Encoded::Percent),
    ("rsp_content_type", Encoded::Percent),
    ("custom_field", Encoded::Percent),
];

/// The backup of Jellyfin's (and Emby's) playback reporting: no header, nine cells between tabs.
pub(super) const JELLYFIN: Source = Source {
    name: "Jellyfin playback reporting",
    rows: Rows::Sessions,
    prefix: "",
    // Its columns have no names: the cells tell.
    signs: &[],
    least: usize::MAX,
    columns: &[
        is("column_1", Field::Timestamp),
        is("column_2", Field::UserId),
        is("column_3", Field::ContentId),
        is("column_7", Field::Player),
        is("column_8", Field::DeviceModel),
        of("column_9", Field::WatchTimeS, Seconds),
    ],
};

/// Its cells in their order, of which each has to be one.
const JELLYFIN_CELLS: [fn(&[u8]) -> bool; 9] = [
    |cell| cell.len() >= 19 && cell.first().is_some_and(u8::is_ascii_digit) && cell.get(4) == Some(&b'-'),
    is_hexadecimal,
    is_hexadecimal,
    |cell| !cell.is_empty(),
    |_| true,
    |cell| [&b"DirectPlay"[..], b"DirectStream", b"Transcode"].iter().any(|way| cell.starts_with(way)),
    |_| true,
    |_| true,
    |cell| !cell.is_empty() && cell.iter().all(u8::is_ascii_digit),
];

fn is_hexadecimal(cell: &[u8]) -> bool {
    let digits = cell.iter().filter(|&&byte| byte != b'-');
    digits.clone().count() == 32 && digits.clone().all(u8::is_ascii_hexdigit)
}

/// The source of a table without names, where its first rows are that of one.
pub(super) fn by_cells(names: &[String], columns: &[Vec<&[u8]>]) -> Option<&'static Source> {
    let is_unnamed = names.iter().zip(1..).all(|(name, number)| *name == format!("column {number}"));
    let (rows, width) = (columns.first().map_or(0, Vec::len), JELLYFIN_CELLS.len());
    let fits = columns.iter().zip(JELLYFIN_CELLS).all(|(cells, fits)| {
        let fitting = cells.iter().filter(|cell| fits(cell)).count();
        // A cell may be damaged.
        fitting * 10 >= rows * 9
    });
    (is_unnamed && columns.len() == width && rows > 0 && fits).then_some(&JELLYFIN)
}
