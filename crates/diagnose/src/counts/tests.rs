//! Tables of counts against the search over the same rows, and what is refused with its row.

use super::*;
use analysis::{SerialExecutor, read_files};
use ingest::{Mapping, Reading};
use proptest::prelude::*;

/// A file in memory, in slices.
struct Bytes {
    bytes: Vec<u8>,
    at: usize,
}

impl ByteSource for Bytes {
    fn total(&self) -> f64 {
        self.bytes.len() as f64
    }

    async fn next(&mut self) -> Result<Vec<u8>, String> {
        let rest = &self.bytes[self.at..];
        let slice = rest[..rest.len().min(777)].to_vec();
        self.at += slice.len();
        Ok(slice)
    }

    fn rewind(&mut self) -> Result<(), String> {
        self.at = 0;
        Ok(())
    }
}

fn sources(files: &[&str]) -> Vec<(String, Bytes)> {
    (b'a'..)
        .zip(files)
        .map(|(name, text)| (format!("{}.csv", char::from(name)), Bytes { bytes: text.as_bytes().to_vec(), at: 0 }))
        .collect()
}

/// What is found in files with these columns.
fn explained_by(files: &[&str], columns: CountColumns, limits: Limits) -> Result<CountsFound, CountsError> {
    let host = SerialExecutor::default();
    let (mut first, mut second) = (sources(files), sources(files));
    let reading = Reading::recognise(Mapping::default(), 0);
    let sessions =
        SerialExecutor::finish(read_files(&mut first, reading, Rules::LATEST, &host)).expect("a file of rows");
    let understood = &sessions.quality.as_ref().expect("a file").columns;
    let pause = async |_, _| Ok(());
    let table = read_counts(CountTable::new(columns)?, &mut second, understood, Rules::LATEST, pause);
    SerialExecutor::finish(table).expect("the same file").explain(limits)
}

fn explained(text: &str, columns: CountColumns) -> Result<CountsFound, CountsError> {
    explained_by(&[text], columns, Limits::default())
}

fn columns() -> CountColumns {
    CountColumns { weight: Some("viewers".into()), bad: "stalling".into(), ..CountColumns::default() }
}

fn at(from: &str, until: Option<&str>) -> CountColumns {
    let at = At { from: from.into(), until: until.map(str::to_owned) };
    CountColumns { time: Some(("minute".into(), at)), ..columns() }
}

fn one_of(column: &str, values: &[&str], is_not: bool) -> CellTest {
    CellTest { column: column.into(), values: values.iter().map(|&value| value.into()).collect(), is_not }
}

/// Rows of two CDNs and three players in four minutes; in the third minute one player stalls on one CDN.
fn table() -> String {
    let mut text = String::from("minute,cdn,player,stalling,viewers\n");
    for minute in 1..=4 {
        for cdn in ["007", "7"] {
            for player in ["hls", "dash", "üñí"] {
                let bad = if (minute, cdn, player) == (3, "007", "dash") { 300 } else { 10 };
                text += &format!("{minute},{cdn},{player},{bad},1000\n");
            }
        }
    }
    text
}

fn segments(found: &CountsFound) -> Vec<Vec<(&str, &str)>> {
    found
        .answers
        .iter()
        .map(|answer| answer.dimensions.iter().map(|(name, label)| (name.as_str(), label.as_str())).collect())
        .collect()
}

