//! Which columns hold Common Media Client Data, told from the sample, and what their keys and values are there.

use crate::cells::cmcd::{Content, Pairs, Place, is_spoken_of, read};
use crate::cells::missing::{MissingRule, is_missing};
use crate::reading::mapping::{Assignment, Mapping};
use crate::rows::normal_name::normalise;
use rules::Readers;
use std::ops::Range;

/// So many keys become columns; a log that has more is not one of players.
const MOST_KEYS: usize = 64;

/// A column that holds the data.
#[derive(Debug)]
pub(crate) struct Found {
    /// Its place in the header.
    pub column: usize,
    pub place: Place,
    pub readers: Readers,
    /// The keys in the order in which the sample brings them.
    pub keys: Vec<String>,
    /// The column that each key becomes.
    pub names: Vec<String>,
    bytes: Vec<u8>,
    values: Vec<Vec<Range<usize>>>,
}

impl Found {
    /// The values of a key in the sample, empty where a row has none.
    pub(crate) fn cells(&self, key: usize) -> impl Iterator<Item = &[u8]> {
        let ranges = self.values.get(key).map(Vec::as_slice).unwrap_or_default();
        ranges.iter().map(|range| self.bytes.get(range.clone()).unwrap_or_default())
    }
}

/// The columns that hold the data: those of which the mapping says so, and under an open mapping those whose cells do.
pub(crate) fn find(names: &[String], mapping: &Mapping, columns: &[Vec<&[u8]>], readers: Readers) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (column, (name, cells)) in names.iter().zip(columns).enumerate() {
        let held = place(name, cells, readers);
        let place = match mapping.get(name) {
            Some(Assignment::Cmcd) => held.unwrap_or(Place::Cell),
            None if !mapping.is_closed() => match held {
                Some(place) => place,
                None => continue,
            },
            _ => continue,
        };
        let taken = |free: &str| names.iter().any(|name| name == free) || found.iter().any(|it| it.has(free));
        let spread = spread(column, place, readers, cells, taken);
        found.push(spread);
    }
    found
}

impl Found {
    fn has(&self, name: &str) -> bool {
        self.names.iter().any(|other| other == name)
    }
}

/// Where in these cells the data stand, if they do: in a tenth of the addresses (a log has other requests, too), or in
/// nearly all of the cells.
fn place(name: &str, cells: &[&[u8]], readers: Readers) -> Option<Place> {
    let mut pairs = Pairs::default();
    let name = normalise(name);
    let named = ["cmcd", "cmcd_object", "cmcd_request", "cmcd_session", "cmcd_status", "cmcd_query", "cmcd_json"]
        .iter()
        .any(|known| name.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('_')));
    let (mut filled, mut queries, mut values) = (0_usize, 0_usize, 0_usize);
    for cell in cells.iter().filter(|cell| !is_missing(cell, MissingRule::All)) {
        filled += 1;
        if !named && !cell.iter().any(|byte| matches!(byte, b'=' | b'{' | b'%')) {
            continue;
        }
        if read(cell, Place::Query, readers, &mut pairs).content != Content::Nothing {
            queries += usize::from(pairs.iter().any(|(key, _)| is_spoken_of(key)));
            continue;
        }
        if read(cell, Place::Cell, readers, &mut pairs).content != Content::Pairs {
            continue;
        }
        let spoken_of = pairs.iter().filter(|(key, _)| is_spoken_of(key)).count();
        let told = pairs.iter().any(|(key, value)| is_spoken_of(key) && value != b"true");
        values +=
            usize::from(if named { spoken_of > 0 } else { spoken_of > 1 && told && 2 * spoken_of >= pairs.len() });
    }
    if filled == 0 {
        None
    } else if queries * 10 >= filled {
        Some(Place::Query)
    } else {
        (values * 10 >= filled * 9).then_some(Place::Cell)
    }
}

fn spread(column: usize, place: Place, readers: Readers, cells: &[&[u8]], taken: impl Fn(&str) -> bool) -> Found {
    let (keys, names, bytes, values) = Default::default();
    let mut found = Found { column, place, readers, keys, names, bytes, values };
    let mut pairs = Pairs::default();
    for (row, cell) in cells.iter().enumerate() {
        read(cell, place, readers, &mut pairs);
        for (key, value) in pairs.iter() {
            let Ok(key) = std::str::from_utf8(key) else { continue };
            let at = match found.keys.iter().position(|known| known == key) {
                Some(at) => at,
                None if found.keys.len() == MOST_KEYS => continue,
                None => {
                    let plain = format!("cmcd_{key}");
                    let mut numbered = (2..).map(|number| format!("{plain} ({number})"));
                    let is_free = |name: &String| !taken(name) && !found.has(name);
                    let name = Some(plain.clone()).filter(is_free).or_else(|| numbered.find(is_free));
                    found.names.push(name.unwrap_or(plain));
                    found.keys.push(key.to_owned());
                    found.values.push(Vec::new());
                    found.keys.len() - 1
                }
            };
            let start = found.bytes.len();
            found.bytes.extend_from_slice(value);
            let range = start..found.bytes.len();
            if let Some(values) = found.values.get_mut(at) {
                values.resize(row, 0..0);
                // Of a key that stands twice, the last value counts.
                values.truncate(row);
                values.push(range);
            }
        }
    }
    for values in &mut found.values {
        values.resize(cells.len(), 0..0);
    }
    found
}
