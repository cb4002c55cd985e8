//! What the user does, as a change of what is chosen: plain rules.

use super::gesture::Gesture;
use super::layout::redrawn;
use crossfilter::{Dimension, Filters, State, Test, View, ViewId};

/// What is chosen after a gesture on a view; none where nothing is, because it is no such gesture or means nothing. `views`
/// are those that are shown, which the state need not name.
pub fn after(state: &State, views: &[View], id: ViewId, gesture: &Gesture) -> Option<State> {
    let mut next = state.clone();
    let set = |filters: &mut Filters, dimension: &Dimension, low: f64, high: f64| {
        filters.set(dimension.clone(), Test::Between(low, high))
    };
    match gesture {
        Gesture::Brush { dimension, low, high, .. } => set(&mut next.filters, dimension, *low, *high).then_some(next),
        Gesture::Brush2 { x, y, .. } => {
            let both = set(&mut next.filters, &x.0, x.1, x.2) && set(&mut next.filters, &y.0, y.1, y.2);
            both.then_some(next)
        }
        Gesture::Pick { dimension, label, more } => {
            let now = labels(&state.filters, dimension);
            let labels = match (now.contains(label), more) {
                (true, true) => now.iter().filter(|other| *other != label).cloned().collect(),
                (false, true) => [now, std::slice::from_ref(label)].concat(),
                (true, false) if now.len() == 1 => Vec::new(),
                (_, false) => vec![label.clone()],
            };
            choose(&mut next.filters, dimension, labels).then_some(next)
        }
        Gesture::Clear(dimensions) => {
            dimensions.iter().for_each(|dimension| next.filters.clear(dimension));
            Some(next)
        }
        Gesture::Zoom { drawing } => {
            next.views = redrawn(views, id, drawing.clone());
            Some(next)
        }
        Gesture::Open(row) => {
            next.session = Some(*row);
            Some(next)
        }
        Gesture::Near(_) | Gesture::Cross(_) | Gesture::Sized(..) => None,
    }
}

/// The labels that a category is filtered by; none where it is not.
pub fn labels<'a>(filters: &'a Filters, dimension: &Dimension) -> &'a [String] {
    match filters.of(dimension) {
        Some(Test::OneOf(labels)) => labels,
        _ => &[],
    }
}

/// Filters a category by labels; none of them is no filter. Whether it was taken.
pub fn choose(filters: &mut Filters, dimension: &Dimension, labels: Vec<String>) -> bool {
    if labels.is_empty() {
        filters.clear(dimension);
        return true;
    }
    filters.set(dimension.clone(), Test::OneOf(labels))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explore::examples::{about, column};
    use crossfilter::places::MOST_LABELS;

    fn acted(state: &State, gestures: &[Gesture]) -> State {
        let views = about().views;
        gestures.iter().fold(state.clone(), |state, gesture| after(&state, &views, 1, gesture).expect("a change"))
    }

    fn pick(label: &str, more: bool) -> Gesture {
        Gesture::Pick { dimension: column("cdn"), label: label.into(), more }
    }

    #[test]
    fn labels_are_picked_one_instead_of_or_beside_the_other() {
        for (gestures, text) in [
            (vec![pick("a", false)], "filter=c.cdn:in:a"),
            (vec![pick("a", false), pick("b", false)], "filter=c.cdn:in:b"),
            (vec![pick("a", false), pick("b", true)], "filter=c.cdn:in:a;b"),
            (vec![pick("a", false), pick("b", true), pick("a", true)], "filter=c.cdn:in:b"),
            (vec![pick("a", false), pick("b", true), pick("a", false)], "filter=c.cdn:in:a"),
            (vec![pick("a", false), pick("a", false)], ""),
            (vec![pick("a", true), pick("a", true)], ""),
        ] {
            assert_eq!(acted(&State::default(), &gestures).to_pairs().to_string(), text, "{gestures:?}");
        }
    }

    #[test]
    fn brushes_are_filters_and_cleared() {
        let time = column("startup_time_ms");
        let brush = |low, high| Gesture::Brush { dimension: time.clone(), low, high, bins: None, done: false };
        let state = acted(&State::default(), &[brush(1.0, 2.0), brush(2.0, 4.0)]);
        assert_eq!(state.to_pairs().to_string(), "filter=c.startup_time_ms:2..4");
        let both = Gesture::Brush2 { x: (Dimension::Score, 0.5, 1.0), y: (time.clone(), 1.0, 3.0), done: true };
        let state = acted(&state, &[both]);
        assert_eq!(state.to_pairs().to_string(), "filter=c.startup_time_ms:1..3,score:0.5..1");
        assert_eq!(acted(&state, &[Gesture::Clear(vec![time.clone(), Dimension::Score])]), State::default());
        assert_eq!(after(&state, &[], 1, &brush(3.0, 3.0)), None);
    }

    #[test]
    fn as_many_labels_as_a_category_has_are_taken() {
        let mut filters = Filters::default();
        let many = |count: usize| (0..count).map(|label| label.to_string()).collect::<Vec<_>>();
        assert!(choose(&mut filters, &column("cdn"), many(MOST_LABELS)));
        assert_eq!(labels(&filters, &column("cdn")).len(), MOST_LABELS);
        assert!(!choose(&mut filters, &column("cdn"), many(MOST_LABELS + 1)));
        assert!(choose(&mut filters, &column("cdn"), vec!["a label of many letters ".repeat(50)]));
    }

    #[test]
    fn a_zoom_writes_down_the_views_that_were_shown() {
        let drawing = about().views[1].drawing.clone();
        let state = acted(&State::default(), &[Gesture::Zoom { drawing }]);
        assert_eq!(state.views.len(), 2);
        assert_eq!(state.views[0].drawing, state.views[1].drawing);
    }
}
