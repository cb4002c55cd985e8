//! What comes from the system's package manager, where it lets us: apt, as root on Debian.

use crate::error::Result;
use crate::run;
use std::path::Path;
use std::process::Command;

/// Installs Debian's packages; whether it could. Elsewhere, or as another user, it does nothing.
pub fn install(packages: &[&str]) -> Result<bool> {
    if !may_use_apt() {
        return Ok(false);
    }
    run::step(&format!("installing {} with apt-get", packages.join(", ")), || {
        run::attached(apt_get().args(["update"]))?;
        run::attached(apt_get().args(["install", "--yes", "--no-install-recommends"]).args(packages))
    })?;
    Ok(true)
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.arg("-qq").env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn may_use_apt() -> bool {
    let root = run::recorded(Command::new("id").arg("-u")).is_ok_and(|id| id.output.trim() == "0");
    root && Path::new("/etc/debian_version").exists() && run::find(&["apt-get"]).is_some()
}
