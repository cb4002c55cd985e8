//! Tables of counts: a row is a combination with how many sessions it stands for and how many of them are bad, mostly at a time.
//!
//! All other columns are dimensions, and their cells are labels as they are written: nothing in them is taken for a number.

mod error;
mod moment;
#[cfg(test)]
mod tests;

use crate::Limits;
use crate::comparison::{Coded, Comparison, Group, Part};
use crate::figures::Figures;
use crate::search::{Found, Search, Segment};
use crate::sentence::{self, Words};
use crate::statistics::Count;
use analysis::{ByteSource, Stopped};
pub use error::CountsError;
use ingest::{FileRow, FileRows, Reason, ResolvedMapping, RowReader};
use moment::{Moment, Span, Stand};
use rules::Rules;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use telemetry::parse_number;

/// What the columns of a table of counts are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CountColumns {
    /// How many sessions a row stands for; each row is one where nothing is said.
    pub weight: Option<String>,
    /// How many of them are bad.
    pub bad: String,
    /// The row's time, and which time is explained; rows of all times are where nothing is said.
    pub time: Option<(String, At)>,
    /// What combinations are made of; empty for all other columns.
    pub dimensions: Vec<String>,
    /// The rows that are explained.
    pub of: Vec<CellTest>,
    /// The rows that they are compared with; those of an earlier time that are explained now where nothing is said, if there is a
    /// time.
    pub baseline: Option<Vec<CellTest>>,
}

/// A stretch of time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct At {
    /// When it begins, as a number or a time.
    pub from: String,
    /// When it has ended; rows of the very time of its beginning are meant where nothing is said.
    pub until: Option<String>,
}

/// A condition on a cell's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellTest {
    /// The column.
    pub column: String,
    /// The texts.
    pub values: Vec<String>,
    /// Whether it is none of them.
    pub is_not: bool,
}

/// A table of counts, filled row by row.
pub struct CountTable {
    columns: CountColumns,
    places: Option<Places>,
    span: Option<Span>,
    error: Option<CountsError>,
    dimensions: Vec<Labelled>,
    now: Counted,
    before: Counted,
    rows: u32,
}

/// Where the columns stand.
struct Places {
    weight: Option<usize>,
    bad: usize,
    time: Option<usize>,
    dimensions: Vec<usize>,
    of: Vec<(usize, CellTest)>,
    baseline: Option<Vec<(usize, CellTest)>>,
}

#[derive(Default)]
struct Labelled {
    name: String,
    codes: Vec<u16>,
    places: HashMap<String, u16>,
    labels: Vec<String>,
}

#[derive(Default)]
struct Counted {
    rows: Vec<u32>,
    bad: Vec<u32>,
    sessions: Vec<u32>,
}

/// What was found in a table of counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountsFound {
    /// The answers, what explains most first; none where nothing has more of them than chance explains.
    pub answers: Vec<CountsAnswer>,
    /// What else comes close to the first answer.
    pub close: Vec<CountsAnswer>,
    /// Those that are explained.
    pub now: Count,
    /// The same of the earlier time, where that is compared with.
    pub before: Option<Count>,
    /// The names of the dimensions.
    pub dimensions: Vec<String>,
    /// How many combinations there could be.
    pub combinations: f64,
    /// What is said of it all.
    pub sentence: String,
}

/// A segment of a table of counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountsAnswer {
    /// Its dimensions with their labels.
    pub dimensions: Vec<(String, String)>,
    /// Its figures.
    pub figures: Figures,
    /// What is said of it.
    pub sentence: String,
}

impl CountTable {
    /// An empty table with these columns.
    ///
    /// # Errors
    /// [`CountsError::AskedNoTime`], [`CountsError::EmptyTime`]
    pub fn new(columns: CountColumns) -> Result<Self, CountsError> {
        let span = columns.time.as_ref().map(|(_, at)| Span::of(at)).transpose()?;
        Ok(Self {
            columns,
            places: None,
            span,
            error: None,
            dimensions: Vec::new(),
            now: Counted::default(),
            before: Counted::default(),
            rows: 0,
        })
    }