#[test]
fn labels_are_taken_as_they_are_written() {
    let found = explained(&table(), at("3", None)).expect("counts");
    assert_eq!(segments(&found), [[("cdn", "007"), ("player", "dash")]]);
    assert_eq!(
        (found.now, found.before),
        (Count { bad: 350, sessions: 6_000 }, Some(Count { bad: 120, sessions: 12_000 }))
    );
    assert_eq!(found.dimensions, ["cdn", "player"]);
    let figures = &found.answers[0].figures;
    assert_eq!(
        (figures.now, figures.before),
        (Count { bad: 300, sessions: 1_000 }, Some(Count { bad: 20, sessions: 2_000 }))
    );
    let said = found.answers[0].sentence.replace('\u{202f}', " ");
    assert_eq!(
        said,
        "cdn = 007 and player = dash: 30% of 1000 sessions are bad, 30 times as often as the others (22 to 40); before it \
         was 1%. That is 85.7% of all bad sessions."
    );
    for label in ["", " 7", "7.0", "1e3", "ü,\"ñ\"", "=1+1", "NA", "none"] {
        let quoted = format!("\"{}\"", label.replace('"', "\"\""));
        let text = table().replace("007", &quoted);
        let found = explained(&text, at("3", None)).expect("counts");
        assert_eq!(segments(&found), [[("cdn", label), ("player", "dash")]], "{label}");
    }
    let empty = explained(&table().replace("007", ""), at("3", None)).expect("counts");
    assert!(empty.answers[0].sentence.starts_with("cdn is empty and player = dash: "), "{}", empty.answers[0].sentence);
}

#[test]
fn what_is_wrong_is_said_with_its_row() {
    let with = |row: &str| format!("{}{row}\n", table());
    let cases = [
        (with("3,7,hls,-1,1000"), "row 25: stalling is \"-1\", which is no whole number from 0 to 4294967295"),
        (with("3,7,hls,1.5,1000"), "row 25: stalling is \"1.5\", which is no whole number from 0 to 4294967295"),
        (with("3,7,hls,1,some"), "row 25: viewers is \"some\", which is no whole number from 0 to 4294967295"),
        (with("3,7,hls,1,"), "row 25: viewers is \"\", which is no whole number from 0 to 4294967295"),
        (
            with("3,7,hls,1,4294967296"),
            "row 25: viewers is \"4294967296\", which is no whole number from 0 to 4294967295",
        ),
        (with("3,7,hls,1"), "row 25: viewers is \"\", which is no whole number from 0 to 4294967295"),
        (with("3,7,hls,nan,5"), "row 25: stalling is \"nan\", which is no whole number from 0 to 4294967295"),
        (with("3,7,hls,6,5"), "row 25: 6 of 5 sessions are bad"),
        (with("soon,7,hls,1,5"), "row 25: minute is \"soon\", which is no number and no time"),
        (with(",7,hls,1,5"), "row 25: minute is \"\", which is no number and no time"),
        (with("2026-01-06,7,hls,1,5"), "row 25: minute is \"2026-01-06\", which cannot be compared with \"3\""),
        (with("3,7,hls,1,5,6"), "row 25: the row has 6 cells for 5 columns; is a cell not quoted?"),
        // A row that is not looked at is none of counts all the same.
        (with("9,7,hls,6,5"), "row 25: 6 of 5 sessions are bad"),
    ];
    for (text, expected) in cases {
        assert_eq!(explained(&text, at("3", None)).expect_err(expected).to_string(), expected);
    }
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let refused = |columns: CountColumns| explained(&table(), columns).expect_err("refused").to_string();
    let cdn = |label: &str| vec![one_of("cdn", &[label], false)];
    for (columns, expected) in [
        (
            CountColumns { bad: "bad".into(), ..columns() },
            "there is no column \"bad\"; there are minute, cdn, player, stalling, viewers",
        ),
        (
            CountColumns { weight: Some("all".into()), ..columns() },
            "there is no column \"all\"; there are minute, cdn, player, stalling, viewers",
        ),
        (
            CountColumns { dimensions: vec!["isp".into()], ..columns() },
            "there is no column \"isp\"; there are minute, cdn, player, stalling, viewers",
        ),
        (
            CountColumns { of: vec![one_of("isp", &["x"], false)], ..columns() },
            "there is no column \"isp\"; there are minute, cdn, player, stalling, viewers",
        ),
        (CountColumns { weight: None, ..columns() }, "row 1: 10 of 1 sessions are bad"),
        (at("now", None), "\"now\" is no number and no time"),
        (at("1", Some("then")), "\"then\" is no number and no time"),
        (at("3", Some("3")), "\"3\" is not after \"3\""),
        (at("3", Some("2026-01-01")), "\"2026-01-01\" is not after \"3\""),
        (at("9", None), "no row is of that time and meets the conditions"),
        (at("1", None), "no row is of those to compare with, or of an earlier time"),
        (CountColumns { of: cdn("8"), ..columns() }, "no row is of that time and meets the conditions"),
        (
            CountColumns { of: cdn("7"), baseline: Some(cdn("8")), ..columns() },
            "no row is of those to compare with, or of an earlier time",
        ),
        (
            CountColumns { of: cdn("7"), baseline: Some(cdn("7")), ..columns() },
            "row 4 is in both groups: choose groups that have no row in common",
        ),
    ] {
        assert_eq!(refused(columns), expected);
    }
    let none = table().replace(",10,1000", ",0,1000").replace(",300,1000", ",0,1000");
    assert_eq!(explained(&none, columns()), Err(CountsError::NoneBad));
    let all = none.replace(",0,1000", ",1000,1000");
    assert_eq!(explained(&all, columns()), Err(CountsError::AllBad));
    assert!(explained(&all, at("3", None)).is_ok(), "a time is compared all the same");
    let mut many = String::from("id,bad\n");
    (0..65_537).for_each(|id| many += &format!("x{id},{}\n", id % 2));
    let columns = CountColumns { bad: "bad".into(), ..CountColumns::default() };
    assert_eq!(
        explained(&many, columns).expect_err("too many").to_string(),
        "id has more than 65535 values: leave it out"
    );
}

