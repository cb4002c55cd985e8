//! What the tests of every kind of split share.

use crate::{Forest, Matrix, Node};
use proptest::prelude::*;

/// Small matrices, with values that stand twice, are missing, or are at the ends of what a number can be.
pub fn matrix() -> impl Strategy<Value = Matrix> {
    let value = prop_oneof![
        4 => -10.0_f32..10.0,
        2 => (0..3_u8).prop_map(f32::from),
        1 => Just(f32::NAN),
        1 => prop_oneof![Just(f32::MIN_POSITIVE / 4.0), Just(-0.0), Just(f32::MAX), Just(f32::MIN),
                     Just(f32::from_bits(1)), Just(f32::INFINITY), Just(f32::NEG_INFINITY)],
    ];
    (1..5_usize, 1..60_usize).prop_flat_map(move |(width, rows)| {
        proptest::collection::vec(proptest::collection::vec(value.clone(), rows), width)
            .prop_map(|columns| Matrix::from_columns(columns).expect("of its shape"))
    })
}

/// Holds of a forest whose trees are grown from all rows that each leaf has as many rows as walk to it.
pub fn rows_end_where_they_were_counted<N: Node>(forest: &Forest<N>, matrix: &Matrix) {
    for tree in forest.trees() {
        let mut counts = vec![0; tree.nodes().len()];
        for row in 0..matrix.rows() {
            counts[tree.leaf(&matrix.row(row)) as usize] += 1;
        }
        for (place, &count) in counts.iter().enumerate() {
            let expected = if tree.is_leaf(place as u32) { tree.samples()[place] } else { 0 };
            assert_eq!(count, expected, "node {place}");
        }
    }
}
