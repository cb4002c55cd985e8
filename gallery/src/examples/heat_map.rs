//! Two categories.

use super::explore::{Amount, Source, Tests};
use super::sessions::{Names, column, count};
use super::shapes::{noise, part};
use streamguard::crossfilter::picture::{Count, HeatMap};
use streamguard::crossfilter::view::Drawing;
use streamguard::crossfilter::{Dimension, Picture, Test};

/// Its examples: names, with cells of few sessions and one of none; hours and days; every shade there is, of many and of few.
pub const SOURCE: Source = Source { drawings, picture, tests };

const CDNS: [&str; 5] = ["alpha", "beta", "gamma", "delta", ""];
const DEVICES: [&str; 4] = ["mobile", "web", "tablet", "tv"];

fn drawings() -> Vec<Drawing> {
    let of = |x, y| Drawing::HeatMap { x, y };
    vec![
        of(column("cdn"), column("device_type")),
        of(Dimension::Hour, Dimension::Weekday),
        of(column("isp"), column("cdn")),
    ]
}

/// What a drawing is of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Labels {
    Names,
    Calendar,
    Shades,
}

fn labels(drawing: &Drawing) -> Labels {
    match drawing {
        Drawing::HeatMap { x: Dimension::Hour, .. } => Labels::Calendar,
        Drawing::HeatMap { x, .. } if *x == column("isp") => Labels::Shades,
        _ => Labels::Names,
    }
}

fn picture(drawing: &Drawing, amount: Amount, names: &Names) -> Picture {
    let numbered = |of: &str, most: u32| -> Vec<String> { (0..most).map(|place| format!("{of} {place}")).collect() };
    let numbers = |most: u32| -> Vec<String> { (0..most).map(|place| place.to_string()).collect() };
    let of = labels(drawing);
    let (x, y) = match amount {
        Amount::One => (names.labels(&CDNS[..1]), names.labels(&DEVICES[..1])),
        Amount::Many => (numbered("edge", 40), numbered("device", 40)),
        _ if of == Labels::Calendar => (numbers(24), numbers(7)),
        _ if of == Labels::Shades => (numbers(8), numbers(8)),
        _ => (names.labels(&CDNS), names.labels(&DEVICES)),
    };
    let all = |place: u32| {
        if of == Labels::Shades && amount == Amount::Part {
            return if place.is_multiple_of(2) { count(1600, place * 25) } else { count(50, place * 50 / 64) };
        }
        let (column, row) = (place % x.len() as u32, place / x.len() as u32);
        let sessions = match (amount, column, row) {
            (Amount::One, ..) => 1,
            (Amount::Many, ..) => part(1_000_000, noise(place)),
            (_, 4, 3) => 0,
            (_, 4, _) => 40,
            _ => 600 + part(2400, noise(place + 40)),
        };
        let share = (0.02 + 0.03 * noise(place + 7)) * if column == 1 { 5.0 } else { 1.0 } * f64::from(row + 1);
        count(sessions, part(sessions, share.min(1.0)))
    };
    let all: Vec<Count> = (0..(x.len() * y.len()) as u32).map(all).collect();
    let shown = |count: &Count| match amount {
        Amount::Part => Count { sessions: part(count.sessions, 0.4), flagged: part(count.flagged, 0.4) },
        Amount::None => Count::default(),
        _ => *count,
    };
    let shown = all.iter().map(shown).collect();
    Picture::HeatMap(HeatMap { x, y, shown, all, beyond: if amount == Amount::Part { 61 } else { 0 } })
}

fn tests(drawing: &Drawing, names: &Names) -> Tests {
    let one_of = |labels: Vec<String>| Some(Test::OneOf(labels));
    match labels(drawing) {
        Labels::Names => [one_of(names.labels(&CDNS[1..3])), one_of(names.labels(&DEVICES[..2]))],
        Labels::Calendar => [one_of(vec!["20".into(), "21".into()]), None],
        Labels::Shades => [one_of(vec!["3".into()]), one_of(vec!["4".into()])],
    }
}
