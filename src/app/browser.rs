//! What only a browser has: clipboard, downloads, theme, address.

use crate::engine::Piece;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url, Window};

fn window() -> Option<Window> {
    web_sys::window()
}

/// The address's fragment, without its `#`; empty for none.
pub fn fragment() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// Puts a fragment into the address without a new entry in the history.
pub fn set_fragment(fragment: &str) {
    let Some(window) = window() else { return };
    if let Ok(history) = window.history() {
        let address = if fragment.is_empty() { address_without_fragment() } else { format!("#{fragment}") };
        // A browser that refuses (too many changes at once) keeps the address it has.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// The page's own address without a fragment.
pub fn address_without_fragment() -> String {
    let href = window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    href.split('#').next().unwrap_or_default().to_owned()
}

/// Copies a text; `false` where the browser does not allow it.
pub async fn copy(text: &str) -> bool {
    let Some(window) = window() else { return false };
    // A page that did not come over a secure connection has no clipboard.
    let clipboard = js_sys::Reflect::get(&window.navigator(), &"clipboard".into());
    if clipboard.map_or(true, |clipboard| clipboard.is_undefined()) {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(text)).await.is_ok()
}

/// Hands a file to the user.
pub fn download(name: &str, parts: &[Piece], mime: &str) -> Result<(), JsValue> {
    let pieces = js_sys::Array::new();
    for part in parts {
        pieces.push(part.inner());
    }
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let blob = Blob::new_with_u8_array_sequence_and_options(&pieces, &options)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let document = window().and_then(|window| window.document()).ok_or("no document")?;
    let anchor: HtmlAnchorElement = document.create_element("a")?.dyn_into()?;
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    // The click has started the download by now, but some browsers read the address a little later.
    let revoke = wasm_bindgen::closure::Closure::once_into_js(move || {
        let _ = Url::revoke_object_url(&address);
    });
    if let Some(window) = window() {
        window.set_timeout_with_callback_and_timeout_and_arguments_0(revoke.unchecked_ref(), 60_000)?;
    }
    Ok(())
}

/// A seed nobody has used.
pub fn fresh_seed() -> u64 {
    // Short enough to be read out; without random numbers, the time serves.
    match getrandom::u32() {
        Ok(bits) => u64::from(bits),
        Err(_) => js_sys::Date::now() as u64,
    }
}

const THEME: &str = "streamguard.theme";

/// Whether the page is dark: as the user chose it, or else as the system is.
pub fn is_dark() -> bool {
    let Some(window) = window() else { return false };
    let chosen = window.local_storage().ok().flatten().and_then(|storage| storage.get_item(THEME).ok().flatten());
    match chosen.as_deref() {
        Some("dark") => true,
        Some("light") => false,
        _ => window.match_media("(prefers-color-scheme: dark)").ok().flatten().is_some_and(|query| query.matches()),
    }
}

/// Shows the page dark or light, and remembers it where the user chose it.
pub fn set_dark(dark: bool, remember: bool) {
    let Some(window) = window() else { return };
    let name = if dark { "dark" } else { "light" };
    if let Some(root) = window.document().and_then(|document| document.document_element()) {
        // Setting an attribute of an element that exists does not fail.
        let _ = root.set_attribute("data-theme", name);
    }
    if remember && let Ok(Some(storage)) = window.local_storage() {
        // A browser that stores nothing asks again next time.
        let _ = storage.set_item(THEME, name);
    }
}

/// What a file is called that was pasted.
const PASTED: &str = "pasted table";

/// The files that are pasted over the page, or the table: text of several lines. What is pasted into a field belongs there.
pub fn pasted(event: &web_sys::ClipboardEvent) -> Option<Vec<web_sys::File>> {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if target.is_some_and(|target| target.matches("input[type=text],input[type=search],textarea").unwrap_or(false)) {
        return None;
    }
    let data = event.clipboard_data()?;
    let files = super::panels::files(data.files());
    if !files.is_empty() {
        return Some(files);
    }
    let text = data.get_data("text/plain").ok().filter(|text| text.trim().contains('\n'))?;
    let file = web_sys::File::new_with_str_sequence(&js_sys::Array::of1(&text.into()), PASTED).ok()?;
    Some(vec![file])
}
