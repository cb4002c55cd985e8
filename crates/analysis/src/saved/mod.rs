//! A detector that is handed over: with all that it takes to score other sessions, elsewhere and later.
//!
//! It is written as JSON of its own layout, with a version; scikit-learn's forests are read at the same door.

mod layout;
mod of_analysis;
mod recognise;
mod sound;

use features::{FeatureError, Recipe, RecipeError, WrittenRecipe};
use isolation_forest::exact::Exact;
use isolation_forest::{
    ForestError, HyperparameterError, Hyperparameters, ImportError, Imported, Method, Model, ModelError, Part,
    WrittenPart, import_sklearn,
};
use recognise::{Found, recognise};
use rules::{Rules, RulesError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What stands under `format` in a file of ours.
const FORMAT: &str = "streamguard-model";
/// The layout that is written, and the only one so far.
const VERSION: u64 = 1;
/// No detector has more parts than this.
const MOST_PARTS: usize = 16;

/// What a model is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Inputs {
    /// Sessions, of which this recipe makes the features.
    Sessions(Recipe),
    /// Number columns as they stand, rounded to single precision: what scikit-learn's forests were fitted to.
    Columns {
        /// How many.
        count: usize,
        /// Their names in their order, where they are known: distinct and none empty.
        names: Option<Vec<String>>,
    },
}

/// A fitted detector with what it is given, and from which score on it flags.
#[derive(Clone, Debug, PartialEq)]
pub struct SavedModel {
    rules: Rules,
    inputs: Inputs,
    method: Method,
    hyperparameters: Option<Hyperparameters>,
    model: Model,
    threshold: f64,
    nearest: Option<[f64; 2]>,
    notes: BTreeMap<String, String>,
}

