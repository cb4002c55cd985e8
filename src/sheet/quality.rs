//! The quality tab: a verdict, counts that add up, what was found by which rule, and how the values of each column are
//! spread.

use super::Subject;
use super::change::ERRORS;
use super::checks::checks;
use super::data::{kind, more};
use super::distribution::{Distinct, Histogram, Spread, spread};
use super::node::{Node, Tag};
use super::parts::{button, buttons, card, cell, cell_of, figures, hint, histogram, paragraph, share, sheet, table};
use super::qoe::experience;
use export::{RENAMED, action, renaming};
use ingest::{ColumnSummary, Issue, Outcome, Report};
use telemetry::format;
use telemetry::{Kind, Unit};

/// So many examples are given of a rule.
const EXAMPLES: usize = 3;
/// A column with a value in fewer of the rows than one in so many is nearly empty.
const NEARLY_EMPTY: usize = 20;

/// The quality tab; none for sessions that were not read.
pub fn quality(subject: &Subject) -> Option<Node> {
    let quality = subject.sessions.quality.as_ref()?;
    let mut parts = vec![verdict(&quality.report, subject.unjudged()), findings(&quality.report), checks(quality)];
    parts.extend(experience(subject));
    parts.push(columns(subject, &quality.columns.columns));
    Some(sheet(parts))
}

/// `unjudged` of the sessions have no value in any chosen feature.
fn verdict(report: &Report, unjudged: u64) -> Node {
    let tile = |label: &str, meaning: &str, count: u64| {
        [label.to_owned(), meaning.to_owned(), format::count(count), format::part(count, report.read)]
    };
    let mut tiles = vec![
        tile("Rows read", "Data rows of the file. The header and blank lines are none.", report.read),
        tile("Loaded as they stood", "Rows in which nothing had to be repaired.", report.loaded - report.repaired),
        tile("Loaded, repaired", "Rows with a cell that was left empty or shown replaced.", report.repaired),
        tile("Rejected", "Rows that were left out.", report.rejected),
    ];
    if report.skipped > 0 {
        tiles.push(tile("Skipped", "Rows that were not looked at: one of every so many is taken.", report.skipped));
    }
    let sessions = &report.sessions;
    if sessions.made != report.loaded || sessions.aside + sessions.rejected + unjudged > 0 {
        let tile = |label: &str, meaning: &str, count: u64| {
            [label.to_owned(), meaning.to_owned(), format::count(count), format::part(count, sessions.made)]
        };
        tiles.push(tile("Sessions", "Sessions that the loaded rows make.", sessions.made));
        tiles.push(tile("Judged", "Sessions that the detector judges.", sessions.judged.saturating_sub(unjudged)));
        if unjudged > 0 {
            let meaning = "Sessions without a value in any of the chosen features: they are not judged.";
            tiles.push(tile("Without a value", meaning, unjudged));
        }
        tiles.push(tile("Hard failures", "Views that failed for everybody to see, kept apart.", sessions.aside));
        tiles.push(tile(
            "Left out",
            "Sessions that an earlier row has, or that nothing tells apart.",
            sessions.rejected,
        ));
    }
    card("verdict-title", "How good the data is", vec![paragraph(sentence(report)), figures("Rows", tiles)])
}

/// The verdict in a sentence.
fn sentence(report: &Report) -> String {
    let read = format::things(report.read, "row");
    // One of every so many rows is taken where a file has too many: what was not looked at was not loaded.
    let skipped = match report.skipped {
        0 => String::new(),
        count => format!("; {} not looked at", format::count(count)),
    };
    if report.loaded == report.read && report.repaired == 0 {
        return format!("{read} read: all loaded as they stood.");
    }
    let repaired = match report.repaired {
        0 => ", as they stood".to_owned(),
        count => format!(", {} of them repaired", format::count(count)),
    };
    let loaded = format!("{read} read: {} loaded{repaired}", format::count(report.loaded));
    if report.rejected == 0 {
        return format!("{loaded}; none rejected{skipped}.");
    }
    let reasons = report.counts().filter(|(rule, _)| rule.outcome() == Outcome::Rejected);
    let reasons: Vec<String> =
        reasons.map(|(rule, count)| format!("{} × {}", format::count(count), rule.label())).collect();
    format!("{loaded}; {} rejected: {}{skipped}.", format::count(report.rejected), reasons.join(", "))
}

