//! Python with the packages that a command needs, in a virtual environment of this project's own: nothing is put into the
//! system's Python, and every machine has the same versions.

use super::{Cache, system};
use crate::error::{Error, Result, at};
use crate::project::Project;
use crate::run;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The first version of Python that the pinned packages are published for.
const OLDEST: (u32, u32) = (3, 11);
/// Prints the version, and fails where Debian has split off what makes virtual environments.
const PROBE: &str = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])";
/// Fails where the headers are missing that a package in C++ is compiled against.
const HEADERS: &str =
    "import os, sys, sysconfig; sys.exit(not os.path.exists(sysconfig.get_path('include') + '/Python.h'))";

/// What an environment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Tests against other implementations.
    Tests,
    /// Benchmarks beside other libraries. One of them is compiled here.
    Bench,
    /// Benchmarks beside other readers of files.
    Readers,
}

impl Purpose {
    fn name(self) -> &'static str {
        match self {
            Self::Tests => "tests",
            Self::Bench => "bench",
            Self::Readers => "readers",
        }
    }

    /// The file that names its packages and their versions.
    fn requirements(self, project: &Project) -> PathBuf {
        project.root.join(format!("xtask/python/{}.txt", self.name()))
    }
}

/// The Python of the environment for this purpose, made if it is not there yet.
pub fn environment(cache: &Cache, project: &Project, purpose: Purpose) -> Result<PathBuf> {
    let requirements = purpose.requirements(project);
    let wanted = std::fs::read(&requirements).map_err(at(&requirements))?;
    let (python, version) = interpreter()?;
    // An environment belongs to its packages and to the Python that it was made with.
    let digest: String = Sha256::digest(&wanted).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    let program = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let home =
        cache.ensure(&format!("python-{}", purpose.name()), &format!("{version}-{digest}"), program, |folder| {
            if purpose == Purpose::Bench {
                require_compiler(&python)?;
            }
            run::attached(Command::new(&python).args(["-m", "venv"]).arg(folder))?;
            let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
            run::attached(Command::new(folder.join(program)).args(pip).arg(&requirements))
        })?;
    Ok(home.join(program))
}

/// The system's Python and its version, installed where the system lets us.
fn interpreter() -> Result<(PathBuf, String)> {
    if let Some(found) = usable() {
        return Ok(found);
    }
    system::install(&["python3", "python3-venv"])?;
    usable().ok_or_else(|| {
        let (major, minor) = OLDEST;
        Error::Missing(format!(
            "install Python {major}.{minor} or later with venv by hand (on Debian: apt-get install python3 python3-venv)"
        ))
    })
}

fn usable() -> Option<(PathBuf, String)> {
    let python = run::find(&["python3", "python3.exe", "python.exe"])?;
    let probe = run::recorded(Command::new(&python).args(["-c", PROBE])).ok().filter(|probe| probe.succeeded)?;
    let version = probe.output.trim().to_owned();
    is_recent(&version).then_some((python, version))
}

/// Whether `3.11` is at least the oldest version that will do.
fn is_recent(version: &str) -> bool {
    let numbers = version.split_once('.').and_then(|(major, minor)| Some((major.parse().ok()?, minor.parse().ok()?)));
    numbers.is_some_and(|numbers: (u32, u32)| numbers >= OLDEST)
}

/// A C++ compiler and Python's headers.
fn require_compiler(python: &Path) -> Result<()> {
    let there = || {
        let headers = run::recorded(Command::new(python).args(["-c", HEADERS])).is_ok_and(|probe| probe.succeeded);
        headers && run::find(&["g++", "c++", "clang++"]).is_some()
    };
    if there() || (system::install(&["g++", "python3-dev"])? && there()) {
        return Ok(());
    }
    let help = "install a C++ compiler and Python's headers by hand (on Debian: apt-get install g++ python3-dev)";
    Err(Error::Missing(help.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_old_python_is_not_taken() {
        for (version, recent) in
            [("3.10", false), ("3.11", true), ("3.9", false), ("4.0", true), ("", false), ("3", false)]
        {
            assert_eq!(is_recent(version), recent, "{version:?}");
        }
    }

    #[test]
    fn every_package_has_one_exact_version() {
        for (purpose, first) in [
            (Purpose::Tests, "scikit-learn==1.9."),
            (Purpose::Bench, "scikit-learn==1.9."),
            (Purpose::Readers, "polars==2."),
        ] {
            let path = purpose.requirements(&Project::locate());
            let text = std::fs::read_to_string(&path).unwrap();
            let lines: Vec<_> = text.lines().filter(|line| !line.starts_with('#')).collect();
            assert!(lines.iter().any(|line| line.starts_with(first)), "{}", path.display());
            for line in lines {
                let (name, version) = line.split_once("==").expect(line);
                assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)), "{line}");
                assert!(version.starts_with(|first: char| first.is_ascii_digit()), "{line}");
                assert!(version.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.'), "{line}");
            }
        }
    }
}
