//! The data tab: how a file was read, and what each of its columns was taken for.

use super::Subject;
use super::change::{ANALYSE, COLUMNS, DECIMAL, FEATURE, READ_AS, SESSIONS, TAKEN};
use super::making::making;
use super::node::{Attribute, Node, Tag};
use super::parts::{
    Choice, button, buttons, card, cell, cell_of, checkbox, details, hint, list, notice, paragraph, select, sheet,
    table,
};
use super::quality::place;
use analysis::{Quality, Source};
use features::{Feature, Measure, wanting};
use ingest::{Assignment, ColumnSummary, Decimal, Detail, Range, SourceUnit, Taken, TimeFormat, UnitSource, Why};
use qoe::derive;
use telemetry::format;
use telemetry::{Field, Kind, Table};

/// So many issues are shown in full.
const ISSUES: usize = 100;

/// The data tab; none for sessions that were not read.
pub fn data(subject: &Subject) -> Option<Node> {
    let quality = subject.sessions.quality.as_ref()?;
    let Source::File(file) = &subject.sessions.source else { return None };
    let mut parts = Vec::new();
    if subject.picking {
        parts.push(pick(subject));
    }
    parts.push(reading(&file.name, quality));
    parts.extend(making(subject, quality));
    parts.push(columns(subject, quality));
    Some(sheet(parts))
}

fn pick(subject: &Subject) -> Node {
    let chosen = subject.plan.features.len();
    let label = match chosen {
        0 => "Analyse".to_owned(),
        1 => "Analyse by 1 feature".to_owned(),
        count => format!("Analyse by {count} features"),
    };
    let what = "No column of this file was recognised as a quality metric. Tick number columns as features, or say which \
                field a column is; then analyse.";
    notice(
        "Choose what to judge the sessions by",
        vec![paragraph(what), buttons([button(ANALYSE, label, "", chosen > 0)])],
    )
}

fn reading(name: &str, quality: &Quality) -> Node {
    let report = &quality.report;
    let skipped = match report.skipped {
        0 => String::new(),
        count => format!(", {} skipped", format::count(count)),
    };
    let mut parts = vec![paragraph(format!(
        "{} row{} read: {} loaded ({} of them repaired), {} rejected{skipped}.",
        format::count(report.read),
        if report.read == 1 { "" } else { "s" },
        format::count(report.loaded),
        format::count(report.repaired),
        format::count(report.rejected)
    ))];
    parts.push(buttons([button(SESSIONS, "Download sessions", "secondary", true)]));
    parts.push(hint(
        "All sessions as one table (CSV): known fields under their own names and in their units, times in UTC, other columns \
         behind; those that are kept apart say why.",
    ));
    if !report.files.is_empty() {
        let files = report.files.iter().map(|file| format!("{}: {} rows", file.name, format::count(file.rows)));
        parts.push(details(format!("{} files, one behind the other", report.files.len()), vec![list(files)]));
    }
    if let Some(losses) = quality.columns.losses(report) {
        parts.push(notice("A part of this file was not understood", vec![paragraph(losses)]));
    }
    if report.beside.count > 0 {
        let count = format::count(report.beside.count);
        let lines = list(report.beside.first.iter().map(ToString::to_string));
        parts.push(details(format!("Lines that are no part of the table: {count}"), vec![lines]));
    }
    if !report.other_columns.is_empty() {
        parts.push(list(report.other_columns.iter().map(ToString::to_string)));
    }
    if report.total_issues() > 0 {
        let item = |(rule, count): (ingest::Rule, u64)| format!("{} × {}", format::count(count), rule.label());
        parts.push(list(report.counts().map(item)));
    }
    let renamed = report.renamed.iter().map(|renamed| issue("header".into(), &renamed.from, renamed.to_string()));
    let found = report.issues.iter().map(|found| {
        let column = found.column.as_ref().map_or_else(String::new, |column| format!(", {column}"));
        issue(format!("{}{column}", place(found)), &found.value, found.reason.to_string())
    });
    let rows: Vec<Vec<Node>> = renamed.chain(found).take(ISSUES).collect();
    if !rows.is_empty() {
        let count = rows.len();
        let columns = [("Where", ""), ("Value", ""), ("What", "")];
        parts.push(details(
            format!("The first {count} in full"),
            vec![table("Issues of the file", "issues", &columns, rows)],
        ));
    }
    card("reading-title", format!("How {name} was read"), parts)
}

