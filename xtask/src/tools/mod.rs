//! Tools are installed once per machine, one folder a version, in the user's cache, where every clone finds them.
//!
//! A folder gets its name only after everything is in it (one rename), so an interrupted installation is never taken
//! for a finished one; a lock makes a second run wait for the first.

pub mod browsers;
pub mod crates;
pub mod npm;
pub mod python;
mod system;
pub mod toolchain;

use crate::error::{Error, Result, at};
use crate::run;
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

/// The folder that holds every tool of every version.
#[derive(Debug, Clone)]
pub struct Cache {
    root: PathBuf,
}

impl Cache {
    /// The cache of this user: `$XDG_CACHE_HOME/streamguard/tools`, or `~/.cache/streamguard/tools`.
    pub fn of_user() -> Result<Self> {
        let variable = |name| std::env::var_os(name).map(PathBuf::from);
        let base = cache_base(variable("XDG_CACHE_HOME"), variable("HOME").or_else(|| variable("USERPROFILE")))
            .ok_or_else(|| Error::Missing("set HOME or XDG_CACHE_HOME: there is no place for the tools".into()))?;
        Ok(Self { root: base.join("streamguard/tools") })
    }

    /// The folder of one tool, installed if it is not there yet.
    ///
    /// `program` is a path inside the folder that must be runnable for the tool to count as installed; `install` is
    /// given an empty folder to install into.
    pub fn ensure(
        &self,
        name: &str,
        version: &str,
        program: &str,
        install: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<PathBuf> {
        let home = self.root.join(format!("{name}-{version}"));
        if run::is_program(&home.join(program)) {
            return Ok(home);
        }
        std::fs::create_dir_all(&self.root).map_err(at(&self.root))?;
        let _lock = self.lock()?;
        if run::is_program(&home.join(program)) {
            return Ok(home);
        }
        let staging = self.root.join(format!(".installing-{name}-{version}"));
        remove(&staging)?;
        std::fs::create_dir_all(&staging).map_err(at(&staging))?;
        run::step(&format!("installing {name} {version} into {} (once per machine)", home.display()), || {
            install(&staging)
        })?;
        if !run::is_program(&staging.join(program)) {
            return Err(Error::Missing(format!("{name} {version} was installed, but came without {program}")));
        }
        remove(&home)?;
        std::fs::rename(&staging, &home).map_err(at(&home))?;
        Ok(home)
    }

    /// Waits until no other run installs into this cache. The lock goes when the file is dropped, or the process dies.
    fn lock(&self) -> Result<File> {
        let path = self.root.join(".lock");
        let file = File::options().create(true).append(true).open(&path).map_err(at(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(file),
            Err(TryLockError::WouldBlock) => {
                println!("==> waiting for another run that is installing tools ({})", path.display());
                file.lock().map_err(at(&path))?;
                Ok(file)
            }
            Err(TryLockError::Error(source)) => Err(Error::File { path, source }),
        }
    }
}

fn cache_base(xdg: Option<PathBuf>, home: Option<PathBuf>) -> Option<PathBuf> {
    // The XDG specification: a relative path there is to be ignored.
    xdg.filter(|path| path.is_absolute()).or_else(|| home.map(|home| home.join(".cache")))
}

fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(source) if source.kind() != std::io::ErrorKind::NotFound => {
            Err(Error::File { path: folder.to_owned(), source })
        }
        _ => Ok(()),
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::os::unix::fs::PermissionsExt;

    /// A cache of its own for one test, gone when dropped.
    struct Temporary(Cache);

    impl Temporary {
        fn new(name: &str) -> Self {
            let root = std::env::temp_dir().join(format!("streamguard-xtask-{}-{name}", std::process::id()));
            Self(Cache { root })
        }
    }

    impl Drop for Temporary {
        fn drop(&mut self) {
            let _ = remove(&self.0.root);
        }
    }

    fn put_program(folder: &Path) -> Result<()> {
        let program = folder.join("bin/tool");
        std::fs::create_dir_all(folder.join("bin")).map_err(at(folder))?;
        std::fs::write(&program, "#!/bin/sh\n").map_err(at(&program))?;
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).map_err(at(&program))
    }

    #[test]
    fn a_tool_is_installed_once() {
        let cache = Temporary::new("once");
        let count = Cell::new(0);
        let install = |folder: &Path| {
            count.set(count.get() + 1);
            put_program(folder)
        };
        let first = cache.0.ensure("tool", "1.2.3", "bin/tool", install).unwrap();
        let second = cache.0.ensure("tool", "1.2.3", "bin/tool", install).unwrap();
        assert_eq!((&first, count.get()), (&second, 1));
        assert!(first.ends_with("tool-1.2.3"));
        cache.0.ensure("tool", "1.2.4", "bin/tool", install).unwrap();
        assert_eq!(count.get(), 2, "another version is another installation");
    }

    #[test]
    fn an_interrupted_installation_is_started_anew() {
        let cache = Temporary::new("interrupted");
        let interrupted = cache.0.ensure("tool", "1", "bin/tool", |folder| {
            put_program(folder)?;
            std::fs::write(folder.join("half"), "").unwrap();
            Err(Error::Missing("the network went away".into()))
        });
        assert!(interrupted.is_err());
        assert!(!cache.0.root.join("tool-1").exists());
        let home = cache.0.ensure("tool", "1", "bin/tool", put_program).unwrap();
        assert!(!home.join("half").exists(), "what the interrupted run left was kept");
    }

    #[test]
    fn an_installation_without_its_program_is_an_error() {
        let cache = Temporary::new("empty");
        assert!(cache.0.ensure("tool", "1", "bin/tool", |_| Ok(())).is_err());
        assert!(!cache.0.root.join("tool-1").exists());
    }

    #[test]
    fn two_runs_do_not_install_at_the_same_time() {
        let cache = Temporary::new("two");
        let installations = std::sync::atomic::AtomicUsize::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    cache.0.ensure("tool", "1", "bin/tool", |folder| {
                        installations.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
                        put_program(folder)
                    })
                });
            }
        });
        assert_eq!(installations.into_inner(), 1);
    }

    #[test]
    fn the_cache_is_where_the_specification_puts_it() {
        let path = |text: &str| Some(PathBuf::from(text));
        assert_eq!(cache_base(path("/x"), path("/home/a")), path("/x"));
        assert_eq!(cache_base(path("x"), path("/home/a")), path("/home/a/.cache"));
        assert_eq!(cache_base(None, path("/home/a")), path("/home/a/.cache"));
        assert_eq!(cache_base(None, None), None);
    }
}
