//! Values that only one side of a program knows, as the bulk of messages.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A value as bulk.
pub fn encode(value: &impl Serialize) -> Vec<u8> {
    // Plain data in memory is encoded without fail; nothing arrives as nothing.
    postcard::to_allocvec(value).unwrap_or_default()
}

/// The value of some bulk; none for what [`encode`] has not made.
pub fn decode<T: DeserializeOwned>(bulk: &[Vec<u8>]) -> Option<T> {
    postcard::from_bytes(bulk.first()?).ok()
}
