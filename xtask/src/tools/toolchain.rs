//! The WebAssembly target of the compiler that this project pins.

use crate::error::{Error, Result};
use crate::project::Project;
use crate::run;
use std::path::Path;
use std::process::Command;

/// The target that the page and its workers are compiled for.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Adds the WebAssembly target to the pinned toolchain, unless it is there.
pub fn wasm_target(project: &Project) -> Result<()> {
    if has_wasm(project)? {
        return Ok(());
    }
    if run::find(&["rustup", "rustup.exe"]).is_none() {
        return Err(Error::Missing(format!(
            "this Rust has no target {WASM} and rustup is not there to add it: install rustup by hand, https://rustup.rs"
        )));
    }
    run::step(&format!("adding the target {WASM} to the Rust toolchain"), || {
        run::attached(Command::new("rustup").args(["target", "add", WASM]).current_dir(&project.root))
    })
}

fn has_wasm(project: &Project) -> Result<bool> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(rustc);
    command.args(["--print", "target-libdir", "--target", WASM]).current_dir(&project.root);
    let printed = run::recorded(&mut command)?;
    Ok(printed.succeeded && printed.output.lines().any(|line| Path::new(line.trim()).is_dir()))
}
