//! Growing a tree, whatever its splits are. Only the sampled rows are touched: the cost does not grow with the data.

use super::seedling::{Seedling, Sizes, TreeKind};
use crate::random::Stream;
use crate::tree::{Forest, Node, Tree};
use crate::{Hyperparameters, Matrix, ShapeError};

/// The least depth at which `sample` rows can all stand alone.
pub(crate) fn depth_limit(sample: u32) -> u32 {
    u64::from(sample.max(2)).next_power_of_two().ilog2()
}

/// A sample of rows, by column.
pub(crate) struct Sample {
    columns: Vec<Vec<f32>>,
    /// The features, shuffled as they are drawn.
    drawn: Vec<u16>,
}

/// A feature that is not constant in a node, and its range there.
#[derive(Clone, Copy)]
pub(crate) struct Varying {
    pub feature: u16,
    pub least: f32,
    pub greatest: f32,
}

impl Sample {
    /// The values of a feature.
    #[inline]
    pub fn column(&self, feature: u16) -> &[f32] {
        &self.columns[usize::from(feature)]
    }

    /// Draws features without replacement, behind the first `taken` of this node, until one is not constant over these
    /// rows. Missing values do not count.
    #[inline]
    pub fn draw_varying(&mut self, rows: &[u32], taken: &mut usize, stream: &mut Stream) -> Option<Varying> {
        let width = self.drawn.len();
        while *taken < width {
            let choice = *taken + stream.below((width - *taken) as u32) as usize;
            self.drawn.swap(*taken, choice);
            let feature = self.drawn[*taken];
            *taken += 1;
            let column = self.column(feature);
            let (least, greatest) = range(rows.iter().map(|&row| column[row as usize]));
            if least < greatest {
                return Some(Varying { feature, least, greatest });
            }
        }
        None
    }
}

/// Where a node is cut.
pub(crate) trait Cut {
    /// What the cut makes of the node.
    type Node: Node;

    /// What is at most this goes left.
    fn threshold(&self) -> f32;

    /// What is compared with the threshold, by the row of the sample.
    fn values<'a>(&self, sample: &'a Sample) -> impl Fn(u32) -> f32 + 'a;

    /// The split, its left child at this place, and how its features share what it explains.
    fn split(&self, left: u32, missing_right: bool) -> (Self::Node, <Self::Node as Node>::Share);
}

/// Grows a forest, its trees in turn by `grow`.
///
/// # Errors
/// [`ShapeError`] for a matrix without a row or a column, or with more than 65,535 columns or 2^32 - 1 rows.
pub(crate) fn grow_forest<N: Node>(
    matrix: &Matrix,
    hyperparameters: &Hyperparameters,
    kind: TreeKind,
    grow: fn(Seedling) -> Tree<N>,
) -> Result<Forest<N>, ShapeError> {
    let sizes = Sizes::of(matrix, hyperparameters)?;
    let seedling = |tree| Seedling::draw_from(kind, matrix, hyperparameters.seed(), tree, sizes);
    let trees = (0..hyperparameters.trees()).map(|tree| grow(seedling(tree))).collect();
    Ok(Forest::new(trees, sizes.sample_size, sizes.features))
}

