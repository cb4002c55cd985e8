//! A chart's place in the page: its elements, and canvases at the device's resolution.

use crate::density::Picture;
use crate::layout::Layout;
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{
    CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, ImageBitmap, ImageData, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d, PointerEvent,
};
use yew::NodeRef;

/// The elements of a chart.
#[derive(Default)]
pub struct Nodes {
    /// What holds the canvases.
    pub stage: NodeRef,
    /// Axes and data.
    pub base: NodeRef,
    /// What follows the pointer.
    pub overlay: NodeRef,
    /// The tooltip.
    pub tip: NodeRef,
    /// The slider, where there is one.
    pub handle: NodeRef,
    /// What is read out.
    pub live: NodeRef,
}

impl Nodes {
    /// The base canvas, cleared and of the layout's size.
    pub fn clear_base(&self, layout: &Layout) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
        clear(&self.base, layout)
    }

    /// The overlay, cleared and of the layout's size.
    pub fn clear_overlay(&self, layout: &Layout) -> Option<CanvasRenderingContext2d> {
        clear(&self.overlay, layout).map(|(_, context)| context)
    }

    /// Has a text read out politely.
    pub fn announce(&self, text: &str) {
        if let Some(live) = self.live.cast::<HtmlElement>() {
            live.set_text_content(Some(text));
        }
    }

    /// Where a pointer is, in CSS pixels from the stage's corner.
    pub fn place(&self, event: &PointerEvent) -> Option<(f64, f64)> {
        let corner = self.stage.cast::<HtmlElement>()?.get_bounding_client_rect();
        Some((f64::from(event.client_x()) - corner.left(), f64::from(event.client_y()) - corner.top()))
    }
}

fn clear(node: &NodeRef, layout: &Layout) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas = node.cast::<HtmlCanvasElement>()?;
    let context = context(&canvas)?;
    if (canvas.width(), canvas.height()) == (layout.width, layout.height) {
        context.clear_rect(0.0, 0.0, f64::from(layout.width), f64::from(layout.height));
    } else {
        // Setting a size clears, too.
        canvas.set_width(layout.width);
        canvas.set_height(layout.height);
    }
    // A sharp corner would reach beyond the value that it stands for.
    context.set_line_join("round");
    Some((canvas, context))
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// A canvas that is not in the page, to draw from.
pub fn blank(width: u32, height: u32) -> Result<(HtmlCanvasElement, CanvasRenderingContext2d), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or("no document")?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = context(&canvas).ok_or("no drawing context")?;
    Ok((canvas, context))
}

/// A canvas as a picture that is stamped again and again: at a canvas, which might change between two stamps, the browser
/// looks each time.
pub fn still(canvas: &HtmlCanvasElement) -> Result<ImageBitmap, JsValue> {
    let still = OffscreenCanvas::new(canvas.width(), canvas.height())?;
    let context = still.get_context("2d")?.ok_or("no drawing context")?;
    let context: OffscreenCanvasRenderingContext2d = context.dyn_into()?;
    context.draw_image_with_html_canvas_element(canvas, 0.0, 0.0)?;
    still.transfer_to_image_bitmap()
}

/// Draws a picture over the whole plot area, stretched and smoothed where its size differs.
pub fn draw_picture(context: &CanvasRenderingContext2d, layout: &Layout, picture: &Picture) -> Result<(), JsValue> {
    let (left, top) = (f64::from(layout.left), f64::from(layout.top));
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&picture.rgba), picture.width, picture.height)?;
    // `putImageData` would erase what lies beneath, so the picture takes the way over a canvas of its own.
    let (canvas, picture_context) = blank(picture.width, picture.height)?;
    picture_context.put_image_data(&image, 0.0, 0.0)?;
    context.set_image_smoothing_enabled(true);
    context.draw_image_with_html_canvas_element_and_dw_and_dh(
        &canvas,
        left,
        top,
        layout.plot_width(),
        layout.plot_height(),
    )
}
