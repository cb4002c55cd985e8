//! A plan as readable pairs, and back. Everything that a result depends on is written out, so that a changed default
//! never changes an old link.

use super::plan::ShareError;
use super::{
    Contamination, Detector, FileSource, ModelFile, ModelSource, Pairs, PairsError, Plan, Share, Source, Threshold,
};
use features::Feature;
use ingest::{Check, Checks, Choice, FileIdentity, Fill, Grouping, Layout, Mapping, Reading};
use isolation_forest::{Hyperparameters, Method};
use rules::Rules;
use simulate::{Preset, Scenario};
use std::num::NonZeroU32;
use telemetry::parse_number;

/// More features than this are no analysis.
const MOST_FEATURES: usize = 64;
/// A file larger than this cannot be opened anyway.
const MOST_BYTES: u64 = 1 << 40;
/// A longer file name is cut, which is seen.
const MOST_NAME: usize = 200;
const CUT: char = '…';

/// Of more rows than this no single one is a sample.
const MOST_SKIPPED: u32 = 1_000_000;

const FILE: &str = "file";
const LAYOUT: &str = "layout";
const GROUPING: &str = "rows";
const ZONE: &str = "zone";
const MEDIAN: &str = "median";
const SAVED: &str = "saved";
const RULES: &str = "rules";
const AUTO: &str = "auto";
const CONTAMINATION: &str = "share:";
const SCORE: &str = "score:";

impl FileSource {
    /// The file and how it was read by these rules: the pairs of a plan that are about them.
    pub fn text(&self, rules: Rules) -> String {
        let mut pairs = Pairs::default();
        self.write(&mut pairs, true);
        write_rules(&mut pairs, rules);
        pairs.to_string()
    }

    fn write(&self, pairs: &mut Pairs, with_name: bool) {
        pairs.push("src", FILE);
        if with_name {
            pairs.push("name", &cut(&self.name));
        }
        pairs.push("bytes", &self.identity.bytes.to_string());
        pairs.push("sha", &hex(&self.identity.sha256));
        write_reading(pairs, &self.reading);
    }
}

impl Plan {
    /// The plan as pairs.
    pub fn to_pairs(&self) -> Pairs {
        self.write(true)
    }

    /// The text of all that the result depends on: the pairs without the file's name.
    pub fn result_text(&self) -> String {
        self.write(false).to_string()
    }

    fn write(&self, with_name: bool) -> Pairs {
        let mut pairs = Pairs::default();
        match &self.source {
            Source::Generated(scenario) => {
                pairs.push("src", scenario.preset.name());
                pairs.push("n", &scenario.sessions.get().to_string());
                pairs.push("fault", &scenario.fault_share.get().to_string());
                pairs.push("seed", &scenario.seed.to_string());
            }
            Source::File(file) => file.write(&mut pairs, with_name),
        }
        write_rules(&mut pairs, self.rules);
        let features: Vec<String> = self.features.iter().map(Feature::name).collect();
        pairs.push_list("f", features.iter().map(String::as_str));
        match &self.detector.model {
            ModelSource::Fitted { method, hyperparameters } => {
                pairs.push("det", method.name());
                pairs.push("trees", &hyperparameters.trees().to_string());
                pairs.push("sample", &hyperparameters.sample_size().to_string());
                pairs.push("dseed", &hyperparameters.seed().to_string());
            }
            ModelSource::Saved(file) => {
                pairs.push("det", SAVED);
                if with_name {
                    pairs.push("mname", &cut(&file.name));
                }
                pairs.push("msha", &hex(&file.sha256));
            }
        }
        pairs.push("thr", &self.detector.threshold.text());
        pairs
    }

    /// The plan of a text, each value checked.
    ///
    /// # Errors
    /// [`PairsError`] names what is no pair, or the pair that is missing or means nothing.
    pub fn from_text(text: &str) -> Result<Self, PairsError> {
        Self::take_from(&mut Pairs::parse(text)?)
    }

