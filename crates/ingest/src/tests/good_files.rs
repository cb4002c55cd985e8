//! Files as people have them: delimiters, types, recognised names, units, the user's choices.

use super::*;
use telemetry::{Kind, MISSING_TIME};

#[test]
fn our_own_names() {
    let loaded = read(
        "session_id,timestamp,device_type,startup_time_ms,buffering_ratio,bitrate_kbps\r\n\
         s1,2026-03-01T12:00:00Z,mobile,812.5,0.02,2400\r\n\
         s2,2026-03-01T12:00:01.5Z,smart_tv,,0,5800\r\n",
    );
    for column in loaded.table.columns() {
        assert_eq!(column.field, Field::from_name(&column.name), "{}", column.name);
        assert_eq!(loaded.mapping.column(&column.name).unwrap().why, Why::Name);
    }
    assert_eq!(loaded.table.texts(Field::SessionId).unwrap().get(1), "s2");
    assert_eq!(loaded.table.times(Field::Timestamp).unwrap(), [1_772_366_400_000, 1_772_366_401_500]);
    assert_eq!(loaded.table.categories(Field::DeviceType).unwrap().label(1), "smart_tv");
    assert!(loaded.table.numbers(Field::StartupTimeMs).unwrap()[1].is_nan());
    assert_eq!(counts(&loaded.report), [2, 2, 0, 0]);
    assert_eq!(loaded.source.bytes, 171);
}

