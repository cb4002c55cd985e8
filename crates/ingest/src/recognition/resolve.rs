//! What each column is taken for, and why: the user's choice before the name, the name only where the content agrees.

use super::cmcd_columns::{self, Found};
use super::evidence::{Evidence, Sizes};
use super::known_column::KnownColumn;
use super::meaning::{Meant, Rank};
use super::names;
use super::plan::{Form, Plan, Taken};
use super::sample::Sample;
use super::sources;
use super::sources::cmcd::KEYS;
use super::sources::source::Source;
use super::told_grouping;
use super::why::Why;
use crate::cells::numbers::Decimal;
use crate::reading::delimiter::Delimiter;
use crate::reading::grouping::Grouping;
use crate::reading::mapping::{Assignment, Detail, Mapping};
use crate::report::Reason;
use crate::rows::header::Header;
use crate::rows::own_export::Tail;
use crate::rows::records::record::Record;
use rules::Rules;
use telemetry::Field;

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
    let is_added = |column: usize| header.added_range().is_some_and(|added| added.contains(&column));
    let is_of_fields = header.added().is_some_and(|(_, tail)| tail.is_of_fields());
    // The mark of a table of all sessions says what was made of them; whether it is made again is for the checks.
    let mark = header.added().and_then(|(added, tail)| (*tail == Tail::Table).then_some(added.start));
    let columns = transpose(names.len(), sample, loadable);
    let spreads = cmcd_columns::find(names, mapping, &columns);
    let keys =
        || spreads.iter().flat_map(|found| found.keys.iter().zip(&found.names).enumerate().map(move |it| (found, it)));
    let of_keys: Vec<Vec<&[u8]>> = keys().map(|(found, (key, _))| found.cells(key).collect()).collect();
    let known = (names.iter().enumerate()).filter(|&(column, _)| !is_added(column)).map(|(_, name)| name.as_str());
    let source = if mapping.is_closed() { None } else { sources::recognise(known, rules.names()) };

    let evidence: Vec<Evidence> = columns.iter().chain(&of_keys).map(|cells| Evidence::of(cells)).collect();
    let of_file = || (evidence.iter().take(names.len()).enumerate()).filter(|&(column, _)| !is_added(column));
    let file_decimal = file_decimal(|| of_file().map(|(_, evidence)| evidence), delimiter);
    let decimal = |evidence: &Evidence| {
        if delimiter == Delimiter::Comma { Decimal::Point } else { evidence.decimal().unwrap_or(file_decimal) }
    };
    let known_column = |name, evidence, decimal, meant: Option<Meant>| {
        let meant = meant.filter(|_| !mapping.is_closed());
        let sizes = Evidence::sizes(evidence, decimal);
        KnownColumn {
            name,
            evidence,
            decimal,
            sizes,
            known: names::recognise(name),
            meant,
            is_closed: mapping.is_closed(),
        }
    };
    let mut known_columns: Vec<KnownColumn> = Vec::with_capacity(evidence.len());
    let (of_columns, of_key_columns) = evidence.split_at(names.len());
    let is_spread = |column: usize| spreads.iter().any(|found| found.column == column);
    for (column, (name, evidence)) in names.iter().zip(of_columns).enumerate() {
        // Whatever the name of a column that is spread means, it takes no field from another.
        let meant = if is_spread(column) || is_added(column) {
            None
        } else if is_of_fields {
            Meant::of_field_name(name)
        } else {
            Meant::of(name, source, evidence, rules)
        };
        known_columns.push(known_column(name, evidence, decimal(evidence), meant));
    }
    for ((_, (_, (key, name))), evidence) in keys().zip(of_key_columns) {
        // The data write their numbers in one way, whatever the file does.
        known_columns.push(known_column(name, evidence, Decimal::Point, Meant::of_key(key, evidence)));
    }

    let holders = holders(mapping, &known_columns);
    let mut plans: Vec<Plan> = Vec::with_capacity(known_columns.len());
    for (column, known_column) in known_columns.iter().enumerate() {
        plans.push(if is_spread(column) {
            spread_plan(mapping, known_column)
        } else if mark == Some(column) && mapping.get(known_column.name).is_none() {
            Plan { taken: Taken::Ignored, ..Plan::bare(Why::Mark, Form::Ignored) }
        } else {
            plan(mapping, known_column, column, &holders, &known_columns)
        });
    }
    let from = source.or((!spreads.is_empty()).then_some(&KEYS));
    let grouping = if header.added().is_some() {
        (Grouping::Rows, "a file that was exported here has a session in each row".to_owned())
    } else {
        told_grouping::recognise(
            from,
            known_columns
                .iter()
                .zip(&plans)
                .map(|(known_column, plan)| (known_column.name, plan, known_column.evidence)),
        )
    };
    drop(known_columns);

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
    let known_columns = [KnownColumn { name, evidence: &evidence, decimal, sizes, known, meant, is_closed }];
    let [known_column] = &known_columns;
    plan(mapping, known_column, 0, &holders(mapping, &known_columns), &known_columns)
}

