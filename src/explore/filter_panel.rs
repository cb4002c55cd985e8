//! The panel in which a filter is typed: for every dimension, by keyboard, with exact values.

use super::filter_draft::Draft;
use super::message::{Link, Msg};
use super::offer::{BINNED, CATEGORIES, fitting};
use super::{acts, help, words};
use crossfilter::dimension::Nature;
use crossfilter::query::{Described, Description};
use crossfilter::{Dimension, Filters, Test};
use std::collections::HashSet;
use std::rc::Rc;
use telemetry::format;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// More labels than this are searched rather than read.
const READABLE: usize = 12;

/// The panel.
pub fn filter_panel(draft: &Draft, about: &Description, filters: &Filters, link: &Link) -> Html {
    let options = |natures: &'static [Nature]| {
        fitting(about, natures)
            .map(|described| {
                let value = described.dimension.name();
                html! { <option selected={described.dimension == draft.dimension} value={value}>{ &described.label }</option> }
            })
            .collect::<Html>()
    };
    let on_dimension = {
        let (about, filters) = (about.clone(), filters.clone());
        link.batch_callback(move |event: Event| {
            let name = event.target_dyn_into::<HtmlSelectElement>()?.value();
            Some(Msg::Draft(Draft::of(&about, &Dimension::from_name(&name).ok()?, &filters)))
        })
    };
    let described = words::described(about, &draft.dimension);
    let set = filters.of(&draft.dimension).is_some();
    let dimension = draft.dimension.clone();
    html! {
        <section class="x-panel card" aria-label="Filter">
            <div class="title"><h2>{ "Filter" }</h2>{ help::close(link) }</div>
            <form class="x-form" onsubmit={link.callback(|event: SubmitEvent| { event.prevent_default(); Msg::Apply })}>
                <label for="x-filter-by">{ "By" }</label>
                <select id="x-filter-by" onchange={on_dimension}>
                    <optgroup label="Numbers and times">{ options(BINNED) }</optgroup>
                    <optgroup label="Categories">{ options(CATEGORIES) }</optgroup>
                    <optgroup label="Texts">{ options(&[Nature::Text]) }</optgroup>
                </select>
                { described.map(|described| fields(draft, described, filters, link)).unwrap_or_default() }
                if let Some(error) = &draft.error {
                    <p class="error" role="alert">{ error }</p>
                }
                <div class="buttons">
                    if described.is_some_and(|described| described.nature != Nature::Category) {
                        <button type="submit">{ "Apply" }</button>
                    }
                    <button type="button" class="secondary" disabled={!set}
                        onclick={link.callback(move |_: MouseEvent| Msg::Filter(dimension.clone(), None))}>{ "Clear this filter" }</button>
                </div>
            </form>
            { described.filter(|described| !described.meaning.is_empty()).map(|described| html! {
                <p class="note">{ &described.meaning }</p>
            }).unwrap_or_default() }
        </section>
    }
}

fn fields(draft: &Draft, described: &Described, filters: &Filters, link: &Link) -> Html {
    let type_in = |edit: fn(&mut Draft, String)| {
        let draft = draft.clone();
        link.batch_callback(move |event: InputEvent| {
            let value = event.target_dyn_into::<HtmlInputElement>()?.value();
            let mut draft = Draft { error: None, ..draft.clone() };
            edit(&mut draft, value);
            Some(Msg::Draft(draft))
        })
    };
    match described.nature {
        Nature::Number | Nature::Time => {
            let time = described.nature == Nature::Time;
            let (kind, unit) = match (time, described.unit.as_str()) {
                (true, _) => ("datetime-local", ", UTC".to_owned()),
                (false, "") => ("text", String::new()),
                (false, unit) => ("text", format!(", {unit}")),
            };
            let hint = |end: Option<f64>| end.filter(|_| !time).map(|end| AttrValue::from(format::significant(end, 4)));
            let (least, greatest) = (described.range.map(|range| range.0), described.range.map(|range| range.1));
            html! { <>
                <label for="x-filter-low">{ format!("At least{unit}") }</label>
                <input id="x-filter-low" type={kind} step="0.001" inputmode={(!time).then_some("decimal")} autocomplete="off"
                    value={draft.low.clone()} placeholder={hint(least)} oninput={type_in(|draft, value| draft.low = value)} />
                <label for="x-filter-high">{ format!("Less than{unit}") }</label>
                <input id="x-filter-high" type={kind} step="0.001" inputmode={(!time).then_some("decimal")} autocomplete="off"
                    value={draft.high.clone()} placeholder={hint(greatest)} oninput={type_in(|draft, value| draft.high = value)} />
            </> }
        }
        Nature::Text => html! { <>
            <label for="x-filter-part">{ "Contains" }</label>
            <input id="x-filter-part" type="text" maxlength="300" autocomplete="off" value={draft.part.clone()}
                oninput={type_in(|draft, value| draft.part = value)} />
        </> },
        Nature::Category => html! { <>
            if described.labels.len() > READABLE {
                <label for="x-filter-part">{ "Find" }</label>
                <input id="x-filter-part" type="text" autocomplete="off" value={draft.part.clone()}
                    oninput={type_in(|draft, value| draft.part = value)} />
            }
            { labels(draft, described, filters, link) }
        </> },
    }
}

/// The labels of a category, each with how many sessions have it.
fn labels(draft: &Draft, described: &Described, filters: &Filters, link: &Link) -> Html {
    let chosen: Rc<[String]> = acts::labels(filters, &described.dimension).into();
    let is_chosen: HashSet<&str> = chosen.iter().map(String::as_str).collect();
    let wanted = draft.part.to_lowercase();
    let shown = described.labels.iter().filter(|(label, _)| label.to_lowercase().contains(&wanted));
    html! {
        <fieldset class="x-labels">
            <legend class="visually-hidden">{ &described.label }</legend>
            { for shown.map(|(label, count)| {
                let on = is_chosen.contains(label.as_str());
                let toggle = {
                    let (chosen, label, dimension) = (chosen.clone(), label.clone(), described.dimension.clone());
                    // Thousands may be chosen: they are listed when it is wanted.
                    link.callback(move |_: Event| {
                        let mut next: Vec<String> = chosen.iter().filter(|other| **other != label).cloned().collect();
                        if !on {
                            next.push(label.clone());
                        }
                        Msg::Filter(dimension.clone(), (!next.is_empty()).then_some(Test::OneOf(next)))
                    })
                };
                html! {
                    <label class="check" key={label.clone()}>
                        <input type="checkbox" checked={on} onchange={toggle} />
                        <span>{ words::category(&described.dimension, label) }</span>
                        <span class="x-count">{ format::count(u64::from(*count)) }</span>
                    </label>
                }
            }) }
        </fieldset>
    }
}
