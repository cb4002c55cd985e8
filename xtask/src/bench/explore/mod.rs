//! `cargo xtask bench explore`: how soon linked charts follow a brush.
//!
//! The project's page and Mosaic on DuckDB draw the same kinds of views of the same sessions in one run of Chromium, each on a
//! page of its own. All take turns, to and fro.

mod candidate;
mod table;
mod work;

use super::candidate::Process;
use super::machine::{self, Machine};
use super::options::Explore;
use super::plan::turns;
use super::{document, forest, tab};
use crate::error::{Error, Result, at, content};
use crate::http::Server;
use crate::project::Project;
use crate::tools::npm::EXPLORERS;
use crate::{build, run, setup};
use candidate::{Brush, Candidate, Opening, Page, Sessions};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use table::Sheet;

/// The section of the documentation.
pub const SECTION: &str = "explore";
/// What DuckDB-WASM loads: nothing comes from elsewhere.
const DUCKDB: [&str; 2] = ["duckdb-browser-eh.worker.js", "duckdb-eh.wasm"];
/// The analysis that is explored, but for the number of sessions.
const PLAN: &str = "fault=0.05&seed=7&f=buffering_ratio,rel.bitrate_kbps,rel.startup_log,dropped_frames_pct,rel.headroom\
    &det=isolation&trees=100&sample=256&dseed=1&thr=share:0.05";
/// The views of the page: the first is brushed. `bench/web/exploring/mosaic.mjs` has the same.
const VIEWS: [&str; candidate::VIEWS as usize] = [
    "histogram:c.startup_time_ms;log@12x3",
    "histogram:c.buffering_ratio@4x3",
    "histogram:c.bitrate_kbps@4x3",
    "trend:flagged@4x3",
    "bars:c.device_type:8@3x8",
    "bars:c.isp:40@3x8",
    "heatmap:c.device_type:c.isp@6x8",
    "scatter:c.throughput_kbps;log:c.bitrate_kbps:density@12x5",
];

/// Everything that measuring takes.
struct Bench {
    native: PathBuf,
    browser: tab::Browser,
    drive: PathBuf,
    page: String,
    mosaic: String,
}

/// The link to the analysis of so many sessions.
fn plan(sessions: usize) -> String {
    format!("v=1&src=streamguard&n={sessions}&{PLAN}")
}

/// The link that opens it with its views on the tab Explore.
pub fn link(sessions: usize) -> String {
    format!("{}&tab=explore&e.views={}", plan(sessions), VIEWS.join(","))
}

/// Measures, prints the tables, and writes them into the documentation if they are complete.
pub fn run(project: &Project, options: &Explore) -> Result<()> {
    let native = run::step("building the native program", || forest::native(project, "sessions"))?;
    build::run(project)?;
    let site = project.root.join("target/bench");
    let browser = tab::browser(project)?;
    run::step("bundling Mosaic", || bundle(project, &site))?;
    let (page, other) = (Server::bind(&project.dist(), "/", 0)?, Server::bind(&site, "/", 0)?);
    let (page_url, mosaic) = (page.url(), format!("{}exploring/index.html", other.url()));
    for server in [page, other] {
        std::thread::spawn(move || server.run());
    }
    let drive = project.root.join("bench/web/exploring/drive.mjs");
    let bench = Bench { native, browser, drive, page: page_url, mosaic };

    let load = machine::load();
    let start = Instant::now();
    let mut versions = vec![format!("StreamGuard {}", project.locked_version("streamguard")?)];
    let file = site.join("explored.csv");
    let mut sheets = Vec::new();
    for &sessions in &options.sessions {
        sheets.push(bench.sheet(sessions, &file, options, &mut versions)?);
    }
    std::fs::remove_file(&file).map_err(at(&file))?;
    versions.extend(EXPLORERS.iter().map(|(package, version)| format!("{package} {version}")));
    let tables: Vec<String> = sheets
        .iter()
        .map(Sheet::table)
        .chain([table::openings(&sheets), table::page(&sheets), table::work(&sheets)])
        .collect();
    let text = format!("{}\n\n{}", head(options, &versions, load), tables.join("\n"));
    println!("{text}\n==> measured in {}", run::duration(start.elapsed()));
    if options.is_complete() {
        document::write(project, SECTION, &text)
    } else {
        println!("==> the documentation stays as it is: these are not all sizes");
        Ok(())
    }
}

