//! What a worker does until the views of Explore are there.

use serde_json::Value;
use std::collections::BTreeMap;

/// A kind of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// What the tab of the result wants.
    Result,
    /// What the sessions have.
    Describing,
    /// The order of the table of sessions.
    Listing,
    /// The views, and the bins of the sessions.
    Counting,
}

impl Work {
    /// All kinds, in the order of the table.
    pub const ALL: [Self; 4] = [Self::Result, Self::Describing, Self::Listing, Self::Counting];

    /// The kind of work of a service.
    fn of(service: &str) -> Self {
        match service {
            "crossfilter.describe" => Self::Describing,
            "crossfilter.rows" => Self::Listing,
            of_explore if of_explore.starts_with("crossfilter.") => Self::Counting,
            _ => Self::Result,
        }
    }
}

/// What a worker did: the milliseconds that it took over each service.
#[derive(Debug, Clone, PartialEq)]
pub struct Done(BTreeMap<String, f64>);

impl Done {
    /// What the driver says of it.
    pub fn of(answer: &Value) -> Option<Self> {
        let taken = answer.as_object()?.iter().map(|(service, time)| Some((service.clone(), time.as_f64()?)));
        taken.collect::<Option<_>>().map(Self)
    }

    /// The milliseconds of a kind of work; none where there was no such work.
    pub fn taken(&self, work: Work) -> Option<f64> {
        let taken = self.0.iter().filter(|(service, _)| Work::of(service) == work);
        taken.map(|(_, time)| *time).reduce(|sum, time| sum + time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn services_are_work_of_a_kind() {
        let done = Done::of(&json!({
            "advice": 350, "scatter": 500, "crossfilter.describe": 700, "crossfilter.show": 1200, "crossfilter.prepare": 20
        }));
        let done = done.unwrap();
        assert_eq!(Work::ALL.map(|work| done.taken(work)), [Some(850.0), Some(700.0), None, Some(1220.0)]);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        assert_eq!(Done::of(&json!({ "advice": "long" })), None);
        assert_eq!(Done::of(&json!([1])), None);
    }
}
