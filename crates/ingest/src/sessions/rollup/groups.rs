//! Which rows make one session, in the order of their times: the same groups in whatever order the rows stand in the file.

use crate::reading::grouping::{Gap, Grouping};
use crate::report::error::IngestError;
use std::collections::HashMap;
use std::ops::Range;
use telemetry::{Field, MISSING_TIME, Table, Texts};

/// No group: a row that belongs to no session.
const NONE: u32 = u32::MAX;

/// Rows by session. Sessions are in the order of their first rows in the file; rows within a session in that of their
/// times, then of the file. A row without a time comes last.
#[derive(Debug, PartialEq)]
pub(crate) struct Groups {
    order: Vec<u32>,
    /// Where each session ends in `order`.
    ends: Vec<u32>,
    /// Rows that belong to none, with the field that they lack.
    pub left_out: Vec<(u32, Field)>,
}

impl Groups {
    /// The rows of each session.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        let mut start = 0;
        self.ends.iter().map(move |&end| &self.order[std::mem::replace(&mut start, end as usize)..end as usize])
    }

    /// How many sessions there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The rows with one session identifier.
    ///
    /// # Errors
    /// [`IngestError::NoGrouping`] when no column has it.
    pub fn by_session(table: &Table) -> Result<Self, IngestError> {
        let by = Grouping::Session;
        let ids = table.texts(Field::SessionId).ok_or(IngestError::NoGrouping { by, field: Field::SessionId })?;
        let (order, ends) = by_text(ids, |_| true);
        let left_out = (0_u32..).take(ids.len()).filter(|&row| ids.get(row as usize).is_empty());
        let mut groups = Self { order, ends, left_out: left_out.map(|row| (row, Field::SessionId)).collect() };
        if let Some(times) = table.times(Field::Timestamp) {
            groups.sort(times);
        }
        Ok(groups)
    }

    /// The rows of one viewer until a gap.
    ///
    /// # Errors
    /// [`IngestError::NoGrouping`] when no column has the viewer or the time.
    pub fn by_viewer(table: &Table, gap: Gap) -> Result<Self, IngestError> {
        let missing = |field| IngestError::NoGrouping { by: Grouping::Viewer(gap), field };
        let viewers = table.texts(Field::UserId).ok_or(missing(Field::UserId))?;
        let times = table.times(Field::Timestamp).ok_or(missing(Field::Timestamp))?;
        let (order, ends) = by_text(viewers, |row| times[row as usize] != MISSING_TIME);
        let lacks = |row: u32| {
            if viewers.get(row as usize).is_empty() {
                Some((row, Field::UserId))
            } else {
                (times[row as usize] == MISSING_TIME).then_some((row, Field::Timestamp))
            }
        };
        let left_out = (0_u32..).take(viewers.len()).filter_map(lacks).collect();
        let mut groups = Self { order, ends, left_out };
        groups.sort(times);
        groups.split(times, gap);
        Ok(groups)
    }

    /// The rows of each file. `ends` are how many rows of the table there are up to the end of each.
    pub fn by_file(table: &Table, ends: &[u32]) -> Self {
        let rows = table.rows() as u32;
        let mut ends: Vec<u32> = ends.iter().copied().filter(|&end| end > 0 && end < rows).collect();
        ends.dedup();
        ends.push(rows);
        let mut groups = Self { order: (0..rows).collect(), ends, left_out: Vec::new() };
        if let Some(times) = table.times(Field::Timestamp) {
            groups.sort(times);
        }
        groups
    }

    /// Whether identifiers stand for sessions of several rows: at two different times each, on average.
    pub fn is_several_rows(&self, times: &[i64]) -> bool {
        let distinct = |rows: &[u32]| {
            1 + rows.windows(2).filter(|pair| times[pair[0] as usize] != times[pair[1] as usize]).count()
        };
        let moments: usize = self.iter().map(distinct).sum();
        self.len() > 0 && moments >= 2 * self.len()
    }

    fn ranges(&self) -> impl Iterator<Item = Range<usize>> {
        let mut start = 0;
        self.ends.iter().map(move |&end| std::mem::replace(&mut start, end as usize)..end as usize)
    }

    fn sort(&mut self, times: &[i64]) {
        let key = |row: u32| (times[row as usize] == MISSING_TIME, times[row as usize], row);
        let mut start = 0;
        for &end in &self.ends {
            let rows = &mut self.order[start..end as usize];
            if !rows.is_sorted_by_key(|&row| key(row)) {
                rows.sort_unstable_by_key(|&row| key(row));
            }
            start = end as usize;
        }
    }

    /// Splits each group, which is sorted, where more time than the gap lies between two rows.
    fn split(&mut self, times: &[i64], gap: Gap) {
        let gap = i64::from(gap.seconds()) * 1000;
        let mut sessions: Vec<(u32, Range<u32>)> = Vec::new();
        for range in self.ranges() {
            let mut start = range.start;
            for at in range.start + 1..=range.end {
                let time = |place: usize| times[self.order[place] as usize];
                if at == range.end || time(at).saturating_sub(time(at - 1)) > gap {
                    let first = self.order[start..at].iter().copied().min().unwrap_or_default();
                    sessions.push((first, start as u32..at as u32));
                    start = at;
                }
            }
        }
        sessions.sort_unstable_by_key(|&(first, _)| first);
        let mut order = Vec::with_capacity(self.order.len());
        self.ends.clear();
        for (_, range) in sessions {
            order.extend_from_slice(&self.order[range.start as usize..range.end as usize]);
            self.ends.push(order.len() as u32);
        }
        self.order = order;
    }
}

/// The rows of each text that is not empty, in the order in which texts and rows appear, and where each text's end.
fn by_text(texts: &Texts, is_wanted: impl Fn(u32) -> bool) -> (Vec<u32>, Vec<u32>) {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut of_row = Vec::with_capacity(texts.len());
    let mut ends: Vec<u32> = Vec::new();
    for row in 0..texts.len() {
        let text = texts.get(row);
        if text.is_empty() || !is_wanted(row as u32) {
            of_row.push(NONE);
            continue;
        }
        let next = ends.len() as u32;
        let number = *numbers.entry(text).or_insert(next);
        if number == next {
            ends.push(0);
        }
        ends[number as usize] += 1;
        of_row.push(number);
    }
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    // From the last row to the first, each takes the last free place of its text.
    let mut free = ends.clone();
    let mut order = vec![0; sum as usize];
    for (row, &number) in of_row.iter().enumerate().rev().filter(|&(_, &number)| number != NONE) {
        let place = &mut free[number as usize];
        *place -= 1;
        order[*place as usize] = row as u32;
    }
    (order, ends)
}
