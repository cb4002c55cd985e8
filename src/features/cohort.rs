//! Cohorts: the sessions that a session can fairly be compared with.
//!
//! A cohort is a device type on a network type. Where it has too few values to speak of a median, the device type alone
//! serves, and where that has too few, all sessions.

use crate::telemetry::{Field, MISSING_CATEGORY, Table};

/// A group of fewer values than this is not compared with: its median would say little.
const ENOUGH: usize = 30;

/// Which cohort each session belongs to.
pub struct Cohorts {
    /// The cohort of each row, `device * networks + network`; the last of each kind stands for "unknown".
    cells: Vec<u32>,
    devices: usize,
    networks: usize,
}

/// The middle of a group of values and how far they usually are from it.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Centre {
    median: f64,
    spread: f64,
}

impl Cohorts {
    /// The cohorts of a table; `None` when it has neither a device type nor a network type.
    pub fn of(table: &Table) -> Option<Self> {
        let device = table.categories(Field::DeviceType);
        let network = table.categories(Field::NetworkType);
        if device.is_none() && network.is_none() {
            return None;
        }
        let devices = device.map_or(1, |categories| categories.labels().len() + 1);
        let networks = network.map_or(1, |categories| categories.labels().len() + 1);
        let code = |categories: Option<&crate::telemetry::Categories>, groups: usize, row: usize| match categories {
            Some(categories) if categories.codes()[row] != MISSING_CATEGORY => usize::from(categories.codes()[row]),
            _ => groups - 1,
        };
        let cells = (0..table.rows())
            .map(|row| (code(device, devices, row) * networks + code(network, networks, row)) as u32)
            .collect();
        Some(Self { cells, devices, networks })
    }

    /// Each value as its distance from the median of its cohort, in spreads of the cohort.
    ///
    /// The spread is 1.4826 times the median absolute deviation (the standard deviation, for normal values); where more
    /// than half of the values are equal, that is zero and 1.2533 times the mean absolute deviation serves; where all
    /// are equal, the distance is zero. A missing value stays missing.
    pub fn relative(&self, values: &[f64]) -> Vec<f64> {
        let mut by_cell: Vec<Vec<f64>> = vec![Vec::new(); self.devices * self.networks];
        for (&cell, &value) in self.cells.iter().zip(values) {
            if !value.is_nan() {
                by_cell[cell as usize].push(value);
            }
        }
        let mut everything: Option<Centre> = None;
        let mut centres = Vec::with_capacity(by_cell.len());
        for device in 0..self.devices {
            let cells = &mut by_cell[device * self.networks..(device + 1) * self.networks];
            let mut of_device: Option<Option<Centre>> = None;
            for network in 0..self.networks {
                let centre = if cells[network].len() >= ENOUGH {
                    Centre::of(&cells[network])
                } else {
                    *of_device.get_or_insert_with(|| {
                        let all: Vec<f64> = cells.iter().flatten().copied().collect();
                        if all.len() >= ENOUGH { Centre::of(&all) } else { None }
                    })
                };
                let centre = centre.or_else(|| {
                    if everything.is_none() {
                        let present: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
                        everything = Centre::of(&present);
                    }
                    everything
                });
                centres.push(centre.unwrap_or(Centre { median: 0.0, spread: 0.0 }));
            }
        }
        self.cells.iter().zip(values).map(|(&cell, &value)| centres[cell as usize].distance(value)).collect()
    }
}

impl Centre {
    /// The centre of some values without a NaN, `None` when there is no value.
    fn of(values: &[f64]) -> Option<Self> {
        let mut scratch = values.to_vec();
        let median = median(&mut scratch)?;
        scratch.clear();
        scratch.extend(values.iter().map(|value| (value - median).abs()));
        // In the order of the rows: the median below leaves an order of its own.
        let sum: f64 = scratch.iter().sum();
        let mad = crate::features::cohort::median(&mut scratch)?;
        let spread = if mad > 0.0 { 1.4826 * mad } else { 1.2533 * (sum / values.len() as f64) };
        Some(Self { median, spread })
    }

    fn distance(self, value: f64) -> f64 {
        let distance = value - self.median;
        if self.spread > 0.0 { distance / self.spread } else { distance * 0.0 }
    }
}

/// The median, the lower of two for an even count: it is one of the values then, not a mean that nobody had.
fn median(values: &mut [f64]) -> Option<f64> {
    if values.is_empty() {
        return None;
    }
    let middle = (values.len() - 1) / 2;
    Some(*values.select_nth_unstable_by(middle, f64::total_cmp).1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telemetry::{Categories, Column, Data};

    fn table(devices: &[&str]) -> Table {
        let mut categories = Categories::default();
        for device in devices {
            categories.push(device).expect("few labels");
        }
        let data = Data::Category(categories);
        Table::new(vec![Column { name: "device_type".into(), field: Some(Field::DeviceType), data }])
            .expect("one column")
    }

    #[test]
    fn a_value_is_judged_among_its_like() {
        let devices: Vec<&str> = (0..200).map(|row| if row < 100 { "tv" } else { "phone" }).collect();
        let values: Vec<f64> =
            (0..200).map(|row| if row < 100 { 8000.0 + row as f64 } else { 800.0 + (row - 100) as f64 }).collect();
        let relative = Cohorts::of(&table(&devices)).expect("has devices").relative(&values);
        // The same place within the cohort is the same number, ten times the bitrate or not.
        for row in 0..100 {
            assert!((relative[row] - relative[row + 100]).abs() < 1e-9);
        }
        assert_eq!(relative[49], 0.0);
        assert!(relative[99] > 1.0 && relative[0] < -1.0);
    }

    #[test]
    fn small_groups_are_compared_with_all() {
        let mut devices = vec!["tv"; 100];
        devices.push("toaster");
        let mut values: Vec<f64> = (0..100).map(f64::from).collect();
        values.push(1000.0);
        let relative = Cohorts::of(&table(&devices)).expect("has devices").relative(&values);
        assert!(relative[100] > 10.0, "{}", relative[100]);
    }

    #[test]
    fn equal_values_and_missing_ones() {
        let devices = vec!["tv"; 40];
        let cohorts = Cohorts::of(&table(&devices)).expect("has devices");
        assert!(cohorts.relative(&[5.0; 40]).iter().all(|&value| value == 0.0));
        let mut mostly = vec![0.0; 40];
        mostly[3] = 0.5;
        mostly[4] = f64::NAN;
        let relative = cohorts.relative(&mostly);
        assert!(relative[3] > 5.0 && relative[4].is_nan() && relative[5] == 0.0);
        assert!(Cohorts::of(&Table::default()).is_none());
    }
}
