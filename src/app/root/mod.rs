//! The page's state and the only place that changes it: `ask` sends, `hear` receives, `forms` is what is typed,
//! `address` reads and writes the link, `explore` is where another program has its place.

mod address;
mod ask;
mod explore;
mod forms;
mod hear;

use super::browser;
use super::chrome::{
    BannerProps, Copying, HeaderProps, LinkProps, Notice, NoticeKind, ShareProps, StatusProps, banner, explore_failed,
    header, link_banner, share_box, status,
};
use super::panels::{DetectorProps, FeatureProps, SourceProps, detector_panel, feature_panel, files, source_panel};
use super::shared::Shared;
use super::sheet::{Edits, sheet_view};
use super::state::{self, DetectorEdit, DetectorForm, ScenarioForm, Verdict, sentence};
use super::views::{DetectView, EmptyProps, empty_view};
use crate::analysis::views::{Advice, Explanation, Firmness, Order, Ranking, RankingQuery, Scatter, ScatterQuery};
use crate::analysis::{Detector, Fingerprint, Pairs, Plan, Progress, Source, Stage};
use crate::engine::{Client, Columns, Event, Product, Program, Request, Signal, Summary, decode};
use crate::features::Feature;

use crate::share::{Link, Tab, View};
use crate::sheet::{Effect, Node};
use crate::simulate::Scenario;
use wasm_bindgen::prelude::*;
use web_sys::DragEvent;
use yew::prelude::*;

/// Sessions on a page of the table.
pub const PAGE: u32 = 25;

/// What can happen to the page.
pub enum Msg {
    /// A worker has spoken.
    Signal(Box<Signal>),
    /// The user wants generated sessions.
    Generate(Scenario),
    /// The user chose other features.
    Features(Vec<Feature>),
    /// The user types what to generate.
    Scenario(ScenarioForm),
    /// The user set the detector otherwise.
    Detector(Detector),
    /// The user types how to set the detector.
    DetectorEdit(DetectorEdit, String),
    /// The user chose or dropped files.
    Open(Vec<web_sys::File>),
    /// The user did something to a control of a sheet: its name and its value.
    Changed((String, String)),
    /// The user wants the run to stop.
    Cancel,
    /// The user looks at the result otherwise.
    View(View),
    /// The scatter has got another size.
    Resized(u32, u32),
    /// Explore says what is chosen there, or that it does not work.
    Explore(Option<String>),
    /// The user wants Explore to be loaded again.
    LoadExplore,
    /// The user wants a link.
    Share,
    /// The user wants the link without what did not fit into it.
    Copy,
    /// The link is in the clipboard, or could not be put there.
    Copied(bool),
    /// The user has seen the link.
    CloseShare,
    /// The user wants a file.
    Export(Product),
    /// The user wants it darker or lighter.
    Theme,
    /// The address has changed under the page.
    Address,
    /// The user carries out the link that was waiting.
    RunLink,
    /// The user does not want the link that was waiting.
    DropLink,
    /// The user wants what is shown to be made by today's rules.
    Renew,
    /// The user has seen the notice.
    Dismiss,
    /// A file is being dragged over the page, or no longer.
    Dragging(bool),
}

struct Run {
    id: u32,
    progress: Option<(Progress, String)>,
    /// The files that it reads.
    files: Vec<web_sys::File>,
    /// How the result before it was looked at, where it is looked at otherwise: for when it does not come to its end.
    before: Option<View>,
}

struct Export {
    id: u32,
    parts: Vec<Vec<u8>>,
}

