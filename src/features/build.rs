//! From a table of sessions and a choice of features to the matrix.

use super::{Cohorts, Feature, Matrix, Measure};
use crate::telemetry::{Data, Field, Table};

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
    /// There are too few sessions.
    #[error("{rows} session is too few to compare: at least 2 are needed")]
    TooFew {
        /// How many sessions there are.
        rows: usize,
    },
}

/// What a feature needs and this table lacks; `None` when the feature can be computed.
pub fn unavailable(table: &Table, feature: &Feature) -> Option<String> {
    let missing = |field: Field| table.numbers(field).is_none();
    let first_missing = |fields: &[Field]| fields.iter().copied().find(|&field| missing(field)).map(named);
    let lacks = match &feature.measure {
        Measure::BufferingRatio if missing(Field::BufferingRatio) => {
            first_missing(&[Field::RebufferDurationMs, Field::WatchTimeS])
                .map(|_| "the buffering ratio, or rebuffer duration and watch time".to_owned())
        }
        Measure::BufferingRatio => None,
        Measure::Bitrate => first_missing(&[Field::BitrateKbps]),
        Measure::StartupLog => first_missing(&[Field::StartupTimeMs]),
        Measure::RebuffersPerMinute => first_missing(&[Field::RebufferCount, Field::WatchTimeS]),
        Measure::DroppedFrames => first_missing(&[Field::DroppedFramesPct]),
        Measure::SwitchesPerMinute => first_missing(&[Field::BitrateSwitches, Field::WatchTimeS]),
        Measure::Headroom => first_missing(&[Field::ThroughputKbps, Field::BitrateKbps]),
        Measure::Column(name) => match table.column(name).map(|column| &column.data) {
            Some(Data::Number(_)) => None,
            Some(_) => Some(format!("numbers in the column \"{name}\"")),
            None => Some(format!("the column \"{name}\"")),
        },
    };
    lacks.or_else(|| {
        let grouped = table.categories(Field::DeviceType).is_some() || table.categories(Field::NetworkType).is_some();
        (feature.relative && !grouped).then(|| "a device type or a network type to compare within".to_owned())
    })
}

fn named(field: Field) -> String {
    format!("the {} ({})", field.label().to_ascii_lowercase(), field.name())
}

/// Builds the feature matrix, a row per session and a column per feature.
///
/// # Errors
/// [`FeatureError`] when a feature cannot be computed, or when nothing tells the sessions apart.
pub fn build(table: &Table, features: &[Feature]) -> Result<Matrix, FeatureError> {
    if features.is_empty() {
        return Err(FeatureError::NoFeature);
    }
    if table.rows() < 2 {
        return Err(FeatureError::TooFew { rows: table.rows() });
    }
    for feature in features {
        if let Some(needs) = unavailable(table, feature) {
            return Err(FeatureError::Unavailable { feature: feature.label(), needs });
        }
    }
    let cohorts = if features.iter().any(|feature| feature.relative) { Cohorts::of(table) } else { None };
    let columns: Vec<Vec<f32>> = features
        .iter()
        .map(|feature| {
            let values = measure(table, &feature.measure);
            match &cohorts {
                Some(cohorts) if feature.relative => cohorts.relative(&values),
                _ => values,
            }
            .into_iter()
            .map(narrow)
            .collect()
        })
        .collect();
    if columns.iter().all(|column| is_constant(column)) {
        return Err(FeatureError::Constant { rows: table.rows() });
    }
    Ok(Matrix::from_columns(columns))
}

/// To f32, the forest's type; what does not fit is missing rather than infinite.
fn narrow(value: f64) -> f32 {
    let narrow = value as f32;
    if narrow.is_finite() { narrow } else { f32::NAN }
}

fn is_constant(column: &[f32]) -> bool {
    let mut present = column.iter().filter(|value| !value.is_nan());
    let first = present.next();
    present.all(|value| Some(value) == first)
}

fn measure(table: &Table, measure: &Measure) -> Vec<f64> {
    let numbers = |field: Field| table.numbers(field).unwrap_or_default();
    let per_minute = |counts: &[f64], seconds: &[f64]| {
        counts.iter().zip(seconds).map(|(count, seconds)| ratio(*count * 60.0, *seconds)).collect()
    };
    match measure {
        Measure::BufferingRatio => match table.numbers(Field::BufferingRatio) {
            Some(values) => values.to_vec(),
            None => numbers(Field::RebufferDurationMs)
                .iter()
                .zip(numbers(Field::WatchTimeS))
                .map(|(stalled, watched)| ratio(*stalled, *watched * 1000.0))
                .collect(),
        },
        Measure::Bitrate => numbers(Field::BitrateKbps).to_vec(),
        Measure::StartupLog => {
            let log = |&value: &f64| if value.is_nan() { value } else { libm::log10(value.max(1.0)) };
            numbers(Field::StartupTimeMs).iter().map(log).collect()
        }
        Measure::RebuffersPerMinute => per_minute(numbers(Field::RebufferCount), numbers(Field::WatchTimeS)),
        Measure::DroppedFrames => numbers(Field::DroppedFramesPct).to_vec(),
        Measure::SwitchesPerMinute => per_minute(numbers(Field::BitrateSwitches), numbers(Field::WatchTimeS)),
        Measure::Headroom => numbers(Field::ThroughputKbps)
            .iter()
            .zip(numbers(Field::BitrateKbps))
            .map(|(throughput, bitrate)| libm::log2(ratio(*throughput, *bitrate)))
            .collect(),
        Measure::Column(name) => match table.column(name).map(|column| &column.data) {
            Some(Data::Number(values)) => values.clone(),
            _ => Vec::new(),
        },
    }
}

/// A quotient, missing where the divisor is not above zero.
fn ratio(dividend: f64, divisor: f64) -> f64 {
    if divisor > 0.0 { dividend / divisor } else { f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telemetry::Column;

    fn table(columns: &[(Field, &[f64])]) -> Table {
        let column = |&(field, values): &(Field, &[f64])| Column {
            name: field.name().into(),
            field: Some(field),
            data: Data::Number(values.to_vec()),
        };
        Table::new(columns.iter().map(column).collect()).expect("distinct columns of one length")
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
    }

    #[test]
    fn sessions_that_cannot_be_told_apart_are_refused() {
        let table = table(&[(Field::BitrateKbps, &[5.0, 5.0, f64::NAN])]);
        let error = build(&table, &[Feature::plain(Measure::Bitrate)]).expect_err("constant");
        assert_eq!(error, FeatureError::Constant { rows: 3 });
    }
}
