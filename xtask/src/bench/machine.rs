//! What a measurement was made on: without it a figure says nothing.

use std::time::{SystemTime, UNIX_EPOCH};

/// The machine, the day, and how busy it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Machine {
    processor: String,
    cores: usize,
    memory: Option<u64>,
    date: String,
}

impl Machine {
    /// This machine, today.
    pub fn here() -> Self {
        let read = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        Self {
            processor: field(&read("/proc/cpuinfo"), "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory: field(&read("/proc/meminfo"), "MemTotal").and_then(|text| text.strip_suffix(" kB")?.parse().ok()),
            date: date(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs())),
        }
    }

    /// One sentence.
    pub fn described(&self) -> String {
        let cores = if self.cores == 1 { "1 core".to_owned() } else { format!("{} cores", self.cores) };
        let memory =
            self.memory.map(|kilobytes| format!(", {:.0} GiB", kilobytes as f64 / 1_048_576.0)).unwrap_or_default();
        let (processor, date, system) = (&self.processor, &self.date, std::env::consts::OS);
        format!("{date}, on {processor} with {cores}{memory} ({system})")
    }
}

/// How many programs wanted to run in the last minute, on average, where the system tells.
pub fn load() -> Option<f64> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split_whitespace().next()?.parse().ok()
}

/// The value of the first line `name : value`.
fn field(text: &str, name: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        (key.trim() == name).then(|| value.trim().to_owned())
    })
}

/// The day, as `2026-11-21`, of so many seconds since 1970 (UTC).
fn date(seconds: u64) -> String {
    let is_leap = |year: u64| (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    let mut days = seconds / 86_400;
    let mut year = 1970;
    while days >= 365 + u64::from(is_leap(year)) {
        days -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    format!("{year}-{:02}-{:02}", month + 1, days + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for (seconds, day) in [
            (0, "1970-01-01"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_735_689_599, "2024-12-31"),
            (1_735_689_600, "2025-01-01"),
        ] {
            assert_eq!(date(seconds), day);
        }
    }

    #[test]
    fn a_field_is_found_by_its_name() {
        let text = "processor\t: 0\nmodel name\t: Some CPU @ 2:1\nmodel name\t: Other\n";
        assert_eq!(field(text, "model name").as_deref(), Some("Some CPU @ 2:1"));
        assert_eq!(field(text, "name"), None);
    }

    #[test]
    fn the_machine_is_described() {
        let machine =
            Machine { processor: "CPU".into(), cores: 2, memory: Some(25_165_824), date: "2026-11-21".into() };
        assert_eq!(machine.described(), format!("2026-11-21, on CPU with 2 cores, 24 GiB ({})", std::env::consts::OS));
    }
}
