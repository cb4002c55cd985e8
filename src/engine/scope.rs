//! What a worker has around it: the page, to which it speaks, and a clock.

use super::protocol::Event;
use super::wire::pack;
use port::Refusal;
use wasm_bindgen::prelude::*;
use web_sys::DedicatedWorkerGlobalScope;

/// Says something to the page.
pub fn post_event(id: u32, event: &Event, bulk: &[&[u8]]) {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else { return };
    let posted = pack(id, event, bulk, &JsValue::UNDEFINED)
        .and_then(|parcel| scope.post_message_with_transfer(&parcel.value, &parcel.transfer));
    if let Err(error) = posted {
        web_sys::console::error_1(&error);
    }
}

/// Says the answer to a question, encoded, or why there is none.
pub fn post_answer(id: u32, answer: Result<Vec<u8>, Refusal>) {
    match answer {
        Ok(answer) => post_event(id, &Event::Answer, &[&answer]),
        Err(refusal) => post_event(id, &Event::Failed { message: refusal.to_string(), kept: true }, &[]),
    }
}

/// Milliseconds since the worker started.
pub fn now() -> f64 {
    let scope: Result<DedicatedWorkerGlobalScope, _> = js_sys::global().dyn_into();
    scope.ok().and_then(|scope| scope.performance()).map_or(0.0, |performance| performance.now())
}
