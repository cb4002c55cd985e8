//! JSON as rows: an object on each line, or a list of objects over as many lines as it likes.
//!
//! The columns are the keys, in the order in which they first appear; those of an object within the object have its key
//! and a full stop before theirs. A list becomes its own text, `null` is missing. A key that comes up late becomes a
//! column, too.

use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::report::{JsonFault, Reason};
use crate::rows::json_list::List;
use crate::rows::records::record::Row;
use crate::rows::sink::Sink;
use crate::text::lines::Lines;
use rules::Readers;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

/// So deep objects are taken apart; deeper ones are text.
const DEPTH: usize = 16;

/// Names a key without a letter.
const NAMELESS: &str = "(no name)";

/// Whether a text that begins like this is JSON.
pub(crate) fn begins(head: &[u8]) -> bool {
    match head.trim_ascii_start() {
        [b'[', rest @ ..] => rest.trim_ascii_start().starts_with(b"{") || rest.trim_ascii() == b"]",
        [b'{', rest @ ..] => matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}')),
        _ => false,
    }
}

/// The reader of rows.
pub(crate) struct Json {
    form: Form,
    objects: Objects,
}

enum Form {
    /// Nothing but blanks and line feeds so far.
    Unknown(u64),
    Lines(Lines),
    List(List),
}

impl Json {
    pub(crate) fn new(readers: Readers) -> Self {
        let order_mark: &[u8] = if readers == Readers::Common { b"\xef\xbb\xbf" } else { b"" };
        Self { form: Form::Unknown(0), objects: Objects { order_mark, ..Objects::default() } }
    }

    /// Takes text and hands on the rows that it completes.
    pub(crate) fn push(&mut self, text: &[u8], limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        let mut text = text;
        if let Form::Unknown(feeds) = &mut self.form {
            let begin = text.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(text.len());
            let (blank, rest) = text.split_at(begin);
            *feeds += blank.iter().filter(|&&byte| byte == b'\n').count() as u64;
            text = rest;
            self.form = match rest.first() {
                None => return Ok(()),
                Some(b'[') => Form::List(List::new(*feeds + 1)),
                Some(_) => Form::Lines(Lines::after(*feeds)),
            };
        }
        let objects = &mut self.objects;
        objects.are_lines = matches!(self.form, Form::Lines(_));
        match &mut self.form {
            Form::Lines(lines) => lines.push(text, limits, |line, text| objects.take(line, text, limits, sink)),
            Form::List(list) => list.push(text, limits, |line, text| objects.take(line, text, limits, sink)),
            Form::Unknown(_) => Ok(()),
        }
    }

    /// Hands on the last row. The columns are kept for the next file.
    pub(crate) fn finish(&mut self, limits: &Limits, sink: &mut dyn Sink) -> Result<(), IngestError> {
        let objects = &mut self.objects;
        match std::mem::replace(&mut self.form, Form::Unknown(0)) {
            Form::Lines(mut lines) => lines.finish(|line, text| objects.take(line, text, limits, sink)),
            Form::List(list) => match list.rest() {
                Some((line, text)) => objects.take(line, text, limits, sink),
                None => Ok(()),
            },
            Form::Unknown(_) => Ok(()),
        }
    }
}

/// Objects into rows.
#[derive(Default)]
pub(crate) struct Objects {
    /// The column of each key; looked up only.
    places: HashMap<String, usize>,
    row: Row,
    /// The byte order mark, for rules by which it is left out of lines; else nothing.
    order_mark: &'static [u8],
    /// Whether each is a line.
    are_lines: bool,
}

/// What is found in one object.
#[derive(Default)]
struct Found<'a> {
    /// Cells of columns that are known.
    cells: Vec<Option<Cow<'a, str>>>,
    /// Keys that are not, with theirs.
    fresh: Vec<(String, Cow<'a, str>)>,
    is_double: bool,
}

impl Objects {
    /// Hands on the row that a text is, where it is an object.
    pub(crate) fn take(
        &mut self,
        line: u64,
        text: &[u8],
        limits: &Limits,
        sink: &mut dyn Sink,
    ) -> Result<(), IngestError> {
        // Files that were put one behind the other may each have one.
        let text = text.strip_prefix(self.order_mark).unwrap_or(text).trim_ascii_end();
        if text.is_empty() {
            return Ok(());
        }
        sink.object(text, self.are_lines);
        let (readable, unreadable) = match std::str::from_utf8(text) {
            Ok(text) => (Cow::Borrowed(text), None),
            Err(error) => (String::from_utf8_lossy(text), Some(Reason::NotUtf8 { byte: error.valid_up_to() + 1 })),
        };
        let mut found = Found { cells: vec![None; self.places.len()], ..Found::default() };
        let mut path = String::new();
        if let Err(reason) = self.flatten(&readable, &mut path, 0, &mut found) {
            self.row.clear();
            self.row.line = line;
            self.row.push(text);
            return sink.faulty(self.row.record(), reason);
        }
        if !found.fresh.is_empty() {
            self.add_columns(line, &mut found, limits, sink)?;
        }
        self.row.clear();
        self.row.line = line;
        for (column, cell) in found.cells.iter().enumerate() {
            let cell = cell.as_deref().unwrap_or_default();
            if cell.len() > limits.cell_bytes {
                return Err(IngestError::LongCell { line, column: column + 1, limit: limits.cell_bytes });
            }
            self.row.push(cell.as_bytes());
        }
        let double = found.is_double.then_some(Reason::DoubleKey);
        let record = self.row.record();
        match unreadable.or(double) {
            _ if record.is_blank() => sink.faulty(record, Reason::EmptyRow),
            Some(told) => sink.faulty(record, told),
            None => sink.record(record, true),
        }
    }

