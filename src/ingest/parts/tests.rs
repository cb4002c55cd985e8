use super::*;
use crate::ingest::names::{recognise_by, testing};
use crate::rules::ColumnNames::{Listed, TakenApart};
use SourceUnit::*;
use proptest::prelude::*;

/// What a name means in a file that is opened today.
fn today(name: &str) -> Option<(Field, Option<SourceUnit>)> {
    recognise_by(name, TakenApart).map(|known| (known.field, known.unit))
}

/// Names that were understood before, as a whole and with a unit at the end.
const LISTED: &[(&str, Field, Option<SourceUnit>)] = &[
    ("ttff_s", Field::StartupTimeMs, Some(Seconds)),
    ("Video Startup Time (sec)", Field::StartupTimeMs, Some(Seconds)),
    ("Rebuffering Ratio (%)", Field::BufferingRatio, Some(Percent)),
    ("Average Bitrate (kbps)", Field::BitrateKbps, Some(KilobitsPerSecond)),
    ("startup time (ms)", Field::StartupTimeMs, Some(Milliseconds)),
    ("playing time (ms)", Field::PlayingTimeS, Some(Milliseconds)),
    ("buffering time (ms)", Field::RebufferDurationMs, Some(Milliseconds)),
    ("interrupts", Field::RebufferCount, None),
    ("viewerId", Field::UserId, None),
    ("VIDEO_STARTUPTIME", Field::StartupTimeMs, None),
    ("ttffMs", Field::StartupTimeMs, Some(Milliseconds)),
    ("avg bit rate (Mbit/s)", Field::BitrateKbps, Some(MegabitsPerSecond)),
    ("buffer_level_s", Field::BufferLengthMs, Some(Seconds)),
    ("startup_min", Field::StartupTimeMs, Some(Minutes)),
];

