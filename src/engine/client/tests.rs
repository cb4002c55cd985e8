//! Workers that are played: they note what they are handed, and answer when a test has them.

use super::dispatch::{Dispatcher, MOST_FAILURES, Signal, Workers};
use crate::engine::protocol::{Event, Program, Request, Summary};
use proptest::prelude::*;

/// What happened to the workers.
#[derive(Clone, Debug, PartialEq)]
enum Deed {
    Start(Program),
    Stop(Program),
    Post(Program, u32, Request),
    StartScorer(u32),
    StopScorer(u32),
}

#[derive(Default)]
struct Played {
    deeds: Vec<Deed>,
    told: Vec<String>,
    /// Whether the full program cannot be had.
    missing: bool,
}

impl Workers for Played {
    type Attached = ();

    fn start(&mut self, program: Program) -> Result<(), String> {
        if self.missing && program == Program::Full {
            return Err("no such file".into());
        }
        self.deeds.push(Deed::Start(program));
        Ok(())
    }

    fn stop(&mut self, program: Program) {
        self.deeds.push(Deed::Stop(program));
    }

    fn post(&mut self, program: Program, id: u32, request: &Request, (): ()) -> Result<(), String> {
        self.deeds.push(Deed::Post(program, id, request.clone()));
        Ok(())
    }

    fn scorers(&self) -> u32 {
        1
    }

    fn start_scorer(&mut self, number: u32) {
        self.deeds.push(Deed::StartScorer(number));
    }

    fn stop_scorer(&mut self, number: u32) {
        self.deeds.push(Deed::StopScorer(number));
    }

    fn stop_scorers(&mut self) {}

    fn join(&mut self, _: u32) -> Option<()> {
        Some(())
    }

    fn is_first(&self, service: &str) -> bool {
        service == "ranking"
    }

    fn tell(&mut self, signal: Signal) {
        self.told.push(match signal {
            Signal::Event { id, event, bulk } => {
                assert!(bulk.is_empty(), "nothing was handed on");
                format!("{id} {}", name(&event))
            }
            Signal::Replaced { message } => format!("replaced: {message}"),
            Signal::Broken { message } => format!("broken: {message}"),
        });
    }
}

fn name(event: &Event) -> &'static str {
    match event {
        Event::Ready => "ready",
        Event::Progress { .. } => "progress",
        Event::Opened(_) => "opened",
        Event::Done(_) => "done",
        Event::Cancelled { .. } => "cancelled",
        Event::Failed { .. } => "failed",
        Event::Part => "part",
        Event::Answer => "answer",
        Event::Crashed { .. } => "crashed",
    }
}

fn run() -> Request {
    Request::Run { plan: "plan".into() }
}

fn done() -> Event {
    let (plan, choices) = (String::new(), Vec::new());
    Event::Done(Box::new(Summary {
        plan,
        sessions: 1,
        choices,
        reading: None,
        warning: None,
        opened: false,
        result: None,
    }))
}

fn failed() -> Event {
    Event::Failed { message: "no".into(), kept: true }
}

type Dispatch = Dispatcher<Played>;

/// What was told since it was asked last.
fn told(dispatch: &mut Dispatch) -> Vec<String> {
    std::mem::take(&mut dispatch.workers.told)
}

/// What was handed to a program since it was asked last; the rest is forgotten.
fn posted(dispatch: &mut Dispatch, to: Program) -> Vec<(u32, Request)> {
    let deeds = std::mem::take(&mut dispatch.workers.deeds).into_iter();
    deeds
        .filter_map(|deed| {
            if let Deed::Post(program, id, request) = deed { (program == to).then_some((id, request)) } else { None }
        })
        .collect()
}

/// A page that shows the result of its own program, which the full one has begun to make anew: the number of that run.
fn opened() -> (Dispatch, u32) {
    let mut dispatch = Dispatch::new(Played::default());
    dispatch.start(Program::Page);
    let id = dispatch.run(Program::Page, run(), ());
    dispatch.hear(Program::Page, 0, Event::Ready, Vec::new());
    dispatch.hear(Program::Page, id, done(), Vec::new());
    dispatch.start_others("plan");
    dispatch.hear(Program::Full, 0, Event::Ready, Vec::new());
    let adopting =
        posted(&mut dispatch, Program::Full).iter().find(|(_, request)| *request == run()).map(|(id, _)| *id);
    assert_eq!(told(&mut dispatch), [format!("{id} done")]);
    (dispatch, adopting.expect("the full program makes it anew"))
}

#[test]
fn nothing_is_handed_to_a_worker_before_it_is_ready() {
    let mut dispatch = Dispatch::new(Played::default());
    dispatch.start(Program::Page);
    let id = dispatch.run(Program::Page, run(), ());
    assert!(dispatch.is_loading(Program::Page));
    assert_eq!(dispatch.workers.deeds, [Deed::Start(Program::Page)]);
    dispatch.hear(Program::Page, 0, Event::Ready, Vec::new());
    assert_eq!(posted(&mut dispatch, Program::Page), [(id, run())]);
    assert!(!dispatch.is_loading(Program::Page));
}

