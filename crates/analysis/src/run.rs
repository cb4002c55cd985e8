//! From sessions to scores, threshold, flags and fingerprint.

use super::host::{Host, Progress, Stage};
use super::{AnalysisError, Fingerprint, Given, ModelSource, Plan, Sessions};
use features::{FeatureError, Recipe};
use isolation_forest::{Matrix, Method, Model, Part, ShapeError};
use rules::EmptySessions;
use std::sync::Arc;

/// A finished analysis.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// What was asked for, with the source as it turned out.
    pub plan: Plan,
    /// The sessions.
    pub sessions: Arc<Sessions>,
    /// How their features are computed.
    pub recipe: Arc<Recipe>,
    /// Their features.
    pub matrix: Arc<Matrix>,
    /// How the model was fitted.
    pub method: Method,
    /// What scores them.
    pub model: Arc<Model>,
    /// The score of each session: between 0 and 1, the greater the more anomalous; NaN where it is not judged, because it has no
    /// value in any feature.
    pub scores: Arc<Vec<f64>>,
    /// A session with a score above this is flagged.
    pub threshold: f64,
    /// How many sessions are judged.
    pub judged: usize,
    /// How many of them are flagged.
    pub flagged: usize,
    /// Tells this result from any other.
    pub fingerprint: Fingerprint,
}

impl Analysis {
    /// Whether a session is flagged.
    pub fn is_flagged(&self, row: usize) -> bool {
        self.scores[row] > self.threshold
    }

    /// Whether a session is judged: whether it has a value in any feature, or the rules judge it without.
    pub fn is_judged(&self, row: usize) -> bool {
        !self.scores[row].is_nan()
    }

    /// How many sessions are not judged.
    pub fn unjudged(&self) -> usize {
        self.scores.len() - self.judged
    }

    /// Whether this analysis has the scores that another detector would give to the same features.
    fn has_scores_of(&self, sessions: &Arc<Sessions>, plan: &Plan) -> bool {
        self.has_matrix_of(sessions, plan) && self.plan.detector.model == plan.detector.model
    }

    /// Whether this analysis has the features of a plan. A saved model brings its own recipe.
    fn has_matrix_of(&self, sessions: &Arc<Sessions>, plan: &Plan) -> bool {
        let fitted = |plan: &Plan| matches!(plan.detector.model, ModelSource::Fitted { .. });
        Arc::ptr_eq(&self.sessions, sessions)
            && self.plan.rules == plan.rules
            && self.plan.features == plan.features
            && (fitted(&self.plan) && fitted(plan) || self.plan.detector.model == plan.detector.model)
    }
}

