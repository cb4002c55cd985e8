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

/// How a tool is compiled.
#[derive(Clone, Copy)]
struct Build {
    /// Whether from the versions of dependencies that its author tested with.
    locked: bool,
    /// Whether with what its author wants in it by default.
    defaults: bool,
    /// How far the compiler optimises it.
    level: &'static str,
}

/// A tool as its author means it, hardly optimised: it runs for seconds and compiles for minutes.
const USUAL: Build = Build { locked: true, defaults: true, level: "1" };

/// The folder of Trunk's program.
pub fn trunk(cache: &Cache) -> Result<PathBuf> {
    // By default it could fetch over TLS, which nothing here has it do; what it computes itself is little.
    install(cache, "trunk", TRUNK, "trunk", Build { defaults: false, level: "0", ..USUAL })
}

/// The folder of the wasm-bindgen programs, of exactly the version that the page is compiled with.
pub fn wasm_bindgen(cache: &Cache, project: &Project) -> Result<PathBuf> {
    let version = project.locked_version("wasm-bindgen")?;
    // This crate is published without a lock file of its own.
    install(
        cache,
        "wasm-bindgen-cli",
        &version,
        "wasm-bindgen-test-runner",
        Build { locked: false, defaults: false, ..USUAL },
    )
}

/// The program that drives Firefox.
pub fn geckodriver(cache: &Cache) -> Result<PathBuf> {
    Ok(install(cache, "geckodriver", GECKODRIVER, "geckodriver", USUAL)?.join("geckodriver"))
}

/// The folder of the program behind `cargo fuzz`.
pub fn cargo_fuzz(cache: &Cache) -> Result<PathBuf> {
    install(cache, "cargo-fuzz", CARGO_FUZZ, "cargo-fuzz", USUAL)
}

fn install(cache: &Cache, name: &str, version: &str, program: &str, build: Build) -> Result<PathBuf> {
    let program = Path::new("bin").join(format!("{program}{}", std::env::consts::EXE_SUFFIX));
    let home = cache.ensure(name, version, &program.to_string_lossy(), |folder| {
        let mut command = run::cargo();
        command.args(["install", name, "--version", &format!("={version}"), "--quiet", "--root"]).arg(folder);
        if build.locked {
            command.arg("--locked");
        }
        if !build.defaults {
            command.arg("--no-default-features");
        }
        // Trunk's own settings (whole-program optimisation) cost more time than they could ever save.
        command
            .env("CARGO_PROFILE_RELEASE_LTO", "off")
            .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", build.level)
            .env_remove("CARGO_TARGET_DIR")
            // Not from the project's folder: its settings are for the page.
            .current_dir(folder);
        run::attached(&mut command)
    })?;
    Ok(home.join("bin"))
}
