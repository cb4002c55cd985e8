//! The panel from which views are added.

use super::help;
use super::message::{Link, Msg};
use super::offer::Kind;
use crossfilter::query::Description;
use yew::prelude::*;

/// The kinds of views; those that the sessions cannot fill are named, too.
pub fn picker(about: &Description, link: &Link) -> Html {
    html! {
        <section class="x-panel card" aria-label="Add a view">
            <div class="title"><h2>{ "Add a view" }</h2>{ help::close(link) }</div>
            <ul class="x-kinds">
                { for Kind::ALL.into_iter().map(|kind| {
                    let fits = kind.first(about).is_some();
                    html! {
                        <li>
                            <button type="button" class="secondary" disabled={!fits}
                                onclick={link.callback(move |_: MouseEvent| Msg::Add(kind))}>
                                <strong>{ kind.label() }</strong>
                                <span>{ if fits { kind.meaning() } else { "These sessions lack what it needs." } }</span>
                            </button>
                        </li>
                    }
                }) }
            </ul>
        </section>
    }
}
