//! What is allowed, as `docs/architecture.md` says it: the tables of its section on crates and modules.

use std::collections::BTreeSet;

/// The heading of the section.
pub const SECTION: &str = "## Crates and modules";
/// The headings of its tables, and the heads of their columns.
const PURPOSES: (&str, &[&str]) = ("### What each is for", &["crate or module", "what it does", "what it never does"]);
const USES: (&str, &[&str]) = ("### What each uses", &["crate or module", "of ours", "of others", "in its tests, too"]);
const PROGRAMS: (&str, &[&str]) = (
    "### What no program has",
    &["program", "package", "built for", "not these packages", "none of these categories", "but"],
);
const FEATURES: (&str, &[&str]) = ("### What is cut down", &["package", "in", "asked for by", "with these features"]);

/// A crate or a module of `src/`, and what it uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the table, from 1 on.
    pub line: usize,
    /// The name: that of the crate's folder, or `src/` and a module's.
    pub name: String,
    /// Of ours, by the same names.
    pub ours: BTreeSet<String>,
    /// Packages of others.
    pub others: BTreeSet<String>,
    /// What its tests use beside, of ours and of others.
    pub tests: BTreeSet<String>,
}

/// A program, and what must not be in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// The line of the table, from 1 on.
    pub line: usize,
    /// What people call it.
    pub name: String,
    /// Its package.
    pub package: String,
    /// What it is built for, as cargo takes it.
    pub target: String,
    /// Packages that are not in it.
    pub never: BTreeSet<String>,
    /// Categories of crates.io of which nothing is in it.
    pub categories: BTreeSet<String>,
    /// Packages that may be in it all the same.
    pub but: BTreeSet<String>,
}

/// A package that a program has with some of its features only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The line of the table, from 1 on.
    pub line: usize,
    /// The package.
    pub package: String,
    /// The program's name.
    pub program: String,
    /// The packages that ask for it.
    pub by: BTreeSet<String>,
    /// Its features.
    pub features: BTreeSet<String>,
}

/// All that is allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// Crates and modules, each below what it uses.
    pub rows: Vec<Row>,
    /// Programs.
    pub programs: Vec<Program>,
    /// Packages with some features only.
    pub cuts: Vec<Cut>,
}

/// Why the document cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TableError {
    /// A heading is not there.
    #[error("there is no heading {0:?}")]
    NoHeading(&'static str),
    /// No table stands under a heading.
    #[error("line {0}: no table stands under this heading")]
    NoTable(usize),
    /// The columns are others.
    #[error("line {line}: the columns are not {wanted:?}")]
    Columns {
        /// The line, from 1 on.
        line: usize,
        /// What they should be.
        wanted: Vec<&'static str>,
    },
    /// A cell that should be a list of names is something else.
    #[error("line {line}: {cell:?} is not names in backticks with commas, and not a dash")]
    Names {
        /// The line, from 1 on.
        line: usize,
        /// The cell.
        cell: String,
    },
    /// The purpose of a crate is missing, or stands in another place than its uses.
    #[error("line {line}: {name:?} is not what stands in this place of the table of purposes")]
    Purpose {
        /// The line, from 1 on.
        line: usize,
        /// The name in the table of uses.
        name: String,
    },
    /// Two rows are for the same.
    #[error("line {line}: {name:?} has a row already")]
    Twice {
        /// The line, from 1 on.
        line: usize,
        /// The name.
        name: String,
    },
}

