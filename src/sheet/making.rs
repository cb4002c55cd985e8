//! How the rows of a file become sessions: which rows, which of them together, and what of missing numbers; with controls.

use super::Subject;
use super::change::{EVERY, FILL, FIRST_LINE, GROUPING, LAYOUT, QUOTING, ROWS_AT, ZONE};
use super::node::{Attribute, Node, ON};
use super::parts::{Choice, card, cell, cell_of, details, hint, paragraph, select, table, text_field};
use analysis::{Quality, Source};
use ingest::{Delimited, Fill, Grouping, Layout, Quoting, ZoneName, rollup_rule, zone_names};
use std::num::NonZeroU32;
use telemetry::{Kind, format};

/// Every so many-th row, to choose from.
const EVERY_SO_MANY: [u32; 9] = [1, 2, 3, 5, 10, 20, 50, 100, 1000];

/// So many lines are offered as the first of the table.
const FIRST_LINES: u32 = 20;

/// Gaps in seconds, to choose from.
const GAPS: [(&str, &str); 3] = [
    ("viewer:300", "by viewer, until 5 minutes without a row"),
    ("viewer:1800", "by viewer, until 30 minutes without a row"),
    ("viewer:7200", "by viewer, until 2 hours without a row"),
];

/// The card with the controls and what came of them.
pub(super) fn making(subject: &Subject, quality: &Quality) -> Option<Node> {
    let Source::File(file) = &subject.plan.source else { return None };
    let reading = &file.reading;
    let mut choices = vec![layout(&quality.columns.layout)];
    choices.extend(layout_details(&quality.columns.layout));
    choices.extend([grouping(reading.grouping), every(reading.every.get()), fill(reading.fill)]);
    if reading.zone.is_some() || quality.columns.columns.iter().any(|column| column.kind == Some(Kind::Time)) {
        choices.push(zone(reading.zone.as_ref()));
    }
    let mut parts = vec![
        paragraph(what_came(quality, subject.unjudged())),
        table("How the file is read", "making", &[("What", ""), ("Choice", "")], choices),
    ];
    if !matches!(reading.grouping, Grouping::Rows) {
        parts.push(rules(subject));
    }
    if !quality.filled.is_empty() {
        let filled: Vec<String> =
            quality.filled.iter().map(|fill| format!("{} in {}", format::count(fill.count), fill.column)).collect();
        parts.push(hint(format!("Filled with the median of the session's cohort: {}.", filled.join(", "))));
    }
    Some(card("making-title", "How rows become sessions", parts))
}

fn what_came(quality: &Quality, unjudged: u64) -> String {
    let (sessions, mapping) = (&quality.report.sessions, &quality.columns);
    let mut text = String::new();
    if let Some(source) = mapping.source {
        text.push_str(&format!("The columns are those of {source}. "));
    }
    let notice = mapping.notice.map(|notice| notice.to_string());
    for sentence in notice.iter().chain([&mapping.grouping.1]) {
        let mut rest = sentence.chars();
        if let Some(first) = rest.next() {
            text.push_str(&format!("{}{}. ", first.to_uppercase(), rest.as_str()));
        }
    }
    let judged = sessions.judged.saturating_sub(unjudged);
    let parts = [
        (judged, "judged"),
        (unjudged, "without a value in any chosen feature"),
        (sessions.aside, "kept apart as hard failures"),
        (sessions.rejected, "left out"),
    ];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let parts: Vec<String> = parts.map(|(count, what)| format!("{} {what}", format::count(*count))).collect();
    if judged == sessions.made {
        text.push_str(&format!("Sessions: {}, all judged.", format::count(sessions.made)));
    } else {
        text.push_str(&format!("Sessions: {}, of which {}.", format::count(sessions.made), parts.join(", ")));
    }
    text
}

/// A control with its name in front.
fn field(label: &str, meaning: &str, control: Node) -> Vec<Node> {
    vec![cell("", label).with(Attribute::Title, meaning), cell_of("", [control])]
}

fn layout(layout: &Layout) -> Vec<Node> {
    let present = Some(layout.clone()).filter(|layout| !Layout::all().any(|other| other == *layout));
    let texts: Vec<(String, String)> =
        Layout::all().chain(present).map(|layout| (layout.to_string(), layout.label())).collect();
    let choices = texts.iter().map(|(value, label)| Choice(value, label, ""));
    let meaning = "How the text is laid out. It is recognised by its beginning.";
    field("Layout", meaning, select(LAYOUT, "How the text is laid out", choices, &layout.to_string()))
}

/// What else can be chosen of a layout: how its cells are quoted and in which line its table begins, or where in a document
/// its rows stand.
fn layout_details(layout: &Layout) -> Vec<Vec<Node>> {
    match layout {
        Layout::Delimited(delimited) => vec![quoting(*delimited), first_line(*delimited)],
        Layout::Json(path) => {
            let meaning =
                "The keys that lead to the list of rows, with a full stop between. Empty, the document is the list.";
            vec![field("Rows at", meaning, text_field(ROWS_AT, "Where the rows stand", path.to_string()))]
        }
        Layout::Markdown | Layout::W3c | Layout::Clf | Layout::RealTime | Layout::JsonLines => Vec::new(),
    }
}

