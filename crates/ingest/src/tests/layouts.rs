//! Texts laid out otherwise than as CSV with a header: recognised, or as chosen.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use telemetry::Kind;

fn with_layout(text: &str, layout: &str) -> Result<Loaded, IngestError> {
    let mut loader = Loader::new(Mapping::default()).with_layout(Some(layout.parse().expect("a layout")));
    loader.push(text.as_bytes())?;
    loader.finish()
}

fn names(loaded: &Loaded) -> Vec<&str> {
    loaded.mapping.columns.iter().map(|column| column.name.as_str()).collect()
}

#[test]
fn pipes_and_decimal_commas() {
    for (delimiter, layout) in [("|", "csv:pipe"), ("\t", "csv:tab"), (";", "csv:semicolon")] {
        let text = "bitrate_mbps|n|label\n1,5|2|\"a|b\"\n2,25|3,5|c\n-0,5|1000|\"d;e\tf\"\n".replace('|', delimiter);
        let loaded = read(&text);
        assert_eq!(loaded.mapping.layout.to_string(), layout);
        assert_eq!(loaded.table.numbers(Field::BitrateKbps).unwrap()[..2], [1500.0, 2250.0]);
        assert_eq!(numbers(&loaded, "n"), [2.0, 3.5, 1000.0]);
        assert_eq!(loaded.mapping.column("n").unwrap().decimal, Some(Decimal::Comma));
        // Without a header, too.
        let bare = read(text.split_once('\n').unwrap().1);
        assert_eq!(bare.mapping.layout.to_string(), format!("{layout}:bare"));
        assert_eq!(numbers(&bare, "column 2"), [2.0, 3.5, 1000.0]);
    }
}

#[test]
fn without_a_header() {
    let loaded = read("ios,2024-01-01T10:00:00Z,3\nandroid,2024-01-01T11:00:00Z,5\nweb,2024-01-01T12:00:00Z\n");
    assert_eq!(names(&loaded), ["column 1", "column 2", "column 3"]);
    assert_eq!(loaded.mapping.column("column 2").unwrap().kind, Some(Kind::Time));
    assert_eq!(counts(&loaded.report), [3, 3, 1, 0]);
    assert_eq!(issues(&loaded.report), ["row 3 (line 3): the row has 2 of 3 cells, the rest left empty"]);
    assert_eq!(loaded.report.renamed, []);
    let mut two = Loader::new(Mapping::default());
    for name in ["a", "b"] {
        two.next_file(name).unwrap();
        two.push(b"ios,3\nweb,5\n").unwrap();
    }
    assert_eq!(numbers(&two.finish().unwrap(), "column 2"), [3.0, 5.0, 3.0, 5.0]);
}

#[test]
fn the_choice_goes_before_what_is_recognised() {
    let text = "0.5,x\n1,y\n";
    assert_eq!(numbers(&read(text), "column 1"), [0.5, 1.0]);
    assert_eq!(numbers(&with_layout(text, "csv:comma").unwrap(), "0.5"), [1.0]);
    let loaded = with_layout("a;b\n1;2\n", "csv:comma:bare").unwrap_err();
    assert!(matches!(loaded, IngestError::NoNumbers { columns: 1 }));
    assert_eq!(numbers(&with_layout("1|2,5\n2|3,5\n", "csv:pipe:bare").unwrap(), "column 2"), [2.5, 3.5]);
    let error = with_layout("a b\n1 2\n", "w3c").unwrap_err().to_string();
    assert_eq!(error, "line 1 comes before any #Fields line, which names the columns of a W3C log");
    let error = with_layout("a,b\n1,2\n", "jsonl").unwrap_err().to_string();
    assert!(
        error.starts_with("none of the 2 row(s) could be loaded; the first: row 1 (line 1): this is no JSON"),
        "{error}"
    );
}

