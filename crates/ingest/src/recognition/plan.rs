//! What a column is taken for, and how its cells are read.

use super::told_unit::UnitSource;
use super::why::Why;
use super::written_as::WrittenAs;
use crate::cells::cmcd;
use crate::cells::missing::MissingRule;
use crate::cells::numbers::Decimal;
use crate::cells::times::TimeForm;
use crate::cells::units::{Scale, SourceUnit};
use crate::cells::written::unit::Dimension;
use crate::reading::mapping::Detail;
use percent_encoding::percent_decode;
use rules::Readers;
use std::borrow::Cow;
use telemetry::Field;

/// What a column was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// This field.
    Field(Field),
    /// Nothing known: it is in the table under its own name.
    Own,
    /// Not loaded.
    Ignored,
    /// The label to judge by; it is not in the table.
    Truth,
    /// Common Media Client Data: it is in the table as the columns of its keys, which stand behind it in the summary.
    Cmcd,
}

/// How the cells of a column are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Form {
    Number(NumberForm),
    /// Yes or no, as 1 and 0.
    Flag,
    Time(TimeForm),
    Category(MissingRule),
    Text(MissingRule),
    /// No value in the sample: the first ones to come decide, for these readers; numbers have this decimal mark where they
    /// do not show it.
    Undecided(Decimal, Readers),
    Ignored,
    Truth,
}

/// How cells are read as numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct NumberForm {
    /// The decimal mark.
    pub decimal: Decimal,
    /// What is done to numbers without a unit.
    pub scale: Scale,
    /// The field whose range is checked.
    pub field: Option<Field>,
    /// What else than plain decimals is read, to readers who know more.
    pub written: Option<WrittenForm>,
}

/// How numbers are read as people write them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct WrittenForm {
    /// Whether numbers without a unit are read; zero is, in any case.
    pub takes_bare: bool,
    /// What numbers with a unit become.
    pub to: Target,
}

/// What numbers with a unit become.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Target {
    /// Numbers of this field, in its unit.
    Field(Field),
    /// Numbers of this dimension, in its unit; those of others are not read.
    Dimension(Option<Dimension>),
}

impl WrittenForm {
    /// The power of ten that makes numbers of a dimension the column's; `None` where they measure something else.
    pub(crate) fn power(self, dimension: Dimension) -> Option<i32> {
        match self.to {
            Target::Field(field) => dimension.power_to(field),
            Target::Dimension(own) => (own == Some(dimension)).then_some(0),
        }
    }
}

/// How a product encodes what people are to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Encoded {
    /// Not at all.
    #[default]
    No,
    /// With percent signs.
    Percent,
    /// With percent signs, and blanks as `+`.
    Form,
}

/// What one column is taken for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Plan {
    pub taken: Taken,
    pub why: Why,
    pub form: Form,
    /// The unit it was read in and how it became known, for numbers of a field.
    pub unit: Option<(SourceUnit, UnitSource)>,
    /// What a closed mapping has to say of it beside what it is taken for.
    pub detail: Option<Detail>,
    /// The field whose letters its cells are.
    pub letters: Option<Field>,
    /// How the product encodes its cells.
    pub encoded: Encoded,
    /// The decimal mark, where it was chosen by hand.
    pub decimal: Option<Decimal>,
    /// How its numbers are written, to readers who ask.
    pub written: Option<WrittenAs>,
}

impl Plan {
    /// A column under its own name, or none.
    pub(crate) fn bare(why: Why, form: Form) -> Self {
        Plan {
            taken: Taken::Own,
            why,
            form,
            unit: None,
            detail: None,
            letters: None,
            encoded: Encoded::No,
            decimal: None,
            written: None,
        }
    }

    /// Whether [`Self::spelled`] makes something else of cells.
    pub(crate) fn spells(&self) -> bool {
        self.letters.is_some() || self.encoded != Encoded::No
    }

    /// The cell with the word for its letters, where it holds some, and without percent signs, where the product encodes it.
    pub(crate) fn spelled<'a>(&self, cell: &'a [u8]) -> Cow<'a, [u8]> {
        match (self.letters, self.encoded) {
            (Some(field), _) => Cow::Borrowed(cmcd::spell(field, cell)),
            (None, Encoded::Form) if cell.contains(&b'+') => {
                let blanks: Vec<u8> = cell.iter().map(|&byte| if byte == b'+' { b' ' } else { byte }).collect();
                Cow::Owned(percent_decode(&blanks).collect())
            }
            (None, Encoded::Percent | Encoded::Form) if cell.contains(&b'%') => percent_decode(cell).into(),
            (None, _) => Cow::Borrowed(cell),
        }
    }
}
