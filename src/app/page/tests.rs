//! Whatever is opened, set, cancelled and lost in whatever order, and however late the answers come: what the page shows is of
//! one analysis, the one that the worker holds.
//!
//! Every analysis of the worker that is played here has a mark, which is in each of its figures, tables and sheets.

use super::run::Run;
use super::{Copying, Page, SharedLink, Shown, World, questions};
use crate::bridge::ShownResult;
use crate::engine::{Choice, Event, Piece, Program, Request, ResultInfo, Summary};
use crate::sheet::{ChangeControls, Changed, ChangesAsked, DescribeTab, Effect, Node, Tag};
use analysis::services::{Advise, DrawScatter, ExplainSession, RankSessions, TestFirmness};
use analysis::views::Explanation;
use analysis::views::{Advice, Driver, Figures, Firmness, Group, Histogram, Ranking, RankingRow, Scatter};
use analysis::{FileSource, ModelSource, Plan, Source};
use export::{Chosen, Link, Tab, View};
use ingest::{FileIdentity, Mapping, Reading};
use port::{AnswerState, Service, decode, encode};
use proptest::prelude::*;
use simulate::Scenario;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

/// A file, by what comes of it.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Good,
    /// In which no metric is recognised.
    Strange,
    Bad,
    /// So large that what is held must go first; then it fails.
    Huge,
}

#[derive(Clone, Debug, PartialEq)]
struct Opened {
    number: u8,
    kind: Kind,
}

/// What is held by the worker: its mark, its plan, and whether it has a result.
#[derive(Clone, Debug)]
struct Held {
    mark: u32,
    plan: Plan,
    has_result: bool,
}

/// The number of a question, what is said to it, and its bulk.
type Answer = (u32, Event, Vec<Piece>);

/// What was asked for: the number, the request and its files.
type Asked = (u32, Request, Vec<Opened>);

/// The way to a worker that is played.
#[derive(Clone, Default)]
struct Channel {
    last: Rc<Cell<u32>>,
    requests: Rc<RefCell<VecDeque<Asked>>>,
}

impl Channel {
    fn post(&self, request: Request, files: &[Opened]) -> u32 {
        self.last.set(self.last.get() + 1);
        self.requests.borrow_mut().push_back((self.last.get(), request, files.to_vec()));
        self.last.get()
    }

    fn ask(&self, service: &str, question: Vec<u8>) -> u32 {
        self.post(Request::Ask { service: service.to_owned(), question }, &[])
    }
}

/// The world of a page: a worker that takes one request after the other, and whose answers wait to be delivered.
#[derive(Default)]
struct Played {
    channel: Channel,
    answers: RefCell<VecDeque<Answer>>,
    held: RefCell<Option<Held>>,
    files: RefCell<Vec<Opened>>,
    marks: Cell<u32>,
    fragment: RefCell<String>,
    /// The result that late tabs were told of last.
    subject: Option<ShownResult>,
}

impl World for Played {
    type File = Opened;

    fn asker(&self) -> impl Fn(&'static str, Vec<u8>) -> u32 + 'static {
        let channel = self.channel.clone();
        move |service, question| channel.ask(service, question)
    }

    fn run(&self, _: Program, request: Request, files: &[Opened]) -> u32 {
        self.channel.post(request, files)
    }

    fn is_loading(&self, _: Program) -> bool {
        false
    }

    fn start_others(&self, _: &str) {}

    fn show_tabs(&mut self, subject: Option<&ShownResult>, _: &Chosen, _: bool) {
        self.subject = subject.cloned();
    }

    fn ask_for_choice(&self) -> u32 {
        0
    }

    fn make_room(&mut self, _: usize) {}

    fn answer_tab(&self, _: u32, _: Result<&Piece, &str>) {}

    fn part_for_tab(&self, _: u32, _: &Piece) {}

    fn address(&self) -> String {
        "https://example.org/".into()
    }

    fn fragment(&self) -> String {
        self.fragment.borrow().clone()
    }

    fn set_fragment(&mut self, fragment: &str) {
        *self.fragment.get_mut() = fragment.to_owned();
    }

    fn tell_address(&mut self) {}

    fn save(&self, _: &str, _: &[Piece], _: &str) -> Result<(), String> {
        Ok(())
    }
}

fn plan_of(text: &str) -> Plan {
    Plan::from_text(text).expect("a plan")
}

impl Played {
    /// A tab that describes what is held.
    fn sheet(&self) -> Option<Node> {
        let text = self.held.borrow().as_ref().map(|held| held.mark.to_string())?;
        Some(Node { tag: Tag::Paragraph, attributes: Vec::new(), text, children: Vec::new() })
    }

