//! The scoring workers, from the analysis worker's side.

use crate::engine::scorer::{Reply, Task};
use crate::engine::wire::{numbers, pack, unpack};
use crate::features::Matrix;
use crate::forest::Part;
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
    /// Numbers the stretches of rows that are sent out, so that a late answer is not taken for another's.
    sent: Cell<u32>,
}

struct Peer {
    port: MessagePort,
    /// Who waits for which path lengths.
    waiting: Option<(u32, oneshot::Sender<Vec<f64>>)>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

impl Peers {
    /// Adds a scoring worker.
    pub fn add(&self, number: u32, port: MessagePort) {
        let peers = Rc::downgrade(&self.peers);
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let Some(peers) = peers.upgrade() else { return };
            match unpack::<Reply>(&event.data()) {
                Ok(message) if message.body == Reply::Paths => {
                    let mut peers = peers.borrow_mut();
                    let Some(Some(peer)) = peers.get_mut(number as usize) else { return };
                    if let Some((_, waiting)) = peer.waiting.take_if(|(sent, _)| *sent == message.id) {
                        // Nobody waits any more where the run was cancelled.
                        let _ = waiting.send(message.bulk.first().map(|bytes| numbers(bytes)).unwrap_or_default());
                    }
                }
                // It failed: dropping the sender gives its rows to somebody else, and it gets no more.
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

    /// Does without a scoring worker: its rows go to somebody else.
    pub fn remove(&self, number: u32) {
        remove(&self.peers, number);
    }

    /// How many numbers have been handed out.
    pub fn count(&self) -> u32 {
        self.peers.borrow().len() as u32
    }

    /// Sends a stretch of rows to a scoring worker; `None` when it is gone or fails.
    pub async fn walk_on(&self, number: u32, matrix: &Matrix, rows: Range<usize>) -> Option<Vec<f64>> {
        let expected = rows.len();
        let receiver = {
            let mut peers = self.peers.borrow_mut();
            let peer = peers.get_mut(number as usize)?.as_mut()?;
            let bulk: Vec<&[u8]> =
                matrix.columns().iter().map(|column| bytemuck::cast_slice(&column[rows.clone()])).collect();
            let sent = self.sent.get().wrapping_add(1);
            self.sent.set(sent);
            let parcel = pack(sent, &Task::Walk, &bulk, &JsValue::UNDEFINED).ok()?;
            peer.port.post_message_with_transferable(&parcel.value, &parcel.transfer).ok()?;
            let (sender, receiver) = oneshot::channel();
            peer.waiting = Some((sent, sender));
            receiver
        };
        receiver.await.ok().filter(|paths| paths.len() == expected)
    }

    /// Sends a forest to a scoring worker; `None` when it is gone.
    pub fn send_forest(&self, number: u32, part: &Part) -> Option<()> {
        let words = part.to_words();
        let parcel = pack(0, &Task::Forest, &[bytemuck::cast_slice(&words)], &JsValue::UNDEFINED).ok()?;
        let peers = self.peers.borrow();
        peers.get(number as usize)?.as_ref()?.port.post_message_with_transferable(&parcel.value, &parcel.transfer).ok()
    }
}

fn remove(peers: &RefCell<Vec<Option<Peer>>>, number: u32) {
    if let Some(place) = peers.borrow_mut().get_mut(number as usize) {
        *place = None;
    }
}
