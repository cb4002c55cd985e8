//! Where a session stands: by each number, among its cohort and among all.

use super::asked::{Cohort, Distribution};
use features::Cohorts;
use telemetry::Table;

/// A cohort of fewer sessions than this says little, as in `features`.
const ENOUGH: usize = 30;
/// More bins cannot be told apart on a small picture.
const MOST_BINS: usize = 40;
/// The bins span this middle share of the values, so that a few wild ones do not squeeze all others into one bin.
const SPAN: f64 = 0.99;
/// So many values tell where the bins begin and end.
const SAMPLE: usize = 20_000;

/// The values that are there, of these rows or of all.
fn present(numbers: &[f64], rows: Option<&[u32]>) -> Vec<f64> {
    let at = |&row: &u32| numbers.get(row as usize).copied();
    let values: Vec<f64> = rows.map_or_else(|| numbers.to_vec(), |rows| rows.iter().filter_map(at).collect());
    values.into_iter().filter(|value| value.is_finite()).collect()
}

/// A percentile by nearest rank; NaN where there is no value.
pub(super) fn nearest_rank(values: &mut [f64], share: f64) -> f64 {
    let rank = ((share * values.len() as f64).ceil() as usize).max(1) - 1;
    if rank < values.len() { *values.select_nth_unstable_by(rank, f64::total_cmp).1 } else { f64::NAN }
}

/// The cohorts of the sessions, and which of them a session is compared with.
pub(super) struct Peers {
    cohorts: Option<Cohorts>,
    /// The cohort of each session: `device * networks + network`.
    cells: Vec<u32>,
    sizes: Vec<usize>,
}

/// Whom a session is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// One cohort.
    Cell(u32),
    /// All cohorts of a device type.
    Device(u32),
    /// All sessions.
    All,
}

impl Peers {
    pub(super) fn of(table: &Table) -> Self {
        let cohorts = Cohorts::of(table);
        let cells = cohorts.as_ref().and_then(|cohorts| cohorts.cells(table).ok()).unwrap_or_default();
        let mut sizes = vec![0; cohorts.as_ref().map_or(0, |cohorts| cohorts.device_count() * cohorts.network_count())];
        for &cell in &cells {
            sizes[cell as usize] += 1;
        }
        Self { cohorts, cells, sizes }
    }

    /// Whom a session is compared with.
    pub(super) fn group(&self, row: usize) -> Group {
        let (Some(cohorts), Some(&cell)) = (&self.cohorts, self.cells.get(row)) else { return Group::All };
        let networks = cohorts.network_count();
        let device = cell as usize / networks;
        let of_device: usize = self.sizes.iter().skip(device * networks).take(networks).sum();
        match self.sizes.get(cell as usize) {
            Some(&size) if size >= ENOUGH => Group::Cell(cell),
            _ if of_device >= ENOUGH && cohorts.devices().is_some() => Group::Device(device as u32),
            _ => Group::All,
        }
    }

    /// The sessions of a group; `None` for all.
    pub(super) fn rows(&self, group: Group) -> Option<Vec<u32>> {
        let networks = self.cohorts.as_ref().map_or(1, Cohorts::network_count) as u32;
        let is_in = |cell: u32| match group {
            Group::Cell(own) => cell == own,
            Group::Device(device) => cell / networks == device,
            Group::All => true,
        };
        let rows = || (0..).zip(&self.cells).filter(|&(_, &cell)| is_in(cell)).map(|(row, _)| row).collect();
        (group != Group::All).then(rows)
    }

    /// A group by name. `sessions` is how many it has.
    pub(super) fn name(&self, group: Group, sessions: usize) -> Cohort {
        let networks = self.cohorts.as_ref().map_or(1, Cohorts::network_count);
        let (device, network) = match group {
            Group::Cell(cell) => (Some(cell as usize / networks), Some(cell as usize % networks)),
            Group::Device(device) => (Some(device as usize), None),
            Group::All => (None, None),
        };
        // Behind the last label stands the unknown one.
        let label = |labels: Option<&[String]>, place: Option<usize>| {
            labels.zip(place).map(|(labels, place)| labels.get(place).cloned().unwrap_or_default())
        };
        let cohorts = self.cohorts.as_ref();
        Cohort {
            device: label(cohorts.and_then(Cohorts::devices), device),
            network: label(cohorts.and_then(Cohorts::networks), network),
            sessions: sessions as u32,
        }
    }
}

