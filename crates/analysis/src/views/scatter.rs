//! The scatter of two features: all sessions as a density image, the flagged ones as marks, and the forest's decision
//! field behind them.

use super::figures::percentile;
use super::order::{key, lowest};
use crate::Analysis;
use features::{Feature, Measure, build, unavailable};
use isolation_forest::Matrix;
use serde::{Deserialize, Serialize};
use telemetry::Data;

/// What to show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScatterQuery {
    /// The feature across, by name.
    pub x: String,
    /// The feature up, by name.
    pub y: String,
    /// The width of the density image in pixels.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Whether to compute the decision field.
    pub field: bool,
}

/// An axis of the scatter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// The feature's name.
    pub feature: String,
    /// Where the axis starts, in the feature's own values.
    pub low: f64,
    /// Where it ends.
    pub high: f64,
}

/// A scatter of two features.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scatter {
    /// The axis across and the axis up; absent when a feature does not exist.
    pub axes: Option<(Axis, Axis)>,
    /// The width of the density image.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// How many sessions are drawn at the edge because they lie beyond it.
    pub beyond: u32,
    /// How many of the sessions that are judged lack one of the two features.
    pub missing: u32,
    /// How many flagged sessions there are; marks are made for the highest-scoring ones.
    pub flagged: u32,
    /// The columns and rows of the decision field; zero without one.
    pub field_size: (u32, u32),
    /// Sessions per pixel, row by row from the top.
    #[serde(with = "super::plain")]
    pub counts: Vec<u32>,
    /// The score at the middle of each cell of the field, row by row from the top, every other feature at its median.
    #[serde(with = "super::plain")]
    pub field: Vec<f32>,
    /// The line along which the field crosses the threshold: x and y of both ends of each piece, as shares of the axes.
    #[serde(with = "super::plain")]
    pub contour: Vec<f32>,
    /// x and y, as shares of the axes (y from the bottom), of each flagged session.
    #[serde(with = "super::plain")]
    pub marks: Vec<f32>,
    /// The row of each mark.
    #[serde(with = "super::plain")]
    pub mark_rows: Vec<u32>,
    /// What the session of each mark is called, a line for each.
    #[serde(with = "super::plain")]
    pub names: Vec<u8>,
}

impl Scatter {
    /// What the session of this mark is called.
    pub fn name(&self, mark: usize) -> &str {
        let name = self.names.split(|&byte| byte == b'\n').nth(mark);
        name.and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default()
    }
}

/// No image is larger: what a query asks for is foreign input.
const MOST_PIXELS: u32 = 4096;
/// More marks than this cannot be told apart, and slow the drawing.
const MOST_MARKS: usize = 5000;
/// The field's resolution: the forest's steps are seen, and it takes some ten milliseconds.
pub const FIELD: (u32, u32) = (120, 90);
/// The axes span this middle share of the sessions, so that a few wild values do not squeeze all others into a corner.
const SPAN: f64 = 0.998;

