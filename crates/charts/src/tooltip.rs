//! The tooltip: a few names and values beside the pointer, kept inside the chart.
//!
//! Placed through the style object, not a `style` attribute, which the page's security policy refuses.

use crate::nodes::Nodes;
use wasm_bindgen::JsValue;
use web_sys::{Element, HtmlElement};

/// How far from the pointer, in CSS pixels.
const GAP: f64 = 14.0;

/// Shows a title and pairs of name and value beside a place, in CSS pixels from the stage's corner.
pub fn show(nodes: &Nodes, place: (f64, f64), title: &str, pairs: &[(String, String)]) {
    if let (Some(tip), Some(stage)) = (nodes.tip.cast::<HtmlElement>(), nodes.stage.cast::<HtmlElement>()) {
        // Without a tooltip the same values are in the table: nothing to report to the person.
        if let Err(error) = fill(&tip, &stage, place, title, pairs) {
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
    stage: &HtmlElement,
    (x, y): (f64, f64),
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
    let (width, height) = (f64::from(tip.offset_width()), f64::from(tip.offset_height()));
    let room = (f64::from(stage.client_width()), f64::from(stage.client_height()));
    let across = if x + GAP + width <= room.0 { x + GAP } else { x - GAP - width };
    let down = if y + GAP + height <= room.1 { y + GAP } else { y - GAP - height };
    let inside = |at: f64, length: f64, room: f64| at.min(room - length).max(0.0).round();
    let (across, down) = (inside(across, width, room.0), inside(down, height, room.1));
    tip.style().set_property("transform", &format!("translate({across}px,{down}px)"))
}
