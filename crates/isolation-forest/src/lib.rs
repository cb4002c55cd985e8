//! Isolation Forest (Liu, Ting and Zhou 2008; ACM TKDD 2012), with scikit-learn's conventions, and its descendants whose
//! splits are hyperplanes.
//!
//! A tree splits a small sample of the rows at random until each stands alone; a row that is alone after few splits is
//! easy to isolate, hence anomalous. Rows are rows of a [`Matrix`]: nothing here knows what they are about.
//!
//! The numbers do not depend on the machine, nor on how the work is spread: each tree draws from a random stream of its
//! own, a row's path lengths are added in the order of the trees, and logarithms and powers come from `libm`.
//!
//! ```
//! use isolation_forest::{Hyperparameters, Matrix, Method, Model};
//!
//! let matrix = Matrix::from_columns(vec![vec![1.0, 2.0, 1.5, 1.2, 9.0], vec![3.0, 3.5, 3.2, 3.1, 0.1]])?;
//! let model = Model::fit(Method::Isolation, &matrix, &Hyperparameters::default())?;
//! let scores = model.score_columns(&matrix.slice(0..5)?)?;
//! assert!(scores[..4].iter().all(|&score| score < scores[4]));
//! # Ok::<(), isolation_forest::ShapeError>(())
//! ```
//!
//! A [`Model`] is what a [`Method`] fits: one [`Forest`] or several, weighed against each other. What fits a shape is checked
//! once, where rows come in: [`ShapeError`]. With the feature `serde` forests are written as JSON, and read from it:
//! their own and scikit-learn's.

mod axis;
mod growth;
mod hyperparameters;
#[cfg(feature = "serde")]
mod json;
mod matrix;
mod method;
mod model;
mod oblique;
mod path_length;
pub mod random;
mod ranked;
mod shape;
mod tree;

pub use axis::AxisNode;
pub use growth::{GrownTree, Growth, Seedling, SeedlingError, TreeKind};
pub use hyperparameters::{HyperparameterError, Hyperparameters};
#[cfg(feature = "serde")]
pub use json::exact;
#[cfg(feature = "serde")]
pub use json::{ImportError, Imported, WrittenForest, WrittenObliqueTree, WrittenPart, WrittenTree, import_sklearn};
pub use matrix::Matrix;
pub use method::Method;
pub use model::{Explainer, ForestError, Model, ModelError, Part, Walker};
pub use oblique::{ObliqueForest, ObliqueNode, ObliqueTree};
pub use path_length::average_path_length;
pub use ranked::RankedForest;
pub use shape::ShapeError;
pub use tree::{Forest, ForestExplainer, Node, Tree, WireError};

/// The examples of the README are run as tests.
#[cfg(all(doctest, feature = "serde"))]
#[doc = include_str!("../README.md")]
struct Readme;
