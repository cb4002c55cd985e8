//! The bytes of a file that the user chose, slice by slice.

use crate::engine::wire::describe;
use crate::analysis::ByteSource;
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
        let slice = self.file.slice_with_f64_and_f64(self.at, end).map_err(|error| describe(&error))?;
        let buffer = JsFuture::from(slice.array_buffer()).await.map_err(|error| describe(&error))?;
        self.at = end;
        Ok(js_sys::Uint8Array::new(&buffer).to_vec())
    }
}
