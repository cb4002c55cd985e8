//! The table of sessions.

use crate::app::format;
use crate::app::page::questions::PAGE;
use crate::app::parts::{Face, button, check};
use analysis::views::{Cell, Order, Ranking, RankingColumn, RankingRow};
use export::{SortBy, View};
use port::AnswerState;
use telemetry::{Field, Unit};
use yew::prelude::*;

/// The table of sessions.
pub struct RankingProps {
    /// What to show.
    pub ranking: AnswerState<Ranking>,
    /// How to show it.
    pub view: View,
    /// The session that is explained.
    pub selected: Option<u32>,
    /// Told to show it otherwise.
    pub on_view: Callback<View>,
}

/// The table of sessions.
pub fn ranking_view(props: &RankingProps) -> Html {
    let Some(ranking) = props.ranking.value() else {
        return html! { <section class="card" aria-busy="true"></section> };
    };
    let on_all = {
        let view = props.view.clone();
        props.on_view.reform(move |all: bool| View { flagged_only: !all, page: 0, ..view.clone() })
    };
    let first = u64::from(props.view.page) * u64::from(PAGE);
    let last = first + ranking.rows.len() as u64;
    let total = u64::from(ranking.total);
    let range = if ranking.rows.is_empty() {
        "No session".to_owned()
    } else {
        format!("{}–{} of {}", format::count(first + 1), format::count(last), format::count(total))
    };
    let page = props.view.page;
    let turn = |face: &'static Face, is_end: bool, page: u32| {
        button(face, is_end, shows(props, View { page, ..props.view.clone() }))
    };
    html! {
        <section class="card ranking" aria-labelledby="ranking-title" aria-busy={props.ranking.is_renewing().to_string()}>
            <div class="title">
                <h2 id="ranking-title">{ if props.view.flagged_only { "Most anomalous sessions" } else { "Sessions" } }</h2>
                { check("all sessions", "", !props.view.flagged_only, on_all) }
                <span class="pages">
                    <span aria-live="polite">{ range }</span>
                    { turn(&Face { class: "quiet", label: "‹", name: "Previous page", ..Face::EMPTY }, page == 0, page.saturating_sub(1)) }
                    { turn(&Face { class: "quiet", label: "›", name: "Next page", ..Face::EMPTY }, last >= total, page + 1) }
                </span>
            </div>
            <div class="scroll" tabindex="0" role="region" aria-label="Table of sessions">
                <table class="sessions">
                    <thead><tr>
                        { heading(props, "score", "Score", "From 0 to 1; the greater, the easier the session is to isolate.", true) }
                        { for ranking.columns.iter().map(|column| {
                            let (label, meaning) = describe(column);
                            heading(props, &column.name, &label, meaning, column.numeric)
                        }) }
                    </tr></thead>
                    <tbody>
                        { for ranking.rows.iter().map(|row| line(props, &ranking.columns, row)) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// What a press does: it shows the table like this.
fn shows(props: &RankingProps, view: View) -> Callback<MouseEvent> {
    props.on_view.reform(move |_| view.clone())
}

fn describe(column: &RankingColumn) -> (String, &'static str) {
    match column.field.as_deref().and_then(Field::from_name) {
        Some(field) => (field.label().to_owned(), field.meaning()),
        None => (column.name.clone(), ""),
    }
}

fn heading(props: &RankingProps, column: &str, label: &str, meaning: &'static str, numeric: bool) -> Html {
    let sorted = props.view.sort.column == column;
    let order = props.view.sort.order;
    let (aria, mark) = match (sorted, order) {
        (false, _) => ("none", ""),
        (true, Order::Falling) => ("descending", " ▼"),
        (true, Order::Rising) => ("ascending", " ▲"),
    };
    // The first click shows the worst first, a second one turns it round.
    let next = if sorted && order == Order::Falling { Order::Rising } else { Order::Falling };
    let sort = SortBy { column: column.to_owned(), order: next };
    let on_click = shows(props, View { sort, page: 0, ..props.view.clone() });
    html! {
        <th scope="col" aria-sort={aria} class={numeric.then_some("number")}>
            <button type="button" class="sort" title={meaning} onclick={on_click}>
                { label.to_owned() }<span aria-hidden="true">{ mark }</span>
            </button>
        </th>
    }
}

fn line(props: &RankingProps, columns: &[RankingColumn], row: &RankingRow) -> Html {
    let selected = props.selected == Some(row.row);
    let on_select = shows(props, View { selected: Some(row.row), ..props.view.clone() });
    html! {
        <tr key={row.row} class={classes!(selected.then_some("selected"))} onclick={on_select}>
            <th scope="row" class="number">
                <button type="button" class={classes!("score", row.flagged.then_some("flagged"))} aria-pressed={selected.to_string()}
                    aria-label={format!("Explain {}, score {}{}", row.name, format::score(row.score), if row.flagged { ", flagged" } else { "" })}>
                    { if row.flagged { "◆ " } else { "" } }{ format::score(row.score) }
                </button>
            </th>
            { for row.cells.iter().zip(columns).map(|(cell, column)| html! {
                <td class={column.numeric.then_some("number")}>{ show(cell, column.field.as_deref()) }</td>
            }) }
        </tr>
    }
}

/// A value as a text, in the unit of its field.
pub fn show(cell: &Cell, field: Option<&str>) -> String {
    let unit = field.and_then(Field::from_name).map_or(Unit::None, Field::unit);
    match cell {
        Cell::Missing => "–".into(),
        Cell::Number(value) if matches!(unit, Unit::None | Unit::Count) => format::significant(*value, 6),
        Cell::Number(value) => format::quantity(*value, unit),
        Cell::Time(value) => format::utc_second(*value),
        Cell::Text(text) => text.clone(),
    }
}
