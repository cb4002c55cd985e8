//! How the reading of a file goes, and what came of it, in few words.

use analysis::Sessions;
use telemetry::format;

/// How the reading goes: megabytes, rows so far, speed and the time that is left.
///
/// `done` and `total` are bytes, the total zero where it is not known; `elapsed` is in milliseconds.
pub fn reading(done: f64, total: f64, rows: u64, elapsed: f64) -> String {
    let mut text = if total > 0.0 {
        format!("{:.1} of {:.1} MB", done / 1e6, total / 1e6)
    } else {
        format!("{:.1} MB", done / 1e6)
    };
    if rows > 0 {
        text.push_str(&format!(", {}", format::things(rows, "row")));
    }
    // The first moments say nothing about the speed.
    if elapsed >= SETTLED && done > 0.0 {
        let speed = done / elapsed;
        text.push_str(&format!(", {} MB/s", format::significant(speed / 1e3, 2)));
        if total > done {
            let left = (total - done) / speed;
            // Whole seconds, from a minute on whole minutes: the speed is not known more closely.
            let step = if left < 60e3 { 1e3 } else { 60e3 };
            text.push_str(&format!(", {} left", format::span((left / step).ceil() * step)));
        }
    }
    text
}

/// Milliseconds after which a speed is told.
const SETTLED: f64 = 500.0;

/// What came of the reading, and how many sessions were not judged, for a place with little room; none for sessions that were not read.
pub fn note(sessions: &Sessions, unjudged: u32) -> Option<String> {
    let report = &sessions.quality.as_ref()?.report;
    let skipped = match report.skipped {
        0 => String::new(),
        count => format!(", {} skipped", format::count(count)),
    };
    let unjudged = match unjudged {
        0 => String::new(),
        count => format!(
            "; without a value in any chosen feature and not judged: {}",
            format::things(count.into(), "session")
        ),
    };
    Some(format!(
        "{} loaded, {} repaired, {} rejected{skipped}{unjudged}",
        format::things(report.loaded, "row"),
        format::count(report.repaired),
        format::count(report.rejected)
    ))
}

/// What of a file a person must know before anything else: that it holds no sessions, that a part was not understood.
pub fn warning(sessions: &Sessions) -> Option<String> {
    let quality = sessions.quality.as_ref()?;
    let notice = quality.columns.notice.map(|notice| {
        let text = notice.to_string();
        let first = text.chars().next().map_or_else(String::new, |first| first.to_uppercase().to_string());
        format!("{first}{}.", text.chars().skip(1).collect::<String>())
    });
    let questions = quality.columns.questions().map(|question| format!("To be chosen on the Data tab: {question}."));
    let told: Vec<String> =
        notice.into_iter().chain(quality.columns.losses(&quality.report)).chain(questions).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

#[cfg(test)]
mod tests {
    use super::reading;

    #[test]
    fn the_speed_is_told_when_it_is_known() {
        assert_eq!(reading(4e6, 100e6, 0, 20.0), "4.0 of 100.0 MB");
        assert_eq!(
            reading(40e6, 100e6, 1_234_567, 800.0),
            "40.0 of 100.0 MB, 1\u{202f}234\u{202f}567 rows, 50 MB/s, 2\u{202f}s left"
        );
        assert_eq!(reading(1e6, 71e6, 0, 1000.0), "1.0 of 71.0 MB, 1 MB/s, 2\u{202f}min left");
        assert_eq!(reading(1e9, 0.0, 7, 10_000.0), "1000.0 MB, 7 rows, 100 MB/s");
        assert_eq!(reading(1e9, 1e9, 7, 10_000.0), "1000.0 of 1000.0 MB, 7 rows, 100 MB/s");
        assert_eq!(reading(0.0, 0.0, 0, 9000.0), "0.0 MB");
    }
}
