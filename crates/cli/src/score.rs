//! `streamguard score`: rows scored by a saved model, or by a forest that scikit-learn has fitted.

use super::Outcome;
use super::columns::{enumerate, number_columns};
use super::console::Console;
use super::failure::Failure;
use super::files::{Output, STANDARD};
use super::host::NativeHost;
use super::inputs::{Inputs as Files, Named};
use super::model::read_model;
use super::outcome::{OUTPUT, read_sessions, refuse_input, refuse_unused, say_quality, write_export};
use super::reading::ReadingOptions;
use super::values::{self, ColumnList};
use analysis::{Inputs, SavedModel, Sessions};
use export::Export;
use features::FeatureError;
use ingest::{Mapping, Reading};
use isolation_forest::Matrix;
use rules::EmptySessions;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use telemetry::{Data, Table};

/// Score rows with a saved model, or with an isolation forest fitted by scikit-learn.
///
/// Appends score (between 0 and 1, the greater the more anomalous; minus scikit-learn's score_samples), flag (1 where the
/// score is above the model's threshold, else 0) and why a row has neither to the rows of the file as they are.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The model as JSON, also compressed with gzip: what `detect --save-model` wrote, or a forest fitted by
    /// scikit-learn (docs/models.md).
    #[arg(long, visible_alias = "forest", value_name = "FILE")]
    model: PathBuf,
    /// The rows, as in `detect`; - is standard input. An empty cell is a missing value.
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    reading: ReadingOptions,
    /// The features of a scikit-learn forest in their order, separated by commas [default: those that it names, or else
    /// all number columns in the file's order].
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
    for input in options.files.iter().chain([&options.model]) {
        refuse_input(OUTPUT, Some(&options.output), Some(input))?;
    }
    let reading = options.reading.reading()?;
    let output = Output::create(&options.output)?;
    let model = read_model(&options.model)?;
    let host = NativeHost::new(console, options.threads);
    let files = Files::open("<FILE>...", &options.files)?;
    let name = files.name();
    let (sessions, files, matrix) = read_rows(&model, reading, options, files, &host, console)?;
    // A forest of scikit-learn judges columns as they stand, also where there is nothing in them.
    let keeps_apart = model.rules().is_some_and(|rules| rules.empty_sessions() == EmptySessions::KeptApart);
    let judged = if keeps_apart { matrix.judged() } else { None };
    let score = |matrix: &Matrix| {
        let scores = host.score_model(model.model(), matrix);
        scores.map_err(|stopped| Failure::Sessions { name: name.clone(), error: stopped.into() })
    };
    let mut unjudged = 0;
    let scores = match judged {
        None => score(&matrix)?,
        Some(judged) if judged.is_empty() => {
            let why = FeatureError::NoValue { rows: matrix.rows() }.to_string();
            return Err(Failure::Columns { name, why });
        }
        Some(judged) => {
            unjudged = matrix.rows() - judged.len();
            let mut scores = vec![f64::NAN; matrix.rows()];
            let of_judged = score(&matrix.select(&judged).expect("rows of this matrix"))?;
            judged.iter().zip(of_judged).for_each(|(&row, score)| scores[row as usize] = score);
            scores
        }
    };

    let threshold = model.threshold();
    let flagged = scores.iter().filter(|&&score| score > threshold).count();
    write_export(Export::of_scores(&sessions, &scores, threshold), &sessions, files, output, console)?;
    match unjudged {
        0 => {}
        1 => console.say(format_args!("1 row has no value in any feature: not judged, without a score")),
        more => console.say(format_args!("{more} rows have no value in any feature: not judged, without a score")),
    }
    console.say(format_args!("{flagged} of {} rows flagged: score above {threshold}", scores.len() - unjudged));
    Ok(Outcome::Done)
}

/// Reads the rows, and makes of them what the model is given.
fn read_rows(
    model: &SavedModel,
    reading: Reading,
    options: &Options,
    files: Files,
    host: &NativeHost,
    console: &Console,
) -> Result<(Sessions, Named, Matrix), Failure> {
    let wrong_use = |argument, why: &str| Err(Failure::Argument { argument, why: why.into() });
    let reading = match model.inputs() {
        Inputs::Sessions(_) if options.columns.is_some() => {
            return wrong_use("--columns <LIST>", "a saved model knows its columns; --map says what a column is");
        }
        Inputs::Sessions(_) => reading,
        Inputs::Columns { .. } => match options.reading.given() {
            Some(argument) => {
                return wrong_use(argument, "a forest of scikit-learn takes columns as they are: see --columns");
            }
            // Every column under its own name: what a name means to StreamGuard, the forest knows nothing of.
            None => Reading { layout: reading.layout, ..Reading::rows(Mapping::default().closed()) },
        },
    };
    let name = files.name();
    // What its features mean, the sessions must mean, too.
    let (sessions, files) = read_sessions(files, reading, model.rules().unwrap_or_default(), host)?;
    say_quality(&name, &sessions, console);
    refuse_unused(&name, &sessions)?;
    let matrix = match model.inputs() {
        Inputs::Sessions(recipe) => recipe.apply(&sessions.table).map_err(|error| error.to_string()),
        Inputs::Columns { count, names } => {
            let chosen = options.columns.as_ref().map(|ColumnList(columns)| columns.as_slice());
            columns(&sessions.table, chosen, names.as_deref(), *count)
        }
    };
    let matrix = matrix.map_err(|why| Failure::Columns { name, why })?;
    Ok((sessions, files, matrix))
}

/// The features of the rows, as scikit-learn reads them: doubles rounded to single precision. What that cannot hold is
/// missing; scikit-learn would refuse it.
fn columns(table: &Table, chosen: Option<&[String]>, own: Option<&[String]>, width: usize) -> Result<Matrix, String> {
    let numbers = number_columns(table);
    let columns = match chosen.or(own) {
        Some(names) => names.iter().map(String::as_str).collect(),
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
    Ok(Matrix::from_columns(columns.into_iter().map(column).collect::<Result<_, String>>()?)
        .expect("columns of one table"))
}
