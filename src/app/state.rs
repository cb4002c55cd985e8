//! The rules of the page's state, free of the browser.

use analysis::{Contamination, Detector, Fingerprint, ModelSource, Plan, Share, Source, Threshold};
use export::View;
use isolation_forest::{Hyperparameters, Method};
use rules::Rules;
use simulate::{Preset, Scenario};
use telemetry::parse_number;

/// Work, in sessions times trees, up to which a link is carried out without asking: a second or two.
const CHEAP: u64 = 200_000 * 100;

/// Work, in sampled sessions times trees, up to which growing them is cheap, too.
const CHEAP_GROWTH: u64 = 1_000_000;

/// Whether a link's plan may be carried out without asking.
pub fn is_cheap(plan: &Plan) -> bool {
    match &plan.source {
        Source::Generated(scenario) => plan.detector.model.hyperparameters().is_some_and(|hyperparameters| {
            let sessions = u64::from(scenario.sessions.get());
            let trees = u64::from(hyperparameters.trees());
            let sampled = sessions.min(u64::from(hyperparameters.sample_size()));
            sessions * trees <= CHEAP && sampled * trees <= CHEAP_GROWTH
        }),
        Source::File(_) => false,
    }
}

/// Whether the page's own program can carry out a plan; otherwise it needs the full one.
pub fn is_light(plan: &Plan) -> bool {
    is_cheap(plan) && matches!(plan.detector.model, ModelSource::Fitted { method: Method::Isolation, .. })
}

/// The name of the file or model that a plan needs and that must be opened for it.
pub fn needed_file(plan: &Plan) -> Option<&str> {
    match (&plan.source, &plan.detector.model) {
        (Source::File(file), _) => Some(&file.name),
        (_, ModelSource::Saved(file)) => Some(&file.name),
        _ => None,
    }
}

/// Whether a plan was made by earlier rules and could be by today's; a saved model keeps those that it was made by.
pub fn is_of_old_rules(plan: &Plan) -> bool {
    plan.rules != Rules::LATEST && matches!(plan.detector.model, ModelSource::Fitted { .. })
}

/// The plan by today's rules, where its model is not one that keeps its own.
pub fn by_todays_rules(plan: Plan) -> Plan {
    if is_of_old_rules(&plan) { Plan { rules: Rules::LATEST, ..plan } } else { plan }
}

/// What a link's promise came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The result is the sender's, bit for bit.
    Reproduced,
    /// It is not.
    Differs {
        /// The sender's fingerprint.
        expected: Fingerprint,
        /// This result's.
        found: Fingerprint,
    },
}

impl Verdict {
    /// Holds a result against what a link promised.
    pub fn of(expected: Fingerprint, found: Fingerprint) -> Self {
        if expected == found { Verdict::Reproduced } else { Verdict::Differs { expected, found } }
    }
}

/// What the user typed into the source panel, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioForm {
    /// The preset.
    pub preset: Preset,
    /// How many sessions.
    pub sessions: String,
    /// How many of a hundred have a fault.
    pub fault_percent: String,
    /// The seed.
    pub seed: String,
}

impl ScenarioForm {
    /// The form of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        Self {
            preset: scenario.preset,
            sessions: scenario.sessions.get().to_string(),
            fault_percent: percent_text(scenario.fault_share.get()),
            seed: scenario.seed.to_string(),
        }
    }

    /// The scenario that was typed in.
    ///
    /// # Errors
    /// What is wrong with the first value that is no good, for the user.
    pub fn read(&self) -> Result<Scenario, String> {
        let sessions = read_count(&self.sessions).ok_or("The number of sessions must be a whole number.")?;
        let share = read_percent(&self.fault_percent).ok_or("The share of faults must be a number of percent.")?;
        let seed = read_seed(&self.seed)?;
        Scenario::new(self.preset, sessions, share, seed).map_err(|error| sentence(&error.to_string()))
    }
}

/// How the threshold is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThresholdRule {
    /// A share of the sessions.
    Share,
    /// A fixed score.
    Score,
    /// 0.5.
    Auto,
}

/// What the user typed into the detector panel, as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DetectorForm {
    /// The saved model, where one is in use: the fields of the fit mean nothing then.
    pub saved: Option<analysis::ModelFile>,
    /// How sessions are judged.
    pub method: Method,
    /// How many trees.
    pub trees: String,
    /// How many sessions each is grown from.
    pub sample_size: String,
    /// The forest's seed.
    pub seed: String,
    /// How the threshold is found.
    pub rule: ThresholdRule,
    /// How many of a hundred are to be flagged.
    pub percent: String,
    /// The score above which a session is flagged.
    pub score: String,
}

