//! Real incidents of a service, as tables of counts by the minute, whose causes somebody has labelled.

use super::adtributor::{Element, Measures};
use super::generated::told;
use super::judged::{Answered, Judged};
use super::risk_ratios::risk_ratios;
use super::{Conditions, Counted, Labelled, set};
use flate2::read::MultiGzDecoder;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use streamguard::analysis::ByteSource;
use streamguard::diagnose::Limits;
use streamguard::diagnose::counts::{At, CountColumns, CountTable, CountsAnswer, read_counts};
use streamguard::ingest::{Mapping, load};
use streamguard::rules::Rules;

/// The file that says which incidents there are.
const LABELS: &str = "labels.csv";
/// The columns that are no dimension.
const TIME: &str = "min";
const BAD: &str = "value";
const SESSIONS: &str = "cnt";
/// The part of the bad sessions that the answer by the risk ratio holds.
const SUPPORT: f64 = 0.5;
/// How many combinations come next to it.
const CLOSE: usize = 5;

/// Why there is no measurement.
#[derive(Debug, thiserror::Error)]
pub enum IncidentsError {
    /// The bytes of a file cannot be had.
    #[error("{}: {error}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        error: std::io::Error,
    },
    /// A file is not as it should be.
    #[error("{}, line {line}: {what}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        what: String,
    },
    /// The project's own reading of a file.
    #[error("{}: {why}", path.display())]
    Counts {
        /// The file.
        path: PathBuf,
        /// What it says.
        why: String,
    },
}

/// An incident.
#[derive(Clone, Debug, PartialEq)]
struct Labels {
    file: String,
    minute: String,
    causes: Vec<Conditions>,
}

/// Judges everyone on each incident of a folder: `labels.csv` with file, minute and causes, and the files, plain or as gzip.
///
/// # Errors
/// [`IncidentsError`] with the file and line.
pub fn of_folder(folder: &Path, mut each: impl FnMut(Value)) -> Result<(), IncidentsError> {
    let path = folder.join(LABELS);
    let text = String::from_utf8_lossy(&bytes(&path)?).into_owned();
    for (line, row) in (2..).zip(text.lines().skip(1)) {
        let wrong = |what: &str| IncidentsError::Content { path: path.clone(), line, what: what.into() };
        let labels = labels(row).ok_or_else(|| wrong("no file, minute and causes"))?;
        judge(folder, &labels)?.into_iter().for_each(&mut each);
    }
    Ok(())
}

fn bytes(path: &Path) -> Result<Vec<u8>, IncidentsError> {
    std::fs::read(path).map_err(|error| IncidentsError::File { path: path.to_owned(), error })
}

/// `file,minute,"[{""dimension"": ""label""}]"`.
fn labels(row: &str) -> Option<Labels> {
    let mut cells = row.splitn(3, ',');
    let (file, minute, causes) = (cells.next()?, cells.next()?, cells.next()?);
    let causes = match causes.strip_prefix('"').and_then(|causes| causes.strip_suffix('"')) {
        Some(quoted) => quoted.replace("\"\"", "\""),
        None => causes.to_owned(),
    };
    let causes: Vec<BTreeMap<String, String>> = serde_json::from_str(&causes).ok()?;
    let causes: Vec<Conditions> = causes.into_iter().map(|cause| set(cause.into_iter().collect())).collect();
    Some(Labels { file: file.into(), minute: minute.into(), causes }).filter(|labels| !labels.causes.is_empty())
}

/// The file, or the same packed.
fn unpacked(folder: &Path, name: &str) -> Result<(PathBuf, Vec<u8>), IncidentsError> {
    let path = folder.join(name);
    if path.exists() {
        return Ok((path.clone(), bytes(&path)?));
    }
    let path = folder.join(format!("{name}.gz"));
    let packed = bytes(&path)?;
    let mut plain = Vec::new();
    let read = MultiGzDecoder::new(packed.as_slice()).read_to_end(&mut plain);
    read.map_err(|error| IncidentsError::File { path: path.clone(), error })?;
    Ok((path, plain))
}

