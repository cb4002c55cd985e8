//! From several rows of a session (requests, samples, a player's events) to one: a column at a time has its rule, and what
//! no row carries is told from the others. It works on the typed columns of all rows, so that neither the slices nor the
//! order in which rows arrive can show.
//!
//! Beyond the table of rows and that of sessions it takes eight bytes a row.

mod groups;
mod lingering;
mod playback;
mod session;
mod take;
mod words;

pub(crate) use groups::Groups;
pub(crate) use lingering::lingering_errors;
pub use take::rollup_rule;

use crate::columns::summary::ResolvedMapping;
use crate::reading::grouping::{Gap, Grouping};
use crate::report::error::IngestError;
use crate::sessions::row_places::Span;
use rules::Rules;
use session::{Session, Shared};
use take::{Take, take};
use telemetry::{
    Categories, Column, Data, Field, Kind, MISSING_CATEGORY, MISSING_TIME, Table, TableError, Texts, Truth, write_time,
};

/// Fields that come of other columns, where no column has them.
const DERIVED: &[Field] = &[
    Field::StartupTimeMs,
    Field::RebufferCount,
    Field::RebufferDurationMs,
    Field::BitrateSwitches,
    Field::WatchTimeS,
    Field::PlayingTimeS,
    Field::MaxUpscale,
    Field::AvgUpscale,
    Field::ExitBeforeStart,
    Field::StartupFailed,
    Field::PlaybackFailed,
];

/// Sessions made of rows.
pub(crate) struct Rolled {
    /// One row per session.
    pub table: Table,
    /// What is known to be wrong with each: the most frequent fault of its rows.
    pub truth: Option<Truth>,
    /// The rows of each.
    pub spans: Vec<Span>,
    /// From the first row of each to the last, seconds; NaN where they are of one moment.
    pub lengths: Vec<f64>,
}

/// The files that rows are of.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// Their names, where there are several.
    pub names: Vec<String>,
    /// How many rows of the table there are up to the end of each.
    pub ends: Vec<u32>,
}

/// What rows belong together. `None` where each is a session. `files` are the files that the rows are of.
///
/// # Errors
/// [`IngestError::NoGrouping`] when the table lacks a column by which rows are to be grouped.
pub(crate) fn group(table: &Table, grouping: Grouping, files: &Files) -> Result<Option<Groups>, IngestError> {
    match grouping {
        Grouping::Rows | Grouping::Recognise => Ok(None),
        Grouping::Session => Ok(Some(Groups::by_session(table)?)),
        Grouping::Viewer(gap) => Ok(Some(Groups::by_viewer(table, gap)?)),
        Grouping::File => Ok(Some(Groups::by_file(table, &files.ends))),
    }
}

/// What rows belong together by what the columns and the first rows tell. In a file of which nobody knows that its rows are
/// parts of sessions, those of one session must have different times: otherwise they are the same session twice.
///
/// # Errors
/// As [`group`].
pub(crate) fn group_as_told(
    table: &Table,
    mapping: &mut ResolvedMapping,
    files: &Files,
) -> Result<(Grouping, Option<Groups>), IngestError> {
    let told = match mapping.grouping.0 {
        Grouping::Recognise => Grouping::Rows,
        told => told,
    };
    let groups = group(table, told, files)?;
    let are_parts = |groups: &Groups| {
        mapping.source.is_some() || table.times(Field::Timestamp).is_some_and(|times| groups.is_several_rows(times))
    };
    if told == Grouping::Session && !groups.as_ref().is_some_and(are_parts) {
        mapping.grouping = (Grouping::Rows, "the rows of a session have no times of their own".to_owned());
        return Ok((Grouping::Rows, None));
    }
    Ok((told, groups))
}

