//! Rows of further files, whose columns may stand in another order than those of the first.

use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::report::{Reason, displayed};
use crate::rows::header::Header;
use crate::rows::records::record::{Record, Row};
use crate::rows::sink::Sink;
use rules::{Readers, Rules};

/// So many names are told.
const TOLD: usize = 5;

/// Where the cell of each column stands in a row; nowhere, for a column that the file does not have.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    places: Vec<Option<usize>>,
    /// Cells in a row of the file.
    cells: usize,
}

impl Order {
    /// The order of columns that are called otherwise in the same way.
    ///
    /// # Errors
    /// [`IngestError::OtherColumns`] where these are not the same names.
    pub(crate) fn new(names: &[String], found: &[String], line: u64) -> Result<Self, IngestError> {
        let order = Self { places: places(names, found), cells: found.len() };
        if order.places.contains(&None) || found.len() > names.len() {
            return Err(IngestError::OtherColumns { line, difference: difference(names, found) });
        }
        Ok(order)
    }

    /// The order of columns of which some may be missing and some new: these are told, and become columns behind the others.
    ///
    /// # Errors
    /// [`IngestError::OtherColumns`] where they have no column in common.
    pub(crate) fn of_all(
        names: &mut Vec<String>,
        found: &[String],
        line: u64,
        sink: &mut dyn Sink,
    ) -> Result<Self, IngestError> {
        let of_found = places(names, found);
        let of_names = places(found, names);
        if of_found.iter().all(Option::is_none) {
            return Err(IngestError::OtherColumns { line, difference: difference(names, found) });
        }
        let is_missing = of_found.contains(&None);
        let fresh: Vec<String> =
            found.iter().zip(of_names).filter(|(_, place)| place.is_none()).map(|(name, _)| name.clone()).collect();
        if is_missing || !fresh.is_empty() {
            sink.other_columns(line, difference(names, found));
        }
        if !fresh.is_empty() {
            sink.columns(&fresh)?;
            names.extend(fresh);
        }
        Ok(Self { places: places(names, found), cells: found.len() })
    }

    /// Whether each column stands where it stood.
    pub(crate) fn is_same(&self) -> bool {
        self.places.iter().enumerate().all(|(column, &place)| place == Some(column))
    }

    /// Where each column stands.
    pub(crate) fn places(&self) -> &[Option<usize>] {
        &self.places
    }

    /// Puts a row in the order of the columns, its cells beyond the last behind them.
    fn put(&self, record: &Record, scratch: &mut Row) {
        let cells: Vec<&[u8]> = record.cells().collect();
        scratch.clear();
        scratch.line = record.line();
        for place in &self.places {
            scratch.push(place.and_then(|place| cells.get(place)).copied().unwrap_or_default());
        }
        cells.iter().skip(self.cells).for_each(|cell| scratch.push(cell));
    }
}

/// Where each of these names stands among others.
fn places(names: &[String], among: &[String]) -> Vec<Option<usize>> {
    let mut sorted: Vec<(&str, usize)> = among.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    sorted.sort_unstable();
    let place = |name: &String| {
        let at = sorted.binary_search_by_key(&name.as_str(), |&(name, _)| name).ok()?;
        sorted.get(at).map(|&(_, place)| place)
    };
    names.iter().map(place).collect()
}

fn difference(names: &[String], found: &[String]) -> String {
    let missing = listed(names, found);
    let surplus = listed(found, names);
    match (missing.is_empty(), surplus.is_empty()) {
        (false, true) => format!("without {missing}"),
        (true, _) => format!("with {surplus}"),
        (false, false) => format!("without {missing}; with {surplus}"),
    }
}

/// The first of those names that are not among the others.
fn listed(names: &[String], others: &[String]) -> String {
    let mut sorted: Vec<&String> = others.iter().collect();
    sorted.sort_unstable();
    let mut only = names.iter().filter(|name| sorted.binary_search(name).is_err());
    let shown: Vec<String> =
        only.by_ref().take(TOLD).map(|name| format!("\"{}\"", displayed(name.as_bytes()))).collect();
    let shown = shown.join(", ");
    match only.count() {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// What a further file with a header is read by: first its header, then its rows.
pub(crate) struct Align {
    names: Vec<String>,
    rules: Rules,
    found: Option<(Header, Order)>,
    scratch: Row,
}

impl Align {
    /// For files with these columns.
    pub(crate) fn new(names: Vec<String>, rules: Rules) -> Self {
        Self { names, rules, found: None, scratch: Row::default() }
    }

    /// Whether rows can go by: the header has come, and has each column where it stood.
    pub(crate) fn is_idle(&self) -> bool {
        self.found.as_ref().is_some_and(|(_, order)| order.is_same())
    }
}

/// A sink before which the columns are put in order.
pub(crate) struct Aligned<'a> {
    pub align: &'a mut Align,
    pub limits: &'a Limits,
    pub sink: &'a mut dyn Sink,
}

impl Sink for Aligned<'_> {
    fn record(&mut self, record: Record, closed: bool) -> Result<(), IngestError> {
        let Align { names, rules, found, scratch } = &mut *self.align;
        match found {
            // As above the header of the first file.
            None if record.is_blank() => Ok(()),
            None => {
                let header = Header::named(&record, self.limits, rules.own_exports(), &mut Vec::new())?;
                let order = match rules.readers() {
                    Readers::First => Order::new(names, &header.names, record.line())?,
                    Readers::Common => Order::of_all(names, &header.names, record.line(), self.sink)?,
                };
                *found = Some((header, order));
                Ok(())
            }
            Some((_, order)) if !closed => {
                // Of such a row nobody knows where its cells end.
                if order.places.contains(&None) {
                    order.put(&record, scratch);
                    return self.sink.record(scratch.record(), closed);
                }
                self.sink.record(record, closed)
            }
            Some((header, order)) => match header.fault(&record, None) {
                Some(reason @ Reason::RepeatedHeader) => self.sink.faulty(record, reason),
                _ if order.is_same() => self.sink.record(record, closed),
                told => {
                    order.put(&record, scratch);
                    match told {
                        None => self.sink.record(scratch.record(), true),
                        Some(reason) => self.sink.faulty(scratch.record(), reason),
                    }
                }
            },
        }
    }

    fn beside(&mut self, line: u64, text: &[u8]) {
        self.sink.beside(line, text);
    }

    fn directive(&mut self) {
        self.sink.directive();
    }

    fn ends(&mut self, rows: &[(Row, Option<Reason>)]) -> Result<(), IngestError> {
        let Some((header, order)) = &self.align.found else {
            return rows.iter().try_for_each(|(row, _)| self.record(row.record(), true));
        };
        if order.is_same() {
            return self.sink.ends(rows);
        }
        let rows = rows.iter().map(|(row, told)| {
            let mut put = Row::default();
            order.put(&row.record(), &mut put);
            (put, header.fault(&row.record(), *told))
        });
        self.sink.ends(&rows.collect::<Vec<_>>())
    }
}
