//! What native candidates share: they run by words, answer in lines, and tell of their own process.

use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;
use std::time::Instant;

/// Runs a candidate by the words of its command line; what went wrong is told under its name.
pub fn run<E: Display>(name: &str, run: impl FnOnce(&[&str]) -> Result<(), E>) -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{name}: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Answers with a line.
///
/// # Errors
/// When nobody reads any more.
pub fn say(line: &serde_json::Value) -> std::io::Result<()> {
    let mut output = std::io::stdout().lock();
    writeln!(output, "{line}")?;
    output.flush()
}

/// What the process holds before a measurement, in bytes; known on Linux.
#[derive(Clone, Copy, Debug)]
pub struct Memory(u64);

impl Memory {
    /// Forgets the peak that there was so far.
    pub fn here() -> Option<Self> {
        std::fs::write("/proc/self/clear_refs", "5").ok()?;
        status("VmRSS:").map(Self)
    }

    /// How far the peak since then stood above.
    pub fn grown(self) -> Option<u64> {
        status("VmHWM:").map(|peak| peak.saturating_sub(self.0))
    }
}

/// A line of `/proc/self/status`, in bytes.
fn status(name: &str) -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(name))?;
    line.trim().strip_suffix(" kB")?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

/// Processor time of this process, all its threads.
pub fn cpu_seconds() -> Option<f64> {
    // Linux has always counted these in hundredths of a second for programs.
    const TICKS: f64 = 100.0;
    let text = std::fs::read_to_string("/proc/self/stat").ok()?;
    // The program's name may hold anything, but ends with the last bracket; the times are the 12th and 13th after it.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |place: usize| fields.get(place)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS)
}

/// Milliseconds that this thread was at work, where the system tells; of the clock since a start where it does not. Two of them tell how
/// long something took.
pub fn milliseconds_at_work(start: Instant) -> f64 {
    let at_work = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = at_work.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64() * 1e3, |nanoseconds| nanoseconds / 1e6)
}
