//! Columns while they grow: each takes a cell at a time, in its form, and says what was wrong with it.

use crate::cells::flags::{self, Flag};
use crate::cells::iso::iso;
use crate::cells::missing::{MissingRule, is_missing};
use crate::cells::numbers::{self, Decimal, Number};
use crate::cells::time_format::TimeFormat;
use crate::cells::times::{Time, TimeForm};
use crate::cells::units::Scale;
use crate::cells::zone::Zone;
use crate::columns::number_cells;
use crate::columns::room::{NoRoom, fitted, room};
use crate::recognition::evidence::is_text;
use crate::recognition::evidence::numbers::NumberEvidence;
use crate::recognition::plan::{Form, NumberForm, Target, WrittenForm};
use crate::report::Reason;
use rules::Readers;
use std::borrow::Cow;
use telemetry::{Categories, Data, Dictionary, MISSING_CATEGORY, MISSING_TIME, Texts, Truth};

/// Values by which an empty-looking column is decided once they come.
const DECIDING: usize = 64;

/// How many faults a [`Truth`] can name.
pub(crate) const MAX_FAULTS: usize = 255;

/// More faults than a [`Truth`] can name.
#[derive(Debug)]
pub(crate) struct TooManyFaults;

/// A growing column.
#[derive(Debug)]
pub(crate) enum Builder {
    Number {
        values: Vec<f64>,
        form: NumberForm,
        /// What all cells say about how they are written, to readers who ask.
        evidence: Option<Box<NumberEvidence>>,
    },
    Flag {
        values: Vec<f64>,
    },
    Time {
        values: Vec<i64>,
        form: TimeForm,
        /// The zone of what does not say one; none is UTC.
        zone: Option<Zone>,
    },
    Category {
        codes: Vec<u16>,
        labels: Dictionary,
        missing: MissingRule,
    },
    /// The rows' bytes one behind the other, which are text, and where each ends.
    Text {
        joined: Vec<u8>,
        ends: Vec<usize>,
        missing: MissingRule,
    },
    Undecided {
        rows: usize,
        values: Vec<(usize, String)>,
        decimal: Decimal,
        readers: Readers,
        zone: Option<Zone>,
    },
    Truth {
        codes: Vec<u8>,
        faults: Dictionary,
    },
    Ignored,
}

/// A grown column.
pub(crate) enum Grown {
    Data(Data),
    Truth(Truth),
    Ignored,
}

impl Builder {
    /// A column of this form, whose times are of this zone where they do not say one.
    pub(crate) fn new(form: Form, zone: Option<&Zone>) -> Self {
        match form {
            Form::Number(form) => {
                let evidence = form.written.map(|_| Box::default());
                Builder::Number { values: Vec::new(), form, evidence }
            }
            Form::Flag => Builder::Flag { values: Vec::new() },
            Form::Time(form) => Builder::Time { values: Vec::new(), form, zone: zone.cloned() },
            Form::Category(missing) => Builder::Category { codes: Vec::new(), labels: Dictionary::default(), missing },
            Form::Text(missing) => Builder::Text { joined: Vec::new(), ends: Vec::new(), missing },
            Form::Undecided(decimal, readers) => {
                Builder::Undecided { rows: 0, values: Vec::new(), decimal, readers, zone: zone.cloned() }
            }
            Form::Truth => Builder::Truth { codes: Vec::new(), faults: Dictionary::default() },
            Form::Ignored => Builder::Ignored,
        }
    }

