//! The words by which a total calls itself, and text behind a table shows that it is none of its rows.

use crate::rows::records::record::Record;

/// What a cell begins with that is a total, in small letters. What may follow is told by [`is_total_word`].
const TOTALS: &[&str] = &[
    "total",
    "totals",
    "grand total",
    "grand totals",
    "overall total",
    "overall",
    "sum",
    "sums",
    "subtotal",
    "sub-total",
    "total général",
    "total general",
    "totaux",
    "somme",
    "gesamt",
    "gesamtsumme",
    "gesamtergebnis",
    "summe",
    "insgesamt",
    "totale",
    "totali",
    "somma",
    "suma",
    "totales",
    "totais",
    "soma",
    "totaal",
    "totalt",
    "razem",
    "ogółem",
    "celkem",
    "toplam",
    "genel toplam",
    "итого",
    "Итого",
    "ИТОГО",
    "всего",
    "Всего",
    "ВСЕГО",
    "合計",
    "总计",
    "合计",
    "總計",
    "합계",
    "총계",
];

/// What a line behind a table begins with, in small letters.
const BEHIND: &[&str] = &[
    "rows",
    "row count",
    "records",
    "record count",
    "count",
    "lines",
    "generated",
    "exported",
    "created",
    "downloaded",
    "report",
    "source",
    "note",
    "notes",
    "end",
    "eof",
    "filters",
    "filter",
    "zeilen",
    "anzahl",
    "erstellt",
    "exportiert",
    "quelle",
    "lignes",
    "généré",
    "source :",
    "filas",
    "generado",
];

/// Longer cells are no such words.
const MOST: usize = 60;

/// Which of the cells of a row calls it a total: the first or the last that holds something.
pub(crate) fn is_total(record: &Record) -> Option<usize> {
    let filled = |cell: &&[u8]| !cell.trim_ascii().is_empty();
    let first = record.cells().position(|cell| filled(&cell))?;
    let last = record.cells().enumerate().filter(|(_, cell)| filled(cell)).last()?.0;
    [first, last].into_iter().find(|&at| record.cell(at).is_some_and(is_total_word))
}

/// Whether a cell is a word for a total, with a colon, a count in brackets or signs around it at the most.
pub(crate) fn is_total_word(cell: &[u8]) -> bool {
    // Most cells end here.
    if cell.first().is_none_or(u8::is_ascii_digit) {
        return false;
    }
    let Some(text) = small(cell) else { return false };
    let text = text.trim_matches(|letter: char| matches!(letter, ':' | '*' | '-' | '=' | '∑' | 'Σ' | ' ' | '.' | '#'));
    let text = match text.split_once('(') {
        Some((word, count)) if count.ends_with(')') => word.trim_end(),
        _ => text,
    };
    TOTALS.contains(&text)
}

/// Whether a row that has fewer cells than the table may be text behind it: it calls itself so, has a colon or a sign, or is
/// a cell of several words alone.
pub(crate) fn is_text_behind(record: &Record) -> bool {
    let Some(cell) = record.cells().find(|cell| !cell.trim_ascii().is_empty()) else { return false };
    let is_alone = record.cells().filter(|cell| !cell.trim_ascii().is_empty()).count() == 1;
    let Some(text) = small(cell) else { return is_alone };
    let word = text.trim_matches(|letter: char| matches!(letter, ':' | ' ' | '.'));
    let begins_apart = matches!(cell.trim_ascii().first(), Some(b'(' | b'[' | b'#' | b'*' | b'-' | b'='));
    BEHIND.contains(&word)
        || TOTALS.iter().any(|total| text.starts_with(total))
        || begins_apart
        || text.contains(':')
        || is_alone && text.contains([' ', '\u{a0}'])
}

/// A short cell in small letters, without blanks around it.
fn small(cell: &[u8]) -> Option<String> {
    let cell = cell.trim_ascii();
    // Most cells end here.
    if cell.len() > MOST {
        return None;
    }
    Some(std::str::from_utf8(cell).ok()?.trim().to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_totals() {
        for word in [
            "Total",
            " TOTAL: ",
            "Grand total",
            "Gesamt",
            "Summe:",
            "Total général",
            "** Total **",
            "Totals (40)",
            "ИТОГО",
        ] {
            assert!(is_total_word(word.as_bytes()), "{word}");
        }
        for word in ["", "Total Recall", "Totally", "sum of all fears", "s-1", "40", "total watch time", "\u{fffd}"] {
            assert!(!is_total_word(word.as_bytes()), "{word}");
        }
    }
}
