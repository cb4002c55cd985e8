//! Tables as people have them: below a title, above a total, in other quotes, one behind the other.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

const TABLE: &str = "Session,Device,Stalls,Played (s)\np1,tv,2,130.5\np2,web,0,61\np3,tv,1,88\np4,phone,4,240\n";

#[test]
fn lines_above_the_header_are_told() {
    let above = "Export of the player\n# made by hand, on a Sunday\n\n";
    for (end, line) in [("\n", 4), ("\r\n", 4), ("\r", 4)] {
        let text = format!("{above}{TABLE}").replace('\n', end);
        let (loaded, rows) = read_one(&text);
        assert_eq!(loaded.mapping.layout.to_string(), format!("csv:comma:line{line}"));
        assert_eq!(beside(&loaded), [(1, "Export of the player"), (2, "# made by hand, on a Sunday")]);
        assert_eq!(numbers(&loaded, "Stalls"), [2.0, 0.0, 1.0, 4.0]);
        assert_eq!((counts(&loaded.report), rows.header[0].as_str()), ([4, 4, 0, 0], "Session"));
    }
    let (loaded, _) = read_one(&format!("Title\n\n{}", TABLE.replace(',', "\t")));
    assert_eq!((loaded.mapping.layout.to_string().as_str(), counts(&loaded.report)), ("csv:tab:line3", [4, 4, 0, 0]));
    // A spreadsheet fills the title up to the width of the table.
    let (loaded, _) = read_one(&format!("Weekly export,,,\n,,,\n{TABLE}"));
    assert_eq!((loaded.mapping.layout.to_string().as_str(), beside(&loaded).len()), ("csv:comma:line3", 2));
    // By rules that do not know of it, the first line is the header.
    let mut loader = Loader::new(Mapping::default()).by_rules(rules::Rules::of_number(2).expect("there is"));
    let old = loader.push(format!("{above}{TABLE}").as_bytes()).and_then(|()| loader.finish());
    assert!(old.is_err());
}

#[test]
fn the_line_of_the_header_can_be_chosen() {
    let text = "a,b\n1,2\nc,d\n3,4\n5,6\n";
    let chosen = |layout: &str| {
        let mut loader = Loader::new(Mapping::default()).with_layout(Some(layout.parse().expect("a layout")));
        loader.push(text.as_bytes()).and_then(|()| loader.finish())
    };
    let loaded = chosen("csv:comma:line3").expect("loads");
    assert_eq!((numbers(&loaded, "c"), beside(&loaded)), (&[3.0, 5.0][..], vec![(1, "a,b"), (2, "1,2")]));
    assert_eq!(numbers(&chosen("csv:comma:bare:line4").expect("loads"), "column 2"), [4.0, 6.0]);
    assert_eq!(chosen("csv:comma:line9").expect_err("nothing there"), IngestError::Empty);
}

#[test]
fn the_first_line_may_name_the_delimiter() {
    let (loaded, _) = read_one(&format!("sep=;\r\n{}", TABLE.replace(',', ";")));
    assert_eq!(loaded.mapping.layout.to_string(), "csv:semicolon:line2");
    assert_eq!((beside(&loaded), counts(&loaded.report)), (vec![(1, "sep=;")], [4, 4, 0, 0]));
    // It says so, although commas would make more cells.
    let (loaded, _) = read_one("sep=|\nname, long|n, m\nx, y|1\nz, w|2\n");
    assert_eq!(numbers(&loaded, "n, m"), [1.0, 2.0]);
    let (loaded, _) = read_one("sep=,\n1,2.5\n3,4\n");
    assert_eq!(
        (loaded.mapping.layout.to_string().as_str(), numbers(&loaded, "column 2")),
        ("csv:comma:bare:line2", &[2.5, 4.0][..])
    );
}

#[test]
fn totals_and_text_behind_are_no_sessions() {
    let total = "Total,,7,519.5\n";
    for text in [
        format!("{TABLE}{total}"),
        format!("{TABLE}\n{total}\n(4 rows)\n"),
        format!("{TABLE}{total}Rows: 4\nGenerated at 2026-03-01 12:00\n"),
        TABLE.replacen("\np1", &format!("\n{}p1", total), 1),
        TABLE.replacen("\np1", "\n,,7,519.5,Grand total\np1", 1),
        format!("{TABLE},,7,519.5\n"),
        TABLE.replacen("\np1", "\n,,7,519.5\np1", 1),
    ] {
        let (loaded, rows) = read_one(&text);
        assert_eq!((loaded.report.loaded, loaded.report.count(Rule::Total)), (4, 1), "{text}");
        assert_eq!(loaded.report.rejected - 1, loaded.report.count(Rule::TextBehind), "{text}");
        assert_eq!(rows.refused.len() as u64, loaded.report.rejected, "{text}");
        assert_eq!(numbers(&loaded, "Stalls"), [2.0, 0.0, 1.0, 4.0]);
        assert_eq!(labels(&loaded, "Session"), ["p1", "p2", "p3", "p4"]);
    }
    let (loaded, _) = read_one(&format!("{TABLE}{total}"));
    assert_eq!(issues(&loaded.report), ["row 5 (line 6): the row is the total of the others, left out"]);
    let (loaded, _) = read_one(&format!("{TABLE}Rows: 4\n"));
    assert_eq!(issues(&loaded.report), ["row 5 (line 6): the row is text behind the table, left out"]);
    // What does not add up is a session, whatever it is called; a row cut off is a row cut off.
    for row in ["Total,,9,519.5\n", "Total,tv,7,99\n", "p5,,7,519.5\n", "p5,tv\n", "p5\n"] {
        assert_eq!(read_one(&format!("{TABLE}{row}")).0.report.loaded, 5, "{row}");
    }
    // Where rows are left out on purpose, a total is more than those that are not.
    let mut loader = Loader::new(Mapping::default()).every(2.try_into().expect("above zero"));
    loader.push(format!("{TABLE}{total}").as_bytes()).expect("is read");
    assert_eq!(loader.finish().expect("loads").report.loaded, 2);
}