#[test]
fn rows_without_a_cell_are_none_and_short_ones_lack_their_labels() {
    let whole = explained(&table(), at("3", None)).expect("counts");
    let blank = table().replace("\n2,7,", "\n\n,,,,\n2,7,") + ",,,,\n\n";
    assert_eq!(explained(&blank, at("3", None)), Ok(whole));
    let twice = format!("{}{}", table(), table().lines().next().expect("a header"));
    assert_eq!(explained(&twice, at("3", None)), explained(&table(), at("3", None)));
    // The last columns are the labels' here.
    let short =
        "stalling,viewers,minute,cdn,player\n10,1000,1,a,b\n10,1000,1\n10,1000,2,a,b\n400,1000,2\n10,1000,2,b\n";
    let found = explained(short, at("2", None)).expect("counts");
    assert_eq!(segments(&found), [[("cdn", "")]]);
}

#[test]
fn several_files_are_one_table() {
    let whole = table();
    let lines: Vec<&str> = whole.lines().collect();
    let part = |rows: &[&str]| format!("{}\n{}\n", lines[0], rows.join("\n"));
    let parts = [part(&lines[1..8]), part(&lines[8..9]), part(&lines[9..])];
    let parts = parts.each_ref().map(String::as_str);
    let found = explained_by(&parts, at("3", None), Limits::default());
    assert_eq!(found, explained(&whole, at("3", None)));
    let wrong = parts[2].replace("4,7,dash,10,", "4,7,dash,ten,");
    let error = explained_by(&[parts[0], parts[1], &wrong], at("3", None), Limits::default()).expect_err("a word");
    assert!(error.to_string().starts_with("row 23: stalling is \"ten\""), "{error}");
}

