//! Growing trees of hyperplanes. Only the sampled rows are touched: the cost does not grow with the data.

use super::tree::{ObliqueForest, ObliqueNode, ObliqueTree, project};
use crate::features::Matrix;
use crate::forest::Hyperparameters;
use crate::random::Stream;

/// Where a node is cut.
pub(super) struct Cut {
    pub weights: [f32; 2],
    pub features: [u16; 2],
    pub threshold: f32,
    /// The first feature's share of the weights, in units of spread.
    pub share: f32,
}

/// A hyperplane that waits for its threshold.
pub(super) struct Direction {
    pub weights: [f32; 2],
    pub features: [u16; 2],
    pub share: f32,
}

impl Direction {
    /// One feature alone, as two halves: their sum is its value, infinities included.
    pub fn of_one(feature: u16) -> Self {
        Self { weights: [0.5; 2], features: [feature; 2], share: 1.0 }
    }

    /// The cut at this threshold.
    pub fn at(self, threshold: f32) -> Cut {
        Cut { weights: self.weights, features: self.features, threshold, share: self.share }
    }
}

/// A feature that is not constant in a node, and its range there.
#[derive(Clone, Copy)]
pub(super) struct Varying {
    pub feature: u16,
    pub least: f32,
    pub greatest: f32,
}

/// A sample of rows, by column.
pub(super) struct Sample {
    columns: Vec<Vec<f32>>,
    /// The features, shuffled as they are drawn.
    drawn: Vec<u16>,
}

impl Sample {
    fn gather(matrix: &Matrix, sample: &[u32]) -> Self {
        let gather = |column: &Vec<f32>| sample.iter().map(|&row| column[row as usize]).collect();
        Self { columns: matrix.columns().iter().map(gather).collect(), drawn: (0..matrix.width() as u16).collect() }
    }

    /// Draws features without replacement until two are not constant over these rows. Missing values do not count.
    pub fn draw_features(&mut self, rows: &[u32], stream: &mut Stream) -> (Option<Varying>, Option<Varying>) {
        let width = self.drawn.len();
        let mut first = None;
        for taken in 0..width {
            let choice = taken + stream.below((width - taken) as u32) as usize;
            self.drawn.swap(taken, choice);
            let feature = self.drawn[taken];
            let column = &self.columns[usize::from(feature)];
            let (least, greatest) = range(rows.iter().map(|&row| column[row as usize]));
            if least < greatest {
                let varying = Some(Varying { feature, least, greatest });
                if first.is_some() {
                    return (first, varying);
                }
                first = varying;
            }
        }
        (first, None)
    }

    /// A random direction in the plane of two features: two normal coefficients, each per standard deviation of its
    /// feature over these rows, scaled so that the larger coefficient is 1 (or -1) and neither overflows.
    pub fn draw_direction(&self, rows: &[u32], features: [u16; 2], stream: &mut Stream) -> Direction {
        let normal = stream.normal_pair();
        let per_unit = [0, 1].map(|side| normal[side] / self.deviation(rows, features[side]));
        let largest = per_unit[0].abs().max(per_unit[1].abs());
        let total = normal[0].abs() + normal[1].abs();
        Direction {
            weights: per_unit.map(|weight| (weight / largest) as f32),
            features,
            share: (normal[0].abs() / total) as f32,
        }
    }

    /// The standard deviation of a feature over these rows, missing values left out. Infinities count as the greatest
    /// finite number.
    fn deviation(&self, rows: &[u32], feature: u16) -> f64 {
        let column = &self.columns[usize::from(feature)];
        let values = || rows.iter().map(|&row| column[row as usize]).filter(|value| !value.is_nan()).map(finite);
        let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for value in values() {
            count += 1.0;
            sum += value;
        }
        let mean = sum / count;
        for value in values() {
            squares += (value - mean) * (value - mean);
        }
        (squares / count).sqrt()
    }

    /// The projections of these rows, in their order.
    pub fn projections(&self, rows: &[u32], direction: &Direction) -> impl Iterator<Item = f32> {
        let [first, second] = direction.features.map(|feature| &self.columns[usize::from(feature)]);
        rows.iter().map(move |&row| project(direction.weights, [first[row as usize], second[row as usize]]))
    }
}

/// A value as a finite number: infinities become the greatest one.
pub(super) fn finite(value: f32) -> f64 {
    f64::from(value.clamp(f32::MIN, f32::MAX))
}

