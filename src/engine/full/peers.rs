//! The scoring workers, from the analysis worker's side.

use crate::engine::scorer::{Reply, Task};
use crate::engine::wire::{numbers, pack, unpack};
use crate::features::Matrix;
use crate::forest::{GrownTree, Growth, Part};
use crate::ingest::FileIdentity;
use futures_channel::oneshot;
use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

/// The scoring workers.
#[derive(Default)]
pub struct Peers {
    /// By their numbers, which are small and handed out without gaps.
    peers: Rc<RefCell<Vec<Option<Peer>>>>,
    /// Numbers the work that is sent out, so that a late answer is not taken for another's.
    sent: Cell<u32>,
}

struct Peer {
    port: MessagePort,
    /// Who waits for which answer.
    waiting: Option<(u32, oneshot::Sender<Vec<Vec<u8>>>)>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Peers {
    /// Adds a scoring worker.
    pub fn add(&self, number: u32, port: MessagePort) {
        let peers = Rc::downgrade(&self.peers);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(peers) = peers.upgrade() else { return };
            match unpack::<Reply>(&event.data()) {
                Ok(message) if message.body == Reply::Done => {
                    let mut peers = peers.borrow_mut();
                    let Some(Some(peer)) = peers.get_mut(number as usize) else { return };
                    if let Some((_, waiting)) = peer.waiting.take_if(|(sent, _)| *sent == message.id) {
                        // Nobody waits any more where the run was cancelled.
                        let _ = waiting.send(message.bulk);
                    }
                }
                // It failed: dropping the sender gives its work to somebody else, and it gets no more.
                _ => remove(&peers, number),
            }
        });
        port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let mut peers = self.peers.borrow_mut();
        let place = number as usize;
        if peers.len() <= place {
            peers.resize_with(place + 1, || None);
        }
        peers[place] = Some(Peer { port, waiting: None, _on_message: on_message });
    }

    /// Does without a scoring worker: its work goes to somebody else.
    pub fn remove(&self, number: u32) {
        remove(&self.peers, number);
    }

    /// How many numbers have been handed out.
    pub fn count(&self) -> u32 {
        self.peers.borrow().len() as u32
    }

    /// Sends a stretch of rows to a scoring worker; `None` when it is gone or fails.
    pub async fn walk_on(&self, number: u32, matrix: &Matrix, rows: Range<usize>) -> Option<Vec<f64>> {
        let answer = {
            let bulk: Vec<&[u8]> =
                matrix.columns().iter().map(|column| bytemuck::cast_slice(&column[rows.clone()])).collect();
            self.ask(number, Task::Walk, &bulk, &JsValue::UNDEFINED)?
        };
        let paths: Vec<f64> = numbers(answer.await.ok()?.first()?);
        (paths.len() == rows.len()).then_some(paths)
    }

    /// Has trees grown by a scoring worker; `None` when it is gone or fails.
    pub async fn grow_on(&self, number: u32, growth: &Growth<'_>, trees: Range<usize>) -> Option<Vec<GrownTree>> {
        let answer = {
            let seedlings: Vec<Vec<u32>> = trees.clone().map(|tree| growth.seedling(tree).to_words()).collect();
            let bulk: Vec<&[u8]> = seedlings.iter().map(|words| bytemuck::cast_slice(words)).collect();
            self.ask(number, Task::Grow, &bulk, &JsValue::UNDEFINED)?
        };
        let answer = answer.await.ok()?;
        if answer.len() != trees.len() {
            return None;
        }
        let tree = |(tree, bytes): (usize, Vec<u8>)| {
            GrownTree::from_words(&numbers::<u32>(&bytes), growth.kind(tree), growth.features()).ok()
        };
        trees.zip(answer).map(tree).collect()
    }

    /// Has a file hashed by a scoring worker, meanwhile; `None` when there is none.
    pub fn hash(&self, file: &web_sys::File) -> Option<Hashing> {
        (0..self.count()).find_map(|number| {
            let answer = self.ask(number, Task::Hash, &[], file)?;
            Some(Hashing { answer: Some(answer), number, peers: self.peers.clone() })
        })
    }

    /// Sends a scoring worker something to do, for an answer that is yet to come; `None` when it is gone.
    fn ask(
        &self,
        number: u32,
        task: Task,
        bulk: &[&[u8]],
        attached: &JsValue,
    ) -> Option<oneshot::Receiver<Vec<Vec<u8>>>> {
        let mut peers = self.peers.borrow_mut();
        let peer = peers.get_mut(number as usize)?.as_mut()?;
        let sent = self.sent.get().wrapping_add(1);
        self.sent.set(sent);
        let parcel = pack(sent, &task, bulk, attached).ok()?;
        peer.port.post_message_with_transferable(&parcel.value, &parcel.transfer).ok()?;
        let (sender, receiver) = oneshot::channel();
        peer.waiting = Some((sent, sender));
        Some(receiver)
    }

    /// Sends a forest to a scoring worker; `None` when it is gone.
    pub fn send_forest(&self, number: u32, part: &Part) -> Option<()> {
        let words = part.to_words();
        let parcel = pack(0, &Task::Forest, &[bytemuck::cast_slice(&words)], &JsValue::UNDEFINED).ok()?;
        let peers = self.peers.borrow();
        peers.get(number as usize)?.as_ref()?.port.post_message_with_transferable(&parcel.value, &parcel.transfer).ok()
    }
}

/// A file that is being hashed by a scoring worker.
pub struct Hashing {
    answer: Option<oneshot::Receiver<Vec<Vec<u8>>>>,
    number: u32,
    peers: Rc<RefCell<Vec<Option<Peer>>>>,
}

impl Hashing {
    /// What it comes to; `None` when the worker is gone or fails.
    pub async fn identity(mut self) -> Option<FileIdentity> {
        let answer = self.answer.as_mut()?.await;
        self.answer = None;
        let mut bulk = answer.ok()?.into_iter();
        let sha256 = bulk.next()?.try_into().ok()?;
        let bytes = u64::from_le_bytes(bulk.next()?.try_into().ok()?);
        Some(FileIdentity { bytes, sha256 })
    }
}

impl Drop for Hashing {
    /// Nobody wants it any more: the run has ended otherwise.
    fn drop(&mut self) {
        if self.answer.is_none() {
            return;
        }
        let peers = self.peers.borrow();
        if let Some(Some(peer)) = peers.get(self.number as usize)
            && let Ok(parcel) = pack(0, &Task::Rest, &[], &JsValue::UNDEFINED)
        {
            // A port that is closed has nobody behind it that could go on.
            let _ = peer.port.post_message_with_transferable(&parcel.value, &parcel.transfer);
        }
    }
}

fn remove(peers: &RefCell<Vec<Option<Peer>>>, number: u32) {
    if let Some(place) = peers.borrow_mut().get_mut(number as usize) {
        *place = None;
    }
}