#[test]
fn the_first_links_mean_what_they_meant() {
    let closed = |text: &str| load(text.as_bytes(), Mapping::default().closed());
    let loaded = closed("a|b,n\n1|2,5\n1|3,6\n").unwrap();
    assert_eq!((names(&loaded), loaded.mapping.layout.to_string()), (vec!["a|b", "n"], "csv:comma".into()));
    let loaded = closed("x,5\ny,6\n").unwrap();
    assert_eq!((names(&loaded), numbers(&loaded, "5")), (vec!["x", "5"], &[6.0][..]));
    assert!(closed("{\"a\":1}\n{\"a\":2}\n").is_err());
    let loaded = closed("when,other,n\n31/12/2024,20240301T120000Z,1\n").unwrap();
    assert_eq!(loaded.mapping.column("when").unwrap().kind, Some(Kind::Category));
    assert_eq!(loaded.mapping.column("other").unwrap().kind, Some(Kind::Category));
}

#[test]
fn what_was_recognised_reads_the_same_again() {
    let texts = [
        "31/12/2024 10:00|n\n01/02/2024 10:00|1\n",
        "1,2.5\n3,4\n",
        "#Fields: date time n\n2024-01-01 10:00:00 1\n",
        "{\"when\":\"20240301T120000Z\",\"n\":1}\n",
    ];
    for text in texts {
        let first = read(text);
        let mut loader = Loader::new(first.mapping.to_mapping()).with_layout(Some(first.mapping.layout.clone()));
        loader.push(text.as_bytes()).unwrap();
        let again = loader.finish().unwrap();
        assert!(again.table == first.table && again.mapping.to_mapping() == first.mapping.to_mapping(), "{text}");
    }
}

#[test]
fn cloudfront_log() {
    let log = "#Version: 1.0\n\
        #Fields: date time x-edge-location sc-bytes cs(User-Agent) cs-uri-query time-taken\n\
        2026-03-01\t12:00:00\tFRA56-P1\t1045\tMozilla/5.0%2520(X)\tCMCD=br%253D3200\t0.125\n\
        2026-03-01\t12:00:01\tFRA56-P1\t2045\tVLC%203\t-\t0.25\n\
        2026-03-01\t12:00:02\t-\t-\t-\t-\t-\n\
        2026-03-01\t12:00:03\tFRA56-P1\n";
    let loaded = read(log);
    assert_eq!(loaded.mapping.layout, Layout::W3c);
    assert_eq!(
        names(&loaded),
        ["date time", "x-edge-location", "sc-bytes", "cs(User-Agent)", "cs-uri-query", "cmcd_br", "time-taken"]
    );
    assert_eq!(loaded.table.times(Field::Timestamp).unwrap()[..2], [1_772_366_400_000, 1_772_366_401_000]);
    assert_eq!(labels(&loaded, "cs(User-Agent)"), ["Mozilla/5.0 (X)", "VLC 3", "", ""]);
    assert_eq!(loaded.table.numbers(Field::BitrateKbps).unwrap()[0], 3200.0);
    assert_eq!(numbers(&loaded, "time-taken")[..2], [0.125, 0.25]);
    assert_eq!(counts(&loaded.report), [4, 4, 1, 0]);
    assert_eq!(issues(&loaded.report), ["row 4 (line 6): the row has 3 of 7 cells, the rest left empty"]);
    assert_eq!(loaded.report.directives, 2);
}

