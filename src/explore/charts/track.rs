//! Where values stand along an axis: evenly by bins, so that each bin is as wide as the next whatever its ends are, and what
//! is counted for a brush is what lies beneath it.

/// An axis laid out by the ends of bins, or a part of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    edges: Vec<f64>,
    log: bool,
    /// The axis's ends, in bins from the first.
    from: f64,
    to: f64,
}

impl Track {
    /// The axis of these bins; `None` where they are not two rising ends at least.
    pub fn new(edges: &[f64], log: bool) -> Option<Self> {
        let rising = edges.windows(2).all(|pair| pair[0] < pair[1]);
        let bins = edges.len().checked_sub(1).filter(|bins| *bins > 0 && rising)?;
        Some(Self { edges: edges.to_vec(), log, from: 0.0, to: bins as f64 })
    }

    /// The same bins seen through a window: what is not in it lies beyond the ends.
    pub fn through(mut self, (low, high): (f64, f64)) -> Self {
        let (from, to) = (self.bins_to(low), self.bins_to(high));
        if from.is_finite() && to.is_finite() && to - from > 1e-9 {
            (self.from, self.to) = (from, to);
        }
        self
    }

    /// How many bins there are.
    pub fn bins(&self) -> usize {
        self.edges.len() - 1
    }

    /// The ends of a bin.
    pub fn ends(&self, bin: usize) -> Option<(f64, f64)> {
        Some((*self.edges.get(bin)?, *self.edges.get(bin + 1)?))
    }

    /// The end number `place`; the last one beyond.
    pub fn edge(&self, place: usize) -> f64 {
        self.edges[place.min(self.edges.len() - 1)]
    }

    /// Where an end of the bins stands, as a share of the axis.
    pub fn share_of_edge(&self, place: usize) -> f64 {
        (place as f64 - self.from) / (self.to - self.from)
    }

    /// Where a share of all the bins stands, as a share of the axis.
    pub fn share_of_whole(&self, share: f64) -> f64 {
        (share * self.bins() as f64 - self.from) / (self.to - self.from)
    }

    /// Where a value stands, as a share of the axis; beyond 0 to 1 where it is not on it.
    pub fn share(&self, value: f64) -> f64 {
        (self.bins_to(value) - self.from) / (self.to - self.from)
    }

    /// The value at a share of the axis.
    pub fn value(&self, share: f64) -> f64 {
        let bins = self.from + (self.to - self.from) * share;
        let bin = (bins.floor().max(0.0) as usize).min(self.bins() - 1);
        let (low, high) = (self.edges[bin], self.edges[bin + 1]);
        let part = bins - bin as f64;
        let value = if self.is_log(low) { low * libm::pow(high / low, part) } else { low + (high - low) * part };
        // An end that is infinite has no middle.
        if value.is_finite() {
            value
        } else if low.is_finite() {
            low
        } else {
            high
        }
    }

    /// The bin at a share of the axis.
    pub fn bin(&self, share: f64) -> Option<usize> {
        let bins = self.from + (self.to - self.from) * share;
        ((0.0..=1.0).contains(&share) && bins >= 0.0 && bins < self.bins() as f64).then_some(bins as usize)
    }

    /// The end of a bin nearest to a share of the axis, of those that can be seen.
    pub fn nearest_edge(&self, share: f64) -> usize {
        let bins = self.from + (self.to - self.from) * share.clamp(0.0, 1.0);
        bins.round().clamp(0.0, self.bins() as f64) as usize
    }

    /// The end that is exactly this value.
    pub fn edge_at(&self, value: f64) -> Option<usize> {
        if value == f64::NEG_INFINITY {
            return Some(0);
        }
        if value == f64::INFINITY {
            return Some(self.bins());
        }
        self.edges.binary_search_by(|edge| edge.total_cmp(&value)).ok()
    }

    /// The bins that can be seen, wholly or in part.
    pub fn seen(&self) -> std::ops::Range<usize> {
        let bins = self.bins() as f64;
        (self.from.floor().clamp(0.0, bins) as usize)..(self.to.ceil().clamp(0.0, bins) as usize)
    }

    /// The values at both ends.
    pub fn range(&self) -> (f64, f64) {
        (self.value(0.0), self.value(1.0))
    }

