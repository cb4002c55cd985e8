//! `cargo xtask bench ingest`: how fast files become columns, and how much memory that takes.
//!
//! The readers of a tab are measured in one run of Chromium, each on a page of its own; the native ones are processes of their
//! own. All take turns, to and fro.

mod reader;
mod table;

use super::candidate::Process;
use super::machine::{self, Machine};
use super::options::Ingest;
use super::plan::turns;
use super::{document, forest, tab};
use crate::error::{Error, Result, at};
use crate::http::Server;
use crate::project::Project;
use crate::tools::npm::READERS;
use crate::{run, setup};
use reader::{Reader, Reading};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use table::Sheet;

/// The section of the documentation.
pub const SECTION: &str = "ingest";
/// The section about a file that hardly fits.
pub const LARGE_SECTION: &str = "ingest-large";
/// The real sessions, below the folder of data.
const REAL: &str = "youtube-sessions/ifip_networking.csv.gz";
/// The scripts that are served as they are, and those that are bundled with what they import.
const SCRIPTS: [&str; 5] = ["index.html", "ours.mjs", "fetcher.mjs", "serve.mjs", "slices.mjs"];
const BUNDLED: [&str; 3] = ["page.mjs", "udsv.mjs", "papaparse.mjs"];
/// What DuckDB-WASM loads.
const DUCKDB: [&str; 2] = ["duckdb-browser-eh.worker.js", "duckdb-eh.wasm"];

/// Everything that measuring takes.
struct Bench {
    native: PathBuf,
    python: Option<PathBuf>,
    script: PathBuf,
    browser: tab::Browser,
    page: String,
    drive: PathBuf,
}

/// Measures, prints the tables, and writes them into the documentation if they are complete.
pub fn run(project: &Project, options: &Ingest) -> Result<()> {
    let python = if options.large { None } else { Some(setup::python_for_readers(project)?) };
    let native = run::step("building the native program", || forest::native(project, "ingest"))?;
    let site = project.root.join("target/bench");
    let browser = run::step("building the page", || build(project, &site))?;
    let server = Server::bind(&site, "/", 0)?;
    let page = format!("{}reading/index.html", server.url());
    std::thread::spawn(move || server.run());
    let drive = project.root.join("bench/web/reading/drive.mjs");
    let bench = Bench { native, python, script: project.root.join("bench/readers.py"), browser, page, drive };

    let load = machine::load();
    let start = Instant::now();
    let mut versions = vec![format!("StreamGuard {}", project.locked_version("streamguard")?)];
    let file = site.join("sessions.csv");
    let readers: &[Reader] = if options.large { &Reader::LARGE } else { &Reader::ALL };
    let mut sheets = Vec::new();
    run::step("writing the file", || {
        run::attached(Command::new(&bench.native).arg("write").arg(&file).arg(options.rows.to_string()))
    })?;
    sheets.push(bench.sheet("Generated sessions", &file, readers, options.repeats, &mut versions)?);
    if let Some(data) = &options.data {
        let packed = data.join(REAL);
        run::attached(Command::new(&bench.native).arg("unpack").arg(&packed).arg(&file))?;
        sheets.push(bench.sheet("YouTube sessions of 2015", &file, readers, options.repeats, &mut versions)?);
    }
    std::fs::remove_file(&file).map_err(at(&file))?;
    let packages = READERS.iter().map(|(package, version)| format!("{package} {version}"));
    if !options.large {
        versions.extend(packages);
    }
    let tables: Vec<String> = sheets.iter().map(Sheet::table).collect();
    let text = format!("{}\n\n{}", head(options, &versions, load), tables.join("\n"));
    println!("{text}\n==> measured in {}", run::duration(start.elapsed()));
    if options.is_complete() {
        document::write(project, if options.large { LARGE_SECTION } else { SECTION }, &text)
    } else {
        println!("==> the documentation stays as it is: this is another file");
        Ok(())
    }
}

/// Builds the page of the readers into a folder that is to be served.
fn build(project: &Project, site: &Path) -> Result<tab::Browser> {
    let folder = site.join("reading");
    std::fs::create_dir_all(&folder).map_err(at(&folder))?;
    let browser = tab::library(project, site)?;
    let source = project.root.join("bench/web/reading");
    let packages = setup::browser_readers()?;
    let copy = |from: PathBuf, name: &str| std::fs::copy(&from, folder.join(name)).map(|_| ()).map_err(at(&from));
    SCRIPTS.iter().try_for_each(|name| copy(source.join(name), name))?;
    DUCKDB.iter().try_for_each(|name| copy(packages.join("@duckdb/duckdb-wasm/dist").join(name), name))?;
    let bundler = setup::esbuild()?;
    for name in BUNDLED {
        let mut bundle = Command::new(&bundler);
        bundle.arg(source.join(name)).args(["--bundle", "--format=esm", "--log-level=warning"]);
        bundle.arg(format!("--outfile={}", folder.join(name).display())).env("NODE_PATH", &packages);
        run::attached(&mut bundle)?;
    }
    Ok(browser)
}

