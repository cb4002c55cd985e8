//! The maker of what `cargo xtask bench explore` explores.
//!
//! `sessions LINK FILE` makes the analysis of a link to generated sessions, writes them with what is flagged as CSV, and says
//! as a line of JSON what it came to.

/// The program; there is none for WebAssembly.
#[cfg(not(target_arch = "wasm32"))]
mod native {
    use bench::explored::{ExploredError, analysed, write};
    use bench::process::say;
    use serde_json::json;
    use std::fs::File;
    use std::io::{BufWriter, Write};
    use streamguard::cli::{Console, NativeHost};

    /// Why there is no file.
    #[derive(Debug, thiserror::Error)]
    pub enum Failure {
        #[error("usage: sessions LINK FILE")]
        Usage,
        #[error("{0}")]
        File(#[from] std::io::Error),
        #[error(transparent)]
        Explored(#[from] ExploredError),
    }

    /// Does what the words say.
    pub fn run(words: &[&str]) -> Result<(), Failure> {
        let &[link, path] = words else { return Err(Failure::Usage) };
        let console = Console::new();
        let analysis = pollster::block_on(analysed(link, &NativeHost::new(&console, None)))?;
        let mut file = BufWriter::new(File::create(path)?);
        write(&analysis, |piece| file.write_all(piece))?;
        file.flush()?;
        Ok(say(&json!({
            "sessions": analysis.sessions.table.rows(),
            "flagged": analysis.flagged,
            "fingerprint": analysis.fingerprint.to_string(),
        }))?)
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    bench::process::run("sessions", native::run)
}

#[cfg(target_arch = "wasm32")]
fn main() {}
