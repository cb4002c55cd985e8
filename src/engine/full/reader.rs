//! The bytes of a file that the user chose, slice by slice.

use super::peers::Hashing;
use crate::analysis::ByteSource;
use crate::engine::wire::describe;
use crate::ingest::FileIdentity;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Large enough that the calls cost nothing, small enough to be read between two frames.
const SLICE: f64 = 4.0 * 1024.0 * 1024.0;

/// Reads a file of the browser's.
pub struct FileReader {
    file: web_sys::File,
    /// What the file had when it was opened.
    size: f64,
    at: f64,
    /// The next slice, which the browser fetches while the one before is worked on, and where it ends.
    ahead: Option<(JsFuture, f64)>,
    hashing: Option<Hashing>,
}

impl FileReader {
    /// A reader at the beginning of the file.
    pub fn new(file: web_sys::File) -> Self {
        let size = file.size();
        Self { file, size, at: 0.0, ahead: None, hashing: None }
    }

    /// The same with somebody who hashes the file meanwhile.
    pub(super) fn hashed_by(self, hashing: Option<Hashing>) -> Self {
        Self { hashing, ..self }
    }

    /// The first bytes, without reading on.
    ///
    /// # Errors
    /// What the browser said.
    pub async fn peek(&self, bytes: u32) -> Result<Vec<u8>, String> {
        arrived(self.fetch(0.0, f64::from(bytes).min(self.size))?).await
    }

    fn fetch(&self, start: f64, end: f64) -> Result<JsFuture, String> {
        let slice = self.file.slice_with_f64_and_f64(start, end).map_err(|error| told(&error))?;
        Ok(JsFuture::from(slice.array_buffer()))
    }

    /// Asks for the slice from a place on; none at the end.
    fn fetch_from(&self, start: f64) -> Result<Option<(JsFuture, f64)>, String> {
        let end = (start + SLICE).min(self.size);
        if end <= start { Ok(None) } else { self.fetch(start, end).map(|coming| Some((coming, end))) }
    }
}

async fn arrived(coming: JsFuture) -> Result<Vec<u8>, String> {
    let buffer = coming.await.map_err(|error| told(&error))?;
    Ok(js_sys::Uint8Array::new(&buffer).to_vec())
}

/// What the browser said, in words for the person who chose the file.
fn told(error: &JsValue) -> String {
    let name = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.name()));
    match name.as_deref() {
        Some("NotReadableError" | "NotFoundError") => {
            "the file cannot be read any more: it has changed, was moved or was taken away since it was chosen; choose \
             it once more"
                .into()
        }
        _ => describe(error),
    }
}

impl ByteSource for FileReader {
    fn total(&self) -> f64 {
        self.size
    }

    async fn next(&mut self) -> Result<Vec<u8>, String> {
        let fetched = match self.ahead.take() {
            Some(fetched) => Some(fetched),
            None => self.fetch_from(self.at)?,
        };
        let Some((coming, end)) = fetched else { return Ok(Vec::new()) };
        self.ahead = self.fetch_from(end)?;
        let bytes = arrived(coming).await?;
        self.at = end;
        Ok(bytes)
    }

    fn is_hashed_elsewhere(&self) -> bool {
        self.hashing.is_some()
    }

    async fn identity(&mut self) -> Option<FileIdentity> {
        self.hashing.take()?.identity().await
    }

    fn rewind(&mut self) {
        self.at = 0.0;
        self.ahead = None;
    }
}
