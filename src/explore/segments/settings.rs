//! What is asked: which sessions, what they are compared with, what combinations are made of.

use super::act::Act;
use crate::explore::words::{described, filter_in_full};
use crossfilter::dimension::Nature;
use crossfilter::query::{Described, Description};
use crossfilter::{Baseline, Contrast, Dimension, Filter, Filters, Test};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// What is asked first of sessions that meet these filters.
pub fn first(filters: &Filters) -> Contrast {
    let baseline = if filters.is_empty() { Baseline::NotFlagged } else { Baseline::Others };
    Contrast { of: filters.clone(), baseline, dimensions: Vec::new() }
}

/// Whether a time is chosen, with something before it.
fn has_time(about: &Description, filters: &Filters) -> bool {
    let is_time = |filter: &&Filter| {
        described(about, &filter.dimension).is_some_and(|described| described.nature == Nature::Time)
    };
    filters
        .list()
        .iter()
        .filter(is_time)
        .any(|filter| matches!(filter.test, Test::Between(from, _) if from.is_finite()))
}

/// The form.
pub fn settings(about: &Description, contrast: &Contrast, filters: &Filters, on: &Callback<Act>) -> Html {
    let is_whole = contrast.of.is_empty();
    let choices = [
        (Baseline::NotFlagged, "the flagged ones, against those not flagged", true),
        (Baseline::Others, "all of these, against all other sessions", !is_whole),
        (Baseline::Earlier, "how much is flagged, against the time before", has_time(about, &contrast.of)),
    ];
    let group = match &contrast.baseline {
        Baseline::Group(group) => Some((Baseline::Group(group.clone()), "all of these, against the kept group", true)),
        _ => None,
    };
    let choose = {
        let (contrast, on) = (contrast.clone(), on.clone());
        Callback::from(move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
            let baseline = match select.value().as_str() {
                "others" => Baseline::Others,
                "earlier" => Baseline::Earlier,
                "group" => contrast.baseline.clone(),
                _ => Baseline::NotFlagged,
            };
            on.emit(Act::Ask(Some(Contrast { baseline, ..contrast.clone() })));
        })
    };
    let asked = |contrast: Contrast| {
        let on = on.clone();
        Callback::from(move |_: MouseEvent| on.emit(Act::Ask(Some(contrast.clone()))))
    };
    let same = Contrast { dimensions: contrast.dimensions.clone(), ..first(filters) };
    let against = Contrast {
        of: filters.clone(),
        baseline: Baseline::Group(contrast.of.clone()),
        dimensions: contrast.dimensions.clone(),
    };
    html! {
        <div class="x-segments-settings">
            <p class="x-segments-of"><span class="note">{ "Of " }</span>{ words(about, &contrast.of) }
                if let Baseline::Group(group) = &contrast.baseline {
                    <span class="note">{ format!(", against {}", words(about, group)) }</span>
                }
            </p>
            <label for="x-segments-baseline">{ "Explain" }</label>
                <select id="x-segments-baseline" onchange={choose}>
                    { for choices.into_iter().chain(group).map(|(baseline, label, able)| html! {
                        <option value={baseline.name()} selected={baseline == contrast.baseline} disabled={!able}>{ label }</option>
                    }) }
                </select>
            if *filters != contrast.of {
                <div class="buttons">
                    <button type="button" class="secondary" id="x-segments-anew" onclick={asked(same)}>{ "Ask of those shown now" }</button>
                    <button type="button" class="secondary" id="x-segments-group" onclick={asked(against)}>{ "Compare those shown now with these" }</button>
                </div>
            }
            <details>
                <summary>{ "What combinations are made of" }</summary>
                <fieldset class="x-segments-dimensions">
                    <legend class="note">{ "Without a choice: who watched what, where and with what. Numbers and times are taken in bins." }</legend>
                    { for about.dimensions.iter().filter(|described| offered(described)).map(|described| dimension(described, contrast, on)) }
                </fieldset>
            </details>
        </div>
    }
}

/// All that filters let through and leave out.
fn words(about: &Description, filters: &Filters) -> String {
    if filters.is_empty() {
        return "all sessions".into();
    }
    let in_full = |filter: &Filter| filter_in_full(about, filter);
    let left_out = filters.exclusions().iter().map(|exclusion| {
        let conditions: Vec<String> = exclusion.list().iter().map(in_full).collect();
        format!("not: {}", conditions.join(" and "))
    });
    filters.list().iter().map(in_full).chain(left_out).collect::<Vec<String>>().join("; ")
}

/// Whether combinations can be made of it. What the score is made of says how sessions went, and is no circumstance of them.
fn offered(described: &Described) -> bool {
    !matches!(described.dimension, Dimension::Score | Dimension::Flagged | Dimension::Feature(_))
        && described.nature != Nature::Text
}

fn dimension(described: &Described, contrast: &Contrast, on: &Callback<Act>) -> Html {
    let is_chosen = contrast.dimensions.contains(&described.dimension);
    let choose = {
        let (contrast, on, dimension) = (contrast.clone(), on.clone(), described.dimension.clone());
        Callback::from(move |_: Event| {
            let mut contrast = contrast.clone();
            match contrast.dimensions.iter().position(|other| *other == dimension) {
                Some(place) => drop(contrast.dimensions.remove(place)),
                None => contrast.dimensions.push(dimension.clone()),
            }
            on.emit(Act::Ask(Some(contrast)));
        })
    };
    html! {
        <label class="check" key={described.dimension.name()}>
            <input type="checkbox" checked={is_chosen} onchange={choose} />{ &described.label }
        </label>
    }
}
