//! Where an axis has its ticks and what they say: steps that people count in, for numbers, for logarithms of a quantity
//! (labelled with the quantity itself) and for time.

use features::{Feature, Scale};
use telemetry::Unit;
use telemetry::format::{self, Civil};

/// One tick of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Where it stands, in the axis's own values.
    pub at: f64,
    /// What is written there.
    pub label: String,
}

/// The ticks of a feature's axis from `low` to `high` (matrix values), at most `most` of them; none for a range that is
/// empty or not finite.
pub fn feature_ticks(feature: &Feature, low: f64, high: f64, most: usize) -> Vec<Tick> {
    if !is_range(low, high) || most == 0 {
        return Vec::new();
    }
    let (low_quantity, high_quantity) = (feature.quantity(low), feature.quantity(high));
    let logarithmic = match feature.scale() {
        Scale::Log10 => decades(low_quantity, high_quantity, most),
        Scale::Log2 => octaves(low, high, most),
        Scale::Linear | Scale::Relative => Vec::new(),
    };
    // A short stretch of a logarithmic axis has hardly one round quantity: it is then ticked like a linear one.
    let quantities = if logarithmic.len() >= 2 { logarithmic } else { linear(low_quantity, high_quantity, most) };
    let unit = feature.measure.unit();
    let greatest = low_quantity.abs().max(high_quantity.abs());
    let label = |quantity: f64| match feature.scale() {
        Scale::Relative => format::with_unit(&format::signed(quantity, 6), feature.unit_symbol()),
        Scale::Log2 => format::with_unit(&format::significant(quantity, 6), feature.unit_symbol()),
        Scale::Linear | Scale::Log10 => {
            let (factor, symbol) = format::display_unit(unit, greatest);
            let text = format::compact(quantity * factor);
            if quantity == 0.0 && unit != Unit::Ratio { text } else { format::with_unit(&text, symbol) }
        }
    };
    let back = |quantity: f64| match feature.scale() {
        Scale::Log10 => libm::log10(quantity),
        Scale::Log2 => libm::log2(quantity),
        Scale::Linear | Scale::Relative => quantity,
    };
    quantities
        .into_iter()
        .map(|quantity| Tick { at: back(quantity), label: label(quantity) })
        .filter(|tick| tick.at.is_finite() && (low..=high).contains(&tick.at))
        .collect()
}

/// The ticks of an axis of plain numbers, written by `label`.
pub fn number_ticks(low: f64, high: f64, most: usize, label: &dyn Fn(f64) -> String) -> Vec<Tick> {
    linear(low, high, most).into_iter().map(|at| Tick { at, label: label(at) }).collect()
}

/// The ticks of a logarithmic axis of plain numbers, written by `label`; where it is too short for round powers, those of a
/// linear one.
pub fn log_ticks(low: f64, high: f64, most: usize, label: &dyn Fn(f64) -> String) -> Vec<Tick> {
    let powers = if most == 0 { Vec::new() } else { decades(low, high, most) };
    let round = if powers.len() >= 2 { powers } else { linear(low, high, most) };
    round.into_iter().map(|at| Tick { at, label: label(at) }).collect()
}

/// The ticks of an axis of counts that is drawn as `log10(1 + count)`: 0, 1, 10, 100 and so on up to `greatest`.
pub fn count_ticks(greatest: u32) -> Vec<Tick> {
    let powers = std::iter::successors(Some(1_u64), |power| Some(power * 10));
    std::iter::once(0)
        .chain(powers.take_while(|&power| power <= u64::from(greatest)))
        .map(|count| Tick { at: count_height(count as f64), label: format::compact(count as f64) })
        .collect()
}

/// How high a count stands on an axis of counts.
pub fn count_height(count: f64) -> f64 {
    libm::log10(1.0 + count.max(0.0))
}

/// The ticks of a time axis, UTC milliseconds, at most `most` of them. Midnight carries the day, 1 January the year.
pub fn time_ticks(low: f64, high: f64, most: usize) -> Vec<Tick> {
    const SECOND: f64 = 1000.0;
    const MINUTE: f64 = 60.0 * SECOND;
    const HOUR: f64 = 60.0 * MINUTE;
    const DAY: f64 = 24.0 * HOUR;
    const STEPS: &[f64] = &[
        SECOND,
        5.0 * SECOND,
        15.0 * SECOND,
        30.0 * SECOND,
        MINUTE,
        5.0 * MINUTE,
        15.0 * MINUTE,
        30.0 * MINUTE,
        HOUR,
        3.0 * HOUR,
        6.0 * HOUR,
        12.0 * HOUR,
        DAY,
        2.0 * DAY,
        7.0 * DAY,
        14.0 * DAY,
    ];
    if !is_range(low, high) || most == 0 {
        return Vec::new();
    }
    let moments = match STEPS.iter().find(|&&step| (high - low) / step <= most as f64) {
        Some(step) => multiples(low, high, *step),
        None => months(low, high, most),
    };
    // `multiples` may hold one more than asked for, when both ends are ticks.
    moments
        .into_iter()
        .take(most + 1)
        .filter_map(|at| Some(Tick { at, label: time_label(Civil::from_ms(at)?) }))
        .collect()
}