/// The page.
pub struct Root {
    client: Client,
    /// What the controls say.
    plan: Plan,
    /// What is typed of it, and what is wrong with that.
    scenario: ScenarioForm,
    detector: (DetectorForm, Option<String>),
    /// The plan that they show but for what is typed; none before the first.
    formed: Option<Plan>,
    /// What is shown: the plan of the last finished run.
    shown: Option<Plan>,
    summary: Option<Shared<Summary>>,
    view: View,
    /// The files that were opened last: for a worker that takes the place of another.
    files: Vec<web_sys::File>,
    /// The files of the run that did not come to its end: they can be opened otherwise.
    refused: Vec<web_sys::File>,
    run: Option<Run>,
    plot: (u32, u32),
    scatter: (u32, Option<Shared<Scatter>>),
    ranking: (u32, Option<Shared<Ranking>>),
    explanation: (u32, Option<Shared<Explanation>>),
    firmness: (u32, Option<Shared<Firmness>>),
    advice: (u32, Option<Shared<Advice>>),
    /// The tab that another program describes.
    sheet: (u32, Option<Node>),
    /// What the user did to its controls since it was described, how much of it is understood, how much of that will be in
    /// the sheet that is asked for, and who is asked about the rest.
    edits: Edits,
    answered: usize,
    told: usize,
    change: u32,
    explore: explore::Explore,
    export: Option<Export>,
    notice: Option<Notice>,
    /// The fingerprint that the link under way promises.
    expected: Option<Fingerprint>,
    verdict: Option<Verdict>,
    /// A link that waits for a file or for the user's word.
    link: Option<Link>,
    /// The link that was made, whether it is without what is chosen in Explore, and what became of it.
    share: Option<(String, bool, Copying)>,
    /// Whether a link is to be made once Explore has said what is chosen there, and whether it was asked to say it in fewer
    /// letters.
    sharing: bool,
    pressed: bool,
    dark: bool,
    dragging: bool,
    /// Whether the user has changed anything: only then the address is changed.
    touched: bool,
    _on_hash: Closure<dyn FnMut()>,
}

/// Shows the page.
pub fn start() {
    std::panic::set_hook(Box::new(|info| web_sys::console::error_1(&info.to_string().into())));
    browser::set_dark(browser::is_dark(), false);
    yew::Renderer::<Root>::new().render();
}

impl Component for Root {
    type Message = Msg;
    type Properties = ();

