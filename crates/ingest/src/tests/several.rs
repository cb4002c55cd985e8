//! Several files as one table.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

fn together(files: &[(&str, &[u8])]) -> Result<Loaded, IngestError> {
    let mut loader = Loader::new(Mapping::default());
    for (name, bytes) in files {
        loader.next_file(name)?;
        loader.push(bytes)?;
    }
    loader.finish()
}

#[test]
fn columns_are_taken_by_name() {
    let loaded = together(&[
        ("a.csv", b"n,os,\"note\"\n1,ios,x\n2,web,y\n"),
        ("b.csv", b"\xef\xbb\xbfnote,n,os\nz,3,tv\nw,4\nv,5,tv,,\nu,6,tv,7\n\nnote,n,os\n,,\n"),
        ("c.csv", b"n,os,note\n7,,t\nn,os,note\n"),
    ]);
    let loaded = loaded.unwrap();
    assert_eq!(numbers(&loaded, "n"), [1.0, 2.0, 3.0, 4.0, 5.0, 7.0]);
    assert_eq!(labels(&loaded, "note"), ["x", "y", "z", "w", "v", "t"]);
    assert_eq!(labels(&loaded, "os"), ["ios", "web", "tv", "", "tv", ""]);
    assert_eq!(counts(&loaded.report), [10, 6, 2, 4]);
    assert_eq!(
        issues(&loaded.report),
        [
            "b.csv, row 4 (line 3): the row has 2 of 3 cells, the rest left empty",
            "b.csv, row 5 (line 4): the row has 5 cells for 3 columns; the surplus is empty and was cut off",
            "b.csv, row 6 (line 5): the row has 4 cells for 3 columns, left out; is a cell not quoted?",
            "b.csv, row 7 (line 7): the row is the header once more, left out",
            "b.csv, row 8 (line 8): the row has no value, left out",
            "c.csv, row 10 (line 3): the row is the header once more, left out",
        ]
    );
    let files: Vec<_> = loaded.report.files.iter().map(|file| (file.name.as_str(), file.rows)).collect();
    assert_eq!(files, [("a.csv", 2), ("b.csv", 6), ("c.csv", 2)]);
}

/// By rules that do not know of several files with different columns.
fn together_as_before(files: &[(&str, &[u8])]) -> Result<Loaded, IngestError> {
    let mut loader = Loader::new(Mapping::default()).by_rules(rules::Rules::of_number(2).expect("there is"));
    for (name, bytes) in files {
        loader.next_file(name)?;
        loader.push(bytes)?;
    }
    loader.finish()
}

#[test]
fn other_columns_were_refused() {
    let refuse = |second: &str| {
        together_as_before(&[("a.csv", b"n,os\n1,x\n"), ("b.csv", second.as_bytes())]).unwrap_err().to_string()
    };
    let message = "in b.csv: line 1 has other columns than what was read before: ";
    assert_eq!(refuse("n\n1\n"), format!("{message}without \"os\""));
    assert_eq!(refuse("n,os,cdn\n1,x,y\n"), format!("{message}with \"cdn\""));
    assert_eq!(refuse("n,isp\n1,x\n"), format!("{message}without \"os\"; with \"isp\""));
    assert_eq!(refuse("n,os,os\n1,x,y\n"), format!("{message}with \"os (2)\""));
    assert_eq!(
        refuse("a,b,c,d,e,f,g\n"),
        format!("{message}without \"n\", \"os\"; with \"a\", \"b\", \"c\", \"d\", \"e\" and 2 more")
    );
    assert!(refuse("PAR1").starts_with("in b.csv: this is a Parquet file"));
    assert!(refuse("n,os\n1,\0x").starts_with("in b.csv: this is a binary file"));
}

#[test]
fn other_columns_are_columns_too() {
    let files: [(&str, &[u8]); 4] = [
        ("a.csv", b"n,os\n1,x\n2\n"),
        ("b.csv", b"isp,n\nNet,3\n,4,5\n"),
        ("c.csv", b"os,n,isp\ny,5,Web\nz,6\n"),
        ("d.csv", b"n,os\n7,x\n8,y,\n"),
    ];
    for sample in [1, 4_096] {
        let limits = Limits { sample_rows: sample, ..Limits::default() };
        let mut loader = Loader::with_limits(Mapping::default(), limits);
        for (name, bytes) in files {
            loader.next_file(name).unwrap();
            loader.push(bytes).unwrap();
        }
        let loaded = loader.finish().unwrap();
        assert_eq!(numbers(&loaded, "n"), [1.0, 2.0, 3.0, 5.0, 6.0, 7.0, 8.0]);
        assert_eq!(labels(&loaded, "os"), ["x", "", "", "y", "z", "x", "y"]);
        assert_eq!(labels(&loaded, "isp"), ["", "", "Net", "Web", "", "", ""]);
        assert_eq!(
            issues(&loaded.report),
            [
                "a.csv, row 2 (line 3): the row has 1 of 2 cells, the rest left empty",
                "b.csv, row 4 (line 3): the row has 3 cells for 2 columns, left out; is a cell not quoted?",
                "c.csv, row 6 (line 3): the row has 2 of 3 cells, the rest left empty",
                "d.csv, row 8 (line 3): the row has 3 cells for 2 columns; the surplus is empty and was cut off",
            ]
        );
        let told: Vec<&str> = loaded.report.other_columns.iter().map(|other| other.difference.as_str()).collect();
        assert_eq!(told, ["without \"os\"; with \"isp\"", "without \"isp\""]);
        assert_eq!(loaded.mapping.header, ["n", "os", "isp"]);
    }
    // A file that has none of the columns is another table.
    let none = together(&[("a.csv", b"n,os\n1,x\n"), ("b.csv", b"a,b\n1,2\n")]).unwrap_err().to_string();
    assert_eq!(
        none,
        "in b.csv: line 1 has other columns than what was read before: without \"n\", \"os\"; with \"a\", \"b\""
    );
}