fn time_label(at: Civil) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS[(at.month as usize + 11) % 12];
    match (at.month, at.day, at.hour, at.minute, at.second) {
        (1, 1, 0, 0, 0) => format!("{:04}", at.year),
        (_, 1, 0, 0, 0) => month.to_owned(),
        (_, day, 0, 0, 0) => format!("{day}{}{month}", format::THIN_SPACE),
        (_, _, hour, minute, 0) => format!("{hour:02}:{minute:02}"),
        (_, _, hour, minute, second) => format!("{hour:02}:{minute:02}:{second:02}"),
    }
}

fn months(low: f64, high: f64, most: usize) -> Vec<f64> {
    let (Some(first), Some(last)) = (Civil::from_ms(low), Civil::from_ms(high)) else { return Vec::new() };
    let index = |at: Civil| at.year * 12 + i64::from(at.month) - 1;
    let (first, last) = (index(first), index(last));
    let steps = [1, 3, 6].into_iter().chain((0..6).flat_map(|power| {
        let years = 12 * 10_i64.pow(power);
        [years, 2 * years, 5 * years]
    }));
    let step = steps.into_iter().find(|step| (last - first) / step < most as i64).unwrap_or(12 * 1_000_000);
    (first.div_euclid(step)..=last.div_euclid(step))
        .map(|place| place * step)
        .map(|month| Civil::month_start_ms(month.div_euclid(12), month.rem_euclid(12) as u32 + 1))
        .filter(|at| (low..=high).contains(at))
        .collect()
}

fn is_range(low: f64, high: f64) -> bool {
    low.is_finite() && high.is_finite() && high > low && (high - low).is_finite()
}

/// Multiples of 1, 2 or 5 times a power of ten.
fn linear(low: f64, high: f64, most: usize) -> Vec<f64> {
    if !is_range(low, high) || most == 0 {
        return Vec::new();
    }
    let power = libm::pow(10.0, libm::log10((high - low) / most as f64).floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].map(|factor| factor * power).into_iter().find(|step| (high - low) / step <= most as f64);
    step.map_or_else(Vec::new, |step| multiples(low, high, step))
}

fn multiples(low: f64, high: f64, step: f64) -> Vec<f64> {
    let (first, last) = ((low / step).ceil(), (high / step).floor());
    let few = last - first < 1000.0 && step > 0.0;
    if !few {
        return Vec::new();
    }
    (0..=(last - first).max(-1.0) as i64).map(|place| (first + place as f64) * step).filter(|at| *at <= high).collect()
}

/// 1, 2 and 5 times powers of ten; where these are too many, only 1, or every so many powers.
fn decades(low: f64, high: f64, most: usize) -> Vec<f64> {
    if !(is_range(low, high) && low > 0.0) {
        return Vec::new();
    }
    let (first, last) = (libm::log10(low).floor() as i32, libm::log10(high).ceil() as i32);
    let plans: [(&[f64], usize); 5] = [(&[1.0, 2.0, 5.0], 1), (&[1.0, 3.0], 1), (&[1.0], 1), (&[1.0], 2), (&[1.0], 4)];
    plans
        .into_iter()
        .map(|(factors, every)| {
            (first..=last)
                .filter(|power| power.rem_euclid(every as i32) == 0)
                .flat_map(|power| factors.iter().map(move |factor| decimal(*factor, power)))
                .filter(|quantity| (low..=high).contains(quantity))
                .collect::<Vec<f64>>()
        })
        .find(|quantities| quantities.len() <= most)
        .unwrap_or_default()
}

/// `factor` times ten to the `power`, as the nearest number to what is written: 0.2, not 0.2 and a bit.
fn decimal(factor: f64, power: i32) -> f64 {
    let size = libm::pow(10.0, f64::from(power.abs()));
    if power < 0 { factor / size } else { factor * size }
}

