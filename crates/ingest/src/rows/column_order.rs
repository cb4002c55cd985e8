//! Rows of further files, whose columns may stand in another order than those of the first.

use crate::reading::limits::Limits;
use crate::report::error::IngestError;
use crate::report::{Reason, displayed};
use crate::rows::header::Header;
use crate::rows::records::record::{Record, Row};
use crate::rows::sink::Sink;
use rules::OwnExports;

/// So many names are told.
const TOLD: usize = 5;

/// Where the cell of each column stands in a row.
#[derive(Clone, Debug)]
pub(crate) struct Order(Vec<usize>);

impl Order {
    /// The order of columns that are called otherwise in the same way.
    ///
    /// # Errors
    /// [`IngestError::OtherColumns`] where these are not the same names.
    pub(crate) fn new(names: &[String], found: &[String], line: u64) -> Result<Self, IngestError> {
        let mut places: Vec<(&str, usize)> = found.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        places.sort_unstable();
        let place = |name: &String| {
            let at = places.binary_search_by_key(&name.as_str(), |&(name, _)| name).ok()?;
            places.get(at).map(|&(_, place)| place)
        };
        let order: Vec<usize> = names.iter().filter_map(place).collect();
        if order.len() < names.len() || found.len() > names.len() {
            return Err(IngestError::OtherColumns { line, difference: difference(names, found) });
        }
        Ok(Self(order))
    }

    /// Whether each column stands where it stood.
    pub(crate) fn is_same(&self) -> bool {
        self.0.iter().enumerate().all(|(column, &place)| column == place)
    }

    /// Where each column stands.
    pub(crate) fn places(&self) -> &[usize] {
        &self.0
    }

    /// Hands on a row in the order of the columns, those beyond the last behind them, with what is wrong with it.
    fn hand_on(
        &self,
        record: Record,
        told: Option<Reason>,
        scratch: &mut Row,
        sink: &mut impl Sink,
    ) -> Result<(), IngestError> {
        let cells: Vec<&[u8]> = record.cells().collect();
        scratch.clear();
        scratch.line = record.line();
        for &place in &self.0 {
            scratch.push(cells.get(place).copied().unwrap_or_default());
        }
        cells.iter().skip(self.0.len()).for_each(|cell| scratch.push(cell));
        match told {
            None => sink.record(scratch.record(), true),
            Some(reason) => sink.faulty(scratch.record(), reason),
        }
    }
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
    own_exports: OwnExports,
    found: Option<(Header, Order)>,
    scratch: Row,
}

impl Align {
    /// For files with these columns.
    pub(crate) fn new(names: Vec<String>, own_exports: OwnExports) -> Self {
        Self { names, own_exports, found: None, scratch: Row::default() }
    }

    /// Whether rows can go by: the header has come, and has each column where it stood.
    pub(crate) fn is_idle(&self) -> bool {
        self.found.as_ref().is_some_and(|(_, order)| order.is_same())
    }
}

/// A sink before which the columns are put in order.
pub(crate) struct Aligned<'a, S> {
    pub align: &'a mut Align,
    pub limits: &'a Limits,
    pub sink: &'a mut S,
}

impl<S: Sink> Sink for Aligned<'_, S> {
    fn record(&mut self, record: Record, closed: bool) -> Result<(), IngestError> {
        let Align { names, own_exports, found, scratch } = &mut *self.align;
        match found {
            // As above the header of the first file.
            None if record.is_blank() => Ok(()),
            None => {
                let header = Header::named(&record, self.limits, *own_exports, &mut Vec::new())?;
                let order = Order::new(names, &header.names, record.line())?;
                *found = Some((header, order));
                Ok(())
            }
            Some(_) if !closed => self.sink.record(record, closed),
            Some((header, order)) => match header.fault(&record, None) {
                Some(reason @ Reason::RepeatedHeader) => self.sink.faulty(record, reason),
                _ if order.is_same() => self.sink.record(record, closed),
                told => order.hand_on(record, told, scratch, self.sink),
            },
        }
    }
}