    /// Adds a row with this cell; returns what was repaired.
    pub(crate) fn push(&mut self, cell: &[u8]) -> Result<Option<Reason>, TooManyFaults> {
        match self {
            Builder::Number { values, form, evidence } => {
                let (value, reason) = match (evidence, form.written) {
                    (Some(evidence), Some(written)) => number_cells::read(cell, form, written, evidence),
                    _ => number_cells::read_plain(cell, form),
                };
                values.push(value);
                Ok(reason)
            }
            Builder::Flag { values } => {
                let (value, reason) = match flags::parse(cell) {
                    Flag::Value(value) => (f64::from(u8::from(value)), None),
                    Flag::Missing => (f64::NAN, None),
                    Flag::Not => (f64::NAN, Some(Reason::NotAFlag)),
                };
                values.push(value);
                Ok(reason)
            }
            Builder::Time { values, form, zone } => {
                let (value, reason) = match form.read(cell, zone.as_ref()) {
                    Time::Value(value) => (value, None),
                    Time::Twice(value) => (value, Some(Reason::LocalTimeTwice)),
                    Time::Never(value) => (value, Some(Reason::LocalTimeNever)),
                    Time::OtherUnit(value) => (value, Some(Reason::OtherUnixUnit)),
                    Time::Missing => (MISSING_TIME, None),
                    Time::Implausible => (MISSING_TIME, Some(Reason::ImplausibleTime)),
                    Time::Not => (MISSING_TIME, Some(Reason::NotATime)),
                };
                values.push(value);
                Ok(reason)
            }
            Builder::Category { codes, labels, missing } => {
                if cell.is_empty() {
                    codes.push(MISSING_CATEGORY);
                    return Ok(None);
                }
                // Only readable labels with a value are in the dictionary: what is found needs no further look.
                if let Some(code) = labels.get(cell) {
                    codes.push(code);
                    return Ok(None);
                }
                if is_missing(cell, *missing) {
                    codes.push(MISSING_CATEGORY);
                    return Ok(None);
                }
                let (label, reason) = readable(cell);
                match labels.get(label.as_bytes()).or_else(|| labels.add(&label)) {
                    Some(code) => codes.push(code),
                    None => {
                        let (mut joined, mut ends) = spell_out(codes, labels);
                        joined.extend_from_slice(label.as_bytes());
                        ends.push(joined.len());
                        *self = Builder::Text { joined, ends, missing: *missing };
                    }
                }
                Ok(reason)
            }
            Builder::Text { joined, ends, missing } => {
                if is_missing(cell, *missing) {
                    ends.push(joined.len());
                    return Ok(None);
                }
                let (text, reason) = readable(cell);
                joined.extend_from_slice(text.as_bytes());
                ends.push(joined.len());
                Ok(reason)
            }
            Builder::Undecided { rows, values, readers, .. } => {
                *rows += 1;
                if is_missing(cell, MissingRule::of(*readers)) {
                    return Ok(None);
                }
                let (text, reason) = readable(cell);
                values.push((*rows - 1, text.into_owned()));
                if values.len() == DECIDING {
                    self.decide();
                }
                Ok(reason)
            }
            Builder::Truth { codes, faults } => {
                if let Some(code) = faults.get(cell) {
                    codes.push(code as u8 + 1);
                    return Ok(None);
                }
                if is_fine(cell) {
                    codes.push(Truth::NONE);
                    return Ok(None);
                }
                let (label, reason) = readable(cell);
                let code = match faults.get(label.as_bytes()) {
                    Some(code) => code,
                    None if faults.labels().len() == MAX_FAULTS => return Err(TooManyFaults),
                    None => faults.add(&label).ok_or(TooManyFaults)?,
                };
                codes.push(code as u8 + 1);
                Ok(reason)
            }
            Builder::Ignored => Ok(None),
        }
    }

    /// Adds so many rows without a value.
    pub(crate) fn push_missing(&mut self, more: usize) -> Result<(), NoRoom> {
        self.make_room(more, 0, more)?;
        match self {
            Builder::Undecided { rows, .. } => *rows += more,
            // Nothing can be wrong with an empty cell.
            _ => (0..more).for_each(|_| drop(self.push(b""))),
        }
        Ok(())
    }

    /// Makes room for so many more rows, with at most so many bytes of text in all, where there is none. `expected` is how
    /// many rows there are going to be in all, about.
    pub(crate) fn make_room(&mut self, rows: usize, bytes: usize, expected: usize) -> Result<(), NoRoom> {
        match self {
            Builder::Number { values, .. } | Builder::Flag { values } => room(values, rows, expected),
            Builder::Time { values, .. } => room(values, rows, expected),
            Builder::Category { codes, .. } => room(codes, rows, expected),
            Builder::Truth { codes, .. } => room(codes, rows, expected),
            Builder::Text { joined, ends, .. } => {
                let expected_bytes = match ends.len() {
                    0 => 0,
                    rows => (joined.len() as u128 * expected as u128 / rows as u128) as usize,
                };
                room(ends, rows, expected)?;
                room(joined, bytes, expected_bytes)
            }
            Builder::Undecided { .. } | Builder::Ignored => Ok(()),
        }
    }

    /// About how many bytes it holds.
    pub(crate) fn bytes(&self) -> u64 {
        match self {
            Builder::Number { values, .. } | Builder::Flag { values } => values.len() as u64 * 8,
            Builder::Time { values, .. } => values.len() as u64 * 8,
            Builder::Category { codes, .. } => codes.len() as u64 * 2,
            Builder::Text { joined, ends, .. } => (ends.len() * size_of::<usize>() + joined.len()) as u64,
            Builder::Truth { codes, .. } => codes.len() as u64,
            Builder::Undecided { .. } | Builder::Ignored => 0,
        }
    }

