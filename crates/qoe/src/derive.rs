//! What sessions do not report and what follows from what they do: derived once, before features, figures and tables see the
//! sessions, so that all of them see the same.
//!
//! **What is reported stands.** A value that is missing is derived by the first of its formulas for which everything is known,
//! in the order of `FORMULAS`; later formulas may use what earlier ones came to. What is only a guess is none of them:
//!
//! - watch time as stalled time divided by the ratio: ratios are rounded to percents, and what is divided by a small one is wrong
//!   by as much as one likes;
//! - watch time as the end minus the start: that holds the pauses;
//! - no stalls where the ratio is 0: a short stall rounds to that;
//! - playing time as watch time minus stalls and startup: nothing is computed from it.

use super::formulas;
use telemetry::{Column, Data, Field, Table, TableError};

/// What was derived of a field by one formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Derived {
    /// The field.
    pub field: Field,
    /// The formula in words: `watch time = playing + stalled + startup`.
    pub formula: &'static str,
    /// In how many sessions.
    pub sessions: u64,
}

/// A way to come to a field.
struct Formula {
    field: Field,
    /// In words.
    words: &'static str,
    /// What must be known of a session. The last so many of them may be missing.
    from: &'static [Field],
    optional: usize,
    /// Of these the sessions must report at least one, whatever is to be derived: otherwise the zeros of some sessions would be
    /// all that is known of the field.
    beside: &'static [Field],
    value: fn(&[f64; 4]) -> f64,
}

use Field::{
    AvgUpscale, BufferingRatio, ExitBeforeStart, MaxUpscale, PlayerHeight, PlayerWidth, PlayingTimeS, RebufferCount,
    RebufferDurationMs, StartupFailed, StartupTimeMs, VideoHeight, VideoWidth, WatchTimeS,
};

/// The formulas in the order in which they are tried. The order is part of what a plan means.
const FORMULAS: &[Formula] = &[
    // From each other only what is reported: what a check has left empty because the two contradict each other stays so.
    Formula {
        field: RebufferCount,
        words: "rebuffers = 0 where the rebuffer duration is 0",
        from: &[RebufferDurationMs],
        optional: 0,
        beside: &[RebufferCount],
        value: |&[stalled, ..]| zero(stalled),
    },
    Formula {
        field: RebufferDurationMs,
        words: "rebuffer duration = 0 where there are no rebuffers",
        from: &[RebufferCount],
        optional: 0,
        beside: &[RebufferDurationMs, BufferingRatio],
        value: |&[count, ..]| zero(count),
    },
    Formula {
        field: WatchTimeS,
        words: "watch time = playing + stalled + startup",
        from: &[PlayingTimeS, RebufferDurationMs, StartupTimeMs],
        optional: 1,
        beside: &[],
        value: |&[playing, stalled, startup, _]| watch_time(playing, stalled, startup),
    },
    Formula {
        field: WatchTimeS,
        words: "watch time = (playing + startup) / (1 \u{2212} buffering ratio)",
        from: &[PlayingTimeS, BufferingRatio, StartupTimeMs],
        optional: 1,
        beside: &[],
        value: |&[playing, ratio, startup, _]| formulas::watch_time_of_ratio(playing, ratio, startup),
    },
    Formula {
        field: RebufferDurationMs,
        words: "rebuffer duration = buffering ratio \u{b7} watch time",
        from: &[BufferingRatio, WatchTimeS],
        optional: 0,
        beside: &[],
        value: |&[ratio, watched, ..]| formulas::stalled_time(ratio, watched),
    },
    Formula {
        field: BufferingRatio,
        words: "buffering ratio = stalled / watch time",
        from: &[RebufferDurationMs, WatchTimeS],
        optional: 0,
        beside: &[],
        value: |&[stalled, watched, ..]| ratio(stalled, watched),
    },
    upscaling(AvgUpscale, "average upscaling = that of the sizes of player and video"),
    upscaling(MaxUpscale, "greatest upscaling = that of the sizes of player and video"),
];

