//! The features inside the graph: what `features` computes of a table, of the graph's inputs, in double precision and in
//! the same order of operations.

use super::ML;
use super::graph::{Graph, Value, int, ints, strings};
use super::proto::DataType;
use features::{Cohorts, Ingredient, Input, Measure, Recipe};
use telemetry::Field;

/// The measures of a recipe taken against their cohorts, a value for each feature, before they are rounded to f32.
pub(super) fn features(graph: &mut Graph, recipe: &Recipe) -> Vec<Value> {
    // Fields first: a column of the file that is named like one gets another name.
    let (fields, columns): (Vec<&Input>, Vec<&Input>) =
        recipe.inputs().into_iter().partition(|input| matches!(input, Input::Field(_)));
    let declare = |graph: &mut Graph, inputs: Vec<&'_ Input>| -> Vec<(Input, Value)> {
        let doc = |input: &Input| format!("{} NaN where it is missing.", input.meaning());
        let declared = |input: &Input| (input.clone(), graph.input(input.name(), DataType::Double, doc(input)));
        inputs.into_iter().map(declared).collect()
    };
    let mut inputs = declare(graph, fields);
    let cohort = recipe.cohorts().and_then(|cohorts| cohort(graph, cohorts));
    inputs.extend(declare(graph, columns));
    let input = |wanted: &Input| {
        let found = inputs.iter().find(|(input, _)| input == wanted);
        found.map(|(_, value)| value.clone()).expect("a recipe lists the inputs of its features")
    };
    let mut values = Vec::with_capacity(recipe.ingredients().len());
    for ingredient in recipe.ingredients() {
        let inputs: Vec<Value> = ingredient.inputs().iter().map(input).collect();
        let measure = measure(graph, &ingredient.feature().measure, &inputs);
        let is_relative = ingredient.feature().relative;
        values.push(if is_relative { relative(graph, ingredient, &measure, cohort.as_ref()) } else { measure });
    }
    values
}

/// A measure of its inputs, as `Measure::compute`.
fn measure(graph: &mut Graph, measure: &Measure, inputs: &[Value]) -> Value {
    match (measure, inputs) {
        (Measure::BufferingRatio, [stalled, watched]) => {
            let thousand = graph.number(1000.0);
            let watched = graph.node("Mul", &[watched, &thousand]);
            ratio(graph, stalled, &watched)
        }
        (Measure::RebuffersPerMinute | Measure::SwitchesPerMinute, [count, seconds]) => {
            let sixty = graph.number(60.0);
            let count = graph.node("Mul", &[count, &sixty]);
            ratio(graph, &count, seconds)
        }
        (Measure::Headroom, [throughput, bitrate]) => {
            let ratio = ratio(graph, throughput, bitrate);
            logarithm(graph, &ratio, std::f64::consts::LN_2)
        }
        (Measure::StartupLog, [time]) => {
            let least = graph.number(1.0);
            // A missing value is not less than anything, and stays.
            let too_little = graph.node("Less", &[time, &least]);
            let time = graph.node("Where", &[&too_little, &least, time]);
            logarithm(graph, &time, std::f64::consts::LN_10)
        }
        (Measure::Upscaling, [player_width, video_width, player_height, video_height]) => {
            let across = ratio(graph, player_width, video_width);
            let down = ratio(graph, player_height, video_height);
            let narrower = graph.node("Less", &[&across, &down]);
            let least = graph.node("Where", &[&narrower, &across, &down]);
            let (one, zero) = (graph.number(1.0), graph.number(0.0));
            let enlarged = graph.node("Sub", &[&least, &one]);
            let not = graph.node("Less", &[&enlarged, &zero]);
            let enlarged = graph.node("Where", &[&not, &zero, &enlarged]);
            // A comparison with what is missing is false: what is missing in either direction is put back.
            let both = graph.node("Add", &[&across, &down]);
            let missing = graph.node("Mul", &[&both, &zero]);
            graph.node("Add", &[&enlarged, &missing])
        }
        (_, inputs) => inputs.first().cloned().expect("a feature has an input"),
    }
}

/// A quotient, missing where the divisor is not above zero.
fn ratio(graph: &mut Graph, dividend: &Value, divisor: &Value) -> Value {
    let zero = graph.number(0.0);
    let missing = graph.number(f64::NAN);
    let quotient = graph.node("Div", &[dividend, divisor]);
    let sound = graph.node("Greater", &[divisor, &zero]);
    graph.node("Where", &[&sound, &quotient, &missing])
}

/// The logarithm to the base whose natural logarithm this is.
fn logarithm(graph: &mut Graph, value: &Value, of_base: f64) -> Value {
    let natural = graph.node("Log", &[value]);
    let of_base = graph.number(of_base);
    graph.node("Div", &[&natural, &of_base])
}

/// The number of each session's cohort; none where there is one cohort only.
fn cohort(graph: &mut Graph, cohorts: &Cohorts) -> Option<Value> {
    let device = group(graph, Field::DeviceType, cohorts.devices());
    let network = group(graph, Field::NetworkType, cohorts.networks());
    match (device, network) {
        (Some(device), Some(network)) => {
            let networks = graph.whole_number(cohorts.network_count() as i64);
            let first = graph.node("Mul", &[&device, &networks]);
            Some(graph.node("Add", &[&first, &network]))
        }
        // The other one is a single group: its number is zero, and there is one of it.
        (device, network) => device.or(network),
    }
}

/// The group of each session by a field's label, the last for what is unknown; none where there is one group only.
fn group(graph: &mut Graph, field: Field, labels: Option<&[String]>) -> Option<Value> {
    let labels = labels.filter(|labels| !labels.is_empty())?;
    let doc = format!("{} The empty text where it is missing.", field.meaning());
    let label = graph.input(field.name(), DataType::String, doc);
    let attributes = vec![
        strings("keys_strings", labels),
        ints("values_int64s", (0..labels.len() as i64).collect()),
        int("default_int64", labels.len() as i64),
    ];
    Some(graph.node_with(ML, "LabelEncoder", &[&label], attributes))
}

/// The distance of a measure from the median of its cohort, in spreads, as `Centre::distance`.
fn relative(graph: &mut Graph, ingredient: &Ingredient, measure: &Value, cohort: Option<&Value>) -> Value {
    let medians: Vec<f64> = ingredient.centres().iter().map(|centre| centre.median).collect();
    let spreads: Vec<f64> = ingredient.centres().iter().map(|centre| centre.spread).collect();
    let [median, spread] = [medians, spreads].map(|numbers| match cohort {
        Some(cohort) => {
            let table = graph.numbers(&numbers);
            graph.node("Gather", &[&table, cohort])
        }
        None => graph.number(numbers.first().copied().unwrap_or_default()),
    });
    let zero = graph.number(0.0);
    let distance = graph.node("Sub", &[measure, &median]);
    let in_spreads = graph.node("Div", &[&distance, &spread]);
    let none = graph.node("Mul", &[&distance, &zero]);
    let varies = graph.node("Greater", &[&spread, &zero]);
    graph.node("Where", &[&varies, &in_spreads, &none])
}
