//! The file: how it was read, and what its columns were taken for.

use crate::app::format;
use crate::app::shared::Shared;
use crate::app::state::toggled;
use crate::engine::{ColumnInfo, QualityInfo, Summary};
use crate::features::{Feature, Measure};
use crate::ingest::Assignment;
use crate::telemetry::Field;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// The data tab.
#[derive(Clone, PartialEq, Properties)]
pub struct DataProps {
    /// What was loaded.
    pub summary: Shared<Summary>,
    /// The chosen features.
    pub features: Vec<Feature>,
    /// Whether no feature has been chosen yet, so that the user must.
    pub pick: bool,
    /// How often a run was given up: the choices are drawn anew as they stand then.
    pub given_up: u32,
    /// Told what a column is to be taken for.
    pub on_reassign: Callback<(String, Assignment)>,
    /// Told the new choice of features.
    pub on_features: Callback<Vec<Feature>>,
}

/// The data tab.
#[function_component]
pub fn DataTab(props: &DataProps) -> Html {
    let picked = use_state(Vec::<Feature>::new);
    let Some(quality) = &props.summary.quality else { return html! {} };
    let on_run = {
        let (picked, on_features) = (picked.clone(), props.on_features.clone());
        Callback::from(move |_: MouseEvent| on_features.emit((*picked).clone()))
    };
    // Before the first run choices are gathered, afterwards each takes effect at once.
    let chosen = if props.pick { (*picked).clone() } else { props.features.clone() };
    let on_choice = {
        let (picked, on_features, pick) = (picked.clone(), props.on_features.clone(), props.pick);
        Callback::from(
            move |features: Vec<Feature>| if pick { picked.set(features) } else { on_features.emit(features) },
        )
    };
    html! {
        <div class="data">
            if props.pick {
                <div class="pick" role="status">
                    <h2>{ "Choose what to judge the sessions by" }</h2>
                    <p>{ "No column of this file was recognised as a quality metric. Tick number columns as features, or say \
                        which field a column is; then analyse." }</p>
                    <div class="buttons">
                        <button type="button" disabled={picked.is_empty()} onclick={on_run}>
                            { match picked.len() {
                                0 => "Analyse".to_owned(),
                                1 => "Analyse by 1 feature".to_owned(),
                                count => format!("Analyse by {count} features"),
                            } }
                        </button>
                    </div>
                </div>
            }
            { reading(quality) }
            <section class="card" aria-labelledby="columns-title">
                <h2 id="columns-title">{ format!("Columns ({})", quality.columns.len()) }</h2>
                <p class="hint">{ "What each column was taken for. Change it here; the file is read anew. Number columns that are \
                    no known field can be features as they are." }</p>
                <div class="scroll" tabindex="0" role="region" aria-label="Columns of the file">
                    <table class="mapping">
                        <thead>
                            <tr>
                                <th scope="col">{ "Column" }</th><th scope="col">{ "Taken for" }</th>
                                <th scope="col">{ "Feature" }</th><th scope="col">{ "Type" }</th>
                                <th scope="col">{ "Range" }</th><th scope="col">{ "Missing" }</th>
                                <th scope="col">{ "First values" }</th><th scope="col">{ "Why" }</th>
                            </tr>
                        </thead>
                        <tbody>
                            { for quality.columns.iter().map(|column| {
                                row(column, quality.loaded, &chosen, props, &on_choice)
                            }) }
                        </tbody>
                    </table>
                </div>
            </section>
        </div>
    }
}

fn reading(quality: &QualityInfo) -> Html {
    let count = |value: f64| format::count(value as u64);
    html! {
        <section class="card" aria-labelledby="reading-title">
            <h2 id="reading-title">{ format!("How {} was read", quality.name) }</h2>
            <p>{ format!("{} rows read: {} loaded ({} of them repaired), {} rejected.", count(quality.read),
                count(quality.loaded), count(quality.repaired), count(quality.rejected)) }</p>
            if !quality.counts.is_empty() {
                <ul class="rules">
                    { for quality.counts.iter().map(|(rule, times)| html! { <li>{ format!("{} × {rule}", count(*times)) }</li> }) }
                </ul>
            }
            if !quality.issues.is_empty() {
                <details>
                    <summary>{ format!("The first {} in full", quality.issues.len()) }</summary>
                    <div class="scroll" tabindex="0" role="region" aria-label="Issues of the file">
                        <table class="issues">
                            <thead>
                                <tr><th scope="col">{ "Where" }</th><th scope="col">{ "Value" }</th><th scope="col">{ "What" }</th></tr>
                            </thead>
                            <tbody>
                                { for quality.issues.iter().map(|issue| html! {
                                    <tr><td>{ &issue.place }</td><td class="value">{ &issue.value }</td><td>{ &issue.reason }</td></tr>
                                }) }
                            </tbody>
                        </table>
                    </div>
                </details>
            }
        </section>
    }
}

fn row(
    column: &ColumnInfo,
    rows: f64,
    chosen: &[Feature],
    props: &DataProps,
    on_choice: &Callback<Vec<Feature>>,
) -> Html {
    let on_change = {
        let (name, on_reassign) = (column.name.clone(), props.on_reassign.clone());
        Callback::from(move |event: Event| {
            let chosen = event.target_dyn_into::<HtmlSelectElement>().and_then(|select| select.value().parse().ok());
            if let Some(assignment) = chosen {
                on_reassign.emit((name.clone(), assignment));
            }
        })
    };
    let option = |value: &str, label: &str| {
        html! { <option value={value.to_owned()} selected={value == column.taken}>{ label.to_owned() }</option> }
    };
    html! {
        <tr>
            <th scope="row">{ &column.name }</th>
            <td>
                <select key={props.given_up} aria-label={format!("{} is taken for", column.name)} onchange={on_change}>
                    { option("own", "—") }
                    { for Field::ALL.iter().map(|field| option(field.name(), field.label())) }
                    { option("truth", "Truth (to judge by)") }
                    { option("ignore", "Ignored") }
                </select>
            </td>
            <td class="tick">{ tick(column, chosen, on_choice) }</td>
            <td>{ &column.kind }</td>
            <td class="number">{ &column.range }</td>
            <td class="number">{ format::part(column.missing as u64, rows as u64) }</td>
            <td class="first">{ column.first.iter().take(3).cloned().collect::<Vec<_>>().join(", ") }</td>
            <td class="why">{ &column.why }</td>
        </tr>
    }
}

fn tick(column: &ColumnInfo, chosen: &[Feature], on_choice: &Callback<Vec<Feature>>) -> Html {
    if column.kind != "number" || column.taken != "own" {
        return html! {};
    }
    let feature = Feature::plain(Measure::Column(column.name.clone()));
    let is_chosen = chosen.contains(&feature);
    let on_change = {
        let (chosen, on_choice) = (chosen.to_vec(), on_choice.clone());
        Callback::from(move |_: Event| {
            on_choice.emit(toggled(&chosen, &feature));
        })
    };
    html! {
        <input type="checkbox" aria-label={format!("{} is a feature", column.name)} checked={is_chosen} onchange={on_change} />
    }
}