    /// What the bad sessions have in common, once all rows are there.
    ///
    /// # Errors
    /// [`CountsError`] with the first row that is none of counts, or where there is nothing to compare.
    pub fn explain(self, limits: Limits) -> Result<CountsFound, CountsError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        if self.now.rows.is_empty() {
            return Err(CountsError::Nothing);
        }
        if self.now.bad.iter().all(|&bad| bad == 0) {
            return Err(CountsError::NoneBad);
        }
        let compares = self.compares();
        if !compares && self.now.bad == self.now.sessions {
            return Err(CountsError::AllBad);
        }
        if compares && self.before.rows.is_empty() {
            return Err(CountsError::NoBaseline);
        }
        let group = |counted: Counted| Group {
            bad: Part { rows: counted.rows.clone(), weights: Some(counted.bad) },
            all: Part { rows: counted.rows, weights: Some(counted.sessions) },
        };
        let words = Words::of_counts(self.columns.time.is_some());
        let comparison = Comparison { now: group(self.now), before: compares.then(|| group(self.before)) };
        let (coded, dimensions): (Vec<Coded>, Vec<_>) = self
            .dimensions
            .into_iter()
            .map(|one| (Coded { values: one.labels.len(), codes: one.codes }, (one.name, one.labels)))
            .unzip();
        let mut search = Search::new(&coded, &comparison, limits);
        while search.step().is_some() {}
        Ok(told(&search.finish(), dimensions, words))
    }

    /// Whether the share of bad ones is compared with that of other rows.
    fn compares(&self) -> bool {
        self.columns.time.is_some() || self.columns.baseline.is_some()
    }

    fn place_columns(&self, names: &[String]) -> Result<Places, CountsError> {
        let place = |name: &str| {
            let no_column = || CountsError::NoColumn { name: name.into(), columns: names.join(", ") };
            names.iter().position(|other| other == name).ok_or_else(no_column)
        };
        let weight = self.columns.weight.as_deref().map(place).transpose()?;
        let bad = place(&self.columns.bad)?;
        let time = self.columns.time.as_ref().map(|(name, _)| place(name)).transpose()?;
        let tests = |tests: &[CellTest]| {
            tests.iter().map(|test| Ok((place(&test.column)?, test.clone()))).collect::<Result<Vec<_>, CountsError>>()
        };
        let of = tests(&self.columns.of)?;
        let baseline = self.columns.baseline.as_deref().map(tests).transpose()?;
        let dimensions = match self.columns.dimensions.as_slice() {
            [] => {
                let taken = [weight, Some(bad), time];
                // What is asked for says nothing more.
                let fixed =
                    |at: usize| of.iter().any(|(place, test)| *place == at && !test.is_not && test.values.len() == 1);
                (0..names.len()).filter(|&at| !taken.contains(&Some(at)) && !fixed(at)).collect()
            }
            chosen => chosen.iter().map(|name| place(name)).collect::<Result<_, _>>()?,
        };
        Ok(Places { weight, bad, time, dimensions, of, baseline })
    }

    fn take(&mut self, row: &FileRow) -> Result<(), CountsError> {
        let Some(places) = &self.places else { return Ok(()) };
        let number = row.number;
        match row.fault {
            // Such as spreadsheets write below a table, and such as stand where tables were put one below the other.
            Some(Reason::EmptyRow | Reason::RepeatedHeader) => return Ok(()),
            Some(why) if row.is_refused() => {
                // No row is left out here: it is refused.
                return Err(CountsError::Damaged { row: number, why: why.to_string().replace(", left out", "") });
            }
            _ => {}
        }
        let cells: Vec<std::borrow::Cow<str>> = row.cells().map(String::from_utf8_lossy).collect();
        let cell = |place: usize| cells.get(place).map_or("", |cell| cell.as_ref());
        let count = |place: usize, column: &str| {
            let value = parse_number(cell(place).trim()).ok();
            let whole = value.filter(|value| (0.0..=f64::from(u32::MAX)).contains(value) && value.trunc() == *value);
            whole.map(|value| value as u32).ok_or_else(|| CountsError::NoCount {
                row: number,
                column: column.into(),
                value: cell(place).chars().take(40).collect(),
            })
        };
        let sessions = match (places.weight, &self.columns.weight) {
            (Some(place), Some(name)) => count(place, name)?,
            _ => 1,
        };
        let bad = count(places.bad, &self.columns.bad)?;
        if bad > sessions {
            return Err(CountsError::MoreBad { row: number, bad, sessions });
        }
        let meets = |tests: &[(usize, CellTest)]| {
            tests.iter().all(|(place, test)| test.values.iter().any(|value| value == cell(*place)) != test.is_not)
        };
        // Whether it is of the time that is explained, and of one before it.
        let (is_now, is_before) = match (places.time, &self.columns.time, &self.span) {
            (Some(place), Some((name, at)), Some(span)) => {
                let value = || cell(place).chars().take(40).collect();
                let time = Moment::of(cell(place));
                let time =
                    time.ok_or_else(|| CountsError::NoTime { row: number, column: name.clone(), value: value() })?;
                let stand = span.stand(time).ok_or_else(|| CountsError::OtherTime {
                    row: number,
                    column: name.clone(),
                    value: value(),
                    asked: at.from.clone(),
                })?;
                (stand == Stand::Within, stand == Stand::Before)
            }
            _ => (true, self.columns.baseline.is_some()),
        };
        let is_now = is_now && meets(&places.of);
        let is_before = is_before && meets(places.baseline.as_deref().unwrap_or(&places.of));
        match (is_now, is_before) {
            (false, false) => return Ok(()),
            (true, true) => return Err(CountsError::Overlap { row: number }),
            _ => {}
        }
        let place = self.rows;
        self.rows = self.rows.checked_add(1).ok_or(CountsError::TooManyRows)?;
        for (dimension, &at) in self.dimensions.iter_mut().zip(&places.dimensions) {
            dimension.push(cell(at))?;
        }
        for (counted, is_of) in [(&mut self.now, is_now), (&mut self.before, is_before)] {
            if is_of {
                counted.rows.push(place);
                counted.bad.push(bad);
                counted.sessions.push(sessions);
            }
        }
        Ok(())
    }
}

