//! Histograms of Explore.

use super::explore::{Amount, Source, Tests};
use super::sessions::{HOUR, Names, START, axis, bins, count};
use super::shapes::{around, bell, part};
use streamguard::crossfilter::picture::{Binning, Count, Histogram};
use streamguard::crossfilter::view::{Axis, Drawing, Scale};
use streamguard::crossfilter::{Picture, Test};

/// Its examples: numbers, along a logarithmic axis, times, a part that is zoomed into.
pub const SOURCE: Source = Source { drawings, picture, tests };

fn drawings() -> Vec<Drawing> {
    vec![
        Drawing::Histogram(axis("bitrate_kbps")),
        Drawing::Histogram(Axis { scale: Scale::Log, ..axis("startup_time_ms") }),
        Drawing::Histogram(axis("timestamp")),
        Drawing::Histogram(Axis { window: Some((1000.0, 3000.0)), ..axis("bitrate_kbps") }),
    ]
}

fn of(drawing: &Drawing) -> Axis {
    match drawing {
        Drawing::Histogram(axis) => axis.clone(),
        _ => axis("bitrate_kbps"),
    }
}

fn binning(axis: &Axis, amount: Amount) -> Binning {
    let is_time = axis.dimension == super::sessions::column("timestamp");
    match (amount, axis.window) {
        (Amount::One, _) if is_time => bins(1, START, 1000.0),
        (Amount::One, _) => bins(1, 2000.0, 20.0),
        (_, Some((low, high))) => bins(40, low, (high - low) / 40.0),
        (Amount::Many, None) if is_time => bins(366, START, 24.0 * HOUR),
        (_, None) if is_time => bins(48, START, HOUR),
        (_, None) if axis.scale == Scale::Log => {
            // What is not above zero has a bin of its own.
            let rising = (0..=32).map(|edge| 20.0 * libm::pow(10.0, f64::from(edge) / 10.0));
            Binning { edges: [0.0].into_iter().chain(rising).collect() }
        }
        (Amount::Many, None) => bins(400, 0.0, 250_000.0),
        (_, None) => bins(40, 0.0, 200.0),
    }
}

fn picture(drawing: &Drawing, amount: Amount, _: &Names) -> Picture {
    let axis = of(drawing);
    let binning = binning(&axis, amount);
    let last = (binning.edges.len() - 1) as f64;
    let most = match amount {
        Amount::Many => 90_000_000.0,
        Amount::One => 1.0,
        _ => 1900.0,
    };
    let all = |bin: u32| {
        let at = (f64::from(bin) + 0.5) / last;
        let height = bell(at, 0.62, 0.16) + 0.35 * bell(at, 0.22, 0.07) + 0.004;
        let sessions = if amount == Amount::One { 1 } else { (most * height * (1.0 + 0.08 * around(bin))) as u32 };
        count(sessions, part(sessions, 0.01 + 0.8 * bell(at, 0.0, 0.12)))
    };
    let shown = |(count, bin): (&Count, u32)| match amount {
        Amount::Part => {
            let share = 0.25 + 0.3 * bell(f64::from(bin) / last, 0.2, 0.2);
            Count { sessions: part(count.sessions, share), flagged: part(count.flagged, share) }
        }
        Amount::None => Count::default(),
        _ => *count,
    };
    let all: Vec<Count> = (0..last as u32).map(all).collect();
    let shown = all.iter().zip(0..).map(shown).collect();
    let beyond = if axis.window.is_some() && amount == Amount::Part { (340, 2610) } else { (0, 0) };
    let missing = if amount == Amount::Part { 12 } else { 0 };
    Picture::Histogram(Histogram { axis, binning, shown, all, beyond, missing })
}

fn tests(drawing: &Drawing, _: &Names) -> Tests {
    let edges = binning(&of(drawing), Amount::Part).edges;
    [Some(Test::Between(edges[4], edges[18])), None]
}
