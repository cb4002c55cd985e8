//! Bins hold what their ends say, and the ends can be read.

use super::*;
use crate::columns::Values;
use proptest::prelude::*;

fn bins(values: &[f64], scale: Scale, window: Option<(f64, f64)>, most: usize) -> Bins {
    Bins::of_numbers(&Summary::of(Values::Numbers(values)), scale, window, most)
}

/// The bin by trying each: the plain way.
fn plain_bin(edges: &[f64], value: f64) -> usize {
    let bins = edges.len() - 1;
    match value {
        _ if value.is_nan() => bins + 2,
        _ if value < edges[0] => bins,
        _ => edges.windows(2).position(|pair| pair[0] <= value && value < pair[1]).unwrap_or(bins + 1),
    }
}

#[test]
fn ends_are_numbers_that_people_read() {
    let tenths: Vec<f64> = (0..=100).map(|value| f64::from(value) / 100.0).collect();
    assert_eq!(bins(&tenths, Scale::Linear, None, 25).edges(), {
        let ends: Vec<f64> = (0..=21).map(|place| format!("{}e-2", place * 5).parse().unwrap()).collect();
        ends
    });
    assert_eq!(bins(&[0.0, 1.0, 2.0, 5.0], Scale::Linear, None, 100).edges(), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    assert_eq!(
        bins(&[1.0, 10.0, 99.0], Scale::Log, None, 12).edges(),
        [1.0, 1.6, 2.5, 4.0, 6.3, 10.0, 16.0, 25.0, 40.0, 63.0, 100.0]
    );
    let with_zero = bins(&[0.0, 1.0, 10.0, 90.0], Scale::Log, None, 12);
    assert_eq!(with_zero.edges()[..3], [0.0, 1.0, 1.6], "zero has a bin of its own");
    assert_eq!(bins(&[0.0], Scale::Linear, None, 50).edges(), [0.0, 1.0]);
    assert_eq!(bins(&[0.35; 3], Scale::Linear, None, 50).edges(), [0.35, 0.355]);
    assert_eq!(bins(&[], Scale::Linear, None, 50).edges(), [0.0, 1.0]);
    assert_eq!(bins(&tenths, Scale::Linear, Some((0.2, 0.4)), 4).edges(), [0.2, 0.25, 0.3, 0.35, 0.4]);
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => -1e3..1e4,
        4 => (0..50_i32).prop_map(f64::from),
        1 => any::<f64>(),
        1 => Just(f64::NAN),
        1 => Just(f64::INFINITY),
        1 => Just(0.0),
    ]
}

proptest! {
    #[test]
    fn every_value_is_in_the_bin_that_its_ends_say(
        values in proptest::collection::vec(number(), 0..60),
        log: bool,
        window in proptest::option::of((number(), number())),
        most in 2..300_usize,
    ) {
        let scale = if log { Scale::Log } else { Scale::Linear };
        let window = window.filter(|(low, high)| low < high);
        let bins = bins(&values, scale, window, most);
        prop_assert!(bins.edges().is_sorted_by(|a, b| a < b));
        prop_assert!(bins.len() <= most.clamp(2, MOST_BINS), "{} of {most}", bins.len());
        for &value in values.iter().chain(bins.edges()) {
            prop_assert_eq!(bins.bin(value), plain_bin(bins.edges(), value));
            let place = bins.place(value);
            prop_assert!(bins.bin(value) >= bins.len() || (0.0..=1.0).contains(&place), "{place}");
        }
        let times = Bins::of_times(&Summary::of(Values::Numbers(&values)), window, most);
        prop_assert!(times.len() <= most.clamp(2, MOST_BINS));
        for &value in values.iter().chain(times.edges()) {
            prop_assert_eq!(times.bin(value), plain_bin(times.edges(), value));
        }
    }

    #[test]
    fn the_bin_is_found_however_uneven_they_are(
        values in proptest::collection::vec(prop_oneof![number(), (-300..300_i32).prop_map(|power| libm::exp2(f64::from(power)))], 1..300),
        most in 1..300_usize,
    ) {
        let bins = Bins::of(Summary::of(Values::Numbers(&values)).fine_ends(most));
        for &value in values.iter().chain(bins.edges()) {
            prop_assert_eq!(bins.bin(value), plain_bin(bins.edges(), value));
            prop_assert_eq!(bins.bin(value.next_down()), plain_bin(bins.edges(), value.next_down()));
        }
    }

    #[test]
    fn without_a_window_few_are_beyond(values in proptest::collection::vec(-1e6..1e6_f64, 1..400), log: bool) {
        let scale = if log { Scale::Log } else { Scale::Linear };
        let bins = bins(&values, scale, None, 100);
        let beyond = values.iter().filter(|&&value| bins.bin(value) >= bins.len()).count();
        prop_assert!(beyond <= 2, "{beyond} beyond {:?}", bins.edges());
    }
}
