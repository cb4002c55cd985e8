//! What can be drawn and filtered by, given what the sessions have: kinds of views with what they begin with, and
//! dimensions for each place in a drawing.

use super::charts::quantity::{column_of, time};
use super::words::described;
use crossfilter::dimension::Nature;
use crossfilter::query::{Described, Description};
use crossfilter::view::{Axis, Drawing, Metric, Scale, Tint};
use crossfilter::{Baseline, Dimension, Exclusion, Filter, Filters, State, Test};
use telemetry::Field;

/// A kind of view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// [`Drawing::Histogram`].
    Histogram,
    /// [`Drawing::Scatter`].
    Scatter,
    /// [`Drawing::Trend`].
    Trend,
    /// [`Drawing::Bars`].
    Bars,
    /// [`Drawing::HeatMap`].
    HeatMap,
    /// [`Drawing::Parallel`].
    Parallel,
    /// [`Drawing::Places`].
    Places,
}

/// How many labels bars begin with.
const TOP: u16 = 8;

impl Kind {
    /// Every kind, in the order in which they are offered.
    pub const ALL: [Self; 7] =
        [Self::Histogram, Self::Scatter, Self::Trend, Self::Bars, Self::HeatMap, Self::Parallel, Self::Places];

    /// The kind of a drawing.
    pub fn of(drawing: &Drawing) -> Self {
        match drawing {
            Drawing::Histogram(_) => Self::Histogram,
            Drawing::Scatter { .. } => Self::Scatter,
            Drawing::Trend(_) => Self::Trend,
            Drawing::Bars { .. } => Self::Bars,
            Drawing::HeatMap { .. } => Self::HeatMap,
            Drawing::Parallel => Self::Parallel,
            Drawing::Places => Self::Places,
        }
    }

    /// Its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Histogram => "Histogram",
            Self::Scatter => "Scatter",
            Self::Trend => "Over time",
            Self::Bars => "Bars",
            Self::HeatMap => "Heat map",
            Self::Parallel => "Features",
            Self::Places => "Places",
        }
    }

    /// What it shows, one sentence.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Histogram => "How a number or a time is spread, and where the flagged sessions are.",
            Self::Scatter => "Two numbers against each other, the flagged sessions as marks.",
            Self::Trend => "The flagged share, or a number, by time of start.",
            Self::Bars => "The labels of a category, the highest flagged share first.",
            Self::HeatMap => "The flagged share where two categories meet.",
            Self::Parallel => "The features of the shown sessions against those of all.",
            Self::Places => "Countries and their regions, with figures.",
        }
    }

    /// The drawing that it begins with; none where the sessions lack what it needs.
    pub fn first(self, about: &Description) -> Option<Drawing> {
        let axis = |dimension: Dimension| Axis { dimension, scale: Scale::Linear, window: None };
        let nth = |natures: &[Nature], n: usize| {
            let fitting: Vec<&Described> = fitting(about, natures).collect();
            fitting.get(n).or(fitting.first()).map(|described| described.dimension.clone())
        };
        // The score is what one knows already: what it is about comes first.
        let number = |n: usize| {
            let others: Vec<&Described> =
                fitting(about, NUMBERS).filter(|described| described.dimension != Dimension::Score).collect();
            let other = others.get(n).or(others.first()).map(|described| described.dimension.clone());
            other.or_else(|| nth(NUMBERS, 0))
        };
        let category = |n: usize| {
            let several = fitting(about, CATEGORIES)
                .filter(|described| described.labels.len() > 1 && described.dimension != Dimension::Flagged);
            several.map(|described| described.dimension.clone()).nth(n)
        };
        Some(match self {
            Self::Histogram => Drawing::Histogram(axis(number(0)?)),
            Self::Scatter => {
                Drawing::Scatter { x: axis(number(1)?), y: axis(number(0)?), tint: Tint::Density, field: false }
            }
            Self::Trend => {
                nth(&[Nature::Time], 0)?;
                Drawing::Trend(Metric::FlaggedShare)
            }
            Self::Bars => Drawing::Bars { of: category(0).or_else(|| nth(CATEGORIES, 0))?, top: TOP },
            Self::HeatMap => Drawing::HeatMap { x: category(1)?, y: category(0)? },
            Self::Parallel => {
                let feature = |described: &Described| matches!(described.dimension, Dimension::Feature(_));
                about.dimensions.iter().find(|described| feature(described))?;
                Drawing::Parallel
            }
            Self::Places => {
                described(about, &Dimension::Column(Field::CountryCode.name().into()))?;
                Drawing::Places
            }
        })
    }
}

