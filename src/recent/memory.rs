//! Where the browser keeps what is remembered. A browser that keeps nothing (private windows of some, a full disk) says so.

use super::record::{Record, sorted};
use js_sys::Uint8Array;
use rexie::{ObjectStore, Rexie, Transaction, TransactionMode};
use wasm_bindgen::prelude::*;

const DATABASE: &str = "streamguard";
/// Another form of the records is another store: what stands in this one is of this form.
const STORE: &str = "analyses";

/// The browser does not keep it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unkept;

impl From<rexie::Error> for Unkept {
    fn from(_: rexie::Error) -> Self {
        Self
    }
}

async fn begin(mode: TransactionMode) -> Result<Transaction, Unkept> {
    // Without the browser's own database nothing can be asked of it.
    let is_there = web_sys::window()
        .and_then(|window| js_sys::Reflect::get(&window, &"indexedDB".into()).ok())
        .is_some_and(|database| database.is_object());
    if !is_there {
        return Err(Unkept);
    }
    let database = Rexie::builder(DATABASE).version(1).add_object_store(ObjectStore::new(STORE)).build().await?;
    Ok(database.transaction(&[STORE], mode)?)
}

/// What is remembered, the last opened first.
pub async fn all() -> Result<Vec<Record>, Unkept> {
    let transaction = begin(TransactionMode::ReadOnly).await?;
    let values = transaction.store(STORE)?.get_all(None, None).await?;
    transaction.done().await?;
    Ok(sorted(values.into_iter().filter_map(read).collect()).0)
}

/// Remembers an analysis; the oldest of too many are forgotten.
pub async fn remember(record: Record) -> Result<(), Unkept> {
    let bytes = postcard::to_allocvec(&record).map_err(|_| Unkept)?;
    let transaction = begin(TransactionMode::ReadWrite).await?;
    let store = transaction.store(STORE)?;
    store.put(&Uint8Array::from(bytes.as_slice()), Some(&record.fingerprint.as_str().into())).await?;
    let (_, gone) = sorted(store.get_all(None, None).await?.into_iter().filter_map(read).collect());
    for fingerprint in gone {
        store.delete(fingerprint.into()).await?;
    }
    transaction.done().await?;
    Ok(())
}

/// Forgets an analysis, or all.
pub async fn forget(fingerprint: Option<String>) -> Result<(), Unkept> {
    let transaction = begin(TransactionMode::ReadWrite).await?;
    let store = transaction.store(STORE)?;
    match fingerprint {
        Some(fingerprint) => store.delete(fingerprint.into()).await?,
        None => store.clear().await?,
    }
    transaction.done().await?;
    Ok(())
}

/// What was written by something else is passed over.
fn read(value: JsValue) -> Option<Record> {
    postcard::from_bytes(&value.dyn_into::<Uint8Array>().ok()?.to_vec()).ok()
}
