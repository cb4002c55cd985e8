//! How Explore looks.

use super::Root;
use crate::explore::card::{CardProps, card};
use crate::explore::chips::{BarProps, bar};
use crate::explore::filter_panel::filter_panel;
use crate::explore::gesture::{ChartProps, Standing};
use crate::explore::help;
use crate::explore::message::{Link, Msg};
use crate::explore::offer::{self, Kind};
use crate::explore::picker::picker;
use crate::explore::segments::SegmentsPanel;
use crate::explore::sessions::{SessionPage, SessionsTable};
use crate::explore::state::overlays::Panel;
use crate::explore::take::dialog;
use crate::explore::words;
use crossfilter::dimension::Nature;
use crossfilter::query::Description;
use crossfilter::sessions::Order;
use crossfilter::view::Drawing;
use crossfilter::{Dimension, State, View};
use std::rc::Rc;
use yew::prelude::*;

/// Explore, with all that is open in it.
pub(super) fn explore(root: &Root) -> Html {
    let Root { chosen, known, queries, brushing, overlays, link, .. } = root;
    let state = chosen.now();
    let Some(about) = known.about() else {
        return html! {
            <div class="explore">{ notices(root, link) }
                if !queries.has_failed() {
                    <p class="x-wait" role="status">{ "Reading what the sessions have…" }</p>
                }
            </div>
        };
    };
    let props = BarProps {
        about,
        state,
        totals: known.totals(),
        said: known.said(),
        panel: overlays.panel(),
        steps: chosen.steps(),
        busy: queries.is_busy(),
    };
    let panel = match overlays.panel() {
        None => Html::default(),
        Some(Panel::Filter(draft)) => filter_panel(draft, about, &state.filters, link),
        Some(Panel::Picker) => picker(about, link),
        Some(Panel::Keys) => help::keys(link),
    };
    let views = root.views();
    let count = views.len();
    let open = state.session;
    let acts = &root.acts;
    html! {
        <div class="explore">
            { notices(root, link) }
            if overlays.is_hinting() {
                { help::hint(link) }
            }
            if let Some(row) = open {
                <SessionPage post={queries.post().clone()} about={about.clone()} epoch={queries.epoch()} {row} order={order(state)} on={acts.clone()} />
            }
            <div class="x-all" hidden={open.is_some()}>
            { bar(&props, link) }
            { panel }
            if let Some(contrast) = &state.contrast {
                <SegmentsPanel post={queries.post().clone()} about={about.clone()} epoch={queries.epoch()} contrast={contrast.clone()}
                    filters={state.filters.clone()} on={root.segments.clone()} />
            }
            <div class={classes!("x-grid", overlays.drag().is_some().then_some("is-dragging"))} id="x-grid">
                { for (1..).zip(views).zip(words::titles(about, views)).map(|((place, view), titled)| {
                    card(card_of(root, about, view, titled, (place, count), link), link)
                }) }
            </div>
            <SessionsTable post={queries.post().clone()} about={about.clone()} epoch={queries.epoch()} filters={brushing.before().unwrap_or(&state.filters).clone()}
                table={state.table.clone()} session={open.or(known.marked())} shown={root.is_seen && open.is_none()} waits={queries.is_first()} on={acts.clone()} />
            { dialog::report(overlays.report(), link) }
            </div>
        </div>
    }
}

fn notices(root: &Root, link: &Link) -> Html {
    html! { <>
        if root.queries.has_failed() {
            <div class="x-notice error" role="alert">
                <p>{ "The worker could not answer." }</p>
                <button type="button" onclick={link.callback(|_: MouseEvent| Msg::Again)}>{ "Try again" }</button>
            </div>
        }
        if let Some(unfit) = root.chosen.unfit() {
            <div class="x-notice" role="alert">
                <p>{ "What is chosen here does not fit into a link: " }{ unfit }{ ". The address and a shared link are without it, and say so to whoever opens them." }</p>
            </div>
        }
        if let Some(notice) = root.overlays.notice() {
            <div class="x-notice" role="alert">
                <p>{ notice }</p>
                <button type="button" class="quiet" aria-label="Dismiss" onclick={link.callback(|_: MouseEvent| Msg::Dismiss)}>{ "✕" }</button>
            </div>
        }
    </> }
}

/// The table's order, as it is chosen.
fn order(State { filters, table, .. }: &State) -> Order {
    Order { filters: filters.clone(), search: table.search.clone(), sort: table.sort.clone() }
}

/// What times the sessions.
fn time(about: &Description) -> Option<&Dimension> {
    offer::fitting(about, &[Nature::Time]).map(|described| &described.dimension).next()
}

fn card_of(
    root: &Root,
    about: &Rc<Description>,
    view: &View,
    (title, nth): (String, usize),
    place: (usize, usize),
    link: &Link,
) -> CardProps {
    let Root { chosen, known, queries, brushing, overlays, .. } = root;
    let state = chosen.now();
    let id = view.id;
    // What was drawn of something else is not shown under the new title.
    let same = |drawing: &Drawing| {
        Kind::of(drawing) == Kind::of(&view.drawing) && offer::dimensions(drawing) == offer::dimensions(&view.drawing)
    };
    let drawn = known.picture(id).filter(|(drawing, _)| same(drawing));
    let [test, test_up] = offer::tests(&view.drawing, &state.filters, about);
    // Views along something else have nothing to draw of the crosshair.
    let time = matches!(view.drawing, Drawing::Trend(_)).then(|| time(about)).flatten();
    let own = offer::dimensions(&view.drawing);
    let crossed = |of: &Dimension| own.contains(&of) || time == Some(of);
    let standing = match drawn {
        _ if queries.has_failed() => Standing::Failed("the worker could not answer.".into()),
        Some((_, None)) => Standing::Lacking,
        Some(_) if queries.is_stale() || queries.is_showing() => Standing::Busy,
        _ => Standing::Settled,
    };
    CardProps {
        chart: ChartProps {
            view: view.clone(),
            picture: drawn.and_then(|(_, picture)| picture.clone()),
            test,
            test_up,
            compare: state.compare,
            about: about.clone(),
            cross: overlays.cross().filter(|(of, _)| crossed(of)).cloned(),
            standing,
            moving: brushing.is_under_way(),
            nth,
            on: link.callback(move |gesture| Msg::Gesture(id, gesture)),
        },
        title,
        place,
        menu: overlays.has_menu(id),
        moving: overlays.drag().is_some_and(|drag| drag.view() == id && drag.is_moving()),
        target: overlays.drag().is_some_and(|drag| drag.is_before(id)),
    }
}
