//! What each column is taken for, and why: the user's choice before the name, the name only where the content agrees.

use super::cmcd_columns::{self, Found};
use super::date_and_time::{self, Pair};
use super::evidence::numbers::NumberEvidence;
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
use super::told_rows::{self, Notice};
use super::why::Why;
use super::written_as::{self, WrittenAs};
use crate::cells::date_times::join;
use crate::cells::missing::MissingRule;
use crate::cells::numbers::Decimal;
use crate::cells::time_format::TimeFormat;
use crate::cells::units::Scale;
use crate::reading::delimiter::Delimiter;
use crate::reading::grouping::Grouping;
use crate::reading::mapping::{Assignment, Detail, Mapping};
use crate::report::Reason;
use crate::rows::header::Header;
use crate::rows::own_export::Tail;
use crate::rows::records::record::Record;
use rules::{Readers, Rules};
use telemetry::Field;

/// What a file's columns are taken for.
#[derive(Debug)]
pub(crate) struct Resolution {
    /// Of each column of the header.
    pub plans: Vec<Plan>,
    /// The columns that hold Common Media Client Data, with the plans of the columns that their keys become.
    pub spreads: Vec<(Found, Vec<Plan>)>,
    /// The columns of days and times of day that become one of times, with its plan.
    pub pairs: Vec<(Pair, Plan)>,
    /// Where the file comes from.
    pub source: Option<&'static str>,
    /// The product that gives the names their meaning.
    pub meaning: Option<&'static Source>,
    /// Which rows make one session, and why.
    pub grouping: (Grouping, String),
    /// What the rows are, where they are no sessions.
    pub notice: Option<Notice>,
    /// How each column of the header writes its numbers, for readers who know more than plain ones.
    pub written: Vec<WrittenAs>,
    /// What the first rows say about each.
    pub evidence: Vec<NumberEvidence>,
}

/// What is known of a file beside its first rows.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    /// What was chosen.
    pub mapping: &'a Mapping,
    /// The rules by which it is read.
    pub rules: Rules,
    /// What separates its cells.
    pub delimiter: Delimiter,
    /// The decimal mark of numbers in its format, where that has numbers.
    pub format: Option<Decimal>,
    /// How each column of the header writes its numbers, where all rows have told.
    pub decided: Option<&'a [WrittenAs]>,
    /// In which order the dates of each column of the header are written, where all rows have told.
    pub orders: &'a [Option<TimeFormat>],
}

