//! The conditions that every shown session meets, and how they are written.

use super::dimension::Dimension;
use super::filter::{Filter, Test};
use super::text::TextError;
use serde::{Deserialize, Serialize};

/// More filters than this are no question any more, and the rows' marks have a bit for each.
pub const MOST_FILTERS: usize = 16;

/// Conditions on several dimensions, not all of which may be met: the sessions that meet every one are left out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exclusion(Vec<Filter>);

impl Exclusion {
    /// Conditions in an exclusion at most.
    pub const MOST: usize = 8;

    /// Of conditions on different dimensions; none where two are on one, where one is unsound, and of none or too many.
    pub fn of(filters: Vec<Filter>) -> Option<Self> {
        let is_alone = |(at, filter): (usize, &Filter)| {
            !filters.iter().take(at).any(|other| other.dimension == filter.dimension) && filter.is_sound()
        };
        let is_sound = (1..=Self::MOST).contains(&filters.len()) && filters.iter().enumerate().all(is_alone);
        is_sound.then_some(Self(filters))
    }

    /// Its conditions.
    pub fn list(&self) -> &[Filter] {
        &self.0
    }

    /// As text: `not(c.device_model:in:TV)(c.codec:in:hevc)`. What stands in a filter's text has its brackets escaped.
    fn to_text(&self) -> String {
        let conditions: Vec<String> = self.0.iter().map(Filter::to_text).collect();
        format!("{NOT}({})", conditions.join(")("))
    }

    fn from_text(whole: &str) -> Result<Self, TextError> {
        let none = || TextError::new(whole, "is no filter");
        let inner =
            whole.strip_prefix(NOT).and_then(|text| text.strip_prefix('(')?.strip_suffix(')')).ok_or_else(none)?;
        let filters = inner.split(")(").map(Filter::from_text).collect::<Result<Vec<Filter>, TextError>>()?;
        Self::of(filters).ok_or_else(none)
    }
}

/// What an exclusion's text begins with. No dimension's name does.
const NOT: &str = "not";

/// The conditions that every shown session meets: at most one for each dimension, and combinations that are left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Filters {
    conditions: Vec<Filter>,
    exclusions: Vec<Exclusion>,
}

impl Filters {
    /// The conditions on one dimension each, in the order in which they were set.
    pub fn list(&self) -> &[Filter] {
        &self.conditions
    }

    /// What is left out, in the order in which it was.
    pub fn exclusions(&self) -> &[Exclusion] {
        &self.exclusions
    }

    /// How many there are, exclusions as well.
    pub fn len(&self) -> usize {
        self.conditions.len() + self.exclusions.len()
    }

    /// The condition on a dimension.
    pub fn of(&self, dimension: &Dimension) -> Option<&Test> {
        self.conditions.iter().find(|filter| filter.dimension == *dimension).map(|filter| &filter.test)
    }

    /// Sets the condition on a dimension, in the place of the one before. Whether it was taken: an unsound one, and one more
    /// than [`MOST_FILTERS`], are not.
    pub fn set(&mut self, dimension: Dimension, test: Test) -> bool {
        let filter = Filter { dimension, test };
        if !filter.is_sound() {
            return false;
        }
        match self.conditions.iter().position(|other| other.dimension == filter.dimension) {
            Some(place) => self.conditions[place] = filter,
            None if self.len() < MOST_FILTERS => self.conditions.push(filter),
            None => return false,
        }
        true
    }

    /// Leaves a combination out. Whether it was taken: one more than [`MOST_FILTERS`] is not.
    pub fn exclude(&mut self, exclusion: Exclusion) -> bool {
        if self.exclusions.contains(&exclusion) {
            return true;
        }
        let has_room = self.len() < MOST_FILTERS;
        if has_room {
            self.exclusions.push(exclusion);
        }
        has_room
    }

    /// Takes the condition on a dimension away.
    pub fn clear(&mut self, dimension: &Dimension) {
        self.conditions.retain(|filter| filter.dimension != *dimension);
    }

    /// No longer leaves a combination out.
    pub fn include(&mut self, exclusion: &Exclusion) {
        self.exclusions.retain(|other| other != exclusion);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same filters, those otherwise for which another test is given, in exclusions as well.
    #[must_use]
    pub fn with(&self, other: impl Fn(&Filter) -> Option<Test>) -> Self {
        let filter = |filter: &Filter| Filter {
            dimension: filter.dimension.clone(),
            test: other(filter).unwrap_or_else(|| filter.test.clone()),
        };
        let mut exclusions: Vec<Exclusion> = Vec::with_capacity(self.exclusions.len());
        for exclusion in &self.exclusions {
            let exclusion = Exclusion(exclusion.0.iter().map(filter).collect());
            // With other tests two may be one: no text has one twice.
            if !exclusions.contains(&exclusion) {
                exclusions.push(exclusion);
            }
        }
        Self { conditions: self.conditions.iter().map(filter).collect(), exclusions }
    }

    /// As texts, in their order, exclusions behind.
    pub fn to_texts(&self) -> Vec<String> {
        self.conditions.iter().map(Filter::to_text).chain(self.exclusions.iter().map(Exclusion::to_text)).collect()
    }

    /// Reads filters.
    ///
    /// # Errors
    /// [`TextError`] for a text that is none, two on one dimension, an exclusion that is there twice, or too many.
    pub fn from_texts(texts: &[String]) -> Result<Self, TextError> {
        let mut filters = Self::default();
        for whole in texts {
            let is_taken = if whole.starts_with(NOT) {
                let exclusion = Exclusion::from_text(whole)?;
                !filters.exclusions.contains(&exclusion) && filters.exclude(exclusion)
            } else {
                let Filter { dimension, test } = Filter::from_text(whole)?;
                filters.of(&dimension).is_none() && filters.set(dimension, test)
            };
            if !is_taken {
                return Err(TextError::new(whole, "is one filter too many"));
            }
        }
        Ok(filters)
    }
}
