//! Work that is done stretch by stretch, by this worker and by the scoring workers, whoever is free.

use crate::engine::turn::Turn;
use analysis::{Progress, Stopped};
use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::pin::Pin;
use std::task::Poll;

/// Stretches that another worker has at a time: one that it works on, and those that are there when it is through.
const QUEUED: usize = 2;

/// Work on numbered items, each of which is done by itself, so that it does not matter by whom.
pub trait Divisible {
    /// What comes of an item; the default stands for one that is not done.
    type Done: Default;

    /// How far it has come when so many items are done.
    fn progress(&self, done: usize) -> Progress;

    /// How many items this worker does at a stretch.
    fn own_stretch(&self) -> usize;

    /// How many items another worker gets at a time while so many wait.
    fn peer_stretch(&self, waiting: usize) -> usize;

    /// Does items here.
    fn here(&self, items: Range<usize>) -> Vec<Self::Done>;

    /// Sends another worker what it needs for all items; `None` when it is gone.
    fn prepare(&self, peer: u32) -> Option<()>;

    /// Has items done by another worker; `None` when it is gone or fails.
    async fn there(&self, peer: u32, items: Range<usize>) -> Option<Vec<Self::Done>>;
}

/// Does all items, here and on so many scoring workers: what comes of each, in their order.
///
/// # Errors
/// [`Stopped::Cancelled`] when the run is not wanted any more.
pub async fn spread<T: Divisible>(task: &T, items: usize, peers: u32, turn: &Turn) -> Result<Vec<T::Done>, Stopped> {
    let work = RefCell::new(Work::of(items));
    let theirs = async |peer: u32| {
        while !turn.is_cancelled() {
            let Some(stretch) = ({
                let mut work = work.borrow_mut();
                let most = task.peer_stretch(work.waiting());
                work.take(most)
            }) else {
                return;
            };
            match task.there(peer, stretch.clone()).await {
                Some(done) => work.borrow_mut().put(stretch, done),
                None => return work.borrow_mut().give_back(stretch),
            }
        }
    };
    // First the scoring workers' messages leave, then this worker sets to work itself.
    let done: Cell<Result<(), Stopped>> = Cell::new(Ok(()));
    let ready: Vec<u32> = (0..peers).filter(|&peer| task.prepare(peer).is_some()).collect();
    let shared = !ready.is_empty();
    let mut together: Vec<Job<'_>> = Vec::new();
    // The first stretches of all, then the second ones: nobody waits for somebody else's queue.
    for _ in 0..QUEUED {
        ready.iter().for_each(|&peer| together.push(Box::pin(theirs(peer))));
    }
    together.push(Box::pin(async { done.set(here(task, &work, turn, shared).await) }));
    all(together).await;
    done.into_inner()?;
    // What a scoring worker has failed to do after this one was through.
    here(task, &work, turn, false).await?;
    Ok(work.into_inner().done)
}

/// Does what nobody has taken, stretch by stretch.
async fn here<T: Divisible>(task: &T, work: &RefCell<Work<T::Done>>, turn: &Turn, shared: bool) -> Result<(), Stopped> {
    while let Some(stretch) = { work.borrow_mut().take(task.own_stretch()) } {
        let done = task.here(stretch.clone());
        work.borrow_mut().put(stretch, done);
        let count = work.borrow().count;
        if shared {
            turn.hear_others().await;
        }
        turn.checkpoint(task.progress(count)).await?;
    }
    Ok(())
}

/// The items that nobody has taken yet, and what has come of the others.
struct Work<D> {
    stretches: Vec<Range<usize>>,
    done: Vec<D>,
    count: usize,
}

impl<D: Default> Work<D> {
    /// The work on so many items: one stretch, cut as it is taken.
    fn of(items: usize) -> Self {
        let all = 0..items;
        let done = std::iter::repeat_with(D::default).take(items).collect();
        Self { stretches: vec![all], done, count: 0 }
    }

    /// How many items nobody has taken.
    fn waiting(&self) -> usize {
        self.stretches.iter().map(Range::len).sum()
    }

    /// Takes up to so many items from the end of the list.
    fn take(&mut self, most: usize) -> Option<Range<usize>> {
        let stretch = self.stretches.pop()?;
        if stretch.len() <= most {
            return Some(stretch);
        }
        let cut = stretch.end - most;
        self.stretches.push(stretch.start..cut);
        Some(cut..stretch.end)
    }

    fn put(&mut self, items: Range<usize>, done: Vec<D>) {
        self.count += items.len();
        for (place, done) in self.done[items].iter_mut().zip(done) {
            *place = done;
        }
    }

    fn give_back(&mut self, items: Range<usize>) {
        self.stretches.push(items);
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