/// Plans the columns of these names, the first ones of the header, from their names, the user's choices and the loadable rows of the sample. Where a column holds Common
/// Media Client Data, the columns of its keys are planned with the others.
pub(crate) fn resolve(
    header: &Header,
    names: &[String],
    given: Given,
    sample: &Sample,
    loadable: impl Fn(&Record, Option<Reason>) -> bool,
) -> Resolution {
    let Given { mapping, rules, delimiter, format, decided, orders } = given;
    let readers = rules.readers();
    // What an export has added means nothing, and says nothing about the other columns.
    let is_added = |column: usize| header.added_range().is_some_and(|added| added.contains(&column));
    let is_of_fields = header.added().is_some_and(|(_, tail)| tail.is_of_fields());
    // The mark of a table of all sessions says what was made of them; whether it is made again is for the checks.
    let mark = header.added().and_then(|(added, tail)| (*tail == Tail::Table).then_some(added.start));
    let columns = transpose(names.len(), sample, loadable);
    let spreads = cmcd_columns::find(names, mapping, &columns, rules.readers());
    let keys =
        || spreads.iter().flat_map(|found| found.keys.iter().zip(&found.names).enumerate().map(move |it| (found, it)));
    let of_keys: Vec<Vec<&[u8]>> = keys().map(|(found, (key, _))| found.cells(key).collect()).collect();
    let missing = MissingRule::of(readers);
    let is_own = |column: usize| !is_added(column);
    let pairs = match readers {
        Readers::Common if !is_of_fields => date_and_time::find(names, is_own, &columns, missing),
        _ => Vec::new(),
    };
    let joined: Vec<Vec<Vec<u8>>> = pairs.iter().map(|pair| joined(pair, &columns, missing)).collect();
    let of_pairs: Vec<Vec<&[u8]>> = joined.iter().map(|cells| cells.iter().map(Vec::as_slice).collect()).collect();
    let (known, of_known) = (0..names.len())
        .filter(|&column| is_own(column))
        .filter_map(|column| Some((names.get(column)?.clone(), columns.get(column)?.clone())))
        .unzip::<_, _, Vec<String>, Vec<Vec<&[u8]>>>();
    let from_file = sources::recognise(&known, &of_known, rules);
    let source = from_file.filter(|_| !mapping.is_closed());

    let of_file = columns.iter().map(|cells| Evidence::of(cells, readers));
    // The data write their numbers in one way, whatever the file does.
    let of_data = of_keys.iter().map(|cells| Evidence::of(cells, Readers::First));
    let of_times = of_pairs.iter().map(|cells| Evidence::of(cells, readers));
    let evidence: Vec<Evidence> = of_file.chain(of_data).chain(of_times).collect();
    let written = match decided {
        Some(decided) => decided.to_vec(),
        None => {
            let chosen = names.iter().map(|name| mapping.decimal(name).or(header.decimal()));
            written_as(evidence.get(..names.len()).unwrap_or_default(), chosen, is_own, (delimiter, format))
        }
    };
    let order = |column: usize| orders.get(column).copied().flatten();
    let known_column = |name, evidence, (readers, written): (Readers, WrittenAs), meant: Option<Meant>| {
        let meant = meant.filter(|_| !mapping.is_closed());
        let sizes = Evidence::sizes(evidence, written.decimal);
        KnownColumn {
            name,
            evidence,
            readers,
            written,
            sizes,
            known: names::recognise(name),
            meant,
            told_order: None,
            days_beside: None,
            is_closed: mapping.is_closed(),
        }
    };
    let mut known_columns: Vec<KnownColumn> = Vec::with_capacity(evidence.len());
    let (of_columns, others) = evidence.split_at(names.len());
    let (of_key_columns, of_pairs) = others.split_at(of_keys.len());
    let is_half = |column: usize| pairs.iter().any(|pair| pair.day == column || pair.time == column);
    let is_spread = |column: usize| spreads.iter().any(|found| found.column == column);
    for (column, (name, evidence)) in names.iter().zip(of_columns).enumerate() {
        // Whatever the name of a column that is spread, or half a time, means, it takes no field from another.
        let meant = if is_spread(column) || is_half(column) || is_added(column) {
            None
        } else if is_of_fields {
            Meant::of_field_name(name)
        } else {
            Meant::of(name, source, evidence, rules)
        };
        let written = written.get(column).cloned().unwrap_or_else(|| evidence.written_plainly(Decimal::Point));
        let known_column = known_column(name, evidence, (readers, written), meant);
        known_columns.push(KnownColumn { told_order: order(column), ..known_column });
    }
    for ((_, (_, (key, name))), evidence) in keys().zip(of_key_columns) {
        let written = (Readers::First, evidence.written_plainly(Decimal::Point));
        known_columns.push(known_column(name, evidence, written, Meant::of_key(key, evidence)));
    }

    for (pair, evidence) in pairs.iter().zip(of_pairs) {
        let written = (readers, evidence.written_plainly(Decimal::Point));
        let of_time = names.get(pair.time).map_or("", String::as_str);
        let meant =
            Meant::of(&pair.name, source, evidence, rules).or_else(|| Meant::of(of_time, source, evidence, rules));
        // What is known of its days is known of both.
        let chosen = names.get(pair.day).and_then(|name| match mapping.detail(name) {
            Some(Detail::Time(format)) => Some(format),
            _ => None,
        });
        let known_column = known_column(&pair.name, evidence, written, meant);
        known_columns.push(KnownColumn { told_order: chosen.or(order(pair.day)), ..known_column });
    }

    let days = known_columns.iter().find_map(KnownColumn::days);
    known_columns.iter_mut().for_each(|known_column| known_column.days_beside = days);
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
    let planned = || {
        known_columns.iter().zip(&plans).map(|(known_column, plan)| (known_column.name, plan, known_column.evidence))
    };
    // What the rows are is said by whatever mapping they are read.
    let notice = match rules.readers() {
        Readers::Common if header.added().is_none() => {
            told_rows::notice(from_file.or((!spreads.is_empty()).then_some(&KEYS)), planned())
        }
        _ => None,
    };
    let grouping = if header.added().is_some() {
        (Grouping::Rows, "a file that was exported here has a session in each row".to_owned())
    } else {
        told_grouping::recognise(from, notice, planned())
    };
    if readers == Readers::Common {
        for (plan, known_column) in plans.iter_mut().zip(&known_columns).take(names.len()) {
            plan.written = Some(known_column.written.clone());
            if let Some(source) = from_file {
                plan.encoded = sources::encoded(source, known_column.name);
                if matches!(plan.form, Form::Undecided(..)) && sources::is_measured(source, known_column.name) {
                    plan.form = Form::Number(known_column.number_form(Scale::Same, None));
                }
            }
        }
    }
    drop(known_columns);
    let numbers = |evidence: &Evidence| evidence.common_numbers().cloned().unwrap_or_default();
    let numbers: Vec<NumberEvidence> = of_columns.iter().map(numbers).collect();

    let mut others = plans.split_off(names.len().min(plans.len())).into_iter();
    let spreads: Vec<_> = spreads
        .into_iter()
        .map(|found| {
            let plans = others.by_ref().take(found.keys.len()).collect();
            (found, plans)
        })
        .collect();
    let pairs = pairs.into_iter().zip(others).map(|(pair, plan)| {
        let plan = of_pair(plan, &pair, names);
        (pair, plan)
    });
    let from = from.map(|source| source.name);
    Resolution {
        plans,
        spreads,
        pairs: pairs.collect(),
        source: from,
        meaning: source,
        grouping,
        notice,
        written,
        evidence: numbers,
    }
}

