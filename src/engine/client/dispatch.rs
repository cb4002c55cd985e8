//! Which worker does what: plain decisions about workers that stand behind a trait, so that they are tested without any.
//!
//! Of each program one analysis worker runs at most. One of them holds what the page shows; it is asked. The page's own program
//! holds the first result, until the full one has made that anew and takes over. What only the full program answers waits for
//! that, unless it fails.

use crate::engine::piece::Piece;
use crate::engine::protocol::{Event, Program, Request};

/// A worker that fails this often before it has been ready once is not started again.
pub const MOST_FAILURES: u32 = 3;

/// What the page hears.
pub enum Signal {
    /// The analysis worker answers the request of this number.
    Event {
        /// The request's number.
        id: u32,
        /// The answer.
        event: Event,
        /// Its bulk.
        bulk: Vec<Piece>,
    },
    /// The analysis worker failed and was replaced: it has forgotten everything.
    Replaced {
        /// What it said last.
        message: String,
    },
    /// No worker can be started: the page cannot work.
    Broken {
        /// Why.
        message: String,
    },
}

/// The workers, and the page that hears of them.
pub trait Workers {
    /// What goes with a request: files, or a port.
    type Attached: Default;

    /// Starts the analysis worker of a program.
    ///
    /// # Errors
    /// Why it cannot be started.
    fn start(&mut self, program: Program) -> Result<(), String>;

    /// Ends the analysis worker of a program.
    fn stop(&mut self, program: Program);

    /// Hands a request to the analysis worker of a program.
    ///
    /// # Errors
    /// Why it could not be handed over.
    fn post(&mut self, program: Program, id: u32, request: &Request, attached: Self::Attached) -> Result<(), String>;

    /// How many scoring workers there are to be.
    fn scorers(&self) -> u32;

    /// Starts the scoring worker of this number.
    fn start_scorer(&mut self, number: u32);

    /// Ends the scoring worker of this number.
    fn stop_scorer(&mut self, number: u32);

    /// Ends all scoring workers.
    fn stop_scorers(&mut self);

    /// Joins the scoring worker of this number to the full analysis worker: the port to be handed to that.
    fn join(&mut self, number: u32) -> Option<Self::Attached>;

    /// Whether a question can be answered by the page's own program.
    fn is_first(&self, service: &str) -> bool;

    /// Tells the page.
    fn tell(&mut self, signal: Signal);
}

/// An analysis worker.
struct Analyst<A> {
    program: Program,
    ready: bool,
    /// Waiting until it is ready.
    waiting: Vec<(u32, Request, A)>,
    /// The run that it was given last.
    run: u32,
    /// The questions that it has not answered yet.
    unanswered: Vec<u32>,
    /// Another one has taken over: it goes when it has answered them.
    retired: bool,
}

/// The workers, as far as is to be decided.
pub struct Dispatcher<W: Workers> {
    /// They.
    pub workers: W,
    /// The analysis workers that run, at most one of each program.
    analysts: Vec<Analyst<W::Attached>>,
    /// The program of the worker that holds what the page shows.
    holder: Program,
    /// The run that was asked for last; 0 once it has ended.
    wanted: u32,
    /// The run by which the full program makes what the page's own program shows anew, to take over from it; 0 for none.
    adopting: u32,
    /// The plan of what the page's own program shows, as text; none before there is a result.
    shown: Option<String>,
    /// What only the full program answers, until it has taken over.
    deferred: Vec<(u32, Request)>,
    /// Whether there are scoring workers.
    scoring: bool,
    last: u32,
    failures: u32,
}

impl<W: Workers> Dispatcher<W> {
    /// Without a worker.
    pub fn new(workers: W) -> Self {
        Self {
            workers,
            analysts: Vec::new(),
            holder: Program::Page,
            wanted: 0,
            adopting: 0,
            shown: None,
            deferred: Vec::new(),
            scoring: false,
            last: 0,
            failures: 0,
        }
    }

    /// Starts the worker of a program.
    pub fn start(&mut self, program: Program) {
        match self.workers.start(program) {
            Ok(()) => {
                self.analysts.push(Analyst {
                    program,
                    ready: false,
                    waiting: Vec::new(),
                    run: 0,
                    unanswered: Vec::new(),
                    retired: false,
                });
                if program == Program::Full && self.scoring {
                    (0..self.workers.scorers()).for_each(|number| self.join(number));
                }
            }
            Err(message) => self.workers.tell(Signal::Broken { message }),
        }
    }

    /// Starts a run, with what it reads where there is something; returns the number that its answers carry. `needs` says which
    /// program can carry it out; the page's own is asked only where the full one is not there yet.
    pub fn run(&mut self, needs: Program, request: Request, attached: W::Attached) -> u32 {
        let id = self.next();
        self.wanted = id;
        self.adopting = 0;
        let program = if needs == Program::Full { Program::Full } else { self.holder };
        if !self.has(program) {
            self.start(program);
        }
        // The latest run is the one that is wanted, whichever worker has it.
        let other = if program == Program::Page { Program::Full } else { Program::Page };
        self.post(other, id, Request::Cancel, W::Attached::default());
        self.post(program, id, request, attached);
        id
    }

