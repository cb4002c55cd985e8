//! Digits that every link rests on, frozen: the same in the native program, in a browser's window and in its workers.
//!
//! Each test program that includes this file runs the same checks in its own place.

use rand::rngs::ChaCha8Rng;
use rand::{Rng, SeedableRng};

/// The first numbers of a stream: what a unit of work draws.
pub fn random_numbers() -> [u64; 4] {
    let mut generator = ChaCha8Rng::seed_from_u64(7);
    generator.set_stream(3);
    std::array::from_fn(|_| generator.next_u64())
}

/// One number out of the bits of many results, in a fixed order (FNV-1a over the bytes of each).
pub fn digest(values: impl IntoIterator<Item = f64>) -> u64 {
    values
        .into_iter()
        .flat_map(|value| value.to_bits().to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Arguments from 2⁻²⁰ to 2²⁰, evenly spread over the magnitudes.
fn arguments() -> impl Iterator<Item = f64> {
    (0..10_000_u32).map(|step| libm::exp2(f64::from(step) / 250.0 - 20.0))
}

/// The digest of each transcendental function over the arguments.
pub fn functions() -> [(&'static str, u64); 4] {
    [
        ("exp2", digest(arguments())),
        ("log", digest(arguments().map(libm::log))),
        ("exp", digest(arguments().map(|x| libm::exp(-x)))),
        ("pow", digest(arguments().map(|x| libm::pow(x, 0.3)))),
    ]
}

/// The random numbers are those of every earlier version.
pub fn check_random_numbers() {
    let frozen = [0x2e79_8710_8688_b271, 0x17c5_f5ae_85a9_2d4e, 0xfaa0_11da_b822_ebea, 0x558f_555a_2333_5cab];
    assert_eq!(random_numbers(), frozen);
}

/// The transcendental functions give the digits of every earlier version.
pub fn check_functions() {
    let frozen = [
        ("exp2", 0xf3ff_b82c_418a_9b48),
        ("log", 0x1edf_c436_538a_ca6b),
        ("exp", 0x1829_7d93_e9fb_f7d9),
        ("pow", 0x4a31_cdbc_9b19_6848),
    ];
    assert_eq!(functions(), frozen);
}
