//! Numbers in JSON that come back bit for bit, also those that JSON has no digits for.

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

const INFINITE: &str = "inf";
const MINUS_INFINITE: &str = "-inf";
const MISSING: &str = "nan";

/// A number that is written with as many digits as it takes to read the very same back; what is infinite or no number is
/// written as the text `inf`, `-inf` or `nan`. All numbers that are none are one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exact(pub f64);

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            value if value.is_finite() => serializer.serialize_f64(value),
            value if value.is_nan() => serializer.serialize_str(MISSING),
            value => serializer.serialize_str(if value > 0.0 { INFINITE } else { MINUS_INFINITE }),
        }
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Number;
        impl Visitor<'_> for Number {
            type Value = Exact;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a number, or \"{INFINITE}\", \"{MINUS_INFINITE}\" or \"{MISSING}\"")
            }

            fn visit_f64<E: Error>(self, value: f64) -> Result<Exact, E> {
                Ok(Exact(value))
            }

            fn visit_i64<E: Error>(self, value: i64) -> Result<Exact, E> {
                Ok(Exact(value as f64))
            }

            fn visit_u64<E: Error>(self, value: u64) -> Result<Exact, E> {
                Ok(Exact(value as f64))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Exact, E> {
                match text {
                    INFINITE => Ok(Exact(f64::INFINITY)),
                    MINUS_INFINITE => Ok(Exact(f64::NEG_INFINITY)),
                    MISSING => Ok(Exact(f64::NAN)),
                    _ => Err(E::invalid_value(Unexpected::Str(text), &self)),
                }
            }
        }
        deserializer.deserialize_any(Number)
    }
}

#[cfg(test)]
mod tests {
    use super::Exact;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_number_comes_back(bits in any::<u64>(), narrow in any::<f32>()) {
            for value in [f64::from_bits(bits), f64::from(narrow), -0.0, 5e-324, f64::MAX, f64::NEG_INFINITY] {
                let text = serde_json::to_string(&Exact(value)).expect("a number");
                let Exact(back) = serde_json::from_str(&text).expect("its own text");
                prop_assert!(back.to_bits() == value.to_bits() || (back.is_nan() && value.is_nan()), "{}", text);
            }
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for bad in ["\"infinity\"", "null", "true", "[1]", "1e999"] {
            assert!(serde_json::from_str::<Exact>(bad).is_err(), "{bad}");
        }
        assert_eq!(serde_json::from_str::<Exact>("3").expect("whole numbers, too"), Exact(3.0));
    }
}
