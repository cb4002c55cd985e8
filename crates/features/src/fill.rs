//! Missing numbers filled in with what is usual among comparable sessions, where the user asks for that.

use super::Cohorts;
use rules::EmptySessions;
use telemetry::{Data, Table, Unit};

/// A column in which missing numbers were filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// The column.
    pub column: String,
    /// How many.
    pub count: u64,
}

/// Gives each missing number the median of its cohort; where a cohort is too small, of its device type, or else of all
/// sessions. Columns without any value stay empty, and flags are left alone: most sessions have none, so that a median
/// would say no where nobody knows. Where sessions without a value in any feature are kept apart, one without any number is left
/// as it is: it would be judged by what others are.
pub fn fill_medians(table: &mut Table, empty: EmptySessions) -> Vec<Filled> {
    let is_empty = match empty {
        EmptySessions::Judged => None,
        EmptySessions::KeptApart => without_numbers(table),
    };
    let cohorts = Cohorts::of(table);
    let cells = cohorts.as_ref().and_then(|cohorts| cohorts.cells(table).ok());
    // Without cohorts all sessions are one.
    let cells = cells.unwrap_or_else(|| vec![0; table.rows()]);
    let mut filled = Vec::new();
    for (name, field, data) in table.values_mut() {
        let Data::Number(values) = data else { continue };
        let is_left = |row: usize| is_empty.as_ref().is_some_and(|empty| empty[row]);
        let missing = values.iter().filter(|value| value.is_nan()).count();
        let gaps = || values.iter().enumerate().filter(|&(row, value)| value.is_nan() && !is_left(row));
        let count = gaps().count();
        if count == 0 || missing == values.len() || field.is_some_and(|field| field.unit() == Unit::Flag) {
            continue;
        }
        let medians = match &cohorts {
            Some(cohorts) => cohorts.centres(&cells, values).iter().map(|centre| centre.median).collect(),
            None => super::cohort::median_of(values).into_iter().collect::<Vec<f64>>(),
        };
        let rows = values.iter_mut().zip(&cells).enumerate();
        for (_, (value, &cell)) in rows.filter(|(row, (value, _))| value.is_nan() && !is_left(*row)) {
            *value = medians.get(cell as usize).copied().unwrap_or(f64::NAN);
        }
        filled.push(Filled { column: name.to_owned(), count: count as u64 });
    }
    filled
}

/// Which sessions have no number at all, flags aside; `None` where each has one.
fn without_numbers(table: &Table) -> Option<Vec<bool>> {
    let mut empty = vec![true; table.rows()];
    for column in table.columns().iter().filter(|column| column.field.is_none_or(|field| field.unit() != Unit::Flag)) {
        if let Data::Number(values) = &column.data {
            empty.iter_mut().zip(values).for_each(|(empty, value)| *empty &= value.is_nan());
        }
    }
    empty.contains(&true).then_some(empty)
}

#[cfg(test)]
mod tests {
    use super::*;
    use telemetry::{Categories, Column, Field};

    #[test]
    fn medians_of_the_cohort_fill_the_gaps() {
        let mut devices = Categories::default();
        let (mut latency, mut flags) = (Vec::new(), Vec::new());
        for row in 0..120 {
            devices.push(if row < 60 { "tv" } else { "phone" }).expect("few labels");
            let usual = if row < 60 { 10.0 } else { 100.0 };
            latency.push(if row % 6 == 5 { f64::NAN } else { usual + f64::from(row % 5) });
            flags.push(if row == 3 { f64::NAN } else { 0.0 });
        }
        let column = |name: &str, field, data| Column { name: name.to_owned(), field: Some(field), data };
        let numbers = |name: &str, field, values: &[f64]| column(name, field, Data::Number(values.to_vec()));
        let mut table = Table::new(vec![
            column("device", Field::DeviceType, Data::Category(devices)),
            numbers("latency", Field::LatencyMs, &latency),
            numbers("empty", Field::BitrateKbps, &[f64::NAN; 120]),
            numbers("failed", Field::StartupFailed, &flags),
        ])
        .expect("fits");
        assert_eq!(fill_medians(&mut table, EmptySessions::Judged), [Filled { column: "latency".into(), count: 20 }]);
        let filled = table.numbers(Field::LatencyMs).expect("there");
        assert_eq!((filled[5], filled[65], filled[4]), (12.0, 102.0, 14.0));
        let lone = numbers("latency", Field::LatencyMs, &[5.0, f64::NAN, 7.0, 9.0]);
        let mut table = Table::new(vec![lone]).expect("one column");
        fill_medians(&mut table, EmptySessions::Judged);
        assert_eq!(table.numbers(Field::LatencyMs), Some(&[5.0, 7.0, 7.0, 9.0][..]), "all sessions are one cohort");
        let lone = numbers("latency", Field::LatencyMs, &[5.0, f64::NAN, 7.0, 9.0]);
        let mut table = Table::new(vec![lone]).expect("one column");
        assert_eq!(fill_medians(&mut table, EmptySessions::KeptApart), [], "nothing is known of it");
    }
}
