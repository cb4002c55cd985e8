//! Whether a row is the total of others, or text behind the table: told by what it calls itself and by its numbers.
//!
//! A session must never be taken for one: without a column whose numbers add up to what the row says, nothing is left out.

use crate::columns::builder::Builder;
use crate::recognition::plan::{Form, NumberForm};
use crate::rows::records::record::Record;
use crate::rows::total_words::is_total;
use telemetry::MISSING_TIME;

/// What a written sum may differ from the true one by, as a share: it is rounded to as many digits as people read.
const ROUNDING: f64 = 1e-5;

/// What the rows of a file hold in one column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Figures {
    sum: f64,
    least: f64,
    greatest: f64,
    /// Values that are not zero.
    addends: usize,
}

impl Figures {
    /// Of these values; missing ones are none.
    pub(crate) fn of(values: impl Iterator<Item = f64>) -> Self {
        let none = Self { sum: 0.0, least: f64::INFINITY, greatest: f64::NEG_INFINITY, addends: 0 };
        values.filter(|value| value.is_finite()).fold(none, |Self { sum, least, greatest, addends }, value| Self {
            sum: sum + value,
            least: least.min(value),
            greatest: greatest.max(value),
            addends: addends + usize::from(value != 0.0),
        })
    }

    /// Whether a value is their sum, which nothing but a sum would be.
    fn add_up_to(&self, value: f64, least_addends: usize) -> bool {
        self.addends >= least_addends && value != 0.0 && (value - self.sum).abs() <= ROUNDING * self.sum.abs()
    }

    /// Whether a value may be their mean, or another one in their midst.
    fn have_within(&self, value: f64) -> bool {
        self.least <= value && value <= self.greatest
    }
}

/// What is known of a column.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Known {
    /// Its numbers, in the other rows of the file.
    Numbers(Figures),
    /// It holds something else.
    Other,
}

/// A column as far as a row is held against it: how its cells are read, and what the other rows have in it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Against {
    pub form: Form,
    pub known: Known,
}

/// Whether all other rows of the file are known, or only its first ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    All,
    First,
}

/// The numbers of cells that are read like this; `None` for cells that are something else.
pub(crate) fn numbers<'a>(form: Form, cells: impl Iterator<Item = &'a [u8]>) -> Option<Vec<f64>> {
    let Form::Number(form) = form else { return None };
    // A sum may well be beyond the range of its field.
    let mut builder = Builder::new(Form::Number(NumberForm { field: None, ..form }), None);
    for cell in cells {
        builder.push(cell).ok()?;
    }
    if let Builder::Number { values, .. } = builder { Some(values) } else { None }
}

fn is_blank(cell: &[u8]) -> bool {
    cell.iter().all(u8::is_ascii_whitespace)
}

/// Whether a row may be a total, by its words alone: nearly no row is, and what it would be held against need not be summed
/// up for it.
pub(crate) fn may_be_total(record: &Record) -> bool {
    is_total(record).is_some() || record.cell(0).is_some_and(is_blank)
}

/// Whether a row is the total of the others.
pub(crate) fn is_total_of(record: &Record, columns: &[Against], extent: Extent) -> bool {
    let label = is_total(record);
    // Whether a column that is to be summed has its sum, what contradicts it, and what else the row says.
    let (mut sums, mut contradictions, mut words, mut beyond) = (0, 0, 0, 0);
    // Without a word, more than chance can do is asked for.
    let least_addends = if label.is_some() { 2 } else { 3 };
    let mut first_is_other = false;
    for (at, cell) in record.cells().enumerate() {
        let column = columns.get(at);
        if at == 0 {
            first_is_other = column.is_some_and(|column| matches!(column.known, Known::Other));
        }
        if is_blank(cell) || label == Some(at) {
            continue;
        }
        let value = column.and_then(|column| match column.known {
            Known::Numbers(figures) => {
                let value = numbers(column.form, std::iter::once(cell))?.first().copied()?;
                value.is_finite().then_some((figures, value))
            }
            Known::Other => None,
        });
        match value {
            None => words += 1,
            Some((figures, value)) if extent == Extent::First => {
                let is_more =
                    figures.addends >= 2 && figures.least >= 0.0 && value >= figures.sum && value > figures.greatest;
                beyond += usize::from(is_more);
                contradictions += usize::from(!is_more && !figures.have_within(value));
            }
            Some((figures, value)) if figures.add_up_to(value, least_addends) => sums += 1,
            Some((figures, value)) => contradictions += usize::from(!figures.have_within(value)),
        }
    }
    match (label, extent) {
        (Some(_), Extent::All) => sums > 1 || sums == 1 && words == 0 && contradictions == 0,
        // A file whose end has not come: its first thousands of rows do not come to more than the row says.
        (Some(_), Extent::First) => words == 0 && beyond > 0 && contradictions == 0,
        (None, Extent::All) => {
            let is_nameless = first_is_other && record.cell(0).is_some_and(is_blank);
            is_nameless && sums > 1 && words == 0 && contradictions == 0
        }
        (None, Extent::First) => false,
    }
}

