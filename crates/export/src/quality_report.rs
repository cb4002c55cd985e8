//! The quality report: how a file was read, what became of its rows, and what each column was taken for, as JSON for programs.
//!
//! What the Data and the Quality tab say to people stands in it in the same words, beside names that do not change.

use analysis::{Quality, Sessions, Source};
use ingest::{
    Assignment, Check, ColumnFinding, ColumnSummary, Grouping, HardFailure, Issue, Range, Renamed, RenamedBecause,
    Rule, Taken,
};
use rules::Rules;
use serde::Serialize;
use telemetry::{Kind, write_time};

/// How a file was read. Counts add up: `loaded + rejected + skipped = read`, and `judged + kept_apart + rejected = made`.
#[derive(Clone, Debug, Serialize)]
pub struct QualityReport {
    /// The version of this layout.
    pub version: u32,
    /// The file, or all files as one.
    pub file: FileFacts,
    /// How it was read, as the pairs of a link: read by them, it gives the same sessions.
    pub reading: String,
    /// The rules by which it was read.
    pub rules: u32,
    /// How the text is laid out, as `--layout` has it.
    pub layout: String,
    /// The product whose names and units its columns have, where they are one's.
    pub product: Option<&'static str>,
    /// Which rows are one session.
    pub grouping: GroupingFacts,
    /// What was checked.
    pub checks: Vec<&'static str>,
    /// What became of the rows.
    pub rows: RowCounts,
    /// What became of the sessions made of them.
    pub sessions: SessionFacts,
    /// What was found, by rule.
    pub findings: Vec<RuleCount>,
    /// The first findings in full; the first five of each rule are always among them.
    pub issues: Vec<IssueFacts>,
    /// The columns of the file in their order.
    pub columns: Vec<ColumnFacts>,
    /// The columns of which more than one in a hundred filled cells were not understood, in a sentence.
    pub warning: Option<String>,
    /// Columns whose names were repaired.
    pub renamed: Vec<RenamedFacts>,
    /// Columns that tell sessions little apart.
    pub uninformative: Vec<UninformativeColumn>,
    /// What the file does not report and what follows from what it does.
    pub derived: Vec<super::report::DerivedField>,
    /// Missing numbers that were filled in.
    pub filled: Vec<FilledColumn>,
}

/// What a file is known by.
#[derive(Clone, Debug, Serialize)]
pub struct FileFacts {
    /// Its name.
    pub name: String,
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256 in hexadecimal digits; of several files, of all bytes one behind the other.
    pub sha256: String,
    /// Each file, or member of an archive, and its rows, where there are several.
    pub parts: Vec<FilePart>,
}

/// One of several files.
#[derive(Clone, Debug, Serialize)]
pub struct FilePart {
    /// Its name.
    pub name: String,
    /// Its data rows.
    pub rows: u64,
}

/// Which rows are one session.
#[derive(Clone, Debug, Serialize)]
pub struct GroupingFacts {
    /// `each`, `session`, or `viewer:` with the gap in seconds, as `--rows` has it.
    pub rows: String,
    /// Why, where it was recognised; empty where it was chosen.
    pub why: String,
}

/// What became of the rows.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RowCounts {
    /// Rows read.
    pub read: u64,
    /// Rows loaded, the repaired ones among them.
    pub loaded: u64,
    /// Rows loaded with a repair.
    pub repaired: u64,
    /// Rows left out for what is wrong with them.
    pub rejected: u64,
    /// Rows not looked at, because only each so many-th is taken.
    pub skipped: u64,
}

/// What became of the sessions.
#[derive(Clone, Debug, Serialize)]
pub struct SessionFacts {
    /// Sessions made of the rows.
    pub made: u64,
    /// Those that are judged.
    pub judged: u64,
    /// Those that are kept apart.
    pub kept_apart: u64,
    /// Those left out.
    pub rejected: u64,
    /// Those with a repair.
    pub repaired: u64,
    /// How those failed that are kept apart.
    pub failures: Vec<FailureCount>,
}

/// Sessions that failed in one way.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct FailureCount {
    /// How, as `kept_apart` of the table has it.
    pub kind: &'static str,
    /// How many.
    pub sessions: u64,
}

