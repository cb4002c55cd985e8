//! What sessions are judged by.

use crate::app::shared::Shared;
use crate::engine::{Choice, Summary};
use features::{Feature, Measure, default_features, original_pair, toggled};
use yew::prelude::*;

/// The feature panel.
pub struct FeatureProps {
    /// The chosen features.
    pub features: Vec<Feature>,
    /// What can be chosen.
    pub summary: Option<Shared<Summary>>,
    /// Told the new choice.
    pub on_change: Callback<Vec<Feature>>,
}

impl FeatureProps {
    fn choice(&self, feature: &Feature) -> Option<&Choice> {
        let name = feature.name();
        self.summary.as_ref()?.choices.iter().find(|choice| choice.feature == name)
    }

    fn available(&self, features: Vec<Feature>) -> Vec<Feature> {
        let lacks = |feature: &Feature| self.choice(feature).is_some_and(|choice| choice.lacks.is_some());
        features.into_iter().filter(|feature| !lacks(feature)).collect()
    }
}

/// The feature panel.
pub fn feature_panel(props: &FeatureProps) -> Html {
    let choose = |features: Vec<Feature>| {
        let on_change = props.on_change.clone();
        Callback::from(move |_: MouseEvent| on_change.emit(features.clone()))
    };
    let recommended = props.available(default_features());
    let pair = props.available(original_pair());
    // What only a file has is shown where it has it, or where it was chosen all the same.
    let offered = |measure: &&Measure| {
        let features = [Feature::plain((*measure).clone()), Feature::relative((*measure).clone())];
        features.iter().any(|feature| props.choice(feature).is_some() || props.features.contains(feature))
    };
    let own: Vec<Feature> =
        props.features.iter().filter(|feature| matches!(feature.measure, Measure::Column(_))).cloned().collect();
    html! {
        <section class="panel" aria-labelledby="features-title">
            <h2 id="features-title">{ "Features" }</h2>
            <table class="features">
                <thead>
                    <tr>
                        <th scope="col">{ "Measure" }</th>
                        <th scope="col" title="The value as it is.">{ "Value" }</th>
                        <th scope="col" title="The value against sessions of the same device type and network type, so that \
                            what is normal on a phone is not a fault there.">{ "vs. cohort" }</th>
                    </tr>
                </thead>
                <tbody>
                    { for Measure::KNOWN.iter().chain(Measure::OF_FILES.iter().filter(offered)).map(|measure| row(props, measure)) }
                    { for own.iter().map(|feature| row(props, &feature.measure)) }
                </tbody>
            </table>
            <div class="buttons">
                <button type="button" class="secondary" disabled={recommended.is_empty() || recommended == props.features}
                    onclick={choose(recommended)} title="The choice that found most of the generated faults">
                    { "Recommended" }
                </button>
                <button type="button" class="secondary" disabled={pair.len() < 2 || pair == props.features}
                    onclick={choose(pair)} title="Buffering ratio and bitrate, as StreamGuard began">
                    { "Original pair" }
                </button>
            </div>
        </section>
    }
}

fn row(props: &FeatureProps, measure: &Measure) -> Html {
    html! {
        <tr>
            <th scope="row" title={measure.meaning()}>{ measure.label() }</th>
            { for [false, true].into_iter().map(|relative| cell(props, Feature { measure: measure.clone(), relative })) }
        </tr>
    }
}

fn cell(props: &FeatureProps, feature: Feature) -> Html {
    let chosen = props.features.contains(&feature);
    let choice = props.choice(&feature);
    // A column of a file is compared with its cohort only where that was asked for by name.
    if choice.is_none() && !chosen && matches!(feature.measure, Measure::Column(_)) {
        return html! { <td></td> };
    }
    let lacks = choice.and_then(|choice| choice.lacks.clone());
    let title = match &lacks {
        Some(lacks) => format!("Needs {lacks}"),
        None => feature.meaning(),
    };
    let label = feature.label();
    let on_change = {
        let (on_change, features) = (props.on_change.clone(), props.features.clone());
        Callback::from(move |_: Event| {
            on_change.emit(toggled(&features, &feature));
        })
    };
    html! {
        <td>
            <input type="checkbox" aria-label={label} title={title} checked={chosen}
                disabled={lacks.is_some() && !chosen} onchange={on_change} />
        </td>
    }
}