    /// The least value that stands by its logarithm, on a logarithmic axis that can be seen there.
    pub fn log_range(&self) -> Option<(f64, f64)> {
        let (low, high) = self.range();
        let first = self.edges.iter().copied().find(|edge| *edge > 0.0)?;
        let low = low.max(first);
        (self.log && low < high).then_some((low, high))
    }

    fn is_log(&self, low: f64) -> bool {
        self.log && low > 0.0
    }

    /// How many bins there are up to a value, and what part of the one that it is in.
    fn bins_to(&self, value: f64) -> f64 {
        let bin = self.edges.partition_point(|edge| *edge <= value).saturating_sub(1).min(self.bins() - 1);
        let (low, high) = (self.edges[bin], self.edges[bin + 1]);
        let part = if self.is_log(low) && value > 0.0 {
            libm::log(value / low) / libm::log(high / low)
        } else {
            (value - low) / (high - low)
        };
        if part.is_nan() {
            // One of the ends is infinite: all in between is half way.
            return bin as f64 + 0.5;
        }
        bin as f64 + part
    }
}

/// A window with ends that are short to write: no more digits than a hundredth of a percent of its width is worth.
pub fn tidy(low: f64, high: f64) -> (f64, f64) {
    let width = high - low;
    if !(width.is_finite() && width > 0.0) {
        return (low, high);
    }
    let power = libm::floor(libm::log10(width)) as i32 - 4;
    let size = libm::pow(10.0, f64::from(power.abs()));
    let round = |value: f64| {
        let text = if power < 0 { (value * size).round() / size } else { (value / size).round() * size };
        if text.is_finite() { text } else { value }
    };
    let (near, far) = (round(low), round(high));
    if near < far { (near, far) } else { (low, high) }
}

/// A window `factor` times as wide, with what stands at `share` of it kept in place. It stays within `whole`; all of it is
/// no window. By logarithms where `log` says so.
pub fn zoomed(
    (low, high): (f64, f64),
    whole: (f64, f64),
    factor: f64,
    share: f64,
    log: bool,
) -> Option<Option<(f64, f64)>> {
    let log = log && low > 0.0;
    let (there, back) = ways(log);
    let (near, far) = (there(low), there(high));
    let at = near + (far - near) * share;
    let window = (back(at + (near - at) * factor), back(at + (far - at) * factor));
    within(window, whole, log)
}

/// A window moved by a share of its width, no further than the ends of `whole`.
pub fn panned((low, high): (f64, f64), whole: (f64, f64), by: f64, log: bool) -> Option<Option<(f64, f64)>> {
    let log = log && low > 0.0;
    let (there, back) = ways(log);
    let (near, far) = (there(low), there(high));
    let least = if log && whole.0 <= 0.0 { near + (far - near) * by } else { there(whole.0) };
    let by = ((far - near) * by).clamp((least - near).min(0.0), (there(whole.1) - far).max(0.0));
    within((back(near + by), back(far + by)), whole, log)
}

fn ways(log: bool) -> (fn(f64) -> f64, fn(f64) -> f64) {
    if log { (libm::log, libm::exp) } else { (|value| value, |value| value) }
}

