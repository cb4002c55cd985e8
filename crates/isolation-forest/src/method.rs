//! The detectors that there are, by name.

use super::TreeKind;

/// How a forest finds what is anomalous.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Method {
    /// Isolation Forest: splits of one feature at random thresholds (Liu, Ting and Zhou 2008).
    #[default]
    Isolation,
    /// Extended Isolation Forest: random hyperplanes of two features (Hariri, Carrasco Kind and Brunner 2019, with
    /// extension level 1).
    Extended,
    /// Fair-Cut Forest: random hyperplanes of two features, cut where both sides are tightest (Cortes 2021).
    FairCut,
    /// The mean of the standardised Isolation Forest and the standardised Fair-Cut Forest.
    Mixture,
}

impl Method {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Isolation, Self::Extended, Self::FairCut, Self::Mixture];

    /// The name in links, files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Isolation => "isolation",
            Self::Extended => "extended",
            Self::FairCut => "fair-cut",
            Self::Mixture => "mixture",
        }
    }

    /// The method of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// The kinds of trees of its forests, in the order of its parts.
    pub fn kinds(self) -> &'static [TreeKind] {
        match self {
            Self::Isolation => &[TreeKind::Isolation],
            Self::Extended => &[TreeKind::Extended],
            Self::FairCut => &[TreeKind::FairCut],
            Self::Mixture => &[TreeKind::Isolation, TreeKind::FairCut],
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Isolation => "Isolation Forest",
            Self::Extended => "Extended Isolation Forest",
            Self::FairCut => "Fair-Cut Forest",
            Self::Mixture => "Isolation + Fair-Cut",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Method;

    #[test]
    fn names_lead_back_and_are_frozen() {
        assert_eq!(Method::ALL.map(Method::name), ["isolation", "extended", "fair-cut", "mixture"]);
        assert_eq!(Method::ALL.map(|method| Method::from_name(method.name())), Method::ALL.map(Some));
        assert_eq!(Method::from_name("Isolation"), None);
        assert_eq!(Method::default(), Method::Isolation);
    }
}
