//! Ends of bins of numbers: multiples of 1, 2, 2.5 and 5, and rounded powers for logarithmic axes.

/// The number that a whole number of a power of ten is, rounded once.
fn decimal(mantissa: i64, exponent: i32) -> f64 {
    // Reading a written number rounds correctly, whatever the power.
    format!("{mantissa}e{exponent}").parse().unwrap_or(f64::NAN)
}

/// Steps from the finest on: mantissa and exponent. 2.5 is 25 of the next power down.
fn steps(exponent: i32) -> impl Iterator<Item = (i64, i32)> {
    (exponent..).flat_map(|power| [(1, power), (2, power), (25, power - 1), (5, power)])
}

/// The decimal exponent of a number above zero.
fn exponent(value: f64) -> i32 {
    let guess = libm::floor(libm::log10(value)) as i32;
    if decimal(1, guess + 1) <= value { guess + 1 } else { guess }
}

/// Ends of even bins over a range, at most so many: multiples of a step that has one or two digits. A closed range has its
/// greatest value in the last bin, an open one ends before it.
pub(super) fn even_edges((low, high, closed): (f64, f64, bool), whole: bool, most: usize) -> Vec<f64> {
    let span = (high - low).max(0.0);
    let size = low.abs().max(high.abs());
    // One bin for one value, of a readable width; and no step that the numbers themselves cannot take.
    let finest = match (span > 0.0, size > 0.0) {
        (true, _) => span / most as f64,
        (false, true) => size * 0.01,
        (false, false) => 1.0,
    };
    let finest = finest.max(size * 1e-14).max(1e-300);
    let mut chosen = Vec::new();
    for (mantissa, power) in steps(exponent(finest)).take(80) {
        let step = decimal(mantissa, power);
        if step < finest || whole && power < 0 {
            continue;
        }
        let end = |place: i64| decimal(place.saturating_mul(mantissa), power);
        let is_above = |place: i64| if closed { end(place) > high } else { end(place) >= high };
        // The quotients may be off by their last bits; the ends decide.
        let mut first = libm::floor(low / step) as i64;
        first -= i64::from(end(first) > low);
        first += i64::from(end(first + 1) <= low);
        let mut last = libm::ceil(high / step) as i64;
        last -= i64::from(is_above(last - 1));
        last += i64::from(!is_above(last));
        last = last.max(first + 1);
        if (last - first) as u64 > most as u64 {
            continue;
        }
        chosen = (first..=last).map(end).collect();
        if chosen.is_sorted_by(|a: &f64, b| a < b) {
            return chosen;
        }
    }
    chosen
}

/// Ends of bins in one decade: so many, rounded to so many digits. They are the preferred numbers of ISO 3 up to 40.
const SERIES: [(usize, i32); 9] = [(320, 4), (160, 4), (80, 3), (40, 3), (20, 3), (10, 3), (5, 2), (2, 2), (1, 1)];

/// The end at a place of a series; place 0 is 1.
fn preferred(place: i64, (count, digits): (usize, i32)) -> f64 {
    let (decade, within) = (place.div_euclid(count as i64), place.rem_euclid(count as i64));
    let mantissa = libm::pow(10.0, within as f64 / count as f64 + f64::from(digits - 1));
    decimal(libm::round(mantissa) as i64, decade as i32 - (digits - 1))
}

/// Ends of bins that are even by the logarithm. What is not above zero, and what is smaller than the rest, stands in a first
/// bin of its own.
pub(super) fn log_edges((low, high, closed): (f64, f64, bool), least_above: f64, least: f64, most: usize) -> Vec<f64> {
    let bottom = if low > 0.0 { low } else { least_above };
    let own = low <= 0.0;
    // Less than a doubling is as good as even; and beyond these the powers have no digits left.
    if !(1e-290..=1e290).contains(&bottom) || !own && high < bottom * 2.0 {
        return even_edges((low, high, closed), false, most);
    }
    let room = (if own { most - 1 } else { most }).max(1);
    let mut edges = Vec::new();
    for series in SERIES {
        let guess = |value: f64| libm::floor(libm::log10(value) * series.0 as f64) as i64;
        let (mut first, mut last) = (guess(bottom), guess(high));
        while preferred(first, series) > bottom {
            first -= 1;
        }
        while preferred(first + 1, series) <= bottom {
            first += 1;
        }
        while preferred(last, series) < high || closed && preferred(last, series) <= high {
            last += 1;
        }
        last = last.max(first + 1);
        edges = (first..=last).map(|place| preferred(place, series)).collect();
        if (last - first) as usize <= room {
            break;
        }
    }
    // Ranges of hundreds of powers: every so many of them.
    let every = (edges.len() - 1).div_ceil(room);
    if every > 1 {
        let top = edges.last().copied();
        let mut thinned: Vec<f64> = edges.into_iter().step_by(every).collect();
        if let Some(top) = top.filter(|&top| thinned.last().is_some_and(|&last| last < top)) {
            thinned.push(top);
        }
        edges = thinned;
    }
    if own {
        let under = (least < 0.0).then(|| even_edges((low.min(least.max(-1e300)), 0.0, true), false, 2));
        let under = under.and_then(|edges| edges.first().copied()).unwrap_or(0.0);
        edges.insert(0, under.min(0.0));
    }
    edges
}