#[test]
fn each_file_has_its_own_total() {
    let first = format!("{TABLE}Total,,7,519.5\n");
    let second = "Device,Session,Played (s),Stalls\n,Total,30,3\ntv,q1,10,1\ntv,q2,20,2\n3 of 3 rows shown\n";
    for sample in [4, 4_096] {
        let limits = Limits { sample_rows: sample, ..Limits::default() };
        let mut loader = Loader::with_limits(Mapping::default(), limits);
        for (name, text) in [("a", first.as_str()), ("b", second), ("c", TABLE)] {
            loader.next_file(name).expect("begins");
            loader.push(text.as_bytes()).expect("is read");
        }
        let loaded = loader.finish().expect("loads");
        let found: Vec<String> = issues(&loaded.report).iter().map(|issue| issue.chars().take(20).collect()).collect();
        assert_eq!(found, ["a, row 5 (line 6): t", "b, row 6 (line 2): t", "b, row 9 (line 5): t"], "{sample}");
        assert_eq!(loaded.report.count(Rule::Total), 2);
        assert_eq!(numbers(&loaded, "Stalls"), [2.0, 0.0, 1.0, 4.0, 1.0, 2.0, 2.0, 0.0, 1.0, 4.0]);
    }
}

#[test]
fn a_total_of_a_long_file_is_known_before_its_end() {
    let rows: String = (0..300).map(|row| format!("s{row},{},{}\n", row % 7, 100 + row)).collect();
    let (stalls, played): (u32, u32) = ((0..300).map(|row| row % 7).sum(), (0..300).map(|row| 100 + row).sum());
    let limits = Limits { sample_rows: 20, ..Limits::default() };
    for text in [
        format!("id,stalls,played\nTotal,{stalls},{played}\n{rows}"),
        format!("id,stalls,played\n{rows}Total,{stalls},{played}\n"),
    ] {
        let mut loader = Loader::with_limits(Mapping::default(), limits);
        loader.push(text.as_bytes()).expect("is read");
        let loaded = loader.finish().expect("loads");
        assert_eq!((loaded.report.loaded, loaded.report.count(Rule::Total)), (300, 1));
    }
}

#[test]
fn backslashes_and_no_quotes() {
    let (loaded, rows) =
        read_one("\"id\",\"title\",\"n\"\n\"a\",\"say \\\"x, y\\\"\",1\n\"b\",\"c\\\\d\",\\N\n\"e\",\"f\",3\n");
    assert_eq!(loaded.mapping.layout.to_string(), "csv:comma:backslash");
    assert_eq!(labels(&loaded, "title"), ["say \"x, y\"", "c\\d", "f"]);
    assert!(numbers(&loaded, "n")[1].is_nan() && loaded.report.repaired == 0 && rows.rows[1][2].is_empty());
    let (loaded, _) = read_one("id\ttitle\tn\na\t\"Best\" of\t1\nb\t\"unclosed\t2\nc\t12\" mix\t3\n");
    assert_eq!(loaded.mapping.layout.to_string(), "csv:tab:unquoted");
    assert_eq!(labels(&loaded, "title"), ["\"Best\" of", "\"unclosed", "12\" mix"]);
    let (loaded, _) = read_one("id\ttitle\tn\na\tx\\ty\t1\nb\tz\\\nw\t\\N\nc\t\"q\t3\n");
    assert_eq!(loaded.mapping.layout.to_string(), "csv:tab:escaped");
    assert_eq!(labels(&loaded, "title"), ["x\ty", "z\nw", "\"q"]);
}

