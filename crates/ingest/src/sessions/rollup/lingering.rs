//! Error codes that stay in the requests which follow the error: some players tell the last one until the session ends,
//! whether or not it plays on. So a code by itself says nothing about how a session ended.

use super::Groups;
use telemetry::{Data, Field, MISSING_CATEGORY, Table};

/// A code that stands at so many moments one after the other stays.
const MOMENTS: usize = 3;

/// The sessions in which a code of Common Media Client Data stays.
pub(crate) fn lingering_errors(table: &Table, groups: &Groups) -> Vec<u32> {
    let column = table.field(Field::ErrorCode).filter(|column| column.name.ends_with("ec"));
    let (Some(column), Some(times)) = (column, table.times(Field::Timestamp)) else { return Vec::new() };
    let code = |row: u32| match &column.data {
        Data::Category(codes) => {
            let code = *codes.codes().get(row as usize)?;
            (code != MISSING_CATEGORY).then(|| codes.label(row as usize))
        }
        Data::Text(texts) => Some(texts.get(row as usize)).filter(|text| !text.is_empty()),
        Data::Number(_) | Data::Time(_) => None,
    };
    let stays = |rows: &[u32]| {
        let (mut held, mut at, mut moments) = (None, None, 0);
        rows.iter().any(|&row| {
            let (told, time) = (code(row), times.get(row as usize));
            if told.is_none() || told != held {
                (held, at, moments) = (told, time, usize::from(told.is_some()));
            } else if time != at {
                (at, moments) = (time, moments + 1);
            }
            moments >= MOMENTS
        })
    };
    groups.iter().zip(0_u32..).filter(|(rows, _)| stays(rows)).map(|(_, session)| session).collect()
}
