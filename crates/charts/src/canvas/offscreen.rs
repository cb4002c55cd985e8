//! Canvases that are not in the page, to draw from.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, OffscreenCanvas, OffscreenCanvasRenderingContext2d,
};

/// An empty canvas.
pub(super) fn blank(width: u32, height: u32) -> Result<(HtmlCanvasElement, CanvasRenderingContext2d), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or("no document")?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d")?.ok_or("no drawing context")?.dyn_into()?;
    Ok((canvas, context))
}

/// A canvas as a picture that is stamped again and again: at a canvas, which might change between two stamps, the browser
/// looks each time.
pub(super) fn still(canvas: &HtmlCanvasElement) -> Result<ImageBitmap, JsValue> {
    let still = OffscreenCanvas::new(canvas.width(), canvas.height())?;
    let context = still.get_context("2d")?.ok_or("no drawing context")?;
    let context: OffscreenCanvasRenderingContext2d = context.dyn_into()?;
    context.draw_image_with_html_canvas_element(canvas, 0.0, 0.0)?;
    still.transfer_to_image_bitmap()
}
