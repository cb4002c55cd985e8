//! What is chosen, written so that it fits into a link: as it can be read wherever it fits, otherwise in fewer letters, and
//! otherwise not at all, which is said.

use super::Dimension;
use super::contrast::{Baseline, Contrast};
use super::filter::{Filter, Test};
use super::filters::Filters;
use super::packed::{self, PackedError};
use super::places::LabelList;
use super::state::{PACKED, State};

/// Stands in a link in place of what is chosen where that does not fit: whoever opens it is told.
pub const CUT: &str = "cut=1";

/// Why what is chosen does not stand in a link.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Even in the fewest letters it is too long.
    #[error("it takes {length} characters, and there is room for {room}")]
    TooLong {
        /// How many letters it takes.
        length: usize,
        /// How many there is room for.
        room: usize,
    },
    /// It is longer than what is ever unpacked.
    #[error(transparent)]
    TooLarge(#[from] PackedError),
    /// A name or a text in it is longer than links take: it would not be read again.
    #[error("it would not be read again: {0}")]
    Unreadable(String),
}

/// How many letters a state's text takes in a link, where each of its pairs has `&e.` before it.
pub fn length(text: &str) -> usize {
    let pairs = text.split('&').filter(|pair| !pair.is_empty()).count();
    text.len() + if pairs > 0 { 2 * pairs + 1 } else { 0 }
}

/// The text of a state, of the first of these forms that takes no more than `room` letters in a link: every label by its
/// name; labels by their places, where that is shorter; all of that packed.
///
/// `labels` gives all labels of a category, where they are known.
///
/// # Errors
/// [`Unfit`] where none of them is short enough, or what was written would be read as something else.
pub fn text(state: &State, labels: &dyn Fn(&Dimension) -> Option<LabelList>, room: usize) -> Result<String, Unfit> {
    let plain = state.to_pairs().to_string();
    check(&plain, &plain)?;
    if length(&plain) <= room {
        return Ok(plain);
    }
    let contrast = state.contrast.as_ref().map(|contrast| Contrast {
        of: by_places(&contrast.of, labels),
        baseline: match &contrast.baseline {
            Baseline::Group(group) => Baseline::Group(by_places(group, labels)),
            other => other.clone(),
        },
        dimensions: contrast.dimensions.clone(),
    });
    let state = State { filters: by_places(&state.filters, labels), contrast, ..state.clone() };
    let placed = state.to_pairs().to_string();
    if length(&placed) <= room {
        check(&placed, &placed)?;
        return Ok(placed);
    }
    let packed = format!("{PACKED}={}", packed::pack(&placed)?);
    let length = length(&packed);
    if length > room {
        return Err(Unfit::TooLong { length, room });
    }
    check(&packed, &placed)?;
    Ok(packed)
}

/// Checks that what was written is read as what it was written from.
fn check(text: &str, meant: &str) -> Result<(), Unfit> {
    match State::from_text(text) {
        Ok(state) if state.to_pairs().to_string() == meant => Ok(()),
        Ok(_) => Err(Unfit::Unreadable("it would be read as something else".into())),
        Err(error) => Err(Unfit::Unreadable(error.to_string())),
    }
}