/// Analyses sessions. What a previous analysis of the same sessions has in common with this one is taken over; a plan that
/// speaks of a saved model needs it `given`.
///
/// # Errors
/// [`AnalysisError`] when features cannot be computed, the model is not there, or somebody has cancelled.
pub async fn analyse<H: Host>(
    plan: Plan,
    sessions: Arc<Sessions>,
    given: Option<&Given>,
    previous: Option<&Analysis>,
    host: &H,
) -> Result<Analysis, AnalysisError> {
    let total = sessions.table.rows() as f64;
    let stage = |stage| Progress { stage, done: 0.0, total };
    let given = match &plan.detector.model {
        ModelSource::Saved(file) => {
            let given = given.filter(|given| given.file.sha256 == file.sha256);
            let given = given.ok_or_else(|| AnalysisError::NoModel(file.name.clone()))?;
            if let Some(expected) = given.rules.filter(|&rules| rules != plan.rules) {
                let (name, found) = (file.name.clone(), plan.rules);
                return Err(AnalysisError::OtherRules { name, expected, found });
            }
            // A link can say what it likes: everything later goes by the plan's features.
            if !given.judges_by(&plan.features) {
                let (name, expected, found) = (file.name.clone(), given.model.features(), plan.features.len());
                return Err(AnalysisError::OtherFeatures { name, expected, found });
            }
            Some(given)
        }
        ModelSource::Fitted { .. } => None,
    };
    // A forest of scikit-learn judges columns as they stand, also where there is nothing in them.
    let keeps_apart = !H::GENERATED_ALONE
        && given.is_none_or(|given| given.rules.is_some())
        && plan.rules.empty_sessions() == EmptySessions::KeptApart;
    let of_matrix = |matrix: &Matrix| {
        let judged = if !H::GENERATED_ALONE && keeps_apart { matrix.judged() } else { None };
        match judged {
            Some(judged) if judged.is_empty() => Err(FeatureError::NoValue { rows: matrix.rows() }),
            judged => Ok(judged),
        }
    };
    let (recipe, matrix, judged) = match previous {
        Some(previous) if previous.has_matrix_of(&sessions, &plan) => {
            let matrix = previous.matrix.clone();
            let judged = of_matrix(&matrix)?;
            (previous.recipe.clone(), matrix, judged)
        }
        _ => {
            host.checkpoint(stage(Stage::Features)).await?;
            match given.and_then(|given| given.recipe.clone()) {
                Some(recipe) => {
                    let matrix = recipe.apply(&sessions.table)?;
                    let judged = of_matrix(&matrix)?;
                    (recipe, Arc::new(matrix), judged)
                }
                None => {
                    let (recipe, matrix, judged) = if !H::GENERATED_ALONE && keeps_apart {
                        Recipe::fit_apply_judged(&sessions.table, &plan.features)?
                    } else {
                        let (recipe, matrix) = Recipe::fit_apply(&sessions.table, &plan.features)?;
                        (recipe, matrix, None)
                    };
                    (Arc::new(recipe), Arc::new(matrix), judged)
                }
            }
        }
    };
    let (model, scores) = match previous {
        Some(previous) if previous.has_scores_of(&sessions, &plan) => (previous.model.clone(), previous.scores.clone()),
        _ => {
            host.checkpoint(stage(Stage::Scoring)).await?;
            let of_judged = match &judged {
                // The constant is asked for each time: what stands in a variable is not known any more after a pause.
                Some(judged) if !H::GENERATED_ALONE => {
                    Some(matrix.select(judged).unwrap_or_else(|_| unreachable!("rows of this matrix")))
                }
                _ => None,
            };
            let (model, scores) =
                score(&plan.detector.model, given, of_judged.as_ref().unwrap_or(&matrix), host).await?;
            let scores = match &judged {
                Some(judged) if !H::GENERATED_ALONE => spread(&scores, judged, matrix.rows()),
                _ => scores,
            };
            (model, Arc::new(scores))
        }
    };
    let method = match (&plan.detector.model, given) {
        (ModelSource::Fitted { method, .. }, _) => *method,
        (ModelSource::Saved(_), given) => given.map_or_else(Method::default, |given| given.method),
    };
    host.checkpoint(stage(Stage::Finishing)).await?;
    let threshold = plan.detector.threshold.of(&scores);
    let judged = scores.iter().filter(|score| !score.is_nan()).count();
    let flagged = scores.iter().filter(|&&score| score > threshold).count();
    let plan = Plan { source: sessions.source.clone(), ..plan };
    let fingerprint = Fingerprint::of(&plan, &scores, threshold);
    Ok(Analysis { plan, sessions, recipe, matrix, method, model, scores, threshold, judged, flagged, fingerprint })
}

/// The scores of these rows among so many, of which the others have none.
fn spread(scores: &[f64], rows: &[u32], of: usize) -> Vec<f64> {
    let mut all = vec![f64::NAN; of];
    rows.iter().zip(scores).for_each(|(&row, &score)| all[row as usize] = score);
    all
}

/// Paths that do not fit the model: there are none, as they are of the rows of one matrix in each of its parts.
fn no_paths<T>(_: ShapeError) -> T {
    unreachable!("paths of the same rows in each part")
}

