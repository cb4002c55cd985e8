//! The data as a JSON object: `{"br":2500,"bs":true}`.

use super::pairs::Pairs;
use serde_json::{Map, Value};

/// Reads an object's members; returns whether all of them were values that can be.
pub(super) fn read(cell: &[u8], pairs: &mut Pairs) -> bool {
    let Ok(members) = serde_json::from_slice::<Map<String, Value>>(cell) else { return false };
    let mut whole = true;
    for (key, value) in &members {
        match text(value) {
            Some(text) => pairs.push(key.as_bytes(), text.as_bytes()),
            None => whole &= value.is_null(),
        }
    }
    whole
}

/// A value as it would stand in a cell; of a list, the first item, and of an item with parameters its value.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => items.first().filter(|item| !item.is_array()).and_then(text),
        Value::Object(members) => members.get("value").filter(|value| !value.is_object()).and_then(text),
        Value::Null => None,
    }
}
