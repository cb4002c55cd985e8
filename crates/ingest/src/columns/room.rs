//! Room for columns that grow: what the file is expected to need at once, and little at a time beyond, so that the peak
//! stays near what the columns hold in the end.

/// The least room that is made, in values.
const LEAST: usize = 4096;

/// There is no memory left.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NoRoom;

/// Makes room for `more` values where there is none. `expected` is how many there are going to be in all, about.
pub(crate) fn room<T>(values: &mut Vec<T>, more: usize, expected: usize) -> Result<(), NoRoom> {
    let length = values.len();
    if values.capacity() - length >= more {
        return Ok(());
    }
    // What is expected with a sixty-fourth above; where it turns out to be more, an eighth at a time.
    let ahead = (expected + expected / 64).saturating_sub(length).max(length / 8).max(LEAST);
    values.try_reserve_exact(ahead.max(more)).or_else(|_| values.try_reserve_exact(more)).map_err(|_| NoRoom)
}

/// Gives back room that is more than a sixty-fourth of what the values take.
pub(crate) fn fitted<T>(mut values: Vec<T>) -> Vec<T> {
    if values.capacity() - values.len() > values.len() / 64 {
        values.shrink_to_fit();
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn room_is_made_for_what_is_expected_and_little_beyond() {
        let mut values: Vec<u16> = Vec::new();
        room(&mut values, 10, 100_000).unwrap();
        let first = values.capacity();
        assert!((100_000..110_000).contains(&first), "{first}");
        values.resize(first, 0);
        room(&mut values, 1, 100_000).unwrap();
        let second = values.capacity();
        assert!((first + 1..first + first / 7).contains(&second), "{second}");
        assert!(room(&mut values, usize::MAX, 0).is_err());
        values.truncate(5_000);
        assert!(fitted(values).capacity() < 5_100);
    }
}
