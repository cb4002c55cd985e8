//! Tools that are compiled from crates.io: Trunk, the wasm-bindgen command line, geckodriver, cargo-fuzz.

use super::Cache;
use crate::error::Result;
use crate::project::Project;
use crate::run;
use std::path::{Path, PathBuf};

/// Bundles the page: <https://trunkrs.dev>.
const TRUNK: &str = "0.21.14";
/// Drives Firefox for the tests that run inside it.
const GECKODRIVER: &str = "0.37.1";
/// Builds and runs the fuzz targets.
const CARGO_FUZZ: &str = "0.13.2";

/// Whether to build a tool from the versions of dependencies that its author tested with.
#[derive(Clone, Copy)]
enum Dependencies {
    Locked,
    Latest,
}

/// The folder of Trunk's program.
pub fn trunk(cache: &Cache) -> Result<PathBuf> {
    install(cache, "trunk", TRUNK, "trunk", Dependencies::Locked)
}

/// The folder of the wasm-bindgen programs, of exactly the version that the page is compiled with.
pub fn wasm_bindgen(cache: &Cache, project: &Project) -> Result<PathBuf> {
    let version = project.locked_version("wasm-bindgen")?;
    // This crate is published without a lock file of its own.
    install(cache, "wasm-bindgen-cli", &version, "wasm-bindgen-test-runner", Dependencies::Latest)
}

/// The program that drives Firefox.
pub fn geckodriver(cache: &Cache) -> Result<PathBuf> {
    Ok(install(cache, "geckodriver", GECKODRIVER, "geckodriver", Dependencies::Locked)?.join("geckodriver"))
}

/// The folder of the program behind `cargo fuzz`.
pub fn cargo_fuzz(cache: &Cache) -> Result<PathBuf> {
    install(cache, "cargo-fuzz", CARGO_FUZZ, "cargo-fuzz", Dependencies::Locked)
}

fn install(cache: &Cache, name: &str, version: &str, program: &str, dependencies: Dependencies) -> Result<PathBuf> {
    let program = Path::new("bin").join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
    let home = cache.ensure(name, version, &program.to_string_lossy(), |folder| {
        let mut command = run::cargo();
        command.args(["install", name, "--version", &format!("={version}"), "--quiet", "--root"]).arg(folder);
        if matches!(dependencies, Dependencies::Locked) {
            command.arg("--locked");
        }
        // They run for seconds and compile for minutes: Trunk's own settings (whole-program optimisation) cost
        // more time than they could ever save.
        command
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env_remove("CARGO_TARGET_DIR")
            // Not from the project's folder: its settings are for the page.
            .current_dir(folder);
        run::attached(&mut command)
    })?;
    Ok(home.join("bin"))
}
