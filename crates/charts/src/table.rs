//! The table behind a chart: the same numbers in cells, for those who do not see the picture. Its rows are made when it
//! is opened.

use yew::prelude::*;

/// A row: its cells, and what pressing the first of them does and whether it is pressed, where that does anything.
pub type Row = (Vec<String>, Option<(Callback<MouseEvent>, bool)>);

/// The table: its caption, its columns (the first names the row) and, once open, its rows.
pub fn table(toggled: Callback<Event>, caption: String, columns: Vec<String>, rows: Option<Vec<Row>>) -> Html {
    let row = |(cells, choice): Row| {
        let mut cells = cells.into_iter();
        let name = cells.next().unwrap_or_default();
        html! {
            <tr>
                <th scope="row">
                    if let Some((choose, chosen)) = choice {
                        <button type="button" aria-pressed={chosen.to_string()} onclick={choose}>{ name }</button>
                    } else {
                        { name }
                    }
                </th>
                { for cells.map(|cell| html! { <td>{ cell }</td> }) }
            </tr>
        }
    };
    html! {
        <details class="chart-table" ontoggle={toggled}>
            <summary>{ "Data table" }</summary>
            if let Some(rows) = rows {
                <div class="chart-table-scroll" tabindex="0" role="region" aria-label={caption.clone()}>
                    <table>
                        <caption>{ caption }</caption>
                        <thead><tr>{ for columns.into_iter().map(|name| html! { <th scope="col">{ name }</th> }) }</tr></thead>
                        <tbody>{ for rows.into_iter().map(row) }</tbody>
                    </table>
                </div>
            }
        </details>
    }
}