    fn create(ctx: &Context<Self>) -> Self {
        let link = ctx.link().clone();
        let client = Client::new(move |signal| link.send_message(Msg::Signal(Box::new(signal))));
        let on_hash = {
            let link = ctx.link().clone();
            Closure::<dyn FnMut()>::new(move || link.send_message(Msg::Address))
        };
        if let Some(window) = web_sys::window() {
            window.set_onhashchange(Some(on_hash.as_ref().unchecked_ref()));
        }
        let mut root = Self {
            explore: explore::Explore::new(client.clone(), ctx.link().clone()),
            client,
            plan: Plan::default(),
            scenario: ScenarioForm::of(&Scenario::default()),
            detector: (DetectorForm::of(&Plan::default(), None), None),
            formed: None,
            shown: None,
            summary: None,
            view: View::default(),
            files: Vec::new(),
            refused: Vec::new(),
            run: None,
            plot: (0, 0),
            scatter: (0, None),
            ranking: (0, None),
            explanation: (0, None),
            firmness: (0, None),
            advice: (0, None),
            sheet: (0, None),
            edits: Edits::new(),
            answered: 0,
            told: 0,
            change: 0,
            export: None,
            notice: None,
            expected: None,
            verdict: None,
            link: None,
            share: None,
            sharing: false,
            pressed: false,
            dark: browser::is_dark(),
            dragging: false,
            touched: false,
            _on_hash: on_hash,
        };
        root.read_address();
        root.follow();
        root
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        if first {
            self.explore.place();
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let changed = self.act(ctx, msg);
        self.follow();
        changed
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let tabs = self.summary.as_ref().is_some_and(|summary| summary.reading.is_some());
        let tab = self.tab();
        let result = self.summary.as_ref().and_then(|summary| summary.result.clone());
        let busy = self.run.is_some();
        html! {
            <div class="page" ondragover={Callback::from(|event: DragEvent| event.prevent_default())}
                ondragenter={link.callback(|event: DragEvent| { event.prevent_default(); Msg::Dragging(true) })}
                ondragleave={link.batch_callback(leaves_page)} ondrop={link.batch_callback(dropped)}>
                { header(&HeaderProps {
                    explore: result.is_some(),
                    tabs,
                    tab,
                    dark: self.dark,
                    can_share: result.is_some(),
                    exporting: self.export.is_some(),
                    on_tab: self.on_tab(ctx),
                    on_share: link.callback(|()| Msg::Share),
                    on_export: link.callback(|()| Msg::Export(Product::Scored)),
                    on_theme: link.callback(|()| Msg::Theme),
                }) }
                { self.share.as_ref().map(|(address, cut, state)| share_box(&ShareProps {
                    address: address.clone().into(),
                    cut: *cut,
                    state: *state,
                    on_copy: link.callback(|()| Msg::Copy),
                    on_close: link.callback(|()| Msg::CloseShare),
                })).unwrap_or_default() }
                { self.notice.clone().map(|notice| {
                    banner(&BannerProps {
                        notice,
                        edits: self.edits.clone(),
                        on_change: link.callback(Msg::Changed),
                        on_dismiss: link.callback(|()| Msg::Dismiss),
                    })
                }).unwrap_or_default() }
                { self.link.as_ref().map(|waiting| link_banner(&LinkProps {
                    plan: waiting.plan.clone(),
                    on_open: link.callback(Msg::Open),
                    on_run: link.callback(|()| Msg::RunLink),
                    on_drop: link.callback(|()| Msg::DropLink),
                })).unwrap_or_default() }
                <div class="columns">
                    <aside class="controls" aria-label="Settings">
                        { source_panel(&SourceProps {
                            plan: &self.plan,
                            form: &self.scenario,
                            reading: self.summary.as_ref().and_then(|summary| summary.reading.as_deref()),
                            on_input: link.callback(Msg::Scenario),
                            on_generate: link.callback(Msg::Generate),
                            on_open: link.callback(Msg::Open),
                        }) }
                        { feature_panel(&FeatureProps {
                            features: self.plan.features.clone(),
                            summary: self.summary.clone(),
                            on_change: link.callback(Msg::Features),
                        }) }
                        { detector_panel(&DetectorProps {
                            plan: &self.plan,
                            form: &self.detector,
                            ready: result.is_some(),
                            flagged: result.as_ref().map_or(0, |result| result.flagged),
                            advice: self.advice.1.as_deref(),
                            exporting: self.export.is_some(),
                            on_edit: link.callback(|(edit, value)| Msg::DetectorEdit(edit, value)),
                            on_change: link.callback(Msg::Detector),
                            on_export: link.callback(Msg::Export),
                            on_open: link.callback(Msg::Open),
                        }) }
                        { status(&StatusProps {
                            progress: self.run.as_ref().and_then(|run| run.progress.clone()),
                            busy,
                            elapsed: result.as_ref().map(|result| result.elapsed_ms),
                            fingerprint: result.as_ref().map(|result| result.fingerprint.clone().into()),
                            verdict: self.verdict,
                            on_renew: self.shown.as_ref().filter(|plan| state::is_of_old_rules(plan)).map(|_| link.callback(|_| Msg::Renew)),
                            on_cancel: link.callback(|()| Msg::Cancel),
                        }) }
                    </aside>
                    <main class="main" aria-busy={busy.to_string()}>
                        <div id="explore" hidden={tab != Tab::Explore || self.explore.failed}></div>
                        { self.main(ctx, tab) }
                    </main>
                </div>
                if self.dragging {
                    <div class="drop" aria-hidden="true"><p>{ "Drop files to open them. They stay on your machine." }</p></div>
                }
            </div>
        }
    }
}

impl Root {
    /// Does what a message says; whether the page is to be drawn anew.
    fn act(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Signal(signal) => return self.hear(*signal),
            Msg::Generate(scenario) => {
                self.touch();
                let tab = if self.view.tab == Tab::Explore { Tab::Explore } else { Tab::Detect };
                let view = View { selected: None, page: 0, tab, ..self.view.clone() };
                let features = match &self.shown {
                    // Columns of a file mean nothing to generated sessions.
                    Some(Plan { source: Source::File(_), .. }) => crate::features::default_features(),
                    _ => self.plan.features.clone(),
                };
                let plan = Plan { source: Source::Generated(scenario), features, ..self.plan.clone() };
                self.start_with(state::by_todays_rules(plan), view);
            }
            Msg::Features(features) => {
                self.touch();
                self.start(Plan { features, ..self.plan.clone() });
            }
            Msg::Scenario(form) => self.scenario = form,
            Msg::Detector(detector) => self.judge_by(detector),
            Msg::DetectorEdit(edit, value) => self.edit_detector(edit, value),
            Msg::Open(files) => {
                self.dragging = false;
                self.open(files);
            }
            Msg::Changed((name, value)) => self.ask_change(name, value),
            Msg::Cancel => {
                self.client.cancel();
            }
            Msg::View(view) => {
                self.touched = true;
                let old = std::mem::replace(&mut self.view, view);
                self.ask_again(&old);
                self.write_address();
            }
            Msg::Resized(width, height) => {
                if self.plot != (width, height) {
                    self.plot = (width, height);
                    self.ask_scatter();
                }
                return false;
            }
            Msg::Explore(Some(chosen)) => {
                if self.view.explore != chosen {
                    self.touched = true;
                    self.view.explore = chosen;
                    self.write_address();
                }
                if !self.sharing {
                    return false;
                }
                self.share(ctx);
            }
            Msg::Explore(None) => {
                self.explore.failed = true;
                if self.sharing {
                    self.share(ctx);
                }
            }
            Msg::LoadExplore => self.explore.load(),
            // What was chosen in Explore just now is not noted yet.
            Msg::Share => {
                self.sharing = !self.explore.failed && explore::ask_for_note();
                if !self.sharing {
                    self.share(ctx);
                }
            }
            Msg::Copy => self.copy(ctx),
            Msg::Copied(copied) => {
                if let Some((_, _, state)) = &mut self.share {
                    *state = if copied { Copying::Done } else { Copying::Refused };
                }
            }
            Msg::CloseShare => self.share = None,
            Msg::Export(product) => self.write(product),
            Msg::Theme => {
                self.dark = !self.dark;
                browser::set_dark(self.dark, true);
            }
            Msg::Address => self.read_address(),
            Msg::RunLink => {
                if let Some(link) = self.link.take() {
                    self.expected = link.fingerprint;
                    self.start_with(link.plan, link.view);
                }
            }
            Msg::DropLink => {
                self.link = None;
                browser::set_fragment("");
                match &self.shown {
                    Some(shown) => self.plan = shown.clone(),
                    None => self.start(Plan::default()),
                }
            }
            Msg::Renew => self.renew(),
            Msg::Dismiss => self.notice = None,
            Msg::Dragging(dragging) => {
                let changed = self.dragging != dragging;
                self.dragging = dragging;
                return changed;
            }
        }
        true
    }