#[test]
fn files_put_one_behind_the_other() {
    let table = "\u{feff}\"id\",n\n\"a\",1\n\"é\",2\n";
    let (loaded, rows) = read_one(&table.repeat(2));
    assert_eq!(issues(&loaded.report), ["row 3 (line 4): the row is the header once more, left out"]);
    assert_eq!(labels(&loaded, "id"), ["a", "é", "a", "é"]);
    assert_eq!((rows.refused.as_slice(), rows.rows[2].as_slice()), (&[3][..], &["id", "n"].map(str::to_owned)[..]));
    // Without its header, too, and wherever text is cut.
    let long: String = (0..9_000).map(|row| format!("\u{feff}é{row},{row}\n")).collect();
    for more in 0..5 {
        let (loaded, _) = read_one(&format!("id,n{}\n{long}", "n".repeat(more)));
        assert!(labels(&loaded, "id").iter().enumerate().all(|(row, id)| *id == format!("é{row}")), "{more}");
    }
    // By older rules it is part of the cell.
    let mut loader = Loader::new(Mapping::default()).by_rules(rules::Rules::of_number(2).expect("there is"));
    loader.push("id,n\na,1\n\u{feff}b,2\n".as_bytes()).expect("is read");
    assert_eq!(labels(&loader.finish().expect("loads"), "id"), ["a", "\u{feff}b"]);
    let (loaded, _) = read_one("{\"n\":1}\n\u{feff}{\"n\":2}\n");
    assert_eq!(numbers(&loaded, "n"), [1.0, 2.0]);
    let (loaded, _) = read_one("#Fields: a n\nx 1\n\u{feff}#Fields: n a\n2 y\n");
    assert_eq!(numbers(&loaded, "n"), [1.0, 2.0]);
}

#[test]
fn titles_may_differ_from_file_to_file() {
    let (loaded, _) = read_all(&[
        ("a", &format!("Title\n\n{TABLE}")),
        ("b", TABLE),
        ("c", &format!("Another title\n-\n-\n-\n{TABLE}")),
    ]);
    assert_eq!((loaded.report.loaded, loaded.report.beside.count), (12, 5));
    assert_eq!(loaded.report.beside.first[1].to_string(), "c, line 1 is no part of the table: Another title");
}

#[test]
fn a_pasted_table_is_read() {
    let rows = "| p1 | a \\| b | 2 |\n| p2 |  | 0 |\n";
    for text in [
        format!("| Session | Device | Stalls |\n|---|:---:|--:|\n{rows}"),
        format!("Session | Device | Stalls\n--- | --- | ---\n{}", rows.replace("| p", "p")),
        format!(
            "+----+----+----+\n| Session | Device | Stalls |\n+----+----+----+\n{rows}+----+----+----+\n2 rows in set\n"
        ),
        format!(" Session | Device | Stalls \n---------+--------+--------\n{rows}(2 rows)\n"),
    ] {
        let (loaded, _) = read_one(&text);
        assert_eq!(loaded.mapping.layout, Layout::Markdown, "{text}");
        assert_eq!(
            (numbers(&loaded, "Stalls"), labels(&loaded, "Device")),
            (&[2.0, 0.0][..], vec!["a | b".into(), "".into()])
        );
    }
    let (loaded, _) = read_all(&[("a", "|n|m|\n|-|-|\n|1|2|\n"), ("b", "|m|n|\n|-|-|\n|4|3|\n")]);
    assert_eq!(numbers(&loaded, "n"), [1.0, 3.0]);
    let (loaded, _) = read_one(&TABLE.replace(',', "\t"));
    assert_eq!(counts(&loaded.report), [4, 4, 0, 0]);
}

#[test]
fn columns_that_only_some_files_have_stand_in_the_export() {
    let (loaded, rows) = read_all(&[("a", "n,os\n1,x\n2,y,z\n3\n"), ("b", "isp,n\nNet,4\n"), ("c", "os,n\nw,5\n")]);
    assert_eq!(rows.header, ["n", "os", "isp"]);
    assert_eq!(
        rows.rows,
        [vec!["1", "x", ""], vec!["2", "y", "", "z"], vec!["3", "", ""], vec!["4", "", "Net"], vec!["5", "w", ""]]
    );
    assert_eq!(numbers(&loaded, "n"), [1.0, 3.0, 4.0, 5.0]);
}

proptest! {
    /// Sessions with identifiers are all loaded, whatever stands in their other cells.
    #[test]
    fn no_session_is_left_out(
        rows in vec(("[a-z]{1,2}|Total x|sum of it", 0_u32..4, 0_u32..4), 1..12),
        sums in any::<bool>(),
        sample in 1_usize..8,
    ) {
        let mut text = "id,label,n,m\n".to_owned();
        for (row, (label, n, m)) in rows.iter().enumerate() {
            text += &format!("s{row},{label},{n},{m}\n");
        }
        let sum = |of: fn(&(String, u32, u32)) -> u32| rows.iter().map(of).sum::<u32>();
        if sums {
            text += &format!("last,x,{},{}\n", sum(|row| row.1), sum(|row| row.2));
        }
        let limits = Limits { sample_rows: sample, ..Limits::default() };
        let mut loader = Loader::with_limits(Mapping::default(), limits);
        loader.push(text.as_bytes())?;
        let Finished::Loaded(loaded) = loader.finish_or_again()? else { return Ok(()) };
        prop_assert_eq!(loaded.report.loaded, rows.len() as u64 + u64::from(sums));
    }
}