/// How often a rule applied.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RuleCount {
    /// The rule's name.
    pub rule: &'static str,
    /// What it finds, and what is done, in words.
    pub meaning: &'static str,
    /// `repaired`, `rejected`, `kept apart` or `left as it is`.
    pub outcome: &'static str,
    /// The check that can be switched off with `--no-check`; none for rules that always apply.
    pub check: Option<&'static str>,
    /// How often it applied.
    pub count: u64,
}

/// A finding with its place.
#[derive(Clone, Debug, Serialize)]
pub struct IssueFacts {
    /// The file, where several were read.
    pub file: Option<String>,
    /// The data row, from 1 and on over all files; of a session of several rows its first one.
    pub row: u64,
    /// The line in the file, from 1, where it is known.
    pub line: Option<u64>,
    /// The session, where it is about one of several rows.
    pub session: Option<String>,
    /// The column, where it is about a cell.
    pub column: Option<String>,
    /// The cell, shortened.
    pub value: String,
    /// The rule's name.
    pub rule: &'static str,
    /// What is wrong and what was done, in words.
    pub reason: String,
}

/// A column of the file.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnFacts {
    /// Its name.
    pub name: String,
    /// What it is taken for, as `--map` has it: a field, `own`, `cmcd`, `truth` or `ignore`.
    pub taken: String,
    /// Why, in words.
    pub why: String,
    /// `number`, `time`, `category` or `text`; none where it is not loaded.
    pub kind: Option<&'static str>,
    /// The unit in which a field's numbers are written.
    pub unit: Option<&'static str>,
    /// How the unit became known, in words.
    pub unit_because: Option<&'static str>,
    /// How its times are written.
    pub time_format: Option<&'static str>,
    /// The decimal mark of its numbers.
    pub decimal: Option<&'static str>,
    /// How its cells are written, in words; empty where it is not loaded.
    pub written: String,
    /// Cells that hold something, of rows that are loaded.
    pub filled: u64,
    /// Those of them that were not understood, and left empty.
    pub lost: u64,
    /// Sessions, or rows, without a value.
    pub missing: u64,
    /// Cells that were repaired.
    pub repaired: u64,
    /// Different labels.
    pub distinct: Option<u64>,
    /// The least and the greatest value: numbers in the field's unit, times as ISO 8601.
    pub range: Option<[Value; 2]>,
    /// The first cells as they are written, shortened.
    pub examples: Vec<String>,
}

/// An end of a range.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// A number.
    Number(f64),
    /// A time.
    Time(String),
}

/// A column whose name was repaired.
#[derive(Clone, Debug, Serialize)]
pub struct RenamedFacts {
    /// Which, from 1.
    pub column: u64,
    /// The name in the header, shortened.
    pub from: String,
    /// The name it was given.
    pub to: String,
    /// Why: `empty`, `duplicate` or `not UTF-8`.
    pub because: &'static str,
}

/// A column that tells sessions little apart.
#[derive(Clone, Debug, Serialize)]
pub struct UninformativeColumn {
    /// The column.
    pub column: String,
    /// `constant` or `nearly empty`.
    pub finding: &'static str,
}

/// A column whose missing numbers were filled in.
#[derive(Clone, Debug, Serialize)]
pub struct FilledColumn {
    /// The column.
    pub column: String,
    /// How many.
    pub count: u64,
}

