//! What the reading worker of the benchmark's page is made of: the project's loader, fed slice by slice, or all of the
//! page's own way.
//!
//! `bench/web/reading/ours.mjs` calls this.

use crate::reading::{Hashing, bytes_of, checksum, finish, loader};
use js_sys::Promise;
use std::rc::Rc;
use streamguard::analysis::read;
use streamguard::engine::{Equipment, Full, Request, Turn, Wanted};
use streamguard::ingest::{FileIdentity, Loader, Mapping};
use streamguard::rules::Rules;
use streamguard::telemetry::Table;
use wasm_bindgen::prelude::*;
use web_sys::MessagePort;

/// A file that is being read.
#[wasm_bindgen]
pub struct Reader {
    loader: Loader,
    hashing: Hashing,
    bytes: u64,
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

#[wasm_bindgen]
impl Reader {
    /// A reader of so many bytes, which hashes them, or does without.
    #[wasm_bindgen(constructor)]
    pub fn new(bytes: f64, hash: bool) -> Self {
        let hashing = if hash { Hashing::Here } else { Hashing::Elsewhere };
        Self { loader: loader(bytes as u64, hashing), hashing, bytes: 0 }
    }

    /// Takes the next bytes.
    ///
    /// # Errors
    /// When the file cannot be loaded.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), JsError> {
        self.bytes += bytes.len() as u64;
        Ok(self.loader.push(bytes)?)
    }

    /// The end.
    ///
    /// # Errors
    /// When the file cannot be loaded.
    pub fn finish(self) -> Result<Columns, JsError> {
        let nobodys = FileIdentity { bytes: self.bytes, sha256: [0; 32] };
        Ok(Columns { table: finish(self.loader, self.hashing, nobodys)?.table })
    }
}

/// The page's own way of reading: the full program's, with its scoring workers.
#[wasm_bindgen]
#[derive(Default)]
pub struct Opener {
    equipment: Rc<Full>,
    wanted: Wanted,
}

#[wasm_bindgen]
impl Opener {
    /// One without a scoring worker.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a scoring worker.
    pub fn add_peer(&self, number: u32, port: MessagePort) {
        self.equipment.take(&Request::Peer { peer: number }, &port);
    }

    /// Reads a file; the promise gives its [`Columns`].
    pub fn read(&self, file: web_sys::File) -> Promise {
        let (equipment, wanted) = (self.equipment.clone(), self.wanted.clone());
        wasm_bindgen_futures::future_to_promise(async move {
            let turn = Turn::begin(wanted, 1);
            let mut bytes = equipment.reader(file);
            let (reading, rules) = (Mapping::default().into(), Rules::LATEST);
            let sessions = read("file", &mut bytes, reading, rules, &equipment.host(&turn)).await;
            let sessions = sessions.map_err(|error| JsError::new(&error.to_string()))?;
            Ok(Columns { table: sessions.table }.into())
        })
    }
}

/// The columns that were read.
#[wasm_bindgen]
pub struct Columns {
    table: Table,
}

#[wasm_bindgen]
impl Columns {
    /// What they came to; not a part of the reading.
    pub fn describe(&self) -> Read {
        let table = &self.table;
        Read {
            rows: table.rows() as f64,
            columns: bytes_of(table) as f64,
            checksum: format!("{:016x}", checksum(table)),
        }
    }
}
