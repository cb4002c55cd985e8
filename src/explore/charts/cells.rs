//! The cells of a scatter as pixels: one for each cell, stretched when painted.

use charts::density::Picture;
use charts::kind::Sheet;
use charts::palette::{self, Scalar};
use charts::theme::{Color, Tokens};
use crossfilter::picture::Scatter;
use crossfilter::view::Tint;
use std::ops::Range;

/// As many shades as are told apart.
const SHADES: usize = 64;

/// What of the cells is painted: the columns, and the rows from the bottom.
pub struct Part {
    /// Columns.
    pub columns: Range<usize>,
    /// Rows.
    pub rows: Range<usize>,
}

/// The least and greatest mean score of the cells.
pub fn scores(scatter: &Scatter) -> Option<(f64, f64)> {
    let known = || scatter.tint.iter().map(|tint| f64::from(*tint)).filter(|tint| tint.is_finite());
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    (low <= high).then_some((low, high))
}

/// How much of its colour each count gets, by its logarithm: up to 1 for the greatest.
struct Shades {
    full: f64,
    /// Those of small counts, which nearly all cells have: a logarithm takes longer than all else about a cell.
    small: Vec<f64>,
}

/// So many counts are small.
const SMALL: u32 = 512;

impl Shades {
    /// Where this is the greatest count.
    fn up_to(most: u32) -> Self {
        let full = libm::log(f64::from(most));
        let mut shades = Self { full, small: Vec::new() };
        shades.small = (0..=most.min(SMALL)).map(|count| shades.of(count)).collect();
        shades
    }

    fn of(&self, count: u32) -> f64 {
        match self.small.get(count as usize) {
            Some(&shade) => shade,
            None if self.full > 0.0 => libm::log(f64::from(count)) / self.full,
            None => 1.0,
        }
    }
}

/// The cells as they are tinted. `None` where what there is does not fit together.
pub fn cloud(scatter: &Scatter, tint: &Tint, part: &Part, sheet: &Sheet<'_>) -> Option<Picture> {
    let (width, tokens) = (scatter.columns.edges.len().checked_sub(1)?, sheet.tokens);
    let most = scatter.counts.iter().copied().max().unwrap_or(0).max(1);
    let shades = Shades::up_to(most);
    // Cells of few sessions are paler, as far as they still stand out.
    let opacity = |count: u32, least: f64| (0.35 + 0.65 * shades.of(count)).max(least);
    let places = || (0..SHADES).map(|shade| shade as f64 / (SHADES - 1) as f64);
    let ramp = palette::dense(tokens);
    let densities: Vec<[u8; 4]> = places().map(|place| palette::along(&ramp, place).bytes(1.0)).collect();
    let with_least = |color: Color| (color, palette::least_opacity(color, tokens.surface));
    // Each is looked for among many opacities, so they are made where they are needed.
    let scalar = (*tint == Tint::Score).then(|| Scalar::on(tokens.surface));
    let scalars: Vec<(Color, f64)> =
        scalar.into_iter().flat_map(|scalar| places().map(move |place| scalar.color(place))).map(with_least).collect();
    let range = scores(scatter);
    let labels: Vec<(Color, f64)> =
        (0..scatter.labels.len()).map(|place| with_least(of_label(&scatter.labels, place, tokens))).collect();
    let color = |cell: usize, count: u32| -> [u8; 4] {
        let tinted = f64::from(scatter.tint.get(cell).copied().unwrap_or(f32::NAN));
        match tint {
            Tint::Score if tinted.is_finite() => {
                let place =
                    range.map_or(0.0, |(low, high)| if high > low { (tinted - low) / (high - low) } else { 1.0 });
                let (color, least) = scalars[(place.clamp(0.0, 1.0) * (SHADES - 1) as f64).round() as usize];
                color.bytes(opacity(count, least))
            }
            Tint::Category(_) if tinted >= 0.0 => {
                let (color, least) = labels.get(tinted as usize).copied().unwrap_or((tokens.muted, 1.0));
                color.bytes(opacity(count, least))
            }
            _ => densities[((shades.of(count) * SHADES as f64) as usize).min(SHADES - 1)],
        }
    };
    pixels(scatter.counts.len(), width, part, |cell| {
        scatter.counts.get(cell).filter(|count| **count > 0).map(|count| color(cell, *count))
    })
}

/// The colour of a label: grey for all others together, which stand last but one, and for no value.
pub fn of_label(labels: &[String], place: usize, tokens: &Tokens) -> Color {
    let grey = palette::LABELS.len() - 1;
    let rest = place + 2 == labels.len() && labels.last().is_some_and(String::is_empty);
    match labels.get(place) {
        Some(label) if label.is_empty() => tokens.muted.towards(tokens.surface, 0.25),
        _ if rest => palette::of_label(grey, tokens.surface),
        _ => palette::of_label(place % grey, tokens.surface),
    }
}

/// The pixels of a part of the cells, from the top.
fn pixels(cells: usize, width: usize, part: &Part, color: impl Fn(usize) -> Option<[u8; 4]>) -> Option<Picture> {
    if width == 0 || !cells.is_multiple_of(width) || part.columns.is_empty() || part.rows.is_empty() {
        return None;
    }
    let mut rgba = Vec::with_capacity(part.columns.len() * part.rows.len() * 4);
    for row in part.rows.clone().rev() {
        for column in part.columns.clone() {
            rgba.extend(color(row * width + column).unwrap_or_default());
        }
    }
    Some(Picture { width: part.columns.len() as u32, height: part.rows.len() as u32, rgba })
}

/// The rows of a field from the top, as the page's charts have them.
pub fn from_top(field: &[f32], columns: usize) -> Vec<f32> {
    if columns == 0 { Vec::new() } else { field.chunks(columns).rev().flatten().copied().collect() }
}
