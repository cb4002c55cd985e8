//! The normalised table: all sessions under the fields' own names and in their units, whatever the file called them and however
//! it wrote them. It is what a pipeline takes next: `read` of the command line, and *Download sessions*.
//!
//! The fields stand in their order, then the columns of the file's own, then `kept_apart`: how a session failed for everybody to
//! see, so that it is no silent failure. Those that are judged come first, in the order of the file. Read by this program again,
//! it gives the same sessions.

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use crate::CsvWriter;
use crate::csv::write_cell;
use crate::json_lines::JsonLinesWriter;
use crate::session_columns::{SessionColumn, names};
use analysis::{Progress, Sessions, Stage, Stopped};
use ingest::{AddedColumns, Tail, Taken};
use telemetry::{Column, Data};

/// A piece on its way is about as long.
const PIECE: usize = 4 << 20;

/// Sessions written between two pauses.
const BLOCK: usize = 1024;

/// How sessions are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableForm {
    /// CSV with commas and a header.
    #[default]
    Csv,
    /// An object on each line, all with the same keys; what is missing is `null`.
    JsonLines,
}

/// Why a table was not written whole.
#[derive(Debug, thiserror::Error)]
pub enum TableError<E> {
    /// It was stopped.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// What was written could not be put in its place.
    #[error("{0}")]
    Output(E),
}

/// A column of the table.
enum Source<'a> {
    Column(SessionColumn<'a>),
    /// What is known to be wrong with each session, where a column was taken for that.
    Truth,
}

/// All sessions of a file, to be written.
pub struct NormalisedTable<'a> {
    sessions: &'a Sessions,
    columns: Vec<(String, Source<'a>)>,
}

impl<'a> NormalisedTable<'a> {
    /// The table of these sessions.
    pub fn of(sessions: &'a Sessions) -> Self {
        let mut columns = SessionColumn::all(sessions);
        columns.sort_by_key(|column| (column.field.is_none(), column.field));
        let names = names(&columns);
        let mut columns: Vec<(String, Source)> =
            names.into_iter().zip(columns.into_iter().map(Source::Column)).collect();
        let mut summaries = sessions.quality.iter().flat_map(|quality| &quality.columns.columns);
        if let Some(truth) = summaries.find(|column| column.taken == Taken::Truth)
            && sessions.truth.is_some()
        {
            let numbered = (2..).map(|number: usize| format!("{}_{number}", truth.name));
            let is_free = |name: &String| {
                telemetry::Field::from_name(name).is_none() && !columns.iter().any(|(other, _)| other == name)
            };
            let name = std::iter::once(truth.name.clone()).chain(numbered).find(is_free).unwrap_or_default();
            columns.push((name, Source::Truth));
        }
        Self { sessions, columns }
    }

    /// How many sessions there are, those that are kept apart included.
    pub fn sessions(&self) -> usize {
        self.sessions.table.rows() + self.aside()
    }

    fn aside(&self) -> usize {
        self.sessions.aside.as_ref().map_or(0, |aside| aside.table.rows())
    }

    /// Writes it piece by piece. `pause` is called every few milliseconds.
    ///
    /// # Errors
    /// [`TableError`]: then what was written until then is not to be used.
    pub async fn write<E>(
        &self,
        form: TableForm,
        mut pause: impl AsyncFnMut(Progress) -> Result<(), Stopped>,
        mut out: impl FnMut(Vec<u8>) -> Result<(), E>,
    ) -> Result<(), TableError<E>> {
        let mut writer = self.begin(form);
        let (judged, all) = (self.sessions.table.rows(), self.sessions());
        for begin in (0..all).step_by(BLOCK) {
            for place in begin..all.min(begin + BLOCK) {
                match place.checked_sub(judged) {
                    None => self.write_session(place, false, &mut writer),
                    Some(aside) => self.write_session(aside, true, &mut writer),
                }
            }
            if writer.len() > PIECE {
                out(writer.take_bytes()).map_err(TableError::Output)?;
            }
            pause(Progress { stage: Stage::Finishing, done: begin as f64, total: all as f64 }).await?;
        }
        out(writer.take_bytes()).map_err(TableError::Output)
    }

    fn begin(&self, form: TableForm) -> Writer {
        let names = || self.columns.iter().map(|(name, _)| name.as_str());
        match form {
            TableForm::Csv => {
                let mut writer = CsvWriter::default();
                let added = AddedColumns::beside(Tail::Table, names());
                names().chain(added.names().iter().map(String::as_str)).for_each(|name| writer.text(name));
                writer.end_row();
                Writer::Csv(writer)
            }
            TableForm::JsonLines => {
                let added = AddedColumns::beside_keys(Tail::Table, names());
                let keys = names().chain(added.names().iter().map(String::as_str));
                Writer::JsonLines(JsonLinesWriter::of(keys))
            }
        }
    }

    fn write_session(&self, session: usize, is_aside: bool, writer: &mut Writer) {
        let aside = self.sessions.aside.as_ref().filter(|_| is_aside);
        for (_, source) in &self.columns {
            match source {
                Source::Column(column) => writer.cell(column.of(is_aside), session),
                Source::Truth => {
                    let truth = if is_aside {
                        aside.and_then(|aside| aside.truth.as_ref())
                    } else {
                        self.sessions.truth.as_ref()
                    };
                    writer.text(truth.map_or("", |truth| truth.label(session)));
                }
            }
        }
        let kind = aside.and_then(|aside| aside.kinds.get(session));
        writer.text(kind.map_or("", |kind| kind.label()));
        writer.end_row();
    }
}

/// What writes it.
enum Writer {
    Csv(CsvWriter),
    JsonLines(JsonLinesWriter),
}

impl Writer {
    /// The next cell is that of a column; where there is none, it is missing.
    fn cell(&mut self, column: Option<&Column>, session: usize) {
        match (self, column) {
            (Writer::Csv(writer), Some(column)) => write_cell(writer, column, session),
            (Writer::Csv(writer), None) => writer.text(""),
            (Writer::JsonLines(writer), None) => writer.text(""),
            (Writer::JsonLines(writer), Some(column)) => match &column.data {
                Data::Number(values) => writer.number(values[session]),
                Data::Time(values) => writer.time(values[session]),
                Data::Category(values) => writer.text(values.label(session)),
                Data::Text(values) => writer.text(values.get(session)),
            },
        }
    }

    fn text(&mut self, text: &str) {
        match self {
            Writer::Csv(writer) => writer.text(text),
            Writer::JsonLines(writer) => writer.text(text),
        }
    }

    fn end_row(&mut self) {
        match self {
            Writer::Csv(writer) => writer.end_row(),
            Writer::JsonLines(writer) => writer.end_row(),
        }
    }

    fn len(&self) -> usize {
        match self {
            Writer::Csv(writer) => writer.len(),
            Writer::JsonLines(writer) => writer.len(),
        }
    }

    fn take_bytes(&mut self) -> Vec<u8> {
        match self {
            Writer::Csv(writer) => writer.take_bytes(),
            Writer::JsonLines(writer) => writer.take_bytes(),
        }
    }
}
