//! How a column writes its numbers: decided by what all of its cells show, and by the file's other columns.

use super::evidence::numbers::{First, NumberEvidence, Shown};
use crate::cells::numbers::Decimal;
use crate::cells::written::unit::Dimension;
use crate::reading::delimiter::Delimiter;

/// How a column's cells are to be read as numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct WrittenAs {
    /// The decimal mark.
    pub decimal: Decimal,
    /// Why it is this one, where the column does not show it.
    pub because: DecimalBecause,
    /// What its cells are.
    pub content: Content,
}

/// What the cells of a column are, as far as numbers go.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Content {
    /// No cell has a value.
    Nothing,
    /// At least nine of ten are numbers, if each of their units may be converted.
    Numbers(Units),
    /// They are numbers, and nothing tells whether the mark in them stands before a fraction or between thousands.
    Open,
    /// At least nine of ten are numbers, and one in a hundred or more is written as names are: postal codes, identifiers.
    Codes,
    /// Anything else.
    Other,
}

/// The units beside a column's numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Units {
    /// Whether the numbers without a unit are the column's, and those with one are not, but where its unit is known.
    pub are_bare: bool,
    /// What most of the units measure, where there are any.
    pub dimension: Option<Dimension>,
    /// Whether most of them are hours, minutes and seconds with colons between, as times of day are.
    pub are_clocks: bool,
}

/// Why a decimal mark was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DecimalBecause {
    /// The column's own cells show it, or none has a mark.
    Shown,
    /// It was chosen by hand.
    Chosen,
    /// The file's other columns show it.
    OtherColumns,
    /// Only the large numbers have a mark, three digits before the end: it stands between thousands.
    LargeOnly,
    /// A file with commas between its cells is by somebody who writes points, one with semicolons and commas in its numbers by
    /// somebody who writes decimal commas.
    Delimiter,
    /// Numbers have this mark in the format of the file.
    Format,
}

/// Decides for all columns of a file, some of which have their decimal mark chosen by hand. What is no column of the file's own
/// says nothing about the others. `format` is the mark that numbers of the file's format have, where it has one.
pub(crate) fn decide(
    columns: &[(&NumberEvidence, Option<Decimal>)],
    is_own: impl Fn(usize) -> bool,
    delimiter: Delimiter,
    format: Option<Decimal>,
) -> Vec<WrittenAs> {
    let own = columns.iter().enumerate().filter(|&(column, _)| is_own(column)).map(|(_, &column)| column);
    let shown = file_decimal(&own.collect::<Vec<_>>()).map(|decimal| (decimal, DecimalBecause::OtherColumns));
    let file = shown.or(format.map(|decimal| (decimal, DecimalBecause::Format)));
    columns.iter().map(|&(evidence, chosen)| WrittenAs::of(evidence, chosen, file, delimiter)).collect()
}

/// The decimal mark that the file's columns of numbers show, where all that show one show the same.
fn file_decimal(columns: &[(&NumberEvidence, Option<Decimal>)]) -> Option<Decimal> {
    let votes = |decimal: Decimal| {
        columns.iter().any(|(evidence, chosen)| {
            chosen.or_else(|| shown(evidence)) == Some(decimal) && is_number(evidence, decimal)
        })
    };
    match (votes(Decimal::Point), votes(Decimal::Comma)) {
        (true, false) => Some(Decimal::Point),
        (false, true) => Some(Decimal::Comma),
        _ => None,
    }
}

/// The decimal mark that most of the cells show which show one.
fn shown(evidence: &NumberEvidence) -> Option<Decimal> {
    match (evidence.shows(Shown::Point), evidence.shows(Shown::Comma)) {
        (0, 0) => None,
        (point, comma) if point >= comma => Some(Decimal::Point),
        _ => Some(Decimal::Comma),
    }
}

fn is_number(evidence: &NumberEvidence, decimal: Decimal) -> bool {
    evidence.filled > 0 && evidence.readable(decimal) * 10 >= evidence.filled * 9
}

impl WrittenAs {
    /// Plain numbers with this mark, as the first readers have them, or none.
    pub(crate) fn plain(decimal: Decimal, is_number: bool, filled: usize) -> Self {
        let units = Units { are_bare: true, ..Units::default() };
        let content = match is_number {
            _ if filled == 0 => Content::Nothing,
            true => Content::Numbers(units),
            false => Content::Other,
        };
        Self { decimal, because: DecimalBecause::Shown, content }
    }