impl QualityReport {
    /// The report on sessions that were read from a file; none for others.
    pub fn of(sessions: &Sessions) -> Option<Self> {
        let (Source::File(file), Some(quality)) = (&sessions.source, &sessions.quality) else { return None };
        let Quality { report, columns, checked, derived, filled } = quality;
        let rules = sessions.rules.unwrap_or(Rules::LATEST);
        let (grouping, why) = &columns.grouping;
        // A grouping that was chosen has no reason of the file's.
        let is_chosen = *grouping != file.reading.grouping;
        let kinds = sessions.aside.as_ref().map_or(&[][..], |aside| &aside.kinds);
        let failures = HardFailure::ALL.iter().map(|&kind| FailureCount {
            kind: kind.label(),
            sessions: kinds.iter().filter(|&&other| other == kind).count() as u64,
        });
        Some(Self {
            version: 1,
            file: FileFacts {
                name: file.name.clone(),
                bytes: file.identity.bytes,
                sha256: file.identity.sha256.iter().map(|byte| format!("{byte:02x}")).collect(),
                parts: report.files.iter().map(|part| FilePart { name: part.name.clone(), rows: part.rows }).collect(),
            },
            reading: file.text(rules),
            rules: rules.number(),
            layout: columns.layout.to_string(),
            product: columns.source,
            grouping: GroupingFacts {
                rows: rows_option(file.reading.grouping),
                why: if is_chosen { String::new() } else { why.clone() },
            },
            checks: Check::ALL.iter().filter(|&&check| checked.has(check)).map(|check| check.name()).collect(),
            rows: RowCounts {
                read: report.read,
                loaded: report.loaded,
                repaired: report.repaired,
                rejected: report.rejected,
                skipped: report.skipped,
            },
            sessions: SessionFacts {
                made: report.sessions.made,
                judged: report.sessions.judged,
                kept_apart: report.sessions.aside,
                rejected: report.sessions.rejected,
                repaired: report.sessions.repaired,
                failures: failures.filter(|failures| failures.sessions > 0).collect(),
            },
            findings: report.counts().map(RuleCount::of).collect(),
            issues: report.issues.iter().map(IssueFacts::of).collect(),
            columns: columns.columns.iter().map(ColumnFacts::of).collect(),
            warning: columns.losses(report),
            renamed: report.renamed.iter().map(RenamedFacts::of).collect(),
            uninformative: report.columns.iter().map(UninformativeColumn::of).collect(),
            derived: derived.iter().map(super::report::DerivedField::of).collect(),
            filled: filled.iter().map(|one| FilledColumn { column: one.column.clone(), count: one.count }).collect(),
        })
    }
}

/// A grouping as `--rows` has it.
fn rows_option(grouping: Grouping) -> String {
    match grouping {
        Grouping::Recognise | Grouping::Rows => "each".to_owned(),
        grouping => grouping.text(),
    }
}

impl RuleCount {
    fn of((rule, count): (Rule, u64)) -> Self {
        Self {
            rule: rule.name(),
            meaning: rule.label(),
            outcome: rule.outcome().name(),
            check: rule.check().map(Check::name),
            count,
        }
    }
}

impl IssueFacts {
    fn of(issue: &Issue) -> Self {
        Self {
            file: issue.file.clone(),
            row: issue.row,
            line: (issue.line > 0).then_some(issue.line),
            session: issue.session.clone(),
            column: issue.column.clone(),
            value: issue.value.clone(),
            rule: issue.reason.rule().name(),
            reason: issue.reason.to_string(),
        }
    }
}

impl ColumnFacts {
    fn of(column: &ColumnSummary) -> Self {
        let taken = match column.taken {
            Taken::Field(field) => Assignment::Field(field),
            Taken::Own => Assignment::Own,
            Taken::Ignored => Assignment::Ignore,
            Taken::Truth => Assignment::Truth,
            Taken::Cmcd => Assignment::Cmcd,
        };
        let time = |milliseconds: i64| {
            let mut text = String::new();
            write_time(&mut text, milliseconds);
            Value::Time(text)
        };
        Self {
            name: column.name.clone(),
            taken: taken.to_string(),
            why: column.why.to_string(),
            kind: column.kind.map(|kind| match kind {
                Kind::Number => "number",
                Kind::Time => "time",
                Kind::Category => "category",
                Kind::Text => "text",
            }),
            unit: column.unit.map(|(unit, _)| unit.name()),
            unit_because: column.unit.map(|(_, source)| source.reason()),
            time_format: column.time_format.map(|format| format.name()),
            decimal: column.decimal.map(|decimal| match decimal {
                ingest::Decimal::Point => ".",
                ingest::Decimal::Comma => ",",
            }),
            written: column.written.clone(),
            filled: column.filled,
            lost: column.lost,
            missing: column.missing as u64,
            repaired: column.repaired,
            distinct: column.distinct.map(|distinct| distinct as u64),
            range: column.range.map(|range| match range {
                Range::Number(low, high) => [Value::Number(low), Value::Number(high)],
                Range::Time(low, high) => [time(low), time(high)],
            }),
            examples: column.first.clone(),
        }
    }
}

impl RenamedFacts {
    fn of(renamed: &Renamed) -> Self {
        Self {
            column: renamed.column as u64,
            from: renamed.from.clone(),
            to: renamed.to.clone(),
            because: match renamed.because {
                RenamedBecause::Empty => "empty",
                RenamedBecause::Duplicate => "duplicate",
                RenamedBecause::NotUtf8 => "not UTF-8",
            },
        }
    }
}

