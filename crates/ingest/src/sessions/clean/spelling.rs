//! Labels that differ in case or blanks alone are one label: the spelling that most rows have.

use super::log::Log;
use std::collections::HashMap;
use telemetry::{Categories, Data, Field, MISSING_CATEGORY, Table};

/// Gives labels that differ in case or blanks alone the most frequent spelling; of equally frequent ones, the first seen.
/// Identifiers of content are left alone: theirs may differ in case.
pub(super) fn spelling(table: &mut Table, log: &mut Log) {
    let mut spelt: Vec<(String, Categories)> = Vec::new();
    for column in table.columns().iter().filter(|column| column.field != Some(Field::ContentId)) {
        let Data::Category(categories) = &column.data else { continue };
        let Some(chosen) = chosen(categories) else { continue };
        for (at, &code) in (0_u32..).zip(categories.codes()) {
            if code != MISSING_CATEGORY && chosen[usize::from(code)] != code {
                log.respell(table, at, column);
            }
        }
        let new = |&code: &u16| if code == MISSING_CATEGORY { code } else { chosen[usize::from(code)] };
        let codes = categories.codes().iter().map(new).collect();
        spelt.push((column.name.clone(), Categories::from_codes(categories.labels(), codes)));
    }
    for (name, _, data) in table.values_mut() {
        if let Some(at) = spelt.iter().position(|(spelt, _)| spelt == name) {
            *data = Data::Category(spelt.swap_remove(at).1);
        }
    }
}

/// The code whose label stands for each code's; `None` where no two labels are the same.
fn chosen(categories: &Categories) -> Option<Vec<u16>> {
    let mut groups: HashMap<String, usize> = HashMap::new();
    let mut of_label = Vec::with_capacity(categories.labels().len());
    for label in categories.labels() {
        let number = groups.len();
        of_label.push(*groups.entry(key(label)).or_insert(number));
    }
    if groups.len() == of_label.len() {
        return None;
    }
    let mut rows = vec![0_u64; of_label.len()];
    for &code in categories.codes().iter().filter(|&&code| code != MISSING_CATEGORY) {
        rows[usize::from(code)] += 1;
    }
    // The most frequent code of each group so far, and how frequent it is.
    let mut best: Vec<Option<(u16, u64)>> = vec![None; groups.len()];
    for (code, (&group, &rows)) in (0_u16..).zip(of_label.iter().zip(&rows)) {
        if best[group].is_none_or(|(_, most)| rows > most) {
            best[group] = Some((code, rows));
        }
    }
    let label = |(code, &group): (u16, &usize)| best[group].map_or(code, |(best, _)| best);
    Some((0_u16..).zip(&of_label).map(label).collect())
}

fn key(label: &str) -> String {
    label.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_spelling_is_chosen_and_the_first_of_equals() {
        let mut categories = Categories::default();
        for label in ["smart tv", "Smart TV", "web", "SmartTV", "Smart TV", "WEB", "Ärger", "ärger", ""] {
            categories.push(label).expect("few labels");
        }
        assert_eq!(chosen(&categories), Some(vec![1, 1, 2, 1, 2, 5, 5]));
        assert_eq!(chosen(&Categories::with_labels(["a", "b", "ab"]).expect("few labels")), None);
    }
}
