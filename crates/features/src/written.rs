//! A recipe as it is written into a file, and read from one with everything checked.

use super::{Centre, Cohorts, Feature, Ingredient, Input, Measure, Recipe};
use isolation_forest::exact::Exact;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use telemetry::{Categories, Field};

/// More features than this are no analysis.
const MOST_FEATURES: usize = 64;
/// More cohorts than this are no groups to compare within.
const MOST_COHORTS: usize = 1 << 22;

/// A recipe in words, lists and numbers: the form in which it is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenRecipe {
    features: Vec<WrittenFeature>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cohorts: Option<WrittenCohorts>,
    /// What the inputs are, for people: nothing is read from it.
    #[serde(skip_deserializing)]
    inputs: Vec<WrittenInput>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct WrittenFeature {
    name: String,
    from: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_for: Option<String>,
    /// A row for each device type, a number for each network type, the unknown ones last.
    #[serde(skip_serializing_if = "Option::is_none")]
    median: Option<Vec<Vec<Exact>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spread: Option<Vec<Vec<Exact>>>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct WrittenCohorts {
    #[serde(skip_serializing_if = "Option::is_none")]
    device_type: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network_type: Option<Vec<String>>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
struct WrittenInput {
    name: String,
    unit: &'static str,
    meaning: String,
}

/// A centre of a cohort that values cannot be compared with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "feature {place} (\"{name}\"), device type {device}, network type {network}: its {what} is {value}: must be {bounds}"
)]
pub struct OddCentre {
    /// The feature's place, from 0.
    pub place: usize,
    /// Its name, at most 40 letters of it.
    pub name: String,
    /// The cohort's device type, from 0.
    pub device: usize,
    /// Its network type, from 0.
    pub network: usize,
    /// Median or spread.
    pub what: &'static str,
    /// The number, as text.
    pub value: String,
    /// What it may be.
    pub bounds: &'static str,
}

/// Why what was written is no recipe.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecipeError {
    /// There are none, or too many.
    #[error("{0} features: there must be 1 to {MOST_FEATURES}")]
    Count(usize),
    /// A feature is damaged.
    #[error("feature {place} (\"{name}\"): {what}")]
    Feature {
        /// Its place, from 0.
        place: usize,
        /// Its name as it stands there, at most 40 letters of it.
        name: String,
        /// What is wrong.
        what: &'static str,
    },
    /// The centre of a cohort is none that values can be compared with.
    #[error("{0}")]
    Centre(Box<OddCentre>),
    /// The labels of a field are damaged.
    #[error("the labels of {field}: {what}")]
    Labels {
        /// The field's name.
        field: &'static str,
        /// What is wrong.
        what: &'static str,
    },
}

impl Input {
    /// What the values are, in a sentence or two, with their unit.
    pub fn meaning(&self) -> String {
        let meaning = |field: Field| match field.unit().symbol() {
            "" => field.meaning().to_owned(),
            unit => format!("{} In {unit}.", field.meaning()),
        };
        match self {
            Self::Field(field) => meaning(*field),
            Self::Column { taken_for: Some(field), name } => {
                format!("The column {name}, taken for {}: {}", field.name(), meaning(*field))
            }
            Self::Column { taken_for: None, name } => format!("The column {name} as it is in the file."),
        }
    }
}

impl Recipe {
    /// What the features are computed from, each once, in the order in which the features ask for it.
    pub fn inputs(&self) -> Vec<&Input> {
        let mut inputs: Vec<&Input> = Vec::new();
        for input in self.ingredients.iter().flat_map(Ingredient::inputs) {
            if !inputs.contains(&input) {
                inputs.push(input);
            }
        }
        inputs
    }
}

