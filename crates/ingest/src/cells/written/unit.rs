//! Units that stand beside a number in its cell.

use super::blanks::is_blank;
use crate::cells::units::SourceUnit;
use telemetry::{Field, Unit};

/// What a unit measures, with the unit in which its numbers are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dimension {
    /// A duration, in milliseconds.
    Time,
    /// A data rate, in kilobits per second.
    Rate,
    /// An amount of data, in bytes; a kilobyte is 1,000 of them, a kibibyte 1,024.
    Size,
    /// A share, in percent.
    Share,
    /// A count, also in thousands or millions.
    Count,
    /// Money, in one of [`CURRENCIES`].
    Money(u8),
    /// Any other unit, one of [`OTHERS`].
    Other(u8),
}

impl Dimension {
    /// The unit in which its numbers are kept, as columns have one.
    pub(crate) fn unit(self) -> Option<SourceUnit> {
        match self {
            Dimension::Time => Some(SourceUnit::Milliseconds),
            Dimension::Rate => Some(SourceUnit::KilobitsPerSecond),
            Dimension::Share => Some(SourceUnit::Percent),
            Dimension::Count => Some(SourceUnit::Count),
            Dimension::Size | Dimension::Money(_) | Dimension::Other(_) => None,
        }
    }

    /// The unit in which its numbers are kept, in words.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Dimension::Size => "bytes",
            Dimension::Money(at) => CURRENCIES.get(usize::from(at)).map_or("money", |(code, _)| code),
            Dimension::Other(at) => OTHERS.get(usize::from(at)).copied().unwrap_or("a unit"),
            Dimension::Time | Dimension::Rate | Dimension::Share | Dimension::Count => {
                self.unit().map_or("", SourceUnit::name)
            }
        }
    }

    /// The power of ten that makes its numbers those of a field; `None` where the field measures something else.
    pub(crate) fn power_to(self, field: Field) -> Option<i32> {
        match (self, field.unit()) {
            (Dimension::Time, Unit::Milliseconds)
            | (Dimension::Rate, Unit::KilobitsPerSecond)
            | (Dimension::Share, Unit::Percent)
            | (Dimension::Count, Unit::Count) => Some(0),
            (Dimension::Time, Unit::Seconds) => Some(-3),
            (Dimension::Share, Unit::Ratio) => Some(-2),
            _ => None,
        }
    }
}

/// A unit as a cell says it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct CellUnit {
    dimension: Dimension,
    /// One of it is so many of the dimension's unit times a power of ten.
    factor: f64,
    power: i32,
}

impl CellUnit {
    /// Seconds.
    pub(super) const SECONDS: Self = Self::new(Dimension::Time, 1.0, 3);

    const fn new(dimension: Dimension, factor: f64, power: i32) -> Self {
        Self { dimension, factor, power }
    }

    /// What it measures.
    pub(crate) fn dimension(&self) -> Dimension {
        self.dimension
    }

    /// The power of ten in it.
    pub(super) fn power(&self) -> i32 {
        self.power
    }

    /// A number times what is no power of ten in it.
    pub(super) fn times(&self, value: f64) -> f64 {
        if self.factor == 1.0 { value } else { value * self.factor }
    }

    /// The unit that a word means; `None` for a word that is none, or that means several (`m`, `MBPS`).
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        // No unit is longer.
        if word.len() > 24 {
            return None;
        }
        let listed = |list: &[(&str, CellUnit)], is: fn(&str, &str) -> bool| {
            list.iter().find(|(name, _)| is(name, word)).map(|&(_, unit)| unit)
        };
        let place = |is: &dyn Fn(usize) -> bool, of: usize| (0..of).find(|&at| is(at)).map(|at| at as u8);
        let money = || {
            let is = |at: usize| CURRENCIES.get(at).is_some_and(|(code, signs)| *code == word || signs.contains(&word));
            place(&is, CURRENCIES.len()).map(Dimension::Money)
        };
        let other = || place(&|at| OTHERS.get(at) == Some(&word), OTHERS.len()).map(Dimension::Other);
        listed(AS_WRITTEN, |name, word| name == word)
            .or_else(|| listed(IN_ANY_CASE, str::eq_ignore_ascii_case))
            .or_else(|| data(word))
            .or_else(|| Some(Self::new(money().or_else(other)?, 1.0, 0)))
    }
}

/// Splits a currency off the beginning of a text.
pub(super) fn split_currency(text: &str) -> (Option<CellUnit>, &str) {
    for (at, (code, signs)) in CURRENCIES.iter().enumerate() {
        for sign in std::iter::once(code).chain(*signs) {
            if let Some(rest) = text.strip_prefix(sign) {
                let unit = CellUnit::new(Dimension::Money(at as u8), 1.0, 0);
                return (Some(unit), rest.trim_start_matches(is_blank));
            }
        }
    }
    (None, text)
}

const fn time(factor: f64, power: i32) -> CellUnit {
    CellUnit::new(Dimension::Time, factor, power)
}

const fn count(power: i32) -> CellUnit {
    CellUnit::new(Dimension::Count, 1.0, power)
}

const SHARE: CellUnit = CellUnit::new(Dimension::Share, 1.0, 0);

