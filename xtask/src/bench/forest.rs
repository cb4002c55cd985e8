//! `cargo xtask bench forest`: how long fitting and scoring take, and how much memory.
//!
//! Each candidate has a process of its own that holds the matrix, and all of one matrix are there at the same time, so that
//! they can take turns. A process that waits costs nothing.

use super::candidate::{Measurement, Process};
use super::machine::{self, Machine};
use super::options::Forest;
use super::plan::{Candidate, Library, repeats, turns};
use super::table::{Size, grouped, ratios};
use super::{document, tab};
use crate::error::{Error, Result, at};
use crate::http::Server;
use crate::project::Project;
use crate::{run, setup};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// The section of the documentation.
pub const SECTION: &str = "forest";
/// The file of the matrix, below the folder that is served to the browser.
const MATRIX: &str = "matrix.f32";
/// More programs that want to run than this, before anything has begun, and the figures are worth little.
const QUIET: f64 = 0.5;

/// Everything that measuring takes.
struct Bench {
    native: PathBuf,
    python: PathBuf,
    peers: PathBuf,
    browser: tab::Browser,
    matrix: PathBuf,
    page: String,
}

/// Measures, prints the tables, and writes them into the documentation if they are complete.
pub fn run(project: &Project, options: &Forest) -> Result<()> {
    let python = setup::python_for_bench(project)?;
    let native = run::step("building the native program", || build_native(project))?;
    let site = project.root.join("target/bench");
    std::fs::create_dir_all(&site).map_err(at(&site))?;
    let browser = run::step("building the page", || tab::build(project, &site))?;
    let server = Server::bind(&site, "/", 0)?;
    let page = server.url();
    std::thread::spawn(move || server.run());
    let peers = project.root.join("bench/peers.py");
    let bench = Bench { native, python, peers, browser, matrix: site.join(MATRIX), page };

    let load = machine::load();
    if load.is_some_and(|load| load > QUIET) {
        println!("==> this machine is busy with something else: the figures will be worth little");
    }
    let start = Instant::now();
    let mut versions = vec![format!("StreamGuard {}", project.locked_version("streamguard")?)];
    let mut sizes = Vec::new();
    for &rows in &options.rows {
        for &width in &options.widths {
            let size = bench.size(rows, width, options.repeats, &mut versions)?;
            println!("\n{}", size.table());
            sizes.push(size);
        }
    }
    std::fs::remove_file(&bench.matrix).map_err(at(&bench.matrix))?;
    let head = head(&sizes, options, &versions, load);
    println!("{head}\n==> measured in {}", run::duration(start.elapsed()));
    if options.is_complete() {
        let tables: Vec<String> = sizes.iter().map(Size::table).collect();
        document::write(project, SECTION, &format!("{head}\n{}", tables.join("\n")))?;
    } else {
        println!("==> the documentation stays as it is: these are not all sizes");
    }
    Ok(())
}

/// Builds the native candidate; its path.
fn build_native(project: &Project) -> Result<PathBuf> {
    native(project, "forest")
}

/// Builds the native programs of the benchmarks; the path of one of them.
pub fn native(project: &Project, name: &str) -> Result<PathBuf> {
    let mut build = run::cargo();
    build
        .args(["build", "--quiet", "--release", "--locked", "--package", "bench", "--bins"])
        .current_dir(&project.root)
        .env("CARGO_TARGET_DIR", project.root.join("target"));
    run::attached(&mut build)?;
    Ok(project.root.join(format!("target/release/{name}{}", std::env::consts::EXE_SUFFIX)))
}

