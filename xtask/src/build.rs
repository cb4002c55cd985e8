//! `cargo xtask build`: the static site in `dist/`, for any sub-path of any static host.

use crate::error::{Result, at};
use crate::names;
use crate::page;
use crate::project::Project;
use crate::run;
use crate::setup;
use std::path::PathBuf;
use std::process::Command;

/// Sets up and builds the page for release.
pub fn run(project: &Project) -> Result<()> {
    let tools = setup::for_build(project)?;
    run::step("building the page for release into dist/", || {
        run::attached(&mut trunk(project, &tools)?)?;
        finish(project, &tools)
    })
}

/// Finishes what [`trunk`] has bundled.
pub fn finish(project: &Project, tools: &[PathBuf]) -> Result<()> {
    minify(project, tools)?;
    names::shorten(&project.dist())?;
    page::finish(&project.dist())
}

/// Takes out of scripts and style sheets what only their authors need.
fn minify(project: &Project, tools: &[PathBuf]) -> Result<()> {
    let dist = project.dist();
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&dist).map_err(at(&dist))? {
        let path = entry.map_err(at(&dist))?.path();
        if path.extension().is_some_and(|ending| ending == "js" || ending == "css") {
            files.push(path);
        }
    }
    files.sort();
    let program = if cfg!(windows) { "esbuild.cmd" } else { "esbuild" };
    run::attached(
        Command::new(program)
            .args(["--minify", "--format=esm", "--allow-overwrite", "--log-level=warning"])
            .arg(format!("--outdir={}", dist.display()))
            .args(files)
            .env("PATH", run::path_with(tools)?),
    )
}

/// The command that bundles the page; [`finish`] must follow it.
pub fn trunk(project: &Project, tools: &[PathBuf]) -> Result<Command> {
    let mut command = Command::new("trunk");
    command
        .args(["build", "--release", "--locked", "--public-url", "./", "--skip-version-check"])
        .current_dir(&project.root)
        .env("PATH", run::path_with(tools)?)
        // Trunk reads this one as an option of its own, and refuses the usual value `1`.
        .env_remove("NO_COLOR");
    // A compiler flag from outside would replace those of .cargo/config.toml.
    for leaked in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CARGO_BUILD_TARGET"] {
        command.env_remove(leaked);
    }
    // The places of sources stand in the program for the messages of panics: short ones, that tell nothing of the machine.
    let mut flags = "-Ctarget-feature=+simd128".to_owned();
    for (place, name) in [(cargo_home(), "cargo"), (rust_home(), "rust"), (Some(project.root.clone()), "streamguard")] {
        if let Some(place) = place {
            flags.push_str(&format!(" --remap-path-prefix={}={name}", place.display()));
        }
    }
    // The stack lies before the data. Where it is a little smaller than the usual megabyte, the data's addresses are below one, and
    // those take three bytes in the program, not four.
    flags.push_str(" -Clink-arg=-zstack-size=917504");
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    Ok(command)
}

/// Where cargo keeps the sources of packages.
fn cargo_home() -> Option<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo")))?;
    let registry = home.join("registry/src");
    let index = std::fs::read_dir(&registry).ok().and_then(|mut entries| entries.next()?.ok());
    Some(index.map_or(registry, |index| index.path()))
}

/// Where rustc keeps the sources of the standard library, where it has them.
fn rust_home() -> Option<PathBuf> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output().ok()?;
    Some(PathBuf::from(String::from_utf8(sysroot.stdout).ok()?.trim()))
}
