//! What filters there are, as chips that are cleared one by one, and how many sessions they leave.

use super::filter_draft::Draft;
use super::ids;
use super::message::{Link, Msg};
use super::segments;
use super::state::overlays::Panel;
use super::words;
use crossfilter::picture::Totals;
use crossfilter::query::Description;
use crossfilter::{Exclusion, Filter, State};
use yew::prelude::*;

/// What the bar shows.
pub struct BarProps<'a> {
    /// What the sessions have.
    pub about: &'a Description,
    /// What is chosen.
    pub state: &'a State,
    /// What the filters leave; none before the first answer.
    pub totals: Option<&'a Totals>,
    /// The same, as it is read out.
    pub said: &'a str,
    /// What is open.
    pub panel: Option<&'a Panel>,
    /// Whether there is a step back, and one forth.
    pub steps: (bool, bool),
    /// Whether an answer is awaited.
    pub busy: bool,
}

/// The bar above the views: totals, chips, and what is done to all views.
pub fn bar(props: &BarProps, link: &Link) -> Html {
    let BarProps { about, state, totals, said, panel, steps, busy } = props;
    let filters = state.filters.list();
    let button = |id: &'static str, open: bool, to: Panel, label: &'static str| {
        let next = (!open).then_some(to);
        html! {
            <button type="button" class="secondary" id={id} aria-expanded={open.to_string()}
                onclick={link.callback(move |_: MouseEvent| Msg::Panel(next.clone()))}>{ label }</button>
        }
    };
    let filtering = matches!(panel, Some(Panel::Filter(_)));
    html! {
        <section class="x-bar card" aria-label="Filters">
            <div class="x-line">
                <p class="x-totals">{ totals.map(words::totals).unwrap_or_else(|| "Counting…".into()) }</p>
                <p class="visually-hidden" role="status">{ *said }</p>
                <span class={classes!("x-busy", busy.then_some("on"))} aria-hidden="true"></span>
                <div class="x-tools">
                    { button(ids::PICKER_BUTTON, *panel == Some(&Panel::Picker), Panel::Picker, "Add a view") }
                    <button type="button" class="secondary" disabled={state.views.is_empty()}
                        onclick={link.callback(|_: MouseEvent| Msg::Reset)}>{ "Reset layout" }</button>
                    { step(link, steps.0, "↶", "Undo", "Ctrl Z", || Msg::Undo) }
                    { step(link, steps.1, "↷", "Redo", "Ctrl Shift Z", || Msg::Redo) }
                    <button type="button" class="secondary x-icon" id={ids::KEYS_BUTTON} aria-label="Keys" title="Keys (?)"
                        aria-expanded={(*panel == Some(&Panel::Keys)).to_string()}
                        onclick={keys_toggle(link, *panel == Some(&Panel::Keys))}>{ "?" }</button>
                </div>
            </div>
            <div class="x-line">
                if !state.filters.is_empty() {
                    <ul class="x-chips" aria-label="Filters that are set">
                        { for filters.iter().map(|filter| chip(about, filter, link)) }
                        { for state.filters.exclusions().iter().map(|exclusion| left_out(about, exclusion, link)) }
                    </ul>
                }
                { button(ids::FILTER_BUTTON, filtering, Panel::Filter(Draft::first(about, &state.filters)), "Add a filter") }
                if state.filters.len() > 1 {
                    <button type="button" class="quiet" onclick={link.callback(|_: MouseEvent| Msg::ClearAll)}>{ "Clear all" }</button>
                }
                <button type="button" id={ids::SEGMENTS_BUTTON} aria-expanded={state.contrast.is_some().to_string()} title={format!("{} (W)", segments::TITLE)}
                    onclick={segments_toggle(link, state)}>{ segments::TITLE }</button>
                <label class="check x-compare">
                    <input type="checkbox" id="x-compare" checked={state.compare}
                        onchange={link.callback({ let compare = !state.compare; move |_: Event| Msg::Compare(compare) })} />
                    { "Compare with the rest" }
                </label>
            </div>
        </section>
    }
}

fn keys_toggle(link: &Link, open: bool) -> Callback<MouseEvent> {
    link.callback(move |_: MouseEvent| Msg::Panel((!open).then_some(Panel::Keys)))
}

fn step(link: &Link, can: bool, sign: &'static str, label: &'static str, keys: &'static str, msg: fn() -> Msg) -> Html {
    html! {
        <button type="button" class="secondary x-icon" disabled={!can} aria-label={label} title={format!("{label} ({keys})")}
            onclick={link.callback(move |_: MouseEvent| msg())}>{ sign }</button>
    }
}

/// A combination that is left out: its cross takes it in again.
fn left_out(about: &Description, exclusion: &Exclusion, link: &Link) -> Html {
    let words = |whole: fn(&Description, &Filter) -> String| {
        exclusion.list().iter().map(|filter| whole(about, filter)).collect::<Vec<String>>().join(" and ")
    };
    let short = words(|about, filter| {
        let (name, test) = words::filter(about, filter);
        format!("{name} {test}")
    });
    let whole = words(words::filter_in_full);
    let exclusion = exclusion.clone();
    html! {
        <li class="x-chip" key={format!("not {whole}")}>
            <span class="x-chip-words" title={whole.clone()}><span class="x-chip-name">{ "not" }</span>{ " " }{ short }</span>
            <button type="button" class="x-chip-clear" aria-label={format!("No longer leave out {whole}")}
                onclick={link.callback(move |_: MouseEvent| Msg::Include(exclusion.clone()))}>{ "✕" }</button>
        </li>
    }
}

fn segments_toggle(link: &Link, state: &State) -> Callback<MouseEvent> {
    let contrast = if state.contrast.is_some() { None } else { Some(segments::first(&state.filters)) };
    link.callback(move |_: MouseEvent| Msg::Segments(segments::Act::Ask(contrast.clone())))
}

/// A filter: its words open it to be typed, its cross clears it.
fn chip(about: &Description, filter: &Filter, link: &Link) -> Html {
    let (name, test) = words::filter(about, filter);
    let whole = words::filter_in_full(about, filter);
    let draft = Draft::with(about, filter.dimension.clone(), Some(&filter.test));
    let dimension = filter.dimension.clone();
    html! {
        <li class="x-chip" key={filter.dimension.name()}>
            <button type="button" class="x-chip-words" title={whole.clone()} aria-label={format!("Edit the filter {whole}")}
                onclick={link.callback(move |_: MouseEvent| Msg::Panel(Some(Panel::Filter(draft.clone()))))}>
                <span class="x-chip-name">{ name }</span>{ " " }<span>{ test }</span>
            </button>
            <button type="button" class="x-chip-clear" aria-label={format!("Clear the filter {whole}")}
                onclick={link.callback(move |_: MouseEvent| Msg::Filter(dimension.clone(), None))}>{ "✕" }</button>
        </li>
    }
}
