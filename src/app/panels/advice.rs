//! Which threshold to choose: what each would flag, held against what is flagged now.

use crate::app::format;
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

/// The thresholds to choose from, the suggested one first.
pub fn advice_view(props: &AdviceProps<'_>) -> Html {
    html! {
        <table class="reasons advice" aria-busy={props.renewing.to_string()}>
            <caption>{ "What other thresholds would flag" }</caption>
            <thead><tr>
                <th scope="col">{ "Rule" }</th><th scope="col" class="number">{ "Score" }</th>
                <th scope="col" class="number">{ "Flags" }</th>
                <th scope="col" class="number" title="More or fewer sessions than are flagged now">{ "±" }</th>
            </tr></thead>
            <tbody>{ for props.choices.iter().map(|choice| line(props, choice)) }</tbody>
        </table>
    }
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
    html! {
        <tr title={format!("{meaning}{judged}")}>
            <th scope="row">
                <button type="button" class="secondary" aria-pressed={(rule == props.threshold).to_string()}
                    onclick={on_choice}>{ label }</button>
            </th>
            <td class="number">{ format::score(choice.threshold) }</td>
            <td class="number">{ format::count(choice.flagged.into()) }</td>
            <td class="number">{ difference(props.flagged, choice.flagged) }</td>
        </tr>
    }
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
