//! What a detector is once it is fitted: one forest, or several whose paths are weighed against each other.
//!
//! The parts of a [mixture](Method::Mixture) are brought together by their mean path lengths, which are the logarithms of
//! their scores: `score = 2^(-path / c)`. So a mixture is again a path, and what holds for one forest holds for it: its
//! contributions add up, and its score is read from its path in the same way.

mod change;
mod explainer;
mod part;
mod sound;
mod walker;

pub use explainer::Explainer;
pub use part::Part;
pub(crate) use part::either;
#[cfg(feature = "serde")]
pub(crate) use sound::NodeError;
pub use sound::{ForestError, ModelError};
pub use walker::Walker;

use crate::shape::{check_count, check_features};
use crate::{Forest, Growth, Hyperparameters, Matrix, Method, ShapeError, average_path_length};

/// A fitted detector: the path of a row is `offset + Σ weight × (mean path length in the part)`.
///
/// A method of one forest has no offset and one part of weight 1: its paths and scores are the forest's, to the last bit.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    offset: f64,
    parts: Vec<(f64, Part)>,
}

impl From<Forest> for Model {
    /// The detector that is this forest alone.
    fn from(forest: Forest) -> Self {
        Self { offset: 0.0, parts: vec![(1.0, Part::Axis(forest))] }
    }
}

impl Model {
    /// A detector of these parts and their weights, the first part giving the scale of the path.
    ///
    /// # Errors
    /// [`ShapeError`] without a part, or when the parts differ in features.
    pub fn new(offset: f64, parts: Vec<(f64, Part)>) -> Result<Self, ShapeError> {
        let features = parts.first().ok_or(ShapeError::Empty)?.1.features();
        parts.iter().try_for_each(|(_, part)| check_features(part.features(), features))?;
        Ok(Self { offset, parts })
    }

    /// Grows the forests of a method: isolation and fair-cut for a mixture, else one. The plain way, on one thread; tree by
    /// tree it is [`Growth`].
    ///
    /// # Errors
    /// As [`Forest::fit`].
    pub fn grow(method: Method, matrix: &Matrix, hyperparameters: &Hyperparameters) -> Result<Vec<Part>, ShapeError> {
        let growth = Growth::new(method, matrix, hyperparameters)?;
        growth.parts((0..growth.trees()).map(|tree| growth.grow(tree)))
    }

    /// Brings parts together, given the mean path lengths of the same rows in each: the detector, and its paths of these
    /// rows.
    ///
    /// A part's paths are standardised over these rows (their mean taken off, divided by their standard deviation); the
    /// mean of the standardised paths is brought back to the scale of the first part. For two parts with the means `m1`
    /// and `m2` and the deviations `s1` and `s2` that is `m1 + s1 ((h1 - m1) / s1 + (h2 - m2) / s2) / 2`. A part whose
    /// paths do not vary tells nothing: its weight is zero.
    ///
    /// # Errors
    /// [`ShapeError`] without a part, when the parts differ in features, or when there are not as many paths for each part.
    pub fn blend(parts: Vec<Part>, paths: Vec<Vec<f64>>) -> Result<(Self, Vec<f64>), ShapeError> {
        check_count(paths.len(), parts.len())?;
        let rows = paths.first().ok_or(ShapeError::Empty)?.len();
        paths.iter().try_for_each(|paths| check_count(paths.len(), rows))?;
        if parts.len() == 1 {
            let model = Self::new(0.0, parts.into_iter().map(|part| (1.0, part)).collect())?;
            return Ok((model, paths.into_iter().next().unwrap_or_default()));
        }
        let share = 1.0 / parts.len() as f64;
        let moments: Vec<(f64, f64)> = paths.iter().map(|paths| mean_and_deviation(paths)).collect();
        let (first_mean, first_deviation) = moments[0];
        let mut offset = first_mean;
        let mut weights = Vec::with_capacity(parts.len());
        for (index, &(mean, deviation)) in moments.iter().enumerate() {
            let weight = match index {
                0 => share,
                _ if deviation > 0.0 => share * (first_deviation / deviation),
                _ => 0.0,
            };
            offset -= weight * mean;
            weights.push(weight);
        }
        let model = Self::new(offset, weights.into_iter().zip(parts).collect())?;
        let blended = model.weigh(&paths)?;
        Ok((model, blended))
    }

