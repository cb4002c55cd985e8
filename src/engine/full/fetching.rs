//! A file that a scoring worker fetches, from the analysis worker's side: slices come over while others are worked on, with
//! only so many on their way, and the hash with them.

use super::peers::{Answer, Peers};
use super::task::Task;
use ingest::FileIdentity;
use js_sys::ArrayBuffer;
use std::collections::VecDeque;
use wasm_bindgen::JsCast;

/// Slices that are asked for ahead: one comes over while another is fetched, and one waits here.
const AHEAD: usize = 3;

/// A file that is being fetched by a scoring worker.
pub(super) struct Fetching {
    peers: Peers,
    number: u32,
    /// The number of the task that brought it the file.
    of: u32,
    coming: VecDeque<Answer>,
}

/// What comes of asking for the next slice.
pub(super) enum Fetched {
    /// The slice.
    Slice(ArrayBuffer),
    /// There is none any more: what all of them were.
    End(FileIdentity),
    /// The worker is gone, or cannot read the file.
    Failed,
}

impl Fetching {
    /// Has a file fetched by one of the scoring workers; `None` when there is none.
    pub(super) fn begin(peers: &Peers, file: &web_sys::File) -> Option<Self> {
        (0..peers.count()).find_map(|number| {
            let of = peers.tell(number, Task::Fetch, &[], file)?;
            let mut fetching = Self { peers: peers.clone(), number, of, coming: VecDeque::new() };
            (0..AHEAD).try_for_each(|_| fetching.ask())?;
            Some(fetching)
        })
    }

    fn ask(&mut self) -> Option<()> {
        self.coming.push_back(self.peers.ask(self.number, Task::Slice { of: self.of }, &[])?);
        Some(())
    }

    /// The next slice.
    pub(super) async fn next(&mut self) -> Fetched {
        let Some(answer) = self.coming.pop_front() else { return Fetched::Failed };
        let Ok(answer) = answer.await else { return Fetched::Failed };
        if let Ok(slice) = answer.attached.dyn_into() {
            // Where it is gone, the slices that have come are good all the same.
            let _ = self.ask();
            return Fetched::Slice(slice);
        }
        match answer.bulk.as_slice() {
            [sha256, bytes] => match (sha256.bytes().try_into(), bytes.bytes().try_into()) {
                (Ok(sha256), Ok(bytes)) => Fetched::End(FileIdentity { bytes: u64::from_le_bytes(bytes), sha256 }),
                _ => Fetched::Failed,
            },
            _ => Fetched::Failed,
        }
    }
}

impl Drop for Fetching {
    /// Nobody wants it any more: it is read, or the run has ended otherwise.
    fn drop(&mut self) {
        let _ = self.peers.tell(self.number, Task::Leave { of: self.of }, &[], &wasm_bindgen::JsValue::UNDEFINED);
    }
}
