//! The examples are whole, and each is a chart.

use super::look::every;
use crate::examples::examples;
use crate::registry::{Kind, Shown, State};
use streamguard::crossfilter::view::{Drawing, Metric, Scale, Tint};
use streamguard::explore::gesture::Standing;

#[test]
fn each_kind_has_each_state_or_a_reason() {
    for &kind in Kind::ALL {
        for &state in State::ALL {
            match examples(kind, state) {
                Ok(shown) => {
                    assert!(!shown.is_empty(), "{kind:?} {state:?}");
                    assert!(shown.iter().all(|shown| shown.kind() == kind), "{kind:?} {state:?}");
                }
                Err(why) => assert!(why.ends_with('.'), "{kind:?} {state:?}: {why}"),
            }
        }
        // What Explore has, it has in all states; a result on the page is there, or nothing is.
        let shown = examples(kind, State::Plain).expect("every kind is plain at times");
        if matches!(shown[0], Shown::Explore(_)) {
            assert!(State::ALL.iter().all(|state| examples(kind, *state).is_ok()), "{kind:?}");
        }
    }
}

#[test]
fn whatever_a_kind_can_draw_is_drawn() {
    let mut drawn = Vec::new();
    every(|_, state, shown| {
        let Shown::Explore(given) = shown else { return };
        let name = match &given.drawing {
            Drawing::Histogram(axis) => match (axis.scale, axis.window) {
                (_, Some(_)) => "zoomed",
                (Scale::Linear, None) => "linear",
                (Scale::Log, None) => "logarithmic",
            },
            Drawing::Trend(metric) => match metric {
                Metric::Sessions => "sessions",
                Metric::FlaggedShare => "flagged share",
                Metric::Median(_) => "median",
                Metric::Percentile95(_) => "95th percentile",
            },
            Drawing::Scatter { tint, .. } => match tint {
                Tint::Density => "density",
                Tint::Score => "score",
                Tint::Category(_) => "category",
            },
            Drawing::Bars { .. } => "bars",
            Drawing::HeatMap { .. } => "heat map",
            Drawing::Parallel => "features",
            Drawing::Places => "places",
        };
        if state == State::Compared {
            drawn.push(name);
        }
    });
    drawn.sort_unstable();
    drawn.dedup();
    assert_eq!(drawn.len(), 14, "{drawn:?}");
}

#[test]
fn every_chart_draws_and_says_what_it_shows() {
    every(|kind, state, shown| {
        for look in shown.looks() {
            let (at, words) = (format!("{kind:?} {state:?}: {:?}", look.words), &look.words);
            assert!(!words.summary.is_empty() && !words.caption.is_empty(), "{at}");
            assert!(!words.columns.is_empty() && words.columns.iter().all(|name| !name.is_empty()), "{at}");
            assert!(look.rows.iter().all(|row| row.len() == words.columns.len()), "{at}");
            // A table stands in the page; a stage that is too small stays empty.
            let is_apart = kind == Kind::Places || look.stage.size.0 == 0.0;
            assert!(!state.draws() || is_apart || !look.stage.scene.shapes.is_empty(), "{at}");
            assert!(!state.draws() || !look.paper.scene.shapes.is_empty(), "{at}");
            // The table of a scatter has the flagged sessions.
            assert!(!state.draws() || state == State::NothingLeft || !look.rows.is_empty(), "{at}");
            // What cannot be drawn says so, over the stage or in the sentence.
            if let Shown::Explore(given) = shown {
                let wants = !state.draws() || matches!(state, State::Failed | State::NothingLeft);
                assert_eq!(words.note.is_some(), wants, "{at}");
                assert_eq!(words.busy, matches!(state, State::Busy | State::First), "{at}");
                assert_eq!(given.around.standing == Standing::Lacking, state == State::Lacking, "{at}");
            }
        }
    });
}

#[test]
fn examples_are_the_same_at_any_time() {
    every(|kind, state, shown| {
        let again = examples(kind, state).expect("it was there before");
        let text = |shown: &Shown| format!("{shown:?}");
        assert!(again.iter().any(|other| text(other) == text(shown)), "{kind:?} {state:?}");
    });
}
