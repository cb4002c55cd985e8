//! The sessions by dimension: where the values of each stand, and those that no table has.

use super::dimension::{Dimension, Nature};
use analysis::Analysis;
use features::{Feature, build};
use std::collections::HashMap;
use std::sync::Arc;
use telemetry::{Data, Field, MISSING_TIME, Texts};

/// The values of a dimension, one a session.
#[derive(Clone, Copy)]
pub(super) enum Values<'a> {
    /// Numbers, NaN for none.
    Numbers(&'a [f64]),
    /// Numbers of a feature, NaN for none.
    Singles(&'a [f32]),
    /// UTC milliseconds.
    Times(&'a [i64]),
    /// Places of labels; what is no place is no label.
    Codes(&'a [u16], &'a [String]),
    /// Identifiers, empty for none.
    Texts(&'a Texts),
}

impl Values<'_> {
    /// What the values are.
    pub(super) fn nature(&self) -> Nature {
        match self {
            Self::Numbers(_) | Self::Singles(_) => Nature::Number,
            Self::Times(_) => Nature::Time,
            Self::Codes(..) => Nature::Category,
            Self::Texts(_) => Nature::Text,
        }
    }

    /// The number or time of a session; NaN for none, and of what is no number.
    pub(super) fn number(&self, row: usize) -> f64 {
        match self {
            Self::Numbers(values) => values.get(row).copied().unwrap_or(f64::NAN),
            Self::Singles(values) => values.get(row).copied().map_or(f64::NAN, f64::from),
            Self::Times(values) => values.get(row).copied().map_or(f64::NAN, instant),
            Self::Codes(..) | Self::Texts(_) => f64::NAN,
        }
    }

    /// Hands on each session's number, in their order. Nothing where there are no numbers.
    pub(super) fn each_number(&self, mut each: impl FnMut(f64)) {
        match self {
            Self::Numbers(values) => values.iter().for_each(|&value| each(value)),
            Self::Singles(values) => values.iter().for_each(|&value| each(f64::from(value))),
            Self::Times(values) => values.iter().for_each(|&value| each(instant(value))),
            Self::Codes(..) | Self::Texts(_) => {}
        }
    }
}

/// A time as a number; NaN for none.
pub(super) fn instant(time: i64) -> f64 {
    if time == MISSING_TIME { f64::NAN } else { time as f64 }
}

/// What is made once and kept.
pub(super) enum Made {
    Codes(Vec<u16>, Vec<String>),
    Singles(Vec<f32>),
    /// It was tried: the sessions lack it.
    Nothing,
}

/// An analysis by dimension.
pub(super) struct Columns {
    pub(super) analysis: Arc<Analysis>,
    made: HashMap<Dimension, Made>,
    flagged: Vec<u8>,
    ranked: Vec<u32>,
    /// Whether each session never started; none where no column says of any.
    unstarted: Option<Vec<bool>>,
}

/// The labels of [`Dimension::Flagged`].
pub(super) const VERDICTS: [&str; 2] = ["flagged", "not flagged"];
/// The labels of [`Dimension::Weekday`].
pub(super) const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// What only a view that started has.
const OF_PLAYING: [Field; 11] = [
    Field::StartupTimeMs,
    Field::PlayingTimeS,
    Field::RebufferCount,
    Field::RebufferDurationMs,
    Field::BufferingRatio,
    Field::BitrateKbps,
    Field::BitrateSwitches,
    Field::DroppedFrames,
    Field::DroppedFramesPct,
    Field::AvgUpscale,
    Field::MaxUpscale,
];
const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// Which sessions never started; none where all did, or nothing says.
fn unstarted(analysis: &Analysis) -> Option<Vec<bool>> {
    let table = &analysis.sessions.table;
    [Field::ExitBeforeStart, Field::StartupFailed].iter().find_map(|&field| table.numbers(field))?;
    let columns = qoe::Columns::of(table, analysis.plan.rules.derivations());
    let unstarted: Vec<bool> = (0..columns.rows()).map(|row| !columns.session(row).started()).collect();
    unstarted.contains(&true).then_some(unstarted)
}

impl Columns {
    pub(super) fn of(analysis: Arc<Analysis>) -> Self {
        let threshold = analysis.threshold;
        let flagged: Vec<u8> = analysis.scores.iter().map(|&score| u8::from(score > threshold)).collect();
        let mut ranked: Vec<u32> = (0..).zip(&flagged).filter(|&(_, &flag)| flag == 1).map(|(row, _)| row).collect();
        let score = |row: u32| analysis.scores.get(row as usize).copied().unwrap_or(f64::NAN);
        ranked.sort_unstable_by(|&a, &b| score(b).total_cmp(&score(a)).then(a.cmp(&b)));
        let unstarted = unstarted(&analysis);
        Self { analysis, made: HashMap::new(), flagged, ranked, unstarted }
    }

    /// What was made of dimensions that last.
    pub(super) fn made(self, lasts: impl Fn(&Dimension) -> bool) -> HashMap<Dimension, Made> {
        self.made.into_iter().filter(|(dimension, _)| lasts(dimension)).collect()
    }

    /// With what was made of the same sessions.
    pub(super) fn with_made(self, made: HashMap<Dimension, Made>) -> Self {
        Self { made, ..self }
    }

    /// How many sessions there are.
    pub(super) fn rows(&self) -> usize {
        self.flagged.len()
    }

    /// 1 for each flagged session.
    pub(super) fn flagged(&self) -> &[u8] {
        &self.flagged
    }

    /// The flagged sessions, the highest score first.
    pub(super) fn ranked(&self) -> &[u32] {
        &self.ranked
    }

    /// The score of each session.
    pub(super) fn scores(&self) -> &[f64] {
        &self.analysis.scores
    }

    /// Whether each session never started, as far as is known; none where all did.
    pub(super) fn unstarted(&self) -> Option<&[bool]> {
        self.unstarted.as_deref()
    }

    /// Whether a dimension speaks of playing, of which a view that never started has nothing: it is left out of percentiles,
    /// not zero (`docs/metrics.md`).
    pub(super) fn is_of_playing(&self, dimension: &Dimension) -> bool {
        let Dimension::Column(name) = dimension else { return false };
        let field = self.analysis.sessions.table.column(name).and_then(|column| column.field);
        field.is_some_and(|field| OF_PLAYING.contains(&field))
    }

    /// The dimension of a field.
    pub(super) fn column_of(&self, field: Field) -> Option<Dimension> {
        self.analysis.sessions.table.field(field).map(|column| Dimension::Column(column.name.clone()))
    }

    /// The place of a feature in the model.
    pub(super) fn place_in_model(&self, dimension: &Dimension) -> Option<usize> {
        let Dimension::Feature(name) = dimension else { return None };
        self.analysis.plan.features.iter().position(|feature| feature.name() == *name)
    }

    /// Makes the values of a dimension where they do not stand anywhere, so that [`Self::get`] finds them. Whether there are
    /// any.
    pub(super) fn ready(&mut self, dimension: &Dimension) -> bool {
        if self.get(dimension).is_none() && !self.made.contains_key(dimension) {
            let made = self.make(dimension).unwrap_or(Made::Nothing);
            self.made.insert(dimension.clone(), made);
        }
        self.get(dimension).is_some()
    }

    /// The values of a dimension that stand in the analysis, or that [`Self::ready`] has made.
    pub(super) fn get(&self, dimension: &Dimension) -> Option<Values<'_>> {
        match dimension {
            Dimension::Column(name) => {
                return Some(match &self.analysis.sessions.table.column(name)?.data {
                    Data::Number(values) => Values::Numbers(values),
                    Data::Time(values) => Values::Times(values),
                    Data::Category(values) => Values::Codes(values.codes(), values.labels()),
                    Data::Text(values) => Values::Texts(values),
                });
            }
            Dimension::Score => return Some(Values::Numbers(&self.analysis.scores)),
            Dimension::Feature(_) => {
                if let Some(place) = self.place_in_model(dimension) {
                    return self.analysis.matrix.columns().get(place).map(|values| Values::Singles(values));
                }
            }
            Dimension::Flagged | Dimension::Truth | Dimension::Hour | Dimension::Weekday => {}
        }
        match self.made.get(dimension)? {
            Made::Codes(codes, labels) => Some(Values::Codes(codes, labels)),
            Made::Singles(values) => Some(Values::Singles(values)),
            Made::Nothing => None,
        }
    }

    fn make(&self, dimension: &Dimension) -> Option<Made> {
        let table = &self.analysis.sessions.table;
        let owned = |labels: &[&str]| labels.iter().map(|&label| label.to_owned()).collect();
        let of_time = |code: fn(i64) -> i64, labels: Vec<String>| {
            let times = table.times(Field::Timestamp)?;
            let code = |&time: &i64| if time == MISSING_TIME { u16::MAX } else { code(time) as u16 };
            Some(Made::Codes(times.iter().map(code).collect(), labels))
        };
        match dimension {
            Dimension::Column(_) | Dimension::Score => None,
            Dimension::Feature(name) => {
                let feature = Feature::from_name(name).ok()?;
                let matrix = build(table, &[feature]).ok()?;
                Some(Made::Singles(matrix.column(0).to_vec()))
            }
            Dimension::Flagged => {
                // One that is not judged is in no view.
                Some(Made::Codes(self.flagged.iter().map(|&flag| u16::from(1 - flag)).collect(), owned(&VERDICTS)))
            }
            Dimension::Truth => {
                let truth = self.analysis.sessions.truth.as_ref()?;
                let labels = std::iter::once(String::new()).chain(truth.faults().iter().cloned()).collect();
                Some(Made::Codes(truth.codes().iter().map(|&code| u16::from(code)).collect(), labels))
            }
            Dimension::Hour => of_time(hour, (0..24).map(|h| h.to_string()).collect()),
            Dimension::Weekday => of_time(weekday, owned(&WEEKDAYS)),
        }
    }
}

/// The days since 1970 of a time from then to 2109, and the milliseconds of the last one. WebAssembly divides numbers of 64 bits
/// slowly; by a constant, those of 32 are multiplied.
fn day(time: i64) -> Option<(u32, u32)> {
    // A day is 84,375 × 1024 ms.
    let day = u32::try_from(time >> 10).ok()? / 84_375;
    Some((day, (time - i64::from(day) * DAY) as u32))
}

fn hour(time: i64) -> i64 {
    match day(time) {
        Some((_, milliseconds)) => i64::from(milliseconds / HOUR as u32),
        None => time.rem_euclid(DAY) / HOUR,
    }
}

/// 1970 began on a Thursday.
fn weekday(time: i64) -> i64 {
    match day(time) {
        Some((day, _)) => i64::from((day + 3) % 7),
        None => (time.div_euclid(DAY) + 3).rem_euclid(7),
    }
}

/// Whether the labels of a dimension have an order of their own.
pub(super) fn is_ordered(dimension: &Dimension) -> bool {
    matches!(dimension, Dimension::Hour | Dimension::Weekday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn hours_and_weekdays_are_those_of_the_calendar(time in prop_oneof![
            -9_000_000_000_000_000..9_000_000_000_000_000_i64,
            0..5_000_000_000_000_i64,
            (-100..60_000_i64).prop_flat_map(|day| (-1..=1_i64).prop_map(move |off| day * DAY + off)),
        ]) {
            prop_assert_eq!(hour(time), time.rem_euclid(DAY) / HOUR);
            prop_assert_eq!(weekday(time), (time.div_euclid(DAY) + 3).rem_euclid(7));
        }
    }
}