#[test]
fn a_time_may_be_written_as_a_number_or_as_people_write_it() {
    let minutes = |write: &dyn Fn(i64) -> String| {
        let mut lines = table().lines().map(str::to_owned).collect::<Vec<String>>();
        for line in lines.iter_mut().skip(1) {
            let (minute, rest) = line.split_once(',').expect("cells");
            *line = format!("{},{rest}", write(1_767_693_600 + 60 * minute.parse::<i64>().expect("a minute")));
        }
        lines.join("\n")
    };
    let seconds = minutes(&|seconds| seconds.to_string());
    let milliseconds = minutes(&|seconds| (seconds * 1000).to_string());
    let iso = minutes(&|seconds| {
        let minute = (seconds - 1_767_693_600) / 60;
        format!("2026-01-06T10:{minute:02}:00Z")
    });
    let expected = explained(&table(), at("3", None));
    for text in [&seconds, &milliseconds, &iso] {
        for from in
            ["1767693780", "1767693780000", "2026-01-06T10:03:00Z", "2026-01-06T11:03:00+01:00", " 2026-01-06 10:03 "]
        {
            // Two numbers are compared as they are.
            let are_numbers = Moment::of(from).is_some_and(|from| matches!(from, Moment::Number(_))) && text != &iso;
            if !are_numbers || text.contains(&format!("\n{from},")) {
                assert_eq!(explained(text, at(from, None)), expected, "{from} {}", &text[..60]);
            }
        }
        let span = at("2026-01-06T10:03:00Z", Some("2026-01-06T10:04:00Z"));
        assert_eq!(explained(text, span), expected);
    }
}

#[test]
fn rows_of_later_are_not_looked_at() {
    let expected = explained(&table(), at("3", None));
    let earlier: String =
        table().lines().filter(|line| !line.starts_with("4,")).map(|line| format!("{line}\n")).collect();
    assert_eq!(explained(&earlier, at("3", None)), expected);
    let later = table() + &(0..500).map(|other| format!("5,x{other},y,900,1000\n")).collect::<String>();
    assert_eq!(explained(&later, at("3", None)), expected);
    // With an end, what is from it on is later.
    assert_eq!(explained(&later, at("3", Some("3.5"))), expected);
    assert_eq!(explained(&later, at("3", Some("5"))).expect("counts").now.sessions, 12_000);
}

/// A row, the plain way.
#[derive(Clone, Debug)]
struct Row {
    labels: [u8; 3],
    minute: u8,
    bad: u32,
    sessions: u32,
}

fn row() -> impl Strategy<Value = Row> {
    let labels = [0..3_u8, 0..4_u8, 0..2_u8];
    (labels, 0..4_u8, 0.0..1.0_f64, 0..400_u32).prop_map(|(labels, minute, draw, sessions)| {
        let share = if labels[0] == 1 && labels[1] == 2 && minute > 1 { 0.6 } else { 0.05 };
        Row { labels, minute, bad: (f64::from(sessions) * share * draw) as u32, sessions }
    })
}

const NAMES: [&str; 3] = ["cdn", "isp", "player"];
const LABELS: [&str; 4] = ["007", "", "ü ; (x)", "7"];