fn findings(report: &Report) -> Node {
    let log = buttons([button(ERRORS, "Error log (CSV)", "secondary", true)]);
    let mut rows: Vec<Vec<Node>> = Vec::new();
    for renamed in &report.renamed {
        let example = paragraph(renamed.to_string());
        let rule = renaming(renamed.because);
        match rows.iter_mut().find(|row| row.first().is_some_and(|cell| cell.text == rule)) {
            Some(row) => {
                if let Some(examples) = row.last_mut().filter(|examples| examples.children.len() < EXAMPLES) {
                    examples.children.push(example);
                }
            }
            None => {
                let count = report.renamed.iter().filter(|other| other.because == renamed.because).count();
                rows.push(finding(rule, count as u64, RENAMED, vec![example]));
            }
        }
    }
    for (rule, count) in report.counts() {
        let examples = report.issues.iter().filter(|issue| issue.reason.rule() == rule).take(EXAMPLES);
        rows.push(finding(rule.label(), count, action(rule), examples.map(example).collect()));
    }
    if rows.is_empty() {
        return card("findings-title", "Findings", vec![paragraph("Nothing was found that is not as it should be.")]);
    }
    let columns = [
        ("Rule", ""),
        ("Times", "A row can have several findings, in different columns."),
        ("Done", "What became of the row."),
        ("For example", "The first places in the file; a line is counted by line feeds, from 1."),
    ];
    let kept = report.issues.len() as u64;
    let found = report.total_issues();
    let log_of = if kept < found {
        format!("The error log has the first {} of {} findings.", format::count(kept), format::count(found))
    } else {
        "The error log has every finding with its row, line, column and value.".to_owned()
    };
    card("findings-title", "Findings", vec![table("Findings by rule", "findings", &columns, rows), log, hint(log_of)])
}

fn finding(rule: &str, count: u64, done: &str, examples: Vec<Node>) -> Vec<Node> {
    vec![cell("", rule), cell("number", format::count(count)), cell("", done), cell_of("examples", examples)]
}

/// Where an issue is: `b.csv, row 3 (line 4)`.
pub(super) fn place(issue: &Issue) -> String {
    let file = issue.file.as_ref().map_or_else(String::new, |file| format!("{file}, "));
    let session = issue.session.as_ref().map_or_else(String::new, |session| format!("session {session}, from "));
    let line = if issue.line > 0 { format!(" (line {})", issue.line) } else { String::new() };
    format!("{file}{session}row {}{line}", issue.row)
}

fn example(issue: &Issue) -> Node {
    let column = issue.column.as_ref().map_or_else(String::new, |column| format!(", {column}"));
    // A row as a whole has no value: its cells run together say nothing.
    let value = if issue.column.is_some() { format!(": {}", issue.value) } else { String::new() };
    paragraph(format!("{}{column}{value}", place(issue)))
}

fn columns(subject: &Subject, columns: &[ColumnSummary]) -> Node {
    let headings = [
        ("Column", ""),
        ("Type", ""),
        ("Missing", "The share of the sessions without a value, those that are kept apart included."),
        ("Different values", ""),
        (
            "How they are spread",
            "Numbers and times: how many lie where; the lowest and the highest hundredth are put to the ends. Labels: the commonest.",
        ),
        ("Notes", ""),
    ];
    let rows = columns.iter().take(subject.columns).map(|column| row(subject, column));
    let mut parts = vec![table("Table of columns and their values", "spreads", &headings, rows)];
    parts.extend(more(columns.len(), subject.columns));
    card("values-title", "Columns and their values", parts)
}

