//! How the table looks: a grid whose rows lie in a layer that stays where it is while the scrollbar moves.

use super::scroll::ROW;
use super::table::{Msg, SessionsTable};
use super::{Act, columns, words};
use crossfilter::Dimension;
use telemetry::format;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, WheelEvent};
use yew::prelude::*;

/// The height of the head in CSS pixels, as in the style sheet.
pub(super) const HEAD: f64 = 32.0;
/// By a key a column's width changes so much.
const STEP: f64 = 16.0;

/// A column as it is drawn.
struct Drawn<'a> {
    column: &'a Dimension,
    width: f64,
    /// The classes of its cells.
    class: AttrValue,
    /// Where they stay, where it is pinned.
    style: Option<AttrValue>,
}

/// The table, with the list of columns where it is open.
pub(super) fn table(table: &SessionsTable, ctx: &Context<SessionsTable>, chooser: Html) -> Html {
    let props = ctx.props();
    let about = &*props.about;
    let pinned = usize::from(props.table.pinned);
    let mut left = 0.0;
    let drawn: Vec<Drawn> = table
        .columns
        .iter()
        .enumerate()
        .map(|(place, column)| {
            let width = table.width(about, column);
            let stays = (place < pinned).then_some(left);
            left += width;
            let class = classes!(
                "x-cell",
                words::is_number(about, column).then_some("number"),
                stays.is_some().then_some("is-pinned"),
            );
            let style = stays.map(|left| format!("left:{left}px").into());
            Drawn { column, width, class: class.to_string().into(), style }
        })
        .collect();
    html! {
        <section class="card x-sessions" aria-labelledby="x-sessions-title" hidden={!props.shown}>
            { head(table, ctx) }
            { chooser }
            if table.failed {
                <p class="x-failed" role="alert">{ "The worker could not answer. The table shows what came before." }</p>
            }
            { grid(table, ctx, &drawn, left) }
        </section>
    }
}

/// The title, the search, and what can be done.
fn head(table: &SessionsTable, ctx: &Context<SessionsTable>) -> Html {
    let props = ctx.props();
    let search = props.on.reform(|event: InputEvent| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        Act::Search(input.map_or_else(String::new, |input| input.value().chars().take(200).collect()))
    });
    let open = !table.chooser;
    let count = match table.total {
        None => "…".to_owned(),
        Some(total) if total == props.about.sessions => format::count(total.into()),
        Some(total) => format!("{} of {}", format::count(total.into()), format::count(props.about.sessions.into())),
    };
    html! {
        <header class="x-head">
            <h2 id="x-sessions-title">{ "Sessions " }<small id="x-sessions-count" role="status">{ count }</small></h2>
            <input type="search" id="x-sessions-search" maxlength="200" placeholder="Search identifiers and labels" aria-label="Search identifiers and labels"
                value={props.table.search.clone()} oninput={search} />
            <button type="button" class="secondary" id="x-columns" aria-expanded={table.chooser.to_string()}
                onclick={ctx.link().callback(move |_: MouseEvent| Msg::Chooser(open))}>{ "Columns" }</button>
            <button type="button" class="secondary" id="x-sessions-save"
                onclick={props.on.reform(|_: MouseEvent| Act::Save)}>{ "Save as CSV" }</button>
        </header>
    }
}

fn grid(table: &SessionsTable, ctx: &Context<SessionsTable>, drawn: &[Drawn], width: f64) -> Html {
    let link = ctx.link();
    let (first, end) = table.scroll.rows();
    let above = table.scroll.first().1;
    let total = table.total.unwrap_or(0);
    let seen = table.active.filter(|active| (first..end).contains(active)).map(|active| format!("x-row-{active}"));
    let wheel = link.batch_callback({
        let scroll = table.scroll;
        move |event: WheelEvent| SessionsTable::wheel(&scroll, &event)
    });
    let props = ctx.props();
    // Said once for all rows, not at each of hundreds of cells.
    let columns: Vec<String> = drawn.iter().map(|drawn| format!("{}px", drawn.width)).collect();
    let space = format!("height:{}px;width:{width}px;--x-columns:{}", table.scroll.space() + HEAD, columns.join(" "));
    html! {
        <div class="x-table-frame">
        <div class="x-table" id="x-sessions-table" role="grid" tabindex="0" ref={table.viewport.clone()}
            aria-labelledby="x-sessions-title" aria-rowcount={(u64::from(total) + 1).to_string()}
            aria-activedescendant={seen}
            aria-busy={table.total.is_none().to_string()}
            onscroll={link.callback(|_: Event| Msg::Scrolled)} onwheel={wheel}
            onkeydown={link.callback(Msg::Key)}>
            <div class="x-table-space" role="presentation" style={space}>
                { heads(ctx, drawn) }
                <div class="x-table-rows" role="rowgroup" style={format!("height:{}px", (f64::from(end - first) * ROW - above).max(0.0))}>
                    <div role="presentation" style={format!("transform:translateY({}px)", -above)}>
                        { for (first..end).map(|place| row(table, ctx, drawn, place)) }
                    </div>
                </div>
            </div>
        </div>
        if table.total.is_none() && !table.failed {
            <p class="x-nothing late">{ "Reading the sessions…" }</p>
        }
        if table.total == Some(0) {
            <div class="x-nothing">
                <p>{ "No session meets the filters and the search." }</p>
                if !props.table.search.is_empty() {
                    <button type="button" class="secondary" id="x-sessions-search-clear"
                        onclick={props.on.reform(|_: MouseEvent| Act::Search(String::new()))}>{ "Clear the search" }</button>
                }
            </div>
        }
        </div>
    }
}