fn told(found: &Found, dimensions: Vec<(String, Vec<String>)>, words: Words) -> CountsFound {
    let answer = |segment: &Segment| {
        let condition = |&(dimension, value): &(usize, u16)| {
            let (name, labels) = dimensions.get(dimension)?;
            Some((name.clone(), labels.get(usize::from(value))?.clone()))
        };
        let conditions: Vec<(String, String)> = segment.conditions.iter().filter_map(condition).collect();
        let figures = Figures::of(segment, found);
        let said = |(name, label): &(String, String)| match label.as_str() {
            "" => format!("{name} is empty"),
            label => format!("{name} = {label}"),
        };
        let said: Vec<String> = conditions.iter().map(said).collect();
        CountsAnswer {
            sentence: sentence::of_answer(&said.join(" and "), &figures, words),
            dimensions: conditions,
            figures,
        }
    };
    CountsFound {
        answers: found.segments.iter().map(answer).collect(),
        close: found.close.iter().map(answer).collect(),
        now: found.now,
        before: found.before,
        combinations: found.combinations,
        sentence: sentence::of_all(found, words, dimensions.len()),
        dimensions: dimensions.into_iter().map(|(name, _)| name).collect(),
    }
}

impl Labelled {
    fn push(&mut self, label: &str) -> Result<(), CountsError> {
        let code = match self.places.get(label) {
            Some(&code) => code,
            None => {
                let next = u16::try_from(self.labels.len()).ok().filter(|&next| next < u16::MAX);
                let code = next.ok_or_else(|| CountsError::TooManyValues(self.name.clone()))?;
                self.places.insert(label.into(), code);
                self.labels.push(label.into());
                code
            }
        };
        self.codes.push(code);
        Ok(())
    }
}

impl FileRows for CountTable {
    fn header<'a>(&mut self, names: impl Iterator<Item = &'a [u8]> + Clone) {
        let names: Vec<String> = names.map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        match self.place_columns(&names) {
            Ok(places) => {
                let labelled = |&at: &usize| Labelled { name: names[at].clone(), ..Labelled::default() };
                self.dimensions = places.dimensions.iter().map(labelled).collect();
                self.places = Some(places);
            }
            Err(error) => self.error = Some(error),
        }
    }

    fn row(&mut self, row: &FileRow) {
        if self.error.is_none() {
            self.error = self.take(row).err();
        }
    }
}

/// Reads a table of counts from files that have been read as rows before, and were understood so.
///
/// # Errors
/// In words: where they cannot be read, are others than before, or somebody has stopped it.
pub async fn read_counts(
    table: CountTable,
    files: &mut [(String, impl ByteSource)],
    understood: &ResolvedMapping,
    rules: Rules,
    mut pause: impl AsyncFnMut(f64, f64) -> Result<(), Stopped>,
) -> Result<CountTable, String> {
    let changed = |_| "the file is another one than before".to_owned();
    let total: f64 = files.iter().map(|(_, bytes)| bytes.total()).sum();
    let is_only = files.len() == 1;
    let mut reader = RowReader::new(understood, rules, table);
    let mut done = 0.0;
    for (name, bytes) in files {
        if !is_only {
            reader.next_file(name).map_err(changed)?;
        }
        loop {
            let slice = bytes.next().await?;
            if slice.is_empty() {
                break;
            }
            for piece in slice.chunks(PIECE) {
                reader.push(piece).map_err(changed)?;
                done += piece.len() as f64;
                pause(done, total).await.map_err(|stopped| stopped.to_string())?;
            }
        }
    }
    Ok(reader.finish().map_err(changed)?.0)
}

/// So many bytes are read between two breaths.
const PIECE: usize = 1 << 18;
