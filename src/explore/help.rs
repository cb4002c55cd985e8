//! The sheet of keys and the hint of the first time.

use super::message::{Link, Msg};
use yew::prelude::*;

/// The hint of the first time.
pub fn hint(link: &Link) -> Html {
    html! {
        <aside class="x-hint" aria-label="How it works">
            <ol>
                <li>{ "Drag across a chart, or click a bar: every other chart shows those sessions only." }</li>
                <li>{ "Each filter is a chip up here. Clear it, undo it, or type exact values." }</li>
                <li>{ "Add, move and resize charts. All of it is in the link that you share." }</li>
            </ol>
            <button type="button" class="secondary" onclick={link.callback(|_: MouseEvent| Msg::DismissHint)}>{ "Got it" }</button>
        </aside>
    }
}

/// Where keys do something, and what they do there.
const KEYS: &[(&str, &[(&str, &str)])] = &[
    (
        "Everywhere",
        &[
            ("?", "this sheet"),
            ("Tab, Shift Tab", "the next control or chart, and the one before"),
            ("W", "what do these share?"),
            ("Esc", "closes a menu or panel, gives up a drag"),
            ("Ctrl Z", "undo"),
            ("Ctrl Shift Z, Ctrl Y", "redo"),
        ],
    ),
    (
        "On a chart",
        &[
            ("← → ↑ ↓", "from one bin or mark to the next"),
            ("Home, End", "to the first, to the last"),
            ("Shift ← → ↑ ↓", "makes a brush, or moves its end: wider or narrower"),
            ("Ctrl Shift ← → ↑ ↓", "moves the whole brush"),
            ("Enter, Space", "chooses what is pointed at; with Shift or Ctrl beside what is chosen"),
            ("Esc", "clears the chart's filter"),
            ("+, −, 0", "zooms in, zooms out, back to all"),
        ],
    ),
    ("On a handle of a view", &[("← → ↑ ↓", "moves or resizes it")]),
    (
        "In the table",
        &[
            ("↑ ↓", "from one session to another"),
            ("Page Up, Page Down", "by as many as are seen"),
            ("Home, End", "to the first, to the last"),
            ("Enter, Space", "opens the session's own page"),
            ("Shift ← →", "on a head: makes the column narrower or wider"),
        ],
    ),
    (
        "On a session's page",
        &[("J, →", "the next one in the table"), ("K, ←", "the one before"), ("Esc", "back to the table")],
    ),
];

/// The sheet of keys.
pub fn keys(link: &Link) -> Html {
    let line = |(keys, meaning): &(&str, &str)| {
        html! {
            <div><dt>{ for keys.split(", ").map(|key| html! { <kbd>{ key.to_owned() }</kbd> }) }</dt><dd>{ (*meaning).to_owned() }</dd></div>
        }
    };
    html! {
        <section class="x-panel card" aria-label="Keys">
            <div class="title"><h2>{ "Keys" }</h2>{ close(link) }</div>
            <div class="x-keys">
                { for KEYS.iter().map(|(place, keys)| html! {
                    <section><h3>{ *place }</h3><dl>{ for keys.iter().map(line) }</dl></section>
                }) }
            </div>
        </section>
    }
}

/// The button that closes a panel.
pub fn close(link: &Link) -> Html {
    html! {
        <button type="button" class="quiet x-close" aria-label="Close" onclick={link.callback(|_: MouseEvent| Msg::Panel(None))}>{ "✕" }</button>
    }
}