fn heads(ctx: &Context<SessionsTable>, drawn: &[Drawn]) -> Html {
    let (by, rising) = columns::sorting(&ctx.props().table);
    let about = &*ctx.props().about;
    let head = |drawn: &Drawn| {
        let is_by = *drawn.column == by;
        let sort = is_by.then_some(if rising { "ascending" } else { "descending" });
        let sign = match (is_by, rising) {
            (false, _) => "",
            (true, true) => "▲",
            (true, false) => "▼",
        };
        let (name, unit) = words::head(about, drawn.column);
        let meaning = words::of(about, drawn.column).map(|described| described.meaning.clone());
        let on_sort = {
            let (column, table, on) = (drawn.column.clone(), ctx.props().table.clone(), ctx.props().on.clone());
            Callback::from(move |_: MouseEvent| on.emit(Act::Table(columns::sorted(&table, &column))))
        };
        html! {
            <div role="columnheader" class={drawn.class.clone()} style={drawn.style.clone()} aria-sort={sort}
                title={meaning.unwrap_or_default()}>
                <button type="button" class="x-sort" onclick={on_sort} onkeydown={resize_by_key(ctx, drawn)}>
                    <span class="x-sort-name">
                        { name }
                        if !unit.is_empty() {
                            <small>{ format!(" {unit}") }</small>
                        }
                    </span>
                    if !sign.is_empty() {
                        <span class="x-sort-sign" aria-hidden="true">{ sign }</span>
                    }
                </button>
                { grip(ctx, drawn) }
            </div>
        }
    };
    html! {
        <div role="rowgroup" class="x-table-head"><div role="row" class="x-row" aria-rowindex="1">
            { for drawn.iter().map(head) }
        </div></div>
    }
}

/// Shift and an arrow key make a column wider or narrower. Other keys of a head are not those of the rows.
fn resize_by_key(ctx: &Context<SessionsTable>, drawn: &Drawn) -> Callback<KeyboardEvent> {
    let (column, width) = (drawn.column.clone(), drawn.width);
    ctx.link().batch_callback(move |event: KeyboardEvent| {
        event.stop_propagation();
        let by = match (event.shift_key(), event.key().as_str()) {
            (true, "ArrowLeft") => -STEP,
            (true, "ArrowRight") => STEP,
            _ => return None,
        };
        event.prevent_default();
        Some(Msg::Width(column.clone(), width + by))
    })
}

/// The right edge of a head, by which the column is pulled wider.
fn grip(ctx: &Context<SessionsTable>, drawn: &Drawn) -> Html {
    let column = drawn.column.clone();
    let begin = Callback::from(|event: PointerEvent| {
        event.prevent_default();
        if let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // A pointer that is gone already is not captured.
            let _ = element.set_pointer_capture(event.pointer_id());
        }
    });
    let pull = ctx.link().batch_callback(move |event: PointerEvent| {
        let head = event.target()?.dyn_into::<Element>().ok()?.parent_element()?;
        let left = head.get_bounding_client_rect().left();
        (event.buttons() != 0).then(|| Msg::Width(column.clone(), f64::from(event.client_x()) - left))
    });
    html! { <span class="x-grip" aria-hidden="true" onpointerdown={begin} onpointermove={pull}></span> }
}

fn row(table: &SessionsTable, ctx: &Context<SessionsTable>, drawn: &[Drawn], place: u32) -> Html {
    let link = ctx.link();
    let listed = table.listed(place);
    let is_marked = listed.is_some() && listed.map(|listed| listed.row) == ctx.props().session;
    let class = classes!(
        "x-row",
        (table.active == Some(place)).then_some("is-active"),
        is_marked.then_some("is-marked"),
        listed.is_some_and(|listed| listed.flagged).then_some("is-flagged"),
    );
    let cell = |(number, drawn): (usize, &Drawn)| {
        let text = match listed.and_then(|listed| listed.cells.get(number)) {
            Some(value) => words::cell(drawn.column, value),
            None => "…".into(),
        };
        let text = match number {
            // By keys a row is opened with Enter: no stop for each row.
            0 => html! {
                <button type="button" class="x-open" tabindex="-1" onclick={link.callback(move |_: MouseEvent| Msg::Open(place))}>{ text }</button>
            },
            _ => text.into(),
        };
        html! {
            <div role="gridcell" class={drawn.class.clone()} style={drawn.style.clone()}>{ text }</div>
        }
    };
    html! {
        <div role="row" {class} key={place} id={format!("x-row-{place}")} aria-rowindex={(u64::from(place) + 2).to_string()}
            aria-selected={is_marked.to_string()} onclick={link.callback(move |_: MouseEvent| Msg::Active(place))}
            ondblclick={link.callback(move |_: MouseEvent| Msg::Open(place))}>
            { for drawn.iter().enumerate().map(cell) }
        </div>
    }
}
