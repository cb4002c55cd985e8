//! Every kind of bad input with the message that a person gets.

use super::zips::zip;
use super::*;
use crate::container::gunzip::tests::gzip;

#[test]
fn nothing_in_it() {
    for empty in ["", "\n", "\r\n\r\n", "  \n\n", "\u{feff}", "\u{feff}\n"] {
        assert_eq!(refuse(empty.as_bytes()), "the file is empty", "{empty:?}");
        assert_eq!(refuse(&gzip(empty.as_bytes())), "the file is empty", "{empty:?}");
    }
    assert_eq!(refuse(b"\n".repeat(200_000).as_slice()), "the file is empty");
}

#[test]
fn a_header_alone() {
    let message = "the file has a header of 3 column(s) but no row below it";
    assert_eq!(refuse(b"a,b,c"), message);
    assert_eq!(refuse(b"a;b;c\r\n\r\n"), message);
}

#[test]
fn no_header() {
    // The first links cannot say that there is none.
    let message =
        "line 2 holds numbers where column names were expected: add a header line with a name for each column";
    let error = load(b"\n1,2.5\n3,4\n", Mapping::default().closed()).unwrap_err();
    assert_eq!(error.to_string(), message);
    let loaded = read("\n1,2.5\n3,4\n");
    assert_eq!((numbers(&loaded, "column 1"), numbers(&loaded, "column 2")), (&[1.0, 3.0][..], &[2.5, 4.0][..]));
    assert_eq!(loaded.mapping.layout.to_string(), "csv:comma:bare");
}

#[test]
fn other_formats() {
    assert_eq!(
        refuse(&zip(&[("[Content_Types].xml", b"<?xml version='1.0'?>")])),
        "this is a spreadsheet (.xlsx, .ods) or another document, not a CSV: save the sheet as CSV"
    );
    assert_eq!(refuse(b"PAR1\x15\x04"), "this is a Parquet file, not a CSV: export it as CSV");
    assert_eq!(refuse(b"\x89PNG\r\n\x1a\n\0\0"), "this is a picture, not a CSV");
    assert_eq!(
        refuse(b"a\0,\0b\0\n\x001\0,\x002\0"),
        "this is text in UTF-16 without a byte order mark: save it as UTF-8 (in spreadsheets: \"CSV UTF-8\")"
    );
    assert_eq!(refuse(&gzip(&gzip(b"a,b\n1,2\n"))), "this is compressed with gzip twice: unpack it once");
    assert_eq!(refuse(b"a,b\n1,\0\n"), "this is a binary file, not a CSV: byte 7 is zero");
}

#[test]
fn no_number_column() {
    let message = "none of the 2 column(s) holds numbers, so there is nothing to compare sessions by";
    assert_eq!(refuse(b"os,country\nandroid,DE\nios,FR\n"), message);
    assert_eq!(refuse(b"bitrate_kbps,country\n,DE\nNA,FR\n"), message);
    assert_eq!(
        refuse(b"os:bitrate\nios:3\n"),
        "none of the 1 column(s) holds numbers, so there is nothing to compare sessions by; \
         are the columns separated by comma, semicolon, tab or pipe?"
    );
}

#[test]
fn nothing_loaded() {
    let message = "none of the 2 row(s) could be loaded; the first: row 1 (line 2): the row has 3 cells for 2 columns, \
                   left out; is a cell not quoted?";
    assert_eq!(refuse(b"a,b\n1,2,3\n,\n"), message);
}

#[test]
fn broken_gzip() {
    let whole = gzip(&b"a,b\n1,2\n".repeat(50_000));
    let half = &whole[..whole.len() / 2];
    let message = "the end is missing, so copy or download it again";
    assert_eq!(refuse(half), format!("the gzip file is cut off after {} bytes: {message}", half.len()));
    let mut damaged = whole.clone();
    let sum = damaged.len() - 8;
    damaged[sum] ^= 0x55;
    assert!(refuse(&damaged).starts_with("the gzip file is damaged near byte "), "{}", refuse(&damaged));
    assert!(refuse(&damaged).ends_with(": the checksum is wrong"));
}

#[test]
fn a_bomb() {
    let limits = Limits { free_expansion_bytes: 1 << 20, ..Limits::default() };
    let mut loader = Loader::with_limits(Mapping::default(), limits);
    let bomb = gzip(&b"a,b\n".iter().copied().chain(std::iter::repeat_n(b'\n', 20 << 20)).collect::<Vec<_>>());
    let error = loader.push(&bomb).and_then(|()| loader.finish().map(|_| ())).unwrap_err();
    assert!(matches!(error, IngestError::Bomb { .. }), "{error}");
    assert!(error.to_string().contains("as a decompression bomb's do"));
}

