//! The candidate in a browser's tab: the library compiled for it, its page, and what drives the page.

use crate::error::{Error, Result, at};
use crate::project::Project;
use crate::run;
use crate::setup;
use crate::tools::{browsers, npm, toolchain};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The files of the page, beside what wasm-bindgen makes.
const PAGE: [&str; 3] = ["index.html", "tab.mjs", "worker.mjs"];

/// A browser for the page.
pub struct Browser {
    chromium: PathBuf,
    packages: PathBuf,
    script: PathBuf,
}

/// Builds the page into a folder that is to be served, and sees to a browser for it.
///
/// It is built as the page's full program is: for speed, then improved by wasm-opt.
pub fn build(project: &Project, site: &Path) -> Result<Browser> {
    let browser = library(project, site)?;
    let source = project.root.join("bench/web");
    for name in PAGE {
        let from = source.join(name);
        std::fs::copy(&from, site.join(name)).map_err(at(&from))?;
    }
    Ok(browser)
}

/// Builds the library alone into that folder, and sees to a browser.
pub fn library(project: &Project, site: &Path) -> Result<Browser> {
    let browser = browser(project)?;
    let bindgen = setup::wasm_bindgen(project)?;
    let optimiser = setup::wasm_opt()?;
    let mut build = run::cargo();
    build
        .args(["build", "--quiet", "--release", "--locked", "--package", "bench", "--lib", "--target", toolchain::WASM])
        .current_dir(&project.root)
        .env("CARGO_TARGET_DIR", project.root.join("target"));
    run::attached(&mut build)?;
    let compiled = project.root.join(format!("target/{}/release/bench.wasm", toolchain::WASM));
    run::attached(Command::new(bindgen).args(["--target", "web", "--out-dir"]).arg(site).arg(&compiled))?;
    let program = site.join("bench_bg.wasm");
    run::attached(Command::new(optimiser).args(["-O3", "-o"]).arg(&program).arg(&program))?;
    Ok(browser)
}

/// Sees to a browser.
pub fn browser(project: &Project) -> Result<Browser> {
    browsers::install_missing()?;
    let chromium = browsers::chromium()?;
    npm::end_to_end(project)?;
    let script = project.root.join("bench/web/drive.mjs");
    Ok(Browser { chromium, packages: project.end_to_end().join("package.json"), script })
}

impl Browser {
    /// The program that opens the page at this address and measures in it.
    pub fn command(&self, page: &str, rows: usize, width: usize, workers: usize) -> Result<Command> {
        let mut command = self.script(&self.script)?;
        command.arg(format!("{page}?rows={rows}&width={width}&workers={workers}"));
        Ok(command)
    }

    /// A script that drives this browser.
    pub fn script(&self, script: &Path) -> Result<Command> {
        let node = run::find(&["node", "node.exe"]).ok_or_else(|| Error::Missing("Node.js has gone".into()))?;
        let mut command = Command::new(node);
        command.arg(script);
        command.env("STREAMGUARD_CHROMIUM", &self.chromium).env("STREAMGUARD_PACKAGES", &self.packages);
        Ok(command)
    }
}
