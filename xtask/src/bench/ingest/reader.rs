//! Who reads, and what is measured of him.

use serde_json::Value;

/// A reader of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// This project in Chromium, without a hash.
    Plain,
    /// The same, with the hash made by the worker that reads.
    Hashed,
    /// The same, fetched and hashed by a second worker: as on the page.
    Beside,
    /// uDSV in Chromium.
    Udsv,
    /// DuckDB in Chromium.
    DuckdbWasm,
    /// PapaParse in Chromium.
    Papaparse,
    /// This project natively, with so many threads: the second one makes the hash. Without a thread for it there is none.
    Native(usize),
    /// polars with so many threads.
    Polars(usize),
    /// DuckDB with so many threads.
    Duckdb(usize),
}

impl Reader {
    /// Everyone, in the order of the table.
    pub const ALL: [Self; 13] = [
        Self::Plain,
        Self::Hashed,
        Self::Beside,
        Self::Udsv,
        Self::DuckdbWasm,
        Self::Papaparse,
        Self::Native(0),
        Self::Native(1),
        Self::Native(2),
        Self::Polars(1),
        Self::Polars(2),
        Self::Duckdb(1),
        Self::Duckdb(2),
    ];

    /// Those that read a file which hardly fits.
    pub const LARGE: [Self; 4] = [Self::Plain, Self::Beside, Self::Native(0), Self::Native(2)];

    /// What the page of the benchmark calls him, if he is there.
    pub fn in_tab(self) -> Option<&'static str> {
        match self {
            Self::Plain => Some("plain"),
            Self::Hashed => Some("hashed"),
            Self::Beside => Some("beside"),
            Self::Udsv => Some("udsv"),
            Self::DuckdbWasm => Some("duckdb"),
            Self::Papaparse => Some("papaparse"),
            Self::Native(_) | Self::Polars(_) | Self::Duckdb(_) => None,
        }
    }

    /// Whether it is this project.
    pub fn is_ours(self) -> bool {
        matches!(self, Self::Plain | Self::Hashed | Self::Beside | Self::Native(_))
    }

    /// The one of this project that others of his kind are compared with: it does what they do, which is no hash.
    pub fn reference(self) -> Self {
        if self.in_tab().is_some() { Self::Plain } else { Self::Native(0) }
    }

    /// How often he is measured: less often where it takes most of the time.
    pub fn repeats(self, wanted: usize) -> usize {
        if self == Self::Papaparse { wanted.min(3) } else { wanted }
    }

    /// His name for people.
    pub fn label(self) -> String {
        let threads = |threads: usize| format!("{threads} thread{}", if threads == 1 { "" } else { "s" });
        match self {
            Self::Plain => "StreamGuard, Chromium, without the hash".into(),
            Self::Hashed => "StreamGuard, Chromium, with the hash".into(),
            Self::Beside => "StreamGuard, Chromium, fetched and hashed by a second worker".into(),
            Self::Udsv => "uDSV, Chromium, typed rows".into(),
            Self::DuckdbWasm => "DuckDB-WASM, Chromium, `CREATE TABLE AS`".into(),
            Self::Papaparse => "PapaParse, Chromium, `dynamicTyping`".into(),
            Self::Native(0) => "StreamGuard, native, without the hash".into(),
            Self::Native(1) => "StreamGuard, native, with the hash".into(),
            Self::Native(_) => "StreamGuard, native, the hash by a second thread".into(),
            Self::Polars(count) => format!("polars, native, {}", threads(count)),
            Self::Duckdb(count) => format!("DuckDB, native, {}", threads(count)),
        }
    }
}

/// A file read once.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Seconds from the file to its columns.
    pub seconds: f64,
    /// The rows that came out.
    pub rows: u64,
    /// Seconds of processor time, all threads together and in a tab all processes of the browser, where it is known.
    pub cpu: Option<f64>,
    /// The most bytes that the process held above what it held before, where it is known: of a tab, its whole process.
    pub memory: Option<f64>,
    /// What WebAssembly's memory holds in the end: of this project in a tab.
    pub wasm: Option<f64>,
    /// What the columns themselves take: of this project.
    pub columns: Option<f64>,
    /// Tells whether two have come to the same values: of this project.
    pub checksum: Option<String>,
}

impl Reading {
    /// What a reader has answered: a reading, or why there is none.
    pub fn of(answer: &Value) -> Option<Result<Self, String>> {
        if let Some(error) = answer["error"].as_str() {
            return Some(Err(error.to_owned()));
        }
        let number = |name: &str| answer[name].as_f64();
        Some(Ok(Self {
            seconds: number("seconds")?,
            rows: number("rows")? as u64,
            cpu: number("cpu"),
            memory: number("memory"),
            wasm: number("wasm"),
            columns: number("columns"),
            checksum: answer["checksum"].as_str().map(str::to_owned),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_label_is_its_own_and_everyone_has_somebody_to_be_compared_with() {
        let labels: Vec<_> = Reader::ALL.map(Reader::label).to_vec();
        assert!(labels.iter().enumerate().all(|(place, label)| !labels[..place].contains(label)), "{labels:?}");
        assert!(Reader::ALL.iter().all(|reader| reader.reference().is_ours()));
        assert!(Reader::LARGE.iter().all(|reader| reader.is_ours() && Reader::ALL.contains(reader)));
    }

    #[test]
    fn answers_are_readings_or_reasons() {
        let reading = Reading::of(&json!({ "seconds": 0.5, "rows": 3, "memory": null })).unwrap().unwrap();
        assert_eq!((reading.seconds, reading.rows, reading.memory), (0.5, 3, None));
        assert_eq!(Reading::of(&json!({ "error": "too large", "memory": 1 })), Some(Err("too large".into())));
        assert_eq!(Reading::of(&json!({ "rows": 3 })), None);
    }
}
