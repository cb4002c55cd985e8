//! Adtributor (Bhagwan et al., *Adtributor: Revenue Debugging in Advertising Systems*, NSDI 2014), for a rate: bad sessions by all
//! sessions, which is a derived measure of two.
//!
//! An element is a label of one dimension. Its **explanatory power** is the part of the change of the rate that comes of it, its
//! **surprise** how far its part of the whole is from what was forecast. In each dimension the most surprising elements of enough power
//! are taken until together they have enough, and the dimensions of most surprise are the answer. Causes of more than one dimension
//! are no answers of it.

/// The least explanatory power of an element.
pub const ELEMENT_POWER: f64 = 0.1;
/// The explanatory power at which a dimension has enough elements.
pub const POWER: f64 = 0.1;
/// Dimensions that are told at most.
pub const DIMENSIONS: usize = 3;

/// What the rate is made of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measures {
    /// Bad sessions.
    pub bad: f64,
    /// All sessions.
    pub sessions: f64,
}

/// An element: what is, and what was forecast.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Element {
    /// What is.
    pub real: Measures,
    /// What was forecast.
    pub forecast: Measures,
}

/// Elements of a dimension that explain.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The place of the dimension.
    pub dimension: usize,
    /// The places of its elements, the most surprising first.
    pub elements: Vec<usize>,
    /// Their surprise.
    pub surprise: f64,
}

/// What explains the change of the rate, the dimension of most surprise first.
pub fn adtributor(dimensions: &[Vec<Element>]) -> Vec<Candidate> {
    let mut found: Vec<Candidate> =
        dimensions.iter().enumerate().filter_map(|(dimension, elements)| candidate(dimension, elements)).collect();
    found.sort_by(|a, b| b.surprise.total_cmp(&a.surprise).then(a.dimension.cmp(&b.dimension)));
    found.truncate(DIMENSIONS);
    found
}

fn candidate(dimension: usize, elements: &[Element]) -> Option<Candidate> {
    let powers = powers(elements);
    let surprises = surprises(elements);
    let mut order: Vec<usize> = (0..elements.len()).collect();
    order.sort_by(|&a, &b| surprises[b].total_cmp(&surprises[a]).then(a.cmp(&b)));
    let mut candidate = Candidate { dimension, elements: Vec::new(), surprise: 0.0 };
    let mut power = 0.0;
    for element in order.into_iter().filter(|&element| powers[element] > ELEMENT_POWER) {
        candidate.elements.push(element);
        candidate.surprise += surprises[element];
        power += powers[element];
        if power > POWER {
            return Some(candidate);
        }
    }
    None
}

fn sum(elements: &[Element], of: impl Fn(&Element) -> f64) -> f64 {
    elements.iter().map(of).sum()
}

/// The explanatory power of each element of a dimension: the change of the rate if the element alone had come out otherwise than
/// forecast, to first order, as a part of the sum of them all. None has any where they sum up to no rise.
fn powers(elements: &[Element]) -> Vec<f64> {
    let bad = sum(elements, |it| it.forecast.bad);
    let sessions = sum(elements, |it| it.forecast.sessions);
    let change = |it: &Element| {
        let more = Measures { bad: it.real.bad - it.forecast.bad, sessions: it.real.sessions - it.forecast.sessions };
        (more.bad * sessions - more.sessions * bad) / (sessions * (sessions + more.sessions))
    };
    let changes: Vec<f64> = elements.iter().map(change).collect();
    let all: f64 = changes.iter().sum();
    if all.is_finite() && all > 0.0 {
        changes.iter().map(|change| change / all).collect()
    } else {
        vec![0.0; elements.len()]
    }
}

/// The surprise of each element of a dimension: of a derived measure, that of both measures together.
fn surprises(elements: &[Element]) -> Vec<f64> {
    let of = |measure: fn(&Measures) -> f64| {
        let real = sum(elements, |it| measure(&it.real));
        let forecast = sum(elements, |it| measure(&it.forecast));
        elements.iter().map(move |it| surprise(measure(&it.forecast) / forecast, measure(&it.real) / real))
    };
    of(|it| it.bad).zip(of(|it| it.sessions)).map(|(bad, sessions)| bad + sessions).collect()
}

/// An element's part of the divergence of Jensen and Shannon between what was forecast and what is.
fn surprise(forecast: f64, real: f64) -> f64 {
    let term = |part: f64| if part > 0.0 { part * libm::log(2.0 * part / (forecast + real)) } else { 0.0 };
    0.5 * (term(forecast) + term(real))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(real: (f64, f64), forecast: (f64, f64)) -> Element {
        let measures = |(bad, sessions)| Measures { bad, sessions };
        Element { real: measures(real), forecast: measures(forecast) }
    }

    /// By hand: sessions as forecast, 100 each; 2 bad ones each forecast, and 22 and 2 came. F = 4 and 200.
    fn by_hand() -> Vec<Element> {
        vec![element((22.0, 100.0), (2.0, 100.0)), element((2.0, 100.0), (2.0, 100.0))]
    }

    #[test]
    fn power_and_surprise_are_those_by_hand() {
        // All of the change is of the first: (20 × 200 − 0) / (200 × 200) = 0.1, of 0.1 in all.
        assert_eq!(powers(&by_hand()), [1.0, 0.0]);
        // Forecast half and half; 11 / 12 and 1 / 12 are. ½ (½ ln(1 / (17/12)) + 11/12 ln((11/6) / (17/12))).
        let first = 0.5 * (0.5 * libm::log(12.0 / 17.0) + 11.0 / 12.0 * libm::log(22.0 / 17.0));
        let second = 0.5 * (0.5 * libm::log(12.0 / 7.0) + 1.0 / 12.0 * libm::log(2.0 / 7.0));
        let found = surprises(&by_hand());
        assert!((found[0] - first).abs() < 1e-12 && (found[1] - second).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn sessions_that_are_more_count_against_the_rate() {
        // F = 20 of 200. The first has 10 bad ones and 100 sessions more: (10 × 200 − 100 × 20) = 0. The second 10 bad ones more.
        let elements = [element((20.0, 200.0), (10.0, 100.0)), element((20.0, 100.0), (10.0, 100.0))];
        assert_eq!(powers(&elements), [0.0, 1.0]);
    }

    #[test]
    fn the_dimension_of_most_surprise_is_first_and_three_are_told() {
        // The same sessions along other dimensions: spread, and less clear.
        let spread = vec![element((12.0, 100.0), (2.0, 100.0)); 2];
        let less = vec![element((21.0, 100.0), (2.0, 100.0)), element((3.0, 100.0), (2.0, 100.0))];
        let found = adtributor(&[spread.clone(), less, by_hand(), spread]);
        let told: Vec<(usize, &[usize])> = found.iter().map(|it| (it.dimension, it.elements.as_slice())).collect();
        assert_eq!(told, [(2, [0].as_slice()), (1, &[0]), (0, &[0])]);
    }

    #[test]
    fn without_a_rise_there_is_no_answer() {
        assert_eq!(adtributor(&[vec![element((1.0, 100.0), (2.0, 100.0)); 2]]), []);
        assert_eq!(adtributor(&[vec![element((2.0, 100.0), (2.0, 100.0)); 2], Vec::new()]), []);
    }
}
