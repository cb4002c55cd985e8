//! The length and the hash of files, by which they are known again.

use sha2::{Digest, Sha256};

/// What a link needs to know a file again: taken from the bytes as given, before decompression. Of several files it is
/// that of their bytes one behind the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileIdentity {
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256.
    pub sha256: [u8; 32],
}

/// The hash of a file while its bytes come, in slices of any size: for whoever hashes while somebody else loads.
#[derive(Clone, Default)]
pub struct Identifier {
    hash: Sha256,
    bytes: u64,
}

impl Identifier {
    /// Takes the next bytes of the file.
    pub fn push(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.bytes += bytes.len() as u64;
    }

    /// The identity of all bytes.
    pub fn finish(self) -> FileIdentity {
        FileIdentity { bytes: self.bytes, sha256: self.hash.finalize().into() }
    }
}
