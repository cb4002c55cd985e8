//! Everything that the user has chosen when exploring: filters, views and their layout, table, selection. All of it stands in
//! links; no result depends on it.

use super::contrast::{Baseline, Contrast};
use super::dimension::Dimension;
use super::filters::Filters;
use super::packed::{PackedError, unpack};
use super::text::{self, TextError};
use super::view::{View, ViewId};
use analysis::{Pairs, PairsError};

/// The table of sessions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The columns that are shown, in their order; empty for those that the page chooses.
    pub columns: Vec<Dimension>,
    /// How many of them, from the left, stay in view.
    pub pinned: u8,
    /// What it is sorted by, and whether rising; by falling score where nothing is said.
    pub sort: Option<(Dimension, bool)>,
    /// What is searched for in identifiers and labels.
    pub search: String,
}

/// Everything chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    /// The conditions that shown sessions meet.
    pub filters: Filters,
    /// Whether all sessions are drawn behind the shown ones.
    pub compare: bool,
    /// The views in their order; none where the page chooses by the kind of data.
    pub views: Vec<View>,
    /// The table.
    pub table: Table,
    /// The row of the session whose own page is open.
    pub session: Option<u32>,
    /// What the sessions are asked to have in common, where they are.
    pub contrast: Option<Contrast>,
}