#[test]
fn beyond_the_limits() {
    let limits = Limits {
        rows: 3,
        columns: 4,
        cell_bytes: 50,
        name_bytes: 10,
        text_bytes: 1_000,
        table_bytes: 100,
        ..Limits::default()
    };
    let refuse = |limits: Limits, text: &str| {
        let mut loader = Loader::with_limits(Mapping::default(), limits);
        loader.push(text.as_bytes()).and_then(|()| loader.finish()).unwrap_err().to_string()
    };
    let message = "the file has more than 3 rows: load a part of it, or use the command line";
    assert_eq!(refuse(limits, "a\n1\n2\n3\n4\n"), message);
    assert_eq!(refuse(limits, "a,b,c,d,e\n1,2,3,4,5\n"), "line 1 has more than 4 columns");
    let name = "the name of column 2 is longer than 10 bytes; is the first line a header?";
    assert_eq!(refuse(limits, "a,bbbbbbbbbbb\n1,2\n"), name);
    assert_eq!(
        refuse(limits, &format!("a,b\n1,\"{}", "x,\n".repeat(30))),
        "the cell in line 2, column 2 is longer than 50 bytes; is a quote never closed there?"
    );
    assert!(refuse(limits, &"a\n".repeat(600)).contains("of text"));
    let many = Limits { rows: 1_000, text_bytes: 1 << 20, ..limits };
    assert!(refuse(many, &format!("a\n{}", "1\n".repeat(100))).contains("by row 64: leave out columns"));
}

#[test]
fn after_an_error_the_same_error() {
    let mut loader = Loader::new(Mapping::default());
    let parquet = [b"PAR1".as_slice(), &[b' '; 100_000]].concat();
    let first = loader.push(&parquet).unwrap_err();
    assert_eq!(loader.push(b"a,b\n1,2\n"), Err(first.clone()));
    assert_eq!(loader.finish(), Err(first));
}

#[test]
fn ragged_rows() {
    let loaded = read("a,b,c\n1,2,3\n4,5\n6,7,8,,\n9,10,11,12\n,,\n   \n13,14,15\na,b,c\n\n\"1\",2,3");
    assert_eq!(counts(&loaded.report), [9, 5, 2, 4]);
    assert_eq!(numbers(&loaded, "a"), [1.0, 4.0, 6.0, 13.0, 1.0]);
    assert!(numbers(&loaded, "c")[1].is_nan());
    assert_eq!(
        issues(&loaded.report),
        [
            "row 2 (line 3): the row has 2 of 3 cells, the rest left empty",
            "row 3 (line 4): the row has 5 cells for 3 columns; the surplus is empty and was cut off",
            "row 4 (line 5): the row has 4 cells for 3 columns, left out; is a cell not quoted?",
            "row 5 (line 6): the row has no value, left out",
            "row 6 (line 7): the row has no value, left out",
            "row 8 (line 9): the row is the header once more, left out",
        ]
    );
    assert_eq!(loaded.report.issues[2].value, "9,10,11,12");
}

#[test]
fn a_quote_never_closed() {
    let loaded = read("a,b\n1,2\n3,\"4\n5,6\n7,8\n");
    assert_eq!(counts(&loaded.report), [2, 1, 0, 1]);
    let message = "row 2 (line 3): a quote is never closed, so that the rest of the file stands in one cell, left out";
    assert_eq!(issues(&loaded.report), [message]);
}

#[test]
fn text_in_a_number_column() {
    let rows: String = (0..20).map(|row| format!("{row},{}\n", row * 2)).collect();
    let loaded = read(&format!("a,bitrate_kbps\n{rows}fast,1\n1,-5\n1e999,inf\n"));
    assert_eq!(counts(&loaded.report), [23, 23, 3, 0]);
    assert_eq!(
        issues(&loaded.report),
        [
            "row 21 (line 22), column \"a\": \"fast\" is not a number, left empty",
            "row 22 (line 23), column \"bitrate_kbps\": \"-5\" is less than 0kbps, the least bitrate_kbps, left empty",
            "row 23 (line 24), column \"a\": \"1e999\" is not a finite number, left empty",
            "row 23 (line 24), column \"bitrate_kbps\": \"inf\" is not a finite number, left empty",
        ]
    );
    assert!(numbers(&loaded, "a")[20].is_nan() && numbers(&loaded, "a")[21] == 1.0);
    let counted: Vec<_> = loaded.report.counts().collect();
    assert_eq!(counted, [(Rule::NotANumber, 1), (Rule::NotFinite, 2), (Rule::OutOfRange, 1)]);
    let column = loaded.mapping.column("a").unwrap();
    assert_eq!((column.missing, column.repaired), (2, 2));
}

