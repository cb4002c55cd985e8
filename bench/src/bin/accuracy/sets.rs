//! Sets of rows whose anomalies are known.

use flate2::read::MultiGzDecoder;
use std::io::Read;
use std::path::{Path, PathBuf};
use streamguard::isolation_forest::Matrix;

/// Rows and which of them are anomalies.
pub struct LabelledSet {
    /// What it is called.
    pub name: String,
    /// Its rows.
    pub matrix: Matrix,
    /// Whether a row is an anomaly.
    pub is_anomaly: Vec<bool>,
}

/// A set that cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    /// Its bytes cannot be had.
    #[error("{}: {error}", path.display())]
    File {
        /// The file or folder.
        path: PathBuf,
        /// What went wrong.
        error: std::io::Error,
    },
    /// It is no table of numbers and labels.
    #[error("{}, line {line}: {what}", path.display())]
    Content {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong there.
        what: &'static str,
    },
}

/// Reads the sets `NAME.csv.gz` of a folder, in the order of their names. The first line names the columns; the last one
/// is `label`, 1 for an anomaly and 0 for none, and all others are features.
///
/// # Errors
/// [`SetError`] for a folder or file that cannot be read, with its name and line.
pub fn read_folder(folder: &Path) -> Result<Vec<LabelledSet>, SetError> {
    let at = |error| SetError::File { path: folder.to_owned(), error };
    let entries = std::fs::read_dir(folder).map_err(at)?;
    let mut paths = entries.map(|entry| Ok(entry.map_err(at)?.path())).collect::<Result<Vec<_>, _>>()?;
    paths.retain(|path| path.to_string_lossy().ends_with(".csv.gz"));
    paths.sort();
    paths.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<LabelledSet, SetError> {
    let at = |error| SetError::File { path: path.to_owned(), error };
    let wrong = |line, what| SetError::Content { path: path.to_owned(), line, what };
    let mut text = String::new();
    let file = std::fs::File::open(path).map_err(at)?;
    MultiGzDecoder::new(file).read_to_string(&mut text).map_err(at)?;
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let width = header.len() - 1;
    if width == 0 || header[width] != "label" {
        return Err(wrong(1, "there are no features, or the last column is not `label`"));
    }
    let mut columns = vec![Vec::new(); width];
    let mut is_anomaly = Vec::new();
    for (line, cells) in (2..).zip(lines) {
        let cells: Vec<&str> = cells.split(',').collect();
        if cells.len() != width + 1 {
            return Err(wrong(line, "there are not as many cells as columns"));
        }
        for (column, cell) in columns.iter_mut().zip(&cells) {
            column.push(cell.parse::<f32>().map_err(|_| wrong(line, "a feature is not a number"))?);
        }
        match cells[width].parse() {
            Ok(0.0) => is_anomaly.push(false),
            Ok(1.0) => is_anomaly.push(true),
            _ => return Err(wrong(line, "the label is neither 0 nor 1")),
        }
    }
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let name = file.trim_end_matches(".csv.gz").to_owned();
    Ok(LabelledSet { name, matrix: Matrix::from_columns(columns).expect("of its shape"), is_anomaly })
}
