//! What the commands have in common: how sessions are read, where results go, and what is said about them.

use super::columns::enumerate;
use super::console::Console;
use super::failure::Failure;
use super::files::{Output, is_same, is_standard};
use super::host::NativeHost;
use super::inputs::{Inputs, Named, rewind};
use analysis::views::{Judgement, judge};
use analysis::{Analysis, AnalysisError, Quality, Sessions, Source, read_files};
use export::{Export, ExportError, Link, Report, TableForm, View};
use ingest::{ColumnFinding, Grouping, HardFailure, Layout, Reading};
use rules::Rules;
use std::path::{Path, PathBuf};

/// So many things that were wrong with a file are listed.
const LISTED: usize = 5;

/// Where the results go.
#[derive(Debug, clap::Args)]
pub struct Results {
    /// Where the scored sessions go: the rows of the file as they are (CSV, or JSON lines where the file is), or the sessions
    /// made of them as CSV, then score, flag (1 or 0), why a row has neither, and the three strongest reasons; - is standard
    /// output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Where the figures go, as JSON; - is standard output.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Where the fitted detector goes, as JSON: what `score` and `export-onnx` take; - is standard output.
    #[arg(long, value_name = "FILE")]
    save_model: Option<PathBuf>,
}

/// The files of [`Results`], open before the work begins: a place that cannot be written is not found out after it.
pub struct OpenResults {
    scored: Option<Output>,
    report: Option<Output>,
    model: Option<Output>,
}

impl Results {
    /// Opens the files.
    ///
    /// # Errors
    /// [`Failure`] when two of the files are the same, or one cannot be written.
    pub fn open(&self, inputs: &[PathBuf]) -> Result<OpenResults, Failure> {
        const REPORT: &str = "--report <FILE>";
        const SAVE_MODEL: &str = "--save-model <FILE>";
        let places = [(OUTPUT, &self.output), (REPORT, &self.report), (SAVE_MODEL, &self.save_model)];
        let [scored, report, model] = open_outputs(places.map(|(argument, path)| (argument, path.as_deref())), inputs)?;
        Ok(OpenResults { scored, report, model })
    }
}