#[test]
fn w3c_with_blanks_and_other_orders() {
    let log = "#Software: A\r\n#Fields: time cs-uri s-name n date\r\n\
        10:00:00 /a \"say \"\"hi there\"\"\" 1 2024-01-01\r\n\
        #Date: 2024-01-02\r\n#Fields: date n time s-name cs-uri\r\n\
        2024-01-02 2 11:00:00 - /b\r\n2024-01-02 3\r\n1 2 3 4 5 6\r\n\r\n";
    let loaded = read(log);
    assert_eq!(names(&loaded), ["date time", "cs-uri", "s-name", "n"]);
    assert_eq!(labels(&loaded, "s-name"), ["say \"hi there\"", "", ""]);
    assert_eq!(labels(&loaded, "cs-uri"), ["/a", "/b", ""]);
    assert_eq!(numbers(&loaded, "n"), [1.0, 2.0, 3.0]);
    assert_eq!(
        issues(&loaded.report),
        [
            "row 3 (line 7): the row has 2 of 5 cells, the rest left empty",
            "row 4 (line 8): the row has 6 cells for 5 columns, left out; is a cell not quoted?",
        ]
    );
    // By the rules before, other columns are refused; by today's they are columns, too.
    let log = b"#Fields: a b\n1 2\n#Fields: a c\n3 4\n#Fields: b a\n5 6\n";
    let mut loader = Loader::new(Mapping::default()).by_rules(rules::Rules::of_number(2).unwrap());
    assert_eq!(
        loader.push(log).and_then(|()| loader.finish().map(|_| ())).unwrap_err().to_string(),
        "line 3 has other columns than what was read before: without \"b\"; with \"c\""
    );
    let loaded = load(log, Mapping::default()).unwrap();
    let bits = |name| numbers(&loaded, name).iter().map(|value| value.to_bits()).collect::<Vec<_>>();
    assert_eq!(
        (numbers(&loaded, "a"), bits("b")),
        (&[1.0, 3.0, 6.0][..], [2.0, f64::NAN, 5.0].map(f64::to_bits).to_vec())
    );
    assert_eq!(bits("c"), [f64::NAN, 4.0, f64::NAN].map(f64::to_bits));
    assert_eq!(counts(&loaded.report), [3, 3, 0, 0]);
    let told: Vec<String> = loaded.report.other_columns.iter().map(ToString::to_string).collect();
    let end = "; what is missing is left empty";
    assert_eq!(
        told,
        [
            format!("line 3 has other columns than what was read before: without \"b\"; with \"c\"{end}"),
            format!("line 5 has other columns than what was read before: without \"c\"{end}"),
        ]
    );
    assert_eq!(refuse(b"#Fields: a b\n"), "the file has a header of 2 column(s) but no row below it");
}

#[test]
fn w3c_over_several_files() {
    let mut loader = Loader::new(Mapping::default());
    for (name, text) in [("1.log", "#Fields: n os\n1 ios\n"), ("2.log", "#Fields: os n\ntv\t2\nweb 3\t4\n")] {
        loader.next_file(name).unwrap();
        loader.push(text.as_bytes()).unwrap();
    }
    let loaded = loader.finish().unwrap();
    assert_eq!(
        (numbers(&loaded, "n"), labels(&loaded, "os")),
        (&[1.0, 2.0, 4.0][..], vec!["ios".into(), "tv".into(), "web 3".into()])
    );
}

#[test]
fn json_lines() {
    let loaded = read(
        "{\"n\": 1, \"device\": {\"os\": \"ios\", \"v\": 17.10}, \"tags\": [1, {\"a\": 2}], \"live\": true, \"x\": null}\n\
         \n\
         {\"device\": {\"os\": \"say \\\"hi\\\"\\n\"}, \"n\": 2.5e3, \"late\": \"2024-01-01\", \"live\": false}\r\n\
         {\"n\": 3, \"device\": \"none\", \"empty\": {}}",
    );
    assert_eq!(names(&loaded), ["n", "device.os", "device.v", "tags", "live", "x", "late", "device"]);
    assert_eq!(numbers(&loaded, "n"), [1.0, 2500.0, 3.0]);
    assert_eq!(labels(&loaded, "device.os"), ["ios", "say \"hi\"\n", ""]);
    assert_eq!(labels(&loaded, "tags"), ["[1, {\"a\": 2}]", "", ""]);
    assert_eq!(labels(&loaded, "live"), ["true", "false", ""]);
    assert_eq!(loaded.mapping.column("late").unwrap().kind, Some(Kind::Time));
    assert_eq!(counts(&loaded.report), [3, 3, 0, 0]);
}

