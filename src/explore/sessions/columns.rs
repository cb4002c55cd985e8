//! The columns of the table: which, in which order, and which of them stay in view.

use crossfilter::Dimension;
use crossfilter::state::Table;

/// As many columns as a link takes.
const MOST: usize = 60;

/// What the user does with a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is shown where it was not, and not where it was.
    Toggle,
    /// It stays in view where it did not, and does not where it did.
    Pin,
    /// It stands one place to the left.
    Left,
    /// It stands one place to the right.
    Right,
}

/// The table with a column changed; `shown` are the columns that are shown, chosen or not. Pinned columns stand left of all
/// others. The last column stays.
pub fn changed(table: &Table, shown: &[Dimension], column: &Dimension, change: Change) -> Table {
    let mut columns = shown.to_vec();
    let mut pinned = usize::from(table.pinned).min(columns.len());
    let place = columns.iter().position(|other| other == column);
    match (change, place) {
        (Change::Toggle, None) if columns.len() < MOST => columns.push(column.clone()),
        (Change::Toggle, Some(place)) if columns.len() > 1 => {
            columns.remove(place);
            pinned -= usize::from(place < pinned);
        }
        (Change::Pin, Some(place)) if place < pinned => {
            pinned -= 1;
            let column = columns.remove(place);
            columns.insert(pinned, column);
        }
        (Change::Pin, Some(place)) => {
            let column = columns.remove(place);
            columns.insert(pinned, column);
            pinned += 1;
        }
        // Over the edge between pinned ones and others a column is not moved, but pinned.
        (Change::Left, Some(place)) if place > 0 && place != pinned => columns.swap(place, place - 1),
        (Change::Right, Some(place)) if place + 1 < columns.len() && place + 1 != pinned => {
            columns.swap(place, place + 1)
        }
        _ => {}
    }
    Table { columns, pinned: pinned.min(MOST) as u8, ..table.clone() }
}

/// The sorting after a click on a column's head: falling first, then the other way.
pub fn sorted(table: &Table, column: &Dimension) -> Table {
    let rising = match &table.sort {
        Some((by, rising)) if by == column => !rising,
        None if *column == Dimension::Score => true,
        _ => false,
    };
    Table { sort: Some((column.clone(), rising)), ..table.clone() }
}

/// What the table is sorted by, and whether rising.
pub fn sorting(table: &Table) -> (Dimension, bool) {
    table.sort.clone().unwrap_or((Dimension::Score, false))
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(names: &str) -> Vec<Dimension> {
        names.chars().map(|name| Dimension::Column(name.to_string())).collect()
    }

    fn after(names: &str, pinned: u8, column: char, change: Change) -> (String, u8) {
        let table = changed(
            &Table { pinned, ..Table::default() },
            &named(names),
            &Dimension::Column(column.to_string()),
            change,
        );
        let name = |column: &Dimension| match column {
            Dimension::Column(name) => name.clone(),
            _ => unreachable!("all are columns"),
        };
        (table.columns.iter().map(name).collect(), table.pinned)
    }

    #[test]
    fn columns_come_go_and_stay() {
        for (column, change, expected) in [
            ('x', Change::Toggle, ("abcdx", 2)),
            ('a', Change::Toggle, ("bcd", 1)),
            ('d', Change::Toggle, ("abc", 2)),
            ('d', Change::Pin, ("abdc", 3)),
            ('a', Change::Pin, ("bacd", 1)),
            ('x', Change::Pin, ("abcd", 2)),
            ('b', Change::Left, ("bacd", 2)),
            ('c', Change::Left, ("abcd", 2)),
            ('b', Change::Right, ("abcd", 2)),
            ('c', Change::Right, ("abdc", 2)),
            ('d', Change::Right, ("abcd", 2)),
        ] {
            let (columns, pinned) = after("abcd", 2, column, change);
            assert_eq!((columns.as_str(), pinned), expected, "{column} {change:?}");
        }
        assert_eq!(after("a", 1, 'a', Change::Toggle), ("a".into(), 1));
    }

    #[test]
    fn a_head_sorts_falling_and_then_the_other_way() {
        let column = Dimension::Column("a".into());
        let once = sorted(&Table::default(), &column);
        assert_eq!(sorting(&once), (column.clone(), false));
        assert_eq!(sorting(&sorted(&once, &column)), (column, true));
        assert_eq!(sorting(&sorted(&Table::default(), &Dimension::Score)), (Dimension::Score, true));
    }

    proptest! {
        #[test]
        fn no_column_is_lost_or_doubled(changes in proptest::collection::vec((0..6_usize, 0..4_usize), 0..40)) {
            let all = named("abcdef");
            let mut table = Table { columns: all.clone(), ..Table::default() };
            for (column, change) in changes {
                let change = [Change::Toggle, Change::Pin, Change::Left, Change::Right][change];
                table = changed(&table, &table.columns.clone(), &all[column], change);
                let mut distinct = table.columns.clone();
                distinct.sort();
                distinct.dedup();
                prop_assert_eq!(distinct.len(), table.columns.len());
                prop_assert!(!distinct.is_empty() && usize::from(table.pinned) <= table.columns.len());
            }
        }
    }
}
