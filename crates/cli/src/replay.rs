//! `streamguard replay`: makes the analysis of a link anew, and says whether it is the same.

use super::console::Console;
use super::failure::Failure;
use super::host::NativeHost;
use super::inputs::{Inputs, Named};
use super::model::read_model_with_digest;
use super::outcome::{Results, generated_failure, read_sessions, say_quality, say_result};
use super::{Outcome, values};
use analysis::{Analysis, AnalysisError, FileSource, Given, ModelSource, Plan, Sessions, Source, analyse, generate};
use export::Link;
use rules::Rules;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

const FILES: &str = "[FILE]...";

/// Make the analysis of a link anew, and compare its fingerprint.
///
/// Exits with 0 when the result is the same to the last bit, with 3 when it is not.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The link: a whole address, or its part from #v= on. Quote it for the shell.
    #[arg(value_name = "LINK")]
    link: String,
    /// The file that the link was made from, or the files; none for generated sessions. - is standard input.
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The saved model that the link judges by, where it does.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    #[command(flatten)]
    results: Results,
    /// Threads that grow and score [default: as many as there are cores]. The result does not depend on it.
    #[arg(long, value_name = "N", value_parser = values::threads)]
    threads: Option<NonZeroUsize>,
}

/// Runs the command.
pub fn run(options: &Options, console: &Console) -> Result<Outcome, Failure> {
    let link =
        Link::parse(&options.link).map_err(|error| Failure::Argument { argument: "<LINK>", why: error.to_string() })?;
    let given = given(&link.plan, options)?;
    let wrong_file = |why| Err(Failure::Argument { argument: FILES, why });
    let mut name = None;
    let (results, (sessions, files)) = match (&link.plan.source, options.files.as_slice()) {
        (Source::Generated(scenario), []) => {
            let results = options.results.open(&[])?;
            let host = NativeHost::new(console, options.threads);
            let sessions = pollster::block_on(generate(*scenario, &host));
            (results, (sessions.map_err(|stopped| generated_failure(stopped.into()))?, Vec::new()))
        }
        (Source::Generated(_), [..]) => {
            return wrong_file("the link is to generated sessions, no file is read for it".into());
        }
        (Source::File(source), []) => {
            let bytes = source.identity.bytes;
            return wrong_file(format!("the link is to a file, \"{}\" of {bytes} bytes: name it", source.name));
        }
        (Source::File(source), paths) => {
            let results = options.results.open(paths)?;
            let inputs = Inputs::open(FILES, paths)?;
            name = Some(inputs.name());
            (results, read_again(source, link.plan.rules, inputs, options, console)?)
        }
    };
    let plan = Plan { source: sessions.source.clone(), ..link.plan };
    let host = NativeHost::new(console, options.threads);
    let analysis = pollster::block_on(analyse(plan, Arc::new(sessions), given.as_ref(), None, &host)).map_err(
        |error| match name {
            Some(name) => Failure::Sessions { name, error },
            None => generated_failure(error),
        },
    )?;
    results.write(&analysis, files, console)?;
    say_result(&analysis, console);
    if analysis.plan.rules != Rules::LATEST {
        let (rules, latest) = (analysis.plan.rules.number(), Rules::LATEST.number());
        console.say(format_args!("made by rules {rules}, as the link says; today's are {latest}"));
    }
    Ok(judge(&analysis, link.fingerprint, console))
}

/// The saved model that a plan judges by.
fn given(plan: &Plan, options: &Options) -> Result<Option<Given>, Failure> {
    const MODEL: &str = "--model <FILE>";
    match (&plan.detector.model, &options.model) {
        (ModelSource::Fitted { .. }, None) => Ok(None),
        (ModelSource::Fitted { .. }, Some(_)) => {
            let why = "the link fits its own model, none is read for it".into();
            Err(Failure::Argument { argument: MODEL, why })
        }
        (ModelSource::Saved(file), None) => {
            let why = format!("the link judges by the saved model \"{}\": name it", file.name);
            Err(Failure::Argument { argument: MODEL, why })
        }
        (ModelSource::Saved(file), Some(path)) => {
            let (saved, sha256) = read_model_with_digest(path)?;
            if sha256 != file.sha256 {
                let why = format!("it is not the saved model \"{}\" of the link: its SHA-256 differs", file.name);
                return Err(Failure::Argument { argument: MODEL, why });
            }
            Ok(Some(Given::new(file.clone(), &saved)))
        }
    }
}

fn judge(analysis: &Analysis, expected: Option<analysis::Fingerprint>, console: &Console) -> Outcome {
    let found = analysis.fingerprint;
    match expected {
        Some(expected) if expected == found => {
            console.say(format_args!("reproduced exactly"));
            Outcome::Done
        }
        Some(expected) => {
            console.say(format_args!("not reproduced: the link's fingerprint is {expected}, this result's is {found}"));
            Outcome::Differs
        }
        None => {
            console.say(format_args!("the link has no fingerprint: there is nothing to compare this result's with"));
            Outcome::Done
        }
    }
}

fn read_again(
    source: &FileSource,
    rules: Rules,
    inputs: Inputs,
    options: &Options,
    console: &Console,
) -> Result<(Sessions, Named), Failure> {
    let name = inputs.name();
    let failed = |error| Failure::Sessions { name: name.clone(), error };
    if let Some(bytes) = inputs.bytes()
        && bytes != source.identity.bytes
    {
        // Told by its length, another file is not read first.
        let mut found = source.clone();
        found.identity.bytes = bytes;
        source.check(&found).map_err(failed)?;
    }
    let host = NativeHost::new(console, options.threads);
    let (sessions, files) = read_sessions(inputs, source.reading.clone(), rules, &host)?;
    match &sessions.source {
        Source::File(found) => source.check(found).map_err(failed)?,
        Source::Generated(_) => return Err(failed(AnalysisError::Reading("it was not read as a file".into()))),
    }
    say_quality(&name, &sessions, console);
    Ok((sessions, files))
}
