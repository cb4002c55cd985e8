//! What the controls of sheets mean: a plan and something done to a control give another plan.
//!
//! A control's name is one of the words below; one that is about a column has the column's name behind it. A new control is
//! a word, an arm in [`change`], and a part of a sheet that bears the name.

use super::node::ON;
use analysis::{Plan, Source};
use features::{Feature, Measure, toggled};
use ingest::{Assignment, Check, Checks, Choice, Detail, Fill, Grouping, Mapping};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// What a column is taken for: a field's name, `own`, `truth` or `ignore`.
pub(super) const TAKEN: &str = "taken:";
/// How a column's cells are written: a unit or a way to write times.
pub(super) const READ_AS: &str = "read:";
/// The decimal mark of a column's numbers, as a [`Choice`] in full: what the mark leaves open may have kept the column from
/// being the field that its name means.
pub(super) const DECIMAL: &str = "decimal:";
/// How the text is laid out.
pub(super) const LAYOUT: &str = "layout";
/// How delimited cells are quoted, and in which line their table begins: a layout in full, like [`LAYOUT`].
pub(super) const QUOTING: &str = "quoting";
pub(super) const FIRST_LINE: &str = "first-line";
/// Where in a JSON document the rows stand.
pub(super) const ROWS_AT: &str = "rows-at";
/// Which rows make one session: `rows`, `session`, or `viewer:` with the gap in seconds.
pub(super) const GROUPING: &str = "grouping";
/// How many rows one is taken of.
pub(super) const EVERY: &str = "every";
/// Whether missing numbers are filled.
pub(super) const FILL: &str = "fill";
/// The zone of times that are written without one: its name, or nothing for UTC.
pub(super) const ZONE: &str = "zone";
/// Whether a check is on.
pub(super) const CHECK: &str = "check:";
/// Whether a column is a feature as it is.
pub(super) const FEATURE: &str = "feature:";
/// Analyse by the features that were ticked.
pub(super) const ANALYSE: &str = "analyse";
/// Show more columns.
pub(super) const COLUMNS: &str = "columns";
/// Open the files that were refused, with one of so many rows.
pub(super) const AGAIN: &str = "again:";
/// Write the error log.
pub(super) const ERRORS: &str = "errors";
/// Write the table of all sessions.
pub(super) const SESSIONS: &str = "sessions";

/// What is to be done after a change. Of several changes at once the greatest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Effect {
    /// Draw the sheet anew.
    Draw,
    /// Write the error log.
    ErrorLog,
    /// Write the table of all sessions.
    Sessions,
    /// Carry out the plan.
    Run,
    /// Read the open file anew as the plan maps it, and see what it can be judged by.
    Read,
    /// Open the files that were refused, with the first of each so many rows.
    Again {
        /// How many rows one is taken of.
        every: u32,
    },
}

/// What a change needs to know beside the plan.
pub struct Known<'a> {
    /// How many columns are shown.
    pub columns: &'a mut usize,
    /// Whether no feature has been chosen yet: changes are gathered.
    pub picking: bool,
    /// What was checked when the file was read. The plan names only checks that found something.
    pub checked: Option<Checks>,
}

