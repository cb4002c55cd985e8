//! Where a worker begins.

use super::analyst::Analyst;
use super::equipment::Equipment;
use super::protocol::{Event, Request};
use super::scope::post_event;
use super::wire::{describe, unpack};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

/// The message that makes a worker a scoring worker: its port to the analysis worker is attached.
pub const SERVE: &str = "serve";

/// Starts this worker. It says `Ready` and waits for its first message: a port makes it a scoring worker, where
/// its equipment knows of such, anything else is a request to the analysis worker.
///
/// # Errors
/// When this is no worker.
pub fn start<E: Equipment>() -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    std::panic::set_hook(Box::new(|info| {
        // The last chance to say something: the WASM instance is lost after a panic.
        let message = info.to_string();
        web_sys::console::error_1(&JsValue::from_str(&message));
        post_event(0, &Event::Crashed { message }, &[]);
    }));
    let analyst = Rc::new(Analyst::<E>::default());
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let port = js_sys::Reflect::get(&event.data(), &SERVE.into()).ok();
        if let Some(port) = port.and_then(|port| port.dyn_into::<MessagePort>().ok()) {
            return E::serve(port);
        }
        match unpack::<Request>(&event.data()) {
            Ok(message) => analyst.clone().receive(message),
            Err(error) => post_event(0, &Event::Failed { message: describe(&error), kept: true }, &[]),
        }
    });
    scope.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    on_message.forget();
    post_event(0, &Event::Ready, &[]);
    Ok(())
}
