//! How sessions are judged.

use super::advice::{AdviceProps, advice_view};
use super::file_button;
use crate::app::parts::{Face, Field, button, error, field, input, panel, select};
use crate::app::state::{DetectorEdit, DetectorForm, FormEdit, ThresholdRule};
use crate::engine::Product;
use analysis::views::Advice;
use analysis::{Detector, ModelSource, Plan, Threshold};
use isolation_forest::Method;
use port::AnswerState;
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

const RULE: Field =
    Field { id: "rule", class: "field", label: "Flag by", meaning: "From which score on a session is flagged." };

const METHOD: Field = Field {
    id: "method",
    class: "field wide",
    label: "Method",
    meaning: "What is easy to separate from all others by random splits is anomalous. The methods differ in how they split.",
};

/// A number that is typed: its field, its unit, what it is and what is done to it.
struct Entry(Field, &'static str, fn(&DetectorForm) -> &str, FormEdit);

static FIT: [Entry; 3] = [
    Entry(
        Field {
            id: "trees",
            class: "field",
            label: "Trees",
            meaning: "More trees give a steadier score and take longer: 1 to 1,000.",
        },
        "",
        |form| &form.trees,
        |form, _, value| form.trees = value,
    ),
    Entry(
        Field {
            id: "sample-size",
            class: "field",
            label: "Sample size",
            meaning: "How many sessions each tree is grown from: 2 to 65,536.",
        },
        "",
        |form| &form.sample_size,
        |form, _, value| form.sample_size = value,
    ),
    Entry(
        Field {
            id: "detector-seed",
            class: "field",
            label: "Seed",
            meaning: "The same seed gives the same forest, on every machine.",
        },
        "",
        |form| &form.seed,
        |form, _, value| form.seed = value,
    ),
];

static SHARE: Entry = Entry(
    Field {
        id: "share",
        class: "field",
        label: "Share to flag",
        meaning: "Contamination: the share of sessions with the highest scores that is flagged.",
    },
    "%",
    |form| &form.percent,
    |form, _, value| form.percent = value,
);

static SCORE: Entry = Entry(
    Field {
        id: "score",
        class: "field",
        label: "Above score",
        meaning: "Sessions with a higher score than this are flagged.",
    },
    "",
    |form| &form.score,
    |form, _, value| form.score = value,
);

const FIT_ANEW: Face = Face { class: "secondary", label: "Fit a new one", ..Face::EMPTY };

const SAVE_MODEL: Face = Face {
    class: "secondary",
    label: "Save model",
    title: "The forests and how their features are computed, as JSON: to judge other sessions by, here or on the command line",
    ..Face::EMPTY
};

const SAVE_ONNX: Face = Face {
    class: "secondary",
    label: "ONNX",
    title: "The model with its features as an ONNX graph that takes raw sessions, for any ONNX runtime",
    ..Face::EMPTY
};

/// The detector panel.
pub fn detector_panel(props: &DetectorProps<'_>) -> Html {
    let (form, wrong) = props.form;
    let edit = |edit: FormEdit, settled: bool| {
        let on_edit = props.on_edit.clone();
        Callback::from(move |value: String| on_edit.emit((DetectorEdit { edit, settled }, value)))
    };
    let on_rule = edit(
        |form, shown, value| {
            if let Some((rule, _, _)) = RULES.iter().find(|(_, name, _)| *name == value) {
                form.rule = *rule;
                // A fixed score begins where the rule before it has come to.
                form.score.clone_from(&shown.score);
            }
        },
        true,
    );
    let on_method = edit(|form, _, value| form.method = Method::from_name(&value).unwrap_or_default(), true);
    let on_fit = edit(|form, _, _| form.saved = None, true).reform(|_: MouseEvent| String::new());
    let entry = |Entry(about, unit, value, change): &'static Entry| {
        input(about, unit, value(form), edit(*change, false), edit(*change, true))
    };
    let on_choice = {
        let (on_change, detector) = (props.on_change.clone(), props.plan.detector.clone());
        Callback::from(move |threshold: Threshold| on_change.emit(Detector { threshold, ..detector.clone() }))
    };
    let export = |product: Product, face: &'static Face| {
        let on_export = props.on_export.reform(move |_: MouseEvent| product);
        button(face, props.exporting || !props.ready, on_export)
    };
    let methods = Method::ALL.into_iter().map(|method| (method.name().into(), method.label().into()));
    let rules = RULES.iter().map(|(_, name, label)| ((*name).into(), (*label).into()));
    let rule = RULES.iter().find(|(rule, _, _)| *rule == form.rule).map_or("", |(_, name, _)| name);
    let controls = html! {
        <>
            if let ModelSource::Saved(file) = &props.plan.detector.model {
                <p class="opened name" title={file.name.clone()}>{ "Saved model " }{ &file.name }</p>
                <div class="buttons">{ button(&FIT_ANEW, false, on_fit) }</div>
            } else {
                { field(&METHOD, select(METHOD.id, methods, form.method.name(), on_method)) }
                { for FIT.iter().map(entry) }
            }
            { field(&RULE, select(RULE.id, rules, rule, on_rule)) }
            { match form.rule {
                ThresholdRule::Share => entry(&SHARE),
                ThresholdRule::Score => entry(&SCORE),
                ThresholdRule::Auto => html! {},
            } }
            { error(wrong.as_ref()) }
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
                { export(Product::Model, &SAVE_MODEL) }
                { export(Product::Onnx, &SAVE_ONNX) }
                { file_button("Load model…", &props.on_open) }
            </div>
        </>
    };
    panel("detector-title", "Detector", controls)
}
