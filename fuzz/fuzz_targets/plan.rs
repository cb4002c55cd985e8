//! A plan's text is refused, or means what it is written as.
#![no_main]

use libfuzzer_sys::fuzz_target;
use streamguard::analysis::{Pairs, Plan};
use streamguard_fuzz::seeds;

fuzz_target!(init: seeds::plant(&seeds()), |bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let parse = |text: &str| Pairs::parse(text).and_then(|mut pairs| Plan::take_from(&mut pairs));
    let Ok(plan) = parse(text) else { return };
    let written = plan.to_pairs().to_string();
    let again = parse(&written).unwrap_or_else(|error| panic!("{error}: {written}"));
    assert_eq!(again, plan, "{written}");
    assert_eq!(again.to_pairs().to_string(), written);
    assert_eq!(again.result_text(), plan.result_text());
});

fn seeds() -> Vec<Vec<u8>> {
    let sha = "c4ac70133b4ce243ac203155c6c2c6dae5128ad0d96175b3c9a55a9986063662";
    let detector = "&f=buffering_ratio,rel.headroom,col.a%2Cb&det=mixture&trees=100&sample=256&dseed=18446744073709551615&thr=auto";
    [
        Plan::default().to_pairs().to_string(),
        format!("src=streamguard&n=2&fault=0&seed=0{detector}"),
        format!("src=file&name=a%20b.csv&bytes=7&sha={sha}&map=cdn,Stalls:rebuffer_count,join:startup_time_ms:s,q:truth,n:ignore{detector}"),
        format!("src=file&name=a.csv&bytes=7&sha={sha}&map=cdn&every=10&rows=viewer:600&checks=range,future&asof=1772368245000&fill=median{detector}"),
    ]
    .map(String::into_bytes)
    .to_vec()
}
