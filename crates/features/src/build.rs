//! From a table of sessions and a choice of features to the matrix.

use super::{Cohorts, Feature, Recipe};
use isolation_forest::Matrix;
use telemetry::Table;

/// Why a matrix cannot be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeatureError {
    /// No feature was chosen.
    #[error("no feature is chosen: choose at least one")]
    NoFeature,
    /// A feature needs what the sessions do not have.
    #[error("the feature \"{feature}\" needs {needs}, which these sessions do not have")]
    Unavailable {
        /// The feature's label.
        feature: String,
        /// What it needs.
        needs: String,
    },
    /// No chosen feature tells sessions apart.
    #[error(
        "every chosen feature has one and the same value in all {rows} sessions: there is nothing to tell them apart"
    )]
    Constant {
        /// How many sessions there are.
        rows: usize,
    },
    /// No session has a value in any chosen feature.
    #[error("none of the {rows} sessions has a value in any chosen feature: there is nothing to judge them by")]
    NoValue {
        /// How many sessions there are.
        rows: usize,
    },
    /// There are too few sessions.
    #[error("{rows} session is too few to compare: at least 2 are needed")]
    TooFew {
        /// How many sessions there are.
        rows: usize,
    },
}

/// What a feature needs and this table lacks; `None` when the feature can be computed.
pub fn unavailable(table: &Table, feature: &Feature) -> Option<String> {
    feature.measure.inputs(table).err().or_else(|| {
        (feature.relative && Cohorts::of(table).is_none())
            .then(|| "a device type or a network type to compare within".to_owned())
    })
}

/// Builds the feature matrix, a row per session and a column per feature: a recipe fitted to the table and applied to it.
///
/// # Errors
/// [`FeatureError`] when a feature cannot be computed, or when nothing tells the sessions apart.
pub fn build(table: &Table, features: &[Feature]) -> Result<Matrix, FeatureError> {
    Recipe::fit_apply(table, features).map(|(_, matrix)| matrix)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Measure;
    use telemetry::Field;

    fn table(columns: &[(Field, &[f64])]) -> Table {
        Table::of_numbers(columns.iter().map(|&(field, values)| (field, values.to_vec()))).expect("a sound table")
    }

    #[test]
    fn measures_follow_their_definitions() {
        let nan = f64::NAN;
        let table = table(&[
            (Field::StartupTimeMs, &[1000.0, 0.0, nan]),
            (Field::RebufferCount, &[3.0, 1.0, 1.0]),
            (Field::RebufferDurationMs, &[6000.0, 100.0, 1.0]),
            (Field::WatchTimeS, &[120.0, 0.0, 60.0]),
            (Field::ThroughputKbps, &[8000.0, 10.0, 0.0]),
            (Field::BitrateKbps, &[2000.0, 0.0, 5.0]),
        ]);
        let matrix = build(
            &table,
            &[Measure::StartupLog, Measure::RebuffersPerMinute, Measure::BufferingRatio, Measure::Headroom]
                .map(Feature::plain),
        )
        .expect("all there");
        assert_eq!(matrix.row(0), [3.0, 1.5, 0.05, 2.0]);
        assert_eq!(matrix.column(0)[1], 0.0, "nothing starts in less than a millisecond");
        assert!(matrix.column(0)[2].is_nan() && matrix.column(1)[1].is_nan() && matrix.column(2)[1].is_nan());
        assert!(matrix.column(3)[1].is_nan() && matrix.column(3)[2].is_nan(), "no headroom without both");
    }

    #[test]
    fn upscaling_is_reported_or_of_the_sizes() {
        let feature = [Feature::plain(Measure::Upscaling)];
        let sizes = [
            (Field::PlayerWidth, &[1920.0, 640.0, 1920.0][..]),
            (Field::PlayerHeight, &[1080.0, 360.0, 1080.0]),
            (Field::VideoWidth, &[1280.0, 640.0, 0.0]),
            (Field::VideoHeight, &[720.0, 360.0, 720.0]),
        ];
        let matrix = build(&table(&sizes), &feature).expect("all sizes");
        assert_eq!(matrix.column(0)[..2], [0.5, 0.0]);
        assert!(matrix.column(0)[2].is_nan(), "no width");
        let reported = [&sizes[..], &[(Field::AvgUpscale, &[0.25, 1.0, 2.0])]].concat();
        assert_eq!(build(&table(&reported), &feature).expect("reported").column(0), [0.25, 1.0, 2.0]);
        let error = build(&table(&sizes[..3]), &feature).expect_err("a height is missing").to_string();
        assert!(error.contains("needs the average upscaling, or width and height of player and video"), "{error}");
    }

    #[test]
    fn what_cannot_be_computed_is_said() {
        let table = table(&[(Field::BitrateKbps, &[1.0, 2.0])]);
        assert_eq!(build(&table, &[]), Err(FeatureError::NoFeature));
        let error = build(&table, &[Feature::plain(Measure::Headroom)]).expect_err("no throughput");
        assert_eq!(
            error.to_string(),
            "the feature \"Throughput headroom\" needs the throughput (throughput_kbps), which these sessions do not have"
        );
        let error = build(&table, &[Feature::relative(Measure::Bitrate)]).expect_err("no cohort");
        assert!(error.to_string().contains("a device type or a network type"), "{error}");
        let error = build(&table, &[Feature::plain(Measure::BufferingRatio)]).expect_err("no stalls");
        assert!(error.to_string().contains("the buffering ratio, or rebuffer duration and watch time"), "{error}");
    }

    #[test]
    fn sessions_that_cannot_be_told_apart_are_refused() {
        let table = table(&[(Field::BitrateKbps, &[5.0, 5.0, f64::NAN])]);
        let error = build(&table, &[Feature::plain(Measure::Bitrate)]).expect_err("constant");
        assert_eq!(error, FeatureError::Constant { rows: 3 });
    }
}
