//! What each column is taken for, and why: the user's choice before the name, the name only where the content agrees.

use super::evidence::{Evidence, OtherTimes, Sample, Sizes};
use super::format::Delimiter;
use super::mapping::{Assignment, Mapping};
use super::missing::MissingRule;
use super::names::{self, Known};
use super::numbers::Decimal;
use super::records::Record;
use super::report::Reason;
use super::summary::Taken;
use super::time_format::TimeFormat;
use super::units::{self, Scale, SourceUnit, UnitSource};
use crate::telemetry::{Field, Kind};
use std::fmt;

/// Why a column was taken for what it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The user said so.
    ByHand,
    /// It has the field's own name.
    Name,
    /// It has the field's own name but for spelling.
    Spelling,
    /// Its name is known to mean the field.
    Synonym,
    /// Its name is not known.
    Unknown,
    /// Its name means a field that another column has, by the user's choice or by a closer name, or as the first.
    HeldByOther {
        /// The field.
        field: Field,
        /// The column that has it.
        other: String,
    },
    /// Its name means a field, but its cells are of another kind.
    OtherContent {
        /// The field.
        field: Field,
    },
    /// It holds dates of which nobody can tell whether the day comes first or the month: the user is asked.
    AmbiguousDates,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Why::ByHand => f.write_str("chosen by hand"),
            Why::Name => f.write_str("recognised by its name"),
            Why::Spelling => f.write_str("recognised by its name, spelt differently"),
            Why::Synonym => f.write_str("its name is known to mean this"),
            Why::Unknown => f.write_str("its name is not known: kept under its own name"),
            Why::HeldByOther { field, other } => {
                write!(f, "would be {}, but \"{other}\" is taken for that: kept under its own name", field.name())
            }
            Why::AmbiguousDates => {
                f.write_str("it holds dates, but day and month cannot be told apart: choose which comes first")
            }
            Why::OtherContent { field } => {
                let expected = match field.kind() {
                    Kind::Number => "numbers",
                    Kind::Time => "times",
                    Kind::Category | Kind::Text => "labels",
                };
                write!(f, "named like {}, but its cells are not {expected}: kept under its own name", field.name())
            }
        }
    }
}

/// How the cells of a column are read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Form {
    Number {
        decimal: Decimal,
        scale: Scale,
        field: Option<Field>,
    },
    Time(TimeFormat),
    Category(MissingRule),
    Text(MissingRule),
    /// No value in the sample: the first ones to come decide.
    Undecided(Decimal),
    Ignored,
    Truth,
}

/// What one column is taken for.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    pub taken: Taken,
    pub why: Why,
    pub form: Form,
    /// The unit it was read in and how it became known, for numbers of a field.
    pub unit: Option<(SourceUnit, UnitSource)>,
}

/// Plans every column from its name, the user's choices and the loadable rows of the sample.
pub(super) fn resolve(
    names: &[String],
    mapping: &Mapping,
    sample: &Sample,
    loadable: impl Fn(&Record, Option<Reason>) -> bool,
    delimiter: Delimiter,
) -> Vec<Plan> {
    let columns = transpose(names.len(), sample, loadable);
    let cells = |column: usize| columns.get(column).into_iter().flatten().copied();
    let evidence: Vec<Evidence> = (0..names.len()).map(|column| Evidence::of(cells(column))).collect();
    let file_decimal = file_decimal(&evidence, delimiter);
    let decimals: Vec<Decimal> =
        evidence
            .iter()
            .map(|evidence| {
                if delimiter == Delimiter::Comma { Decimal::Point } else { evidence.decimal().unwrap_or(file_decimal) }
            })
            .collect();
    let views: Vec<View> = (0..names.len())
        .map(|column| {
            let decimal = decimals[column];
            View {
                name: &names[column],
                evidence: &evidence[column],
                decimal,
                sizes: Sizes::of(cells(column), decimal),
                times: mapping.time_format(&names[column]),
                is_closed: mapping.is_closed(),
            }
        })
        .collect();
    let known: Vec<Option<Known>> = names.iter().map(|name| names::recognise(name)).collect();
    let holders = holders(names, mapping, &known, &views);

    (0..names.len())
        .map(|column| {
            let view = &views[column];
            let own = |why| {
                let why = if view.is_ambiguous() && why != Why::ByHand { Why::AmbiguousDates } else { why };
                Plan { taken: Taken::Own, why, form: view.own_form(), unit: None }
            };
            match mapping.get(&names[column]) {
                Some(Assignment::Ignore) => {
                    Plan { taken: Taken::Ignored, why: Why::ByHand, form: Form::Ignored, unit: None }
                }
                Some(Assignment::Truth) => {
                    Plan { taken: Taken::Truth, why: Why::ByHand, form: Form::Truth, unit: None }
                }
                Some(Assignment::Own) => own(Why::ByHand),
                Some(Assignment::Field(field)) => {
                    let why = match known[column] {
                        Some(known) if known.field == field => known.closeness.why(),
                        _ if field.kind() == Kind::Time && view.is_ambiguous() => Why::AmbiguousDates,
                        _ => Why::ByHand,
                    };
                    view.field_plan(field, known[column], why)
                }
                None if mapping.is_closed() => own(Why::Unknown),
                None => match known[column] {
                    None => own(Why::Unknown),
                    Some(known) if !view.agrees_with(known.field) => own(Why::OtherContent { field: known.field }),
                    Some(known) => match holders[known.field as usize] {
                        Some(holder) if holder != column => {
                            own(Why::HeldByOther { field: known.field, other: names[holder].clone() })
                        }
                        _ => view.field_plan(known.field, Some(known), known.closeness.why()),
                    },
                },
            }
        })
        .collect()
}

