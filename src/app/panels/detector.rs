//! How sessions are judged.

use super::input::{InputProps, input};
use crate::analysis::{Detector, Plan};
use crate::app::state::{DetectorForm, ThresholdRule};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The detector panel.
#[derive(Clone, PartialEq, Properties)]
pub struct DetectorProps {
    /// The plan that the controls show.
    pub plan: Plan,
    /// The score that the threshold rule came to.
    pub threshold: Option<f64>,
    /// Told the new detector.
    pub on_change: Callback<Detector>,
}

const RULES: [(ThresholdRule, &str, &str); 3] = [
    (ThresholdRule::Share, "share", "a share"),
    (ThresholdRule::Score, "score", "a fixed score"),
    (ThresholdRule::Auto, "auto", "score 0.5 (auto)"),
];

/// The detector panel.
#[function_component]
pub fn DetectorPanel(props: &DetectorProps) -> Html {
    let error = use_state(|| None::<String>);
    let shown = DetectorForm::of(&props.plan, props.threshold);
    let form = use_state(|| shown.clone());
    {
        // The form follows the plan: a link, a drag of the threshold or a cancelled run changes it from outside.
        let (form, error, shown) = (form.clone(), error.clone(), shown.clone());
        use_effect_with(props.plan.detector, move |_| {
            form.set(shown);
            error.set(None);
        });
    }
    {
        // A new result has a new threshold; what is being typed elsewhere in the form stays.
        let form = form.clone();
        use_effect_with(props.threshold, move |_| {
            if form.rule != ThresholdRule::Score {
                form.set(DetectorForm { score: shown.score, ..(*form).clone() });
            }
        });
    }
    let draft = |change: fn(&mut DetectorForm, String)| {
        let form = form.clone();
        Callback::from(move |value: String| {
            let mut edited = (*form).clone();
            change(&mut edited, value);
            form.set(edited);
        })
    };
    let edit = |change: fn(&mut DetectorForm, String)| {
        let (form, error) = (form.clone(), error.clone());
        let (on_change, detector) = (props.on_change.clone(), props.plan.detector);
        Callback::from(move |value: String| {
            let mut edited = (*form).clone();
            change(&mut edited, value);
            match edited.read() {
                Ok(read) => {
                    error.set(None);
                    if read != detector {
                        on_change.emit(read);
                    }
                }
                Err(text) => error.set(Some(text)),
            }
            form.set(edited);
        })
    };
    let on_rule = {
        let choose = edit(|form, value| {
            if let Some((rule, _, _)) = RULES.iter().find(|(_, name, _)| *name == value) {
                form.rule = *rule;
            }
        });
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                choose.emit(select.value());
            }
        })
    };
    html! {
            <section class="panel" aria-labelledby="detector-title">
                <h2 id="detector-title" title="Isolation Forest (Liu, Ting and Zhou 2008): what is easy to separate from all \
                    others by random splits is anomalous.">{ "Isolation Forest" }</h2>
                { input(InputProps {
        id: "trees", label: "Trees", value: &form.trees, unit: "",
        meaning: "More trees give a steadier score and take longer: 1 to 1,000.",
        on_input: draft(|form, value| form.trees = value),
                on_change: edit(|form, value| form.trees = value),
    }) }
                { input(InputProps {
        id: "sample-size", label: "Sample size", value: &form.sample_size, unit: "",
        meaning: "How many sessions each tree is grown from: 2 to 65,536.",
        on_input: draft(|form, value| form.sample_size = value),
                on_change: edit(|form, value| form.sample_size = value),
    }) }
                { input(InputProps {
        id: "detector-seed", label: "Seed", value: &form.seed, unit: "",
        meaning: "The same seed gives the same forest, on every machine.",
        on_input: draft(|form, value| form.seed = value),
                on_change: edit(|form, value| form.seed = value),
    }) }
                <div class="field">
                    <label for="rule" title="From which score on a session is flagged.">{ "Flag by" }</label>
                    <select id="rule" onchange={on_rule}>
                        { for RULES.iter().map(|(rule, name, label)| html! {
                            <option value={*name} selected={*rule == form.rule}>{ *label }</option>
                        }) }
                    </select>
                </div>
                if form.rule == ThresholdRule::Share {
                    { input(InputProps {
        id: "share", label: "Share to flag", value: &form.percent, unit: "%",
        meaning: "Contamination: the share of sessions with the highest scores that is flagged.",
        on_input: draft(|form, value| form.percent = value),
                on_change: edit(|form, value| form.percent = value),
    }) }
                }
                if form.rule == ThresholdRule::Score {
                    { input(InputProps {
        id: "score", label: "Above score", value: &form.score, unit: "",
        meaning: "Sessions with a higher score than this are flagged.",
        on_input: draft(|form, value| form.score = value),
                on_change: edit(|form, value| form.score = value),
    }) }
                }
                if let Some(error) = (*error).clone() {
                    <p class="error" role="alert">{ error }</p>
                }
            </section>
        }
}
