//! The list of remembered analyses: open one again, forget one or all.

use super::memory::{self, Unkept};
use super::record::Record;
use crossfilter::query::Description;
use std::rc::Rc;
use telemetry::format;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDetailsElement, MouseEvent};
use yew::prelude::*;

/// What the list is given.
#[derive(Clone, PartialEq, Properties)]
pub struct RecentProps {
    /// What is analysed now: it is remembered.
    pub about: Rc<Description>,
}

/// What can happen to the list.
pub enum Msg {
    /// It is opened, or closed.
    Opened(bool),
    /// What is remembered.
    Read(Result<Vec<Record>, Unkept>),
    /// The user wants one to be forgotten, or all.
    Forget(Option<String>),
}

/// The list.
pub struct Recent {
    open: bool,
    records: Option<Result<Vec<Record>, Unkept>>,
}

impl Component for Recent {
    type Message = Msg;
    type Properties = RecentProps;

    fn create(ctx: &Context<Self>) -> Self {
        remember(ctx);
        Self { open: false, records: None }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &RecentProps) -> bool {
        if ctx.props().about.fingerprint != old.about.fingerprint {
            remember(ctx);
        }
        false
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Opened(open) => {
                if open && !self.open {
                    ctx.link().send_future(async { Msg::Read(memory::all().await) });
                }
                self.open = open;
                false
            }
            Msg::Read(records) => {
                self.records = Some(records);
                true
            }
            Msg::Forget(fingerprint) => {
                ctx.link().send_future(async {
                    Msg::Read(match memory::forget(fingerprint).await {
                        Ok(()) => memory::all().await,
                        Err(unkept) => Err(unkept),
                    })
                });
                false
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let on_toggle = link.batch_callback(|event: Event| {
            let details = event.target()?.dyn_into::<HtmlDetailsElement>().ok()?;
            Some(Msg::Opened(details.open()))
        });
        let row = |record: &Record| {
            let (address, fingerprint) = (record.link.clone(), record.fingerprint.clone());
            let forget = link.callback(move |_: MouseEvent| Msg::Forget(Some(fingerprint.clone())));
            let reopen = Callback::from(move |_: MouseEvent| {
                if let Some(window) = web_sys::window() {
                    // The page opens what stands behind the sign as when a link is opened.
                    let _ = window.location().set_hash(&address);
                }
            });
            html! {
                <li key={record.fingerprint.clone()}>
                    <span><strong>{ &record.title }</strong>{ format!(" – {}, {} UTC", record.figures(), format::utc_minute(record.opened_ms)) }</span>
                    <button type="button" class="secondary" aria-label={format!("Reopen {}", record.title)} onclick={reopen}>{ "Reopen" }</button>
                    <button type="button" class="quiet" aria-label={format!("Forget {}", record.title)} onclick={forget}>{ "Forget" }</button>
                </li>
            }
        };
        let list = match &self.records {
            None => html! { <p class="note">{ "…" }</p> },
            Some(Err(Unkept)) => html! {
                <p class="note" role="status">{ "This browser keeps nothing for this page, as in a private window. Links still work." }</p>
            },
            Some(Ok(records)) if records.is_empty() => {
                html! { <p class="note" role="status">{ "Nothing is remembered." }</p> }
            }
            Some(Ok(records)) => html! { <>
                <ul>{ for records.iter().map(row) }</ul>
                <button type="button" class="secondary" id="x-forget-all" onclick={link.callback(|_: MouseEvent| Msg::Forget(None))}>{ "Forget all" }</button>
            </> },
        };
        html! {
            <details class="card x-recent" id="x-recent" ontoggle={on_toggle}>
                <summary>{ "Recent analyses" }</summary>
                <p class="note">{ "Remembered in this browser only: a link, a title, a date and two figures of each, never a session. A file is asked for again. An analysis without a link is not remembered." }</p>
                { list }
            </details>
        }
    }
}

/// Remembers what is analysed now. A browser that keeps nothing says so where the list is opened.
fn remember(ctx: &Context<Recent>) {
    let about = &ctx.props().about;
    let hash = web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    let figures = (about.sessions, about.flagged);
    if let Some(record) = Record::of(&hash, &about.fingerprint, figures, js_sys::Date::now()) {
        ctx.link().send_future_batch(async {
            // What cannot be kept is told where the list is opened.
            let _ = memory::remember(record).await;
            Vec::new()
        });
    }
}
