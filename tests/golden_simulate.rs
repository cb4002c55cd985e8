//! Generated sessions are frozen: links made once must show the same sessions for ever, natively and in every browser.
//!
//! These hashes never change. A better generator is a new preset.

use streamguard::simulate::{Preset, Scenario, Simulated, simulate};
use streamguard::telemetry::Data;
use xxhash_rust::xxh64::Xxh64;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test;

/// One hash over names, values (numbers by their bits, categories by label) and truth.
fn hash(simulated: &Simulated) -> u64 {
    let mut hash = Xxh64::new(0);
    for column in simulated.table.columns() {
        hash.update(column.name.as_bytes());
        match &column.data {
            Data::Number(values) => values.iter().for_each(|value| hash.update(&value.to_bits().to_le_bytes())),
            Data::Time(values) => values.iter().for_each(|value| hash.update(&value.to_le_bytes())),
            Data::Category(values) => (0..values.codes().len()).for_each(|row| {
                hash.update(values.label(row).as_bytes());
                hash.update(b"\n");
            }),
            Data::Text(values) => (0..values.len()).for_each(|row| {
                hash.update(values.get(row).as_bytes());
                hash.update(b"\n");
            }),
        }
    }
    hash.update(simulated.truth.codes());
    hash.digest()
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn sessions_are_those_frozen() {
    let frozen = [
        (10_000, 0.05, 1, 0x1252_0468_5301_c293),
        (2_500, 0.5, u64::MAX, 0xd635_4422_834c_0568),
        (1, 0.0, 0, 0x2ebe_6c36_0eb7_c5d6),
    ];
    let hashes = frozen.map(|(sessions, fault_share, seed, _)| {
        hash(&simulate(Scenario::new(Preset::StreamGuard, sessions, fault_share, seed).expect("within bounds")))
    });
    assert_eq!(hashes, frozen.map(|(_, _, _, expected)| expected), "{hashes:#018x?}");
}
