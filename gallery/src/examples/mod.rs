//! A chart of each kind in each state. The data are made here, by formulas: the same everywhere and at any time.

mod bars;
mod cloud;
mod explore;
mod heat_map;
mod histogram;
mod over_time;
mod parallel;
mod places;
mod scatter;
mod scores;
mod sessions;
mod shapes;
mod trend;

use crate::registry::{Kind, Shown, State};

/// The charts of a kind in a state, one at least; or why the product has none.
pub type Examples = Result<Vec<Shown>, &'static str>;

/// The charts of this kind in this state.
///
/// # Errors
/// The reason why this kind is never in this state.
pub fn examples(kind: Kind, state: State) -> Examples {
    let source = match kind {
        Kind::Scores => return scores::example(state).map(|given| vec![Shown::Result(given)]),
        Kind::Cloud => return cloud::example(state).map(|given| vec![Shown::Result(given)]),
        Kind::OverTime => return over_time::example(state).map(|given| vec![Shown::Result(given)]),
        Kind::Histogram => histogram::SOURCE,
        Kind::Bars => bars::SOURCE,
        Kind::Trend => trend::SOURCE,
        Kind::HeatMap => heat_map::SOURCE,
        Kind::Scatter => scatter::SOURCE,
        Kind::Parallel => parallel::SOURCE,
        Kind::Places => places::SOURCE,
    };
    Ok(source.examples(state).into_iter().map(|given| Shown::Explore(Box::new(given))).collect())
}
