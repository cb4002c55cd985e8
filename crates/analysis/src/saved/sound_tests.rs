//! Whatever model is read makes scores that mean something, and whatever is written is read.

use super::*;
use features::{Feature, Measure, default_features};
use isolation_forest::Matrix;
use proptest::prelude::*;
use serde_json::{Value, json};
use simulate::{Scenario, simulate};
use std::sync::LazyLock;
use telemetry::{Categories, Column, Data, Field, Table};

/// Ordinary sessions.
static SESSIONS: LazyLock<Table> = LazyLock::new(|| {
    let scenario = Scenario::new(Scenario::default().preset, 400, 0.1, 6).expect("within bounds");
    simulate(scenario).table
});

fn fit(
    table: &Table,
    features: &[Feature],
    method: Method,
    trees: u32,
    sample: u32,
) -> Option<(Recipe, Matrix, Model)> {
    let hyperparameters = Hyperparameters::new(trees, sample, 3).expect("within bounds");
    let (recipe, matrix) = Recipe::fit_apply(table, features).ok()?;
    let model = Model::fit(method, &matrix, &hyperparameters).expect("of its shape");
    Some((recipe, matrix, model))
}

fn good(method: Method) -> Value {
    let (recipe, _, model) = fit(&SESSIONS, &default_features(), method, 3, 32).expect("all there");
    let hyperparameters = Hyperparameters::new(3, 32, 3).expect("within bounds");
    let saved = SavedModel::new(Rules::FIRST, recipe, method, Some(hyperparameters), model, 0.55, BTreeMap::new())
        .expect("sound");
    let saved = saved.with_scores(&[0.5, 0.6]);
    serde_json::from_slice(&saved.to_json().expect("a text")).expect("JSON")
}

static GOOD: LazyLock<Vec<Value>> = LazyLock::new(|| Method::ALL.into_iter().map(good).collect());

/// The scores of ordinary sessions.
fn scores(model: &SavedModel) -> Vec<f64> {
    let matrix = match model.inputs() {
        Inputs::Sessions(recipe) => recipe.apply(&SESSIONS).expect("all there"),
        Inputs::Columns { count, .. } => Matrix::from_columns(
            (0..*count)
                .map(|column| (0..400).map(|row| ((row * (7 + column)) % 41) as f32 / 10.0 - 2.0).collect())
                .collect(),
        )
        .expect("of its shape"),
    };
    let columns: Vec<&[f32]> = matrix.columns().iter().map(Vec::as_slice).collect();
    model.model().score_columns(&columns).expect("of its shape")
}

/// What scores that mean something are: for ordinary sessions each is a number above 0 and at most 1, and they are not all
/// one number.
fn check(model: &SavedModel) -> Result<(), String> {
    let scores = scores(model);
    if let Some(score) = scores.iter().find(|score| !(**score > 0.0 && **score <= 1.0)) {
        return Err(format!("a score is {score}"));
    }
    if scores.iter().all(|score| *score == scores[0]) { Err(format!("every score is {}", scores[0])) } else { Ok(()) }
}

/// The places of all numbers, and of what stands where a number could.
fn numbers(value: &Value, at: &mut Vec<String>, found: &mut Vec<String>) {
    match value {
        Value::Number(_) | Value::Null => found.push(format!("/{}", at.join("/"))),
        Value::Array(items) => items.iter().enumerate().for_each(|(place, item)| {
            at.push(place.to_string());
            numbers(item, at, found);
            at.pop();
        }),
        Value::Object(pairs) => pairs.iter().for_each(|(key, item)| {
            at.push(key.clone());
            numbers(item, at, found);
            at.pop();
        }),
        Value::Bool(_) | Value::String(_) => {}
    }
}

fn extreme() -> impl Strategy<Value = Value> {
    prop::sample::select(vec![
        json!(1e308),
        json!(-1e308),
        json!(1e39),
        json!(-1),
        json!(-1.0),
        json!(0),
        json!(0.0),
        json!(5e-324),
        json!(1e-45),
        json!(1e15),
        json!(4_294_967_295_u32),
        json!(u64::MAX),
        json!("nan"),
        json!("inf"),
        json!("-inf"),
        Value::Null,
    ])
}

