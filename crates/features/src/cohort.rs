//! Cohorts: the sessions that a session can fairly be compared with.
//!
//! A cohort is a device type on a network type. Where it has too few values to speak of a median, the device type alone
//! serves, and where that has too few, all sessions.

use telemetry::{Categories, Field, MISSING_CATEGORY, Table};

/// A group of fewer values than this is not compared with: its median would say little.
const ENOUGH: usize = 30;

/// The cohorts that there are: every device type on every network type, "unknown" being the last of each.
///
/// They are numbered `device * networks + network`. A session whose label is missing, or is not among these, is of the
/// unknown device or network type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cohorts {
    /// The device types, where sessions are grouped by them.
    devices: Option<Vec<String>>,
    /// The network types, where sessions are grouped by them.
    networks: Option<Vec<String>>,
}

/// The middle of a group of values and how far they usually are from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Centre {
    /// The median, the lower of two for an even count.
    pub median: f64,
    /// The spread, in the values' unit; not above zero where all values are equal.
    pub spread: f64,
}

impl Cohorts {
    /// The cohorts of a table; `None` when it has neither a device type nor a network type.
    pub fn of(table: &Table) -> Option<Self> {
        let labels = |field| {
            let categories = table.categories(field)?;
            Some(categories.labels().iter().filter(|label| !label.is_empty()).cloned().collect())
        };
        Self::new(labels(Field::DeviceType), labels(Field::NetworkType))
    }

    /// The cohorts of these rows of a table, as if it had no others.
    pub(super) fn of_rows(table: &Table, rows: &[u32]) -> Option<Self> {
        let labels = |field| {
            let categories = table.categories(field)?;
            let mut seen: Vec<u16> = Vec::new();
            for &row in rows {
                let code = categories.codes()[row as usize];
                if usize::from(code) < categories.labels().len() && !seen.contains(&code) {
                    seen.push(code);
                }
            }
            Some(seen.into_iter().map(|code| categories.labels()[usize::from(code)].clone()).collect())
        };
        Self::new(labels(Field::DeviceType), labels(Field::NetworkType))
    }

    /// The cohorts of these labels, each distinct and none empty; `None` where there is neither kind.
    pub(super) fn new(devices: Option<Vec<String>>, networks: Option<Vec<String>>) -> Option<Self> {
        (devices.is_some() || networks.is_some()).then_some(Self { devices, networks })
    }

    /// The device types, in the order of the cohorts, where sessions are grouped by them. "Unknown" follows behind.
    pub fn devices(&self) -> Option<&[String]> {
        self.devices.as_deref()
    }

    /// The network types, in the order of the cohorts, where sessions are grouped by them. "Unknown" follows behind.
    pub fn networks(&self) -> Option<&[String]> {
        self.networks.as_deref()
    }

    /// How many device types there are, with the unknown one; 1 where sessions are not grouped by them.
    pub fn device_count(&self) -> usize {
        self.devices.as_ref().map_or(1, |labels| labels.len() + 1)
    }

    /// How many network types there are, with the unknown one; 1 where sessions are not grouped by them.
    pub fn network_count(&self) -> usize {
        self.networks.as_ref().map_or(1, |labels| labels.len() + 1)
    }

    /// The cohort of each session of a table.
    ///
    /// # Errors
    /// The field that sessions are grouped by and the table lacks.
    pub fn cells(&self, table: &Table) -> Result<Vec<u32>, Field> {
        let device = Grouping::of(table, Field::DeviceType, self.devices())?;
        let network = Grouping::of(table, Field::NetworkType, self.networks())?;
        let networks = self.network_count();
        Ok((0..table.rows()).map(|row| (device.group(row) * networks + network.group(row)) as u32).collect())
    }

