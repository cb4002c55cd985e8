//! What an export looks like, to the byte.

use super::*;

#[test]
fn every_row_is_there_with_its_cells_as_they_are() {
    let text = "session_id,bitrate,watch_time,live,startup_failed,note\n\
                a,4200000,125000,false,false,\"=1+1\"\n\
                b,1021.0,1.021e3,true,true,-5\n\
                c,3000000\n\
                ,,,,,\n\
                a,1,2,true,false,again\n\
                d,2500000,60000,false,false,x,more,=2\n\
                session_id,bitrate,watch_time,live,startup_failed,note\n\
                e,3000000,61000,false,false,\"two\nlines\"\n\
                f,\"never, closed\n";
    let expected = "session_id,bitrate,watch_time,live,startup_failed,note,score,flag,excluded\n\
                    a,4200000,125000,false,false,'=1+1,0,0,\n\
                    b,1021.0,1.021e3,true,true,-5,,,startup failed: kept apart\n\
                    c,3000000,,,,,0.36889332003988035,0,\n\
                    ,,,,,,,,rejected: the row has no value\n\
                    a,1,2,true,false,again,,,rejected: an earlier row has the session\n\
                    d,2500000,60000,false,false,x,,,rejected: the row has 8 cells for 6 columns; is a cell not quoted?,more,'=2\n\
                    session_id,bitrate,watch_time,live,startup_failed,note,,,rejected: the row is the header once more\n\
                    e,3000000,61000,false,false,\"two\nlines\",0.7377866400797607,0,\n\
                    ,,,,,,,,\"rejected: a quote is never closed, so that the rest of the file stands in one cell\",f,\"\"\"never, closed\n\"\n";
    assert_eq!(exported_text(text), expected);
}

#[test]
fn delimiters_and_decimal_marks_stay() {
    let text = "a;b\n1,5;\"x;y\"\n-2,25;=z\n3,5;u\n";
    let expected =
        "a;b;score;flag;excluded\n1,5;\"x;y\";0;0;\n-2,25;'=z;0,36889332003988035;0;\n3,5;u;0,7377866400797607;0;\n";
    assert_eq!(exported_text(text), expected);
}

#[test]
fn names_that_are_taken_stay_the_files() {
    let header = |names: &str| exported_text(&format!("{names}\n1,2\n3,4\n")).lines().next().map(str::to_owned);
    assert_eq!(header("SCORE,x").as_deref(), Some("SCORE,x,streamguard_score,streamguard_flag,streamguard_excluded"));
    assert_eq!(
        header("flag,streamguard_flag").as_deref(),
        Some("flag,streamguard_flag,streamguard_score_2,streamguard_flag_2,streamguard_excluded_2")
    );
}

#[test]
fn files_without_a_header_get_one() {
    assert_eq!(
        exported_text("1.5,2\n3.5,4\n"),
        "column 1,column 2,score,flag,excluded\n1.5,2,0,0,\n3.5,4,0.36889332003988035,0,\n"
    );
}

#[test]
fn lines_of_json_stay_lines_with_keys_added() {
    let text = "{\"a\":1.50,\"b\":\"=x\"}\nno object\n{\"a\":2,\"c\":{\"d\":[1,\"2\"]}}\n{\"a\":null}\n{\"a\":3";
    let expected = "{\"a\":1.50,\"b\":\"=x\",\"score\":0,\"flag\":0,\"excluded\":null}\n\
                    no object\n\
                    {\"a\":2,\"c\":{\"d\":[1,\"2\"]},\"score\":0.36889332003988035,\"flag\":0,\"excluded\":null}\n\
                    {\"a\":null,\"score\":null,\"flag\":null,\"excluded\":\"rejected: the row has no value\"}\n\
                    {\"a\":3\n";
    assert_eq!(exported_text(text), expected);
    assert_eq!(round_trip(&[("f", text.as_bytes().to_vec())], 1), Ok(()));
}

#[test]
fn keys_that_are_taken_stay_the_files_wherever_they_come_up() {
    let text = "{ \"n\": 1 }\n{}\n{\"n\":2,\"score\":{\"x\":5}}\n{\"n\":3,\"Flag\":\"a\"}\r\n";
    let expected = "{ \"n\": 1 ,\"streamguard_score\":0,\"streamguard_flag\":0,\"streamguard_excluded\":null}\n\
                    {\"streamguard_score\":null,\"streamguard_flag\":null,\"streamguard_excluded\":\"rejected: the row has no value\"}\n\
                    {\"n\":2,\"score\":{\"x\":5},\"streamguard_score\":0.36889332003988035,\"streamguard_flag\":0,\"streamguard_excluded\":null}\n\
                    {\"n\":3,\"Flag\":\"a\",\"streamguard_score\":0.7377866400797607,\"streamguard_flag\":0,\"streamguard_excluded\":null}\n";
    assert_eq!(exported_text(text), expected);
    assert_eq!(round_trip(&[("f", text.as_bytes().to_vec())], 1), Ok(()));
}