    /// Whether a program is still on its way, so that a run waits for it.
    pub fn is_loading(&self, program: Program) -> bool {
        self.analysts.iter().any(|analyst| analyst.program == program && !analyst.ready)
    }

    /// Asks the run that is under way to stop.
    pub fn cancel(&mut self) {
        let wanted = self.wanted;
        if let Some(program) = self.withdraw(wanted) {
            // It has not begun, so nobody else could say so.
            let body = Event::Cancelled { kept: program != self.holder };
            return self.hear(program, wanted, body, Vec::new());
        }
        let id = self.next();
        for program in [Program::Page, Program::Full] {
            self.post(program, id, Request::Cancel, W::Attached::default());
        }
    }

    /// Asks a question about what is shown; returns the number that its answer carries.
    pub fn ask(&mut self, service: &str, question: Vec<u8>) -> u32 {
        let id = self.next();
        let request = Request::Ask { service: service.to_owned(), question };
        if !self.workers.is_first(service) && self.holder == Program::Page && self.shown.is_some() {
            self.deferred.push((id, request));
            self.adopt_for_deferred();
        } else {
            self.post(self.holder, id, request, W::Attached::default());
        }
        id
    }

    /// Starts the scoring workers and the full program, where they are not there yet, and has it make what the page's own
    /// program shows (`plan`, as text) anew, to take over from it: then the first file does not wait for it and needs no network.
    pub fn start_others(&mut self, plan: &str) {
        self.shown = Some(plan.to_owned());
        // A run that is under way goes first.
        if self.wanted == 0 {
            self.adopt();
        }
        if !std::mem::replace(&mut self.scoring, true) {
            (0..self.workers.scorers()).for_each(|number| self.workers.start_scorer(number));
        }
    }

    /// An analysis worker has spoken.
    pub fn hear(&mut self, program: Program, id: u32, mut body: Event, bulk: Vec<Piece>) {
        let adopted = id == self.adopting && id != 0;
        if matches!(body, Event::Done(_) | Event::Opened(_) | Event::Cancelled { .. } | Event::Failed { .. }) {
            self.ended(program, id);
        }
        match &mut body {
            Event::Ready => return self.ready(program),
            Event::Crashed { message } => {
                let message = std::mem::take(message);
                return self.replace(program, &message);
            }
            // A run that is not wanted any more was done before it heard so. Where it is what the page asks about from now
            // on, the page is told.
            Event::Done(_) | Event::Opened(_) if !adopted && !self.end(id) && program != self.holder => return,
            Event::Done(_) | Event::Opened(_) => {
                self.failures = 0;
                self.hand_over(program);
            }
            // What is shown stays with the page's own program; whoever waits for the other one is told.
            Event::Failed { message, .. } if adopted => {
                self.adopting = 0;
                let message = std::mem::take(message);
                self.fail_deferred(&message);
            }
            Event::Cancelled { .. } if adopted => self.adopting = 0,
            Event::Cancelled { kept } | Event::Failed { kept, .. } => {
                // The worker that failed is not the one that holds what is shown.
                *kept |= program != self.holder;
                self.end(id);
            }
            _ => {}
        }
        if matches!(body, Event::Answer | Event::Failed { .. }) {
            self.answered(program, id);
        }
        // Of what the page knows already it hears nothing again.
        if !adopted {
            self.workers.tell(Signal::Event { id, event: body, bulk });
        }
        self.adopt_for_deferred();
    }

    /// Puts a new analysis worker in the place of one that failed; the scoring workers go with it.
    pub fn replace(&mut self, program: Program, message: &str) {
        let lost = self.analysts.iter().position(|analyst| analyst.program == program);
        let lost = lost.map(|place| self.analysts.remove(place));
        let run = lost.as_ref().map_or(0, |analyst| analyst.run);
        self.workers.stop(program);
        if program != self.holder {
            // It is started again when it is needed.
            let message = format!("the worker that does this failed: {message}");
            let adopted = run == std::mem::take(&mut self.adopting);
            self.fail_deferred(&message);
            if !adopted && run != 0 {
                self.fail(run, message.clone());
            }
            // One that has retired takes the questions with it that it had not answered yet.
            for id in lost.map(|analyst| analyst.unanswered).unwrap_or_default() {
                self.fail(id, message.clone());
            }
            return;
        }
        self.failures += 1;
        self.end(run);
        self.scoring = false;
        self.workers.stop_scorers();
        if self.failures > MOST_FAILURES {
            return self.workers.tell(Signal::Broken { message: message.to_owned() });
        }
        self.start(program);
        self.workers.tell(Signal::Replaced { message: message.to_owned() });
    }

    /// A scoring worker can be spoken to: it and the full analysis worker speak to each other directly.
    pub fn join(&mut self, number: u32) {
        if self.has(Program::Full)
            && let Some(port) = self.workers.join(number)
        {
            self.post(Program::Full, 0, Request::Peer { peer: number }, port);
        }
    }

