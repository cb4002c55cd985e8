//! The table behind a chart: the same numbers in cells, for those who do not see the picture. Its rows are made when it
//! is opened.

use web_sys::HtmlDetailsElement;
use yew::prelude::*;

/// Whether a chart's table is open, and what follows its opening and closing.
#[hook]
pub fn use_table() -> (bool, Callback<Event>) {
    let open = use_state(|| false);
    let toggled = {
        let open = open.setter();
        Callback::from(move |event: Event| {
            if let Some(details) = event.target_dyn_into::<HtmlDetailsElement>() {
                open.set(details.open());
            }
        })
    };
    (*open, toggled)
}

/// The table: its caption, its columns (the first names the row) and, once open, its rows.
pub fn table(
    (open, toggled): &(bool, Callback<Event>),
    caption: &str,
    columns: &[String],
    rows: impl FnOnce() -> Vec<Vec<Html>>,
) -> Html {
    let row = |cells: Vec<Html>| {
        let cell = |(place, cell): (usize, Html)| {
            if place == 0 {
                html! { <th scope="row">{ cell }</th> }
            } else {
                html! { <td>{ cell }</td> }
            }
        };
        html! { <tr>{ for cells.into_iter().enumerate().map(cell) }</tr> }
    };
    html! {
        <details class="chart-table" ontoggle={toggled.clone()}>
            <summary>{ "Data table" }</summary>
            if *open {
                <div class="chart-table-scroll" tabindex="0" role="region" aria-label={caption.to_owned()}>
                    <table>
                        <caption>{ caption }</caption>
                        <thead><tr>{ for columns.iter().map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
                        <tbody>{ for rows().into_iter().map(row) }</tbody>
                    </table>
                </div>
            }
        </details>
    }
}
