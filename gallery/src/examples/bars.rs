//! The labels of a category.

use super::explore::{Amount, Source, Tests};
use super::sessions::{Names, column, count};
use super::shapes::{noise, part};
use streamguard::analysis::views::wilson;
use streamguard::crossfilter::picture::{Bar, Bars};
use streamguard::crossfilter::view::Drawing;
use streamguard::crossfilter::{Picture, Test};

/// Its examples: one has a label of few sessions, one of none and the rest.
pub const SOURCE: Source = Source { drawings, picture, tests };

/// Labels with their sessions and their flagged shares, the highest first; few sessions last.
const ISPS: [(&str, u32, f64); 7] = [
    ("Harbour Cable", 1840, 0.171),
    ("Northline", 3120, 0.082),
    ("Metro", 5270, 0.047),
    ("Valley Fibre", 4480, 0.031),
    ("Coast", 2890, 0.024),
    ("Rural", 60, 0.4),
    ("", 0, 0.0),
];

fn drawings() -> Vec<Drawing> {
    vec![Drawing::Bars { of: column("isp"), top: 8 }]
}

fn bar(label: String, all: u32, share: f64, shown: f64) -> Bar {
    let all = count(all, part(all, share));
    let shown = count(part(all.sessions, shown), part(all.flagged, shown));
    let interval = if shown.sessions > 0 { wilson(shown.flagged, shown.sessions) } else { (0.0, 1.0) };
    Bar { label, shown, all, interval }
}

fn picture(_: &Drawing, amount: Amount, names: &Names) -> Picture {
    let shown = match amount {
        Amount::Part => 0.4,
        Amount::None => 0.0,
        Amount::All | Amount::One | Amount::Many => 1.0,
    };
    let bars = match amount {
        Amount::One => vec![bar(names.label("Metro"), 1, 1.0, shown)],
        Amount::Many => (0..100)
            .map(|place| {
                bar(
                    format!("AS{}", 1000 + place * 37),
                    2_000_000,
                    0.2 / f64::from(place + 2) + 0.01 * noise(place),
                    shown,
                )
            })
            .collect(),
        _ => ISPS.iter().map(|(label, all, share)| bar(names.label(label), *all, *share, shown)).collect(),
    };
    let rest = match amount {
        Amount::One => None,
        Amount::Many => Some((48_211, bar(String::new(), 70_000_000, 0.011, shown))),
        _ => Some((23, bar(String::new(), 910, 0.027, shown))),
    };
    Picture::Bars(Bars { bars, rest })
}

fn tests(_: &Drawing, names: &Names) -> Tests {
    [Some(Test::OneOf(names.labels(&["Harbour Cable", "Metro"]))), None]
}