/// What stands along an axis.
pub const NUMBERS: &[Nature] = &[Nature::Number];
/// What a histogram shows.
pub const BINNED: &[Nature] = &[Nature::Number, Nature::Time];
/// What has labels.
pub const CATEGORIES: &[Nature] = &[Nature::Category];

/// The dimensions of these natures.
pub fn fitting<'a>(about: &'a Description, natures: &'a [Nature]) -> impl Iterator<Item = &'a Described> {
    about.dimensions.iter().filter(|described| natures.contains(&described.nature))
}

/// What a drawing is of.
pub fn dimensions(drawing: &Drawing) -> Vec<&Dimension> {
    match drawing {
        Drawing::Histogram(axis) => vec![&axis.dimension],
        Drawing::Scatter { x, y, tint, .. } => {
            let tint = if let Tint::Category(of) = tint { Some(of) } else { None };
            [&x.dimension, &y.dimension].into_iter().chain(tint).collect()
        }
        Drawing::Trend(Metric::Median(of) | Metric::Percentile95(of)) | Drawing::Bars { of, .. } => vec![of],
        Drawing::HeatMap { x, y } => vec![x, y],
        Drawing::Trend(_) | Drawing::Parallel | Drawing::Places => Vec::new(),
    }
}

/// The filters on the dimensions along which a drawing is brushed or picked: on the one across or the only one, and on the
/// one up.
pub fn tests(drawing: &Drawing, filters: &Filters, about: &Description) -> [Option<Test>; 2] {
    let own = match drawing {
        // The metric of a trend is none of its axes: across there is the time.
        Drawing::Trend(_) => [time(about), None],
        Drawing::Places => [Field::CountryCode, Field::Region].map(|field| column_of(field, about)),
        Drawing::Scatter { x, y, .. } => [Some(&x.dimension), Some(&y.dimension)],
        Drawing::HeatMap { x, y } => [Some(x), Some(y)],
        Drawing::Histogram(axis) => [Some(&axis.dimension), None],
        Drawing::Bars { of, .. } => [Some(of), None],
        Drawing::Parallel => [None, None],
    };
    own.map(|own| filters.of(own?).cloned())
}

/// What of a state these sessions do not have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// The names of what they lack.
    pub lacking: Vec<String>,
    /// The categories that have other labels than those that a filter chose by their places.
    pub relabelled: Vec<String>,
}

impl Lost {
    /// What is to be said of it; nothing where nothing is lost.
    pub fn told(&self) -> Option<String> {
        let mut told = Vec::new();
        if !self.lacking.is_empty() {
            told.push(format!(
                "These sessions have no {}: what was chosen by it is left out.",
                self.lacking.join(", ")
            ));
        }
        for name in &self.relabelled {
            told.push(format!(
                "The labels of {name} are not those that the link was made from: its filter on them was not applied."
            ));
        }
        (!told.is_empty()).then(|| told.join(" "))
    }
}

/// Why a filter does not fit.
enum Unfit {
    /// The sessions have no such dimension, or another kind of it.
    Dimension,
    /// Its labels are places in another list.
    Labels,
}

/// What a filter tests of these sessions, labels by their names.
fn fitting_test(filter: &Filter, about: &Description) -> Result<Test, Unfit> {
    let described = described(about, &filter.dimension);
    match (&filter.test, described.map(|described| described.nature)) {
        (Test::Between(..), Some(Nature::Number | Nature::Time))
        | (Test::OneOf(_), Some(Nature::Category))
        | (Test::Contains(_), Some(Nature::Text | Nature::Category)) => Ok(filter.test.clone()),
        (Test::At(places), Some(Nature::Category)) => {
            let labels = described.and_then(Described::list).and_then(|list| list.labels(places));
            labels.map(Test::OneOf).ok_or(Unfit::Labels)
        }
        _ => Err(Unfit::Dimension),
    }
}