/// Powers of two between two binary exponents; where these are too many, every so many.
fn octaves(low: f64, high: f64, most: usize) -> Vec<f64> {
    // Beyond these no number has such an exponent.
    let (low, high) = (low.clamp(-1100.0, 1100.0), high.clamp(-1100.0, 1100.0));
    (1..)
        .map(|every| {
            let (first, last) = ((low / f64::from(every)).ceil() as i64, (high / f64::from(every)).floor() as i64);
            (first, last, every)
        })
        .take(2200)
        .find(|(first, last, _)| last - first < most as i64)
        .map_or_else(Vec::new, |(first, last, every)| {
            (first..=last).map(|place| libm::exp2((place * i64::from(every)) as f64)).collect()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use features::Measure;

    fn labels(ticks: &[Tick]) -> Vec<String> {
        ticks.iter().map(|tick| tick.label.replace(format::THIN_SPACE, " ").replace('\u{2212}', "-")).collect()
    }

    #[test]
    fn a_logarithmic_axis_shows_the_quantity() {
        let startup = Feature::plain(Measure::StartupLog);
        let ticks = feature_ticks(&startup, 2.6, 4.1, 6);
        assert_eq!(labels(&ticks), ["0.5 s", "1 s", "2 s", "5 s", "10 s"]);
        assert_eq!(ticks[1].at, 3.0);
        assert_eq!(labels(&feature_ticks(&startup, 2.6, 4.1, 4)), ["1 s", "3 s", "10 s"]);
        assert_eq!(labels(&feature_ticks(&startup, 2.0, 2.2, 4)), ["100 ms", "120 ms", "140 ms"]);
        let headroom = Feature::plain(Measure::Headroom);
        assert_eq!(labels(&feature_ticks(&headroom, -1.2, 3.1, 6)), ["0.5×", "1×", "2×", "4×", "8×"]);
        assert_eq!(labels(&feature_ticks(&headroom, 0.0, 6.0, 4)), ["1×", "4×", "16×", "64×"]);
    }

    #[test]
    fn linear_axes_carry_their_unit() {
        let ratio = Feature::plain(Measure::BufferingRatio);
        assert_eq!(labels(&feature_ticks(&ratio, 0.0, 0.31, 4)), ["0%", "10%", "20%", "30%"]);
        let bitrate = Feature::plain(Measure::Bitrate);
        assert_eq!(labels(&feature_ticks(&bitrate, 0.0, 8100.0, 5)), ["0", "2 Mbps", "4 Mbps", "6 Mbps", "8 Mbps"]);
        let relative = Feature::relative(Measure::Bitrate);
        assert_eq!(labels(&feature_ticks(&relative, -2.5, 2.1, 5)), ["-2 σ", "-1 σ", "0 σ", "+1 σ", "+2 σ"]);
    }

    #[test]
    fn times_are_ticked_as_calendars_are() {
        let start = 1_767_571_200_000.0; // 2026-01-05 00:00
        assert_eq!(labels(&time_ticks(start, start + 86_400_000.0, 4)), ["5 Jan", "06:00", "12:00", "18:00", "6 Jan"]);
        let year = 365.0 * 86_400_000.0;
        assert_eq!(labels(&time_ticks(start, start + year, 5)), ["Apr", "Jul", "Oct", "2027"]);
        let decades = time_ticks(start, start + 40.0 * year, 5);
        assert_eq!(labels(&decades), ["2030", "2040", "2050", "2060"]);
    }

    #[test]
    fn counts_are_ticked_in_powers_of_ten() {
        assert_eq!(labels(&count_ticks(2500)), ["0", "1", "10", "100", "1000"]);
        assert_eq!(count_ticks(u32::MAX)[6].label, "100k");
        assert_eq!(count_ticks(0).len(), 1);
        assert_eq!(count_ticks(u32::MAX).len(), 11);
    }

    #[test]
    fn no_range_is_too_odd() {
        let odd =
            [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, f64::MIN, 5e-324, 0.0, -0.0, 1e9, -300.0, 300.0];
        let measures = Measure::KNOWN
            .iter()
            .flat_map(|measure| [Feature::plain(measure.clone()), Feature::relative(measure.clone())]);
        for feature in measures {
            for low in odd {
                for high in odd {
                    for most in [0, 1, 5] {
                        let ticks = feature_ticks(&feature, low, high, most);
                        assert!(ticks.iter().all(|tick| tick.at >= low && tick.at <= high), "{feature:?} {low} {high}");
                        assert!(ticks.len() <= most + 1, "{feature:?} {low} {high} {most}: {}", ticks.len());
                        assert!(time_ticks(low, high, most).len() <= most + 1);
                        assert!(number_ticks(low, high, most, &format::score).len() <= most + 1);
                    }
                }
            }
        }
    }
}
