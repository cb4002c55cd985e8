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

/// What is common among people, each column by itself.
#[test]
fn common_spellings_are_recognised() {
    let table = [
        ("Mar 1, 2024 @ 12:00:00.000", "March 13, 2024", TimeFormat::Named),
        ("01/Mar/2024:12:00:00 +0000", "13/Mar/2024:00:00:00 +0000", TimeFormat::Named),
        ("Fri, 01 Mar 2024 07:00:00 EST", "Wed, 13 Mar 2024 01:00:00 +0100", TimeFormat::Named),
        ("2024.03.01_12.00.00", "2024.03.13_00.00.00", TimeFormat::YearFirst),
        ("2024-03-01 12:00:00 PM", "2024-03-12 04:00:00 PM PST", TimeFormat::IsoOther),
        ("3/1/24 12:00", "3/13/24", TimeFormat::MonthFirst),
        ("1/3/24, 12:00", "13/3/24", TimeFormat::DayFirst),
        ("2024-03-01 12:00:00", "Mar 13, 2024", TimeFormat::Mixed),
    ];
    for (first, second, format) in table {
        let text = format!("seen\tn\n{first}\t1\n{second}\t2\n\t3\n");
        let loaded = read(&text);
        let column = loaded.mapping.column("seen").unwrap();
        assert_eq!(column.time_format, Some(format), "{first}");
        assert_eq!(times(&loaded, "seen"), [NOON, NOON + 11 * 86_400_000 + 43_200_000, MISSING_TIME], "{first}");
        assert_eq!(counts(&loaded.report), [3, 3, 0, 0]);
        // By the link that is made of it, the same; by links from before, a label as ever.
        let closed = super::super::load(text.as_bytes(), loaded.mapping.to_mapping()).unwrap();
        assert_eq!(times(&closed, "seen"), times(&loaded, "seen"));
        let old = by_rules(&text, Mapping::default(), 2);
        assert_eq!(old.mapping.column("seen").unwrap().kind, Some(Kind::Category), "{first}");
    }
}

fn by_rules(text: &str, mapping: Mapping, rules: u32) -> Loaded {
    let mut loader = Loader::new(mapping).by_rules(rules::Rules::of_number(rules).unwrap());
    loader.push(text.as_bytes()).unwrap();
    loader.finish().unwrap()
}

#[test]
fn two_digits_of_a_year_are_asked_about_where_they_are_open() {
    // The first could be the year as well as the day.
    let loaded = read("seen,n\n13/03/24,1\n14/03/24,2\n");
    assert_eq!(loaded.mapping.column("seen").unwrap().why, Why::AmbiguousDates);
    // Without a slash or a time they may be versions.
    let loaded = read("seen,n\n10.13.11,1\n10.14.06,2\n");
    assert_eq!(loaded.mapping.column("seen").unwrap().why, Why::Unknown);
}

#[test]
fn words_of_zones_that_are_not_known_are_no_times() {
    let loaded = read("seen,n\n2024-03-01 12:00 CET,1\n2024-03-02 12:00 CET,2\n");
    assert_eq!(loaded.mapping.column("seen").unwrap().kind, Some(Kind::Category));
    let text = format!("seen,n\n{}2024-03-01 12:00 CET,2\n", "2024-03-01 12:00 EST,1\n".repeat(20));
    let loaded = read(&text);
    assert_eq!(times(&loaded, "seen")[19..], [NOON + 5 * 3_600_000, MISSING_TIME]);
    assert_eq!(
        issues(&loaded.report),
        ["row 21 (line 22), column \"seen\": \"2024-03-01 12:00 CET\" is not a time, left empty"]
    );
}

