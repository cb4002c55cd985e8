//! The columns of all sessions: of those that are judged and of those that are kept apart, side by side, and what they are
//! called.

use analysis::Sessions;
use std::collections::BTreeSet;
use telemetry::{Column, Field};

/// A column of the judged sessions, of those that are kept apart, or of both.
#[derive(Clone, Copy)]
pub(crate) struct SessionColumn<'a> {
    /// Of the judged ones.
    pub judged: Option<&'a Column>,
    /// Of those that are kept apart.
    pub apart: Option<&'a Column>,
    /// The field, if it is one.
    pub field: Option<Field>,
    own_name: &'a str,
}

impl<'a> SessionColumn<'a> {
    /// The columns of the judged sessions, then those that only the others have: what follows from others may do so for some.
    pub(crate) fn all(sessions: &'a Sessions) -> Vec<Self> {
        let judged = &sessions.table;
        let apart = sessions.aside.as_ref().map(|aside| &aside.table);
        let same = |table: &'a telemetry::Table, column: &Column| match column.field {
            Some(field) => table.field(field),
            None => table.column(&column.name).filter(|other| other.field.is_none()),
        };
        let of =
            |column: &'a Column, judged, apart| Self { judged, apart, field: column.field, own_name: &column.name };
        let both = |column| of(column, Some(column), apart.and_then(|apart| same(apart, column)));
        let of_apart = apart.into_iter().flat_map(|apart| apart.columns());
        let only =
            of_apart.filter(|column| same(judged, column).is_none()).map(|column| of(column, None, Some(column)));
        judged.columns().iter().map(both).chain(only).collect()
    }

    /// The column of the sessions that are kept apart, or of the others.
    pub(crate) fn of(&self, is_apart: bool) -> Option<&'a Column> {
        if is_apart { self.apart } else { self.judged }
    }
}

/// The names of columns: of fields the fields' own. Another column that has the name of any field, which it would be taken for
/// when it is read again, gets a number behind it.
pub(crate) fn names(columns: &[SessionColumn]) -> Vec<String> {
    let fields: BTreeSet<&str> = Field::ALL.iter().map(|field| field.name()).collect();
    let own = columns.iter().filter(|column| column.field.is_none()).map(|column| column.own_name);
    let mut taken: BTreeSet<String> = own.chain(fields.iter().copied()).map(str::to_owned).collect();
    let name = |column: &SessionColumn| match column.field {
        Some(field) => field.name().to_owned(),
        None if fields.contains(column.own_name) => free(column.own_name, &mut taken),
        None => column.own_name.to_owned(),
    };
    columns.iter().map(name).collect()
}

/// The name with the least number from 2 on that is not taken.
fn free(name: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = |number: usize| format!("{name}_{number}");
    (2..).map(numbered).find(|name| taken.insert(name.clone())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use telemetry::Data;

    #[test]
    fn columns_are_called_by_their_fields() {
        let column = |name: &str, field| Column { name: name.to_owned(), field, data: Data::Number(vec![1.0]) };
        let columns = [
            column("bitrate_kbps", None),
            column("Mean rate", Some(Field::BitrateKbps)),
            column("bitrate_kbps_2", None),
            column("cdn", None),
            column("x", None),
        ];
        let of =
            |column| SessionColumn { judged: Some(column), apart: None, field: column.field, own_name: &column.name };
        let columns: Vec<SessionColumn> = columns.iter().map(of).collect();
        assert_eq!(names(&columns), ["bitrate_kbps_3", "bitrate_kbps", "bitrate_kbps_2", "cdn_2", "x"]);
    }
}
