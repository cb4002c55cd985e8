//! What the views of a result want, each as often as it is drawn: it is asked where it is another question than before.

use crate::app::state;
use crate::engine::ResultInfo;
use analysis::services::{DrawScatter, ExplainSession, RankSessions, TestFirmness};
use analysis::views::{Explanation, Firmness, Order, Ranking, RankingQuery, Scatter, ScatterQuery};
use export::View;
use port::{AnswerState, Slots};

/// Sessions on a page of the table.
pub const PAGE: u32 = 25;

/// The picture of two features, as large as its plot area in device pixels.
pub fn scatter(port: &Slots, result: &ResultInfo, view: &View, (width, height): (u32, u32)) -> AnswerState<Scatter> {
    match state::axes(view, &result.axes) {
        Some((x, y)) if width > 0 && height > 0 => {
            port.want::<DrawScatter>(&ScatterQuery { x, y, width, height, field: view.field })
        }
        // What was drawn before stays where the plot area has no size for a moment.
        _ => port.get::<DrawScatter>(),
    }
}

/// The stretch of the table.
pub fn ranking(port: &Slots, view: &View) -> AnswerState<Ranking> {
    port.want::<RankSessions>(&RankingQuery {
        by: view.sort.column.clone(),
        order: if view.sort.order == Order::Rising { Order::Rising } else { Order::Falling },
        flagged_only: view.flagged_only,
        skip: view.page.saturating_mul(PAGE),
        show: PAGE,
    })
}

/// Why the selected session, or else the first of the table, has its score, and how firm its verdict is.
pub fn explanation(
    port: &Slots,
    view: &View,
    ranking: &AnswerState<Ranking>,
) -> (AnswerState<Option<Explanation>>, AnswerState<Option<Firmness>>) {
    let first = || ranking.current()?.rows.first().map(|row| row.row);
    match view.selected.or_else(first) {
        Some(row) => (port.want::<ExplainSession>(&row), port.want::<TestFirmness>(&row)),
        // Whom the table would name is not known.
        None if ranking.is_current() => Default::default(),
        None => (port.get::<ExplainSession>(), AnswerState::default()),
    }
}
