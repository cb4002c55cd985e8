//! The page before there is anything to show.

use yew::prelude::*;

/// The page before there is anything to show.
pub struct EmptyProps {
    /// Whether something is on its way.
    pub waiting: bool,
    /// Whether a link waits for the user.
    pub link: bool,
}

/// The page before there is anything to show.
pub fn empty_view(props: &EmptyProps) -> Html {
    let (title, text) = match (props.waiting, props.link) {
        (true, _) => ("Working…", "The first sessions are on their way."),
        (false, true) => ("A link is waiting", "See above what it needs."),
        (false, false) => {
            ("Nothing to show yet", "Generate sessions, or drop a file of viewing sessions on this page.")
        }
    };
    html! {
        <div class="empty">
            <h2>{ title }</h2>
            <p>{ text }</p>
        </div>
    }
}