#[test]
fn what_both_answer_is_asked_of_the_one_that_holds_the_result() {
    let (mut dispatch, adopting) = opened();
    let first = dispatch.ask("ranking", Vec::new());
    assert_eq!(posted(&mut dispatch, Program::Page).len(), 1);
    dispatch.hear(Program::Full, adopting, done(), Vec::new());
    assert!(told(&mut dispatch).is_empty(), "of what the page knows it hears nothing again");
    let second = dispatch.ask("ranking", Vec::new());
    assert_eq!(posted(&mut dispatch, Program::Full).first().map(|(id, _)| *id), Some(second));
    // The first worker goes with its last answer.
    dispatch.hear(Program::Page, first, Event::Answer, Vec::new());
    assert!(dispatch.workers.deeds.contains(&Deed::Stop(Program::Page)));
    assert_eq!(told(&mut dispatch), [format!("{first} answer")]);
}

#[test]
fn what_only_the_full_program_answers_waits_until_it_has_taken_over() {
    let (mut dispatch, adopting) = opened();
    let id = dispatch.ask("advice", vec![7]);
    assert_eq!(posted(&mut dispatch, Program::Full), []);
    dispatch.hear(Program::Full, adopting, done(), Vec::new());
    let asked = Request::Ask { service: "advice".into(), question: vec![7] };
    assert!(posted(&mut dispatch, Program::Full).contains(&(id, asked)));
    dispatch.hear(Program::Full, id, Event::Answer, Vec::new());
    assert_eq!(told(&mut dispatch), [format!("{id} answer")]);
}

#[test]
fn whoever_waits_for_the_full_program_hears_that_it_failed() {
    let (mut dispatch, adopting) = opened();
    let id = dispatch.ask("advice", Vec::new());
    dispatch.hear(Program::Full, adopting, failed(), Vec::new());
    assert_eq!(told(&mut dispatch), [format!("{id} failed")]);
    // It is tried once more with the next question.
    let again = dispatch.ask("advice", Vec::new());
    assert!(posted(&mut dispatch, Program::Full).iter().any(|(_, request)| *request == run()));
    dispatch.replace(Program::Full, "it died");
    assert_eq!(told(&mut dispatch), [format!("{again} failed")]);
}

#[test]
fn questions_of_a_worker_that_retires_and_fails_are_not_forgotten() {
    let (mut dispatch, adopting) = opened();
    let id = dispatch.ask("ranking", Vec::new());
    dispatch.hear(Program::Full, adopting, done(), Vec::new());
    dispatch.replace(Program::Page, "it died");
    assert_eq!(told(&mut dispatch), [format!("{id} failed")]);
}

#[test]
fn a_run_goes_before_the_takeover_and_ends_any_other() {
    let (mut dispatch, adopting) = opened();
    let id = dispatch.run(Program::Full, run(), ());
    let to_full = posted(&mut dispatch, Program::Full);
    assert_eq!(to_full, [(id, run())]);
    // What was being made anew is of nobody's interest any more.
    dispatch.hear(Program::Full, adopting, done(), Vec::new());
    assert!(told(&mut dispatch).is_empty());
    dispatch.hear(Program::Full, id, done(), Vec::new());
    assert_eq!(told(&mut dispatch), [format!("{id} done")]);
}

#[test]
fn a_run_that_has_not_begun_is_cancelled_at_once() {
    let mut dispatch = Dispatch::new(Played::default());
    dispatch.start(Program::Page);
    let id = dispatch.run(Program::Full, run(), ());
    dispatch.cancel();
    assert_eq!(told(&mut dispatch), [format!("{id} cancelled")]);
    dispatch.hear(Program::Full, 0, Event::Ready, Vec::new());
    assert_eq!(posted(&mut dispatch, Program::Full), []);
}

#[test]
fn a_worker_that_fails_is_replaced_until_it_fails_too_often() {
    let (mut dispatch, adopting) = opened();
    dispatch.hear(Program::Full, adopting, done(), Vec::new());
    for _ in 0..MOST_FAILURES {
        dispatch.replace(Program::Full, "it died");
        assert_eq!(told(&mut dispatch), ["replaced: it died"]);
    }
    dispatch.hear(Program::Full, 0, Event::Crashed { message: "it died".into() }, Vec::new());
    assert_eq!(told(&mut dispatch), ["broken: it died"]);
}

#[test]
fn a_program_that_cannot_be_had_is_told() {
    let mut dispatch = Dispatch::new(Played { missing: true, ..Played::default() });
    dispatch.start(Program::Page);
    dispatch.run(Program::Full, run(), ());
    assert_eq!(told(&mut dispatch), ["broken: no such file"]);
}

