//! A view in its card: title, menu, handles, chart.

use super::charts::given::{Around, Given};
use super::drawing_form::drawing_form;
use super::gesture::ChartProps;
use super::layout::Move;
use super::message::{Link, Msg, Take};
use super::state::drag::Dragged;
use super::{dom, ids};
use ::charts::Chart;
use crossfilter::query::Description;
use crossfilter::{View, ViewId};
use web_sys::PointerEvent;
use yew::prelude::*;

/// What a card shows.
pub struct CardProps {
    /// The chart.
    pub chart: ChartProps,
    /// Its title, unlike any other.
    pub title: String,
    /// Its place in the order, from one, and how many there are.
    pub place: (usize, usize),
    /// Whether its menu is open.
    pub menu: bool,
    /// Whether it is being pulled to another place.
    pub moving: bool,
    /// Whether what is being pulled would stand before it.
    pub target: bool,
}

/// A view in its card.
pub fn card(props: CardProps, link: &Link) -> Html {
    let CardProps { chart, title, place, menu: open, moving, target } = props;
    let menu = open.then(|| menu_of(&chart.view, &chart.about, place, link));
    let ChartProps { view, picture, test, test_up, compare, about, cross, standing, nth, on, .. } = chart;
    let around = Around { standing, moving: chart.moving, nth };
    let given = Given { drawing: view.drawing, picture, test, test_up, compare, about, cross, around };
    let id = view.id;
    let class = classes!("card", "x-view", moving.then_some("is-moving"), target.then_some("is-target"));
    html! {
        <section {class} key={id} data-view={id.to_string()} style={format!("--w:{};--h:{}", view.width, view.height)}
            aria-labelledby={format!("x-title-{id}")}>
            <Head {id} title={title.clone()} {place} menu={open} link={link.clone()} />
            if let Some(menu) = menu {
                { menu }
            }
            <div class="x-plot"><Chart<Given> {given} {on} /></div>
            <Handle {id} sizing=true {title} {place} link={link.clone()} />
        </section>
    }
}

/// What is around a view's chart. It is a component so that it is left alone while a brush moves the charts of all views.
#[derive(Clone, PartialEq, Properties)]
struct HeadProps {
    id: ViewId,
    title: String,
    place: (usize, usize),
    /// Whether the menu is open.
    menu: bool,
    link: Link,
}

#[function_component(Head)]
fn head(HeadProps { id, title, place, menu, link }: &HeadProps) -> Html {
    let (id, next) = (*id, (!menu).then_some(*id));
    html! {
        <header class="x-head">
            <Handle {id} sizing=false title={title.clone()} place={*place} link={link.clone()} />
            <h2 id={format!("x-title-{id}")}>{ title }</h2>
            <button type="button" class="quiet x-icon" id={ids::menu_button(id)} aria-expanded={menu.to_string()}
                aria-label={format!("Menu of {title}")} onclick={link.callback(move |_: MouseEvent| Msg::Menu(next))}>
                { "⋯" }
            </button>
        </header>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct HandleProps {
    id: ViewId,
    /// Whether it is for another size, rather than for another place.
    sizing: bool,
    title: String,
    place: (usize, usize),
    link: Link,
}

/// A handle: pulled by a pointer, or moved by the arrow keys.
#[function_component(Handle)]
fn handle(HandleProps { id, sizing, title, place, link }: &HandleProps) -> Html {
    let (id, sizing) = (*id, *sizing);
    let at = |event: &PointerEvent| (f64::from(event.client_x()), f64::from(event.client_y()));
    let begin = link.batch_callback(move |event: PointerEvent| {
        if event.button() != 0 {
            return None;
        }
        dom::capture(&event);
        Some(Msg::Drag(Dragged::Begun { id, sizing, at: at(&event) }))
    });
    let drag = link.batch_callback(move |event: PointerEvent| {
        (event.buttons() != 0).then(|| Msg::Drag(Dragged::Moved(at(&event))))
    });
    let on_key = link.batch_callback(move |event: KeyboardEvent| {
        let how = match (event.key().as_str(), sizing) {
            ("ArrowLeft", true) => Move::Grow(-1, 0),
            ("ArrowRight", true) => Move::Grow(1, 0),
            ("ArrowUp", true) => Move::Grow(0, -1),
            ("ArrowDown", true) => Move::Grow(0, 1),
            ("ArrowLeft" | "ArrowUp", false) => Move::Earlier,
            ("ArrowRight" | "ArrowDown", false) => Move::Later,
            _ => return None,
        };
        event.prevent_default();
        Some(Msg::Move(id, how))
    });
    let (class, name, sign, what) = if sizing {
        ("x-size", "size", "◢", format!("Resize {title}: arrow keys"))
    } else {
        ("x-move", "move", "⠿", format!("Move {title}, {} of {}: arrow keys", place.0, place.1))
    };
    html! {
        <button type="button" class={classes!("x-handle", class)} id={format!("x-{name}-{id}")} aria-label={what.clone()} title={what}
            onpointerdown={begin} onpointermove={drag} onkeydown={on_key}
            onpointerup={link.callback(|_: PointerEvent| Msg::Drag(Dragged::Done))}
            onpointercancel={link.callback(|_: PointerEvent| Msg::Drag(Dragged::Cancelled))}>{ sign }</button>
    }
}

/// A line of a menu: its name, and buttons of one size.
fn line(name: &'static str, buttons: Html) -> Html {
    html! { <><span class="x-menu-name">{ name }</span><div class="x-even">{ buttons }</div></> }
}

/// What can be done with a view.
fn menu_of(view: &View, about: &Description, place: (usize, usize), link: &Link) -> Html {
    let id = view.id;
    let button = |name: &'static str, label: &'static str, able: bool, how: Move| {
        html! {
            <button type="button" class="secondary" id={format!("x-{name}-{id}")} disabled={!able}
                onclick={link.callback(move |_: MouseEvent| Msg::Move(id, how))}>{ label }</button>
        }
    };
    let take = |label: &'static str, take: Take| {
        html! { <button type="button" class="secondary" onclick={link.callback(move |_: MouseEvent| Msg::Take(id, take))}>{ label }</button> }
    };
    html! {
        <div class="x-menu" role="group" aria-label="What this view shows, and where">
            { drawing_form(view, about, link) }
            { line("Width", html! { <>
                { button("narrower", "Narrower", view.width > 3, Move::Grow(-1, 0)) }
                { button("wider", "Wider", view.width < 12, Move::Grow(1, 0)) }
            </> }) }
            { line("Height", html! { <>
                { button("lower", "Lower", view.height > 2, Move::Grow(0, -1)) }
                { button("higher", "Higher", view.height < 10, Move::Grow(0, 1)) }
            </> }) }
            { line("Place", html! { <>
                { button("earlier", "Earlier", place.0 > 1, Move::Earlier) }
                { button("later", "Later", place.0 < place.1, Move::Later) }
            </> }) }
            { line("Save as", html! { <>{ take("PNG", Take::Png) }{ take("SVG", Take::Svg) }{ take("CSV", Take::Csv) }</> }) }
            <div class="x-menu-end">
                { button("remove", "Remove", place.1 > 1, Move::Remove) }
                <button type="button" class="secondary" onclick={link.callback(|_: MouseEvent| Msg::Panel(None))}>{ "Done" }</button>
            </div>
        </div>
    }
}