/// Why a file is no model.
#[derive(Debug, thiserror::Error)]
pub enum SavedModelError {
    /// It is not JSON, or not of the layout; the message has line and column.
    #[error("the model cannot be read: {0}")]
    Json(#[from] serde_json::Error),
    /// It is JSON of something else.
    #[error(
        "it is neither a model of StreamGuard (a JSON object with \"format\": \"{FORMAT}\") nor a forest of scikit-learn \
         (one with \"max_samples\" and \"trees\"), but {found}"
    )]
    Unknown {
        /// What it is.
        found: String,
    },
    /// It was written by a later StreamGuard.
    #[error("the model is of version {found}, and this StreamGuard reads version {VERSION}")]
    Version {
        /// What stands there.
        found: String,
    },
    /// A forest of scikit-learn is damaged.
    #[error(transparent)]
    ScikitLearn(#[from] ImportError),
    /// The recipe of the features is damaged.
    #[error(transparent)]
    Recipe(#[from] RecipeError),
    /// The sessions of an analysis do not have its features.
    #[error(transparent)]
    Features(#[from] FeatureError),
    /// The settings are out of bounds.
    #[error(transparent)]
    Hyperparameters(#[from] HyperparameterError),
    /// It was made by rules that are not known.
    #[error("the model's rules are {number}: {error}", number = .0.number, error = .0)]
    Rules(#[from] RulesError),
    /// A part is damaged.
    #[error("part {part}, {error}")]
    Part {
        /// The part, from 0.
        part: usize,
        /// What is wrong.
        error: ForestError,
    },
    /// The parts do not make scores.
    #[error("the model's {0}")]
    Model(#[from] ModelError),
    /// Something of the whole is wrong.
    #[error("the model's {what}")]
    Whole {
        /// What, and why.
        what: String,
    },
}

#[derive(Serialize, Deserialize)]
struct Written {
    format: String,
    version: u64,
    /// Absent: 1.
    #[serde(default = "first_rules", skip_serializing_if = "is_first")]
    rules: u32,
    #[serde(default)]
    made_from: BTreeMap<String, String>,
    method: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hyperparameters: Option<WrittenHyperparameters>,
    threshold: Exact,
    /// The greatest score that was not flagged and the least that was, where both are known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    nearest_scores: Option<[Exact; 2]>,
    input: WrittenInputs,
    /// What is added to the weighed mean path lengths of the parts.
    offset: Exact,
    parts: Vec<WeighedPart>,
}

fn first_rules() -> u32 {
    Rules::FIRST.number()
}

fn is_first(rules: &u32) -> bool {
    *rules == first_rules()
}

#[derive(Serialize, Deserialize)]
struct WrittenHyperparameters {
    trees: u32,
    sample_size: u32,
    seed: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenInputs {
    Sessions(WrittenRecipe),
    Columns(WrittenColumns),
}

#[derive(Serialize, Deserialize)]
struct WrittenColumns {
    count: usize,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    names: Option<Vec<String>>,
}

#[derive(Serialize, Deserialize)]
struct WeighedPart {
    weight: Exact,
    forest: WrittenPart,
}

impl SavedModel {
    /// No longer file is read.
    pub const MOST_BYTES: u64 = 1 << 30;

    /// A detector of sessions with the recipe of its features, and with the settings of its fit where they are known.
    ///
    /// `rules` are those by which its sessions were read; `notes` are for people and other programs: what the model was made from, by names of the caller's choice.
    ///
    /// # Errors
    /// [`SavedModelError`] when recipe and model differ in features, the threshold is no score, or what they say makes no
    /// scores that mean anything: [`Self::from_json`] would not read it.
    pub fn new(
        rules: Rules,
        recipe: Recipe,
        method: Method,
        hyperparameters: Option<Hyperparameters>,
        model: Model,
        threshold: f64,
        notes: BTreeMap<String, String>,
    ) -> Result<Self, SavedModelError> {
        let inputs = Inputs::Sessions(recipe);
        Self { rules, inputs, method, hyperparameters, model, threshold, nearest: None, notes }.checked()
    }

    /// The model with what it has to know of the scores that its threshold was found among, for the sake of programs whose
    /// scores differ in the last bits ([`Self::decisive_threshold`]).
    pub fn with_scores(self, scores: &[f64]) -> Self {
        let above = |score: &f64| *score > self.threshold;
        let below = scores.iter().copied().filter(|score| *score <= self.threshold).max_by(f64::total_cmp);
        let above = scores.iter().copied().filter(above).min_by(f64::total_cmp);
        let nearest = below.zip(above).map(|(below, above)| [below, above]);
        Self { nearest, ..self }
    }

    /// Reads a model: one that [`Self::to_json`] wrote, or a forest of scikit-learn ([`import_sklearn`] has its layout).
    ///
    /// # Errors
    /// [`SavedModelError`] says what is wrong and where, and what was found in place of a model.
    pub fn from_json(json: &[u8]) -> Result<Self, SavedModelError> {
        if json.len() as u64 > Self::MOST_BYTES {
            let what = format!("file has {} bytes: at most {} are read", json.len(), Self::MOST_BYTES);
            return Err(SavedModelError::Whole { what });
        }
        match recognise(json)? {
            Found::Ours => serde_json::from_slice::<Written>(json)?.read(),
            Found::ScikitLearn => {
                let Imported { forest, threshold, feature_names } = import_sklearn(json)?;
                let inputs = Inputs::Columns { count: forest.features(), names: feature_names };
                let notes = BTreeMap::from([("source".to_owned(), "scikit-learn".to_owned())]);
                let (method, model) = (Method::Isolation, Model::from(forest));
                let (rules, hyperparameters, nearest) = (Rules::FIRST, None, None);
                Self { rules, inputs, method, hyperparameters, model, threshold, nearest, notes }.checked()
            }
            Found::OtherVersion(found) => Err(SavedModelError::Version { found }),
            Found::Unknown(found) => Err(SavedModelError::Unknown { found }),
        }
    }

    /// Whether a file that begins like this is rather a model than sessions, which stand in JSON, too: an object with one of a
    /// model's outermost keys, or one without a list, in which rows could stand, that is no line of its own as in JSON lines.
    pub fn seems_one(head: &[u8]) -> bool {
        let head = head.trim_ascii_start();
        let line = head.iter().position(|&byte| byte == b'\n').and_then(|end| head.get(..end));
        let is_alone = || line.is_none_or(|line| !matches!(recognise(line), Ok(Found::Unknown(_))));
        recognise::has_key_of_model(head) || head.first() == Some(&b'{') && !head.contains(&b'[') && is_alone()
    }

    /// The model as JSON text: [`Self::from_json`] reads the same model back, bit for bit.
    ///
    /// # Errors
    /// [`SavedModelError::Json`], which does not happen with a text in memory.
    pub fn to_json(&self) -> Result<Vec<u8>, SavedModelError> {
        let written = Written {
            format: FORMAT.to_owned(),
            version: VERSION,
            rules: self.rules.number(),
            made_from: self.notes.clone(),
            method: self.method.name().to_owned(),
            hyperparameters: self.hyperparameters.map(|settings| WrittenHyperparameters {
                trees: settings.trees(),
                sample_size: settings.sample_size(),
                seed: settings.seed(),
            }),
            threshold: Exact(self.threshold),
            nearest_scores: self.nearest.map(|nearest| nearest.map(Exact)),
            input: match &self.inputs {
                Inputs::Sessions(recipe) => WrittenInputs::Sessions(recipe.into()),
                Inputs::Columns { count, names } => {
                    WrittenInputs::Columns(WrittenColumns { count: *count, names: names.clone() })
                }
            },
            offset: Exact(self.model.offset()),
            parts: self
                .model
                .parts()
                .iter()
                .map(|(weight, part)| WeighedPart { weight: Exact(*weight), forest: part.into() })
                .collect(),
        };
        Ok(layout::to_text(&written)?)
    }

    /// What the model is given.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// The rules by which the sessions were read that it was fitted to, and by which those must be read that it is to judge;
    /// none where it judges columns as they stand.
    pub fn rules(&self) -> Option<Rules> {
        matches!(self.inputs, Inputs::Sessions(_)).then_some(self.rules)
    }

    /// How the detector was fitted.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The settings of the fit, where they are known.
    pub fn hyperparameters(&self) -> Option<&Hyperparameters> {
        self.hyperparameters.as_ref()
    }

    /// The fitted detector.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// What scores above this is flagged.
    pub fn threshold(&self) -> f64 {
        self.threshold
    }

    /// The threshold for a program whose scores differ from these in the last bits: the same but for less than 1e-13, so
    /// that rounding does not decide about a session that stands exactly at the threshold.
    ///
    /// A threshold that was found as a percentile often is the score of a session, which is not flagged then; ties of many
    /// sessions happen, too. Where the scores on both sides are known, the threshold keeps its distance from both.
    pub fn decisive_threshold(&self) -> f64 {
        const MARGIN: f64 = 1e-13;
        let [below, above] = self.nearest.unwrap_or([self.threshold, f64::INFINITY]);
        let (room_below, room_above) = (self.threshold - below, above - self.threshold);
        if room_below < MARGIN && room_above > room_below {
            self.threshold + MARGIN.min((room_above - room_below) / 2.0)
        } else if room_above < MARGIN {
            self.threshold - MARGIN.min((room_below - room_above) / 2.0)
        } else {
            self.threshold
        }
    }

    /// What the model was made from, by name.
    pub fn notes(&self) -> &BTreeMap<String, String> {
        &self.notes
    }
}

impl Written {
    fn read(self) -> Result<SavedModel, SavedModelError> {
        let wrong = |what: String| SavedModelError::Whole { what };
        let shown: String = self.method.chars().take(40).collect();
        let method =
            Method::from_name(&self.method).ok_or_else(|| wrong(format!("method \"{shown}\" does not exist")))?;
        let hyperparameters = match self.hyperparameters {
            Some(WrittenHyperparameters { trees, sample_size, seed }) => {
                Some(Hyperparameters::new(trees, sample_size, seed)?)
            }
            None => None,
        };
        let inputs = match self.input {
            WrittenInputs::Sessions(recipe) => Inputs::Sessions(recipe.try_into()?),
            WrittenInputs::Columns(WrittenColumns { count, names }) => Inputs::Columns { count, names },
        };
        let rules = Rules::of_number(self.rules)?;
        let count = self.parts.len();
        if !(1..=MOST_PARTS).contains(&count) {
            return Err(wrong(format!("number of parts is {count}: must be 1 to {MOST_PARTS}")));
        }
        let mut parts = Vec::with_capacity(count);
        for (place, WeighedPart { weight, forest }) in self.parts.into_iter().enumerate() {
            let part = Part::try_from(forest).map_err(|error| SavedModelError::Part { part: place, error })?;
            parts.push((weight.0, part));
        }
        let features = parts[0].1.features();
        if let Some(place) = parts.iter().position(|(_, part)| part.features() != features) {
            let other = parts[place].1.features();
            return Err(wrong(format!("part {place} has {other} features where part 0 has {features}")));
        }
        let model = Model::new(self.offset.0, parts).expect("parts of as many features");
        let (threshold, notes) = (self.threshold.0, self.made_from);
        let nearest = self.nearest_scores.map(|nearest| nearest.map(|Exact(score)| score));
        SavedModel { rules, inputs, method, hyperparameters, model, threshold, nearest, notes }.checked()
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod sound_tests;

#[cfg(test)]
mod tests {
    use super::*;
    use features::{Feature, Measure, default_features};
    use isolation_forest::Matrix;
    use proptest::prelude::*;
    use simulate::{Scenario, simulate};
    use telemetry::Table;

    fn sessions() -> Table {
        let scenario = Scenario::new(Scenario::default().preset, 300, 0.1, 5).expect("within bounds");
        simulate(scenario).table
    }

    fn saved(method: Method, features: &[Feature], trees: u32, threshold: f64) -> SavedModel {
        let hyperparameters = Hyperparameters::new(trees, 64, 9).expect("within bounds");
        let (recipe, matrix) = Recipe::fit_apply(&sessions(), features).expect("all there");
        let model = Model::fit(method, &matrix, &hyperparameters).expect("of its shape");
        let notes = BTreeMap::from([("source".to_owned(), "a \"test\"".to_owned())]);
        let scores = [threshold, threshold / 2.0, 1.0];
        SavedModel::new(Rules::FIRST, recipe, method, Some(hyperparameters), model, threshold, notes)
            .expect("fits")
            .with_scores(&scores)
    }

    fn scores(model: &SavedModel, table: &Table) -> Vec<u64> {
        let Inputs::Sessions(recipe) = model.inputs() else { panic!("of sessions") };
        let matrix: Matrix = recipe.apply(table).expect("all there");
        let columns: Vec<&[f32]> = matrix.columns().iter().map(Vec::as_slice).collect();
        model.model().score_columns(&columns).expect("of its shape").into_iter().map(f64::to_bits).collect()
    }

    #[test]
    fn a_model_keeps_the_rules_of_its_sessions() {
        let first = saved(Method::Isolation, &default_features(), 2, 0.5);
        let json = String::from_utf8(first.to_json().expect("a text")).expect("UTF-8");
        assert!(!json.contains("\"rules\""), "models from before there was a number are written as they were");
        assert_eq!(SavedModel::from_json(json.as_bytes()).expect("a model").rules(), Some(Rules::FIRST));
        let later = SavedModel { rules: Rules::LATEST, ..first };
        let json = String::from_utf8(later.to_json().expect("a text")).expect("UTF-8");
        assert_eq!(SavedModel::from_json(json.as_bytes()).expect("a model"), later);
        let number = format!("\"rules\": {}", Rules::LATEST.number());
        assert!(json.contains(&number), "{json:.200}");
        let error = SavedModel::from_json(json.replace(&number, "\"rules\": 99").as_bytes()).expect_err("newer");
        assert_eq!(error.to_string(), "the model's rules are 99: made by a newer StreamGuard");
    }

    #[test]
    fn models_are_told_from_sessions() {
        let json = saved(Method::Isolation, &default_features(), 2, 0.5).to_json().expect("a text");
        assert!(SavedModel::seems_one(&json) && SavedModel::seems_one(&json[..256]));
        for (head, expected) in [
            ("\n {\n  \"max_samples\": 256,\n", true),
            ("{\"max_samples\":256,\"trees\":[]}\n", true),
            ("{\"format\":\"streamguard-model\",\"version\":9}\n", true),
            ("{\"a\":1}\n{\"a\":2}\n", false),
            ("{\"a\":1}\r\n", false),
            ("{\"data\":[{\"a\":1},{\"a\":2}],\"total\":2}", false),
            ("{\n  \"result\": {\n    \"trees\": [{\"a\": 1},\n", false),
            ("{\"note\": \"a \\\"quote, \\\"trees\\\": 1\", \"a\": [1]}", false),
            ("{\"note\": \"a \\\"quote\", \"max_samples\": 256, \"tre", true),
            ("{\"trees\": [{\"feature\": [1, -2", true),
            ("{\"format\": \"csv\", \"rows\": [{\"a\": 1}]}", false),
            ("{\"a\": 1}", true),
            ("{}\n", false),
            ("[{\"a\":1}]", false),
            ("a,b\n1,2\n", false),
            ("", false),
        ] {
            assert_eq!(SavedModel::seems_one(head.as_bytes()), expected, "{head}");
        }
    }

    proptest! {
        #[test]
        fn every_model_comes_back_bit_for_bit(
            method in prop::sample::select(Method::ALL.to_vec()),
            features in prop::sample::subsequence(Measure::KNOWN.to_vec(), 1..4),
            relative in any::<bool>(),
            trees in 1..6_u32,
            threshold in 0.0..=1.0_f64,
        ) {
            let features: Vec<Feature> =
                features.into_iter().map(|measure| Feature { measure, relative }).collect();
            let model = saved(method, &features, trees, threshold);
            let json = model.to_json().expect("a text");
            let back = SavedModel::from_json(&json).expect("its own text");
            prop_assert_eq!(&back, &model);
            prop_assert_eq!(back.to_json().expect("a text"), json);
            let table = sessions();
            prop_assert_eq!(scores(&back, &table), scores(&model, &table));
        }

        #[test]
        fn damage_never_panics(
            method in prop::sample::select(Method::ALL.to_vec()),
            hits in prop::collection::vec((any::<prop::sample::Index>(), prop::sample::select(b"-0123456789.,[]{}e\"nul:x".to_vec())), 1..4),
            cut in any::<prop::sample::Index>(),
        ) {
            let model = saved(method, &default_features(), 2, 0.5);
            let mut json = model.to_json().expect("a text");
            for (place, byte) in hits {
                let place = place.index(json.len());
                json[place] = byte;
            }
            let cut = cut.index(json.len());
            prop_assert!(SavedModel::from_json(&json[..cut]).is_err(), "the closing brace is missing");
            if let Ok(model) = SavedModel::from_json(&json) {
                // What is read can be used.
                if let Inputs::Sessions(recipe) = model.inputs() && recipe.apply(&sessions()).is_ok() {
                    scores(&model, &sessions());
                }
            }
        }

        #[test]
        fn no_bytes_panic(bytes in any::<Vec<u8>>()) {
            let _ = SavedModel::from_json(&bytes);
        }
    }

    #[test]
    fn what_else_it_is_is_said() {
        let said = |json: &str| SavedModel::from_json(json.as_bytes()).expect_err(json).to_string();
        assert!(said("").contains("EOF while parsing a value at line 1"));
        assert!(said("{\"a\": 1").contains("line 1 column 7"));
        assert!(said("[1, 2]").contains("but another JSON (invalid type: sequence"));
        assert!(said("{\"nodes\": 1, \"edges\": []}").ends_with("but an object with \"edges\", \"nodes\""));
        assert!(said("{\"format\": \"onnx\"}").ends_with("but an object with \"format\": \"onnx\""));
        assert!(said("{\"format\": 3}").contains("but an object with other values (invalid type: integer"));
        assert!(said("{}").ends_with("but an empty object"));
        let ours = |version: &str| said(&format!("{{\"format\": \"streamguard-model\"{version}}}"));
        assert_eq!(ours(", \"version\": 2"), "the model is of version 2, and this StreamGuard reads version 1");
        assert!(ours("").contains("of version none"));
        assert!(ours(", \"version\": 1").starts_with("the model cannot be read: missing field `method`"));
        assert!(said("{\"max_samples\": 1, \"trees\": []}").contains("missing field `offset`"));
    }

    #[test]
    fn damage_is_named_by_its_place() {
        let model = saved(Method::Mixture, &[Feature::plain(Measure::Bitrate)], 2, 0.5);
        let json = String::from_utf8(model.to_json().expect("a text")).expect("UTF-8");
        let refused = |from: &str, to: &str| {
            assert!(json.contains(from), "{from} is not in {json}");
            SavedModel::from_json(json.replacen(from, to, 1).as_bytes()).expect_err("damaged").to_string()
        };
        assert!(refused("\"left\": [1,", "\"left\": [0,").starts_with("part 0, tree 0, node 0: its left child"));
        assert!(refused("\"second_feature\": [0", "\"second_feature\": [1").starts_with("part 1, tree 0, node 0: its"));
        assert_eq!(
            refused("\"threshold\": 0.5", "\"threshold\": 5"),
            "the model's threshold is 5: must be between 0 and 1"
        );
        assert!(
            refused("\"method\": \"mixture\"", "\"method\": \"magic\"").contains("method \"magic\" does not exist")
        );
        assert!(refused("\"trees\": 2", "\"trees\": 0").contains("number of trees is 0"));
        assert!(refused("\"name\": \"bitrate_kbps\"", "\"name\": \"bitrate\"").contains("feature 0 (\"bitrate\")"));
        assert!(refused("\"weight\": 0.5", "\"weight\": \"inf\"").contains("weight of part 0 is inf"));
        assert!(refused("\"features\": 1", "\"features\": 2").contains("part 1 has 1 features where part 0 has 2"));
        assert!(refused("\"offset\": ", "\"offset\": 1e999, \"other\": ").contains("out of range"));
    }

    #[test]
    fn a_session_at_the_threshold_is_not_left_to_rounding() {
        let decided = |scores: &[f64]| {
            let model = saved(Method::Isolation, &[Feature::plain(Measure::Bitrate)], 1, 0.5).with_scores(scores);
            model.decisive_threshold()
        };
        let ulp = 0.5_f64.next_up() - 0.5;
        assert_eq!(decided(&[0.4, 0.6]), 0.5, "far from both");
        assert!(decided(&[0.5, 0.6]) > 0.5 + 100.0 * ulp && decided(&[0.5, 0.6]) < 0.5 + 2e-13);
        assert!(decided(&[0.4, 0.5 + ulp]) < 0.5 - 100.0 * ulp && decided(&[0.4, 0.5 + ulp]) > 0.5 - 2e-13);
        assert!(decided(&[0.5, 0.5 + 40.0 * ulp]) > 0.5 + 10.0 * ulp);
        assert!(decided(&[0.5, 0.5 + 40.0 * ulp]) < 0.5 + 30.0 * ulp, "in the middle of a narrow gap");
        assert!(decided(&[]) > 0.5, "a percentile is often a score, which is not flagged");
    }

    #[test]
    fn a_forest_of_scikit_learn_is_read_at_the_same_door() {
        let json = include_bytes!("../../../../tests/data/sklearn/holed.json");
        let model = SavedModel::from_json(json).expect("a forest");
        assert_eq!(model.inputs(), &Inputs::Columns { count: 3, names: None });
        assert_eq!((model.method(), model.hyperparameters(), model.threshold()), (Method::Isolation, None, 0.5));
        // Saved as ours it stays the same model.
        assert_eq!(SavedModel::from_json(&model.to_json().expect("a text")).expect("its own text"), model);
    }
}
