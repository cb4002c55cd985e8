//! By pointer and by keys, with any values.

use super::*;
use crate::explore::charts::testing::Bench;
use crossfilter::view::Drawing;
use features::default_features;

fn bench(spread: impl Fn(usize) -> [Spread; 2]) -> Bench {
    let features: Vec<String> = default_features().iter().map(Feature::name).collect();
    let of = |which: usize| (0..features.len()).map(|place| spread(place)[which]).collect();
    let counts = vec![100; features.len()];
    let picture = Parallel { shown: of(0), all: of(1), features, counts, exact: true };
    Bench::new(Drawing::Parallel, Some(Picture::Parallel(picture)))
}

#[test]
fn the_feature_furthest_apart_is_named() {
    let mut bench = bench(|place| {
        let all = [1.0, 2.0, 3.0, 4.0, 5.0];
        [if place == 2 { all.map(|value| value + 3.0) } else { all }, all]
    });
    let name = default_features()[2].label();
    let summary = bench.kind.words(&bench.given).summary;
    assert!(summary.contains(&format!("furthest apart: {name}, higher")), "{summary}");
    bench.key("ArrowDown");
    bench.key("ArrowDown");
    assert!(bench.key("ArrowDown").say.unwrap().starts_with(&format!("{name}: 10th percentile")));
}

#[test]
fn any_spread_can_be_drawn_and_handled() {
    bench(|_| [[f64::NAN; 5]; 2]).shake();
    bench(|_| [[0.0; 5]; 2]).shake();
    bench(|_| [[f64::NAN; 5], [1.0, 2.0, 3.0, 4.0, 1e12]]).shake();
    Bench::new(Drawing::Parallel, None).shake();
    let none = Parallel { features: Vec::new(), shown: Vec::new(), all: Vec::new(), counts: Vec::new(), exact: true };
    let bench = Bench::new(Drawing::Parallel, Some(Picture::Parallel(none)));
    assert!(bench.kind.words(&bench.given).empty.is_some());
}