fn issue(place: String, value: &str, reason: String) -> Vec<Node> {
    vec![cell("", place), cell("value", value), cell("", reason)]
}

/// The columns of the mapping table, with their definitions.
const HEADINGS: [(&str, &str); 9] = [
    ("Column", ""),
    ("Taken for", ""),
    ("Feature", ""),
    ("Type", ""),
    (
        "Written as",
        "How its cells are written: numbers with their decimal mark and unit, times in which format, or labels. Numbers are \
         held in the unit of the field.",
    ),
    ("Range", ""),
    ("Missing", ""),
    ("First values", ""),
    ("Why", ""),
];

fn columns(subject: &Subject, quality: &Quality) -> Node {
    let columns = &quality.columns.columns;
    let rows = columns.iter().take(subject.columns).map(|column| row(subject, column));
    let mut parts = vec![
        hint(
            "What each column was taken for. Change it here; the file is read anew. Number columns that are no known field \
             can be features as they are.",
        ),
        table("Columns of the file", "mapping", &HEADINGS, rows),
    ];
    parts.extend(more(columns.len(), subject.columns));
    if !quality.derived.is_empty() {
        parts.push(paragraph("What the file does not report and what follows from what it does:"));
        let sessions =
            |count: u64| if count == 1 { "1 session".into() } else { format!("{} sessions", format::count(count)) };
        parts.push(list(quality.derived.iter().map(|one| format!("{}: in {}", one.formula, sessions(one.sessions)))));
    }
    card("columns-title", format!("Columns ({})", columns.len()), parts)
}

/// A button for the columns that are not shown yet.
pub(super) fn more(columns: usize, shown: usize) -> Option<Node> {
    let hidden = columns.checked_sub(shown).filter(|&hidden| hidden > 0)?;
    let label = format!("Show {} more columns", format::count(hidden.min(super::COLUMNS) as u64));
    Some(buttons([button(COLUMNS, label, "secondary", true)]))
}

fn row(subject: &Subject, column: &ColumnSummary) -> Vec<Node> {
    let rows = subject.sessions_made() as u64;
    vec![
        cell("", &column.name),
        cell_of("", [taken(column)]),
        cell_of("tick", tick(subject, column)),
        cell("", kind(column.kind)),
        written(column),
        cell_of("number", range(column)),
        cell("number", format::part(column.missing as u64, rows)),
        cell("first", first(column)),
        cell("why", why(&subject.sessions.table, column)),
    ]
}

/// Why the column was taken for what it was; and of a number that nothing is computed from, what that lacks.
fn why(table: &Table, column: &ColumnSummary) -> String {
    let lacks = match (column.taken, column.kind) {
        (Taken::Field(field), Some(Kind::Number)) => wanting(table, field).or_else(|| derive::wanting(table, field)),
        _ => None,
    };
    lacks.map_or_else(|| column.why.to_string(), |lacks| format!("{}; not used yet: {lacks}", column.why))
}

/// The first cells, told apart from one another whatever they hold; an empty one is seen to be there.
fn first(column: &ColumnSummary) -> String {
    let cells = column.first.iter().take(3).map(|cell| if cell.is_empty() { "∅" } else { cell });
    cells.collect::<Vec<_>>().join(" · ")
}