impl Bench {
    /// Measures everyone with one file.
    fn sheet(
        &self,
        name: &str,
        file: &Path,
        readers: &[Reader],
        wanted: usize,
        versions: &mut Vec<String>,
    ) -> Result<Sheet> {
        let bytes = std::fs::metadata(file).map_err(at(file))?.len();
        println!("==> {name}: {:.0} MB", bytes as f64 / 1e6);
        let mut tab = self.browser.script(&self.drive)?;
        tab.arg(&self.page).arg(file);
        let mut tab = Process::start(tab)?;
        let mut natives = Vec::new();
        for &reader in readers {
            natives.push(self.native(reader, file).map(Process::start).transpose()?);
        }
        for process in natives.iter().flatten().chain([&tab]) {
            if !process.version.is_empty() && !versions.contains(&process.version) {
                versions.push(process.version.clone());
            }
        }
        let mut results: Vec<(Reader, std::result::Result<Vec<Reading>, String>)> =
            readers.iter().map(|&reader| (reader, Ok(Vec::new()))).collect();
        let repeats: Vec<usize> = readers.iter().map(|reader| reader.repeats(wanted)).collect();
        for place in turns(&repeats) {
            let (reader, readings) = &mut results[place];
            let process = natives[place].as_mut().unwrap_or(&mut tab);
            let answer = process.ask(reader.in_tab().unwrap_or_default())?;
            let reading = Reading::of(&answer).ok_or_else(|| process.nonsense(&answer))?;
            match (reading, readings) {
                (Ok(reading), Ok(readings)) => {
                    println!("    {}: {:.2} s", reader.label(), reading.seconds);
                    readings.push(reading);
                }
                (Err(reason), readings) => {
                    println!("    {}: {reason}", reader.label());
                    *readings = Err(reason);
                }
                (Ok(_), Err(_)) => {}
            }
        }
        let sheet = Sheet { name: name.to_owned(), bytes, results };
        match sheet.differing().as_slice() {
            [] => Ok(sheet),
            others => Err(Error::Measuring(format!("{name}: not the same: {}", others.join("; ")))),
        }
    }

    /// The program of a native reader.
    fn native(&self, reader: Reader, file: &Path) -> Option<Command> {
        let python = |library: &str, threads: usize| {
            let mut command = Command::new(self.python.as_ref()?);
            command.env_remove("PYTHONPATH").env("PYTHONNOUSERSITE", "1").env("PYTHONDONTWRITEBYTECODE", "1");
            command.arg(&self.script).arg(library).arg(file).arg(threads.to_string());
            Some(command)
        };
        match reader {
            Reader::Native(threads) => {
                let mut command = Command::new(&self.native);
                command.arg("serve").arg(file).arg(threads.to_string());
                Some(command)
            }
            Reader::Polars(threads) => python("polars", threads),
            Reader::Duckdb(threads) => python("duckdb", threads),
            _ => None,
        }
    }
}

/// What stands above the tables in the documentation: how it was measured.
fn head(options: &Ingest, versions: &[String], load: Option<f64>) -> String {
    let runs = |count: usize| if count == 1 { "1 run".to_owned() } else { format!("{count} runs") };
    let fewer = Reader::Papaparse.repeats(options.repeats);
    let fewer =
        if options.large || fewer == options.repeats { String::new() } else { format!(", of {fewer} for PapaParse") };
    let before = load.map(|load| format!(" The machine's load before the run was {load:.2}.")).unwrap_or_default();
    format!(
        "Measured on {}. {}. Median of {}{fewer}.{before} All variants of StreamGuard came to the same values, bit for bit.",
        Machine::here().described(),
        versions.join(", "),
        runs(options.repeats),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_says_what_was_measured_less_often() {
        let options = Ingest { rows: 1, data: None, repeats: 5, large: false };
        let text = head(&options, &["A 1".into(), "B 2".into()], Some(0.25));
        assert!(text.contains("A 1, B 2. Median of 5 runs, of 3 for PapaParse. The machine's load"), "{text}");
        let large = Ingest { repeats: 1, large: true, ..options };
        assert!(head(&large, &[], None).contains("Median of 1 run. All"));
    }
}
