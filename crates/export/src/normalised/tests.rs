//! A normalised table opens to the same sessions, and is written again as the same bytes.

use super::*;
use crate::memory::Memory;
use analysis::{SerialExecutor, read};
use ingest::{Assignment, Mapping, Reading, parse_time};
use proptest::collection::vec;
use proptest::prelude::*;
use rules::Rules;
use simulate::{Preset, Scenario};
use std::convert::Infallible;
use telemetry::{Field, MISSING_TIME, Table};

fn opened_by(bytes: &[u8], mapping: Mapping, rules: Rules) -> Result<Sessions, String> {
    let reading = Reading::recognise(mapping, parse_time("2026-06-01").expect("a day"));
    let (mut file, host) = (Memory::new(bytes), SerialExecutor::default());
    let read = read("f", &mut file, reading, rules, &host);
    SerialExecutor::finish(read).map_err(|error| error.to_string())
}

fn opened(bytes: &[u8]) -> Result<Sessions, String> {
    opened_by(bytes, Mapping::default(), Rules::LATEST)
}

fn written(sessions: &Sessions, form: TableForm) -> Vec<u8> {
    let mut bytes = Vec::new();
    let out = |piece: Vec<u8>| {
        bytes.extend(piece);
        Ok::<(), Infallible>(())
    };
    let table = NormalisedTable::of(sessions);
    SerialExecutor::finish(table.write(form, async |_| Ok(()), out)).expect("nobody stops it");
    bytes
}

fn text(sessions: &Sessions, form: TableForm) -> String {
    String::from_utf8(written(sessions, form)).expect("UTF-8")
}

/// The values of a column with what they are; nothing where there is none.
fn values(data: &Data) -> Vec<Option<String>> {
    let value = |row: usize| match data {
        Data::Number(values) => (!values[row].is_nan()).then(|| format!("number {:x}", values[row].to_bits())),
        Data::Time(values) => (values[row] != MISSING_TIME).then(|| format!("time {}", values[row])),
        Data::Category(values) => Some(values.label(row).to_owned()).filter(|label| !label.is_empty()),
        Data::Text(values) => Some(values.get(row).to_owned()).filter(|text| !text.is_empty()),
    };
    (0..data.len()).map(value).collect()
}

fn same_table(before: &Table, after: &Table) -> Result<(), String> {
    // Where one of judged sessions and those that are kept apart has a column, both have it again.
    fn filled(table: &Table) -> Vec<&Column> {
        table.columns().iter().filter(|column| values(&column.data).iter().any(Option::is_some)).collect()
    }
    let names = |table: &Table| filled(table).iter().map(|it| (it.name.clone(), it.field)).collect::<Vec<_>>();
    if (before.rows(), filled(before).len()) != (after.rows(), filled(after).len()) {
        return Err(format!("{} × {:?} became {} × {:?}", before.rows(), names(before), after.rows(), names(after)));
    }
    let own = |table| filled(table).into_iter().filter(|column: &&Column| column.field.is_none());
    for column in filled(before) {
        let other = match column.field {
            Some(field) => after.field(field),
            None => {
                let place = own(before).position(|other| other.name == column.name);
                // A field's own name means the field.
                let is_numbered =
                    |name: &str| Field::from_name(&column.name).is_some() && name.starts_with(&column.name);
                let other = place.and_then(|place| own(after).nth(place));
                other.filter(|other| other.name == column.name || is_numbered(&other.name))
            }
        };
        let Some(other) = other else { return Err(format!("{} ({:?}) is gone", column.name, column.field)) };
        if values(&column.data) != values(&other.data) {
            let (was, is) = (values(&column.data), values(&other.data));
            return Err(format!("{} became {}:\n{was:?}\n{is:?}", column.name, other.name));
        }
    }
    Ok(())
}

fn same_sessions(before: &Sessions, after: &Sessions) -> Result<(), String> {
    same_table(&before.table, &after.table)?;
    match (&before.aside, &after.aside) {
        (None, None) => Ok(()),
        (Some(before), Some(after)) if before.kinds == after.kinds => same_table(&before.table, &after.table),
        (before, after) => {
            let kinds = |aside: &Option<ingest::Aside>| aside.as_ref().map(|aside| aside.kinds.clone());
            Err(format!("kept apart {:?} became {:?}", kinds(before), kinds(after)))
        }
    }
}