fn row(subject: &Subject, column: &ColumnSummary) -> Vec<Node> {
    let rows = subject.sessions_made();
    let loaded = subject.sessions.table.column(&column.name);
    let (distinct, spread) = match loaded {
        Some(column) => {
            let (distinct, spread) = spread(&column.data);
            (Some(distinct), spread)
        }
        // The truth is beside the table; what is ignored is nowhere.
        None => (column.distinct.map(Distinct::Exactly), Spread::Nothing),
    };
    let unit = loaded.and_then(|column| column.field).map_or(Unit::None, |field| field.unit());
    let missing = column.kind.map(|_| share(column.missing as u64, rows as u64));
    vec![
        cell("", &column.name),
        cell("", kind(column.kind)),
        cell_of("number", missing.into_iter().flatten()),
        cell("number", distinct.map_or_else(String::new, different)),
        cell_of("values", values(column, &spread, unit)),
        cell("why", notes(column, rows, distinct)),
    ]
}

fn different(distinct: Distinct) -> String {
    match distinct {
        Distinct::Exactly(count) => format::count(count as u64),
        Distinct::MoreThan(count) => format!("> {}", format::count(count as u64)),
    }
}

fn values(column: &ColumnSummary, spread: &Spread, unit: Unit) -> Vec<Node> {
    match spread {
        Spread::Histogram(found) => {
            let show = |value: f64| match (column.kind, unit) {
                (Some(Kind::Time), _) => format::utc_minute(value),
                (_, Unit::None | Unit::Count) => format::significant(value, 4),
                _ => format::quantity(value, unit),
            };
            let (low, high) = (found.edges.first().copied(), found.edges.last().copied());
            let ends = match (low.map(show), high.map(show)) {
                (Some(low), Some(high)) if low == high => low,
                (Some(low), Some(high)) => format!("{low} – {high}"),
                _ => String::new(),
            };
            let label = format!("How {} is spread", column.name);
            let picture = histogram(&label, &found.counts, |bin| bin_text(found, bin, show));
            vec![picture, Node::text(Tag::Span, ends)]
        }
        Spread::Labels { top, others } => {
            let mut labels: Vec<String> =
                top.iter().map(|(label, count)| format!("{label} ({})", format::count(*count))).collect();
            if *others > 0 {
                labels.push(format!("others ({})", format::count(*others)));
            }
            vec![Node::text(Tag::Span, labels.join(", "))]
        }
        Spread::Nothing => Vec::new(),
    }
}

/// What a bin of a histogram says when it is pointed at.
fn bin_text(found: &Histogram, bin: usize, show: impl Fn(f64) -> String) -> String {
    let edge = |bin: usize| found.edges.get(bin).copied().map(&show).unwrap_or_default();
    let count = format::count(found.counts.get(bin).copied().unwrap_or(0));
    if found.exact {
        return format!("{}: {count}", edge(bin));
    }
    if bin == 0 {
        format!("below {}: {count}", edge(1))
    } else if bin + 1 == found.counts.len() {
        format!("from {}: {count}", edge(bin))
    } else {
        format!("{} – {}: {count}", edge(bin), edge(bin + 1))
    }
}