fn judge(folder: &Path, labels: &Labels) -> Result<Vec<Value>, IncidentsError> {
    let (path, bytes) = unpacked(folder, &labels.file)?;
    let ours = answers(&bytes, &labels.minute).map_err(|why| IncidentsError::Counts { path: path.clone(), why })?;
    let text = String::from_utf8_lossy(&bytes);
    let minute = labels.minute.parse().map_err(|_| "the minute is no number").and_then(|minute| table(&text, minute));
    let table = minute.map_err(|what| IncidentsError::Content { path: path.clone(), line: 0, what: what.into() })?;
    let methods = [("streamguard", ours), ("risk-ratio", by_risk_ratio(&table)), ("adtributor", by_adtributor(&table))];
    let line = |(method, answered): (&str, Answered)| {
        let case = labels.file.clone();
        let causes = &labels.causes;
        Judged { world: "incidents", sessions: None, case, method, causes, strongest: None }.line(&answered)
    };
    Ok(methods.map(line).into())
}

/// Bytes that are there.
struct Memory<'a> {
    bytes: &'a [u8],
    is_read: bool,
}

impl ByteSource for Memory<'_> {
    fn total(&self) -> f64 {
        self.bytes.len() as f64
    }

    async fn next(&mut self) -> Result<Vec<u8>, String> {
        let is_read = std::mem::replace(&mut self.is_read, true);
        Ok(if is_read { Vec::new() } else { self.bytes.to_vec() })
    }

    fn rewind(&mut self) -> Result<(), String> {
        self.is_read = false;
        Ok(())
    }
}

/// What the project says: the rows of the minute against those before.
fn answers(bytes: &[u8], minute: &str) -> Result<Answered, String> {
    let columns = CountColumns {
        weight: Some(SESSIONS.into()),
        bad: BAD.into(),
        time: Some((TIME.into(), At { from: minute.into(), until: None })),
        ..CountColumns::default()
    };
    let understood = load(bytes, Mapping::default()).map_err(|error| error.to_string())?.mapping;
    let table = CountTable::new(columns).map_err(|error| error.to_string())?;
    let mut files = [("counts".to_owned(), Memory { bytes, is_read: false })];
    let pause = async |_, _| Ok(());
    let table = pollster::block_on(read_counts(table, &mut files, &understood, Rules::LATEST, pause))?;
    let found = table.explain(Limits::default()).map_err(|error| error.to_string())?;
    let conditions = |answer: &CountsAnswer| set(answer.dimensions.clone());
    Ok(Answered {
        answers: found.answers.iter().map(conditions).collect(),
        close: found.close.iter().map(conditions).collect(),
    })
}

/// The minute, and what a minute before it had on average.
struct Minutes {
    now: Counted,
    before: Counted,
    minutes: usize,
}

/// Reads the table once more, plainly, for the others' methods. Rows that come later are not looked at.
fn table(text: &str, minute: f64) -> Result<Minutes, &'static str> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let place = |name: &str| header.iter().position(|other| *other == name).ok_or("a column is missing");
    let [time, bad, sessions] = [place(TIME)?, place(BAD)?, place(SESSIONS)?];
    let names = header.iter().enumerate().filter(|(at, _)| ![time, bad, sessions].contains(at));
    let (places, dimensions): (Vec<usize>, Vec<Labelled>) =
        names.map(|(at, name)| (at, Labelled { name: (*name).into(), ..Labelled::default() })).unzip();
    let empty = Counted { dimensions, ..Counted::default() };
    let (mut now, mut before) = (empty.clone(), empty);
    let mut minutes = BTreeSet::new();
    for line in lines {
        let cells: Vec<&str> = line.split(',').collect();
        if cells.len() != header.len() {
            return Err("a row has not as many cells as there are columns");
        }
        let of: f64 = cells[time].parse().map_err(|_| "a time is no number")?;
        if of > minute {
            continue;
        }
        let count = |at: usize| cells[at].parse::<u32>().map_err(|_| "a count is no whole number");
        // Labels are numbered alike in both.
        for (at, &place) in places.iter().enumerate() {
            let labels = &mut now.dimensions[at].labels;
            let label = cells[place];
            let code = labels.iter().position(|other| other == label).unwrap_or_else(|| {
                labels.push(label.into());
                labels.len() - 1
            });
            let counted = if of == minute { &mut now } else { &mut before };
            counted.dimensions[at].codes.push(code as u16);
        }
        if of < minute {
            minutes.insert(cells[time]);
        }
        let counted = if of == minute { &mut now } else { &mut before };
        counted.bad.push(count(bad)?);
        counted.sessions.push(count(sessions)?);
    }
    Ok(Minutes { now, before, minutes: minutes.len() })
}