/// A change of the form: to the form, with how the plan is shown, by a value.
pub type FormEdit = fn(&mut DetectorForm, &DetectorForm, String);

/// What the user does to the form.
#[derive(Clone, Copy)]
pub struct DetectorEdit {
    /// The change.
    pub edit: FormEdit,
    /// Whether it is settled, so that it is to be taken over into the plan.
    pub settled: bool,
}

impl DetectorForm {
    /// The form of a plan's detector; `threshold` is the score that its rule came to.
    pub fn of(plan: &Plan, threshold: Option<f64>) -> Self {
        let detector = &plan.detector;
        let (rule, share, score) = match detector.threshold {
            Threshold::Contamination(share) => (ThresholdRule::Share, share.get(), threshold),
            Threshold::Score(score) => (ThresholdRule::Score, Contamination::default().get(), Some(score.get())),
            Threshold::Auto => (ThresholdRule::Auto, Contamination::default().get(), Some(0.5)),
        };
        let (saved, method, hyperparameters) = match &detector.model {
            ModelSource::Fitted { method, hyperparameters } => (None, *method, *hyperparameters),
            ModelSource::Saved(file) => (Some(file.clone()), Method::default(), Hyperparameters::default()),
        };
        Self {
            saved,
            method,
            trees: hyperparameters.trees().to_string(),
            sample_size: hyperparameters.sample_size().to_string(),
            seed: hyperparameters.seed().to_string(),
            rule,
            percent: percent_text(share),
            score: format!("{:.3}", score.unwrap_or(0.5)),
        }
    }

    /// The detector that was typed in.
    ///
    /// # Errors
    /// What is wrong with the first value that is no good, for the user.
    pub fn read(&self) -> Result<Detector, String> {
        let trees = read_count(&self.trees).ok_or("The number of trees must be a whole number.")?;
        let sample_size = read_count(&self.sample_size).ok_or("The sample size must be a whole number.")?;
        let seed = read_seed(&self.seed)?;
        let hyperparameters =
            Hyperparameters::new(trees, sample_size, seed).map_err(|error| sentence(&error.to_string()))?;
        let threshold = match self.rule {
            ThresholdRule::Auto => Threshold::Auto,
            ThresholdRule::Share => {
                let share = read_percent(&self.percent).and_then(|share| Contamination::new(share).ok());
                Threshold::Contamination(share.ok_or("The share to flag must be above 0 and at most 50 %.")?)
            }
            ThresholdRule::Score => {
                let score = parse_number(self.score.trim()).ok().and_then(|score| Share::new(score).ok());
                Threshold::Score(score.ok_or("The threshold must be a score above 0 and at most 1.")?)
            }
        };
        let model = match &self.saved {
            Some(file) => ModelSource::Saved(file.clone()),
            None => ModelSource::Fitted { method: self.method, hyperparameters },
        };
        Ok(Detector { model, threshold })
    }
}

/// The axes of the scatter, across and up: those of the view where they exist, otherwise the first two of the features
/// that can be shown, the first of them up.
pub fn axes(view: &View, available: &[String]) -> Option<(String, String)> {
    let first = available.first()?;
    let second = available.get(1).unwrap_or(first);
    let chosen = |name: &Option<String>, other: &String| {
        name.as_ref().filter(|name| available.contains(name)).unwrap_or(other).clone()
    };
    Some((chosen(&view.x, second), chosen(&view.y, first)))
}

