//! A saved model as an ONNX graph: any ONNX runtime scores raw sessions with it, without this program.
//!
//! The columns of a session go in by name, the features are computed inside the graph, one `TreeEnsemble` node walks all
//! trees, and `score` and `flag` come out. Everything is in double precision, features are rounded to single where the
//! forest sees them so: the scores are this program's but for the last bits of a logarithm and of the sum over the trees.

mod graph;
mod proto;
mod recipe;
mod trees;

use analysis::{Inputs, SavedModel};
use features::Feature;
use graph::{Graph, Value, int};
use isolation_forest::{Forest, Method, Part, average_path_length};
use prost::Message;
use proto::{DataType, GraphProto, ModelProto, OperatorSetIdProto, StringStringEntryProto};

/// The domain of the operators for trees and labels.
const ML: &str = "ai.onnx.ml";
/// Its version: the first with `TreeEnsemble`, which computes in double precision.
const ML_VERSION: i64 = 5;
/// The version of the other operators.
const OPERATORS_VERSION: i64 = 21;
/// The version of the format.
const IR_VERSION: i64 = 10;

const MEANING: &str = "Isolation Forest: columns of sessions in, score and flag out; the features are computed here.";
const SCORE: &str = "score";
const FLAG: &str = "flag";

/// Why a model cannot be said in ONNX.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OnnxError {
    /// The trees split along hyperplanes.
    #[error(
        "only a model of one forest whose splits compare one feature can be exported (the method \"{}\"): the trees of this \
         one split on two features at once, and a node of ONNX's TreeEnsemble compares one", Method::Isolation.name()
    )]
    Oblique,
    /// Several forests are weighed against each other.
    #[error(
        "only a model of one forest whose splits compare one feature can be exported (the method \"{}\"): this one weighs \
         {parts} forests against each other, and ONNX's TreeEnsemble is one forest, whose nodes compare one feature",
        Method::Isolation.name()
    )]
    Mixture {
        /// How many forests there are.
        parts: usize,
    },
}

/// The model as an ONNX file.
///
/// The inputs are columns, `[sessions, 1]` each: numbers as doubles, NaN where they are missing; device and network types
/// as texts, the empty one where they are missing. Their documentation in the graph has meaning and unit. `score` is a
/// double, `flag` (1 or 0) an int64, both `[sessions, 1]`.
///
/// # Errors
/// [`OnnxError`] for a model that is not one forest of splits of one feature.
pub fn encode(model: &SavedModel) -> Result<Vec<u8>, OnnxError> {
    let forest = forest(model)?;
    let file = ModelProto {
        ir_version: Some(IR_VERSION),
        producer_name: Some("streamguard".into()),
        producer_version: Some(env!("CARGO_PKG_VERSION").into()),
        model_version: Some(1),
        doc_string: Some(MEANING.into()),
        graph: Some(graph(model, forest)),
        opset_import: [("", OPERATORS_VERSION), (ML, ML_VERSION)]
            .map(|(domain, version)| OperatorSetIdProto { domain: Some(domain.into()), version: Some(version) })
            .to_vec(),
        metadata_props: notes(model, forest),
    };
    Ok(file.encode_to_vec())
}

/// The names of the graph's inputs, in their order: the columns of a session, mostly under their own names.
///
/// # Errors
/// As [`encode`].
pub fn input_names(model: &SavedModel) -> Result<Vec<String>, OnnxError> {
    let graph = graph(model, forest(model)?);
    Ok(graph.input.into_iter().filter_map(|input| input.name).collect())
}

fn graph(model: &SavedModel, forest: &Forest) -> GraphProto {
    let mut graph = Graph::new(&[SCORE, FLAG]);
    let features = match model.inputs() {
        Inputs::Sessions(recipe) => recipe::features(&mut graph, recipe),
        Inputs::Columns { count, names } => columns(&mut graph, *count, names.as_deref()),
    };
    let rows = rows(&mut graph, &features);
    let path = graph.node_with(ML, "TreeEnsemble", &[&rows], trees::attributes(forest));
    let score = score(&mut graph, &path, forest.sample_size());
    let threshold = graph.number(model.decisive_threshold());
    let above = graph.node("Greater", &[&score, &threshold]);
    let flag = graph.cast(&above, DataType::Int64);
    let doc = "How anomalous the session is, between 0 and 1; 0.5 is an average path through the trees.";
    graph.output(SCORE, &score, DataType::Double, doc.into());
    let doc = format!("1 where the score is above {}, else 0.", model.threshold());
    graph.output(FLAG, &flag, DataType::Int64, doc);
    graph.finish("isolation_forest", MEANING.into())
}