    fn main(&self, ctx: &Context<Self>, tab: Tab) -> Html {
        let link = ctx.link();
        let Some(summary) = &self.summary else {
            return empty_view(&EmptyProps { waiting: self.run.is_some(), link: self.link.is_some() });
        };
        if tab == Tab::Explore {
            return explore_failed(self.explore.failed, link.callback(|_: MouseEvent| Msg::LoadExplore));
        }
        if tab != Tab::Detect {
            return match &self.sheet.1 {
                Some(sheet) => sheet_view(sheet, &self.edits, &link.callback(Msg::Changed)),
                // Seen only where it takes longer than a moment.
                None => html! { <p class="empty late" role="status">{ "Counting…" }</p> },
            };
        }
        html! {
            <DetectView summary={summary.clone()} plan={self.shown.clone().unwrap_or_default()} view={self.view.clone()}
                scatter={self.scatter.1.clone()} ranking={self.ranking.1.clone()} explanation={self.explanation.1.clone()}
                firmness={self.firmness.1.clone()} advice={self.advice.1.clone()}
                dark={self.dark} busy={self.run.is_some()}
                on_view={link.callback(Msg::View)} on_detector={link.callback(Msg::Detector)}
                on_size={link.callback(|(width, height)| Msg::Resized(width, height))} />
        }
    }

    /// The tab that is shown: only a file has those that describe it, and without features to choose it has no other.
    fn tab(&self) -> Tab {
        match &self.summary {
            Some(summary) if summary.result.is_none() && matches!(self.view.tab, Tab::Detect | Tab::Explore) => {
                Tab::Data
            }
            Some(summary) if summary.reading.is_some() || self.view.tab == Tab::Explore => self.view.tab,
            _ => Tab::Detect,
        }
    }

    fn on_tab(&self, ctx: &Context<Self>) -> Callback<Tab> {
        let view = self.view.clone();
        ctx.link().callback(move |tab| Msg::View(View { tab, ..view.clone() }))
    }
}

/// The files of a drop.
fn dropped(event: DragEvent) -> Option<Msg> {
    event.prevent_default();
    let files = files(event.data_transfer().and_then(|data| data.files()));
    Some(if files.is_empty() { Msg::Dragging(false) } else { Msg::Open(files) })
}

/// A drag that leaves the page, rather than one element of it for another.
fn leaves_page(event: DragEvent) -> Option<Msg> {
    event.related_target().is_none().then_some(Msg::Dragging(false))
}
