//! What viewers watch on: devices, what they can decode and how fast they start; codecs, renditions, app releases.

use super::clock::{HOUR_MS, WEEK_START_MS};

/// The device types, in the order of [`DEVICES`]' `class`, with their share of viewers in percent.
pub(super) const DEVICE_TYPES: [(&str, u32); 5] =
    [("smart_tv", 45), ("mobile", 30), ("web", 13), ("tablet", 7), ("console", 5)];

/// The network types.
pub(super) const NETWORKS: [&str; 4] = ["wifi", "ethernet", "cellular_4g", "cellular_5g"];

/// Percent of wifi, ethernet and cellular per device type.
pub(super) const ACCESS: [[u32; 3]; 5] = [[65, 35, 0], [58, 0, 42], [62, 38, 0], [88, 0, 12], [45, 55, 0]];

/// The codecs.
pub(super) const CODECS: [&str; 4] = ["h264", "hevc", "vp9", "av1"];

/// Bitrate that a codec needs for the same picture, relative to H.264.
pub(super) const CODEC_RATE: [f64; 4] = [1.0, 0.70, 0.75, 0.60];

/// The renditions from low to high: height, and bitrate in kbps in H.264.
pub(super) const LADDER: [(&str, f64); 7] = [
    ("240p", 400.0),
    ("360p", 800.0),
    ("480p", 1_500.0),
    ("720p", 3_000.0),
    ("1080p", 5_500.0),
    ("1440p", 9_500.0),
    ("2160p", 16_000.0),
];

/// The highest rendition of a live stream.
pub(super) const LIVE_TOP: usize = 4;

/// A device model.
#[derive(Debug)]
pub(super) struct Device {
    pub model: &'static str,
    /// Index of the device type.
    pub class: usize,
    /// Weight within the type.
    pub weight: u32,
    /// The highest rendition it asks for.
    pub top: usize,
    /// From the play request to the first media request, in milliseconds.
    pub start_ms: f64,
    /// Dropped frames on an ordinary day at 720p, in percent.
    pub dropped_pct: f64,
    /// The fastest it can download, in kbps.
    pub fastest_kbps: f64,
    /// Weights of the codecs.
    pub codecs: [u32; 4],
    /// Operating systems and their weights.
    pub systems: &'static [(&'static str, u32)],
}

type Systems = &'static [(&'static str, u32)];

#[rustfmt::skip]
#[allow(clippy::too_many_arguments)] // A row of the table below.
const fn device(
    model: &'static str, class: usize, weight: u32, top: usize, start_ms: f64, dropped_pct: f64, fastest_kbps: f64,
    codecs: [u32; 4], systems: Systems,
) -> Device {
    Device { model, class, weight, top, start_ms, dropped_pct, fastest_kbps, codecs, systems }
}

/// The model that is old, slow and still in many living rooms.
pub(super) const LEGACY: &str = "Legacy Smart TV";

