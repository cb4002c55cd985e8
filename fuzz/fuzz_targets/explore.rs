//! What is chosen in Explore is refused, or means what it is written as, packed or not.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::crossfilter::packed::pack;
use streamguard::crossfilter::{State, noted};
use streamguard_fuzz::seeds;

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let state = match State::from_text(text) {
        Ok(state) => state,
        Err(error) => return assert!(!error.to_string().is_empty()),
    };
    let written = state.to_pairs().to_string();
    let again = State::from_text(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
    assert_eq!(again, state, "{written}");
    assert_eq!(again.to_pairs().to_string(), written);
    // In as few letters as there are, it is the same.
    if let Ok(packed) = pack(&written) {
        let packed = noted::text(&state, &|_| None, packed.len() + 5).unwrap_or_else(|error| panic!("{error}: {written}"));
        assert_eq!(State::from_text(&packed), Ok(state), "{packed}");
    }
});

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "filter=c.startup_time_ms:2000..8000,c.cdn:in:alpha;beta,c.session_id:has:a%2528b,hour:..6",
        "filter=c.cdn:of:1f0e9a3c:0-5;9;12-40,not(c.device_model:in:TV)(c.codec:in:hevc;),not(score:0.5..)&compare=1",
        "contrast=group&of=c.app_version:in:5.2.0,not(flagged:in:flagged)&group=c.app_version:in:5.1.4&among=c.cdn,weekday",
        "contrast=earlier&of=c.timestamp:1767690000000..",
        "views=histogram:c.startup_time_ms;log@4x3,scatter:f.headroom;0..2:score:(c.isp):field@6x5,trend:p95:c.bitrate_kbps@6x5,bars:c.isp:8@4x3,heatmap:c.cdn:c.isp@6x5,parallel@6x5,places@12x4",
        "columns=c.cdn,score,truth&pinned=1&by=c.cdn:up&search=ab&session=17",
    ];
    let packed = texts.iter().filter_map(|text| pack(text).ok()).map(|packed| format!("z={packed}"));
    texts.iter().map(|text| (*text).to_owned()).chain(packed).map(String::into_bytes).collect()
}
