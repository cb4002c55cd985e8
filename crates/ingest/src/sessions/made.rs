//! From the rows of a file to sessions: rows are checked, grouped and rolled up; sessions are checked, and those that
//! failed for everybody to see are kept apart.

use crate::columns::intake::finish::Taking;
use crate::columns::loaded_rows::LoadedRows;
use crate::columns::summary::ResolvedMapping;
use crate::reading::Reading;
use crate::reading::checks::{Check, Checks};
use crate::reading::grouping::Grouping;
use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::report::{HardFailure, Issue, Outcome, Reason, Report, Rule};
use crate::sessions::clean::{self, Finding, Log, Split};
use crate::sessions::rollup::{self, Files};
use crate::sessions::row_places::RowPlaces;
use rules::{Readers, Rules};
use telemetry::{Field, Table, Truth};

/// Sessions that are kept apart from those that are judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Aside {
    /// The sessions.
    pub table: Table,
    /// How each failed.
    pub kinds: Vec<HardFailure>,
    /// What is known to be wrong with each.
    pub truth: Option<Truth>,
}

/// What was made of the rows.
pub(crate) struct Made {
    pub table: Table,
    pub truth: Option<Truth>,
    pub aside: Option<Aside>,
    pub places: RowPlaces,
    pub report: Report,
    pub mapping: ResolvedMapping,
    pub reading: Reading,
}

impl Made {
    /// Makes sessions of the rows.
    pub(crate) fn of(taking: Taking, reading: Reading, rules: Rules, limits: &Limits) -> Result<Self, IngestError> {
        let Taking { mut table, mut truth, report, mut rows, mut mapping, layout } = taking;
        let files = files(&report, &mut rows, table.rows() as u32);
        // What follows from what was reported is in a table already, and was derived when all had been checked.
        let checks = match mapping.is_table {
            true => Check::OF_DURATIONS.iter().fold(reading.checks, |checks, &check| checks.with(check, false)),
            false => reading.checks,
        };
        let mut log = Log::new(report, rows, limits.issues);

        clean::check_rows(&mut table, checks, &mut log);
        mapping.measure_again(&table, log.report());
        let (grouping, groups) = match reading.grouping {
            Grouping::Recognise => rollup::group_as_told(&table, &mut mapping, &files)?,
            chosen => (chosen, rollup::group(&table, chosen, &files)?),
        };
        let mut lengths = Vec::new();
        match groups {
            Some(groups) => {
                for &(row, field) in &groups.left_out {
                    log.reject(&table, row, None, Reason::NoGroup { field });
                }
                let rolled = rollup::roll_up(&table, truth.as_ref(), &groups, grouping, &files, rules)?;
                let lingering = match rules.readers() {
                    Readers::First => Vec::new(),
                    Readers::Common => rollup::lingering_errors(&table, &groups),
                };
                lengths = rolled.lengths;
                (table, truth) = (rolled.table, rolled.truth);
                log.sessions(rolled.spans, groups.left_out.iter().map(|&(row, _)| row));
                for at in lingering {
                    log.tell(&table, Finding { at, field: Field::ErrorCode, reason: Reason::LingeringError });
                }
            }
            None => {
                log.rows_are_sessions();
                if let Some(stay) = clean::without_duplicates(&table, checks, &mut log) {
                    log.keep(&stay, table.rows());
                    table = table.keep(&stay);
                    truth = truth.map(|truth| truth.select(&stay));
                }
            }
        }
        if table.rows() == 0 {
            return Err(nothing_loaded(log.report()));
        }

        clean::check_sessions(&mut table, checks, &mut log);
        clean::durations(&table, &lengths, &mut log);
        if log.is_about_rows() {
            mapping.measure_again(&table, log.report());
        }
        let (mut aside, mut apart_rows) = (None, Vec::new());
        if let Some(Split { stay, aside: apart, kinds }) = clean::failures(&table, checks, &mut log) {
            let (select, truth_of) = (|rows: &[u32]| table.select(rows), truth.as_ref());
            aside = Some(Aside { table: select(&apart), kinds, truth: truth_of.map(|truth| truth.select(&apart)) });
            truth = truth_of.map(|truth| truth.select(&stay));
            table = table.keep(&stay);
            apart_rows = apart;
        }
        let (mut report, places) = log.finish(&apart_rows);
        if table.rows() == 0 {
            return Err(IngestError::NothingToJudge { sessions: report.sessions.aside });
        }
        report.columns = clean::findings(&table);
        // What a closed reading says is all that it needs.
        let (layout, checks) = match reading.mapping.is_closed() {
            true => (reading.layout, reading.checks),
            false => (layout, effective(checks, &report)),
        };
        let reading = Reading { mapping: mapping.to_mapping(), layout, grouping, checks, ..reading };
        Ok(Self { table, truth, aside, places, report, mapping, reading })
    }
}

/// The files that the rows of the table are of.
fn files(report: &Report, rows: &mut LoadedRows, loaded: u32) -> Files {
    let names = report.files.iter().map(|file| file.name.clone()).collect();
    let mut read = 0;
    let ends = report.files.iter().map(|file| {
        read += file.rows;
        // Rows stand in the order of the file: the first behind its end.
        let (mut low, mut high) = (0, loaded);
        while low < high {
            let middle = low + (high - low) / 2;
            if rows.place(middle) <= read { low = middle + 1 } else { high = middle }
        }
        low
    });
    Files { ends: ends.collect(), names }
}

/// The checks that are needed for the same result: without those that found nothing. Ranges are checked unless that is
/// switched off, as plans have it that say nothing of checks.
fn effective(checks: Checks, report: &Report) -> Checks {
    let found = |check| Rule::ALL.iter().any(|&rule| rule.check() == Some(check) && report.count(rule) > 0);
    let idle = Check::ALL.iter().filter(|&&check| check != Check::Range && !found(check));
    let checks = idle.fold(checks, |checks, &check| checks.with(check, false));
    if checks.has(Check::Future) { checks } else { checks.with_as_of(0) }
}

fn nothing_loaded(report: &Report) -> IngestError {
    let is_rejection = |issue: &&Issue| issue.reason.rule().outcome() == Outcome::Rejected;
    let first = report.issues.iter().find(is_rejection).map_or_else(String::new, Issue::to_string);
    IngestError::NothingLoaded { read: report.read, first }
}
