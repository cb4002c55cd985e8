//! Messages on the wire: an object of a number, a body, and what is handed over with it.
//!
//! `{ id, body: Uint8Array, bulk: [Uint8Array…], attached }`. Body, bulk and ports are transferred: the sender loses them,
//! nothing is copied but once out of and once into WASM memory. The body is postcard's encoding: both ends are one build of
//! one program, so it needs no names, and the code for it is a fraction of what building JavaScript objects takes. Numbers
//! are their eight bytes, so that NaN and negative zero arrive.

use super::piece::Piece;
use js_sys::{Array, Object, Reflect, Uint8Array};
use port::{decode, encode};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::borrow::Cow;
use wasm_bindgen::{JsCast, JsValue};

/// A message, as received.
pub struct Message<T> {
    /// Which request it belongs to.
    pub id: u32,
    /// What it says.
    pub body: T,
    /// The bytes that came with it.
    pub bulk: Vec<Piece>,
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
    pack_bytes(id, &encode(body), bulk, attached)
}

/// All of packing that does not depend on the body's type.
fn pack_bytes(id: u32, body: &[u8], bulk: &[&[u8]], attached: &JsValue) -> Result<Parcel, JsValue> {
    let value = Object::new();
    let transfer = Array::new();
    let hand_over = |bytes: &[u8]| {
        let piece = Uint8Array::from(bytes);
        transfer.push(&piece.buffer());
        piece
    };
    let body = hand_over(body);
    let pieces = Array::new();
    for bytes in bulk {
        pieces.push(&hand_over(bytes));
    }
    if attached.has_type::<web_sys::MessagePort>() {
        transfer.push(attached);
    }
    Reflect::set(&value, &"id".into(), &id.into())?;
    Reflect::set(&value, &"body".into(), &body)?;
    Reflect::set(&value, &"bulk".into(), &pieces)?;
    Reflect::set(&value, &"attached".into(), attached)?;
    Ok(Parcel { value: value.into(), transfer })
}

/// Unpacks a message.
///
/// # Errors
/// When the value is not a message of this kind.
pub fn unpack<T: DeserializeOwned>(value: &JsValue) -> Result<Message<T>, JsValue> {
    let Message { id, body, bulk, attached } = unpack_bytes(value)?;
    let body = decode(&body.bytes()).ok_or("a message that says nothing")?;
    Ok(Message { id, body, bulk, attached })
}

/// All of unpacking that does not depend on the body's type.
fn unpack_bytes(value: &JsValue) -> Result<Message<Piece>, JsValue> {
    let get = |name: &str| Reflect::get(value, &name.into());
    let piece = |piece: JsValue| piece.dyn_into::<Uint8Array>().map(Piece::from);
    let id = get("id")?.as_f64().ok_or("a message without a number")? as u32;
    let body = piece(get("body")?)?;
    let bulk = Array::from(&get("bulk")?).iter().map(piece).collect::<Result<_, _>>()?;
    Ok(Message { id, body, bulk, attached: get("attached")? })
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

/// Bytes as numbers, where they stand if they stand as numbers do; what is left over at the end is dropped.
pub fn numbers<T: bytemuck::Pod>(bytes: &[u8]) -> Cow<'_, [T]> {
    let whole = &bytes[..bytes.len() - bytes.len() % size_of::<T>()];
    bytemuck::try_cast_slice(whole).map_or_else(|_| Cow::Owned(bytemuck::pod_collect_to_vec(whole)), Cow::Borrowed)
}