impl Bench {
    /// Measures everyone on one matrix.
    fn size(&self, rows: usize, width: usize, wanted: usize, versions: &mut Vec<String>) -> Result<Size> {
        let name = format!("{} rows × {width}", grouped(rows));
        println!("==> {name}");
        run::attached(Command::new(&self.native).arg("write").arg(&self.matrix).args(words([rows, width])))?;
        let mut processes = Vec::new();
        for candidate in Candidate::ALL {
            let process = Process::start(self.command(candidate, rows, width)?)?;
            if !process.version.is_empty() && !versions.contains(&process.version) {
                versions.push(process.version.clone());
            }
            processes.push(process);
        }
        let mut results: Vec<(Candidate, Vec<Measurement>)> = Candidate::ALL.map(|it| (it, Vec::new())).to_vec();
        let turns = turns(&Candidate::ALL.map(|candidate| repeats(candidate, rows, wanted)));
        for (turn, &place) in turns.iter().enumerate() {
            let measured = processes[place].measure()?;
            let (candidate, all) = &mut results[place];
            println!("    {} of {}: {}: {:.3} s", turn + 1, turns.len(), candidate.label(), measured.total());
            all.push(measured);
        }
        let size = Size { rows, width, results };
        match size.differing().as_slice() {
            [] => Ok(size),
            others => {
                let labels: Vec<_> = others.iter().map(|candidate| candidate.label()).collect();
                Err(Error::Measuring(format!("{name}: not the same scores: {}", labels.join("; "))))
            }
        }
    }

    fn command(&self, candidate: Candidate, rows: usize, width: usize) -> Result<Command> {
        let python = |library: &str| {
            let mut command = Command::new(&self.python);
            command.env_remove("PYTHONPATH").env("PYTHONNOUSERSITE", "1").env("PYTHONDONTWRITEBYTECODE", "1");
            command.arg(&self.peers).arg(library);
            self.on_matrix(command, rows, width, candidate.threads)
        };
        Ok(match candidate.library {
            Library::Native => {
                let mut command = Command::new(&self.native);
                command.arg("serve");
                self.on_matrix(command, rows, width, candidate.threads)
            }
            Library::Chromium => self.browser.command(&self.page, rows, width, candidate.threads)?,
            Library::ScikitLearn => python("scikit-learn"),
            Library::ScikitLearnJoblib => python("scikit-learn-joblib"),
            Library::Isotree => python("isotree"),
            Library::Coniferest => python("coniferest"),
        })
    }

    fn on_matrix(&self, mut command: Command, rows: usize, width: usize, threads: usize) -> Command {
        command.arg::<&Path>(&self.matrix).args(words([rows, width, threads]));
        command
    }
}

fn words<const N: usize>(numbers: [usize; N]) -> [String; N] {
    numbers.map(|number| number.to_string())
}

/// What stands above the tables in the documentation: how it was measured, and the ratios.
fn head(sizes: &[Size], options: &Forest, versions: &[String], load: Option<f64>) -> String {
    let before = load.map(|load| format!(" The machine's load before the run was {load:.2}.")).unwrap_or_default();
    let fewer: Vec<usize> = options
        .rows
        .iter()
        .copied()
        .filter(|&rows| Candidate::ALL.iter().any(|&it| repeats(it, rows, options.repeats) < options.repeats))
        .collect();
    let fewer = match fewer.first() {
        Some(&rows) => {
            let others = Candidate::ALL.iter().map(|&it| repeats(it, rows, options.repeats)).min().unwrap_or(0);
            format!(", and of {others} for the others from {} rows on", grouped(rows))
        }
        None => String::new(),
    };
    format!(
        "Measured on {}. {}. Median of {}{fewer}.{before} All variants of StreamGuard came to the same scores, bit for \
         bit, on every matrix.\n\nHow many times as long the others take, fit and score together:\n\n{}",
        Machine::here().described(),
        versions.join(", "),
        if options.repeats == 1 { "1 run".to_owned() } else { format!("{} runs", options.repeats) },
        ratios(sizes)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_says_what_was_measured_less_often() {
        let complete = head(&[], &Forest::default(), &["A 1".into(), "B 2".into()], Some(0.25));
        assert!(
            complete.contains("A 1, B 2. Median of 5 runs, and of 1 for the others from 5,000,000 rows on."),
            "{complete}"
        );
        assert!(complete.contains("load before the run was 0.25"));
        let few = Forest { rows: vec![10_000], widths: vec![6], repeats: 1 };
        assert!(head(&[], &few, &[], None).contains("Median of 1 run."));
    }
}
