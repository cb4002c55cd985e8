//! What to generate: the scenario, its parameters checked once so that nothing after has to ask again.

/// What is wrong with a scenario's parameter.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum ScenarioError {
    /// The count of sessions is out of range.
    #[error("{0} sessions: from {min} to {max} can be generated", min = SessionCount::MIN, max = SessionCount::MAX)]
    Sessions(u32),
    /// The share of faulty sessions is out of range or not a number.
    #[error("a fault share of {0}: it must be from 0 to {max}", max = FaultShare::MAX)]
    FaultShare(f64),
}

/// A named set of viewers, devices, networks and incidents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Preset {
    /// A world-wide subscription service with a week of viewing.
    #[default]
    StreamGuard,
}

impl Preset {
    /// Every preset.
    pub const ALL: &[Preset] = &[Preset::StreamGuard];

    /// The name in links and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Preset::StreamGuard => "streamguard",
        }
    }

    /// The preset of this name, if there is one.
    pub fn from_name(name: &str) -> Option<Preset> {
        Preset::ALL.iter().copied().find(|preset| preset.name() == name)
    }
}

/// How many sessions to generate: [`Self::MIN`] to [`Self::MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionCount(u32);

impl SessionCount {
    /// The least count.
    pub const MIN: u32 = 1;
    /// The greatest count.
    pub const MAX: u32 = 5_000_000;

    /// Checks a count.
    ///
    /// # Errors
    /// [`ScenarioError::Sessions`] when it is out of range.
    pub fn new(sessions: u32) -> Result<Self, ScenarioError> {
        if (Self::MIN..=Self::MAX).contains(&sessions) {
            Ok(Self(sessions))
        } else {
            Err(ScenarioError::Sessions(sessions))
        }
    }

    /// The count.
    pub fn get(self) -> u32 {
        self.0
    }
}

impl Default for SessionCount {
    fn default() -> Self {
        Self(10_000)
    }
}

/// The share of sessions that have a fault: 0 to [`Self::MAX`].
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct FaultShare(f64);

impl FaultShare {
    /// The greatest share.
    pub const MAX: f64 = 0.5;

    /// Checks a share.
    ///
    /// # Errors
    /// [`ScenarioError::FaultShare`] when it is out of range or not a number.
    pub fn new(share: f64) -> Result<Self, ScenarioError> {
        if (0.0..=Self::MAX).contains(&share) {
            // Adding zero turns -0 into 0, so that equal shares have equal bits.
            Ok(Self(share + 0.0))
        } else {
            Err(ScenarioError::FaultShare(share))
        }
    }

    /// The share.
    pub fn get(self) -> f64 {
        self.0
    }

    /// How many of so many sessions have a fault: the nearest whole number, a half rounded up.
    pub fn of(self, sessions: SessionCount) -> u32 {
        (self.0 * f64::from(sessions.get()) + 0.5) as u32
    }
}

impl Default for FaultShare {
    fn default() -> Self {
        Self(0.05)
    }
}

/// All that generated sessions depend on: equal scenarios give equal sessions, bit for bit, on every machine.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scenario {
    /// Whose sessions.
    pub preset: Preset,
    /// How many.
    pub sessions: SessionCount,
    /// How many of them have a fault.
    pub fault_share: FaultShare,
    /// The seed of the random numbers; any value serves.
    pub seed: u64,
}

impl Scenario {
    /// A scenario from unchecked numbers.
    ///
    /// # Errors
    /// [`ScenarioError`] for the first number out of range.
    pub fn new(preset: Preset, sessions: u32, fault_share: f64, seed: u64) -> Result<Self, ScenarioError> {
        Ok(Self { preset, sessions: SessionCount::new(sessions)?, fault_share: FaultShare::new(fault_share)?, seed })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_inclusive_and_held() {
        for good in [1, 2, 5_000_000] {
            assert_eq!(SessionCount::new(good).map(SessionCount::get), Ok(good));
        }
        for bad in [0, 5_000_001, u32::MAX] {
            assert_eq!(SessionCount::new(bad), Err(ScenarioError::Sessions(bad)));
        }
        for good in [0.0, f64::MIN_POSITIVE, 0.05, 0.5] {
            assert_eq!(FaultShare::new(good).map(FaultShare::get), Ok(good));
        }
        for bad in [-0.01, 0.500_000_1, f64::NAN, f64::INFINITY] {
            assert!(matches!(FaultShare::new(bad), Err(ScenarioError::FaultShare(_))));
        }
        assert_eq!(FaultShare::new(-0.0).map(|share| share.get().to_bits()), Ok(0));
    }

    #[test]
    fn errors_say_what_is_allowed() {
        let sessions = Scenario::new(Preset::StreamGuard, 0, 0.05, 1).map_err(|error| error.to_string());
        assert_eq!(sessions, Err("0 sessions: from 1 to 5000000 can be generated".to_owned()));
        let share = Scenario::new(Preset::StreamGuard, 10, 0.6, 1).map_err(|error| error.to_string());
        assert_eq!(share, Err("a fault share of 0.6: it must be from 0 to 0.5".to_owned()));
    }

    #[test]
    fn presets_are_found_by_name() {
        for &preset in Preset::ALL {
            assert_eq!(Preset::from_name(preset.name()), Some(preset));
        }
        assert_eq!(Preset::from_name("StreamGuard"), None);
    }
}
