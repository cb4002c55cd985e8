//! What panels and views are made of: buttons, fields, tables. What stands on them is data, and what makes elements of it is
//! here once: markup written out again and again is program again and again, some 250 bytes an element before it is compressed.

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

/// What stands on a button.
#[derive(Clone, Copy)]
pub struct Face {
    /// Its class, empty for none.
    pub class: &'static str,
    /// Its text.
    pub label: &'static str,
    /// What it does, as a tooltip, empty for none.
    pub title: &'static str,
    /// Its name where its text is a sign, empty for none.
    pub name: &'static str,
}

impl Face {
    /// Nothing.
    pub const EMPTY: Self = Self { class: "", label: "", title: "", name: "" };
}

/// A button.
pub fn button(face: &'static Face, disabled: bool, on_click: Callback<MouseEvent>) -> Html {
    html! {
        <button type="button" class={some(face.class)} title={some(face.title)} aria-label={some(face.name)}
            {disabled} onclick={on_click}>{ face.label }</button>
    }
}

/// A text that an attribute has; none where it is empty.
fn some(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}

/// A group of controls with its heading, which bears the id.
pub fn panel(id: &'static str, title: &'static str, controls: Html) -> Html {
    html! {
        <section class="panel" aria-labelledby={id}>
            <h2 {id}>{ title }</h2>
            { controls }
        </section>
    }
}

/// A card with its heading, which bears the id, what stands beside that, and what is shown.
pub fn card(class: &'static str, id: &'static str, title: &'static str, beside: Html, shown: Html) -> Html {
    html! {
        <section class={class} aria-labelledby={id}>
            <div class="title"><h2 {id}>{ title }</h2>{ beside }</div>
            { shown }
        </section>
    }
}

/// A word on what is shown.
pub fn hint(text: &'static str) -> Html {
    html! { <span class="hint">{ text }</span> }
}

/// What is wrong with what the user has typed, where anything is.
pub fn error(text: Option<&String>) -> Html {
    html! {
        if let Some(text) = text {
            <p class="error" role="alert">{ text }</p>
        }
    }
}

/// What is said of a control.
pub struct Field {
    /// The control's id, by which the label finds it.
    pub id: &'static str,
    /// The class of the whole.
    pub class: &'static str,
    /// The label.
    pub label: &'static str,
    /// The definition, as a tooltip.
    pub meaning: &'static str,
}

/// A control with its label.
pub fn field(field: &'static Field, control: Html) -> Html {
    html! {
        <div class={field.class}>
            <label for={field.id} title={field.meaning}>{ field.label }</label>
            { control }
        </div>
    }
}

/// A text that is typed, with the unit behind it, empty for none. Told what stands there at each keystroke, as the page draws itself
/// anew while the user types, and what stands there when the user leaves the input or presses Enter.
pub fn input(
    about: &'static Field,
    unit: &'static str,
    value: &str,
    on_input: Callback<String>,
    on_change: Callback<String>,
) -> Html {
    let value_of = |input: Option<HtmlInputElement>| input.map(|input| input.value());
    let on_input = Callback::from(move |event: InputEvent| {
        if let Some(value) = value_of(event.target_dyn_into()) {
            on_input.emit(value);
        }
    });
    let on_change = Callback::from(move |event: Event| {
        if let Some(value) = value_of(event.target_dyn_into()) {
            on_change.emit(value);
        }
    });
    field(
        about,
        html! {
            <span class="entry">
                <input id={about.id} type="text" inputmode="decimal" autocomplete="off" spellcheck="false"
                    value={value.to_owned()} oninput={on_input} onchange={on_change} />
                if !unit.is_empty() {
                    <span class="unit">{ unit }</span>
                }
            </span>
        },
    )
}

/// A choice of one of these, each a value and what stands for it.
pub fn select(
    id: &'static str,
    options: impl Iterator<Item = (AttrValue, AttrValue)>,
    chosen: &str,
    on_change: Callback<String>,
) -> Html {
    // Not as general as the iterator: that is another for each select.
    fn drawn(id: &'static str, options: Vec<Html>, on_change: Callback<String>) -> Html {
        let on_change = Callback::from(move |event: Event| {
            if let Some(select) = event.target_dyn_into::<HtmlSelectElement>() {
                on_change.emit(select.value());
            }
        });
        html! { <select {id} onchange={on_change}>{ options }</select> }
    }
    drawn(id, options.map(|(value, label)| option(value, label, chosen)).collect(), on_change)
}

fn option(value: AttrValue, label: AttrValue, chosen: &str) -> Html {
    let selected = *value == *chosen;
    html! { <option {value} {selected}>{ label }</option> }
}

/// A box to be checked, with its label.
pub fn check(label: &'static str, title: &'static str, checked: bool, on_change: Callback<bool>) -> Html {
    let on_change = Callback::from(move |event: Event| {
        if let Some(input) = event.target_dyn_into::<HtmlInputElement>() {
            on_change.emit(input.checked());
        }
    });
    html! {
        <label class="check" title={some(title)}>
            <input type="checkbox" {checked} onchange={on_change} />{ label }
        </label>
    }
}

/// A column of a table.
#[derive(Clone, Copy)]
pub struct Column {
    label: &'static str,
    class: &'static str,
    title: &'static str,
    is_hidden: bool,
}

impl Column {
    /// Of words.
    pub const fn words(label: &'static str) -> Self {
        Self { label, class: "", title: "", is_hidden: false }
    }

    /// With its definition.
    pub const fn meaning(mut self, title: &'static str) -> Self {
        self.title = title;
        self
    }

    /// Of numbers, with their definition, empty for none.
    pub const fn numbers(label: &'static str, title: &'static str) -> Self {
        Self { label, class: "number", title, is_hidden: false }
    }

    /// Of pictures: its name is for those who do not see them.
    pub const fn pictures(label: &'static str) -> Self {
        Self { label, class: "", title: "", is_hidden: true }
    }

    fn draw(&self) -> Html {
        html! {
            <th scope="col" class={some(self.class)} title={some(self.title)}>
                if self.is_hidden {
                    <span class="visually-hidden">{ self.label }</span>
                } else {
                    { self.label }
                }
            </th>
        }
    }
}

/// A table; `renewing` where it is one that can be of an analysis before.
pub fn table(
    class: &'static str,
    renewing: Option<bool>,
    caption: Option<AttrValue>,
    columns: &'static [Column],
    rows: Vec<Html>,
) -> Html {
    html! {
        <table {class} aria-busy={renewing.map(|renewing| renewing.to_string())}>
            { for caption.map(|caption| html! { <caption>{ caption }</caption> }) }
            <thead><tr>{ for columns.iter().map(Column::draw) }</tr></thead>
            <tbody>{ rows }</tbody>
        </table>
    }
}

/// A row of a table: more about it as a tooltip, its name, its cells.
pub fn row(title: Option<String>, name: Html, cells: Vec<Html>) -> Html {
    html! { <tr {title}><th scope="row">{ name }</th>{ cells }</tr> }
}

/// A cell with a number.
pub fn number(text: String) -> Html {
    html! { <td class="number">{ text }</td> }
}
