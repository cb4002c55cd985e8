//! The tables of speed, as Markdown.

use super::candidate::Measurement;
use super::plan::Candidate;
use super::statistics::median;
use std::fmt::Write;

/// What was measured on one matrix.
#[derive(Debug, Clone)]
pub struct Size {
    /// Its rows.
    pub rows: usize,
    /// Its columns.
    pub width: usize,
    /// Each candidate with its measurements.
    pub results: Vec<(Candidate, Vec<Measurement>)>,
}

impl Size {
    fn name(&self) -> String {
        format!("{} × {}", grouped(self.rows), self.width)
    }

    /// The median of a quantity over a candidate's measurements, of those that have it.
    fn median(&self, candidate: Candidate, quantity: impl Fn(&Measurement) -> Option<f64>) -> Option<f64> {
        let (_, measured) = self.results.iter().find(|(other, _)| *other == candidate)?;
        median(&measured.iter().filter_map(quantity).collect::<Vec<_>>())
    }

    fn total(&self, candidate: Candidate) -> Option<f64> {
        self.median(candidate, |measured| Some(measured.total()))
    }

    /// The variants of ours that have come to other scores than the first; none is what must be.
    pub fn differing(&self) -> Vec<Candidate> {
        let ours = || self.results.iter().filter(|(candidate, _)| candidate.is_ours());
        let first = ours().find_map(|(_, measured)| measured.first()?.checksum.clone());
        let differs =
            |measured: &[Measurement]| measured.iter().any(|it| it.checksum.is_none() || it.checksum != first);
        ours().filter(|(_, measured)| differs(measured)).map(|(candidate, _)| *candidate).collect()
    }

    /// The table of this matrix.
    pub fn table(&self) -> String {
        let mut text = format!(
            "**{}**\n\n| | fit, s | score, s | both, s | from – to | busy cores | memory, MB | bytes a row |\n\
             |---|---:|---:|---:|---:|---:|---:|---:|\n",
            self.name()
        );
        for (candidate, measured) in &self.results {
            let median = |quantity: fn(&Measurement) -> Option<f64>| self.median(*candidate, quantity);
            let totals: Vec<f64> = measured.iter().map(Measurement::total).collect();
            let least = totals.iter().copied().fold(f64::INFINITY, f64::min);
            let most = totals.iter().copied().fold(0.0, f64::max);
            // What is freed is not always given back: only the first run shows all that it takes.
            let peak =
                |quantity: fn(&Measurement) -> Option<f64>| measured.iter().filter_map(quantity).reduce(f64::max);
            let memory = peak(|it| it.memory);
            let megabytes = match (memory, peak(|it| it.process)) {
                (Some(memory), Some(process)) => format!("{:.0} (process {:.0})", memory / 1e6, process / 1e6),
                (Some(memory), None) => format!("{:.0}", memory / 1e6),
                (None, _) => "–".into(),
            };
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {} – {} | {} | {megabytes} | {} |",
                candidate.label(),
                or_dash(median(|it| Some(it.fit)), seconds),
                or_dash(median(|it| Some(it.score)), seconds),
                or_dash(median(|it| Some(it.total())), seconds),
                seconds(least),
                seconds(most),
                or_dash(median(busy_cores), |cores| format!("{cores:.1}")),
                or_dash(memory, |bytes| format!("{:.0}", bytes / self.rows as f64)),
            );
        }
        text
    }
}

/// How many times as long the others take, for each of ours: both, fit and score, medians.
pub fn ratios(sizes: &[Size]) -> String {
    let Some(first) = sizes.first() else { return String::new() };
    let (ours, others): (Vec<Candidate>, Vec<Candidate>) =
        first.results.iter().map(|(candidate, _)| *candidate).partition(|candidate| candidate.is_ours());
    let mut text = "| rows × features | ".to_owned();
    for other in &others {
        let _ = write!(text, "| {} ", other.label());
    }
    let _ = write!(text, "|\n|---|---{}|\n", "|---:".repeat(others.len()));
    for size in sizes {
        for our in &ours {
            let _ = write!(text, "| {} | {} ", size.name(), our.label());
            for other in &others {
                let ratio = size.total(*other).zip(size.total(*our)).map(|(theirs, ours)| theirs / ours);
                let _ = write!(text, "| {} ", or_dash(ratio, |ratio| format!("{ratio:.1}")));
            }
            text.push_str("|\n");
        }
    }
    text
}

