//! Logs of servers in the forms in which they are found.

use super::*;

fn names(loaded: &Loaded) -> Vec<&str> {
    loaded.mapping.columns.iter().map(|column| column.name.as_str()).collect()
}

#[test]
fn common_and_combined() {
    let query = "CMCD=br%3D2400%2Cbl%3D5000%2Cot%3Dv%2Csid%3D%22a%22";
    let common: String = (0..3)
        .map(|row| format!("198.51.100.{row} - - [07/Apr/2026:09:30:0{row} +0200] \"GET /v/{row}.m4s?{query} HTTP/2.0\" 206 90{row}\n"))
        .collect();
    let (loaded, _) = read_one(&common);
    assert_eq!(loaded.mapping.layout, Layout::Clf);
    assert_eq!(
        names(&loaded).iter().filter(|name| !name.starts_with("cmcd")).copied().collect::<Vec<_>>(),
        [
            "date time",
            "c-ip",
            "ident",
            "cs-username",
            "cs-method",
            "cs-uri-stem",
            "cs-uri-query",
            "cs-version",
            "sc-status",
            "sc-bytes",
            "cs(Referer)",
            "cs(User-Agent)",
            "cs(Host)",
        ]
    );
    assert_eq!(loaded.table.times(Field::Timestamp).expect("there")[..2], [1_775_547_000_000, 1_775_547_001_000]);
    assert_eq!(loaded.table.numbers(Field::BitrateKbps).expect("there"), [2400.0; 3]);
    let combined = common.replace("\n", " \"https://a.example/\" \"Player \\\"9\\\"\" 0.25\n") + "not of the log\n";
    let (loaded, rows) = read_one(&combined);
    assert_eq!(labels(&loaded, "cs(User-Agent)"), ["Player \"9\""; 3]);
    assert_eq!(numbers(&loaded, "field 10"), [0.25; 3]);
    assert_eq!(issues(&loaded.report), ["row 4 (line 4): the line is not of the log's form, left out"]);
    assert_eq!((rows.refused.as_slice(), rows.header.last().map(String::as_str)), (&[4][..], Some("field 10")));
    // Several hosts, and further fields in some lines alone.
    let (loaded, _) = read_all(&[("a", &common), ("b", &combined.replace("198.", "media.example 198."))]);
    assert_eq!(labels(&loaded, "cs(Host)")[2..4], ["", "media.example"]);
    assert!(numbers(&loaded, "field 10")[0].is_nan() && numbers(&loaded, "field 10")[5] == 0.25);
}

#[test]
fn empty_cells_between_two_blanks() {
    let log = "#Fields: c-ip title agent sc-bytes x-duration\n\
        10.0.0.1 a P 100 9\n10.0.0.2 b  200 8\n10.0.0.3  Q 300 7\n10.0.0.4 c Q 400 \n10.0.0.5 d  5\n10.0.0.6 \"e f\" \"G \\\"H\\\"\" 600 4\n";
    let (loaded, rows) = read_one(log);
    assert_eq!(labels(&loaded, "agent"), ["P", "", "Q", "Q", "G \"H\""]);
    assert_eq!(labels(&loaded, "title"), ["a", "b", "", "c", "e f"]);
    assert_eq!(numbers(&loaded, "sc-bytes"), [100.0, 200.0, 300.0, 400.0, 600.0]);
    assert_eq!(counts(&loaded.report), [6, 5, 0, 1]);
    assert_eq!(loaded.report.count(Rule::UnclearCells), 1);
    assert_eq!(rows.refused, [5]);
    // Where blanks line up the columns, two are one separator.
    let (loaded, _) = read_one("#Fields: a b n\nx    y  1\nxx   yy 22\nxxx  2\n");
    assert_eq!((labels(&loaded, "b"), loaded.report.count(Rule::UnclearCells)), (vec!["y".into(), "yy".into()], 1));
    // By older rules they always are.
    let mut loader = Loader::new(Mapping::default()).by_rules(rules::Rules::of_number(2).expect("there is"));
    loader.push(log.as_bytes()).expect("is read");
    assert_eq!(loader.finish().expect("loads").report.count(Rule::UnclearCells), 0);
}

#[test]
fn real_time_logs() {
    // The fields up to the client's data, without the server's address.
    let row = |number: u32, count: usize| {
        let mut cells = vec!["-".to_owned(); count];
        for (at, cell) in [
            (0, format!("17755470{number:02}.125")),
            (1, "2001:db8::7".into()),
            (2, "0.25".into()),
            (3, "206".into()),
            (5, "GET".into()),
        ] {
            cells[at] = cell;
        }
        if count > 60 {
            (cells[45], cells[58]) = ((800 * number).to_string(), "s".to_owned());
        }
        cells.join("\t") + "\n"
    };
    let log: String = (1..4).map(|number| row(number, 63)).collect();
    let (loaded, rows) = read_one(&log);
    assert_eq!((loaded.mapping.layout.to_string().as_str(), rows.rows.len()), ("realtime", 3));
    assert_eq!(
        (names(&loaded)[2], names(&loaded)[45], names(&loaded)[62]),
        ("time-to-first-byte", "cmcd-encoded-bitrate", "cmcd-version")
    );
    assert_eq!(loaded.table.times(Field::Timestamp).expect("there")[0], 1_775_547_001_125);
    assert_eq!(loaded.table.numbers(Field::BitrateKbps).expect("there"), [800.0, 1600.0, 2400.0]);
    // A choice of fields is not told by its cells alone.
    let (loaded, _) = read_one(&(1..4).map(|number| row(number, 20)).collect::<String>());
    assert_eq!(loaded.mapping.layout.to_string(), "csv:tab:bare");
    let (loaded, _) = read_all(&[("a", &log), ("b", &log)]);
    assert_eq!(loaded.report.loaded, 6);
}