    fn tell(&self, id: u32, event: Event, bulk: Vec<Piece>) {
        self.answers.borrow_mut().push_back((id, event, bulk));
    }

    /// The worker does the next thing that it was asked for.
    fn work(&self) {
        let Some((id, request, files)) = self.channel.requests.borrow_mut().pop_front() else { return };
        let mark = self.held.borrow().as_ref().filter(|held| held.has_result).map_or(0, |held| held.mark);
        let gone = || Event::Failed { message: "there is no analysis yet".into(), kept: false };
        match request {
            Request::Run { plan } => self.carry_out(id, plan_of(&plan), &files, false),
            Request::Open { plan, .. } => self.carry_out(id, plan_of(&plan), &files, true),
            Request::Ask { service, question } => match self.answer(id, &service, &question, mark) {
                Some(answer) => self.tell(id, Event::Answer, vec![answer.into()]),
                None => self.tell(id, gone(), Vec::new()),
            },
            _ => {}
        }
    }

    /// The answer to a question; none where there is no analysis.
    fn answer(&self, id: u32, service: &str, question: &[u8], mark: u32) -> Option<Vec<u8>> {
        if service == DescribeTab::NAME {
            return Some(encode(&self.sheet()));
        }
        if service == ChangeControls::NAME {
            let effect = [Effect::Draw, Effect::Run, Effect::Read][id as usize % 3];
            let asked: ChangesAsked = decode(question).expect("a question");
            return Some(encode(&Changed { plan: asked.on.plan, effect, sheet: self.sheet() }));
        }
        if mark == 0 {
            return None;
        }
        Some(match service {
            DrawScatter::NAME => encode(&Scatter { beyond: mark, ..Scatter::default() }),
            RankSessions::NAME => {
                let row =
                    RankingRow { row: mark % 4, name: String::new(), score: 0.0, flagged: false, cells: Vec::new() };
                encode(&Ranking { total: mark, columns: Vec::new(), rows: vec![row] })
            }
            ExplainSession::NAME => encode(&Some(explanation(mark))),
            TestFirmness::NAME => encode(&Some(Firmness { spread: f64::from(mark), changes: Vec::new() })),
            Advise::NAME => {
                let driver = Driver { feature: String::new(), first: mark, flagged: 0.0 };
                encode(&Advice { choices: Vec::new(), drivers: vec![driver] })
            }
            other => panic!("nobody asks for {other}"),
        })
    }