    /// Fits a method to the rows of a matrix: the plain way, on one thread.
    ///
    /// ```
    /// use isolation_forest::{Hyperparameters, Matrix, Method, Model};
    ///
    /// let matrix = Matrix::from_columns(vec![vec![1.0, 1.1, 0.9, 1.0, 8.0], vec![2.0, 2.2, 2.1, 2.3, 2.0]])?;
    /// let model = Model::fit(Method::Mixture, &matrix, &Hyperparameters::default())?;
    /// let path = model.mean_path_length(&[8.0, 2.0])?;
    /// assert!(model.score_of_path(path) > 0.5);
    /// # Ok::<(), isolation_forest::ShapeError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Forest::fit`].
    pub fn fit(method: Method, matrix: &Matrix, hyperparameters: &Hyperparameters) -> Result<Self, ShapeError> {
        let parts = Self::grow(method, matrix, hyperparameters)?;
        let columns: Vec<&[f32]> = matrix.columns().iter().map(Vec::as_slice).collect();
        // One forest needs no paths to be weighed.
        let weighed = parts.len() > 1;
        let paths = parts.iter().map(|part| if weighed { part.mean_paths(&columns) } else { Ok(Vec::new()) });
        let paths = paths.collect::<Result<_, _>>()?;
        Ok(Self::blend(parts, paths)?.0)
    }

    /// How many features a row has.
    pub fn features(&self) -> usize {
        self.parts[0].1.features()
    }

    /// How many rows each tree was grown from.
    pub fn sample_size(&self) -> u32 {
        self.parts[0].1.sample_size()
    }

    /// The parts and their weights.
    pub fn parts(&self) -> &[(f64, Part)] {
        &self.parts
    }

    /// What is added to the weighed paths of the parts.
    pub fn offset(&self) -> f64 {
        self.offset
    }

    /// The path of a row: the plain definition.
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many values as features.
    pub fn mean_path_length(&self, row: &[f32]) -> Result<f64, ShapeError> {
        let add = |sum, (weight, part): &(f64, Part)| Ok(sum + weight * part.mean_path_length(row)?);
        self.parts.iter().try_fold(self.offset, add)
    }

    /// The score of a path: `2^(-path / c(sample size))`, between 0 and 1; the greater the more anomalous. The path of a
    /// mixture can fall below zero, where the score stays at 1.
    pub fn score_of_path(&self, path: f64) -> f64 {
        score(path, self.unit())
    }

    /// The scores of these paths.
    pub fn scores_of_paths(&self, mut paths: Vec<f64>) -> Vec<f64> {
        // A logarithm, which would otherwise be taken for each.
        let unit = self.unit();
        for path in &mut paths {
            *path = score(*path, unit);
        }
        paths
    }

    /// c(sample size), by which paths are measured; 1 for a sample of one row, as in scikit-learn.
    pub(crate) fn unit(&self) -> f64 {
        let average = average_path_length(self.sample_size());
        if average > 0.0 { average } else { 1.0 }
    }

    /// The paths of rows, given the mean path lengths of the rows in each part.
    ///
    /// # Errors
    /// [`ShapeError::Count`] when there are not as many paths for each part.
    pub fn weigh(&self, paths: &[Vec<f64>]) -> Result<Vec<f64>, ShapeError> {
        check_count(paths.len(), self.parts.len())?;
        let mut sums = vec![self.offset; paths[0].len()];
        for ((weight, _), paths) in self.parts.iter().zip(paths) {
            check_count(paths.len(), sums.len())?;
            for (sum, path) in sums.iter_mut().zip(paths) {
                *sum += weight * path;
            }
        }
        Ok(sums)
    }

