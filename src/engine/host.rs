//! The browser's worker as the host of an analysis: progress, cancelling, and scoring on several cores.

use super::equipment::Equipment;
use super::protocol::Event;
use super::scorer::{Reply, Task};
use super::wire::{numbers, pack, unpack};
use super::worker::{now, post_event};
use crate::analysis::{Host, Progress, Stage, Stopped};
use crate::features::Matrix;
use crate::forest::{Hyperparameters, Method, Part};
use futures_channel::oneshot;
use std::cell::{Cell, RefCell};
use std::marker::PhantomData;
use std::ops::Range;
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use wasm_bindgen::prelude::*;
use web_sys::{MessageChannel, MessageEvent, MessagePort};

/// Work between two chances for other messages, in milliseconds.
const BREATH: f64 = 25.0;
/// Between two reports of progress, in milliseconds.
const REPORT: f64 = 100.0;
/// Rows that this worker scores at a stretch: some milliseconds.
const OWN_ROWS: usize = 4096;
/// Rows that a scoring worker gets at a time.
const PEER_ROWS: usize = 32_768;

/// What this worker's runs share: one at a time is wanted, the latest.
#[derive(Default)]
pub struct Pool {
    /// The request whose run is wanted; every other one stops at its next checkpoint.
    wanted: Cell<Option<u32>>,
    /// By their numbers, which are small and handed out without gaps.
    peers: Rc<RefCell<Vec<Option<Peer>>>>,
    /// Numbers the stretches of rows that are sent out, so that a late answer is not taken for another's.
    sent: Cell<u32>,
}

struct Peer {
    port: MessagePort,
    /// Who waits for which scores.
    waiting: Option<(u32, oneshot::Sender<Vec<f64>>)>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

/// What one run is carried out by.
pub struct BrowserHost<E> {
    equipment: PhantomData<E>,
    pool: Rc<Pool>,
    request: u32,
    breathed: Cell<f64>,
    reported: Cell<f64>,
}

impl<E: Equipment> BrowserHost<E> {
    /// Begins a run, which ends any other.
    pub fn begin(pool: Rc<Pool>, request: u32) -> Self {
        pool.wanted.set(Some(request));
        Self { equipment: PhantomData, pool, request, breathed: Cell::new(now()), reported: Cell::new(now()) }
    }

    /// Scores what nobody has taken, stretch by stretch.
    async fn score_here(&self, part: &Part, matrix: &Matrix, work: &RefCell<Work>) -> Result<(), Stopped> {
        let scorer = E::scorer(part);
        while let Some(stretch) = { work.borrow_mut().take(OWN_ROWS) } {
            let columns: Vec<&[f32]> = matrix.columns().iter().map(|column| &column[stretch.clone()]).collect();
            let paths = scorer(&columns);
            work.borrow_mut().put(stretch, &paths);
            let done = work.borrow().done as f64;
            self.checkpoint(Progress { stage: Stage::Scoring, done, total: matrix.rows() as f64 }).await?;
        }
        Ok(())
    }

    fn is_cancelled(&self) -> bool {
        self.pool.wanted.get() != Some(self.request)
    }
}

impl Pool {
    /// Asks the run that is under way to stop.
    pub fn cancel(&self) {
        self.wanted.set(None);
    }