    /// The column. `own` columns of labels that are mostly distinct become text.
    pub(crate) fn finish(mut self, own: bool) -> Grown {
        self.decide();
        match self {
            Builder::Number { values, .. } | Builder::Flag { values } => Grown::Data(Data::Number(fitted(values))),
            Builder::Time { values, .. } => Grown::Data(Data::Time(fitted(values))),
            Builder::Category { codes, labels, .. } => {
                let filled = codes.iter().filter(|&&code| code != MISSING_CATEGORY).count();
                if own && is_text(filled, labels.labels().len()) {
                    let (joined, ends) = spell_out(&codes, &labels);
                    Grown::Data(Data::Text(texts(joined, ends)))
                } else {
                    Grown::Data(Data::Category(Categories::from_dictionary(labels, codes)))
                }
            }
            Builder::Text { joined, ends, .. } => Grown::Data(Data::Text(texts(joined, ends))),
            Builder::Truth { codes, faults } => {
                let mut truth = Truth::with_faults(faults.labels().iter().map(String::as_str));
                for code in codes {
                    truth.push(code);
                }
                Grown::Truth(truth)
            }
            Builder::Undecided { .. } | Builder::Ignored => Grown::Ignored,
        }
    }

    /// Gives a column without a value in the sample its form: numbers or times where all values so far are, else labels.
    pub(crate) fn decide(&mut self) {
        let Builder::Undecided { rows, values, decimal, readers, zone } = self else { return };
        let (rows, decimal, readers, zone) = (*rows, *decimal, *readers, zone.take());
        let values = std::mem::take(values);
        let form = decided_form(&values, decimal, readers);
        *self = Builder::new(form, zone.as_ref());
        let mut values = values.into_iter().peekable();
        for row in 0..rows {
            let value = values.next_if(|&(at, _)| at == row);
            // Nothing can be wrong with these cells any more: they were read when they came.
            let _ = self.push(value.as_ref().map_or(b"".as_slice(), |(_, text)| text.as_bytes()));
        }
    }
}

/// The form of a column whose first values are these.
fn decided_form(values: &[(usize, String)], decimal: Decimal, readers: Readers) -> Form {
    let all = |is: &dyn Fn(&[u8]) -> bool| !values.is_empty() && values.iter().all(|(_, text)| is(text.as_bytes()));
    if all(&|cell| matches!(numbers::parse(cell, decimal), Number::Value(_))) {
        let to = Target::Dimension(None);
        let written = (readers == Readers::Common).then_some(WrittenForm { takes_bare: true, to });
        Form::Number(NumberForm { decimal, scale: Scale::Same, field: None, written })
    } else if all(&|cell| iso(cell).is_some()) {
        Form::Time(TimeForm { format: TimeFormat::Iso, readers, decimal: Decimal::Point })
    } else {
        Form::Category(MissingRule::of(readers))
    }
}

/// The cell as text; what cannot be shown is replaced and told.
fn readable(cell: &[u8]) -> (Cow<'_, str>, Option<Reason>) {
    let (text, mut reason) = match std::str::from_utf8(cell) {
        Ok(text) => (Cow::Borrowed(text), None),
        Err(error) => (String::from_utf8_lossy(cell), Some(Reason::NotUtf8 { byte: error.valid_up_to() + 1 })),
    };
    match cell.iter().position(|&byte| byte == 0) {
        None => (text, reason),
        Some(at) => {
            reason = reason.or(Some(Reason::ZeroByte { byte: at + 1 }));
            (Cow::Owned(text.replace('\0', "\u{fffd}")), reason)
        }
    }
}

fn spell_out(codes: &[u16], labels: &Dictionary) -> (Vec<u8>, Vec<usize>) {
    let label = |code: u16| labels.labels().get(usize::from(code)).map_or(b"".as_slice(), |label| label.as_bytes());
    let mut joined = Vec::with_capacity(codes.iter().map(|&code| label(code).len()).sum());
    let mut ends = Vec::with_capacity(codes.len());
    for &code in codes {
        joined.extend_from_slice(label(code));
        ends.push(joined.len());
    }
    (joined, ends)
}

/// The column of these texts. All of them were text when they came, so nothing is replaced here.
fn texts(joined: Vec<u8>, ends: Vec<usize>) -> Texts {
    let joined = String::from_utf8(fitted(joined))
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
    Texts::from_parts(joined, fitted(ends)).unwrap_or_default()
}

/// Whether a label says that a session had no fault.
fn is_fine(cell: &[u8]) -> bool {
    let cell = cell.trim_ascii();
    is_missing(cell, MissingRule::All)
        || numbers::parse(cell, Decimal::Point) == Number::Value(0.0)
        || [&b"false"[..], b"no", b"normal", b"ok", b"good", b"healthy"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(cell))
}
