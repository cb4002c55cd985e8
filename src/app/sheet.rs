//! Draws sheets: elements that another program describes, of which the page knows no more than how to draw them.

use super::page::Edits;
use crate::sheet::{Attribute, Node, ON};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, VNode, VTag};

/// Draws a sheet, or the one before it while that is renewed, with the controls as the user has set them since. Told what is done to a control: its name and its value.
pub fn sheet_view(sheet: &Node, renewing: bool, edits: &Edits, on_change: &Callback<(String, String)>) -> Html {
    let on_change = on_change.clone();
    let on_event = Callback::from(move |event: Event| {
        if let Some(change) = heard(event) {
            on_change.emit(change);
        }
    });
    // One listener for all controls: their events rise to here.
    html! {
        <div class="sheet" aria-busy={renewing.to_string()} onchange={on_event.clone()} onclick={on_event.reform(|event: MouseEvent| event.into())}>
            { draw(sheet, edits, None) }
        </div>
    }
}

/// What was done to which control.
fn heard(event: Event) -> Option<(String, String)> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let name = target.get_attribute(Attribute::Name.name())?;
    let changed = event.type_() == "change";
    let value = if let Some(select) = target.dyn_ref::<HtmlSelectElement>() {
        changed.then(|| select.value())
    } else if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        let value = || match (input.type_() == "checkbox", input.checked()) {
            (false, _) => input.value(),
            (true, true) => ON.to_owned(),
            (true, false) => String::new(),
        };
        changed.then(value)
    } else {
        // A button: it is pressed, and has no value.
        (!changed).then(String::new)
    };
    Some((name, value?))
}

/// Draws an element. `chosen` is the value that the user has given to the select that it stands in.
fn draw(node: &Node, edits: &Edits, chosen: Option<&str>) -> VNode {
    let edit = node.get(Attribute::Name).and_then(|name| edits.iter().rev().find(|(edited, _)| edited == name));
    let edit = edit.map(|(_, value)| value.as_str());
    let mut values = vec![None; Attribute::NAMES.len()];
    let mut set = |attribute: Attribute, value: &str| {
        values[attribute as usize] = Some(match attribute {
            Attribute::Value => AttributeOrProperty::Property(value.into()),
            _ if attribute.is_property() => AttributeOrProperty::Property(JsValue::from_bool(value == ON)),
            _ => AttributeOrProperty::Attribute(value.to_owned().into()),
        });
    };
    node.attributes.iter().for_each(|(attribute, value)| set(*attribute, value));
    // What the user has set stands as he has set it, until the next sheet says otherwise.
    match (edit, node.get(Attribute::Type)) {
        (Some(edit), Some("checkbox")) => set(Attribute::Checked, edit),
        (Some(edit), Some("text")) => set(Attribute::Value, edit),
        // Of a select its options know.
        _ => {}
    }
    if chosen.is_some() {
        set(Attribute::Selected, if node.get(Attribute::Value) == chosen { ON } else { "" });
    }
    let mut tag = VTag::new(node.tag.name());
    tag.set_attributes(Attributes::Dynamic { keys: Attribute::NAMES, values: values.into() });
    if !node.text.is_empty() {
        tag.add_child(node.text.clone().into());
    }
    node.children.iter().for_each(|child| tag.add_child(draw(child, edits, edit)));
    tag.into()
}
