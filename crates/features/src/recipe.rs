//! How features were made, kept so that they can be made again: of other sessions, by another program.
//!
//! A recipe knows what each feature is computed from and, for a feature that is taken against the cohort, the median and
//! spread of every cohort as they were in the sessions that it was fitted to.

use super::input::named;
use super::{Centre, Cohorts, Feature, FeatureError, Input};
use isolation_forest::Matrix;
use telemetry::Table;

/// How a feature is made.
#[derive(Clone, Debug, PartialEq)]
pub struct Ingredient {
    pub(super) feature: Feature,
    pub(super) inputs: Vec<Input>,
    pub(super) centres: Vec<Centre>,
}

impl Ingredient {
    /// The feature.
    pub fn feature(&self) -> &Feature {
        &self.feature
    }

    /// What its measure is computed from: one, two or four inputs.
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// The centre of each cohort of [`Recipe::cohorts`]; empty for a feature that is not relative.
    pub fn centres(&self) -> &[Centre] {
        &self.centres
    }

    /// The measure of each session, before it is taken against the cohort.
    fn measure(&self, table: &Table) -> Result<Vec<f64>, FeatureError> {
        let values = self.inputs.iter().map(|input| input.values(table)).collect::<Result<Vec<_>, _>>();
        match values {
            Ok(values) => Ok(self.feature.measure.compute(&values)),
            Err(needs) => Err(FeatureError::Unavailable { feature: self.feature.label(), needs }),
        }
    }

    /// A column of the matrix, from the measure of each session and its cohort.
    fn column(&self, measure: &[f64], cells: &[u32]) -> Vec<f32> {
        if self.feature.relative {
            let centre = |cell: u32| self.centres[cell as usize];
            measure.iter().zip(cells).map(|(&value, &cell)| narrow(centre(cell).distance(value))).collect()
        } else {
            measure.iter().copied().map(narrow).collect()
        }
    }
}

/// How a matrix was made of sessions: which features, of what, and against which medians and spreads.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    pub(super) ingredients: Vec<Ingredient>,
    /// There where a feature is relative.
    pub(super) cohorts: Option<Cohorts>,
}

impl Recipe {
    /// The recipe of these features, fitted to these sessions: what they are computed from, and the centres of cohorts.
    ///
    /// # Errors
    /// [`FeatureError`] when a feature cannot be computed, or when nothing tells the sessions apart.
    pub fn fit(table: &Table, features: &[Feature]) -> Result<Self, FeatureError> {
        Self::fit_apply(table, features).map(|(recipe, _)| recipe)
    }

    /// The recipe fitted to these sessions and, at the cost of the fit alone, what [`Self::apply`] makes of them.
    ///
    /// # Errors
    /// [`FeatureError`] when a feature cannot be computed, or when nothing tells the sessions apart.
    pub fn fit_apply(table: &Table, features: &[Feature]) -> Result<(Self, Matrix), FeatureError> {
        Self::fit_to(table, features, Cohorts::of(table))
    }

    /// The recipe with these cohorts, where a feature is taken against them, and what it makes of the sessions.
    fn fit_to(table: &Table, features: &[Feature], cohorts: Option<Cohorts>) -> Result<(Self, Matrix), FeatureError> {
        if features.is_empty() {
            return Err(FeatureError::NoFeature);
        }
        if table.rows() < 2 {
            return Err(FeatureError::TooFew { rows: table.rows() });
        }
        let mut ingredients = Vec::with_capacity(features.len());
        for feature in features {
            let unavailable = |needs| FeatureError::Unavailable { feature: feature.label(), needs };
            if let Some(needs) = super::unavailable(table, feature) {
                return Err(unavailable(needs));
            }
            let inputs = feature.measure.inputs(table).map_err(unavailable)?;
            ingredients.push(Ingredient { feature: feature.clone(), inputs, centres: Vec::new() });
        }
        let cohorts = cohorts.filter(|_| features.iter().any(|feature| feature.relative));
        let mut recipe = Self { ingredients, cohorts };
        let cells = recipe.cells(table)?;
        let mut columns = Vec::with_capacity(features.len());
        for ingredient in &mut recipe.ingredients {
            let measure = ingredient.measure(table)?;
            if let (true, Some(cohorts)) = (ingredient.feature.relative, &recipe.cohorts) {
                ingredient.centres = cohorts.centres(&cells, &measure);
            }
            columns.push(ingredient.column(&measure, &cells));
        }
        if columns.iter().all(|column| is_constant(column)) {
            return Err(FeatureError::Constant { rows: table.rows() });
        }
        Ok((recipe, Matrix::from_columns(columns).unwrap_or_else(|_| unreachable!("a value for each session"))))
    }