/// What the text of the document allows.
///
/// # Errors
/// A table is not there or has another shape, with the line where it is so.
pub fn read(text: &str) -> Result<Allowed, TableError> {
    let section = section(text)?;
    let mut rows: Vec<Row> = Vec::new();
    for Cells { line, cells } in table(&section, USES)? {
        let row = Row {
            line,
            name: name(line, cells[0])?,
            ours: names(line, cells[1])?,
            others: names(line, cells[2])?,
            tests: names(line, cells[3])?,
        };
        if rows.iter().any(|before| before.name == row.name) {
            return Err(TableError::Twice { line, name: row.name });
        }
        rows.push(row);
    }
    let purposes = table(&section, PURPOSES)?;
    for (place, row) in rows.iter().enumerate() {
        let purpose = purposes.get(place).map(|it| name(it.line, it.cells[0])).transpose()?;
        if purpose.as_deref() != Some(row.name.as_str()) {
            return Err(TableError::Purpose { line: row.line, name: row.name.clone() });
        }
    }
    if let Some(more) = purposes.get(rows.len()) {
        return Err(TableError::Purpose { line: more.line, name: more.cells[0].to_owned() });
    }
    let program = |Cells { line, cells }| {
        Ok(Program {
            line,
            name: cells[0].to_owned(),
            package: name(line, cells[1])?,
            target: name(line, cells[2])?,
            never: names(line, cells[3])?,
            categories: names(line, cells[4])?,
            but: names(line, cells[5])?,
        })
    };
    let cut = |Cells { line, cells }| {
        Ok(Cut {
            line,
            package: name(line, cells[0])?,
            program: cells[1].to_owned(),
            by: names(line, cells[2])?,
            features: names(line, cells[3])?,
        })
    };
    Ok(Allowed {
        rows,
        programs: table(&section, PROGRAMS)?.into_iter().map(program).collect::<Result<_, _>>()?,
        cuts: table(&section, FEATURES)?.into_iter().map(cut).collect::<Result<_, _>>()?,
    })
}

/// A line with its number, from 1 on.
type Line<'a> = (usize, &'a str);

/// The cells of a row of a table.
struct Cells<'a> {
    line: usize,
    cells: Vec<&'a str>,
}

/// The lines of the section, its heading left out.
fn section(text: &str) -> Result<Vec<Line<'_>>, TableError> {
    let mut lines =
        text.lines().zip(1..).map(|(line, number)| (number, line)).skip_while(|(_, line)| line.trim_end() != SECTION);
    lines.next().ok_or(TableError::NoHeading(SECTION))?;
    Ok(lines.take_while(|(_, line)| !line.starts_with("## ")).collect())
}

/// The rows of the first table under a heading.
fn table<'a>(
    section: &[Line<'a>],
    (heading, columns): (&'static str, &'static [&'static str]),
) -> Result<Vec<Cells<'a>>, TableError> {
    let start =
        section.iter().position(|(_, line)| line.trim_end() == heading).ok_or(TableError::NoHeading(heading))?;
    let below = section[start + 1..].iter().take_while(|(_, line)| !line.starts_with('#'));
    let mut lines = below.skip_while(|(_, line)| !line.starts_with('|')).take_while(|(_, line)| line.starts_with('|'));
    let misshapen = |line| TableError::Columns { line, wanted: columns.to_vec() };
    let (number, head) = lines.next().ok_or(TableError::NoTable(section[start].0))?;
    if cells(head) != columns {
        return Err(misshapen(*number));
    }
    let (number, rule) = lines.next().ok_or(misshapen(*number))?;
    if cells(rule).len() != columns.len() || rule.chars().any(|c| !"|-: ".contains(c)) {
        return Err(misshapen(*number));
    }
    lines
        .map(|(line, row)| {
            let cells = cells(row);
            if cells.len() == columns.len() { Ok(Cells { line: *line, cells }) } else { Err(misshapen(*line)) }
        })
        .collect()
}

fn cells(row: &str) -> Vec<&str> {
    let inner = row.trim().trim_start_matches('|');
    inner.strip_suffix('|').unwrap_or(inner).split('|').map(str::trim).collect()
}

/// The one name of a cell, in backticks.
fn name(line: usize, cell: &str) -> Result<String, TableError> {
    let inner = cell.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    let named =
        inner.filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_/:".contains(c)));
    named.map(str::to_owned).ok_or_else(|| TableError::Names { line, cell: cell.to_owned() })
}

/// The names of a cell, in backticks, with commas between them; a dash for none.
fn names(line: usize, cell: &str) -> Result<BTreeSet<String>, TableError> {
    if cell == "–" {
        return Ok(BTreeSet::new());
    }
    cell.split(',').map(|one| name(line, one.trim())).collect()
}

#[cfg(test)]
mod tests;