/// Systems count processor time in hundredths of a second: of less than this, it says nothing.
const COUNTABLE: f64 = 0.1;

fn busy_cores(measured: &Measurement) -> Option<f64> {
    measured.cpu.filter(|_| measured.total() >= COUNTABLE).map(|cpu| cpu / measured.total())
}

fn or_dash(value: Option<f64>, shown: impl Fn(f64) -> String) -> String {
    value.filter(|value| value.is_finite()).map_or_else(|| "–".to_owned(), shown)
}

/// Seconds with three digits that count, but no finer than tenths of a millisecond.
fn seconds(value: f64) -> String {
    match value {
        100.0.. => format!("{value:.0}"),
        10.0.. => format!("{value:.1}"),
        1.0.. => format!("{value:.2}"),
        0.1.. => format!("{value:.3}"),
        _ => format!("{value:.4}"),
    }
}

/// `1,000,000`.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::plan::Library;
    use super::*;

    const CHROMIUM: Candidate = Candidate { library: Library::Chromium, threads: 2 };
    const NATIVE: Candidate = Candidate { library: Library::Native, threads: 2 };
    const ISOTREE: Candidate = Candidate { library: Library::Isotree, threads: 2 };

    fn measured(score: f64, checksum: Option<&str>) -> Measurement {
        Measurement {
            fit: 0.05,
            score,
            cpu: checksum.map(|_| score),
            memory: Some(score * 1e6),
            process: None,
            checksum: checksum.map(str::to_owned),
        }
    }

    fn size(native: &str) -> Size {
        let others = vec![measured(4.0, None), measured(3.0, None), measured(30.0, None)];
        let results = vec![
            (CHROMIUM, vec![measured(0.35, Some("a")), measured(0.45, Some("a"))]),
            (NATIVE, vec![measured(0.15, Some(native))]),
            (ISOTREE, others),
        ];
        Size { rows: 1_000_000, width: 6, results }
    }

    #[test]
    fn the_table_shows_medians_and_the_range() {
        let table = size("a").table();
        assert!(table.starts_with("**1,000,000 × 6**\n\n| | fit, s |"), "{table}");
        let rows: Vec<&str> = table.lines().skip(4).collect();
        assert_eq!(
            rows[0],
            "| StreamGuard, Chromium, 2 workers | 0.0500 | 0.400 | 0.450 | 0.400 – 0.500 | 0.9 | 0 | 0 |"
        );
        assert_eq!(rows[2], "| isotree, nthreads=2 | 0.0500 | 4.00 | 4.05 | 3.05 – 30.1 | – | 30 | 30 |");
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn ratios_say_how_much_longer_the_others_take() {
        let table = ratios(&[size("a")]);
        let rows: Vec<&str> = table.lines().collect();
        assert_eq!(rows[0], "| rows × features | | isotree, nthreads=2 |");
        assert_eq!(rows[1], "|---|---|---:|");
        assert_eq!(rows[2], "| 1,000,000 × 6 | StreamGuard, Chromium, 2 workers | 9.0 |");
        assert_eq!(rows[3], "| 1,000,000 × 6 | StreamGuard, native, 2 threads | 20.2 |");
        assert_eq!(ratios(&[]), "");
    }

    #[test]
    fn other_scores_of_ours_are_found() {
        assert_eq!(size("a").differing(), []);
        assert_eq!(size("b").differing(), [NATIVE]);
        let mut without = size("a");
        without.results[0].1[1].checksum = None;
        assert_eq!(without.differing(), [CHROMIUM]);
    }

    #[test]
    fn processor_time_of_an_instant_is_not_shown() {
        assert_eq!(busy_cores(&measured(0.01, Some("a"))), None);
        assert_eq!(busy_cores(&measured(0.15, Some("a"))), Some(0.15 / 0.2));
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!([0.00321, 0.1234, 1.234, 12.34, 123.4].map(seconds), ["0.0032", "0.123", "1.23", "12.3", "123"]);
        assert_eq!([7, 1000, 12_345, 5_000_000].map(grouped), ["7", "1,000", "12,345", "5,000,000"]);
    }
}