/// The least and the greatest of these values; least > greatest where all are missing.
pub(super) fn range(values: impl Iterator<Item = f32>) -> (f32, f32) {
    // Comparisons with a missing value are false: it does not count.
    values.fold((f32::INFINITY, f32::NEG_INFINITY), |(least, greatest), value| {
        (if value < least { value } else { least }, if value > greatest { value } else { greatest })
    })
}

/// How a kind of forest cuts a node of these rows; no cut makes it a leaf.
pub(super) type DrawCut = fn(&mut Sample, &[u32], &mut Stream) -> Option<Cut>;

/// Grows a forest: one random stream of the domain for each tree, which draws the sample first and then the cuts, depth
/// first, left before right.
///
/// # Panics
/// For a matrix without a row or a column, or with more than 65,535 columns or 2^32 - 1 rows.
pub(super) fn grow_forest(
    matrix: &Matrix,
    hyperparameters: &Hyperparameters,
    domain: &[u8; 8],
    depth_limit: impl Fn(u32) -> u32,
    draw_cut: DrawCut,
) -> ObliqueForest {
    let rows = u32::try_from(matrix.rows()).expect("rows are counted in 32 bits");
    let features = u16::try_from(matrix.width()).expect("features are counted in 16 bits");
    assert!(rows > 0 && features > 0, "there is nothing to fit");
    let sample_size = hyperparameters.sample_size().min(rows);
    let trees = (0..hyperparameters.trees())
        .map(|tree| {
            let mut stream = Stream::new(domain, hyperparameters.seed(), u64::from(tree));
            let sample = Sample::gather(matrix, &stream.sample(rows, sample_size));
            grow_tree(sample, sample_size, depth_limit(sample_size), draw_cut, &mut stream)
        })
        .collect();
    ObliqueForest::new(trees, sample_size, features)
}

fn grow_tree(mut sample: Sample, size: u32, limit: u32, draw_cut: DrawCut, stream: &mut Stream) -> ObliqueTree {
    // The sample's rows; each node owns a stretch.
    let mut order: Vec<u32> = (0..size).collect();
    let mut nodes = vec![ObliqueNode::leaf(0)];
    let mut samples = vec![size];
    let mut shares = vec![1.0];
    let mut waiting = vec![(0_u32, 0, order.len(), 0)];
    while let Some((place, start, end, depth)) = waiting.pop() {
        if end - start < 2 || depth == limit {
            continue;
        }
        let rows = &mut order[start..end];
        let Some(cut) = draw_cut(&mut sample, rows, stream) else { continue };
        let left = nodes.len() as u32;
        let (middle, missing_right) = partition(&sample, rows, &cut);
        nodes[place as usize] = ObliqueNode {
            weights: cut.weights,
            threshold: cut.threshold,
            left,
            features: cut.features,
            missing_right: u32::from(missing_right),
        };
        shares[place as usize] = cut.share;
        let middle = start + middle;
        for (child, rows) in [(left, middle - start), (left + 1, end - middle)] {
            nodes.push(ObliqueNode::leaf(child));
            samples.push(rows as u32);
            shares.push(1.0);
        }
        waiting.push((left + 1, middle, end, depth + 1));
        waiting.push((left, start, middle, depth + 1));
    }
    ObliqueTree::new(nodes, samples, shares)
}

/// Brings the rows of the left side to the front; returns how many they are, and whether missing projections went right:
/// to the larger side, the left one when both are equal.
fn partition(sample: &Sample, rows: &mut [u32], cut: &Cut) -> (usize, bool) {
    let direction = Direction { weights: cut.weights, features: cut.features, share: cut.share };
    let (mut left, mut right) = (0, 0);
    for projection in sample.projections(rows, &direction) {
        left += usize::from(projection <= cut.threshold);
        right += usize::from(projection > cut.threshold);
    }
    let missing_right = right > left;
    let [first, second] = cut.features.map(|feature| &sample.columns[usize::from(feature)]);
    let mut middle = 0;
    for place in 0..rows.len() {
        let row = rows[place] as usize;
        let projection = project(cut.weights, [first[row], second[row]]);
        if !(projection > cut.threshold || (projection.is_nan() && missing_right)) {
            rows.swap(middle, place);
            middle += 1;
        }
    }
    (middle, missing_right)
}
