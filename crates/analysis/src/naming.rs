//! What a session is called: by its identifier, or else by where it stands in its file.

use super::Sessions;
use telemetry::Field;

impl Sessions {
    /// What the session in this row of the table is called: its identifier; of a file without one its rows there, which are
    /// others than those of the table where rows were rejected, left out, kept apart or rolled up; otherwise its number. It is
    /// shortened to 80 letters, without control and direction characters.
    pub fn name(&self, row: u32) -> String {
        let ids = self.table.texts(Field::SessionId).filter(|ids| ids.len() > row as usize);
        let id = ids.map_or("", |ids| ids.get(row as usize));
        match &self.places {
            Some(places) => places.name(id, row),
            None if id.is_empty() => format!("session {}", u64::from(row) + 1),
            None => id.to_owned(),
        }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use crate::SerialExecutor;
    use crate::{ByteSource, Sessions, analyse, proposed_features, read_files, views};
    use crate::{Plan, Threshold};
    use ingest::{Grouping, Mapping, Reading, parse_time};
    use proptest::prelude::*;
    use rules::Rules;
    use std::sync::Arc;

    struct Memory {
        bytes: Vec<u8>,
        is_read: bool,
    }

    impl ByteSource for Memory {
        fn total(&self) -> f64 {
            0.0
        }

        async fn next(&mut self) -> Result<Vec<u8>, String> {
            let is_read = std::mem::replace(&mut self.is_read, true);
            Ok(if is_read { Vec::new() } else { self.bytes.clone() })
        }

        fn rewind(&mut self) -> Result<(), String> {
            self.is_read = false;
            Ok(())
        }
    }

    fn read(texts: &[&str], grouping: Grouping) -> Sessions {
        let day = parse_time("2026-06-01").expect("a day");
        let reading = Reading { grouping, ..Reading::recognise(Mapping::default(), day) };
        let mut files: Vec<(String, Memory)> = texts
            .iter()
            .zip(["a.csv", "b.csv"])
            .map(|(text, name)| (name.into(), Memory { bytes: text.as_bytes().to_vec(), is_read: false }))
            .collect();
        SerialExecutor::finish(read_files(&mut files, reading, Rules::LATEST, &SerialExecutor::default()))
            .expect("sessions")
    }

    fn names(sessions: &Sessions) -> Vec<String> {
        (0..sessions.table.rows() as u32).map(|row| sessions.name(row)).collect()
    }

    #[test]
    fn a_session_is_named_by_its_identifier_or_its_row_in_the_file() {
        let text = "session_id,bitrate_kbps,startup_time_ms,startup_failed\n\
            a,1000,500,0\nb,1000,500,1\n,900,400,0\n1,2,3,4,5\n\"c\n\u{202e}d\",800,300,0\n,700,200,0\n";
        let found = names(&read(&[text], Grouping::Rows));
        assert_eq!(found, ["a", "row 3 (line 4)", "cd", "row 6 (line 8)"]);
    }

    #[test]
    fn of_several_files_the_file_is_told() {
        let text = "bitrate_kbps,startup_time_ms\n1000,500\n900,400\n";
        let found = names(&read(&[text, text], Grouping::Rows));
        assert_eq!(found[1..3], ["a.csv, row 2 (line 3)", "b.csv, row 3 (line 2)"]);
    }

    #[test]
    fn what_was_rolled_up_is_named_by_its_rows() {
        let text = "user_id,session_id,timestamp,bitrate_kbps\n\
            u,,2026-01-01T00:00:00Z,1000\nu,,2026-01-01T00:00:05Z,900\nv,,2026-01-01T00:00:06Z,800\n\
            u,,2026-01-01T00:00:07Z,700\nw,w1,2026-01-01T00:00:08Z,600\n";
        let gap = ingest::Gap::default();
        let found = names(&read(&[text], Grouping::Viewer(gap)));
        assert_eq!(found, ["3 rows from 1 to 4 (first at line 2)", "row 3 (line 4)", "w1"]);
    }

    proptest! {
        /// Wherever a session is named, it is the one whose values are shown.
        #[test]
        fn every_view_names_the_session_that_it_shows(
            fates in proptest::collection::vec(0..4_u8, 40..90), with_ids in any::<bool>(),
        ) {
            let mut text = "session_id,bitrate_kbps,startup_time_ms,startup_failed,n\n".to_owned();
            for (row, fate) in (1..).zip(&fates) {
                let id = if with_ids { format!("s{row}") } else { String::new() };
                let surplus = if *fate == 1 { ",surplus" } else { "" };
                text += &format!("{id},{},{},{},{row}{surplus}\n", 1000 + row * 37 % 211, 300 + row * 91 % 173, u8::from(*fate == 2));
            }
            let sessions = Arc::new(read(&[&text], Grouping::Rows));
            let features = proposed_features(&sessions);
            let mut plan = Plan { source: sessions.source.clone(), features, ..Plan::default() };
            plan.detector.threshold = Threshold::Auto;
            let analysis = SerialExecutor::finish(analyse(plan, sessions.clone(), None, None, &SerialExecutor::default())).expect("no one cancels");
            let telemetry::Data::Number(rows) = &sessions.table.column("n").expect("is there").data else {
                panic!("numbers")
            };
            let expected = |row: u32| {
                let row = rows[row as usize];
                if with_ids { format!("s{row}") } else { format!("row {row} (line {})", row + 1.0) }
            };
            for row in 0..sessions.table.rows() as u32 {
                let explanation = views::explain(&analysis, row).expect("is there");
                prop_assert_eq!(explanation.name, expected(row));
            }
            let query = views::RankingQuery {
                by: "score".into(), order: views::Order::Falling, flagged_only: false, skip: 0, show: 100,
            };
            for row in views::rank(&analysis, &query).rows {
                prop_assert_eq!(row.name, expected(row.row));
            }
            let [x, y] = ["bitrate_kbps", "startup_time_ms"].map(|name| {
                views::scatter_features(&analysis).into_iter().find(|feature| name.contains(feature.as_str())).unwrap_or_default()
            });
            let query = views::ScatterQuery { x, y, width: 50, height: 50, field: false };
            let scatter = views::scatter(&analysis, &query);
            for (place, &row) in scatter.mark_rows.iter().enumerate() {
                prop_assert_eq!(scatter.name(place), expected(row));
            }
        }
    }
}
