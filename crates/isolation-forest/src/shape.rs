//! Shapes that do not fit together.

/// Why a matrix, or rows, do not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShapeError {
    /// A column has not as many rows as the first one.
    #[error("column {column} has {found} rows, not {expected}")]
    Ragged {
        /// The column, from 0.
        column: usize,
        /// How many rows it has.
        found: usize,
        /// How many the first one has.
        expected: usize,
    },
    /// Rows have not as many features as those that a forest was fitted to.
    #[error("{found} features, not {expected}")]
    Features {
        /// How many features there are.
        found: usize,
        /// How many there must be.
        expected: usize,
    },
    /// There is no such row, or no such feature.
    #[error("no place {place} among {count}")]
    Place {
        /// The place that was asked for, from 0.
        place: usize,
        /// How many places there are.
        count: usize,
    },
    /// There are not as many paths, trees or parts as belong together.
    #[error("{found} instead of {expected}")]
    Count {
        /// How many there are.
        found: usize,
        /// How many there must be.
        expected: usize,
    },
    /// A tree is not of the kind of its part.
    #[error("a tree of another kind")]
    Kind,
    /// There is no row or no feature to grow a tree from.
    #[error("nothing to fit")]
    Empty,
    /// More than 2^32 - 1 rows, or more than 65,535 features.
    #[error("too large to be fitted")]
    Large,
}

/// Checks that there are as many of something as belong together.
pub(crate) fn check_count(found: usize, expected: usize) -> Result<(), ShapeError> {
    if found == expected { Ok(()) } else { Err(ShapeError::Count { found, expected }) }
}

/// Checks that there are so many features: those of a row, or columns.
pub(crate) fn check_features(found: usize, expected: usize) -> Result<(), ShapeError> {
    if found == expected { Ok(()) } else { Err(ShapeError::Features { found, expected }) }
}

/// Checks that columns have one length; returns how many rows there are.
pub(crate) fn check_lengths<C: AsRef<[f32]>>(columns: &[C]) -> Result<usize, ShapeError> {
    let mut lengths = columns.iter().map(|column| column.as_ref().len()).enumerate();
    let expected = lengths.next().map_or(0, |(_, rows)| rows);
    match lengths.find(|&(_, rows)| rows != expected) {
        Some((column, found)) => Err(ShapeError::Ragged { column, found, expected }),
        None => Ok(expected),
    }
}

/// Checks that rows given by column have so many features; returns how many rows there are.
pub(crate) fn check_columns(columns: &[&[f32]], features: usize) -> Result<usize, ShapeError> {
    check_features(columns.len(), features)?;
    check_lengths(columns)
}

#[cfg(test)]
mod tests {
    use crate::{
        Explainer, Forest, ForestExplainer, Growth, Hyperparameters, Matrix, Method, Model, ObliqueForest,
        RankedForest, ShapeError, Walker,
    };

    fn matrix(rows: usize, width: usize) -> Matrix {
        let column = |column: usize| (0..rows).map(|row| (row * (column + 3) % 17) as f32).collect();
        Matrix::from_columns((0..width).map(column).collect()).expect("of its shape")
    }

    #[test]
    fn columns_of_different_length_are_no_matrix() {
        let error = Matrix::from_columns(vec![vec![1.0; 3], vec![1.0; 3], vec![1.0; 2]]);
        assert_eq!(error, Err(ShapeError::Ragged { column: 2, found: 2, expected: 3 }));
        assert_eq!(Matrix::from_columns(Vec::new()), Ok(Matrix::default()));
    }

    #[test]
    fn rows_that_are_not_there_are_not_selected() {
        let matrix = matrix(5, 2);
        assert_eq!(matrix.select(&[4, 5]), Err(ShapeError::Place { place: 5, count: 5 }));
        assert_eq!(matrix.slice(2..6), Err(ShapeError::Place { place: 6, count: 5 }));
        assert_eq!(matrix.slice(5..5).map(|columns| columns.len()), Ok(2));
        let forest = Forest::fit(&matrix, &Hyperparameters::default()).expect("of its shape");
        assert_eq!(forest.score(&matrix, 0..6), Err(ShapeError::Place { place: 6, count: 5 }));
    }