impl UninformativeColumn {
    fn of(finding: &ColumnFinding) -> Self {
        match finding {
            ColumnFinding::Constant { column } => Self { column: column.clone(), finding: "constant" },
            ColumnFinding::NearlyEmpty { column, .. } => Self { column: column.clone(), finding: "nearly empty" },
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use crate::memory::Memory;
    use analysis::{Plan, SerialExecutor, read};
    use ingest::{Mapping, Reading, parse_time};

    fn read_by(text: &str, reading: Reading) -> Sessions {
        let (mut file, host) = (Memory::new(text), SerialExecutor::default());
        SerialExecutor::finish(read("f.csv", &mut file, reading, Rules::LATEST, &host)).expect("sessions")
    }

    fn opened(text: &str) -> Sessions {
        let day = parse_time("2026-06-01").expect("a day");
        read_by(text, Reading::recognise(Mapping::default(), day))
    }

    fn text() -> String {
        let mut text = "viewId,Startup Time (s),,startTime,startup_failed,cdn\n".to_owned();
        for row in 0..100 {
            text += &format!("v{row},{}.5,x,2026-03-01T10:00:{:02}Z,{},a\n", row % 7, row % 60, row % 50 == 3);
        }
        text + "v100,soon,x,2026-03-01T11:00:00Z,false,a\nv1,1,x,,false,a\nv101,2,x,,false,a,b\n"
    }

    #[test]
    fn counts_add_up_and_every_finding_is_there() {
        let sessions = opened(&text());
        let report = QualityReport::of(&sessions).expect("of a file");
        let RowCounts { read, loaded, repaired, rejected, skipped } = report.rows;
        assert_eq!((read, loaded, repaired, rejected, skipped), (103, 101, 3, 2, 0));
        let counts = &report.sessions;
        assert_eq!(counts.judged + counts.kept_apart + counts.rejected, counts.made);
        assert_eq!((counts.judged, counts.kept_apart, counts.failures[0].kind), (99, 2, "startup failed"));
        let rules: Vec<(&str, u64)> = report.findings.iter().map(|one| (one.rule, one.count)).collect();
        let found = ["NotANumber", "LongRow", "DuplicateSession", "UnstartedStartup", "HardFailure"];
        assert_eq!(rules, found.into_iter().zip([1, 1, 1, 2, 2]).collect::<Vec<_>>());
        assert_eq!(report.issues.len() as u64, report.findings.iter().map(|one| one.count).sum::<u64>());
        let soon = &report.issues[0];
        assert_eq!((soon.row, soon.line, soon.column.as_deref()), (101, Some(102), Some("Startup Time (s)")));
        assert_eq!((soon.value.as_str(), soon.reason.as_str()), ("soon", "is not a number, left empty"));
        let startup = &report.columns[1];
        assert_eq!((startup.taken.as_str(), startup.kind), ("startup_time_ms", Some("number")));
        assert_eq!((startup.missing, startup.repaired, startup.filled, startup.lost), (3, 1, 102, 1));
        assert_eq!(startup.unit, Some("seconds"));
        assert_eq!((report.renamed[0].to.as_str(), report.renamed[0].because), ("column 3", "empty"));
        assert_eq!(report.uninformative.len(), 2);
        let json = serde_json::to_value(&report).expect("JSON");
        assert_eq!(json["columns"][1]["range"], serde_json::json!([500.0, 6500.0]));
        assert_eq!(json["columns"][3]["range"][0], "2026-03-01T10:00:00Z");
    }

    /// What the report says of the reading reads the file in the same way.
    #[test]
    fn the_reading_is_that_of_a_link() {
        let text = text();
        let sessions = opened(&text);
        let report = QualityReport::of(&sessions).expect("of a file");
        let plan = Plan::from_text(&format!(
            "{}&f=startup_log&det=isolation&trees=100&sample=256&dseed=1&thr=auto",
            report.reading
        ));
        let plan = plan.expect("the pairs of a link");
        assert_eq!(plan.source, sessions.source);
        let Source::File(file) = plan.source else { unreachable!("of a file") };
        let again = read_by(&text, file.reading);
        // No NaN is like another one, but it is written like it.
        assert_eq!(format!("{:?}", again.table), format!("{:?}", sessions.table));
        assert_eq!(again.source, sessions.source);
    }
}
