//! `cargo xtask bench diagnose`: how right it is what bad sessions are said to share, and how long the answer takes.
//!
//! Generated sessions have incidents that are known, labelled incidents of a service stand in a folder. Beside the project's own
//! answers stand those of two published methods, which `bench/src/diagnosed` has from their definitions.

mod judged;
mod speed;
mod table;

use super::candidate::Process;
use super::machine::{self, Machine};
use super::options::Diagnose;
use super::{document, explore, forest, tab};
use crate::error::{Error, Result, at};
use crate::http::Server;
use crate::project::Project;
use crate::{build, run};
use judged::Judged;
use speed::{Asked, Native};
use std::path::Path;
use std::process::Command;

/// The section of the documentation.
pub const SECTION: &str = "diagnose";
/// Sessions of the worlds whose faults have no cause.
const WITHOUT_CAUSE: usize = 20_000;
/// What combinations are made of where the search is measured natively.
const DIMENSIONS: usize = 10;
/// Of fewer sessions, the system's account of work is too coarse natively.
const COUNTABLE: usize = 100_000;
/// Questions to the search, and clicks on the page's button, after the first.
const REPEATS: usize = 9;

/// Measures, prints the tables, and writes them into the documentation if they are complete.
pub fn run(project: &Project, options: &Diagnose) -> Result<()> {
    let incidents = options.incidents.as_ref().map(|folder| folder.canonicalize().map_err(at(folder))).transpose()?;
    let native = run::step("building the native program", || forest::native(project, "diagnose"))?;
    let load = machine::load();
    let mut judged: Vec<Judged> = Vec::new();
    let mut judge = |what: &str, words: &[&str]| {
        run::step(what, || {
            judged.extend(judged::read(&run::printed(Command::new(&native).args(words))?)?);
            Ok(())
        })
    };
    for sessions in &options.sessions {
        let words = ["generated", &sessions.to_string(), &options.seeds.to_string()];
        judge(&format!("judging the incidents of {sessions} sessions"), &words)?;
    }
    judge("judging faults without a cause", &["none", &WITHOUT_CAUSE.to_string(), &options.draws.to_string()])?;
    if let Some(folder) = &incidents {
        judge("judging real incidents", &["incidents", &folder.display().to_string()])?;
    } else {
        println!("==> no real incidents: --incidents names no folder");
    }
    let many = options.searched.iter().copied().filter(|&sessions| sessions >= COUNTABLE);
    let searched = many.map(|sessions| searched(&native, sessions)).collect::<Result<Vec<_>>>()?;
    let pages = pages(project, options)?;

    let before = load.map(|load| format!(" The machine's load before the run was {load:.2}.")).unwrap_or_default();
    let head = format!(
        "Measured on {}. StreamGuard {}.{before}",
        Machine::here().described(),
        project.locked_version("streamguard")?
    );
    let tables = [
        table::generated(&judged, &options.sessions, options.seeds),
        table::without_cause(&judged, WITHOUT_CAUSE),
        table::incidents(&judged),
        table::native(&searched),
        table::page(&pages),
    ];
    let text = format!("{head}\n\n{}", tables.join("\n"));
    println!("\n{text}");
    if options.is_complete() {
        document::write(project, SECTION, &text)
    } else {
        println!("==> the documentation stays as it is: that is not all");
        Ok(())
    }
}

/// How long the search takes natively.
fn searched(native: &Path, sessions: usize) -> Result<Native> {
    let words = [sessions, DIMENSIONS, REPEATS].map(|number| number.to_string());
    run::step(&format!("searching {sessions} sessions"), || {
        let said = run::printed(Command::new(native).arg("speed").args(&words))?;
        Native::of(&said).ok_or_else(|| Error::Measuring(format!("no time of a search: {said:?}")))
    })
}

/// So many sessions, and what each click took in the page, or why nothing was measured.
type InPage = (usize, std::result::Result<Vec<Asked>, String>);

/// How long the answer takes in the page, at each size.
fn pages(project: &Project, options: &Diagnose) -> Result<Vec<InPage>> {
    build::run(project)?;
    let browser = tab::browser(project)?;
    let server = Server::bind(&project.dist(), "/", 0)?;
    let page = server.url();
    std::thread::spawn(move || server.run());
    let drive = project.root.join("bench/web/exploring/drive.mjs");
    let measured = options.searched.iter().map(|&sessions| {
        run::step(&format!("asking the page about {sessions} sessions"), || {
            let mut command = browser.script(&drive)?;
            // Nobody else is asked, and no file is read.
            command.args(["", &page, &explore::link(sessions), ""]);
            let mut driver = Process::start(command)?;
            let answer = driver.ask(&speed::question(1 + REPEATS).to_string())?;
            Ok((sessions, speed::asked(&answer).ok_or_else(|| driver.nonsense(&answer))?))
        })
    });
    measured.collect()
}
