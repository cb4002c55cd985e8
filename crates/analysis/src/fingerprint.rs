//! The fingerprint of a result: 64 bits that differ when anything about it does.

use super::Plan;
use xxhash_rust::xxh64::Xxh64;

/// xxHash64 over the plan's text (without the file's name), the bits of each score and the flags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fingerprint(pub u64);

/// A text that is no fingerprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a fingerprint is 16 hexadecimal digits")]
pub struct FingerprintError;

impl Fingerprint {
    /// The fingerprint of a result.
    pub fn of(plan: &Plan, scores: &[f64], threshold: f64) -> Self {
        let mut hasher = Xxh64::new(0);
        let text = plan.result_text();
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
        for &score in scores {
            let bits = if score.is_nan() { f64::NAN.to_bits() } else { score.to_bits() };
            hasher.update(&bits.to_le_bytes());
            hasher.update(&[u8::from(score > threshold)]);
        }
        Self(hasher.digest())
    }
}

impl std::fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl std::str::FromStr for Fingerprint {
    type Err = FingerprintError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text.len() == 16 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        if !digits {
            return Err(FingerprintError);
        }
        u64::from_str_radix(text, 16).map(Self).map_err(|_| FingerprintError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_depends_on_plan_scores_and_flags() {
        let plan = Plan::default();
        let mut other = plan.clone();
        other.features.pop();
        let scores = [0.4, 0.6];
        let fingerprint = Fingerprint::of(&plan, &scores, 0.5);
        assert_eq!(fingerprint, Fingerprint::of(&plan, &scores, 0.55), "the same flags");
        assert_ne!(fingerprint, Fingerprint::of(&plan, &scores, 0.7));
        assert_ne!(fingerprint, Fingerprint::of(&plan, &[0.4, 0.6_f64.next_up()], 0.5));
        assert_ne!(fingerprint, Fingerprint::of(&other, &scores, 0.5));
    }

    #[test]
    fn its_text_comes_back() {
        for value in [0, 1, u64::MAX, 0x0123_4567_89ab_cdef] {
            assert_eq!(Fingerprint(value).to_string().parse(), Ok(Fingerprint(value)));
        }
        for bad in ["", "123", "0123456789abcdeg", "0123456789ABCDEF", "+123456789abcdef"] {
            assert_eq!(bad.parse::<Fingerprint>(), Err(FingerprintError));
        }
    }
}