fn quoting(delimited: Delimited) -> Vec<Node> {
    let text = |quoting| Layout::Delimited(Delimited { quoting, ..delimited }).to_string();
    let texts: Vec<(String, &str)> = Quoting::ALL.iter().map(|&quoting| (text(quoting), quoting.label())).collect();
    let choices = texts.iter().map(|(value, label)| Choice(value, label, ""));
    let meaning =
        "How cells are quoted that hold what stands between cells. Told by which reading makes the rows whole.";
    field("Quotes", meaning, select(QUOTING, "How cells are quoted", choices, &text(delimited.quoting)))
}

fn first_line(delimited: Delimited) -> Vec<Node> {
    let lines = (1..=FIRST_LINES).chain(Some(delimited.line.get()).filter(|&line| line > FIRST_LINES));
    let lines: Vec<NonZeroU32> = lines.filter_map(NonZeroU32::new).collect();
    let text = |line| Layout::Delimited(Delimited { line, ..delimited }).to_string();
    let texts: Vec<(String, String)> = lines.iter().map(|&line| (text(line), format!("line {line}"))).collect();
    let choices = texts.iter().map(|(value, label)| Choice(value, label, ""));
    let meaning = "The line with the names of the columns, or the first row where there are none. What stands above it is left out.";
    field("Begins in", meaning, select(FIRST_LINE, "Where the table begins", choices, &text(delimited.line)))
}

fn grouping(grouping: Grouping) -> Vec<Node> {
    let chosen = grouping.text();
    let mut choices = vec![
        Choice("rows", "each row is one", ""),
        Choice("session", "rows of one session identifier", ""),
        Choice("file", "all rows of a file", ""),
    ];
    choices.extend(GAPS.iter().map(|(value, label)| Choice(value, label, "")));
    let other = format!("by viewer, until a gap of {} s", chosen.trim_start_matches("viewer:"));
    if !choices.iter().any(|choice| choice.0 == chosen) {
        choices.push(Choice(&chosen, &other, ""));
    }
    let meaning =
        "Requests, samples and events are several rows of one session; an export of sessions has one row each.";
    field("Sessions", meaning, select(GROUPING, "Which rows make one session", choices, &chosen))
}

fn every(every: u32) -> Vec<Node> {
    let mut so_many = EVERY_SO_MANY.to_vec();
    if !so_many.contains(&every) {
        so_many.push(every);
    }
    let texts: Vec<(String, String)> = so_many
        .iter()
        .map(|&count| (count.to_string(), if count == 1 { "all".into() } else { format!("the first of each {count}") }))
        .collect();
    let choices = texts.iter().map(|(value, label)| Choice(value, label, ""));
    let meaning =
        "A file that is too large for the memory can be loaded in part; the other rows are counted as skipped.";
    field("Rows", meaning, select(EVERY, "Which rows are loaded", choices, &every.to_string()))
}

fn fill(fill: Fill) -> Vec<Node> {
    let choices = [
        Choice("", "left missing", "The detector has a rule for missing values."),
        Choice(
            ON,
            "median of the cohort",
            "Sessions of the same device type and network; where those have none, of all.",
        ),
    ];
    let chosen = if fill == Fill::CohortMedian { ON } else { "" };
    field("Missing numbers", "", select(FILL, "What becomes of missing numbers", choices, chosen))
}

fn zone(zone: Option<&ZoneName>) -> Vec<Node> {
    let chosen = zone.map_or("", ZoneName::as_str);
    let names = zone_names();
    let other = Some(chosen).filter(|name| !name.is_empty() && !names.contains(name));
    let names = names.iter().copied().chain(other).map(|name| Choice(name, name, ""));
    let meaning = "Times that say their zone, and unix times, are what they are.";
    let choices = [Choice("", "UTC", "")].into_iter().chain(names);
    field(
        "Times without a zone",
        meaning,
        select(ZONE, "The zone of times that are written without one", choices, chosen),
    )
}

/// What became of each field.
fn rules(subject: &Subject) -> Node {
    let fields = subject.sessions.table.columns().iter().filter_map(|column| column.field);
    let rows = fields.map(|field| vec![cell("", field.label()), cell("", rollup_rule(field))]);
    let columns = [("Field", ""), ("Of a session's rows", "")];
    details("What a session has of its rows", vec![table("What a session has of its rows", "rolled", &columns, rows)])
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use crate::sheet::data;
    use crate::sheet::testing::{controls, look};

    #[test]
    fn the_controls_show_the_plan() {
        let sheet = look("session_id,bitrate_kbps\na,1000\nb,2000\n", |subject| data(subject).expect("read"));
        let about = ["layout", "grouping", "every", "fill", "zone"];
        let shown = controls(&sheet).into_iter().filter(|(name, _)| about.contains(&name.as_str()));
        let shown: Vec<String> = shown.map(|(name, value)| format!("{name}={value}")).collect();
        assert_eq!(shown, ["layout=csv:comma", "grouping=rows", "every=1", "fill="]);
        // The zone is asked where there are times.
        let timed = look("session_id,start_time,n\na,2026-03-01 12:00,1\nb,2026-03-01 12:01,2\n", |subject| {
            data(subject).expect("read")
        });
        assert!(controls(&timed).contains(&("zone".to_owned(), String::new())));
        let bare = controls(&look("1|2.5\n3|4\n", |subject| data(subject).expect("read")));
        assert!(bare.contains(&("layout".to_owned(), "csv:pipe:bare".to_owned())), "{bare:?}");
    }
}
