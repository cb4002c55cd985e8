//! A labelled text input that reports when its value is settled.

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// A labelled input.
#[derive(Clone, PartialEq, Properties)]
pub struct InputProps {
    /// The input's id, by which the label finds it.
    pub id: AttrValue,
    /// The label.
    pub label: AttrValue,
    /// What is shown.
    pub value: AttrValue,
    /// The unit behind it.
    #[prop_or_default]
    pub unit: AttrValue,
    /// The definition, as a tooltip.
    #[prop_or_default]
    pub meaning: AttrValue,
    /// Whether what it holds is no good.
    #[prop_or_default]
    pub invalid: bool,
    /// Told what was typed when the user leaves the input or presses Enter.
    pub on_change: Callback<String>,
}

/// A labelled input.
#[function_component]
pub fn Input(props: &InputProps) -> Html {
    let on_change = {
        let on_change = props.on_change.clone();
        Callback::from(move |event: Event| {
            if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
                on_change.emit(input.value());
            }
        })
    };
    html! {
        <div class="field">
            <label for={props.id.clone()} title={props.meaning.clone()}>{ &props.label }</label>
            <span class="entry">
                <input id={props.id.clone()} type="text" inputmode="decimal" autocomplete="off" spellcheck="false"
                    value={props.value.clone()} aria-invalid={props.invalid.to_string()} onchange={on_change} />
                if !props.unit.is_empty() {
                    <span class="unit">{ &props.unit }</span>
                }
            </span>
        </div>
    }
}
