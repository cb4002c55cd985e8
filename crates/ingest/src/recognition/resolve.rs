//! What each column is taken for, and why: the user's choice before the name, the name only where the content agrees.

use crate::cells::missing::MissingRule;
use crate::cells::numbers::Decimal;
use crate::cells::time_format::TimeFormat;
use crate::cells::units::{Scale, SourceUnit};
use crate::columns::summary::Taken;
use crate::reading::delimiter::Delimiter;
use crate::reading::grouping::Grouping;
use crate::reading::mapping::{Assignment, Detail, Mapping};
use crate::recognition::cmcd_columns::{self, Found};
use crate::recognition::evidence::{Evidence, Sample, Sizes};
use crate::recognition::known_column::{Meant, View};
use crate::recognition::names;
use crate::recognition::sources::{self, Source};
use crate::recognition::told_grouping;
use crate::recognition::told_unit::UnitSource;
use crate::report::Reason;
use crate::rows::header::Header;
use crate::rows::records::record::Record;
use rules::Rules;
use std::fmt;
use telemetry::{Field, Kind, Unit};

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
    /// Every word of its name is known, and together they mean the field.
    Parts {
        /// The field.
        field: Field,
        /// The unit that the name tells.
        unit: Option<SourceUnit>,
    },
    /// The product that wrote the file gives it this meaning.
    Source {
        /// The product.
        source: &'static str,
        /// The unit that it documents.
        unit: Option<SourceUnit>,
    },
    /// In the files of this product, the name means no field.
    NoField {
        /// The product.
        source: &'static str,
    },
    /// Its cells hold Common Media Client Data.
    Cmcd,
    /// Chosen by hand, with a unit or a way to read it that does not fit; that was left to the reader.
    Unfit {
        /// What it was to be taken for; none for a column under its own name.
        field: Option<Field>,
        /// What does not fit.
        detail: Detail,
    },
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
            Why::Parts { field, unit } => {
                write!(f, "its name is understood as: {}", field.label())?;
                match unit {
                    None => Ok(()),
                    Some(unit @ (SourceUnit::Count | SourceUnit::Fraction)) => write!(f, ", {}", unit.name()),
                    Some(unit) => write!(f, ", in {}", unit.name()),
                }
            }
            Why::Source { source, unit: Some(unit) } => write!(f, "{source}: {}", unit.name()),
            Why::Source { source, unit: None } => write!(f, "{source}: its name means this"),
            Why::NoField { source } => write!(f, "{source}: its name means no field, kept under its own name"),
            Why::Cmcd => f.write_str("its cells hold CMCD: each key becomes a column"),
            Why::Unfit { field: Some(field), detail } => {
                write!(f, "chosen by hand; a {} is not read as \"{detail}\", so that was not done", field.name())
            }
            Why::Unfit { field: None, detail } => {
                write!(
                    f,
                    "chosen by hand; a column under its own name is not read as \"{detail}\", so that was not done"
                )
            }
            Why::Unknown => f.write_str("its name is not known: kept under its own name"),
            Why::HeldByOther { field, other } => {
                write!(f, "would be {}, but \"{other}\" is taken for that: kept under its own name", field.name())
            }
            Why::AmbiguousDates => {
                f.write_str("it holds dates, but day and month cannot be told apart: choose which comes first")
            }
            Why::OtherContent { field } => {
                let expected = match field.kind() {
                    Kind::Number if field.unit() == Unit::Flag => "yes or no",
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
pub(crate) enum Form {
    Number {
        decimal: Decimal,
        scale: Scale,
        field: Option<Field>,
    },
    /// Yes or no, as 1 and 0.
    Flag,
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

/// What a file's columns are taken for.
#[derive(Debug)]
pub(crate) struct Resolution {
    /// Of each column of the header.
    pub plans: Vec<Plan>,
    /// The columns that hold Common Media Client Data, with the plans of the columns that their keys become.
    pub spreads: Vec<(Found, Vec<Plan>)>,
    /// Where the file comes from.
    pub source: Option<&'static str>,
    /// The product that gives the names their meaning.
    pub meaning: Option<&'static Source>,
    /// Which rows make one session, and why.
    pub grouping: (Grouping, String),
}

/// Plans every column from its name, the user's choices and the loadable rows of the sample. Where a column holds Common
/// Media Client Data, the columns of its keys are planned with the others.
pub(crate) fn resolve(
    header: &Header,
    mapping: &Mapping,
    rules: Rules,
    sample: &Sample,
    loadable: impl Fn(&Record, Option<Reason>) -> bool,
    delimiter: Delimiter,
) -> Resolution {
    let names = header.names.as_slice();
    // What an export has added means nothing, and says nothing about the other columns.
    let own = header.added_range().map_or(names.len(), |added| added.start);
    let is_of_fields = header.added().is_some_and(|(_, tail)| tail.is_of_fields());
    let columns = transpose(names.len(), sample, loadable);
    let spreads = cmcd_columns::find(names, mapping, &columns);
    let keys =
        || spreads.iter().flat_map(|found| found.keys.iter().zip(&found.names).enumerate().map(move |it| (found, it)));
    let of_keys: Vec<Vec<&[u8]>> = keys().map(|(found, (key, _))| found.cells(key).collect()).collect();
    let known = names.iter().take(own).map(String::as_str);
    let source = if mapping.is_closed() { None } else { sources::recognise(known, rules.names()) };

    let evidence: Vec<Evidence> = columns.iter().chain(&of_keys).map(|cells| Evidence::of(cells)).collect();
    let file_decimal = file_decimal(evidence.get(..own).unwrap_or_default(), delimiter);
    let decimal = |evidence: &Evidence| {
        if delimiter == Delimiter::Comma { Decimal::Point } else { evidence.decimal().unwrap_or(file_decimal) }
    };
    let view = |name, evidence, decimal, meant: Option<Meant>| {
        let meant = meant.filter(|_| !mapping.is_closed());
        let sizes = Evidence::sizes(evidence, decimal);
        View { name, evidence, decimal, sizes, known: names::recognise(name), meant, is_closed: mapping.is_closed() }
    };
    let mut views: Vec<View> = Vec::with_capacity(evidence.len());
    let (of_columns, of_key_columns) = evidence.split_at(names.len());
    let is_spread = |column: usize| spreads.iter().any(|found| found.column == column);
    for (column, (name, evidence)) in names.iter().zip(of_columns).enumerate() {
        // Whatever the name of a column that is spread means, it takes no field from another.
        let meant = if is_spread(column) || column >= own {
            None
        } else if is_of_fields {
            Meant::of_field_name(name)
        } else {
            Meant::of(name, source, evidence, rules)
        };
        views.push(view(name, evidence, decimal(evidence), meant));
    }
    for ((_, (_, (key, name))), evidence) in keys().zip(of_key_columns) {
        // The data write their numbers in one way, whatever the file does.
        views.push(view(name, evidence, Decimal::Point, Meant::of_key(key, evidence)));
    }

    let holders = holders(mapping, &views);
    let mut plans: Vec<Plan> = Vec::with_capacity(views.len());
    for (column, view) in views.iter().enumerate() {
        plans.push(if is_spread(column) {
            spread_plan(mapping, view)
        } else {
            plan(mapping, view, column, &holders, &views)
        });
    }
    let from = source.or((!spreads.is_empty()).then_some(&sources::KEYS));
    let grouping = if own < names.len() {
        (Grouping::Rows, "a file that was exported here has a session in each row".to_owned())
    } else {
        told_grouping::recognise(from, views.iter().zip(&plans).map(|(view, plan)| (view.name, plan, view.evidence)))
    };
    drop(views);

    let mut of_keys = plans.split_off(names.len().min(plans.len())).into_iter();
    let spreads = spreads.into_iter().map(|found| {
        let plans = of_keys.by_ref().take(found.keys.len()).collect();
        (found, plans)
    });
    let from = from.map(|source| source.name);
    Resolution { plans, spreads: spreads.collect(), source: from, meaning: source, grouping }
}

/// Plans a column of which nothing is known but its name, in a file in which a product gives names their meaning.
pub(crate) fn plan_late(name: &str, mapping: &Mapping, meaning: Option<&'static Source>, rules: Rules) -> Plan {
    let evidence = Evidence::default();
    let is_closed = mapping.is_closed();
    let meant = if is_closed { None } else { Meant::of(name, meaning, &evidence, rules) };
    let (decimal, sizes, known) = (Decimal::Point, Sizes::default(), names::recognise(name));
    let views = [View { name, evidence: &evidence, decimal, sizes, known, meant, is_closed }];
    let [view] = &views;
    plan(mapping, view, 0, &holders(mapping, &views), &views)
}

/// The plan of a column whose cells become columns of their own.
fn spread_plan(mapping: &Mapping, view: &View) -> Plan {
    let why = if mapping.get(view.name).is_some() { Why::ByHand } else { Why::Cmcd };
    Plan { taken: Taken::Cmcd, ..Plan::bare(why, Form::Ignored) }
}

impl Plan {
    /// A column under its own name, or none.
    pub(crate) fn bare(why: Why, form: Form) -> Self {
        Plan { taken: Taken::Own, why, form, unit: None, detail: None, letters: None }
    }
}

fn plan(mapping: &Mapping, view: &View, column: usize, holders: &[Option<usize>], views: &[View]) -> Plan {
    let own = |why| view.own_plan(why);
    let detail = mapping.detail(view.name);
    match mapping.get(view.name) {
        Some(Assignment::Ignore) => Plan { taken: Taken::Ignored, ..Plan::bare(Why::ByHand, Form::Ignored) },
        Some(Assignment::Truth) => Plan { taken: Taken::Truth, ..Plan::bare(Why::ByHand, Form::Truth) },
        Some(Assignment::Own | Assignment::Cmcd) => match detail {
            Some(Detail::Time(format)) => Plan { detail, ..Plan::bare(Why::ByHand, Form::Time(format)) },
            Some(unfit) => own(Why::Unfit { field: None, detail: unfit }),
            None => own(Why::ByHand),
        },
        Some(Assignment::Field(field)) => view.chosen_plan(field, detail, mapping.is_closed()),
        None => match &view.meant {
            None => own(Why::Unknown),
            Some(meant) => match meant.field {
                None => own(meant.why.clone()),
                Some(field) if !view.agrees_with(field) => own(Why::OtherContent { field }),
                Some(field) => match holders.get(field as usize).copied().flatten() {
                    Some(holder) if holder != column => {
                        let other = views.get(holder).map_or("", |view| view.name).to_owned();
                        own(Why::HeldByOther { field, other })
                    }
                    _ => view.field_plan(field, meant.why.clone(), None, false),
                },
            },
        },
    }
}

/// The cells of the sample's loadable rows, column by column.
fn transpose(columns: usize, sample: &Sample, loadable: impl Fn(&Record, Option<Reason>) -> bool) -> Vec<Vec<&[u8]>> {
    // Rows may leave out most columns.
    let room = sample.cells() / columns.max(1);
    let mut cells: Vec<_> = (0..columns).map(|_| Vec::with_capacity(room)).collect();
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
fn holders(mapping: &Mapping, views: &[View]) -> Vec<Option<usize>> {
    let mut holders: Vec<Option<(Rank, usize)>> = vec![None; Field::ALL.len()];
    for (column, view) in views.iter().enumerate() {
        let claim = match (mapping.get(view.name), &view.meant) {
            (Some(Assignment::Field(field)), _) => Some((field, (0, false, 0))),
            (None, Some(meant)) => {
                meant.field.filter(|&field| view.agrees_with(field)).map(|field| (field, meant.rank))
            }
            _ => None,
        };
        if let Some((field, rank)) = claim
            && let Some(holder) = holders.get_mut(field as usize)
            && holder.is_none_or(|(other, _)| rank < other)
        {
            *holder = Some((rank, column));
        }
    }
    holders.into_iter().map(|holder| holder.map(|(_, column)| column)).collect()
}

/// Which of two columns has a field, the lesser: how its meaning is known, whether it is empty, its place in the table.
pub(crate) type Rank = (u8, bool, usize);
