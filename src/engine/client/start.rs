//! How a worker is started: the static loader, told which program to load, and how many there are.

use crate::engine::protocol::Program;
use wasm_bindgen::prelude::*;
use web_sys::{Event as DomEvent, MessageEvent, Worker, WorkerOptions, WorkerType};

/// No more workers than this: each holds a copy of the program.
const MOST_WORKERS: u32 = 8;

/// A worker that runs until it is dropped.
pub(super) struct Running {
    pub(super) worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(DomEvent)>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

/// What a worker said last. The event of a worker whose program could not be loaded has no message.
pub(super) fn last_words(event: &DomEvent) -> String {
    let message = js_sys::Reflect::get(event, &"message".into()).ok().and_then(|message| message.as_string());
    message.unwrap_or_else(|| "its program could not be loaded".into())
}

/// Starts a worker.
pub(super) fn run(
    address: &str,
    name: &str,
    on_message: impl FnMut(MessageEvent) + 'static,
    on_error: impl FnMut(DomEvent) + 'static,
) -> Result<Running, JsValue> {
    if address.is_empty() {
        return Err("this page does not name its program: it was not built as a whole".into());
    }
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    // For whoever looks at the page's workers.
    options.set_name(name);
    let worker = Worker::new_with_options(address, &options)?;
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(on_message);
    let on_error = Closure::<dyn FnMut(DomEvent)>::new(on_error);
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    Ok(Running { worker, _on_message: on_message, _on_error: on_error })
}

/// Where the programs of workers are: the static loader, told which program to load. The page itself names them, so page
/// and workers are of one build.
pub(super) struct Addresses {
    page: String,
    full: String,
}

impl Addresses {
    /// The addresses in this page; empty where it does not name them.
    pub(super) fn of_page() -> Self {
        let address = |js: Option<String>, wasm: Option<String>| {
            let query = web_sys::UrlSearchParams::new().ok()?;
            query.append("js", &js?);
            query.append("wasm", &wasm?);
            Some(format!("{}?{}", named_by_page("worker")?, String::from(query.to_string())))
        };
        let page =
            address(attribute("link[rel=modulepreload]", "href"), attribute("link[rel=preload][as=fetch]", "href"));
        let stem = named_by_page("full").unwrap_or_default();
        let full = address(Some(format!("./{stem}.js")), Some(format!("./{stem}_bg.wasm")));
        Self { page: page.unwrap_or_default(), full: full.unwrap_or_default() }
    }

    pub(super) fn of(&self, program: Program) -> &str {
        match program {
            Program::Page => &self.page,
            Program::Full => &self.full,
        }
    }
}

/// What the page names by a `<meta>` of this name: files that the build has given the hash of their content.
pub fn named_by_page(name: &str) -> Option<String> {
    attribute(&format!("meta[name={name}]"), "content")
}

/// An attribute of the first element that a selector finds in the page.
fn attribute(selector: &str, attribute: &str) -> Option<String> {
    web_sys::window()?.document()?.query_selector(selector).ok()??.get_attribute(attribute)
}

/// As many workers as processors, at least one; `?workers=N` in the address asks for another number.
pub(super) fn worker_count() -> u32 {
    let Some(window) = web_sys::window() else { return 1 };
    let asked = window
        .location()
        .search()
        .ok()
        .and_then(|search| web_sys::UrlSearchParams::new_with_str(&search).ok())
        .and_then(|query| query.get("workers"))
        .and_then(|count| count.parse().ok());
    let processors = window.navigator().hardware_concurrency() as u32;
    asked.unwrap_or(processors).clamp(1, MOST_WORKERS)
}
