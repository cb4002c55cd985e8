//! How sessions are judged.

use super::advice::{AdviceProps, advice_view};
use super::file_button;
use super::input::{InputProps, input};
use crate::app::state::{DetectorEdit, DetectorForm, FormEdit, ThresholdRule};
use crate::engine::Product;
use analysis::views::Advice;
use analysis::{Detector, ModelSource, Plan, Threshold};
use isolation_forest::Method;
use port::AnswerState;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The detector panel.
pub struct DetectorProps<'a> {
    /// The plan that the controls show.
    pub plan: &'a Plan,
    /// What is typed, and what is wrong with it.
    pub form: &'a (DetectorForm, Option<String>),
    /// Whether there is a result.
    pub ready: bool,
    /// How many sessions are flagged.
    pub flagged: u32,
    /// What other thresholds would flag, once it is known.
    pub advice: AnswerState<Advice>,
    /// Whether a file is being written.
    pub exporting: bool,
    /// Told what the user does to the form, and with what value.
    pub on_edit: Callback<(DetectorEdit, String)>,
    /// Told the new detector.
    pub on_change: Callback<Detector>,
    /// Told which file to write.
    pub on_export: Callback<Product>,
    /// Told which model was chosen.
    pub on_open: Callback<Vec<web_sys::File>>,
}

const RULES: [(ThresholdRule, &str, &str); 3] = [
    (ThresholdRule::Share, "share", "a share"),
    (ThresholdRule::Score, "score", "a fixed score"),
    (ThresholdRule::Auto, "auto", "score 0.5 (auto)"),
];

/// A number that is typed: id, label, unit, definition, what it is and what is done to it.
struct Entry(&'static str, &'static str, &'static str, &'static str, fn(&DetectorForm) -> &str, FormEdit);

const FIT: [Entry; 3] = [
    Entry(
        "trees",
        "Trees",
        "",
        "More trees give a steadier score and take longer: 1 to 1,000.",
        |form| &form.trees,
        |form, _, value| form.trees = value,
    ),
    Entry(
        "sample-size",
        "Sample size",
        "",
        "How many sessions each tree is grown from: 2 to 65,536.",
        |form| &form.sample_size,
        |form, _, value| form.sample_size = value,
    ),
    Entry(
        "detector-seed",
        "Seed",
        "",
        "The same seed gives the same forest, on every machine.",
        |form| &form.seed,
        |form, _, value| form.seed = value,
    ),
];

const SHARE: Entry = Entry(
    "share",
    "Share to flag",
    "%",
    "Contamination: the share of sessions with the highest scores that is flagged.",
    |form| &form.percent,
    |form, _, value| form.percent = value,
);

const SCORE: Entry = Entry(
    "score",
    "Above score",
    "",
    "Sessions with a higher score than this are flagged.",
    |form| &form.score,
    |form, _, value| form.score = value,
);

/// The detector panel.
pub fn detector_panel(props: &DetectorProps<'_>) -> Html {
    let (form, error) = props.form;
    let edit = |edit: FormEdit, settled: bool| {
        let on_edit = props.on_edit.clone();
        Callback::from(move |value: String| on_edit.emit((DetectorEdit { edit, settled }, value)))
    };
    let chosen = |choose: Callback<String>| {
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                choose.emit(select.value());
            }
        })
    };
    let on_rule = chosen(edit(
        |form, shown, value| {
            if let Some((rule, _, _)) = RULES.iter().find(|(_, name, _)| *name == value) {
                form.rule = *rule;
                // A fixed score begins where the rule before it has come to.
                form.score.clone_from(&shown.score);
            }
        },
        true,
    ));
    let on_method = chosen(edit(|form, _, value| form.method = Method::from_name(&value).unwrap_or_default(), true));
    let on_fit = edit(|form, _, _| form.saved = None, true).reform(|_: MouseEvent| String::new());
    let entry = |&Entry(id, label, unit, meaning, value, change): &Entry| {
        let (on_input, on_change) = (edit(change, false), edit(change, true));
        input(InputProps { id, label, value: value(form), unit, meaning, on_input, on_change })
    };
    let on_choice = {
        let (on_change, detector) = (props.on_change.clone(), props.plan.detector.clone());
        Callback::from(move |threshold: Threshold| on_change.emit(Detector { threshold, ..detector.clone() }))
    };
    let export = |product: Product, label: &'static str, title: &'static str| {
        let on_export = props.on_export.reform(move |_: MouseEvent| product);
        html! {
            <button type="button" class="secondary" disabled={props.exporting || !props.ready} title={title}
                onclick={on_export}>{ label }</button>
        }
    };
    html! {
        <section class="panel" aria-labelledby="detector-title">
            <h2 id="detector-title">{ "Detector" }</h2>
            if let ModelSource::Saved(file) = &props.plan.detector.model {
                <p class="opened name" title={file.name.clone()}>{ "Saved model " }{ &file.name }</p>
                <div class="buttons">
                    <button type="button" class="secondary" onclick={on_fit}>{ "Fit a new one" }</button>
                </div>
            } else {
                <div class="field wide">
                    <label for="method" title="What is easy to separate from all others by random splits is anomalous. The \
                        methods differ in how they split.">{ "Method" }</label>
                    <select id="method" onchange={on_method}>
                        { for Method::ALL.into_iter().map(|method| html! {
                            <option value={method.name()} selected={method == form.method}>{ method.label() }</option>
                        }) }
                    </select>
                </div>
                { for FIT.iter().map(&entry) }
            }
            <div class="field">
                <label for="rule" title="From which score on a session is flagged.">{ "Flag by" }</label>
                <select id="rule" onchange={on_rule}>
                    { for RULES.iter().map(|(rule, name, label)| html! {
                        <option value={*name} selected={*rule == form.rule}>{ *label }</option>
                    }) }
                </select>
            </div>
            { match form.rule {
                ThresholdRule::Share => entry(&SHARE),
                ThresholdRule::Score => entry(&SCORE),
                ThresholdRule::Auto => html! {},
            } }
            if let Some(error) = error {
                <p class="error" role="alert">{ error }</p>
            }
            // One child always, like every part that comes and goes: one more would push the fields from their places, and yew
            // would make them anew under the user's hands.
            { props.advice.value().map(|shown| advice_view(&AdviceProps {
                choices: &shown.choices,
                renewing: props.advice.is_renewing(),
                flagged: props.flagged,
                threshold: props.plan.detector.threshold,
                on_choice: on_choice.clone(),
            })).unwrap_or_default() }
            <div class="buttons">
                { export(Product::Model, "Save model", "The forests and how their features are computed, as JSON: to judge \
                    other sessions by, here or on the command line") }
                { export(Product::Onnx, "ONNX", "The model with its features as an ONNX graph that takes raw sessions, for any \
                    ONNX runtime") }
                { file_button("Load model…", &props.on_open) }
            </div>
        </section>
    }
}
