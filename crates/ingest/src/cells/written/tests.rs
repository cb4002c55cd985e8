use super::unit::Dimension;
use super::{Mark, Written, read};
use crate::cells::numbers::{self, Decimal, Number};
use proptest::prelude::*;

/// What a cell is read as: a number with a decimal point and one with a decimal comma, with the unit beside it; or a word.
fn told(cell: &str) -> String {
    match read(cell.as_bytes()) {
        Written::Number(number) => {
            let value = |decimal| number.value(decimal).map_or("-".to_owned(), in_digits);
            let (point, comma) = (value(Decimal::Point), value(Decimal::Comma));
            let number_text = if point == comma { point } else { format!("{point} or {comma}") };
            let unit = number.unit.map_or(String::new(), |unit| format!(" {}", unit.dimension().name()));
            let code = if number.is_like_code { ", like a code" } else { "" };
            format!("{number_text}{unit}{code}")
        }
        Written::Code => "code".to_owned(),
        Written::Missing => "missing".to_owned(),
        Written::NotFinite => "not finite".to_owned(),
        Written::Not => "no".to_owned(),
    }
}

fn in_digits(value: f64) -> String {
    if value.abs() < 1e15 { value.to_string() } else { format!("{value:e}") }
}

/// Cells as people write them: `POINT or COMMA` is what each decimal mark makes of it, `-` where it cannot be read so.
const CELLS: &[(&str, &str)] = &[
    // Plain numbers.
    ("0", "0"),
    ("42", "42"),
    ("-7", "-7"),
    ("+7", "7"),
    ("\u{2212}7", "-7"),
    ("– 7", "-7"),
    ("1.5", "1.5 or -"),
    ("1,5", "- or 1.5"),
    (".5", "0.5 or -"),
    (",5", "- or 0.5"),
    ("5.", "5 or -"),
    ("0.125", "0.125 or -"),
    ("0,125", "- or 0.125"),
    ("1234.567", "1234.567 or -"),
    ("1234,567", "- or 1234.567"),
    ("1.2345", "1.2345 or -"),
    ("1e3", "1000, like a code"),
    ("1e+3", "1000"),
    ("1.5E-3", "0.0015 or -"),
    ("1,5e2", "- or 150"),
    ("9007199254740992", "9.007199254740992e15"),
    ("0.1234567890123456789", "0.12345678901234568 or -"),
    // Thousands.
    ("1.204", "1.204 or 1204"),
    ("1,204", "1204 or 1.204"),
    ("-12,345", "-12345 or -12.345"),
    ("1,234.5", "1234.5 or -"),
    ("1.234,5", "- or 1234.5"),
    ("1,234,567", "1234567 or -"),
    ("1.234.567", "- or 1234567"),
    ("1.234.567,89", "- or 1234567.89"),
    ("1,234,567.89", "1234567.89 or -"),
    ("12,34,567", "1234567 or -"),
    ("1,23,45,678.5", "12345678.5 or -"),
    ("1 234", "1234"),
    ("1\u{a0}234\u{202f}567", "1234567"),
    ("1 234,5", "- or 1234.5"),
    ("1 234.5", "1234.5 or -"),
    ("1\u{202f}234.567", "1234.567 or -"),
    ("1'234", "1234"),
    ("1’234.50", "1234.5 or -"),
    ("12_345", "12345"),
    // Signs.
    ("(1,234.50)", "-1234.5 or -"),
    ("($5)", "-5 dollars"),
    ("( 12 )", "-12"),
    ("1.234,50-", "- or -1234.5"),
    ("$-5", "-5 dollars"),
    ("-$5", "-5 dollars"),
    // Units.
    ("950 ms", "950 milliseconds"),
    ("1.20 s", "1200 or - milliseconds"),
    ("1,20 s", "- or 1200 milliseconds"),
    ("4.35 s", "4350 or - milliseconds"),
    ("350 µs", "0.35 milliseconds"),
    ("2 min", "120000 milliseconds"),
    ("1.5 hours", "5400000 or - milliseconds"),
    ("3 Std.", "10800000 milliseconds"),
    ("4.52 Mb/s", "4520 or - kilobits per second"),
    ("900kbps", "900 kilobits per second"),
    ("2,5 Mbit/s", "- or 2500 kilobits per second"),
    ("5 mbps", "5000 kilobits per second"),
    ("1 MB/s", "8000 kilobits per second"),
    ("128 KiB/s", "1048.576 kilobits per second"),
    ("5000000 bps", "5000 kilobits per second"),
    ("512 B", "512 bytes"),
    ("1.5 kB", "1500 or - bytes"),
    ("2 MiB", "2097152 bytes"),
    ("38.5%", "38.5 or - percent"),
    ("38,5 %", "- or 38.5 percent"),
    ("7 pct", "7 percent"),
    ("5‰", "0.5 percent"),
    ("1.2K", "1200 or - a count"),
    ("3 M", "3000000 a count"),
    ("1,2 Mio.", "- or 1200000 a count"),
    ("12 stalls", "12 a count"),
    ("1,204 views", "1204 or 1.204 a count"),
    ("$1,299.99", "1299.99 or - dollars"),
    ("1.299,99 €", "- or 1299.99 EUR"),
    ("EUR 12", "12 EUR"),
    ("12 USD", "12 USD"),
    ("29.97 fps", "29.97 or - fps"),
    ("-85 dBm", "-85 dBm"),
    ("1.5x", "1.5 or - x"),
    // Durations.
    ("0:05", "5000 milliseconds"),
    ("12:30", "750000 milliseconds"),
    ("1:02:03", "3723000 milliseconds"),
    ("1:02:03.250", "3723250 or - milliseconds"),
    ("1:02:03,5", "- or 3723500 milliseconds"),
    ("100:00:00", "360000000 milliseconds"),
    ("1.02:03:04", "93784000 milliseconds"),
    ("2 days 03:04:05", "183845000 milliseconds"),
    ("-0:00:05", "-5000 milliseconds"),
    ("PT1M30S", "90000 milliseconds"),
    ("PT1.5S", "1500 or - milliseconds"),
    ("P1DT2H", "93600000 milliseconds"),
    ("P1W", "604800000 milliseconds"),
    ("1h 2m 3s", "3723000 milliseconds"),
    ("5m30s", "330000 milliseconds"),
    ("2 days, 3 hours", "183600000 milliseconds"),
    // Names in digits.
    ("02100", "2100, like a code"),
    ("007", "7, like a code"),
    ("00", "0, like a code"),
    ("9007199254740993", "9.007199254740992e15, like a code"),
    ("123456789012345678", "1.2345678901234568e17, like a code"),
    ("49018e16", "4.9018e20, like a code"),
    ("32E0134", "3.2e135, like a code"),
    ("0x1F", "code"),
    ("0XdeadBEEF", "code"),
    ("+49 151 123", "code"),
    ("(555) 123-4567", "code"),
    ("+1 (555) 123-4567", "code"),
    // Nothing.
    ("", "missing"),
    ("  ", "missing"),
    ("\u{a0}", "missing"),
    ("-", "missing"),
    ("—", "missing"),
    ("^", "missing"),
    ("NULL", "missing"),
    ("\\N", "missing"),
    ("n/a", "missing"),
    ("N.A.", "missing"),
    ("None", "missing"),
    ("NaN", "missing"),
    ("#DIV/0!", "missing"),
    ("(not set)", "missing"),
    // Beyond numbers.
    ("inf", "not finite"),
    ("-Infinity", "not finite"),
    ("∞", "not finite"),
    ("1e999", "not finite"),
    // Refusals.
    ("text", "no"),
    ("1.2.3", "no"),
    ("1,2,3", "no"),
    ("1.23.456", "no"),
    ("1,234,56", "no"),
    ("1234,567,890", "no"),
    ("0,123,456", "no"),
    ("01,234,567", "no"),
    ("1.234,567.8", "no"),
    ("1,234.567,8", "no"),
    ("1.234.5678", "no"),
    ("1'23", "no"),
    ("1 23", "no"),
    ("12 34 567", "no"),
    ("1234 567", "no"),
    ("1 234'567", "no"),
    ("1,234e3", "- or 1234"),
    ("1,234,567e3", "no"),
    ("1e", "no"),
    ("1e+", "no"),
    ("e5", "no"),
    ("1e5e5", "no"),
    ("--5", "no"),
    ("+-5", "no"),
    ("-(5)", "no"),
    ("(-5)", "no"),
    ("(5", "no"),
    ("555-1234", "no"),
    ("030/1234567", "no"),
    ("5)", "no"),
    ("-5-", "no"),
    ("()", "no"),
    ("$", "no"),
    ("$5 €", "no"),
    ("5 5", "no"),
    ("5 m", "no"),
    ("5 MBPS", "no"),
    ("5 X", "no"),
    ("5 Ms", "no"),
    ("5 S", "no"),
    ("5 ms s", "no"),
    ("720p", "no"),
    ("1080i", "no"),
    ("v5", "no"),
    ("5th", "no"),
    ("~5", "no"),
    ("<1 ms", "no"),
    (">99", "no"),
    ("5+", "no"),
    ("1-2", "no"),
    ("1/2", "no"),
    ("1920x1080", "no"),
    ("1920×1080", "no"),
    ("10.0.0.1", "no"),
    ("2026-03-01", "no"),
    ("01.03.2026", "no"),
    ("1:2", "no"),
    ("1:60", "no"),
    ("1:60:00", "no"),
    ("1:2:3", "no"),
    ("1:02:03:04", "no"),
    (":30", "no"),
    ("12:30 PM", "no"),
    ("1:02.", "no"),
    ("PT", "no"),
    ("P", "no"),
    ("P1Y", "no"),
    ("P1M", "no"),
    ("PT1S1M", "no"),
    ("PT-1S", "no"),
    ("1h 2h", "no"),
    ("3s 2m", "no"),
    ("1h x", "no"),
    ("0xG1", "no"),
    ("1_000_00", "no"),
    ("１２", "no"),
    ("١٢", "no"),
    ("1\u{3000}234", "no"),
    ("5%%", "no"),
    ("% 5", "no"),
    ("..5", "no"),
    ("5..", "no"),
    (".", "no"),
    (",", "no"),
    ("+", "no"),
    ("ms", "no"),
];

