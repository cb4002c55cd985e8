//! `cargo xtask pictures`: the pictures of the documentation, taken from the built page and from the charts' own, so that they
//! never show another one.

use crate::error::{Result, at, content};
use crate::http::Server;
use crate::project::Project;
use crate::run;
use crate::tools::{browsers, npm};
use crate::{build, gallery};
use std::path::Path;
use std::process::Command;

/// A picture may weigh this much, in bytes: every clone carries all that there ever were.
const MOST: u64 = 300_000;

/// Builds both pages, serves them to a browser, and writes `docs/pictures/`.
pub fn run(project: &Project) -> Result<()> {
    let chromium = browsers::chromium()?;
    npm::end_to_end(project)?;
    build::run(project)?;
    let folder = project.root.join("docs/pictures");
    std::fs::create_dir_all(&folder).map_err(at(&folder))?;
    let gallery = gallery::build(project)?;
    let (url, gallery) = (served(&project.dist())?, served(&gallery)?);
    run::step("taking the pictures of the documentation into docs/pictures/", || {
        run::attached(
            Command::new("node")
                .arg("pictures.mjs")
                .current_dir(project.end_to_end())
                .env("STREAMGUARD_URL", url)
                .env("STREAMGUARD_GALLERY", gallery)
                .env("STREAMGUARD_CHROMIUM", chromium)
                .env("STREAMGUARD_PICTURES", &folder),
        )?;
        weigh(&folder)
    })
}

/// Serves a folder from now on; its address.
fn served(site: &Path) -> Result<String> {
    let server = Server::bind(site, "/", 0)?;
    let url = server.url();
    std::thread::spawn(move || server.run());
    Ok(url)
}

/// Every picture is small enough to be kept.
fn weigh(folder: &Path) -> Result<()> {
    for entry in std::fs::read_dir(folder).map_err(at(folder))? {
        let path = entry.map_err(at(folder))?.path();
        let bytes = std::fs::metadata(&path).map_err(at(&path))?.len();
        if bytes > MOST {
            return Err(content(&path, format!("has {bytes} bytes: a picture may have {MOST}")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kept_pictures_are_small() {
        weigh(&Project::locate().root.join("docs/pictures")).unwrap();
    }

    #[test]
    fn a_heavy_picture_is_refused() {
        let folder = std::env::temp_dir().join(format!("streamguard-pictures-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("light.png"), vec![0; MOST as usize]).unwrap();
        assert!(weigh(&folder).is_ok());
        std::fs::write(folder.join("heavy.png"), vec![0; MOST as usize + 1]).unwrap();
        let refused = weigh(&folder).unwrap_err().to_string();
        std::fs::remove_dir_all(&folder).unwrap();
        assert!(refused.contains("heavy.png"), "{refused}");
    }
}
