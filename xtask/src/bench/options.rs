//! What a person can choose about a benchmark.

use crate::error::{Error, Result};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::str::FromStr;

/// Which benchmark, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Options {
    /// How fast.
    Forest(Forest),
    /// How fast files are read.
    Ingest(Ingest),
    /// How fast linked charts move.
    Explore(Explore),
    /// How accurate.
    Accuracy(Accuracy),
    /// How right it is what bad sessions are said to share.
    Diagnose(Diagnose),
}

/// How to measure what bad sessions are said to share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnose {
    /// Worlds of each size, with the seeds 1 to this.
    pub seeds: usize,
    /// How many sessions are generated.
    pub sessions: Vec<usize>,
    /// Worlds whose faults have no cause.
    pub draws: usize,
    /// The folder of real incidents, where they are to be explained, too.
    pub incidents: Option<PathBuf>,
    /// Over how many sessions it is measured how long the search takes.
    pub searched: Vec<usize>,
}

impl Diagnose {
    /// The numbers of sessions that the documentation shows.
    pub const SESSIONS: [usize; 2] = [20_000, 100_000];
    const SEARCHED: [usize; 2] = [10_000, 1_000_000];
    const SEEDS: usize = 20;
    const DRAWS: usize = 100;

    /// Whether this is what the documentation shows.
    pub fn is_complete(&self) -> bool {
        Self { incidents: None, ..self.clone() } == Self::default() && self.incidents.is_some()
    }
}

impl Default for Diagnose {
    fn default() -> Self {
        Self {
            seeds: Self::SEEDS,
            sessions: Self::SESSIONS.to_vec(),
            draws: Self::DRAWS,
            incidents: None,
            searched: Self::SEARCHED.to_vec(),
        }
    }
}

/// How to measure the reading of files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingest {
    /// Rows of the generated file.
    pub rows: usize,
    /// The folder of real sessions, where they are to be read, too.
    pub data: Option<PathBuf>,
    /// Measurements of each reader, of which the median counts.
    pub repeats: usize,
    /// Whether it is about a file that hardly fits: read by this project alone.
    pub large: bool,
}

impl Ingest {
    /// Rows of some 200 MB.
    const ROWS: usize = 1_600_000;
    /// Rows of a gigabyte and more.
    const LARGE: usize = 10_000_000;
    const REPEATS: usize = 5;

    /// Whether this is what the documentation shows.
    pub fn is_complete(&self) -> bool {
        self.rows == if self.large { Self::LARGE } else { Self::ROWS }
    }
}

/// How to measure linked charts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explore {
    /// How many sessions are explored.
    pub sessions: Vec<usize>,
    /// Measurements of each candidate: brushes drawn, whose moves count together.
    pub repeats: usize,
    /// Moves of each brush, after the first.
    pub moves: usize,
}

impl Explore {
    /// The numbers of sessions that the documentation shows.
    pub const SESSIONS: [usize; 3] = [100_000, 1_000_000, 5_000_000];
    const REPEATS: usize = 3;
    const MOVES: usize = 60;

    /// Whether this is what the documentation shows.
    pub fn is_complete(&self) -> bool {
        self.sessions == Self::SESSIONS && self.moves == Self::MOVES
    }
}

impl Default for Explore {
    fn default() -> Self {
        Self { sessions: Self::SESSIONS.to_vec(), repeats: Self::REPEATS, moves: Self::MOVES }
    }
}

/// How to measure speed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forest {
    /// Rows of the matrices.
    pub rows: Vec<usize>,
    /// Columns of the matrices.
    pub widths: Vec<usize>,
    /// Measurements of each candidate, of which the median counts.
    pub repeats: usize,
}

impl Forest {
    /// The sizes that the documentation shows.
    pub const ROWS: [usize; 4] = [10_000, 100_000, 1_000_000, 5_000_000];
    /// Their widths.
    pub const WIDTHS: [usize; 2] = [6, 12];
    const REPEATS: usize = 5;

    /// Whether these are all sizes: only then the documentation is written.
    pub fn is_complete(&self) -> bool {
        self.rows == Self::ROWS && self.widths == Self::WIDTHS
    }
}

impl Default for Forest {
    fn default() -> Self {
        Self { rows: Self::ROWS.to_vec(), widths: Self::WIDTHS.to_vec(), repeats: Self::REPEATS }
    }
}

/// How to measure accuracy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accuracy {
    /// The folder of labelled sets.
    pub data: PathBuf,
    /// Forests of each kind, with the seeds 1 to this.
    pub seeds: usize,
}

impl Accuracy {
    const SEEDS: usize = 5;
}