    /// Takes a plan out of pairs, each value checked.
    ///
    /// # Errors
    /// [`PairsError`] names the pair that is missing or means nothing.
    pub fn take_from(pairs: &mut Pairs) -> Result<Self, PairsError> {
        let source = pairs.require("src")?;
        let source =
            if source == FILE {
                Source::File(take_file(pairs)?)
            } else {
                let preset = Preset::from_name(&source).ok_or_else(|| PairsError::Value {
                    key: "src",
                    value: source.chars().take(40).collect(),
                    why: "no such source".into(),
                })?;
                let sessions = pairs.parse_with("n", str::parse::<u32>)?;
                let fault_share = pairs.parse_with("fault", parse_number)?;
                let seed = pairs.parse_with("seed", str::parse::<u64>)?;
                let scenario = Scenario::new(preset, sessions, fault_share, seed).map_err(|error| {
                    PairsError::Value { key: "n", value: sessions.to_string(), why: error.to_string() }
                })?;
                Source::Generated(scenario)
            };
        let rules = take_rules(pairs)?;
        let mut features = Vec::new();
        for name in pairs.take_list("f")? {
            let bad = |why: String| PairsError::Value { key: "f", value: name.chars().take(40).collect(), why };
            let feature = Feature::from_name(&name).map_err(|error| bad(error.to_string()))?;
            if features.contains(&feature) {
                return Err(bad("stands twice".into()));
            }
            if features.len() == MOST_FEATURES {
                return Err(bad(format!("more than {MOST_FEATURES} features")));
            }
            features.push(feature);
        }
        let method = pairs.parse_with("det", |text| match Method::from_name(text) {
            None if text != SAVED => Err("no such detector"),
            method => Ok(method),
        })?;
        let model = match method {
            Some(method) => ModelSource::Fitted { method, hyperparameters: take_hyperparameters(pairs)? },
            None => {
                ModelSource::Saved(ModelFile { name: take_name(pairs, "mname")?, sha256: take_sha256(pairs, "msha")? })
            }
        };
        let threshold = pairs.parse_with("thr", Threshold::parse)?;
        Ok(Self { source, rules, features, detector: Detector { model, threshold } })
    }
}

fn write_rules(pairs: &mut Pairs, rules: Rules) {
    if rules != Rules::FIRST {
        pairs.push(RULES, &rules.number().to_string());
    }
}

/// The rules of a plan; the first ones where it names none, as those did that were made before there was a number.
fn take_rules(pairs: &mut Pairs) -> Result<Rules, PairsError> {
    if !pairs.has(RULES) {
        return Ok(Rules::FIRST);
    }
    pairs.parse_with(RULES, |text| {
        let number = text.parse().map_err(|_| "must be a whole number from 1".to_owned())?;
        Rules::of_number(number).map_err(|error| error.to_string())
    })
}

fn take_hyperparameters(pairs: &mut Pairs) -> Result<Hyperparameters, PairsError> {
    let trees = pairs.parse_with("trees", str::parse::<u32>)?;
    let sample_size = pairs.parse_with("sample", str::parse::<u32>)?;
    let seed = pairs.parse_with("dseed", str::parse::<u64>)?;
    Hyperparameters::new(trees, sample_size, seed).map_err(|error| PairsError::Value {
        key: if error.value == trees { "trees" } else { "sample" },
        value: error.value.to_string(),
        why: error.to_string(),
    })
}

/// A file's name as it stands in a link, for people only.
fn cut(name: &str) -> String {
    match name.char_indices().nth(MOST_NAME - 1) {
        Some((place, last)) if place + last.len_utf8() < name.len() => format!("{}{CUT}", &name[..place]),
        _ => name.to_owned(),
    }
}

fn take_name(pairs: &mut Pairs, key: &'static str) -> Result<String, PairsError> {
    pairs.parse_with(key, |text| if text.chars().count() <= MOST_NAME { Ok(text.to_owned()) } else { Err("too long") })
}

fn take_sha256(pairs: &mut Pairs, key: &'static str) -> Result<[u8; 32], PairsError> {
    pairs.parse_with(key, |text| unhex(text).ok_or("a SHA-256 is 64 hexadecimal digits"))
}

