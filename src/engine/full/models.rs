//! Saved models that the user opens.

use super::reader::FileReader;
use analysis::{AnalysisError, ByteSource, Given, ModelFile, SavedModel};
use sha2::{Digest, Sha256};

/// Bytes from which a model is told.
const HEAD: u32 = 64 << 10;

/// Whether a file looks like a model rather than like sessions.
pub async fn is_model(file: &web_sys::File) -> Result<bool, AnalysisError> {
    let first = FileReader::new(file.clone()).peek(HEAD).await.map_err(AnalysisError::Reading)?;
    Ok(SavedModel::seems_one(&first))
}

/// Reads a model.
pub async fn read(file: &web_sys::File) -> Result<Given, AnalysisError> {
    let mut reader = FileReader::new(file.clone());
    let mut json = Vec::new();
    if reader.total() > SavedModel::MOST_BYTES as f64 {
        return Err(AnalysisError::Model(format!("it has {} bytes", reader.total())));
    }
    loop {
        let slice = reader.next().await.map_err(AnalysisError::Reading)?;
        if slice.is_empty() {
            break;
        }
        json.extend(slice);
    }
    let saved = SavedModel::from_json(&json).map_err(|error| AnalysisError::Model(error.to_string()))?;
    let file = ModelFile { name: file.name(), sha256: Sha256::digest(&json).into() };
    Ok(Given::new(file, &saved))
}