/// Scores the rows of a matrix by the given model, or by one that is fitted to them.
async fn score(
    source: &ModelSource,
    given: Option<&Given>,
    matrix: &Matrix,
    host: &impl Host,
) -> Result<(Arc<Model>, Vec<f64>), AnalysisError> {
    let grown = match source {
        ModelSource::Fitted { method, hyperparameters } => host.grow(*method, matrix, hyperparameters).await?,
        ModelSource::Saved(_) => Vec::new(),
    };
    let parts: Vec<&Part> = match given {
        Some(given) => given.model.parts().iter().map(|(_, part)| part).collect(),
        None => grown.iter().collect(),
    };
    let mut paths = Vec::with_capacity(parts.len());
    for part in parts {
        paths.push(host.mean_paths(part, matrix).await?);
    }
    let (model, paths) = match given {
        Some(given) => (given.model.clone(), given.model.weigh(&paths).unwrap_or_else(no_paths)),
        None => {
            let (model, paths) = Model::blend(grown, paths).unwrap_or_else(no_paths);
            (Arc::new(model), paths)
        }
    };
    let scores = model.scores_of_paths(paths);
    Ok((model, scores))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::SerialExecutor;
    use crate::views::{figures, firmness, histogram, judge, scatter, timeline};
    use crate::{Contamination, ModelFile, Threshold};
    use features::{Feature, Measure};
    use proptest::prelude::*;
    use rules::Rules;
    use telemetry::{Categories, Column, Data, Field, Table, Truth};

    const NAN: f64 = f64::NAN;

    /// A session: bitrate, startup and a number that is no feature; its device.
    type Row = (f64, f64, f64, u8);

    fn sessions(rows: &[Row]) -> Arc<Sessions> {
        let number = |field: Field, value: fn(&Row) -> f64| Column {
            name: field.name().into(),
            field: Some(field),
            data: Data::Number(rows.iter().map(value).collect()),
        };
        let mut devices = Categories::default();
        rows.iter().for_each(|row| devices.push(["tv", "phone", "web", ""][usize::from(row.3)]).expect("few"));
        let devices =
            Column { name: "device_type".into(), field: Some(Field::DeviceType), data: Data::Category(devices) };
        let times = (0..rows.len() as i64).map(|row| 1_700_000_000_000 + row * 1000).collect();
        let times = Column { name: "timestamp".into(), field: Some(Field::Timestamp), data: Data::Time(times) };
        let columns = vec![
            devices,
            number(Field::BitrateKbps, |row| row.0),
            number(Field::StartupTimeMs, |row| row.1),
            number(Field::LatencyMs, |row| row.2),
            times,
        ];
        let mut truth = Truth::with_faults(["slow"]);
        rows.iter().for_each(|row| truth.push(u8::from(row.2 > 50.0)));
        let table = Table::new(columns).expect("columns of one length");
        let source = Plan::default().source;
        Arc::new(Sessions { source, rules: None, table, truth: Some(truth), aside: None, places: None, quality: None })
    }

    fn plan(rules: Rules) -> Plan {
        let features = vec![Feature::plain(Measure::Bitrate), Feature::relative(Measure::StartupLog)];
        let mut plan = Plan { rules, features, ..Plan::default() };
        plan.detector.threshold = Threshold::Contamination(Contamination::new(0.2).expect("a share"));
        plan
    }

    fn analysed(rows: &[Row], rules: Rules) -> Result<Analysis, AnalysisError> {
        SerialExecutor::finish(analyse(plan(rules), sessions(rows), None, None, &SerialExecutor::default()))
    }

    fn is_empty(row: &Row) -> bool {
        row.0.is_nan() && row.1.is_nan()
    }

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let number = || prop_oneof![1 => Just(NAN), 2 => Just(1000.0), 4 => 1.0..9000.0];
        let row = prop_oneof![
            1 => (Just(NAN), Just(NAN), 0.0..100.0, 0..4_u8),
            4 => (number(), number(), 0.0..100.0, 0..4_u8),
        ];
        proptest::collection::vec(row, 5..120)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn a_session_without_a_value_is_not_judged_and_changes_nothing(rows in rows()) {
            let there: Vec<Row> = rows.iter().copied().filter(|row| !is_empty(row)).collect();
            let (Ok(with), without) = (analysed(&rows, Rules::LATEST), analysed(&there, Rules::LATEST)) else {
                return Ok(());
            };
            let without = without.expect("the same features");
            for (row, values) in rows.iter().enumerate() {
                prop_assert_eq!(with.is_judged(row), !is_empty(values));
                prop_assert!(with.is_judged(row) || !with.is_flagged(row));
            }
            let judged: Vec<u64> = with.scores.iter().filter(|score| !score.is_nan()).map(|score| score.to_bits()).collect();
            prop_assert_eq!(judged, without.scores.iter().map(|score| score.to_bits()).collect::<Vec<_>>());
            prop_assert_eq!((with.threshold, with.flagged, with.judged), (without.threshold, without.flagged, there.len()));
            // Nor do the figures.
            prop_assert_eq!(figures(&with), figures(&without));
            prop_assert_eq!(histogram(&with), histogram(&without));
            prop_assert_eq!(judge(&with), judge(&without));
            let counted = timeline(&with).map(|timeline| timeline.sessions.iter().sum::<u32>());
            prop_assert_eq!(counted, Some(there.len() as u32));
            let empty = rows.iter().position(is_empty);
            let firm = empty.and_then(|row| firmness(&with, row as u32));
            prop_assert!(firm.is_none_or(|firm| firm.changes.iter().all(|change| change.value.is_none())));
            let saved = with.saved_model().expect("a sound model").to_json().expect("writes");
            let text = |json: &[u8]| String::from_utf8_lossy(json).split_once("\"threshold\"").map(|(_, rest)| rest.to_owned());
            let other = without.saved_model().expect("a sound model").to_json().expect("writes");
            prop_assert_eq!(text(&saved), text(&other));
        }
    }

    #[test]
    fn by_the_first_rules_everything_is_judged() {
        let mut rows: Vec<Row> = (0..50).map(|row| (f64::from(row), f64::from(row * 20 + 1), 1.0, 0)).collect();
        rows.push((NAN, NAN, 1.0, 0));
        let first = analysed(&rows, Rules::FIRST).expect("features");
        assert_eq!((first.judged, first.unjudged()), (51, 0));
        let latest = analysed(&rows, Rules::LATEST).expect("features");
        assert_eq!((latest.judged, latest.unjudged()), (50, 1));
        let query = crate::views::ScatterQuery {
            x: "bitrate_kbps".into(),
            y: "startup_log".into(),
            width: 9,
            height: 9,
            field: false,
        };
        assert_eq!((scatter(&first, &query).missing, scatter(&latest, &query).missing), (1, 0));
    }

    #[test]
    fn where_no_session_has_a_value_a_saved_model_says_so() {
        let rows: Vec<Row> = (0..50).map(|row| (f64::from(row), f64::from(row * row % 7), 1.0, 0)).collect();
        let fitted = analysed(&rows, Rules::LATEST).expect("features");
        let file = ModelFile { name: "m.json".into(), sha256: [7; 32] };
        let given = Given::new(file.clone(), &fitted.saved_model().expect("a sound model"));
        let mut plan = plan(Rules::LATEST);
        plan.detector.model = ModelSource::Saved(file);
        let nothing = sessions(&[(NAN, NAN, 1.0, 0), (NAN, NAN, 2.0, 1)]);
        let refused = SerialExecutor::finish(analyse(plan, nothing, Some(&given), None, &SerialExecutor::default()));
        let words = refused.expect_err("nothing to judge").to_string();
        assert!(words.starts_with("none of the 2 sessions has a value in any chosen feature"), "{words}");
    }
}