/// Opens the files that were asked for, each beside the argument that names it.
///
/// # Errors
/// [`Failure`] when two of them are the same, one is read, or one cannot be written.
pub fn open_outputs<const N: usize>(
    places: [(&'static str, Option<&Path>); N],
    inputs: &[PathBuf],
) -> Result<[Option<Output>; N], Failure> {
    for (index, &(argument, path)) in places.iter().enumerate() {
        inputs.iter().try_for_each(|input| refuse_input(argument, path, Some(input)))?;
        let taken = places.iter().take(index).find(|(_, other)| match (path, other) {
            (Some(path), Some(other)) => is_same(path, other),
            _ => false,
        });
        if let Some((other, _)) = taken {
            let why = format!("it is the same place as that of '{other}'");
            return Err(Failure::Argument { argument, why });
        }
    }
    let mut opened = places.map(|_| None);
    for (output, (_, path)) in opened.iter_mut().zip(places) {
        *output = path.map(Output::create).transpose()?;
    }
    Ok(opened)
}

/// Writes one JSON document.
///
/// # Errors
/// [`Failure::Write`], also where it could not be made.
pub fn write_json(text: serde_json::Result<String>, mut output: Output) -> Result<(), Failure> {
    match text {
        Ok(text) => output.write(&(text + "\n"))?,
        Err(error) => return output.fail(error.into()),
    }
    output.commit()
}

/// The argument that names the output file.
pub const OUTPUT: &str = "--output <FILE>";

/// Refuses to write over the file that is read: rows that were rejected would be lost.
pub fn refuse_input(argument: &'static str, output: Option<&Path>, input: Option<&Path>) -> Result<(), Failure> {
    match (output, input) {
        (Some(output), Some(input)) if !is_standard(output) && is_same(output, input) => {
            Err(Failure::Argument { argument, why: "it is the file that is read".into() })
        }
        _ => Ok(()),
    }
}

impl OpenResults {
    /// Writes the results of an analysis whose sessions were read from these files.
    ///
    /// # Errors
    /// [`Failure`] when a file cannot be written, or not be read once more.
    pub fn write(self, analysis: &Analysis, files: Named, console: &Console) -> Result<(), Failure> {
        if let Some(output) = self.scored {
            write_export(Export::of(analysis), &analysis.sessions, files, output, console)?;
        }
        if let Some(output) = self.report {
            write_json(serde_json::to_string_pretty(&Report::of(analysis)), output)?;
        }
        if let Some(mut output) = self.model {
            let json = analysis.saved_model().and_then(|model| model.to_json());
            let json = json.map_err(|error| Failure::Model { name: output.name().to_owned(), error })?;
            output.write_bytes(&json)?;
            output.commit()?;
        }
        Ok(())
    }
}

/// Writes sessions that were read from these files.
///
/// # Errors
/// [`Failure`] when the output cannot be written, or the files not be read once more.
pub fn write_export(
    export: Export<'_>,
    sessions: &Sessions,
    mut files: Named,
    mut output: Output,
    console: &Console,
) -> Result<(), Failure> {
    let name = files.first().map_or_else(String::new, |(_, input)| input.name().to_owned());
    if Export::reads_files(sessions) {
        rewind(&mut files)?;
    }
    let pause = async |progress| {
        console.progress(progress);
        Ok(())
    };
    // Where nobody reads any more, the rest need not be made.
    let out = |piece: Vec<u8>| match output.write_bytes(&piece) {
        Ok(()) if output.is_closed() => Err(None),
        Ok(()) => Ok(()),
        Err(failure) => Err(Some(failure)),
    };
    match pollster::block_on(export.write(&mut files, pause, out)) {
        Ok(form) => {
            if form == TableForm::JsonLines && output.name().ends_with(".csv") {
                console.say(format_args!("{}: JSON lines, as the rows of the file are", output.name()));
            }
            output.commit()
        }
        Err(ExportError::Output(None)) => output.commit(),
        Err(ExportError::Output(Some(failure))) => Err(failure),
        Err(ExportError::Changed) => Err(Failure::Rows { name, why: ExportError::<Failure>::Changed.to_string() }),
        Err(ExportError::Reading(why)) => {
            Err(Failure::Rows { name, why: ExportError::<Failure>::Reading(why).to_string() })
        }
        Err(ExportError::Stopped(stopped)) => Err(Failure::Rows { name, why: stopped.to_string() }),
    }
}

/// Reads the sessions of files, and gives these back.
///
/// # Errors
/// [`Failure::Sessions`] when they cannot be read.
pub fn read_sessions(
    inputs: Inputs,
    reading: Reading,
    rules: Rules,
    host: &NativeHost,
) -> Result<(Sessions, Named), Failure> {
    let name = inputs.name();
    let mut files = inputs.into_files();
    let sessions = pollster::block_on(read_files(&mut files, reading, rules, host));
    Ok((sessions.map_err(|error| Failure::Sessions { name, error })?, files))
}

/// Says how the reading of a file went.
pub fn say_quality(name: &str, sessions: &Sessions, console: &Console) {
    let Some(quality) = &sessions.quality else { return };
    let report = &quality.report;
    let skipped = if report.skipped > 0 { format!(", {} skipped", report.skipped) } else { String::new() };
    console.say(format_args!(
        "{name}: {} rows read, {} loaded ({} of them repaired), {} rejected{skipped}",
        report.read, report.loaded, report.repaired, report.rejected
    ));
    for question in quality.columns.questions() {
        console.say(format_args!("{name}: {question} (--map)"));
    }
    if let Some(losses) = quality.columns.losses(report) {
        console.say(format_args!("{name}: {losses}"));
    }
    if let Layout::Json(path) = &quality.columns.layout
        && !path.is_top()
    {
        console.say(format_args!("{name}: the rows are those of the list at \"{path}\" in the document"));
    }
    for line in &report.beside.first {
        console.say(format_args!("{name}: {line}"));
    }
    if report.beside.count > report.beside.first.len() as u64 {
        let count = report.beside.count;
        console.say(format_args!("{name}: {count} lines are no part of the table, the first of which are listed"));
    }
    for other in &report.other_columns {
        console.say(format_args!("{name}: {other}"));
    }
    let renamed = report.renamed.iter().map(ToString::to_string);
    let issues = renamed.chain(report.issues.iter().map(ToString::to_string));
    let listed = issues.take(LISTED).map(|issue| console.say(format_args!("{name}: {issue}"))).count();
    let more = report.renamed.len() as u64 + report.total_issues() - listed as u64;
    if more > 0 {
        console.say(format_args!("{name}: and {more} more"));
        for (rule, count) in report.counts() {
            console.say(format_args!("{name}: {count} × {}", rule.label()));
        }
    }
    say_sessions(name, sessions, quality, console);
    let columns = report.columns.iter().map(|finding| match finding {
        ColumnFinding::Constant { column } => format!("{column} (always the same)"),
        ColumnFinding::NearlyEmpty { column, missing } => format!("{column} ({missing} without a value)"),
    });
    let columns: Vec<String> = columns.collect();
    if !columns.is_empty() {
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        console.say(format_args!("{name}: columns that tell sessions little apart: {}", enumerate(&columns)));
    }
    if !quality.derived.is_empty() {
        let derived: Vec<String> =
            quality.derived.iter().map(|one| format!("{} (in {})", one.formula, one.sessions)).collect();
        console.say(format_args!("{name}: derived: {}", derived.join("; ")));
    }
    if !quality.filled.is_empty() {
        let filled: Vec<String> =
            quality.filled.iter().map(|fill| format!("{} in {}", fill.count, fill.column)).collect();
        let filled: Vec<&str> = filled.iter().map(String::as_str).collect();
        console.say(format_args!("{name}: missing numbers filled with medians of cohorts: {}", enumerate(&filled)));
    }
}

/// Says what became of the sessions, where they are not simply the rows.
fn say_sessions(name: &str, sessions: &Sessions, quality: &Quality, console: &Console) {
    let counts = &quality.report.sessions;
    if let Some(notice) = quality.columns.notice {
        console.say(format_args!("{name}: {notice}"));
    }
    let grouping = match &sessions.source {
        Source::File(file) => file.reading.grouping,
        Source::Generated(_) => Grouping::Rows,
    };
    match grouping {
        Grouping::Session => console.say(format_args!("{name}: {} sessions, one for each session_id", counts.made)),
        Grouping::Viewer(gap) => {
            let seconds = gap.seconds();
            console
                .say(format_args!("{name}: {} sessions, one for each user_id until a gap of {seconds} s", counts.made));
        }
        Grouping::File if counts.made == 1 => console.say(format_args!("{name}: 1 session of all its rows")),
        Grouping::File => console.say(format_args!("{name}: {} sessions, one for each file", counts.made)),
        Grouping::Rows | Grouping::Recognise => {}
    }
    if let Some(aside) = &sessions.aside {
        let count = |kind: HardFailure| aside.kinds.iter().filter(|&&other| other == kind).count();
        let kinds = HardFailure::ALL.iter().filter(|&&kind| count(kind) > 0);
        let kinds: Vec<String> = kinds.map(|&kind| format!("{} × {}", count(kind), kind.label())).collect();
        console.say(format_args!(
            "{name}: {} of {} sessions judged, {} kept apart: {}",
            counts.judged,
            counts.made,
            counts.aside,
            kinds.join(", ")
        ));
    }
}

/// Refuses a choice for a column that the file does not have.
pub fn refuse_unused(name: &str, sessions: &Sessions) -> Result<(), Failure> {
    match sessions.quality.as_ref().and_then(|quality| quality.columns.unused.first()) {
        Some(unused) => {
            let why = format!("there is no column \"{unused}\" as --map names it");
            Err(Failure::Columns { name: name.to_owned(), why })
        }
        None => Ok(()),
    }
}

/// Says what came out, with the link that leads there.
pub fn say_result(analysis: &Analysis, console: &Console) {
    let sessions = analysis.judged;
    match analysis.unjudged() {
        0 => {}
        1 => console.say(format_args!("1 session has no value in any feature: not judged")),
        more => console.say(format_args!("{more} sessions have no value in any feature: not judged")),
    }
    console.say(format_args!(
        "{} of {sessions} sessions flagged ({:.2} %): score above {}",
        analysis.flagged,
        100.0 * analysis.flagged as f64 / sessions as f64,
        analysis.threshold
    ));
    if let Some(Judgement {
        precision: Some(precision), recall: Some(recall), average_precision: Some(average), ..
    }) = judge(analysis)
    {
        console.say(format_args!(
            "against the truth: precision {precision:.3}, recall {recall:.3}, average precision {average:.3}"
        ));
    }
    console.say(format_args!("fingerprint {}", analysis.fingerprint));
    let link = Link { plan: analysis.plan.clone(), view: View::default(), fingerprint: Some(analysis.fingerprint) };
    match link.written() {
        Ok(fragment) => console.say(format_args!("link #{fragment}")),
        // Thousands of columns with names of their own do not fit into one.
        Err(error) => console.say(format_args!("no link leads here: {error}")),
    }
}

/// What went wrong with generated sessions.
pub fn generated_failure(error: AnalysisError) -> Failure {
    Failure::Sessions { name: "generated sessions".into(), error }
}