    #[test]
    fn nothing_is_fitted_to_nothing() {
        let hyperparameters = Hyperparameters::default();
        for empty in [Matrix::default(), matrix(0, 3)] {
            assert_eq!(Forest::fit(&empty, &hyperparameters).err(), Some(ShapeError::Empty));
            assert_eq!(ObliqueForest::fit_extended(&empty, &hyperparameters).err(), Some(ShapeError::Empty));
            assert_eq!(ObliqueForest::fit_fair_cut(&empty, &hyperparameters).err(), Some(ShapeError::Empty));
            for method in Method::ALL {
                assert_eq!(Model::fit(method, &empty, &hyperparameters).err(), Some(ShapeError::Empty));
                assert_eq!(Growth::new(method, &empty, &hyperparameters).err(), Some(ShapeError::Empty));
            }
        }
        let wide = Matrix::from_columns(vec![vec![1.0]; 65_536]).expect("of its shape");
        assert_eq!(Forest::fit(&wide, &hyperparameters).err(), Some(ShapeError::Large));
    }

    #[test]
    fn rows_of_another_shape_are_neither_scored_nor_explained() {
        let matrix = matrix(50, 3);
        let hyperparameters = Hyperparameters::new(3, 16, 1).expect("within bounds");
        let [two, ragged]: [&[&[f32]]; 2] = [&[&[1.0], &[1.0]], &[&[1.0], &[1.0], &[1.0, 2.0]]];
        let features = ShapeError::Features { found: 2, expected: 3 };
        for (columns, error) in [(two, features), (ragged, ShapeError::Ragged { column: 2, found: 2, expected: 1 })] {
            for method in Method::ALL {
                let model = Model::fit(method, &matrix, &hyperparameters).expect("of its shape");
                assert_eq!(model.paths(columns), Err(error));
                assert_eq!(model.score_columns(columns), Err(error));
                assert_eq!(Explainer::new(&model).contributions(columns), Err(error));
                for (_, part) in model.parts() {
                    assert_eq!(part.mean_paths(columns), Err(error));
                    assert_eq!(Walker::new(part).mean_paths(columns), Err(error));
                }
            }
            let forest = Forest::fit(&matrix, &hyperparameters).expect("of its shape");
            assert_eq!(forest.score_columns(columns), Err(error));
            assert_eq!(ForestExplainer::new(&forest).contributions(columns), Err(error));
            assert_eq!(RankedForest::compile(&forest).scores(columns), Err(error));
            assert_eq!(RankedForest::compile(&forest).contributions(columns), Err(error));
        }
        for method in Method::ALL {
            let model = Model::fit(method, &matrix, &hyperparameters).expect("of its shape");
            let row = [1.0, 2.0];
            assert_eq!(model.mean_path_length(&row), Err(features));
            assert_eq!(model.contributions(&row), Err(features));
            assert_eq!(model.spread(&row), Err(features));
            assert_eq!(model.nearest_change(&row, 0, 0.5), Err(features));
            let beyond = ShapeError::Place { place: 3, count: 3 };
            assert_eq!(model.nearest_change(&[1.0; 3], 3, 0.5), Err(beyond));
        }
    }

    #[test]
    fn parts_and_paths_belong_together() {
        let hyperparameters = Hyperparameters::new(3, 16, 1).expect("within bounds");
        let grow = |width| Model::grow(Method::Mixture, &matrix(50, width), &hyperparameters).expect("of its shape");
        assert_eq!(Model::new(0.0, Vec::new()), Err(ShapeError::Empty));
        let mixed = grow(2).into_iter().take(1).chain(grow(3).into_iter().take(1)).map(|part| (0.5, part)).collect();
        assert_eq!(Model::new(0.0, mixed), Err(ShapeError::Features { found: 3, expected: 2 }));
        let count = |found, expected| ShapeError::Count { found, expected };
        assert_eq!(Model::blend(grow(2), vec![vec![1.0; 4]]).err(), Some(count(1, 2)));
        assert_eq!(Model::blend(grow(2), vec![vec![1.0; 4], vec![1.0; 3]]).err(), Some(count(3, 4)));
        assert_eq!(Model::blend(Vec::new(), Vec::new()).err(), Some(ShapeError::Empty));
        let model = Model::fit(Method::Mixture, &matrix(50, 2), &hyperparameters).expect("of its shape");
        assert_eq!(model.weigh(&[vec![1.0; 4]]), Err(count(1, 2)));
        assert_eq!(model.weigh(&[vec![1.0; 4], vec![1.0; 5]]), Err(count(5, 4)));
    }
}
