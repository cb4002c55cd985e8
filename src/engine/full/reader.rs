//! The bytes of a file that the user chose, slice by slice.

use crate::analysis::ByteSource;
use crate::engine::wire::describe;
use wasm_bindgen_futures::JsFuture;

/// Large enough that the calls cost nothing, small enough to be read between two frames.
const SLICE: f64 = 4.0 * 1024.0 * 1024.0;

/// Reads a file of the browser's.
pub struct FileReader {
    file: web_sys::File,
    at: f64,
}

impl FileReader {
    /// A reader at the beginning of the file.
    pub fn new(file: web_sys::File) -> Self {
        Self { file, at: 0.0 }
    }

    /// The first bytes, without reading on.
    ///
    /// # Errors
    /// What the browser said.
    pub async fn peek(&self, bytes: u32) -> Result<Vec<u8>, String> {
        self.bytes(0.0, f64::from(bytes).min(self.file.size())).await
    }

    async fn bytes(&self, start: f64, end: f64) -> Result<Vec<u8>, String> {
        let slice = self.file.slice_with_f64_and_f64(start, end).map_err(|error| describe(&error))?;
        let buffer = JsFuture::from(slice.array_buffer()).await.map_err(|error| describe(&error))?;
        Ok(js_sys::Uint8Array::new(&buffer).to_vec())
    }
}

impl ByteSource for FileReader {
    fn total(&self) -> f64 {
        self.file.size()
    }

    async fn next(&mut self) -> Result<Vec<u8>, String> {
        let end = (self.at + SLICE).min(self.file.size());
        if end <= self.at {
            return Ok(Vec::new());
        }
        let bytes = self.bytes(self.at, end).await?;
        self.at = end;
        Ok(bytes)
    }
}