/// A share as a number of percent, without the noise of the multiplication.
fn percent_text(share: f64) -> String {
    let text = format!("{:.6}", share * 100.0);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A number of percent as a share; divided as text where possible, so that 5 is exactly 0.05.
fn read_percent(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('%').trim();
    let percent = parse_number(text).ok()?;
    parse_number(&format!("{text}e-2")).ok().or(Some(percent / 100.0))
}

/// A whole number, perhaps grouped by blanks, commas, apostrophes or underscores.
fn read_count(text: &str) -> Option<u32> {
    let digits: String =
        text.chars().filter(|c| !matches!(c, ' ' | ',' | '_' | '\'' | '\u{a0}' | '\u{202f}')).collect();
    digits.parse().ok()
}

fn read_seed(text: &str) -> Result<u64, String> {
    text.trim().parse().map_err(|_| format!("The seed must be a whole number from 0 to {}.", u64::MAX))
}

/// An error's text as a sentence.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().map(|letter| letter.to_ascii_uppercase().to_string()).unwrap_or_default();
    let end = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{end}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_give_back_what_they_show() {
        let plan = Plan::default();
        let Source::Generated(scenario) = &plan.source else { panic!("the default is generated") };
        assert_eq!(ScenarioForm::of(scenario).read().as_ref(), Ok(scenario));
        assert_eq!(DetectorForm::of(&plan, None).read(), Ok(plan.detector));
        for share in [0.05, 0.07, 0.003, 0.29, 0.5] {
            assert_eq!(read_percent(&percent_text(share)), Some(share));
        }
    }

    #[test]
    fn what_is_typed_wrongly_is_said() {
        let form = ScenarioForm::of(&Scenario::default());
        let bad = |change: fn(&mut ScenarioForm)| {
            let mut form = form.clone();
            change(&mut form);
            form.read().expect_err("no good")
        };
        assert!(bad(|form| form.sessions = "many".into()).contains("whole number"));
        assert!(bad(|form| form.sessions = "0".into()).contains("5000000"));
        assert!(bad(|form| form.fault_percent = "60".into()).contains("0.5"));
        assert!(bad(|form| form.seed = "-1".into()).contains("seed"));
        let mut grouped = form.clone();
        grouped.sessions = "1 000,000".into();
        assert_eq!(grouped.read().map(|scenario| scenario.sessions.get()), Ok(1_000_000));
    }

    #[test]
    fn axes_fall_back_to_the_first_features() {
        let available: Vec<String> = ["bitrate_kbps", "buffering_ratio", "headroom"].map(String::from).to_vec();
        let pair = |x: &str, y: &str| Some((x.to_owned(), y.to_owned()));
        assert_eq!(axes(&View::default(), &available), pair("buffering_ratio", "bitrate_kbps"));
        let view = View { x: Some("headroom".into()), y: Some("gone".into()), ..View::default() };
        assert_eq!(axes(&view, &available), pair("headroom", "bitrate_kbps"));
        assert_eq!(axes(&view, &available[..1]), pair("bitrate_kbps", "bitrate_kbps"));
        assert_eq!(axes(&view, &[]), None);
    }

    #[test]
    fn todays_rules_are_for_whatever_is_fitted() {
        let old = Plan { rules: Rules::FIRST, ..Plan::default() };
        assert!(is_of_old_rules(&old) && !is_of_old_rules(&Plan::default()));
        assert_eq!(by_todays_rules(old.clone()), Plan::default());
        let model = ModelSource::Saved(analysis::ModelFile { name: "m".into(), sha256: [0; 32] });
        let saved = Plan { detector: Detector { model, ..Detector::default() }, ..old };
        assert!(!is_of_old_rules(&saved));
        assert_eq!(by_todays_rules(saved.clone()), saved);
    }

    #[test]
    fn only_cheap_links_run_by_themselves() {
        assert!(is_cheap(&Plan::default()));
        let large = Scenario::new(Preset::StreamGuard, 5_000_000, 0.05, 1).expect("within bounds");
        assert!(!is_cheap(&Plan { source: Source::Generated(large), ..Plan::default() }));
        let grown = |method, trees, sample_size| {
            let hyperparameters = Hyperparameters::new(trees, sample_size, 1).expect("within bounds");
            let model = ModelSource::Fitted { method, hyperparameters };
            let plan = Plan { detector: Detector { model, ..Detector::default() }, ..Plan::default() };
            [is_cheap(&plan), is_light(&plan)]
        };
        // Of 10,000 sessions, which 1,000 trees score cheaply: what they are grown from counts by itself.
        assert_eq!(grown(Method::Isolation, 1000, 1000), [true, true]);
        assert_eq!(grown(Method::Isolation, 1000, 1001), [false, false]);
        assert_eq!(grown(Method::Isolation, 1000, 65_536), [false, false]);
        // No more than there are can be sampled.
        assert_eq!(grown(Method::Isolation, 100, 65_536), [true, true]);
        assert_eq!(grown(Method::FairCut, 100, 256), [true, false]);
    }
}
