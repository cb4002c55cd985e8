//! What cargo says of our packages: where they are, what they depend on, and what of it gets into a program.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a package depends on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dependencies {
    /// Of ours, by name.
    pub ours: BTreeSet<String>,
    /// Packages of others.
    pub others: BTreeSet<String>,
}

/// A package of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// What we call it: its folder, or for the one at the top [`TOP`].
    pub name: String,
    /// What cargo calls it.
    pub package: String,
    /// What its programs and its library depend on, to build them, too.
    pub uses: Dependencies,
    /// What its tests depend on.
    pub tests: Dependencies,
    /// The roots of its library and its programs, from the top of the project on.
    pub roots: Vec<PathBuf>,
    /// The other crates that its code can name, by their names in code.
    pub names: BTreeMap<String, Named>,
}

/// What a name in code stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Named {
    /// A package of ours.
    Ours(String),
    /// A package of others.
    Other(String),
}

/// What the package at the top of the project is called here.
pub const TOP: &str = "src";

/// What cargo says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Packages {
    /// Our packages.
    pub ours: Vec<Package>,
    /// The categories that packages give themselves on crates.io, by the package's name; of several versions all of them.
    pub categories: BTreeMap<String, BTreeSet<String>>,
}

/// Why cargo's answer cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum CargoError {
    /// It cannot be started.
    #[error("cargo: {0}")]
    Start(#[from] std::io::Error),
    /// It failed.
    #[error("cargo {command}: {message}")]
    Failed {
        /// Which command.
        command: String,
        /// What it said.
        message: String,
    },
    /// What it says is not what it should be.
    #[error("cargo metadata: {0}")]
    Json(#[from] serde_json::Error),
    /// Something is missing in what it says.
    #[error("cargo metadata has no {0}")]
    Missing(&'static str),
}

/// The machine that this runs on, as cargo takes it.
const HERE: &str = "host-tuple";

/// Asks `cargo metadata` for all packages of the project at `root`.
///
/// # Errors
/// Cargo fails, or says something else than it does today.
pub fn packages(root: &Path, targets: &BTreeSet<&str>) -> Result<Packages, CargoError> {
    let mut arguments = vec!["metadata", "--locked", "--format-version", "1"];
    for target in targets.iter().copied().chain([HERE]) {
        arguments.extend(["--filter-platform", target]);
    }
    let metadata: Value = serde_json::from_str(&cargo(root, &arguments)?)?;
    of_metadata(&metadata)
}

/// What the answer of `cargo metadata` says.
///
/// # Errors
/// Something is missing in it.
pub fn of_metadata(metadata: &Value) -> Result<Packages, CargoError> {
    let root = PathBuf::from(text(metadata, "workspace_root")?);
    let all = metadata["packages"].as_array().ok_or(CargoError::Missing("packages"))?;
    let mut found = Packages::default();
    let (ours, others): (Vec<&Value>, Vec<&Value>) = all.iter().partition(|package| package["source"].is_null());
    for package in others {
        let categories = package["categories"].as_array().into_iter().flatten().filter_map(Value::as_str);
        found.categories.entry(text(package, "name")?.to_owned()).or_default().extend(categories.map(str::to_owned));
    }
    // The name of a library in code may be another than the package's.
    let mut libraries = BTreeMap::new();
    for package in &ours {
        let folder = folder(package)?;
        let targets = package["targets"].as_array().into_iter().flatten();
        let library = targets.filter(|target| !is_program(target)).find(|target| is_part(target));
        let named = library.and_then(|target| target["name"].as_str()).unwrap_or_default();
        libraries.insert(folder.clone(), (name_of(&folder, &root), named.to_owned()));
    }
    for package in ours {
        let folder = folder(package)?;
        let mut here = Package {
            name: name_of(&folder, &root),
            package: text(package, "name")?.to_owned(),
            uses: Dependencies::default(),
            tests: Dependencies::default(),
            roots: Vec::new(),
            names: BTreeMap::new(),
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let name = text(dependency, "name")?;
            let library = dependency["path"].as_str().and_then(|path| libraries.get(Path::new(path)));
            let rename = dependency["rename"].as_str();
            let in_tests = dependency["kind"].as_str() == Some("dev");
            let list = if in_tests { &mut here.tests } else { &mut here.uses };
            let (code, named) = match library {
                Some((ours, library)) => {
                    list.ours.insert(ours.clone());
                    (rename.unwrap_or(library), Named::Ours(ours.clone()))
                }
                None => {
                    list.others.insert(name.to_owned());
                    (rename.unwrap_or(name), Named::Other(name.to_owned()))
                }
            };
            if !in_tests {
                here.names.insert(code.replace('-', "_"), named);
            }
        }
        for target in package["targets"].as_array().into_iter().flatten().filter(|target| is_part(target)) {
            let path = Path::new(text(target, "src_path")?);
            here.roots.push(path.strip_prefix(&root).unwrap_or(path).to_owned());
        }
        here.roots.sort();
        found.ours.push(here);
    }
    Ok(found)
}

/// Whether a target of cargo is in what is shipped: a library or a program.
fn is_part(target: &Value) -> bool {
    let kinds = target["kind"].as_array().into_iter().flatten().filter_map(Value::as_str);
    kinds.into_iter().any(|kind| matches!(kind, "lib" | "bin" | "rlib" | "cdylib" | "proc-macro"))
}

fn is_program(target: &Value) -> bool {
    target["kind"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "bin"))
}

fn text<'a>(value: &'a Value, key: &'static str) -> Result<&'a str, CargoError> {
    value[key].as_str().ok_or(CargoError::Missing(key))
}

fn folder(package: &Value) -> Result<PathBuf, CargoError> {
    let manifest = Path::new(text(package, "manifest_path")?);
    Ok(manifest.parent().unwrap_or(manifest).to_owned())
}

fn name_of(folder: &Path, root: &Path) -> String {
    match folder.file_name() {
        Some(name) if folder != root => name.to_string_lossy().into_owned(),
        _ => TOP.to_owned(),
    }
}

/// A package in a program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Linked {
    /// The packages that ask for it.
    pub by: BTreeSet<String>,
    /// The features that it is built with.
    pub features: BTreeSet<String>,
}

