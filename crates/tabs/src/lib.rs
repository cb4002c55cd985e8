//! The tabs of the page, a row each. The tab bar, the link, the page's source, the build and the size report read them here;
//! nothing else names a tab that is a program of its own, but that program.

/// Who draws a tab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawn {
    /// The page.
    ByPage,
    /// The page, from what the full program describes.
    Described,
    /// A program of its own, loaded when the page has a result and nothing else to do.
    Late,
}

/// When a tab can be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Once there is a result.
    Result,
    /// Once a file is open.
    File,
}

/// Makes the tabs of their rows: what it is; its variant, its name, its name on the tab bar, who draws it, when it can be opened,
/// and what stands in a link before the keys of what is chosen on it; empty where nothing is.
macro_rules! tabs {
    ($($(#[$meaning:meta])* $tab:ident $name:literal $label:literal $drawn:ident $needs:ident $prefix:literal)*) => {
        /// A tab of the page.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum Tab {
            $($(#[$meaning])* $tab,)*
        }

        impl Tab {
            /// Every tab, in the order of the page.
            pub const ALL: &[Self] = &[$(Self::$tab),*];

            /// The name in links; for a late tab that of its program, its element, its style sheet and its files.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$tab => $name,)*
                }
            }

            /// The name on the tab bar.
            pub fn label(self) -> &'static str {
                match self {
                    $(Self::$tab => $label,)*
                }
            }

            /// Who draws it.
            pub fn drawn(self) -> Drawn {
                match self {
                    $(Self::$tab => Drawn::$drawn,)*
                }
            }

            /// When it can be opened.
            pub fn needs(self) -> Needs {
                match self {
                    $(Self::$tab => Needs::$needs,)*
                }
            }

            /// What stands in a link before the keys of what is chosen on it; none where nothing is.
            pub fn prefix(self) -> Option<&'static str> {
                let prefix = match self {
                    $(Self::$tab => $prefix,)*
                };
                (!prefix.is_empty()).then_some(prefix)
            }
        }
    };
}

tabs! {
    /// The analysis.
    #[default]
    Detect "detect" "Detect" ByPage Result ""
    /// Its sessions, by linked charts.
    Explore "explore" "Explore" Late Result "e."
    /// The file: how it was read, and what its columns were taken for.
    Data "data" "Data" Described File ""
    /// How good the file is: what was found in it, and how its values are spread.
    Quality "quality" "Quality" Described File ""
    /// The analyses that this browser remembers.
    Recent "recent" "Recent" Late Result ""
}

impl Tab {
    /// The tab of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|tab| tab.name() == name)
    }

    /// The tabs that are programs of their own.
    pub fn late() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|tab| tab.is_late())
    }

    /// Whether it is a program of its own.
    pub fn is_late(self) -> bool {
        self.drawn() == Drawn::Late
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_tabs_have_the_same_name_or_prefix() {
        for (place, tab) in Tab::ALL.iter().enumerate() {
            assert_eq!(Tab::from_name(tab.name()), Some(*tab));
            for other in &Tab::ALL[..place] {
                assert_ne!(tab.label(), other.label());
                // No key of one is taken for one of another.
                if let (Some(one), Some(other)) = (tab.prefix(), other.prefix()) {
                    assert!(!one.starts_with(other) && !other.starts_with(one));
                }
            }
            // Nor for one of the page, none of which has a dot. Only what is loaded late keeps what is chosen for itself.
            assert!(tab.prefix().is_none_or(|prefix| prefix.ends_with('.') && tab.is_late()));
            // It is a file's name.
            assert!(tab.name().bytes().all(|byte| byte.is_ascii_lowercase()));
        }
    }
}
