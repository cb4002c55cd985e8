//! Cells into numbers, as a column is read.

use crate::cells::numbers::{self, Number};
use crate::cells::written::{self, Mark, Written};
use crate::recognition::evidence::numbers::NumberEvidence;
use crate::recognition::plan::{NumberForm, WrittenForm};
use crate::report::Reason;

/// Reads a cell as plain readers do; what was repaired.
pub(super) fn read_plain(cell: &[u8], form: &NumberForm) -> (f64, Option<Reason>) {
    match numbers::parse(cell, form.decimal) {
        Number::Value(value) => in_range(form.scale.apply(value), form),
        Number::Missing => (f64::NAN, None),
        Number::NotFinite => (f64::NAN, Some(Reason::NotFinite)),
        Number::Not => (f64::NAN, Some(Reason::NotANumber)),
    }
}

/// Reads a cell in whatever common form it is written, and takes note of what it says about its column.
pub(super) fn read(
    cell: &[u8],
    form: &NumberForm,
    written: WrittenForm,
    evidence: &mut NumberEvidence,
) -> (f64, Option<Reason>) {
    if let Some((value, shape)) = numbers::plain(cell, form.decimal)
        && (written.takes_bare || value == 0.0)
    {
        evidence.plain(cell, value, shape, form.decimal);
        return in_range(form.scale.apply(value), form);
    }
    let read = written::read(cell);
    evidence.take_written(cell, &read);
    let number = match read {
        Written::Missing => return (f64::NAN, None),
        Written::NotFinite => return (f64::NAN, Some(Reason::NotFinite)),
        Written::Code | Written::Not => return (f64::NAN, Some(Reason::NotANumber)),
        Written::Number(number) => number,
    };
    if matches!(number.mark, Mark::Shows(shown) if shown != form.decimal) {
        return (f64::NAN, Some(Reason::OtherDecimalMark));
    }
    let value = match &number.unit {
        None if written.takes_bare || number.is_zero() => {
            number.value(form.decimal).map(|value| form.scale.apply(value))
        }
        None => return (f64::NAN, Some(Reason::NoUnit)),
        Some(unit) => match written.power(unit.dimension()) {
            Some(power) => number.scaled(form.decimal, power),
            None => return (f64::NAN, Some(Reason::OtherUnit)),
        },
    };
    value.map_or((f64::NAN, Some(Reason::NotFinite)), |value| in_range(value, form))
}

/// A number, where it can be true of its field.
fn in_range(value: f64, form: &NumberForm) -> (f64, Option<Reason>) {
    if !value.is_finite() {
        return (f64::NAN, Some(Reason::NotFinite));
    }
    if let Some(field) = form.field {
        let (low, high) = field.range();
        if value < low || value > high {
            return (f64::NAN, Some(Reason::OutOfRange { field }));
        }
    }
    (value, None)
}
