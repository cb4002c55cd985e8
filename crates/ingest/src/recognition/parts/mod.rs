//! Column names taken apart into words and a unit: `stall_cnt`, `msToFirstFrame`, `avg Mbps`.
//!
//! `words` says what each word means, with its synonyms, `grammar` which words together, in a `bag`, name a field. A name is
//! understood only where every word of it is, where the words name one field and no other, and where its unit measures
//! that field: a word that is not known may change everything (`ad_stall_s`, `max_bitrate_kbps`, `startup_ms_p95`), and a
//! wrong number is worse than a column under its own name. So what is said of many sessions together, the greatest and
//! the least of something, and the average of what is no average in the field's definition are not understood.
//!
//! None of this speaks under the first rules, or under a closed mapping.

mod bag;
mod grammar;
#[cfg(test)]
mod tests;
mod words;

use crate::cells::units::SourceUnit;
use crate::rows::normal_name::normalise;
use bag::{Bag, Parts, Word};
use std::borrow::Cow;
use telemetry::Field;
use words::Said;

/// The field that a name means, and the unit, where the name tells it.
pub(crate) fn recognise(name: &str) -> Option<(Field, Option<SourceUnit>)> {
    grammar::field_of(take_apart(name)?)
}

/// No name of one quantity has more words.
const MOST: usize = 10;

/// The words and the unit of a name, where every word is known.
fn take_apart(name: &str) -> Option<Parts> {
    let name = rate(name);
    // `stalls/min` is another quantity.
    if name.contains('/') {
        return None;
    }
    let normal = normalise(&name);
    let written: Vec<&str> = normal.split('_').collect();
    if written.len() > MOST {
        return None;
    }
    let mut all: Vec<&str> = Vec::with_capacity(written.len() + 2);
    for word in written {
        if is_known(word) {
            all.push(word);
        } else {
            all.extend(words::glued(word)?);
        }
    }
    let mut parts = Parts { words: Bag::default(), unit: None, is_min: false };
    let mut rest = all.as_slice();
    while let [word, after @ ..] = rest {
        let is_end = rest.len() == all.len() || after.is_empty();
        let phrase = words::PHRASES.iter().find(|(phrase, _)| rest.starts_with(phrase));
        let (said, after) = match phrase {
            Some(&(phrase, said)) => (said, rest.get(phrase.len()..)?),
            // "Startup time in ms"
            None if *word == "in" && after.first().is_some_and(|next| is_unit(next)) => {
                (Said::Words(&[Word::Neutral]), after)
            }
            None => (words::of(word)?, after),
        };
        let unit = match said {
            Said::Words(words) => {
                parts.words = parts.words.and(Bag::of(words));
                None
            }
            Said::CountAtAnEnd if is_end => {
                parts.words = parts.words.and(Bag::of(&[Word::Count]));
                None
            }
            Said::Unit(unit) => Some(unit),
            Said::UnitAtAnEnd(unit) if is_end => Some(unit),
            Said::Min if after.is_empty() => {
                parts.is_min = true;
                Some(SourceUnit::Minutes)
            }
            Said::CountAtAnEnd | Said::UnitAtAnEnd(_) | Said::Min => return None,
        };
        if unit.is_some() && parts.unit.is_some() {
            return None;
        }
        parts.unit = parts.unit.or(unit);
        rest = after;
    }
    Some(parts)
}

/// The name with its bit rates in one word. Only the letters' case tells bits from bytes: `Mb/s` is a rate of bits,
/// `MB/s` is one of bytes, which nothing here is read in, and `mb/s` may be either.
fn rate(name: &str) -> Cow<'_, str> {
    const RATES: &[(&str, &str)] =
        &[("bit/s", "bit_s"), ("bits/s", "bits_s"), ("bits/sec", "bits_s"), ("bit/sec", "bit_s"), ("Mb/s", "Mbit_s")];
    let mut name = Cow::Borrowed(name);
    if name.contains('/') {
        for (written, meant) in RATES {
            if name.contains(written) {
                name = Cow::Owned(name.replace(written, meant));
            }
        }
    }
    name
}

/// Whether a word says something, alone or in a phrase.
fn is_known(word: &str) -> bool {
    word == "in" || words::of(word).is_some() || words::PHRASES.iter().any(|(phrase, _)| phrase.contains(&word))
}

fn is_unit(word: &str) -> bool {
    matches!(words::of(word), Some(Said::Unit(_) | Said::UnitAtAnEnd(_)))
        || words::PHRASES.iter().any(|(phrase, said)| matches!(said, Said::Unit(_)) && phrase.first() == Some(&word))
}