/// The plan of a column whose cells become columns of their own.
fn spread_plan(mapping: &Mapping, known_column: &KnownColumn) -> Plan {
    let why = if mapping.get(known_column.name).is_some() { Why::ByHand } else { Why::Cmcd };
    Plan { taken: Taken::Cmcd, ..Plan::bare(why, Form::Ignored) }
}

fn plan(
    mapping: &Mapping,
    known_column: &KnownColumn,
    column: usize,
    holders: &[Option<usize>],
    known_columns: &[KnownColumn],
) -> Plan {
    let own = |why| known_column.own_plan(why);
    let detail = mapping.detail(known_column.name);
    match mapping.get(known_column.name) {
        Some(Assignment::Ignore) => Plan { taken: Taken::Ignored, ..Plan::bare(Why::ByHand, Form::Ignored) },
        Some(Assignment::Truth) => Plan { taken: Taken::Truth, ..Plan::bare(Why::ByHand, Form::Truth) },
        Some(Assignment::Own | Assignment::Cmcd) => match detail {
            Some(Detail::Time(format)) => Plan { detail, ..Plan::bare(Why::ByHand, Form::Time(format)) },
            Some(unfit) => own(Why::Unfit { field: None, detail: unfit }),
            None => own(Why::ByHand),
        },
        Some(Assignment::Field(field)) => known_column.chosen_plan(field, detail, mapping.is_closed()),
        None => match &known_column.meant {
            None => own(Why::Unknown),
            Some(meant) => match meant.field {
                None => own(meant.why.clone()),
                Some(field) if !known_column.agrees_with(field) => own(Why::OtherContent { field }),
                Some(field) => match holders.get(field as usize).copied().flatten() {
                    Some(holder) if holder != column => {
                        let other = known_columns.get(holder).map_or("", |known_column| known_column.name).to_owned();
                        own(Why::HeldByOther { field, other })
                    }
                    _ => known_column.field_plan(field, meant.why.clone(), None, false),
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
fn file_decimal<'a, 'b: 'a, E>(evidence: impl Fn() -> E, delimiter: Delimiter) -> Decimal
where
    E: Iterator<Item = &'a Evidence<'b>>,
{
    let votes = |decimal| evidence().filter(|evidence| evidence.votes() == Some(decimal)).count();
    if delimiter != Delimiter::Comma && votes(Decimal::Comma) > 0 && votes(Decimal::Point) == 0 {
        Decimal::Comma
    } else {
        Decimal::Point
    }
}

/// The column that has each field: by hand, else the closest name, else the first.
fn holders(mapping: &Mapping, known_columns: &[KnownColumn]) -> Vec<Option<usize>> {
    let mut holders: Vec<Option<(Rank, usize)>> = vec![None; Field::ALL.len()];
    for (column, known_column) in known_columns.iter().enumerate() {
        let claim = match (mapping.get(known_column.name), &known_column.meant) {
            (Some(Assignment::Field(field)), _) => Some((field, (0, false, 0))),
            (None, Some(meant)) => {
                meant.field.filter(|&field| known_column.agrees_with(field)).map(|field| (field, meant.rank))
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