#[test]
fn not_utf8() {
    let loaded =
        load(b"city,a\nK\xf6ln,1\nBonn,2\nK\xf6ln,\xff\n\"ok\",3\n4,4\n5,5\n6,6\n7,7\n8,8\n9,9\n", Mapping::default());
    let loaded = loaded.unwrap();
    assert_eq!(counts(&loaded.report), [10, 10, 2, 0]);
    assert_eq!(labels(&loaded, "city")[..3], ["K\u{fffd}ln", "Bonn", "K\u{fffd}ln"]);
    assert_eq!(
        issues(&loaded.report),
        [
            "row 1 (line 2), column \"city\": \"K\u{fffd}ln\" is not UTF-8 at its byte 2, shown replaced",
            "row 3 (line 4), column \"city\": \"K\u{fffd}ln\" is not UTF-8 at its byte 2, shown replaced",
            "row 3 (line 4), column \"a\": \"\u{fffd}\" is not a number, left empty",
        ]
    );
}

#[test]
fn zero_bytes_far_from_the_beginning() {
    let text = format!("city,a\n{}B\0nn,1\n", "Bonn,1\n".repeat(20_000));
    let loaded = read(&text);
    assert_eq!(counts(&loaded.report), [20_001, 20_001, 1, 0]);
    assert_eq!(labels(&loaded, "city")[20_000], "B\u{fffd}nn");
    assert_eq!(loaded.report.count(Rule::ZeroByte), 1);
}

#[test]
fn empty_and_double_names() {
    let loaded = load(b"a,,a,a (2), a ,\xe4,column 2\n1,2,3,4,5,6,7\n", Mapping::default()).unwrap();
    let names: Vec<&str> = loaded.table.columns().iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["a", "column 2 (2)", "a (3)", "a (2)", "a (4)", "\u{fffd}", "column 2"]);
    let renamed: Vec<String> = loaded.report.renamed.iter().map(Renamed::to_string).collect();
    assert_eq!(
        renamed,
        [
            "column 2 has no name and is called \"column 2 (2)\"",
            "column 3 is another \"a\" and is called \"a (3)\"",
            "column 5 is another \" a \" and is called \"a (4)\"",
            "the name of column 6 is not UTF-8 and reads \"\u{fffd}\"",
        ]
    );
    assert_eq!(counts(&loaded.report), [1, 1, 0, 0]);
}

#[test]
fn many_columns_of_one_name() {
    let text = format!("{}\n{}\n", ["x"; 20_000].join(","), ["1"; 20_000].join(","));
    let error = load(format!("x,{text}").as_bytes(), Mapping::default()).unwrap_err();
    assert_eq!(error.to_string(), "line 1 has more than 20000 columns");
    let few = format!("{}\n{}\n", ["x"; 2_000].join(","), ["1"; 2_000].join(","));
    assert_eq!(read(&few).table.columns().len(), 2_000);
}

#[test]
fn a_constant_column_can_be_seen() {
    let loaded = read("a,b,c\n1,1,x\n1,2,x\n1,3,x\n");
    let constant = |name: &str| loaded.mapping.column(name).unwrap().is_constant();
    assert!(constant("a") && !constant("b") && constant("c"));
    assert_eq!(loaded.mapping.column("b").unwrap().range, Some(Range::Number(1.0, 3.0)));
}

#[test]
fn the_cells_of_a_row_are_shown_apart() {
    for (text, shown) in [
        ("a,b\n1,2\n3,4,5\n", "3,4,5"),
        ("a;b\n1;2\n3;4;5\n", "3;4;5"),
        ("a|b\n1|2\n3|4|5\n", "3|4|5"),
        // A tabulator cannot be seen.
        ("a\tb\n1\t2\n3\t4\t5\n", "3, 4, 5"),
        // Its reader makes a row as long as the header.
        ("#Fields: a b c\n1 2 3\n3 4\n", "3 4 "),
    ] {
        let loaded = read(text);
        assert_eq!((loaded.report.issues.len(), loaded.report.issues[0].value.as_str()), (1, shown), "{text}");
    }
    // No longer than what is shown of a cell.
    let loaded = read(&format!("a,b\n1,2\n{},4,5\n", "3".repeat(700)));
    assert_eq!(loaded.report.issues[0].value, format!("{}…", "3".repeat(80)));
}

#[test]
fn what_is_shown_of_a_cell_is_short_and_tame() {
    let rows = "1,2\n".repeat(20);
    let loaded = read(&format!("a,b\n{rows}\u{202e}evil\u{1b}[31m{},2\n", "x".repeat(500)));
    let value = &loaded.report.issues[0].value;
    assert!(value.starts_with("evil[31mxxx") && value.ends_with('…') && value.chars().count() == 81, "{value}");
}
