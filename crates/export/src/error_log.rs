//! The error log: what was wrong with a file's rows and cells, as CSV for whoever is to mend them at the source.

use super::csv::CsvWriter;
use ingest::{Outcome, Rule};
use ingest::{RenamedBecause, Report};

/// The columns of the log; of several files each row begins with the file's name.
const FILE: &str = "file";
const HEADER: [&str; 6] = ["row", "line", "column", "value", "rule", "action"];

/// What was done because of a rule, in words.
pub fn action(rule: Rule) -> &'static str {
    match rule.outcome() {
        Outcome::Repaired => "loaded, repaired",
        Outcome::Rejected => "rejected",
        Outcome::Aside => "loaded, kept apart",
        Outcome::Told => "loaded as it is",
    }
}

/// Why a column was renamed, in words.
pub fn renaming(because: RenamedBecause) -> &'static str {
    match because {
        RenamedBecause::Empty => "column without a name",
        RenamedBecause::Duplicate => "column with another's name",
        RenamedBecause::NotUtf8 => "column name that is not UTF-8",
    }
}

/// What was done to such a column.
pub const RENAMED: &str = "loaded, renamed";

/// Hands the log to `sink`, piece by piece: a header of `row` (data rows from 1), `line` (in the file, from 1), `column`,
/// `value` (of a cell, shortened as in [`Issue::value`](ingest::Issue::value)), `rule` and `action`; then a row for each column
/// that was renamed (without row and line) and each issue that the report holds in full, in the order of the file. Of several
/// files each row begins with the name of its `file`.
///
/// # Errors
/// The first error of the sink.
pub fn write_error_log<E>(report: &Report, mut sink: impl FnMut(String) -> Result<(), E>) -> Result<(), E> {
    let mut writer = CsvWriter::default();
    let is_of_several = !report.files.is_empty();
    if is_of_several {
        writer.text(FILE);
    }
    HEADER.iter().for_each(|name| writer.text(name));
    writer.end_row();
    for renamed in &report.renamed {
        if is_of_several {
            // The names are those of the first file.
            writer.text(report.files.first().map_or("", |file| &file.name));
        }
        writer.number(f64::NAN);
        writer.number(f64::NAN);
        [&renamed.to, &renamed.from].into_iter().for_each(|text| writer.text(text));
        [renaming(renamed.because), RENAMED].into_iter().for_each(|text| writer.text(text));
        writer.end_row();
    }
    for issue in &report.issues {
        let rule = issue.reason.rule();
        if is_of_several {
            writer.text(issue.file.as_deref().unwrap_or_default());
        }
        // Rows and lines are far below the numbers that a float cannot hold.
        writer.number(issue.row as f64);
        // What was found after reading has no line.
        writer.number(if issue.line > 0 { issue.line as f64 } else { f64::NAN });
        writer.text(issue.column.as_deref().unwrap_or_default());
        writer.text(&issue.value);
        writer.text(rule.label());
        writer.text(action(rule));
        writer.end_row();
        if writer.len() > 1 << 20 {
            sink(writer.take())?;
        }
    }
    sink(writer.take())
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use ingest::{Mapping, load};
    use proptest::prelude::*;

    fn log(text: &str) -> String {
        let loaded = load(text.as_bytes(), Mapping::default()).expect("sessions");
        let mut log = String::new();
        let done: Result<(), std::convert::Infallible> = write_error_log(&loaded.report, |piece| {
            log.push_str(&piece);
            Ok(())
        });
        assert_eq!(done, Ok(()));
        log
    }

    #[test]
    fn every_issue_has_its_place_and_what_was_done() {
        let mut text =
            "session_id,bitrate_kbps,,x,x\na,1000,1,1,1\nb,=2+3,1,1,1\nc,3000,1\nd,1,2,3,4,5\n\"e, \"\"f\"\"\",-4,1,1,1\n"
                .to_owned();
        text.push_str(&"g,1000,1,1,1\n".repeat(50));
        assert_eq!(
            log(&text),
            "row,line,column,value,rule,action\n\
             ,,column 3,,column without a name,\"loaded, renamed\"\n\
             ,,x (2),x,column with another's name,\"loaded, renamed\"\n\
             2,3,bitrate_kbps,'=2+3,\"text in a number column, left empty\",\"loaded, repaired\"\n\
             3,4,,\"c,3000,1\",\"row with too few cells, the rest left empty\",\"loaded, repaired\"\n\
             4,5,,\"d,1,2,3,4,5\",row with more cells than columns,rejected\n\
             5,6,bitrate_kbps,'-4,\"number that cannot be true of a session, left empty\",\"loaded, repaired\"\n"
        );
    }

    #[test]
    fn of_several_files_the_file_is_told() {
        let mut loader = ingest::Loader::new(Mapping::default());
        for (name, text) in [("=a.csv", "a,b,b\n1,2,3\n"), ("b.csv", "b,a,b\n1,2\n")] {
            loader.next_file(name).expect("sound so far");
            loader.push(text.as_bytes()).expect("sound");
        }
        let loaded = loader.finish().expect("sessions");
        let mut log = String::new();
        let done: Result<(), std::convert::Infallible> = write_error_log(&loaded.report, |piece| {
            log.push_str(&piece);
            Ok(())
        });
        assert_eq!(done, Ok(()));
        assert_eq!(
            log,
            "file,row,line,column,value,rule,action\n\
             '=a.csv,,,b (2),b,column with another's name,\"loaded, renamed\"\n\
             b.csv,2,2,,\"2,1,\",\"row with too few cells, the rest left empty\",\"loaded, repaired\"\n"
        );
    }

    #[test]
    fn a_file_in_order_has_an_empty_log() {
        assert_eq!(log("a,b\n1,2\n"), "row,line,column,value,rule,action\n");
    }

    proptest! {
        /// Whatever stood in the cells: the log is a table of six columns, and nothing in it is a formula.
        #[test]
        fn the_log_is_read_back(cells in proptest::collection::vec("[^\"\r\n,\\x00]{0,12}", 1..20)) {
            let mut text = format!("bitrate_kbps,note\n{}", "1,a\n".repeat(200));
            cells.iter().for_each(|cell| text.push_str(&format!("\"{cell}\",b,c\n{cell},x\n")));
            let log = log(&text);
            let mut fields = vec![0_u8; 4 * log.len() + 16];
            let mut ends = vec![0_usize; log.len() + 16];
            let mut reader = csv_core::Reader::new();
            let mut input = log.as_bytes();
            loop {
                let (result, read, written, count) = reader.read_record(input, &mut fields, &mut ends);
                input = &input[read..];
                if result == csv_core::ReadRecordResult::End {
                    break;
                }
                prop_assert_eq!(result, csv_core::ReadRecordResult::Record);
                prop_assert_eq!(count, HEADER.len());
                prop_assert!(written <= fields.len());
                for bounds in [(ends[1], ends[2]), (ends[2], ends[3])] {
                    let first = fields[bounds.0..bounds.1].first();
                    prop_assert!(first.is_none_or(|first| !b"=+-@\t\r".contains(first)));
                }
            }
        }
    }
}
