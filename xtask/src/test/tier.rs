//! The tiers of tests: their names, their order, and which stands on which.

use crate::error::{Error, Result};

/// One tier of tests or checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tier {
    /// The code is formatted.
    Fmt,
    /// Crates, modules and files use each other as the architecture says.
    Order,
    /// No warning of the compiler or clippy, natively.
    Clippy,
    /// The same for the page.
    ClippyWasm,
    /// The tests of the project's own commands and of what the benchmarks measure.
    Xtask,
    /// The unit, property, integration and documentation tests of the library and the command line.
    Native,
    /// The documentation builds without a warning.
    Doc,
    /// Exported models, scored by onnxruntime.
    Onnx,
    /// The tests compiled to WebAssembly, inside Chromium.
    Chromium,
    /// The same inside Firefox.
    Firefox,
    /// The page builds for release.
    Build,
    /// The first load is within its budget.
    Size,
    /// The whole page, driven in Chromium.
    EndToEnd,
}

impl Tier {
    /// Every tier, in the order in which they run: the quick ones first.
    pub const ALL: [Self; 13] = [
        Self::Fmt,
        Self::Order,
        Self::Clippy,
        Self::ClippyWasm,
        Self::Xtask,
        Self::Native,
        Self::Doc,
        Self::Onnx,
        Self::Chromium,
        Self::Firefox,
        Self::Build,
        Self::Size,
        Self::EndToEnd,
    ];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fmt => "fmt",
            Self::Order => "order",
            Self::Clippy => "clippy",
            Self::ClippyWasm => "clippy-wasm",
            Self::Xtask => "xtask",
            Self::Native => "native",
            Self::Doc => "doc",
            Self::Onnx => "onnx",
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Build => "build",
            Self::Size => "size",
            Self::EndToEnd => "e2e",
        }
    }

    /// What it does, for a person who waits.
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Fmt => "is the code formatted?",
            Self::Order => "who uses whom, against the tables of the architecture",
            Self::Clippy => "no warning natively",
            Self::ClippyWasm => "no warning for WebAssembly",
            Self::Xtask => "tests of the project's own commands and benchmarks",
            Self::Native => "unit, property, integration and documentation tests",
            Self::Doc => "documentation without a warning",
            Self::Onnx => "exported models in onnxruntime",
            Self::Chromium => "WebAssembly tests in Chromium",
            Self::Firefox => "WebAssembly tests in Firefox",
            Self::Build => "the page, for release",
            Self::Size => "the first load against its budget",
            Self::EndToEnd => "the whole page in Chromium",
        }
    }

    /// The tier of this name.
    pub fn named(name: &str) -> Result<Self> {
        Self::ALL.into_iter().find(|tier| tier.name() == name).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.into_iter().map(Self::name).collect();
            Error::Usage(format!("no tier is called {name:?}; there are {}", known.join(", ")))
        })
    }

    /// Whether it looks at `dist/`: a page from an earlier build would prove nothing about this code.
    fn needs_the_page(self) -> bool {
        matches!(self, Self::Size | Self::EndToEnd)
    }
}

/// The tiers to run: the named ones and what they stand on, or all, in their order and each once.
pub fn plan(named: &[Tier]) -> Vec<Tier> {
    let build = named.iter().any(|tier| tier.needs_the_page());
    let wanted = |tier: &Tier| named.is_empty() || named.contains(tier) || (build && *tier == Tier::Build);
    Tier::ALL.into_iter().filter(wanted).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tier_is_found_by_its_name() {
        for tier in Tier::ALL {
            assert_eq!(Tier::named(tier.name()).unwrap(), tier);
        }
        assert!(Tier::named("everything").is_err());
    }

    #[test]
    fn the_plan_is_in_order_and_builds_what_it_looks_at() {
        assert_eq!(plan(&[]), Tier::ALL);
        assert_eq!(plan(&[Tier::Native, Tier::Fmt, Tier::Fmt]), [Tier::Fmt, Tier::Native]);
        assert_eq!(plan(&[Tier::EndToEnd]), [Tier::Build, Tier::EndToEnd]);
        assert_eq!(plan(&[Tier::Size, Tier::Build]), [Tier::Build, Tier::Size]);
    }
}
