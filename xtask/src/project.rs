//! Where things are: the project's own folders, and the versions that it pins in its own files.

use crate::error::{Result, at, content};
use std::path::{Path, PathBuf};

/// The folders of this clone.
#[derive(Debug, Clone)]
pub struct Project {
    /// The folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
}

impl Project {
    /// The clone that this program was compiled in.
    pub fn locate() -> Self {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self { root: here.parent().unwrap_or(here).to_owned() }
    }

    /// The static site that `build` makes.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The tests that drive the whole page in a browser.
    pub fn end_to_end(&self) -> PathBuf {
        self.root.join("tests/e2e")
    }

    /// A folder for files of this program that nobody keeps.
    pub fn scratch(&self) -> Result<PathBuf> {
        let path = self.root.join("target/xtask");
        std::fs::create_dir_all(&path).map_err(at(&path))?;
        Ok(path)
    }

    /// The version of a package that `Cargo.lock` holds.
    pub fn locked_version(&self, package: &str) -> Result<String> {
        let path = self.root.join("Cargo.lock");
        let text = std::fs::read_to_string(&path).map_err(at(&path))?;
        match locked_versions(&text, package).as_slice() {
            [one] => Ok((*one).to_owned()),
            [] => Err(content(&path, format!("has no package {package}"))),
            many => Err(content(&path, format!("has more than one version of {package}: {}", many.join(", ")))),
        }
    }

    /// The test files that are compiled for browsers: `tests/web*.rs`, by name without the ending.
    pub fn web_tests(&self) -> Result<Vec<String>> {
        let folder = self.root.join("tests");
        let mut names = Vec::new();
        for entry in std::fs::read_dir(&folder).map_err(at(&folder))? {
            let name = entry.map_err(at(&folder))?.file_name().to_string_lossy().into_owned();
            if let Some(stem) = name.strip_suffix(".rs").filter(|stem| stem.starts_with("web")) {
                names.push(stem.to_owned());
            }
        }
        names.sort();
        Ok(names)
    }
}

/// Every version of `package` in the text of a `Cargo.lock`, whose `[[package]]` blocks hold one `key = "value"` a line.
fn locked_versions<'a>(lock: &'a str, package: &str) -> Vec<&'a str> {
    let value = |line: &'a str, key: &str| line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"');
    lock.split("[[package]]")
        .skip(1)
        .filter(|block| block.lines().any(|line| value(line, "name") == Some(package)))
        .filter_map(|block| block.lines().find_map(|line| value(line, "version")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n\
        dependencies = [\n \"cfg-if\",\n \"wasm-bindgen-macro\",\n]\n\n[[package]]\nname = \"wasm-bindgen-macro\"\n\
        version = \"0.2.99\"\n\n[[package]]\nname = \"thiserror\"\nversion = \"1.0.69\"\n\n[[package]]\n\
        name = \"thiserror\"\nversion = \"2.0.21\"\n";

    #[test]
    fn a_locked_version_is_that_of_the_very_package() {
        assert_eq!(locked_versions(LOCK, "wasm-bindgen"), ["0.2.130"]);
        assert_eq!(locked_versions(LOCK, "wasm-bindgen-macro"), ["0.2.99"]);
        assert_eq!(locked_versions(LOCK, "thiserror"), ["1.0.69", "2.0.21"]);
        assert_eq!(locked_versions(LOCK, "wasm"), [""; 0]);
        assert_eq!(locked_versions("", "wasm-bindgen"), [""; 0]);
    }

    #[test]
    fn this_clone_locks_the_wasm_bindgen_that_its_manifest_pins() {
        let project = Project::locate();
        let locked = project.locked_version("wasm-bindgen").unwrap();
        let manifest = std::fs::read_to_string(project.root.join("Cargo.toml")).unwrap();
        assert!(manifest.contains(&format!("wasm-bindgen = \"={locked}\"")), "Cargo.toml does not pin {locked}");
    }
}