/// The features that an axis can show: the plan's own first, the one that spreads most along an axis at the head, then
/// what else the sessions have.
pub fn scatter_features(analysis: &Analysis) -> Vec<String> {
    let table = &analysis.sessions.table;
    let known =
        Measure::all().flat_map(|measure| [Feature::plain(measure.clone()), Feature::relative(measure.clone())]);
    let own = table
        .columns()
        .iter()
        .filter(|column| column.field.is_none() && matches!(column.data, Data::Number(_)))
        .map(|column| Feature::plain(Measure::Column(column.name.clone())));
    let keyed = (0..).zip(analysis.matrix.columns()).map(|(place, column)| (!key(spread(column)), place)).collect();
    let features = &analysis.plan.features;
    let mut names: Vec<String> =
        lowest(keyed, features.len()).into_iter().map(|(_, place)| features[place as usize].name()).collect();
    for feature in known.chain(own).filter(|feature| unavailable(table, feature).is_none()) {
        let name = feature.name();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// How much of its axis a feature fills: the span of its middle 80 %, by the span of the axis. Where nearly all values
/// are one, as with the buffering ratio, a cloud is a line.
fn spread(column: &[f32]) -> f64 {
    /// More values than this tell no more.
    const ENOUGH: usize = 10_000;
    let every = column.len() / ENOUGH + 1;
    let mut values: Vec<f64> =
        column.iter().step_by(every).filter(|value| !value.is_nan()).map(|&value| f64::from(value)).collect();
    let mut span = |share: f64| {
        let low = percentile(&mut values, (1.0 - share) / 2.0)?;
        Some(percentile(&mut values, (1.0 + share) / 2.0)? - low)
    };
    match (span(0.8), span(SPAN)) {
        (Some(middle), Some(all)) if all > 0.0 => middle / all,
        _ => 0.0,
    }
}

/// The scatter of two features of an analysis.
pub fn scatter(analysis: &Analysis, query: &ScatterQuery) -> Scatter {
    let (width, height) = (query.width.clamp(1, MOST_PIXELS), query.height.clamp(1, MOST_PIXELS));
    let mut scatter = Scatter { width, height, flagged: analysis.flagged as u32, ..Scatter::default() };
    let (Some(x), Some(y)) = (Values::of(analysis, &query.x), Values::of(analysis, &query.y)) else {
        return scatter;
    };
    let axes = (x.axis(&query.x), y.axis(&query.y));
    scatter.counts = vec![0; (width * height) as usize];
    let mut marked: Vec<u32> = Vec::new();
    for (row, (&x, &y)) in x.values().iter().zip(y.values()).enumerate() {
        if !analysis.is_judged(row) {
            continue;
        }
        if x.is_nan() || y.is_nan() {
            scatter.missing += 1;
            continue;
        }
        let (across, up) = (axes.0.share(x), axes.1.share(y));
        let inside = (0.0..=1.0).contains(&across) && (0.0..=1.0).contains(&up);
        scatter.beyond += u32::from(!inside);
        let column = ((across * f64::from(width)) as u32).min(width - 1);
        let line = height - 1 - ((up * f64::from(height)) as u32).min(height - 1);
        scatter.counts[(line * width + column) as usize] += 1;
        if analysis.is_flagged(row) {
            marked.push(row as u32);
        }
    }
    if marked.len() > MOST_MARKS {
        let keyed = marked.iter().map(|&row| (!key(analysis.scores[row as usize]), row)).collect();
        marked = lowest(keyed, MOST_MARKS).into_iter().map(|(_, row)| row).collect();
    }
    for &row in &marked {
        let (x, y) = (x.values()[row as usize], y.values()[row as usize]);
        scatter.marks.push(axes.0.share(x).clamp(0.0, 1.0) as f32);
        scatter.marks.push(axes.1.share(y).clamp(0.0, 1.0) as f32);
        scatter.names.extend_from_slice(analysis.sessions.name(row).as_bytes());
        scatter.names.push(b'\n');
    }
    scatter.mark_rows = marked;
    if let (true, Values::OfModel(_, across), Values::OfModel(_, up)) = (query.field && query.x != query.y, &x, &y) {
        scatter.field_size = FIELD;
        scatter.field = field(analysis, (*across, &axes.0), (*up, &axes.1));
        scatter.contour = contour(&scatter.field, FIELD, analysis.threshold as f32);
    }
    scatter.axes = Some(axes);
    scatter
}

/// A feature's values: from the analysis's own matrix, or computed for this view.
enum Values<'a> {
    OfModel(&'a [f32], usize),
    Other(Matrix),
}

impl<'a> Values<'a> {
    fn of(analysis: &'a Analysis, name: &str) -> Option<Self> {
        if let Some(place) = analysis.plan.features.iter().position(|feature| feature.name() == name) {
            return Some(Values::OfModel(analysis.matrix.column(place), place));
        }
        let feature = Feature::from_name(name).ok()?;
        build(&analysis.sessions.table, &[feature]).ok().map(Values::Other)
    }

    fn values(&self) -> &[f32] {
        match self {
            Values::OfModel(values, _) => values,
            Values::Other(matrix) => matrix.column(0),
        }
    }

    /// An axis that spans the middle of the values, with some air.
    fn axis(&self, name: &str) -> Axis {
        let mut present = present(self.values());
        let mut at = |share: f64| {
            let rank = (share * (present.len() - 1) as f64).round() as usize;
            *present.select_nth_unstable_by(rank, f64::total_cmp).1
        };
        let (low, high) = if self.values().iter().all(|value| value.is_nan()) {
            (0.0, 1.0)
        } else {
            (at((1.0 - SPAN) / 2.0), at((1.0 + SPAN) / 2.0))
        };
        let air = if high > low { (high - low) * 0.04 } else { low.abs() * 0.1 + 1.0 };
        // A quantity that is never negative starts at zero, not below.
        let low_end = if low >= 0.0 && low - air < 0.0 { 0.0 } else { low - air };
        Axis { feature: name.to_owned(), low: low_end, high: high + air }
    }
}

impl Axis {
    /// Where a value lies between the axis's ends, 0 to 1.
    fn share(&self, value: f32) -> f64 {
        (f64::from(value) - self.low) / (self.high - self.low)
    }
}

/// The forest's score over the plane of two features, every other feature at its median.
fn field(analysis: &Analysis, across: (usize, &Axis), up: (usize, &Axis)) -> Vec<f32> {
    let at = |axis: &Axis, step: u32, steps: u32| {
        (axis.low + (axis.high - axis.low) * (f64::from(step) + 0.5) / f64::from(steps)) as f32
    };
    let values = |axis: &Axis, steps: u32| -> Vec<f32> { (0..steps).map(|step| at(axis, step, steps)).collect() };
    decision_field(analysis, (across.0, &values(across.1, FIELD.0)), (up.0, &values(up.1, FIELD.1)))
}

/// The forest's score where two features have these values, the first feature's across and the second's up, and every other
/// feature its median: row by row from the top, which has the second feature's last value.
pub fn decision_field(analysis: &Analysis, across: (usize, &[f32]), up: (usize, &[f32])) -> Vec<f32> {
    let size = across.1.len() * up.1.len();
    let cells: Vec<Vec<f32>> = (0..analysis.matrix.width())
        .map(|feature| {
            if feature == across.0 {
                across.1.iter().copied().cycle().take(size).collect()
            } else if feature == up.0 {
                up.1.iter().rev().flat_map(|&value| std::iter::repeat_n(value, across.1.len())).collect()
            } else {
                vec![median(analysis.matrix.column(feature)); size]
            }
        })
        .collect();
    let cells: Vec<&[f32]> = cells.iter().map(Vec::as_slice).collect();
    let scores = analysis.model.score_columns(&cells).unwrap_or_else(|_| unreachable!("a column for each feature"));
    scores.into_iter().map(|score| score as f32).collect()
}

/// The values that are not missing.
fn present(values: &[f32]) -> Vec<f64> {
    values.iter().filter(|value| !value.is_nan()).map(|&value| f64::from(value)).collect()
}

fn median(values: &[f32]) -> f32 {
    percentile(&mut present(values), 0.5).map_or(f32::NAN, |median| median as f32)
}

/// The line along which a field crosses a level (marching squares over the middles of the cells, each crossing
/// interpolated): x and y of both ends of each piece, as shares of the axes, y from the bottom.
pub fn contour(field: &[f32], (columns, rows): (u32, u32), level: f32) -> Vec<f32> {
    let mut pieces = Vec::new();
    let at = |column: u32, row: u32| field[(row * columns + column) as usize];
    for row in 0..rows - 1 {
        for column in 0..columns - 1 {
            let corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)];
            let mut crossings: Vec<(f32, f32)> = Vec::new();
            for side in 0..4 {
                let (from, to) = (corners[side], corners[(side + 1) % 4]);
                let (a, b) = (at(from.0, from.1) - level, at(to.0, to.1) - level);
                if (a > 0.0) != (b > 0.0) {
                    let part = a / (a - b);
                    let between = |from: u32, to: u32| from as f32 + (to as f32 - from as f32) * part + 0.5;
                    crossings.push((between(from.0, to.0) / columns as f32, 1.0 - between(from.1, to.1) / rows as f32));
                }
            }
            // Two crossings are one piece, four (a saddle) are two.
            for pair in crossings.chunks_exact(2) {
                pieces.extend([pair[0].0, pair[0].1, pair[1].0, pair[1].1]);
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scatter_arrives_as_it_was_sent() {
        let sent = Scatter {
            width: 2,
            height: 1,
            counts: vec![1, u32::MAX],
            field: vec![f32::NAN, -0.0],
            marks: vec![0.25, 0.5],
            mark_rows: vec![7],
            names: b"a name".to_vec(),
            ..Scatter::default()
        };
        let bytes = port::encode(&sent);
        let came: Scatter = port::decode(&bytes).expect("what was encoded");
        assert_eq!(came.field.iter().map(|value| value.to_bits()).collect::<Vec<_>>(), [f32::NAN.to_bits(), 1 << 31]);
        assert_eq!((came.name(0), &came.counts, &came.mark_rows), ("a name", &sent.counts, &sent.mark_rows));
        // Bytes that are no numbers, or fewer than they say, are none.
        assert!((0..bytes.len()).all(|length| port::decode::<Scatter>(&bytes[..length]).is_none()));
    }

    #[test]
    fn the_contour_runs_between_high_and_low() {
        // A field that rises to the right: one upright line through the middle.
        let (columns, rows) = (4, 3);
        let field: Vec<f32> = (0..rows * columns).map(|place| (place % columns) as f32).collect();
        let pieces = contour(&field, (columns, rows), 1.5);
        assert_eq!(pieces.len(), 4 * 2, "one piece in each row of squares");
        for piece in pieces.chunks_exact(4) {
            assert_eq!((piece[0], piece[2]), (0.5, 0.5));
        }
        assert!(contour(&field, (columns, rows), 9.0).is_empty());
    }
}