/// Names and what they mean; none of them was understood before.
const UNDERSTOOD: &[(&str, Field, Option<SourceUnit>)] = &[
    ("stall_cnt", Field::RebufferCount, Some(Count)),
    ("stallCnt", Field::RebufferCount, Some(Count)),
    ("stallcnt", Field::RebufferCount, Some(Count)),
    ("n_stalls", Field::RebufferCount, Some(Count)),
    ("stalls_n", Field::RebufferCount, Some(Count)),
    ("num_rebuffers", Field::RebufferCount, Some(Count)),
    ("numRebufs", Field::RebufferCount, Some(Count)),
    ("rebuf_count", Field::RebufferCount, Some(Count)),
    ("Number of rebuffering events", Field::RebufferCount, Some(Count)),
    ("total_stalls", Field::RebufferCount, Some(Count)),
    ("freezes", Field::RebufferCount, Some(Count)),
    ("freeze_count", Field::RebufferCount, Some(Count)),
    ("video_freezes", Field::RebufferCount, Some(Count)),
    ("playback_interruptions", Field::RebufferCount, Some(Count)),
    ("re-buffering events", Field::RebufferCount, Some(Count)),
    ("session.stallCount", Field::RebufferCount, Some(Count)),
    ("metrics.stallCount", Field::RebufferCount, Some(Count)),
    ("stall_s", Field::RebufferDurationMs, Some(Seconds)),
    ("s_stalled", Field::RebufferDurationMs, Some(Seconds)),
    ("stall_ms", Field::RebufferDurationMs, Some(Milliseconds)),
    ("stallMs", Field::RebufferDurationMs, Some(Milliseconds)),
    ("msStalled", Field::RebufferDurationMs, Some(Milliseconds)),
    ("Stall [s]", Field::RebufferDurationMs, Some(Seconds)),
    ("stalled time", Field::RebufferDurationMs, None),
    ("time_stalled_ms", Field::RebufferDurationMs, Some(Milliseconds)),
    ("rebufMs", Field::RebufferDurationMs, Some(Milliseconds)),
    ("rebuf_dur_s", Field::RebufferDurationMs, Some(Seconds)),
    ("rebuffering_ms", Field::RebufferDurationMs, Some(Milliseconds)),
    ("buffering_sec", Field::RebufferDurationMs, Some(Seconds)),
    ("total_rebuffer_s", Field::RebufferDurationMs, Some(Seconds)),
    ("stall_ms_total", Field::RebufferDurationMs, Some(Milliseconds)),
    ("freeze_duration_ms", Field::RebufferDurationMs, Some(Milliseconds)),
    ("stalls_duration", Field::RebufferDurationMs, None),
    ("stalls_duration_us", Field::RebufferDurationMs, Some(Microseconds)),
    ("Re-buffering time (ms)", Field::RebufferDurationMs, Some(Milliseconds)),
    ("stallsec", Field::RebufferDurationMs, Some(Seconds)),
    ("stall_minutes", Field::RebufferDurationMs, Some(Minutes)),
    ("Stall time in seconds", Field::RebufferDurationMs, Some(Seconds)),
    ("rebuf_ratio", Field::BufferingRatio, Some(Fraction)),
    ("rebuf_pct", Field::BufferingRatio, Some(Percent)),
    ("freeze (%)", Field::BufferingRatio, Some(Percent)),
    ("buffering_ratio_percent", Field::BufferingRatio, Some(Percent)),
    ("stall_time_ratio", Field::BufferingRatio, Some(Fraction)),
    ("video_rebuffer_percentage", Field::BufferingRatio, None),
    ("stall_share", Field::BufferingRatio, None),
    ("ttffms", Field::StartupTimeMs, Some(Milliseconds)),
    ("ms_to_first_frame", Field::StartupTimeMs, Some(Milliseconds)),
    ("secondsToFirstFrame", Field::StartupTimeMs, Some(Seconds)),
    ("first_frame_ms", Field::StartupTimeMs, Some(Milliseconds)),
    ("first_frame_time", Field::StartupTimeMs, None),
    ("vst", Field::StartupTimeMs, None),
    ("vst_ms", Field::StartupTimeMs, Some(Milliseconds)),
    ("VST (sec)", Field::StartupTimeMs, Some(Seconds)),
    ("join_ms", Field::StartupTimeMs, Some(Milliseconds)),
    ("startup_latency_ms", Field::StartupTimeMs, Some(Milliseconds)),
    ("start_delay_s", Field::StartupTimeMs, Some(Seconds)),
    ("video_launch_ms", Field::StartupTimeMs, Some(Milliseconds)),
    ("playback_startup_ms", Field::StartupTimeMs, Some(Milliseconds)),
    ("s_startup", Field::StartupTimeMs, Some(Seconds)),
    ("videoStartUpTimeMs", Field::StartupTimeMs, Some(Milliseconds)),
    ("Startup time in ms", Field::StartupTimeMs, Some(Milliseconds)),
    ("avg_mbps", Field::BitrateKbps, Some(MegabitsPerSecond)),
    ("avgMbps", Field::BitrateKbps, Some(MegabitsPerSecond)),
    ("avgmbps", Field::BitrateKbps, Some(MegabitsPerSecond)),
    ("avg Mbps.", Field::BitrateKbps, Some(MegabitsPerSecond)),
    ("kbps", Field::BitrateKbps, Some(KilobitsPerSecond)),
    ("mean_kbps", Field::BitrateKbps, Some(KilobitsPerSecond)),
    ("video_kbps", Field::BitrateKbps, Some(KilobitsPerSecond)),
    ("br_kbps", Field::BitrateKbps, Some(KilobitsPerSecond)),
    ("avg_br", Field::BitrateKbps, None),
    ("kbps_bitrate", Field::BitrateKbps, Some(KilobitsPerSecond)),
    ("Video bitrate (Mb/s)", Field::BitrateKbps, Some(MegabitsPerSecond)),
    ("session_bitrate_bit/s", Field::BitrateKbps, Some(BitsPerSecond)),
    ("time_weighted_bitrate_kbps", Field::BitrateKbps, Some(KilobitsPerSecond)),
    ("bitrate_avg_kbps", Field::BitrateKbps, Some(KilobitsPerSecond)),
    ("playedBitrateBps", Field::BitrateKbps, Some(BitsPerSecond)),
    ("tput_mbps", Field::ThroughputKbps, Some(MegabitsPerSecond)),
    ("avg_bandwidth_kbps", Field::ThroughputKbps, Some(KilobitsPerSecond)),
    ("mean_throughput_mbps", Field::ThroughputKbps, Some(MegabitsPerSecond)),
    ("download_speed_mbps", Field::ThroughputKbps, Some(MegabitsPerSecond)),
    ("dl_rate_kbps", Field::ThroughputKbps, Some(KilobitsPerSecond)),
    ("Download throughput (kbit/s)", Field::ThroughputKbps, Some(KilobitsPerSecond)),
    ("network_throughput_bits_per_second", Field::ThroughputKbps, Some(BitsPerSecond)),
    ("ms_to_first_byte", Field::LatencyMs, Some(Milliseconds)),
    ("avg_ttfb_ms", Field::LatencyMs, Some(Milliseconds)),
    ("request_latency_avg_us", Field::LatencyMs, Some(Microseconds)),
    ("latency_avg", Field::LatencyMs, None),
    ("watch_s", Field::WatchTimeS, Some(Seconds)),
    ("watched_min", Field::WatchTimeS, Some(Minutes)),
    ("minutes_watched", Field::WatchTimeS, Some(Minutes)),
    ("secondsWatched", Field::WatchTimeS, Some(Seconds)),
    ("watch_dur_ms", Field::WatchTimeS, Some(Milliseconds)),
    ("total_watch_time_s", Field::WatchTimeS, Some(Seconds)),
    ("view_duration", Field::WatchTimeS, None),
    ("viewed_s", Field::WatchTimeS, Some(Seconds)),
    ("session_length_s", Field::WatchTimeS, Some(Seconds)),
    ("session_dur_ms", Field::WatchTimeS, Some(Milliseconds)),
    ("watchtimems", Field::WatchTimeS, Some(Milliseconds)),
    ("play_s", Field::PlayingTimeS, Some(Seconds)),
    ("played_s", Field::PlayingTimeS, Some(Seconds)),
    ("playing_ms", Field::PlayingTimeS, Some(Milliseconds)),
    ("played_time", Field::PlayingTimeS, None),
    ("minutes_played", Field::PlayingTimeS, Some(Minutes)),
    ("play_min", Field::PlayingTimeS, Some(Minutes)),
    ("total_playing_time_ms", Field::PlayingTimeS, Some(Milliseconds)),
    ("frame_drops", Field::DroppedFrames, Some(Count)),
    ("framedrops", Field::DroppedFrames, Some(Count)),
    ("num_dropped_frames", Field::DroppedFrames, Some(Count)),
    ("droppedFrameCnt", Field::DroppedFrames, Some(Count)),
    ("video_dropped_frames", Field::DroppedFrames, Some(Count)),
    ("pct_dropped_frames", Field::DroppedFramesPct, Some(Percent)),
    ("video_frames_dropped_ratio", Field::DroppedFramesPct, Some(Fraction)),
    ("switch_cnt", Field::BitrateSwitches, Some(Count)),
    ("num_switches", Field::BitrateSwitches, Some(Count)),
    ("quality_changes", Field::BitrateSwitches, Some(Count)),
    ("abr_switches", Field::BitrateSwitches, Some(Count)),
    ("number_of_rendition_changes", Field::BitrateSwitches, Some(Count)),
    ("bitrateShifts", Field::BitrateSwitches, Some(Count)),
    ("level_switch_count", Field::BitrateSwitches, Some(Count)),
    ("upscale_max_pct", Field::MaxUpscale, Some(Percent)),
    ("avg_upscaling_ratio", Field::AvgUpscale, Some(Fraction)),
    ("player_width_px", Field::PlayerWidth, Some(Pixels)),
    ("video_height_pixels", Field::VideoHeight, Some(Pixels)),
    ("ebvs", Field::ExitBeforeStart, None),
    ("buffer_len_s", Field::BufferLengthMs, Some(Seconds)),
    ("is_ebvs", Field::ExitBeforeStart, None),
    ("exit_before_playback_start", Field::ExitBeforeStart, None),
    ("vsf", Field::StartupFailed, None),
    ("video_start_failed", Field::StartupFailed, None),
    ("has_startup_error", Field::StartupFailed, None),
    ("vpf", Field::PlaybackFailed, None),
    ("Video Playback Failure", Field::PlaybackFailed, None),
    ("video_session_id", Field::SessionId, None),
    ("session_uuid", Field::SessionId, None),
    ("viewer_uuid", Field::UserId, None),
    ("start time (unix time)", Field::Timestamp, None),
    ("session_start_ts", Field::Timestamp, None),
    ("start_epoch_ms", Field::Timestamp, None),
    ("session_end_utc", Field::SessionEnd, None),
    ("client_device_type", Field::DeviceType, None),
    ("device_model_name", Field::DeviceModel, None),
    ("client_os", Field::OsVersion, None),
    ("client_app_version", Field::AppVersion, None),
    ("net_type", Field::NetworkType, None),
    ("geo_country_code", Field::CountryCode, None),
    ("viewer_region", Field::Region, None),
    ("user_city", Field::City, None),
    ("viewer_isp", Field::Isp, None),
    ("stream_cdn", Field::Cdn, None),
    ("cdn_pop_name", Field::CdnPop, None),
    ("video_title", Field::ContentId, None),
    ("vcodec", Field::Codec, None),
    ("playback_error_code", Field::ErrorCode, None),
    ("user_browser", Field::Browser, None),
];

