//! The tooltip: a few names and values beside the pointer, kept inside the chart.
//!
//! Placed through the style object, not a `style` attribute, which the page's security policy refuses.

use crate::nodes::Nodes;
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

/// How far from the pointer, in CSS pixels.
const GAP: f64 = 14.0;

/// Shows a title and pairs of name and value beside a place, in CSS pixels from the corner of a stage with so much room.
pub fn show(nodes: &Nodes, place: (f64, f64), room: (f64, f64), title: &str, pairs: &[(String, String)]) {
    if let Some(tip) = nodes.tip.cast::<HtmlElement>() {
        // Without a tooltip the same values are in the table: nothing to report to the person.
        if let Err(error) = fill(&tip, place, room, title, pairs) {
            web_sys::console::warn_1(&error);
        }
    }
}

/// Hides the tooltip.
pub fn hide(nodes: &Nodes) {
    if let Some(tip) = nodes.tip.cast::<HtmlElement>() {
        tip.set_hidden(true);
    }
}

fn fill(
    tip: &HtmlElement,
    place: (f64, f64),
    room: (f64, f64),
    title: &str,
    pairs: &[(String, String)],
) -> Result<(), JsValue> {
    let document = tip.owner_document().ok_or("no document")?;
    let append = |parent: &Element, name: &str, text: &str| -> Result<Element, JsValue> {
        let child = document.create_element(name)?;
        child.set_text_content(Some(text));
        parent.append_child(&child)?;
        Ok(child)
    };
    tip.set_text_content(None);
    append(tip, "strong", title)?;
    if !pairs.is_empty() {
        let list = append(tip, "dl", "")?;
        for (name, value) in pairs {
            append(&list, "dt", name)?;
            append(&list, "dd", value)?;
        }
    }
    tip.set_hidden(false);
    let (across, down) = (along(place.0, room.0), along(place.1, room.1));
    tip.style().set_property("transform", &format!("translate({across},{down})"))
}

/// Where the tooltip begins along one side of the stage: behind the pointer where that is inside, else before it, and inside in
/// any case. In CSS, where 100% is the tooltip's own length: to measure that, the page would be laid out at every move.
fn along(pointer: f64, room: f64) -> String {
    let behind = (pointer + GAP).round();
    // Nothing, or so much that only the other side of the pointer is left of it.
    let beyond = format!("min(0px,({}px - 100%)*9999)", room - behind);
    format!("max(0px,min({room}px - 100%,{behind}px + max({}px - 100%,{beyond})))", -2.0 * GAP)
}
