//! `streamguard read`: the sessions of a file as one table, under the fields' own names and in their units.

use super::Outcome;
use super::console::Console;
use super::failure::Failure;
use super::files::{Output, STANDARD};
use super::host::NativeHost;
use super::inputs::Inputs;
use super::outcome::{OUTPUT, open_outputs, read_sessions, refuse_unused, say_quality, write_json};
use super::reading::ReadingOptions;
use super::values;
use analysis::{Sessions, Stopped};
use export::{NormalisedTable, QualityReport, TableError, TableForm};
use rules::Rules;
use std::path::{Path, PathBuf};

/// Write the sessions of a file as one table, whatever the file calls its columns and however it writes them.
///
/// The fields come first, under their own names, which say the unit, and in their order; times are ISO 8601 in UTC. Then the
/// columns of the file's own, then kept_apart: how a session failed for everybody to see, so that detect does not judge it.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The sessions, as in `detect`; - is standard input.
    ///
    /// Several files with the same columns are one table, in the order of their names.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    reading: ReadingOptions,
    /// Where the sessions go: as CSV, or as JSON lines where the name ends in .jsonl or .ndjson; - is standard output.
    #[arg(short, long, value_name = "FILE", default_value = STANDARD)]
    output: PathBuf,
    /// How they are written, whatever the name says: csv or jsonl.
    #[arg(long, value_name = "FORM", value_parser = values::table_form)]
    form: Option<TableForm>,
    /// Where the report on the reading goes, as JSON: what each column was taken for and why, every finding with its place;
    /// - is standard output.
    #[arg(long, value_name = "FILE")]
    quality: Option<PathBuf>,
}

/// Runs the command.
pub fn run(options: &Options, console: &Console) -> Result<Outcome, Failure> {
    let reading = options.reading.reading()?;
    let places = [(OUTPUT, Some(options.output.as_path())), ("--quality <FILE>", options.quality.as_deref())];
    let [output, quality] = open_outputs(places, &options.files)?;
    let host = NativeHost::new(console, None);
    let inputs = Inputs::open("<FILE>...", &options.files)?;
    let name = inputs.name();
    let (sessions, _) = read_sessions(inputs, reading, Rules::LATEST, &host)?;
    say_quality(&name, &sessions, console);
    refuse_unused(&name, &sessions)?;
    let form = options.form.unwrap_or_else(|| form_of(&options.output));
    if let Some(output) = output {
        write_table(&name, &sessions, form, output, console)?;
    }
    if let Some(output) = quality {
        write_json(serde_json::to_string_pretty(&QualityReport::of(&sessions)), output)?;
    }
    Ok(Outcome::Done)
}

/// The form that the name of a file says.
fn form_of(path: &Path) -> TableForm {
    let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("jsonl" | "ndjson") => TableForm::JsonLines,
        _ => TableForm::Csv,
    }
}

fn write_table(
    name: &str,
    sessions: &Sessions,
    form: TableForm,
    mut output: Output,
    console: &Console,
) -> Result<(), Failure> {
    let pause = async |progress| {
        console.progress(progress);
        Ok::<(), Stopped>(())
    };
    // Where nobody reads any more, the rest need not be made.
    let out = |piece: Vec<u8>| match output.write_bytes(&piece) {
        Ok(()) if output.is_closed() => Err(None),
        Ok(()) => Ok(()),
        Err(failure) => Err(Some(failure)),
    };
    match pollster::block_on(NormalisedTable::of(sessions).write(form, pause, out)) {
        Ok(()) | Err(TableError::Output(None)) => output.commit(),
        Err(TableError::Output(Some(failure))) => Err(failure),
        Err(TableError::Stopped(stopped)) => Err(Failure::Rows { name: name.to_owned(), why: stopped.to_string() }),
    }
}