/// Names that look like fields and are none, or are no session's, or may be two things.
const REFUSED: &[&str] = &[
    // Another quantity.
    "ad_stall_s",
    "ad_stall_cnt",
    "ads_buffering_ms",
    "stalls/min",
    "Stalls / min",
    "stalls_per_min",
    "stall_rate",
    "rebuffer_rate",
    "rebuffer_frequency",
    "stall_count_ratio",
    "audio_bitrate_kbps",
    "audio_kbps",
    "dl_bitrate",
    "ul_bitrate",
    "DL_bitrate",
    "download_bitrate_kbps",
    "indicated_bitrate",
    "target_bitrate_kbps",
    "target_latency_ms",
    "live_latency_s",
    "latency_to_live_s",
    "network_latency_ms",
    "start_latency_ms",
    "preroll_startup_ms",
    "pre_roll_stall_s",
    "expected_watch_s",
    "player_startup_ms",
    "app_launch_ms",
    "launch_ms",
    "page_load_ms",
    "drm_load_time_ms",
    "video_restart_time",
    "Video Restart Time (ms)",
    "restart_count",
    "rejoin_count",
    "seek_ms",
    "seek_stall_s",
    "paused_s",
    "pause_ratio",
    "frame_rate",
    "playback_rate",
    "bitrate_change",
    "cdn_switches",
    "audio_switches",
    "upshifts",
    "downshift_count",
    "buffer_s",
    "buffer_size_kb",
    "buffer_duration_ms",
    "buffered_s",
    "upload_speed_mbps",
    // What a stream needs, not what a connection gives.
    "streamBandwidth",
    "video_bandwidth_kbps",
    "estimatedBandwidth",
    // The size of the numbers tells bits from kilobits too late.
    "avgbandwidth",
    "mean_throughput",
    "Speed",
    "speed_kbps",
    "screen_width",
    "video_player_width",
    "video_duration_s",
    "content_length_s",
    "media_duration_s",
    "segment_duration_ms",
    "time_s",
    "duration_s",
    "total_ms",
    "event_ms",
    "connection_induced_rebuffering_ratio",
    "Connection Induced Rebuffering Ratio (%)",
    "Connection Induced Rebuffering Time",
    "cirr",
    "CIR Related Exits",
    // The greatest, the least, a share of the distribution.
    "max_bitrate_kbps",
    "peak_bitrate",
    "min_bitrate_mbps",
    "max_stall_s",
    "longest_stall_s",
    "min_stall_s",
    "stall_min",
    "min_watch_s",
    "stall_ms_p95",
    "startup_ms_p50",
    "p95_startup_ms",
    "median_stall_s",
    "bitrate_kbps_stddev",
    "last_stall_s",
    "first_stall_s",
    "initial_bitrate_kbps",
    "starting_bitrate",
    "stall_count_2",
    "stall2_s",
    // Averages of what is no average.
    "avg_stall_s",
    "avg_stall_duration_ms",
    "mean_stalls",
    "avg_startup_ms",
    "average_watch_s",
    "avg_dropped_frames",
    "avg_switches",
    // Many sessions together.
    "Plays",
    "Plays (%)",
    "Ended Plays",
    "Attempts",
    "Total Attempts",
    "Concurrent Plays",
    "Video Start Failures (%)",
    "Exits Before Video Start (%)",
    "Exits Before Video Start (EBVS)",
    "Video Playback Failures (%)",
    "VSF-T",
    "vsf_pct",
    "ebvs_pct",
    "ebvs_rate",
    "Minutes per ended play",
    "minutes_per_unique_device",
    "view_count",
    "views",
    "session_count",
    "viewers",
    "error_count",
    "error_pct",
    "startup_failures",
    // One thing or another.
    "stall",
    "total_stall",
    "stall_total",
    "stall_times",
    "stalls_s",
    "stalls_ms",
    "stall_flag",
    "is_stalled",
    "no_stalls",
    "rebuffering_event",
    "join",
    "buffering",
    "freeze",
    "startup_ms_s",
    "play_start_time",
    "playback_start_time",
    "video_start_s",
    "total_play_time",
    "playback_time",
    "playback_s",
    "playback_error",
    "play_failed",
    "fatal_error",
    "session_time",
    "session_time_s",
    "view",
    "played",
    "frame_drop",
    "frame_drop_rate",
    "dropped_frames_share",
    "max_upscaling_percentage",
    "download_speed",
    "changes",
    "level_s",
    "buffer_level_changes",
    "session_view_id",
    "stream_id",
    "device_id",
    "start_ms",
    "video_start_ts",
    "app_name",
    "content_country",
    "cdn_region",
    "title",
    "browser_version",
    "os_build",
    "throughput_index",
    // Units in which nothing here is read.
    "watch_hours",
    "watch_h",
    "stall_m",
    "bitrate_gbps",
    "throughput_MBps",
    "throughput_MB/s",
    "throughput_kB/s",
    "avg_kBps",
    "avg_MBs",
    "bitrate_kb/s",
    "bandwidth_mb_s",
    "bitrate_bytes",
    "bps",
    // A unit that measures something else.
    "stall_kbps",
    "stall_px",
    "stall_cnt_s",
    "switches_ms",
    "vsf_ms",
    "player_width_ms",
    "avg_ms",
    "latency_kbps",
    // No words of it.
    "",
    "_",
    "%",
    "s",
    "ms",
    "us",
    "n",
    "a",
    "the_stall_s",
    "größe_ms",
    "視聴時間_s",
];