/// The cells of the sample's rows that a pair becomes.
fn joined(pair: &Pair, columns: &[Vec<&[u8]>], missing: MissingRule) -> Vec<Vec<u8>> {
    let (Some(days), Some(times)) = (columns.get(pair.day), columns.get(pair.time)) else { return Vec::new() };
    let cell = |(day, time): (&&[u8], &&[u8])| {
        let mut cell = Vec::new();
        join(day, time, missing, &mut cell);
        cell
    };
    days.iter().zip(times).map(cell).collect()
}

/// The plan of a pair's column, which says what it is made of where its name alone would.
fn of_pair(plan: Plan, pair: &Pair, names: &[String]) -> Plan {
    let name = |column: usize| names.get(column).cloned().unwrap_or_default();
    match plan.why {
        Why::Unknown | Why::Name | Why::Spelling | Why::Synonym | Why::Parts { .. } => {
            Plan { why: Why::DateAndTime { date: name(pair.day), time: name(pair.time) }, ..plan }
        }
        _ => plan,
    }
}

/// Plans a column of which nothing is known but its name, in a file in which a product gives names their meaning, and how it
/// writes its numbers, where all rows have told.
pub(crate) fn plan_late(
    name: &str,
    mapping: &Mapping,
    meaning: Option<&'static Source>,
    rules: Rules,
    written: Option<WrittenAs>,
) -> Plan {
    let evidence = Evidence::default();
    let is_closed = mapping.is_closed();
    let meant = if is_closed { None } else { Meant::of(name, meaning, &evidence, rules) };
    let written = written.unwrap_or_else(|| WrittenAs::plain(Decimal::Point, false, 0));
    let (readers, sizes, known) = (rules.readers(), Sizes::default(), names::recognise(name));
    let known_columns = [KnownColumn {
        name,
        evidence: &evidence,
        readers,
        written,
        sizes,
        known,
        meant,
        told_order: None,
        days_beside: None,
        is_closed,
    }];
    let [known_column] = &known_columns;
    plan(mapping, known_column, 0, &holders(mapping, &known_columns), &known_columns)
}

/// How each column writes its numbers, some of which have their decimal mark chosen, as far as its cells and those of the others
/// tell; what is no column of the file's own
/// says nothing about the others.
fn written_as(
    evidence: &[Evidence],
    chosen: impl Iterator<Item = Option<Decimal>>,
    is_own: impl Fn(usize) -> bool,
    (delimiter, format): (Delimiter, Option<Decimal>),
) -> Vec<WrittenAs> {
    let common: Option<Vec<_>> = evidence.iter().map(Evidence::common_numbers).collect();
    match common {
        Some(common) => {
            written_as::decide(&common.into_iter().zip(chosen).collect::<Vec<_>>(), is_own, delimiter, format)
        }
        None => {
            let of_file =
                evidence.iter().enumerate().filter(|&(column, _)| is_own(column)).map(|(_, evidence)| evidence);
            let file_decimal = file_decimal(&of_file.collect::<Vec<_>>(), delimiter);
            let decimal = |evidence: &Evidence| {
                if delimiter == Delimiter::Comma { Decimal::Point } else { evidence.decimal().unwrap_or(file_decimal) }
            };
            evidence.iter().map(|evidence| evidence.written_plainly(decimal(evidence))).collect()
        }
    }
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
            Some(detail) => match known_column.own_plan_as(detail) {
                Some(plan) => Plan { decimal: mapping.decimal(known_column.name), ..plan },
                None => own(Why::Unfit { field: None, detail }),
            },
            None => Plan { decimal: mapping.decimal(known_column.name), ..own(Why::ByHand) },
        },
        Some(Assignment::Field(field)) => {
            let plan = known_column.chosen_plan(field, detail, mapping.is_closed());
            Plan { decimal: mapping.decimal(known_column.name), ..plan }
        }
        None => match &known_column.meant {
            None => own(Why::Unknown),
            Some(meant) => match meant.field {
                None => own(meant.why.clone()),
                Some(field) if !known_column.agrees_with(field) => own(known_column.why_not(field)),
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
fn file_decimal(evidence: &[&Evidence], delimiter: Delimiter) -> Decimal {
    let votes = |decimal| evidence.iter().filter(|evidence| evidence.votes() == Some(decimal)).count();
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