/// An export of lines is one of lines again, however often.
#[test]
fn exported_lines_are_exported_again() {
    let text = "{\"session_id\":\"a\",\"bitrate_kbps\":1000}\n{\"session_id\":\"b\",\"bitrate_kbps\":2000,\"cdn\":\"x\"}\n\
                {\"session_id\":\"c\",\"bitrate_kbps\":1500,\"startup_failed\":true}\n";
    let mut written = text.to_owned();
    let first = opened_text(text);
    for _ in 0..3 {
        written = exported_text(&written);
        let again = opened_text(&written);
        assert_eq!(again.table.rows(), first.table.rows(), "{written}");
        assert_eq!(again.aside.as_ref().map(|aside| &aside.kinds), first.aside.as_ref().map(|aside| &aside.kinds));
        for (line, was) in written.lines().zip(text.lines()) {
            assert!(line.starts_with(was.strip_suffix('}').expect("an object")), "{line}");
        }
    }
    assert!(written.contains("\"streamguard_excluded_2\""), "{written}");
}

#[test]
fn lists_of_objects_come_back_as_cells() {
    let text = "[\n  {\"a\": 1.50, \"b\": \"=x\"},\n  {\"a\": 2, \"c\": {\"d\": [1, \"2\"]}}\n]\n";
    let expected = "a,b,c.d,score,flag,excluded\n1.50,'=x,,0,0,\n2,,\"[1, \"\"2\"\"]\",0.36889332003988035,0,\n";
    assert_eq!(exported_text(text), expected);
}

/// Earlier rules read lines with added keys like any others.
#[test]
fn the_second_rules_know_no_added_keys() {
    let text = "{\"n\":1,\"score\":0.5,\"flag\":0,\"excluded\":null}\n{\"n\":2,\"score\":0.1,\"flag\":0,\"excluded\":\"rejected: x\"}\n";
    let why = |rules| {
        let (mut files, host) = (sources(&[("f", text.as_bytes().to_vec())]), SerialExecutor::default());
        let read = read_files(&mut files, Reading::recognise(Mapping::default(), 0), rules, &host);
        SerialExecutor::finish(read).expect("sessions").quality.expect("of a file").columns.grouping.1
    };
    assert!(why(Rules::LATEST).contains("exported here"));
    assert!(!why(Rules::of_number(2).expect("a number")).contains("exported here"));
}

#[test]
fn logs_are_cells_with_what_is_too_much_behind_them() {
    let text = "#Version: 1.0\n#Fields: date time x\n2026-01-02 10:00:00 5\n2026-01-02 10:00:01 - surplus\n2026-01-02 10:00:02 7\n";
    let expected = "date time,x,score,flag,excluded\n\
                    2026-01-02 10:00:00,5,0,0,\n\
                    2026-01-02 10:00:01,-,,,rejected: the row has 4 cells for 3 columns; is a cell not quoted?,surplus\n\
                    2026-01-02 10:00:02,7,0.36889332003988035,0,\n";
    assert_eq!(exported_text(text), expected);
    assert_eq!(round_trip(&[("f", text.as_bytes().to_vec())], 1), Ok(()));
}

#[test]
fn skipped_rows_are_written_with_the_others() {
    let files = [("f", b"a,b\n1,2\n3,4\n5,6\n".to_vec())];
    let sessions = opened(&files, 2).expect("sessions");
    let export = String::from_utf8(exported(&sessions, &files)).expect("UTF-8");
    let expected = "a,b,score,flag,excluded\n\
                    1,2,0,0,\n\
                    3,4,,,skipped: of each 2 rows the first is taken\n\
                    5,6,0.36889332003988035,0,\n";
    assert_eq!(export, expected);
}

#[test]
fn a_session_without_a_value_is_written_with_that() {
    let files = [("f", b"a,b\n1,2\n,x\n5,6\n".to_vec())];
    let sessions = opened(&files, 1).expect("sessions");
    let export = written(Export::of_scores(&sessions, &[0.5, f64::NAN, 0.25], 0.4), &files).expect("an export");
    let expected = "a,b,score,flag,excluded\n1,2,0.5,1,\n,x,,,no value in any feature: not judged\n5,6,0.25,0,\n";
    assert_eq!(String::from_utf8(export).as_deref(), Ok(expected));
}

