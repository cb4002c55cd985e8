//! What would have to change for a row to be judged the other way round.
//!
//! With all other values as they are, the path of a row in a tree is a step function of one feature: it is constant but at
//! the places where the row crosses over to the other side of a split. The steps of all trees together cut the line into
//! stretches on which the score is constant; each is judged once, and the nearest one with the other verdict is taken.

use super::{Model, either};
use crate::ShapeError;
use crate::shape::check_features;
use crate::tree::{Node, Tree};
use std::ops::RangeInclusive;

/// A finite f32 as a whole number that rises with it: between neighbours there is no third.
type Key = i32;

fn key(value: f32) -> Key {
    let bits = value.to_bits() as i32;
    if bits < 0 { !bits ^ i32::MIN } else { bits }
}

fn value(key: Key) -> f32 {
    f32::from_bits(if key < 0 { !key as u32 ^ 1 << 31 } else { key as u32 })
}

/// All finite values.
fn finite() -> RangeInclusive<Key> {
    key(f32::MIN)..=key(f32::MAX)
}

/// From this value on, upwards, the path in this tree is this one.
#[derive(Clone, Copy)]
struct Step {
    from: Key,
    tree: usize,
    path: f64,
}

/// The paths of a row as functions of one feature.
struct Steps {
    /// The path in each tree, those of all parts one after the other, where the feature has its least finite value.
    lowest: Vec<f64>,
    /// Where they change, in rising order.
    steps: Vec<Step>,
}

impl Steps {
    fn new(model: &Model, row: &[f32], feature: usize) -> Self {
        let mut all = Self { lowest: Vec::new(), steps: Vec::new() };
        let mut row = row.to_vec();
        for (_, part) in model.parts() {
            either!(part, forest => forest.trees().iter().for_each(|tree| all.add(tree, &mut row, feature)));
        }
        all.steps.sort_by_key(|step| step.from);
        all
    }

    /// Adds a tree: goes down to every leaf that the row can reach by a change of the feature.
    fn add<N: Node>(&mut self, tree: &Tree<N>, row: &mut [f32], feature: usize) {
        let mut stretches = Vec::new();
        let mut waiting = vec![(0, finite())];
        while let Some((place, stretch)) = waiting.pop() {
            if tree.is_leaf(place) {
                stretches.push((*stretch.start(), tree.paths()[place as usize]));
                continue;
            }
            let mut next = |at: Key| {
                row[feature] = value(at);
                tree.next(place, row)
            };
            let (low, high) = (*stretch.start(), *stretch.end());
            let (first, last) = (next(low), next(high));
            if first == last {
                waiting.push((first, stretch));
                continue;
            }
            // A split of this feature: comparison and projection rise or fall with the value, so the sides change once.
            let (mut below, mut above) = (low, high);
            while above > below + 1 {
                let middle = below.midpoint(above);
                if next(middle) == first { below = middle } else { above = middle }
            }
            waiting.push((first, low..=below));
            waiting.push((last, above..=high));
        }
        stretches.sort_unstable_by_key(|&(from, _)| from);
        let index = self.lowest.len();
        self.lowest.push(stretches[0].1);
        let changes = stretches.windows(2).filter(|pair| pair[0].1 != pair[1].1);
        self.steps.extend(changes.map(|pair| Step { from: pair[1].0, tree: index, path: pair[1].1 }));
    }

    /// The stretches of constant score in rising order, each with whether it is flagged. The path is computed as
    /// [`Model::mean_path_length`] does: the same bits.
    fn judged(&self, model: &Model, threshold: f64) -> Vec<(RangeInclusive<Key>, bool)> {
        let mut paths = self.lowest.clone();
        let is_flagged = |paths: &[f64]| {
            let mut rest = paths;
            let path = model.parts().iter().fold(model.offset(), |sum, (weight, part)| {
                let (own, others) = rest.split_at(part.trees_len());
                rest = others;
                sum + weight * (own.iter().sum::<f64>() / own.len() as f64)
            });
            model.score_of_path(path) > threshold
        };
        let mut stretches = Vec::new();
        let mut start = *finite().start();
        for steps in self.steps.chunk_by(|a, b| a.from == b.from) {
            stretches.push((start..=steps[0].from - 1, is_flagged(&paths)));
            start = steps[0].from;
            for step in steps {
                paths[step.tree] = step.path;
            }
        }
        stretches.push((start..=*finite().end(), is_flagged(&paths)));
        stretches
    }
}

