//! The tables of reading, as Markdown.

use super::reader::{Reader, Reading};
use crate::bench::statistics::median;
use crate::bench::table::grouped;
use std::fmt::Write;

/// What was measured with one file.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What the file is.
    pub name: String,
    /// How large it is.
    pub bytes: u64,
    /// Each reader with his readings, or why there is none.
    pub results: Vec<(Reader, Result<Vec<Reading>, String>)>,
}

impl Sheet {
    fn readings(&self, reader: Reader) -> &[Reading] {
        let found = self.results.iter().find(|(other, _)| *other == reader);
        found.and_then(|(_, readings)| readings.as_ref().ok()).map_or(&[], Vec::as_slice)
    }

    fn seconds(&self, reader: Reader) -> Option<f64> {
        median(&self.readings(reader).iter().map(|reading| reading.seconds).collect::<Vec<_>>())
    }

    fn cpu(&self, reader: Reader) -> Option<f64> {
        median(&self.readings(reader).iter().filter_map(|reading| reading.cpu).collect::<Vec<_>>())
    }

    /// What does not agree: other values among our own, or another number of rows with anyone.
    pub fn differing(&self) -> Vec<String> {
        let all =
            || self.results.iter().flat_map(|(reader, _)| self.readings(*reader).iter().map(move |it| (*reader, it)));
        let ours = || all().filter(|(reader, _)| reader.is_ours());
        let Some((_, first)) = ours().next() else { return Vec::new() };
        let others = all().filter(|(reader, reading)| {
            reading.rows != first.rows || (reader.is_ours() && reading.checksum != first.checksum)
        });
        others.map(|(reader, reading)| format!("{}: {} rows", reader.label(), reading.rows)).collect()
    }

    /// The table of this file.
    pub fn table(&self) -> String {
        let rows = self.results.iter().find_map(|(reader, _)| self.readings(*reader).first()).map_or(0, |it| it.rows);
        let mut text = format!(
            "**{}: {:.0} MB, {} rows**\n\n| | s | from – to | MB/s | times as long as StreamGuard | processor, s | times as much | peak of memory, MB | over the \
             columns |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
            self.name,
            self.bytes as f64 / 1e6,
            grouped(rows as usize)
        );
        for (reader, readings) in &self.results {
            let label = reader.label();
            match readings {
                Err(reason) => {
                    let _ = writeln!(text, "| {label} | – | – | – | – | – | – | – | {reason} |");
                }
                Ok(readings) => {
                    let seconds: Vec<f64> = readings.iter().map(|reading| reading.seconds).collect();
                    let least = seconds.iter().copied().fold(f64::INFINITY, f64::min);
                    let most = seconds.iter().copied().fold(0.0, f64::max);
                    let middle = median(&seconds);
                    let cpu = self.cpu(*reader);
                    let more = cpu.zip(self.cpu(reader.reference())).map(|(theirs, ours)| theirs / ours);
                    let ratio = middle.zip(self.seconds(reader.reference())).map(|(theirs, ours)| theirs / ours);
                    let _ = writeln!(
                        text,
                        "| {label} | {} | {least:.2} – {most:.2} | {} | {} | {} | {} | {} | {} |",
                        or_dash(middle, |value| format!("{value:.2}")),
                        or_dash(middle, |value| format!("{:.0}", self.bytes as f64 / 1e6 / value)),
                        or_dash(ratio, |value| format!("{value:.1}")),
                        or_dash(cpu, |value| format!("{value:.2}")),
                        or_dash(more, |value| format!("{value:.1}")),
                        memory(readings),
                        or_dash(surplus(readings), |value| format!("{:+.0} %", value * 100.0)),
                    );
                }
            }
        }
        text
    }
}

fn most(readings: &[Reading], quantity: impl Fn(&Reading) -> Option<f64>) -> Option<f64> {
    readings.iter().filter_map(quantity).reduce(f64::max)
}

/// WebAssembly's memory with the tab's whole process in brackets, or the process alone.
fn memory(readings: &[Reading]) -> String {
    let megabytes = |value: f64| format!("{:.0}", value / 1e6);
    let process = or_dash(most(readings, |reading| reading.memory), megabytes);
    match most(readings, |reading| reading.wasm) {
        Some(wasm) => format!("{} (process {process})", megabytes(wasm)),
        None => process,
    }
}

/// How much more than the columns take was held: of WebAssembly's memory, or of the process.
fn surplus(readings: &[Reading]) -> Option<f64> {
    let columns = most(readings, |reading| reading.columns)?;
    let held = most(readings, |reading| reading.wasm).or_else(|| most(readings, |reading| reading.memory))?;
    Some(held / columns - 1.0)
}

fn or_dash(value: Option<f64>, shown: impl Fn(f64) -> String) -> String {
    value.filter(|value| value.is_finite()).map_or_else(|| "–".to_owned(), shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(seconds: f64, ours: bool) -> Reading {
        Reading {
            seconds,
            rows: 1_000,
            cpu: ours.then_some(0.25),
            memory: Some(330e6),
            wasm: ours.then_some(110e6),
            columns: ours.then_some(100e6),
            checksum: ours.then(|| "a".to_owned()),
        }
    }

    fn sheet() -> Sheet {
        let results = vec![
            (Reader::Plain, Ok(vec![reading(0.5, true), reading(0.7, true), reading(0.4, true)])),
            (Reader::Udsv, Ok(vec![reading(3.0, false), reading(2.0, false)])),
            (Reader::Papaparse, Err("out of memory".into())),
        ];
        Sheet { name: "A file".into(), bytes: 200_000_000, results }
    }

    #[test]
    fn the_table_shows_medians_speeds_and_ratios() {
        let table = sheet().table();
        let rows: Vec<&str> = table.lines().collect();
        assert_eq!(rows[0], "**A file: 200 MB, 1,000 rows**");
        assert_eq!(
            rows[4],
            "| StreamGuard, Chromium, without the hash | 0.50 | 0.40 – 0.70 | 400 | 1.0 | 0.25 | 1.0 | 110 (process 330) | +10 % |"
        );
        assert_eq!(rows[5], "| uDSV, Chromium, typed rows | 2.50 | 2.00 – 3.00 | 80 | 5.0 | – | – | 330 | – |");
        assert!(rows[6].ends_with("| out of memory |"), "{}", rows[6]);
        assert_eq!(rows.len(), 7);
    }

    #[test]
    fn other_values_and_other_numbers_of_rows_are_found() {
        assert!(sheet().differing().is_empty());
        let mut values = sheet();
        if let Ok(readings) = &mut values.results[0].1 {
            readings[1].checksum = Some("b".into());
        }
        assert_eq!(values.differing().len(), 1);
        let mut rows = sheet();
        if let Ok(readings) = &mut rows.results[1].1 {
            readings[0].rows = 999;
        }
        assert_eq!(rows.differing(), ["uDSV, Chromium, typed rows: 999 rows"]);
    }
}
