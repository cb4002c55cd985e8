//! A column of days and one of times of day, which together say when something was: each such pair becomes a column of times.

use crate::cells::date_times::{is_day, is_time_of_day};
use crate::cells::missing::{MissingRule, is_missing};
use crate::rows::normal_name::normalise;

/// Two columns that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The column of days.
    pub day: usize,
    /// The column of times of day.
    pub time: usize,
    /// The name of the column that both become.
    pub name: String,
}

/// Words that say that a column holds days.
const OF_DAYS: &[&str] = &["date", "day", "datum", "fecha"];

/// Words that say that a column holds times of day.
const OF_TIMES: &[&str] = &[
    "time", "hour", "hours", "minute", "minutes", "second", "seconds", "hh", "mm", "ss", "clock", "uhrzeit", "zeit",
    "hora",
];

/// What the name of a column of times can say beside that when that of its days does not: `Date` and `Start time`.
const OF_BEGINNINGS: &[&str] =
    &["start", "started", "begin", "event", "view", "session", "local", "utc", "gmt", "of", "day"];

/// Finds pairs among the columns that are a file's own: by their names, and by what nine of ten of their cells with a value
/// are.
pub(crate) fn find(
    names: &[String],
    is_own: impl Fn(usize) -> bool,
    columns: &[Vec<&[u8]>],
    missing: MissingRule,
) -> Vec<Pair> {
    let are = |column: usize, is: fn(&[u8]) -> bool| {
        let cells = || columns.get(column).into_iter().flatten().filter(|cell| !is_missing(cell, missing));
        let filled = cells().count();
        filled > 0 && cells().filter(|cell| is(cell)).count() * 10 >= filled * 9
    };
    let named = |words: &[&str]| -> Vec<(usize, Vec<String>)> {
        let rests = names.iter().enumerate().filter(|&(column, _)| is_own(column));
        rests.filter_map(|(column, name)| Some((column, beside(&normalise(name), words)?))).collect()
    };
    let mut days: Vec<_> = named(OF_DAYS).into_iter().filter(|&(column, _)| are(column, is_day)).collect();
    let mut pairs: Vec<Pair> = Vec::new();
    for (time, beside) in named(OF_TIMES) {
        let is_any = beside.iter().all(|word| OF_BEGINNINGS.contains(&word.as_str()));
        let same = days.iter().position(|(_, other)| *other == beside);
        let Some(place) = same.or_else(|| days.iter().position(|(_, other)| other.is_empty()).filter(|_| is_any))
        else {
            continue;
        };
        let Some(&(day, _)) = days.get(place) else { continue };
        if day == time || !are(time, is_time_of_day) {
            continue;
        }
        days.remove(place);
        let taken = |name: &str| names.iter().any(|other| other == name) || pairs.iter().any(|pair| pair.name == name);
        pairs.push(Pair { day, time, name: name(names, day, time, taken) });
    }
    pairs
}

/// The words of a normalised name beside these, where it has one of them.
fn beside(name: &str, words: &[&str]) -> Option<Vec<String>> {
    let (found, rest): (Vec<&str>, Vec<&str>) = name.split('_').partition(|word| words.contains(word));
    (!found.is_empty()).then(|| rest.into_iter().map(str::to_owned).collect())
}

/// Both names, which no other column has.
fn name(names: &[String], day: usize, time: usize, taken: impl Fn(&str) -> bool) -> String {
    let of = |column: usize| names.get(column).map_or("", String::as_str);
    let both = format!("{} {}", of(day), of(time));
    let numbered = (2..).map(|number| format!("{both} ({number})"));
    std::iter::once(both.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(header: &[&str], row: &[&str]) -> Vec<(usize, usize, String)> {
        let names: Vec<String> = header.iter().map(|&name| name.to_owned()).collect();
        let columns: Vec<Vec<&[u8]>> = row.iter().map(|cell| vec![cell.as_bytes()]).collect();
        let pairs = find(&names, |_| true, &columns, MissingRule::All);
        pairs.into_iter().map(|pair| (pair.day, pair.time, pair.name)).collect()
    }

    #[test]
    fn names_and_cells_make_a_pair() {
        let both = ["2026-03-01", "12:00:31"];
        for header in [
            ["date", "time"],
            ["Date", "Start time"],
            ["start_date", "start_time"],
            ["date", "hour:minute"],
            ["Datum", "Uhrzeit"],
        ] {
            assert_eq!(pairs(&header, &both), [(0, 1, format!("{} {}", header[0], header[1]))]);
        }
        // A duration is no time of day, nor does the start of one thing belong to the end of another.
        for header in [
            ["date", "watch_time"],
            ["date", "clockwork"],
            ["start_date", "end_time"],
            ["day_of_release", "time"],
            ["when", "time"],
        ] {
            assert_eq!(pairs(&header, &both), [], "{header:?}");
        }
        assert_eq!(pairs(&["date", "time"], &["2026-03-01 12:00", "12:00"]), []);
        assert_eq!(pairs(&["date", "time"], &["2026-03-01", "31.5"]), []);
        assert_eq!(pairs(&["date", "time"], &["", ""]), []);
        let two = pairs(
            &["end_time", "start_date", "start_time", "end_date"],
            &["13:00", "1/3/2026", "12:00 PM", "1/3/2026"],
        );
        assert_eq!(two, [(3, 0, "end_date end_time".to_owned()), (1, 2, "start_date start_time".to_owned())]);
        let taken = pairs(&["date", "time", "date time"], &["2026-03-01", "12:00", "x"]);
        assert_eq!(taken, [(0, 1, "date time (2)".to_owned())]);
    }
}
