//! The frozen digits, natively.

mod golden;

#[test]
fn random_numbers_are_those_of_every_earlier_version() {
    golden::check_random_numbers();
}

#[test]
fn transcendental_functions_give_the_frozen_digits() {
    golden::check_functions();
}
