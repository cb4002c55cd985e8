//! Two numbers as a density image, with the flagged sessions on top and the decision field behind.

use super::sides::{Mark, Sides, binning};
use super::{Counted, Draw};
use crate::binning::Bins;
use crate::columns::Columns;
use crate::count::{Lane, Passing, Tally, count, score};
use crate::dimension::Dimension;
use crate::picture::{self, Picture};
use crate::store::{Labels, Store};
use crate::view::{Axis, Tint};
use analysis::views::{FIELD, contour, decision_field};
use serde::{Deserialize, Serialize};

/// A cell is at least so many pixels wide and high.
const PIXELS: u16 = 3;
/// More marks than this cannot be told apart, and slow the drawing.
pub(crate) const MOST_MARKS: usize = 2000;
/// More labels have no colours of their own.
const LABELS: usize = 7;

pub(super) struct Scatter {
    template: Template,
    /// The cells, then all sessions together, then the scores of the cells.
    tallies: Vec<Tally>,
}

/// A scatter but for its counts and marks.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Template {
    x: (Axis, Bins),
    y: (Axis, Bins),
    tint: By,
    field: Vec<f32>,
    contour: Vec<f32>,
}

/// What colours a cell.
#[derive(Clone, Debug, Serialize, Deserialize)]
enum By {
    Density,
    Score,
    Labels(Labels),
}

impl Scatter {
    pub(super) fn of(
        store: &mut Store,
        (x, y): (&Axis, &Axis),
        tint: &Tint,
        field: bool,
        size: (u16, u16),
    ) -> Option<Self> {
        let (across, x_keys) = store.binned(x, usize::from(size.0 / PIXELS))?;
        let (up, y_keys) = store.binned(y, usize::from(size.1 / PIXELS))?;
        let columns = across.len() + 3;
        let cells = columns * (up.len() + 3);
        let mut keys = vec![(x_keys, 1), (y_keys, columns as u32)];
        let everything = Tally { cells: 1, keys: Vec::new(), lane: Lane::Counts };
        let (tint, tallies) = match tint {
            Tint::Density => (By::Density, vec![Tally { cells, keys, lane: Lane::Sessions }, everything]),
            Tint::Score => {
                let scores = Tally { cells, keys: keys.clone(), lane: Lane::Scores };
                (By::Score, vec![Tally { cells, keys, lane: Lane::Sessions }, everything, scores])
            }
            Tint::Category(of) => {
                let (labels, label_keys) = store.labelled(of, LABELS)?;
                keys.push((label_keys, cells as u32));
                let cells = cells * labels.cells();
                (By::Labels(labels), vec![Tally { cells, keys, lane: Lane::Sessions }, everything])
            }
        };
        let (x, y) = ((x.clone(), across), (y.clone(), up));
        let mut template = Template { x, y, tint, field: Vec::new(), contour: Vec::new() };
        if field {
            template.draw_field(&store.columns);
        }
        Some(Self { template, tallies })
    }

    /// The flagged sessions to be drawn.
    fn marks(&self, columns: &Columns, passing: Passing) -> Vec<Mark> {
        let flagged = columns.ranked().iter().filter(|&&row| passing.has(row as usize));
        match self.marker(columns) {
            Some(mark) => flagged.filter_map(|&row| mark(row)).take(MOST_MARKS).collect(),
            None => Vec::new(),
        }
    }
}

impl Template {
    /// The decision field, where both axes are features that the model judges by.
    fn draw_field(&mut self, columns: &Columns) {
        let places = (columns.place_in_model(&self.x.0.dimension), columns.place_in_model(&self.y.0.dimension));
        let (Some(across), Some(up)) = places else { return };
        if across == up {
            return;
        }
        let values = |bins: &Bins, steps: u32| -> Vec<f32> {
            (0..steps).map(|step| bins.value_at((f64::from(step) + 0.5) / f64::from(steps)) as f32).collect()
        };
        let analysis = &columns.analysis;
        let (xs, ys) = (values(&self.x.1, FIELD.0), values(&self.y.1, FIELD.1));
        let from_top = decision_field(analysis, (across, &xs), (up, &ys));
        self.contour = contour(&from_top, FIELD, analysis.threshold as f32);
        self.field = from_top.chunks(FIELD.0 as usize).rev().flatten().copied().collect();
    }