/// Units whose case tells them.
const AS_WRITTEN: &[(&str, CellUnit)] = &[
    ("ns", time(1.0, -6)),
    ("us", time(1.0, -3)),
    ("µs", time(1.0, -3)),
    ("μs", time(1.0, -3)),
    ("ms", time(1.0, 0)),
    ("s", time(1.0, 3)),
    ("h", time(3.6, 6)),
    ("d", time(8.64, 7)),
    ("%", SHARE),
    ("％", SHARE),
    ("‰", CellUnit::new(Dimension::Share, 1.0, -1)),
    ("k", count(3)),
    ("K", count(3)),
    ("M", count(6)),
    ("Mil", count(6)),
    ("Mio", count(6)),
    ("Mio.", count(6)),
    ("Bil", count(9)),
    ("Mrd", count(9)),
    ("Mrd.", count(9)),
];

/// Units that are the same in capitals.
const IN_ANY_CASE: &[(&str, CellUnit)] = &[
    ("nanoseconds", time(1.0, -6)),
    ("microseconds", time(1.0, -3)),
    ("usec", time(1.0, -3)),
    ("msec", time(1.0, 0)),
    ("msecs", time(1.0, 0)),
    ("millis", time(1.0, 0)),
    ("millisecond", time(1.0, 0)),
    ("milliseconds", time(1.0, 0)),
    ("sec", time(1.0, 3)),
    ("sec.", time(1.0, 3)),
    ("secs", time(1.0, 3)),
    ("second", time(1.0, 3)),
    ("seconds", time(1.0, 3)),
    ("sek", time(1.0, 3)),
    ("sek.", time(1.0, 3)),
    ("min", time(6.0, 4)),
    ("min.", time(6.0, 4)),
    ("mins", time(6.0, 4)),
    ("minute", time(6.0, 4)),
    ("minutes", time(6.0, 4)),
    ("hr", time(3.6, 6)),
    ("hrs", time(3.6, 6)),
    ("hour", time(3.6, 6)),
    ("hours", time(3.6, 6)),
    ("std", time(3.6, 6)),
    ("std.", time(3.6, 6)),
    ("day", time(8.64, 7)),
    ("days", time(8.64, 7)),
    ("week", time(6.048, 8)),
    ("weeks", time(6.048, 8)),
    ("percent", SHARE),
    ("pct", SHARE),
    ("views", count(0)),
    ("plays", count(0)),
    ("sessions", count(0)),
    ("viewers", count(0)),
    ("users", count(0)),
    ("events", count(0)),
    ("requests", count(0)),
    ("stalls", count(0)),
    ("times", count(0)),
    ("thousand", count(3)),
    ("million", count(6)),
    ("bn", count(9)),
    ("billion", count(9)),
];

/// Currencies with their signs. `$` alone is the dollar of whoever writes it, and none in particular.
const CURRENCIES: &[(&str, &[&str])] = &[
    ("USD", &["US$", "$US"]),
    ("EUR", &["€"]),
    ("GBP", &["£"]),
    ("JPY", &["¥", "￥"]),
    ("INR", &["₹"]),
    ("CHF", &["Fr."]),
    ("BRL", &["R$"]),
    ("CAD", &["CA$", "C$"]),
    ("AUD", &["A$", "AU$"]),
    ("CNY", &["元"]),
    ("KRW", &["₩"]),
    ("RUB", &["₽"]),
    ("TRY", &["₺"]),
    ("PLN", &["zł"]),
    ("SEK", &[]),
    ("NOK", &[]),
    ("DKK", &[]),
    ("MXN", &["MX$"]),
    ("ILS", &["₪"]),
    ("dollars", &["$"]),
];

/// Units that a number keeps as they are.
const OTHERS: &[&str] = &[
    "fps", "Hz", "kHz", "MHz", "GHz", "px", "pixels", "frames", "dB", "dBm", "°C", "°F", "°", "K/s", "x", "×", "req/s",
    "rps", "ops/s",
];

/// Data rates (`Mb/s`, `kbit/s`, `MiB/s`) and amounts of data (`kB`, `MiB`). A capital `B` is a byte, a small one a bit; in
/// `MBPS` nobody knows.
fn data(word: &str) -> Option<CellUnit> {
    const PREFIXES: &[(&str, f64, i32)] = &[
        ("Ki", 1.024, 3),
        ("Mi", 1.048_576, 6),
        ("Gi", 1.073_741_824, 9),
        ("Ti", 1.099_511_627_776, 12),
        ("k", 1.0, 3),
        ("K", 1.0, 3),
        ("m", 1.0, 6),
        ("M", 1.0, 6),
        ("g", 1.0, 9),
        ("G", 1.0, 9),
        ("T", 1.0, 12),
        ("", 1.0, 0),
    ];
    const RATES_OF_BITS: &[&str] =
        &["bps", "b/s", "bit/s", "bits/s", "bit/sec", "bits/sec", "b/sec", "bits per second"];
    const RATES_OF_BYTES: &[&str] = &["Bps", "B/s", "B/sec", "Byte/s", "byte/s", "Bytes/s", "bytes/s", "bytes/sec"];
    const SIZES: &[&str] = &["B", "byte", "bytes", "Byte", "Bytes"];
    PREFIXES.iter().find_map(|&(prefix, factor, power)| {
        let base = word.strip_prefix(prefix)?;
        // A small `m` or `g` is a prefix of bits per second alone, as people write `mbps`.
        let is_loose = matches!(prefix, "m" | "g");
        if RATES_OF_BITS.contains(&base) {
            Some(CellUnit::new(Dimension::Rate, factor, power - 3))
        } else if RATES_OF_BYTES.contains(&base) && !is_loose {
            Some(CellUnit::new(Dimension::Rate, 8.0 * factor, power - 3))
        } else if SIZES.contains(&base) && !is_loose {
            Some(CellUnit::new(Dimension::Size, factor, power))
        } else {
            None
        }
    })
}
