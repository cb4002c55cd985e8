//! Numbers read from texts that people and links write.
//!
//! The reader of the standard library brings a table of powers of five, 10 kB that nothing compresses, to a page whose first
//! load is 243 kB at most. This one computes them: the same bits, slower where a number has many digits. It is none for the cells of
//! files.

/// A text that is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// There is none.
    #[error("cannot parse float from empty string")]
    Empty,
    /// It is another text.
    #[error("invalid float literal")]
    Invalid,
}

/// The number of a text: the bits that [`str::parse`] gives, correctly rounded, of the same texts.
///
/// # Errors
/// [`NumberError`], with the words of [`str::parse`].
///
/// ```
/// assert_eq!(telemetry::parse_number("-2.5e3"), Ok(-2500.0));
/// assert!(telemetry::parse_number("2,5").is_err());
/// ```
pub fn parse_number(text: &str) -> Result<f64, NumberError> {
    let (negative, unsigned) = match text.as_bytes() {
        [] => return Err(NumberError::Empty),
        [sign @ (b'+' | b'-'), rest @ ..] => (*sign == b'-', rest),
        unsigned => (false, unsigned),
    };
    let is = |word: &str| unsigned.eq_ignore_ascii_case(word.as_bytes());
    let magnitude = if is("inf") || is("infinity") {
        f64::INFINITY
    } else if is("nan") {
        f64::NAN
    } else {
        Decimal::read(unsigned).ok_or(NumberError::Invalid)?.rounded()
    };
    Ok(if negative { -magnitude } else { magnitude })
}

/// A decimal number that is not negative: `digits × 10^exponent`.
struct Decimal {
    /// The digits, 0 to 9 each, without zeros at either end.
    digits: Vec<u8>,
    exponent: i64,
}

impl Decimal {
    /// As many digits as can matter: halfway between two numbers there are at most 768 of them. What is behind is one digit
    /// more, which tells that it is not zero.
    const MOST_DIGITS: usize = 770;
    /// Reads digits with or without a point, and an exponent.
    fn read(text: &[u8]) -> Option<Self> {
        let mut digits = Vec::new();
        let (mut exponent, mut count, mut point, mut at) = (0_i64, 0_usize, false, 0);
        while let Some(&byte) = text.get(at) {
            match byte {
                b'0'..=b'9' => {
                    count += 1;
                    exponent -= i64::from(point);
                    if digits.len() > Self::MOST_DIGITS {
                        // The last digit stands for all that follow.
                        exponent += 1;
                        if byte != b'0' {
                            digits[Self::MOST_DIGITS] = 1;
                        }
                    } else if byte != b'0' || !digits.is_empty() {
                        digits.push(byte - b'0');
                    }
                }
                b'.' if !point => point = true,
                b'e' | b'E' => {
                    exponent += Self::read_exponent(&text[at + 1..])?;
                    break;
                }
                _ => return None,
            }
            at += 1;
        }
        if count == 0 {
            return None;
        }
        while digits.pop_if(|digit| *digit == 0).is_some() {
            exponent += 1;
        }
        Some(Self { digits, exponent })
    }

    fn read_exponent(text: &[u8]) -> Option<i64> {
        let (negative, digits) = match text {
            [sign @ (b'+' | b'-'), rest @ ..] => (*sign == b'-', rest),
            digits => (false, digits),
        };
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        // However many digits: past all bounds it stays there.
        let size = digits.iter().fold(0_i64, |sum, digit| (sum * 10 + i64::from(digit - b'0')).min(1 << 40));
        Some(if negative { -size } else { size })
    }

    /// The nearest number, of two that are equally near the even one.
    fn rounded(&self) -> f64 {
        // The number is from 10^(magnitude - 1) to 10^magnitude.
        let magnitude = self.exponent.saturating_add(self.digits.len() as i64);
        if self.digits.is_empty() || magnitude < -330 {
            return 0.0;
        }
        if magnitude > 310 {
            return f64::INFINITY;
        }
        let (mut above, mut below) = (Natural(Vec::new()), Natural(vec![1]));
        for &digit in &self.digits {
            above.multiply_add(10, digit.into());
        }
        let power = if self.exponent < 0 { &mut below } else { &mut above };
        for _ in 0..self.exponent.unsigned_abs() {
            power.multiply_add(10, 0);
        }
        let shift = above.bits() - below.bits();
        if shift < 0 {
            above.shift_left(-shift)
        } else {
            below.shift_left(shift)
        }
        // Now the quotient is above 1/2 and below 2: its first 65 bits, by long division.
        let mut quotient = 0_u128;
        for _ in 0..65 {
            quotient = quotient << 1 | u128::from(above.subtract_if_not_less(&below));
            above.multiply_add(2, 0);
        }
        let scale = shift - 64;
        let bits = i64::from(u128::BITS - quotient.leading_zeros());
        // The last of the 53 bits that a number has; small ones have fewer.
        let last = (scale + bits - 53).max(-1074);
        let dropped = last - scale;
        let (kept, half) = ((quotient >> dropped) as u64, 1_u128 << (dropped - 1));
        let behind = quotient & (2 * half - 1);
        let is_half = behind == half && above.0.is_empty();
        let up = behind >= half && (!is_half || kept % 2 == 1);
        // The exponent is above the mantissa, whose first bit adds one to it; so does a carry, up to infinity.
        let bits = ((last + 1074) as u64) << 52;
        f64::from_bits((bits + kept + u64::from(up)).min(f64::INFINITY.to_bits()))
    }
}