impl From<&Recipe> for WrittenRecipe {
    fn from(recipe: &Recipe) -> Self {
        let networks = recipe.cohorts.as_ref().map_or(1, Cohorts::network_count);
        let feature = |ingredient: &Ingredient| {
            let table = |number: fn(&Centre) -> f64| {
                let row = |centres: &[Centre]| centres.iter().map(|centre| Exact(number(centre))).collect();
                ingredient.feature.relative.then(|| ingredient.centres.chunks(networks).map(row).collect())
            };
            let taken_for = ingredient.inputs.iter().find_map(|input| match input {
                Input::Column { taken_for, .. } => taken_for.map(|field| field.name().to_owned()),
                Input::Field(_) => None,
            });
            WrittenFeature {
                name: ingredient.feature.name(),
                from: ingredient.inputs.iter().map(|input| input.name().to_owned()).collect(),
                taken_for,
                median: table(|centre| centre.median),
                spread: table(|centre| centre.spread),
            }
        };
        let labels = |labels: Option<&[String]>| labels.map(<[String]>::to_vec);
        let input = |input: &&Input| WrittenInput {
            name: input.name().to_owned(),
            unit: input.field().map_or("", |field| field.unit().symbol()),
            meaning: input.meaning(),
        };
        Self {
            features: recipe.ingredients.iter().map(feature).collect(),
            cohorts: recipe.cohorts.as_ref().map(|cohorts| WrittenCohorts {
                device_type: labels(cohorts.devices()),
                network_type: labels(cohorts.networks()),
            }),
            inputs: recipe.inputs().iter().map(input).collect(),
        }
    }
}

impl TryFrom<WrittenRecipe> for Recipe {
    type Error = RecipeError;

    fn try_from(written: WrittenRecipe) -> Result<Self, RecipeError> {
        let count = written.features.len();
        if !(1..=MOST_FEATURES).contains(&count) {
            return Err(RecipeError::Count(count));
        }
        let cohorts = written.cohorts.map(read_cohorts).transpose()?.flatten();
        let mut ingredients: Vec<Ingredient> = Vec::with_capacity(count);
        for (place, feature) in written.features.into_iter().enumerate() {
            let name: String = feature.name.chars().take(40).collect();
            let ingredient = read_feature(feature, cohorts.as_ref());
            let ingredient = ingredient.map_err(|what| RecipeError::Feature { place, name: name.clone(), what })?;
            if ingredients.iter().any(|other| other.feature == ingredient.feature) {
                return Err(RecipeError::Feature { place, name, what: "it stands twice" });
            }
            ingredients.push(ingredient);
        }
        // What no feature asks for is not kept: it would be asked of the sessions.
        let cohorts = cohorts.filter(|_| ingredients.iter().any(|ingredient| ingredient.feature.relative));
        let recipe = Self { ingredients, cohorts };
        recipe.check()?;
        Ok(recipe)
    }
}

/// Beyond these, the distance of an ordinary value from a centre is no number of single precision.
const GREATEST: f64 = 1e30;
const LEAST_SPREAD: f64 = 1e-30;

impl Recipe {
    /// Checks the centres of the cohorts: medians and spreads are numbers that values can be compared with, a spread 0 or
    /// above, and a median not below what the feature can be.
    ///
    /// # Errors
    /// [`RecipeError::Centre`] names the first that is not so.
    pub fn check(&self) -> Result<(), RecipeError> {
        let networks = self.cohorts.as_ref().map_or(1, Cohorts::network_count);
        for (place, ingredient) in self.ingredients.iter().enumerate() {
            // The logarithm of a quotient, and what the file has: either may be negative.
            let signed = matches!(ingredient.feature.measure, Measure::Headroom | Measure::Column(_));
            let (least, bounds) = if signed { (-GREATEST, "-1e30 to 1e30") } else { (0.0, "0 to 1e30") };
            for (cohort, Centre { median, spread }) in ingredient.centres.iter().enumerate() {
                let damaged = |what, value: f64, bounds| {
                    RecipeError::Centre(Box::new(OddCentre {
                        place,
                        name: ingredient.feature.name().chars().take(40).collect(),
                        device: cohort / networks,
                        network: cohort % networks,
                        what,
                        value: format!("{value:e}"),
                        bounds,
                    }))
                };
                if !(least..=GREATEST).contains(median) {
                    return Err(damaged("median", *median, bounds));
                }
                if *spread != 0.0 && !(LEAST_SPREAD..=GREATEST).contains(spread) {
                    return Err(damaged("spread", *spread, "0, or 1e-30 to 1e30"));
                }
            }
        }
        Ok(())
    }

