//! How an analysis is looked at: the part of a link on which no result depends.

use analysis::views::Order;
use analysis::{Pairs, PairsError};
use features::Feature;
use tabs::Tab;

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

/// What is chosen on late tabs, each in its own words, which nobody else reads: pairs, as they stand in the link, behind the
/// tab's prefix.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen(String);

impl Chosen {
    /// What is chosen on a tab, without its prefix; empty for nothing.
    pub fn on(&self, tab: Tab) -> String {
        let Some(prefix) = tab.prefix() else { return String::new() };
        self.0.split('&').filter_map(|pair| pair.strip_prefix(prefix)).collect::<Vec<_>>().join("&")
    }

    /// Something else is chosen on a tab.
    pub fn set(&mut self, tab: Tab, chosen: &str) {
        let Some(prefix) = tab.prefix() else { return };
        let others = self.0.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with(prefix)).map(str::to_owned);
        let own = chosen.split('&').filter(|pair| !pair.is_empty()).map(|pair| format!("{prefix}{pair}"));
        self.0 = others.chain(own).collect::<Vec<_>>().join("&");
    }

    /// This on a tab, and nothing on others.
    pub fn of(tab: Tab, chosen: &str) -> Self {
        let mut own = Self::default();
        own.set(tab, chosen);
        own
    }

    /// The same, with this in place of whatever is chosen.
    pub(super) fn replaced(&self, chosen: &str) -> Self {
        let mut other = self.clone();
        Tab::late().filter(|tab| !self.on(*tab).is_empty()).for_each(|tab| other.set(tab, chosen));
        other
    }

    /// Whether everything that is chosen is this.
    pub fn is_all(&self, chosen: &str) -> bool {
        *self == self.replaced(chosen)
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
    pub chosen: Chosen,
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
            chosen: Chosen::default(),
        }
    }
}

const RISING: &str = "up";
const FALLING: &str = "down";
/// A column's name in a link is no longer than this.
const MOST_NAME: usize = 300;

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
        pairs.append_under("", &self.chosen.0);
        pairs
    }

    /// Takes a view out of pairs, each value checked; what is absent is as on a fresh page.
    ///
    /// # Errors
    /// [`PairsError`] names the pair that means nothing.
    pub fn take_from(pairs: &mut Pairs) -> Result<Self, PairsError> {
        let fresh = Self::default();
        let feature = |text: &str| Feature::from_name(text).map(|feature| feature.name());
        let tab = optional(pairs, "tab", |text| Tab::from_name(text).ok_or("no such tab"))?;
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
        let mut chosen = Chosen::default();
        for (tab, prefix) in Tab::late().filter_map(|tab| Some((tab, tab.prefix()?))) {
            chosen.set(tab, &pairs.take_under(prefix));
        }
        let sort = SortBy { column: column.unwrap_or(fresh.sort.column), order: order.unwrap_or(fresh.sort.order) };
        Ok(Self { tab: tab.unwrap_or(fresh.tab), x, y, field, sort, flagged_only, page, selected, chosen })
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