#[test]
fn scoring_workers_are_joined_and_replaced() {
    let (mut dispatch, _) = opened();
    dispatch.join(0);
    assert_eq!(posted(&mut dispatch, Program::Full), [(0, Request::Peer { peer: 0 })]);
    for _ in 0..=MOST_FAILURES {
        dispatch.lose_scorer(0);
    }
    let deeds = &dispatch.workers.deeds;
    let count = |deed: Deed| deeds.iter().filter(|done| **done == deed).count() as u32;
    assert_eq!(count(Deed::StopScorer(0)), MOST_FAILURES + 1);
    assert_eq!(count(Deed::StartScorer(0)), MOST_FAILURES);
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Run(bool),
    Ask(bool),
    Cancel,
    Show,
    /// A program says that it is ready, or has done or failed to do what it was handed first.
    Speak(bool, bool),
    Die(bool),
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        any::<bool>().prop_map(Step::Run),
        any::<bool>().prop_map(Step::Ask),
        Just(Step::Cancel),
        Just(Step::Show),
        (any::<bool>(), any::<bool>()).prop_map(|(full, well)| Step::Speak(full, well)),
        any::<bool>().prop_map(Step::Die),
    ]
}

proptest! {
    /// Whatever is asked, done, lost and in whatever order: each question is answered once, or fails once, unless the worker
    /// that holds everything died, of which the page is told.
    #[test]
    fn each_question_is_answered_once(steps in proptest::collection::vec(steps(), 1..80)) {
        let mut dispatch = Dispatch::new(Played::default());
        dispatch.start(Program::Page);
        let mut asked: Vec<u32> = Vec::new();
        let mut pending: Vec<(Program, u32, Request)> = Vec::new();
        let mut alive: Vec<(Program, bool)> = Vec::new();
        let mut said: Vec<String> = Vec::new();
        let all = steps.into_iter().chain([Step::Show]).chain([true, false].into_iter().cycle().take(400).map(|full| Step::Speak(full, true)));
        for step in all {
            match step {
                Step::Run(full) => drop(dispatch.run(if full { Program::Full } else { Program::Page }, run(), ())),
                Step::Ask(first) => asked.push(dispatch.ask(if first { "ranking" } else { "advice" }, Vec::new())),
                Step::Cancel => dispatch.cancel(),
                Step::Show => dispatch.start_others("plan"),
                Step::Speak(full, well) => {
                    let program = if full { Program::Full } else { Program::Page };
                    let Some(place) = alive.iter().position(|(running, _)| *running == program) else { continue };
                    if !std::mem::replace(&mut alive[place].1, true) {
                        dispatch.hear(program, 0, Event::Ready, Vec::new());
                    } else if let Some(place) = pending.iter().position(|(to, ..)| *to == program) {
                        let (_, id, request) = pending.remove(place);
                        match request {
                            Request::Run { .. } if well => dispatch.hear(program, id, done(), Vec::new()),
                            Request::Ask { .. } if well => dispatch.hear(program, id, Event::Answer, Vec::new()),
                            Request::Run { .. } | Request::Ask { .. } => dispatch.hear(program, id, failed(), Vec::new()),
                            _ => {}
                        }
                    }
                }
                Step::Die(full) => {
                    let program = if full { Program::Full } else { Program::Page };
                    if alive.iter().any(|(running, _)| *running == program) {
                        dispatch.replace(program, "it died");
                    }
                }
            }
            for deed in std::mem::take(&mut dispatch.workers.deeds) {
                match deed {
                    Deed::Start(program) => alive.push((program, false)),
                    Deed::Stop(program) => {
                        if let Some(place) = alive.iter().position(|(running, _)| *running == program) {
                            alive.remove(place);
                        }
                        pending.retain(|(to, ..)| *to != program);
                    }
                    Deed::Post(program, id, request) => {
                        prop_assert!(alive.contains(&(program, true)), "{program:?} is not ready");
                        pending.push((program, id, request));
                    }
                    Deed::StartScorer(_) | Deed::StopScorer(_) => {}
                }
            }
            let new = told(&mut dispatch);
            if new.iter().any(|told| told.starts_with("replaced") || told.starts_with("broken")) {
                // The page forgets what it asked.
                asked.clear();
            }
            if new.iter().any(|told| told.starts_with("broken")) {
                return Ok(());
            }
            said.extend(new);
            prop_assert!(alive.iter().filter(|(running, _)| *running == Program::Full).count() <= 1);
        }
        for id in asked {
            let answers = said.iter().filter(|told| **told == format!("{id} answer") || **told == format!("{id} failed")).count();
            prop_assert_eq!(answers, 1, "question {} of {:?}", id, said);
        }
    }
}
