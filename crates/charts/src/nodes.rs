//! A chart's elements.

use crate::canvas::Surface;
use web_sys::{HtmlElement, MouseEvent};
use yew::NodeRef;

/// The elements of a chart.
pub struct Nodes {
    /// What holds all that is drawn.
    pub stage: NodeRef,
    /// What scrolls, and has the keyboard's focus.
    pub scroll: NodeRef,
    /// Axes and data.
    pub base: Surface,
    /// What follows the pointer.
    pub overlay: Surface,
    /// The tooltip.
    pub tip: NodeRef,
    /// The slider, where there is one.
    pub handle: NodeRef,
    /// What is read out.
    pub live: NodeRef,
}

impl Nodes {
    /// With a base through which nothing is seen, or what is behind it where nothing is drawn.
    pub fn new(is_opaque: bool) -> Self {
        let (base, overlay) = (if is_opaque { Surface::opaque() } else { Surface::default() }, Surface::default());
        let [stage, scroll, tip, handle, live] = Default::default();
        Self { stage, scroll, base, overlay, tip, handle, live }
    }

    /// Has a text read out politely.
    pub fn announce(&self, text: &str) {
        if let Some(live) = self.live.cast::<HtmlElement>() {
            live.set_text_content(Some(text));
        }
    }

    /// How far it is scrolled.
    pub fn scrolled(&self) -> f64 {
        self.scroll.cast::<HtmlElement>().map_or(0.0, |scroll| f64::from(scroll.scroll_top()))
    }

    /// Where a pointer is, in CSS pixels from the corner of the drawing.
    pub fn place(&self, event: &MouseEvent) -> Option<(f64, f64)> {
        let corner = self.stage.cast::<HtmlElement>()?.get_bounding_client_rect();
        let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
        Some((x - corner.left(), y - corner.top() + self.scrolled()))
    }
}