/// Reads the words after `bench`.
pub fn parse<'a>(mut words: impl Iterator<Item = &'a str>) -> Result<Options> {
    match words.next() {
        Some("forest") => forest(words).map(Options::Forest),
        Some("ingest") => ingest(words).map(Options::Ingest),
        Some("explore") => explore(words).map(Options::Explore),
        Some("accuracy") => accuracy(words).map(Options::Accuracy),
        Some("diagnose") => diagnose(words).map(Options::Diagnose),
        Some(other) => Err(Error::Usage(format!(
            "no benchmark is called {other:?}; there are forest, ingest, explore, accuracy and diagnose"
        ))),
        None => Err(Error::Usage("bench wants forest, ingest, explore, accuracy or diagnose after it".into())),
    }
}

fn forest<'a>(mut words: impl Iterator<Item = &'a str>) -> Result<Forest> {
    let mut options = Forest::default();
    while let Some(option) = words.next() {
        match option {
            "--rows" => options.rows = list(option, value(option, &mut words)?)?,
            "--widths" => options.widths = list(option, value(option, &mut words)?)?,
            "--repeats" => options.repeats = number(option, value(option, &mut words)?)?,
            "--quick" => options = Forest { rows: vec![10_000, 100_000], widths: vec![6], repeats: 1 },
            other => return Err(Error::Usage(format!("bench forest has no option {other:?}"))),
        }
    }
    Ok(options)
}

fn ingest<'a>(mut words: impl Iterator<Item = &'a str>) -> Result<Ingest> {
    let (mut rows, mut data, mut repeats, mut large) = (None, None, None, false);
    while let Some(option) = words.next() {
        match option {
            "--rows" => rows = Some(number(option, value(option, &mut words)?)?),
            "--data" => data = Some(PathBuf::from(value(option, &mut words)?)),
            "--repeats" => repeats = Some(number(option, value(option, &mut words)?)?),
            "--large" => large = true,
            other => return Err(Error::Usage(format!("bench ingest has no option {other:?}"))),
        }
    }
    let usual = if large { (Ingest::LARGE, 1) } else { (Ingest::ROWS, Ingest::REPEATS) };
    Ok(Ingest { rows: rows.unwrap_or(usual.0), data, repeats: repeats.unwrap_or(usual.1), large })
}

fn explore<'a>(mut words: impl Iterator<Item = &'a str>) -> Result<Explore> {
    let mut options = Explore::default();
    while let Some(option) = words.next() {
        match option {
            "--sessions" => options.sessions = list(option, value(option, &mut words)?)?,
            "--repeats" => options.repeats = number(option, value(option, &mut words)?)?,
            "--moves" => options.moves = number(option, value(option, &mut words)?)?,
            "--quick" => options = Explore { sessions: vec![100_000], repeats: 1, moves: 20 },
            other => return Err(Error::Usage(format!("bench explore has no option {other:?}"))),
        }
    }
    Ok(options)
}

fn accuracy<'a>(mut words: impl Iterator<Item = &'a str>) -> Result<Accuracy> {
    let (mut data, mut seeds) = (None, Accuracy::SEEDS);
    while let Some(option) = words.next() {
        match option {
            "--data" => data = Some(PathBuf::from(value(option, &mut words)?)),
            "--seeds" => seeds = number(option, value(option, &mut words)?)?,
            other => return Err(Error::Usage(format!("bench accuracy has no option {other:?}"))),
        }
    }
    let data = data.ok_or_else(|| Error::Usage("bench accuracy wants --data FOLDER".into()))?;
    Ok(Accuracy { data, seeds })
}

fn diagnose<'a>(mut words: impl Iterator<Item = &'a str>) -> Result<Diagnose> {
    let mut options = Diagnose::default();
    while let Some(option) = words.next() {
        match option {
            "--seeds" => options.seeds = number(option, value(option, &mut words)?)?,
            "--sessions" => options.sessions = list(option, value(option, &mut words)?)?,
            "--incidents" => options.incidents = Some(PathBuf::from(value(option, &mut words)?)),
            "--quick" => {
                let (sessions, searched) = (vec![20_000], vec![10_000, 100_000]);
                options = Diagnose { seeds: 2, sessions, draws: 5, searched, ..options };
            }
            other => return Err(Error::Usage(format!("bench diagnose has no option {other:?}"))),
        }
    }
    Ok(options)
}

fn value<'a>(option: &str, words: &mut impl Iterator<Item = &'a str>) -> Result<&'a str> {
    words.next().ok_or_else(|| Error::Usage(format!("{option} wants a value after it")))
}

/// `10_000,1000000`, each at least 1.
fn list(option: &str, text: &str) -> Result<Vec<usize>> {
    text.split(',').map(|part| number(option, part)).collect()
}

