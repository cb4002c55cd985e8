//! Files for the user: handed to the browser, which saves them where it saves what is downloaded.

use super::print::DOTS;
use crate::explore::state::post::Post;
use crossfilter::query::{Writing, Written};
use crossfilter::services::Write;
use js_sys::{Array, Uint8Array};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use wasm_bindgen::prelude::*;
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, HtmlImageElement, Url,
};
use yew::Callback;

/// Has something written by the worker, and saved when it has come; whether it could be asked for. `on` is told how that went:
/// why it did not, as far as somebody has said.
pub fn write(post: &Post, writing: &Writing, on: Callback<Result<(), String>>) -> bool {
    let on = on.reform(|(answer, parts): (Result<Written, String>, Vec<Uint8Array>)| {
        let Written { name, media, bytes } = answer?;
        // A part that is missing must not be missed.
        let came: u64 = parts.iter().map(|part| u64::from(part.length())).sum();
        let parts: Vec<JsValue> = parts.into_iter().map(Into::into).collect();
        let is_saved = came == bytes && save(&name, &media, &parts).is_ok();
        if is_saved { Ok(()) } else { Err(String::new()) }
    });
    post.ask_for_parts::<Write>(writing, on)
}

/// Has a file of these parts, bytes or texts, saved.
///
/// # Errors
/// What the browser refused.
pub fn save(name: &str, media: &str, parts: &[JsValue]) -> Result<(), JsValue> {
    let properties = BlobPropertyBag::new();
    properties.set_type(media);
    let parts: Array = parts.iter().collect();
    save_blob(name, &Blob::new_with_u8_array_sequence_and_options(&parts, &properties)?)
}

/// Has a text saved.
///
/// # Errors
/// What the browser refused.
pub fn save_text(name: &str, media: &str, text: &str) -> Result<(), JsValue> {
    save(name, media, &[Uint8Array::from(text.as_bytes()).into()])
}

fn save_blob(name: &str, blob: &Blob) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let document = web_sys::window().and_then(|window| window.document()).ok_or("no document")?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    // The click has started the download by now, but some browsers read the address a little later.
    let revoke = Closure::once_into_js(move || {
        let _ = Url::revoke_object_url(&address);
    });
    if let Some(window) = web_sys::window() {
        window.set_timeout_with_callback_and_timeout_and_arguments_0(revoke.unchecked_ref(), 60_000)?;
    }
    Ok(())
}

/// Has an SVG saved as a PNG, at 300 dots per inch where it is printed 15 cm wide. `on` is told whether that went well.
///
/// # Errors
/// What the browser refused at once.
pub fn save_png(name: String, svg: &str, (width, height): (f64, f64), on: Callback<bool>) -> Result<(), JsValue> {
    let image = HtmlImageElement::new()?;
    let failed = on.clone();
    let loaded = {
        let image = image.clone();
        Closure::once_into_js(move || {
            let drawn = draw(&image, (width, height), name, on.clone());
            if drawn.is_err() {
                on.emit(false);
            }
        })
    };
    image.set_onload(Some(loaded.unchecked_ref()));
    image.set_onerror(Some(Closure::once_into_js(move || failed.emit(false)).unchecked_ref()));
    image.set_src(&format!("data:image/svg+xml,{}", utf8_percent_encode(svg, NON_ALPHANUMERIC)));
    Ok(())
}

fn draw(
    image: &HtmlImageElement,
    (width, height): (f64, f64),
    name: String,
    on: Callback<bool>,
) -> Result<(), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or("no document")?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
    canvas.set_width(DOTS as u32);
    canvas.set_height((DOTS * height / width).round().clamp(1.0, 8192.0) as u32);
    let context = canvas.get_context("2d")?.ok_or("no canvas")?.unchecked_into::<CanvasRenderingContext2d>();
    let (across, down) = (f64::from(canvas.width()), f64::from(canvas.height()));
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, across, down)?;
    let done = Closure::once_into_js(move |blob: Option<Blob>| {
        on.emit(blob.is_some_and(|blob| save_blob(&name, &blob).is_ok()));
    });
    canvas.to_blob(done.unchecked_ref())
}