/// The one forest of a model that can be exported.
fn forest(model: &SavedModel) -> Result<&Forest, OnnxError> {
    match model.model().parts() {
        [(weight, Part::Axis(forest))] if *weight == 1.0 && model.model().offset() == 0.0 => Ok(forest),
        [(_, Part::Oblique(_))] => Err(OnnxError::Oblique),
        parts => Err(OnnxError::Mixture { parts: parts.len() }),
    }
}

/// Columns as they stand; without names they are `x0`, `x1` and so on.
fn columns(graph: &mut Graph, count: usize, names: Option<&[String]>) -> Vec<Value> {
    (0..count)
        .map(|place| {
            let name = names.and_then(|names| names.get(place)).cloned().unwrap_or_else(|| format!("x{place}"));
            let doc = format!("Feature {place} of the forest. NaN where it is missing.");
            graph.input(&name, DataType::Double, doc)
        })
        .collect()
}

/// The rows that the forest sees: the features side by side, rounded to f32; what does not fit there is missing.
fn rows(graph: &mut Graph, features: &[Value]) -> Value {
    let features: Vec<&Value> = features.iter().collect();
    let joined = graph.node_with("", "Concat", &features, vec![int("axis", 1)]);
    let single = graph.cast(&joined, DataType::Float);
    let rounded = graph.cast(&single, DataType::Double);
    let size = graph.node("Abs", &[&rounded]);
    let greatest = graph.number(f64::from(f32::MAX));
    let missing = graph.number(f64::NAN);
    let too_large = graph.node("Greater", &[&size, &greatest]);
    graph.node("Where", &[&too_large, &missing, &rounded])
}

/// `2^(-path / c(sample size))`, as `Forest::score_of_path`.
fn score(graph: &mut Graph, path: &Value, sample_size: u32) -> Value {
    let average = average_path_length(sample_size);
    let average = graph.number(if average > 0.0 { average } else { 1.0 });
    let two = graph.number(2.0);
    let share = graph.node("Div", &[path, &average]);
    let exponent = graph.node("Neg", &[&share]);
    graph.node("Pow", &[&two, &exponent])
}

