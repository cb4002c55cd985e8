//! In which line each row of a file begins. In most files that is the row's number and a constant, up to a blank line or
//! a line feed within quotes: what is kept are the rows where the constant changes.

/// So many changes are kept: 1 MB. Behind them no line is known any more.
const MOST: usize = 65_536;

/// The lines of rows.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LineNumbers {
    /// Rows where it begins to be something else, with their lines.
    changes: Vec<(u64, u64)>,
    /// The first row whose line is not known, where there have been too many changes.
    end: Option<u64>,
}

impl LineNumbers {
    /// Notes in which line a row begins. Rows come in their order.
    #[inline(always)]
    pub(crate) fn note(&mut self, row: u64, line: u64) {
        let as_before = self.changes.last().is_some_and(|&(first, at)| row - first == line.wrapping_sub(at));
        if !as_before {
            self.change(row, line);
        }
    }

    #[cold]
    fn change(&mut self, row: u64, line: u64) {
        if self.changes.len() < MOST {
            self.changes.push((row, line));
        } else {
            self.end.get_or_insert(row);
        }
    }

    /// The line in which a row begins that was noted, where it is known.
    pub(crate) fn of(&self, row: u64) -> Option<u64> {
        if self.end.is_some_and(|end| row >= end) {
            return None;
        }
        let at = self.changes.partition_point(|&(first, _)| first <= row).checked_sub(1)?;
        self.changes.get(at).map(|&(first, line)| line + (row - first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lines_are_those_that_were_noted(steps in proptest::collection::vec((1_u64..4, 0_u64..4), 1..200)) {
            let mut lines = LineNumbers::default();
            let mut noted = Vec::new();
            let (mut row, mut line) = (0, 1);
            for (rows, more) in steps {
                row += rows;
                line += rows + more / 3;
                lines.note(row, line);
                noted.push((row, line));
            }
            for (row, line) in noted {
                prop_assert_eq!(lines.of(row), Some(line));
            }
        }
    }

    #[test]
    fn too_many_changes_are_told_by_no_line() {
        let mut lines = LineNumbers::default();
        let rows = MOST as u64 + 10;
        (1..=rows).for_each(|row| lines.note(row, 2 * row));
        assert_eq!(lines.of(MOST as u64), Some(2 * MOST as u64));
        assert_eq!((lines.of(MOST as u64 + 1), lines.of(rows)), (None, None));
        assert_eq!(LineNumbers::default().of(1), None);
    }
}