    /// Which features can tell sessions apart: all but those that are taken against cohorts in each of which all values are
    /// equal.
    pub fn telling(&self) -> Vec<bool> {
        let tells = |ingredient: &Ingredient| {
            !ingredient.feature.relative || ingredient.centres.iter().any(|centre| centre.spread > 0.0)
        };
        self.ingredients.iter().map(tells).collect()
    }
}

fn read_cohorts(written: WrittenCohorts) -> Result<Option<Cohorts>, RecipeError> {
    let check = |field: Field, labels: &Option<Vec<String>>| {
        let damaged = |what| Err(RecipeError::Labels { field: field.name(), what });
        let Some(labels) = labels else { return Ok(()) };
        if labels.len() > Categories::MAX_LABELS {
            return damaged("there are too many");
        }
        if labels.iter().any(String::is_empty) {
            return damaged("one is empty, and that is what a missing one is");
        }
        let distinct: BTreeSet<&String> = labels.iter().collect();
        if distinct.len() < labels.len() { damaged("one stands twice") } else { Ok(()) }
    };
    check(Field::DeviceType, &written.device_type)?;
    check(Field::NetworkType, &written.network_type)?;
    let cohorts = Cohorts::new(written.device_type, written.network_type);
    match &cohorts {
        Some(cohorts) if cohorts.device_count().saturating_mul(cohorts.network_count()) > MOST_COHORTS => {
            Err(RecipeError::Labels { field: Field::DeviceType.name(), what: "there are too many cohorts" })
        }
        _ => Ok(cohorts),
    }
}

