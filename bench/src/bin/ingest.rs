//! The native candidate of `cargo xtask bench ingest`, and the maker of its file.
//!
//! `ingest write FILE ROWS` writes the file, `ingest unpack GZIP FILE` another. `ingest serve FILE THREADS` reads it once for each line on standard input and
//! answers by one measurement, as a line of JSON: with 1 thread the loader hashes the file, too, with 2 the other does; with
//! 0 nobody does.

/// The program; there is none for WebAssembly.
#[cfg(not(target_arch = "wasm32"))]
mod native {
    use bench::process::{Memory, cpu_seconds, say};
    use bench::reading::{Hashing, bytes_of, checksum, finish, loader};
    use bench::telemetry;
    use serde_json::json;
    use std::fs::File;
    use std::io::{BufRead, BufWriter, Read, Write};
    use std::path::{Path, PathBuf};
    use std::time::Instant;
    use streamguard::ingest::{FileIdentity, Identifier, IngestError, Loaded};

    const USAGE: &str = "ingest write FILE ROWS | ingest unpack GZIP FILE | ingest serve FILE THREADS";
    const SLICE: usize = 1 << 20;

    /// Why there is no measurement.
    #[derive(Debug, thiserror::Error)]
    pub enum Failure {
        #[error("usage: {USAGE}")]
        Usage,
        #[error("{0}")]
        File(#[from] std::io::Error),
        #[error(transparent)]
        Ingest(#[from] IngestError),
    }

    /// Does what the words say.
    pub fn run(words: &[&str]) -> Result<(), Failure> {
        match *words {
            ["write", file, rows] => write(Path::new(file), rows.parse().map_err(|_| Failure::Usage)?),
            ["unpack", packed, file] => {
                let mut packed = flate2::read::MultiGzDecoder::new(File::open(packed)?);
                std::io::copy(&mut packed, &mut File::create(file)?)?;
                Ok(())
            }
            ["serve", file, threads] => serve(Path::new(file), threads.parse().map_err(|_| Failure::Usage)?),
            _ => Err(Failure::Usage),
        }
    }

    fn write(path: &Path, rows: u64) -> Result<(), Failure> {
        let mut file = BufWriter::new(File::create(path)?);
        telemetry::write(rows, |piece| file.write_all(piece))?;
        Ok(file.flush()?)
    }

    /// Hands the file on, slice by slice.
    fn slices<E: From<std::io::Error>>(path: &Path, mut sink: impl FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        let mut file = File::open(path)?;
        let mut slice = vec![0; SLICE];
        loop {
            match file.read(&mut slice)? {
                0 => return Ok(()),
                length => sink(&slice[..length])?,
            }
        }
    }

    fn hashed(path: PathBuf) -> Result<FileIdentity, Failure> {
        let mut identifier = Identifier::default();
        slices(&path, |slice| -> Result<(), Failure> {
            identifier.push(slice);
            Ok(())
        })?;
        Ok(identifier.finish())
    }

    fn load(path: &Path, threads: u32) -> Result<Loaded, Failure> {
        let bytes = std::fs::metadata(path)?.len();
        let hashing = if threads == 1 { Hashing::Here } else { Hashing::Elsewhere };
        let other = (threads > 1).then(|| {
            let path = path.to_owned();
            std::thread::spawn(move || hashed(path))
        });
        let mut loader = loader(bytes, hashing);
        slices(path, |slice| -> Result<(), Failure> { Ok(loader.push(slice)?) })?;
        let identity = match other {
            Some(other) => other.join().map_err(|_| std::io::Error::other("the hashing thread has failed"))??,
            None => FileIdentity { bytes, sha256: [0; 32] },
        };
        Ok(finish(loader, hashing, identity)?)
    }

    fn serve(path: &Path, threads: u32) -> Result<(), Failure> {
        say(&json!({ "ready": "" }))?;
        for line in std::io::stdin().lock().lines() {
            line?;
            let memory = Memory::here();
            let (cpu, start) = (cpu_seconds(), Instant::now());
            let loaded = load(path, threads)?;
            let seconds = start.elapsed().as_secs_f64();
            say(&json!({
                "seconds": seconds,
                "cpu": cpu_seconds().zip(cpu).map(|(after, before)| after - before),
                "memory": memory.and_then(Memory::grown),
                "columns": bytes_of(&loaded.table),
                "rows": loaded.report.loaded,
                "checksum": format!("{:016x}", checksum(&loaded.table)),
            }))?;
        }
        Ok(())
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    bench::process::run("ingest", native::run)
}

#[cfg(target_arch = "wasm32")]
fn main() {}
