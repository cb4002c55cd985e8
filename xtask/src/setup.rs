//! What each command needs before it can start, and nothing more: `serve` installs no browser.

use crate::error::Result;
use crate::project::Project;
use crate::run;
use crate::tools::{Cache, browsers, crates, npm, python, toolchain};
use std::path::PathBuf;

/// Everything that any command may need.
pub fn everything(project: &Project) -> Result<()> {
    for_build(project)?;
    browsers::install_missing()?;
    for program in [browsers::chromium()?, browsers::chromedriver()?, browsers::firefox()?, geckodriver()?] {
        println!("==> {}: {}", program.display(), run::version(&program).unwrap_or_else(|| "no version".into()));
    }
    npm::end_to_end(project)?;
    python_for_tests(project)?;
    println!("==> everything is in place");
    Ok(())
}

/// What building the page takes: the folders that must come first in `PATH`.
pub fn for_build(project: &Project) -> Result<Vec<PathBuf>> {
    toolchain::wasm_target(project)?;
    let cache = Cache::of_user()?;
    Ok(vec![
        crates::trunk(&cache)?,
        crates::wasm_bindgen(&cache, project)?,
        npm::wasm_opt(&cache)?,
        npm::esbuild(&cache)?,
    ])
}

/// The runner of the tests that are compiled for browsers.
pub fn web_test_runner(project: &Project) -> Result<PathBuf> {
    toolchain::wasm_target(project)?;
    let folder = crates::wasm_bindgen(&Cache::of_user()?, project)?;
    Ok(folder.join(format!("wasm-bindgen-test-runner{}", std::env::consts::EXE_SUFFIX)))
}

/// The program that drives Firefox.
pub fn geckodriver() -> Result<PathBuf> {
    crates::geckodriver(&Cache::of_user()?)
}

/// Python with what the tests compare this program with.
pub fn python_for_tests(project: &Project) -> Result<PathBuf> {
    python::environment(&Cache::of_user()?, project, python::Purpose::Tests)
}

/// Python with what the benchmarks measure beside this program.
pub fn python_for_bench(project: &Project) -> Result<PathBuf> {
    python::environment(&Cache::of_user()?, project, python::Purpose::Bench)
}

/// Python with the readers of files that the benchmarks measure beside this program.
pub fn python_for_readers(project: &Project) -> Result<PathBuf> {
    python::environment(&Cache::of_user()?, project, python::Purpose::Readers)
}

/// The folder of the packages with the readers that run in a browser.
pub fn browser_readers() -> Result<PathBuf> {
    npm::readers(&Cache::of_user()?)
}

/// The folder of the packages with linked charts for a browser.
pub fn browser_explorers() -> Result<PathBuf> {
    npm::explorers(&Cache::of_user()?)
}

/// The program that bundles scripts.
pub fn esbuild() -> Result<PathBuf> {
    let name = if cfg!(windows) { "esbuild.cmd" } else { "esbuild" };
    Ok(npm::esbuild(&Cache::of_user()?)?.join(name))
}

/// The wasm-bindgen program that makes a module of a compiled library.
pub fn wasm_bindgen(project: &Project) -> Result<PathBuf> {
    toolchain::wasm_target(project)?;
    let folder = crates::wasm_bindgen(&Cache::of_user()?, project)?;
    Ok(folder.join(format!("wasm-bindgen{}", std::env::consts::EXE_SUFFIX)))
}

/// The program that improves compiled WebAssembly.
pub fn wasm_opt() -> Result<PathBuf> {
    let name = if cfg!(windows) { "wasm-opt.cmd" } else { "wasm-opt" };
    Ok(npm::wasm_opt(&Cache::of_user()?)?.join(name))
}