/// The cells of the sample's loadable rows, column by column.
fn transpose(columns: usize, sample: &Sample, loadable: impl Fn(&Record, Option<Reason>) -> bool) -> Vec<Vec<&[u8]>> {
    let mut cells = vec![Vec::new(); columns];
    for (record, told) in sample.records() {
        if loadable(&record, told) {
            for (column, cell) in cells.iter_mut().zip(record.cells()) {
                column.push(cell);
            }
        }
    }
    cells
}

/// The decimal mark for columns that show none: that of the file's other columns, where they agree.
fn file_decimal(evidence: &[Evidence], delimiter: Delimiter) -> Decimal {
    let votes = |decimal| evidence.iter().filter(|evidence| evidence.votes() == Some(decimal)).count();
    if delimiter != Delimiter::Comma && votes(Decimal::Comma) > 0 && votes(Decimal::Point) == 0 {
        Decimal::Comma
    } else {
        Decimal::Point
    }
}

/// The column that has each field: by hand, else the closest name, else the first.
fn holders(names: &[String], mapping: &Mapping, known: &[Option<Known>], views: &[View]) -> Vec<Option<usize>> {
    let mut holders: Vec<Option<(u8, usize)>> = vec![None; Field::ALL.len()];
    for (column, name) in names.iter().enumerate() {
        let claim = match (mapping.get(name), known[column]) {
            (Some(Assignment::Field(field)), _) => Some((field, 0)),
            (None, Some(known)) if !mapping.is_closed() && views[column].agrees_with(known.field) => {
                Some((known.field, 1 + known.closeness as u8))
            }
            _ => None,
        };
        if let Some((field, rank)) = claim {
            let holder = &mut holders[field as usize];
            if holder.is_none_or(|(other, _)| rank < other) {
                *holder = Some((rank, column));
            }
        }
    }
    holders.into_iter().map(|holder| holder.map(|(_, column)| column)).collect()
}

/// One column with all that is known of it.
struct View<'a> {
    name: &'a str,
    evidence: &'a Evidence,
    decimal: Decimal,
    sizes: Sizes,
    /// How it writes its times, where that was chosen.
    times: Option<TimeFormat>,
    is_closed: bool,
}

impl View<'_> {
    fn is_number(&self) -> bool {
        self.evidence.is_number(self.decimal)
    }

    /// The format of its times, if it holds times: numbers are times only under the name of one.
    fn time_format(&self) -> Option<TimeFormat> {
        if self.times.is_some() {
            self.times
        } else if self.evidence.is_iso() {
            Some(TimeFormat::Iso)
        } else if self.is_number() && names::is_time(self.name) {
            self.sizes.unix.map(TimeFormat::Unix)
        } else {
            match self.evidence.other_times() {
                // A closed mapping says so: what it does not name is not known to it.
                Some(OtherTimes::Are(format)) if !self.is_closed => Some(format),
                _ => None,
            }
        }
    }

    /// Whether it holds dates with day and month in an order that is not known.
    fn is_ambiguous(&self) -> bool {
        self.times.is_none() && !self.is_number() && self.evidence.other_times() == Some(OtherTimes::Ambiguous)
    }

    /// Whether the content may be this field; a column without a value may be any.
    fn agrees_with(&self, field: Field) -> bool {
        self.evidence.filled == 0
            || match field.kind() {
                Kind::Number => self.is_number(),
                Kind::Time => self.time_format().is_some(),
                Kind::Category | Kind::Text => true,
            }
    }

    fn own_form(&self) -> Form {
        if let Some(format) = self.times {
            Form::Time(format)
        } else if self.evidence.filled == 0 {
            Form::Undecided(self.decimal)
        } else if let Some(format) = self.time_format() {
            Form::Time(format)
        } else if self.is_number() {
            Form::Number { decimal: self.decimal, scale: Scale::Same, field: None }
        } else if self.evidence.is_text() {
            Form::Text(MissingRule::All)
        } else {
            Form::Category(MissingRule::All)
        }
    }

    fn field_plan(&self, field: Field, known: Option<Known>, why: Why) -> Plan {
        let mut unit = None;
        let form = match field.kind() {
            Kind::Number => {
                unit = self.unit(field, known);
                let scale = unit.and_then(|(unit, _)| unit.scale_to(field)).unwrap_or_default();
                Form::Number { decimal: self.decimal, scale, field: Some(field) }
            }
            Kind::Time => {
                let by_hand = || self.sizes.unix.filter(|_| self.is_number()).map(TimeFormat::Unix);
                Form::Time(self.time_format().or_else(by_hand).unwrap_or(TimeFormat::Iso))
            }
            Kind::Category if matches!(field, Field::CountryCode | Field::Region) => Form::Category(MissingRule::NotNa),
            Kind::Category => Form::Category(MissingRule::All),
            Kind::Text => Form::Text(MissingRule::All),
        };
        Plan { taken: Taken::Field(field), why, form, unit }
    }

    /// The unit by the name, else by the size of the numbers.
    fn unit(&self, field: Field, known: Option<Known>) -> Option<(SourceUnit, UnitSource)> {
        let by_name = match known {
            Some(known) if known.field == field => known.unit,
            _ => SourceUnit::split_off(&names::normalise(self.name)).map(|(_, unit)| unit),
        };
        match by_name.filter(|unit| unit.scale_to(field).is_some()) {
            Some(unit) => Some((unit, UnitSource::Name)),
            None => units::by_size(field, self.sizes.median, self.sizes.greatest),
        }
    }
}
