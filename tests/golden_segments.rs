//! What sessions share is frozen: the same segments with the same figures natively and in every browser, now and later.
//!
//! These digests never change. A better search has other limits or another name.

use std::sync::Arc;
use streamguard::analysis::{Plan, SerialExecutor, Source};
use streamguard::crossfilter::{Baseline, Contrast, Crossfilter, Dimension, Filters};
use streamguard::diagnose::{Answer, Count, Explaining, Limits, Segments, interval, ln_fisher, risk_ratio};
use streamguard::simulate::{Preset, Scenario};
use xxhash_rust::xxh64::Xxh64;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test;

/// What generated sessions share, asked in slices of so much work.
fn segments(sessions: u32, seed: u64, asked: &Contrast, work: u64) -> Segments {
    let scenario = Scenario::new(Preset::StreamGuard, sessions, 0.05, seed).expect("within bounds");
    let plan = Plan { source: Source::Generated(scenario), ..Plan::default() };
    let analysis = SerialExecutor::default().analyse_generated(&plan).expect("a sound plan");
    let mut crossfilter = Crossfilter::of(Arc::new(analysis));
    let mut explaining =
        Explaining::begin(&mut crossfilter, asked.clone(), Limits::default()).expect("there is something to compare");
    while explaining.advance(work).is_some() {}
    explaining.finish()
}

/// One hash over conditions and the bits of all figures.
fn hash(segments: &Segments) -> u64 {
    let mut hash = Xxh64::new(0);
    let mut number = |value: f64| hash.update(&value.to_bits().to_le_bytes());
    let counts = |count: Count| [count.bad as f64, count.sessions as f64];
    for count in [Some(segments.now), segments.before].into_iter().flatten() {
        counts(count).into_iter().for_each(&mut number);
    }
    number(segments.combinations);
    for Answer { figures, .. } in segments.answers.iter().chain(&segments.close) {
        let (left, left_of_others) = figures.left.unzip();
        for count in [Some(figures.now), Some(figures.rest), figures.before, left, left_of_others].into_iter().flatten()
        {
            counts(count).into_iter().for_each(&mut number);
        }
        let (low, high) = figures.interval;
        let all = [figures.support, figures.risk_ratio, low, high, figures.explained, figures.log10_p_value];
        all.into_iter().for_each(&mut number);
    }
    segments.dimensions.iter().for_each(|dimension| hash.update(dimension.name().as_bytes()));
    for answer in segments.answers.iter().chain(&segments.close) {
        answer.conditions.iter().for_each(|filter| hash.update(filter.to_text().as_bytes()));
        hash.update(b"\n");
    }
    hash.digest()
}

fn filters(texts: &[&str]) -> Filters {
    let texts: Vec<String> = texts.iter().map(|&text| text.into()).collect();
    Filters::from_texts(&texts).expect("filters")
}

/// The dimensions of some conditions.
fn dimensions(texts: &[&str]) -> Vec<Dimension> {
    texts.iter().map(|&text| Dimension::from_name(text).expect(text)).collect()
}

/// From a time in the week of the sessions on, in which an incident begins.
fn earlier() -> Contrast {
    let dimensions = dimensions(&["c.isp", "c.cdn", "c.content_type"]);
    Contrast { of: filters(&["c.timestamp:1768046400000.."]), baseline: Baseline::Earlier, dimensions }
}