    /// Adds a plane of cells to the inner cells, which have a value along both axes.
    fn inner<'a>(&self, plane: &'a [u64]) -> impl Iterator<Item = u64> + 'a {
        let (columns, rows) = (self.x.1.len(), self.y.1.len());
        plane.chunks(columns + 3).take(rows).flat_map(move |line| line.iter().take(columns).copied())
    }

    /// With these marks and what their sessions are called.
    pub(super) fn picture(&self, sides: Sides, marks: Vec<Mark>, names: Vec<String>) -> Picture {
        let (columns, rows) = (self.x.1.len() + 3, self.y.1.len() + 3);
        let size = columns * rows;
        let planes: Vec<&[u64]> = sides.shown(0).chunks(size).collect();
        let mut counts = vec![0_u32; self.x.1.len() * self.y.1.len()];
        for plane in &planes {
            counts.iter_mut().zip(self.inner(plane)).for_each(|(count, sum)| *count += sum as u32);
        }
        // Without one of the values: the last column, and the last row but for its end, which stands in both.
        let at = |column: usize, row: usize| -> u64 {
            planes.iter().filter_map(|plane| plane.get(row * columns + column)).sum()
        };
        let missing = (0..rows).map(|row| at(columns - 1, row)).sum::<u64>()
            + (0..columns - 1).map(|column| at(column, rows - 1)).sum::<u64>();
        let every = sides.shown(1).first().copied().map(count).unwrap_or_default();
        let inside: u64 = counts.iter().map(|&count| u64::from(count)).sum();
        let (tint, labels) = match &self.tint {
            By::Density => (Vec::new(), Vec::new()),
            By::Score => {
                let mean = |(sum, &count): (u64, &u32)| (score(sum) / f64::from(count)) as f32;
                (self.inner(sides.shown(2)).zip(&counts).map(mean).collect(), Vec::new())
            }
            By::Labels(labels) => (self.majorities(&planes, counts.len()), colours(labels)),
        };
        let field = if self.field.is_empty() { (0, 0) } else { (FIELD.0 as u16, FIELD.1 as u16) };
        Picture::Scatter(picture::Scatter {
            x: self.x.0.clone(),
            y: self.y.0.clone(),
            columns: binning(&self.x.1),
            rows: binning(&self.y.1),
            counts,
            tint,
            labels,
            marks,
            names,
            flagged: every.flagged,
            beyond: (u64::from(every.sessions) - inside - missing) as u32,
            missing: missing as u32,
            field: (field.0, field.1, self.field.clone()),
            contour: self.contour.clone(),
        })
    }

    /// The label that most sessions of each cell have, the first of them where they are equal.
    fn majorities(&self, planes: &[&[u64]], cells: usize) -> Vec<f32> {
        let mut most = vec![(0, f32::NAN); cells];
        for (label, plane) in planes.iter().enumerate() {
            for (most, sum) in most.iter_mut().zip(self.inner(plane)) {
                if sum > most.0 {
                    *most = (sum, label as f32);
                }
            }
        }
        most.into_iter().map(|(_, label)| label).collect()
    }
}

fn colours(labels: &Labels) -> Vec<String> {
    let mut names = labels.names.clone();
    names.extend(["other".to_owned(), String::new()]);
    names
}

impl Draw for Scatter {
    fn own(&self) -> Vec<Dimension> {
        vec![self.template.x.0.dimension.clone(), self.template.y.0.dimension.clone()]
    }

    fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    fn axis(&self, dimension: &Dimension) -> Option<&Bins> {
        let axes = [&self.template.x, &self.template.y];
        axes.into_iter().find(|(axis, _)| axis.dimension == *dimension).map(|(_, bins)| bins)
    }

    fn marker<'a>(&'a self, columns: &'a Columns) -> Option<Box<dyn Fn(u32) -> Option<Mark> + 'a>> {
        let Template { x, y, .. } = &self.template;
        let (across, up) = (columns.get(&x.0.dimension)?, columns.get(&y.0.dimension)?);
        let along = |(axis, bins): &(Axis, Bins), value: f64| {
            let place = bins.place(value);
            let place = if axis.window.is_none() { place.clamp(0.0, 1.0) } else { place };
            (0.0..=1.0).contains(&place).then_some(place as f32)
        };
        Some(Box::new(move |row| {
            Some((row, along(x, across.number(row as usize))?, along(y, up.number(row as usize))?))
        }))
    }

    fn template(&self) -> super::Template {
        super::Template::Scatter(self.template.clone())
    }

    fn picture(&self, counted: &Counted) -> Picture {
        let marks = self.marks(counted.columns, counted.passing);
        let names = marks.iter().map(|&(row, ..)| counted.columns.analysis.sessions.name(row)).collect();
        self.template.picture(counted.sides, marks, names)
    }
}
