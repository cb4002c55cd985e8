//! Input of a size or a kind that nobody expects, each with its message.

use super::*;
use crate::container::gunzip::tests::gzip;

#[test]
fn a_hundred_thousand_columns() {
    let names: Vec<String> = (0..100_000).map(|column| format!("c{column}")).collect();
    let text = format!("{}\n{}\n", names.join(","), vec!["1"; 100_000].join(","));
    assert_eq!(refuse(text.as_bytes()), "line 1 has more than 20000 columns");
    assert_eq!(refuse(&gzip(text.as_bytes())), "line 1 has more than 20000 columns");
    let json = format!("{{{}}}", names.iter().map(|name| format!("\"{name}\":1")).collect::<Vec<_>>().join(","));
    assert_eq!(refuse(json.as_bytes()), "line 1 has more than 20000 columns");
    assert_eq!(refuse(format!("#Fields: {}\n", names.join(" ")).as_bytes()), "line 1 has more than 20000 columns");
}

#[test]
fn a_cell_of_500_megabytes_is_stopped_long_before_its_end() {
    let piece = vec![b'x'; 1 << 20];
    for start in ["a,b\n1,\"", "a,b\n1,", "{\"a\":1}\n{\"a\":\"", "#Fields: a b\n1 "] {
        let mut loader = Loader::new(Mapping::default());
        loader.push(start.as_bytes()).unwrap();
        let stopped = (0..500).find_map(|at| loader.push(&piece).err().map(|error| (at, error)));
        let (at, error) = stopped.expect("stopped");
        assert!(at < 20, "{start}: only after {at} MB");
        assert!(
            matches!(error, IngestError::LongCell { line: 2, .. } | IngestError::LongRow { line: 2, .. }),
            "{error}"
        );
    }
}

#[test]
fn numbers_that_are_none() {
    let rows = "1,1\n".repeat(60);
    let loaded = read(&format!("a,b\nNaN,-0\ninf,-Infinity\n1e999,-1e999\n1e-999,4.9e-324\n{rows}"));
    let bits: Vec<u64> = numbers(&loaded, "a")[..4].iter().map(|value| value.to_bits()).collect();
    assert_eq!(bits, [f64::NAN, f64::NAN, f64::NAN, 0.0].map(f64::to_bits));
    let bits: Vec<u64> = numbers(&loaded, "b")[..4].iter().map(|value| value.to_bits()).collect();
    assert_eq!(bits, [-0.0, f64::NAN, f64::NAN, 5e-324].map(f64::to_bits));
    assert_eq!(loaded.report.counts().collect::<Vec<_>>(), [(Rule::NotFinite, 4)]);
    assert_eq!(issues(&loaded.report)[0], "row 2 (line 3), column \"a\": \"inf\" is not a finite number, left empty");
}

#[test]
fn a_delimiter_at_the_end_of_each_line() {
    let loaded = read("a,b,\n1,2,\n3,4,");
    let names: Vec<&str> = loaded.mapping.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "column 3"]);
    assert_eq!((numbers(&loaded, "b"), counts(&loaded.report)), (&[2.0, 4.0][..], [2, 2, 0, 0]));
    // In the rows alone.
    let loaded = read("a,b\n1,2,\n3,4,");
    assert_eq!((numbers(&loaded, "b"), counts(&loaded.report)), (&[2.0, 4.0][..], [2, 2, 2, 0]));
}

#[test]
fn quoted_line_feeds_over_a_border_of_slices() {
    let text = "a,b\n1,\"x\r\ny\"\"\nz\"\n2,\"\n\"";
    let whole = read(text);
    assert_eq!(labels(&whole, "b"), ["x\r\ny\"\nz", ""]);
    for cut in 0..=text.len() {
        let mut loader = Loader::new(Mapping::default());
        loader.push(&text.as_bytes()[..cut]).unwrap();
        loader.push(&text.as_bytes()[cut..]).unwrap();
        assert!(loader.finish().unwrap() == whole, "cut at {cut}");
    }
    // And over the border of the blocks in which everything behind the door works.
    let long = format!("a,b\n{}1,\"x\ny\"\n", "1,x\n".repeat((64 << 10) / 4 - 3));
    assert_eq!(read(&long).report.rejected, 0);
    assert!(labels(&read(&long), "b").last().is_some_and(|label| label == "x\ny"));
}

#[test]
fn no_line_end_at_the_end() {
    for text in ["a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r", "a,b\r1,2\r3,4"] {
        assert_eq!(numbers(&read(text), "b"), [2.0, 4.0], "{text:?}");
    }
    assert_eq!(numbers(&read("{\"b\":2}\n{\"b\":4}"), "b"), [2.0, 4.0]);
    assert_eq!(numbers(&read("#Fields: a b\n1 2\n3 4"), "b"), [2.0, 4.0]);
}

#[test]
fn nothing_at_all() {
    assert_eq!(refuse(b""), "the file is empty");
    assert_eq!(refuse(&gzip(b"")), "the file is empty");
    assert_eq!(refuse(b"[]"), "the file is empty");
    assert_eq!(refuse(b"[ ]\n").as_str(), "the file is empty");
}
