//! A saved model is refused, or is written as it was read, and judges.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::analysis::SavedModel;
use streamguard_fuzz::seeds;

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let Ok(saved) = SavedModel::from_json(bytes) else { return };
    let Ok(written) = saved.to_json() else { return };
    let again = SavedModel::from_json(&written).expect("its own text");
    assert_eq!(again.to_json().expect("written once"), written);
    let model = again.model();
    for value in [0.0, -1e30, f32::NAN] {
        let score = model.score_of_path(model.mean_path_length(&vec![value; model.features()]).expect("of its shape"));
        assert!((0.0..=1.0).contains(&score), "{score}");
    }
});

fn seeds() -> Vec<Vec<u8>> {
    use streamguard::features::{Recipe, default_features};
    use streamguard::isolation_forest::{Hyperparameters, Method, Model};
    use streamguard::rules::Rules;
    use streamguard::simulate::{Scenario, Simulator};
    let scenario = Scenario::new(Scenario::default().preset, 60, 0.1, 1).expect("within bounds");
    let mut simulator = Simulator::new(scenario);
    while !simulator.done() {
        simulator.advance(60);
    }
    let table = simulator.finish().table;
    let (recipe, matrix) = Recipe::fit_apply(&table, &default_features()).expect("all there");
    let hyperparameters = Hyperparameters::new(2, 8, 1).expect("within bounds");
    let model = |&method: &Method| {
        let model = Model::fit(method, &matrix, &hyperparameters).expect("of its shape");
        let saved = SavedModel::new(
            Rules::LATEST,
            recipe.clone(),
            method,
            Some(hyperparameters),
            model,
            0.5,
            Default::default(),
        );
        saved.and_then(|saved| saved.to_json()).expect("fits")
    };
    Method::ALL.iter().map(model).collect()
}