fn take_file(pairs: &mut Pairs) -> Result<FileSource, PairsError> {
    let name = take_name(pairs, "name")?;
    let bytes = pairs.parse_with("bytes", |text| match text.parse::<u64>() {
        Ok(bytes) if bytes <= MOST_BYTES => Ok(bytes),
        Ok(_) => Err("too large".to_owned()),
        Err(error) => Err(error.to_string()),
    })?;
    let sha256 = take_sha256(pairs, "sha")?;
    Ok(FileSource { name, identity: FileIdentity { bytes, sha256 }, reading: take_reading(pairs)? })
}

/// Writes how a file is read: its columns, and whatever is otherwise than [`Reading::rows`] says.
fn write_reading(pairs: &mut Pairs, reading: &Reading) {
    let item = |(column, choice): &(String, Choice)| {
        let taken = choice.to_string();
        if *column == taken { taken } else { format!("{column}~{taken}") }
    };
    let items: Vec<String> = reading.mapping.choices().iter().map(item).collect();
    pairs.push_list("map", items.iter().map(String::as_str));
    if let Some(layout) = &reading.layout {
        pairs.push(LAYOUT, &layout.to_string());
    }
    if !matches!(reading.grouping, Grouping::Recognise | Grouping::Rows) {
        pairs.push(GROUPING, &reading.grouping.text());
    }
    if reading.every.get() > 1 {
        pairs.push("every", &reading.every.to_string());
    }
    if reading.checks != Checks::ranges() {
        let checks = Check::ALL.iter().filter(|&&check| reading.checks.has(check));
        let items: Vec<String> = checks
            .map(|check| match check {
                Check::Future => format!("{}:{}", check.name(), reading.checks.as_of()),
                check => check.name().to_owned(),
            })
            .collect();
        pairs.push_list("checks", items.iter().map(String::as_str));
    }
    if reading.fill == Fill::CohortMedian {
        pairs.push("fill", MEDIAN);
    }
    if let Some(zone) = &reading.zone {
        pairs.push(ZONE, zone.as_str());
    }
}

/// Takes how a file is read. Nothing is recognised: what is not written is not so.
fn take_reading(pairs: &mut Pairs) -> Result<Reading, PairsError> {
    let mut mapping = Mapping::default();
    for item in pairs.take_list("map")? {
        let bad = |why: &str| PairsError::Value { key: "map", value: item.chars().take(40).collect(), why: why.into() };
        // A column that has a field's own name needs no more than that.
        let (column, taken) = item.rsplit_once('~').unwrap_or((&item, &item));
        let choice = taken.parse::<Choice>().map_err(|error| bad(&error.to_string()))?;
        mapping.assign(column, choice).map_err(|error| bad(&error.to_string()))?;
    }
    let mut reading = Reading::rows(mapping.closed());
    if let Some(text) = pairs.take(LAYOUT)? {
        let layout = text.parse::<Layout>().map_err(|_| bad_value(LAYOUT, &text, "no such layout"))?;
        reading.layout = Some(layout);
    }
    if let Some(text) = pairs.take(GROUPING)? {
        let grouping = Grouping::from_text(&text);
        reading.grouping = grouping.ok_or_else(|| bad_value(GROUPING, &text, "no such way to group rows"))?;
    }
    if let Some(text) = pairs.take("every")? {
        let every = text.parse().ok().filter(|&every: &NonZeroU32| every.get() <= MOST_SKIPPED);
        reading.every = every.ok_or_else(|| bad_value("every", &text, "must be a whole number from 1 to 1000000"))?;
    }
    if pairs.has("checks") {
        reading.checks = Checks::none();
        for item in pairs.take_list("checks")? {
            let (name, as_of) = item.split_once(':').map_or((item.as_str(), None), |(name, time)| (name, Some(time)));
            let check = Check::from_name(name).filter(|&check| (check == Check::Future) == as_of.is_some());
            let check = check.ok_or_else(|| bad_value("checks", &item, "no such check"))?;
            reading.checks = reading.checks.with(check, true);
            if let Some(time) = as_of {
                let time = time.parse().map_err(|_| bad_value("checks", &item, "its time is no whole number"))?;
                reading.checks = reading.checks.with_as_of(time);
            }
        }
    }
    if let Some(text) = pairs.take("fill")? {
        reading.fill = match text.as_str() {
            MEDIAN => Fill::CohortMedian,
            _ => return Err(bad_value("fill", &text, "must be median")),
        };
    }
    if pairs.has(ZONE) {
        reading.zone = Some(pairs.parse_with(ZONE, str::parse)?);
    }
    Ok(reading)
}