/// What the file says of itself, by name.
fn notes(model: &SavedModel, forest: &Forest) -> Vec<StringStringEntryProto> {
    let mut notes = vec![
        ("threshold".to_owned(), model.threshold().to_string()),
        ("trees".to_owned(), forest.trees().len().to_string()),
        ("sample_size".to_owned(), forest.sample_size().to_string()),
    ];
    if let Inputs::Sessions(recipe) = model.inputs() {
        let names: Vec<String> = recipe.features().map(Feature::name).collect();
        notes.push(("features".to_owned(), serde_json::Value::from(names).to_string()));
    }
    notes.extend(model.notes().iter().map(|(name, text)| (format!("made_from.{name}"), text.clone())));
    notes.into_iter().map(|(key, value)| StringStringEntryProto { key: Some(key), value: Some(value) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use features::{Measure, Recipe};
    use isolation_forest::{Hyperparameters, Model};
    use rules::Rules;
    use std::collections::BTreeMap;
    use telemetry::{Categories, Column, Data, Field, Table};

    /// Sessions with a bitrate, a column that is named like a field and one that is named like an output.
    fn sessions() -> Table {
        let numbers = |factor: u32| (0..60).map(|row: u32| f64::from(row * factor % 61)).collect();
        let devices = Categories::of((0..60).map(|row| ["tv", "phone"][row % 2])).expect("few labels");
        let column = |name: &str, field, data| Column { name: name.into(), field, data };
        Table::new(vec![
            column("rate", Some(Field::BitrateKbps), Data::Number(numbers(7))),
            column("bitrate_kbps", None, Data::Number(numbers(11))),
            column("score", None, Data::Number(numbers(13))),
            column("device", Some(Field::DeviceType), Data::Category(devices)),
        ])
        .expect("columns of one length")
    }

    fn saved(method: Method, features: &[Feature]) -> SavedModel {
        let (recipe, matrix) = Recipe::fit_apply(&sessions(), features).expect("all there");
        let hyperparameters = Hyperparameters::new(3, 16, 1).expect("within bounds");
        let model = Model::fit(method, &matrix, &hyperparameters).expect("of its shape");
        let notes = BTreeMap::from([("source".to_owned(), "a test".to_owned())]);
        SavedModel::new(Rules::LATEST, recipe, method, Some(hyperparameters), model, 0.5, notes).expect("fits")
    }

    fn named(name: &str) -> Feature {
        Feature::plain(Measure::Column(name.into()))
    }

    #[test]
    fn every_value_is_named_once_and_made_before_it_is_used() {
        let features = [
            named("bitrate_kbps"),
            named("score"),
            Feature::relative(Measure::Bitrate),
            Feature::plain(Measure::Bitrate),
        ];
        let model = saved(Method::Isolation, &features);
        let file = ModelProto::decode(&encode(&model).expect("one forest")[..]).expect("its own bytes");
        let graph = file.graph.expect("a graph");
        let names = |values: &[proto::ValueInfoProto]| -> Vec<String> {
            values.iter().filter_map(|value| value.name.clone()).collect()
        };
        let inputs = ["bitrate_kbps", "device_type", "col.bitrate_kbps", "col.score"];
        assert_eq!(names(&graph.input), inputs);
        assert_eq!(input_names(&model).expect("one forest"), inputs);
        assert_eq!(names(&graph.output), [SCORE, FLAG]);
        let initializers = graph.initializer.iter().filter_map(|tensor| tensor.name.clone());
        let mut made: Vec<String> = names(&graph.input).into_iter().chain(initializers).collect();
        for node in &graph.node {
            assert!(node.input.iter().all(|input| made.contains(input)), "{node:?}");
            made.extend(node.output.iter().cloned());
        }
        assert!(made.contains(&SCORE.to_owned()) && made.contains(&FLAG.to_owned()));
        let count = made.len();
        made.sort();
        made.dedup();
        assert_eq!(made.len(), count, "no name stands twice");
        let trees = graph.node.iter().filter(|node| node.op_type.as_deref() == Some("TreeEnsemble"));
        assert_eq!(trees.count(), 1);
    }

    #[test]
    fn the_file_says_what_it_is() {
        let model = saved(Method::Isolation, &[Feature::relative(Measure::Bitrate), named("score")]);
        let file = ModelProto::decode(&encode(&model).expect("one forest")[..]).expect("its own bytes");
        let note = |key: &str| {
            let mut notes = file.metadata_props.iter();
            notes.find(|note| note.key.as_deref() == Some(key)).and_then(|note| note.value.clone())
        };
        assert_eq!(note("threshold").as_deref(), Some("0.5"));
        assert_eq!(note("features").as_deref(), Some("[\"rel.bitrate_kbps\",\"col.score\"]"));
        assert_eq!(note("made_from.source").as_deref(), Some("a test"));
        assert_eq!((file.producer_name.as_deref(), file.ir_version), (Some("streamguard"), Some(IR_VERSION)));
        let graph = file.graph.expect("a graph");
        let doc = |place: usize| graph.input[place].doc_string.clone().unwrap_or_default();
        assert!(doc(0).contains("video bitrate. In kbps. NaN where it is missing."), "{}", doc(0));
        assert!(doc(1).contains("playing device") && doc(1).contains("empty text"), "{}", doc(1));
        assert!(doc(2).contains("The column score as it is in the file."), "{}", doc(2));
    }

    #[test]
    fn what_onnx_cannot_say_is_refused_with_the_reason() {
        let refused = |method| encode(&saved(method, &[Feature::plain(Measure::Bitrate), named("score")]));
        assert_eq!(refused(Method::Extended), Err(OnnxError::Oblique));
        assert_eq!(refused(Method::FairCut), Err(OnnxError::Oblique));
        assert_eq!(refused(Method::Mixture), Err(OnnxError::Mixture { parts: 2 }));
        assert!(OnnxError::Oblique.to_string().contains("split on two features at once"));
    }
}
