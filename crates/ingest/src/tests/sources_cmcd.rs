//! Common Media Client Data as they come: what is unusual about them is counted by its kind, and shifts nothing.

use super::sources::{again, value};
use super::*;

/// By the rules of then.
fn read_then(text: &str) -> Loaded {
    let mut loader = Loader::new(Reading::recognise(Mapping::default(), 1_790_000_000_000))
        .by_rules(rules::Rules::of_number(2).expect("known"));
    loader.push(text.as_bytes()).expect("sound");
    loader.finish().expect("sound")
}

fn read_now(text: &str) -> Loaded {
    let mut loader = Loader::new(Reading::recognise(Mapping::default(), 1_790_000_000_000));
    loader.push(text.as_bytes()).expect("sound");
    loader.finish().expect("sound")
}

fn counted(loaded: &Loaded) -> Vec<(Rule, u64)> {
    loaded.report.counts().collect()
}

const WILD: &str = "when,address\n\
    2026-05-01T08:00:00Z,/a.m4s?CMCD=bl%3D0%2Cbr%3D5000%2Cbs%2Cd%3D2000%2Cot%3Dv%2Csid%3D%22x%22&CMCD=bl%3D900%2Cbr%3D400%2Cd%3D2000%2Cot%3Dv%2Csid%3D%22x%22\n\
    2026-05-01T08:00:02Z,\"/b.m4s?CMCD=br=400,d=2000,ot=\"\"v\"\",sid=\"\"x\"\",\"\n\
    2026-05-01T08:00:04Z,/c.m4s?Common-Media-Client-Data=br%3D600%2Cd%3D2000%2Cot%3Dv%2Csid%3D%22x%22\n\
    2026-05-01T08:00:06Z,/d.m4s?CMCD=br%3D600%2Ccid%3D%22%22show%22%22%2Cd%3D2000%2Cot%3Dv%2Csid%3D%22x%22\n";

#[test]
fn each_kind_is_counted() {
    let loaded = read_now(WILD);
    assert_eq!(counted(&loaded), [(Rule::SecondCmcd, 1), (Rule::DraftCmcd, 1), (Rule::MendedCmcd, 1)]);
    // A name that is an older one of the same is nothing that was repaired.
    assert_eq!(counts(&loaded.report), [4, 4, 2, 0]);
    assert_eq!(loaded.table.numbers(Field::BitrateKbps), Some([500.0].as_slice()));
    assert_eq!(loaded.table.numbers(Field::RebufferCount).and_then(|stalls| stalls.first().copied()), None);
    assert_eq!(value(&loaded, "cmcd_cid", 0), "show");
    again(WILD, &read(WILD));
    let then = read_then(WILD);
    assert_eq!(counted(&then), [(Rule::NoGroup, 1)], "the first readers see the first of two, and no draft");
    assert_eq!(numbers(&then, "cmcd_br")[0], (5000.0 + 400.0 + 600.0) / 3.0);
}

/// A code that stays in the requests behind the error is told, and nothing has failed.
#[test]
fn an_error_code_that_stays_is_no_failure() {
    let row = |second: u32, session: &str, rest: &str| {
        format!("2026-05-01T08:00:{second:02}Z,\"br=900,bl=4000,sid=\"\"{session}\"\",sta=p{rest}\"\n")
    };
    let mut text = "time,cmcd\n".to_owned();
    for second in 0..8 {
        text.push_str(&row(2 * second, "stays", if second > 2 { ",ec=(\"\"27\"\")" } else { "" }));
        text.push_str(&row(2 * second + 1, "once", if second == 7 { ",ec=(\"\"31\"\")" } else { "" }));
    }
    let loaded = read_now(&text);
    assert_eq!(counted(&loaded), [(Rule::LingeringError, 1)]);
    assert_eq!(
        issues(&loaded.report),
        [
            "session stays (from row 1), column \"cmcd_ec\": \"27\" is an error code that stays in the requests behind the error, left as it is: no sign of a failure"
        ]
    );
    assert!(loaded.aside.is_none() && loaded.table.rows() == 2);
    assert_eq!(loaded.table.numbers(Field::PlaybackFailed), Some([0.0, 0.0].as_slice()));
    assert_eq!(counted(&read_then(&text)), []);
}

/// Letters become words in the last rows as in the first.
#[test]
fn letters_become_words_in_all_rows() {
    let mut text = "timestamp,cmcd_sid,cmcd_br,cmcd_bl,cmcd_ot,cmcd_st\n".to_owned();
    for row in 0..6_000 {
        text.push_str(&format!("{},s{row},{},4000,v,{}\n", 1_777_622_400 + row, 900 + row % 7, ["l", "v"][row % 2]));
    }
    let loaded = read(&text);
    assert_eq!((value(&loaded, "cmcd_ot", 5_999), value(&loaded, "cmcd_st", 5_998)), ("video".into(), "live".into()));
    again(&text, &loaded);
    let mut then = Loader::new(Mapping::default()).by_rules(rules::Rules::of_number(2).expect("known"));
    then.push(text.as_bytes()).expect("sound");
    assert_eq!(value(&then.finish().expect("sound"), "cmcd_ot", 5_999), "v", "as old links have it");
}