#[test]
fn the_hash_is_that_of_the_bytes_as_given() {
    let text = b"a\n1\n";
    let hex = |bytes: &[u8]| {
        let loaded = load(bytes, Mapping::default()).unwrap();
        loaded.source.sha256.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    assert_eq!(hex(text), "309b0e45a73d3fc5325e2b6ed0a01ef8b9cde6b05a5633c1f893f970d52bfddc");
    assert_ne!(hex(&crate::container::gunzip::tests::gzip(text)), hex(text));
}

#[test]
fn decimal_commas_where_the_delimiter_allows() {
    let loaded = read("\u{feff}bitrate_mbps;n;version\n1,5;2;1.5\n2,25;1000;2.0\n");
    assert_eq!(loaded.mapping.delimiter, Delimiter::Semicolon);
    assert_eq!(loaded.table.numbers(Field::BitrateKbps).unwrap(), [1500.0, 2250.0]);
    assert_eq!(loaded.mapping.column("bitrate_mbps").unwrap().decimal, Some(Decimal::Comma));
    assert_eq!(numbers(&loaded, "version"), [1.5, 2.0]);
    let loaded = read("a\tb\n1,5\t2\n2,5\t3,5\n");
    assert_eq!((numbers(&loaded, "a"), numbers(&loaded, "b")), (&[1.5, 2.5][..], &[2.0, 3.5][..]));
}

#[test]
fn a_decimal_comma_after_the_sample() {
    let rows = "1,5;2\n".repeat(5_000);
    let loaded = read(&format!("a;b\n{rows}1,5;2,5\n1.5;2\n"));
    assert_eq!(numbers(&loaded, "b")[5_000], 2.5);
    let told = "is a number with another decimal mark than most of its column, left empty";
    assert_eq!(issues(&loaded.report), [format!("row 5002 (line 5003), column \"a\": \"1.5\" {told}")]);
}

#[test]
fn types_by_content() {
    let loaded = read(
        "n,flag,day,when,mixed,note,odd\n-1,True,2024-02-29,2024-02-29 10:00:00.5,1,-,NaN\n2,False,2024-03-01,,two,null,NA\n3,True,NA,2024-02-29T10:00+01:00,3,x,\n",
    );
    let kind = |name: &str| loaded.mapping.column(name).unwrap().kind;
    assert_eq!(kind("flag"), Some(Kind::Category));
    assert_eq!(kind("day"), Some(Kind::Time));
    assert_eq!(kind("when"), Some(Kind::Time));
    assert_eq!(kind("mixed"), Some(Kind::Category));
    assert_eq!(labels(&loaded, "note"), ["", "", "x"]);
    assert_eq!(kind("odd"), Some(Kind::Category));
    let Data::Time(when) = &loaded.table.column("when").unwrap().data else { unreachable!("a time column") };
    assert_eq!(when, &[1_709_200_800_500, MISSING_TIME, 1_709_197_200_000]);
    assert_eq!(counts(&loaded.report), [3, 3, 0, 0]);
    assert_eq!(loaded.mapping.column("flag").unwrap().first, ["True", "False", "True"]);
}

#[test]
fn unix_times_only_under_the_name_of_a_time() {
    let text = "NAME,x\n1435156788.09,1\n1435157232.92,2\n0,3\n";
    let rows = "1435157232.5,1\n".repeat(20);
    let loaded = read(&format!("{}{rows}", text.replace("NAME", "run_start")));
    assert_eq!(
        loaded.table.times(Field::Timestamp).unwrap()[..3],
        [1_435_156_788_090, 1_435_157_232_920, MISSING_TIME]
    );
    assert_eq!(loaded.mapping.column("run_start").unwrap().time_format, Some(TimeFormat::Unix(UnixUnit::Seconds)));
    assert_eq!(
        issues(&loaded.report),
        ["row 3 (line 4), column \"run_start\": \"0\" is not a time between 1976 and 2286, left empty"]
    );
    let loaded = read(&format!("{}{rows}", text.replace("NAME", "bytes")));
    assert_eq!(numbers(&loaded, "bytes")[0], 1435156788.09);
}

#[test]
fn a_name_alone_is_not_enough() {
    let loaded = read("timestamp,startup_time,n\n12,fast,1\n90,slow,2\n");
    assert_eq!(field_of(&loaded, "timestamp"), None);
    assert_eq!(numbers(&loaded, "timestamp"), [12.0, 90.0]);
    let why = loaded.mapping.column("startup_time").unwrap().why.to_string();
    assert_eq!(why, "named like startup_time_ms, but its cells are not numbers: kept under its own name");
}

#[test]
fn two_columns_for_one_field() {
    let loaded = read("bitrate,avg_bitrate,bitrate_kbps,video_codec,codec name\n1,2,3,avc,x\n");
    assert_eq!(field_of(&loaded, "bitrate_kbps"), Some(Field::BitrateKbps));
    assert_eq!((field_of(&loaded, "bitrate"), field_of(&loaded, "avg_bitrate")), (None, None));
    assert_eq!(
        loaded.mapping.column("bitrate").unwrap().why.to_string(),
        "would be bitrate_kbps, but \"bitrate_kbps\" is taken for that: kept under its own name"
    );
    let loaded = read("avg_bitrate,bitrate\n800,900\n");
    assert_eq!(field_of(&loaded, "avg_bitrate"), Some(Field::BitrateKbps));
    assert_eq!(field_of(&loaded, "bitrate"), None);
}

#[test]
fn units_by_name_and_by_size() {
    use UnitSource::*;
    let table = [
        ("startup_time_s", [1.5, 2.0], [1500.0, 2000.0], SourceUnit::Seconds, Name),
        ("startup_time", [1.5, 2.0], [1500.0, 2000.0], SourceUnit::Seconds, Size),
        ("startup_time", [1500.0, 2000.0], [1500.0, 2000.0], SourceUnit::Milliseconds, Assumed),
        ("startup_time_ms", [1.5, 2.0], [1.5, 2.0], SourceUnit::Milliseconds, Name),
        ("bitrate_mbps", [0.5, 4.0], [500.0, 4000.0], SourceUnit::MegabitsPerSecond, Name),
        ("bitrate", [500_000.0, 4e6], [500.0, 4000.0], SourceUnit::BitsPerSecond, Size),
        ("bitrate", [0.5, 4.0], [500.0, 4000.0], SourceUnit::MegabitsPerSecond, Size),
        ("rebuffer_percentage", [0.0, 7.0], [0.0, 0.07], SourceUnit::Percent, Size),
        ("rebuffer_percentage", [0.0, 0.07], [0.0, 0.07], SourceUnit::Fraction, Size),
        ("rebuffering_pct", [0.0, 0.5], [0.0, 0.005], SourceUnit::Percent, Name),
        ("watch_time", [60_000.0, 120_000.0], [60.0, 120.0], SourceUnit::Milliseconds, Size),
        ("watch_time_min", [1.0, 2.0], [60.0, 120.0], SourceUnit::Minutes, Name),
        ("dropped_frame_ratio", [0.0, 0.25], [0.0, 25.0], SourceUnit::Fraction, Name),
        ("stalls", [0.0, 2.0], [0.0, 2.0], SourceUnit::Count, Assumed),
    ];
    for (name, cells, expected, unit, source) in table {
        let loaded = read(&format!("{name},country\n{},DE\n{},FR\n", cells[0], cells[1]));
        let column = loaded.mapping.column(name).unwrap();
        assert_eq!((numbers(&loaded, name), column.unit), (&expected[..], Some((unit, source))), "{name} {cells:?}");
        assert!(matches!(column.taken, Taken::Field(_)));
    }
}

#[test]
fn a_ratio_beyond_one_is_listed() {
    let loaded = read("rebuffering_ratio,x\n0.5,1\n1.5,2\n");
    assert_eq!(
        issues(&loaded.report),
        [
            "row 2 (line 3), column \"rebuffering_ratio\": \"1.5\" is not between 0 and 1 as a buffering_ratio is, left empty"
        ]
    );
}

#[test]
fn namibia_and_north_america() {
    let loaded = read("country,region,os,n\nNA,NA,NA,1\nDE,EU,ios,2\n");
    assert_eq!((&labels(&loaded, "country")[0][..], &labels(&loaded, "region")[0][..]), ("NA", "NA"));
    assert_eq!(labels(&loaded, "os")[0], "");
}

#[test]
fn the_users_choices() {
    let choices = [
        ("pl_buffering_events", Assignment::Field(Field::RebufferCount)),
        ("stalls", Assignment::Own),
        ("secret", Assignment::Ignore),
        ("label", Assignment::Truth),
        ("not there", Assignment::Own),
        ("start_s", Assignment::Field(Field::StartupTimeMs)),
    ];
    let text = "pl_buffering_events,stalls,secret,label,start_s\n1,5,x,0,2\n2,6,y,low_bitrate,3\n3,7,z,None,4\n4,8,z,stutter,5\n";
    let loaded = load(text.as_bytes(), mapping(&choices)).unwrap();
    let names: Vec<&str> = loaded.table.columns().iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["pl_buffering_events", "stalls", "start_s"]);
    assert_eq!(loaded.table.numbers(Field::RebufferCount).unwrap(), [1.0, 2.0, 3.0, 4.0]);
    assert_eq!(loaded.table.numbers(Field::StartupTimeMs).unwrap()[0], 2000.0);
    let truth = loaded.truth.unwrap();
    assert_eq!(truth.codes(), [0, 1, 0, 2]);
    assert_eq!(truth.faults(), ["low_bitrate", "stutter"]);
    assert_eq!(loaded.mapping.unused, ["not there"]);
    assert_eq!(loaded.mapping.column("secret").unwrap().taken, Taken::Ignored);
}

