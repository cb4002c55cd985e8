//! The features side by side.

use super::explore::{Amount, Source, Tests};
use super::sessions::Names;
use super::shapes::noise;
use streamguard::crossfilter::Picture;
use streamguard::crossfilter::picture::{Parallel, Spread};
use streamguard::crossfilter::view::Drawing;
use streamguard::features::{Feature, Measure, default_features};

/// Its examples: one feature of few sessions.
pub const SOURCE: Source = Source { drawings, picture, tests };

fn drawings() -> Vec<Drawing> {
    vec![Drawing::Parallel]
}

/// Percentiles around the middle of what is usual for a feature.
fn spread(feature: &Feature, place: u32, by: f64) -> Spread {
    let (middle, wide) = match feature.measure {
        // Against the cohort everything is in standard deviations.
        _ if feature.relative => (0.2 * noise(place), 0.9),
        Measure::BufferingRatio => (0.02, 0.012),
        Measure::Bitrate => (4100.0, 900.0),
        Measure::StartupLog => (3.1, 0.3),
        Measure::DroppedFrames => (1.4, 0.9),
        _ => (1.0 + noise(place), 0.8),
    };
    let middle = middle + wide * by;
    [middle - wide, middle - wide * 0.45, middle, middle + wide * 0.6, middle + wide * 1.5]
}

fn picture(_: &Drawing, amount: Amount, _: &Names) -> Picture {
    let features = match amount {
        Amount::Many => Measure::all()
            .flat_map(|measure| [Feature::plain(measure.clone()), Feature::relative(measure.clone())])
            .collect(),
        _ => default_features(),
    };
    let spreads = |by: &dyn Fn(u32) -> f64| -> Vec<Spread> {
        (0..).zip(&features).map(|(place, feature)| spread(feature, place, by(place))).collect()
    };
    let all = spreads(&|_| 0.0);
    let shown = match amount {
        Amount::All | Amount::Many => all.clone(),
        Amount::Part => spreads(&|place| 0.8 - 0.35 * f64::from(place)),
        Amount::One => all.iter().map(|spread| [spread[3]; 5]).collect(),
        Amount::None => vec![[f64::NAN; 5]; features.len()],
    };
    let all = if amount == Amount::One { shown.clone() } else { all };
    let counts = (0..).zip(&features).map(|(place, _): (u32, _)| match amount {
        Amount::None => 0,
        Amount::One => 1,
        Amount::Many => 90_000_000,
        Amount::Part if place == 3 => 20,
        _ => 8000,
    });
    let counts = counts.collect();
    Picture::Parallel(Parallel {
        features: features.iter().map(Feature::name).collect(),
        shown,
        all,
        counts,
        exact: true,
    })
}

fn tests(_: &Drawing, _: &Names) -> Tests {
    [None, None]
}