#[test]
fn names_are_taken_apart() {
    for &(name, field, unit) in LISTED {
        assert_eq!(today(name), Some((field, unit)), "{name:?}");
        assert_eq!(recognise_by(name, Listed), recognise_by(name, TakenApart), "{name:?}");
    }
    for &(name, field, unit) in UNDERSTOOD {
        assert_eq!(today(name), Some((field, unit)), "{name:?}");
        assert_eq!(recognise_by(name, Listed), None, "{name:?} is listed, and says nothing here");
        assert!(unit.is_none_or(|unit| unit.scale_to(field).is_some()), "{name:?}");
    }
    assert!(UNDERSTOOD.len() > 100);
}

#[test]
fn what_may_be_something_else_is_not_recognised() {
    for name in REFUSED {
        assert_eq!(today(name), None, "{name:?}");
    }
    assert!(REFUSED.len() > 100);
}

/// The words say of no listed name anything else than the list does.
#[test]
fn listed_names_keep_their_meaning() {
    let spellings = ["", "_ms", "_s", "_sec", "_kbps", "_mbps", "_bps", "_pct", "_percent", "_ratio", "_count", "_us"];
    for base in testing::listed() {
        for unit in spellings {
            let name = format!("{base}{unit}");
            if let Some(listed) = recognise_by(&name, Listed) {
                assert_eq!(recognise_by(&name, TakenApart), Some(listed), "{name}");
                if let Some((field, unit)) = recognise(&name) {
                    assert_eq!(field, listed.field, "{name}");
                    assert!(unit == listed.unit || listed.unit.is_none() || unit.is_none(), "{name}: {unit:?}");
                }
            }
        }
    }
}

