//! Which rows make one session, told from the columns and the first rows.

use crate::reading::grouping::{Gap, Grouping};
use crate::recognition::evidence::Evidence;
use crate::recognition::plan::Taken;
use crate::recognition::sources::source::{Rows, Source};
use crate::recognition::told_rows::{Column, Notice};
use telemetry::Field;

/// What fits, and why.
///
/// `columns` are those of the file with those that CMCD brings, `source` is where the file comes from. Where several rows
/// have one session identifier they are a session: in a file of samples or requests that is so in any case, in any other
/// one where the first rows have it, two sessions in three rows at most. Requests without an identifier are grouped by
/// viewer and time.
pub(crate) fn recognise<'a>(
    source: Option<&Source>,
    notice: Option<Notice>,
    columns: impl Iterator<Item = Column<'a>>,
) -> (Grouping, String) {
    match notice {
        Some(Notice::NetworkLog | Notice::Totals(_)) => {
            return (Grouping::Rows, "where rows are no sessions, each is looked at by itself".to_owned());
        }
        Some(Notice::OnePlayer) => {
            return (
                Grouping::File,
                "the rows are events of a player that name no session: those of a file are one".to_owned(),
            );
        }
        None => {}
    }
    let mut held: Vec<(Field, &str, &Evidence)> = Vec::new();
    for (name, plan, evidence) in columns {
        if let Taken::Field(field) = plan.taken
            && evidence.filled > 0
        {
            held.push((field, name, evidence));
        }
    }
    let find =
        |field: Field| held.iter().find(|(other, ..)| *other == field).map(|&(_, name, evidence)| (name, evidence));
    let repeats = |evidence: &Evidence| evidence.filled > 1 && evidence.distinct() * 3 <= evidence.filled * 2;
    let rows = source.map_or(Rows::Either, |source| source.rows);
    let from = source.map_or("", |source| source.name);
    if rows == Rows::Sessions {
        return (Grouping::Rows, format!("a row of {from} is a session"));
    }
    if let Some((name, evidence)) = find(Field::SessionId) {
        return if rows == Rows::Parts {
            (Grouping::Session, format!("in files of {from} a session has several rows, and \"{name}\" names it"))
        } else if repeats(evidence) {
            let (filled, distinct) = (evidence.filled, evidence.distinct());
            (
                Grouping::Session,
                format!("the first {filled} rows have {distinct} different \"{name}\": the rows of one are a session"),
            )
        } else {
            (Grouping::Rows, format!("nearly every row has its own \"{name}\", so each is a session"))
        };
    }
    let parts = [Field::BufferStarved, Field::ObjectType, Field::MediaDurationMs, Field::EventType, Field::PlayerState];
    let are_parts = rows == Rows::Parts || parts.into_iter().any(|field| find(field).is_some());
    match (find(Field::UserId), find(Field::Timestamp)) {
        (Some((viewer, evidence)), Some((time, _))) if are_parts && repeats(evidence) => (
            Grouping::Viewer(Gap::default()),
            format!(
                "the rows are requests or events without a session: those of one \"{viewer}\" are together by \"{time}\""
            ),
        ),
        _ => (Grouping::Rows, "no column says which rows belong together, so each is a session".to_owned()),
    }
}
