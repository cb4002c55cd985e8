//! A labelled text input that reports when its value is settled.

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What a labelled input shows.
pub struct InputProps<'a> {
    /// The input's id, by which the label finds it.
    pub id: &'static str,
    /// The label.
    pub label: &'static str,
    /// What is shown.
    pub value: &'a str,
    /// The unit behind it, empty for none.
    pub unit: &'static str,
    /// The definition, as a tooltip.
    pub meaning: &'static str,
    /// Told what was typed when the user leaves the input or presses Enter.
    pub on_change: Callback<String>,
}

/// A labelled input.
pub fn input(props: InputProps<'_>) -> Html {
    let on_change = props.on_change;
    let on_change = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            on_change.emit(input.value());
        }
    });
    html! {
        <div class="field">
            <label for={props.id} title={props.meaning}>{ props.label }</label>
            <span class="entry">
                <input id={props.id} type="text" inputmode="decimal" autocomplete="off" spellcheck="false"
                    value={props.value.to_owned()} onchange={on_change} />
                if !props.unit.is_empty() {
                    <span class="unit">{ props.unit }</span>
                }
            </span>
        </div>
    }
}