    /// The features of any sessions, a row per session and a column per feature. A device or network type that the recipe
    /// does not know, or that is missing, is compared as the unknown one.
    ///
    /// # Errors
    /// [`FeatureError::Unavailable`] when the table lacks what a feature is computed from.
    pub fn apply(&self, table: &Table) -> Result<Matrix, FeatureError> {
        let cells = self.cells(table)?;
        let column = |ingredient: &Ingredient| Ok(ingredient.column(&ingredient.measure(table)?, &cells));
        Ok(Matrix::from_columns(self.ingredients.iter().map(column).collect::<Result<_, FeatureError>>()?)
            .unwrap_or_else(|_| unreachable!("a value for each session")))
    }

    /// As [`Self::fit_apply`], fitted to the sessions that have a value in any of the features; these are returned with it,
    /// unless all have one. Sessions without any have no part in it, not even the order in which their labels were seen.
    ///
    /// # Errors
    /// As [`Self::fit_apply`].
    pub fn fit_apply_judged(
        table: &Table,
        features: &[Feature],
    ) -> Result<(Self, Matrix, Option<Vec<u32>>), FeatureError> {
        let (mut recipe, mut matrix) = Self::fit_apply(table, features)?;
        let mut judged = matrix.judged();
        if let (Some(rows), Some(_)) = (&judged, &recipe.cohorts) {
            (recipe, matrix) = Self::fit_to(table, features, Cohorts::of_rows(table, rows))?;
            judged = matrix.judged();
        }
        Ok((recipe, matrix, judged))
    }

    /// How each feature is made, in the order of the matrix's columns.
    pub fn ingredients(&self) -> &[Ingredient] {
        &self.ingredients
    }

    /// The features, in the order of the matrix's columns.
    pub fn features(&self) -> impl ExactSizeIterator<Item = &Feature> {
        self.ingredients.iter().map(Ingredient::feature)
    }

    /// The cohorts, where a feature is taken against them.
    pub fn cohorts(&self) -> Option<&Cohorts> {
        self.cohorts.as_ref()
    }