fn read_feature(written: WrittenFeature, cohorts: Option<&Cohorts>) -> Result<Ingredient, &'static str> {
    let feature = Feature::from_name(&written.name).map_err(|_| "it is not a feature")?;
    let inputs = match &feature.measure {
        Measure::Column(name) => {
            if written.from != [name.as_str()] {
                return Err("it is not computed from its own column");
            }
            let taken_for = match &written.taken_for {
                Some(field) => {
                    Some(Field::from_name(field).ok_or("its column is taken for a field that does not exist")?)
                }
                None => None,
            };
            vec![Input::Column { name: name.clone(), taken_for }]
        }
        measure => {
            let is_written = |fields: &&&[Field]| fields.iter().map(|field| field.name()).eq(written.from.iter());
            let fields = measure.sources().iter().find(is_written).ok_or("it cannot be computed from these fields")?;
            fields.iter().copied().map(Input::Field).collect()
        }
    };
    let centres = match (feature.relative, cohorts, written.median, written.spread) {
        (false, _, None, None) => Vec::new(),
        (false, ..) => return Err("it is not taken against cohorts, and has medians or spreads"),
        (true, Some(cohorts), Some(median), Some(spread)) => {
            let (devices, networks) = (cohorts.device_count(), cohorts.network_count());
            let fits = |table: &[Vec<Exact>]| table.len() == devices && table.iter().all(|row| row.len() == networks);
            if !fits(&median) || !fits(&spread) {
                return Err("its medians or spreads are not one for each cohort");
            }
            let numbers = median.iter().flatten().zip(spread.iter().flatten());
            numbers.map(|(median, spread)| Centre { median: median.0, spread: spread.0 }).collect()
        }
        (true, ..) => return Err("it is taken against cohorts, and these, its medians or its spreads are missing"),
    };
    Ok(Ingredient { feature, inputs, centres })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::default_features;
    use simulate::{Scenario, simulate};
    use telemetry::Table;

    fn sessions() -> Table {
        let scenario = Scenario::new(Scenario::default().preset, 400, 0.1, 2).expect("within bounds");
        simulate(scenario).table
    }

    fn recipe() -> Recipe {
        let mut features = default_features();
        features.push(Feature::relative(Measure::Column("latency_ms".into())));
        Recipe::fit(&sessions(), &features).expect("all there")
    }

    #[test]
    fn what_is_written_comes_back() {
        let recipe = recipe();
        let text = serde_json::to_string(&WrittenRecipe::from(&recipe)).expect("a text");
        assert!(text.contains("\"taken_for\":\"latency_ms\"") && text.contains("\"unit\":\"kbps\""), "{text}");
        let written: WrittenRecipe = serde_json::from_str(&text).expect("its own text");
        assert_eq!(Recipe::try_from(written), Ok(recipe));
    }

    #[test]
    fn centres_that_nothing_can_be_compared_with_are_refused() {
        let with = |feature: usize, cohort: usize, odd: Centre| {
            let mut recipe = recipe();
            recipe.ingredients[feature].centres[cohort] = odd;
            let text = serde_json::to_string(&WrittenRecipe::from(&recipe)).expect("a text");
            let written: WrittenRecipe = serde_json::from_str(&text).expect("its own text");
            assert_eq!(recipe.check().is_ok(), Recipe::try_from(written.clone()).is_ok());
            Recipe::try_from(written).map_err(|error| error.to_string())
        };
        let networks = recipe().cohorts.as_ref().map_or(1, Cohorts::network_count);
        let centre = |median: f64, spread: f64| Centre { median, spread };
        let said = with(1, networks + 1, centre(3000.0, -1.0)).expect_err("a negative spread");
        let expected = "feature 1 (\"rel.bitrate_kbps\"), device type 1, network type 1: its spread is -1e0: must be 0, or \
                        1e-30 to 1e30";
        assert_eq!(said, expected);
        let (inf, nan) = (f64::INFINITY, f64::NAN);
        for odd in [centre(3000.0, inf), centre(3000.0, nan), centre(3000.0, 1e308), centre(3000.0, 5e-324)] {
            assert!(with(1, 0, odd).expect_err("no spread").contains("device type 0, network type 0: its spread is"));
        }
        for odd in
            [centre(inf, 500.0), centre(-inf, 500.0), centre(nan, 500.0), centre(1e308, 500.0), centre(-1.0, 500.0)]
        {
            assert!(with(1, 0, odd).expect_err("no median").contains("its median is"));
        }
        assert!(with(4, 0, centre(-1.0, 0.5)).is_ok(), "headroom may be negative");
        assert!(with(1, 0, centre(0.0, 0.0)).is_ok(), "where all are equal, the spread is zero");
    }

    #[test]
    fn damage_is_named() {
        let text = serde_json::to_string(&WrittenRecipe::from(&recipe())).expect("a text");
        let refused = |from: &str, to: &str| {
            assert!(text.contains(from), "{from} is not in {text}");
            let written: WrittenRecipe =
                serde_json::from_str(&text.replacen(from, to, 1)).expect("still of the layout");
            Recipe::try_from(written).expect_err("damaged").to_string()
        };
        assert_eq!(
            refused("\"name\":\"rel.headroom\"", "\"name\":\"rel.bodyroom\""),
            "feature 4 (\"rel.bodyroom\"): it is not a feature"
        );
        assert!(refused("\"name\":\"rel.startup_log\"", "\"name\":\"startup_log\"").contains("has medians"));
        assert!(refused("\"name\":\"dropped_frames_pct\"", "\"name\":\"rel.dropped_frames_pct\"").contains("missing"));
        assert!(refused("[\"throughput_kbps\",", "[\"bitrate_kbps\",").contains("cannot be computed from these"));
        assert!(refused("\"median\":[[", "\"median\":[[1,").contains("one for each cohort"));
        assert!(refused("\"from\":[\"latency_ms\"]", "\"from\":[]").contains("its own column"));
        assert!(refused("\"taken_for\":\"latency_ms\"", "\"taken_for\":\"latency\"").contains("does not exist"));
        assert!(
            refused(
                "\"rel.col.latency_ms\",\"from\":[\"latency_ms\"],\"taken_for\":\"latency_ms\"",
                "\"rel.headroom\",\"from\":[\"throughput_kbps\",\"bitrate_kbps\"]"
            )
            .contains("it stands twice")
        );
        assert!(refused("\"smart_tv\"", "\"mobile\"").contains("the labels of device_type: one stands twice"));
        assert!(refused("\"smart_tv\"", "\"\"").contains("the labels of device_type: one is empty"));
        assert!(refused("\"cohorts\":", "\"groups\":").contains("missing"));
    }
}