#[test]
fn too_many_faults() {
    let rows: String = (0..300).map(|row| format!("f{row},1\n")).collect();
    let error = load(format!("label,n\n{rows}").as_bytes(), mapping(&[("label", Assignment::Truth)])).unwrap_err();
    assert_eq!(
        error.to_string(),
        "column \"label\" has more than 255 different labels: it cannot be the column to judge by"
    );
}

#[test]
fn identifiers_become_text() {
    let kind = |loaded: &Loaded| loaded.mapping.column("id").unwrap().kind;
    let rows = |count: usize, distinct: usize| -> String {
        (0..count).map(|row| format!("x{},1\n", row % distinct)).collect()
    };
    assert_eq!(kind(&read(&format!("id,n\n{}", rows(1_000, 1_000)))), Some(Kind::Category));
    assert_eq!(kind(&read(&format!("id,n\n{}", rows(1_001, 1_001)))), Some(Kind::Text));
    assert_eq!(kind(&read(&format!("id,n\n{}", rows(5_000, 500)))), Some(Kind::Category));
    // Mostly distinct only behind the sample; then more labels than codes, for a field that is a category by name.
    let late = format!("id,n\n{}{}", "a,1\n".repeat(5_000), rows(20_000, 20_000));
    assert_eq!(kind(&read(&late)), Some(Kind::Text));
    let loaded = read(&format!("isp,n\n{}", rows(70_000, 66_000)));
    assert_eq!(loaded.mapping.column("isp").unwrap().kind, Some(Kind::Text));
    assert_eq!(labels(&loaded, "isp")[69_999], "x3999");
    assert_eq!(labels(&loaded, "isp")[65_999], "x65999");
}

#[test]
fn a_column_that_begins_behind_the_sample() {
    let empty = "1,,,\n".repeat(5_000);
    let loaded = read(&format!("n,number,time,label\n{empty}1,2.5,2024-01-01,x\n1,,,2\n1,3,2024-01-02,\n"));
    assert_eq!(
        numbers(&loaded, "number")[5_000..5_003].iter().map(|value| value.to_bits()).collect::<Vec<_>>(),
        [2.5_f64, f64::NAN, 3.0].map(f64::to_bits)
    );
    assert_eq!(loaded.mapping.column("time").unwrap().kind, Some(Kind::Time));
    assert_eq!(labels(&loaded, "label")[5_000..], ["x", "2", ""]);
    let many = "1,7,,\n".repeat(100);
    let loaded = read(&format!("n,number,time,label\n{empty}{many}1,stray,,\n"));
    assert_eq!(numbers(&loaded, "number").len(), 5_101);
    assert_eq!(counts(&loaded.report), [5_101, 5_101, 1, 0]);
}
