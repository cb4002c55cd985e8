//! What the bad sessions of a table of counts have in common.

use super::condition::cell_tests;
use super::json::{Told, ToldSegment};
use super::{FILES, Options};
use crate::console::Console;
use crate::failure::Failure;
use crate::host::NativeHost;
use crate::inputs::{Inputs, rewind};
use crate::outcome::read_sessions;
use diagnose::Limits;
use diagnose::counts::{At, CountColumns, CountTable, CountsAnswer, read_counts};
use rules::Rules;

/// Reads and explains the counts.
pub fn tell(options: Options, console: &Console) -> Result<Told, Failure> {
    let wrong = |argument| move |why| Failure::Argument { argument, why };
    if let Some(argument) = options.reading.given() {
        return Err(Failure::Argument {
            argument,
            why: "with --bad, rows are counts as they are, and no sessions".into(),
        });
    }
    let time = match (&options.time, &options.at) {
        (Some(time), Some(at)) => Some((time.clone(), At { from: at.clone(), until: options.until.clone() })),
        (None, Some(_)) => {
            let why = "--at needs to know which column has the time".into();
            return Err(Failure::Argument { argument: "--time <COLUMN>", why });
        }
        _ => None,
    };
    let baseline = cell_tests(&options.baseline).map_err(wrong("--baseline <CONDITION>"))?;
    let columns = CountColumns {
        weight: options.weight.clone(),
        bad: options.bad.clone().unwrap_or_default(),
        time,
        dimensions: options.dimensions.clone(),
        of: cell_tests(&options.of).map_err(wrong("--where <CONDITION>"))?,
        baseline: (!baseline.is_empty()).then_some(baseline),
    };
    let table = CountTable::new(columns).map_err(|error| wrong("--at <TIME>")(error.to_string()))?;
    // Once for what the file is like, and once more for its cells as they are written.
    let host = NativeHost::new(console, options.threads);
    let inputs = Inputs::open(FILES, &options.files)?;
    let name = inputs.name();
    let (sessions, mut files) = read_sessions(inputs, options.reading.rows()?, Rules::LATEST, &host)?;
    let refused = |why: String| Failure::Rows { name: name.clone(), why };
    let Some(quality) = &sessions.quality else { return Err(refused("it is no file of rows".into())) };
    let pause = async |_, _| Ok(());
    rewind(&mut files)?;
    let table = pollster::block_on(read_counts(table, &mut files, &quality.columns, Rules::LATEST, pause));
    let found = table.map_err(refused)?.explain(Limits::default()).map_err(|error| refused(error.to_string()))?;
    Ok(Told {
        sentence: found.sentence,
        now: found.now,
        before: found.before,
        dimensions: found.dimensions,
        combinations: found.combinations,
        segments: found.answers.into_iter().map(told).collect(),
        close: found.close.into_iter().map(told).collect(),
    })
}

fn told(answer: CountsAnswer) -> ToldSegment {
    ToldSegment { dimensions: answer.dimensions, sentence: answer.sentence, figures: answer.figures }
}
