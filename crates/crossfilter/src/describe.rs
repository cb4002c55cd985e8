//! What of the sessions can be shown and filtered by, and the views to begin with.

use super::columns::Values;
use super::defaults;
use super::dimension::{Dimension, Nature};
use super::query::{Described, Description, MOST_DESCRIBED};
use super::store::Store;
use features::{Feature, Measure, Scale, unavailable};
use telemetry::{Data, Field};

/// Everything there is.
pub(super) fn describe(store: &mut Store) -> Description {
    let dimensions: Vec<Described> = offered(store).into_iter().filter_map(|one| described(store, one)).collect();
    let views = defaults::views(store, &dimensions);
    let analysis = &store.columns.analysis;
    Description {
        dimensions,
        sessions: analysis.judged as u32,
        flagged: analysis.flagged as u32,
        threshold: analysis.threshold,
        fingerprint: analysis.fingerprint.to_string(),
        views,
    }
}

/// The dimensions in the order in which they are offered: the verdict, when, where and what, how bad, features, identifiers.
fn offered(store: &Store) -> Vec<Dimension> {
    let analysis = &store.columns.analysis;
    let table = &analysis.sessions.table;
    let columns = |is_one: fn(&Data) -> bool| {
        let columns = table.columns().iter().filter(move |column| is_one(&column.data));
        columns.map(|column| Dimension::Column(column.name.clone()))
    };
    let chosen = &analysis.plan.features;
    let others = Measure::all()
        .flat_map(|measure| [Feature::plain(measure.clone()), Feature::relative(measure.clone())])
        .filter(|feature| !chosen.contains(feature) && unavailable(table, feature).is_none());
    let features = chosen.iter().cloned().chain(others).map(|feature| Dimension::Feature(feature.name()));
    [Dimension::Score, Dimension::Flagged, Dimension::Truth]
        .into_iter()
        .chain(columns(|data| matches!(data, Data::Time(_))))
        .chain([Dimension::Hour, Dimension::Weekday])
        .chain(columns(|data| matches!(data, Data::Category(_))))
        .chain(columns(|data| matches!(data, Data::Number(_))))
        .chain(features)
        .chain(columns(|data| matches!(data, Data::Text(_))))
        .collect()
}

/// A dimension with what is known of it; none where the sessions lack it.
fn described(store: &mut Store, dimension: Dimension) -> Option<Described> {
    let (label, meaning, unit) = words(store, &dimension);
    let mut described = Described {
        dimension,
        label,
        meaning,
        unit,
        nature: Nature::Number,
        labels: Vec::new(),
        others: Vec::new(),
        range: None,
        missing: 0,
    };
    // A feature that is nowhere yet takes time to make: it is made when a view needs it.
    let is_feature = matches!(described.dimension, Dimension::Feature(_));
    if is_feature && store.columns.get(&described.dimension).is_none() {
        return Some(described);
    }
    let summary = store.summary(&described.dimension)?;
    let values = store.columns.get(&described.dimension)?;
    described.nature = values.nature();
    described.range = summary.range;
    described.missing = summary.missing;
    if let Values::Codes(_, labels) = values {
        let label = |&(code, sessions): &(u16, u32)| Some((labels.get(usize::from(code))?.clone(), sessions));
        described.labels = summary.labels.iter().take(MOST_DESCRIBED).filter_map(label).collect();
        let others = summary.labels.iter().skip(MOST_DESCRIBED).filter_map(label);
        described.others = others.map(|(label, _)| label).collect();
        described.others.sort_unstable();
    }
    Some(described)
}

/// Label, meaning and unit of a dimension.
fn words(store: &Store, dimension: &Dimension) -> (String, String, String) {
    let own = |label: &str, meaning: &str| (label.to_owned(), meaning.to_owned(), String::new());
    match dimension {
        Dimension::Score => own("Anomaly score", "Between 0 and 1, the greater the more anomalous."),
        Dimension::Flagged => own("Flagged", "Whether the score is above the threshold."),
        Dimension::Truth => own("Known fault", "What is known to be wrong with the session, whatever its score."),
        Dimension::Hour => own("Hour of day", "The hour at which the session began, UTC."),
        Dimension::Weekday => own("Day of week", "The day on which the session began, UTC."),
        Dimension::Column(name) => {
            let column = store.columns.analysis.sessions.table.column(name);
            match column.and_then(|column| column.field) {
                Some(field) => field_words(field),
                None => own(name, &format!("The column {name} of the file, as it is.")),
            }
        }
        Dimension::Feature(name) => match Feature::from_name(name) {
            Ok(feature) => {
                let symbol = feature.unit_symbol();
                let unit = match feature.scale() {
                    Scale::Linear | Scale::Relative => symbol.to_owned(),
                    // The values are exponents.
                    Scale::Log10 => format!("log₁₀ {symbol}"),
                    Scale::Log2 => format!("log₂ {symbol}"),
                };
                (feature.label(), feature.meaning(), unit)
            }
            Err(_) => own(name, ""),
        },
    }
}

fn field_words(field: Field) -> (String, String, String) {
    (field.label().to_owned(), field.meaning().to_owned(), field.unit().symbol().to_owned())
}
