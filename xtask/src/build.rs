//! `cargo xtask build`: the static site in `dist/`, for any sub-path of any static host.

use crate::error::Result;
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
        page::finish(&project.dist())
    })
}

/// The command that bundles the page; `page::finish` must follow it.
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
    Ok(command)
}