fn number(option: &str, text: &str) -> Result<usize> {
    let plain = text.replace('_', "");
    let number = NonZeroUsize::from_str(&plain).map(NonZeroUsize::get);
    number.map_err(|_| Error::Usage(format!("{option} wants a number from 1, not {text:?}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Options> {
        parse(line.split_whitespace())
    }

    #[test]
    fn speed_is_measured_in_all_sizes_unless_told_otherwise() {
        assert_eq!(parsed("forest").unwrap(), Options::Forest(Forest::default()));
        assert!(Forest::default().is_complete());
        let Options::Forest(chosen) = parsed("forest --rows 10_000,500 --widths 3 --repeats 2").unwrap() else {
            panic!()
        };
        assert_eq!(chosen, Forest { rows: vec![10_000, 500], widths: vec![3], repeats: 2 });
        assert!(!chosen.is_complete());
        let Options::Forest(quick) = parsed("forest --quick").unwrap() else { panic!() };
        assert!(!quick.is_complete());
        let Options::Forest(quick) = parsed("forest --quick --repeats 3").unwrap() else { panic!() };
        assert_eq!(quick.repeats, 3);
    }

    #[test]
    fn reading_is_measured_on_a_file_of_200_megabytes_unless_told_otherwise() {
        let Options::Ingest(usual) = parsed("ingest").unwrap() else { panic!() };
        assert!(usual.is_complete() && usual.repeats == 5 && usual.data.is_none());
        let Options::Ingest(large) = parsed("ingest --large").unwrap() else { panic!() };
        assert!(large.is_complete() && (large.rows, large.repeats) == (10_000_000, 1));
        let expected = Ingest { rows: 1_000, data: Some("sets".into()), repeats: 2, large: false };
        assert_eq!(parsed("ingest --rows 1_000 --data sets --repeats 2").unwrap(), Options::Ingest(expected.clone()));
        assert!(!expected.is_complete());
    }

    #[test]
    fn charts_are_measured_at_three_sizes_unless_told_otherwise() {
        assert_eq!(parsed("explore").unwrap(), Options::Explore(Explore::default()));
        assert!(Explore::default().is_complete());
        let Options::Explore(chosen) = parsed("explore --sessions 5_000,7 --repeats 2 --moves 9").unwrap() else {
            panic!()
        };
        assert_eq!(chosen, Explore { sessions: vec![5_000, 7], repeats: 2, moves: 9 });
        let Options::Explore(quick) = parsed("explore --quick").unwrap() else { panic!() };
        assert!(!chosen.is_complete() && !quick.is_complete());
    }

    #[test]
    fn accuracy_is_measured_on_the_sets_of_a_folder() {
        let expected = Accuracy { data: "sets".into(), seeds: 5 };
        assert_eq!(parsed("accuracy --data sets").unwrap(), Options::Accuracy(expected));
        let expected = Accuracy { data: "/a/b".into(), seeds: 2 };
        assert_eq!(parsed("accuracy --seeds 2 --data /a/b").unwrap(), Options::Accuracy(expected));
    }

    #[test]
    fn what_sessions_share_is_judged_with_20_seeds_unless_told_otherwise() {
        assert_eq!(parsed("diagnose").unwrap(), Options::Diagnose(Diagnose::default()));
        let Options::Diagnose(chosen) = parsed("diagnose --incidents real --seeds 2 --sessions 5_000,7").unwrap()
        else {
            panic!()
        };
        assert_eq!((chosen.seeds, chosen.sessions.as_slice()), (2, [5_000, 7].as_slice()));
        assert!(!chosen.is_complete() && !Diagnose::default().is_complete());
        let Options::Diagnose(all) = parsed("diagnose --incidents real").unwrap() else { panic!() };
        assert!(all.is_complete());
        let Options::Diagnose(quick) = parsed("diagnose --incidents real --quick").unwrap() else { panic!() };
        assert!(!quick.is_complete() && quick.incidents.is_some());
    }

    #[test]
    fn nonsense_is_refused() {
        for line in [
            "",
            "everything",
            "forest 5",
            "forest --rows",
            "forest --rows 0",
            "forest --rows 10,",
            "forest --rows -1",
            "forest --rows 1e6",
            "forest --widths six",
            "forest --repeats 0",
            "forest --data x",
            "ingest --rows 0",
            "ingest --quick",
            "explore --sessions 1e5",
            "explore --moves 0",
            "explore --rows 5",
            "accuracy",
            "accuracy --data",
            "accuracy --data x --seeds 0",
            "diagnose --incidents",
            "diagnose --data x",
            "diagnose --sessions 1e5",
        ] {
            assert!(matches!(parsed(line), Err(Error::Usage(_))), "{line:?} was accepted");
        }
    }
}