/// Changes a plan as something done to a control means, and the number of columns that are shown; what is to be done then.
/// A control that nobody knows, or a value that it cannot have, changes nothing.
pub fn change(plan: &mut Plan, held: Known<'_>, name: &str, value: &str) -> Effect {
    let Known { columns, picking, checked } = held;
    if let Some(effect) = reading(plan, picking, checked, name, value) {
        return effect;
    }
    if let Some(column) = name.strip_prefix(TAKEN) {
        let (Source::File(file), Ok(assignment)) = (&mut plan.source, value.parse()) else { return Effect::Draw };
        file.reading.mapping = reassign(&file.reading.mapping, column, assignment);
        return if picking { Effect::Read } else { Effect::Run };
    }
    if let Some(column) = name.strip_prefix(READ_AS).or_else(|| name.strip_prefix(DECIMAL)) {
        let Source::File(file) = &mut plan.source else { return Effect::Draw };
        let is_done = match name.starts_with(READ_AS) {
            true => choice_of(value).is_some_and(|detail| read_as(&mut file.reading.mapping, column, detail)),
            false => value.parse().is_ok_and(|choice| write_as(&mut file.reading.mapping, column, choice)),
        };
        return match (is_done, picking) {
            (false, _) => Effect::Draw,
            (true, true) => Effect::Read,
            (true, false) => Effect::Run,
        };
    }
    if let Some(column) = name.strip_prefix(FEATURE) {
        let feature = Feature::plain(Measure::Column(column.to_owned()));
        if plan.features.contains(&feature) != (value == ON) {
            plan.features = toggled(&plan.features, &feature);
        }
        return if picking { Effect::Draw } else { Effect::Run };
    }
    if let Some(every) = name.strip_prefix(AGAIN) {
        return every.parse().map_or(Effect::Draw, |every| Effect::Again { every });
    }
    match name {
        ANALYSE => Effect::Run,
        ERRORS => Effect::ErrorLog,
        SESSIONS => Effect::Sessions,
        COLUMNS => {
            *columns = columns.saturating_add(super::COLUMNS);
            Effect::Draw
        }
        _ => Effect::Draw,
    }
}

/// What a value of a control chooses: nothing where it is empty; `None` where it means nothing.
fn choice_of<T: FromStr>(value: &str) -> Option<Option<T>> {
    if value.is_empty() { Some(None) } else { value.parse().ok().map(Some) }
}

/// Chooses how a column's cells are read, or leaves that to the reader; whether that means anything.
fn read_as(mapping: &mut Mapping, column: &str, detail: Option<Detail>) -> bool {
    let assignment = match (mapping.get(column), detail) {
        (Some(assignment), _) => assignment,
        (None, None | Some(Detail::Time(_) | Detail::Labels | Detail::Numbers)) => Assignment::Own,
        (None, Some(Detail::Unit(_) | Detail::Letters)) => return false,
    };
    let decimal = mapping.decimal(column);
    choose(mapping, column, Choice { assignment, detail, decimal });
    true
}

/// Chooses the decimal mark of a column's numbers, with what it is taken for by it; whether that means anything.
fn write_as(mapping: &mut Mapping, column: &str, choice: Choice) -> bool {
    *mapping = reassign(mapping, column, choice.assignment);
    choose(mapping, column, choice);
    true
}

fn choose(mapping: &mut Mapping, column: &str, choice: Choice) {
    if choice == Choice::from(Assignment::Own) {
        mapping.clear(column);
    } else {
        // Its field stays its own: it cannot be refused.
        drop(mapping.assign(column, choice));
    }
}

/// What a control means that is about the reading of the file as a whole.
fn reading(plan: &mut Plan, picking: bool, checked: Option<Checks>, name: &str, value: &str) -> Option<Effect> {
    let Source::File(file) = &mut plan.source else { return None };
    let reading = &mut file.reading;
    match name {
        ROWS_AT => match rows_at(value).parse() {
            Ok(layout) => reading.layout = Some(layout),
            Err(_) => return Some(Effect::Draw),
        },
        LAYOUT | QUOTING | FIRST_LINE => match value.parse() {
            Ok(layout) => reading.layout = Some(layout),
            Err(_) => return Some(Effect::Draw),
        },
        GROUPING => match Grouping::from_text(value) {
            Some(grouping) => reading.grouping = grouping,
            None => return Some(Effect::Draw),
        },
        EVERY => match value.parse() {
            Ok(every) => reading.every = every,
            Err(_) => return Some(Effect::Draw),
        },
        ZONE => match choice_of(value) {
            Some(zone) => reading.zone = zone,
            None => return Some(Effect::Draw),
        },
        FILL => reading.fill = if value == ON { Fill::CohortMedian } else { Fill::Leave },
        _ => {
            let check = Check::from_name(name.strip_prefix(CHECK)?)?;
            reading.checks = checked.unwrap_or(reading.checks).with(check, value == ON);
        }
    }
    Some(if picking { Effect::Read } else { Effect::Run })
}