    /// A scoring worker has failed: puts another one in its place.
    pub fn lose_scorer(&mut self, number: u32) {
        self.post(Program::Full, 0, Request::PeerLost { peer: number }, W::Attached::default());
        self.workers.stop_scorer(number);
        self.failures += 1;
        if self.failures <= MOST_FAILURES {
            self.workers.start_scorer(number);
        }
    }

    /// The number of the next request.
    fn next(&mut self) -> u32 {
        self.last = self.last.wrapping_add(1).max(1);
        self.last
    }

    /// Whether an analysis worker runs this program, or is about to.
    fn has(&self, program: Program) -> bool {
        self.analysts.iter().any(|analyst| analyst.program == program)
    }

    /// Whether it is the run that is wanted; that ends it.
    fn end(&mut self, run: u32) -> bool {
        let wanted = run != 0 && run == self.wanted;
        if wanted {
            self.wanted = 0;
        }
        wanted
    }

    /// Takes back a run that waits for its program; the program, where there was such a run.
    fn withdraw(&mut self, run: u32) -> Option<Program> {
        self.analysts.iter_mut().find_map(|analyst| {
            let place = analyst.waiting.iter().position(|(id, request, _)| *id == run && is_run(request))?;
            analyst.waiting.remove(place);
            Some(analyst.program)
        })
    }

    /// Hands a request to an analysis worker, as soon as it is ready.
    fn post(&mut self, program: Program, id: u32, request: Request, attached: W::Attached) {
        let Some(analyst) = self.analysts.iter_mut().find(|analyst| analyst.program == program) else { return };
        if is_run(&request) {
            analyst.run = id;
        }
        if matches!(request, Request::Ask { .. }) && !analyst.unanswered.contains(&id) {
            analyst.unanswered.push(id);
        }
        if !analyst.ready {
            return analyst.waiting.push((id, request, attached));
        }
        if let Err(message) = self.workers.post(program, id, &request, attached) {
            self.answered(program, id);
            self.fail(id, message);
        }
    }

    /// A worker has come to the end of a run.
    fn ended(&mut self, program: Program, id: u32) {
        let analyst = self.analysts.iter_mut().find(|analyst| analyst.program == program && analyst.run == id);
        if let Some(analyst) = analyst {
            analyst.run = 0;
        }
    }

    /// Tells the page that a request failed before any worker could.
    fn fail(&mut self, id: u32, message: String) {
        self.end(id);
        self.workers.tell(Signal::Event { id, event: Event::Failed { message, kept: true }, bulk: Vec::new() });
    }

    /// A worker has answered a question: one that has retired goes with its last answer.
    fn answered(&mut self, program: Program, id: u32) {
        let Some(analyst) = self.analysts.iter_mut().find(|analyst| analyst.program == program) else { return };
        analyst.unanswered.retain(|asked| *asked != id);
        if analyst.retired && analyst.unanswered.is_empty() {
            self.drop_analyst(program);
        }
    }

    fn drop_analyst(&mut self, program: Program) {
        self.analysts.retain(|analyst| analyst.program != program);
        self.workers.stop(program);
    }

    /// A worker can be spoken to.
    fn ready(&mut self, program: Program) {
        let Some(analyst) = self.analysts.iter_mut().find(|analyst| analyst.program == program) else { return };
        analyst.ready = true;
        for (id, request, attached) in std::mem::take(&mut analyst.waiting) {
            self.post(program, id, request, attached);
        }
    }

    /// Has the full program make what the page's own program shows anew, to take over from it.
    fn adopt(&mut self) {
        if !self.has(Program::Full) {
            self.start(Program::Full);
        }
        if self.holder == Program::Page
            && let Some(plan) = self.shown.clone()
        {
            let id = self.next();
            self.adopting = id;
            self.post(Program::Full, id, Request::Run { plan }, W::Attached::default());
        }
    }

    /// Sees to it that what was deferred is answered: where the full program could not be had, or was kept from taking over,
    /// it is asked once more. A run that is under way goes first.
    fn adopt_for_deferred(&mut self) {
        let idle = self.wanted == 0 && self.adopting == 0;
        if idle && self.holder == Program::Page && !self.deferred.is_empty() {
            self.adopt();
        }
    }

    /// A worker has finished a run: from now on it holds what is shown. The full program never gives it back.
    fn hand_over(&mut self, program: Program) {
        if std::mem::replace(&mut self.holder, program) == program || program == Program::Page {
            return;
        }
        if let Some(first) = self.analysts.iter_mut().find(|analyst| analyst.program == Program::Page) {
            first.retired = true;
            if first.unanswered.is_empty() {
                self.drop_analyst(Program::Page);
            }
        }
        for (id, request) in std::mem::take(&mut self.deferred) {
            self.post(program, id, request, W::Attached::default());
        }
    }

    /// Tells whoever waits for the full program that it failed.
    fn fail_deferred(&mut self, message: &str) {
        for (id, _) in std::mem::take(&mut self.deferred) {
            self.fail(id, message.to_owned());
        }
    }
}

fn is_run(request: &Request) -> bool {
    matches!(request, Request::Run { .. } | Request::Open { .. })
}