    fn carry_out(&self, id: u32, mut plan: Plan, given: &[Opened], opening: bool) {
        let opened: Option<Opened> = given.first().cloned();
        let file = opened.clone().or_else(|| self.files.borrow().first().cloned());
        let is_file = opening || matches!(plan.source, Source::File(_));
        let kept = || self.held.borrow().as_ref().is_some_and(|held| held.has_result);
        let failed = |kept| Event::Failed { message: "no".into(), kept };
        let mut has_result = true;
        if is_file {
            match file.as_ref().map(|file| file.kind) {
                None | Some(Kind::Bad) => return self.tell(id, failed(kept()), Vec::new()),
                Some(Kind::Huge) => {
                    self.held.replace(None);
                    return self.tell(id, failed(false), Vec::new());
                }
                Some(Kind::Strange) => has_result = !opening,
                Some(Kind::Good) => {}
            }
        }
        if opening && let Some(file) = &file {
            plan.source = Source::File(FileSource {
                name: format!("{}.csv", file.number),
                identity: FileIdentity { bytes: 1, sha256: [file.number; 32] },
                reading: Reading::rows(Mapping::default()),
            });
            self.files.replace(vec![file.clone()]);
        }
        self.marks.set(self.marks.get() + 1);
        let mark = self.marks.get();
        self.held.replace(Some(Held { mark, plan: plan.clone(), has_result }));
        let summary = Box::new(summary(mark, &plan, is_file, opened.is_some(), has_result));
        let event = if has_result { Event::Done(summary) } else { Event::Opened(summary) };
        self.tell(id, event, Vec::new());
    }
}

fn explanation(mark: u32) -> Explanation {
    Explanation {
        row: mark % 4,
        name: String::new(),
        score: 0.0,
        above: mark,
        flagged: false,
        path: 0.0,
        average_path: 0.0,
        reasons: Vec::new(),
        truth: None,
        cells: Vec::new(),
    }
}

fn summary(mark: u32, plan: &Plan, is_file: bool, opened: bool, has_result: bool) -> Summary {
    let group = |sessions| Group { sessions, ..Group::default() };
    let result = ResultInfo {
        fingerprint: format!("{mark:016x}"),
        threshold: 0.5,
        flagged: mark,
        elapsed_ms: f64::from(mark),
        figures: Figures { all: group(mark), flagged: group(mark) },
        judgement: None,
        histogram: Rc::new(Histogram {
            start: 0.0,
            width: 1.0,
            counts: Vec::new(),
            faults: Vec::new(),
            threshold: 0.5,
        }),
        timeline: None,
        axes: vec!["bitrate_kbps".into()],
        columns: Vec::new(),
    };
    Summary {
        plan: plan.to_pairs().to_string(),
        sessions: 4,
        choices: vec![Choice { feature: mark.to_string(), lacks: None }],
        reading: is_file.then(|| mark.to_string()),
        warning: None,
        opened,
        result: has_result.then_some(result),
    }
}

/// What can happen.
#[derive(Clone, Copy, Debug)]
enum Step {
    Open(u8, Kind),
    Generate(u64),
    /// The detector is set otherwise.
    Judge(u32),
    /// The page is looked at otherwise.
    Look(u8),
    Select(u32),
    Size(u32),
    Share,
    Change,
    /// Another link is in the address, or none.
    Address(bool),
    Renew,
    Cancel,
    /// The worker dies.
    Die,
    /// The worker does some of what it was asked for.
    Work(u8),
    /// Some of what it has said arrives.
    Arrive(u8),
}

fn steps() -> impl Strategy<Value = Step> {
    let kind = prop_oneof![Just(Kind::Good), Just(Kind::Good), Just(Kind::Strange), Just(Kind::Bad), Just(Kind::Huge)];
    prop_oneof![
        3 => (0_u8..3, kind).prop_map(|(number, kind)| Step::Open(number, kind)),
        2 => (0_u64..3).prop_map(Step::Generate),
        3 => (1_u32..4).prop_map(Step::Judge),
        2 => (0_u8..4).prop_map(Step::Look),
        2 => (0_u32..6).prop_map(Step::Select),
        1 => (1_u32..3).prop_map(Step::Size),
        2 => Just(Step::Share),
        1 => Just(Step::Change),
        1 => any::<bool>().prop_map(Step::Address),
        1 => Just(Step::Renew),
        1 => Just(Step::Cancel),
        1 => Just(Step::Die),
        6 => (1_u8..12).prop_map(Step::Work),
        6 => (1_u8..12).prop_map(Step::Arrive),
    ]
}

/// What the views have.
#[derive(Default)]
struct Drawn {
    scatter: AnswerState<Scatter>,
    ranking: AnswerState<Ranking>,
    explanation: AnswerState<Option<Explanation>>,
    firmness: AnswerState<Option<Firmness>>,
    advice: AnswerState<Advice>,
    sheet: AnswerState<Option<Node>>,
}

/// The page and, beside it, what must be so.
struct Bench {
    page: Page<Played>,
    /// The mark of the analysis of which the page has been told last by the worker that it asks; none where that has gone.
    told: Option<u32>,
}

impl Bench {
    fn new() -> Self {
        let mut page = Page::new(Played::default());
        page.resize((100, 100));
        Self { page, told: None }
    }