    fn add_columns(
        &mut self,
        line: u64,
        found: &mut Found,
        limits: &Limits,
        sink: &mut dyn Sink,
    ) -> Result<(), IngestError> {
        let mut names = Vec::new();
        for (name, cell) in std::mem::take(&mut found.fresh) {
            match self.places.get(&name).and_then(|&place| found.cells.get_mut(place)) {
                Some(slot) => {
                    *slot = Some(cell.into_owned().into());
                    found.is_double = true;
                }
                None => {
                    self.places.insert(name.clone(), self.places.len());
                    found.cells.push(Some(cell.into_owned().into()));
                    names.push(name);
                }
            }
        }
        if self.places.len() > limits.columns {
            return Err(IngestError::TooManyColumns { line, limit: limits.columns });
        }
        sink.columns(&names)
    }

    /// Takes an object apart; `path` is what stands before its keys.
    fn flatten<'a>(
        &self,
        object: &'a str,
        path: &mut String,
        depth: usize,
        found: &mut Found<'a>,
    ) -> Result<(), Reason> {
        let entries: Entries = serde_json::from_str(object).map_err(fault)?;
        let before = path.len();
        for (key, value) in entries.0 {
            path.push_str(&key);
            let text = value.get();
            match text.as_bytes().first() {
                Some(b'{') if depth + 1 < DEPTH => {
                    path.push('.');
                    self.flatten(text, path, depth + 1, found)?;
                }
                Some(b'"') => {
                    let text: Text = serde_json::from_str(text).map_err(fault)?;
                    self.cell(path, text.0, found);
                }
                Some(b'n') => self.cell(path, Cow::Borrowed(""), found),
                _ => self.cell(path, Cow::Borrowed(text), found),
            }
            path.truncate(before);
        }
        Ok(())
    }

    fn cell<'a>(&self, path: &str, cell: Cow<'a, str>, found: &mut Found<'a>) {
        let name = match path.trim() {
            "" => NAMELESS,
            name => name,
        };
        match self.places.get(name).and_then(|&place| found.cells.get_mut(place)) {
            Some(slot) => found.is_double |= slot.replace(cell).is_some(),
            None => found.fresh.push((name.to_owned(), cell)),
        }
    }
}

fn fault(error: serde_json::Error) -> Reason {
    let fault = match error.classify() {
        Category::Eof => JsonFault::CutOff,
        Category::Data => JsonFault::OtherValue,
        Category::Syntax | Category::Io => JsonFault::Syntax,
    };
    Reason::NoObject { fault, byte: error.column().max(1) }
}

/// The cells of a list, and whether each is a text.
pub(crate) fn cells_of_list(text: &[u8]) -> Result<Vec<(Cow<'_, str>, bool)>, Reason> {
    let text = std::str::from_utf8(text).map_err(|error| Reason::NotUtf8 { byte: error.valid_up_to() + 1 })?;
    let values: Vec<&RawValue> = serde_json::from_str(text).map_err(fault)?;
    values
        .into_iter()
        .map(|value| match value.get().as_bytes().first() {
            Some(b'"') => serde_json::from_str::<Text>(value.get()).map(|text| (text.0, true)).map_err(fault),
            Some(b'n') => Ok((Cow::Borrowed(""), false)),
            _ => Ok((Cow::Borrowed(value.get()), false)),
        })
        .collect()
}

/// The names in a list of texts, or of objects that have a `name` each; `None` where it is another one.
pub(crate) fn names_of_list(text: &[u8]) -> Option<Vec<String>> {
    const NAMES: [&str; 4] = ["name", "id", "key", "label"];
    let values: Vec<serde_json::Value> = serde_json::from_slice(text).ok()?;
    let name = |value: &serde_json::Value| match value {
        serde_json::Value::String(name) => Some(name.clone()),
        serde_json::Value::Object(object) => {
            NAMES.iter().find_map(|name| object.get(*name)?.as_str()).map(str::to_owned)
        }
        _ => None,
    };
    values.iter().map(name).collect::<Option<Vec<String>>>().filter(|names| !names.is_empty())
}

/// The entries of an object in their order, values as they are written.
struct Entries<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Taking;
        impl<'de> Visitor<'de> for Taking {
            type Value = Entries<'de>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some((key, value)) = map.next_entry::<Text, &RawValue>()? {
                    entries.push((key.0, value));
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Taking)
    }
}

/// A text, borrowed where it is written as it is.
struct Text<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Taking;
        impl<'de> Visitor<'de> for Taking {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a text")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Taking)
    }
}
