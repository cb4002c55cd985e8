//! All that a session's own page shows.

use super::asked::{Neighbour, Order, SessionAsked, SessionPage, Standing};
use super::listing::Listing;
use super::neighbours::{nearest, spreads};
use super::standing::{Frame, Group, Peers};
use crate::dimension::Dimension;
use analysis::views::{Cell, explain_beside, feature_medians, firmness};
use analysis::{Analysis, Sessions};
use std::collections::BTreeMap;
use telemetry::{Data, Field, Unit};

/// So many neighbours are looked for.
const NEIGHBOURS: usize = 10;
/// More numbers than this are not read by anybody; the known ones come first.
const MOST_STANDINGS: usize = 24;

/// What pages of sessions of one analysis have in common, made when it is first needed.
pub struct Pages {
    medians: Vec<f64>,
    spreads: Vec<f64>,
    peers: Peers,
    frames: BTreeMap<Group, Vec<Frame>>,
}

impl Pages {
    /// Of this analysis. All questions must be of the same.
    pub fn of(analysis: &Analysis) -> Self {
        Self {
            medians: feature_medians(analysis),
            spreads: spreads(&analysis.matrix),
            peers: Peers::of(&analysis.sessions.table),
            frames: BTreeMap::new(),
        }
    }

    /// A session's page; `None` where there is no such row. `meets` is as of [`Listing::order`].
    pub fn page(
        &mut self,
        analysis: &Analysis,
        asked: &SessionAsked,
        listing: &mut Listing,
        meets: impl FnOnce() -> Option<Vec<bool>>,
    ) -> Option<SessionPage> {
        let row = asked.row as usize;
        let mut explanation = explain_beside(analysis, asked.row, &self.medians)?;
        show_lost(&mut explanation.cells, &analysis.sessions, asked.row);
        let firmness = firmness(analysis, asked.row)?;
        let group = self.peers.group(row);
        let rows = self.peers.rows(group);
        let numbers = numbers(analysis);
        let frames = self
            .frames
            .entry(group)
            .or_insert_with(|| numbers.iter().map(|(_, numbers)| Frame::of(numbers, rows.as_deref())).collect());
        let standing = |((known, numbers), frame): (&(Known, &[f64]), &Frame)| {
            let value = numbers.get(row).copied().unwrap_or(f64::NAN);
            let (cohort, all) = frame.place(numbers, rows.as_deref(), value);
            Standing {
                dimension: known.0.clone(),
                label: known.1.clone(),
                unit: known.2,
                value,
                edges: frame.edges(),
                bin: frame.bin(value).map(|bin| bin as u16),
                cohort,
                all,
            }
        };
        let standings = numbers.iter().zip(&*frames).map(standing).collect();
        let cohort = self.peers.name(group, rows.as_ref().map_or(analysis.scores.len(), Vec::len));
        let (place, previous, next, listed) = self.around(analysis, asked.row, &asked.order, listing, meets);
        Some(SessionPage {
            explanation,
            firmness,
            cohort,
            standings,
            neighbours: self.neighbours(analysis, row),
            place,
            previous,
            next,
            listed,
        })
    }

    /// The place of a session in the table, the rows before and behind it, and how many there are.
    fn around(
        &self,
        analysis: &Analysis,
        row: u32,
        order: &Order,
        listing: &mut Listing,
        meets: impl FnOnce() -> Option<Vec<bool>>,
    ) -> (Option<u32>, Option<u32>, Option<u32>, u32) {
        let listed = listing.order(analysis, order, meets);
        let place = listed.iter().position(|&other| other == row);
        let previous = place.and_then(|place| listed.get(place.checked_sub(1)?).copied());
        let next = listed.get(place.map_or(0, |place| place + 1)).copied();
        (place.map(|place| place as u32), previous, next, listed.len() as u32)
    }

    fn neighbours(&self, analysis: &Analysis, row: usize) -> Vec<Neighbour> {
        let sessions = &analysis.sessions;
        let neighbour = |(row, distance): (u32, f64)| {
            let place = row as usize;
            Neighbour {
                row,
                distance,
                score: analysis.scores[place],
                flagged: analysis.is_flagged(place),
                name: sessions.name(row),
                truth: sessions.truth.as_ref().map(|truth| truth.label(place).to_owned()),
                features: analysis.matrix.row(place).into_iter().map(f64::from).collect(),
            }
        };
        let near = nearest(&analysis.matrix, &self.spreads, row, NEIGHBOURS, |row| analysis.is_judged(row));
        near.into_iter().map(neighbour).collect()
    }
}

/// Shows cells of the file that were not understood, and so left empty, as what they were. A session of several rows has too
/// many of them.
fn show_lost(cells: &mut [(String, Cell)], sessions: &Sessions, row: u32) {
    let (Some(quality), Some(places)) = (&sessions.quality, &sessions.places) else { return };
    let place = places.of_judged(row);
    if place.rows != 1 {
        return;
    }
    for issue in quality.report.issues.iter().filter(|issue| issue.row == place.first) {
        let is_of = |name: &str| issue.column.as_deref() == Some(name) && issue.reason.rule().loses_cell();
        let lost = cells.iter_mut().find(|(name, cell)| *cell == Cell::Missing && is_of(name));
        if let Some((_, cell)) = lost {
            *cell = Cell::Text(format!("\"{}\", not understood", issue.value));
        }
    }
}

/// A number by its dimension, name and unit.
type Known = (Dimension, String, Unit);

/// The numbers that a session is compared by: the known fields that the sessions have, then columns of the file's own.
fn numbers(analysis: &Analysis) -> Vec<(Known, &[f64])> {
    let columns = analysis.sessions.table.columns().iter();
    let mut numbers: Vec<(Known, &[f64])> = Vec::new();
    for known in [true, false] {
        for column in columns.clone().filter(|column| column.field.is_some() == known) {
            let Data::Number(values) = &column.data else { continue };
            let label = column.field.map_or_else(|| column.name.clone(), |field| field.label().to_owned());
            let unit = column.field.map_or(Unit::None, Field::unit);
            if unit != Unit::Flag {
                numbers.push(((Dimension::Column(column.name.clone()), label, unit), values.as_slice()));
            }
        }
    }
    numbers.truncate(MOST_STANDINGS);
    numbers
}
