//! The sessions in the table's order, kept while filters, search and sorting stay: a stretch of it is a piece of a list.

use super::asked::{Listed, MOST_SHOWN, Order, Rows, RowsAsked};
use super::search::search;
use super::values::{Made, Values};
use crate::dimension::Dimension;
use analysis::Analysis;
use analysis::views::rankable;

/// What is sorted by, and whether rising.
type Sort = Option<(Dimension, bool)>;

/// The kept order. All sessions are sorted once for each sorting (4 bytes a session), and what the filters and the search
/// leave is picked from that (as much again), so that a brush that moves sorts nothing.
#[derive(Debug, Default)]
pub struct Listing {
    sorted: Option<(Sort, Vec<u32>)>,
    searched: Option<(String, Vec<bool>)>,
    listed: Option<(Order, Vec<u32>)>,
    made: Made,
}

impl Listing {
    /// The rows of the sessions in this order. `meets` says of each session whether it meets the filters; it is asked where
    /// there are some and the order is a new one, and nothing of it means that all do.
    pub fn order(&mut self, analysis: &Analysis, order: &Order, meets: impl FnOnce() -> Option<Vec<bool>>) -> &[u32] {
        if self.listed.as_ref().is_none_or(|(held, _)| held != order) {
            let filtered = if order.filters.is_empty() && analysis.unjudged() == 0 { None } else { meets() };
            self.search(analysis, &order.search);
            let searched = self.searched.as_ref().map(|(_, found)| found);
            let is_in =
                |mask: Option<&Vec<bool>>, row: u32| mask.is_none_or(|mask| mask.get(row as usize) == Some(&true));
            let sorted = match &mut self.sorted {
                Some((sort, sorted)) if *sort == order.sort => &*sorted,
                other => &other.insert((order.sort.clone(), sort(analysis, order.sort.as_ref(), &mut self.made))).1,
            };
            let listed = sorted.iter().copied();
            let listed = listed.filter(|&row| is_in(filtered.as_ref(), row) && is_in(searched, row)).collect();
            self.listed = Some((order.clone(), listed));
        }
        self.listed.as_ref().map_or(&[], |(_, listed)| listed)
    }

    /// A stretch of the table. `meets` is as of [`Self::order`].
    pub fn rows(&mut self, analysis: &Analysis, asked: &RowsAsked, meets: impl FnOnce() -> Option<Vec<bool>>) -> Rows {
        let columns = if asked.columns.is_empty() { columns(analysis) } else { asked.columns.clone() };
        let by = asked.order.sort.iter().map(|(by, _)| by);
        self.made.keep(columns.iter().chain(by));
        let (columns, values): (Vec<Dimension>, Vec<Values>) = columns
            .into_iter()
            .filter_map(|column| Values::of(analysis, &column, &mut self.made).map(|values| (column, values)))
            .unzip();
        let listed = self.order(analysis, &asked.order, meets);
        let skip = (asked.skip as usize).min(listed.len());
        let end = skip.saturating_add(asked.show.min(MOST_SHOWN) as usize).min(listed.len());
        let show = |&row: &u32| Listed {
            row,
            score: analysis.scores[row as usize],
            flagged: analysis.is_flagged(row as usize),
            cells: values.iter().map(|values| values.cell(row as usize)).collect(),
        };
        let found = asked.find.and_then(|row| listed.iter().position(|&other| other == row));
        Rows {
            columns,
            skip: skip as u32,
            rows: listed[skip..end].iter().map(show).collect(),
            total: listed.len() as u32,
            found: found.map(|place| place as u32),
        }
    }

    /// Makes `searched` that of this text. A text with the held one in it is in none that the held one is not in.
    fn search(&mut self, analysis: &Analysis, text: &str) {
        match self.searched.take() {
            _ if text.is_empty() => {}
            Some((held, found)) if held == text => self.searched = Some((held, found)),
            held => {
                let lower = text.to_ascii_lowercase();
                let narrower = held.as_ref().filter(|(held, _)| lower.contains(&held.to_ascii_lowercase()));
                let found = search(analysis, text, narrower.map(|(_, found)| found.as_slice()));
                self.searched = Some((text.to_owned(), found));
            }
        }
    }
}

/// All rows, sorted.
fn sort(analysis: &Analysis, by: Option<&(Dimension, bool)>, made: &mut Made) -> Vec<u32> {
    let (dimension, rising) = by.map_or((&Dimension::Score, false), |(dimension, rising)| (dimension, *rising));
    // What the sessions lack sorts nothing.
    let Some(values) = Values::of(analysis, dimension, made) else {
        return (0..analysis.scores.len() as u32).collect();
    };
    let mut keyed: Vec<(u64, u32)> = values.keys(rising).into_iter().zip(0..).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// The columns that the table shows where none are chosen: score, fault, and what best tells sessions apart.
fn columns(analysis: &Analysis) -> Vec<Dimension> {
    let truth = analysis.sessions.truth.as_ref().map(|_| Dimension::Truth);
    let named = rankable(analysis).into_iter().map(|column| Dimension::Column(column.name));
    let (first, rest): (Vec<Dimension>, Vec<Dimension>) = (named.clone().take(1).collect(), named.skip(1).collect());
    first.into_iter().chain([Dimension::Score]).chain(truth).chain(rest).collect()
}
