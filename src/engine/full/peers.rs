//! The scoring workers, from the analysis worker's side.

use super::task::{Reply, Task};
use crate::engine::piece::Piece;
use crate::engine::wire::{Message, numbers, pack, unpack};
use futures_channel::oneshot;
use isolation_forest::Matrix;
use isolation_forest::{GrownTree, Growth, Part};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, MessagePort};

/// The scoring workers.
#[derive(Clone, Default)]
pub struct Peers {
    /// By their numbers, which are small and handed out without gaps.
    peers: Rc<RefCell<Vec<Option<Peer>>>>,
    /// Numbers the work that is sent out, so that a late answer is not taken for another's.
    sent: Rc<Cell<u32>>,
}

/// What a scoring worker is going to answer; an error where it is gone or fails.
pub(super) type Answer = oneshot::Receiver<Message<Reply>>;

struct Peer {
    port: MessagePort,
    /// Who waits for which answer.
    waiting: VecDeque<(u32, oneshot::Sender<Message<Reply>>)>,
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
                    let place = peer.waiting.iter().position(|(sent, _)| *sent == message.id);
                    if let Some((_, waiting)) = place.and_then(|place| peer.waiting.remove(place)) {
                        // Nobody waits any more where the run was cancelled.
                        let _ = waiting.send(message);
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
        peers[place] = Some(Peer { port, waiting: VecDeque::new(), _on_message: on_message });
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
            self.ask(number, Task::Walk, &bulk)?
        };
        let paths = numbers::<f64>(&answer.await.ok()?.bulk.first()?.bytes()).into_owned();
        (paths.len() == rows.len()).then_some(paths)
    }

    /// Has trees grown by a scoring worker; `None` when it is gone or fails.
    pub async fn grow_on(&self, number: u32, growth: &Growth<'_>, trees: Range<usize>) -> Option<Vec<GrownTree>> {
        let answer = {
            let seedlings: Vec<Vec<u32>> = trees.clone().map(|tree| growth.seedling(tree).to_words()).collect();
            let bulk: Vec<&[u8]> = seedlings.iter().map(|words| bytemuck::cast_slice(words)).collect();
            self.ask(number, Task::Grow, &bulk)?
        };
        let answer = answer.await.ok()?.bulk;
        if answer.len() != trees.len() {
            return None;
        }
        let tree = |(tree, piece): (usize, Piece)| {
            GrownTree::from_words(&numbers::<u32>(&piece.bytes()), growth.kind(tree), growth.features()).ok()
        };
        trees.zip(answer).map(tree).collect()
    }

    /// Sends a scoring worker something to do, for an answer that is yet to come; `None` when it is gone.
    pub(super) fn ask(&self, number: u32, task: Task, bulk: &[&[u8]]) -> Option<Answer> {
        let sent = self.tell(number, task, bulk, &JsValue::UNDEFINED)?;
        let mut peers = self.peers.borrow_mut();
        let (sender, receiver) = oneshot::channel();
        peers.get_mut(number as usize)?.as_mut()?.waiting.push_back((sent, sender));
        Some(receiver)
    }

    /// Sends a scoring worker something that it does not answer. Returns the number of the message; `None` when it is gone.
    pub(super) fn tell(&self, number: u32, task: Task, bulk: &[&[u8]], attached: &JsValue) -> Option<u32> {
        let peers = self.peers.borrow();
        let peer = peers.get(number as usize)?.as_ref()?;
        let sent = self.sent.get().wrapping_add(1);
        self.sent.set(sent);
        let parcel = pack(sent, &task, bulk, attached).ok()?;
        peer.port.post_message_with_transferable(&parcel.value, &parcel.transfer).ok()?;
        Some(sent)
    }

    /// Sends a forest to a scoring worker; `None` when it is gone.
    pub fn send_forest(&self, number: u32, part: &Part) -> Option<()> {
        let words = part.to_words();
        self.tell(number, Task::Forest, &[bytemuck::cast_slice(&words)], &JsValue::UNDEFINED).map(drop)
    }
}

fn remove(peers: &RefCell<Vec<Option<Peer>>>, number: u32) {
    if let Some(place) = peers.borrow_mut().get_mut(number as usize) {
        *place = None;
    }
}