#[test]
fn empty_files_are_told_of() {
    let loaded = together(&[
        ("0.csv", b""),
        ("1.csv", b"n,m\n1,2\n"),
        ("2.csv", b"\n\n"),
        ("3.csv", b"n,m\n"),
        ("4.csv", b"m,n\n3,4"),
    ]);
    let loaded = loaded.unwrap();
    assert_eq!(numbers(&loaded, "n"), [1.0, 4.0]);
    let rows: Vec<u64> = loaded.report.files.iter().map(|file| file.rows).collect();
    assert_eq!(rows, [0, 1, 0, 0, 1]);
    assert_eq!(together(&[("a.csv", b""), ("b.csv", b" \n")]), Err(IngestError::Empty));
    assert_eq!(together(&[]), Err(IngestError::Empty));
}

#[test]
fn each_file_is_packed_as_it_likes() {
    let gzip = crate::container::gunzip::tests::gzip(b"a,b\n3,4\n");
    let zip = super::zips::zip(&[("x.csv", b"a,b\n5,6\n"), ("y.csv", b"a,b\n7,oops\n8,9\n")]);
    let utf16: Vec<u8> = "\u{feff}b,a\n2,1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let files: [(&str, &[u8]); 4] = [("a", &utf16), ("b", &gzip), ("c.zip", &zip), ("d", b"a,b\n9,10")];
    let loaded = together(&files).unwrap();
    assert_eq!(numbers(&loaded, "a"), [1.0, 3.0, 5.0, 7.0, 8.0, 9.0]);
    let names: Vec<_> = loaded.report.files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c.zip/x.csv", "c.zip/y.csv", "d"]);
    let all = files.map(|(_, bytes)| bytes).concat();
    assert_eq!(loaded.source.bytes, all.len() as u64);
    assert_eq!(loaded.source.sha256, <[u8; 32]>::from(Sha256::digest(&all)));
    let cut = together(&[("b.gz", &gzip[..20]), ("d", b"a,b\n9,10")]).unwrap_err().to_string();
    assert_eq!(
        cut,
        "in b.gz: the gzip file is cut off after 20 bytes: the end is missing, so copy or download it again"
    );
}

#[test]
fn one_named_file_is_as_one_without_a_name() {
    let text = b"a,b\n1,x\n3\n";
    let named = together(&[("a.csv", text)]).unwrap();
    assert!(named == load(text, Mapping::default()).unwrap());
}

#[test]
fn after_an_error_nothing_goes_on() {
    let mut loader = Loader::new(Mapping::default());
    loader.next_file("a").unwrap();
    loader.push(b"PAR1").unwrap();
    let error = loader.next_file("b").unwrap_err();
    assert_eq!(loader.push(b"a\n1\n"), Err(error.clone()));
    assert_eq!(loader.next_file("c"), Err(error.clone()));
    assert_eq!(loader.finish().err(), Some(error));
}

proptest! {
    /// A table cut into files, its columns shuffled in each, is the table.
    #[test]
    fn files_are_parts_of_one(
        rows in vec((0_u32..2000, "[a-z]{0,3}", prop::option::of(0_u8..9)), 2..80),
        cuts in vec(any::<prop::sample::Index>(), 1..4),
        orders in vec(Just(vec![0_usize, 1, 2]).prop_shuffle(), 5),
        sample in 1_usize..40,
        slice in 1_usize..200,
    ) {
        let names = ["n", "label", "sometimes"];
        let cells: Vec<[String; 3]> = rows
            .iter()
            .map(|(n, label, sometimes)| [n.to_string(), format!("_{label}"), sometimes.map_or(String::new(), |value| value.to_string())])
            .collect();
        let text = |order: &[usize], rows: &[[String; 3]]| {
            let line = |cells: &dyn Fn(usize) -> String| order.iter().map(|&at| cells(at)).collect::<Vec<_>>().join(",") + "\n";
            let head = line(&|at| names[at].to_owned());
            rows.iter().fold(head, |text, row| text + &line(&|at| row[at].clone()))
        };
        let limits = Limits { sample_rows: sample, ..Limits::default() };
        let mut whole = Loader::with_limits(Mapping::default(), limits);
        whole.push(text(&[0, 1, 2], &cells).as_bytes())?;
        let whole = whole.finish()?;
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(cells.len() + 1)).collect();
        cuts.extend([0, cells.len()]);
        cuts.sort_unstable();
        let mut loader = Loader::with_limits(Mapping::default(), limits);
        for (at, pair) in cuts.windows(2).enumerate() {
            loader.next_file(&at.to_string())?;
            // The first file says the order.
            let order = if at == 0 { &[0, 1, 2][..] } else { &orders[at] };
            for part in text(order, &cells[pair[0]..pair[1]]).as_bytes().chunks(slice) {
                loader.push(part)?;
            }
        }
        let parts = loader.finish()?;
        prop_assert_eq!(format!("{:?}", parts.table), format!("{:?}", whole.table));
        prop_assert_eq!(counts(&parts.report), counts(&whole.report));
    }
}
