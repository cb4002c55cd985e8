//! A run's turn in a worker: progress, letting other messages in, and being told to stop.

use super::protocol::Event;
use super::scope::{now, post_event};
use analysis::{Progress, Stopped};
use futures_channel::oneshot;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::MessageChannel;

/// Work between two chances for other messages, in milliseconds.
const BREATH: f64 = 25.0;
/// The same while other workers do a part of it, and wait for more.
const SHARED_BREATH: f64 = 3.0;
/// Between two reports of progress, in milliseconds.
const REPORT: f64 = 100.0;

/// The request whose run is wanted; every other one stops at its next checkpoint.
#[derive(Clone, Default)]
pub struct Wanted(Rc<Cell<Option<u32>>>);

impl Wanted {
    /// Asks the run that is under way to stop.
    pub fn cancel(&self) {
        self.0.set(None);
    }
}

/// What one run has of this worker.
pub struct Turn {
    wanted: Wanted,
    request: u32,
    started: f64,
    breathed: Cell<f64>,
    reported: Cell<f64>,
}

impl Turn {
    /// Begins a run, which ends any other.
    pub fn begin(wanted: Wanted, request: u32) -> Self {
        wanted.0.set(Some(request));
        let started = now();
        Self { wanted, request, started, breathed: Cell::new(started), reported: Cell::new(started) }
    }

    /// Shows the progress, lets other messages in, and says whether to go on.
    ///
    /// # Errors
    /// [`Stopped::Cancelled`] when this run is not wanted any more.
    pub async fn checkpoint(&self, progress: Progress) -> Result<(), Stopped> {
        self.checkpoint_with(progress, &|_| String::new()).await
    }

    /// The same, with more about it in words: what `detail` says to the milliseconds that the run has taken.
    ///
    /// # Errors
    /// [`Stopped::Cancelled`] when this run is not wanted any more.
    pub async fn checkpoint_with(&self, progress: Progress, detail: &dyn Fn(f64) -> String) -> Result<(), Stopped> {
        if now() - self.reported.get() >= REPORT {
            self.reported.set(now());
            post_event(self.request, &Event::Progress { progress, detail: detail(now() - self.started) }, &[]);
        }
        if now() - self.breathed.get() >= BREATH {
            breathe().await;
            self.breathed.set(now());
        }
        if self.is_cancelled() { Err(Stopped::Cancelled) } else { Ok(()) }
    }

    /// Lets other messages in more often, while other workers do a part of the work.
    pub async fn hear_others(&self) {
        if now() - self.breathed.get() >= SHARED_BREATH {
            breathe().await;
            self.breathed.set(now());
        }
    }

    /// Whether this run is not wanted any more.
    pub fn is_cancelled(&self) -> bool {
        self.wanted.0.get() != Some(self.request)
    }
}

/// Lets other messages in while something is written beside the runs, which it neither stops nor is stopped by.
pub struct Pauses(Cell<f64>);

impl Pauses {
    /// From now on.
    pub fn begin() -> Self {
        Self(Cell::new(now()))
    }

    /// Lets other messages in, where it is time.
    pub async fn pause(&self) {
        if now() - self.0.get() >= BREATH {
            breathe().await;
            self.0.set(now());
        }
    }
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
