//! The flags that say how a file becomes sessions, and the reading that they mean.

use super::failure::Failure;
use super::values;
use ingest::{Check, Choice, Fill, Grouping, Layout, Mapping, Reading, ZoneName};
use std::num::NonZeroU32;

/// How a file becomes sessions.
#[derive(Debug, clap::Args)]
pub struct ReadingOptions {
    /// What a column is taken for. Can be given several times.
    ///
    /// A field (bitrate_kbps, cdn and so on), own to keep it under its own name, truth to judge the
    /// result by, or ignore.
    #[arg(long, verbatim_doc_comment, value_name = "COLUMN=FIELD", value_parser = values::assignment)]
    map: Vec<(String, Choice)>,
    /// How the text is laid out [default: recognised].
    ///
    /// csv:comma          or semicolon, tab, pipe: rows of cells, the first one with the names; behind it
    ///                    :backslash (\" within quotes), :unquoted, :escaped (both) for how cells are quoted,
    ///                    :bare without names, :line3 for a table that begins in line 3
    /// markdown           a table between pipes
    /// w3c, clf, realtime logs: W3C extended; Apache and nginx, common and combined; CloudFront in real time
    /// jsonl, json        an object a line; a document
    /// json:result.rows   a document with the rows under these keys
    #[arg(long, verbatim_doc_comment, value_name = "LAYOUT")]
    layout: Option<Layout>,
    /// Which rows make a session [default: session where identifiers stand in several rows, else each].
    ///
    /// each               every row is a session
    /// session            the rows with one session_id
    /// viewer             the rows of one user_id until a gap in time of 1800 seconds
    /// viewer:SECONDS     the same with another gap
    #[arg(long, verbatim_doc_comment, value_name = "each|session|file|viewer", value_parser = values::grouping)]
    rows: Option<Grouping>,
    /// Take only each K-th row, 1 to 1000000: the first of each K.
    #[arg(long, value_name = "K", value_parser = values::every)]
    every: Option<NonZeroU32>,
    /// Leave out a check. Can be given several times: range, stalls, watch, unstarted, duplicate, future, spelling, failures
    /// (docs/sessions.md).
    #[arg(long, value_name = "NAME", value_parser = values::check)]
    no_check: Vec<Check>,
    /// Fill missing numbers with the median of the same device type and network type [default: leave them to the forest].
    #[arg(long, value_name = "median", value_parser = values::fill)]
    fill: Option<Fill>,
    /// The zone of times that are written without one, as Europe/Berlin [default: UTC].
    #[arg(long, value_name = "ZONE")]
    zone: Option<ZoneName>,
    /// The day after which a time cannot be true, as 2026-01-31 [default: today].
    #[arg(long, value_name = "DATE", value_parser = values::day)]
    as_of: Option<i64>,
}

impl ReadingOptions {
    /// The reading: what is not told is recognised.
    ///
    /// # Errors
    /// [`Failure::Argument`] when two choices for columns contradict each other.
    pub fn reading(&self) -> Result<Reading, Failure> {
        let mut reading = Reading::recognise(self.mapping()?, self.as_of.unwrap_or_else(now));
        reading.layout = self.layout.clone();
        reading.grouping = self.rows.unwrap_or_default();
        reading.every = self.every.unwrap_or(NonZeroU32::MIN);
        reading.checks = self.no_check.iter().fold(reading.checks, |checks, &check| checks.with(check, false));
        reading.fill = self.fill.unwrap_or_default();
        reading.zone.clone_from(&self.zone);
        Ok(reading)
    }

    /// The same for rows that are no sessions: each for itself, and nothing in them checked or filled.
    ///
    /// # Errors
    /// As [`Self::reading`].
    pub fn rows(&self) -> Result<Reading, Failure> {
        let every_row = Reading { grouping: Grouping::Rows, fill: Fill::Leave, ..self.reading()? };
        let checks = Check::ALL.iter().fold(every_row.checks, |checks, &check| checks.with(check, false));
        Ok(Reading { checks, ..every_row })
    }

    /// The first of the flags that is given, but for the layout.
    pub fn given(&self) -> Option<&'static str> {
        let given = [
            (!self.map.is_empty(), MAP),
            (self.rows.is_some(), "--rows <each|session|file|viewer>"),
            (self.every.is_some(), "--every <K>"),
            (!self.no_check.is_empty(), "--no-check <NAME>"),
            (self.fill.is_some(), "--fill <median>"),
            (self.zone.is_some(), "--zone <ZONE>"),
            (self.as_of.is_some(), "--as-of <DATE>"),
        ];
        given.into_iter().find(|(given, _)| *given).map(|(_, argument)| argument)
    }

    fn mapping(&self) -> Result<Mapping, Failure> {
        let mut mapping = Mapping::default();
        for (column, choice) in &self.map {
            if mapping.get(column).is_some() {
                return Err(Failure::Argument { argument: MAP, why: format!("\"{column}\" stands twice") });
            }
            let assigned = mapping.assign(column, *choice);
            assigned.map_err(|error| Failure::Argument { argument: MAP, why: error.to_string() })?;
        }
        Ok(mapping)
    }
}

const MAP: &str = "--map <COLUMN=FIELD>";

/// The present: UTC milliseconds.
fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.map_or(0, |since| since.as_millis() as i64)
}
