//! The plain way of counting scatters and places.

use super::super::Dimension;
use super::super::filters::Filters;
use super::super::picture::*;
use super::super::view::Tint;
use super::plain::{by_bin, count, passing, percentile, rank, same, select, started, value};
use analysis::Analysis;
use telemetry::Field;

pub(super) fn check_scatter(analysis: &Analysis, found: &Scatter, tint: &Tint, rows: &[usize]) {
    let (x, y) = (&found.x.dimension, &found.y.dimension);
    let lines = by_bin(analysis, y, &found.rows, rows);
    let cells: Vec<Vec<usize>> = lines.iter().flat_map(|rows| by_bin(analysis, x, &found.columns, rows)).collect();
    let counts: Vec<u32> = cells.iter().map(|rows| rows.len() as u32).collect();
    assert_eq!(found.counts, counts);
    let number = |of: &Dimension, row: usize| value(analysis, of, row).number();
    let missing = select(rows, |row| number(x, row).is_nan() || number(y, row).is_nan()).len() as u32;
    assert_eq!(found.missing, missing);
    assert_eq!(found.beyond, rows.len() as u32 - missing - counts.iter().sum::<u32>());
    assert_eq!(found.flagged, count(analysis, rows).flagged);
    for (place, rows) in cells.iter().enumerate() {
        match tint {
            Tint::Density => assert!(found.tint.is_empty()),
            Tint::Score => {
                let mean = rows.iter().map(|&row| analysis.scores[row]).sum::<f64>() / rows.len() as f64;
                let tint = f64::from(found.tint[place]);
                assert!(rows.is_empty() && tint.is_nan() || (tint - mean).abs() < 1e-6, "{tint} is not {mean}");
            }
            Tint::Category(of) => {
                let label = |row: usize| {
                    let label = value(analysis, of, row).label();
                    let last = found.labels.len() - 1;
                    let named = found.labels[..last - 1].iter().position(|one| *one == label);
                    named.unwrap_or(if label.is_empty() { last } else { last - 1 })
                };
                let of_label = |place: usize| rows.iter().filter(|&&row| label(row) == place).count();
                let most = (0..found.labels.len()).rev().max_by_key(|&place| of_label(place));
                let expected = most.filter(|_| !rows.is_empty()).map_or(f32::NAN, |place| place as f32);
                assert!(same(f64::from(found.tint[place]), f64::from(expected)));
            }
        }
    }
    // With so few sessions every flagged one that has a place is marked, the highest score first.
    let inside = |of: &Dimension, binning: &Binning, windowed: bool, row: usize| {
        let value = number(of, row);
        let ends = (binning.edges[0], binning.edges[binning.edges.len() - 1]);
        !value.is_nan() && (!windowed || (ends.0..ends.1).contains(&value))
    };
    let mut expected = select(rows, |row| {
        analysis.is_flagged(row)
            && inside(x, &found.columns, found.x.window.is_some(), row)
            && inside(y, &found.rows, found.y.window.is_some(), row)
    });
    expected.sort_by(|&a, &b| analysis.scores[b].total_cmp(&analysis.scores[a]).then(a.cmp(&b)));
    let marked: Vec<usize> = found.marks.iter().map(|&(row, ..)| row as usize).collect();
    assert_eq!(marked, expected);
    assert!(found.marks.iter().all(|(_, x, y)| (0.0..=1.0).contains(x) && (0.0..=1.0).contains(y)));
}

pub(super) fn check_places(analysis: &Analysis, found: &[Place], filters: &Filters) {
    let [country, region] = [Field::CountryCode, Field::Region].map(|field| Dimension::Column(field.name().into()));
    let rows = passing(analysis, filters, &[country.clone(), region.clone()]);
    let label = |of: &Dimension, row: usize| value(analysis, of, row).label();
    let mut sum = 0;
    for place in found {
        let own = select(&rows, |row| {
            label(&country, row) == place.country && (place.region.is_empty() || label(&region, row) == place.region)
        });
        assert_eq!(place.shown, count(analysis, &own), "{place:?}");
        sum += if place.region.is_empty() { place.shown.sessions } else { 0 };
        let moving = place.figures.iter().all(|figure| figure.is_nan());
        let column = |field: Field| Dimension::Column(field.name().into());
        let times = |field: Field| {
            let both = |row: &&usize| {
                [Field::RebufferDurationMs, Field::WatchTimeS]
                    .iter()
                    .all(|&field| value(analysis, &column(field), **row).number().is_finite())
            };
            own.iter()
                .filter(|&&row| started(analysis, row))
                .filter(both)
                .map(|&row| value(analysis, &column(field), row).number())
                .sum::<f64>()
        };
        // Binary fractions: their sums are exact in any order.
        let expected = [
            percentile(analysis, &column(Field::StartupTimeMs), &own, 0.5),
            percentile(analysis, &column(Field::BitrateKbps), &own, 0.5),
            times(Field::RebufferDurationMs) / 1000.0 / times(Field::WatchTimeS),
        ];
        for (figure, expected) in place.figures.iter().zip(expected) {
            assert!(
                moving || same(*figure, expected) || (figure - expected).abs() < 1e-12,
                "{figure} is not {expected}"
            );
        }
    }
    assert_eq!(sum as usize, rows.len(), "every session is in one country");
    let countries = found.iter().filter(|place| place.region.is_empty());
    assert!(countries.collect::<Vec<_>>().is_sorted_by(|a, b| rank(a.shown) >= rank(b.shown)));
}