/// The layout of a JSON document whose rows stand at this path.
fn rows_at(path: &str) -> String {
    match path.trim() {
        "" => "json".to_owned(),
        path => format!("json:{path}"),
    }
}

/// The mapping with a column taken for something else; a column that was taken for the same gives it up.
fn reassign(mapping: &Mapping, column: &str, assignment: Assignment) -> Mapping {
    let mut mapping = mapping.clone();
    if matches!(assignment, Assignment::Field(_) | Assignment::Truth) {
        let holder =
            mapping.choices().iter().find(|(_, other)| other.assignment == assignment).map(|(name, _)| name.clone());
        if let Some(holder) = holder {
            mapping.clear(&holder);
        }
    }
    match assignment {
        Assignment::Own => mapping.clear(column),
        // Nobody else has it now: it cannot be refused.
        _ => drop(mapping.assign(column, assignment)),
    }
    mapping
}

#[cfg(test)]
mod tests {
    use super::*;
    use analysis::FileSource;
    use ingest::{FileIdentity, Reading};
    use telemetry::Field;

    fn known(columns: &mut usize, picking: bool) -> Known<'_> {
        Known { columns, picking, checked: Some(Checks::all(7)) }
    }

    fn plan() -> Plan {
        let mut mapping = Mapping::default();
        mapping.assign("a", Assignment::Field(Field::BitrateKbps)).expect("free");
        let identity = FileIdentity { bytes: 1, sha256: [0; 32] };
        let source =
            Source::File(FileSource { name: "a.csv".into(), identity, reading: Reading::rows(mapping.closed()) });
        Plan { source, ..Plan::default() }
    }

    fn taken(plan: &Plan, column: &str) -> Option<Assignment> {
        let Source::File(file) = &plan.source else { panic!("a file") };
        file.reading.mapping.get(column)
    }

    #[test]
    fn a_column_gives_its_field_up_to_another() {
        let mut plan = plan();
        let mut to = |name: &str, value: &str| {
            let effect = change(&mut plan, known(&mut 0, false), name, value);
            (effect, taken(&plan, "a"), taken(&plan, "b"))
        };
        let bitrate = Some(Assignment::Field(Field::BitrateKbps));
        assert_eq!(to("taken:b", "bitrate_kbps"), (Effect::Run, None, bitrate));
        assert_eq!(to("taken:a", "truth"), (Effect::Run, Some(Assignment::Truth), bitrate));
        assert_eq!(to("taken:b", "own"), (Effect::Run, Some(Assignment::Truth), None));
        assert_eq!(to("taken:b", "nonsense"), (Effect::Draw, Some(Assignment::Truth), None));
        assert_eq!(to("nonsense", ""), (Effect::Draw, Some(Assignment::Truth), None));
    }

    #[test]
    fn a_column_of_its_own_can_be_read_as_times() {
        let mut plan = plan();
        let mut to = |name: &str, value: &str| {
            let effect = change(&mut plan, known(&mut 0, false), name, value);
            let Source::File(file) = &plan.source else { panic!("a file") };
            let choice = |name: &str| file.reading.mapping.choices().iter().find(|(column, _)| column == name).cloned();
            (
                effect,
                choice("a").map(|(_, choice)| choice.to_string()),
                choice("b").map(|(_, choice)| choice.to_string()),
            )
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(to("read:b", "dmy"), (Effect::Run, some("bitrate_kbps"), some("own:dmy")));
        assert_eq!(to("read:a", "bps"), (Effect::Run, some("bitrate_kbps:bps"), some("own:dmy")));
        assert_eq!(
            to("decimal:a", "bitrate_kbps:bps:comma"),
            (Effect::Run, some("bitrate_kbps:bps:comma"), some("own:dmy"))
        );
        assert_eq!(to("read:a", ""), (Effect::Run, some("bitrate_kbps:comma"), some("own:dmy")));
        assert_eq!(to("decimal:a", "nonsense").0, Effect::Draw);
        assert_eq!(to("decimal:a", "bitrate_kbps"), (Effect::Run, some("bitrate_kbps"), some("own:dmy")));
        assert_eq!(to("read:b", "labels"), (Effect::Run, some("bitrate_kbps"), some("own:labels")));
        assert_eq!(to("read:b", ""), (Effect::Run, some("bitrate_kbps"), None));
        assert_eq!(to("decimal:b", "own:point"), (Effect::Run, some("bitrate_kbps"), some("own:point")));
    }

    #[test]
    fn ticks_are_gathered_where_nothing_is_analysed_yet() {
        let mut plan = Plan { features: Vec::new(), ..plan() };
        let feature = |name: &str| Feature::plain(Measure::Column(name.into()));
        let mut tick = |picking, name: &str, value: &str| {
            let effect = change(&mut plan, known(&mut 0, picking), name, value);
            (effect, plan.features.clone())
        };
        assert_eq!(tick(true, "feature:x", ON), (Effect::Draw, vec![feature("x")]));
        assert_eq!(tick(true, "feature:y:z", ON), (Effect::Draw, vec![feature("x"), feature("y:z")]));
        assert_eq!(tick(true, "feature:x", ON), (Effect::Draw, vec![feature("x"), feature("y:z")]), "no toggle");
        assert_eq!(tick(false, "feature:x", ""), (Effect::Run, vec![feature("y:z")]));
        assert_eq!(tick(true, ANALYSE, ""), (Effect::Run, vec![feature("y:z")]));
        assert_eq!(tick(true, "taken:x", "cdn").0, Effect::Read);
    }

    #[test]
    fn what_is_said_of_the_file_is_in_the_plan() {
        let mut plan = plan();
        let mut to = |name: &str, value: &str| {
            let effect = change(&mut plan, known(&mut 0, false), name, value);
            let Source::File(file) = &plan.source else { panic!("a file") };
            (effect, file.reading.clone())
        };
        let before = to("nonsense", "").1;
        assert_eq!(to("grouping", "session").1.grouping, Grouping::Session);
        assert_eq!(
            to("grouping", "nonsense"),
            (Effect::Draw, Reading { grouping: Grouping::Session, ..before.clone() })
        );
        assert_eq!(to("every", "10").1.every.get(), 10);
        let text = |reading: Reading| reading.layout.map(|layout| layout.to_string());
        assert_eq!(text(to("quoting", "csv:comma:backslash").1).as_deref(), Some("csv:comma:backslash"));
        assert_eq!(text(to("first-line", "csv:comma:line4").1).as_deref(), Some("csv:comma:line4"));
        assert_eq!(text(to("rows-at", "result.rows").1).as_deref(), Some("json:result.rows"));
        assert_eq!(text(to("rows-at", " ").1).as_deref(), Some("json"));
        assert_eq!(to("first-line", "4").0, Effect::Draw);
        assert_eq!(to("every", "0").0, Effect::Draw);
        assert_eq!(to("fill", ON).1.fill, Fill::CohortMedian);
        assert_eq!(to("fill", "").1.fill, Fill::Leave);
        assert_eq!(to("zone", "Europe/Berlin").1.zone, "Europe/Berlin".parse().ok());
        assert_eq!((to("zone", "").1.zone, to("zone", "../x").0), (None, Effect::Draw));
        // The other checks that were made when the file was read stay, though the plan does not name them.
        let (effect, reading) = to("check:duplicate", "");
        assert_eq!((effect, reading.checks), (Effect::Run, Checks::all(7).with(Check::Duplicate, false)));
        assert_eq!(to("read:a", "mbps").1.mapping.detail("a"), "mbps".parse().ok());
        assert_eq!(to("read:b", "mbps").0, Effect::Draw);
    }

    #[test]
    fn more_columns_are_shown_on_demand() {
        let mut columns = super::super::COLUMNS;
        assert_eq!(change(&mut plan(), known(&mut columns, false), COLUMNS, ""), Effect::Draw);
        assert_eq!(columns, 2 * super::super::COLUMNS);
    }
}