/// Whether a row holds nothing that the table's columns of numbers and times do, and little else.
pub(crate) fn is_text_only(record: &Record, forms: &[Form]) -> bool {
    record.cells().filter(|cell| !is_blank(cell)).count() * 2 <= forms.len().max(2)
        && record.cells().zip(forms).filter(|(cell, _)| !is_blank(cell)).all(|(cell, &form)| {
            let mut builder = Builder::new(form, None);
            if builder.push(cell).is_err() {
                return false;
            }
            match builder {
                Builder::Number { values, .. } | Builder::Flag { values } => values.iter().all(|value| value.is_nan()),
                Builder::Time { values, .. } => values.iter().all(|&value| value == MISSING_TIME),
                _ => true,
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cells::missing::MissingRule;
    use crate::cells::numbers::Decimal;
    use crate::cells::units::Scale;
    use crate::rows::records::record::Row;
    use proptest::prelude::*;

    const NUMBER: Form =
        Form::Number(NumberForm { decimal: Decimal::Point, scale: Scale::Same, field: None, written: None });
    const LABEL: Form = Form::Category(MissingRule::All);

    /// A row of text columns and number columns against these values.
    fn judge(row: &[&str], texts: usize, columns: &[&[f64]], extent: Extent) -> bool {
        let mut record = Row::at(1);
        row.iter().for_each(|cell| record.push(cell.as_bytes()));
        let other = std::iter::repeat_n(Against { form: LABEL, known: Known::Other }, texts);
        let numbers = columns.iter().map(|values| {
            let known = Known::Numbers(Figures::of(values.iter().copied()));
            Against { form: NUMBER, known }
        });
        is_total_of(&record.record(), &other.chain(numbers).collect::<Vec<_>>(), extent)
    }

    #[test]
    fn totals_are_told_by_word_and_sum() {
        let (startup, ratio) = (&[400.0, 600.5, 1000.0][..], &[0.1, 0.2, 0.0][..]);
        let both: &[&[f64]] = &[startup, ratio];
        for row in [&["Total", "", "2000.5", "0.3"][..], &["", "Sum:", "2000.5", "0.1"], &["Gesamt", "", "2000.5", ""]]
        {
            assert!(judge(row, 2, both, Extent::All), "{row:?}");
        }
        assert!(
            judge(&["", "", "2000.5", "0.3", "Grand total"], 2, both, Extent::All),
            "the word in a cell of its own"
        );
        // One column is enough where nothing else contradicts.
        for row in [
            &["Total", "", "2100", "0.1"][..],
            &["Total", "", "2000.5", "7"],
            &["s-9", "", "2000.5", "7"],
            &["Total", "tv", "2000.5", "0.1"],
            &["Total Recall", "tv", "2000.5", "0.3"],
            &["Total", "", "", ""],
        ] {
            assert!(!judge(row, 2, both, Extent::All), "{row:?}");
        }
        // Two rows of ones are the sum of nothing.
        assert!(!judge(&["Total", "1"], 1, &[&[1.0, 0.0]], Extent::All));
    }

    #[test]
    fn without_a_word_more_is_asked_for() {
        let (one, other) = (&[1.0, 2.0, 4.0][..], &[10.0, 20.0, 30.0][..]);
        assert!(judge(&["", "7", "60"], 1, &[one, other], Extent::All));
        assert!(judge(&["", "7", "60", "20"], 1, &[one, other, other], Extent::All), "a mean beside the sums");
        for row in [&["", "7", ""][..], &["", "7", "61"], &["x", "7", "60"], &["", "7", "60", "99"]] {
            assert!(!judge(row, 1, &[one, other, other], Extent::All), "{row:?}");
        }
        assert!(!judge(&["", "3", "30"], 1, &[&[1.0, 2.0], &[10.0, 20.0]], Extent::All), "two rows are few");
        assert!(!judge(&["", "7", "60"], 1, &[one, other], Extent::First));
    }

    #[test]
    fn before_the_end_a_total_is_more_than_what_has_come() {
        let (one, ratio) = (&[10.0, 20.0][..], &[0.1, 0.2][..]);
        assert!(judge(&["Total", "70", "0.15"], 1, &[one, ratio], Extent::First));
        assert!(!judge(&["Total", "20", "0.15"], 1, &[one, ratio], Extent::First));
        assert!(!judge(&["Total", "70", "9"], 1, &[one, &[-1.0, 1.0]], Extent::First));
    }

    proptest! {
        /// A row that has its identifier is a session, whatever its numbers come to.
        #[test]
        fn a_session_is_no_total(
            id in "[a-z]{1,3}-[0-9]{1,3}",
            label in "(total |Sum of )?[a-z]{2,8}",
            columns in prop::collection::vec(prop::collection::vec(0_u32..50, 1..6), 1..4),
            extent in prop::sample::select(vec![Extent::All, Extent::First]),
        ) {
            let columns: Vec<Vec<f64>> = columns.iter().map(|values| values.iter().map(|&value| value.into()).collect()).collect();
            let sums: Vec<String> = columns.iter().map(|values| values.iter().sum::<f64>().to_string()).collect();
            let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            let mut row = vec![id.as_str(), label.as_str()];
            row.extend(sums.iter().map(String::as_str));
            prop_assume!(!crate::rows::total_words::is_total_word(label.as_bytes()));
            prop_assert!(!judge(&row, 2, &columns, extent));
        }

        /// A total is known whatever is summed.
        #[test]
        fn sums_are_a_total(
            columns in prop::collection::vec(prop::collection::vec(1_u32..50_000, 4), 1..4),
            word in prop::sample::select(vec!["Total", "Grand Total", "Summe", "TOTAL:", "Total général"]),
        ) {
            let columns: Vec<Vec<f64>> = columns.iter().map(|values| values.iter().map(|&value| f64::from(value) / 8.0).collect()).collect();
            let sums: Vec<String> = columns.iter().map(|values| format!("{:.2}", values.iter().sum::<f64>())).collect();
            let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
            let mut row = vec![word, ""];
            row.extend(sums.iter().map(String::as_str));
            prop_assert!(judge(&row, 2, &columns, Extent::All));
        }
    }
}
