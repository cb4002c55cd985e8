//! What takes long to make and is needed again.

use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// A few things by what they were made of; of more than `MOST` the oldest goes.
pub(super) struct Kept<K, V, const MOST: usize>(RefCell<Vec<(K, V)>>);

impl<K: PartialEq, V: Clone, const MOST: usize> Kept<K, V, MOST> {
    /// Nothing yet.
    pub(super) const fn new() -> Self {
        Self(RefCell::new(Vec::new()))
    }

    /// The thing of this, made where it is not kept.
    pub(super) fn get_or_make(&self, key: K, make: impl FnOnce(&K) -> Result<V, JsValue>) -> Result<V, JsValue> {
        if let Some((_, value)) = self.0.borrow().iter().find(|(known, _)| *known == key) {
            return Ok(value.clone());
        }
        let value = make(&key)?;
        let mut kept = self.0.borrow_mut();
        if kept.len() >= MOST {
            kept.remove(0);
        }
        kept.push((key, value.clone()));
        Ok(value)
    }
}