impl Model {
    /// The value of a feature nearest to the row's own at which the verdict `score > threshold` is the other one, all other
    /// values being as they are: where a flagged row would pass, or one that passes would be flagged. `None` where no finite
    /// value of this feature turns the verdict round.
    ///
    /// Exact: the verdict at this value is the scorer's, and no finite value between it and the row's own has it. Of two
    /// values that are equally far it is the lower one. An infinite value is approached from its end of the line. A missing
    /// value is nowhere: the nearest is then counted from the median of the places where a tree changes its path (from 0
    /// where there is none), because the forests' splits lie where the training rows were.
    ///
    /// # Errors
    /// [`ShapeError`] when the row has not as many values as the model has features, or there is no such feature.
    pub fn nearest_change(&self, row: &[f32], feature: usize, threshold: f64) -> Result<Option<f32>, ShapeError> {
        check_features(row.len(), self.features())?;
        if feature >= row.len() {
            return Err(ShapeError::Place { place: feature, count: row.len() });
        }
        let is_flagged = |row: &[f32]| Ok::<_, ShapeError>(self.score_of_path(self.mean_path_length(row)?) > threshold);
        let now = is_flagged(row)?;
        let steps = Steps::new(self, row, feature);
        let from = match row[feature] {
            own if own.is_nan() => steps.steps.get(steps.steps.len() / 2).map_or(0.0, |step| value(step.from)),
            own => own.clamp(f32::MIN, f32::MAX),
        };
        let mut changed = row.to_vec();
        let mut candidates: Vec<f32> = steps
            .judged(self, threshold)
            .into_iter()
            .filter(|&(_, flagged)| flagged != now)
            .map(|(stretch, _)| value(key(from).clamp(*stretch.start(), *stretch.end())))
            .collect();
        // Far apart, differences of tiny numbers are lost to rounding: on one side the places themselves decide.
        candidates.sort_by_key(|&candidate| {
            let (place, own) = (key(candidate), key(from));
            (key_of_distance(candidate, from), place > own, place.abs_diff(own))
        });
        // The first one, as long as a split turns but once along a feature. A file can hold others; what they promise is
        // not believed.
        for candidate in candidates {
            changed[feature] = candidate;
            if is_flagged(&changed)? != now {
                return Ok(Some(candidate));
            }
        }
        Ok(None)
    }
}

