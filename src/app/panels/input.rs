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
    /// Told what stands there at each keystroke: the page draws itself anew while the user types.
    pub on_input: Callback<String>,
    /// Told what stands there when the user leaves the input or presses Enter.
    pub on_change: Callback<String>,
}

/// A labelled input.
pub fn input(props: InputProps<'_>) -> Html {
    let (on_input, on_change) = (props.on_input, props.on_change);
    let on_input = Callback::from(move |event: InputEvent| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            on_input.emit(input.value());
        }
    });
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
                    value={props.value.to_owned()} oninput={on_input} onchange={on_change} />
                if !props.unit.is_empty() {
                    <span class="unit">{ props.unit }</span>
                }
            </span>
        </div>
    }
}
