//! `cargo xtask serve`: builds the page for release and serves it to this machine.

use crate::build;
use crate::error::{Result, at};
use crate::http::Server;
use crate::project::Project;

/// Builds, then serves `dist/` until interrupted.
pub fn run(project: &Project, port: u16, prefix: &str) -> Result<()> {
    let dist = project.dist();
    std::fs::create_dir_all(&dist).map_err(at(&dist))?;
    // Before the build, so that a port in use is said at once; a browser that asks already waits for its end.
    let server = Server::bind(&dist, prefix, port)?;
    build::run(project)?;
    println!("==> serving the page at {} (Ctrl+C ends it)", server.url());
    server.run();
    Ok(())
}
