//! Common Media Client Data (CTA-5004): what players tell a CDN with each request, in the three ways in which logs hold
//! it: as a query argument, as the value of a header, and as JSON.
//!
//! Versions 1 and 2 are read by one rule: a number may stand alone (`br=2500`) or in an inner list (`br=(2500)`), of
//! which one item counts, and parameters behind a value (`;v`) are passed over. Nothing here fails: what cannot be
//! read is left out, and it is said that something was.
//!
//! `query` and the text of `pairs` are read so by [`Readers::First`]; `arguments` and `dictionary` read what players and
//! logs make of the data in the wild.

mod arguments;
mod dictionary;
mod json;
mod pairs;
mod query;
mod words;

use rules::Readers;

pub(crate) use pairs::Pairs;
pub(crate) use words::{ALWAYS_TOLD, has_letters, is_spoken_of, spell};

/// Where the data stand in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the argument `CMCD` of a query: a cell without it holds none, which is nothing wrong.
    Query,
    /// They are the cell: a header's value, or JSON.
    Cell,
}

/// What was found in a cell, and what is unusual about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub content: Content,
    /// There are data for each attempt of a request. The last ones hold.
    pub second: bool,
    /// The data have the name of the specification's first draft.
    pub draft: bool,
    /// A value had more quotes than it should, and was read without them.
    pub mended: bool,
}

impl Held {
    fn of(content: Content) -> Self {
        Self { content, second: false, draft: false, mended: false }
    }
}

/// What was found in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Content {
    /// No data, and nothing that should be some.
    Nothing,
    /// Pairs of keys and values.
    Pairs,
    /// Pairs, and parts that are none.
    Damaged,
    /// No pair, where there should be some.
    NotCmcd,
}

/// Reads the pairs of a cell into `pairs`, in place of those that were there.
pub(crate) fn read(cell: &[u8], place: Place, readers: Readers, pairs: &mut Pairs) -> Held {
    pairs.clear();
    let cell = cell.trim_ascii();
    if crate::cells::missing::is_missing(cell, crate::cells::missing::MissingRule::All) {
        return Held::of(Content::Nothing);
    }
    match readers {
        Readers::First => Held::of(first(cell, place, pairs)),
        Readers::Common => common(cell, place, pairs),
    }
}

fn first(cell: &[u8], place: Place, pairs: &mut Pairs) -> Content {
    let whole = match query::argument(cell) {
        Some(text) => pairs.read_text(&text),
        None if place == Place::Query => return Content::Nothing,
        None if cell.first() == Some(&b'{') => json::read(cell, pairs),
        None => pairs.read_text(&query::header(cell)),
    };
    content(pairs, whole)
}

fn common(cell: &[u8], place: Place, pairs: &mut Pairs) -> Held {
    let read = match arguments::query(cell, pairs) {
        Some(read) => read,
        None if place == Place::Query => return Held::of(Content::Nothing),
        None if cell.first() == Some(&b'{') => {
            let whole = json::read(cell, pairs);
            return Held::of(content(pairs, whole));
        }
        None => arguments::header(cell, pairs),
    };
    let is_read = !pairs.is_empty();
    Held {
        content: content(pairs, read.reading.whole),
        second: is_read && read.second,
        draft: is_read && read.draft,
        mended: is_read && read.reading.mended,
    }
}

fn content(pairs: &Pairs, whole: bool) -> Content {
    match (pairs.is_empty(), whole) {
        (true, _) => Content::NotCmcd,
        (false, true) => Content::Pairs,
        (false, false) => Content::Damaged,
    }
}

#[cfg(test)]
mod tests;
