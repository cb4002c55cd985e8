//! Whole analyses are frozen: a link that was once handed out must come to the same fingerprint for ever, natively and
//! in every browser.
//!
//! None of these links may ever change. What would give other digits is a new preset, a new detector or a new feature
//! beside the old one.

use std::num::NonZeroUsize;
use std::sync::Arc;
use streamguard::analysis::{Analysis, ByteSource, Plan, SerialExecutor, Sessions, Source};
use streamguard::analysis::{analyse, generate, read};
use streamguard::export::Link;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test;

/// A file in memory, in slices.
struct Bytes {
    bytes: &'static [u8],
    at: usize,
    slice: usize,
}

impl ByteSource for Bytes {
    fn total(&self) -> f64 {
        self.bytes.len() as f64
    }

    async fn next(&mut self) -> Result<Vec<u8>, String> {
        let rest = &self.bytes[self.at..];
        let slice = rest[..self.slice.min(rest.len())].to_vec();
        self.at += slice.len();
        Ok(slice)
    }

    fn rewind(&mut self) -> Result<(), String> {
        self.at = 0;
        Ok(())
    }
}

/// Makes the analysis of a link anew.
fn replay(link: &str, file: &'static [u8], piece: usize) -> Analysis {
    let host = SerialExecutor::in_pieces(NonZeroUsize::new(piece).expect("some rows"));
    let link = Link::parse(link).expect("a link once handed out opens for ever");
    let sessions: Sessions = match &link.plan.source {
        Source::Generated(scenario) => SerialExecutor::finish(generate(*scenario, &host)).expect("nobody cancels"),
        Source::File(source) => {
            let mut bytes = Bytes { bytes: file, at: 0, slice: piece };
            let sessions =
                SerialExecutor::finish(read(&source.name, &mut bytes, source.reading.clone(), link.plan.rules, &host))
                    .expect("a sound file");
            match &sessions.source {
                Source::File(found) => source.check(found).expect("the file of the link"),
                Source::Generated(_) => panic!("read, not generated"),
            }
            sessions
        }
    };
    let plan = Plan { source: sessions.source.clone(), ..link.plan };
    SerialExecutor::finish(analyse(plan, Arc::new(sessions), None, None, &host)).expect("all features are there")
}

