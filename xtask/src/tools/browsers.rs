//! The browsers that the tests run in: those of the system, installed where the system lets us.

use super::system;
use crate::error::{Error, Result};
use crate::run;
use std::path::PathBuf;

/// A program that the tests need and the system's package manager has.
#[derive(Debug)]
struct Wanted {
    /// Its names on `PATH`, the preferred one first.
    programs: &'static [&'static str],
    /// Debian's package.
    package: &'static str,
    /// What to install where there is no such package.
    by_hand: &'static str,
}

const CHROMIUM: Wanted = Wanted {
    programs: &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
    package: "chromium",
    by_hand: "install Chromium or Google Chrome by hand and put it on the PATH",
};
/// Chromium without windows: the same engine, and none of the pages that a window of Chromium is itself made of, which take a
/// third of a test's time on two cores.
const HEADLESS_SHELL: Wanted = Wanted {
    programs: &["chromium-headless-shell", "chrome-headless-shell"],
    package: "chromium-headless-shell",
    by_hand: "the tests take Chromium with its windows, which is slower",
};
const CHROMEDRIVER: Wanted = Wanted {
    programs: &["chromedriver"],
    package: "chromium-driver",
    by_hand: "install chromedriver, of the version of your Chromium, by hand and put it on the PATH",
};
const FIREFOX: Wanted = Wanted {
    programs: &["firefox-esr", "firefox"],
    package: "firefox-esr",
    by_hand: "install Firefox by hand and put it on the PATH",
};

/// Chromium with its windows, as people use it.
pub fn chromium() -> Result<PathBuf> {
    CHROMIUM.find()
}

/// Chromium for Playwright: without windows where that is there.
pub fn headless_chromium() -> Result<PathBuf> {
    HEADLESS_SHELL.find().or_else(|_| chromium())
}

/// The program that drives Chromium for the tests that run inside it.
pub fn chromedriver() -> Result<PathBuf> {
    CHROMEDRIVER.find()
}

/// Firefox.
pub fn firefox() -> Result<PathBuf> {
    FIREFOX.find()
}

/// Installs the browsers that are missing with apt, where this is Debian and we are root; elsewhere does nothing, and
/// the tests that miss one say so.
pub fn install_missing() -> Result<()> {
    let wanted = [CHROMIUM, HEADLESS_SHELL, CHROMEDRIVER, FIREFOX];
    let missing: Vec<_> = wanted.into_iter().filter(|it| it.find().is_err()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<_> = missing.iter().map(|wanted| wanted.package).collect();
    if !system::install(&packages)? {
        for wanted in missing {
            println!("==> {} is missing: {}", wanted.programs[0], wanted.by_hand);
        }
    }
    Ok(())
}

impl Wanted {
    fn find(&self) -> Result<PathBuf> {
        run::find(self.programs)
            .ok_or_else(|| Error::Missing(format!("{} is missing: {}", self.programs[0], self.by_hand)))
    }
}
