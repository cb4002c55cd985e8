//! The views to begin with, by what the sessions have.

use super::dimension::{Dimension, Nature};
use super::query::Described;
use super::store::{Store, whole};
use super::view::{Axis, Drawing, Metric, Scale, Tint, View};
use analysis::views::scatter_features;
use features::Measure;
use telemetry::Field;

/// So many views to begin with, where there is enough to show.
const VIEWS: usize = 8;
/// Labels of bars.
const TOP: u16 = 8;

/// The views to begin with.
pub(super) fn views(store: &mut Store, dimensions: &[Described]) -> Vec<View> {
    let has = |field: Field| store.columns.column_of(field).filter(|found| described(dimensions, found).is_some());
    let scatter = scatter(store);
    let trend = has(Field::Timestamp).map(|_| Drawing::Trend(Metric::FlaggedShare));
    let numbers = numbers(store, dimensions);
    let categories = categories(store, dimensions);
    let heat_map = match (has(Field::DeviceType), has(Field::Isp), categories.as_slice()) {
        (Some(x), Some(y), _) => Some(Drawing::HeatMap { x, y }),
        (_, _, [x, y, ..]) => Some(Drawing::HeatMap { x: x.clone(), y: y.clone() }),
        _ => None,
    };
    let parallel = (store.columns.analysis.plan.features.len() > 1).then_some(Drawing::Parallel);
    let places = has(Field::CountryCode).map(|_| Drawing::Places);
    let mut small: Vec<Drawing> = Vec::new();
    let histogram = |dimension: &Dimension, store: &mut Store| {
        let scale = scale(store, dimension);
        Drawing::Histogram(Axis { dimension: dimension.clone(), scale, window: None })
    };
    let bars = |of: &Dimension| Drawing::Bars { of: of.clone(), top: TOP };
    let large = [&scatter, &trend, &heat_map, &parallel, &places].into_iter().flatten().count();
    // Two numbers and a category first, then what there is until the page is full.
    small.extend(numbers.iter().take(2).map(|number| histogram(number, store)));
    small.extend(categories.iter().take(1).map(bars));
    let more_numbers: Vec<Drawing> = numbers.iter().skip(2).map(|number| histogram(number, store)).collect();
    let mut more = [categories.iter().skip(1).map(bars).collect(), more_numbers].map(Vec::into_iter);
    let room = VIEWS.saturating_sub(large);
    while small.len() < room {
        let before = small.len();
        small.extend(more.iter_mut().filter_map(Iterator::next));
        if small.len() == before {
            break;
        }
    }
    small.truncate(room);
    small.sort_by_key(|drawing| !matches!(drawing, Drawing::Histogram(_)));
    let width = match small.len() {
        1 => 12,
        2 => 6,
        4 => 3,
        _ => 4,
    };
    let pair = |a: &Option<Drawing>, b: &Option<Drawing>| if a.is_some() && b.is_some() { 6 } else { 12 };
    let (first, second) = (pair(&scatter, &trend), pair(&heat_map, &parallel));
    let sized = [(scatter, first, 5), (trend, first, 5)]
        .into_iter()
        .chain(small.into_iter().map(|drawing| (Some(drawing), width, 3)))
        .chain([(heat_map, second, 5), (parallel, second, 5), (places, 12, 4)]);
    let present = sized.filter_map(|(drawing, width, height)| Some((drawing?, width, height)));
    (1..).zip(present).map(|(id, (drawing, width, height))| View::sized(id, drawing, width, height)).collect()
}

fn described<'a>(dimensions: &'a [Described], dimension: &Dimension) -> Option<&'a Described> {
    dimensions.iter().find(|described| described.dimension == *dimension)
}

/// The two features that spread most.
fn scatter(store: &Store) -> Option<Drawing> {
    let mut features = scatter_features(&store.columns.analysis).into_iter();
    let mut axis = || features.next().map(|name| whole(Dimension::Feature(name)));
    Some(Drawing::Scatter { x: axis()?, y: axis()?, tint: Tint::Density, field: true })
}

/// The numbers whose histograms say most, first: how long it took, how sharp, how often it stopped; then columns of a file that
/// the sessions are judged by.
fn numbers(store: &Store, dimensions: &[Described]) -> Vec<Dimension> {
    const KEY: &[Field] = &[
        Field::StartupTimeMs,
        Field::BitrateKbps,
        Field::BufferingRatio,
        Field::RebufferDurationMs,
        Field::DroppedFramesPct,
        Field::WatchTimeS,
        Field::ThroughputKbps,
    ];
    let known = KEY.iter().filter_map(|&field| store.columns.column_of(field));
    let judged = store.columns.analysis.plan.features.iter().filter_map(|feature| match &feature.measure {
        Measure::Column(name) => Some(Dimension::Column(name.clone())),
        _ => None,
    });
    let others = dimensions.iter().filter(|one| one.nature == Nature::Number).map(|one| one.dimension.clone());
    let others = others.filter(|dimension| matches!(dimension, Dimension::Column(_)));
    let mut numbers: Vec<Dimension> = Vec::new();
    for dimension in known.chain(judged).chain(others).chain([Dimension::Score]) {
        let varies = described(dimensions, &dimension).and_then(|one| one.range).is_some_and(|(low, high)| low < high);
        if varies && !numbers.contains(&dimension) {
            numbers.push(dimension);
        }
    }
    numbers
}

/// The categories to compare, first those that most often explain.
fn categories(store: &Store, dimensions: &[Described]) -> Vec<Dimension> {
    const KEY: &[Field] = &[
        Field::Isp,
        Field::DeviceType,
        Field::Cdn,
        Field::DeviceModel,
        Field::NetworkType,
        Field::AppVersion,
        Field::CountryCode,
    ];
    let known = KEY.iter().filter_map(|&field| store.columns.column_of(field));
    let others = dimensions.iter().filter(|one| one.nature == Nature::Category).map(|one| one.dimension.clone());
    let others = others.filter(|dimension| matches!(dimension, Dimension::Column(_)));
    let mut categories: Vec<Dimension> = Vec::new();
    for dimension in known.chain(others).chain([Dimension::Truth, Dimension::Weekday, Dimension::Hour]) {
        let several = described(dimensions, &dimension).is_some_and(|one| one.labels.len() > 1);
        if several && !categories.contains(&dimension) {
            categories.push(dimension);
        }
    }
    categories
}

/// By the logarithm where a long tail would squeeze most sessions into few bins.
fn scale(store: &mut Store, dimension: &Dimension) -> Scale {
    const LONG: f64 = 8.0;
    let Some(summary) = store.summary(dimension) else { return Scale::Linear };
    match (summary.quantile(0.01), summary.quantile(0.5), summary.middle()) {
        (Some(low), Some(median), Some((_, high))) if low > 0.0 && high > median * LONG => Scale::Log,
        _ => Scale::Linear,
    }
}