/// Why a text is no state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StateError {
    /// It is not of the form.
    #[error(transparent)]
    Pairs(#[from] PairsError),
    /// A filter, view or dimension in it means nothing.
    #[error(transparent)]
    Text(#[from] TextError),
    /// More views than can be drawn.
    #[error("more than {MOST_VIEWS} views")]
    Views,
    /// It is packed, and cannot be unpacked.
    #[error("what is packed in {PACKED} cannot be read: {0}")]
    Packed(#[from] PackedError),
}

/// The key of a state that is packed: it stands alone.
pub(super) const PACKED: &str = "z";

/// More views are not drawn.
pub const MOST_VIEWS: usize = 24;
const MOST_COLUMNS: usize = 60;
const MOST_SEARCH: usize = 200;

impl State {
    /// As pairs; what is as on a fresh page is left out.
    pub fn to_pairs(&self) -> Pairs {
        let mut pairs = Pairs::default();
        let mut list = |key: &str, items: Vec<String>| {
            if !items.is_empty() {
                pairs.push_list(key, items.iter().map(String::as_str));
            }
        };
        list("filter", self.filters.to_texts());
        list("views", self.views.iter().map(View::to_text).collect());
        list("columns", self.table.columns.iter().map(Dimension::name).collect());
        if self.compare {
            pairs.push("compare", "1");
        }
        if self.table.pinned > 0 {
            pairs.push("pinned", &self.table.pinned.to_string());
        }
        if let Some((by, rising)) = &self.table.sort {
            pairs.push("by", &format!("{}:{}", text::escape(&by.name()), if *rising { "up" } else { "down" }));
        }
        if !self.table.search.is_empty() {
            pairs.push("search", &self.table.search);
        }
        if let Some(row) = self.session {
            pairs.push("session", &row.to_string());
        }
        if let Some(Contrast { of, baseline, dimensions }) = &self.contrast {
            pairs.push("contrast", baseline.name());
            let mut list = |key: &str, items: Vec<String>| {
                if !items.is_empty() {
                    pairs.push_list(key, items.iter().map(String::as_str));
                }
            };
            list("of", of.to_texts());
            list("group", baseline.group());
            list("among", dimensions.iter().map(Dimension::name).collect());
        }
        pairs
    }

    /// Reads a state, packed or not, everything checked; what is absent is as on a fresh page. The empty text is a fresh
    /// page.
    ///
    /// # Errors
    /// [`StateError`] names what means nothing.
    pub fn from_text(text: &str) -> Result<Self, StateError> {
        let mut pairs = Pairs::parse(text)?;
        match pairs.take(PACKED)? {
            Some(packed) => {
                pairs.finish()?;
                // What is packed in there is not unpacked again: the key is not known.
                Self::take_from(Pairs::parse(&unpack(&packed)?)?)
            }
            None => Self::take_from(pairs),
        }
    }

    fn take_from(mut pairs: Pairs) -> Result<Self, StateError> {
        let filters = Filters::from_texts(&pairs.take_list("filter")?)?;
        let views = pairs.take_list("views")?;
        if views.len() > MOST_VIEWS {
            return Err(StateError::Views);
        }
        let numbered = (1..).zip(&views);
        let views = numbered.map(|(id, view)| View::from_text(view, id)).collect::<Result<Vec<View>, TextError>>()?;
        let columns = take_dimensions(&mut pairs, "columns")?;
        let compare = match pairs.take("compare")?.as_deref() {
            None | Some("0") => false,
            Some("1") => true,
            Some(other) => return Err(value("compare", other, "must be 0 or 1")),
        };
        let pinned = match pairs.take("pinned")? {
            None => 0,
            Some(text) => match text.parse::<u8>() {
                Ok(pinned) if usize::from(pinned) <= MOST_COLUMNS => pinned,
                _ => return Err(value("pinned", &text, "must be a small number")),
            },
        };
        let sort = match pairs.take("by")? {
            None => None,
            Some(whole) => match whole.split_once(':') {
                Some((name, "up")) => Some((text::dimension(name)?, true)),
                Some((name, "down")) => Some((text::dimension(name)?, false)),
                _ => return Err(value("by", &whole, "must end in up or down")),
            },
        };
        let search = pairs.take("search")?.unwrap_or_default();
        if search.chars().count() > MOST_SEARCH {
            return Err(value("search", &search, "is too long"));
        }
        let session = match pairs.take("session")? {
            None => None,
            Some(text) => match text.parse::<u32>() {
                Ok(row) => Some(row),
                Err(_) => return Err(value("session", &text, "is no row")),
            },
        };
        let [of, group] = [pairs.take_list("of")?, pairs.take_list("group")?];
        let among = take_dimensions(&mut pairs, "among")?;
        let contrast = match pairs.take("contrast")? {
            Some(name) => Some(Contrast {
                of: Filters::from_texts(&of)?,
                baseline: Baseline::from_name(&name, &group)?,
                dimensions: among,
            }),
            None if of.is_empty() && group.is_empty() && among.is_empty() => None,
            None => return Err(value("contrast", "", "must say what is compared")),
        };
        pairs.finish()?;
        Ok(Self { filters, compare, views, table: Table { columns, pinned, sort, search }, session, contrast })
    }

    /// The view of this number.
    pub fn view(&self, id: ViewId) -> Option<&View> {
        self.views.iter().find(|view| view.id == id)
    }
}

/// Names of dimensions, not too many.
fn take_dimensions(pairs: &mut Pairs, key: &'static str) -> Result<Vec<Dimension>, StateError> {
    let names = pairs.take_list(key)?;
    if names.len() > MOST_COLUMNS {
        return Err(value(key, "", "too many"));
    }
    let dimension = |name: &String| {
        Dimension::from_name(name).map_err(|_| TextError::new(name, "names nothing that a session has"))
    };
    Ok(names.iter().map(dimension).collect::<Result<Vec<Dimension>, TextError>>()?)
}

fn value(key: &'static str, text: &str, why: &str) -> StateError {
    StateError::Pairs(PairsError::Value { key, value: text.chars().take(40).collect(), why: why.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::{Filter, Test};
    use crate::filters::Exclusion;
    use crate::view::{Axis, Drawing, Metric, Scale, Tint};
    use proptest::prelude::*;

    fn dimension() -> impl Strategy<Value = Dimension> {
        prop_oneof![
            "[^\u{0}]{1,12}".prop_map(Dimension::Column),
            (0..features::default_features().len())
                .prop_map(|place| Dimension::Feature(features::default_features()[place].name())),
            Just(Dimension::Score),
            Just(Dimension::Flagged),
            Just(Dimension::Truth),
            Just(Dimension::Hour),
            Just(Dimension::Weekday),
        ]
    }

    fn range() -> impl Strategy<Value = (f64, f64)> {
        let end = prop_oneof![any::<f64>().prop_filter("a number", |value| value.is_finite()), -1e6..1e6];
        (end.clone(), end, 0..3).prop_filter_map("in order", |(a, b, open)| match open {
            0 if a < b => Some((a, b)),
            1 => Some((f64::NEG_INFINITY, b)),
            2 => Some((a, f64::INFINITY)),
            _ => None,
        })
    }

    /// Any, and such as look like what stands between labels.
    fn label() -> impl Strategy<Value = String> {
        prop_oneof![any::<String>(), "[()\\[\\],;%:@&=+#. an]{0,12}", r"(\)\(|not\(|%28|%2C|\.\.){1,3}"]
    }

    fn test() -> impl Strategy<Value = Test> {
        prop_oneof![
            range().prop_map(|(low, high)| Test::Between(low, high)),
            proptest::collection::vec(label(), 1..4).prop_map(Test::OneOf),
            label()
                .prop_filter("not empty", |text| !text.is_empty() && text.chars().count() <= 300)
                .prop_map(Test::Contains),
        ]
    }

    fn filters() -> impl Strategy<Value = Filters> {
        let conditions = proptest::collection::vec((dimension(), test()), 0..5);
        let excluded = proptest::collection::vec(proptest::collection::vec((dimension(), test()), 1..4), 0..4);
        (conditions, excluded).prop_map(|(conditions, excluded)| {
            let mut filters = Filters::default();
            for (dimension, test) in conditions {
                filters.set(dimension, test);
            }
            for excluded in excluded {
                let conditions = excluded.into_iter().map(|(dimension, test)| Filter { dimension, test });
                Exclusion::of(conditions.collect()).map(|exclusion| filters.exclude(exclusion));
            }
            filters
        })
    }

    fn contrast() -> impl Strategy<Value = Contrast> {
        let baseline = prop_oneof![
            Just(Baseline::NotFlagged),
            Just(Baseline::Others),
            Just(Baseline::Earlier),
            filters().prop_map(Baseline::Group),
        ];
        (filters(), baseline, proptest::collection::vec(dimension(), 0..3))
            .prop_map(|(of, baseline, dimensions)| Contrast { of, baseline, dimensions })
    }

    fn axis() -> impl Strategy<Value = Axis> {
        (dimension(), any::<bool>(), proptest::option::of(range())).prop_map(|(dimension, log, window)| Axis {
            dimension,
            scale: if log { Scale::Log } else { Scale::Linear },
            window,
        })
    }

    fn drawing() -> impl Strategy<Value = Drawing> {
        let tint = prop_oneof![Just(Tint::Density), Just(Tint::Score), dimension().prop_map(Tint::Category)];
        let metric = prop_oneof![
            Just(Metric::Sessions),
            Just(Metric::FlaggedShare),
            dimension().prop_map(Metric::Median),
            dimension().prop_map(Metric::Percentile95),
        ];
        prop_oneof![
            axis().prop_map(Drawing::Histogram),
            (axis(), axis(), tint, any::<bool>()).prop_map(|(x, y, tint, field)| Drawing::Scatter {
                x,
                y,
                tint,
                field
            }),
            metric.prop_map(Drawing::Trend),
            (dimension(), 1..=100_u16).prop_map(|(of, top)| Drawing::Bars { of, top }),
            (dimension(), dimension()).prop_map(|(x, y)| Drawing::HeatMap { x, y }),
            Just(Drawing::Parallel),
            Just(Drawing::Places),
        ]
    }

    prop_compose! {
        fn state()(
            filters in filters(),
            compare in any::<bool>(),
            views in proptest::collection::vec((drawing(), 0..20_u8, 0..20_u8), 0..5),
            columns in proptest::collection::vec(dimension(), 0..4),
            pinned in 0..9_u8,
            sort in proptest::option::of((dimension(), any::<bool>())),
            search in "[^\u{0}]{0,20}",
            session in any::<Option<u32>>(),
            contrast in proptest::option::of(contrast()),
        ) -> State {
            let views = (1..).zip(views).map(|(id, (drawing, width, height))| View::sized(id, drawing, width, height));
            let table = Table { columns, pinned, sort, search };
            State { filters, compare, views: views.collect(), table, session, contrast }
        }
    }

    proptest! {
        #[test]
        fn any_state_comes_back(state in state()) {
            let text = state.to_pairs().to_string();
            prop_assert_eq!(State::from_text(&text), Ok(state), "{}", text);
        }

        #[test]
        fn no_text_panics(text in any::<String>(), key in 0..12_usize) {
            let _ = State::from_text(&text);
            let keys = [
                "filter", "views", "columns", "by", "session", "pinned", "compare", "search", "contrast", "of", "group", "among",
            ];
            let text = text.replace('&', "");
            let _ = State::from_text(&format!("{}={text}", keys[key]));
            let _ = State::from_text(&format!("contrast=group&{}=not({text})", keys[key]));
        }
    }

    /// Texts that are nearly those of filters.
    fn nearly_filters() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            proptest::sample::select(vec![
                "not(",
                ")(",
                ")",
                "(",
                "not",
                "c.a",
                "c.%28",
                "score",
                "flagged",
                ":",
                ":in:",
                ":has:",
                ":of:1f0e9a3c:0-5",
                ";",
                "1..2",
                "..5",
                "..",
                "%29",
                "%2528",
                "%2C",
                ",",
                "%",
                "x",
            ])
            .prop_map(str::to_owned),
            any::<char>().prop_map(String::from),
        ];
        let loose = proptest::collection::vec(piece, 1..14).prop_map(|pieces| pieces.concat());
        // What is written, and a letter of it another.
        let damaged = (filters(), any::<prop::sample::Index>(), any::<char>()).prop_map(|(filters, place, letter)| {
            let mut text: Vec<char> = filters.to_texts().join(",").chars().collect();
            if !text.is_empty() {
                let place = place.index(text.len());
                text[place] = letter;
            }
            text.into_iter().collect()
        });
        prop_oneof![loose, damaged]
    }

    proptest! {
        #[test]
        fn filters_are_refused_or_written_as_they_were_read(text in nearly_filters()) {
            let text = text.replace('&', "");
            for text in [format!("filter={text}"), format!("contrast=group&of={text}&group={text}")] {
                let Ok(state) = State::from_text(&text) else { continue };
                let written = state.to_pairs().to_string();
                prop_assert_eq!(State::from_text(&written), Ok(state), "{} of {}", written, text);
            }
        }
    }

    #[test]
    fn labels_with_what_separates_them_stand_in_an_exclusion() {
        let labels =
            [")(", "a)(c.b:in:x", "not(", "[1], 2; 3", "100 %", "", "x:y", "%29%28"].map(str::to_owned).to_vec();
        let condition =
            |name: &str| Filter { dimension: Dimension::Column(name.into()), test: Test::OneOf(labels.clone()) };
        let exclusion =
            Exclusion::of(vec![condition("not(a)(b)"), condition("c,d;e")]).expect("of different dimensions");
        let mut state = State::default();
        assert!(state.filters.exclude(exclusion));
        let text = state.to_pairs().to_string();
        assert_eq!(State::from_text(&text), Ok(state), "{text}");
    }

    #[test]
    fn a_fresh_page_needs_no_text() {
        assert_eq!(State::default().to_pairs().to_string(), "");
        assert_eq!(State::from_text(""), Ok(State::default()));
    }

    #[test]
    fn a_link_is_readable() {
        let text = "filter=c.startup_time_ms:2000..8000,c.cdn:in:alpha;beta&views=bars:c.cdn:8@6x3,trend:flagged@12x3";
        let state = State::from_text(text).expect("a state");
        assert_eq!(state.filters.list().len(), 2);
        assert_eq!(state.views.len(), 2);
        assert_eq!(state.to_pairs().to_string(), text);
    }

    #[test]
    fn what_means_nothing_is_named() {
        for (text, words) in [
            ("filter=c.x:5..2", "\"5..2\" is no range"),
            ("filter=c.x:1..2,c.x:3..4", "\"c.x:3..4\" is one filter too many"),
            ("filter=not(c.x:1..2)(c.x:3..4)", "\"not(c.x:1..2)(c.x:3..4)\" is no filter"),
            ("filter=not(c.x:1..2),not(c.x:1..2)", "\"not(c.x:1..2)\" is one filter too many"),
            ("filter=not()", "\"\" is no filter"),
            ("contrast=yesterday", "\"yesterday\" is nothing to compare with"),
            ("contrast=others&group=c.x:1..2", "\"others\" has no group"),
            ("among=c.cdn", "contrast=: must say what is compared"),
            ("views=pie@6x3", "\"pie@6x3\" is no view"),
            ("views=parallel@2x3", "\"parallel@2x3\" is no view"),
            ("columns=zzz", "\"zzz\" names nothing that a session has"),
            ("by=score", "by=score: must end in up or down"),
            ("pinned=-1", "pinned=-1: must be a small number"),
            ("nonsense=1", "\"nonsense\" is not known here"),
        ] {
            assert_eq!(State::from_text(text).expect_err(text).to_string(), words);
        }
    }
}