/// What a field's own name is without its unit, with each unit that measures the field.
#[test]
fn every_field_goes_by_its_name_with_each_unit() {
    for &field in Field::ALL {
        assert_eq!(today(field.name()).map(|(field, _)| field), Some(field));
        // A length of media makes a row part of a session: it goes by its own name alone.
        if matches!(field.unit(), crate::telemetry::Unit::None) || field == Field::MediaDurationMs {
            continue;
        }
        let own = field.name();
        let stem = ["_ms", "_s", "_kbps", "_pct", "_count"].iter().find_map(|unit| own.strip_suffix(unit));
        for &unit in SourceUnit::ALL {
            if unit != Flag && unit.scale_to(field).is_some() {
                let name = format!("{}_{}", stem.unwrap_or(own), unit.code());
                let (understood, told) = today(&name).unwrap_or_else(|| panic!("{name}"));
                assert_eq!(understood, field, "{name}");
                assert!(told == Some(unit) || told.is_none() && unit == Count, "{name}: {told:?}");
            }
        }
    }
}

#[test]
fn the_tables_are_sound() {
    let words: Vec<&str> = words::WORDS.iter().flat_map(|(_, synonyms)| *synonyms).copied().collect();
    let units = words::UNITS.iter().flat_map(|(_, spellings)| *spellings).copied();
    let all: Vec<&str> = words.iter().copied().chain(units).collect();
    for (at, word) in all.iter().enumerate() {
        assert_eq!(normalise(word), *word, "written as words are looked up");
        assert!(!all[..at].contains(word), "{word} stands twice");
    }
    for (at, (phrase, _)) in words::PHRASES.iter().enumerate() {
        let before = &words::PHRASES[..at];
        assert!(!before.iter().any(|(other, _)| phrase.starts_with(other)), "{phrase:?} is never reached");
    }
}