/// Opens what is written of sessions, in both forms, and writes that once more.
fn round_trip(sessions: &Sessions) -> Result<(), String> {
    for form in [TableForm::Csv, TableForm::JsonLines] {
        let bytes = written(sessions, form);
        let told = |why: String| format!("{form:?}: {why}\n{}", String::from_utf8_lossy(&bytes));
        let again = opened(&bytes).map_err(told)?;
        same_sessions(sessions, &again).map_err(told)?;
        if written(&again, form) != bytes {
            return Err(told(format!("written again:\n{}", text(&again, form))));
        }
    }
    Ok(())
}

/// What a file of one's own may hold; with a blank none of it is a number, so that a column of it stays one of labels.
const HOSTILE: [&str; 17] = [
    "=1+1",
    "+x",
    "-x",
    "@a",
    "\tx",
    "'=1",
    "''-2",
    "a\"b",
    "a\nb",
    "a\r\nb",
    "a,b;c|d\te",
    "köln",
    "{\"a\":1}",
    "#x",
    "\u{202e}x",
    "\\N x",
    "sep=,",
];

/// How a simulated table is spoilt.
#[derive(Clone, Debug)]
struct Spoilt {
    seed: u64,
    sessions: u32,
    /// Columns that stay.
    columns: Vec<Field>,
    /// What happens to cells, by place.
    cells: Vec<(prop::sample::Index, prop::sample::Index, &'static str)>,
    hostile: Vec<prop::sample::Index>,
    failed: Vec<bool>,
    own_name: &'static str,
    is_split: bool,
}

fn spoilt() -> impl Strategy<Value = Spoilt> {
    let cell = (any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let bad = prop::sample::select(vec!["", "soon", "-7", "1e999", "NA", "999999999999"]);
    let columns = prop::sample::subsequence(Field::GENERATED.to_vec(), 4..Field::GENERATED.len()).prop_shuffle();
    let names =
        prop::sample::select(vec!["note", "=name", "kept_apart", "cdn name", "score", "watch_time_s_2", "a;b;c"]);
    (
        (0_u64..1000, 1_u32..60, columns, any::<bool>()),
        vec((cell, bad).prop_map(|((row, column), bad)| (row, column, bad)), 0..40),
        (vec(any::<prop::sample::Index>(), 60), vec(prop::bool::weighted(0.1), 60), names),
    )
        .prop_map(|((seed, sessions, columns, is_split), cells, (hostile, failed, own_name))| Spoilt {
            seed,
            sessions,
            columns,
            cells,
            hostile,
            failed,
            own_name,
            is_split,
        })
}

impl Spoilt {
    fn file(&self) -> String {
        let scenario = Scenario::new(Preset::StreamGuard, self.sessions, 0.2, self.seed).expect("a scenario");
        let host = SerialExecutor::default();
        let sessions = SerialExecutor::finish(analysis::generate(scenario, &host)).expect("nobody stops it");
        let mut header: Vec<String> = self.columns.iter().map(|field| field.name().to_owned()).collect();
        header.extend(["startup_failed", "own number", self.own_name].map(str::to_owned));
        let mut rows: Vec<Vec<String>> = Vec::new();
        for row in 0..sessions.table.rows() {
            let mut cells: Vec<String> = Vec::new();
            for &field in &self.columns {
                let mut writer = CsvWriter::default();
                write_cell(&mut writer, sessions.table.field(field).expect("generated"), row);
                cells.push(writer.take());
            }
            let hostile = self.hostile[row % self.hostile.len()].get(&HOSTILE);
            cells.push(if self.failed[row % self.failed.len()] { "1" } else { "0" }.to_owned());
            cells.push(format!("{}", (row as f64 - 7.0) * 0.1));
            cells.push(format!("\"{}\"", hostile.replace('"', "\"\"")));
            rows.push(cells);
        }
        for (row, column, bad) in &self.cells {
            let (row, column) = (row.index(rows.len()), column.index(self.columns.len()));
            // An identifier in several rows makes one session of them.
            if self.columns[column] != Field::SessionId {
                rows[row][column] = (*bad).to_owned();
            }
        }
        let mut text = header.join(",") + "\n";
        for row in &rows {
            // Where sessions have identifiers, they may come in several rows.
            for _ in 0..if self.is_split { 2 } else { 1 } {
                text += &(row.join(",") + "\n");
            }
        }
        text
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_table_opens_to_the_same_sessions(spoilt in spoilt()) {
        let file = spoilt.file();
        let Ok(sessions) = opened(file.as_bytes()) else { return Ok(()) };
        prop_assert_eq!(round_trip(&sessions), Ok(()), "{}", file);
    }
}

const VIEWS: &str = "Startup Time (s),note,viewId,cdn,startTime,rate,startup_failed,bitrate,=own\n\
    0.9,=1+1,a,alpha,2026-03-01T12:00:00+01:00,1.5,false,4000000,x\n\
    1.2,plain,b,NA,2026-03-01T11:30:00Z,-2,true,1000000,y\n\
    ,\"two\nlines\",c,beta,2026-03-01T12:30:00.250Z,0.1,false,2500000.5,z\n";

#[test]
fn fields_come_first_under_their_own_names_and_in_their_units() {
    let sessions = opened(VIEWS.as_bytes()).expect("sessions");
    assert_eq!(
        text(&sessions, TableForm::Csv),
        "session_id,timestamp,cdn,startup_time_ms,bitrate_kbps,startup_failed,note,rate,'=own,kept_apart\n\
         a,2026-03-01T11:00:00Z,alpha,900,4000,0,'=1+1,1.5,x,\n\
         c,2026-03-01T12:30:00.250Z,beta,,2500.0005,0,\"two\nlines\",0.1,z,\n\
         b,2026-03-01T11:30:00Z,,,1000,1,plain,-2,y,startup failed\n"
    );
    let lines = text(&sessions, TableForm::JsonLines);
    assert_eq!(
        lines.lines().next(),
        Some(
            "{\"session_id\":\"a\",\"timestamp\":\"2026-03-01T11:00:00Z\",\"cdn\":\"alpha\",\"startup_time_ms\":900,\
             \"bitrate_kbps\":4000,\"startup_failed\":0,\"note\":\"=1+1\",\"rate\":1.5,\"=own\":\"x\",\"kept_apart\":null}"
        )
    );
    assert_eq!(round_trip(&sessions), Ok(()));
}

#[test]
fn names_that_mean_something_else_get_a_number() {
    let text = "session_id,Bitrate (Mbps),bitrate_kbps,kept_apart,cdn\na,3,soon,p,7\nb,4,later,q,8\n";
    let mapping = [("cdn", Assignment::Own), ("bitrate_kbps", Assignment::Own)];
    let mapping = mapping.into_iter().fold(Mapping::default(), |mut mapping, (name, taken)| {
        mapping.assign(name, taken).expect("each once");
        mapping
    });
    let sessions = opened_by(text.as_bytes(), mapping, Rules::LATEST).expect("sessions");
    let csv = self::text(&sessions, TableForm::Csv);
    let header = "session_id,bitrate_kbps,bitrate_kbps_2,kept_apart,cdn_2,streamguard_kept_apart";
    assert_eq!(csv.lines().next(), Some(header));
    assert_eq!(round_trip(&sessions), Ok(()));
}

#[test]
fn sessions_of_several_rows_are_one_each() {
    let text = "session_id,timestamp,event,Bitrate (Mbps)\n\
                a,2026-01-05T10:00:00Z,play,\n\
                a,2026-01-05T10:00:01Z,playing,3\n\
                a,2026-01-05T10:00:31Z,ended,\n\
                b,2026-01-05T10:00:00Z,play,\n\
                b,2026-01-05T10:00:09Z,error,\n\
                c,2026-01-05T10:02:00Z,play,\n\
                c,2026-01-05T10:02:03Z,playing,2.5\n\
                c,2026-01-05T10:02:40Z,ended,\n";
    let sessions = opened(text.as_bytes()).expect("sessions");
    assert_eq!(NormalisedTable::of(&sessions).sessions(), 3);
    assert_eq!(round_trip(&sessions), Ok(()));
    let again = opened(&written(&sessions, TableForm::Csv)).expect("sessions");
    assert_eq!(again.aside.map(|aside| aside.kinds), sessions.aside.map(|aside| aside.kinds));
}

#[test]
fn a_session_without_a_value_is_one() {
    let mut file = "bitrate_kbps,watch_time_s\n".to_owned();
    file += &"1000,60\n".repeat(60);
    file += "soon,later\n2000,30\n";
    let sessions = opened(file.as_bytes()).expect("sessions");
    assert_eq!(sessions.table.rows(), 62);
    assert!(text(&sessions, TableForm::Csv).contains("\n,,\n"));
    assert_eq!(round_trip(&sessions), Ok(()));
}

#[test]
fn what_is_known_to_be_wrong_is_a_column_of_its_own() {
    let mut mapping = Mapping::default();
    mapping.assign("cdn", Assignment::Truth).expect("the first");
    let file = "session_id,bitrate_kbps,cdn\na,1,slow\nb,2,\n";
    let sessions = opened_by(file.as_bytes(), mapping, Rules::LATEST).expect("sessions");
    assert_eq!(text(&sessions, TableForm::Csv), "session_id,bitrate_kbps,cdn_2,kept_apart\na,1,slow,\nb,2,,\n");
}

#[test]
fn tables_can_be_put_one_behind_the_other() {
    let sessions = opened(VIEWS.as_bytes()).expect("sessions");
    let csv = text(&sessions, TableForm::Csv);
    let both = format!("{csv}{}", csv.replace("\na,", "\nd,").replace("\nb,", "\ne,").replace("\nc,", "\nf,"));
    let again = opened(both.as_bytes()).expect("sessions");
    assert_eq!(again.table.rows(), 4);
    let report = &again.quality.expect("of a file").report;
    assert_eq!((report.rejected, report.count(ingest::Rule::RepeatedHeader)), (1, 1));
}

#[test]
fn by_its_link_a_table_is_the_same() {
    let sessions = opened(VIEWS.as_bytes()).expect("sessions");
    for form in [TableForm::Csv, TableForm::JsonLines] {
        let bytes = written(&sessions, form);
        let first = opened(&bytes).expect("sessions");
        let analysis::Source::File(source) = &first.source else { unreachable!("a file was read") };
        let (mut file, host) = (Memory::new(bytes), SerialExecutor::default());
        let closed = read("f", &mut file, source.reading.clone(), Rules::LATEST, &host);
        let closed = SerialExecutor::finish(closed).expect("the same file");
        assert_eq!(same_sessions(&first, &closed), Ok(()));
        assert_eq!(first.table.columns().len(), closed.table.columns().len());
        assert_eq!(closed.source, first.source);
    }
}

/// Earlier rules know no such table.
#[test]
fn the_second_rules_read_it_like_any_other_file() {
    let second = Rules::of_number(2).expect("a number");
    let csv = written(&opened(VIEWS.as_bytes()).expect("sessions"), TableForm::Csv);
    let sessions = opened_by(&csv, Mapping::default(), second).expect("sessions");
    let note = sessions.table.column("note").expect("a column");
    assert_eq!(values(&note.data).first(), Some(&Some("'=1+1".to_owned())));
    assert!(sessions.table.column("kept_apart").is_some());
}

#[test]
fn simulated_sessions_are_the_same_again() {
    let scenario = Scenario::new(Preset::StreamGuard, 3000, 0.05, 7).expect("a scenario");
    let host = SerialExecutor::default();
    let simulated = SerialExecutor::finish(analysis::generate(scenario, &host)).expect("nobody stops it");
    let mut file = String::new();
    let done: Result<(), Infallible> = crate::write_table(&simulated.table, |piece| {
        file += &piece;
        Ok(())
    });
    assert_eq!(done, Ok(()));
    let sessions = opened(file.as_bytes()).expect("sessions");
    // The file is one already, but for its last column.
    let csv = text(&sessions, TableForm::Csv);
    assert!(csv.lines().zip(file.lines()).skip(1).all(|(line, was)| line.strip_suffix(',') == Some(was)));
    assert_eq!(round_trip(&sessions), Ok(()));
}
