//! Why a session was flagged, or was not.

use super::ranking::show;
use crate::app::format;
use crate::app::parts::{Column, number, row, table};
use analysis::views::{Advice, Driver, Explanation, Firmness, Reason};
use features::Feature;
use port::AnswerState;
use simulate::Fault;
use std::rc::Rc;
use telemetry::Field;
use yew::prelude::*;

/// Why a session was flagged, or was not.
pub struct ExplanationProps {
    /// The explanation.
    pub explanation: AnswerState<Option<Explanation>>,
    /// How firm its verdict is, once it is known.
    pub firmness: Option<Rc<Option<Firmness>>>,
    /// What drives the flagged sessions, once it is known.
    pub advice: AnswerState<Advice>,
    /// How many sessions there are.
    pub sessions: u32,
}

const fn columns(turned: &'static str) -> [Column; 6] {
    [
        Column::words("Feature"),
        Column::numbers("Value", ""),
        Column::numbers("Median", ""),
        Column::numbers(
            "Splits",
            "How many splits the feature took off the session's path: above zero makes it more anomalous",
        ),
        Column::pictures("Splits as a bar"),
        Column::numbers(
            turned,
            "The value nearest to the session's that would turn the verdict round, all else as it is; none where no value of \
                this feature alone does",
        ),
    ]
}

const PASSING: [Column; 6] = columns("Passes at");
const FLAGGING: [Column; 6] = columns("Flagged at");

const OF_DRIVERS: [Column; 4] = [
    Column::words("Feature"),
    Column::numbers("First in", ""),
    Column::numbers("Splits", ""),
    Column::pictures("Splits as a bar"),
];

/// Why a session was flagged, or was not.
pub fn explanation_view(props: &ExplanationProps) -> Html {
    let explained = props.explanation.value();
    let firmness = props.firmness.as_ref().and_then(|firmness| firmness.as_ref().as_ref());
    let Some(explanation) = explained.as_ref().and_then(|explanation| explanation.as_ref().as_ref()) else {
        return html! {
            <section class="card explanation">
                <h2>{ "Why" }</h2>
                <p class="hint">{ "Select a session in the scatter or in the table to see what its score is made of." }</p>
            </section>
        };
    };
    let greatest = explanation.reasons.iter().map(|reason| reason.contribution.abs()).fold(0.0, f64::max);
    let place = u64::from(explanation.above) + 1;
    let caption = format!(
        "It stands alone after {} splits on average; an average session takes {}. What each feature took off:",
        format::significant(explanation.path, 3),
        format::significant(explanation.average_path, 3)
    );
    let rows = explanation.reasons.iter().map(|reason| line(reason, greatest, firmness)).collect();
    html! {
        <section class="card explanation" aria-labelledby="why-title" aria-live="polite"
            aria-busy={props.explanation.is_renewing().to_string()}>
            <h2 id="why-title">{ format!("Why {}", explanation.name) }</h2>
            <p>
                <strong class={classes!("score", explanation.flagged.then_some("flagged"))}>
                    { if explanation.flagged { "◆ " } else { "" } }{ format!("Score {}", format::score(explanation.score)) }
                    <span class="note" title="The standard error over the trees: how far another forest would be from it">
                        { for firmness.map(|firmness| format!(" ± {}", format::score(firmness.spread))) }
                    </span>
                </strong>
                { if explanation.score.is_nan() { ", not judged: no value in any feature.".to_owned() } else {
                    format!(", {}: rank {} of {}.", if explanation.flagged { "flagged" } else { "not flagged" },
                        format::count(place), format::count(props.sessions.into())) } }
                { explanation.truth.as_ref().map(|truth| truth_text(truth)).unwrap_or_default() }
            </p>
            { table("reasons", None, Some(caption.into()), if explanation.flagged { &PASSING } else { &FLAGGING }, rows) }
            { props.advice.value().filter(|advice| !advice.drivers.is_empty()).map(|advice| drivers(&advice.drivers, props.advice.is_renewing())).unwrap_or_default() }
            <details>
                <summary>{ "All that is known of it" }</summary>
                <dl class="cells">
                    { for explanation.cells.iter().map(|(column, cell)| {
                        let field = Field::from_name(column);
                        html! {
                            <div title={field.map_or("", Field::meaning)}>
                                <dt>{ field.map_or(column.clone(), |field| field.label().to_owned()) }</dt>
                                <dd>{ show(cell, Some(column)) }</dd>
                            </div>
                        }
                    }) }
                </dl>
            </details>
        </section>
    }
}

fn truth_text(truth: &str) -> String {
    if truth.is_empty() {
        return " In truth it has no fault.".into();
    }
    let label = Fault::ALL.iter().find(|fault| fault.name() == truth).map_or(truth, |fault| fault.label());
    format!(" In truth: {}.", label.to_ascii_lowercase())
}

fn line(reason: &Reason, greatest: f64, firmness: Option<&Firmness>) -> Html {
    let Ok(feature) = Feature::from_name(&reason.feature) else { return html! {} };
    let value = |value: f64| if value.is_nan() { "missing".to_owned() } else { feature.text(value) };
    let change = firmness.and_then(|firmness| firmness.changes.iter().find(|change| change.feature == reason.feature));
    let change = change.map(|change| change.value.map_or("–".to_owned(), value));
    let cells = vec![
        number(value(reason.value)),
        number(value(reason.median)),
        number(format::signed(reason.contribution, 2)),
        bar(reason.contribution, greatest),
        number(change.unwrap_or_default()),
    ];
    let title = format!("Higher than {} of those with a value. {}", format::share(reason.rank), feature.meaning());
    row(Some(title), feature.label().into(), cells)
}

/// A contribution as a bar from the middle, to the right where it makes more anomalous.
fn bar(contribution: f64, greatest: f64) -> Html {
    let share = if greatest > 0.0 { (contribution / greatest).clamp(-1.0, 1.0) } else { 0.0 };
    let width = share.abs() * 50.0;
    let start = if share < 0.0 { 50.0 - width } else { 50.0 };
    let class = if share < 0.0 { "bar less" } else { "bar more" };
    html! {
        <td class="bars">
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <line x1="50" x2="50" y1="0" y2="10" class="axis" />
                <rect x={start.to_string()} y="1" width={width.to_string()} height="8" class={class} />
            </svg>
        </td>
    }
}

/// What drives the flagged sessions, taken together.
fn drivers(drivers: &[Driver], renewing: bool) -> Html {
    let greatest = drivers.iter().map(|driver| driver.flagged.abs()).fold(0.0, f64::max);
    let rows = drivers.iter().map(|driver| {
        let label = Feature::from_name(&driver.feature).map_or(driver.feature.clone(), |feature| feature.label());
        let cells = vec![
            number(format::count(driver.first.into())),
            number(format::signed(driver.flagged, 2)),
            bar(driver.flagged, greatest),
        ];
        row(None, label.into(), cells)
    });
    let caption =
        "All flagged sessions together: what each feature took off on average, and in how many it is the first reason.";
    table("reasons", Some(renewing), Some(caption.into()), &OF_DRIVERS, rows.collect())
}