/// Makes Mosaic's page in a folder that is to be served.
fn bundle(project: &Project, site: &Path) -> Result<()> {
    let folder = site.join("exploring");
    std::fs::create_dir_all(&folder).map_err(at(&folder))?;
    let source = project.root.join("bench/web/exploring");
    let packages = setup::browser_explorers()?;
    let copy = |from: PathBuf, name: &str| std::fs::copy(&from, folder.join(name)).map(|_| ()).map_err(at(&from));
    copy(source.join("index.html"), "index.html")?;
    DUCKDB.iter().try_for_each(|name| copy(packages.join("@duckdb/duckdb-wasm/dist").join(name), name))?;
    let mut bundle = Command::new(setup::esbuild()?);
    bundle.arg(source.join("mosaic.mjs")).args(["--bundle", "--format=esm", "--log-level=warning"]);
    bundle.arg(format!("--outfile={}", folder.join("mosaic.mjs").display())).env("NODE_PATH", &packages);
    run::attached(&mut bundle)
}

impl Bench {
    /// Measures everyone with so many sessions.
    fn sheet(&self, sessions: usize, file: &Path, options: &Explore, versions: &mut Vec<String>) -> Result<Sheet> {
        let made = self.made(sessions, file)?;
        println!("==> {} sessions, {} of them flagged", made.all, made.flagged);
        let mut command = self.browser.script(&self.drive)?;
        command.args([&self.mosaic, &self.page, &link(sessions)]).arg(file);
        let mut driver = Process::start(command)?;
        if !versions.contains(&driver.version) {
            versions.push(driver.version.clone());
        }
        let mut results: Vec<(Candidate, std::result::Result<Vec<Brush>, String>)> =
            Candidate::ALL.map(|candidate| (candidate, Ok(Vec::new()))).to_vec();
        for place in turns(&[options.repeats; Candidate::ALL.len()]) {
            let (candidate, brushes) = &mut results[place];
            let answer = driver.ask(&candidate.question(options.moves).to_string())?;
            let brush = Brush::of(&answer).ok_or_else(|| driver.nonsense(&answer))?;
            if let Some(flaw) = brush.as_ref().ok().and_then(|brush| brush.flaw(made)) {
                return Err(Error::Measuring(format!("{}: {flaw}", candidate.label())));
            }
            match (brush, brushes) {
                (Ok(brush), Ok(brushes)) => {
                    let middle = super::statistics::median(&brush.moves).unwrap_or(f64::NAN);
                    println!("    {}: first {:.0} ms, then {middle:.1} ms", candidate.label(), brush.first);
                    brushes.push(brush);
                }
                (Err(reason), brushes) => {
                    println!("    {}: {reason}", candidate.label());
                    *brushes = Err(reason);
                }
                (Ok(_), Err(_)) => {}
            }
        }
        let openings = (0..options.repeats).map(|_| {
            let answer = driver.ask(&Opening::question().to_string())?;
            let opening = Opening::of(&answer).ok_or_else(|| driver.nonsense(&answer))?;
            if let Ok(Opening { first, all, .. }) = opening {
                println!("    Explore opened right after the run: first view {first:.0} ms, all views {all:.0} ms");
            }
            Ok(opening)
        });
        let openings = openings.collect::<Result<std::result::Result<_, String>>>()?;
        let answer = driver.ask(&Page::question(options.repeats, options.moves).to_string())?;
        let page = Page::of(&answer).ok_or_else(|| driver.nonsense(&answer))?;
        Ok(Sheet { sessions: made, results, openings, page })
    }

    /// Writes the file of these sessions, as the page has them.
    fn made(&self, sessions: usize, file: &Path) -> Result<Sessions> {
        let mut native = Command::new(&self.native);
        native.arg(plan(sessions)).arg(file);
        let said = run::printed(&mut native)?;
        let made = serde_json::from_str(&said).ok().and_then(|said| Sessions::of(&said));
        made.ok_or_else(|| content(&self.native, format!("said {said:?}")))
    }
}

/// What stands above the tables in the documentation: how it was measured.
fn head(options: &Explore, versions: &[String], load: Option<f64>) -> String {
    let (repeats, moves) = (options.repeats, options.moves);
    let brushes = if repeats == 1 { "1 brush".to_owned() } else { format!("{repeats} brushes") };
    let before = load.map(|load| format!(" The machine's load before the run was {load:.2}.")).unwrap_or_default();
    format!(
        "Measured on {}. {}. {brushes} of {moves} moves each.{before} All had the same sessions and as many of them flagged.",
        Machine::here().described(),
        versions.join(", "),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_says_how_often_a_brush_was_moved() {
        let options = Explore { sessions: vec![5], repeats: 3, moves: 60 };
        let text = head(&options, &["A 1".into(), "B 2".into()], Some(0.25));
        assert!(text.contains("A 1, B 2. 3 brushes of 60 moves each. The machine's load before"), "{text}");
        assert!(head(&Explore { repeats: 1, ..options }, &[], None).contains("1 brush of 60 moves"));
    }

    #[test]
    fn the_link_names_the_sessions_and_the_views() {
        assert!(link(1_234).starts_with("v=1&src=streamguard&n=1234&fault="));
        let (_, views) =
            link(5).split_once("&tab=explore&e.views=").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        assert_eq!(views.split(',').count() as u64, candidate::VIEWS);
    }
}
