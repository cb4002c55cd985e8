//! What the fast scorer says must be what the plain definition says, to the last bit.

use super::*;
use crate::Matrix;
use crate::random::Stream;
use crate::tree::Node as _;
use crate::{AxisNode, Hyperparameters};
use proptest::prelude::*;

const ODD: [f32; 12] = [
    f32::NAN,
    f32::INFINITY,
    f32::NEG_INFINITY,
    0.0,
    -0.0,
    f32::from_bits(1),
    f32::from_bits(0x8000_0001),
    f32::MIN_POSITIVE,
    f32::MAX,
    f32::MIN,
    0.5,
    1.0,
];

/// Columns of every sort: all numbers differ, few differ, one only, none at all.
fn columns(rows: usize, width: usize, stream: &mut Stream) -> Vec<Vec<f32>> {
    (0..width)
        .map(|_| {
            let sort = stream.below(8);
            let constant = ODD[stream.below(ODD.len() as u32) as usize];
            (0..rows)
                .map(|_| match (sort, stream.below(16)) {
                    (0, _) => constant,
                    (1, _) => stream.below(3) as f32,
                    (2, _) => f32::NAN,
                    (3, 0..8) | (4.., 0) => ODD[stream.below(ODD.len() as u32) as usize],
                    _ => stream.unit() as f32 - 0.5,
                })
                .collect()
        })
        .collect()
}

/// What the ranked forest says of these rows must be what the plain one says.
fn assert_exact(forest: &Forest, columns: &[Vec<f32>]) {
    // Whichever compile decides for.
    for ranked in [RankedForest::rank(forest), RankedForest::walk(forest)] {
        assert_ranked_exact(&ranked, columns);
    }
}

fn assert_ranked_exact(ranked: &RankedForest, columns: &[Vec<f32>]) {
    let forest = ranked.forest();
    let slices: Vec<&[f32]> = columns.iter().map(Vec::as_slice).collect();
    let paths = ranked.mean_paths(&slices).expect("of its shape");
    let scores = ranked.scores(&slices).expect("of its shape");
    let contributions = ranked.contributions(&slices).expect("of its shape");
    assert_eq!(paths.len(), columns[0].len());
    assert_eq!(contributions.len(), columns[0].len() * columns.len());
    let bits = |numbers: &[f64]| numbers.iter().map(|number| number.to_bits()).collect::<Vec<_>>();
    assert_eq!(bits(&scores), bits(&forest.score_columns(&slices).expect("of its shape")), "scores");
    for (row, path) in paths.iter().enumerate() {
        let values: Vec<f32> = columns.iter().map(|column| column[row]).collect();
        assert_eq!(
            path.to_bits(),
            forest.mean_path_length(&values).expect("of its shape").to_bits(),
            "path of row {row}: {values:?}"
        );
        let of_row = &contributions[row * columns.len()..][..columns.len()];
        assert_eq!(
            bits(of_row),
            bits(&forest.contributions(&values).expect("of its shape")),
            "contributions of row {row}: {values:?}"
        );
    }
}

/// A tree of any shape, with any thresholds and missing sides, as files and words may bring it.
fn any_tree(splits: usize, width: usize, pool: &[f32], stream: &mut Stream) -> Tree {
    let mut nodes = vec![AxisNode::leaf(0)];
    let mut leaves = vec![0_usize];
    for _ in 0..splits {
        // Half of the time the newest leaf: that makes deep trees.
        let choice = if stream.below(2) == 0 { leaves.len() - 1 } else { stream.below(leaves.len() as u32) as usize };
        let place = leaves.swap_remove(choice);
        let left = nodes.len() as u32;
        nodes[place] = AxisNode {
            threshold: pool[stream.below(pool.len() as u32) as usize],
            left,
            feature: stream.below(width as u32) as u16,
            missing_right: stream.below(2) as u16,
        };
        for child in [left, left + 1] {
            nodes.push(AxisNode::leaf(child));
            leaves.push(child as usize);
        }
    }
    let samples = nodes.iter().map(|_| 1 + stream.below(300)).collect();
    Tree::new(nodes, samples, vec![(); splits * 2 + 1])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn fitted_forests_are_exact(
        rows in 1..700_usize, width in 1..20_usize, trees in 1..40_u32, sample in 2..300_u32, seed in any::<u64>(),
    ) {
        let mut stream = Stream::new(b"testtest", seed, 0);
        let columns = columns(rows, width, &mut stream);
        let forest = Forest::fit(
            &Matrix::from_columns(columns.clone()).expect("of its shape"),
            &Hyperparameters::new(trees, sample, seed).expect("within bounds"),
        ).expect("of its shape");
        assert_exact(&forest, &columns);
    }

    #[test]
    fn trees_of_any_shape_are_exact(
        rows in 1..300_usize, width in 1..150_usize, trees in 1..12_usize, splits in 0..400_usize, seed in any::<u64>(),
    ) {
        let mut stream = Stream::new(b"testtest", seed, 0);
        let columns = columns(rows, width, &mut stream);
        // Thresholds that rows hit exactly, and those that no value is above, or at most.
        let pool: Vec<f32> = columns.iter().flatten().chain(&ODD).copied().filter(|value| !value.is_nan()).collect();
        let forest = (0..trees)
            .map(|_| {
                let splits = stream.below(splits as u32 + 1) as usize;
                any_tree(splits, width, &pool, &mut stream)
            })
            .collect();
        assert_exact(&Forest::new(forest, 256, width as u16), &columns);
    }
}

