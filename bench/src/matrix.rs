//! The matrices that every candidate is given: made here, kept as raw bytes.
//!
//! They have what features of sessions have: columns that go together, a small share of rows that stand apart, values
//! that many rows share, and a column that is zero for half of them.

use std::ops::Range;
use streamguard::isolation_forest::Matrix;
use streamguard::isolation_forest::random::Stream;

const DOMAIN: &[u8; 8] = b"benchmrk";
/// Rows that share a random stream.
const BLOCK: usize = 65_536;
/// The share of rows that stand apart.
const APART: f64 = 0.05;
/// How much farther out these are.
const FARTHER: f64 = 3.0;
/// How much of each value is the row's own common part; the rest, so that the variance is 1, is the column's own.
const COMMON: f64 = 0.6;
const OWN: f64 = 0.8;

/// The columns of a matrix of so many rows and columns, always the same.
///
/// A value is 0.6 c + 0.8 e, where c is a normal number of its row and e one of its own, so that any two columns have a
/// correlation of 0.36; in 5 % of the rows it is three times that. Of each three columns the first is left as it is, the
/// second rounded to quarters, and the third zero where it would be negative.
pub fn columns(rows: usize, width: usize) -> Vec<Vec<f32>> {
    let mut columns = vec![Vec::with_capacity(rows); width];
    for block in 0..rows.div_ceil(BLOCK) {
        let mut normal = Normal::new(Stream::new(DOMAIN, width as u64, block as u64));
        for _ in 0..BLOCK.min(rows - block * BLOCK) {
            let factor = if normal.stream.unit() < APART { FARTHER } else { 1.0 };
            let common = normal.next();
            for (place, column) in columns.iter_mut().enumerate() {
                let value = factor * (COMMON * common + OWN * normal.next());
                let value = match place % 3 {
                    0 => value,
                    1 => (value * 4.0).round() / 4.0,
                    _ => value.max(0.0),
                };
                column.push(value as f32);
            }
        }
    }
    columns
}

/// Normal numbers, two at a time (Box and Muller 1958).
struct Normal {
    stream: Stream,
    second: Option<f64>,
}

impl Normal {
    fn new(stream: Stream) -> Self {
        Self { stream, second: None }
    }

    fn next(&mut self) -> f64 {
        if let Some(second) = self.second.take() {
            return second;
        }
        // 1 - unit is never zero.
        let radius = (-2.0 * libm::log(1.0 - self.stream.unit())).sqrt();
        let (sine, cosine) = libm::sincos(std::f64::consts::TAU * self.stream.unit());
        self.second = Some(radius * sine);
        radius * cosine
    }
}

/// A matrix that is filled with the bytes of a file as they arrive: little-endian f32, one column after the other.
pub struct Filling {
    columns: Vec<Vec<f32>>,
    /// Bytes of a column.
    size: usize,
    /// Bytes that are there.
    filled: usize,
}

/// The bytes are not those of such a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{filled} bytes of a matrix of {expected}")]
pub struct WrongSize {
    /// How many bytes there are.
    pub filled: usize,
    /// How many there must be.
    pub expected: usize,
}

impl Filling {
    /// Room for so many rows and columns, taken at once: memory that grew meanwhile would not be the matrix's own.
    pub fn new(rows: usize, width: usize) -> Self {
        Self { columns: vec![vec![0.0; rows]; width], size: rows * size_of::<f32>(), filled: 0 }
    }

    /// Takes in as many of the next `length` bytes as there is room for; `copy` writes a stretch of them to where it belongs.
    pub fn take(&mut self, length: usize, mut copy: impl FnMut(Range<usize>, &mut [u8])) {
        let mut taken = 0;
        while taken < length {
            let place = self.filled + taken;
            let Some(column) = place.checked_div(self.size).and_then(|place| self.columns.get_mut(place)) else {
                break;
            };
            let start = place % self.size;
            let size = (length - taken).min(self.size - start);
            // Every target of this project is little-endian.
            copy(taken..taken + size, &mut bytemuck::cast_slice_mut(column)[start..start + size]);
            taken += size;
        }
        self.filled += length;
    }

    /// The matrix.
    ///
    /// # Errors
    /// [`WrongSize`] when the bytes were not exactly as many as it has.
    pub fn finish(self) -> Result<Matrix, WrongSize> {
        let expected = self.size * self.columns.len();
        if self.filled == expected {
            Ok(Matrix::from_columns(self.columns).expect("of its shape"))
        } else {
            Err(WrongSize { filled: self.filled, expected })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_is_what_the_documentation_says() {
        let rows = 100_000;
        let columns = columns(rows, 6);
        let moment = |power: fn(f64) -> f64, column: &[f32]| {
            column.iter().map(|&value| power(f64::from(value))).sum::<f64>() / rows as f64
        };
        // 95 % with a variance of 1 and 5 % with one of 9.
        let variance = moment(|value| value * value, &columns[0]);
        assert!((variance - 1.4).abs() < 0.05, "{variance}");
        assert!(moment(|value| value, &columns[0]).abs() < 0.02);
        let products: f64 = columns[0].iter().zip(&columns[3]).map(|(&a, &b)| f64::from(a) * f64::from(b)).sum();
        let correlation = products / rows as f64 / variance;
        assert!((correlation - 0.36).abs() < 0.03, "{correlation}");
        assert!(columns[1].iter().all(|&value| (value * 4.0).fract() == 0.0));
        let zeros = columns[2].iter().filter(|&&value| value == 0.0).count() as f64 / rows as f64;
        assert!((zeros - 0.5).abs() < 0.01, "{zeros}");
        assert_ne!(columns[0], columns[3]);
    }

    #[test]
    fn more_rows_begin_with_the_same_ones() {
        let few = columns(100, 2);
        let many = columns(BLOCK + 100, 2);
        for (few, many) in few.iter().zip(&many) {
            assert_eq!(few[..], many[..100]);
            assert_ne!(few[..], many[BLOCK..]);
        }
    }

    #[test]
    fn a_matrix_is_filled_by_pieces_of_any_size() {
        let columns = columns(7, 3);
        let bytes: Vec<u8> = columns.iter().flat_map(|column| bytemuck::cast_slice(column).to_vec()).collect();
        for size in [1, 3, 5, 28, 29, 83, 84, 100] {
            let mut filling = Filling::new(7, 3);
            for piece in bytes.chunks(size) {
                filling.take(piece.len(), |part, to| to.copy_from_slice(&piece[part]));
            }
            assert_eq!(
                filling.finish(),
                Ok(Matrix::from_columns(columns.clone()).expect("of its shape")),
                "pieces of {size}"
            );
        }
    }

    #[test]
    fn bytes_of_another_matrix_are_refused() {
        for length in [0, 83, 85] {
            let mut filling = Filling::new(7, 3);
            filling.take(length, |_, to| to.fill(0));
            assert_eq!(filling.finish(), Err(WrongSize { filled: length, expected: 84 }));
        }
    }
}
