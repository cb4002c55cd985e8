//! The table of countries and regions on the page.

use super::bars::{FEW, share};
use super::given::Given;
use super::histogram::share_of;
use super::places::{COLUMNS, Line, figures, lines, places, top};
use crate::explore::gesture::Gesture;
use telemetry::format;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// The table, its regions shown where they are unfolded.
pub fn table(given: &Given, unfolded: &[String], on: &Callback<Gesture>, fold: &Callback<String>) -> Html {
    let top = top(places(given));
    let row = |line: Line<'_>| {
        let place = line.place;
        let picked = line.picked(given);
        let able = line.pick(given, false).is_some();
        let both = [line.pick(given, false), line.pick(given, true)];
        let on = on.clone();
        let pick = Callback::from(move |event: MouseEvent| {
            // A finger holds no key down.
            let touch = event.dyn_ref::<web_sys::PointerEvent>().is_some_and(|tap| tap.pointer_type() == "touch");
            let more = touch || event.shift_key() || event.ctrl_key() || event.meta_key();
            if let Some(gesture) = both[usize::from(more)].clone() {
                on.emit(gesture);
            }
        });
        let name = line.name().to_owned();
        let unfold = line.regions.filter(|regions| *regions > 0).map(|regions| {
            let (fold, country) = (fold.clone(), place.country.clone());
            let label = format!("{} of {name}", if regions == 1 { "1 region".into() } else { format!("{regions} regions") });
            html! {
                <button type="button" class="xc-unfold" aria-expanded={line.open.to_string()} aria-label={label}
                    onclick={move |_: MouseEvent| fold.emit(country.clone())}>{ if line.open { "▾" } else { "▸" } }</button>
            }
        });
        let class = classes!(picked.then_some("xc-picked"), line.regions.is_none().then_some("xc-of-region"));
        html! {
            <tr {class} key={format!("{}\u{1f}{}", place.country, line.regions.map_or(place.region.as_str(), |_| "\u{1f}"))}>
                <th scope="row" class={classes!(line.regions.is_none().then_some("xc-region"))}>
                    if line.regions.is_some() { { unfold.unwrap_or_else(|| html! { <span class="xc-unfold" /> }) } }
                    <button type="button" class="xc-label" aria-pressed={picked.to_string()} disabled={!able} onclick={pick}>
                        { name }
                    </button>
                </th>
                <td>{ format::count(place.shown.sessions.into()) }</td>
                <td>{ share_of(&place.shown) }</td>
                <td>{ interval(line, top) }</td>
                { for figures(place).into_iter().map(|text| html! { <td>{ text }</td> }) }
            </tr>
        }
    };
    html! {
        <div class="xc-places" onkeydown={walk}>
            <table>
                <thead><tr>{ for COLUMNS.iter().map(|name| html! { <th scope="col">{ *name }</th> }) }</tr></thead>
                <tbody>{ for lines(places(given), unfolded).into_iter().map(row) }</tbody>
            </table>
        </div>
    }
}

/// A share with its confidence interval as a small bar.
fn interval(line: Line<'_>, top: f64) -> Html {
    let Some(share) = share(&line.place.shown) else { return format::MISSING.into() };
    let x = |share: f64| (share / top).clamp(0.0, 1.0) * 86.0 + 1.0;
    let (low, high) = line.place.interval;
    let text = format!("{} to {}", format::share(low), format::share(high));
    // Few sessions: an outline with stripes.
    let few = line.place.shown.sessions < FEW;
    let width = (x(share) - 1.0).max(0.0);
    let outline = || {
        let stripes = (0..).map(|stripe| f64::from(stripe) * 5.0 + 1.0).take_while(|from| *from < width - 7.0);
        let stripes: String = stripes.map(|from| format!("M{from:.1} 10l8-8")).collect();
        format!("M1 2h{width:.1}v8h-{width:.1}z{stripes}")
    };
    let path = format!("M{:.1} 6H{:.1}M{:.1} 3v6M{:.1} 3v6", x(low), x(high), x(low), x(high));
    html! {
        <svg class="xc-interval" viewBox="0 0 88 12" role="img" aria-label={text.clone()}>
            <title>{ text }</title>
            if few {
                <path class="xc-bar-few" d={outline()} />
            } else {
                <rect class="xc-bar" x="1" y="2" width={format!("{width:.1}")} height="8" />
            }
            <path class="xc-whisker" d={path} />
        </svg>
    }
}

/// Arrow keys walk from row to row, and fold and unfold.
fn walk(event: KeyboardEvent) {
    let row = || event.target()?.dyn_into::<Element>().ok()?.closest("tr").ok().flatten();
    let Some(row) = row() else { return };
    let focus = |row: Option<Element>| {
        let label = row.and_then(|row| row.query_selector(".xc-label:enabled, .xc-unfold").ok().flatten());
        // A row that cannot have the focus is passed by with the next key.
        label.and_then(|label| label.dyn_into::<HtmlElement>().ok()).is_some_and(|label| label.focus().is_ok())
    };
    let press = |open: &str| {
        let button = row.query_selector(&format!(".xc-unfold[aria-expanded={open}]")).ok().flatten();
        button.and_then(|button| button.dyn_into::<HtmlElement>().ok()).map(|button| button.click()).is_some()
    };
    let done = match event.key().as_str() {
        "ArrowDown" => focus(row.next_element_sibling()),
        "ArrowUp" => focus(row.previous_element_sibling()),
        "ArrowRight" => press("false"),
        "ArrowLeft" => press("true"),
        _ => false,
    };
    if done {
        event.prevent_default();
    }
}