fn bad_value(key: &'static str, value: &str, why: &str) -> PairsError {
    PairsError::Value { key, value: value.chars().take(40).collect(), why: why.into() }
}

impl Threshold {
    /// The rule as it stands in a plan.
    pub fn text(self) -> String {
        match self {
            Threshold::Auto => AUTO.to_owned(),
            Threshold::Contamination(share) => format!("{CONTAMINATION}{}", share.get()),
            Threshold::Score(score) => format!("{SCORE}{}", score.get()),
        }
    }

    /// The rule of this text.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(text: &str) -> Result<Self, String> {
        let number = |text: &str| parse_number(text).map_err(|error| error.to_string());
        let share = |error: ShareError| error.to_string();
        if text == AUTO {
            Ok(Threshold::Auto)
        } else if let Some(rest) = text.strip_prefix(CONTAMINATION) {
            Ok(Threshold::Contamination(Contamination::new(number(rest)?).map_err(share)?))
        } else if let Some(rest) = text.strip_prefix(SCORE) {
            Ok(Threshold::Score(Share::new(number(rest)?).map_err(share)?))
        } else {
            Err("must be auto, share:… or score:…".into())
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<[u8; 32]> {
    if text.len() != 64 || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut bytes = [0; 32];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use features::Measure;
    use ingest::{Assignment, Decimal, Detail, Gap, SourceUnit, TimeFormat};
    use proptest::prelude::*;
    use telemetry::Field;

    fn plans() -> impl Strategy<Value = Plan> {
        let generated = (1..=5_000_000_u32, 0.0..=0.5_f64, any::<u64>()).prop_map(|(sessions, share, seed)| {
            Source::Generated(Scenario::new(Preset::StreamGuard, sessions, share, seed).expect("within bounds"))
        });
        let assignment = prop_oneof![
            proptest::sample::select(Field::ALL).prop_map(Assignment::Field),
            Just(Assignment::Own),
            Just(Assignment::Truth),
            Just(Assignment::Ignore),
            Just(Assignment::Cmcd),
        ];
        let detail = proptest::option::of(prop_oneof![
            proptest::sample::select(SourceUnit::ALL).prop_map(Detail::Unit),
            proptest::sample::select(TimeFormat::ALL).prop_map(Detail::Time),
            Just(Detail::Letters),
            Just(Detail::Labels),
            Just(Detail::Numbers),
        ]);
        let decimal = proptest::option::of(proptest::sample::select(vec![Decimal::Point, Decimal::Comma]));
        let grouping = prop_oneof![
            Just(Grouping::Rows),
            Just(Grouping::Session),
            Just(Grouping::File),
            (1..=86_400_u32).prop_map(|seconds| Gap::new(seconds).map_or(Grouping::Rows, Grouping::Viewer)),
        ];
        let layout = proptest::option::of(proptest::sample::select(
            Layout::all()
                .chain(
                    ["csv:tab:unquoted:bare:line7", "csv:comma:backslash", "json:a b.ü&=%,~"]
                        .map(|text| text.parse().expect("a layout")),
                )
                .collect::<Vec<_>>(),
        ));
        let zone = proptest::option::of(
            "[A-Z][a-z_]{1,9}(/[A-Z][a-z]{1,9}){0,2}".prop_map(|name| name.parse().expect("a name")),
        );
        let file = (
            "[^\u{0}]{0,60}",
            0..MOST_BYTES,
            any::<[u8; 32]>(),
            proptest::collection::btree_map("[^\u{0}]{1,20}", (assignment, detail, decimal), 0..6),
            (1..=MOST_SKIPPED, grouping, 0_u16..256, any::<i64>(), any::<bool>(), layout, zone),
        )
            .prop_map(|(name, bytes, sha256, columns, (every, grouping, on, as_of, fill, layout, zone))| {
                let mut mapping = Mapping::default();
                for (column, (assignment, detail, decimal)) in columns {
                    // Two columns of one field are refused; that is the mapping's own affair.
                    let _ = mapping.assign(&column, Choice { assignment, detail, decimal });
                }
                let mut reading = Reading::rows(mapping.closed());
                reading.every = NonZeroU32::new(every).unwrap_or(NonZeroU32::MIN);
                reading.grouping = grouping;
                reading.layout = layout;
                reading.zone = zone;
                reading.checks = Checks::none();
                for (place, &check) in Check::ALL.iter().enumerate() {
                    reading.checks = reading.checks.with(check, on >> place & 1 == 1);
                }
                if reading.checks.has(Check::Future) {
                    reading.checks = reading.checks.with_as_of(as_of);
                }
                reading.fill = if fill { Fill::CohortMedian } else { Fill::Leave };
                Source::File(FileSource { name, identity: FileIdentity { bytes, sha256 }, reading })
            });
        let measure = prop_oneof![
            proptest::sample::select(Measure::all().cloned().collect::<Vec<_>>()),
            "[^\u{0}]{1,20}".prop_map(Measure::Column),
        ];
        let features = proptest::collection::btree_set(
            (measure, any::<bool>()).prop_map(|(measure, relative)| Feature { measure, relative }),
            0..8,
        );
        let threshold = prop_oneof![
            Just(Threshold::Auto),
            (f64::MIN_POSITIVE..=0.5)
                .prop_map(|share| Threshold::Contamination(Contamination::new(share).expect("ok"))),
            (f64::MIN_POSITIVE..=1.0).prop_map(|score| Threshold::Score(Share::new(score).expect("ok"))),
        ];
        let fitted = (proptest::sample::select(&Method::ALL), 1..=1000_u32, 2..=65_536_u32, any::<u64>()).prop_map(
            |(method, trees, sample, seed)| ModelSource::Fitted {
                method,
                hyperparameters: Hyperparameters::new(trees, sample, seed).expect("within bounds"),
            },
        );
        let saved = ("[^\u{0}]{0,60}", any::<[u8; 32]>())
            .prop_map(|(name, sha256)| ModelSource::Saved(ModelFile { name, sha256 }));
        let rules = (1..=Rules::LATEST.number()).prop_map(|number| Rules::of_number(number).expect("known"));
        (prop_oneof![generated, file], rules, features, prop_oneof![3 => fitted, 1 => saved], threshold).prop_map(
            |(source, rules, features, model, threshold)| Plan {
                source,
                rules,
                features: features.into_iter().collect(),
                detector: Detector { model, threshold },
            },
        )
    }

    proptest! {
        #[test]
        fn every_plan_comes_back(plan in plans()) {
            let text = plan.to_pairs().to_string();
            let mut pairs = Pairs::parse(&text).expect("own text");
            prop_assert_eq!(Plan::take_from(&mut pairs).expect("own plan"), plan);
            prop_assert_eq!(pairs.finish(), Ok(()));
        }
    }

    #[test]
    fn a_name_that_is_cut_shows_it() {
        for (letters, shown) in [(1, 1), (199, 199), (200, 200), (201, 200), (5000, 200)] {
            let name = "ü".repeat(letters);
            let read = cut(&name);
            assert_eq!((read.chars().count(), read.ends_with(CUT)), (shown, letters > 200), "{letters}");
            assert!(name.starts_with(read.trim_end_matches(CUT)));
            // It is cut once.
            assert_eq!(cut(&read), read);
        }
    }

    #[test]
    fn a_layout_stands_in_a_plan_where_it_is_told() {
        let mut reading = Reading::rows(Mapping::default().closed());
        reading.layout = "csv:pipe:bare".parse().ok();
        let identity = FileIdentity { bytes: 7, sha256: [0; 32] };
        let source = Source::File(FileSource { name: "f".into(), identity, reading });
        let text = Plan { source, ..Plan::default() }.to_pairs().to_string();
        assert!(text.contains("&layout=csv:pipe:bare&"), "{text}");
        let mut pairs = Pairs::parse(&text.replace("csv:pipe:bare", "csv")).expect("pairs");
        assert_eq!(Plan::take_from(&mut pairs).expect_err("no layout").to_string(), "layout=csv: no such layout");
    }

    #[test]
    fn a_zone_stands_in_a_plan_where_it_is_chosen() {
        let mut reading = Reading::rows(Mapping::default().closed());
        reading.zone = "Europe/Berlin".parse().ok();
        let identity = FileIdentity { bytes: 7, sha256: [0; 32] };
        let source = Source::File(FileSource { name: "f".into(), identity, reading });
        let text = Plan { source, ..Plan::default() }.to_pairs().to_string();
        assert!(text.contains("&zone=Europe/Berlin&"), "{text}");
        let error = Plan::from_text(&text.replace("Europe/Berlin", "../x")).expect_err("no name");
        assert_eq!(error.to_string(), "zone=../x: must be the name of a zone such as Europe/Berlin");
    }

    #[test]
    fn the_text_of_the_default_plan_is_frozen() {
        assert_eq!(
            Plan { rules: Rules::FIRST, ..Plan::default() }.to_pairs().to_string(),
            "src=streamguard&n=10000&fault=0.05&seed=7&f=buffering_ratio,rel.bitrate_kbps,rel.startup_log,dropped_frames_pct,rel.headroom&det=isolation&trees=100&sample=256&dseed=1&thr=share:0.05"
        );
    }

    #[test]
    fn rules_stand_in_a_plan_from_the_second_on() {
        let plan = Plan { rules: Rules::of_number(2).expect("known"), ..Plan::default() };
        let text = plan.to_pairs().to_string();
        assert!(text.starts_with("src=streamguard&n=10000&fault=0.05&seed=7&rules=2&f=buffering_ratio,"), "{text}");
        let read = |rules: &str| {
            let mut pairs = Pairs::parse(&text.replace("&rules=2", rules)).expect("pairs");
            Plan::take_from(&mut pairs).map(|plan| plan.rules.number()).map_err(|error| error.to_string())
        };
        assert_eq!((read(""), read("&rules=1"), read("&rules=2")), (Ok(1), Ok(1), Ok(2)));
        assert_eq!(read("&rules=99"), Err("rules=99: made by a newer StreamGuard".into()));
        for bad in ["0", "", "-1", "2.0", "99999999999"] {
            assert_eq!(read(&format!("&rules={bad}")), Err(format!("rules={bad}: must be a whole number from 1")));
        }
    }

    #[test]
    fn values_out_of_bounds_are_named() {
        let text = Plan::default().to_pairs().to_string();
        let refused = |from: &str, to: &str| {
            assert!(text.contains(from));
            let mut pairs = Pairs::parse(&text.replace(from, to)).expect("pairs");
            Plan::take_from(&mut pairs).expect_err("out of bounds").to_string()
        };
        assert!(refused("n=10000", "n=0").starts_with("n=0: "));
        assert!(refused("n=10000", "n=99999999999").starts_with("n=99999999999: "));
        assert!(refused("fault=0.05", "fault=NaN").contains("fault share"));
        assert!(refused("src=streamguard", "src=other").contains("no such source"));
        assert!(refused("trees=100", "trees=1000000").starts_with("trees=1000000: "));
        assert!(refused("sample=256", "sample=1").starts_with("sample=1: "));
        assert!(refused("thr=share:0.05", "thr=share:0.9").starts_with("thr=share:0.9: "));
        assert!(refused("thr=share:0.05", "thr=score:inf").starts_with("thr=score:inf: "));
        assert!(refused("rel.headroom", "rel.headroom,rel.headroom").contains("stands twice"));
        assert!(refused("headroom", "bodyroom").contains("is not a feature"));
        assert!(refused("&det=isolation", "").contains("\"det\" is missing"));
    }
}
