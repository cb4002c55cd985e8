//! Countries and regions.

use super::explore::{Amount, Source, Tests};
use super::sessions::{Names, count};
use super::shapes::{noise, part};
use streamguard::analysis::views::wilson;
use streamguard::crossfilter::picture::Place;
use streamguard::crossfilter::view::Drawing;
use streamguard::crossfilter::{Picture, Test};

/// Its examples: countries with regions, few sessions last, those without a country.
pub const SOURCE: Source = Source { drawings, picture, tests };

/// Country, region, sessions, flagged share.
const PLACES: [(&str, &str, u32, f64); 9] = [
    ("BR", "", 3100, 0.112),
    ("BR", "SP", 2200, 0.14),
    ("BR", "RJ", 900, 0.044),
    ("US", "", 6400, 0.06),
    ("US", "CA", 3900, 0.07),
    ("US", "TX", 2500, 0.044),
    ("DE", "", 5200, 0.031),
    ("FR", "", 60, 0.2),
    ("", "", 240, 0.05),
];

fn drawings() -> Vec<Drawing> {
    vec![Drawing::Places]
}

fn place(names: &Names, (country, region, sessions, share): (&str, &str, u32, f64)) -> Place {
    let shown = count(sessions, part(sessions, share));
    let interval = if sessions > 0 { wilson(shown.flagged, shown.sessions) } else { (0.0, 1.0) };
    // Startup in ms, bitrate in kbps, share of time that stalled.
    let figures =
        if sessions > 0 { [900.0 + 9000.0 * share, 4200.0 / (1.0 + 2.0 * share), share / 4.0] } else { [f64::NAN; 3] };
    Place { country: names.label(country), region: names.label(region), shown, interval, figures }
}

fn picture(_: &Drawing, amount: Amount, names: &Names) -> Picture {
    let of =
        |shown: f64| PLACES.map(|(country, region, sessions, share)| (country, region, part(sessions, shown), share));
    let places = match amount {
        Amount::One => vec![place(names, ("DE", "", 1, 1.0)), place(names, ("DE", "BE", 1, 1.0))],
        Amount::Many => {
            let country = |at: u32| {
                let (name, sessions, share) =
                    (format!("C{at}"), 90_000_000 / (at + 1), 0.2 / f64::from(at + 2) + 0.02 * noise(at));
                [place(names, (&name, "", sessions, share)), place(names, (&name, "R1", sessions, share))]
            };
            (0..70).flat_map(country).collect()
        }
        Amount::All => of(1.0).map(|of| place(names, of)).into(),
        Amount::Part => of(0.4).map(|of| place(names, of)).into(),
        Amount::None => of(0.0).map(|of| place(names, of)).into(),
    };
    Picture::Places(places)
}

fn tests(_: &Drawing, names: &Names) -> Tests {
    [Some(Test::OneOf(names.labels(&["BR"]))), Some(Test::OneOf(names.labels(&["SP"])))]
}
