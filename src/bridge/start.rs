//! How a late tab begins.

use super::message::FromTab;
use super::tab::Bridge;
use tabs::Tab;
use web_sys::Element;
use yew::html::BaseComponent;
use yew::prelude::*;

/// What the component of a late tab is given.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The way to the page.
    pub bridge: Bridge,
}

/// Shows a late tab in its place in the page. Where it fails later on, the page hears of it.
pub fn start<C: BaseComponent<Properties = Props>>(tab: Tab) {
    std::panic::set_hook(Box::new(move |info| {
        web_sys::console::error_1(&info.to_string().into());
        if let Some(bridge) = Bridge::of_page(tab.name()) {
            bridge.say(&FromTab::Broken);
        }
    }));
    let Some(bridge) = Bridge::of_page(tab.name()) else { return };
    stand_apart();
    yew::Renderer::<C>::with_root_and_props(bridge.element(), Props { bridge }).render();
}

/// Nothing.
#[function_component(Nothing)]
fn nothing() -> Html {
    Html::default()
}

/// Elements bear the number of the tree that draws them, by which each program knows whose an event is. All programs of the
/// page count from one: a late tab passes over the numbers of the page, in which it stands.
fn stand_apart() {
    const BRAND: &str = "__yew_subtree_id";
    let brand = |element: &Element| js_sys::Reflect::get(element, &BRAND.into()).ok()?.as_f64();
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let page = document.body().and_then(|body| brand(&body)).unwrap_or_default();
    while let Ok(element) = document.create_element("div") {
        yew::Renderer::<Nothing>::with_root(element.clone()).render().destroy();
        if brand(&element).is_none_or(|own| own >= page) {
            break;
        }
    }
}