fn taken(column: &ColumnSummary) -> Node {
    let assignment = match column.taken {
        Taken::Field(field) => Assignment::Field(field),
        Taken::Own => Assignment::Own,
        Taken::Ignored => Assignment::Ignore,
        Taken::Truth => Assignment::Truth,
        Taken::Cmcd => Assignment::Cmcd,
    };
    let fields = Field::ALL.iter().map(|field| Choice(field.name(), field.label(), field.meaning()));
    let choices = [Choice("own", "—", "")].into_iter().chain(fields).chain([
        Choice("truth", "Truth (to judge by)", ""),
        Choice("cmcd", "CMCD", "Common Media Client Data: a column for each of its keys"),
        Choice("ignore", "Ignored", ""),
    ]);
    let label = format!("{} is taken for", column.name);
    select(format!("{TAKEN}{}", column.name), label, choices, &assignment.to_string())
}

/// Whether the column is a feature as it is: only a number that is no known field can be.
fn tick(subject: &Subject, column: &ColumnSummary) -> Option<Node> {
    if column.kind != Some(Kind::Number) || column.taken != Taken::Own {
        return None;
    }
    let feature = Feature::plain(Measure::Column(column.name.clone()));
    let label = format!("{} is a feature", column.name);
    Some(checkbox(format!("{FEATURE}{}", column.name), label, subject.plan.features.contains(&feature)))
}

/// How its cells are written, with what can be chosen of it.
fn written(column: &ColumnSummary) -> Node {
    let mut parts: Vec<Node> = read_as(column).into_iter().chain(decimal(column)).collect();
    parts.push(Node::text(Tag::Span, column.written.clone()));
    let cell = cell_of("written", parts);
    match column.unit {
        Some((_, source)) => cell.with(Attribute::Title, source.reason()),
        None => cell,
    }
}

/// A control for the unit of a field's numbers, for the format of times, or for what a column's own cells are.
fn read_as(column: &ColumnSummary) -> Option<Node> {
    let choice = |code: &'static str, name: &'static str| Choice(code, name, "");
    let label = format!("{} is written in", column.name);
    let name = format!("{READ_AS}{}", column.name);
    let formats = || TimeFormat::ALL.iter().map(|format| choice(format.name(), format.label()));
    Some(match (column.taken, column.unit, column.time_format) {
        // Each cell says its own.
        (Taken::Field(_), Some((_, UnitSource::Cells)), _) => return None,
        (Taken::Field(field), Some((unit, _)), _) => {
            let units = SourceUnit::ALL.iter().filter(|unit| unit.scale_to(field).is_some());
            let units = units.map(|unit| choice(unit.code(), unit.name()));
            select(name, label, units, unit.code())
        }
        (Taken::Field(_), _, Some(format)) => select(name, label, formats(), format.name()),
        (Taken::Own, ..) => {
            let chosen = match column.detail {
                Some(Detail::Time(format)) => format.name(),
                Some(Detail::Labels) => "labels",
                Some(Detail::Numbers) => "numbers",
                _ => column.time_format.map_or("", TimeFormat::name),
            };
            let told = if column.why == Why::AmbiguousDates { "no time" } else { "as its cells tell" };
            let others = [choice("", told), choice("labels", "labels"), choice("numbers", "numbers")];
            select(name, label, others.into_iter().chain(formats()), chosen)
        }
        _ => return None,
    })
}

/// A control for the decimal mark of numbers that have one, or whose mark can be one.
fn decimal(column: &ColumnSummary) -> Option<Node> {
    if !column.has_mark {
        return None;
    }
    let name = format!("{DECIMAL}{}", column.name);
    let label = format!("{} has the decimal mark", column.name);
    // Where nothing told the mark, the column is not what its name means until it is chosen.
    let assignment = match (&column.why, column.taken) {
        (&Why::AmbiguousNumbers { field: Some(field) }, _) | (_, Taken::Field(field)) => Assignment::Field(field),
        _ => Assignment::Own,
    };
    let text = |decimal| ingest::Choice { assignment, detail: column.detail, decimal }.to_string();
    let texts = [None, Some(Decimal::Point), Some(Decimal::Comma)].map(text);
    let names = ["mark as told", "point: 1.5", "comma: 1,5"];
    let choices = texts.iter().zip(names).map(|(text, name)| Choice(text, name, ""));
    Some(select(name, label, choices, &text(column.chosen_decimal)))
}