#[test]
fn unix_times_are_read_by_their_size() {
    let mixed = "created_at,n\n1709294400,1\n1709294400000,2\n1709294400.5,3\n1709294400000000,4\n,5\n";
    let loaded = read(mixed);
    assert_eq!(loaded.mapping.column("created_at").unwrap().time_format, Some(TimeFormat::UnixBySize));
    assert_eq!(times(&loaded, "created_at"), [NOON, NOON, NOON + 500, NOON, MISSING_TIME]);
    assert_eq!(loaded.mapping.to_mapping().detail("created_at"), Some(Detail::Time(TimeFormat::UnixBySize)));
    assert_eq!(counts(&loaded.report), [5, 5, 0, 0]);
    // A few among many of one unit are told.
    let few = format!("created_at,n\n{}1709294400000,2\n", "1709294400,1\n".repeat(20));
    let loaded = read(&few);
    assert_eq!(loaded.mapping.column("created_at").unwrap().time_format, Some(TimeFormat::Unix(UnixUnit::Seconds)));
    assert_eq!(times(&loaded, "created_at"), [NOON; 21]);
    assert_eq!(loaded.report.count(Rule::OtherUnixUnit), 1);
    let old = by_rules(&few, Mapping::default(), 2);
    assert_eq!(times(&old, "created_at")[20], MISSING_TIME);
    // Seconds from the start are none, whatever the name.
    let loaded = read("time(secs),time,n\n1,0.5,1\n2,1,2\n3,1.5,3\n");
    assert_eq!((numbers(&loaded, "time(secs)")[2], numbers(&loaded, "time")[2]), (3.0, 1.5));
    let comma = read("created_at;n\n1709294400,5;1,5\n1709294401,25;2,5\n");
    assert_eq!(times(&comma, "created_at"), [NOON + 500, NOON + 1250]);
}

#[test]
fn days_of_spreadsheets_are_known_by_the_name_of_a_date() {
    let loaded = read("Date,price,n\n45352.5,45352.5,1\n45353,45353,2\n");
    let column = loaded.mapping.column("Date").unwrap();
    assert_eq!(column.time_format, Some(TimeFormat::Excel(DateSystem::From1900)));
    assert_eq!(times(&loaded, "Date"), [NOON, NOON + 43_200_000]);
    // A bare time may be one that has passed.
    let passed = read("time,n\n45352.5,1\n45353,2\n");
    assert_eq!((numbers(&passed, "time")[0], numbers(&loaded, "price")[0]), (45_352.5, 45_352.5));
    // A column of days beside it makes it plain, where it has about as many.
    let beside = read("Date,start,offset time,n\n45352,45352.5,45352.5,1\n45353,45353,45353,2\n");
    assert_eq!(beside.table.times(Field::Timestamp).unwrap(), [NOON, NOON + 43_200_000]);
    assert_eq!(numbers(&beside, "offset time")[0], 45_352.5);
    let far = read("Date,start,n\n45352,35352.5,1\n45353,35353,2\n");
    assert_eq!(numbers(&far, "start")[0], 35_352.5);
    let mut mapping = Mapping::default();
    mapping.assign("time", "timestamp:excel_1904".parse::<Choice>().unwrap()).unwrap();
    let chosen = super::super::load(b"time,n\n43890.5,1\n,2\n-1,3\n", mapping).unwrap();
    assert_eq!(chosen.table.times(Field::Timestamp).unwrap(), [NOON, MISSING_TIME, MISSING_TIME]);
    assert_eq!(chosen.report.count(Rule::ImplausibleTime), 1);
    // As a time without saying how, it can be no other.
    let mut mapping = Mapping::default();
    mapping.assign("time", Assignment::Field(Field::Timestamp)).unwrap();
    let chosen = super::super::load(b"time,n\n45352.5,1\n45353,2\n", mapping).unwrap();
    assert_eq!(chosen.table.times(Field::Timestamp).unwrap()[0], NOON);
    let digits = read("Date,day,n\n20240301,20240301,1\n20240302,20240302,2\n");
    assert_eq!(times(&digits, "Date")[0], NOON - 43_200_000);
    assert_eq!(numbers(&digits, "day")[0], 20_240_301.0);
}

