//! Metrics over time.

use super::explore::{Amount, Source, Tests};
use super::sessions::{HOUR, Names, START, bins, column, count};
use super::shapes::{around, bell, part};
use streamguard::crossfilter::picture::{Point, Trend};
use streamguard::crossfilter::view::{Drawing, Metric};
use streamguard::crossfilter::{Picture, Test};

/// Its examples, one of each metric: some hours have few sessions, some none, one goes on beyond the axis.
pub const SOURCE: Source = Source { drawings, picture, tests };

fn drawings() -> Vec<Drawing> {
    let metrics = [
        Metric::FlaggedShare,
        Metric::Sessions,
        Metric::Median(column("bitrate_kbps")),
        Metric::Percentile95(column("startup_time_ms")),
    ];
    metrics.into_iter().map(Drawing::Trend).collect()
}

fn point(metric: &Metric, sessions: u32, share: f64, wave: f64) -> Point {
    let count = count(sessions, part(sessions, share.clamp(0.0, 1.0)));
    let nothing = if sessions == 0 { f64::NAN } else { 0.0 };
    let (value, of) = match metric {
        Metric::Sessions => (f64::from(sessions), sessions),
        Metric::FlaggedShare => (nothing + f64::from(count.flagged) / f64::from(sessions.max(1)), sessions),
        Metric::Median(_) => (nothing + 3600.0 - 1400.0 * share + 300.0 * wave, part(sessions, 0.9)),
        Metric::Percentile95(_) => (nothing + 2200.0 + 9000.0 * share + 200.0 * wave, part(sessions, 0.9)),
    };
    Point { count, value: if of == 0 && *metric != Metric::Sessions { f64::NAN } else { value }, of }
}

fn picture(drawing: &Drawing, amount: Amount, _: &Names) -> Picture {
    let Drawing::Trend(metric) = drawing else { unreachable!("the drawings of this source are trends") };
    let (hours, width, most) = match amount {
        Amount::One => (1_u32, 1000.0, 1.0),
        Amount::Many => (400, 24.0 * HOUR, 2_400_000.0),
        _ => (36, HOUR, 900.0),
    };
    let sessions = |bin: u32, shown: f64| {
        let day = 0.03 + bell(f64::from(bin % 24), 20.0, 4.0) + 0.5 * bell(f64::from(bin % 24), 12.0, 3.0);
        match (amount, bin) {
            (Amount::One, _) => 1,
            (_, 26) => 0,
            _ => (most * day * shown * (1.0 + 0.1 * around(bin))).max(0.0) as u32,
        }
    };
    let share = |bin: u32| match bin {
        // Few sessions at night, most of them flagged: more than the axis has room for.
        2 if amount != Amount::Many => 0.9,
        _ => 0.04 + 0.01 * around(bin + 500) + 0.07 * bell(f64::from(bin), 19.0, 1.1),
    };
    let points = |shown: f64, more: f64| -> Vec<Point> {
        (0..hours).map(|bin| point(metric, sessions(bin, shown), share(bin) * more, around(bin + 900))).collect()
    };
    let (shown, more) = match amount {
        Amount::Part => (0.35, 1.5),
        Amount::None => (0.0, 1.0),
        _ => (1.0, 1.0),
    };
    let shown = points(if amount == Amount::One { 1.0 } else { shown }, more);
    let beyond = if amount == Amount::Part { 7 } else { 0 };
    let binning = bins(hours as usize, START, width);
    Picture::Trend(Trend { metric: metric.clone(), binning, all: points(1.0, 1.0), shown, exact: true, beyond })
}

fn tests(_: &Drawing, _: &Names) -> Tests {
    [Some(Test::Between(START + 10.0 * HOUR, START + 23.0 * HOUR)), None]
}