    fn take(&mut self, step: Step) {
        let page = &mut self.page;
        match step {
            Step::Open(number, kind) => page.open(vec![Opened { number, kind }]),
            Step::Generate(seed) => page.generate(Scenario { seed, ..Scenario::default() }),
            Step::Judge(trees) => {
                let mut detector = page.plan.detector.clone();
                if let ModelSource::Fitted { hyperparameters, .. } = &mut detector.model {
                    *hyperparameters = isolation_forest::Hyperparameters::new(trees * 10, 16, 1).expect("in bounds");
                }
                page.judge_by(detector);
            }
            Step::Look(tab) => page.look(View { tab: Tab::ALL[usize::from(tab)], ..page.view().clone() }),
            Step::Select(row) => page.look(View { selected: (row < 4).then_some(row), ..page.view().clone() }),
            Step::Size(size) => page.resize((size * 100, 100)),
            Step::Share => {
                if let Some(address) = page.share() {
                    page.copied("https://example.org/#another", true);
                    let share = page.shown().and_then(Shown::share).cloned();
                    assert_eq!(share, Some(SharedLink { address, cut: false, state: Copying::Begun }));
                }
            }
            Step::Change => page.edit_control(("name".into(), "value".into())),
            Step::Address(is_empty) => {
                let fragment = match is_empty {
                    true => String::new(),
                    false => Link { plan: Plan::default(), view: View::default(), fingerprint: None }.fragment(),
                };
                page.world.set_fragment(&fragment);
                page.read_address();
            }
            Step::Renew => page.renew(),
            Step::Cancel => self.cancel(),
            Step::Die => {
                page.world.channel.requests.borrow_mut().clear();
                page.world.answers.borrow_mut().clear();
                page.world.held.replace(None);
                page.world.files.borrow_mut().clear();
                page.recover("it died");
            }
            Step::Work(times) => (0..times).for_each(|_| page.world.work()),
            Step::Arrive(times) => (0..times).for_each(|_| self.arrive()),
        }
        self.page.follow();
        self.draw();
    }

    /// A run that has not begun is cancelled; one that is done was done before it heard so.
    fn cancel(&mut self) {
        let Some(id) = self.page.run.as_ref().map(Run::id) else { return };
        let world = &self.page.world;
        let place = world.channel.requests.borrow().iter().position(|(other, ..)| *other == id);
        if let Some(place) = place {
            world.channel.requests.borrow_mut().remove(place);
            let kept = world.held.borrow().as_ref().is_some_and(|held| held.has_result);
            // It is said behind what was said before.
            world.tell(id, Event::Cancelled { kept }, Vec::new());
        }
    }

    fn arrive(&mut self) {
        let Some((id, event, bulk)) = self.page.world.answers.borrow_mut().pop_front() else { return };
        let is_current = self.page.run.as_ref().is_some_and(|run| run.is(id));
        match &event {
            Event::Done(summary) | Event::Opened(summary) => self.told = mark_of(summary),
            // What has no result is not held as an analysis, and stays shown.
            Event::Failed { kept: false, .. } | Event::Cancelled { kept: false }
                if is_current && self.page.result().is_some() =>
            {
                self.told = None;
            }
            _ => {}
        }
        self.page.hear(id, event, bulk);
    }

