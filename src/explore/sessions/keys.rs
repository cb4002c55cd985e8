//! What keys do in the table and on a session's page.

/// What a key of the table does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The row at this place is the active one.
    To(u32),
    /// The active row is opened.
    Open,
}

/// What a key of the table does: `active` is the place of the active row, `page` how many rows are seen, `rows` how many
/// there are.
pub fn in_table(key: &str, active: Option<u32>, page: u32, rows: u32) -> Option<Step> {
    let last = rows.checked_sub(1)?;
    let from = active.map(|active| active.min(last));
    // Without an active row, the first step is to the first one.
    let moved = |far: u32, down: bool| match from {
        None => 0,
        Some(place) if down => place.saturating_add(far).min(last),
        Some(place) => place.saturating_sub(far),
    };
    Some(match key {
        "ArrowDown" => Step::To(moved(1, true)),
        "ArrowUp" => Step::To(moved(1, false)),
        "PageDown" => Step::To(moved(page.max(1), true)),
        "PageUp" => Step::To(moved(page.max(1), false)),
        "Home" => Step::To(0),
        "End" => Step::To(last),
        "Enter" | " " => from.map(|_| Step::Open)?,
        _ => return None,
    })
}

/// Where a key leads from a session's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// To the session before it in the table.
    Previous,
    /// To the session behind it.
    Next,
    /// Back to where one was.
    Back,
}

/// Where a key leads from a session's page.
pub fn on_page(key: &str) -> Option<Turn> {
    match key {
        "k" | "K" | "ArrowLeft" => Some(Turn::Previous),
        "j" | "J" | "ArrowRight" => Some(Turn::Next),
        "Escape" => Some(Turn::Back),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_lead_where_they_say() {
        for (key, active, place) in [
            ("ArrowDown", None, 0),
            ("ArrowUp", None, 0),
            ("ArrowDown", Some(5), 6),
            ("ArrowDown", Some(99), 99),
            ("ArrowUp", Some(0), 0),
            ("PageDown", Some(5), 15),
            ("PageDown", Some(95), 99),
            ("PageUp", Some(5), 0),
            ("Home", Some(50), 0),
            ("End", Some(50), 99),
            ("ArrowUp", Some(5000), 98),
        ] {
            assert_eq!(in_table(key, active, 10, 100), Some(Step::To(place)), "{key} from {active:?}");
        }
        assert_eq!(in_table("Enter", Some(3), 10, 100), Some(Step::Open));
        assert_eq!(in_table("Enter", None, 10, 100), None);
        assert_eq!(in_table("ArrowDown", None, 10, 0), None);
        assert_eq!(in_table("x", Some(3), 10, 100), None);
        assert_eq!((on_page("j"), on_page("k"), on_page("x")), (Some(Turn::Next), Some(Turn::Previous), None));
    }
}
