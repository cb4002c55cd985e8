//! What a column is taken for, and how its cells are read.

use super::told_unit::UnitSource;
use super::why::Why;
use crate::cells::missing::MissingRule;
use crate::cells::numbers::Decimal;
use crate::cells::times::TimeForm;
use crate::cells::units::{Scale, SourceUnit};
use crate::reading::mapping::Detail;
use rules::Readers;
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
    Number {
        decimal: Decimal,
        scale: Scale,
        field: Option<Field>,
    },
    /// Yes or no, as 1 and 0.
    Flag,
    Time(TimeForm),
    Category(MissingRule),
    Text(MissingRule),
    /// No value in the sample: the first ones to come decide.
    Undecided(Decimal, Readers),
    Ignored,
    Truth,
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
}

impl Plan {
    /// A column under its own name, or none.
    pub(crate) fn bare(why: Why, form: Form) -> Self {
        Plan { taken: Taken::Own, why, form, unit: None, detail: None, letters: None }
    }
}
