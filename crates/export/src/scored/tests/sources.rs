//! Files of every source that is recognised, in every layout.

use super::*;
use ingest::{Documented, SourceUnit, documented};
use proptest::prelude::*;
use telemetry::{Field, Kind, Unit};

/// How a table is written.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Csv(char),
    Log,
    Json,
}

/// Some numbers of a seed.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn of<'a>(&mut self, some: &[&'a str]) -> &'a str {
        some[self.below(some.len() as u64) as usize]
    }
}

/// A cell as the source writes it.
fn cell((name, field, unit, letters): &Documented, row: u64, seeded: &mut Seeded) -> String {
    let most = match unit {
        Some(SourceUnit::Milliseconds) => 90_000_000,
        Some(SourceUnit::Microseconds) => 9_000_000_000,
        Some(SourceUnit::BitsPerSecond) => 20_000_000_000,
        Some(SourceUnit::Fraction) => 900,
        Some(SourceUnit::Percent) => 90_000,
        _ => 5_000_000,
    };
    let number = |seeded: &mut Seeded| match seeded.below(3) {
        0 => (seeded.below(most) / 1000).to_string(),
        _ => format!("{}", seeded.below(most) as f64 / 1000.0),
    };
    if seeded.below(9) == 0 {
        return String::new();
    }
    match field.map(|field| (field, field.kind())) {
        _ if *letters => seeded.of(&["v", "a", "l", "m", "av"]).to_owned(),
        Some((field, Kind::Number)) if field.unit() == Unit::Flag => seeded.of(&["false", "false", "true"]).to_owned(),
        Some((_, Kind::Number)) => number(seeded),
        Some((_, Kind::Time)) if name.len().is_multiple_of(2) => {
            (1_772_000_000_000 + row * 1000 + seeded.below(999)).to_string()
        }
        Some((_, Kind::Time)) => format!("2026-03-{:02}T10:{:02}:{:02}.25Z", 1 + row % 25, row % 60, seeded.below(60)),
        Some((Field::SessionId, _)) => format!("s{}", row / (1 + seeded.below(2))),
        Some((_, Kind::Text)) => format!("u{}", seeded.below(9)),
        Some((_, Kind::Category)) => seeded.of(&["DE", "FR", "=x", "NA", "ended", "playing"]).to_owned(),
        None if name.len().is_multiple_of(2) => number(seeded),
        None => seeded.of(&["yes", "no", "'-a", "long text, quoted"]).to_owned(),
    }
}

fn written_as(form: Form, columns: &[Documented], rows: &[Vec<String>]) -> String {
    let names = || columns.iter().map(|column| column.0.clone());
    match form {
        Form::Csv(delimiter) => {
            let line = |cells: Vec<String>| {
                let quoted = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
                quoted.collect::<Vec<_>>().join(&delimiter.to_string()) + "\n"
            };
            let rows = rows.iter().map(|row| line(row.clone()));
            std::iter::once(line(names().collect())).chain(rows).collect()
        }
        Form::Log => {
            let names = names().map(|name| name.replace(' ', "-")).collect::<Vec<_>>().join(" ");
            let cell = |cell: &String| if cell.is_empty() { "-".to_owned() } else { cell.replace(' ', "%20") };
            let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join("\t") + "\n";
            format!("#Version: 1.0\n#Fields: {names}\n{}", rows.iter().map(line).collect::<String>())
        }
        Form::Json => {
            let line = |row: &Vec<String>| {
                // A key that has no value may be left out.
                let pairs = names().zip(row).filter(|(_, cell)| !cell.is_empty());
                let pairs = pairs.map(|(name, cell)| match cell.parse::<f64>() {
                    Ok(_) => format!("{}:{cell}", serde_json::Value::from(name)),
                    Err(_) => format!("{}:{}", serde_json::Value::from(name), serde_json::Value::from(cell.as_str())),
                });
                format!("{{{}}}\n", pairs.collect::<Vec<_>>().join(","))
            };
            rows.iter().map(line).collect()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn files_of_every_source_open_again_to_the_same_figures(seed in any::<u64>(), rows in 2_u64..80, every in 1_u32..3) {
        for (source, columns) in documented() {
            for form in [Form::Csv(','), Form::Csv(';'), Form::Log, Form::Json] {
                let mut seeded = Seeded(seed);
                let rows: Vec<Vec<String>> = (0..rows)
                    .map(|row| columns.iter().map(|column| cell(column, row, &mut seeded)).collect())
                    .collect();
                let text = written_as(form, &columns, &rows);
                let trip = round_trip(&[("f", text.clone().into_bytes())], every);
                prop_assert_eq!(trip, Ok(()), "{} as {:?}:\n{}", source, form, text);
            }
        }
    }
}

/// Not one of the tables is recognised by accident only: each is, and most of them have sessions.
#[test]
fn every_source_is_recognised_as_itself() {
    for (source, columns) in documented() {
        let mut seeded = Seeded(7);
        let rows: Vec<Vec<String>> =
            (0..40).map(|row| columns.iter().map(|column| cell(column, row, &mut seeded)).collect()).collect();
        let text = written_as(Form::Csv(','), &columns, &rows);
        let sessions = opened(&[("f", text.into_bytes())], 1).expect(source);
        let found = sessions.quality.as_ref().and_then(|quality| quality.columns.source);
        assert_eq!(found, Some(source));
    }
}

#[test]
fn queries_with_media_data_stay_queries() {
    let mut text = "#Version: 1.0\n#Fields: date time c-ip cs-uri-stem cs-uri-query time-taken\n".to_owned();
    for row in 0..60 {
        let (view, second) = (row / 6, row % 60);
        text += &format!(
            "2026-03-01 10:{view:02}:{second:02} 192.0.2.{view} /v/{row}.m4s CMCD=bl%3D{}%2Cbr%3D{}%2Cd%3D4000%2Cot%3Dv%2Csid%3D%22view{view}%22%2Cmtp%3D25000{} 0.2{row}\n",
            row * 100,
            3000 + row % 3 * 1000,
            if row % 11 == 3 { "%2Cbs" } else { "" },
        );
    }
    assert_eq!(round_trip(&[("f", text.clone().into_bytes())], 1), Ok(()));
    assert_eq!(round_trip(&[("f", text.into_bytes())], 2), Ok(()));
}