    /// The paths of rows that are given by column: the bits of [`Self::mean_path_length`].
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many columns as features, or the columns differ in length.
    pub fn paths(&self, columns: &[&[f32]]) -> Result<Vec<f64>, ShapeError> {
        let paths = self.parts.iter().map(|(_, part)| part.mean_paths(columns)).collect::<Result<Vec<_>, _>>()?;
        self.weigh(&paths)
    }

    /// The scores of rows that are given by column.
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many columns as features, or the columns differ in length.
    pub fn score_columns(&self, columns: &[&[f32]]) -> Result<Vec<f64>, ShapeError> {
        Ok(self.scores_of_paths(self.paths(columns)?))
    }

    /// The path of a row of which nothing is known, `offset + Σ weight × c(sample size)`: from there the contributions
    /// count.
    pub fn average_path(&self) -> f64 {
        let expected = |part: &Part| average_path_length(part.sample_size());
        self.parts.iter().fold(self.offset, |sum, (weight, part)| sum + weight * expected(part))
    }

    /// The contribution of each feature to the path of a row: their sum is `mean_path_length - average_path` up to
    /// rounding. A negative contribution shortens the path, hence pushes the row towards anomalous.
    ///
    /// ```
    /// # use isolation_forest::{Hyperparameters, Matrix, Method, Model};
    /// # let matrix = Matrix::from_columns(vec![vec![1.0, 1.1, 0.9, 1.0, 8.0], vec![2.0, 2.2, 2.1, 2.3, 2.0]])?;
    /// # let model = Model::fit(Method::Isolation, &matrix, &Hyperparameters::default())?;
    /// let row = [8.0, 2.0];
    /// let contributions = model.contributions(&row)?;
    /// assert!(contributions[0] < contributions[1]);
    /// let sum: f64 = contributions.iter().sum();
    /// assert!((sum - (model.mean_path_length(&row)? - model.average_path())).abs() < 1e-9);
    /// # Ok::<(), isolation_forest::ShapeError>(())
    /// ```
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many values as features.
    pub fn contributions(&self, row: &[f32]) -> Result<Vec<f64>, ShapeError> {
        let mut sums = vec![0.0; self.features()];
        for (weight, part) in &self.parts {
            for (sum, contribution) in sums.iter_mut().zip(part.contributions(row)?) {
                *sum += weight * contribution;
            }
        }
        Ok(sums)
    }

    /// How far the score of a row would vary from forest to forest: its standard error over the trees, NaN for forests of
    /// one tree.
    ///
    /// The trees of a part are drawn independently, so the mean path of a part has the variance `v / trees`, where `v` is
    /// that of the path over its trees (with trees - 1 in the divisor); the path of the model has the sum of `weight² v /
    /// trees`. Its root is carried to the score by the slope of the score: `ln 2 / c(sample size) × score` (the delta
    /// method). The data, and what the parts of a mixture are standardised by, count as given.
    ///
    /// # Errors
    /// [`ShapeError`] when there are not as many values as features.
    pub fn spread(&self, row: &[f32]) -> Result<f64, ShapeError> {
        let mut path = self.offset;
        let mut variance = 0.0;
        for (weight, part) in &self.parts {
            let paths = part.tree_paths(row)?;
            let trees = paths.len() as f64;
            let mean = paths.iter().sum::<f64>() / trees;
            let squares: f64 = paths.iter().map(|path| (path - mean) * (path - mean)).sum();
            path += weight * mean;
            variance += weight * weight * (squares / (trees - 1.0) / trees);
        }
        Ok(std::f64::consts::LN_2 / self.unit() * self.score_of_path(path) * variance.sqrt())
    }
}

/// The mean, and the standard deviation with the number of values in the divisor. The sums are taken in the order of the
/// values, the squares after the mean is known.
fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean) * (value - mean)).sum();
    (mean, (squares / count).sqrt())
}

