//! The page as it is drawn: what the user does and what the workers say goes to the page's state, which is `page`. `world`
//! is what that has around it, `message` what can happen.

mod message;
mod world;

use super::browser;
use super::chrome::{
    BannerProps, HeaderProps, LinkProps, ShareProps, StatusProps, banner, header, late_failed, link_banner, share_box,
    status, warning_banner,
};
use super::page::{Page, Shown};
use super::panels::{DetectorProps, FeatureProps, SourceProps, detector_panel, feature_panel, files, source_panel};
use super::sheet::sheet_view;
use super::state;
use super::views::{DetectProps, EmptyProps, detect_view, empty_view};
use crate::bridge::{FromPage, FromTab};
use crate::engine::{Client, Product, Signal};
use crate::sheet::DescribeTab;
use export::{Tab, View};
use message::Msg;
use wasm_bindgen::prelude::*;
use web_sys::DragEvent;
use world::Browser;
use yew::prelude::*;

/// The page, drawn.
pub struct Root {
    page: Page<Browser>,
    dark: bool,
    dragging: bool,
    _on_hash: Closure<dyn FnMut()>,
    _on_paste: Closure<dyn FnMut(web_sys::ClipboardEvent)>,
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
        let on_paste = {
            let link = ctx.link().clone();
            Closure::<dyn FnMut(web_sys::ClipboardEvent)>::new(move |event| {
                if let Some(files) = browser::pasted(&event) {
                    link.send_message(Msg::Open(files));
                }
            })
        };
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_onpaste(Some(on_paste.as_ref().unchecked_ref()));
        }
        let page = Page::new(Browser::new(client, ctx.link().clone()));
        Self { page, dark: browser::is_dark(), dragging: false, _on_hash: on_hash, _on_paste: on_paste }
    }

    fn rendered(&mut self, _: &Context<Self>, first: bool) {
        if first {
            self.page.world.late.place();
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let changed = self.act(ctx, msg);
        self.page.follow();
        changed
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let (link, page) = (ctx.link(), &self.page);
        let shown = page.shown();
        let summary = shown.map(Shown::summary);
        let tab = page.tab();
        let result = page.result();
        let busy = page.run().is_some();
        let press = |msg: fn() -> Msg| link.callback(move |_: MouseEvent| msg());
        html! {
            <div class="page" ondragover={Callback::from(|event: DragEvent| event.prevent_default())}
                ondragenter={link.callback(|event: DragEvent| { event.prevent_default(); Msg::Dragging(true) })}
                ondragleave={link.batch_callback(leaves_page)} ondrop={link.batch_callback(dropped)}>
                { header(&HeaderProps {
                    result: result.is_some(),
                    file: summary.is_some_and(|summary| summary.reading.is_some()),
                    tab,
                    dark: self.dark,
                    can_share: result.is_some(),
                    exporting: page.is_exporting(),
                    on_tab: self.on_tab(ctx),
                    on_share: press(|| Msg::Share),
                    on_export: press(|| Msg::Export(Product::Scored)),
                    on_theme: press(|| Msg::Theme),
                }) }
                { shown.and_then(Shown::share).map(|share| share_box(&ShareProps {
                    share,
                    on_copy: press(|| Msg::Copy),
                    on_close: press(|| Msg::CloseShare),
                })).unwrap_or_default() }
                { page.notice().cloned().map(|notice| {
                    banner(&BannerProps {
                        notice,
                        edits: page.edits().clone(),
                        on_change: link.callback(Msg::Changed),
                        on_dismiss: press(|| Msg::Dismiss),
                    })
                }).unwrap_or_default() }
                { summary.and_then(|summary| summary.warning.as_deref()).map(warning_banner).unwrap_or_default() }
                { page.link().map(|waiting| link_banner(&LinkProps {
                    plan: waiting.plan.clone(),
                    on_open: link.callback(Msg::Open),
                    on_run: press(|| Msg::RunLink),
                    on_drop: press(|| Msg::DropLink),
                })).unwrap_or_default() }
                <div class="columns">
                    <aside class="controls" aria-label="Settings">
                        { source_panel(&SourceProps {
                            plan: page.plan(),
                            form: page.scenario(),
                            reading: page.reading(),
                            on_input: link.callback(Msg::Scenario),
                            on_generate: link.callback(Msg::Generate),
                            on_open: link.callback(Msg::Open),
                        }) }
                        { feature_panel(&FeatureProps {
                            features: page.plan().features.clone(),
                            summary: summary.cloned(),
                            on_change: link.callback(Msg::Features),
                        }) }
                        { detector_panel(&DetectorProps {
                            plan: page.plan(),
                            form: page.detector(),
                            ready: result.is_some(),
                            flagged: result.map_or(0, |result| result.flagged),
                            advice: page.advice(),
                            exporting: page.is_exporting(),
                            on_edit: link.callback(|(edit, value)| Msg::DetectorEdit(edit, value)),
                            on_change: link.callback(Msg::Detector),
                            on_export: link.callback(Msg::Export),
                            on_open: link.callback(Msg::Open),
                        }) }
                        { status(&StatusProps {
                            progress: page.run().and_then(|run| run.progress().cloned()),
                            busy,
                            elapsed: result.map(|result| result.elapsed_ms),
                            fingerprint: result.map(|result| result.fingerprint.clone().into()),
                            verdict: shown.and_then(Shown::verdict),
                            on_renew: shown.filter(|shown| state::is_of_old_rules(shown.plan())).map(|_| press(|| Msg::Renew)),
                            on_cancel: press(|| Msg::Cancel),
                        }) }
                    </aside>
                    <main class="main" aria-busy={busy.to_string()}>
                        { for Tab::late().map(|late| html! {
                            <div id={late.name()} hidden={tab != late || page.world.late.has_failed(late)}></div>
                        }) }
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
        let page = &mut self.page;
        match msg {
            Msg::Signal(signal) => match *signal {
                Signal::Event { id, event, bulk } => return page.hear(id, event, bulk),
                Signal::Replaced { message } => page.recover(&message),
                Signal::Broken { message } => page.stop(&message),
            },
            Msg::Generate(scenario) => page.generate(scenario),
            Msg::Features(features) => page.judge_over(features),
            Msg::Scenario(form) => page.type_scenario(form),
            Msg::Detector(detector) => page.judge_by(detector),
            Msg::DetectorEdit(edit, value) => page.edit_detector(edit, value),
            Msg::Open(files) => {
                self.dragging = false;
                page.open(files);
            }
            Msg::Changed(edit) => page.edit_control(edit),
            Msg::Cancel => page.world.client.cancel(),
            Msg::View(view) => page.look(view),
            Msg::Resized(width, height) => page.resize((width, height)),
            Msg::Late(tab, said) => match said {
                FromTab::Ready | FromTab::Ask { .. } => {
                    page.world.late.greet(tab);
                    return false;
                }
                FromTab::Chosen(chosen) => {
                    let is_wanted = page.is_sharing();
                    page.world.late.note(tab, &chosen);
                    copy(ctx, page.choose(tab, &chosen));
                    return is_wanted;
                }
                FromTab::Open(fragment) => page.open_link(&fragment),
                FromTab::Notice(text) => page.tell(text),
                FromTab::Broken => {
                    page.world.late.fail(tab);
                    copy(ctx, page.lose_tab());
                }
            },
            Msg::Load(tab) => page.world.late.load(tab),
            Msg::Share => copy(ctx, page.share()),
            Msg::Copy => copy(ctx, page.copy()),
            Msg::Copied(address, copied) => page.copied(&address, copied),
            Msg::CloseShare => page.close_share(),
            Msg::Export(product) => page.write(product),
            Msg::Theme => {
                self.dark = !self.dark;
                let dark = self.dark;
                page.world.late.tell(|_| FromPage::Dark(dark));
                browser::set_dark(self.dark, true);
            }
            Msg::Address => page.read_address(),
            Msg::RunLink => page.run_link(),
            Msg::DropLink => page.drop_link(),
            Msg::Renew => page.renew(),
            Msg::Dismiss => page.dismiss(),
            Msg::Dragging(dragging) => {
                let changed = self.dragging != dragging;
                self.dragging = dragging;
                return changed;
            }
        }
        true
    }

    fn main(&self, ctx: &Context<Self>, tab: Tab) -> Html {
        let (link, page) = (ctx.link(), &self.page);
        let busy = page.run().is_some();
        let Some(shown) = page.shown() else {
            return empty_view(&EmptyProps { waiting: busy, link: page.link().is_some() });
        };
        if tab.is_late() {
            let failed = page.world.late.has_failed(tab);
            return late_failed(tab, failed, link.callback(move |_: MouseEvent| Msg::Load(tab)));
        }
        if tab != Tab::Detect {
            let sheet = page.sheet();
            let node = sheet.value();
            return match (node.as_ref().and_then(|node| node.as_ref().as_ref()), page.port().failure::<DescribeTab>()) {
                (Some(node), _) => sheet_view(node, sheet.is_renewing(), page.edits(), &link.callback(Msg::Changed)),
                (None, Some(why)) => html! { <p class="empty" role="alert">{ state::sentence(&why) }</p> },
                // Seen only where it takes longer than a moment.
                (None, None) => html! { <p class="empty late" role="status">{ "Counting…" }</p> },
            };
        }
        let Some(result) = shown.result() else { return Html::default() };
        detect_view(&DetectProps {
            result,
            detector: &shown.plan().detector,
            view: page.view(),
            port: page.port(),
            plot: page.plot(),
            busy,
            on_view: link.callback(Msg::View),
            on_detector: link.callback(Msg::Detector),
            on_size: link.callback(|(width, height)| Msg::Resized(width, height)),
        })
    }

    fn on_tab(&self, ctx: &Context<Self>) -> Callback<Tab> {
        let view = self.page.view().clone();
        ctx.link().callback(move |tab| Msg::View(View { tab, ..view.clone() }))
    }
}

/// Copies a link, where there is one to be copied.
fn copy(ctx: &Context<Root>, address: Option<String>) {
    let Some(address) = address else { return };
    ctx.link().send_future(async move {
        let copied = browser::copy(&address).await;
        Msg::Copied(address, copied)
    });
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
