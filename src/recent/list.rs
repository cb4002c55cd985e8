//! The list of remembered analyses: open one again, forget one or all.

use super::memory::{self, Unkept};
use super::record::Record;
use crate::bridge::{self, Bridge, FromPage, FromTab, Props, ShownResult};
use tabs::Tab;
use telemetry::format;
use web_sys::MouseEvent;
use yew::prelude::*;

/// What can happen to the list.
pub enum Msg {
    /// The page has told something.
    FromPage(FromPage),
    /// What is remembered.
    Read(Result<Vec<Record>, Unkept>),
    /// The user wants one to be forgotten, or all.
    Forget(Option<String>),
    /// The user wants one to be opened again: its link.
    Reopen(String),
}

/// The list.
pub struct Recent {
    bridge: Bridge,
    /// What the page shows, and whether that is remembered: with every look at it the address is another.
    subject: Option<ShownResult>,
    remembered: bool,
    records: Option<Result<Vec<Record>, Unkept>>,
}

/// Shows the list in its place in the page.
pub fn start() {
    bridge::start::<Recent>(Tab::Recent);
}

impl Component for Recent {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let bridge = ctx.props().bridge.clone();
        let link = ctx.link().clone();
        bridge.listen(move |told, _| link.send_message(Msg::FromPage(told)));
        ctx.link().send_future(async { Msg::Read(memory::all().await) });
        Self { bridge, subject: None, remembered: false, records: None }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::FromPage(FromPage::Result { subject, .. }) => (self.subject, self.remembered) = (subject, false),
            Msg::FromPage(FromPage::Address(fragment)) => self.remember(ctx, &fragment),
            Msg::FromPage(_) => {}
            Msg::Read(records) => {
                self.records = Some(records);
                return true;
            }
            Msg::Forget(fingerprint) => {
                let what =
                    if fingerprint.is_some() { "The analysis is forgotten" } else { "All analyses are forgotten" };
                let bridge = self.bridge.clone();
                ctx.link().send_future(async move {
                    Msg::Read(match memory::forget(fingerprint).await {
                        Ok(()) => {
                            bridge.say(&FromTab::Notice(format!("{what}; what is shown stays.")));
                            memory::all().await
                        }
                        Err(unkept) => Err(unkept),
                    })
                });
            }
            Msg::Reopen(fragment) => self.bridge.say(&FromTab::Open(fragment)),
        }
        false
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let row = |record: &Record| {
            let (fragment, fingerprint) = (record.link.clone(), record.fingerprint.clone());
            let is_shown = self.subject.as_ref().is_some_and(|subject| subject.fingerprint == fingerprint);
            let forget = link.callback(move |_: MouseEvent| Msg::Forget(Some(fingerprint.clone())));
            let reopen = link.callback(move |_: MouseEvent| Msg::Reopen(fragment.clone()));
            html! {
                <li key={record.fingerprint.clone()} aria-current={is_shown.then_some("true")}>
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
                <button type="button" class="secondary" id="recent-forget-all" onclick={link.callback(|_: MouseEvent| Msg::Forget(None))}>{ "Forget all" }</button>
            </> },
        };
        html! {
            <section class="card recent" aria-labelledby="recent-title">
                <h2 id="recent-title">{ "Recent analyses" }</h2>
                <p class="note">{ "Remembered in this browser only: a link, a title, a date and two figures of each, never a session. A file is asked for again. An analysis without a link is not remembered." }</p>
                { list }
            </section>
        }
    }
}

impl Recent {
    /// Remembers what the page shows, where it has a link. A browser that keeps nothing says so in the list.
    fn remember(&mut self, ctx: &Context<Self>, fragment: &str) {
        let Some(subject) = self.subject.as_ref().filter(|_| !self.remembered) else { return };
        let figures = (subject.sessions, subject.flagged);
        if let Some(record) = Record::of(fragment, &subject.fingerprint, figures, js_sys::Date::now()) {
            self.remembered = true;
            ctx.link().send_future(async {
                Msg::Read(match memory::remember(record).await {
                    Ok(()) => memory::all().await,
                    Err(unkept) => Err(unkept),
                })
            });
        }
    }
}