/// The combination of the highest risk ratio of those that hold half of the bad sessions.
fn by_risk_ratio(table: &Minutes) -> Answered {
    let ranked = risk_ratios(&table.now, SUPPORT, 0.0);
    let mut named = ranked.iter().map(|ranked| table.now.named(&ranked.conditions));
    Answered { answers: named.next().into_iter().collect(), close: named.take(CLOSE).collect() }
}

/// What is forecast is what a minute before had on average.
fn by_adtributor(table: &Minutes) -> Answered {
    let minutes = table.minutes.max(1) as f64;
    let elements = |at: usize| {
        let mut elements = vec![Element::default(); table.now.dimensions[at].labels.len()];
        let mut add = |counted: &Counted, measures: fn(&mut Element) -> &mut Measures, parts: f64| {
            for ((&code, &bad), &sessions) in
                counted.dimensions[at].codes.iter().zip(&counted.bad).zip(&counted.sessions)
            {
                let measures = measures(&mut elements[usize::from(code)]);
                measures.bad += f64::from(bad) / parts;
                measures.sessions += f64::from(sessions) / parts;
            }
        };
        add(&table.now, |element| &mut element.real, 1.0);
        add(&table.before, |element| &mut element.forecast, minutes);
        elements
    };
    told(&table.now, &(0..table.now.dimensions.len()).map(elements).collect::<Vec<Vec<Element>>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cause in the second minute: cdn 7 stalls. In the third it is another, which nobody may look at.
    fn text() -> String {
        let mut text = String::from("min,value,cnt,cdn,bitrate\n");
        for minute in [60, 120, 180] {
            for cdn in 5..8 {
                for bitrate in [500, 2000] {
                    let bad = match (minute, cdn) {
                        (120, 7) => 60,
                        (180, 5) => 90,
                        _ => 5,
                    };
                    text += &format!("{minute},{bad},100,{cdn},{bitrate}\n");
                }
            }
        }
        text
    }

    #[test]
    fn labels_are_read() {
        let row = r#"a.csv,120,"[{""cdn"": ""7"", ""bitrate"": ""500""}, {""p2p"": ""0""}]""#;
        let pair = |name: &str, label: &str| (name.to_owned(), label.to_owned());
        let causes = vec![vec![pair("bitrate", "500"), pair("cdn", "7")], vec![pair("p2p", "0")]];
        assert_eq!(labels(row), Some(Labels { file: "a.csv".into(), minute: "120".into(), causes }));
        for wrong in ["", "a,1", "a,1,x", "a,1,[]", "a,1,{}"] {
            assert_eq!(labels(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn everyone_finds_what_is_plain_and_nobody_looks_ahead() {
        let cause = vec![("cdn".to_owned(), "7".to_owned())];
        let minutes = table(&text(), 120.0).unwrap();
        assert_eq!((minutes.now.bad.len(), minutes.before.bad.len(), minutes.minutes), (6, 6, 1));
        assert_eq!(answers(text().as_bytes(), "120").unwrap().answers, std::slice::from_ref(&cause));
        assert_eq!(by_risk_ratio(&minutes).answers, std::slice::from_ref(&cause));
        assert_eq!(by_adtributor(&minutes).answers[0], cause);
    }
}