#[test]
fn broken_json_lines() {
    let loaded = read(
        "{\"n\":1}\n{\"n\":2\n[3]\nnonsense\n{\"n\":4,\"n\":5}\n{}\n{\"n\":null}\n{\"n\":\"\\ud800\"}\n{\"n\":6}\n",
    );
    assert_eq!(numbers(&loaded, "n"), [1.0, 5.0, 6.0]);
    assert_eq!(counts(&loaded.report), [9, 3, 1, 6]);
    let found = issues(&loaded.report);
    let expected = [
        "row 2 (line 2): this JSON object ends too early at byte 6 of the line on, left out",
        "row 3 (line 3): this is JSON, but no object at byte ",
        "row 4 (line 4): this is no JSON from byte 2 of the line on, left out",
        "row 5 (line 5): the object has a key twice, the last one kept",
        "row 6 (line 6): the row has no value, left out",
        "row 7 (line 7): the row has no value, left out",
        "row 8 (line 8): this is no JSON from byte ",
    ];
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!(found.starts_with(expected), "{found}");
    }
}

#[test]
fn json_lists() {
    let loaded = read(
        " [\n  {\"n\": 1,\n   \"s\": \"a]},\\\"[{\"},\n\n  {\"s\": \"b\", \"n\": 2}, {\"n\" 3},7 ,\n{\"n\": 4}]\n",
    );
    assert_eq!(
        (numbers(&loaded, "n"), labels(&loaded, "s")),
        (&[1.0, 2.0, 4.0][..], vec!["a]},\"[{".into(), "b".into(), String::new()])
    );
    let lines: Vec<(u64, Rule)> = loaded.report.issues.iter().map(|issue| (issue.line, issue.reason.rule())).collect();
    assert_eq!(lines, [(5, Rule::NoObject), (5, Rule::NoObject)]);
    // Cut off in the middle of a member.
    let loaded = read("[{\"n\":1},{\"n\":2}, {\"n\":");
    assert_eq!((numbers(&loaded, "n"), loaded.report.rejected), (&[1.0, 2.0][..], 1));
}

#[test]
fn keys_behind_the_sample_become_columns() {
    let early = "{\"n\":1}\n".repeat(5_000);
    let loaded =
        read(&format!("{early}{{\"n\":2,\"late\":7,\"startup_time_ms\":800}}\n{{\"late\":8,\"bitrate_kbps\":900}}\n"));
    assert_eq!(
        numbers(&loaded, "late")[4_999..].iter().map(|v| v.to_bits()).collect::<Vec<_>>(),
        [f64::NAN, 7.0, 8.0].map(f64::to_bits)
    );
    assert_eq!(loaded.table.numbers(Field::StartupTimeMs).unwrap()[5_000], 800.0);
    assert_eq!(loaded.table.numbers(Field::BitrateKbps).unwrap()[5_001], 900.0);
    assert_eq!(counts(&loaded.report), [5_002, 5_002, 0, 0]);
    let ignored =
        load(format!("{early}{{\"secret\":7}}\n").as_bytes(), mapping(&[("secret", Assignment::Ignore)])).unwrap();
    assert!(ignored.table.column("secret").is_none());
}

#[test]
fn json_has_bounds() {
    let limits = Limits { columns: 3, cell_bytes: 20, row_bytes: 100, name_bytes: 10, ..Limits::default() };
    let refuse = |text: &str| {
        let mut loader = Loader::with_limits(Mapping::default(), limits);
        loader.push(text.as_bytes()).and_then(|()| loader.finish()).unwrap_err().to_string()
    };
    assert_eq!(refuse("{\"a\":1}\n{\"b\":1,\"c\":1,\"d\":1}"), "line 2 has more than 3 columns");
    assert_eq!(
        refuse(&format!("{{\"a\":\"{}\"}}", "x".repeat(21))),
        "the cell in line 1, column 1 is longer than 20 bytes; is a quote never closed there?"
    );
    assert_eq!(
        refuse(&format!("{{\"a\":{}1}}", " ".repeat(100))),
        "the row that begins in line 1 is longer than 100 bytes"
    );
    assert_eq!(
        refuse(&format!("[{{\"a\":\n\n{}1}}", " ".repeat(100))),
        "the row that begins in line 1 is longer than 100 bytes"
    );
    assert!(refuse("{\"a\":1}\n{\"a name that is long\":1}").contains("longer than 10 bytes"));
    // Deep nesting is text, and takes no stack.
    let deep = format!("{{\"n\":1,\"deep\":{}1{}}}\n", "{\"a\":".repeat(20), "}".repeat(20));
    let loaded = read(&deep);
    assert!(names(&loaded)[1].matches('.').count() < 20);
    let deep = format!("{{\"n\":1}}\n{{\"n\":1,\"deep\":{}", "[".repeat(1_000_000));
    assert_eq!(read(&deep).report.rejected, 1);
}