/// The window within the whole; `Some(None)` where it is the whole, `None` where it would be too narrow to mean anything.
fn within((low, high): (f64, f64), whole: (f64, f64), log: bool) -> Option<Option<(f64, f64)>> {
    let (low, high) = (low.max(whole.0), high.min(whole.1));
    let width = whole.1 - whole.0;
    // In logarithms the low end is narrow by nature.
    let least = if log { low.abs() * 1e-3 } else { width * 1e-6 };
    if !(width.is_finite() && high - low > least) {
        return None;
    }
    let whole_again = low <= whole.0 && high >= whole.1;
    Some((!whole_again).then(|| tidy(low, high)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_and_shares_come_back() {
        let tracks = [
            Track::new(&[0.0, 1.0, 3.0, 10.0], false).unwrap(),
            Track::new(&[0.0, 1.0, 10.0, 100.0], true).unwrap(),
            Track::new(&[0.0, 1.0, 3.0, 10.0], false).unwrap().through((0.5, 2.0)),
        ];
        for track in &tracks {
            for place in 1..20 {
                let share = f64::from(place) / 20.0;
                assert!((track.share(track.value(share)) - share).abs() < 1e-9, "{track:?} {share}");
            }
        }
        assert_eq!(tracks[0].share(1.0), 1.0 / 3.0);
        // The geometric middle is half way.
        assert!((tracks[1].share(libm::sqrt(10.0)) - 0.5).abs() < 1e-9);
        assert_eq!(tracks[2].range(), (0.5, 2.0));
        assert_eq!(tracks[2].seen(), 0..2);
    }

    #[test]
    fn ends_of_bins_are_found() {
        let track = Track::new(&[0.0, 1.0, 3.0, 10.0], false).unwrap();
        assert_eq!((track.edge_at(3.0), track.edge_at(2.0)), (Some(2), None));
        assert_eq!((track.edge_at(f64::NEG_INFINITY), track.edge_at(f64::INFINITY)), (Some(0), Some(3)));
        assert_eq!((track.nearest_edge(0.4), track.nearest_edge(-5.0), track.nearest_edge(7.0)), (1, 0, 3));
        assert_eq!((track.bin(0.5), track.bin(1.1), track.bin(1.0)), (Some(1), None, None));
        assert_eq!(Track::new(&[1.0], false), None);
        assert_eq!(Track::new(&[1.0, 1.0], false), None);
        assert_eq!(Track::new(&[1.0, f64::NAN], false), None);
    }

    #[test]
    fn infinite_ends_have_a_place() {
        let track = Track::new(&[f64::NEG_INFINITY, 1.0, 10.0], true).unwrap();
        assert_eq!(track.share(-4.0), 0.25);
        assert!(track.value(0.2).is_finite());
        assert_eq!(track.log_range(), Some((1.0, 10.0)));
    }

    #[test]
    fn zooming_out_ends_at_the_whole() {
        assert_eq!(zoomed((2.0, 4.0), (0.0, 10.0), 0.5, 0.5, false), Some(Some((2.5, 3.5))));
        assert_eq!(zoomed((2.0, 4.0), (0.0, 10.0), 100.0, 0.5, false), Some(None));
        assert_eq!(zoomed((2.0, 2.000_001), (0.0, 10.0), 0.5, 0.5, false), None);
        assert_eq!(zoomed((10.0, 1000.0), (0.0, 1000.0), 0.5, 0.0, true), Some(Some((10.0, 100.0))));
        assert_eq!(panned((2.0, 4.0), (0.0, 10.0), -9.0, false), Some(Some((0.0, 2.0))));
        assert_eq!(panned((2.0, 4.0), (0.0, 10.0), 9.0, false), Some(Some((8.0, 10.0))));
        assert_eq!(tidy(1.234_567_891, 2.345_678_912), (1.2346, 2.3457));
        assert_eq!(tidy(1_700_000_000_123.4, 1_700_086_400_123.4), (1_700_000_000_000.0, 1_700_086_400_000.0));
    }

    proptest! {
        #[test]
        fn no_bins_are_too_odd(
            edges in proptest::collection::vec(any::<f64>(), 0..6),
            log: bool, value: f64, share: f64, window: (f64, f64), factor in 0.01..100.0_f64,
        ) {
            let mut edges = edges;
            edges.sort_by(f64::total_cmp);
            if let Some(track) = Track::new(&edges, log) {
                let track = track.through(window);
                let _ = (track.share(value), track.value(share), track.bin(share), track.nearest_edge(share));
                let _ = (track.seen(), track.range(), track.log_range(), track.edge_at(value));
                let _ = (zoomed(track.range(), window, factor, share, log), panned(track.range(), window, share, log));
            }
        }

        #[test]
        fn windows_stay_within(
            low in 0.0..50.0_f64, width in 0.1..50.0_f64, factor in 0.05..20.0_f64, share in 0.0..1.0_f64, log: bool,
        ) {
            let whole = (0.0, 100.0);
            for window in [
                zoomed((low, low + width), whole, factor, share, log),
                panned((low, low + width), whole, share * factor - 1.0, log),
            ].into_iter().flatten().flatten() {
                prop_assert!(window.0 < window.1 && window.0 >= whole.0 - 1e-2 && window.1 <= whole.1 + 1e-2);
            }
        }
    }
}
