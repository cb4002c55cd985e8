//! `streamguard score`: rows scored by a forest that scikit-learn has fitted.

use super::Outcome;
use super::console::Console;
use super::detect::{enumerate, number_columns};
use super::failure::Failure;
use super::files::{Input, Output, STANDARD};
use super::host::NativeHost;
use super::outcome::{OUTPUT, PIECE, read_sessions, refuse_input, say_quality};
use super::values::{self, ColumnList};
use crate::features::Matrix;
use crate::forest::{Imported, Part, import_sklearn};
use crate::ingest::Mapping;
use crate::share::{CsvWriter, write_cells, write_header};
use crate::telemetry::{Data, Table};
use std::io::Read;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// A forest file is no larger, packed or not.
const MOST_FOREST: u64 = 1 << 30;

/// Score rows with an isolation forest fitted by scikit-learn.
///
/// Appends score (minus scikit-learn's score_samples, between 0 and 1, the greater the more anomalous) and flag (1 where
/// scikit-learn predicts an outlier, else 0) to the columns of the file.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The forest as JSON, also compressed with gzip: see docs/command-line.md for its layout.
    #[arg(long, value_name = "FILE")]
    forest: PathBuf,
    /// The rows, as CSV, also compressed with gzip; - is standard input. An empty cell is a missing value.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The forest's features in their order, separated by commas [default: all number columns in the file's order].
    #[arg(long, value_name = "LIST", value_parser = values::columns)]
    columns: Option<ColumnList>,
    /// Where the scored rows go; - is standard output.
    #[arg(short, long, value_name = "FILE", default_value = STANDARD)]
    output: PathBuf,
    /// Threads that score [default: as many as there are cores]. The result does not depend on it.
    #[arg(long, value_name = "N", value_parser = values::threads)]
    threads: Option<NonZeroUsize>,
}

/// Runs the command.
pub fn run(options: &Options, console: &Console) -> Result<Outcome, Failure> {
    for input in [&options.file, &options.forest] {
        refuse_input(OUTPUT, Some(&options.output), Some(input))?;
    }
    let mut output = Output::create(&options.output)?;
    let Imported { forest, threshold, .. } = read_forest(options)?;
    let host = NativeHost::new(console, options.threads);
    let input = Input::open(&options.file)?;
    let name = input.name().to_owned();
    // Every column under its own name: what a name means to StreamGuard, the forest knows nothing of.
    let sessions = read_sessions(input, Mapping::default().closed(), &host)?;
    say_quality(&name, &sessions, console);
    let table = &sessions.table;
    let chosen = options.columns.as_ref().map(|ColumnList(columns)| columns.as_slice());
    let matrix =
        matrix(table, chosen, forest.features()).map_err(|why| Failure::Columns { name: name.clone(), why })?;
    let part = Part::Axis(forest);
    let scores = host.paths_of(&part, &matrix);
    let scores = scores.map_err(|stopped| Failure::Sessions { name: name.clone(), error: stopped.into() })?;

    let mut writer = CsvWriter::default();
    write_header(&mut writer, table, &["score", "flag"]);
    let mut flagged = 0_usize;
    for (row, &score) in scores.iter().enumerate() {
        flagged += usize::from(score > threshold);
        write_cells(&mut writer, table, row);
        writer.number(score);
        writer.number(f64::from(u8::from(score > threshold)));
        writer.end_row();
        if writer.len() > PIECE {
            output.write(&writer.take())?;
        }
    }
    output.write(&writer.take())?;
    output.commit()?;
    console.say(format_args!("{flagged} of {} rows flagged: score above {threshold}", scores.len()));
    Ok(Outcome::Done)
}

fn read_forest(options: &Options) -> Result<Imported, Failure> {
    let input = Input::open(&options.forest)?;
    let name = input.name().to_owned();
    let mut bytes = input.read_all(MOST_FOREST)?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut json = Vec::new();
        let unpacked = flate2::read::MultiGzDecoder::new(&bytes[..]).take(MOST_FOREST).read_to_end(&mut json);
        unpacked.map_err(|error| Failure::Read { name: name.clone(), error })?;
        bytes = json;
    }
    import_sklearn(&bytes).map_err(|error| Failure::Forest { name, error })
}

/// The features of the rows, as scikit-learn reads them: doubles rounded to single precision. What that cannot hold is
/// missing; scikit-learn would refuse it.
fn matrix(table: &Table, chosen: Option<&[String]>, width: usize) -> Result<Matrix, String> {
    let numbers = number_columns(table);
    let columns = match chosen {
        Some(chosen) => chosen.iter().map(String::as_str).collect(),
        None => numbers.clone(),
    };
    if columns.len() != width {
        let (count, names) = (columns.len(), enumerate(&columns));
        return Err(match chosen {
            Some(_) => format!("the forest has {width} features, and --columns names {count}: {names}"),
            None => format!(
                "the forest has {width} features, and the file {count} number columns: {names}; \
                             choose them with --columns"
            ),
        });
    }
    let narrow = |&value: &f64| {
        let value = value as f32;
        if value.is_finite() { value } else { f32::NAN }
    };
    let column = |name: &str| match table.column(name).map(|column| &column.data) {
        Some(Data::Number(values)) => Ok(values.iter().map(narrow).collect()),
        Some(_) => Err(format!("the column \"{name}\" does not hold numbers; these do: {}", enumerate(&numbers))),
        None => Err(format!("there is no column \"{name}\"; these hold numbers: {}", enumerate(&numbers))),
    };
    Ok(Matrix::from_columns(columns.into_iter().map(column).collect::<Result<_, String>>()?))
}