/// Rolls the rows of a table up into sessions. What a row lasts is bounded by the gap of a grouping by viewer, or else by
/// the usual one; a session of a viewer gets an identifier of its own where none has one.
///
/// # Errors
/// [`TableError`] never, unless by a defect: the columns are those of a table.
pub(crate) fn roll_up(
    table: &Table,
    truth: Option<&Truth>,
    groups: &Groups,
    grouping: Grouping,
    files: &Files,
    rules: Rules,
) -> Result<Rolled, TableError> {
    let gap = if let Grouping::Viewer(gap) = grouping { gap } else { Gap::default() };
    let shared = Shared::of(table, gap, rules);
    let sessions = groups.len();
    let mut columns: Vec<Rolling> = table.columns().iter().map(|column| Rolling::new(column, sessions)).collect();
    let absent = |field: &&Field| table.field(**field).is_none();
    let mut derived: Vec<(Field, Vec<f64>)> =
        DERIVED.iter().filter(absent).map(|&field| (field, Vec::with_capacity(sessions))).collect();
    let (mut spans, mut lengths) = (Vec::with_capacity(sessions), Vec::with_capacity(sessions));
    let mut rolled_truth = truth.map(|truth| Truth::with_faults(truth.faults().iter().map(String::as_str)));
    let mut values = vec![f64::NAN; Field::ALL.len()];
    for rows in groups.iter() {
        let session = Session::new(&shared, rows);
        values.fill(f64::NAN);
        for column in &columns {
            if let (Some(field), Values::Number { from, .. }) = (column.field, &column.values) {
                values[field as usize] = session.number(column.take, from);
            }
        }
        session.derive(&mut values);
        for column in &mut columns {
            column.push(&session, &values);
        }
        for (field, column) in &mut derived {
            column.push(values[*field as usize]);
        }
        if let (Some(rolled), Some(truth)) = (&mut rolled_truth, truth) {
            rolled.push(worst(truth, rows));
        }
        lengths.push(session.span_s());
        let (first, last) = (rows.iter().min(), rows.iter().max());
        let bound = |row: Option<&u32>| row.copied().unwrap_or_default();
        spans.push(Span { first: bound(first), last: bound(last), rows: rows.len() as u32 });
    }
    let mut columns: Vec<Column> = columns.into_iter().map(Rolling::finish).collect();
    let identifiers = match grouping {
        Grouping::Viewer(_) => Some(identifiers(table, groups)),
        Grouping::File if files.names.len() > 1 => Some(names_of_files(files, groups)),
        _ => None,
    };
    if let Some(identifiers) = identifiers.filter(|_| table.field(Field::SessionId).is_none()) {
        let (name, field) = (Table::free_name(&columns, Field::SessionId), Some(Field::SessionId));
        columns.push(Column { name, field, data: Data::Text(identifiers) });
    }
    for (field, values) in derived {
        if values.iter().any(|value| !value.is_nan()) {
            columns.push(Column {
                name: Table::free_name(&columns, field),
                field: Some(field),
                data: Data::Number(values),
            });
        }
    }
    Ok(Rolled { table: Table::new(columns)?, truth: rolled_truth, spans, lengths })
}

/// An identifier for each session of a viewer: the viewer and the start.
fn identifiers(table: &Table, groups: &Groups) -> Texts {
    let mut texts = Texts::default();
    let (Some(viewers), Some(times)) = (table.texts(Field::UserId), table.times(Field::Timestamp)) else {
        return texts;
    };
    for row in groups.iter().filter_map(|rows| rows.first()) {
        texts.push_with(|text| {
            text.push_str(viewers.get(*row as usize));
            text.push(' ');
            write_time(text, times[*row as usize]);
        });
    }
    texts
}

/// An identifier for each session that is a file: the file's name.
fn names_of_files(files: &Files, groups: &Groups) -> Texts {
    let mut texts = Texts::default();
    for first in groups.iter().map(|rows| rows.iter().min().copied().unwrap_or_default()) {
        let file = files.ends.iter().position(|&end| first < end);
        texts.push(file.and_then(|file| files.names.get(file)).map_or("", String::as_str));
    }
    texts
}

/// The most frequent fault; the first seen of equally frequent ones.
fn worst(truth: &Truth, rows: &[u32]) -> u8 {
    let mut counts = [0_u32; 256];
    let codes = || rows.iter().map(|&row| truth.codes()[row as usize]).filter(|&code| code != Truth::NONE);
    codes().for_each(|code| counts[usize::from(code)] += 1);
    let count = |code: u8| counts[usize::from(code)];
    codes().reduce(|best, code| if count(code) > count(best) { code } else { best }).unwrap_or(Truth::NONE)
}

/// A column that is rolled up.
struct Rolling<'a> {
    name: &'a str,
    field: Option<Field>,
    take: Take,
    values: Values<'a>,
}

