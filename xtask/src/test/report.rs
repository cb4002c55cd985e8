//! Reads the numbers out of what test programs print.

/// Numbers of tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that held.
    pub passed: u64,
    /// Tests that did not.
    pub failed: u64,
    /// Tests that did not run.
    pub skipped: u64,
    /// How many test programs reported a result.
    pub programs: usize,
    /// How many of these ran no test at all.
    pub idle: usize,
}

/// Adds up the lines `test result: ok. 3 passed; 0 failed; 1 ignored; …` of Rust's test programs; those of
/// wasm-bindgen's runner look the same.
pub fn of_rust_tests(output: &str) -> Counts {
    let mut counts = Counts::default();
    for line in output.lines() {
        let Some((_, numbers)) = line.split_once("test result: ").and_then(|(_, rest)| rest.split_once(". ")) else {
            continue;
        };
        let number = |word: &str| -> Option<u64> {
            numbers.split("; ").find_map(|part| part.trim().strip_suffix(word)?.trim().parse().ok())
        };
        let (Some(passed), Some(failed)) = (number("passed"), number("failed")) else { continue };
        counts.passed += passed;
        counts.failed += failed;
        counts.skipped += number("ignored").unwrap_or(0) + number("filtered out").unwrap_or(0);
        counts.programs += 1;
        counts.idle += usize::from(passed + failed == 0);
    }
    counts
}

/// Reads the `stats` of Playwright's JSON report. A flaky test (it held only when repeated) has failed.
pub fn of_playwright(report: &str) -> Result<Counts, String> {
    let report: serde_json::Value = serde_json::from_str(report).map_err(|error| error.to_string())?;
    let number = |name: &str| {
        report["stats"][name].as_u64().ok_or_else(|| format!("Playwright's report has no number stats.{name}"))
    };
    Ok(Counts {
        passed: number("expected")?,
        failed: number("unexpected")? + number("flaky")?,
        skipped: number("skipped")?,
        programs: 1,
        idle: 0,
    })
}

/// The number in `12 checks passed`, the last line of a script that compares.
pub fn of_checks(output: &str) -> Option<u64> {
    output.trim_end().lines().last()?.trim().strip_suffix(" checks passed")?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_several_programs_are_added_up() {
        let output = "running 3 tests\ntest a ... ok\n\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.01s\n\
            noise: 7 passed\n\
            test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
            test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(of_rust_tests(output), Counts { passed: 7, failed: 2, skipped: 3, programs: 3, idle: 1 });
    }

    #[test]
    fn output_without_a_result_counts_nothing() {
        for output in ["", "error: could not compile", "test result: ", "test result: ok. x passed; 0 failed"] {
            assert_eq!(of_rust_tests(output), Counts::default(), "{output:?}");
        }
    }

    #[test]
    fn the_report_of_playwright_is_read() {
        let report = r#"{"stats":{"startTime":"x","duration":1.5,"expected":5,"skipped":1,"unexpected":2,"flaky":1}}"#;
        let counts = of_playwright(report).unwrap();
        assert_eq!((counts.passed, counts.failed, counts.skipped), (5, 3, 1));
        assert!(of_playwright("{}").is_err());
        assert!(of_playwright("").is_err());
    }

    #[test]
    fn the_checks_of_a_script_stand_in_its_last_line() {
        assert_eq!(of_checks("comparing\n12 checks passed\n"), Some(12));
        for output in ["", "12 checks passed\nTraceback", "checks passed", "some checks passed", "12 checks failed"] {
            assert_eq!(of_checks(output), None, "{output:?}");
        }
    }
}