const fn upscaling(field: Field, words: &'static str) -> Formula {
    Formula {
        field,
        words,
        from: &[PlayerWidth, PlayerHeight, VideoWidth, VideoHeight],
        optional: 0,
        beside: &[],
        value: |&[across, down, width, height]| formulas::enlargement((across, down), (width, height)),
    }
}

/// Zero of zero, and nothing of any other number.
fn zero(value: f64) -> f64 {
    if value == 0.0 { 0.0 } else { f64::NAN }
}

/// Watch time, s, by its parts. Of a view that never played and whose startup is not known nobody knows how long it was waited
/// for: that is not zero.
pub fn watch_time(playing_s: f64, stalled_ms: f64, startup_ms: f64) -> f64 {
    if playing_s == 0.0 && startup_ms.is_nan() {
        return f64::NAN;
    }
    formulas::watch_time(playing_s, stalled_ms, startup_ms)
}

/// The rebuffering ratio. Watch times are rounded, as a rule to seconds, and stalls may seem longer by as much; where they are
/// longer by more, one of the two is wrong.
fn ratio(stalled_ms: f64, watched_s: f64) -> f64 {
    const ROUNDING_MS: f64 = 1000.0;
    if stalled_ms > watched_s * 1000.0 + ROUNDING_MS {
        return f64::NAN;
    }
    let ratio = formulas::rebuffering_ratio(stalled_ms, watched_s);
    if ratio > 1.0 { 1.0 } else { ratio }
}

/// Derives what follows from what the sessions report, in those that are judged and in those that are kept apart: a column
/// that is not there is added under the field's name. Nothing that is there is changed.
///
/// # Errors
/// [`TableError`] never, unless by a defect: a new column has the length of its table and a name of its own.
pub fn complete(judged: &mut Table, apart: Option<&mut Table>) -> Result<Vec<Derived>, TableError> {
    let mut tables = vec![judged];
    tables.extend(apart);
    let has = |tables: &[&mut Table], field: &Field| {
        let mut numbers = tables.iter().filter_map(|table| table.numbers(*field));
        numbers.any(|values| values.iter().any(|value| !value.is_nan()))
    };
    // Of what is reported, before anything is derived.
    let may: Vec<bool> = FORMULAS
        .iter()
        .map(|formula| formula.beside.is_empty() || formula.beside.iter().any(|field| has(&tables, field)))
        .collect();
    let mut derived = Vec::new();
    for (formula, _) in FORMULAS.iter().zip(may).filter(|(_, may)| *may) {
        let mut sessions = 0;
        for table in &mut tables {
            sessions += fill(table, formula)?;
        }
        if sessions > 0 {
            derived.push(Derived { field: formula.field, formula: formula.words, sessions });
        }
    }
    Ok(derived)
}

/// Fills the gaps of a formula's field. Returns how many there were that could be filled.
fn fill(table: &mut Table, formula: &Formula) -> Result<u64, TableError> {
    let known = table.numbers(formula.field);
    if known.is_some_and(|known| known.iter().all(|value| !value.is_nan())) {
        return Ok(0);
    }
    let needed = formula.from.len() - formula.optional;
    let mut from: [&[f64]; 4] = [&[]; 4];
    for (place, (from, &field)) in from.iter_mut().zip(formula.from).enumerate() {
        match table.numbers(field) {
            Some(values) => *from = values,
            None if place < needed => return Ok(0),
            None => {}
        }
    }
    // What never started was waited for, nobody knows how long: it has no parts to be added up.
    let never = match formula.field {
        WatchTimeS => [ExitBeforeStart, StartupFailed].map(|flag| table.numbers(flag).unwrap_or_default()),
        _ => [&[][..]; 2],
    };
    let at = |values: &[f64], row: usize| values.get(row).copied().unwrap_or(f64::NAN);
    let value = |row: usize| {
        if never.iter().any(|flag| at(flag, row) >= 0.5) {
            return f64::NAN;
        }
        let value = (formula.value)(&from.map(|values| at(values, row)));
        if value.is_finite() { value } else { f64::NAN }
    };
    let rows = 0..table.rows();
    let Some(known) = known else {
        let values: Vec<f64> = rows.map(value).collect();
        let count = values.iter().filter(|value| !value.is_nan()).count();
        if count > 0 {
            let name = Table::free_name(table.columns(), formula.field);
            table.push(Column { name, field: Some(formula.field), data: Data::Number(values) })?;
        }
        return Ok(count as u64);
    };
    let gaps = rows.zip(known).filter(|(_, known)| known.is_nan()).map(|(row, _)| (row, value(row)));
    let found: Vec<(usize, f64)> = gaps.filter(|(_, value)| !value.is_nan()).collect();
    let column = table.values_mut().find(|(_, field, _)| *field == Some(formula.field));
    if let Some((_, _, Data::Number(values))) = column {
        found.iter().for_each(|&(row, value)| values[row] = value);
    }
    Ok(found.len() as u64)
}