fn json_text() -> impl Strategy<Value = String> {
    vec(
        prop::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"a\"",
            "\"b\"",
            "1",
            "-2.5",
            "null",
            "true",
            "\n",
            " ",
            "\\",
            "\"",
            "{\"a\":1}\n",
            "é",
        ]),
        0..60,
    )
    .prop_map(|parts| format!("{{\"a\":0}}\n{}", parts.concat()))
}

fn log_text() -> impl Strategy<Value = String> {
    let part = prop::sample::select(vec![
        "#Fields: a b\n",
        "#Fields: b a\n",
        "#x\n",
        "a",
        "1",
        "2",
        " ",
        "\t",
        "\n",
        "\"",
        "-",
        "%41",
    ]);
    vec(part, 0..60).prop_map(|parts| format!("#Fields: a b\n{}", parts.concat()))
}

proptest! {
    #[test]
    fn slices_do_not_matter_and_counts_add_up(
        text in prop_oneof![json_text(), json_text().prop_map(|text| format!("[{text}")), log_text()],
        slice in 1_usize..30,
        sample in 1_usize..6,
    ) {
        let limits = Limits { sample_rows: sample, columns: 20, cell_bytes: 40, row_bytes: 200, ..Limits::default() };
        let read = |slice: usize| {
            let mut loader = Loader::with_limits(Mapping::default(), limits);
            text.as_bytes().chunks(slice).try_for_each(|part| loader.push(part))?;
            loader.finish()
        };
        let whole = read(text.len());
        prop_assert_eq!(format!("{:?}", read(slice)), format!("{:?}", whole));
        if let Ok(loaded) = whole {
            prop_assert_eq!(loaded.report.loaded + loaded.report.rejected, loaded.report.read);
            prop_assert_eq!(loaded.table.rows() as u64, loaded.report.loaded);
        }
    }

    #[test]
    fn json_comes_back(
        rows in vec((prop::option::of(-1e6..1e6_f64), "[ -~é\n\"\\\\]{0,8}", any::<bool>()), 1..30),
        list in any::<bool>(),
    ) {
        let objects: Vec<String> = rows
            .iter()
            .map(|(n, label, flag)| serde_json::json!({ "n": n, "in": { "label": format!("_{label}"), "flag": flag } }).to_string())
            .collect();
        let text = if list { format!("[{}]", objects.join(", \n")) } else { objects.join("\n") };
        let loaded = load(text.as_bytes(), Mapping::default());
        if rows.iter().all(|(n, ..)| n.is_none()) {
            prop_assert_eq!(loaded.err(), Some(IngestError::NoNumbers { columns: 3 }));
            return Ok(());
        }
        let loaded = loaded?;
        let expected: Vec<u64> = rows.iter().map(|(n, ..)| n.unwrap_or(f64::NAN).to_bits()).collect();
        prop_assert_eq!(numbers(&loaded, "n").iter().map(|value| value.to_bits()).collect::<Vec<_>>(), expected);
        prop_assert_eq!(labels(&loaded, "in.label"), rows.iter().map(|(_, label, _)| format!("_{label}")).collect::<Vec<_>>());
    }
}
