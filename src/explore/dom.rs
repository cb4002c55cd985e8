//! What only a browser knows: the focus, where views are, what the browser remembers.

use crossfilter::ViewId;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, HtmlElement, PointerEvent};

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Gives the focus to an element, by its id, and brings it into view.
pub fn focus(id: &str) {
    let element = document().and_then(|document| document.get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element that cannot have the focus is left alone.
        let _ = element.focus();
    }
}

/// The id of the element that has the focus.
pub fn focused() -> Option<String> {
    Some(document()?.active_element()?.id()).filter(|id| !id.is_empty())
}

/// Whether the focus is on something that stays when what matches goes.
pub fn focus_stays(without: &str) -> bool {
    let active = document().and_then(|document| document.active_element());
    active.is_some_and(|active| active.tag_name() != "BODY" && matches!(active.closest(without), Ok(None)))
}

/// Whether an event comes from within something that matches.
pub fn is_within(event: &Event, what: &str) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| matches!(target.closest(what), Ok(Some(_))))
}

/// How far the page is scrolled, in CSS pixels.
pub fn scrolled() -> f64 {
    web_sys::window().and_then(|window| window.scroll_y().ok()).unwrap_or(0.0)
}

/// Scrolls the page.
pub fn scroll_to(top: f64) {
    if let Some(window) = web_sys::window() {
        window.scroll_to_with_x_and_y(0.0, top);
    }
}

/// How far the columns of a grid are apart, by its id, in CSS pixels: a wide window has more of them.
pub fn column(id: &str) -> Option<f64> {
    let grid = document()?.get_element_by_id(id)?;
    let style = web_sys::window()?.get_computed_style(&grid).ok()??;
    let columns = style.get_property_value("grid-template-columns").ok()?.split_whitespace().count();
    Some((f64::from(grid.client_width()) / columns.max(1) as f64).max(1.0))
}

/// The view at a point of the window, and whether the point is in its second half.
pub fn view_at(at: (f64, f64)) -> Option<(ViewId, bool)> {
    let card = document()?.element_from_point(at.0 as f32, at.1 as f32)?.closest("[data-view]").ok()??;
    let id = card.get_attribute("data-view")?.parse().ok()?;
    let area = card.get_bounding_client_rect();
    Some((id, at.0 > area.left() + area.width() / 2.0))
}

/// All further events of this pointer come to the element that it is down on.
pub fn capture(event: &PointerEvent) {
    // The current target is where events are delegated from.
    if let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
        // A pointer that is gone already is not captured.
        let _ = element.set_pointer_capture(event.pointer_id());
    }
}

/// What the browser remembers under a name.
pub fn remembered(name: &str) -> Option<String> {
    web_sys::window()?.local_storage().ok()??.get_item(name).ok()?
}

/// Has the browser remember something.
pub fn remember(name: &str, value: &str) {
    if let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.local_storage()) {
        // A browser that stores nothing shows it again next time.
        let _ = storage.set_item(name, value);
    }
}