/// Grows the tree of a seedling, at most `limit` deep. Where nothing is drawn to cut the rows of a node, it is a leaf.
pub(crate) fn grow_tree<C: Cut>(
    seedling: Seedling,
    limit: u32,
    draw: impl Fn(&mut Sample, &[u32], &mut Stream) -> Option<C>,
) -> Tree<C::Node> {
    let size = seedling.sample_size();
    let Seedling { columns, mut stream, .. } = seedling;
    let mut sample = Sample { drawn: (0..columns.len() as u16).collect(), columns };
    // The sample's rows; each node owns a stretch.
    let mut order: Vec<u32> = (0..size).collect();
    let mut nodes = Vec::with_capacity(2 * size as usize);
    let mut samples = Vec::with_capacity(2 * size as usize);
    nodes.push(C::Node::leaf(0));
    samples.push(size);
    let mut shares = vec![C::Node::LEAF_SHARE];
    // Depth first, left before right: the order in which the random numbers are drawn.
    let mut waiting = vec![(0_u32, 0, order.len(), 0)];
    while let Some((place, start, end, depth)) = waiting.pop() {
        if end - start < 2 || depth == limit {
            continue;
        }
        let rows = &mut order[start..end];
        let Some(cut) = draw(&mut sample, rows, &mut stream) else { continue };
        let (middle, missing_right) = partition(rows, cut.threshold(), cut.values(&sample));
        let (left, middle) = (nodes.len() as u32, start + middle);
        (nodes[place as usize], shares[place as usize]) = cut.split(left, missing_right);
        for (child, rows) in [(left, middle - start), (left + 1, end - middle)] {
            nodes.push(C::Node::leaf(child));
            samples.push(rows as u32);
            shares.push(C::Node::LEAF_SHARE);
        }
        waiting.push((left + 1, middle, end, depth + 1));
        waiting.push((left, start, middle, depth + 1));
    }
    Tree::new(nodes, samples, shares)
}

/// Brings the rows of the left side to the front; returns how many they are, and whether what is missing went right: to
/// the larger side, the left one when both are equal.
fn partition(rows: &mut [u32], threshold: f32, value: impl Fn(u32) -> f32) -> (usize, bool) {
    let (mut left, mut right) = (0, 0);
    for &row in &*rows {
        let value = value(row);
        left += usize::from(value <= threshold);
        right += usize::from(value > threshold);
    }
    let missing_right = right > left;
    let mut middle = 0;
    for place in 0..rows.len() {
        let value = value(rows[place]);
        if !(value > threshold || (value.is_nan() && missing_right)) {
            rows.swap(middle, place);
            middle += 1;
        }
    }
    (middle, missing_right)
}

/// A value as a finite number: infinities become the greatest one.
pub(crate) fn finite(value: f32) -> f64 {
    f64::from(value.clamp(f32::MIN, f32::MAX))
}

/// The least and the greatest of these values; least > greatest where all are missing.
#[inline]
pub(crate) fn range(values: impl Iterator<Item = f32>) -> (f32, f32) {
    // Comparisons with a missing value are false: it does not count.
    values.fold((f32::INFINITY, f32::NEG_INFINITY), |(least, greatest), value| {
        (if value < least { value } else { least }, if value > greatest { value } else { greatest })
    })
}

/// A threshold uniform in [least, greatest), as the greatest f32 that is not above the number drawn: values are f32, so
/// they fall to the same side of both. Neither side is ever empty.
pub(crate) fn threshold(least: f32, greatest: f32, unit: f64) -> f32 {
    // Infinite values are sorted to their side by any finite threshold.
    let (low, high) = (f64::from(least.max(f32::MIN)), f64::from(greatest.min(f32::MAX)));
    let drawn = (high - low) * unit + low;
    if drawn >= high { least } else { floor_f32(drawn) }
}

/// The greatest f32 that is not above `value`.
pub(crate) fn floor_f32(value: f64) -> f32 {
    let nearest = value as f32;
    if f64::from(nearest) > value { nearest.next_down() } else { nearest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_depth_limit_is_the_ceiling_of_the_logarithm() {
        assert_eq!([1, 2, 3, 4, 5, 256, 257, 300].map(depth_limit), [1, 1, 2, 2, 3, 8, 9, 9]);
        assert_eq!(depth_limit(u32::MAX), 32);
    }

    proptest! {
        #[test]
        fn the_narrowed_threshold_separates_alike(value in any::<f32>(), threshold in any::<f64>()) {
            prop_assume!(!value.is_nan() && threshold.is_finite());
            prop_assert_eq!(f64::from(value) <= threshold, value <= floor_f32(threshold));
        }
    }
}
