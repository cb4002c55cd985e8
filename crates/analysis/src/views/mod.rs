//! Questions to a finished analysis. Each answer holds as much as a view shows, however many sessions there are.

mod advice;
mod cell;
mod change;
mod confidence;
mod explanation;
mod figures;
mod histogram;
mod judgement;
mod order;
mod plain;
mod qoe;
mod ranking;
mod scatter;
mod timeline;

pub use advice::{Advice, Driver, ThresholdChoice, advise};
pub use cell::Cell;
pub use change::{Change, Firmness, firmness};
pub use confidence::{FEW, wilson};
pub use explanation::{Explanation, Reason, explain, explain_beside, feature_medians};
pub use figures::{Figures, Group, figures};
pub use histogram::{Histogram, histogram};
pub use judgement::{FaultRecall, Judgement, judge};
pub use qoe::{Qoe, QoeRow, qoe, qoe_among};
pub use ranking::{Order, Ranking, RankingColumn, RankingQuery, RankingRow, rank, rankable};
pub use scatter::{Axis, Scatter, ScatterQuery, scatter, scatter_features};
pub use scatter::{FIELD, contour, decision_field};
pub use timeline::{Timeline, timeline};