/// All packages that get into the programs of a package, by name, as `cargo tree` finds them; what only runs while they are
/// built does not count.
///
/// # Errors
/// Cargo fails.
pub fn linked(root: &Path, package: &str, target: &str) -> Result<BTreeMap<String, Linked>, CargoError> {
    let edges = ["--edges", "normal,no-proc-macro", "--prefix", "depth", "--format", "{p}|{f}"];
    let arguments = ["tree", "--locked", "--package", package, "--target", target];
    Ok(of_tree(&cargo(root, &[&arguments[..], &edges[..]].concat())?))
}

/// What `cargo tree` has printed, as depth, name, version and features: `2tokio v1.54.1|default,sync`.
pub fn of_tree(printed: &str) -> BTreeMap<String, Linked> {
    let mut found: BTreeMap<String, Linked> = BTreeMap::new();
    let mut above: Vec<&str> = Vec::new();
    for line in printed.lines() {
        let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let Ok(depth) = line[..line.len() - rest.len()].parse::<usize>() else { continue };
        let (package, features) = rest.split_once('|').unwrap_or((rest, ""));
        let name = package.split(' ').next().unwrap_or_default();
        above.truncate(depth);
        let here = found.entry(name.to_owned()).or_default();
        here.by.extend(above.last().map(|by| (*by).to_owned()));
        // What was shown before is marked, behind its features.
        let features = features.trim_end_matches("(*)").trim();
        here.features.extend(features.split(',').filter(|it| !it.is_empty()).map(str::to_owned));
        above.push(name);
    }
    found
}

fn cargo(root: &Path, arguments: &[&str]) -> Result<String, CargoError> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    let done = command.args(arguments).current_dir(root).output()?;
    if !done.status.success() {
        let message = String::from_utf8_lossy(&done.stderr).trim().to_owned();
        return Err(CargoError::Failed { command: arguments.join(" "), message });
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}
