//! Which threshold to choose: what each would flag, held against what is flagged now.

use crate::app::format;
use crate::app::parts::{Column, number, row, table};
use analysis::Threshold;
use analysis::views::ThresholdChoice;
use yew::prelude::*;

/// The thresholds to choose from.
pub struct AdviceProps<'a> {
    /// The thresholds.
    pub choices: &'a [ThresholdChoice],
    /// Whether they are those of the analysis before.
    pub renewing: bool,
    /// How many sessions are flagged now.
    pub flagged: u32,
    /// The rule in force.
    pub threshold: Threshold,
    /// Told which one was chosen.
    pub on_choice: Callback<Threshold>,
}

const COLUMNS: [Column; 4] = [
    Column::words("Rule"),
    Column::numbers("Score", ""),
    Column::numbers("Flags", ""),
    Column::numbers("±", "More or fewer sessions than are flagged now"),
];

/// The thresholds to choose from, the suggested one first.
pub fn advice_view(props: &AdviceProps<'_>) -> Html {
    let rows = props.choices.iter().map(|choice| line(props, choice)).collect();
    table("reasons advice", Some(props.renewing), Some("What other thresholds would flag".into()), &COLUMNS, rows)
}

fn line(props: &AdviceProps<'_>, choice: &ThresholdChoice) -> Html {
    let Ok(rule) = Threshold::parse(&choice.rule) else { return html! {} };
    let (label, meaning) = match rule {
        _ if choice.is_break => {
            ("Break".to_owned(), "Suggested: where the slope of the ordinary sessions ends and the tail begins.")
        }
        Threshold::Contamination(share) => (format::share(share.get()), "The sessions with the highest scores."),
        _ => ("Auto".to_owned(), "Shorter paths than average: score 0.5."),
    };
    let judged = match (choice.precision, choice.recall) {
        (Some(precision), Some(recall)) => {
            format!(" Precision {}, recall {}.", format::share(precision), format::share(recall))
        }
        _ => String::new(),
    };
    let on_choice = props.on_choice.reform(move |_: MouseEvent| rule);
    let name = html! {
        <button type="button" class="secondary" aria-pressed={(rule == props.threshold).to_string()} onclick={on_choice}>
            { label }
        </button>
    };
    let cells = vec![
        number(format::score(choice.threshold)),
        number(format::count(choice.flagged.into())),
        number(difference(props.flagged, choice.flagged)),
    ];
    row(Some(format!("{meaning}{judged}")), name, cells)
}

/// How many more or fewer, with its sign.
fn difference(now: u32, then: u32) -> String {
    let sign = match then.cmp(&now) {
        std::cmp::Ordering::Less => "−",
        std::cmp::Ordering::Equal => "",
        std::cmp::Ordering::Greater => "+",
    };
    format!("{sign}{}", format::count(now.abs_diff(then).into()))
}
