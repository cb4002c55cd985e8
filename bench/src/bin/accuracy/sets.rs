//! Sets of rows whose anomalies are known.

use flate2::read::MultiGzDecoder;
use std::io::{Error, ErrorKind, Read};
use std::path::Path;
use streamguard::features::Matrix;

/// Rows and which of them are anomalies.
pub struct LabelledSet {
    /// What it is called.
    pub name: String,
    /// Its rows.
    pub matrix: Matrix,
    /// Whether a row is an anomaly.
    pub is_anomaly: Vec<bool>,
}

/// Reads the sets `NAME.csv.gz` of a folder, in the order of their names. The first line names the columns; the last is
/// `label`, 1 for an anomaly, and all others are features.
///
/// # Errors
/// For a folder or file that cannot be read, with its name and line.
pub fn read_folder(folder: &Path) -> Result<Vec<LabelledSet>, Error> {
    let mut paths = std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, Error>>()?;
    paths.retain(|path| path.to_string_lossy().ends_with(".csv.gz"));
    paths.sort();
    paths
        .iter()
        .map(|path| read(path).map_err(|error| Error::new(error.kind(), format!("{}: {error}", path.display()))))
        .collect()
}

fn read(path: &Path) -> Result<LabelledSet, Error> {
    let invalid = |line: usize, what: &str| Error::new(ErrorKind::InvalidData, format!("line {line}: {what}"));
    let mut text = String::new();
    MultiGzDecoder::new(std::fs::File::open(path)?).read_to_string(&mut text)?;
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().ok_or_else(|| invalid(1, "there is no header"))?.split(',').collect();
    if header.last() != Some(&"label") {
        return Err(invalid(1, "the last column is not `label`"));
    }
    let width = header.len() - 1;
    let mut columns = vec![Vec::new(); width];
    let mut is_anomaly = Vec::new();
    for (line, cells) in (2..).zip(lines) {
        let cells: Vec<&str> = cells.split(',').collect();
        if cells.len() != width + 1 {
            return Err(invalid(line, "not as many cells as columns"));
        }
        for (column, cell) in columns.iter_mut().zip(&cells) {
            column.push(cell.parse::<f32>().map_err(|_| invalid(line, "not a number"))?);
        }
        let label: f32 = cells[width].parse().map_err(|_| invalid(line, "no label"))?;
        is_anomaly.push(label == 1.0);
    }
    let file = path.file_name().unwrap_or_default().to_string_lossy();
    let name = file.trim_end_matches(".csv.gz").to_owned();
    Ok(LabelledSet { name, matrix: Matrix::from_columns(columns), is_anomaly })
}