/// Numbers, times and labels.
fn in_bins() -> Contrast {
    let dimensions = dimensions(&["c.throughput_kbps", "c.latency_ms", "c.timestamp", "hour", "c.isp"]);
    Contrast { of: filters(&["c.startup_time_ms:1500.."]), baseline: Baseline::Others, dimensions }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn the_segments_of_generated_sessions_are_those_frozen() {
    let frozen = [0xb260_9627_f15b_3978, 0xdd94_0ea7_7d6d_e84c, 0xcf61_48f0_b000_6dc6, 0xc3f3_4a53_cad7_2193];
    // In one go, and in many.
    for work in [u64::MAX, 1] {
        let hashes = [
            (20_000, 7, Contrast::default()),
            (10_000, 3, Contrast::default()),
            (10_000, 7, earlier()),
            (10_000, 7, in_bins()),
        ]
        .map(|(sessions, seed, asked)| hash(&segments(sessions, seed, &asked, work)));
        assert_eq!(hashes, frozen, "{hashes:#018x?}");
    }
}

#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn what_is_said_of_them_is_frozen() {
    let said = |asked: &Contrast| {
        let segments = segments(10_000, 7, asked, u64::MAX);
        let answers = segments.answers.iter().map(|answer| answer.sentence.clone());
        let all: Vec<String> = std::iter::once(segments.sentence.clone()).chain(answers).collect();
        all.join("\n").replace('\u{202f}', " ")
    };
    assert_eq!(
        said(&Contrast::default()),
        "500 of 10 000 sessions are flagged. 4 segments explain 31.3% of them.\n\
         CDN edge: aurora-fra: 13.2% of 568 sessions are flagged, 2.9 times as often as the others (2.3 to 3.7). That is 15% \
         of all flagged sessions.\n\
         Device model: Legacy Smart TV and App version: 5.2.0: 12.3% of 568 sessions are flagged, 2.7 times as often as the \
         others (2.1 to 3.4). That is 14% of all flagged sessions.\n\
         Device model: Android TV Box and Codec: av1: 24.5% of 200 sessions are flagged, 5.3 times as often as the others \
         (4.1 to 6.9). That is 9.8% of all flagged sessions.\n\
         ISP: Litoral Net: 13.9% of 345 sessions are flagged, 3 times as often as the others (2.3 to 3.9). That is 9.6% of \
         all flagged sessions."
    );
    assert_eq!(
        said(&earlier()),
        "5.02% of 7053 sessions were flagged before, 4.95% of 2947 sessions are now. One segment explains 10.8% of them.\n\
         CDN: cirrus and Content type: live: 22.1% of 86 sessions are flagged, 5 times as often as the others (3.2 to 7.7); \
         before it was 3.77%. That is 13% of all flagged sessions."
    );
    assert_eq!(
        said(&in_bins()),
        "2895 of 10 000 sessions are chosen. 2 segments explain 61.4% of them.\n\
         Throughput at least 0 Mbps and less than 50 Mbps: 35.1% of 7022 sessions are chosen, 2.4 times as often as the others \
         (2.2 to 2.7). That is 85.2% of all chosen sessions.\n\
         Throughput at least 50 Mbps and less than 100 Mbps: 16.8% of 2423 sessions are chosen, outside clearer segments 4.7 \
         times as often as the others (3 to 7.3). That is 14.1% of all chosen sessions."
    );
}

/// The statistics over counts of all sizes.
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn ratios_intervals_and_tests_are_those_frozen() {
    let mut hash = Xxh64::new(0);
    let sizes = [0, 1, 2, 7, 60, 999, 48_500, 3_000_000];
    for sessions in sizes {
        for others in sizes {
            for share in [0, 1, 3, 50, 99, 100] {
                for share_of_others in [0, 1, 50, 100] {
                    let of = Count { bad: sessions * share / 100, sessions };
                    let rest = Count { bad: others * share_of_others / 100, sessions: others };
                    let (low, high) = interval(of, rest);
                    for value in [risk_ratio(of, rest), low, high, ln_fisher(of, rest)] {
                        assert!(!value.is_nan(), "{of:?} {rest:?}");
                        hash.update(&value.to_bits().to_le_bytes());
                    }
                }
            }
        }
    }
    let digest = hash.digest();
    assert_eq!(digest, 0x66b3_b840_d704_8189, "{digest:#018x}");
}

/// MacroBase's own: exposed inliers and outliers, all inliers and outliers (Bailis et al. 2017).
#[cfg_attr(target_arch = "wasm32", wasm_bindgen_test)]
#[cfg_attr(not(target_arch = "wasm32"), test)]
fn ratios_are_those_of_macrobase() {
    for ((exposed, exposed_bad, others, bad), expected) in [
        ((10, 10, 100, 100), 1.0),
        ((10, 10, 1000, 100), 6.0),
        ((10, 99, 1000, 100), 99.0 * 991.0 / 109.0),
        ((0, 0, 100, 100), 0.0),
        ((100, 100, 100, 100), 0.0),
        ((0, 100, 100, 100), f64::INFINITY),
    ] {
        let of = Count { bad: exposed_bad, sessions: exposed + exposed_bad };
        let all = Count { bad, sessions: others + bad };
        assert_eq!(risk_ratio(of, all.without(of)), expected, "{of:?}");
    }
}