/// What may be said of a session, as words in their order, and the spellings of the units in which it may be.
type Said = (Field, &'static [&'static [&'static str]], &'static [(&'static str, SourceUnit)]);

const TIMES: &[(&str, SourceUnit)] = &[
    ("us", Microseconds),
    ("usec", Microseconds),
    ("ms", Milliseconds),
    ("millis", Milliseconds),
    ("milliseconds", Milliseconds),
    ("s", Seconds),
    ("sec", Seconds),
    ("seconds", Seconds),
    ("minutes", Minutes),
];
const RATES: &[(&str, SourceUnit)] = &[
    ("bps", BitsPerSecond),
    ("kbps", KilobitsPerSecond),
    ("kbit_s", KilobitsPerSecond),
    ("mbps", MegabitsPerSecond),
    ("mbit_s", MegabitsPerSecond),
];

const SAYINGS: &[Said] = &[
    (
        Field::RebufferDurationMs,
        &[&["", "total", "video"], &["stall", "rebuf", "buffering", "freeze"], &["", "dur", "time"]],
        TIMES,
    ),
    (
        Field::StartupTimeMs,
        &[&["", "video", "playback"], &["startup", "ttff", "vst", "join"], &["", "time", "delay"]],
        TIMES,
    ),
    (
        Field::WatchTimeS,
        &[&["", "total", "session"], &["watch", "watched", "viewing"], &["", "time", "duration"]],
        TIMES,
    ),
    (Field::PlayingTimeS, &[&["", "total", "video"], &["played", "playing"], &["", "time", "duration"]], TIMES),
    (Field::BitrateKbps, &[&["", "avg", "mean", "video"], &["br", "bitrate", "bit_rate"]], RATES),
    (Field::ThroughputKbps, &[&["", "avg", "measured"], &["throughput", "tput", "bandwidth", "download_speed"]], RATES),
    (Field::LatencyMs, &[&["", "avg", "request"], &["ttfb", "first_byte", "latency"]], TIMES),
    (Field::BufferLengthMs, &[&["", "video", "player"], &["buffer_level", "buffer_length"]], TIMES),
];

/// The words in one of the ways in which names are written.
fn written(words: &[String], style: usize) -> String {
    let capital = |word: &String| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_ascii_uppercase(), letters.as_str()))
    };
    let words: Vec<String> = words.iter().flat_map(|word| word.split('_')).map(str::to_owned).collect();
    match style {
        0 => words.join("_"),
        1 => words.join("-"),
        2 => words.iter().map(capital).collect::<Vec<_>>().join(" "),
        3 => words.join("_").to_ascii_uppercase(),
        4 => words.iter().map(capital).collect(),
        _ => words.first().cloned().into_iter().chain(words.iter().skip(1).map(capital)).collect(),
    }
}

/// A name that says one thing, in its words, with the place of the unit among them.
fn name() -> impl Strategy<Value = (Field, SourceUnit, Vec<String>)> {
    (0..SAYINGS.len(), any::<[prop::sample::Index; 4]>(), any::<bool>()).prop_map(|(saying, chosen, is_first)| {
        let (field, groups, units) = SAYINGS[saying];
        let mut words: Vec<String> =
            groups.iter().zip(&chosen).map(|(group, at)| (*at.get(group)).to_owned()).collect();
        words.retain(|word| !word.is_empty());
        let &(spelling, unit) = chosen[3].get(units);
        words.insert(if is_first { 0 } else { words.len() }, spelling.to_owned());
        (field, unit, words)
    })
}

proptest! {
    #[test]
    fn a_name_is_understood_however_it_is_written((field, unit, words) in name(), style in 0..6_usize) {
        let name = written(&words, style);
        prop_assert_eq!(today(&name), Some((field, Some(unit))), "{}", name);
    }

    /// The unit stands between the words, too, where it is long enough to be one.
    #[test]
    fn a_unit_is_found_in_the_middle((field, unit, mut words) in name(), at in any::<prop::sample::Index>()) {
        let spelling = words.iter().position(|word| TIMES.iter().chain(RATES).any(|(unit, _)| unit == word));
        let spelling = words.remove(spelling.expect("a unit"));
        prop_assume!(!["s", "us"].contains(&spelling.as_str()));
        words.insert(at.index(words.len() + 1), spelling);
        let name = written(&words, 0);
        prop_assert_eq!(today(&name), Some((field, Some(unit))), "{}", name);
    }

    #[test]
    fn a_word_that_is_not_known_makes_the_name_unknown(
        (.., mut words) in name(),
        other in prop_oneof![
            prop::sample::select(&["ad", "max", "p95", "audio", "target", "live", "preroll", "expected", "last", "per", "x"][..])
                .prop_map(str::to_owned),
            "q[a-z]{1,8}".prop_filter("is a word", |word| words::of(word).is_none() && words::glued(word).is_none()),
        ],
        at in any::<prop::sample::Index>(),
        style in 0..6_usize,
    ) {
        words.insert(at.index(words.len() + 1), other);
        let name = written(&words, style);
        prop_assert_eq!(today(&name), None, "{}", name);
    }

    /// What was understood before is understood in the same way.
    #[test]
    fn what_was_understood_stays(base in prop::sample::select(testing::listed()), style in 0..6_usize) {
        let name = written(&[base.to_owned()], style);
        if let Some(listed) = recognise_by(&name, Listed) {
            prop_assert_eq!(recognise_by(&name, TakenApart), Some(listed), "{}", name);
        }
    }

    #[test]
    fn any_text_is_read(name in ".{0,40}", glued in "[a-z]{0,60}", many in "([a-z]{1,6}[_ /%-]){0,30}") {
        for name in [name, glued, many] {
            if let Some((field, Some(unit))) = today(&name) {
                prop_assert!(unit.scale_to(field).is_some(), "{}", name);
            }
        }
    }
}