/// What a column's cells are, in a word.
pub(super) fn kind(kind: Option<Kind>) -> &'static str {
    match kind {
        Some(Kind::Number) => "number",
        Some(Kind::Category) => "category",
        Some(Kind::Time) => "time",
        Some(Kind::Text) => "text",
        None => "",
    }
}

/// The least and the greatest value, as two parts: where there is no room for both they stand one above the other.
fn range(column: &ColumnSummary) -> Vec<Node> {
    let (low, high) = match column.range {
        Some(Range::Number(low, high)) => (low.to_string(), high.to_string()),
        Some(Range::Time(low, high)) => (format::utc_minute(low as f64), format::utc_minute(high as f64)),
        None => return Vec::new(),
    };
    if low == high {
        return vec![Node::text(Tag::Span, low)];
    }
    vec![Node::text(Tag::Span, format!("{low} –")), Node::text(Tag::Span, format!(" {high}"))]
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::sheet::ON;
    use crate::sheet::testing::{controls, look, look_at, named, texts};

    const TEXT: &str = "session_id,Startup Time (s),note,bitrate_kbps\na,1.5,3,1000\nb,2.5,4,2000\nc,,9,3000\n";

    #[test]
    fn every_column_is_told_and_can_be_taken_for_something_else() {
        let sheet = look(TEXT, |subject| data(subject).expect("read"));
        let table = named(&sheet, "Columns of the file").expect("columns");
        let row = |place: usize| texts(&table.children[0].children[1].children[place]);
        let ends = |place: usize| {
            let row = row(place);
            (row.first().cloned().unwrap_or_default(), row.get(row.len() - 5..).unwrap_or_default().to_vec())
        };
        assert_eq!(
            ends(1),
            (
                "Startup Time (s)".to_owned(),
                ["1500 –", " 2500", "33.3%", "1.5 · 2.5 · ∅", "its name is known to mean this"]
                    .map(str::to_owned)
                    .to_vec()
            )
        );
        let units: Vec<(String, String)> =
            controls(&sheet).into_iter().filter(|(name, _)| name.starts_with(READ_AS)).collect();
        let expected = [("read:Startup Time (s)", "s"), ("read:note", ""), ("read:bitrate_kbps", "kbps")];
        assert_eq!(units, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let chosen: Vec<(String, String)> =
            controls(&sheet).into_iter().filter(|(name, _)| name.starts_with(TAKEN)).collect();
        let expected = [
            ("taken:session_id", "session_id"),
            ("taken:Startup Time (s)", "startup_time_ms"),
            ("taken:note", "own"),
            ("taken:bitrate_kbps", "bitrate_kbps"),
        ];
        assert_eq!(chosen, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        let ticks: Vec<(String, String)> =
            controls(&sheet).into_iter().filter(|(name, _)| name.starts_with(FEATURE)).collect();
        assert_eq!(ticks, [("feature:note".to_owned(), String::new())], "only a number of its own can be a feature");
    }

    #[test]
    fn what_is_derived_and_what_a_column_lacks_is_told() {
        let text = "session_id,rebuffer_count,rebuffer_duration_ms,playing_time_s,bitrate_kbps\na,2,5000,95,1000\nb,0,0,60,2000\n";
        let told = |text: &str| {
            let (mut sessions, plan) = crate::sheet::testing::read(text);
            let derived = derive::complete(&mut sessions.table, None).expect("sound");
            if let Some(quality) = &mut sessions.quality {
                quality.derived = derived;
            }
            let subject = Subject {
                plan: &plan,
                sessions: &sessions,
                analysis: None,
                picking: false,
                columns: super::super::COLUMNS,
            };
            texts(&data(&subject).expect("read"))
        };
        let all = told(text);
        assert!(all.contains(&"watch time = playing + stalled + startup: in 2 sessions".to_owned()), "{all:?}");
        assert!(!all.iter().any(|text| text.contains("not used yet")), "{all:?}");
        let lacking = told("session_id,rebuffer_count,playing_time_s,bitrate_kbps\na,2,95,1000\nb,0,60,2000\n");
        let needs: Vec<&String> = lacking.iter().filter(|text| text.contains("not used yet")).collect();
        assert_eq!(needs.len(), 2, "{lacking:?}");
        assert!(
            needs[0].ends_with("not used yet: Rebuffers per minute needs the watch time (watch_time_s)"),
            "{needs:?}"
        );
        assert!(needs[1].ends_with("not used yet: Watch time needs the rebuffer duration, too"), "{needs:?}");
    }

    #[test]
    fn where_day_and_month_cannot_be_told_apart_it_is_asked() {
        let sheet =
            look("when,since,n\n1/2/2024,13/2/2024,1\n3/4/2024,14/2/2024,2\n", |subject| data(subject).expect("read"));
        let formats = controls(&sheet).into_iter().filter(|(name, _)| name.starts_with(READ_AS));
        let formats: Vec<String> = formats.map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(formats, ["read:when=", "read:since=dmy", "read:n="]);
    }

    #[test]
    fn how_a_column_is_written_is_told_and_a_mark_can_be_chosen() {
        let text = "id;startup_time_ms;zip;watch;n\na;1.204;02100;1:05:00;1\nb;2.651;00501;PT5M;2\n";
        let sheet = look(text, |subject| data(subject).expect("read"));
        let told = texts(&sheet);
        for written in ["numbers that can be read in two ways", "codes, digit for digit", "numbers"] {
            assert!(told.iter().any(|text| text == written), "{written}: {told:?}");
        }
        let marks = controls(&sheet).into_iter().filter(|(name, _)| name.starts_with(DECIMAL)).collect::<Vec<_>>();
        assert_eq!(marks, [("decimal:startup_time_ms".to_owned(), "startup_time_ms".to_owned())]);
    }

    #[test]
    fn what_was_not_understood_is_told_first() {
        let rows = "5\n".repeat(50) + "five\nsix\n";
        let told = look(&format!("startup_time_ms\n{rows}"), |subject| data(subject).expect("read"));
        let told = texts(&told);
        let loss = "Not understood, and so taken for missing: 2 of 52 filled cells of \"startup_time_ms\", such as \"five\", \"six\".";
        assert!(told.iter().any(|text| text == loss), "{told:?}");
    }

    #[test]
    fn where_nothing_is_known_the_features_are_picked() {
        let text = "p,q,r\n1,2,x\n3,4,y\n";
        let label = |features: &[&str]| {
            let sheet = look_at(text, features, true, |subject| data(subject).expect("read"));
            let pick = &sheet.children[0];
            assert_eq!(pick.children[0].text, "Choose what to judge the sessions by");
            let button = &pick.children[2].children[0];
            (button.text.clone(), button.get(Attribute::Disabled) == Some(ON), controls(&sheet))
        };
        let (text, disabled, _) = label(&[]);
        assert_eq!((text.as_str(), disabled), ("Analyse", true));
        let (text, disabled, controls) = label(&["p", "q"]);
        assert_eq!((text.as_str(), disabled), ("Analyse by 2 features", false));
        assert!(controls.contains(&("feature:q".to_owned(), ON.to_owned())));
    }

    #[test]
    fn of_many_columns_the_first_are_shown_and_more_on_demand() {
        let names: Vec<String> = (0..500).map(|column| format!("c{column}")).collect();
        let values = vec!["1"; 500].join(",");
        let sheet = look(&format!("{}\n{values}\n", names.join(",")), |subject| data(subject).expect("read"));
        let shown = controls(&sheet);
        assert_eq!(shown.iter().filter(|(name, _)| name.starts_with(TAKEN)).count(), 200);
        assert!(shown.iter().any(|(name, _)| name == COLUMNS));
    }
}