    /// The views are drawn, all of them: each wants what it shows.
    fn draw(&self) -> Option<Drawn> {
        let page = &self.page;
        let sheet = page.sheet();
        let Some(result) = page.result() else {
            return page.shown().map(|_| Drawn { sheet, ..Drawn::default() });
        };
        let scatter = questions::scatter(page.port(), result, page.view(), page.plot());
        let ranking = questions::ranking(page.port(), page.view());
        let (explanation, firmness) = questions::explanation(page.port(), page.view(), &ranking);
        Some(Drawn { scatter, ranking, explanation, firmness, advice: page.advice(), sheet })
    }

    /// Nothing that is shown is of another analysis than the one of which the page was told last, unless it says so.
    fn check(&self) {
        let page = &self.page;
        let (Some(shown), Some(drawn)) = (page.shown(), self.draw()) else {
            assert_eq!((self.told, page.reading(), page.result().is_some()), (None, None, false));
            assert!(!matches!(page.plan.source, Source::File(_)) || page.run.is_some() || page.link.is_some());
            return;
        };
        let mark = mark_of(shown.summary());
        assert_eq!(mark, self.told, "the page shows what the worker has told it last");
        let mark = mark.expect("each has one");
        assert!(page.reading().is_none_or(|reading| reading == mark.to_string()));
        fn fits<T>(part: &AnswerState<T>, mark: u32, of: impl Fn(&T) -> Option<u32>) {
            let of = part.value().and_then(|value| of(&value));
            assert!(part.value().is_some() || !part.is_renewing(), "nothing is not being renewed");
            assert!(of.is_none_or(|of| of == mark) || part.is_renewing(), "{of:?} is shown for {mark}");
        }
        let subject = page.world.subject.as_ref().map(|subject| &subject.fingerprint);
        assert_eq!(
            subject,
            page.result().map(|result| &result.fingerprint),
            "late tabs know of the result that is shown"
        );
        fits(&drawn.scatter, mark, |scatter| Some(scatter.beyond));
        fits(&drawn.ranking, mark, |ranking| Some(ranking.total));
        fits(&drawn.explanation, mark, |explanation| explanation.as_ref().map(|it| it.above));
        // Shown where it is about the session that is explained.
        assert!(
            drawn
                .firmness
                .current()
                .is_none_or(|it| it.as_ref().as_ref().is_none_or(|it| it.spread == f64::from(mark)))
        );
        fits(&drawn.advice, mark, |advice| Some(advice.drivers[0].first));
        fits(&drawn.sheet, mark, |sheet| sheet.as_ref().map(|sheet| sheet.text.parse().expect("a mark")));
        if let Some(SharedLink { address, .. }) = shown.share() {
            assert!(address.ends_with(&format!("fp={mark:016x}")), "{address} is shared of {mark}");
        }
        let fragment = page.world.fragment();
        if page.touched
            && let Some((_, fingerprint)) = fragment.split_once("fp=")
        {
            assert_eq!(fingerprint, format!("{mark:016x}"), "the address is the link to what is shown");
        }
    }

