//! `cargo xtask gallery`: the charts' own page, for those who work on them. It is no part of `dist/`.

use crate::error::{Result, at};
use crate::http::Server;
use crate::project::Project;
use crate::run::{self, cargo};
use crate::setup;
use crate::tools::toolchain;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What the page has beside its program: its own files, and the product's style sheets.
const FILES: [&str; 5] =
    ["gallery/index.html", "gallery/gallery.css", "assets/style.css", "assets/charts.css", "assets/explore.css"];

/// Builds, then serves the page until interrupted.
pub fn run(project: &Project, port: u16) -> Result<()> {
    let site = site(project)?;
    // Before the build, so that a port in use is said at once.
    let server = Server::bind(&site, "/", port)?;
    build(project)?;
    println!("==> serving the charts' own page at {} (Ctrl+C ends it)", server.url());
    server.run();
    Ok(())
}

/// Builds the page; the folder that it is in. It is compiled as the tests are: what is edited is seen soon.
pub fn build(project: &Project) -> Result<PathBuf> {
    let site = site(project)?;
    run::step("building the charts' own page", || {
        program(project, &site)?;
        for name in FILES {
            let from = project.root.join(name);
            let to = site.join(from.file_name().unwrap_or_default());
            std::fs::copy(&from, to).map_err(at(&from))?;
        }
        Ok(())
    })?;
    Ok(site)
}

fn site(project: &Project) -> Result<PathBuf> {
    let site = project.scratch()?.join("gallery");
    std::fs::create_dir_all(&site).map_err(at(&site))?;
    Ok(site)
}

fn program(project: &Project, site: &Path) -> Result<()> {
    let bindgen = setup::wasm_bindgen(project)?;
    let mut build = cargo();
    build
        .args(["build", "--quiet", "--locked", "--package", "gallery", "--target", toolchain::WASM])
        .current_dir(&project.root)
        .env("CARGO_TARGET_DIR", project.root.join("target"));
    run::attached(&mut build)?;
    let compiled = project.root.join(format!("target/{}/debug/gallery.wasm", toolchain::WASM));
    run::attached(
        Command::new(bindgen).args(["--target", "web", "--no-typescript", "--out-dir"]).arg(site).arg(compiled),
    )
}
