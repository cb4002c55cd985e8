//! The list of columns: which are shown, in which order, which stay in view.

use super::columns::Change;
use super::table::{Msg, SessionsTable};
use super::words;
use crossfilter::Dimension;
use crossfilter::query::Description;
use web_sys::MouseEvent;
use yew::html::Scope;
use yew::prelude::*;

/// The list: the shown columns in their order, then all others.
pub(super) fn chooser(about: &Description, shown: &[Dimension], pinned: usize, link: &Scope<SessionsTable>) -> Html {
    let on = |column: &Dimension, change: Change| {
        let column = column.clone();
        link.callback(move |_: MouseEvent| Msg::Column(column.clone(), change))
    };
    let button = |column: &Dimension, change: Change, sign: &'static str, what: String| {
        html! { <button type="button" class="quiet x-icon" aria-label={what.clone()} title={what} onclick={on(column, change)}>{ sign }</button> }
    };
    let chosen = |(place, column): (usize, &Dimension)| {
        let (name, _) = words::head(about, column);
        let is_pinned = place < pinned;
        html! {
            <li key={column.name()}>
                <label class="check"><input type="checkbox" checked=true onclick={on(column, Change::Toggle)} />{ name.clone() }</label>
                { button(column, Change::Left, "←", format!("Move {name} left")) }
                { button(column, Change::Right, "→", format!("Move {name} right")) }
                <button type="button" class="secondary x-pin" aria-pressed={is_pinned.to_string()} aria-label={format!("Pin {name}")}
                    onclick={on(column, Change::Pin)}>{ if is_pinned { "Pinned" } else { "Pin" } }</button>
            </li>
        }
    };
    let others = about.dimensions.iter().map(|described| &described.dimension).filter(|other| !shown.contains(other));
    let other = |column: &Dimension| {
        html! {
            <li key={column.name()}>
                <label class="check"><input type="checkbox" checked=false onclick={on(column, Change::Toggle)} />{ words::head(about, column).0 }</label>
            </li>
        }
    };
    html! {
        <div class="x-chooser" role="group" aria-label="Columns of the table">
            <section aria-labelledby="x-columns-shown">
                <h3 id="x-columns-shown">{ "Shown, from left to right" }</h3>
                <ul>{ for shown.iter().enumerate().map(chosen) }</ul>
            </section>
            <section aria-labelledby="x-columns-more">
                <h3 id="x-columns-more">{ "Not shown" }</h3>
                <ul class="x-columns-more">{ for others.map(other) }</ul>
            </section>
            <div class="x-chooser-end">
                <p class="note">{ "A click on a head sorts. Shift and the arrow keys on a head, or its edge, change a column's width." }</p>
                <button type="button" class="secondary" onclick={link.callback(|_: MouseEvent| Msg::Chooser(false))}>{ "Done" }</button>
            </div>
        </div>
    }
}