#[test]
fn cells_are_read_as_people_mean_them_or_not_at_all() {
    let wrong: Vec<String> = CELLS
        .iter()
        .filter(|(cell, expected)| told(cell) != *expected)
        .map(|(cell, expected)| format!("{cell:?}: {expected:?} expected, {:?} read", told(cell)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let refused = CELLS.iter().filter(|(_, told)| matches!(*told, "no" | "code" | "missing" | "not finite")).count();
    assert!(CELLS.len() >= 200 && refused * 2 >= CELLS.len(), "{refused} of {}", CELLS.len());
}

/// What docs/formats.md says of cells is so.
#[test]
fn the_documented_cells_are_read_as_documented() {
    let text = include_str!("../../../../../docs/formats.md");
    let section = text.split("\n## ").find(|section| section.starts_with("Numbers\n")).expect("a section on numbers");
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |")?.split_once("` | "));
    let wrong: Vec<String> = rows
        .clone()
        .filter(|(cell, expected)| told(cell) != *expected)
        .map(|(cell, expected)| format!("{cell:?}: {expected:?} documented, {:?} read", told(cell)))
        .collect();
    assert!(wrong.is_empty() && rows.count() > 50, "{}", wrong.join("\n"));
}

/// A whole number with marks between its thousands.
fn grouped(whole: u64, mark: &str) -> String {
    let digits = whole.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push_str(mark);
        }
        grouped.push(digit);
    }
    grouped
}

proptest! {
    /// Printed in any style, a number comes back with every reading that the style leaves open.
    #[test]
    fn numbers_in_every_style_come_back(
        whole in prop_oneof![0_u64..2_000, 0_u64..10_000_000_000],
        fraction in prop::option::of("[0-9]{1,6}"),
        style in prop::sample::select(vec![("", '.'), ("", ','), (",", '.'), (".", ','), (" ", ','), ("\u{202f}", ','), ("'", '.'), ("’", '.')]),
        sign in prop::sample::select(vec!["", "-", "\u{2212}", "("]),
        unit in prop::sample::select(vec![("", 0, None), (" ms", 0, Some(Dimension::Time)), (" s", 3, Some(Dimension::Time)), ("%", 0, Some(Dimension::Share)), (" Mb/s", 3, Some(Dimension::Rate))]),
    ) {
        let (group, mark) = style;
        let (word, power, dimension) = unit;
        let decimal = if mark == '.' { Decimal::Point } else { Decimal::Comma };
        let fraction = fraction.map_or(String::new(), |digits| format!("{mark}{digits}"));
        let brackets = if sign == "(" { ")" } else { "" };
        let cell = format!("{sign}{}{fraction}{word}{brackets}", grouped(whole, group));
        // Brackets stand around the unit, too.
        let plain = format!("{}{whole}{}e{power}", if sign.is_empty() { "" } else { "-" }, fraction.replace(',', "."));
        let expected: f64 = plain.parse().expect("a number");
        let Written::Number(number) = read(cell.as_bytes()) else { panic!("{cell:?}: {:?}", read(cell.as_bytes())) };
        prop_assert_eq!(number.value(decimal).map(f64::to_bits), Some(expected.to_bits()), "{}", cell);
        prop_assert_eq!(number.unit.map(|unit| unit.dimension()), dimension);
        // The other mark gives the same, nothing, or is told to be open.
        let other = if decimal == Decimal::Point { Decimal::Comma } else { Decimal::Point };
        match number.mark {
            Mark::None => prop_assert_eq!(number.value(other), number.value(decimal)),
            Mark::Shows(shown) => {
                prop_assert_eq!(shown, decimal);
                prop_assert_eq!(number.value(other), None);
            }
            Mark::Open(_) => {
                let digits = cell.bytes().filter(u8::is_ascii_digit).count();
                prop_assert!(number.value(other).is_some() && (4..=6).contains(&digits), "{}", cell);
            }
        }
    }

    #[test]
    fn durations_in_every_style_come_back(seconds in 0_u64..1_000_000, thousandths in prop::option::of(0_u64..1_000)) {
        let fraction = thousandths.map_or(String::new(), |parts| format!(".{parts:03}"));
        let expected = (seconds * 1_000 + thousandths.unwrap_or(0)) as f64;
        let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        let mut styles = vec![
            format!("{hours}:{minutes:02}:{rest:02}{fraction}"),
            format!("{:02}:{rest:02}{fraction}", seconds / 60),
            format!("PT{hours}H{minutes}M{rest}{fraction}S"),
            format!("PT{seconds}{fraction}S"),
            format!("{seconds}{fraction} s"),
            format!("{}.{:02}:{minutes:02}:{rest:02}{fraction}", hours / 24, hours % 24),
        ];
        if thousandths.is_none() {
            styles.push(format!("{hours}h {minutes}m {rest}s"));
            styles.push(format!("{hours} hours {minutes} minutes"));
        }
        for style in styles {
            let expected = if style.ends_with("minutes") { (expected / 60_000.0).floor() * 60_000.0 } else { expected };
            let Written::Number(number) = read(style.as_bytes()) else { panic!("{style}") };
            prop_assert_eq!(number.value(Decimal::Point), Some(expected), "{}", style);
        }
    }

    /// Where plain readers see a number, these see the same, and what they refuse has a mark, a unit or a word in it.
    #[test]
    fn plain_numbers_are_read_as_ever(text in "[+-]?[0-9]{0,21}([.,][0-9]{0,21})?([eE][+-]?[0-9]{1,3})?| ?-?[0-9]{1,5}[.,]?[0-9]{0,5} ?") {
        for decimal in [Decimal::Point, Decimal::Comma] {
            if let Number::Value(value) = numbers::parse(text.as_bytes(), decimal) {
                match read(text.as_bytes()) {
                    Written::Number(number) => prop_assert_eq!(number.value(decimal).map(f64::to_bits), Some(value.to_bits()), "{:?}", text),
                    other => prop_assert!(false, "{:?} with {:?}: {:?}", text, decimal, other),
                }
            }
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..40), text in "[0-9.,:'() \u{a0}%$€a-zA-Z+-]{0,30}") {
        for bytes in [&bytes[..], text.as_bytes()] {
            if let Written::Number(number) = read(bytes) {
                let values = [Decimal::Point, Decimal::Comma].map(|decimal| number.value(decimal));
                prop_assert!(values.iter().any(Option::is_some) && values.iter().flatten().all(|value| value.is_finite()));
            }
        }
    }
}
