//! Tools that come from npm: wasm-opt and esbuild for the build, Playwright and axe for the tests of the whole page, other readers of
//! files and other linked charts for the benchmarks.

use super::Cache;
use crate::error::{Error, Result, at};
use crate::project::Project;
use crate::run;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The npm package that brings `wasm-opt`; `Trunk.toml` names the same version to Trunk.
const BINARYEN: &str = "132.0.0";

/// The npm package that makes scripts and style sheets small.
const ESBUILD: &str = "0.28.2";

/// The folder of the `wasm-opt` program.
pub fn wasm_opt(cache: &Cache) -> Result<PathBuf> {
    programs(cache, "binaryen", BINARYEN, "wasm-opt")
}

/// The folder of the `esbuild` program.
pub fn esbuild(cache: &Cache) -> Result<PathBuf> {
    programs(cache, "esbuild", ESBUILD, "esbuild")
}

/// The npm packages with readers of files that the benchmark measures, with their versions.
pub const READERS: [(&str, &str); 3] = [("udsv", "0.7.3"), ("papaparse", "5.7.1"), ("@duckdb/duckdb-wasm", "1.32.0")];

/// The `node_modules` of these packages.
pub fn readers(cache: &Cache) -> Result<PathBuf> {
    packages(cache, "readers", &READERS)
}

/// The npm packages with linked charts that the benchmark measures, with their versions. DuckDB is the one that Mosaic names;
/// a newer Flechette wants a package that not every registry has.
pub const EXPLORERS: [(&str, &str); 3] =
    [("@uwdata/vgplot", "0.32.0"), ("@uwdata/flechette", "2.5.0"), ("@duckdb/duckdb-wasm", "1.33.1-dev57.0")];

/// The `node_modules` of these packages.
pub fn explorers(cache: &Cache) -> Result<PathBuf> {
    packages(cache, "explorers", &EXPLORERS)
}

/// The `node_modules` of packages, of which DuckDB is one.
fn packages(cache: &Cache, name: &str, wanted: &[(&str, &str)]) -> Result<PathBuf> {
    require_node()?;
    let packages: Vec<String> = wanted.iter().map(|(package, version)| format!("{package}@{version}")).collect();
    let versions: Vec<&str> = wanted.iter().map(|&(_, version)| version).collect();
    // A program of what DuckDB depends on is there when all are: npm installs all or nothing.
    let program = "node_modules/apache-arrow/bin/arrow2csv.js";
    let home = cache.ensure(name, &versions.join("-"), program, |folder| {
        run::attached(
            npm(folder)
                .args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
                .args(&packages),
        )
    })?;
    Ok(home.join("node_modules"))
}

/// The folder of the programs of a package.
fn programs(cache: &Cache, package: &str, version: &str, program: &str) -> Result<PathBuf> {
    require_node()?;
    let home = cache.ensure(package, version, &format!("node_modules/.bin/{program}"), |folder| {
        run::attached(
            npm(folder)
                .args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
                .arg(format!("{package}@{version}")),
        )
    })?;
    Ok(home.join("node_modules/.bin"))
}

/// Installs what `tests/e2e` names in its lock file, unless exactly that is there already.
pub fn end_to_end(project: &Project) -> Result<()> {
    require_node()?;
    let folder = project.end_to_end();
    let lock = folder.join("package-lock.json");
    let wanted = digest(&std::fs::read(&lock).map_err(at(&lock))?);
    let stamp = folder.join("node_modules/.installed-from");
    if std::fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    run::step("installing Playwright and axe into tests/e2e/node_modules", || {
        // The browser is the system's: Playwright's own copy would be another 150 MB.
        run::attached(
            npm(&folder)
                .args(["ci", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"])
                .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"),
        )?;
        std::fs::write(&stamp, wanted).map_err(at(&stamp))
    })
}

fn npm(folder: &Path) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder);
    command
}

fn require_node() -> Result<()> {
    const HELP: &str = "install Node.js 20 or later (with npm) by hand: https://nodejs.org";
    let node = run::find(&["node", "node.exe"]).ok_or_else(|| Error::Missing(HELP.into()))?;
    let version = run::version(&node).unwrap_or_default();
    match major_version(&version) {
        Some(20..) if run::find(&["npm", "npm.cmd"]).is_some() => Ok(()),
        Some(20..) => Err(Error::Missing(format!("npm is missing: {HELP}"))),
        _ => Err(Error::Missing(format!("Node.js is too old ({version:?}): {HELP}"))),
    }
}

/// `20` of `v20.20.2`.
fn major_version(text: &str) -> Option<u32> {
    text.strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_of_node_is_read() {
        assert_eq!(major_version("v20.20.2"), Some(20));
        assert_eq!(major_version("v8"), Some(8));
        assert_eq!(major_version("20.1"), None);
        assert_eq!(major_version(""), None);
    }

    #[test]
    fn trunk_is_told_the_version_of_wasm_opt_that_is_installed() {
        let settings = std::fs::read_to_string(Project::locate().root.join("Trunk.toml")).unwrap();
        let major = BINARYEN.split('.').next().unwrap();
        assert!(settings.contains(&format!("wasm_opt = \"version_{major}\"")), "Trunk.toml names another wasm-opt");
    }

    #[test]
    fn the_lock_file_names_no_registry_but_the_public_one() {
        let path = Project::locate().end_to_end().join("package-lock.json");
        let lock: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let packages = lock["packages"].as_object().unwrap();
        assert!(packages.len() > 1);
        for (name, package) in packages {
            if let Some(address) = package.get("resolved").and_then(|value| value.as_str()) {
                assert!(address.starts_with("https://registry.npmjs.org/"), "{name} comes from {address}");
            }
            assert!(name.is_empty() || package["integrity"].is_string(), "{name} has no checksum");
        }
    }
}