fn uniform(rows: usize, width: usize) -> Vec<Vec<f32>> {
    let mut stream = Stream::new(b"testtest", 1, 0);
    (0..width).map(|_| (0..rows).map(|_| stream.unit() as f32).collect()).collect()
}

#[test]
fn trees_of_many_leaves_are_walked_in_their_turn() {
    let columns = uniform(3000, 3);
    let matrix = Matrix::from_columns(columns.clone()).expect("of its shape");
    let large = Forest::fit(&matrix, &Hyperparameters::new(3, 2000, 1).expect("within bounds")).expect("of its shape");
    let small = Forest::fit(&matrix, &Hyperparameters::new(3, 200, 1).expect("within bounds")).expect("of its shape");
    let mixed = large.trees().iter().zip(small.trees()).flat_map(|(large, small)| [small.clone(), large.clone()]);
    let mixed = Forest::new(mixed.collect(), 2000, 3);
    let walked = |stage: &Stage| matches!(stage, Stage::Walked { .. });
    assert!(RankedForest::rank(&large).stages.iter().all(walked));
    assert!(!RankedForest::rank(&small).stages.iter().any(walked));
    assert_eq!(RankedForest::rank(&mixed).stages.len(), 6);
    for forest in [large, small, mixed] {
        assert_exact(&forest, &columns);
    }
}

#[test]
fn trees_are_walked_where_that_is_cheaper() {
    let walked = |width: usize| {
        let matrix = Matrix::from_columns(uniform(1000, width)).expect("of its shape");
        let forest = Forest::fit(&matrix, &Hyperparameters::default()).expect("of its shape");
        RankedForest::compile(&forest).stages.iter().any(|stage| matches!(stage, Stage::Walked { .. }))
    };
    assert_eq!([1, 6, 12, 30, 300].map(walked), [false, false, false, false, true]);
}

#[test]
fn groups_end_where_codes_end() {
    // One feature: the thresholds of five trees or so fill a byte.
    let columns = uniform(3000, 1);
    let matrix = Matrix::from_columns(columns.clone()).expect("of its shape");
    let forest =
        Forest::fit(&matrix, &Hyperparameters::new(100, 256, 1).expect("within bounds")).expect("of its shape");
    let ranked = RankedForest::compile(&forest);
    assert!((10..60).contains(&ranked.stages.len()), "{}", ranked.stages.len());
    assert_exact(&forest, &columns);
}

#[test]
fn rows_can_be_cut_anywhere() {
    let columns = uniform(1000, 4);
    let matrix = Matrix::from_columns(columns.clone()).expect("of its shape");
    let forest = Forest::fit(&matrix, &Hyperparameters::new(20, 256, 1).expect("within bounds")).expect("of its shape");
    let ranked = RankedForest::compile(&forest);
    let paths = |rows: Range<usize>| {
        ranked
            .mean_paths(&columns.iter().map(|column| &column[rows.clone()]).collect::<Vec<_>>())
            .expect("of its shape")
    };
    let all = paths(0..1000);
    for cut in [0, 1, 255, 256, 257, 999, 1000] {
        assert_eq!([paths(0..cut), paths(cut..1000)].concat(), all);
    }
}

#[cfg(feature = "serde")]
#[test]
fn imported_forests_are_exact() {
    let imported = crate::import_sklearn(
        br#"{"max_samples": 8, "offset": -0.6, "n_features": 3, "trees": [
        {"left": [1, -1, 3, -1, -1], "right": [2, -1, 4, -1, -1], "feature": [1, -2, 0, -2, -2],
         "threshold": [0.1, -2, 5.5, -2, -2], "n": [8, 3, 5, 4, 1], "features": [2, 0]},
        {"left": [1, -1, -1], "right": [2, -1, -1], "feature": [0, -2, -2],
         "threshold": [-1e300, -2, -2], "n": [8, 3, 5], "missing_go_to_left": [1, 0, 0]},
        {"left": [-1], "right": [-1], "feature": [-2], "threshold": [-2], "n": [8]}]}"#,
    )
    .expect("sound");
    let values = [0.0, 0.1, 0.099_999_99, 5.5, 5.500_000_5, f32::NAN, f32::NEG_INFINITY, -0.0];
    let columns: Vec<Vec<f32>> =
        (0..3).map(|feature| (0..512).map(|row: usize| values[row / 8_usize.pow(feature) % 8]).collect()).collect();
    assert_exact(&imported.forest, &columns);
}
