//! Columns of times, and which of them are asked about.

use super::*;
use telemetry::{Kind, MISSING_TIME};

fn times<'a>(loaded: &'a Loaded, name: &str) -> &'a [i64] {
    match &loaded.table.column(name).expect("is there").data {
        Data::Time(values) => values,
        other => unreachable!("{name} is no time column: {other:?}"),
    }
}

const NOON: i64 = 1_709_294_400_000; // 2024-03-01T12:00:00Z

#[test]
fn spellings_are_recognised() {
    let table = [
        ("2024-03-01 12:00:00", "2024-03-13", TimeFormat::Iso),
        ("20240301T120000Z", "20240313T0000", TimeFormat::IsoOther),
        ("2024-03-01 13:00:00 +0100", "2024-03-13 00:00:00", TimeFormat::IsoOther),
        ("2024/3/1 12:00", "2024/03/13", TimeFormat::YearFirst),
        ("01/03/2024 12:00", "13/03/2024 00:00:00", TimeFormat::DayFirst),
        ("1.3.2024 12:00", "13.03.2024", TimeFormat::DayFirst),
        ("03/01/2024 12:00 PM", "3/13/2024", TimeFormat::MonthFirst),
        ("3-1-2024 12:00", "3-13-2024", TimeFormat::MonthFirst),
    ];
    for (first, second, format) in table {
        let loaded = read(&format!("seen,n\n{first},1\n{second},2\n,3\n"));
        let column = loaded.mapping.column("seen").unwrap();
        assert_eq!(column.time_format, Some(format), "{first}");
        assert_eq!(times(&loaded, "seen"), [NOON, NOON + 11 * 86_400_000 + 43_200_000, MISSING_TIME], "{first}");
        let named = read(&format!("timestamp,n\n{first},1\n{second},2\n"));
        assert_eq!(named.table.times(Field::Timestamp).unwrap()[0], NOON);
    }
}

/// What is loaded can be written and read again: a time that its zone, or a leap second, leads out of the years 1 to 9999
/// is none.
#[test]
fn what_leads_out_of_the_years_is_reported() {
    let sound = "2024-03-01T12:00:00Z,1\n".repeat(99);
    let text =
        format!("timestamp,n\n{sound}0001-01-01T00:30:00+01:00,2\n9999-12-31T23:59:60Z,3\n9999-12-31T23:59:60,4\n");
    let loaded = read(&text);
    assert_eq!(loaded.table.times(Field::Timestamp).unwrap()[99..], [MISSING_TIME; 3]);
    assert_eq!(counts(&loaded.report), [102, 102, 3, 0]);
    assert_eq!(
        issues(&loaded.report)[0],
        "row 100 (line 101), column \"timestamp\": \"0001-01-01T00:30:00+01:00\" is not a time, left empty"
    );
}

#[test]
fn what_is_ambiguous_is_asked() {
    let why = "it holds dates, but day and month cannot be told apart: choose which comes first";
    for (first, second) in [("01/03/2024 12:00", "02/03/2024"), ("13/03/2024", "03/13/2024"), ("5.5.2024", "6.6.2024")]
    {
        for name in ["seen", "timestamp"] {
            let text = format!("{name},n\n{first},1\n{second},2\n");
            let loaded = read(&text);
            let column = loaded.mapping.column(name).unwrap();
            assert_eq!((column.kind, column.why.to_string()), (Some(Kind::Category), why.to_owned()), "{text}");
            assert_eq!(labels(&loaded, name), [first, second]);
        }
    }
}

#[test]
fn the_order_can_be_chosen() {
    let text = "timestamp,n\n01/03/2024 12:00,1\n03/01/2024,2\n31/01/2024,3\n";
    let rows = "01/01/2024,1\n".repeat(30);
    let load = |format: TimeFormat| {
        let assignment = Assignment::Field(Field::Timestamp);
        let mut mapping = Mapping::default();
        mapping.assign("timestamp", Choice { assignment, detail: Some(Detail::Time(format)), decimal: None }).unwrap();
        load(format!("{text}{rows}").as_bytes(), mapping).unwrap()
    };
    let day = load(TimeFormat::DayFirst);
    assert_eq!(day.table.times(Field::Timestamp).unwrap()[0], NOON);
    assert_eq!(issues(&day.report), [""; 0]);
    let month = load(TimeFormat::MonthFirst);
    assert_eq!(month.table.times(Field::Timestamp).unwrap()[1], NOON - 43_200_000);
    assert_eq!(
        issues(&month.report),
        ["row 3 (line 4), column \"timestamp\": \"31/01/2024\" is not a time, left empty"]
    );
    // It is in the mapping that reads the same again, and in no other way in an old one.
    assert_eq!(day.mapping.to_mapping().detail("timestamp"), Some(Detail::Time(TimeFormat::DayFirst)));
    let iso = read("timestamp,n\n2024-03-01,1\n");
    assert_eq!(iso.mapping.to_mapping().detail("timestamp"), None);
    let mut mapping = Mapping::default();
    let detail = Some(Detail::Time(TimeFormat::Unix(UnixUnit::Seconds)));
    mapping.assign("n", Choice { assignment: Assignment::Own, detail, decimal: None }).unwrap();
    let unix = super::super::load(b"n,m\n1709294400,1\n", mapping).unwrap();
    assert_eq!(times(&unix, "n"), [NOON]);
    assert_eq!(unix.mapping.to_mapping().detail("n"), detail);
}

#[test]
fn numbers_and_versions_are_no_dates() {
    let loaded = read("day,version,n\n20240301,1.2.2024,1\n20240302,1.2.3,2\n");
    assert_eq!(numbers(&loaded, "day"), [20_240_301.0, 20_240_302.0]);
    assert_eq!(loaded.mapping.column("version").unwrap().kind, Some(Kind::Category));
}
