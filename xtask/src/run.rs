//! Running other programs: shown to the person as they run, or recorded and shown only when they fail.

use crate::error::{Error, Result};
use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What a recorded program printed and how it ended.
#[derive(Debug)]
pub struct Recorded {
    /// Standard output and standard error, as they came.
    pub output: String,
    /// Whether the exit code was 0.
    pub succeeded: bool,
}

/// A command for cargo, of the toolchain that runs this program, without what would change the compiled code.
///
/// `RUSTFLAGS` replaces the flags of `.cargo/config.toml` (SIMD, for one), so it does not reach a build of ours.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for leaked in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
        command.env_remove(leaked);
    }
    // Set by the `cargo run` that this program stands under; a build script below would take them for its own.
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")) {
            command.env_remove(name);
        }
    }
    command
}

/// `PATH` with these folders before everything else.
pub fn path_with(folders: &[PathBuf]) -> Result<std::ffi::OsString> {
    let rest = std::env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(std::env::split_paths(&rest));
    std::env::join_paths(all).map_err(|error| Error::Missing(format!("PATH cannot be extended: {error}")))
}

/// The first of these programs that stands on `PATH`.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    names
        .iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|candidate| is_program(candidate))
}

/// Whether this file exists and may be run.
pub fn is_program(path: &Path) -> bool {
    #[cfg(unix)]
    let runnable = |data: &std::fs::Metadata| std::os::unix::fs::PermissionsExt::mode(&data.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let runnable = |_: &std::fs::Metadata| true;
    std::fs::metadata(path).is_ok_and(|data| data.is_file() && runnable(&data))
}

/// The command line as a person would type it, for messages.
pub fn shown(command: &Command) -> String {
    let name = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words: Vec<_> = std::iter::once(name).chain(command.get_args()).map(OsStr::to_string_lossy).collect();
    words.join(" ")
}

/// Runs a program with its output on the terminal; a failure is an error.
pub fn attached(command: &mut Command) -> Result<()> {
    let status = command.stdin(Stdio::null()).status().map_err(|source| start_error(command, source))?;
    if status.success() { Ok(()) } else { Err(Error::Failed { command: shown(command), status }) }
}

/// Runs a program to its end and keeps what it printed, both streams in the order of arrival.
pub fn recorded(command: &mut Command) -> Result<Recorded> {
    let (mut reader, writer) = std::io::pipe().map_err(|source| start_error(command, source))?;
    let second = writer.try_clone().map_err(|source| start_error(command, source))?;
    let started = command.stdin(Stdio::null()).stdout(writer).stderr(second).spawn();
    // The command still holds the writing ends; while it does, the reading end never sees the end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = started.map_err(|source| start_error(command, source))?;
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).map_err(|source| start_error(command, source))?;
    let status = child.wait().map_err(|source| start_error(command, source))?;
    Ok(Recorded { output: String::from_utf8_lossy(&bytes).into_owned(), succeeded: status.success() })
}

/// Runs a program to its end and gives back its standard output; what it says on standard error is on the terminal. A
/// failure is an error.
pub fn printed(command: &mut Command) -> Result<String> {
    let done = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output();
    let done = done.map_err(|source| start_error(command, source))?;
    if !done.status.success() {
        return Err(Error::Failed { command: shown(command), status: done.status });
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}

/// The first line with a number that a program prints about its version, or nothing where it cannot be run.
pub fn version(program: &Path) -> Option<String> {
    // Standard output only: Debian's Chromium is a script whose warnings have numbers in them, too.
    let done =
        Command::new(program).arg("--version").stdin(Stdio::null()).output().ok().filter(|it| it.status.success())?;
    let text = String::from_utf8_lossy(&done.stdout);
    text.lines().find(|line| line.contains(|c: char| c.is_ascii_digit())).map(|line| line.trim().to_owned())
}

fn start_error(command: &Command, source: std::io::Error) -> Error {
    Error::Start { program: command.get_program().to_string_lossy().into_owned(), source }
}

/// Says what is being done, does it, and says how long it took.
pub fn step<T>(what: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("==> {what}");
    let start = Instant::now();
    let result = work()?;
    println!("    done in {}", duration(start.elapsed()));
    Ok(result)
}

/// A duration for people: `0.4 s`, `12 s`, `3 min 05 s`.
pub fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    match seconds {
        0..10 => format!("{:.1} s", time.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        _ => format!("{} min {:02} s", seconds / 60, seconds % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recorded_program_keeps_both_streams_and_its_verdict() {
        let done = recorded(Command::new("sh").args(["-c", "echo one; echo two >&2; exit 3"])).unwrap();
        assert_eq!(done.output, "one\ntwo\n");
        assert!(!done.succeeded);
        assert!(recorded(Command::new("sh").args(["-c", "true"])).unwrap().succeeded);
        assert!(matches!(recorded(&mut Command::new("/no/such/program")), Err(Error::Start { .. })));
    }

    #[test]
    fn an_attached_program_that_fails_is_an_error() {
        assert!(attached(Command::new("sh").args(["-c", "exit 0"])).is_ok());
        assert!(matches!(attached(Command::new("sh").args(["-c", "exit 1"])), Err(Error::Failed { .. })));
    }

    #[test]
    fn what_a_program_printed_is_its_standard_output() {
        assert_eq!(printed(Command::new("sh").args(["-c", "echo one; echo two >/dev/null"])).unwrap(), "one\n");
        assert!(matches!(printed(Command::new("sh").args(["-c", "echo one; exit 1"])), Err(Error::Failed { .. })));
    }

    #[test]
    fn durations_read_well() {
        assert_eq!(duration(Duration::from_millis(420)), "0.4 s");
        assert_eq!(duration(Duration::from_millis(59_999)), "59 s");
        assert_eq!(duration(Duration::from_secs(185)), "3 min 05 s");
    }
}