#[test]
fn times_without_a_zone_are_of_the_chosen_one() {
    let text = "timestamp,n\n2024-03-01 12:00:00,1\n2024-03-01T12:00:00Z,2\n2024-03-01 12:00:00 +0200,3\n\
                2024-03-31 02:30:00,4\n2024-10-27 02:30:00,5\n2024-03-01T12:00:00.500,6\n2024-07-01,7\n,8\n";
    let hour = 3_600_000;
    let read = |zone: &str, rules: u32| {
        let reading = Reading { zone: zone.parse().ok(), ..Reading::rows(Mapping::default()) };
        let mut loader = Loader::new(reading).by_rules(rules::Rules::of_number(rules).unwrap());
        loader.push(text.as_bytes()).unwrap();
        loader.finish()
    };
    let loaded = read("Europe/Berlin", 3).unwrap();
    let expected = [
        NOON - hour,
        NOON,
        NOON - 2 * hour,
        1_711_848_600_000, // 2024-03-31T01:30Z, which is 03:30 there
        1_729_989_000_000, // 2024-10-27T00:30Z, the first 02:30
        NOON - hour + 500,
        1_719_784_800_000, // 2024-06-30T22:00Z
        MISSING_TIME,
    ];
    assert_eq!(loaded.table.times(Field::Timestamp).unwrap(), expected);
    assert_eq!(counts(&loaded.report), [8, 8, 2, 0]);
    assert_eq!(
        issues(&loaded.report),
        [
            "row 4 (line 5), column \"timestamp\": \"2024-03-31 02:30:00\" is a time that clocks never showed, as they were set forward, moved forward as they were",
            "row 5 (line 6), column \"timestamp\": \"2024-10-27 02:30:00\" is a time that clocks showed twice, as they were set back, taken for the first"
        ]
    );
    assert_eq!(loaded.reading.zone.as_ref().map(|zone| zone.as_str()), Some("Europe/Berlin"));
    let utc = read("", 3).unwrap();
    assert_eq!(utc.table.times(Field::Timestamp).unwrap()[..2], [NOON, NOON]);
    assert_eq!(read("Asia/Kolkata", 2).unwrap().table.times(Field::Timestamp).unwrap()[0], NOON - 5 * hour - hour / 2);
    assert_eq!(
        read("Europe/Atlantis", 3).unwrap_err().to_string(),
        "there is no time zone \"Europe/Atlantis\" in the IANA database: name one such as Europe/Berlin"
    );
}

