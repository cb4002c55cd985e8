//! Numbers as people write them, in whole files.

use super::*;
use crate::{Finished, Limits, Loaded, Loader, Reason, Rule, SourceUnit, Taken, UnitSource, Why};
use proptest::prelude::*;
use telemetry::Data;

/// Reads a text whose first rows are so many, by as many readings as it asks for; how many those were.
fn read_by_first(text: &str, sample_rows: usize) -> (Loaded, usize) {
    let mut loader = Loader::with_limits(Mapping::default(), Limits { sample_rows, ..Limits::default() });
    for reading in 1.. {
        loader.push(text.as_bytes()).expect("text");
        match loader.finish_or_again().expect("a table") {
            Finished::Loaded(loaded) => return (*loaded, reading),
            Finished::Again(again) => loader = *again,
        }
    }
    unreachable!("a reading is the last")
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn thousands_with_commas_where_only_large_numbers_have_them() {
    let loaded = read("id,kbps,startup_ms\na,\"2,310\",800\nb,640,\"1,250\"\nc,90,700\nd,\"1,000\",\"12,400\"\n");
    assert_eq!(numbers(&loaded, "kbps"), [2310.0, 640.0, 90.0, 1000.0]);
    assert_eq!(loaded.table.numbers(Field::StartupTimeMs).unwrap(), [800.0, 1250.0, 700.0, 12400.0]);
    assert_eq!(loaded.report.total_issues(), 0);
}

#[test]
fn european_numbers() {
    let text = "id;kbps;watch (s);startup\na;2.310;1.299,99;800\nb;640;12,5;1.250\nc;90;7;700\nd;1.000;8,25;12.400\n";
    let loaded = read(text);
    assert_eq!(numbers(&loaded, "kbps"), [2310.0, 640.0, 90.0, 1000.0]);
    assert_eq!(numbers(&loaded, "watch (s)"), [1299.99, 12.5, 7.0, 8.25]);
    assert_eq!(loaded.report.total_issues(), 0);
}

#[test]
fn numbers_that_leave_both_readings_open_are_asked() {
    let text = "id;startup_time_ms;n\na;1.204;1\nb;2.651;2\n";
    let loaded = read(text);
    let column = loaded.mapping.column("startup_time_ms").unwrap();
    assert_eq!((column.taken, &column.why), (Taken::Own, &Why::AmbiguousNumbers { field: Some(Field::StartupTimeMs) }));
    assert_eq!(labels(&loaded, "startup_time_ms"), ["1.204", "2.651"]);
    // What is chosen is done, and stands in the mapping.
    for (choice, expected) in
        [("startup_time_ms:comma", [1204.0, 2651.0]), ("startup_time_ms:ms:point", [1.204, 2.651])]
    {
        let mut mapping = Mapping::default();
        mapping.assign("startup_time_ms", choice.parse::<crate::Choice>().unwrap()).unwrap();
        let loaded = load(text.as_bytes(), mapping).unwrap();
        assert_eq!(loaded.table.numbers(Field::StartupTimeMs).unwrap(), expected);
        let again = load(text.as_bytes(), loaded.mapping.to_mapping()).unwrap();
        assert_eq!(again.table, loaded.table);
    }
    // Between commas there is something that tells.
    let loaded = read("id,startup_time_ms,n\na,1.204,1\nb,2.651,2\n");
    assert_eq!(loaded.table.numbers(Field::StartupTimeMs).unwrap(), [1.204, 2.651]);
}

#[test]
fn units_that_differ_from_cell_to_cell() {
    let text = "id,startup,throughput,buffering ratio,cost,size\n\
                a,950 ms,4.52 Mb/s,38.5%,$1.50,1.5 kB\nb,1.20 s,800 kb/s,2 %,$20,300 B\nc,0,-,0%,($3),2 KiB\n";
    let loaded = read(text);
    assert_eq!(loaded.table.numbers(Field::StartupTimeMs).unwrap(), [950.0, 1200.0, 0.0]);
    assert_eq!(loaded.table.numbers(Field::ThroughputKbps).unwrap()[..2], [4520.0, 800.0]);
    assert_eq!(loaded.table.numbers(Field::BufferingRatio).unwrap(), [0.385, 0.02, 0.0]);
    assert_eq!(numbers(&loaded, "cost"), [1.5, 20.0, -3.0]);
    assert_eq!(numbers(&loaded, "size"), [1500.0, 300.0, 2048.0]);
    assert_eq!(loaded.report.total_issues(), 0);
    let unit = loaded.mapping.column("startup").unwrap().unit;
    assert_eq!(unit, Some((SourceUnit::Milliseconds, UnitSource::Cells)));
    // A unit that cannot be the field's, and a number without one, are told.
    let text = "startup,n\n950 ms,1\n1.2 s,2\n3 s,3\n4 s,4\n5 s,5\n6 s,6\n7 s,7\n8 s,8\n9 s,9\n10 s,1\n5 kB,2\n12,3\n";
    let loaded = read(text);
    let reasons: Vec<Reason> = loaded.report.issues.iter().map(|issue| issue.reason).collect();
    assert_eq!(reasons, [Reason::OtherUnit, Reason::NoUnit]);
}

#[test]
fn durations_are_numbers_under_the_name_of_one() {
    let loaded = read("Average view duration,time,n\n0:05:31,12:00:31,1\n0:01:02,12:01:02,2\n");
    assert_eq!(numbers(&loaded, "Average view duration"), [331_000.0, 62_000.0]);
    assert_eq!(labels(&loaded, "time"), ["12:00:31", "12:01:02"]);
    let loaded = read("watch time,n\n0:05:31,1\n1:01:02,2\n");
    assert_eq!(loaded.table.numbers(Field::WatchTimeS).unwrap(), [331.0, 3662.0]);
    let loaded = read("watch time,n\nPT5M31S,1\nPT1H1M2S,2\n");
    assert_eq!(loaded.table.numbers(Field::WatchTimeS).unwrap(), [331.0, 3662.0]);
}

#[test]
fn codes_are_labels_digit_for_digit() {
    let text = "n,zip,material,ean,viewer_ref,count\n1,02100,32E0134,49018e16,123456789012345678,5\n\
                2,10115,32E0135,49018e17,123456789012345679,7\n3,00501,99E1000,4,123456789012345680,9\n";
    let loaded = read(text);
    assert_eq!(labels(&loaded, "zip"), ["02100", "10115", "00501"]);
    assert_eq!(labels(&loaded, "material"), ["32E0134", "32E0135", "99E1000"]);
    assert_eq!(labels(&loaded, "ean"), ["49018e16", "49018e17", "4"]);
    assert_eq!(labels(&loaded, "viewer_ref")[1], "123456789012345679");
    assert_eq!(numbers(&loaded, "count"), [5.0, 7.0, 9.0]);
    // By hand they are numbers, and stay it in a link.
    let mut mapping = Mapping::default();
    mapping.assign("zip", "own:numbers".parse::<crate::Choice>().unwrap()).unwrap();
    mapping.assign("count", "own:labels".parse::<crate::Choice>().unwrap()).unwrap();
    let chosen = load(text.as_bytes(), mapping).unwrap();
    assert_eq!(
        (numbers(&chosen, "zip")[0], &labels(&chosen, "count")[..]),
        (2100.0, &["5", "7", "9"].map(String::from)[..])
    );
    assert_eq!(load(text.as_bytes(), chosen.mapping.to_mapping()).unwrap().table, chosen.table);
    // Where the name says that it counts something, a zero before it means nothing.
    let loaded = read("rebuffer_count,n\n02,1\n00,2\n11,3\n");
    assert_eq!(loaded.table.numbers(Field::RebufferCount).unwrap(), [2.0, 0.0, 11.0]);
}

#[test]
fn words_for_nothing_are_no_labels() {
    let loaded = read("cdn,kbps,n\nalpha,^,1\n^,900,2\nn.a.,#DIV/0!,3\n(not set),\u{a0},4\n");
    assert_eq!(labels(&loaded, "cdn"), ["alpha", "", "", ""]);
    assert_eq!(numbers(&loaded, "kbps").iter().filter(|value| value.is_nan()).count(), 3);
    assert_eq!(loaded.report.total_issues(), 0);
}

#[test]
fn a_late_row_turns_its_column_and_is_told() {
    let rows = "1.204;17\n".repeat(40);
    let (loaded, readings) = read_by_first(&format!("a;b\n{rows}12,5;18\n2.651;019\n"), 10);
    assert_eq!(readings, 2);
    assert_eq!((numbers(&loaded, "a")[0], numbers(&loaded, "a")[40]), (1204.0, 12.5));
    assert_eq!(labels(&loaded, "b")[41], "019");
    let told: Vec<String> = loaded.report.issues.iter().map(ToString::to_string).collect();
    let how = "with all rows the column is read as";
    assert_eq!(
        told,
        [
            format!(
                "row 41 (line 42), column \"a\": \"12,5\" decides: {how} numbers with a decimal comma, otherwise than its first rows let expect"
            ),
            format!(
                "row 42 (line 43), column \"b\": \"019\" decides: {how} codes, digit for digit, otherwise than its first rows let expect"
            ),
        ]
    );
    assert_eq!((loaded.report.count(Rule::ReadOtherwise), loaded.report.repaired), (2, 0));
    // So does one of so many numbers that they are texts to begin with.
    let many: String = (0..1_200).map(|row| format!("{}.{:03};17\n", 1 + row % 9, row % 1_000)).collect();
    let (loaded, readings) = read_by_first(&format!("a;b\n{many}12,5;18\n"), 1_100);
    assert_eq!((readings, numbers(&loaded, "a")[1_199], numbers(&loaded, "a")[1_200]), (2, 3199.0, 12.5));
    // A column that is none of numbers in the end keeps every text.
    let text = format!("a,b\n{}{}", "1,5\n".repeat(20), "x,6\n".repeat(20));
    let (loaded, readings) = read_by_first(&text, 10);
    assert_eq!((readings, labels(&loaded, "a")[0].as_str(), labels(&loaded, "a")[39].as_str()), (2, "1", "x"));
    // And one that is one of numbers in the end becomes that.
    let text = format!("a,b\n{}{}", "x,6\n".repeat(2), "1,5\n".repeat(40));
    let (loaded, readings) = read_by_first(&text, 3);
    assert_eq!((readings, mean(&numbers(&loaded, "a")[2..])), (2, 1.0));
}

#[test]
fn a_column_without_a_value_in_its_first_rows_is_not_read_twice() {
    for late in ["7", "error 5", "2026-03-01T12:00:00Z", "1.5"] {
        let text = format!("a,b\n{}{late},6\n", ",5\n".repeat(20));
        assert_eq!(read_by_first(&text, 10).1, 1, "{late}");
    }
    assert_eq!(read_by_first(&format!("a,b\n{}\"1,204\",6\n7,6\n8,6\n", ",5\n".repeat(20)), 10).0.table.rows(), 23);
}

/// Columns of numbers in one style each, some with cells of another.
fn columns() -> impl Strategy<Value = Vec<Vec<String>>> {
    let style = prop::sample::select(vec![
        "[0-9]{1,3}",
        "[1-9][0-9]{0,2}(,[0-9]{3}){0,2}",
        "[1-9][0-9]{0,2}(\\.[0-9]{3}){0,2}",
        "[1-9][0-9]{0,3}[.][0-9]{1,3}",
        "[1-9][0-9]{0,3}[,][0-9]{1,3}",
        "[0-9]{2,5}",
        "[1-9][0-9]{0,2} (ms|s)",
        "[a-z]{1,2}|[0-9]{1,3}",
    ]);
    let column = (style.clone(), style, 0_usize..40).prop_flat_map(|(most, other, at)| {
        (prop::collection::vec(most, 40), other).prop_map(move |(mut cells, other)| {
            cells[at] = other;
            cells
        })
    });
    prop::collection::vec(column, 1..4)
}

proptest! {
    /// However few rows are the first ones, all of them decide.
    #[test]
    fn the_first_rows_decide_nothing_about_numbers(columns in columns(), first in 1_usize..39, delimiter in prop::sample::select(vec![';', '\t'])) {
        let mut text = format!("key{delimiter}{}\n", (0..columns.len()).map(|at| format!("c{at}")).collect::<Vec<_>>().join(&delimiter.to_string()));
        for row in 0..40 {
            let cells: Vec<&str> = columns.iter().map(|column| column[row].as_str()).collect();
            text += &format!("1{delimiter}{}\n", cells.join(&delimiter.to_string()));
        }
        let (few, readings) = read_by_first(&text, first);
        let (all, one) = read_by_first(&text, 1_000);
        prop_assert_eq!(one, 1);
        prop_assert!(readings <= 2);
        for column in all.table.columns() {
            let other = few.table.column(&column.name).expect("the same columns");
            match (&column.data, &other.data) {
                (Data::Number(one), Data::Number(other)) => {
                    let bits = |values: &[f64]| values.iter().map(|value| value.to_bits()).collect::<Vec<_>>();
                    prop_assert_eq!(bits(one), bits(other), "{}", column.name);
                }
                (one, other) => prop_assert_eq!(one, other, "{}", column.name),
            }
        }
    }
}

/// What would be open between commas is a number with a point where the format has numbers.
#[test]
fn numbers_of_json_have_points() {
    let rows = ["{\"id\":\"a\",\"n\":1.204}", "{\"id\":\"b\",\"n\":651}", "{\"id\":\"c\",\"n\":80}"];
    let lines = read(&(rows.join("\n") + "\n"));
    let list = read(&format!("[{}]\n", rows.join(",\n")));
    for loaded in [lines, list] {
        assert_eq!(numbers(&loaded, "n"), [1.204, 651.0, 80.0]);
        assert_eq!(loaded.report.total_issues(), 0);
    }
    // Texts show what they have.
    let loaded = read("{\"n\":\"1.204,5\"}\n{\"n\":\"651\"}\n{\"n\":\"80\"}\n");
    assert_eq!(numbers(&loaded, "n"), [1204.5, 651.0, 80.0]);
}