/// The score of a path that is measured by this.
fn score(path: f64, unit: f64) -> f64 {
    libm::exp2(-path.max(0.0) / unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Stream;
    use proptest::prelude::*;

    fn columns(matrix: &Matrix) -> Vec<&[f32]> {
        matrix.columns().iter().map(Vec::as_slice).collect()
    }

    /// A cloud with a few rows far from it, and some values missing.
    fn cloud(rows: usize, width: usize, seed: u64) -> Matrix {
        let mut stream = Stream::new(b"testtest", seed, 0);
        let mut value = |row: usize| match stream.below(30) {
            0 => f32::NAN,
            _ => stream.normal_pair()[0] as f32 * if row.is_multiple_of(50) { 8.0 } else { 1.0 },
        };
        Matrix::from_columns((0..width).map(|_| (0..rows).map(&mut value).collect()).collect()).expect("of its shape")
    }

    proptest! {
        #[test]
        fn every_way_to_a_path_gives_the_same_bits(rows in 1..300_usize, width in 1..5_usize, seed in any::<u64>()) {
            let matrix = cloud(rows, width, seed);
            let hyperparameters = Hyperparameters::new(9, 64, seed).expect("within bounds");
            for method in Method::ALL {
                let model = Model::fit(method, &matrix, &hyperparameters).expect("of its shape");
                let parts = Model::grow(method, &matrix, &hyperparameters).expect("of its shape");
                let part_paths = parts.iter().map(|part| part.mean_paths(&columns(&matrix)).expect("of its shape")).collect();
                let (blended, paths) = Model::blend(parts, part_paths).expect("of its shape");
                prop_assert_eq!(&blended, &model);
                prop_assert_eq!(&model.paths(&columns(&matrix)).expect("of its shape"), &paths);
                let scores = model.score_columns(&columns(&matrix)).expect("of its shape");
                for row in 0..rows {
                    let values = matrix.row(row);
                    prop_assert_eq!(model.mean_path_length(&values).expect("of its shape").to_bits(), paths[row].to_bits());
                    prop_assert_eq!(model.score_of_path(paths[row]).to_bits(), scores[row].to_bits());
                    prop_assert!(scores[row] > 0.0 && scores[row] <= 1.0);
                    let sum: f64 = model.contributions(&values).expect("of its shape").iter().sum();
                    prop_assert!((sum - (paths[row] - model.average_path())).abs() < 1e-9, "{} {}", sum, paths[row]);
                    for (_, part) in model.parts() {
                        let paths = part.tree_paths(&values).expect("of its shape");
                        prop_assert_eq!(paths.len(), part.trees_len());
                        let mean = paths.iter().sum::<f64>() / paths.len() as f64;
                        prop_assert_eq!(mean.to_bits(), part.mean_path_length(&values).expect("of its shape").to_bits());
                    }
                }
            }
        }
    }

    #[test]
    fn a_model_of_one_forest_is_that_forest() {
        let matrix = cloud(500, 3, 1);
        let forest = Forest::fit(&matrix, &Hyperparameters::default()).expect("of its shape");
        let model = Model::fit(Method::Isolation, &matrix, &Hyperparameters::default()).expect("of its shape");
        assert_eq!(model, Model::from(forest.clone()));
        let bits = |scores: Vec<f64>| scores.into_iter().map(f64::to_bits).collect::<Vec<u64>>();
        assert_eq!(
            bits(model.score_columns(&columns(&matrix)).expect("of its shape")),
            bits(forest.score(&matrix, 0..500).expect("of its shape"))
        );
        assert_eq!(model.average_path(), average_path_length(256));
        let row = matrix.row(50);
        assert_eq!(model.contributions(&row).expect("of its shape"), forest.contributions(&row).expect("of its shape"));
    }

    #[test]
    fn a_mixture_is_the_mean_of_what_is_standardised() {
        let matrix = cloud(500, 3, 2);
        let parts = Model::grow(Method::Mixture, &matrix, &Hyperparameters::default()).expect("of its shape");
        assert!(matches!(&parts[..], [Part::Axis(_), Part::Oblique(_)]));
        let paths: Vec<Vec<f64>> =
            parts.iter().map(|part| part.mean_paths(&columns(&matrix)).expect("of its shape")).collect();
        let [(m1, s1), (m2, s2)] = [0, 1].map(|part| mean_and_deviation(&paths[part]));
        assert!(s1 > 0.1 && s2 > 0.1);
        let (model, blended) = Model::blend(parts, paths.clone()).expect("of its shape");
        for row in 0..500 {
            let standardised = ((paths[0][row] - m1) / s1 + (paths[1][row] - m2) / s2) / 2.0;
            assert!((blended[row] - (m1 + s1 * standardised)).abs() < 1e-12);
        }
        assert!((mean_and_deviation(&blended).0 - m1).abs() < 1e-12, "the scale is that of the first part");
        assert_eq!(model.parts()[0].0, 0.5);
    }

    #[test]
    fn a_part_that_tells_nothing_weighs_nothing() {
        let matrix = cloud(100, 2, 3);
        let parts = Model::grow(Method::Mixture, &matrix, &Hyperparameters::default()).expect("of its shape");
        let first = parts[0].mean_paths(&columns(&matrix)).expect("of its shape");
        let (model, paths) = Model::blend(parts, vec![first.clone(), vec![7.0; 100]]).expect("of its shape");
        assert_eq!(model.parts()[1].0, 0.0);
        let mean = mean_and_deviation(&first).0;
        assert!(paths.iter().zip(&first).all(|(path, first)| (path - (mean + first) / 2.0).abs() < 1e-12));
    }

    #[test]
    fn a_score_stays_at_one_where_a_path_falls_below_zero() {
        let model = Model::fit(Method::Mixture, &cloud(300, 2, 4), &Hyperparameters::default()).expect("of its shape");
        assert_eq!(model.score_of_path(-3.0), 1.0);
        assert!((model.score_of_path(average_path_length(256)) - 0.5).abs() < 1e-15);
    }

    #[test]
    fn the_spread_is_what_other_seeds_do() {
        let matrix = cloud(400, 3, 5);
        let rows: Vec<Vec<f32>> = [0, 3, 50, 77].map(|row| matrix.row(row)).to_vec();
        for method in [Method::Isolation, Method::Extended, Method::FairCut] {
            let hyperparameters = |seed| Hyperparameters::new(50, 128, seed).expect("within bounds");
            let models: Vec<Model> = (0..60)
                .map(|seed| Model::fit(method, &matrix, &hyperparameters(seed)).expect("of its shape"))
                .collect();
            for row in &rows {
                let scores: Vec<f64> = models
                    .iter()
                    .map(|model| model.score_of_path(model.mean_path_length(row).expect("of its shape")))
                    .collect();
                let (_, seen) = mean_and_deviation(&scores);
                let told = models.iter().map(|model| model.spread(row).expect("of its shape")).sum::<f64>()
                    / models.len() as f64;
                // Four standard errors of a deviation over 60 seeds.
                assert!((told / seen - 1.0).abs() < 0.37, "{method:?}: {told} told, {seen} seen");
            }
        }
    }

    #[test]
    fn the_spread_of_a_mixture_weighs_that_of_its_parts() {
        let matrix = cloud(400, 3, 6);
        let model = Model::fit(Method::Mixture, &matrix, &Hyperparameters::default()).expect("of its shape");
        let row = matrix.row(50);
        let score = model.score_of_path(model.mean_path_length(&row).expect("of its shape"));
        let slope = std::f64::consts::LN_2 / average_path_length(256) * score;
        let variance: f64 = (model.parts().iter())
            .map(|(weight, part)| {
                let alone = Model::new(0.0, vec![(1.0, part.clone())]).expect("of its shape");
                let own = std::f64::consts::LN_2 / average_path_length(256)
                    * alone.score_of_path(alone.mean_path_length(&row).expect("of its shape"));
                let error = weight * alone.spread(&row).expect("of its shape") / own;
                error * error
            })
            .sum();
        assert!((model.spread(&row).expect("of its shape") / (slope * variance.sqrt()) - 1.0).abs() < 1e-12);
        let one_tree = Hyperparameters::new(1, 64, 1).expect("within bounds");
        assert!(
            Model::fit(Method::Isolation, &matrix, &one_tree)
                .expect("of its shape")
                .spread(&row)
                .expect("of its shape")
                .is_nan()
        );
    }
}
