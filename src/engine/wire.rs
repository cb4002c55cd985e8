//! Messages on the wire: an object of a number, a body of plain data, and what is handed over with it.
//!
//! `{ id, body, bulk: [Uint8Array…], attached }`. Bulk and ports are transferred: the sender loses them, nothing is copied
//! but once out of and once into WASM memory.

use js_sys::{Array, Object, Reflect, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

/// A message, as received.
pub struct Message<T> {
    /// Which request it belongs to.
    pub id: u32,
    /// What it says.
    pub body: T,
    /// The bytes that came with it.
    pub bulk: Vec<Vec<u8>>,
    /// The file or port that came with it; `undefined` for none.
    pub attached: JsValue,
}

/// A message, ready to be posted: the value and what to transfer.
pub struct Parcel {
    /// The value to post.
    pub value: JsValue,
    /// What to transfer.
    pub transfer: Array,
}

/// Packs a message.
///
/// # Errors
/// What JavaScript threw; plain data does not make it throw.
pub fn pack(id: u32, body: &impl Serialize, bulk: &[&[u8]], attached: &JsValue) -> Result<Parcel, JsValue> {
    let value = Object::new();
    let transfer = Array::new();
    let pieces = Array::new();
    for bytes in bulk {
        let piece = Uint8Array::from(*bytes);
        transfer.push(&piece.buffer());
        pieces.push(&piece);
    }
    if attached.has_type::<web_sys::MessagePort>() {
        transfer.push(attached);
    }
    Reflect::set(&value, &"id".into(), &id.into())?;
    Reflect::set(&value, &"body".into(), &serde_wasm_bindgen::to_value(body)?)?;
    Reflect::set(&value, &"bulk".into(), &pieces)?;
    Reflect::set(&value, &"attached".into(), attached)?;
    Ok(Parcel { value: value.into(), transfer })
}

/// Unpacks a message.
///
/// # Errors
/// When the value is not a message of this kind.
pub fn unpack<T: DeserializeOwned>(value: &JsValue) -> Result<Message<T>, JsValue> {
    let id = Reflect::get(value, &"id".into())?.as_f64().ok_or("a message without a number")? as u32;
    let body = serde_wasm_bindgen::from_value(Reflect::get(value, &"body".into())?)?;
    let bulk = Array::from(&Reflect::get(value, &"bulk".into())?)
        .iter()
        .map(|piece| piece.dyn_into::<Uint8Array>().map(|piece| piece.to_vec()))
        .collect::<Result<_, _>>()?;
    let attached = Reflect::get(value, &"attached".into())?;
    Ok(Message { id, body, bulk, attached })
}

/// The words for what JavaScript threw.
pub fn describe(error: &JsValue) -> String {
    if let Some(text) = error.as_string() {
        return text;
    }
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => format!("{error:?}"),
    }
}

/// Bytes as numbers; what is left over at the end is dropped.
pub fn numbers<T: bytemuck::Pod>(bytes: &[u8]) -> Vec<T> {
    bytemuck::pod_collect_to_vec(&bytes[..bytes.len() - bytes.len() % size_of::<T>()])
}