fn by_places(filters: &Filters, labels: &dyn Fn(&Dimension) -> Option<LabelList>) -> Filters {
    filters.with(|filter| {
        let Test::OneOf(chosen) = &filter.test else { return None };
        let test = Test::At(labels(&filter.dimension)?.places(chosen)?);
        let dimension = filter.dimension.clone();
        let placed = Filter { dimension, test };
        (placed.to_text().len() < filter.to_text().len()).then_some(placed.test)
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::{Exclusion, View};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// So many letters there are for Explore in a link to generated sessions, about.
    const ROOM: usize = 7800;

    fn cdn() -> Dimension {
        Dimension::Column("cdn".into())
    }

    fn choosing(labels: Vec<String>) -> State {
        let mut state = State::default();
        assert!(state.filters.set(cdn(), Test::OneOf(labels)));
        state
    }

    /// The labels that a text chooses, once it is read where there are these labels.
    fn chosen(text: &str, list: &LabelList) -> BTreeSet<String> {
        let state = State::from_text(text).expect("its own text");
        match state.filters.of(&cdn()).expect("a filter") {
            Test::OneOf(labels) => labels.iter().cloned().collect(),
            Test::At(places) => list.labels(places).expect("of this list").into_iter().collect(),
            other => panic!("{other:?}"),
        }
    }

    /// The same, each label by its name.
    fn named(filters: &Filters, list: &LabelList) -> Filters {
        filters.with(|filter| match &filter.test {
            Test::At(places) => Some(Test::OneOf(list.labels(places).expect("of this list"))),
            _ => None,
        })
    }

    /// Filters that choose and leave out by these labels, sorted as places are.
    fn filters(chosen: &[String], left_out: &[String]) -> Filters {
        let sorted =
            |labels: &[String]| Test::OneOf(labels.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect());
        let mut filters = Filters::default();
        filters.set(cdn(), sorted(chosen));
        let codec = Dimension::Column("codec".into());
        let conditions = vec![
            Filter { dimension: codec, test: Test::Contains(")(".into()) },
            Filter { dimension: cdn(), test: sorted(left_out) },
        ];
        filters.exclude(Exclusion::of(conditions).expect("of different dimensions"));
        filters
    }

    proptest! {
        #[test]
        fn labels_stand_in_exclusions_and_in_what_is_compared_as_in_filters(
            labels in prop::collection::btree_set("[()\\[\\],;%]{0,4}.{0,20}", 2..200), seed in any::<u64>(), room in 0..9000_usize,
        ) {
            let labels: Vec<String> = labels.into_iter().collect();
            let mut stream = isolation_forest::random::Stream::new(b"testtest", seed, 0);
            let mut some = || {
                let share = stream.unit();
                let some: Vec<String> = labels.iter().filter(|_| stream.unit() < share).cloned().collect();
                if some.is_empty() { vec![labels[0].clone()] } else { some }
            };
            let mut filters = || filters(&some(), &some());
            let list = LabelList::of(labels.iter().map(String::as_str));
            let contrast = Contrast { of: filters(), baseline: Baseline::Group(filters()), dimensions: vec![cdn()] };
            let state = State { filters: filters(), contrast: Some(contrast.clone()), ..State::default() };
            match text(&state, &|dimension| (*dimension == cdn()).then(|| list.clone()), room) {
                Ok(text) => {
                    prop_assert!(length(&text) <= room);
                    let read = State::from_text(&text).expect("its own text");
                    prop_assert_eq!(named(&read.filters, &list), state.filters);
                    let read = read.contrast.expect("a contrast");
                    prop_assert_eq!(named(&read.of, &list), contrast.of);
                    let (Baseline::Group(read), Baseline::Group(group)) = (read.baseline, contrast.baseline) else { panic!("two groups") };
                    prop_assert_eq!(named(&read, &list), group);
                }
                Err(unfit) => prop_assert!(matches!(unfit, Unfit::TooLong { .. }), "{}", unfit),
            }
        }

        #[test]
        fn any_selection_of_any_labels_comes_back_whichever_form_it_has(
            labels in prop::collection::btree_set(".{0,30}", 1..300), share in 0.0..1.0_f64, seed in any::<u64>(), room in 0..9000_usize,
        ) {
            let labels: Vec<String> = labels.into_iter().collect();
            let mut stream = isolation_forest::random::Stream::new(b"testtest", seed, 0);
            let picked: Vec<String> = labels.iter().filter(|_| stream.unit() < share).cloned().collect();
            prop_assume!(!picked.is_empty());
            let list = LabelList::of(labels.iter().map(String::as_str));
            let state = choosing(picked.clone());
            match text(&state, &|_| Some(list.clone()), room) {
                Ok(text) => {
                    prop_assert!(length(&text) <= room);
                    prop_assert_eq!(chosen(&text, &list), picked.into_iter().collect::<BTreeSet<_>>());
                    // What can be read stays where it fits.
                    let plain = state.to_pairs().to_string();
                    prop_assert!(text == plain || length(&plain) > room);
                }
                Err(unfit) => prop_assert!(matches!(unfit, Unfit::TooLong { .. }), "{}", unfit),
            }
        }

        #[test]
        fn labels_that_are_not_in_the_list_are_named(known in "[a-c]{1,3}", room in 0..60_usize) {
            let state = choosing(vec!["zebra".into(), known.clone()]);
            if let Ok(text) = text(&state, &|_| Some(LabelList::of([known.as_str()])), room) {
                prop_assert_eq!(State::from_text(&text), Ok(state));
            }
        }
    }

    fn many(count: usize) -> Vec<String> {
        (0..count).map(|label| format!("content-{label:05}-{:08x}", label * 2_654_435_761 % 4_294_967_296)).collect()
    }

    #[test]
    fn the_first_form_that_fits_is_taken() {
        let all = many(5000);
        let list = LabelList::of(all.iter().map(String::as_str));
        let form = |chosen: Vec<String>| text(&choosing(chosen), &|_| Some(list.clone()), ROOM);
        let beginning = |text: &str| text.chars().take(16).collect::<String>();
        let few = form(all[..100].to_vec()).expect("fits");
        assert_eq!(beginning(&few), "filter=c.cdn:in:");
        // Neighbours take little room however many they are.
        let neighbours = form(all[100..4000].to_vec()).expect("fits");
        assert_eq!((beginning(&neighbours).as_str(), neighbours.len() < 40), ("filter=c.cdn:of:", true));
        let scattered: Vec<String> = all.iter().step_by(2).cloned().collect();
        let packed = form(scattered.clone()).expect("fits");
        assert!(packed.starts_with("z="), "{packed}");
        assert_eq!(chosen(&packed, &list), scattered.into_iter().collect());
        // What fits in no form is not written, and it is said how much too long it is.
        let all = many(60_000);
        let list = LabelList::of(all.iter().map(String::as_str));
        let mut stream = isolation_forest::random::Stream::new(b"testtest", 1, 0);
        let half: Vec<String> = all.iter().filter(|_| stream.unit() < 0.5).cloned().collect();
        let unfit = text(&choosing(half), &|_| Some(list.clone()), ROOM).expect_err("too much");
        assert_eq!(unfit, Unfit::TooLarge(PackedError::TooLarge));
        let third: Vec<String> = all.iter().filter(|_| stream.unit() < 0.15).cloned().collect();
        let unfit = text(&choosing(third), &|_| Some(list.clone()), ROOM).expect_err("too much");
        assert!(matches!(unfit, Unfit::TooLong { length, room: ROOM } if length > ROOM), "{unfit}");
    }

    /// The same labels in another order are the same places.
    #[test]
    fn what_is_left_out_twice_over_is_left_out_once() {
        let all = many(300);
        let list = LabelList::of(all.iter().map(String::as_str));
        let mut state = State::default();
        for labels in [all.clone(), all.iter().rev().cloned().collect()] {
            let condition = Filter { dimension: cdn(), test: Test::OneOf(labels) };
            assert!(state.filters.exclude(Exclusion::of(vec![condition]).expect("sound")));
        }
        let text = text(&state, &|_| Some(list.clone()), 200).expect("fits");
        assert_eq!(
            named(&State::from_text(&text).expect("its own text").filters, &list).exclusions(),
            &state.filters.exclusions()[..1]
        );
    }

    #[test]
    fn what_is_compared_takes_as_little_room_as_what_is_filtered() {
        let all = many(3000);
        let list = LabelList::of(all.iter().map(String::as_str));
        let contrast = Contrast {
            of: filters(&all[..1000], &all[10..20]),
            baseline: Baseline::Group(filters(&all[1000..], &all[2000..2010])),
            dimensions: Vec::new(),
        };
        let state = State { contrast: Some(contrast), ..State::default() };
        let text = text(&state, &|dimension| (*dimension == cdn()).then(|| list.clone()), 300).expect("fits");
        assert!(text.starts_with("contrast=group&of=c.cdn:of:"), "{text}");
    }

    #[test]
    fn everything_that_is_chosen_is_packed_where_it_must() {
        let mut state = choosing(many(40));
        state.views = (1..=24)
            .map(|id| {
                View::from_text("scatter:c.startup_time_ms;log;1..1000000:c.bitrate_kbps:score@6x3", id)
                    .expect("a view")
            })
            .collect();
        state.table.search = "ü".repeat(200);
        let whole = text(&state, &|_| None, ROOM).expect("fits");
        assert_eq!(State::from_text(&whole), Ok(state.clone()));
        let packed = text(&state, &|_| None, 1500).expect("fits");
        assert!(packed.starts_with("z=") && length(&packed) <= 1500);
        assert_eq!(State::from_text(&packed), Ok(state.clone()));
        assert!(matches!(text(&state, &|_| None, 100), Err(Unfit::TooLong { room: 100, .. })));
        assert_eq!(text(&State::default(), &|_| None, 0), Ok(String::new()), "a fresh page needs no room");
    }

    #[test]
    fn what_would_not_be_read_again_is_not_written() {
        let mut state = State::default();
        state.table.search = "x".repeat(201);
        assert!(matches!(text(&state, &|_| None, ROOM), Err(Unfit::Unreadable(why)) if why.contains("is too long")));
        let mut state = State::default();
        state.table.columns = vec![Dimension::Column("x".repeat(301))];
        assert!(matches!(text(&state, &|_| None, ROOM), Err(Unfit::Unreadable(_))));
    }

    #[test]
    fn the_length_is_that_in_a_link() {
        for text in ["", "compare=1", "filter=c.cdn:in:a&compare=1&session=4"] {
            let mut pairs = analysis::Pairs::default();
            pairs.push("v", "1");
            let before = pairs.to_string().len();
            pairs.append_under("e.", text);
            assert_eq!(length(text), pairs.to_string().len() - before, "{text}");
        }
    }

    #[test]
    fn what_is_packed_is_not_packed_again_and_stands_alone() {
        let once = format!("{PACKED}={}", packed::pack("compare=1").expect("short"));
        assert!(State::from_text(&once).is_ok());
        let twice = format!("{PACKED}={}", packed::pack(&once).expect("short"));
        assert_eq!(State::from_text(&twice).expect_err("twice").to_string(), "\"z\" is not known here");
        assert_eq!(
            State::from_text(&format!("{once}&compare=1")).expect_err("not alone").to_string(),
            "\"compare\" is not known here"
        );
        assert_eq!(
            State::from_text("z=AAAA").expect_err("damaged").to_string(),
            "what is packed in z cannot be read: it is damaged or cut off"
        );
    }
}
