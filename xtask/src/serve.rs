//! `cargo xtask serve`: builds the page for release and serves it to this machine.

use crate::build;
use crate::error::Result;
use crate::http::Server;
use crate::project::Project;

/// Builds, then serves `dist/` until interrupted.
pub fn run(project: &Project, port: u16, prefix: &str) -> Result<()> {
    build::run(project)?;
    let server = Server::bind(&project.dist(), prefix, port)?;
    println!("==> serving the page at {} (Ctrl+C ends it)", server.url());
    server.run();
    Ok(())
}