    /// Everything that was asked for is done and arrives.
    fn settle(&mut self) {
        while !self.page.world.channel.requests.borrow().is_empty() || !self.page.world.answers.borrow().is_empty() {
            self.page.world.work();
            self.arrive();
            self.check();
        }
    }
}

fn mark_of(summary: &Summary) -> Option<u32> {
    summary.choices.first().and_then(|choice| choice.feature.parse().ok())
}

proptest! {
    #[test]
    fn nothing_outlives_the_analysis_that_it_belongs_to(steps in proptest::collection::vec(steps(), 1..60)) {
        let mut bench = Bench::new();
        bench.check();
        for step in steps {
            bench.take(step);
            bench.check();
        }
        bench.settle();
        // In the end all is there, and of what the worker holds.
        let held = bench.page.world.held.borrow();
        prop_assert!(bench.page.run.is_none());
        match (&bench.page.shown, held.as_ref()) {
            (Some(shown), Some(held)) => {
                prop_assert_eq!(mark_of(shown.summary()), Some(held.mark));
                prop_assert_eq!(shown.plan(), &plan_of(&held.plan.to_pairs().to_string()));
                let drawn = bench.draw().expect("there is something to draw");
                let renewing = drawn.scatter.is_renewing()
                    || drawn.ranking.is_renewing()
                    || drawn.explanation.is_renewing()
                    || drawn.advice.is_renewing();
                prop_assert!(!renewing);
                prop_assert_eq!(drawn.scatter.current().is_some(), held.has_result);
                prop_assert_eq!(drawn.explanation.current().is_some(), held.has_result);
                prop_assert_eq!(drawn.firmness.current().is_some(), held.has_result);
            }
            (shown, held) => prop_assert!(shown.is_none() || held.is_none()),
        }
    }
}

/// A page with a finished analysis of a file, of which a link was made.
fn with_a_file() -> Bench {
    let mut bench = Bench::new();
    bench.take(Step::Open(1, Kind::Good));
    bench.settle();
    bench.take(Step::Share);
    assert!(bench.page.shown().is_some_and(|shown| shown.share().is_some()) && bench.page.advice().value().is_some());
    bench
}

#[test]
fn a_file_without_a_metric_has_no_thresholds_and_no_link() {
    let mut bench = with_a_file();
    bench.take(Step::Open(2, Kind::Strange));
    assert!(bench.page.shown().is_some_and(|shown| shown.share().is_none()), "the link of what is left is not offered");
    bench.settle();
    let drawn = bench.draw().expect("the file");
    assert!(bench.page.result().is_none() && drawn.advice.value().is_none() && drawn.ranking.value().is_none());
    assert_eq!((bench.page.share(), bench.page.world.fragment()), (None, String::new()));
}

#[test]
fn what_was_lost_with_a_huge_file_is_not_shown() {
    let mut bench = with_a_file();
    bench.take(Step::Open(2, Kind::Huge));
    bench.settle();
    assert!(bench.page.shown.is_none() && !matches!(bench.page.plan.source, Source::File(_)));
    assert_eq!(bench.page.world.fragment(), "");
}

#[test]
fn a_run_that_was_overtaken_is_shown_when_the_other_is_given_up() {
    let mut bench = with_a_file();
    bench.take(Step::Judge(2));
    bench.take(Step::Work(40));
    // The worker is done with it before it hears of the other.
    bench.take(Step::Judge(3));
    bench.take(Step::Cancel);
    bench.settle();
    let held = bench.page.world.held.borrow().as_ref().map(|held| held.mark);
    assert_eq!(bench.page.shown().and_then(|shown| mark_of(shown.summary())), held);
    assert_eq!(bench.page.shown().map(Shown::plan), Some(&bench.page.plan));
}

#[test]
fn nothing_jumps_while_the_same_sessions_are_judged_anew() {
    let mut bench = with_a_file();
    bench.take(Step::Judge(2));
    let ranking =
        |bench: &Bench| bench.draw().map(|drawn| (drawn.ranking.value().is_some(), drawn.ranking.is_renewing()));
    assert_eq!(ranking(&bench), Some((true, false)));
    while bench.page.run.is_some() {
        bench.take(Step::Work(1));
        bench.take(Step::Arrive(1));
    }
    assert_eq!(ranking(&bench), Some((true, true)), "the table before it, which says so");
    bench.settle();
    assert_eq!(ranking(&bench), Some((true, false)));
}

#[test]
fn an_answer_about_controls_does_not_bring_a_former_file_back() {
    let mut bench = with_a_file();
    bench.take(Step::Look(2));
    bench.settle();
    bench.take(Step::Change);
    bench.take(Step::Open(2, Kind::Good));
    bench.settle();
    let shown = bench.page.shown().map(|shown| shown.plan().source.clone());
    assert!(matches!(shown, Some(Source::File(file)) if file.name == "2.csv"));
    assert!(bench.page.edits().is_empty());
}
