//! What holds for every file.

use super::*;
use crate::Finished;
use crate::container::gunzip::tests::gzip;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

/// A table as it should come out, and the file that says so.
#[derive(Clone, Debug)]
struct Written {
    numbers: Vec<Option<f64>>,
    labels: Vec<String>,
    text: Vec<u8>,
}

fn quoted(cell: &str, always: bool) -> String {
    if always || cell.contains([',', ';', '\t', '"', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn written() -> impl Strategy<Value = Written> {
    // Whole numbers beyond what a double holds are codes: another property. The key keeps a row from being empty; labels that would mean "no value" are told apart by the underscore.
    let row = (prop::option::of(any::<f64>().prop_filter("a number", |value| value.abs() < 9e15)), "[ -~é€\n\"]{0,12}");
    let style = (prop::sample::select(vec![',', ';', '\t']), prop::sample::select(vec!["\n", "\r\n"]));
    (vec(row, 1..60), style, any::<[bool; 4]>()).prop_map(|(rows, (delimiter, end), [mark, quotes, last, blank])| {
        let decimal = if delimiter == ',' { "." } else { "," };
        let mut text = if mark { "\u{feff}".to_owned() } else { String::new() };
        text += &["key", "value", "label"].map(|name| quoted(name, quotes)).join(&delimiter.to_string());
        let mut written = Written { numbers: Vec::new(), labels: Vec::new(), text: Vec::new() };
        for (at, (number, label)) in rows.iter().enumerate() {
            text += end;
            if blank && at % 3 == 0 {
                text += end;
            }
            let label = format!("_{label}");
            let number_text = number.map_or(String::new(), |number| number.to_string().replace('.', decimal));
            let cells = [quoted(&format!("k{}", at % 7), quotes), quoted(&number_text, quotes), quoted(&label, quotes)];
            text += &cells.join(&delimiter.to_string());
            written.numbers.push(*number);
            written.labels.push(label);
        }
        if last {
            text += end;
        }
        written.text = text.into_bytes();
        written
    })
}

fn in_slices(bytes: &[u8], cuts: &[Index], limits: Limits) -> Result<Loaded, IngestError> {
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
    cuts.extend([0, bytes.len()]);
    cuts.sort_unstable();
    let mut loader = Loader::with_limits(Mapping::default(), limits);
    loop {
        for pair in cuts.windows(2) {
            loader.push(&bytes[pair[0]..pair[1]])?;
        }
        match loader.finish_or_again()? {
            Finished::Loaded(loaded) => return Ok(*loaded),
            Finished::Again(again) => loader = *again,
        }
    }
}

/// Equal, a missing number being equal to a missing number.
fn same(one: &Result<Loaded, IngestError>, other: &Result<Loaded, IngestError>) -> bool {
    format!("{one:?}") == format!("{other:?}")
}

fn adds_up(report: &Report) -> Result<(), TestCaseError> {
    prop_assert_eq!(report.loaded + report.rejected + report.skipped, report.read);
    prop_assert!(report.repaired <= report.loaded);
    let by_outcome =
        |outcome| report.counts().filter(|(rule, _)| rule.outcome() == outcome).map(|(_, count)| count).sum();
    let (rejections, repairs): (u64, u64) = (by_outcome(Outcome::Rejected), by_outcome(Outcome::Repaired));
    prop_assert_eq!(rejections, report.rejected);
    prop_assert!(repairs >= report.repaired);
    prop_assert_eq!(report.issues.len() as u64, report.total_issues().min(Limits::default().issues as u64));
    let of_rows: Vec<_> = report.issues.iter().filter(|issue| issue.reason.rule() != Rule::ReadOtherwise).collect();
    prop_assert!(of_rows.windows(2).all(|pair| pair[0].row <= pair[1].row && pair[0].line <= pair[1].line));
    Ok(())
}

proptest! {
    #[test]
    fn a_table_comes_back(written in written(), zip in any::<bool>()) {
        let bytes = if zip { gzip(&written.text) } else { written.text.clone() };
        let loaded = load(&bytes, Mapping::default());
        if written.numbers.iter().all(Option::is_none) {
            prop_assert_eq!(loaded.err(), Some(IngestError::NoNumbers { columns: 3 }));
            return Ok(());
        }
        let loaded = loaded?;
        let rows = written.numbers.len() as u64;
        prop_assert_eq!(counts(&loaded.report), [rows, rows, 0, 0]);
        let expected: Vec<u64> = written.numbers.iter().map(|number| number.unwrap_or(f64::NAN).to_bits()).collect();
        let read: Vec<u64> = numbers(&loaded, "value").iter().map(|value| value.to_bits()).collect();
        prop_assert_eq!(read, expected);
        prop_assert_eq!(labels(&loaded, "label"), written.labels);
    }

    #[test]
    fn slices_do_not_matter(written in written(), cuts in vec(any::<Index>(), 0..20), sample in 1_usize..30, zip in any::<bool>()) {
        let limits = Limits { sample_rows: sample, ..Limits::default() };
        let bytes = if zip { gzip(&written.text) } else { written.text };
        prop_assert!(same(&in_slices(&bytes, &cuts, limits), &in_slices(&bytes, &[], limits)));
    }

    #[test]
    fn counts_add_up_whatever_is_broken(
        written in written(),
        breaks in vec((any::<Index>(), prop::sample::select(b"\xff,;\t\"\n\rx1.-\0".to_vec())), 0..12),
        cuts in vec(any::<Index>(), 0..6),
        sample in 1_usize..30,
    ) {
        let limits = Limits { sample_rows: sample, ..Limits::default() };
        let mut bytes = written.text;
        for (at, byte) in breaks {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let loaded = in_slices(&bytes, &cuts, limits);
        prop_assert!(same(&loaded, &in_slices(&bytes, &[], limits)));
        if let Ok(loaded) = loaded {
            adds_up(&loaded.report)?;
            prop_assert_eq!(loaded.table.rows() as u64, loaded.report.loaded);
            let repaired: u64 = loaded.mapping.columns.iter().map(|column| column.repaired).sum();
            let shapes = loaded.report.count(Rule::ShortRow) + loaded.report.count(Rule::TrailingCells);
            let rejected = loaded.report.rejected;
            let told = loaded.report.count(Rule::ReadOtherwise);
            prop_assert_eq!(repaired + shapes + rejected + told, loaded.report.total_issues());
        }
    }

    #[test]
    fn every_so_many_rows_are_the_rows_of_these_numbers(
        written in written(),
        breaks in vec((any::<Index>(), prop::sample::select(b"\xff,;\t\"\n\rx1.-".to_vec())), 0..6),
        every in 1_u32..6,
        sample in 1_usize..30,
    ) {
        let limits = Limits { sample_rows: sample, ..Limits::default() };
        let mut bytes = written.text;
        for (at, byte) in breaks {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let whole = in_slices(&bytes, &[], limits);
        let mut loader = Loader::with_limits(Mapping::default(), limits).every(every.try_into()?);
        let some = loader.push(&bytes).and_then(|()| loader.finish());
        if let (Ok(whole), Ok(some)) = (whole, some) {
            adds_up(&some.report)?;
            prop_assert_eq!(some.report.read, whole.report.read);
            prop_assert_eq!(some.report.loaded + some.report.rejected, whole.report.read.div_ceil(every.into()));
            // What is wrong with a row as a whole is told of the same rows.
            let wrong = |report: &Report| -> Vec<(u64, u64)> {
                let whole_row = report.issues.iter().filter(|issue| issue.column.is_none());
                whole_row.map(|issue| (issue.row, issue.line)).filter(|(row, _)| (row - 1).is_multiple_of(every.into())).collect()
            };
            prop_assert_eq!(wrong(&some.report), wrong(&whole.report));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in vec(any::<u8>(), 0..400), cuts in vec(any::<Index>(), 0..4)) {
        let _ = in_slices(&bytes, &cuts, Limits::default());
    }

    #[test]
    fn no_text_makes_it_panic(text in "[a-c0-9.,;\t\"\r\n \u{0}é-]{0,200}", sample in 1_usize..5) {
        let limits = Limits { sample_rows: sample, sample_bytes: 100, columns: 6, cell_bytes: 20, ..Limits::default() };
        if let Ok(loaded) = in_slices(text.as_bytes(), &[], limits) {
            adds_up(&loaded.report)?;
        }
    }
}

/// Headers and cells of sources, and of none.
fn mixed() -> impl Strategy<Value = Table> {
    let name = prop::sample::select(vec![
        "view_id",
        "view_start",
        "mux_viewer_id",
        "watch_time",
        "weighted_average_bitrate",
        "session_id",
        "IMPRESSION_ID",
        "PLAYED",
        "VIEWTIME",
        "VIDEO_STARTUPTIME",
        "TIME",
        "br",
        "bl",
        "bs",
        "sid",
        "mtp",
        "ot",
        "sta",
        "cmcd_br",
        "cmcd",
        "CMCD-Status",
        "cs-uri-query",
        "sc-status",
        "time-taken",
        "startup_failed",
        "cdn",
        "note",
        "startup_time_ms",
    ]);
    let cell = prop_oneof![
        4 => prop::sample::select(vec![
            "", "1", "0", "true", "no", "1.5", "1772359200", "2026-03-01", "v", "NA", "br=5", "\"br=5,bl=7,sid=x\"",
            "13/02/2026 10:00", "02/13/2026", "03/02/2026", "20260301T120000Z", "2026/3/1 12:30", "CMCD=br%3D5%2Cbs", "a=1&CMCD=sid%3D%22x%22", "{}", "\"{\"\"br\"\":[5],\"\"bl\"\":2}\"", "(5)", "CMCD=",
        ]).prop_map(str::to_owned),
        1 => "[a-c0-9=%{.-]{0,8}",
    ];
    // A column is mostly of one kind, so that its kind is told.
    let column = (name, vec(cell, 1..3));
    (vec(column, 1..7), vec(vec((any::<Index>(), 0..20_u8), 1..7), 1..12)).prop_map(|(columns, rows)| Table {
        names: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
        rows: rows
            .iter()
            .map(|row| {
                let cells = row.iter().enumerate().map(|(at, (which, kind))| {
                    let column = if *kind == 0 { which.index(columns.len()) } else { at.min(columns.len() - 1) };
                    let cells = &columns[column].1;
                    cells[which.index(cells.len())].clone()
                });
                cells.collect()
            })
            .collect(),
    })
}

/// Names, and rows of cells that are as many or not.
#[derive(Clone, Debug)]
struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// The text in a layout; cells with quotes are quoted already where they are of several parts.
    fn text(&self, layout: &Layout) -> String {
        let lines = |lines: Vec<String>| lines.into_iter().map(|line| line + "\n").collect::<String>();
        match layout {
            Layout::Delimited(Delimited { delimiter, header, .. }) => {
                let mark = char::from(delimiter.byte()).to_string();
                let head = header.then_some(&self.names).into_iter();
                lines(head.chain(&self.rows).map(|cells| cells.join(&mark)).collect())
            }
            Layout::Markdown => {
                let rule = vec!["---".to_owned(); self.names.len()];
                let rows = [&self.names, &rule].into_iter().chain(&self.rows);
                lines(rows.map(|cells| format!("| {} |", cells.join(" | "))).collect())
            }
            Layout::RealTime => {
                let start = "1775547000.25\t::1.2\t0.1\t200\t5\tGET";
                lines(self.rows.iter().map(|cells| format!("{start}\t{}", cells.join("\t"))).collect())
            }
            Layout::Clf => {
                let cells =
                    |cells: &Vec<String>| cells.iter().map(|cell| cell.replace(['"', ' '], "")).collect::<Vec<_>>();
                let line = |cells: Vec<String>| {
                    let query = cells.join("&");
                    format!(
                        "::1 - - [01/Mar/2026:12:00:00 +0000] \"GET /?{query} HTTP/1.1\" 200 5 \"-\" \"{query}\" {}",
                        cells.join(" ")
                    )
                };
                lines(self.rows.iter().map(|row| line(cells(row))).collect())
            }
            Layout::W3c => {
                let rows = self.rows.iter().map(|cells| cells.join("\t"));
                lines(std::iter::once(format!("#Fields: {}", self.names.join(" "))).chain(rows).collect())
            }
            Layout::JsonLines | Layout::Json(_) => {
                let pairs = |cells: &Vec<String>| {
                    let pairs = self.names.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
                    let pairs = pairs.map(|(name, cell)| match cell.parse::<f64>() {
                        Ok(number) if number.is_finite() => format!("{name:?}:{number}"),
                        _ => format!("{name:?}:{cell:?}"),
                    });
                    format!("{{{}}}", pairs.collect::<Vec<_>>().join(","))
                };
                lines(self.rows.iter().map(pairs).collect())
            }
        }
    }
}

proptest! {
    /// Whatever columns and cells come together, in whichever layout: nothing panics, the counts add up, and the reading that
    /// comes out gives the same table and the same reading.
    #[test]
    fn a_file_is_read_again_by_its_reading(
        table in mixed(),
        layout in prop::sample::select(Layout::all().collect::<Vec<_>>()),
        told in any::<bool>(),
        every in 1_u32..4,
        cut in any::<Index>(),
        sample in 1_usize..8,
    ) {
        let limits = Limits { sample_rows: sample, ..Limits::default() };
        // The rows of one file, or of two.
        let (first, second) = table.rows.split_at(cut.index(table.rows.len() + 1));
        let texts: Vec<String> = [first, second]
            .into_iter()
            .filter(|rows| !rows.is_empty())
            .map(|rows| Table { rows: rows.to_vec(), ..table.clone() }.text(&layout))
            .collect();
        let read = |reading: Reading| {
            let mut loader = Loader::with_limits(reading, limits);
            for (at, text) in texts.iter().enumerate() {
                if texts.len() > 1 {
                    loader.next_file(&at.to_string())?;
                }
                loader.push(text.as_bytes())?;
            }
            loader.finish()
        };
        let mut reading = Reading::rows(Mapping::default());
        reading.every = every.try_into()?;
        reading.layout = told.then(|| layout.clone());
        if let Ok(loaded) = read(reading) {
            let report = &loaded.report;
            prop_assert_eq!(report.loaded + report.rejected + report.skipped, report.read);
            prop_assert_eq!(report.loaded + report.rejected, report.read.div_ceil(every.into()));
            prop_assert_eq!(loaded.table.rows() as u64, report.loaded);
            prop_assert!(report.issues.iter().all(|issue| (issue.row - 1).is_multiple_of(every.into())));
            prop_assert!(report.issues.iter().all(|issue| issue.file.is_some() == (texts.len() > 1)));
            if texts.len() > 1 {
                prop_assert_eq!(report.files.iter().map(|file| file.rows).sum::<u64>(), report.read);
            }
            let again = read(loaded.reading.clone())?;
            prop_assert_eq!(format!("{:?}", &again.table), format!("{:?}", &loaded.table));
            prop_assert_eq!(&again.report, report);
            prop_assert_eq!(&again.reading, &loaded.reading);
        }
    }
}

#[test]
fn slices_do_not_matter_over_many_blocks() {
    let rows: String =
        (0..30_000).map(|row| format!("{row},\"multi\nline {}\",{}\n", row % 50, f64::from(row) / 7.0)).collect();
    let bytes = format!("id,label,value\n{rows}").into_bytes();
    let zipped = gzip(&bytes);
    for bytes in [&bytes, &zipped] {
        let whole = load(bytes, Mapping::default()).unwrap();
        assert_eq!(counts(&whole.report), [30_000, 30_000, 0, 0]);
        for slice in [1_000, 65_535, 65_536, 65_537, 300_001] {
            let mut loader = Loader::new(Mapping::default());
            for part in bytes.chunks(slice) {
                loader.push(part).unwrap();
            }
            assert!(loader.finish().unwrap() == whole, "slices of {slice}");
        }
    }
}
