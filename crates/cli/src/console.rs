//! Standard error: lines for people, and a progress line where a person is watching.

use analysis::{Progress, Stage};
use std::cell::Cell;
use std::fmt::Arguments;
use std::io::{IsTerminal, Write, stderr};
use std::time::{Duration, Instant};

/// A progress line is drawn anew after this time at the earliest.
const INTERVAL: Duration = Duration::from_millis(100);

/// Standard error. That it cannot be written to never stops the work.
pub struct Console {
    terminal: bool,
    /// When the progress line was drawn last; `None` where none is to be seen.
    drawn: Cell<Option<Instant>>,
    started: Instant,
}

impl Console {
    /// Standard error as it is.
    pub fn new() -> Self {
        Self { terminal: stderr().is_terminal(), drawn: Cell::new(None), started: Instant::now() }
    }

    /// Writes one line, whatever the text holds: names from links and files may hold what would steer a terminal.
    pub fn say(&self, text: Arguments<'_>) {
        self.clear();
        let mut line: String =
            text.to_string().chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
        line.push('\n');
        let _ = stderr().write_all(line.as_bytes());
    }

    /// Shows how far the work has come, if somebody is watching.
    pub fn progress(&self, progress: Progress) {
        let last = self.drawn.get().unwrap_or(self.started);
        if !self.terminal || last.elapsed() < INTERVAL {
            return;
        }
        self.drawn.set(Some(Instant::now()));
        let doing = match progress.stage {
            Stage::Generating => "generating",
            Stage::Reading { again: false, .. } => "reading",
            Stage::Reading { again: true, .. } => "reading again",
            Stage::Features => "computing features",
            Stage::Fitting => "growing trees",
            Stage::Scoring => "scoring",
            Stage::Finishing => "writing",
        };
        let mut error = stderr();
        let _ = if progress.total > 0.0 {
            write!(error, "\r\x1b[K{doing} {:.0} %", (100.0 * progress.done / progress.total).min(100.0))
        } else {
            write!(error, "\r\x1b[K{doing}")
        };
        let _ = error.flush();
    }

    /// Takes the progress line away.
    fn clear(&self) {
        if self.drawn.take().is_some() {
            let _ = stderr().write_all(b"\r\x1b[K");
        }
    }
}

impl Default for Console {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        self.clear();
    }
}