/// A natural number: words of 32 bits, the lowest first, the highest not zero.
struct Natural(Vec<u32>);

impl Natural {
    fn bits(&self) -> i64 {
        self.0.last().map_or(0, |highest| 32 * self.0.len() as i64 - i64::from(highest.leading_zeros()))
    }

    fn multiply_add(&mut self, factor: u32, summand: u32) {
        let mut carry = u64::from(summand);
        for word in &mut self.0 {
            carry += u64::from(*word) * u64::from(factor);
            (*word, carry) = (carry as u32, carry >> 32);
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    fn shift_left(&mut self, bits: i64) {
        self.multiply_add(1 << (bits % 32), 0);
        self.0.splice(..0, std::iter::repeat_n(0, bits as usize / 32));
    }

    /// Subtracts another number where it is not greater; says whether it did.
    fn subtract_if_not_less(&mut self, other: &Self) -> bool {
        let order = self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()));
        if order.is_lt() {
            return false;
        }
        let mut borrow = false;
        for (place, word) in self.0.iter_mut().enumerate() {
            let (less, first) = word.overflowing_sub(other.0.get(place).copied().unwrap_or(0));
            let (less, second) = less.overflowing_sub(borrow.into());
            (*word, borrow) = (less, first || second);
        }
        while self.0.pop_if(|word| *word == 0).is_some() {}
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What both readers make of a text: the bits, of which all numbers that are none are one, or the words of the refusal.
    fn both(text: &str) -> [Result<u64, String>; 2] {
        let bits = |value: f64| if value.is_nan() { f64::NAN.to_bits() } else { value.to_bits() };
        [parse_number(text).map(bits).map_err(|it| it.to_string()), text.parse().map(bits).map_err(|it| it.to_string())]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1024))]

        #[test]
        fn texts_are_read_as_the_standard_library_reads_them(text in "[-+]?[0-9]{0,24}[.]?[0-9]{0,24}([eE][-+]?[0-9]{0,4})?") {
            let [ours, std] = both(&text);
            prop_assert_eq!(ours, std, "{}", text);
        }

        #[test]
        fn other_texts_are_refused_alike(text in "[-+.0-9eEinfatyINFATY_, x\u{660}]{0,9}") {
            let [ours, std] = both(&text);
            prop_assert_eq!(ours, std, "{}", text);
        }

        #[test]
        fn numbers_come_back_bit_for_bit(bits in any::<u64>(), digits in 0..30_usize) {
            let value = f64::from_bits(bits);
            for text in [value.to_string(), format!("{value:e}"), format!("{value:.digits$e}"), format!("{value:.digits$}")] {
                let [ours, std] = both(&text);
                prop_assert_eq!(ours, std, "{}", text);
            }
        }

        /// Halfway between two neighbours, and a digit beside it: what needs all the digits that there are.
        #[test]
        fn halves_are_rounded_alike(bits in 1..0x7fe0_0000_0000_0000_u64, digit in 0..10_u8) {
            let (low, high) = (f64::from_bits(bits), f64::from_bits(bits + 1));
            // Exact: every number is a multiple of 2^-1074.
            let [low, high] = [low, high].map(|value| format!("{value:.1074}"));
            let middle = halved(&low, &high);
            for text in [format!("{middle}{digit}"), middle] {
                let [ours, std] = both(&text);
                prop_assert_eq!(ours, std, "{}", text);
            }
        }
    }

    /// Half of the sum of two decimals of one length.
    fn halved(low: &str, high: &str) -> String {
        let digits =
            |text: &str| text.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect::<Vec<u8>>();
        let point = high.len() - high.find('.').expect("a point") - 1;
        let (mut low, high) = (digits(low), digits(high));
        while low.len() < high.len() {
            low.insert(0, 0);
        }
        let mut sum = vec![0; high.len() + 1];
        for place in (0..high.len()).rev() {
            let both = low[place] + high[place] + sum[place + 1];
            (sum[place + 1], sum[place]) = (both % 10, both / 10);
        }
        let mut rest = 0;
        let mut half: String = (sum.iter().map(|&digit| {
            let whole = rest * 10 + digit;
            rest = whole % 2;
            char::from(b'0' + whole / 2)
        }))
        .collect();
        half.push(if rest == 1 { '5' } else { '0' });
        half.insert(half.len() - point - 1, '.');
        half
    }
}
