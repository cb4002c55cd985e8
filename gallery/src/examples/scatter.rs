//! Two numbers of Explore.

use super::explore::{Amount, Source, Tests};
use super::sessions::{Names, THRESHOLD, axis, bins, column};
use super::shapes::{around, bell, field_cells, noise, upside_down};
use streamguard::analysis::views::contour;
use streamguard::crossfilter::picture::Scatter;
use streamguard::crossfilter::view::{Drawing, Tint};
use streamguard::crossfilter::{Picture, Test};

/// Its examples, one of each tint.
pub const SOURCE: Source = Source { drawings, picture, tests };

/// The cells across and up.
const CELLS: (u16, u16) = (72, 36);
/// The field's columns and rows.
const FIELD: (u16, u16) = (48, 30);

fn drawings() -> Vec<Drawing> {
    let of = |tint: Tint, field| Drawing::Scatter { x: axis("bitrate_kbps"), y: axis("throughput_kbps"), tint, field };
    vec![of(Tint::Score, false), of(Tint::Density, true), of(Tint::Category(column("cdn")), false)]
}

fn picture(drawing: &Drawing, amount: Amount, names: &Names) -> Picture {
    let Drawing::Scatter { x, y, tint, field } = drawing else {
        unreachable!("the drawings of this source are scatters")
    };
    let (columns, rows) = if amount == Amount::One { (1, 1) } else { CELLS };
    let most = match amount {
        Amount::Many => 4_000_000.0,
        Amount::Part => 30.0,
        Amount::None => 0.0,
        Amount::All | Amount::One => 70.0,
    };
    let at = |cell: u32| {
        let (column, row) = (cell % u32::from(columns), cell / u32::from(columns));
        ((f64::from(column) + 0.5) / f64::from(columns), (f64::from(row) + 0.5) / f64::from(rows))
    };
    let here = |cell: u32| {
        let (across, up) = at(cell);
        // Renditions stand in upright stripes, throughput above what they need.
        let stripe = [0.14, 0.3, 0.48, 0.75].iter().map(|middle| bell(across, *middle, 0.022)).fold(0.0, f64::max);
        let height = stripe * bell(up, 0.18 + 0.6 * across, 0.16) + 0.05 * bell(up, 0.45, 0.3);
        let sessions = most * height * (0.6 + 0.8 * noise(cell));
        if amount == Amount::One { 1 } else { sessions as u32 }
    };
    let cells = u32::from(columns) * u32::from(rows);
    let counts: Vec<u32> = (0..cells).map(here).collect();
    let labels = match tint {
        Tint::Category(_) => names.labels(&["alpha", "beta", "gamma", "other", ""]),
        _ => Vec::new(),
    };
    let shade = |(cell, sessions): (u32, &u32)| match tint {
        _ if *sessions == 0 => f32::NAN,
        Tint::Score => (super::shapes::field(at(cell).0, at(cell).1) + 0.02 * around(cell)) as f32,
        Tint::Category(_) => ((at(cell).0 * 3.2) as u32 + u32::from(noise(cell) > 0.8)).min(4) as f32,
        Tint::Density => f32::NAN,
    };
    let tint = if *tint == Tint::Density { Vec::new() } else { (0..).zip(&counts).map(shade).collect() };
    let flagged = match amount {
        Amount::One => 1,
        Amount::Many => 500,
        Amount::Part => 60,
        Amount::All => 120,
        Amount::None => 0,
    };
    let mark = |row: u32| match amount {
        Amount::One => (row, 0.5, 0.5),
        _ => (row, (0.02 + 0.4 * noise(row * 2)) as f32, (0.03 + 0.35 * noise(row * 2 + 1)) as f32),
    };
    let marks: Vec<(u32, f32, f32)> = (0..flagged).map(mark).collect();
    let names = marks.iter().map(|(row, ..)| format!("session-{row}")).collect();
    let (field, contour) = if *field {
        let cells = field_cells(FIELD);
        let line = contour(&upside_down(&cells, FIELD.0.into()), (FIELD.0.into(), FIELD.1.into()), THRESHOLD as f32);
        ((FIELD.0, FIELD.1, cells), line)
    } else {
        ((0, 0, Vec::new()), Vec::new())
    };
    let (columns, rows) = match amount {
        Amount::One => (bins(1, 2000.0, 20.0), bins(1, 9000.0, 100.0)),
        _ => {
            (bins(columns.into(), 0.0, 8000.0 / f64::from(columns)), bins(rows.into(), 0.0, 24_000.0 / f64::from(rows)))
        }
    };
    let (beyond, missing) = if amount == Amount::Part { (14, 3) } else { (0, 0) };
    let (x, y) = (x.clone(), y.clone());
    let flagged = if amount == Amount::Many { 1_250_000 } else { flagged };
    Picture::Scatter(Scatter {
        x,
        y,
        columns,
        rows,
        counts,
        tint,
        labels,
        marks,
        names,
        flagged,
        beyond,
        missing,
        field,
        contour,
    })
}

fn tests(drawing: &Drawing, _: &Names) -> Tests {
    // With a field the whole is looked at, so that the line of the threshold is seen.
    match drawing {
        Drawing::Scatter { field: true, .. } => [None, None],
        _ => [Some(Test::Between(8000.0 / 72.0 * 4.0, 8000.0 / 72.0 * 40.0)), Some(Test::Between(2000.0, 12_000.0))],
    }
}