/// The bins of a number, and how a cohort and all sessions fill them: the same for each session of the cohort.
pub(super) struct Frame {
    low: f64,
    width: f64,
    bins: usize,
    cohort: Distribution,
    all: Distribution,
}

impl Frame {
    /// The frame of a number for a cohort of these rows (`None` for all).
    pub(super) fn of(numbers: &[f64], rows: Option<&[u32]>) -> Self {
        let mut all = present(numbers, None);
        let mut cohort = rows.map(|rows| present(numbers, Some(rows)));
        let ends = [Some(&all), cohort.as_ref()].into_iter().flatten().map(|values| ends(values));
        let (low, high) =
            ends.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), ends| (low.min(ends.0), high.max(ends.1)));
        let (low, width, bins) = if all.is_empty() {
            (0.0, 0.0, 0)
        } else if all.iter().all(|value| value.fract() == 0.0) && high - low < 1e9 {
            // Whole numbers: each bin has as many of them as any other.
            let width = ((high - low + 1.0) / MOST_BINS as f64).ceil();
            (low, width, ((high - low + 1.0) / width).ceil() as usize)
        } else if high > low {
            (low, (high - low) / MOST_BINS as f64, MOST_BINS)
        } else {
            let width = low.abs().max(1.0);
            (low - width / 2.0, width, 1)
        };
        let mut frame = Self { low, width, bins, cohort: Distribution::default(), all: Distribution::default() };
        frame.all = frame.distribution(&mut all);
        frame.cohort = cohort.as_mut().map_or_else(|| frame.all.clone(), |values| frame.distribution(values));
        frame
    }

    /// The ends of the bins.
    pub(super) fn edges(&self) -> Vec<f64> {
        if self.bins == 0 {
            return Vec::new();
        }
        (0..=self.bins).map(|place| self.low + self.width * place as f64).collect()
    }

    /// The bin that a value is in: the first or the last for what lies beyond all.
    pub(super) fn bin(&self, value: f64) -> Option<usize> {
        (!value.is_nan() && self.bins > 0)
            .then(|| ((value - self.low) / self.width).max(0.0).min((self.bins - 1) as f64) as usize)
    }

    fn distribution(&self, values: &mut [f64]) -> Distribution {
        let mut counts = vec![0; self.bins];
        for &value in &*values {
            if let Some(bin) = self.bin(value) {
                counts[bin] += 1;
            }
        }
        Distribution { sessions: values.len() as u32, counts, median: nearest_rank(values, 0.5), percentile: f64::NAN }
    }

    /// Where a value stands among the cohort of these rows (`None` for all), and among all.
    pub(super) fn place(&self, numbers: &[f64], rows: Option<&[u32]>, value: f64) -> (Distribution, Distribution) {
        let at = |&row: &u32| numbers.get(row as usize).copied().unwrap_or(f64::NAN);
        let whole = percentile(numbers.iter().copied(), value);
        let own = rows.map_or(whole, |rows| percentile(rows.iter().map(at), value));
        (
            Distribution { percentile: own, ..self.cohort.clone() },
            Distribution { percentile: whole, ..self.all.clone() },
        )
    }
}

/// The ends of the middle [`SPAN`] of the values.
fn ends(values: &[f64]) -> (f64, f64) {
    let every = values.len() / SAMPLE + 1;
    let mut sample: Vec<f64> = values.iter().copied().step_by(every).collect();
    let low = nearest_rank(&mut sample, (1.0 - SPAN) / 2.0);
    (low, nearest_rank(&mut sample, (1.0 + SPAN) / 2.0))
}

/// The share of the values below this one, and half of those equal to it.
fn percentile(values: impl Iterator<Item = f64>, value: f64) -> f64 {
    let (mut below, mut equal, mut present) = (0_u32, 0_u32, 0_u32);
    for other in values {
        below += u32::from(other < value);
        equal += u32::from(other == value);
        present += u32::from(!other.is_nan());
    }
    if value.is_nan() || present == 0 {
        f64::NAN
    } else {
        (f64::from(below) + f64::from(equal) / 2.0) / f64::from(present)
    }
}