/// How far two finite values are apart, as a whole number that rises with the distance.
fn key_of_distance(a: f32, b: f32) -> u64 {
    (f64::from(a) - f64::from(b)).abs().to_bits()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Matrix;
    use crate::random::Stream;
    use crate::{Hyperparameters, Method, Part};
    use proptest::prelude::*;

    #[test]
    fn keys_rise_with_their_values_and_lead_back() {
        let rising =
            [f32::MIN, -1.5, -f32::MIN_POSITIVE, -f32::from_bits(1), -0.0, 0.0, f32::from_bits(1), 2.0, f32::MAX];
        assert!(rising.windows(2).all(|pair| key(pair[0]) < key(pair[1])));
        assert!(rising.iter().all(|&x| value(key(x)).to_bits() == x.to_bits()));
        assert_eq!([key(-f32::from_bits(1)), key(-0.0), key(0.0), key(f32::from_bits(1))], [-2, -1, 0, 1]);
    }

    fn matrix(rows: usize, width: usize, seed: u64) -> Matrix {
        let mut stream = Stream::new(b"testtest", seed, 0);
        let mut value = |row: usize| match stream.below(25) {
            0 => f32::NAN,
            1 => [f32::INFINITY, f32::NEG_INFINITY, -0.0, f32::MAX, f32::from_bits(1)][row % 5],
            2..8 => stream.below(4) as f32,
            _ => stream.normal_pair()[0] as f32 * if row.is_multiple_of(20) { 5.0 } else { 1.0 },
        };
        Matrix::from_columns((0..width).map(|_| (0..rows).map(&mut value).collect()).collect()).expect("of its shape")
    }

    /// Values between and around all places where any split of the model, reached or not, could turn along a feature.
    fn probes(model: &Model, row: &[f32], feature: usize) -> Vec<f32> {
        let mut places = vec![f64::from(f32::MIN), 0.0, f64::from(f32::MAX)];
        for (_, part) in model.parts() {
            match part {
                Part::Axis(forest) => places.extend(
                    (forest.trees().iter().flat_map(Tree::nodes))
                        .filter(|node| usize::from(node.feature) == feature)
                        .map(|node| f64::from(node.threshold)),
                ),
                Part::Oblique(forest) => {
                    for node in forest.trees().iter().flat_map(Tree::nodes) {
                        let [first, second] = node.features.map(usize::from);
                        let [w0, w1] = node.weights.map(f64::from);
                        let threshold = f64::from(node.threshold);
                        if first == second {
                            places.push(threshold / (w0 + w1));
                        } else if first == feature {
                            places.push((threshold - w1 * f64::from(row[second])) / w0);
                        } else if second == feature {
                            places.push((threshold - w0 * f64::from(row[first])) / w1);
                        }
                    }
                }
            }
        }
        places.retain(|place| place.is_finite());
        places.sort_by(f64::total_cmp);
        let between = places.windows(2).map(|pair| pair[0] / 2.0 + pair[1] / 2.0);
        let around = places.iter().flat_map(|place| [place.next_down(), *place, place.next_up()]);
        between.chain(around).map(|place| place as f32).filter(|place| place.is_finite()).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn the_change_turns_the_verdict_and_none_is_nearer(
            rows in 20..200_usize,
            width in 1..4_usize,
            seed in any::<u64>(),
            rank in 0.0..1.0_f64,
            at_a_score in any::<bool>(),
        ) {
            let matrix = matrix(rows, width, seed);
            let columns: Vec<&[f32]> = matrix.columns().iter().map(Vec::as_slice).collect();
            let hyperparameters = Hyperparameters::new(7, 32, seed).expect("within bounds");
            for method in Method::ALL {
                let model = Model::fit(method, &matrix, &hyperparameters).expect("of its shape");
                let mut scores = model.score_columns(&columns).expect("of its shape");
                scores.sort_by(f64::total_cmp);
                // A score itself is the hardest threshold: who has it is not flagged, by the last bit.
                let place = (rank * (rows - 1) as f64) as usize;
                let threshold = if at_a_score { scores[place] } else { (scores[place] + scores[rows - 1]) / 2.0 };
                let is_flagged = |row: &[f32]| {
                    let columns: Vec<&[f32]> = row.iter().map(std::slice::from_ref).collect();
                    model.score_columns(&columns).expect("of its shape")[0] > threshold
                };
                for place in (0..rows).step_by(rows / 10) {
                    let row = matrix.row(place);
                    let now = is_flagged(&row);
                    for feature in 0..width {
                        let found = model.nearest_change(&row, feature, threshold).expect("of its shape");
                        let mut changed = row.clone();
                        let mut turns = |value: f32| {
                            changed[feature] = value;
                            is_flagged(&changed) != now
                        };
                        let own = row[feature].clamp(f32::MIN, f32::MAX);
                        if let Some(value) = found {
                            prop_assert!(value.is_finite());
                            prop_assert!(turns(value), "{} does not turn it", value);
                            if value < own {
                                prop_assert!(!turns(value.next_up()) || row[feature].is_infinite());
                            } else if value > own {
                                prop_assert!(!turns(value.next_down()) || row[feature].is_infinite());
                            }
                        }
                        for probe in probes(&model, &row, feature) {
                            let nearer = found.is_none_or(|value| key_of_distance(probe, own) < key_of_distance(value, own));
                            // From a missing value nothing is near or far.
                            if nearer && (found.is_none() || !own.is_nan()) {
                                prop_assert!(!turns(probe), "{:?}: {} is nearer than {:?}", method, probe, found);
                            }
                        }
                    }
                }
            }
        }
    }

    /// A model of values around 50, and the threshold half-way between the middle and a row with one value far from it.
    fn bell(method: Method) -> (Model, f64) {
        let mut stream = Stream::new(b"testtest", 9, 0);
        let mut column = || (0..1000).map(|_| stream.normal_pair()[0] as f32 * 5.0 + 50.0).collect();
        let model = Model::fit(
            method,
            &Matrix::from_columns(vec![column(), column()]).expect("of its shape"),
            &Hyperparameters::default(),
        )
        .expect("of its shape");
        let [middle, far] = [50.0, 90.0]
            .map(|value| model.score_of_path(model.mean_path_length(&[value, 50.0]).expect("of its shape")));
        assert!(far > middle + 0.05, "{method:?}: {far} {middle}");
        (model, (middle + far) / 2.0)
    }

    #[test]
    fn what_is_far_would_pass_nearer_by() {
        for method in Method::ALL {
            let (model, threshold) = bell(method);
            let passes =
                model.nearest_change(&[90.0, 50.0], 0, threshold).expect("of its shape").expect("the middle passes");
            assert!((52.0..75.0).contains(&passes), "{method:?}: {passes}");
            let flagged = model
                .nearest_change(&[passes, 50.0], 0, threshold)
                .expect("of its shape")
                .expect("the edge is flagged");
            assert_eq!(flagged, passes.next_up(), "{method:?}: and back");
            assert_eq!(
                model.nearest_change(&[90.0, 90.0], 0, threshold).expect("of its shape"),
                None,
                "{method:?}: the other one is as far"
            );
            assert_eq!(
                model.nearest_change(&[50.0, 50.0], 0, 1.0).expect("of its shape"),
                None,
                "{method:?}: no score is above 1"
            );
        }
    }

    #[test]
    fn a_missing_value_is_counted_from_where_the_splits_are() {
        for method in Method::ALL {
            let (model, threshold) = bell(method);
            let passes = model
                .nearest_change(&[f32::NAN, 90.0], 0, model.score_of_path(model.average_path()))
                .expect("of its shape");
            let flagged = model
                .nearest_change(&[f32::NAN, 50.0], 0, threshold)
                .expect("of its shape")
                .expect("the edge is flagged");
            assert!(passes.is_none_or(|value| (40.0..60.0).contains(&value)), "{method:?}: {passes:?}");
            assert!((20.0..48.0).contains(&flagged) || (52.0..80.0).contains(&flagged), "{method:?}: {flagged}");
        }
    }

    #[test]
    fn an_infinite_value_is_approached_from_its_end() {
        for method in Method::ALL {
            let (model, threshold) = bell(method);
            let [below, above] = [f32::NEG_INFINITY, f32::INFINITY].map(|far| {
                model.nearest_change(&[far, 50.0], 0, threshold).expect("of its shape").expect("the middle passes")
            });
            assert!((25.0..50.0).contains(&below) && (50.0..75.0).contains(&above), "{method:?}: {below} {above}");
        }
    }
}