/// The rows that are explained, and those that they are compared with.
fn part(rows: &[Row], is_in: impl Fn(&Row) -> bool) -> Group {
    let rows: Vec<(u32, &Row)> = (0..).zip(rows).filter(|(_, row)| is_in(row)).collect();
    let part = |weight: fn(&Row) -> u32| Part {
        rows: rows.iter().map(|(place, _)| *place).collect(),
        weights: Some(rows.iter().map(|(_, row)| weight(row)).collect()),
    };
    Group { bad: part(|row| row.bad), all: part(|row| row.sessions) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_table_is_explained_as_its_rows_are(
        rows in proptest::collection::vec(row(), 1..120),
        time in proptest::option::of((0..4_u8, proptest::option::of(1..3_u8))),
        (chosen, is_not) in (proptest::option::of(0..4_u8), any::<bool>()),
        split in 0..120_usize,
    ) {
        let lines = rows.iter().map(|Row { labels, minute, bad, sessions }| {
            let [a, b, c] = labels.map(|label| LABELS[usize::from(label)]);
            format!("{a},{minute},{bad},{b},{sessions},{c}\n")
        });
        let header = "cdn,minute,stalling,isp,viewers,player\n";
        let lines: Vec<String> = lines.collect();
        let (first, second) = lines.split_at(split.clamp(1, lines.len()));
        let files = [first, second].map(|lines| format!("{header}{}", lines.concat()));
        let files: Vec<&str> = files.iter().map(String::as_str).take(if second.is_empty() { 1 } else { 2 }).collect();
        let mut columns = match time {
            Some((from, length)) => at(&from.to_string(), length.map(|length| (from + length).to_string()).as_deref()),
            None => CountColumns { dimensions: NAMES.map(str::to_owned).to_vec(), ..columns() },
        };
        let meets = |row: &Row| chosen.is_none_or(|label| (row.labels[1] == label) != is_not);
        if let Some(label) = chosen {
            columns.of = vec![one_of("isp", &[LABELS[usize::from(label)]], is_not)];
        }
        let is_now = |row: &Row| meets(row) && time.is_none_or(|(from, length)| {
            (from..from + length.unwrap_or(1)).contains(&row.minute)
        });
        let is_before = |row: &Row| meets(row) && time.is_some_and(|(from, _)| row.minute < from);
        // Plainly: the rows that are looked at, their labels in the order in which they come.
        let seen: Vec<Row> = rows.iter().filter(|row| is_now(row) || is_before(row)).cloned().collect();
        let is_fixed = |dimension: usize| time.is_some() && dimension == 1 && chosen.is_some() && !is_not;
        let dimensions: Vec<usize> = (0..3).filter(|&dimension| !is_fixed(dimension)).collect();
        let mut labels: Vec<Vec<u8>> = Vec::new();
        let coded: Vec<Coded> = dimensions.iter().map(|&dimension| {
            let mut known: Vec<u8> = Vec::new();
            let codes = seen.iter().map(|row| {
                let label = row.labels[dimension];
                if !known.contains(&label) {
                    known.push(label);
                }
                known.iter().position(|other| *other == label).expect("known") as u16
            });
            let coded = Coded { codes: codes.collect(), values: known.len() };
            labels.push(known);
            coded
        }).collect();
        let before = time.map(|_| part(&seen, is_before));
        let comparison = Comparison { now: part(&seen, is_now), before };
        let result = explained_by(&files, columns, Limits::default());
        let sums = |group: &Group| (group.bad.weights.iter().flatten().sum::<u32>(), group.all.rows.len());
        let (bad, all) = sums(&comparison.now);
        let is_all_bad = seen.iter().filter(|row| is_now(row)).all(|row| row.bad == row.sessions);
        match result {
            Err(CountsError::Nothing) => prop_assert_eq!(all, 0),
            Err(CountsError::NoneBad) => prop_assert_eq!(bad, 0),
            Err(CountsError::AllBad) => prop_assert!(is_all_bad && time.is_none()),
            Err(CountsError::NoBaseline) => prop_assert!(comparison.before.is_some_and(|before| before.all.rows.is_empty())),
            Err(other) => panic!("{other}"),
            Ok(found) => {
                let mut search = Search::new(&coded, &comparison, Limits::default());
                while search.step().is_some() {}
                let expected = search.finish();
                prop_assert_eq!((found.now, found.before), (expected.now, expected.before));
                prop_assert_eq!(found.combinations, expected.combinations);
                prop_assert_eq!(&found.dimensions, &dimensions.iter().map(|&at| NAMES[at]).collect::<Vec<&str>>());
                let named = |segment: &Segment| -> Vec<(String, String)> {
                    let condition = |&(at, value): &(usize, u16)| {
                        let label = labels[at][usize::from(value)];
                        (NAMES[dimensions[at]].to_owned(), LABELS[usize::from(label)].to_owned())
                    };
                    segment.conditions.iter().map(condition).collect()
                };
                for (answers, segments) in [(&found.answers, &expected.segments), (&found.close, &expected.close)] {
                    prop_assert_eq!(answers.len(), segments.len());
                    for (answer, segment) in answers.iter().zip(segments) {
                        prop_assert_eq!(&answer.dimensions, &named(segment));
                        prop_assert_eq!(&answer.figures, &Figures::of(segment, &expected));
                    }
                }
            }
        }
    }
}
