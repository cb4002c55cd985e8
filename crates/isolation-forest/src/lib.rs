//! Isolation Forest (Liu, Ting and Zhou 2008; ACM TKDD 2012), with scikit-learn's conventions.
//!
//! A tree splits a small sample of the rows at random until each stands alone; a row that is alone after few splits is
//! easy to isolate, hence anomalous. Rows are rows of a [`Matrix`]: nothing here knows what a
//! session is.
//!
//! The numbers do not depend on the machine, nor on how the work is spread: each tree draws from a random stream of its
//! own, a row's path lengths are added in the order of the trees, and logarithms and powers come from `libm`.

mod axis;
mod growth;
mod hyperparameters;
mod json;
mod matrix;
mod method;
mod model;
mod oblique;
mod path_length;
pub mod random;
mod ranked;
mod tree;

pub use axis::AxisNode;
pub use growth::{GrownTree, Growth, Seedling, SeedlingError, TreeKind};
pub use hyperparameters::{HyperparameterError, Hyperparameters};
pub use json::exact;
pub use json::{ImportError, Imported, WrittenForest, WrittenObliqueTree, WrittenPart, WrittenTree, import_sklearn};
pub use matrix::Matrix;
pub use method::Method;
pub use model::{Explainer, ForestError, Model, ModelError, Part, Walker};
pub use oblique::{ObliqueForest, ObliqueNode, ObliqueTree};
pub use path_length::average_path_length;
pub use ranked::RankedForest;
pub use tree::{Forest, ForestExplainer, Node, Tree, WireError};