#[test]
fn sessions_of_several_rows_are_called_by_their_fields() {
    let text = "session_id,timestamp,event,Bitrate (Mbps),score\n\
                a,2026-01-05T10:00:00Z,play,,1\n\
                a,2026-01-05T10:00:01Z,playing,3,1\n\
                a,2026-01-05T10:00:31Z,ended,,1\n\
                b,2026-01-05T10:00:00Z,play,,1\n\
                b,2026-01-05T10:00:09Z,error,,1\n\
                c,2026-01-05T10:02:00Z,play,,1\n\
                c,2026-01-05T10:02:03Z,playing,2.5,1\n\
                c,2026-01-05T10:02:40Z,ended,,1\n";
    let export = exported_text(text);
    let lines: Vec<&str> = export.lines().collect();
    assert!(lines[0].starts_with("session_id,timestamp,event_type,bitrate_kbps,score,"), "{export}");
    assert!(
        lines[0].ends_with(",streamguard_rows,streamguard_score,streamguard_flag,streamguard_excluded"),
        "{export}"
    );
    assert!(lines[1].starts_with("a,2026-01-05T10:00:00Z,ended,3000,1,") && lines[1].ends_with(",3,0,0,"), "{export}");
    assert!(lines[2].starts_with("c,") && lines[2].ends_with(",3,0.36889332003988035,0,"), "{export}");
    assert!(lines[3].starts_with("b,") && lines[3].ends_with(",2,,,startup failed: kept apart"), "{export}");
    assert_eq!(round_trip(&[("f", text.as_bytes().to_vec())], 1), Ok(()));
}

#[test]
fn a_file_that_has_changed_is_not_exported() {
    let file = |text: &str| [("f", text.as_bytes().to_vec())];
    let sessions = opened(&file("a,b\n1,2\n3,4\n"), 1).expect("sessions");
    let scores = scores_of(&sessions);
    let why = "the file has changed since it was opened, so its rows cannot be written beside what came out: open it once more";
    for changed in ["a,b\n1,2\n3,5\n", "a,b\n1,2\n3,4\n5,6\n", "a,b\n1,2\n", "", "a\u{0}b\n1,2\n3,4"] {
        let written = written(Export::of_scores(&sessions, &scores, 0.9), &file(changed));
        assert_eq!(written, Err(why.to_owned()), "{changed:?}");
    }
}

#[test]
fn reasons_are_those_of_the_session_whichever_are_written() {
    let analysis = SerialExecutor::default().analyse_generated(&analysis::Plan::default()).expect("a sound plan");
    let text = |export: Export| String::from_utf8(written(export, &[]).expect("an export")).expect("UTF-8");
    let all = text(Export::of(&analysis));
    let lines: Vec<&str> = all.lines().collect();
    assert!(lines[0].ends_with(",latency_ms,score,flag,excluded,reason_1,reason_2,reason_3"), "{}", lines[0]);
    assert_eq!(lines.len(), 10_001);
    let chosen: Vec<u32> = (0..10_500).step_by(3).collect();
    let some = text(Export::of(&analysis).only(chosen));
    let expected = (0..10_000).step_by(3).map(|row| lines[row + 1]);
    assert!(some.lines().eq(std::iter::once(lines[0]).chain(expected)));
}

/// A row of one of our exports reads by the rules of its time.
#[test]
fn the_first_rules_keep_apostrophes() {
    let text = "note,n,score,flag,excluded\n'=1,5,0.5,0,\n'=2,6,0.25,1,\n";
    let note = |rules| {
        let mut files = sources(&[("f", text.as_bytes().to_vec())]);
        let reading = Reading::recognise(Mapping::default(), 0);
        let sessions = SerialExecutor::finish(read_files(&mut files, reading, rules, &SerialExecutor::default()))
            .expect("sessions");
        values(&sessions.table.column("note").expect("a column").data)
    };
    assert_eq!(note(Rules::FIRST), ["'=1", "'=2"]);
    assert_eq!(note(Rules::LATEST), ["=1", "=2"]);
}

/// What is added is no feature by itself, and takes nothing away.
#[test]
fn added_columns_are_own_ones() {
    let text = "session_id,startup_time_ms,bitrate_kbps\na,500,3000\nb,700,2500\nc,900,4000\n";
    let (first, second) = (opened_text(text), opened_text(&exported_text(text)));
    assert_eq!(same_figures(&first, &second), Ok(()));
    let features = analysis::proposed_features;
    assert_eq!(features(&second), features(&first));
    assert_eq!(values(&second.table.column("score").expect("a column").data).len(), 3);
}
