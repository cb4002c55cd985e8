//! The shapes that made data have.

/// A bell, 1 at its middle.
pub fn bell(at: f64, middle: f64, width: f64) -> f64 {
    let away = (at - middle) / width;
    libm::exp(-0.5 * away * away)
}

/// A number from 0 to 1 for a place, as good as drawn by lot and always the same.
pub fn noise(place: u32) -> f64 {
    let mut mixed = place.wrapping_mul(0x9e37_79b9) ^ 0x85eb_ca6b;
    mixed = (mixed ^ (mixed >> 16)).wrapping_mul(0x7feb_352d);
    mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x846c_a68b);
    f64::from(mixed ^ (mixed >> 16)) / f64::from(u32::MAX)
}

/// A noise about nothing, mostly within 1.
pub fn around(place: u32) -> f64 {
    (0..6).map(|part| noise(place.wrapping_mul(6).wrapping_add(part))).sum::<f64>() / 1.4 - 6.0 / 2.8
}

/// So many of a number, as a whole number.
pub fn part(of: u32, share: f64) -> u32 {
    (f64::from(of) * share).round() as u32
}

/// The score of the decision field at shares of both axes: high at little bitrate and little to spare.
pub fn field(across: f64, up: f64) -> f64 {
    0.36 + 0.34 * bell(across, -0.1, 0.32) + 0.3 * bell(up, -0.05, 0.28)
}

/// The field on a grid, row by row from the bottom.
pub fn field_cells((columns, rows): (u16, u16)) -> Vec<f32> {
    let at = |place: u16, of: u16| (f64::from(place) + 0.5) / f64::from(of);
    let cells = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
    cells.map(|(column, row)| field(at(column, columns), at(row, rows)) as f32).collect()
}

/// Rows in the other order.
pub fn upside_down<T: Clone>(cells: &[T], columns: usize) -> Vec<T> {
    cells.chunks(columns.max(1)).rev().flatten().cloned().collect()
}
