//! What a native candidate tells of its own process.

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