/// A column of days and one of times of day are one of times, beside them.
#[test]
fn days_and_times_of_day_are_joined() {
    let mut text = String::from("session_id,Date,Time,n\n");
    for row in 0..50 {
        text += &format!("{row},13/03/2024,{}:{:02}:30 PM,{row}\n", 1 + row / 30, row * 7 % 60);
    }
    text += "50,13/03/2024,,1\n51,,,2\n52,13/03/2024,x,3\n53,1/4/2024,12:00 AM,4\n";
    for rows in [5, 4096] {
        let limits = Limits { sample_rows: rows, ..Limits::default() };
        let mut loader = Loader::with_limits(Mapping::default(), limits);
        loader.push(text.as_bytes()).unwrap();
        let loaded = loader.finish().unwrap();
        let joined = loaded.mapping.column("Date Time").unwrap();
        assert_eq!(joined.taken, Taken::Field(Field::Timestamp));
        assert_eq!(joined.why.to_string(), "made of \"Date\" and \"Time\", which say it together");
        assert_eq!(joined.first[0], "13/03/2024 1:00:30 PM");
        let seen = times(&loaded, "Date Time");
        let start = NOON + 12 * 86_400_000 + 3_600_000 + 30_000;
        assert_eq!(seen[..3], [start, start + 7 * 60_000, start + 14 * 60_000]);
        assert_eq!(
            seen[49..],
            [start + 43 * 60_000 + 3_600_000, MISSING_TIME, MISSING_TIME, MISSING_TIME, 1_711_929_600_000]
        );
        // Both are there as what they are.
        assert_eq!(times(&loaded, "Date")[0], start - 46_830_000);
        assert_eq!(labels(&loaded, "Time")[1], "1:07:30 PM");
        assert_eq!(
            issues(&loaded.report),
            [
                "row 51 (line 52), column \"Date Time\": \"13/03/2024 -\" is not a time, left empty",
                "row 53 (line 54), column \"Date Time\": \"13/03/2024 x\" is not a time, left empty"
            ]
        );
        assert_eq!((joined.repaired, loaded.report.repaired), (2, 2));
        // The link says it, and makes the same.
        let closed = super::super::load(text.as_bytes(), loaded.mapping.to_mapping()).unwrap();
        assert_eq!(times(&closed, "Date Time"), seen);
        assert_eq!(closed.table, loaded.table);
    }
    // In another zone it is another moment, of a day that stays the day.
    let reading = Reading { zone: "Europe/Berlin".parse().ok(), ..Reading::rows(Mapping::default()) };
    let mut loader = Loader::new(reading);
    loader.push(text.as_bytes()).unwrap();
    let berlin = loader.finish().unwrap();
    let start = NOON + 12 * 86_400_000 + 3_600_000 + 30_000;
    assert_eq!((times(&berlin, "Date Time")[0], times(&berlin, "Date")[0]), (start - 3_600_000, start - 46_830_000));
    // It can be left out; links from before have none.
    let off = super::super::load(text.as_bytes(), mapping(&[("Date Time", Assignment::Ignore)])).unwrap();
    assert!(off.table.column("Date Time").is_none() && off.table.times(Field::Timestamp).is_none());
    assert!(by_rules(&text, Mapping::default(), 2).mapping.column("Date Time").is_none());
    // Where day and month cannot be told apart, it is asked of both.
    let asked = read("Date,Time,n\n1/2/2024,12:00,1\n3/4/2024,13:00,2\n");
    for name in ["Date", "Date Time"] {
        assert_eq!(asked.mapping.column(name).unwrap().why, Why::AmbiguousDates, "{name}");
    }
    let mut chosen = Mapping::default();
    chosen.assign("Date Time", "timestamp:mdy".parse::<Choice>().unwrap()).unwrap();
    let chosen = super::super::load(b"Date,Time,n\n1/2/2024,12:00,1\n3/1/2024,12:00,2\n", chosen).unwrap();
    assert_eq!(chosen.table.times(Field::Timestamp).unwrap()[1], NOON);
}

/// What the first rows leave open, a later one tells: then the file is read once more, and that is told with the row.
#[test]
fn all_rows_tell_day_and_month() {
    for distinct in [false, true] {
        let time =
            |row: usize| if distinct { format!("{:02}:{:02}:00", row / 60 % 24, row % 60) } else { "12:00".to_owned() };
        let mut text = String::from("timestamp;Date;Time;n\n");
        for row in 0..6_000 {
            let day = 1 + row / 500;
            text += &format!("{day:02}/03/2024 {t};{day:02}/03/2024;{t};{row}\n", t = time(row));
        }
        text += "13/03/2024 12:00;13/03/2024;12:00;1\n";
        let mut loader = Loader::new(Mapping::default());
        loader.push(text.as_bytes()).unwrap();
        let Finished::Again(mut again) = loader.finish_or_again().unwrap() else { panic!("read once") };
        again.push(text.as_bytes()).unwrap();
        let loaded = again.finish().unwrap();
        let seen = loaded.table.times(Field::Timestamp).unwrap();
        assert_eq!(seen[6_000], NOON + 12 * 86_400_000);
        assert_eq!(times(&loaded, "Date")[0], NOON - 43_200_000);
        assert_eq!(times(&loaded, "Date Time")[6_000], NOON + 12 * 86_400_000);
        assert_eq!(
            issues(&loaded.report),
            [
                "row 6001 (line 6002), column \"timestamp\": \"13/03/2024 12:00\" decides: with all rows the column is read as dates with the day first, otherwise than its first rows let expect",
                "row 6001 (line 6002), column \"Date\": \"13/03/2024\" decides: with all rows the column is read as dates with the day first, otherwise than its first rows let expect"
            ]
        );
        assert_eq!(loaded.mapping.to_mapping().detail("timestamp"), Some(Detail::Time(TimeFormat::DayFirst)));
        let closed = super::super::load(text.as_bytes(), loaded.mapping.to_mapping()).unwrap();
        assert_eq!(closed.table, loaded.table);
    }
}
