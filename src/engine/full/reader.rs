//! The bytes of a file that the user chose, slice by slice: fetched by a scoring worker, or here.

use super::fetching::{Fetched, Fetching};
use super::peers::Peers;
use crate::engine::wire::describe;
use analysis::ByteSource;
use ingest::FileIdentity;
use js_sys::{ArrayBuffer, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Large enough that the calls cost nothing, small enough to be read between two frames.
const SLICE: f64 = 4.0 * 1024.0 * 1024.0;

/// The slices of a file, one behind the other.
pub(super) struct Slices {
    file: web_sys::File,
    /// What the file had when it was opened.
    size: f64,
    at: f64,
    /// The next slice, which the browser fetches while the one before is worked on, and where it ends.
    ahead: Option<(JsFuture, f64)>,
}

impl Slices {
    /// Those from the beginning of the file.
    pub(super) fn new(file: web_sys::File) -> Self {
        let size = file.size();
        Self { file, size, at: 0.0, ahead: None }
    }

    /// The next one; none at the end.
    pub(super) async fn next(&mut self) -> Result<Option<ArrayBuffer>, String> {
        let fetched = match self.ahead.take() {
            Some(fetched) => Some(fetched),
            None => self.fetch_from(self.at)?,
        };
        let Some((coming, end)) = fetched else { return Ok(None) };
        self.ahead = self.fetch_from(end)?;
        let slice = arrived(coming).await?;
        self.at = end;
        Ok(Some(slice))
    }

    /// Asks for the slice from a place on; none at the end.
    fn fetch_from(&self, start: f64) -> Result<Option<(JsFuture, f64)>, String> {
        let end = (start + SLICE).min(self.size);
        if end <= start { Ok(None) } else { self.fetch(start, end).map(|coming| Some((coming, end))) }
    }

    fn fetch(&self, start: f64, end: f64) -> Result<JsFuture, String> {
        let slice = self.file.slice_with_f64_and_f64(start, end).map_err(|error| told(&error))?;
        Ok(JsFuture::from(slice.array_buffer()))
    }

    /// Goes on at a place.
    fn go_to(&mut self, at: f64) {
        self.at = at;
        self.ahead = None;
    }
}

/// Reads a file of the browser's.
pub struct FileReader {
    slices: Slices,
    /// Among whom there may be one that fetches it.
    peers: Option<Peers>,
    fetching: Option<Fetching>,
    /// What the one who has fetched it says it is.
    identity: Option<FileIdentity>,
}

impl FileReader {
    /// A reader at the beginning of the file.
    pub fn new(file: web_sys::File) -> Self {
        Self { slices: Slices::new(file), peers: None, fetching: None, identity: None }
    }

    /// The same with a scoring worker that fetches and hashes the file, where there is one.
    pub(super) fn fetched_by(mut self, peers: &Peers) -> Self {
        self.fetching = Fetching::begin(peers, &self.slices.file);
        self.peers = Some(peers.clone());
        self
    }

    /// The first bytes, without reading on.
    ///
    /// # Errors
    /// What the browser said.
    pub async fn peek(&self, bytes: u32) -> Result<Vec<u8>, String> {
        let slice = arrived(self.slices.fetch(0.0, f64::from(bytes).min(self.slices.size))?).await?;
        Ok(Uint8Array::new(&slice).to_vec())
    }

    /// The next slice, by whomever; none at the end.
    async fn slice(&mut self) -> Result<Option<ArrayBuffer>, String> {
        if let Some(fetching) = &mut self.fetching {
            match fetching.next().await {
                Fetched::Slice(slice) => {
                    self.slices.go_to(self.slices.at + f64::from(slice.byte_length()));
                    return Ok(Some(slice));
                }
                Fetched::End(identity) => {
                    self.identity = Some(identity);
                    return Ok(None);
                }
                // It is read on here, where an error is told, too.
                Fetched::Failed => self.fetching = None,
            }
        }
        self.slices.next().await
    }
}

async fn arrived(coming: JsFuture) -> Result<ArrayBuffer, String> {
    coming.await.and_then(JsCast::dyn_into).map_err(|error| told(&error))
}

/// What the browser said, in words for the person who chose the file.
fn told(error: &JsValue) -> String {
    let name = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.name()));
    match name.as_deref() {
        Some("NotReadableError" | "NotFoundError") => {
            "it has changed, was moved or was taken away since it was chosen; choose it once more".into()
        }
        _ => describe(error),
    }
}

impl ByteSource for FileReader {
    fn total(&self) -> f64 {
        self.slices.size
    }

    async fn next(&mut self) -> Result<Vec<u8>, String> {
        Ok(self.slice().await?.map_or_else(Vec::new, |slice| Uint8Array::new(&slice).to_vec()))
    }

    fn is_hashed_elsewhere(&self) -> bool {
        self.fetching.is_some()
    }

    async fn identity(&mut self) -> Option<FileIdentity> {
        self.identity.take()
    }

    fn rewind(&mut self) -> Result<(), String> {
        self.slices.go_to(0.0);
        // What was fetched ahead of it is left first.
        self.fetching = None;
        self.fetching = self.peers.as_ref().and_then(|peers| Fetching::begin(peers, &self.slices.file));
        Ok(())
    }
}