fn check(link: &str, file: &'static [u8]) {
    let expected = Link::parse(link).expect("a link once handed out opens for ever");
    for piece in [usize::MAX / 2, 999] {
        let analysis = replay(link, file, piece);
        assert_eq!(analysis.plan, expected.plan, "nothing in the link was taken otherwise");
        assert_eq!(Some(analysis.fingerprint), expected.fingerprint, "{link} gives {}", analysis.fingerprint);
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn what_the_page_opens_with() {
    check(
        "v=1&src=streamguard&n=2000&fault=0.05&seed=7&f=buffering_ratio,rel.bitrate_kbps,rel.startup_log,\
         dropped_frames_pct,rel.headroom&det=isolation&trees=100&sample=256&dseed=1&thr=share:0.05&\
         fp=ae2cdb395cc4e0b5",
        b"",
    );
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_original_pair_with_an_automatic_threshold() {
    check(
        "v=1&src=streamguard&n=2000&fault=0.05&seed=1&f=buffering_ratio,bitrate_kbps&det=isolation&trees=100&\
         sample=256&dseed=1&thr=auto&fp=5fd3f6a6809dafdb",
        b"",
    );
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn every_feature_against_its_cohort() {
    check(
        "v=1&src=streamguard&n=3000&fault=0.02&seed=18446744073709551615&f=rel.buffering_ratio,rel.bitrate_kbps,\
         rel.startup_log,rel.rebuffers_per_min,rel.dropped_frames_pct,rel.switches_per_min,rel.headroom&\
         det=isolation&trees=50&sample=1000&dseed=9&thr=share:0.02&fp=2f504785aa73b252",
        b"",
    );
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn many_faults_and_a_threshold_by_hand() {
    check(
        "v=1&src=streamguard&n=2500&fault=0.3&seed=42&f=buffering_ratio,bitrate_kbps,startup_log,rebuffers_per_min,\
         switches_per_min,headroom,col.latency_ms&det=isolation&trees=30&sample=64&dseed=0&thr=score:0.55&\
         fp=a6c118af82a2589f",
        b"",
    );
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn what_the_page_opens_with_by_the_second_rules() {
    check(
        "v=1&src=streamguard&n=2000&fault=0.05&seed=7&rules=2&f=buffering_ratio,rel.bitrate_kbps,rel.startup_log,\
         dropped_frames_pct,rel.headroom&det=isolation&trees=100&sample=256&dseed=1&thr=share:0.05&\
         fp=b49f2acccf926f27",
        b"",
    );
}

/// The third rules differ in how files are read: the same sessions, the same scores.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn what_the_page_opens_with_by_the_third_rules() {
    check(
        "v=1&src=streamguard&n=2000&fault=0.05&seed=7&rules=3&f=buffering_ratio,rel.bitrate_kbps,rel.startup_log,\
         dropped_frames_pct,rel.headroom&det=isolation&trees=100&sample=256&dseed=1&thr=share:0.05&\
         fp=68877f8c0e46fe08",
        b"",
    );
}

/// The second rules: watch time and buffering ratio are derived, and a session without any value is not judged.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_file_whose_watch_time_is_derived() {
    check(
        "v=1&src=file&name=stalls_and_playing_time.csv&bytes=4824&\
         sha=181d412e0117f7ce8b961eede61f6d7094bc927b0ba16d81777fb9f82fdfad43&map=stall_cnt%7Erebuffer_count,\
         stall_s%7Erebuffer_duration_ms,play_s%7Eplaying_time_s,ttff_s%7Estartup_time_ms,avg_mbps%7Ebitrate_kbps,\
         device%7Edevice_type,network%7Enetwork_type&rules=2&f=buffering_ratio,rel.bitrate_kbps,startup_log,\
         rebuffers_per_min&det=isolation&trees=50&sample=256&dseed=1&thr=share:0.05&fp=d2aea9a58ecfbb29",
        include_bytes!("data/stalls_and_playing_time.csv"),
    );
}

/// Missing values, repaired cells, decimal commas, columns known by synonyms, by hand and not at all.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_file_with_gaps() {
    check(
        "v=1&src=file&name=sessions_with_gaps.csv&bytes=11784&\
         sha=e24f3b1eed475aa56a3ba62cb525a6fef6bbedd71a6caad243cf18c915587988&map=View%20ID%7Esession_id,\
         Start%20Time%7Etimestamp,device%7Edevice_type,connection%7Enetwork_type,\
         Startup%20Time%20(ms)%7Estartup_time_ms,stalls%7Erebuffer_count,stalled_ms%7Erebuffer_duration_ms,\
         avg_bitrate_kbps%7Ebitrate_kbps,watch_time_s&f=buffering_ratio,rel.bitrate_kbps,startup_log,\
         rel.rebuffers_per_min,col.temperature&det=isolation&trees=100&sample=256&dseed=1&thr=share:0.1&\
         fp=335ae84f4438f7e5",
        include_bytes!("data/sessions_with_gaps.csv"),
    );
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn hyperplanes_of_two_features() {
    check(
        "v=1&src=streamguard&n=2000&fault=0.05&seed=7&f=buffering_ratio,rel.bitrate_kbps,rel.startup_log,\
         dropped_frames_pct,rel.headroom&det=extended&trees=100&sample=256&dseed=1&thr=share:0.05&\
         fp=a02eb412c885aac9",
        b"",
    );
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_fairest_cuts() {
    check(
        "v=1&src=streamguard&n=2000&fault=0.05&seed=7&f=buffering_ratio,bitrate_kbps,startup_log&det=fair-cut&\
         trees=60&sample=300&dseed=3&thr=score:0.55&fp=e99c9bccf78b0858",
        b"",
    );
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn a_mixture_of_forests() {
    check(
        "v=1&src=streamguard&n=2000&fault=0.05&seed=7&f=buffering_ratio,rel.bitrate_kbps,rel.startup_log,\
         dropped_frames_pct,rel.headroom&det=mixture&trees=100&sample=256&dseed=1&thr=auto&fp=f5341141a85fd94e",
        b"",
    );
}