    /// The cohort of each session; none where no feature asks for it.
    fn cells(&self, table: &Table) -> Result<Vec<u32>, FeatureError> {
        let Some(cohorts) = &self.cohorts else { return Ok(Vec::new()) };
        cohorts.cells(table).map_err(|field| {
            let relative = self.features().find(|feature| feature.relative);
            let feature = relative.map_or_else(String::new, Feature::label);
            FeatureError::Unavailable { feature, needs: named(field) }
        })
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Measure;
    use simulate::{Scenario, simulate};
    use telemetry::{Categories, Column, Data, Field};

    fn sessions(seed: u64) -> Table {
        let scenario = Scenario::new(Scenario::default().preset, 600, 0.1, seed).expect("within bounds");
        simulate(scenario).table
    }

    fn every_feature() -> Vec<Feature> {
        Measure::KNOWN
            .iter()
            .flat_map(|measure| [false, true].map(|relative| Feature { measure: measure.clone(), relative }))
            .collect()
    }

    fn bits(matrix: &Matrix) -> Vec<Vec<u32>> {
        matrix.columns().iter().map(|column| column.iter().map(|value| value.to_bits()).collect()).collect()
    }

    /// A table without a row but these, by their places.
    fn picked(table: &Table, rows: &[usize]) -> Table {
        let column = |column: &Column| {
            let data = match &column.data {
                Data::Number(values) => Data::Number(rows.iter().map(|&row| values[row]).collect()),
                Data::Category(values) => {
                    let mut categories = Categories::default();
                    rows.iter().for_each(|&row| categories.push(values.label(row)).expect("few labels"));
                    Data::Category(categories)
                }
                _ => return None,
            };
            Some(Column { data, ..column.clone() })
        };
        Table::new(table.columns().iter().filter_map(column).collect()).expect("columns of one table")
    }

    /// A program that generates all its sessions looks for none without a value ([`analysis::Host::GENERATED_ALONE`]).
    #[test]
    fn generated_sessions_have_every_value() {
        for seed in 0..20 {
            let (_, matrix) = Recipe::fit_apply(&sessions(seed), &every_feature()).expect("all there");
            assert!(matrix.columns().iter().flatten().all(|value| !value.is_nan()), "seed {seed}");
        }
    }

    #[test]
    fn what_is_applied_is_what_was_fitted() {
        let table = sessions(3);
        let (recipe, matrix) = Recipe::fit_apply(&table, &every_feature()).expect("all there");
        assert_eq!(bits(&recipe.apply(&table).expect("all there")), bits(&matrix));
        assert_eq!(Recipe::fit(&table, &every_feature()), Ok(recipe));
    }

    #[test]
    fn a_session_alone_is_judged_as_among_the_others() {
        let table = sessions(4);
        let (recipe, matrix) = Recipe::fit_apply(&table, &every_feature()).expect("all there");
        // In another order, with other codes for the labels, and one by one.
        for rows in [vec![500, 3, 77, 500], vec![9], vec![]] {
            let applied = recipe.apply(&picked(&table, &rows)).expect("all there");
            for (place, &row) in rows.iter().enumerate() {
                let as_bits = |values: Vec<f32>| values.into_iter().map(f32::to_bits).collect::<Vec<_>>();
                assert_eq!(as_bits(applied.row(place)), as_bits(matrix.row(row)));
            }
        }
    }

    #[test]
    fn a_label_never_seen_is_compared_as_unknown() {
        let table = sessions(5);
        let recipe = Recipe::fit(&table, &[Feature::relative(Measure::Bitrate)]).expect("all there");
        let with = |device: &str| {
            let replaced = |column: &Column| {
                if column.field != Some(Field::DeviceType) {
                    return column.clone();
                }
                let mut categories = Categories::default();
                (0..2).for_each(|_| categories.push(device).expect("one label"));
                Column { data: Data::Category(categories), ..column.clone() }
            };
            let table = picked(&table, &[0, 1]);
            Table::new(table.columns().iter().map(replaced).collect()).expect("columns of one table")
        };
        let applied = |device: &str| bits(&recipe.apply(&with(device)).expect("all there"));
        assert_eq!(applied("never seen"), applied(""));
        assert_ne!(applied("never seen"), applied("smart_tv"));
    }

    #[test]
    fn what_a_recipe_needs_is_not_replaced() {
        let table = sessions(6);
        let without = |fields: &[Field]| {
            let kept = table.columns().iter().filter(|column| !fields.iter().any(|&field| column.field == Some(field)));
            Table::new(kept.cloned().collect()).expect("columns of one table")
        };
        let buffering = [Feature::plain(Measure::BufferingRatio)];
        let recipe = Recipe::fit(&without(&[Field::BufferingRatio]), &buffering).expect("computed");
        assert_eq!(
            recipe.ingredients()[0].inputs(),
            [Input::Field(Field::RebufferDurationMs), Input::Field(Field::WatchTimeS)]
        );
        let error = recipe.apply(&without(&[Field::WatchTimeS])).expect_err("no watch time").to_string();
        assert!(error.contains("\"Buffering ratio\" needs the watch time (watch_time_s)"), "{error}");
        let recipe = Recipe::fit(&table, &[Feature::relative(Measure::Bitrate)]).expect("all there");
        let error = recipe.apply(&without(&[Field::NetworkType])).expect_err("no network").to_string();
        assert!(error.contains("needs the network (network_type)"), "{error}");
    }

    #[test]
    fn a_column_keeps_the_unit_in_which_it_was_read() {
        let column = |field| Column { name: "start".into(), field, data: Data::Number(vec![1.0, 2.0]) };
        let table = |field| Table::new(vec![column(field)]).expect("one column");
        let features = [Feature::plain(Measure::Column("start".into()))];
        let recipe = Recipe::fit(&table(Some(Field::StartupTimeMs)), &features).expect("all there");
        assert!(recipe.apply(&table(Some(Field::StartupTimeMs))).is_ok());
        let error = recipe.apply(&table(None)).expect_err("another unit").to_string();
        assert!(error.contains("needs the column \"start\" taken for the startup time (startup_time_ms)"), "{error}");
        let recipe = Recipe::fit(&table(None), &features).expect("all there");
        assert!(recipe.apply(&table(Some(Field::LatencyMs))).is_err());
    }
}