#[rustfmt::skip]
/// The device models.
pub(super) const DEVICES: [Device; 19] = [
    device(LEGACY, 0, 20, 4, 1_900.0, 0.60, 45_000.0, [100, 0, 0, 0], &[("Orsay 2014", 55), ("NetCast 4.5", 45)]),
    device("Tizen TV 2020", 0, 20, 6, 1_050.0, 0.18, 95_000.0, [15, 65, 20, 0], &[("Tizen 5.5", 100)]),
    device("Tizen TV 2023", 0, 16, 6, 750.0, 0.10, 300_000.0, [8, 52, 10, 30], &[("Tizen 7.0", 70), ("Tizen 8.0", 30)]),
    device("webOS TV 2021", 0, 18, 6, 950.0, 0.15, 95_000.0, [10, 70, 20, 0], &[("webOS 6", 100)]),
    device("Android TV 2022", 0, 14, 6, 900.0, 0.18, 300_000.0, [10, 45, 20, 25], &[("Android 11", 60), ("Android 12", 40)]),
    device("Android TV Box", 0, 12, 4, 1_250.0, 0.38, 90_000.0, [35, 30, 0, 35], &[("Android 9", 70), ("Android 11", 30)]),
    device("iPhone 12", 1, 22, 3, 480.0, 0.16, 200_000.0, [20, 80, 0, 0], &[("iOS 17.6", 45), ("iOS 18.2", 55)]),
    device("iPhone 15", 1, 24, 4, 380.0, 0.08, 400_000.0, [10, 60, 0, 30], &[("iOS 18.2", 100)]),
    device("Galaxy A14", 1, 20, 3, 720.0, 0.32, 150_000.0, [55, 25, 20, 0], &[("Android 13", 65), ("Android 14", 35)]),
    device("Galaxy S23", 1, 18, 4, 420.0, 0.10, 400_000.0, [10, 40, 20, 30], &[("Android 14", 100)]),
    device("Pixel 7", 1, 16, 4, 440.0, 0.12, 400_000.0, [5, 20, 35, 40], &[("Android 14", 55), ("Android 15", 45)]),
    device("Windows PC", 2, 55, 4, 430.0, 0.30, 400_000.0, [25, 0, 45, 30], &[("Windows 10", 45), ("Windows 11", 55)]),
    device("Mac", 2, 30, 5, 380.0, 0.14, 400_000.0, [20, 45, 35, 0], &[("macOS 14", 50), ("macOS 15", 50)]),
    device("Chromebook", 2, 15, 4, 640.0, 0.45, 200_000.0, [30, 0, 60, 10], &[("ChromeOS 130", 100)]),
    device("iPad 9", 3, 55, 4, 520.0, 0.14, 250_000.0, [20, 80, 0, 0], &[("iPadOS 17.6", 50), ("iPadOS 18.2", 50)]),
    device("Galaxy Tab A8", 3, 45, 3, 780.0, 0.34, 150_000.0, [60, 25, 15, 0], &[("Android 13", 100)]),
    device("PlayStation 5", 4, 45, 6, 820.0, 0.08, 400_000.0, [15, 75, 10, 0], &[("PS5 24.08", 100)]),
    device("Xbox Series S", 4, 30, 5, 860.0, 0.10, 400_000.0, [15, 65, 20, 0], &[("Xbox OS 10.0", 100)]),
    device("PlayStation 4", 4, 25, 4, 1_300.0, 0.22, 90_000.0, [80, 0, 20, 0], &[("PS4 12.02", 100)]),
];

/// The releases of the app, the last of which comes out within the week.
pub(super) const RELEASES: [&str; 4] = ["5.0.3", "5.1.0", "5.1.2", "5.2.0"];

/// Percent of viewers on each earlier release before the last comes out.
pub(super) const EARLIER_RELEASES: [u32; 3] = [8, 18, 74];

/// When the last release comes out: Tuesday 2026-01-06T10:00:00Z.
pub(super) const RELEASE_MS: i64 = WEEK_START_MS + 34 * HOUR_MS;

/// The hours over which the last release reaches those who take it.
pub(super) const ROLL_OUT_HOURS: u32 = 40;

/// Percent of viewers who do not take it within the week.
pub(super) const LATE_PERCENT: u32 = 15;

/// The lag of those who do not take it.
pub(super) const NEVER: u8 = u8::MAX;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole() {
        assert_eq!(DEVICE_TYPES.iter().map(|&(_, share)| share).sum::<u32>(), 100);
        assert!(ACCESS.iter().all(|shares| shares.iter().sum::<u32>() == 100));
        for (class, (name, _)) in DEVICE_TYPES.iter().enumerate() {
            let weights = DEVICES.iter().filter(|device| device.class == class).map(|device| device.weight);
            assert_eq!(weights.sum::<u32>(), 100, "{name}");
        }
        for device in &DEVICES {
            assert!(device.top < LADDER.len(), "{}", device.model);
            assert_eq!(device.codecs.iter().sum::<u32>(), 100, "{}", device.model);
            assert_eq!(device.systems.iter().map(|&(_, weight)| weight).sum::<u32>(), 100, "{}", device.model);
        }
        assert!(LADDER.windows(2).all(|pair| pair[0].1 < pair[1].1));
    }
}
