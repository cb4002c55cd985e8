//! What a measure is computed from: numbers of a session as they stand in the table.

use super::Measure;
use qoe::formulas::{enlargement, quotient, rebuffering_ratio};
use telemetry::{Data, Field, Table};

/// A number of each session, as it stands in the table.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// The values of a field, in the field's unit.
    Field(Field),
    /// The values of a column by its name.
    Column {
        /// The name.
        name: String,
        /// The field that the column was recognised as: its values are in that field's unit. `None` where the column
        /// means nothing known, and its values stand as in the file.
        taken_for: Option<Field>,
    },
}

impl Input {
    /// The name: the field's, or the column's own.
    pub fn name(&self) -> &str {
        match self {
            Input::Field(field) => field.name(),
            Input::Column { name, .. } => name,
        }
    }

    /// The field whose unit and meaning the values have, where that is known.
    pub fn field(&self) -> Option<Field> {
        match self {
            Input::Field(field) => Some(*field),
            Input::Column { taken_for, .. } => *taken_for,
        }
    }

    /// The values in a table, one a session; or what is missing there, in words.
    ///
    /// # Errors
    /// What the table lacks, to stand behind "needs".
    pub fn values<'a>(&self, table: &'a Table) -> Result<&'a [f64], String> {
        match self {
            Input::Field(field) => table.numbers(*field).ok_or_else(|| named(*field)),
            Input::Column { name, taken_for } => match table.column(name) {
                Some(column) => match &column.data {
                    Data::Number(_) if column.field != *taken_for => Err(match taken_for {
                        Some(field) => format!("the column \"{name}\" taken for {}", named(*field)),
                        None => format!("the column \"{name}\" as it is in the file, taken for no field"),
                    }),
                    Data::Number(values) => Ok(values),
                    _ => Err(format!("numbers in the column \"{name}\"")),
                },
                None => Err(format!("the column \"{name}\"")),
            },
        }
    }
}

/// A field as a message names it.
pub(super) fn named(field: Field) -> String {
    format!("the {} ({})", field.label().to_ascii_lowercase(), field.name())
}

/// What a field is of no use to any feature without, in words. `None` where a feature is computed from it, and where none would
/// be.
pub fn wanting(table: &Table, field: Field) -> Option<String> {
    let of_it = |measure: &&Measure| measure.sources().iter().any(|fields| fields.contains(&field));
    let missing = |measure: &Measure| {
        let sets = measure.sources().iter().filter(|fields| fields.contains(&field));
        let lacks = |fields: &&[Field]| -> Vec<Field> {
            fields.iter().copied().filter(|&field| table.numbers(field).is_none()).collect()
        };
        sets.map(lacks).min_by_key(Vec::len).unwrap_or_default()
    };
    let mut needs = Vec::new();
    for measure in Measure::all().filter(of_it) {
        let missing = missing(measure);
        if missing.is_empty() {
            return None;
        }
        let missing: Vec<String> = missing.into_iter().map(named).collect();
        needs.push(format!("{} needs {}", measure.label(), missing.join(" and ")));
    }
    (!needs.is_empty()).then(|| needs.join("; "))
}

impl Measure {
    /// The sets of fields from which the measure can be computed, the preferred one first; none for a column. Where derivations
    /// come before use ([`qoe::derive`]), the first set of two is there whenever the second is.
    pub(super) fn sources(&self) -> &'static [&'static [Field]] {
        match self {
            Measure::BufferingRatio => &[&[Field::BufferingRatio], &[Field::RebufferDurationMs, Field::WatchTimeS]],
            Measure::Bitrate => &[&[Field::BitrateKbps]],
            Measure::StartupLog => &[&[Field::StartupTimeMs]],
            Measure::RebuffersPerMinute => &[&[Field::RebufferCount, Field::WatchTimeS]],
            Measure::DroppedFrames => &[&[Field::DroppedFramesPct]],
            Measure::SwitchesPerMinute => &[&[Field::BitrateSwitches, Field::WatchTimeS]],
            Measure::Headroom => &[&[Field::ThroughputKbps, Field::BitrateKbps]],
            Measure::Upscaling => &[
                &[Field::AvgUpscale],
                &[Field::PlayerWidth, Field::VideoWidth, Field::PlayerHeight, Field::VideoHeight],
            ],
            Measure::Column(_) => &[],
        }
    }

    /// What the measure is computed from in this table.
    ///
    /// # Errors
    /// What the table lacks, to stand behind "needs".
    pub fn inputs(&self, table: &Table) -> Result<Vec<Input>, String> {
        if let Measure::Column(name) = self {
            let taken_for = table.column(name).and_then(|column| column.field);
            let input = Input::Column { name: name.clone(), taken_for };
            input.values(table)?;
            return Ok(vec![input]);
        }
        let present = |fields: &&&[Field]| fields.iter().all(|&field| table.numbers(field).is_some());
        if let Some(fields) = self.sources().iter().find(present) {
            return Ok(fields.iter().copied().map(Input::Field).collect());
        }
        Err(match self {
            Measure::BufferingRatio => "the buffering ratio, or rebuffer duration and watch time".to_owned(),
            Measure::Upscaling => "the average upscaling, or width and height of player and video".to_owned(),
            _ => {
                let fields = self.sources().iter().copied().flatten();
                let missing = fields.copied().find(|&field| table.numbers(field).is_none());
                missing.map_or_else(String::new, named)
            }
        })
    }

    /// The measure of each session, from the values of its inputs in their order.
    pub(super) fn compute(&self, inputs: &[&[f64]]) -> Vec<f64> {
        let pairs = |of: fn(f64, f64) -> f64| match inputs {
            [first, second] => first.iter().zip(*second).map(|(&first, &second)| of(first, second)).collect(),
            _ => Vec::new(),
        };
        if let (Measure::Upscaling, [player_width, video_width, player_height, video_height]) = (self, inputs) {
            let across = player_width.iter().zip(*video_width);
            let down = player_height.iter().zip(*video_height);
            let enlarged = |((&pw, &vw), (&ph, &vh))| enlargement((pw, ph), (vw, vh));
            return across.zip(down).map(enlarged).collect();
        }
        match self {
            Measure::BufferingRatio if inputs.len() == 2 => pairs(rebuffering_ratio),
            Measure::RebuffersPerMinute | Measure::SwitchesPerMinute => {
                pairs(|count, seconds| quotient(count * 60.0, seconds))
            }
            Measure::Headroom => pairs(|throughput, bitrate| libm::log2(quotient(throughput, bitrate))),
            Measure::StartupLog => {
                let log = |&value: &f64| if value.is_nan() { value } else { libm::log10(value.max(1.0)) };
                inputs.first().map_or_else(Vec::new, |values| values.iter().map(log).collect())
            }
            Measure::BufferingRatio
            | Measure::Bitrate
            | Measure::DroppedFrames
            | Measure::Upscaling
            | Measure::Column(_) => inputs.first().map_or_else(Vec::new, |values| values.to_vec()),
        }
    }
}