    fn of(
        evidence: &NumberEvidence,
        chosen: Option<Decimal>,
        file: Option<(Decimal, DecimalBecause)>,
        delimiter: Delimiter,
    ) -> Self {
        let (decimal, because) = match (chosen, shown(evidence)) {
            (Some(chosen), _) => (chosen, DecimalBecause::Chosen),
            (None, Some(shown)) => (shown, DecimalBecause::Shown),
            (None, None) => match open_mark(evidence, file, delimiter) {
                Ok(told) => told,
                Err(mark) => {
                    let content = if is_number(evidence, mark) { Content::Open } else { Content::Other };
                    return Self { decimal: mark, because: DecimalBecause::Shown, content };
                }
            },
        };
        let content = if evidence.filled == 0 {
            Content::Nothing
        } else if !is_number(evidence, decimal) {
            Content::Other
        } else if is_of_codes(evidence) {
            Content::Codes
        } else {
            Content::Numbers(units(evidence))
        };
        Self { decimal, because, content }
    }

    /// The cell by which a column is read otherwise than it was, where it is one cell that shows it.
    pub(crate) fn turned_by<'a>(&self, before: &Self, evidence: &'a NumberEvidence) -> Option<&'a First> {
        let earliest =
            |shown: &[Shown]| shown.iter().filter_map(|&shown| evidence.first(shown)).min_by_key(|first| first.row);
        match &self.content {
            Content::Codes if before.content != Content::Codes => evidence.first(Shown::Code),
            Content::Other if before.content != Content::Other => evidence.first(Shown::Other),
            _ if self.decimal != before.decimal || before.content == Content::Open || self.content == Content::Open => {
                earliest(&[self.decimal.into(), Shown::Ungrouped])
            }
            _ => earliest(&[Shown::Unit]),
        }
    }
}

/// The decimal mark of a column that shows none. `Err` where its cells have a mark that leaves both readings open, which
/// nothing tells.
fn open_mark(
    evidence: &NumberEvidence,
    file: Option<(Decimal, DecimalBecause)>,
    delimiter: Delimiter,
) -> Result<(Decimal, DecimalBecause), Decimal> {
    let of_file = file.unwrap_or((Decimal::Point, DecimalBecause::Shown));
    let mark = match evidence.open {
        [0, 0] => return Ok((of_file.0, DecimalBecause::Shown)),
        [points, commas] if points >= commas => Decimal::Point,
        _ => Decimal::Comma,
    };
    let other = mark.other();
    // Both marks before three digits: one of them stands between thousands, and nobody knows which.
    if evidence.open.iter().all(|&count| count > 0) && file.is_none() {
        return Err(mark);
    }
    // Whoever marks thousands marks all of them.
    if evidence.shows(Shown::Ungrouped) > 0 {
        return Ok((mark, DecimalBecause::Shown));
    }
    if let Some(file) = file {
        return Ok(file);
    }
    // Fractions of three digits are mostly all the numbers of a column, or there are shorter ones among them, too: a column
    // with whole numbers below a thousand and these alone marks thousands.
    let (marked, whole) = (evidence.open.iter().sum::<u64>(), evidence.unmarked - evidence.zeros);
    let is_large_only = whole >= 2 && whole * 20 >= whole + marked;
    // Who writes decimal commas puts semicolons between cells, and who writes points commas.
    let is_of_delimiter =
        matches!((mark, delimiter), (Decimal::Point, Delimiter::Comma) | (Decimal::Comma, Delimiter::Semicolon));
    match (is_large_only, is_of_delimiter) {
        (true, false) => Ok((other, DecimalBecause::LargeOnly)),
        (false, true) => Ok((mark, DecimalBecause::Delimiter)),
        _ => Err(mark),
    }
}

/// Whether a column of numbers is one of names: one in a hundred is written as names are, and none has a fraction, a unit or
/// marks.
fn is_of_codes(evidence: &NumberEvidence) -> bool {
    let codes = evidence.shows(Shown::Code);
    let is_bare = evidence.with_unit() == 0 && evidence.open == [0, 0];
    codes > 0 && codes * 100 >= evidence.filled && is_bare && shown(evidence).is_none()
}

