//! Where the sessions come from: generated, or a file.

use super::input::{InputProps, input};
use crate::analysis::{Plan, Source};
use crate::app::browser;
use crate::app::format;
use crate::app::shared::Shared;
use crate::app::state::ScenarioForm;
use crate::engine::Summary;
use crate::simulate::{Preset, Scenario};
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

/// The source panel.
#[derive(Clone, PartialEq, Properties)]
pub struct SourceProps {
    /// The plan that the controls show.
    pub plan: Plan,
    /// What was loaded last.
    pub summary: Option<Shared<Summary>>,
    /// Told what to generate.
    pub on_generate: Callback<Scenario>,
    /// Told which file to open.
    pub on_open: Callback<web_sys::File>,
}

/// The source panel.
#[function_component]
pub fn SourcePanel(props: &SourceProps) -> Html {
    let scenario = match &props.plan.source {
        Source::Generated(scenario) => Some(*scenario),
        Source::File(_) => None,
    };
    let form = use_state(|| ScenarioForm::of(&scenario.unwrap_or_default()));
    {
        // The form follows the plan: a link or a cancelled run changes it from outside.
        let form = form.clone();
        use_effect_with(scenario, move |scenario| {
            if let Some(scenario) = scenario {
                form.set(ScenarioForm::of(scenario));
            }
        });
    }
    let error = form.read().err();
    let edit = |change: fn(&mut ScenarioForm, String)| {
        let form = form.clone();
        Callback::from(move |value: String| {
            let mut edited = (*form).clone();
            change(&mut edited, value);
            form.set(edited);
        })
    };
    let on_submit = {
        let (form, on_generate) = (form.clone(), props.on_generate.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Ok(scenario) = form.read() {
                on_generate.emit(scenario);
            }
        })
    };
    let on_fresh = {
        let form = form.clone();
        Callback::from(move |_: MouseEvent| {
            form.set(ScenarioForm { seed: browser::fresh_seed().to_string(), ..(*form).clone() });
        })
    };
    html! {
            <section class="panel" aria-labelledby="source-title">
                <h2 id="source-title">{ "Source" }</h2>
                { opened(props) }
                <form onsubmit={on_submit} novalidate={true}>
                    <div class="field">
                        <label for="preset" title="The world that sessions are generated in.">{ "Scenario" }</label>
                        <select id="preset">
                            { for Preset::ALL.iter().map(|preset| html! {
                                <option value={preset.name()} selected={*preset == form.preset}>{ preset.name() }</option>
                            }) }
                        </select>
                    </div>
                    { input(InputProps {
        id: "sessions", label: "Sessions", value: &form.sessions, unit: "",
        meaning: "How many viewing sessions to generate: 1 to 5,000,000.",
        on_input: edit(|form, value| form.sessions = value),
                    on_change: Callback::noop(),
    }) }
                    { input(InputProps {
        id: "fault-share", label: "With a fault", value: &form.fault_percent, unit: "%",
        meaning: "The share of sessions with a silent fault: 0 to 50 %.",
        on_input: edit(|form, value| form.fault_percent = value),
                    on_change: Callback::noop(),
    }) }
                    <div class="with-button">
                        { input(InputProps {
        id: "seed", label: "Seed", value: &form.seed, unit: "",
        meaning: "The same seed gives the same sessions, on every machine.",
        on_input: edit(|form, value| form.seed = value),
                    on_change: Callback::noop(),
    }) }
                        <button type="button" class="quiet" onclick={on_fresh} title="A seed nobody has used">{ "New" }</button>
                    </div>
                    if let Some(error) = error.clone() {
                        <p class="error" role="alert">{ error }</p>
                    }
                    <div class="buttons">
                        <button type="submit" disabled={error.is_some()}>{ "Generate" }</button>
                        <FileButton label="Open CSV…" on_open={props.on_open.clone()} />
                    </div>
                </form>
            </section>
        }
}

fn opened(props: &SourceProps) -> Html {
    let Source::File(file) = &props.plan.source else { return html! {} };
    let quality = props.summary.as_ref().and_then(|summary| summary.quality.clone());
    html! {
        <div class="opened">
            <p class="name" title={file.name.clone()}>{ &file.name }</p>
            if let Some(quality) = quality {
                <p class="counts">
                    { format!("{} rows loaded, {} repaired, {} rejected", format::count(quality.loaded as u64),
                        format::count(quality.repaired as u64), format::count(quality.rejected as u64)) }
                </p>
            }
        </div>
    }
}

/// A button that opens the browser's file picker.
#[derive(Clone, PartialEq, Properties)]
pub struct FileButtonProps {
    /// What stands on it.
    pub label: AttrValue,
    /// Told which file was chosen.
    pub on_open: Callback<web_sys::File>,
}

/// A button that opens the browser's file picker.
#[function_component]
pub fn FileButton(props: &FileButtonProps) -> Html {
    let input = use_node_ref();
    let on_click = {
        let input = input.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(input) = input.cast::<HtmlElement>() {
                input.click();
            }
        })
    };
    let on_change = {
        let on_open = props.on_open.clone();
        Callback::from(move |event: Event| {
            let Some(input) = event.target_dyn_into::<HtmlInputElement>() else { return };
            if let Some(file) = input.files().and_then(|files| files.get(0)) {
                on_open.emit(file);
            }
            // The same file can be chosen again.
            input.set_value("");
        })
    };
    html! {
        <>
            <button type="button" class="secondary" onclick={on_click}>{ &props.label }</button>
            <input ref={input} type="file" class="hidden" tabindex="-1" aria-hidden="true"
                accept=".csv,.tsv,.txt,.gz,.json,text/csv,text/tab-separated-values,application/gzip,application/json" onchange={on_change} />
        </>
    }
}
