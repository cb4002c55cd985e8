//! What one measurement of reading is: a file through the loader, and what it came to.

use std::hash::Hasher;
use streamguard::ingest::{FileIdentity, Finished, IngestError, Loaded, Loader, Mapping};
use streamguard::telemetry::{Data, Table};
use xxhash_rust::xxh64::Xxh64;

/// Who hashes the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hashing {
    /// The loader.
    Here,
    /// Somebody else.
    Elsewhere,
}

/// A loader for a file of so many bytes.
pub fn loader(bytes: u64, hashing: Hashing) -> Loader {
    let loader = Loader::new(Mapping::default()).of_bytes(bytes);
    match hashing {
        Hashing::Here => loader,
        Hashing::Elsewhere => loader.without_hash(),
    }
}

/// The end of a loader's work. The identity is that of another, or made up where nobody wants it.
///
/// # Errors
/// [`IngestError`] when the file cannot be loaded.
pub fn finish(loader: Loader, hashing: Hashing, identity: FileIdentity) -> Result<Loaded, IngestError> {
    match hashing {
        Hashing::Here => loader.finish(),
        Hashing::Elsewhere => loader.finish_as(identity).and_then(Finished::loaded),
    }
}

/// What the values of a table take, without their names.
pub fn bytes_of(table: &Table) -> u64 {
    let rows = table.rows();
    let column = |data: &Data| match data {
        Data::Number(_) | Data::Time(_) => rows * 8,
        Data::Category(values) => rows * 2 + values.labels().iter().map(String::len).sum::<usize>(),
        Data::Text(values) => (0..rows).map(|row| values.get(row).len()).sum::<usize>() + rows * size_of::<usize>(),
    };
    table.columns().iter().map(|it| column(&it.data) as u64).sum()
}

/// Tells whether two tables hold the same: xxHash64 of all values.
pub fn checksum(table: &Table) -> u64 {
    let mut hash = Xxh64::new(0);
    for column in table.columns() {
        hash.update(column.name.as_bytes());
        match &column.data {
            Data::Number(values) => hash.update(bytemuck::cast_slice(values)),
            Data::Time(values) => hash.update(bytemuck::cast_slice(values)),
            Data::Category(values) => {
                hash.update(bytemuck::cast_slice(values.codes()));
                values.labels().iter().for_each(|label| hash.update(label.as_bytes()));
            }
            Data::Text(values) => (0..values.len()).for_each(|row| {
                hash.update(values.get(row).as_bytes());
                hash.update(b"\n");
            }),
        }
    }
    hash.finish()
}
