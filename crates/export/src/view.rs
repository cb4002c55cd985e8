//! How an analysis is looked at: the part of a link on which no result depends.

use analysis::views::Order;
use analysis::{Pairs, PairsError};
use features::Feature;

/// What the table is sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SortBy {
    /// A column, or `score`.
    pub column: String,
    /// Which way.
    pub order: Order,
}

impl Default for SortBy {
    fn default() -> Self {
        Self { column: "score".into(), order: Order::Falling }
    }
}

/// The page's tabs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Tab {
    /// The analysis.
    #[default]
    Detect,
    /// Its sessions, by linked charts: a program of its own.
    Explore,
    /// The file: how it was read, and what its columns were taken for.
    Data,
    /// How good the file is: what was found in it, and how its values are spread.
    Quality,
}

impl Tab {
    /// Every tab, in the order of the page.
    pub const ALL: &[Tab] = &[Tab::Detect, Tab::Explore, Tab::Data, Tab::Quality];

    /// The name in links.
    pub fn name(self) -> &'static str {
        match self {
            Tab::Detect => "detect",
            Tab::Explore => "explore",
            Tab::Data => "data",
            Tab::Quality => "quality",
        }
    }
}

/// Every control of the page that changes how a result is shown, and none that changes the result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct View {
    /// The tab that is open.
    pub tab: Tab,
    /// The feature across the scatter, by name; the plan's first when it is absent.
    pub x: Option<String>,
    /// The feature up; the plan's second when it is absent.
    pub y: Option<String>,
    /// Whether the decision field is drawn.
    pub field: bool,
    /// How the table is sorted.
    pub sort: SortBy,
    /// Whether the table has the flagged sessions only.
    pub flagged_only: bool,
    /// The table's page, from 0.
    pub page: u32,
    /// The selected session's row.
    pub selected: Option<u32>,
    /// What is chosen in Explore, as the text of its pairs: only the program that draws it knows what they mean.
    pub explore: String,
}

impl Default for View {
    fn default() -> Self {
        Self {
            tab: Tab::default(),
            x: None,
            y: None,
            field: true,
            sort: SortBy::default(),
            flagged_only: true,
            page: 0,
            selected: None,
            explore: String::new(),
        }
    }
}

const RISING: &str = "up";
const FALLING: &str = "down";
/// A column's name in a link is no longer than this.
const MOST_NAME: usize = 300;
/// Stands before the keys of what is chosen in Explore.
const EXPLORE: &str = "e.";

impl View {
    /// The view as pairs.
    pub fn to_pairs(&self) -> Pairs {
        let mut pairs = Pairs::default();
        pairs.push("tab", self.tab.name());
        if let Some(x) = &self.x {
            pairs.push("x", x);
        }
        if let Some(y) = &self.y {
            pairs.push("y", y);
        }
        pairs.push("field", flag(self.field));
        pairs.push("sort", &self.sort.column);
        pairs.push("order", if self.sort.order == Order::Rising { RISING } else { FALLING });
        pairs.push("only", flag(self.flagged_only));
        if self.page > 0 {
            pairs.push("page", &self.page.to_string());
        }
        if let Some(row) = self.selected {
            pairs.push("row", &row.to_string());
        }
        pairs.append_under(EXPLORE, &self.explore);
        pairs
    }

    /// Takes a view out of pairs, each value checked; what is absent is as on a fresh page.
    ///
    /// # Errors
    /// [`PairsError`] names the pair that means nothing.
    pub fn take_from(pairs: &mut Pairs) -> Result<Self, PairsError> {
        let fresh = Self::default();
        let feature = |text: &str| Feature::from_name(text).map(|feature| feature.name());
        let tab = optional(pairs, "tab", |text| {
            Tab::ALL.iter().copied().find(|tab| tab.name() == text).ok_or("no such tab")
        })?;
        let x = optional(pairs, "x", feature)?;
        let y = optional(pairs, "y", feature)?;
        let field = optional(pairs, "field", read_flag)?.unwrap_or(fresh.field);
        let column = optional(pairs, "sort", |text| match text.chars().count() {
            1..=MOST_NAME => Ok(text.to_owned()),
            _ => Err("no such column"),
        })?;
        let order = optional(pairs, "order", |text| match text {
            RISING => Ok(Order::Rising),
            FALLING => Ok(Order::Falling),
            _ => Err("must be up or down"),
        })?;
        let flagged_only = optional(pairs, "only", read_flag)?.unwrap_or(fresh.flagged_only);
        let page = optional(pairs, "page", str::parse::<u32>)?.unwrap_or(fresh.page);
        let selected = optional(pairs, "row", str::parse::<u32>)?;
        let explore = pairs.take_under(EXPLORE);
        let sort = SortBy { column: column.unwrap_or(fresh.sort.column), order: order.unwrap_or(fresh.sort.order) };
        Ok(Self { tab: tab.unwrap_or(fresh.tab), x, y, field, sort, flagged_only, page, selected, explore })
    }
}

fn flag(on: bool) -> &'static str {
    if on { "1" } else { "0" }
}

fn read_flag(text: &str) -> Result<bool, &'static str> {
    match text {
        "1" => Ok(true),
        "0" => Ok(false),
        _ => Err("must be 0 or 1"),
    }
}

fn optional<T, E: ToString>(
    pairs: &mut Pairs,
    key: &'static str,
    read: impl FnOnce(&str) -> Result<T, E>,
) -> Result<Option<T>, PairsError> {
    match pairs.take(key)? {
        None => Ok(None),
        Some(value) => match read(&value) {
            Ok(value) => Ok(Some(value)),
            Err(error) => {
                Err(PairsError::Value { key, value: value.chars().take(40).collect(), why: error.to_string() })
            }
        },
    }
}