    /// The centre of the values of each cohort, where a cohort has enough of them; or else of the device type, or else of
    /// all sessions. `cells` has the cohort of each value; a missing value does not count.
    ///
    /// # Panics
    /// For a cohort that does not exist.
    pub fn centres(&self, cells: &[u32], values: &[f64]) -> Vec<Centre> {
        let (devices, networks) = (self.device_count(), self.network_count());
        let mut by_cell: Vec<Vec<f64>> = vec![Vec::new(); devices * networks];
        for (&cell, &value) in cells.iter().zip(values) {
            if !value.is_nan() {
                by_cell[cell as usize].push(value);
            }
        }
        let mut everything: Option<Centre> = None;
        let mut centres = Vec::with_capacity(by_cell.len());
        for cells in by_cell.chunks(networks) {
            let mut of_device: Option<Option<Centre>> = None;
            for cell in cells {
                let centre = if cell.len() >= ENOUGH {
                    Centre::of(cell)
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
        centres
    }
}

/// The group of each session by one of the two fields.
enum Grouping<'a> {
    /// All are in one.
    One,
    /// By the codes of a column; `groups` has the group of each code, `unknown` is that of a missing one.
    Codes { codes: &'a [u16], groups: Vec<usize>, unknown: usize },
}

impl<'a> Grouping<'a> {
    fn of(table: &'a Table, field: Field, labels: Option<&[String]>) -> Result<Self, Field> {
        let Some(labels) = labels else { return Ok(Self::One) };
        let categories: &Categories = table.categories(field).ok_or(field)?;
        let unknown = labels.len();
        // Labels that are new here get the codes behind those of the known ones.
        let mut known = Categories::with_labels(labels.iter().map(String::as_str)).unwrap_or_default();
        let mut group = |label: &String| known.code(label).map_or(unknown, |code| usize::from(code).min(unknown));
        let groups = categories.labels().iter().map(&mut group).collect();
        Ok(Self::Codes { codes: categories.codes(), groups, unknown })
    }

    fn group(&self, row: usize) -> usize {
        match self {
            Self::One => 0,
            Self::Codes { codes, groups, unknown } => match codes[row] {
                MISSING_CATEGORY => *unknown,
                code => groups[usize::from(code)],
            },
        }
    }
}

impl Centre {
    /// The centre of some values without a NaN, `None` when there is no value.
    ///
    /// The spread is 1.4826 times the median absolute deviation (the standard deviation, for normal values); where more
    /// than half of the values are equal, that is zero and 1.2533 times the mean absolute deviation serves.
    fn of(values: &[f64]) -> Option<Self> {
        let mut scratch = values.to_vec();
        let median = median(&mut scratch)?;
        scratch.clear();
        scratch.extend(values.iter().map(|value| (value - median).abs()));
        // In the order of the rows: the median below leaves an order of its own.
        let sum: f64 = scratch.iter().sum();
        let mad = crate::cohort::median(&mut scratch)?;
        let spread = if mad > 0.0 { 1.4826 * mad } else { 1.2533 * (sum / values.len() as f64) };
        Some(Self { median, spread })
    }

    /// How far a value is from the median, in spreads; zero where the spread is. A missing value stays missing.
    pub fn distance(self, value: f64) -> f64 {
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

/// The median of the values that are there.
pub(super) fn median_of(values: &[f64]) -> Option<f64> {
    let mut present: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    median(&mut present)
}

#[cfg(test)]
mod tests {
    use super::*;
    use telemetry::{Column, Data};

    fn table(devices: &[&str]) -> Table {
        let devices = Categories::of(devices).expect("few labels");
        Table::new(vec![Column::of(Field::DeviceType, Data::Category(devices))]).expect("one column")
    }

    fn relative(table: &Table, values: &[f64]) -> Vec<f64> {
        let cohorts = Cohorts::of(table).expect("has devices");
        let cells = cohorts.cells(table).expect("its own table");
        let centres = cohorts.centres(&cells, values);
        cells.iter().zip(values).map(|(&cell, &value)| centres[cell as usize].distance(value)).collect()
    }

    #[test]
    fn a_value_is_judged_among_its_like() {
        let devices: Vec<&str> = (0..200).map(|row| if row < 100 { "tv" } else { "phone" }).collect();
        let values: Vec<f64> =
            (0..200).map(|row| if row < 100 { 8000.0 + row as f64 } else { 800.0 + (row - 100) as f64 }).collect();
        let relative = relative(&table(&devices), &values);
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
        let relative = relative(&table(&devices), &values);
        assert!(relative[100] > 10.0, "{}", relative[100]);
    }

    #[test]
    fn equal_values_and_missing_ones() {
        let table = table(&["tv"; 40]);
        assert!(relative(&table, &[5.0; 40]).iter().all(|&value| value == 0.0));
        let mut mostly = vec![0.0; 40];
        mostly[3] = 0.5;
        mostly[4] = f64::NAN;
        let relative = relative(&table, &mostly);
        assert!(relative[3] > 5.0 && relative[4].is_nan() && relative[5] == 0.0);
        assert!(Cohorts::of(&Table::default()).is_none());
    }

    #[test]
    fn labels_are_found_again_whatever_their_codes() {
        let cohorts = Cohorts::of(&table(&["tv", "phone", "tv", ""])).expect("has devices");
        assert_eq!((cohorts.device_count(), cohorts.network_count()), (3, 1));
        let cells = cohorts.cells(&table(&["toaster", "phone", "", "tv"])).expect("has devices");
        assert_eq!(cells, [2, 1, 2, 0], "what is missing or was never seen is unknown");
        assert_eq!(cohorts.cells(&Table::default()), Err(Field::DeviceType));
    }
}
