//! Model files: read as they are or packed with gzip.

use super::failure::Failure;
use super::files::Input;
use analysis::SavedModel;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::Path;

/// Reads a model: ours, or a forest of scikit-learn.
///
/// # Errors
/// [`Failure`] when the file cannot be read, or is no model.
pub fn read_model(path: &Path) -> Result<SavedModel, Failure> {
    read_model_with_digest(path).map(|(model, _)| model)
}

/// Reads a model, and the SHA-256 of its file as links name it: of the JSON, packed or not.
///
/// # Errors
/// As [`read_model`].
pub fn read_model_with_digest(path: &Path) -> Result<(SavedModel, [u8; 32]), Failure> {
    let input = Input::open(path)?;
    let name = input.name().to_owned();
    let mut bytes = input.read_all(SavedModel::MOST_BYTES)?;
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let mut json = Vec::new();
        // One byte more than is read tells that it is too long.
        let most = SavedModel::MOST_BYTES + 1;
        let unpacked = flate2::read::MultiGzDecoder::new(&bytes[..]).take(most).read_to_end(&mut json);
        unpacked.map_err(|error| Failure::Read { name: name.clone(), error })?;
        bytes = json;
    }
    let model = SavedModel::from_json(&bytes).map_err(|error| Failure::Model { name, error })?;
    Ok((model, Sha256::digest(&bytes).into()))
}
