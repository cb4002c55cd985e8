//! The figures at the top.

use crate::app::format;
use analysis::views::{Figures, Judgement};
use simulate::Fault;
use telemetry::Unit;
use yew::prelude::*;

/// The figures at the top.
pub struct FiguresProps {
    /// All and flagged sessions.
    pub figures: Figures,
    /// How good the detection is, where the truth is known.
    pub judgement: Option<Judgement>,
}

/// The figures at the top.
pub fn figures_view(props: &FiguresProps) -> Html {
    let (all, flagged) = (&props.figures.all, &props.figures.flagged);
    let pair = |all: Option<f64>, flagged: Option<f64>, unit: Unit| {
        all.map(|all| {
            let flagged = flagged.map(|flagged| format!("flagged: {}", format::quantity(flagged, unit)));
            (format::quantity(all, unit), flagged.unwrap_or_default())
        })
    };
    let mut tiles = vec![
        ("Sessions", "Viewing sessions analysed.", Some((format::count(all.sessions.into()), String::new()))),
        (
            "Flagged",
            "Sessions whose score is above the threshold: candidates for silent failures.",
            Some((
                format::count(flagged.sessions.into()),
                format!("{} of all", format::part(flagged.sessions.into(), all.sessions.into())),
            )),
        ),
        (
            "Startup, median",
            "Startup time: from the play request to the first frame. Half of the sessions start faster.",
            pair(all.startup_median, flagged.startup_median, Unit::Milliseconds),
        ),
        (
            "Startup, p95",
            "95 % of the sessions start faster than this.",
            pair(all.startup_p95, flagged.startup_p95, Unit::Milliseconds),
        ),
        (
            "Rebuffering ratio",
            "All stalled time divided by all watch time.",
            pair(all.rebuffering_ratio, flagged.rebuffering_ratio, Unit::Ratio),
        ),
        (
            "Bitrate, mean",
            "Mean of the sessions' average video bitrates.",
            pair(all.bitrate_mean, flagged.bitrate_mean, Unit::KilobitsPerSecond),
        ),
    ];
    if let Some(judgement) = &props.judgement {
        let share = |value: Option<f64>| value.map(|value| (format::share(value), String::new()));
        tiles.push((
            "Precision",
            "The share of the flagged sessions that truly have a fault.",
            share(judgement.precision),
        ));
        tiles.push(("Recall", "The share of the sessions with a fault that are flagged.", share(judgement.recall)));
        tiles.push((
            "Average precision",
            "How well the scores order the sessions, faults first; independent of the threshold. 1 is perfect.",
            judgement.average_precision.map(|value| (format!("{value:.3}"), String::new())),
        ));
    }
    html! {
        <section class="figures" aria-label="Figures">
            <dl>
                { for tiles.into_iter().filter_map(|(label, meaning, value)| value.map(|(value, note)| html! {
                    <div class="figure" title={meaning}>
                        <dt>{ label }</dt>
                        <dd>{ value }<span class="note">{ note }</span></dd>
                    </div>
                })) }
            </dl>
            { props.judgement.as_ref().map(faults).unwrap_or_default() }
        </section>
    }
}

fn faults(judgement: &Judgement) -> Html {
    let found: Vec<_> = judgement.faults.iter().filter(|fault| fault.sessions > 0).collect();
    if found.is_empty() {
        return html! {};
    }
    html! {
        <p class="faults">
            <span title="The truth is known here and shown for judging only; the detection never sees it.">{ "Faults found: " }</span>
            { for found.into_iter().map(|found| {
                let fault = Fault::ALL.iter().find(|fault| fault.name() == found.fault);
                let label = fault.map_or(found.fault.clone(), |fault| fault.label().to_owned());
                let meaning = fault.map_or("", |fault| fault.meaning());
                html! {
                    <span class="fault" title={meaning}>
                        { format!("{label} {} of {}", format::count(found.flagged.into()), format::count(found.sessions.into())) }
                    </span>
                }
            }) }
        </p>
    }
}