    /// Adds a scoring worker.
    pub fn add_peer(&self, number: u32, port: MessagePort) {
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
    pub fn remove_peer(&self, number: u32) {
        remove(&self.peers, number);
    }

    /// Sends a stretch of rows to a scoring worker; `None` when it is gone or fails.
    async fn score_on(&self, number: u32, matrix: &Matrix, rows: Range<usize>) -> Option<Vec<f64>> {
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

    fn send_forest(&self, number: u32, part: &Part) -> Option<()> {
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

/// The rows that nobody has taken yet, and the path lengths that are there.
struct Work {
    waiting: Vec<Range<usize>>,
    paths: Vec<f64>,
    done: usize,
}

impl Work {
    /// The work on so many rows: one stretch, cut as it is taken.
    fn of(rows: usize) -> Self {
        let all = 0..rows;
        Self { waiting: vec![all], paths: vec![0.0; rows], done: 0 }
    }

    /// Takes up to so many rows from the end of the list.
    fn take(&mut self, rows: usize) -> Option<Range<usize>> {
        let stretch = self.waiting.pop()?;
        if stretch.len() <= rows {
            return Some(stretch);
        }
        let cut = stretch.end - rows;
        self.waiting.push(stretch.start..cut);
        Some(cut..stretch.end)
    }

    fn put(&mut self, rows: Range<usize>, paths: &[f64]) {
        self.done += rows.len();
        self.paths[rows].copy_from_slice(paths);
    }
}

impl<E: Equipment> Host for BrowserHost<E> {
    async fn checkpoint(&self, progress: Progress) -> Result<(), Stopped> {
        if now() - self.reported.get() >= REPORT {
            self.reported.set(now());
            post_event(self.request, &Event::Progress(progress), &[]);
        }
        if now() - self.breathed.get() >= BREATH {
            breathe().await;
            self.breathed.set(now());
        }
        if self.is_cancelled() { Err(Stopped::Cancelled) } else { Ok(()) }
    }

    async fn grow(
        &self,
        method: Method,
        matrix: &Matrix,
        hyperparameters: &Hyperparameters,
    ) -> Result<Vec<Part>, Stopped> {
        E::grow(method, matrix, hyperparameters, self).await
    }

    async fn mean_paths(&self, part: &Part, matrix: &Matrix) -> Result<Vec<f64>, Stopped> {
        let rows = matrix.rows();
        let work = RefCell::new(Work::of(rows));
        let theirs = async |number: u32| {
            if self.pool.send_forest(number, part).is_none() {
                return;
            }
            while !self.is_cancelled() {
                let Some(stretch) = work.borrow_mut().take(PEER_ROWS) else { return };
                match self.pool.score_on(number, matrix, stretch.clone()).await {
                    Some(paths) => work.borrow_mut().put(stretch, &paths),
                    None => return work.borrow_mut().waiting.push(stretch),
                }
            }
        };
        // First the scoring workers' messages leave, then this worker sets to work itself.
        let done: Cell<Result<(), Stopped>> = Cell::new(Ok(()));
        let mut together: Vec<Job<'_>> = Vec::new();
        // A few rows are done before the first message has arrived.
        if E::SPREADS && rows > 2 * PEER_ROWS {
            let peers = self.pool.peers.borrow().len() as u32;
            for number in 0..peers {
                together.push(Box::pin(theirs(number)));
            }
        }
        together.push(Box::pin(async { done.set(self.score_here(part, matrix, &work).await) }));
        all(together).await;
        done.into_inner()?;
        // What a scoring worker has failed to do after this one was through.
        self.score_here(part, matrix, &work).await?;
        Ok(work.into_inner().paths)
    }
}

type Job<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Waits for all of a handful of jobs. Each wake asks them all again: with so few, finding out which one woke costs more.
async fn all(mut jobs: Vec<Job<'_>>) {
    std::future::poll_fn(|context| {
        jobs.retain_mut(|job| job.as_mut().poll(context).is_pending());
        if jobs.is_empty() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}

/// Those who wait for their turn.
type Sleepers = Rc<RefCell<Vec<oneshot::Sender<()>>>>;

/// Lets other messages in: continues behind those that wait already. A message to oneself rather than a timer, because
/// browsers hold timers back by several milliseconds.
async fn breathe() {
    thread_local! {
        static CHANNEL: Option<(MessageChannel, Sleepers)> = open();
    }
    fn open() -> Option<(MessageChannel, Sleepers)> {
        let channel = MessageChannel::new().ok()?;
        let waiting = Sleepers::default();
        let woken = waiting.clone();
        let on_message = Closure::<dyn FnMut()>::new(move || {
            for sender in woken.take() {
                // The waiting side is gone where its run was dropped.
                let _ = sender.send(());
            }
        });
        channel.port1().set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        on_message.forget();
        Some((channel, waiting))
    }
    let receiver = CHANNEL.with(|channel| {
        let (channel, waiting) = channel.as_ref()?;
        let (sender, receiver) = oneshot::channel();
        waiting.borrow_mut().push(sender);
        channel.port2().post_message(&JsValue::NULL).ok()?;
        Some(receiver)
    });
    if let Some(receiver) = receiver {
        let _ = receiver.await;
    }
}