fn units(evidence: &NumberEvidence) -> Units {
    Units {
        are_bare: evidence.bare >= evidence.with_unit(),
        dimension: evidence.dimension(),
        are_clocks: evidence.clocks * 2 > evidence.with_unit(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(columns: &[&[&str]], delimiter: Delimiter) -> Vec<WrittenAs> {
        let evidence: Vec<NumberEvidence> =
            columns.iter().map(|cells| NumberEvidence::of(cells.iter().map(|cell| cell.as_bytes()))).collect();
        let columns: Vec<_> = evidence.iter().map(|evidence| (evidence, None)).collect();
        decide(&columns, |_| true, delimiter, None)
    }

    fn one(cells: &[&str], delimiter: Delimiter) -> (Decimal, Content) {
        let written = of(&[cells], delimiter).remove(0);
        (written.decimal, written.content)
    }

    fn plain() -> Content {
        Content::Numbers(Units { are_bare: true, ..Units::default() })
    }

    #[test]
    fn the_cells_of_a_column_tell_its_decimal_mark() {
        use Decimal::{Comma, Point};
        let table: [(&[&str], Decimal, Content); 8] = [
            (&["1.5", "2", "1,234.5"], Point, plain()),
            (&["1,5", "2", "1.234"], Comma, plain()),
            (&["1.234.567", "1.204"], Comma, plain()),
            (&["1,234,567", "1,204"], Point, plain()),
            // Whoever marks thousands marks all of them.
            (&["1.204", "2651"], Point, plain()),
            (&["1,204", "2651"], Comma, plain()),
            // Only the large numbers have a mark.
            (&["1.204", "651", "80", "2.310"], Comma, plain()),
            (&["0.204", "1.651"], Point, plain()),
        ];
        for (cells, decimal, content) in table {
            assert_eq!(one(cells, Delimiter::Semicolon), (decimal, content), "{cells:?}");
        }
        assert_eq!(one(&["1,204", "2,651"], Delimiter::Semicolon), (Comma, plain()));
        for cells in [&["1.204", "2.651"][..], &["1,204", "2,651"], &["1,204", "2.651"], &["1.204", "0", "0", "0"]] {
            assert_eq!(one(cells, Delimiter::Tab).1, Content::Open, "{cells:?}");
        }
        assert_eq!(one(&["1,204", "651", "80", "2,310"], Delimiter::Tab), (Point, plain()));
        // Between commas a point is one, unless the cells speak against it.
        assert_eq!(one(&["1.204", "2.651"], Delimiter::Comma), (Point, plain()));
        assert_eq!(one(&["1.204", "651", "80"], Delimiter::Comma).1, Content::Open);
        assert_eq!(one(&["1,204", "651", "80"], Delimiter::Comma), (Point, plain()));
        assert_eq!(one(&["1,204", "2,651"], Delimiter::Comma).1, Content::Open);
    }

    #[test]
    fn other_columns_tell_it_where_a_column_does_not() {
        let open: &[&str] = &["1.204", "2.651"];
        let told = of(&[open, &["1,5", "2"]], Delimiter::Semicolon);
        assert_eq!((told[0].decimal, told[0].because), (Decimal::Comma, DecimalBecause::OtherColumns));
        let told = of(&[open, &["1.5", "2"]], Delimiter::Semicolon);
        assert_eq!((told[0].decimal, told[0].because), (Decimal::Point, DecimalBecause::OtherColumns));
        // Those that contradict each other say nothing, and neither does a column of labels.
        assert_eq!(of(&[open, &["1.5"], &["1,5"]], Delimiter::Semicolon)[0].content, Content::Open);
        assert_eq!(of(&[open, &["1,5", "a", "b"]], Delimiter::Semicolon)[0].content, Content::Open);
    }

    #[test]
    fn codes_are_not_numbers() {
        for cells in [&["02100", "12345"][..], &["49018e16", "123"], &["123456789012345678", "5"], &["007"]] {
            assert_eq!(one(cells, Delimiter::Comma).1, Content::Codes, "{cells:?}");
        }
        // With fractions they are numbers, and so are codes that are one in a thousand.
        assert_eq!(one(&["02100", "1.5"], Delimiter::Comma).1, plain());
        let mut many = vec!["5"; 999];
        many.push("05");
        assert_eq!(one(&many, Delimiter::Comma).1, plain());
    }

    #[test]
    fn units_stand_beside_numbers() {
        let units = |cells: &[&str]| match one(cells, Delimiter::Comma).1 {
            Content::Numbers(units) => (units.are_bare, units.dimension, units.are_clocks),
            other => panic!("{cells:?}: {other:?}"),
        };
        assert_eq!(units(&["950 ms", "1.20 s"]), (false, Some(Dimension::Time), false));
        assert_eq!(units(&["38.5%", "2%"]), (false, Some(Dimension::Share), false));
        assert_eq!(units(&["5", "7", "1.2 s"]), (true, Some(Dimension::Time), false));
        assert_eq!(units(&["0:05:31", "0:01:02"]), (false, Some(Dimension::Time), true));
        assert_eq!(one(&["5 ms", "x", "y"], Delimiter::Comma).1, Content::Other);
    }

    #[test]
    fn one_cell_turns_a_column() {
        let cells: [&[&str]; 2] = [&["1.204", "2.651"], &["1.204", "2.651", "3.5"]];
        let evidence = cells.map(|cells| NumberEvidence::of(cells.iter().map(|cell| cell.as_bytes())));
        let [before, after] =
            [0, 1].map(|at| decide(&[(&evidence[at], None)], |_| true, Delimiter::Tab, None).remove(0));
        assert_eq!(after.turned_by(&before, &evidence[1]), Some(&First { row: 2, cell: "3.5".into() }));
    }
}
