//! What holds of every file that is loaded.

use streamguard::analysis::{FileSource, Pairs, Plan, Source};
use streamguard::ingest::{FileIdentity, Grouping, Issue, Limits, Loaded, Outcome, Reading, Report, Rule};
use streamguard::telemetry::{Data, Table};

/// So many issues of each rule are kept however many others there are.
const EXAMPLES: u64 = 5;

/// The counts, the positions, and the lengths.
pub fn adds_up(loaded: &Loaded, limits: Limits) {
    let (report, every) = (&loaded.report, u64::from(loaded.reading.every.get()));
    assert_eq!(report.loaded + report.rejected + report.skipped, report.read);
    assert_eq!(report.loaded + report.rejected, report.read.div_ceil(every));
    assert!(report.repaired <= report.loaded && report.loaded > 0);
    let by = |outcome| -> u64 {
        report.counts().filter(|(rule, _)| rule.outcome() == outcome).map(|(_, count)| count).sum()
    };
    let sessions = &report.sessions;
    assert_eq!(by(Outcome::Rejected), report.rejected);
    assert_eq!(by(Outcome::Aside), sessions.aside);
    assert!(by(Outcome::Repaired) >= report.repaired);
    assert_eq!(sessions.judged + sessions.aside + sessions.rejected, sessions.made);
    assert_eq!(loaded.table.rows() as u64, sessions.judged);
    let apart = loaded.aside.as_ref();
    assert_eq!(apart.map_or(0, |aside| aside.table.rows()) as u64, sessions.aside);
    assert!(apart.is_none_or(|aside| aside.kinds.len() == aside.table.rows()));
    if loaded.reading.grouping == Grouping::Rows {
        assert_eq!((sessions.judged + sessions.aside, sessions.repaired), (report.loaded, report.repaired));
    } else {
        assert!(sessions.made <= report.loaded && sessions.rejected == 0 && sessions.repaired <= sessions.made);
    }
    let files: u64 = report.files.iter().map(|file| file.rows).sum();
    assert_eq!(files, if report.files.is_empty() { 0 } else { report.read });
    assert!(loaded.truth.as_ref().is_none_or(|truth| truth.codes().len() as u64 == sessions.judged));
    for column in loaded.table.columns() {
        readable(&column.data);
    }
    issues(report, limits.issues as u64, every);
}

/// Which issues are kept, and in which order.
fn issues(report: &Report, most: u64, every: u64) {
    for &rule in Rule::ALL {
        let kept = report.issues.iter().filter(|issue| issue.reason.rule() == rule).count() as u64;
        assert!((report.count(rule).min(EXAMPLES)..=report.count(rule)).contains(&kept), "{rule:?}");
    }
    assert!(report.issues.len() as u64 >= report.total_issues().min(most));
    // What was found while rows came is in their order; of lines only within a file.
    let read: Vec<&Issue> = report.issues.iter().filter(|issue| issue.line > 0).collect();
    assert!(read.windows(2).all(|pair| pair[0].row <= pair[1].row));
    assert!(read.windows(2).all(|pair| pair[0].file != pair[1].file || pair[0].line <= pair[1].line));
    for issue in &report.issues {
        assert!((1..=report.read).contains(&issue.row) && (issue.row - 1).is_multiple_of(every), "{issue}");
        assert_eq!(issue.file.is_some(), !report.files.is_empty());
        assert!(!issue.to_string().is_empty());
    }
}

/// Every value can be asked for, and no number is infinite.
fn readable(data: &Data) {
    match data {
        Data::Number(values) => assert!(!values.iter().any(|value| value.is_infinite())),
        Data::Category(values) => (0..values.codes().len()).for_each(|row| {
            values.label(row);
        }),
        Data::Text(values) => (0..values.len()).for_each(|row| {
            values.get(row);
        }),
        Data::Time(_) => {}
    }
}

/// Two files came to the same sessions, with the same report.
pub fn same(one: &Loaded, other: &Loaded) {
    same_sessions(one, other);
    assert_eq!(one.report, other.report);
}

/// Two files came to the same sessions.
pub fn same_sessions(one: &Loaded, other: &Loaded) {
    same_tables(&one.table, &other.table);
    assert_eq!(one.truth, other.truth);
    match (&one.aside, &other.aside) {
        (Some(one), Some(other)) => {
            same_tables(&one.table, &other.table);
            assert_eq!((&one.kinds, &one.truth), (&other.kinds, &other.truth));
        }
        (one, other) => assert!(one.is_none() && other.is_none()),
    }
}

/// Two tables are the same to the last bit, a missing number being the same as a missing number.
pub fn same_tables(one: &Table, other: &Table) {
    assert_eq!(one.columns().len(), other.columns().len());
    for (one, other) in one.columns().iter().zip(other.columns()) {
        assert_eq!((&one.name, one.field), (&other.name, other.field));
        match (&one.data, &other.data) {
            (Data::Number(one), Data::Number(other)) => {
                let same =
                    |(one, other): (&f64, &f64)| one.to_bits() == other.to_bits() || one.is_nan() && other.is_nan();
                assert!(one.len() == other.len() && one.iter().zip(other).all(same), "{one:?} {other:?}");
            }
            (one, other) => assert_eq!(one, other),
        }
    }
}

/// A closed reading as it comes out of the text of a plan, which is what a link keeps.
pub fn written_and_read(reading: &Reading, identity: FileIdentity) -> Reading {
    let file = FileSource { name: "a.csv".into(), identity, reading: reading.clone() };
    let text = Plan { source: Source::File(file), ..Plan::default() }.to_pairs().to_string();
    let plan = Pairs::parse(&text).and_then(|mut pairs| Plan::take_from(&mut pairs));
    match plan.unwrap_or_else(|error| panic!("{error}: {text}")).source {
        Source::File(file) => {
            assert_eq!(file.reading, *reading, "{text}");
            file.reading
        }
        Source::Generated(_) => panic!("{text}"),
    }
}