/// Where its values come from, and what they have become so far.
enum Values<'a> {
    Number { from: &'a [f64], to: Vec<f64> },
    Time { from: &'a [i64], to: Vec<i64> },
    Category { from: &'a Categories, to: Vec<u16>, tally: Tally },
    Text { from: &'a Texts, to: Texts },
}

impl<'a> Rolling<'a> {
    fn new(column: &'a Column, sessions: usize) -> Self {
        let (kind, values) = match &column.data {
            Data::Number(from) => (Kind::Number, Values::Number { from, to: Vec::with_capacity(sessions) }),
            Data::Time(from) => (Kind::Time, Values::Time { from, to: Vec::with_capacity(sessions) }),
            Data::Category(from) => {
                let tally = Tally::new(from.labels().len());
                (Kind::Category, Values::Category { from, to: Vec::with_capacity(sessions), tally })
            }
            Data::Text(from) => (Kind::Text, Values::Text { from, to: Texts::default() }),
        };
        Self { name: &column.name, field: column.field, take: take(column.field, kind, &column.name), values }
    }

    /// Appends a session, whose numbers of fields are known already.
    fn push(&mut self, session: &Session, numbers: &[f64]) {
        let rows = || session.rows.iter().map(|&row| row as usize);
        match &mut self.values {
            Values::Number { from, to } => to.push(match self.field {
                Some(field) => numbers[field as usize],
                None => session.number(self.take, from),
            }),
            Values::Time { from, to } => {
                let mut times = rows().map(|row| from[row]).filter(|&time| time != MISSING_TIME);
                let time = match self.take {
                    Take::Latest => times.max(),
                    Take::Last => times.next_back(),
                    _ => times.next(),
                };
                to.push(time.unwrap_or(MISSING_TIME));
            }
            Values::Category { from, to, tally } => {
                let code = |row: u32| Some(from.codes()[row as usize]).filter(|&code| code != MISSING_CATEGORY);
                let mut codes = session.rows.iter().filter_map(|&row| code(row));
                to.push(match self.take {
                    Take::First => codes.next().unwrap_or(MISSING_CATEGORY),
                    Take::Last => codes.next_back().unwrap_or(MISSING_CATEGORY),
                    Take::Longest => {
                        let longest = tally.most(session.weighted(code).filter(|&(_, weight)| weight > 0.0));
                        if longest == MISSING_CATEGORY { tally.most(codes.map(|code| (code, 1.0))) } else { longest }
                    }
                    _ => tally.most(codes.map(|code| (code, 1.0))),
                });
            }
            Values::Text { from, to } => {
                let mut texts = rows().map(|row| from.get(row)).filter(|text| !text.is_empty());
                to.push(if self.take == Take::Last { texts.next_back() } else { texts.next() }.unwrap_or_default());
            }
        }
    }

    fn finish(self) -> Column {
        let data = match self.values {
            Values::Number { to, .. } => Data::Number(to),
            Values::Time { to, .. } => Data::Time(to),
            Values::Category { from, to, .. } => Data::Category(Categories::from_codes(from.labels(), to)),
            Values::Text { to, .. } => Data::Text(to),
        };
        Column { name: self.name.to_owned(), field: self.field, data }
    }
}

/// Counts labels.
struct Tally {
    weights: Vec<f64>,
    seen: Vec<u16>,
}

impl Tally {
    fn new(labels: usize) -> Self {
        Self { weights: vec![0.0; labels], seen: Vec::new() }
    }

    /// The code with the greatest weight, the first seen of equal ones.
    fn most(&mut self, codes: impl Iterator<Item = (u16, f64)>) -> u16 {
        for (code, weight) in codes {
            let sum = &mut self.weights[usize::from(code)];
            if *sum == 0.0 {
                self.seen.push(code);
            }
            *sum += weight;
        }
        let weights = &self.weights;
        let heavier = |code: u16, than: u16| weights[usize::from(code)] > weights[usize::from(than)];
        let most = self.seen.iter().copied().reduce(|most, code| if heavier(code, most) { code } else { most });
        for code in self.seen.drain(..) {
            self.weights[usize::from(code)] = 0.0;
        }
        most.unwrap_or(MISSING_CATEGORY)
    }
}
