//! The fuzz targets: their names and what each tries to break.

use crate::error::{Error, Result};

macro_rules! targets {
    ($( $variant:ident, $name:literal, $purpose:literal; )*) => {
        /// A fuzz target.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Target {
            $( #[doc = $purpose] $variant, )*
        }

        impl Target {
            /// Every target, in the order in which they run.
            pub const ALL: &[Self] = &[ $( Self::$variant, )* ];

            /// Its name: that of its file in `fuzz/fuzz_targets`.
            pub fn name(self) -> &'static str {
                match self { $( Self::$variant => $name, )* }
            }

            /// What it tries, for a person who waits.
            pub fn purpose(self) -> &'static str {
                match self { $( Self::$variant => $purpose, )* }
            }
        }
    };
}

targets! {
    Reader, "reader", "any bytes as a file: counts add up, slices do not show";
    Layouts, "layouts", "any bytes as logs, documents and tables: by their link, the same";
    Mapping, "mapping", "any choices for columns: by its link, the same sessions";
    Numbers, "numbers", "any cells as numbers: the bits of the standard library";
    Times, "times", "any cells as times: written and read again, the same";
    Cmcd, "cmcd", "any text as the data of media requests; of known pairs none is lost";
    Gzip, "gzip", "packed as plain; damage is an error, a bomb is stopped";
    Zip, "zip", "what archives hold as the files; damage is an error, a bomb is stopped";
    Link, "link", "any text as a link: refused, or written as it was read";
    Explore, "explore", "any text as what is chosen in Explore: refused, or written as it was read";
    Plan, "plan", "any text as a plan: refused, or written as it was read";
    Model, "model", "any bytes as a saved model: refused, or written as it was read";
}

impl Target {
    /// The target of this name.
    pub fn named(name: &str) -> Result<Self> {
        Self::ALL.iter().copied().find(|target| target.name() == name).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|target| target.name()).collect();
            Error::Usage(format!("no fuzz target is called {name:?}; there are {}", known.join(", ")))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::Project;

    #[test]
    fn every_file_of_a_target_is_one() {
        let root = Project::locate().root.join("fuzz");
        let files = std::fs::read_dir(root.join("fuzz_targets")).unwrap();
        let mut files: Vec<String> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        let mut known: Vec<String> = Target::ALL.iter().map(|target| format!("{}.rs", target.name())).collect();
        files.sort();
        known.sort();
        assert_eq!(files, known);
        let manifest = std::fs::read_to_string(root.join("Cargo.toml")).unwrap();
        for target in Target::ALL {
            assert!(manifest.contains(&format!("name = \"{}\"", target.name())), "{} is not built", target.name());
            assert_eq!(Target::named(target.name()).unwrap(), *target);
        }
        assert!(Target::named("everything").is_err());
    }
}
