//! What sessions are judged by.

use crate::app::parts::{Column, Face, button, panel, table};
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

const COLUMNS: [Column; 3] = [
    Column::words("Measure"),
    Column::words("Value").meaning("The value as it is."),
    Column::words("vs. cohort").meaning(
        "The value against sessions of the same device type and network type, so that what is normal on a phone is not a fault there.",
    ),
];

const RECOMMENDED: Face = Face {
    class: "secondary",
    label: "Recommended",
    title: "The choice that found most of the generated faults",
    ..Face::EMPTY
};

const ORIGINAL_PAIR: Face = Face {
    class: "secondary",
    label: "Original pair",
    title: "Buffering ratio and bitrate, as StreamGuard began",
    ..Face::EMPTY
};

/// The feature panel.
pub fn feature_panel(props: &FeatureProps) -> Html {
    // At least so many of them, where they can be chosen and are not.
    let choose = |face: &'static Face, features: Vec<Feature>, least: usize| {
        let features = props.available(features);
        let on_change = props.on_change.clone();
        let is_idle = features.len() < least || features == props.features;
        button(face, is_idle, Callback::from(move |_: MouseEvent| on_change.emit(features.clone())))
    };
    // What only a file has is shown where it has it, or where it was chosen all the same.
    let offered = |measure: &&Measure| {
        let features = [Feature::plain((*measure).clone()), Feature::relative((*measure).clone())];
        features.iter().any(|feature| props.choice(feature).is_some() || props.features.contains(feature))
    };
    let own =
        props.features.iter().map(|feature| &feature.measure).filter(|measure| matches!(measure, Measure::Column(_)));
    let measures = Measure::KNOWN.iter().chain(Measure::OF_FILES.iter().filter(offered)).chain(own);
    let rows = measures.map(|measure| line(props, measure)).collect();
    let controls = html! {
        <>
            { table("features", None, None, &COLUMNS, rows) }
            <div class="buttons">
                { choose(&RECOMMENDED, default_features(), 1) }
                { choose(&ORIGINAL_PAIR, original_pair(), 2) }
            </div>
        </>
    };
    panel("features-title", "Features", controls)
}

fn line(props: &FeatureProps, measure: &Measure) -> Html {
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
