//! A text looked for in identifiers and labels: which sessions have it.

use analysis::Analysis;
use telemetry::Data;

/// Whether each session has the text in one of its identifiers or labels, capital and small ASCII letters alike. Labels are
/// looked through once, however many sessions have them. Only sessions that are `among` are looked at, where they are given.
pub(super) fn search(analysis: &Analysis, text: &str, among: Option<&[bool]>) -> Vec<bool> {
    let table = &analysis.sessions.table;
    let sought = text.to_ascii_lowercase();
    let mut found = vec![false; analysis.scores.len()];
    let is_among = |row: usize| among.is_none_or(|among| among.get(row) == Some(&true));
    for column in table.columns() {
        match &column.data {
            Data::Category(values) => {
                let has: Vec<bool> = values.labels().iter().map(|label| contains(label, sought.as_bytes())).collect();
                if has.contains(&true) {
                    for (found, &code) in found.iter_mut().zip(values.codes()) {
                        *found |= has.get(usize::from(code)) == Some(&true);
                    }
                }
            }
            Data::Text(values) => {
                for (row, found) in found.iter_mut().enumerate().filter(|(row, _)| is_among(*row)) {
                    *found = *found || contains(values.get(row), sought.as_bytes());
                }
            }
            Data::Number(_) | Data::Time(_) => {}
        }
    }
    found
}

/// Whether a text has another in it, capital and small ASCII letters alike; the other one is in small letters.
fn contains(text: &str, sought: &[u8]) -> bool {
    let Some((&first, rest)) = sought.split_first() else { return true };
    let text = text.as_bytes();
    let Some(last) = text.len().checked_sub(sought.len()) else { return false };
    let begins = text.iter().take(last + 1).enumerate().filter(|(_, byte)| byte.to_ascii_lowercase() == first);
    begins
        .into_iter()
        .any(|(at, _)| text.get(at + 1..=at + rest.len()).is_some_and(|part| part.eq_ignore_ascii_case(rest)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_text_is_found_as_when_all_letters_are_small(text in "[aAbBäÄ]{0,9}", sought in "[aAbBäÄ]{0,3}") {
            let small = sought.to_ascii_lowercase();
            prop_assert_eq!(contains(&text, small.as_bytes()), text.to_ascii_lowercase().contains(&small));
        }
    }
}