/// Of a state what these sessions have, labels by their names, and what they have not.
pub fn fit(state: &State, about: &Description) -> (State, Lost) {
    let (mut lacking, mut relabelled) = (Vec::<String>::new(), Vec::new());
    let mut lose = |dimension: &Dimension| {
        let name = dimension.name();
        if !lacking.contains(&name) {
            lacking.push(name);
        }
    };
    let mut kept = state.clone();
    let mut fitted = |filters: &Filters| {
        let mut kept = Filters::default();
        for filter in filters.list() {
            match fitting_test(filter, about) {
                Ok(test) => {
                    if !kept.set(filter.dimension.clone(), test) {
                        lose(&filter.dimension);
                    }
                }
                Err(Unfit::Labels) => relabelled.push(filter.dimension.name()),
                Err(Unfit::Dimension) => lose(&filter.dimension),
            }
        }
        for exclusion in filters.exclusions() {
            let mut conditions = Vec::new();
            for filter in exclusion.list() {
                match fitting_test(filter, about) {
                    Ok(test) => conditions.push(Filter { dimension: filter.dimension.clone(), test }),
                    Err(Unfit::Labels) => relabelled.push(filter.dimension.name()),
                    Err(Unfit::Dimension) => lose(&filter.dimension),
                }
            }
            // Without one of its conditions it would leave out more than was meant.
            if conditions.len() == exclusion.list().len() {
                Exclusion::of(conditions).map(|exclusion| kept.exclude(exclusion));
            }
        }
        kept
    };
    kept.filters = fitted(&state.filters);
    if let Some(contrast) = &mut kept.contrast {
        contrast.of = fitted(&contrast.of);
        if let Baseline::Group(group) = &mut contrast.baseline {
            *group = fitted(group);
        }
    }
    let mut has = |dimension: &Dimension| {
        let has = described(about, dimension).is_some();
        if !has {
            lose(dimension);
        }
        has
    };
    kept.views.retain(|view| {
        // Each is asked, so that all that is lost is named.
        let lacking = dimensions(&view.drawing).into_iter().filter(|dimension| !has(dimension)).count();
        lacking == 0
    });
    kept.table.columns.retain(&mut has);
    kept.table.sort = kept.table.sort.take().filter(|(by, _)| has(by));
    kept.session = kept.session.filter(|row| *row < about.sessions);
    (kept, Lost { lacking, relabelled })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::examples::{about, column};

    #[test]
    fn each_kind_begins_with_what_the_sessions_have() {
        let about = about();
        let text = |kind: Kind| kind.first(&about).map(|drawing| crossfilter::View::sized(1, drawing, 6, 3).to_text());
        for (kind, expected) in [
            (Kind::Histogram, Some("histogram:c.startup_time_ms@6x3")),
            (Kind::Scatter, Some("scatter:c.bitrate_kbps:c.startup_time_ms:density@6x3")),
            (Kind::Trend, Some("trend:flagged@6x3")),
            (Kind::Bars, Some("bars:c.cdn:8@6x3")),
            (Kind::HeatMap, Some("heatmap:truth:c.cdn@6x3")),
            (Kind::Parallel, None),
            (Kind::Places, None),
        ] {
            assert_eq!(text(kind).as_deref(), expected);
        }
        assert!(Kind::ALL.iter().all(|kind| kind.first(&Description::default()).is_none()));
        for kind in Kind::ALL {
            assert!(kind.first(&about).is_none_or(|drawing| Kind::of(&drawing) == kind));
        }
    }

    #[test]
    fn each_drawing_is_given_the_filters_on_what_it_shows() {
        let mut about = about();
        // A file's own names, known by what they are; and a time beside that of the start, which is no axis.
        for (name, label, nature) in [
            ("land", Field::CountryCode.label(), Nature::Category),
            ("bundesland", Field::Region.label(), Nature::Category),
            ("uploaded", "uploaded", Nature::Time),
        ] {
            let like = about.dimensions[5].clone();
            about.dimensions.insert(0, Described { dimension: column(name), label: label.into(), nature, ..like });
        }
        let text = "filter=c.land:in:DE,c.bundesland:in:BE;BY,c.timestamp:1..2,c.uploaded:3..4,c.startup_time_ms:5..6,\
                    c.bitrate_kbps:7..8,c.cdn:in:alpha,flagged:in:flagged";
        let filters = State::from_text(text).expect("a state").filters;
        let one_of = |labels: &[&str]| Some(Test::OneOf(labels.iter().map(|label| (*label).to_owned()).collect()));
        for (view, expected) in [
            ("places", [one_of(&["DE"]), one_of(&["BE", "BY"])]),
            ("trend:p50:c.startup_time_ms", [Some(Test::Between(1.0, 2.0)), None]),
            ("histogram:c.uploaded", [Some(Test::Between(3.0, 4.0)), None]),
            (
                "scatter:c.startup_time_ms:c.bitrate_kbps:density",
                [Some(Test::Between(5.0, 6.0)), Some(Test::Between(7.0, 8.0))],
            ),
            ("bars:c.cdn:8", [one_of(&["alpha"]), None]),
            ("heatmap:c.cdn:flagged", [one_of(&["alpha"]), one_of(&["flagged"])]),
            ("parallel", [None, None]),
        ] {
            let drawing = crossfilter::View::from_text(&format!("{view}@6x3"), 1).expect("a view").drawing;
            assert_eq!(tests(&drawing, &filters, &about), expected, "{view}");
        }
        assert_eq!(tests(&Drawing::Places, &filters, &Description::default()), [None, None]);
    }

    #[test]
    fn labels_by_their_places_are_those_of_the_same_list_or_none() {
        let about = about();
        let list = described(&about, &column("cdn")).and_then(Described::list).expect("a category");
        let chosen = ["beta", ""].map(str::to_owned);
        let places = list.places(&chosen).expect("in the list").to_text();
        let text = format!("filter=score:0..1,c.cdn:of:{places}&compare=1");
        let state = State::from_text(&text).expect("a state");
        let (kept, lost) = fit(&state, &about);
        assert_eq!(kept.to_pairs().to_string(), "filter=score:0..1,c.cdn:in:;beta&compare=1");
        assert_eq!(lost, Lost::default());
        // A label more, and nothing is chosen by places of the list before it; the rest stays.
        let mut other = about.clone();
        for described in &mut other.dimensions {
            described.others.push("aaa".into());
        }
        let (kept, lost) = fit(&state, &other);
        assert_eq!(kept.to_pairs().to_string(), "filter=score:0..1&compare=1");
        let told = "The labels of c.cdn are not those that the link was made from: its filter on them was not applied.";
        assert_eq!(lost.told().as_deref(), Some(told));
        // Places of what has no labels.
        let state = State::from_text(&format!("filter=score:of:{places},c.gone:of:{places}")).expect("a state");
        let (kept, lost) = fit(&state, &about);
        assert_eq!((kept, lost.lacking), (State::default(), vec!["score".to_owned(), "c.gone".to_owned()]));
    }

    #[test]
    fn a_state_keeps_what_the_sessions_have() {
        let text = "filter=c.startup_time_ms:1..2,c.gone:1..2,c.cdn:3..4,flagged:in:flagged&\
                    views=histogram:c.startup_time_ms@4x3,heatmap:c.cdn:c.gone@6x5,trend:p50:c.other@6x3&\
                    columns=score,c.gone&by=c.gone:up&session=5000";
        let state = State::from_text(text).expect("a state");
        let (kept, lost) = fit(&state, &about());
        let expected =
            "filter=c.startup_time_ms:1..2,flagged:in:flagged&views=histogram:c.startup_time_ms@4x3&columns=score";
        assert_eq!(kept.to_pairs().to_string(), expected);
        assert_eq!(lost.lacking, ["c.gone", "c.cdn", "c.other"]);
        let told = lost.told().expect("something is lost");
        assert_eq!(told, "These sessions have no c.gone, c.cdn, c.other: what was chosen by it is left out.");
        assert_eq!(fit(&kept, &about()), (kept.clone(), Lost::default()));
        assert_eq!(Lost::default().told(), None);
        assert!(described(&about(), &column("cdn")).is_some());
    }
}