fn notes(column: &ColumnSummary, rows: usize, distinct: Option<Distinct>) -> String {
    let filled = rows.saturating_sub(column.missing);
    let mut notes = Vec::new();
    if column.kind.is_none() {
        notes.push("not loaded".to_owned());
    } else if filled == 0 {
        notes.push("empty".to_owned());
    } else {
        if filled.saturating_mul(NEARLY_EMPTY) < rows {
            notes.push("nearly empty".to_owned());
        }
        if distinct == Some(Distinct::Exactly(1)) {
            notes.push("all values are the same".to_owned());
        }
    }
    if column.repaired > 0 {
        notes.push(format!("{} repaired", format::count(column.repaired)));
    }
    notes.join("; ")
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::sheet::testing::{look, named, read, texts};
    use crate::sheet::{COLUMNS, data};
    use analysis::SerialExecutor;
    use analysis::{Plan, analyse, proposed_features};
    use std::sync::Arc;

    /// What a verdict says of rows: read, loaded, repaired, rejected, not looked at.
    fn told(said: &str) -> [u64; 5] {
        let number = |text: &str| text.replace(format::THIN_SPACE, "").parse::<u64>().expect("a number");
        let (rows, rest) = said.split_once(" read: ").expect("rows read");
        let (read, noun) = rows.split_once(' ').expect("a number");
        let read = number(read);
        assert_eq!(noun, if read == 1 { "row" } else { "rows" }, "{said}");
        if rest == "all loaded as they stood." {
            return [read, read, 0, 0, 0];
        }
        let (loaded, rest) = rest.split_once(" loaded, ").expect("loaded");
        let mut pieces = rest.trim_end_matches('.').split("; ");
        let repaired = pieces.next().expect("repaired").strip_suffix(" of them repaired").map_or(0, number);
        let (rejected, reasons) = match pieces.next().expect("rejected").split_once(" rejected: ") {
            Some((rejected, reasons)) => (number(rejected), reasons),
            None => (0, ""),
        };
        let reasons = reasons.split(", ").filter_map(|reason| reason.split_once(" × "));
        assert_eq!(reasons.map(|(count, _)| number(count)).sum::<u64>(), rejected, "{said}");
        let skipped = pieces.next().map_or(0, |piece| number(piece.strip_suffix(" not looked at").expect("skipped")));
        [read, number(loaded), repaired, rejected, skipped]
    }

    proptest::proptest! {
        #[test]
        fn every_verdict_adds_up(rows in proptest::collection::vec(0..5_usize, 1..40)) {
            let kinds = ["1,2\n", "-3,4\n", "5,6,7\n", "bitrate_kbps,b\n", "\"8\",9\n"];
            let text: String = rows.iter().map(|kind| kinds[*kind]).collect();
            // What is read needs a row that can be judged.
            let report = read(&format!("bitrate_kbps,b\n1,2\n{text}")).0.quality.expect("read").report;
            let of = |wanted: &[usize]| rows.iter().filter(|kind| wanted.contains(kind)).count() as u64;
            let expected = [rows.len() as u64 + 1, of(&[0, 1, 4]) + 1, of(&[1]), of(&[2, 3]), 0];
            proptest::prop_assert_eq!(told(&sentence(&report)), expected, "{}", sentence(&report));
        }

        #[test]
        fn rows_that_were_not_looked_at_were_not_loaded(loaded in 1..9_u64, repaired in 0..9_u64, skipped in 0..9_u64) {
            let repaired = repaired.min(loaded);
            let mut report = Report::default();
            (report.read, report.loaded) = (loaded + skipped, loaded);
            (report.repaired, report.skipped) = (repaired, skipped);
            let said = sentence(&report);
            proptest::prop_assert_eq!(told(&said), [loaded + skipped, loaded, repaired, 0, skipped], "{}", said);
        }
    }

    #[test]
    fn the_verdict_is_a_sentence_whose_counts_add_up() {
        let verdict = |text: &str| sentence(&read(text).0.quality.expect("read").report);
        assert_eq!(verdict("a,b\n1,2\n"), "1 row read: all loaded as they stood.");
        assert_eq!(verdict("bitrate_kbps,b\n1,2\n-3,4\n"), "2 rows read: 2 loaded, 1 of them repaired; none rejected.");
        assert_eq!(
            verdict("bitrate_kbps,b\n1,2\n-3,4\n5,6,7\n7,8\nbitrate_kbps,b\n"),
            "5 rows read: 3 loaded, 1 of them repaired; 2 rejected: 1 × row with more cells than columns, 1 × the header once \
             more."
        );
    }

    #[test]
    fn findings_have_their_rule_count_action_and_places() {
        let mut text =
            "bitrate_kbps,x,x\n1,2,a\nfast,3,b\n\n4,5,c,d\nslow,6,d\n7,8,e\n9,10,f\nodd,1,g\neven,2,h\n".to_owned();
        text.push_str(&"1,2,i\n".repeat(100));
        let sheet = look(&text, |subject| quality(subject).expect("read"));
        let table = named(&sheet, "Findings by rule").expect("findings");
        let rows: Vec<Vec<String>> = table.children[0].children[1].children.iter().map(texts).collect();
        assert_eq!(
            rows,
            [
                vec![
                    "column with another's name",
                    "1",
                    "loaded, renamed",
                    "column 3 is another \"x\" and is called \"x (2)\""
                ],
                vec![
                    "text in a number column, left empty",
                    "4",
                    "loaded, repaired",
                    "row 2 (line 3), bitrate_kbps: fast",
                    "row 4 (line 6), bitrate_kbps: slow",
                    "row 7 (line 9), bitrate_kbps: odd",
                ],
                vec!["row with more cells than columns", "1", "rejected", "row 3 (line 5)"],
            ]
        );
    }

    #[test]
    fn columns_say_what_is_strange_about_them() {
        let mut text = "bitrate_kbps,same,rare,empty,kind\n".to_owned();
        for row in 0..100 {
            let rare = if row == 50 { "7" } else { "" };
            text.push_str(&format!("{},5,{rare},,{}\n", 1000 + row, ["a", "b", "b"][row % 3]));
        }
        let sheet = look(&text, |subject| quality(subject).expect("read"));
        let table = named(&sheet, "Table of columns and their values").expect("columns");
        let rows: Vec<Vec<String>> = table.children[0].children[1].children.iter().map(texts).collect();
        let find = |name: &str| rows.iter().find(|row| row[0] == name).expect("the column").clone();
        assert_eq!(find("same").last().map(String::as_str), Some("all values are the same"));
        assert_eq!(find("rare").last().map(String::as_str), Some("nearly empty; all values are the same"));
        assert!(find("empty").last().is_some_and(|note| note.contains("empty") || note.contains("not loaded")));
        assert!(find("kind").iter().any(|text| text == "b (66), a (34)"), "{:?}", find("kind"));
        // A hundred different numbers in twenty-four bins, each of which says how many.
        let bins: Vec<String> = find("bitrate_kbps").into_iter().filter(|text| text.contains(": ")).collect();
        assert_eq!(bins.len(), 24, "{bins:?}");
    }

    #[test]
    fn a_session_without_a_value_in_any_feature_is_not_counted_as_judged() {
        let (sessions, plan) = read("bitrate_kbps,startup_time_ms,note\n1000,500,a\n,,b\n900,400,c\n800,300,d\n");
        let features = proposed_features(&sessions);
        let plan = Plan { features, ..plan };
        let executor = SerialExecutor::default();
        let judging = analyse(plan, Arc::new(sessions), None, None, &executor);
        let analysis = SerialExecutor::finish(judging).expect("three sessions to tell apart");
        let (plan, sessions) = (&analysis.plan, &*analysis.sessions);
        let subject = Subject { plan, sessions, analysis: Some(&analysis), picking: false, columns: COLUMNS };
        let told = texts(&quality(&subject).expect("a file")).join("|");
        assert!(told.contains("|Judged|3|"), "{told}");
        assert!(told.contains("|Without a value|1|"), "{told}");
        let told = texts(&data(&subject).expect("a file")).join("|");
        assert!(told.contains("Sessions: 4, of which 3 judged, 1 without a value in any chosen feature."), "{told}");
    }
}
