//! `cargo xtask size`: what a visitor downloads, weighed against the budget of the first load.

use crate::error::{Error, Result, at};
use crate::project::Project;
use std::fmt;
use std::io::Write;
use std::path::Path;
use tabs::Tab;

/// The first load may weigh this much, in bytes after brotli.
pub const BUDGET: usize = 243_000;

/// One file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Weight {
    /// Its path below `dist/`.
    name: String,
    /// Bytes as they are.
    raw: usize,
    /// Bytes after brotli at its best.
    brotli: usize,
    /// Whether the page cannot start without it.
    first_load: bool,
}

impl Weight {
    /// When it is loaded: with the page, with a late tab, or later.
    fn when(&self) -> &'static str {
        let of_tab = |tab: &Tab| self.name.strip_prefix(tab.name()).is_some_and(|rest| rest.starts_with('-'));
        match (self.first_load, Tab::late().find(of_tab)) {
            (true, _) => "first",
            (false, Some(tab)) => tab.label(),
            (false, None) => "later",
        }
    }
}

/// The weight of the whole site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weights(Vec<Weight>);

/// Prints the table; whether the first load is within its budget.
pub fn run(project: &Project) -> Result<bool> {
    let weights = Weights::of(&project.dist())?;
    println!("{weights}{}", weights.verdict(BUDGET));
    Ok(weights.within(BUDGET))
}

impl Weights {
    /// Weighs every file below `dist`.
    pub fn of(dist: &Path) -> Result<Self> {
        let index = dist.join("index.html");
        if !index.is_file() {
            return Err(Error::Missing("dist/ holds no page: run `cargo xtask build` first".into()));
        }
        let html = std::fs::read_to_string(&index).map_err(at(&index))?;
        let mut weights = Vec::new();
        for name in files_below(dist, "")? {
            let path = dist.join(&name);
            let bytes = std::fs::read(&path).map_err(at(&path))?;
            let first_load = loads_first(&name, &html);
            weights.push(Weight { raw: bytes.len(), brotli: compressed(&bytes).map_err(at(&path))?, name, first_load });
        }
        Ok(Self(weights))
    }

    /// Bytes of the first load after brotli.
    pub fn first_load(&self) -> usize {
        self.0.iter().filter(|file| file.first_load).map(|file| file.brotli).sum()
    }

    /// Whether the first load weighs at most `budget` bytes.
    pub fn within(&self, budget: usize) -> bool {
        self.first_load() <= budget
    }

    /// One sentence about the first load and its budget.
    pub fn verdict(&self, budget: usize) -> String {
        let total = self.first_load();
        let relation = if self.within(budget) { "within" } else { "OVER" };
        format!("first load: {total} bytes brotli, {relation} the budget of {budget} bytes")
    }
}

impl fmt::Display for Weights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.0.iter().map(|file| file.name.len()).max().unwrap_or(0);
        writeln!(f, "{:width$}  {:>10}  {:>10}  loaded", "file", "raw", "brotli")?;
        for file in &self.0 {
            writeln!(f, "{:width$}  {:>10}  {:>10}  {}", file.name, file.raw, file.brotli, file.when())?;
        }
        Ok(())
    }
}

/// The page itself and every file that it names are loaded first; what only the program asks for comes later.
fn loads_first(name: &str, html: &str) -> bool {
    name == "index.html" || html.contains(&format!("./{name}\"")) || html.contains(&format!("./{name}'"))
}

fn files_below(folder: &Path, prefix: &str) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            names.extend(files_below(&entry.path(), &format!("{name}/"))?);
        } else {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn compressed(bytes: &[u8]) -> std::io::Result<usize> {
    const BUFFER: usize = 64 * 1024;
    const BEST_QUALITY: u32 = 11;
    const WINDOW: u32 = 22;
    let mut writer = brotli::CompressorWriter::new(Vec::new(), BUFFER, BEST_QUALITY, WINDOW);
    writer.write_all(bytes)?;
    Ok(writer.into_inner().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, brotli: usize, first_load: bool) -> Weight {
        Weight { name: name.into(), raw: brotli * 3, brotli, first_load }
    }

    #[test]
    fn the_budget_is_of_the_first_load_and_may_be_met_exactly() {
        let weights = Weights(vec![file("index.html", 10, true), file("a.wasm", 90, true), file("b.wasm", 900, false)]);
        assert_eq!(weights.first_load(), 100);
        assert!(weights.within(100));
        assert!(!weights.within(99));
        assert!(weights.verdict(99).contains("OVER"));
        assert!(weights.verdict(100).contains("within"));
    }

    #[test]
    fn what_the_page_names_is_loaded_first() {
        let html = "<link href=\"./style-1.css\"><script>import x from './app-1.js'</script>";
        assert!(loads_first("index.html", html));
        assert!(loads_first("style-1.css", html));
        assert!(loads_first("app-1.js", html));
        assert!(!loads_first("warehouse.wasm", html));
        assert!(!loads_first("1.css", html));
    }

    #[test]
    fn the_files_of_a_late_tab_are_told_by_its_name() {
        assert_eq!(file("explore-0123_bg.wasm", 1, false).when(), "Explore");
        assert_eq!(file("full-0123.js", 1, false).when(), "later");
        assert_eq!(file("index.html", 1, true).when(), "first");
    }

    #[test]
    fn brotli_is_at_work() {
        let text = "session,startup_time_ms\n".repeat(1000);
        let size = compressed(text.as_bytes()).unwrap();
        assert!((10..200).contains(&size), "{size}");
    }

    #[test]
    fn the_table_lists_every_file() {
        let table = Weights(vec![file("index.html", 10, true), file("later.wasm", 20, false)]).to_string();
        let rows: Vec<Vec<&str>> = table.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(rows[1], ["index.html", "30", "10", "first"]);
        assert_eq!(rows[2], ["later.wasm", "60", "20", "later"]);
    }
}
