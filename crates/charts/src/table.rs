//! The table behind a chart: the same numbers in cells, for those who do not see the picture. Its rows are made when it
//! is opened.

use yew::prelude::*;

/// A cell of the table.
pub enum Cell {
    /// A text.
    Text(String),
    /// A button that selects what the row stands for: its text, whether it is selected, and what pressing it does.
    Button(String, bool, Callback<MouseEvent>),
}

impl Cell {
    fn content(self) -> Html {
        match self {
            Self::Text(text) => text.into(),
            Self::Button(text, pressed, select) => html! {
                <button type="button" aria-pressed={pressed.to_string()} onclick={select}>{ text }</button>
            },
        }
    }
}

/// The table: its caption, its columns (the first names the row) and, once open, its rows.
pub fn table(toggled: Callback<Event>, caption: String, columns: Vec<String>, rows: Option<Vec<Vec<Cell>>>) -> Html {
    let row = |cells: Vec<Cell>| {
        let mut cells = cells.into_iter().map(Cell::content);
        html! {
            <tr>
                <th scope="row">{ cells.next().unwrap_or_default() }</th>
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