/// Where one number is another: refused, or the scores still mean something.
fn changed(good: &Value, place: &str, extreme: Value) -> Result<(), String> {
    let mut odd = good.clone();
    *odd.pointer_mut(place).expect("a place in it") = extreme;
    let text = serde_json::to_vec(&odd).expect("a text");
    match SavedModel::from_json(&text) {
        Ok(model) => check(&model).map_err(|what| format!("{place}: {what}")),
        Err(error) => {
            assert!(!error.to_string().is_empty());
            Ok(())
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn an_extreme_number_anywhere_is_refused_or_does_no_harm(
        method in 0..4_usize, place in any::<prop::sample::Index>(), extreme in extreme(), of_trees in 0..4_u8,
    ) {
        let good = &GOOD[method];
        let mut places = Vec::new();
        numbers(good, &mut Vec::new(), &mut places);
        // Trees have by far the most numbers; all others have their share.
        places.retain(|place| place.contains("/trees/") == (of_trees > 0));
        let place = &places[place.index(places.len())];
        prop_assert_eq!(changed(good, place, extreme), Ok(()));
    }

    #[test]
    fn an_extreme_number_in_a_forest_of_scikit_learn_is_refused_or_does_no_harm(
        file in 0..3_usize, place in any::<prop::sample::Index>(), extreme in extreme(),
    ) {
        let good: Value = serde_json::from_slice(SKLEARN[file]).expect("JSON");
        let mut places = Vec::new();
        numbers(&good, &mut Vec::new(), &mut places);
        let place = &places[place.index(places.len())];
        prop_assert_eq!(changed(&good, place, extreme), Ok(()));
    }
}

proptest! {
    // What this program fits and what tells sessions apart is written and read, whatever the sessions are like.
    #[test]
    fn what_is_fitted_is_written_and_read(
        method in prop::sample::select(Method::ALL.to_vec()),
        trees in 1..8_u32,
        sample in 2..40_u32,
        relative in any::<bool>(),
        values in prop::collection::vec((value(), value(), 0..3_usize), 2..90),
    ) {
        let table = table(&values);
        let feature = |measure| Feature { measure, relative };
        let features = [feature(Measure::Bitrate), feature(Measure::Column("other".into()))];
        let Some((recipe, matrix, model)) = fit(&table, &features, method, trees, sample) else { return Ok(()) };
        let columns: Vec<&[f32]> = matrix.columns().iter().map(Vec::as_slice).collect();
        let scores = model.score_columns(&columns).expect("of its shape");
        let hyperparameters = Hyperparameters::new(trees, sample, 3).expect("within bounds");
        match SavedModel::new(Rules::FIRST, recipe, method, Some(hyperparameters), model, 0.5, BTreeMap::new()) {
            Ok(saved) => {
                let back = SavedModel::from_json(&saved.to_json().expect("a text"));
                prop_assert_eq!(back.map_err(|error| error.to_string()), Ok(saved));
            }
            Err(error) => {
                prop_assert!(scores.iter().all(|score| *score == scores[0]), "{}", error);
            }
        }
    }
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => 0.0..1e5_f64,
        2 => (0..3_u8).prop_map(f64::from),
        1 => Just(f64::NAN),
        1 => Just(3000.0),
        1 => prop_oneof![Just(1e-9), Just(1e12), Just(0.0)],
    ]
}

fn table(values: &[(f64, f64, usize)]) -> Table {
    let devices = values.iter().map(|(_, _, device)| ["tv", "phone", ""][*device]);
    let devices = Categories::of(devices).expect("few labels");
    let numbers = |name: &str, field, values: Vec<f64>| Column { name: name.into(), field, data: Data::Number(values) };
    Table::new(vec![
        numbers("bitrate_kbps", Some(Field::BitrateKbps), values.iter().map(|row| row.0).collect()),
        numbers("other", None, values.iter().map(|row| row.1).collect()),
        Column { name: "device".into(), field: Some(Field::DeviceType), data: Data::Category(devices) },
    ])
    .expect("columns of one length")
}

/// What was written before scores were looked at, and forests of scikit-learn: read for ever.
const GOLDEN: [(&str, &[u8]); 4] = [
    ("isolation", include_bytes!("../../../../tests/data/models/isolation.json")),
    ("extended", include_bytes!("../../../../tests/data/models/extended.json")),
    ("fair-cut", include_bytes!("../../../../tests/data/models/fair-cut.json")),
    ("mixture", include_bytes!("../../../../tests/data/models/mixture.json")),
];
const SKLEARN: [&[u8]; 3] = [
    include_bytes!("../../../../tests/data/sklearn/plain.json"),
    include_bytes!("../../../../tests/data/sklearn/holed.json"),
    include_bytes!("../../../../tests/data/sklearn/subset.json"),
];

#[test]
fn models_that_were_written_are_read_and_written_the_same() {
    for (method, golden) in GOLDEN {
        let model = SavedModel::from_json(golden).expect(method);
        assert_eq!(model.method().name(), method);
        assert!(model.to_json().expect("a text") == golden, "{method}");
        assert_eq!(check(&model), Ok(()), "{method}");
    }
    for golden in SKLEARN {
        let model = SavedModel::from_json(golden).expect("sound");
        assert_eq!(check(&model), Ok(()));
        assert_eq!(SavedModel::from_json(&model.to_json().expect("a text")).expect("its own text"), model);
    }
}

#[test]
fn what_makes_scores_meaningless_is_named_by_its_place() {
    let refused = |method: usize, place: &str, value: Value| {
        let mut odd = GOOD[method].clone();
        *odd.pointer_mut(place).expect("a place in it") = value;
        SavedModel::from_json(&serde_json::to_vec(&odd).expect("a text")).expect_err(place).to_string()
    };
    let (isolation, extended, mixture) = (0, 1, 3);
    assert_eq!(
        refused(isolation, "/parts/0/weight", json!(1e308)),
        "the model's weight of part 0 is 1e308: must be 1 in a model of one part"
    );
    assert_eq!(
        refused(mixture, "/parts/1/weight", json!(-1)),
        "the model's weight of part 1 is -1: must be finite and not negative"
    );
    assert!(refused(mixture, "/parts/0/weight", json!(1)).contains("weight of part 0 is 1: must be its share"));
    assert!(refused(mixture, "/parts/1/weight", json!(1e308)).starts_with("the model's offset is"));
    assert!(refused(mixture, "/parts/1/weight", json!(1000)).starts_with("the model's offset is"));
    assert!(refused(mixture, "/offset", json!(1e308)).starts_with("the model's offset is 1e308: must be between"));
    assert!(refused(isolation, "/offset", json!(-1)).starts_with("the model's offset is -1: must be between 0 and 0"));
    assert_eq!(
        refused(isolation, "/method", json!("mixture")),
        "the model's parts are not those of its method, mixture: axis and oblique"
    );
    let tree = "/parts/0/forest/axis/trees/1";
    let samples = refused(isolation, &format!("{tree}/samples/0"), json!(31));
    assert_eq!(samples, "part 0, tree 1, node 0: its samples are not those of a tree of this sample size");
    let samples = refused(isolation, &format!("{tree}/samples/1"), json!(0));
    assert_eq!(samples, "part 0, tree 1, node 0: the samples of its children do not add up to its own");
    let threshold = refused(isolation, &format!("{tree}/threshold/0"), json!(1e308));
    assert_eq!(threshold, "part 0, tree 1, node 0: its threshold is beyond single precision");
    for below in [json!(-1e308), json!("-inf")] {
        let threshold = refused(isolation, &format!("{tree}/threshold/0"), below);
        assert_eq!(threshold, "part 0, tree 1, node 0: its threshold is not finite");
    }
    let size = refused(isolation, "/parts/0/forest/axis/sample_size", json!(1));
    assert_eq!(size, "part 0, sample_size is 1: must be at least 2, as a tree of one row splits nothing");
    let tree = "/parts/0/forest/oblique/trees/0";
    for (weight, value) in [("weight", json!("inf")), ("second_weight", json!(4))] {
        let weight = refused(extended, &format!("{tree}/{weight}/0"), value);
        assert_eq!(
            weight,
            "part 0, tree 0, node 0: its weights are not those of a direction: the larger must be 0.5 to 1"
        );
    }
    let spread = refused(isolation, "/input/sessions/features/1/spread/0/1", json!(-2));
    assert!(spread.contains("feature 1 (\"rel.bitrate_kbps\"), device type 0, network type 1: its spread is -2e0"));
    assert!(refused(isolation, "/nearest_scores/1", json!(1e308)).contains("must be between 0 and 1"));
}

#[test]
fn a_model_that_gives_every_session_one_score_is_neither_read_nor_written() {
    let same = "the model's trees give every session the same score";
    // Two sessions: each stands alone after one split, whatever the features are.
    let two = table(&[(1.0, 5.0, 0), (2.0, 6.0, 1)]);
    let features = [Feature::plain(Measure::Bitrate)];
    for method in Method::ALL {
        let (recipe, _, model) = fit(&two, &features, method, 3, 32).expect("not constant");
        let error =
            SavedModel::new(Rules::FIRST, recipe, method, None, model, 0.5, BTreeMap::new()).expect_err("the same");
        assert!(error.to_string().starts_with(same), "{error}");
    }
    // Trees without a split.
    let leaf = json!({"left": [-1], "right": [-1], "feature": [-1], "threshold": [null], "missing_go_to_left": [0], "samples": [32]});
    let mut odd = GOOD[0].clone();
    *odd.pointer_mut("/parts/0/forest/axis/trees").expect("its trees") = json!([leaf.clone(), leaf]);
    let error = SavedModel::from_json(&serde_json::to_vec(&odd).expect("a text")).expect_err("no split");
    assert!(error.to_string().starts_with(same), "{error}");
    let forest = r#"{"max_samples": 8, "offset": -0.5, "n_features": 1, "trees": [
        {"left": [-1], "right": [-1], "feature": [-2], "threshold": [-2], "n": [8]}]}"#;
    let error = SavedModel::from_json(forest.as_bytes()).expect_err("no split").to_string();
    assert!(error.starts_with(same), "{error}");
    // Features that are taken against cohorts in each of which all are equal.
    let (recipe, _, model) =
        fit(&SESSIONS, &[Feature::relative(Measure::Bitrate)], Method::Isolation, 3, 32).expect("there");
    let saved =
        SavedModel::new(Rules::FIRST, recipe, Method::Isolation, None, model, 0.5, BTreeMap::new()).expect("sound");
    let mut flat: Value = serde_json::from_slice(&saved.to_json().expect("a text")).expect("JSON");
    let spread = flat.pointer_mut("/input/sessions/features/0/spread").expect("its spreads");
    for number in spread.as_array_mut().expect("a table").iter_mut().flat_map(|row| row.as_array_mut().expect("a row"))
    {
        *number = json!(0);
    }
    let error = SavedModel::from_json(&serde_json::to_vec(&flat).expect("a text")).expect_err("no spread").to_string();
    assert!(error.contains("the spread of every cohort is 0"), "{error}");
}