/// What a field is of no use without, where only formulas use it: to stand behind its name. `None` where what follows from it is
/// there, or nothing does.
pub fn wanting(table: &Table, field: Field) -> Option<String> {
    let needed = |formula: &Formula| &formula.from[..formula.from.len() - formula.optional];
    let of_it = || FORMULAS.iter().filter(|formula| needed(formula).contains(&field));
    if of_it().any(|formula| table.numbers(formula.field).is_some()) {
        return None;
    }
    let formula = of_it().next()?;
    let missing = needed(formula).iter().filter(|&&other| table.numbers(other).is_none());
    let missing: Vec<String> = missing.map(|other| format!("the {}", other.label().to_ascii_lowercase())).collect();
    Some(format!("{} needs {}, too", formula.field.label(), missing.join(" and ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAN: f64 = f64::NAN;

    fn table(columns: &[(Field, Vec<f64>)]) -> Table {
        Table::of_numbers(columns.iter().cloned()).expect("a sound table")
    }

    fn one(columns: &[(Field, f64)]) -> Table {
        table(&columns.iter().map(|&(field, value)| (field, vec![value])).collect::<Vec<_>>())
    }

    /// A field of the only session when it is complete.
    fn of(columns: &[(Field, f64)], field: Field) -> Option<f64> {
        let mut table = one(columns);
        complete(&mut table, None).expect("sound");
        table.numbers(field).map(|values| values[0]).filter(|value| !value.is_nan())
    }

    #[test]
    fn a_feed_of_stalls_and_playing_time_has_all_that_follows() {
        let mut table = table(&[
            (RebufferCount, vec![2.0, 0.0, NAN]),
            (RebufferDurationMs, vec![5_000.0, 0.0, 1_000.0]),
            (PlayingTimeS, vec![94.0, 60.0, NAN]),
            (StartupTimeMs, vec![1_000.0, NAN, 500.0]),
        ]);
        let derived = complete(&mut table, None).expect("sound");
        let told: Vec<(&str, u64)> = derived.iter().map(|one| (one.formula, one.sessions)).collect();
        assert_eq!(
            told,
            [("watch time = playing + stalled + startup", 2), ("buffering ratio = stalled / watch time", 2)]
        );
        assert_eq!(table.numbers(WatchTimeS).map(|values| values[..2].to_vec()), Some(vec![100.0, 60.0]));
        assert_eq!(table.numbers(BufferingRatio).map(|values| values[..2].to_vec()), Some(vec![0.05, 0.0]));
        assert!(table.numbers(WatchTimeS).is_some_and(|values| values[2].is_nan()), "nobody knows how long it played");
    }

    #[test]
    fn what_is_reported_stands_and_is_preferred() {
        let all = [(WatchTimeS, 200.0), (RebufferDurationMs, 5_000.0), (BufferingRatio, 0.5), (PlayingTimeS, 1.0)];
        for (field, value) in all {
            assert_eq!(of(&all, field), Some(value));
        }
        assert_eq!(of(&[(WatchTimeS, 200.0), (RebufferDurationMs, 5_000.0)], BufferingRatio), Some(0.025));
        assert_eq!(of(&[(WatchTimeS, 200.0), (BufferingRatio, 0.05)], RebufferDurationMs), Some(10_000.0));
        assert_eq!(of(&[(PlayingTimeS, 90.0), (BufferingRatio, 0.1)], WatchTimeS), Some(100.0));
        assert_eq!(of(&[(PlayingTimeS, 90.0), (BufferingRatio, 0.1)], RebufferDurationMs), Some(10_000.0));
    }

    #[test]
    fn guesses_are_no_derivations() {
        assert_eq!(of(&[(RebufferDurationMs, 5_000.0), (BufferingRatio, 0.05)], WatchTimeS), None, "a rounded ratio");
        assert_eq!(of(&[(PlayingTimeS, 5.0), (BufferingRatio, 0.9)], WatchTimeS), None, "the rest is too small");
        assert_eq!(of(&[(PlayingTimeS, 95.0)], WatchTimeS), None, "who knows how long it stalled");
        assert_eq!(of(&[(WatchTimeS, 0.0), (RebufferDurationMs, 0.0)], BufferingRatio), None, "nothing by nothing");
        let never = [(PlayingTimeS, 0.0), (RebufferDurationMs, 0.0), (ExitBeforeStart, 1.0)];
        assert_eq!(of(&never, WatchTimeS), None, "it was waited for");
        assert_eq!(of(&never[..2], WatchTimeS), None, "it was waited for, or not");
        assert_eq!(of(&[(WatchTimeS, 9.0), (RebufferDurationMs, 12_000.0)], BufferingRatio), None, "one is wrong");
        assert_eq!(of(&[(WatchTimeS, 9.0), (RebufferDurationMs, 9_900.0)], BufferingRatio), Some(1.0), "rounded");
    }

    #[test]
    fn zeros_follow_where_others_tell_more_than_zeros() {
        let both = |beside: &[(Field, Vec<f64>)], field| {
            let mut table = table(beside);
            complete(&mut table, None).expect("sound");
            table.numbers(field).map(|values| values[0]).filter(|value| !value.is_nan())
        };
        let counts = (RebufferCount, vec![0.0, 1.0]);
        assert_eq!(
            both(std::slice::from_ref(&counts), RebufferDurationMs),
            None,
            "no session says how long any stall took"
        );
        assert_eq!(both(&[counts, (RebufferDurationMs, vec![NAN, 7.0])], RebufferDurationMs), Some(0.0));
        let durations = (RebufferDurationMs, vec![0.0, 7.0]);
        assert_eq!(both(std::slice::from_ref(&durations), RebufferCount), None, "no session says how often it stalled");
        assert_eq!(both(&[durations, (RebufferCount, vec![NAN, 2.0])], RebufferCount), Some(0.0));
    }

    #[test]
    fn upscaling_is_that_of_the_sizes() {
        let sizes = [(PlayerWidth, 1920.0), (PlayerHeight, 1080.0), (VideoWidth, 1280.0), (VideoHeight, 720.0)];
        assert_eq!((of(&sizes, AvgUpscale), of(&sizes, MaxUpscale)), (Some(0.5), Some(0.5)));
        assert_eq!(of(&sizes[..3], AvgUpscale), None);
        assert_eq!(
            wanting(&one(&sizes[..3]), PlayerWidth).as_deref(),
            Some("Upscaling, average needs the video height, too")
        );
    }

    #[test]
    fn a_name_that_another_column_has_is_not_taken() {
        let own = Column { name: "buffering_ratio".into(), field: None, data: Data::Number(vec![7.0]) };
        let mut columns = one(&[(WatchTimeS, 10.0), (RebufferDurationMs, 1_000.0)]).into_columns();
        columns.push(own);
        let mut table = Table::new(columns).expect("sound");
        complete(&mut table, None).expect("sound");
        assert_eq!(table.field(BufferingRatio).map(|column| column.name.as_str()), Some("buffering_ratio_"));
        assert_eq!(table.columns()[2].data, Data::Number(vec![7.0]));
    }

    #[test]
    fn what_is_of_no_use_alone_says_what_it_needs() {
        let needs = |columns: &[(Field, f64)], field| wanting(&one(columns), field);
        assert_eq!(
            needs(&[(PlayingTimeS, 1.0)], PlayingTimeS).as_deref(),
            Some("Watch time needs the rebuffer duration, too")
        );
        assert_eq!(needs(&[(PlayingTimeS, 1.0), (WatchTimeS, 1.0)], PlayingTimeS), None);
        assert_eq!(needs(&[(StartupTimeMs, 1.0)], StartupTimeMs), None, "nothing is computed from it alone");
    }

    /// The fields that formulas speak of.
    const FIELDS: [Field; 12] = [
        RebufferCount,
        RebufferDurationMs,
        WatchTimeS,
        PlayingTimeS,
        StartupTimeMs,
        BufferingRatio,
        ExitBeforeStart,
        PlayerWidth,
        PlayerHeight,
        VideoWidth,
        VideoHeight,
        AvgUpscale,
    ];

    fn cell() -> impl Strategy<Value = f64> {
        prop_oneof![3 => Just(NAN), 1 => Just(0.0), 3 => 0.0..1.0, 2 => 0.0..9e4]
    }

    proptest! {
        #[test]
        fn reported_values_stand_and_completing_again_changes_nothing(
            rows in proptest::collection::vec(proptest::array::uniform12(cell()), 1..8),
            has in proptest::array::uniform12(any::<bool>()),
        ) {
            let columns: Vec<(Field, Vec<f64>)> = (0..12)
                .filter(|&place| has[place])
                .map(|place| (FIELDS[place], rows.iter().map(|row| row[place]).collect()))
                .collect();
            let before = table(&columns);
            let mut completed = before.clone();
            let derived = complete(&mut completed, None).expect("sound");
            let mut gaps = 0;
            for column in completed.columns() {
                let Data::Number(values) = &column.data else { unreachable!("numbers") };
                for (row, value) in values.iter().enumerate() {
                    let reported = before.column(&column.name).map_or(NAN, |column| match &column.data {
                        Data::Number(values) => values[row],
                        _ => NAN,
                    });
                    prop_assert!(reported.is_nan() || reported.to_bits() == value.to_bits());
                    gaps += u64::from(reported.is_nan() && !value.is_nan());
                }
            }
            prop_assert_eq!(derived.iter().map(|one| one.sessions).sum::<u64>(), gaps);
            let mut again = completed.clone();
            let more = complete(&mut again, None).expect("sound");
            // What is derived may be a report for the zeros of others, and for nothing else.
            prop_assert!(more.iter().all(|one| one.formula.contains("= 0")), "{:?}", more);
            let mut parts = before.clone();
            let mut apart = before.clone();
            complete(&mut parts, Some(&mut apart)).expect("sound");
            prop_assert_eq!(bits(&parts), bits(&completed));
            prop_assert_eq!(bits(&apart), bits(&completed));
        }
    }

    fn bits(table: &Table) -> Vec<(String, Vec<u64>)> {
        let column = |column: &Column| match &column.data {
            Data::Number(values) => (column.name.clone(), values.iter().map(|value| value.to_bits()).collect()),
            _ => (column.name.clone(), Vec::new()),
        };
        table.columns().iter().map(column).collect()
    }

    #[test]
    fn generated_sessions_are_complete() {
        use simulate::{Scenario, Simulator};
        let mut simulator = Simulator::new(Scenario::default());
        while !simulator.done() {
            simulator.advance(10_000);
        }
        let before = simulator.finish().table;
        let mut after = before.clone();
        assert_eq!(complete(&mut after, None), Ok(Vec::new()));
        assert_eq!(after, before);
    }
}
