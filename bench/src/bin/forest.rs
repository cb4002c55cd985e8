//! The native candidate of `cargo xtask bench forest`, and the maker of its matrices.
//!
//! `forest write FILE ROWS WIDTH` writes a matrix. `forest serve FILE ROWS WIDTH THREADS` loads it and says so; then each
//! line on standard input is answered by one measurement, as a line of JSON.

/// The program; there is none for WebAssembly.
#[cfg(not(target_arch = "wasm32"))]
mod native {
    use bench::matrix::{Filling, WrongSize, columns};
    use bench::measured::measure;
    use bench::process::{Memory, cpu_seconds, say};
    use serde_json::json;
    use std::fs::File;
    use std::io::{BufRead, Read, Write};
    use std::num::NonZeroUsize;
    use std::path::Path;
    use std::time::Instant;
    use streamguard::analysis::Stopped;
    use streamguard::cli::{Console, NativeHost};
    use streamguard::isolation_forest::Matrix;

    const USAGE: &str = "forest write FILE ROWS WIDTH | forest serve FILE ROWS WIDTH THREADS";

    /// Why there is no measurement.
    #[derive(Debug, thiserror::Error)]
    pub enum Failure {
        #[error("usage: {USAGE}")]
        Usage,
        #[error("{0}")]
        File(#[from] std::io::Error),
        #[error(transparent)]
        Matrix(#[from] WrongSize),
        #[error(transparent)]
        Stopped(#[from] Stopped),
    }

    /// Does what the words say.
    pub fn run(words: &[&str]) -> Result<(), Failure> {
        let number = |text: &str| text.parse::<NonZeroUsize>().map_err(|_| Failure::Usage);
        match *words {
            ["write", file, rows, width] => write(Path::new(file), number(rows)?.get(), number(width)?.get()),
            ["serve", file, rows, width, threads] => {
                let matrix = read(Path::new(file), number(rows)?.get(), number(width)?.get())?;
                serve(&matrix, number(threads)?)
            }
            _ => Err(Failure::Usage),
        }
    }

    fn write(path: &Path, rows: usize, width: usize) -> Result<(), Failure> {
        let mut file = File::create(path)?;
        for column in columns(rows, width) {
            file.write_all(bytemuck::cast_slice(&column))?;
        }
        Ok(())
    }

    fn read(path: &Path, rows: usize, width: usize) -> Result<Matrix, Failure> {
        let mut file = File::open(path)?;
        let mut filling = Filling::new(rows, width);
        let mut piece = vec![0; 1 << 16];
        loop {
            let length = file.read(&mut piece)?;
            if length == 0 {
                return Ok(filling.finish()?);
            }
            filling.take(length, |part, to| to.copy_from_slice(&piece[part]));
        }
    }

    fn serve(matrix: &Matrix, threads: NonZeroUsize) -> Result<(), Failure> {
        let console = Console::new();
        let host = NativeHost::new(&console, Some(threads));
        let started = Instant::now();
        say(&json!({ "ready": "" }))?;
        for line in std::io::stdin().lock().lines() {
            line?;
            let memory = Memory::here();
            let cpu = cpu_seconds();
            let run = pollster::block_on(measure(&host, matrix, || started.elapsed().as_secs_f64()))?;
            say(&json!({
                "fit": run.fit,
                "score": run.score,
                "cpu": cpu_seconds().zip(cpu).map(|(after, before)| after - before),
                "memory": memory.and_then(Memory::grown),
                "checksum": format!("{:016x}", run.checksum),
            }))?;
        }
        Ok(())
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    bench::process::run("forest", native::run)
}

#[cfg(target_arch = "wasm32")]
fn main() {}
