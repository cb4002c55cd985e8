//! How sessions are judged.

use super::FileButton;
use super::advice::{AdviceProps, advice_view};
use super::input::{InputProps, input};
use crate::analysis::views::Advice;
use crate::analysis::{Detector, ModelSource, Plan, Threshold};
use crate::app::shared::Shared;
use crate::app::state::{DetectorForm, ThresholdRule};
use crate::engine::Product;
use crate::forest::Method;
use std::rc::Rc;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The detector panel.
#[derive(Clone, PartialEq, Properties)]
pub struct DetectorProps {
    /// The plan that the controls show.
    pub plan: Plan,
    /// The score that the threshold rule came to.
    pub threshold: Option<f64>,
    /// How many sessions are flagged.
    pub flagged: u32,
    /// What other thresholds would flag, once it is known.
    pub advice: Option<Shared<Advice>>,
    /// Whether a file is being written.
    pub exporting: bool,
    /// Told the new detector.
    pub on_change: Callback<Detector>,
    /// Told which file to write.
    pub on_export: Callback<Product>,
    /// Told which model was chosen.
    pub on_open: Callback<web_sys::File>,
}

const RULES: [(ThresholdRule, &str, &str); 3] = [
    (ThresholdRule::Share, "share", "a share"),
    (ThresholdRule::Score, "score", "a fixed score"),
    (ThresholdRule::Auto, "auto", "score 0.5 (auto)"),
];

/// What the user does to the form.
type Edit = Rc<dyn Fn(&mut DetectorForm, String)>;

/// A number that is typed: id, label, unit, definition, where it stands in the form.
struct Entry(&'static str, &'static str, &'static str, &'static str, fn(&mut DetectorForm) -> &mut String);

const FIT: [Entry; 3] = [
    Entry("trees", "Trees", "", "More trees give a steadier score and take longer: 1 to 1,000.", |form| {
        &mut form.trees
    }),
    Entry("sample-size", "Sample size", "", "How many sessions each tree is grown from: 2 to 65,536.", |form| {
        &mut form.sample_size
    }),
    Entry("detector-seed", "Seed", "", "The same seed gives the same forest, on every machine.", |form| &mut form.seed),
];

const SHARE: Entry = Entry(
    "share",
    "Share to flag",
    "%",
    "Contamination: the share of sessions with the highest scores that is flagged.",
    |form| &mut form.percent,
);

const SCORE: Entry =
    Entry("score", "Above score", "", "Sessions with a higher score than this are flagged.", |form| &mut form.score);

/// The detector panel.
#[function_component]
pub fn DetectorPanel(props: &DetectorProps) -> Html {
    let error = use_state(|| None::<String>);
    let shown = DetectorForm::of(&props.plan, props.threshold);
    let form = use_state(|| shown.clone());
    {
        // The form follows the plan: a link, a drag of the threshold or a cancelled run changes it from outside.
        let (form, error, shown) = (form.clone(), error.clone(), shown.clone());
        use_effect_with(props.plan.detector.clone(), move |_| {
            form.set(shown);
            error.set(None);
        });
    }
    // Takes a change over into the form and, where it is settled and sound, into the plan.
    let edit = |change: Edit, settled: bool| {
        let (form, error) = (form.clone(), error.clone());
        let (on_change, detector) = (props.on_change.clone(), props.plan.detector.clone());
        Callback::from(move |value: String| {
            let mut edited = (*form).clone();
            change(&mut edited, value);
            match edited.read() {
                _ if !settled => {}
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
    let chosen = |choose: Callback<String>| {
        Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                choose.emit(select.value());
            }
        })
    };
    let on_rule = {
        // A fixed score begins where the rule before it has come to.
        let score = shown.score.clone();
        chosen(edit(
            Rc::new(move |form, value| {
                if let Some((rule, _, _)) = RULES.iter().find(|(_, name, _)| *name == value) {
                    form.rule = *rule;
                    form.score = score.clone();
                }
            }),
            true,
        ))
    };
    let on_method =
        chosen(edit(Rc::new(|form, value| form.method = Method::from_name(&value).unwrap_or_default()), true));
    let on_fit = edit(Rc::new(|form, _| form.saved = None), true).reform(|_: MouseEvent| String::new());
    let entry = |&Entry(id, label, unit, meaning, place): &Entry| {
        let change: Edit = Rc::new(move |form, value| *place(form) = value);
        let (on_input, on_change) = (edit(change.clone(), false), edit(change, true));
        let mut shown = (*form).clone();
        input(InputProps { id, label, value: place(&mut shown), unit, meaning, on_input, on_change })
    };
    let on_choice = {
        let (on_change, detector) = (props.on_change.clone(), props.plan.detector.clone());
        Callback::from(move |threshold: Threshold| on_change.emit(Detector { threshold, ..detector.clone() }))
    };
    let export = |product: Product, label: &'static str, title: &'static str| {
        let on_export = props.on_export.reform(move |_: MouseEvent| product);
        html! {
            <button type="button" class="secondary" disabled={props.exporting || props.threshold.is_none()} title={title}
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
            if let Some(error) = (*error).clone() {
                <p class="error" role="alert">{ error }</p>
            }
            // One child always, like every part that comes and goes: one more would push the fields from their places, and yew
            // would make them anew under the user's hands.
            { props.advice.as_ref().map(|advice| advice_view(&AdviceProps {
                choices: &advice.choices,
                flagged: props.flagged,
                threshold: props.plan.detector.threshold,
                on_choice: on_choice.clone(),
            })).unwrap_or_default() }
            <div class="buttons">
                { export(Product::Model, "Save model", "The forests and how their features are computed, as JSON: to judge \
                    other sessions by, here or on the command line") }
                { export(Product::Onnx, "ONNX", "The model with its features as an ONNX graph that takes raw sessions, for any \
                    ONNX runtime") }
                <FileButton label="Load model…" on_open={props.on_open.clone()} />
            </div>
        </section>
    }
}
