//! What the reading worker of the benchmark's page is made of: the project's loader, fed slice by slice as the page's own
//! worker feeds it.
//!
//! `bench/web/reading/ours.mjs` calls this.

use crate::reading::{Hashing, bytes_of, checksum, finish, loader};
use streamguard::ingest::{FileIdentity, Identifier, Loader};
use wasm_bindgen::prelude::*;

/// A file that is being read.
#[wasm_bindgen]
pub struct Reader {
    loader: Loader,
    hashing: Hashing,
}

/// What came of it, for JavaScript.
#[wasm_bindgen(getter_with_clone)]
pub struct Read {
    /// Rows in the table.
    pub rows: f64,
    /// Bytes of its values.
    pub columns: f64,
    /// xxHash64 of its values, 16 hexadecimal digits.
    pub checksum: String,
}

/// A hash of a file that somebody else reads.
#[wasm_bindgen]
#[derive(Default)]
pub struct Hasher {
    identifier: Identifier,
}

#[wasm_bindgen]
impl Hasher {
    /// A hash of nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        self.identifier.push(bytes);
    }

    /// How many bytes there were, and their SHA-256.
    pub fn finish(self) -> Vec<u8> {
        self.identifier.finish().sha256.to_vec()
    }
}

#[wasm_bindgen]
impl Reader {
    /// A reader of so many bytes, which hashes them, or leaves that to somebody else.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: f64, hash: bool) -> Self {
        let hashing = if hash { Hashing::Here } else { Hashing::Elsewhere };
        Self { loader: loader(bytes as u64, hashing), hashing }
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// When the file cannot be loaded.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        Ok(self.loader.push(bytes)?)
    }

    /// The end of so many bytes; the hash that somebody else has made, where it was left to him.
    ///
    /// # Errors
    /// When the file cannot be loaded.
    pub fn finish(self, bytes: f64, hash: Option<Vec<u8>>) -> Result<Table, JsError> {
        let sha256 = hash.and_then(|hash| hash.try_into().ok()).unwrap_or_default();
        let identity = FileIdentity { bytes: bytes as u64, sha256 };
        Ok(Table { loaded: finish(self.loader, self.hashing, identity)? })
    }
}

/// The columns that were read.
#[wasm_bindgen]
pub struct Table {
    loaded: streamguard::ingest::Loaded,
}

#[wasm_bindgen]
impl Table {
    /// What they came to; not a part of the reading.
    pub fn describe(&self) -> Read {
        let table = &self.loaded.table;
        Read {
            rows: table.rows() as f64,
            columns: bytes_of(table) as f64,
            checksum: format!("{:016x}", checksum(table)),
        }
    }
}
