//! `streamguard export-onnx`: a saved model for every ONNX runtime.

use super::Outcome;
use super::console::Console;
use super::failure::Failure;
use super::files::Output;
use super::model::read_model;
use super::outcome::{OUTPUT, refuse_input};
use export::onnx;
use std::path::PathBuf;

/// Write a saved model, or a forest fitted by scikit-learn, as ONNX.
///
/// The graph takes the columns of sessions by name, computes the features itself, and gives score and flag. Only a model of
/// the method "isolation" can be exported: ONNX has no trees that split on two features at once.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The model, as `detect --save-model` or scikit-learn wrote it, also compressed with gzip; - is standard input.
    #[arg(value_name = "MODEL")]
    model: PathBuf,
    /// Where the ONNX file goes; - is standard output.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Runs the command.
pub fn run(options: &Options, console: &Console) -> Result<Outcome, Failure> {
    refuse_input(OUTPUT, Some(&options.output), Some(&options.model))?;
    let mut output = Output::create(&options.output)?;
    let model = read_model(&options.model)?;
    let name = options.model.display().to_string();
    let export = |error| Failure::Export { name: name.clone(), error };
    output.write_bytes(&onnx::encode(&model).map_err(export)?)?;
    let inputs = onnx::input_names(&model).map_err(export)?;
    output.commit()?;
    console.say(format_args!("inputs {}", inputs.join(", ")));
    console.say(format_args!("outputs score, flag (1 where the score is above {})", model.threshold()));
    Ok(Outcome::Done)
}
