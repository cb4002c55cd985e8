//! Whether the files of a crate keep the order: no cycles, and in the package at the top each module uses what its row says.

use crate::crates::compared;
use crate::packages::{Dependencies, Named, Package};
use crate::source::{Arrows, Read, SourceError, Tree, cycles};
use crate::table::Allowed;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};

/// What is wrong inside a crate, whatever the table says: cycles of more than two files, and paths of ours that lead nowhere,
/// because of which an arrow would be missing.
///
/// # Errors
/// A file is not there or is not Rust.
pub fn circles(package: &Package, read: Read) -> Result<Vec<String>, SourceError> {
    let mut wrong = Vec::new();
    for root in &package.roots {
        let (tree, arrows) = read_crate(package, root, read)?;
        wrong.extend(cycles(&tree, &arrows).iter().map(ToString::to_string));
        for (file, path) in &arrows.unknown {
            wrong.push(format!("{}: it is not clear what {path} is", tree.files[*file].path.display()));
        }
    }
    Ok(wrong)
}

/// What is wrong with the modules of the package at the top: each has a row and each row a module; what its code names, of
/// modules, crates and packages, is what its row says. What the manifest has beside that is the package's own.
///
/// # Errors
/// A file is not there or is not Rust.
pub fn check(allowed: &Allowed, package: &Package, read: Read) -> Result<Vec<String>, SourceError> {
    let mut used: BTreeMap<String, Dependencies> = BTreeMap::new();
    for root in &package.roots {
        let (tree, arrows) = read_crate(package, root, read)?;
        let module = |file: usize| module_of(&tree.files[file].path, &package.name);
        for file in 0..tree.files.len() {
            used.entry(module(file)).or_default();
        }
        for &(from, to) in arrows.files.keys() {
            let (from, to) = (module(from), module(to));
            if from != to && from != package.name && to != package.name {
                used.entry(from).or_default().ours.insert(to);
            }
        }
        for (file, names) in &arrows.crates {
            let here = used.entry(module(*file)).or_default();
            for name in names {
                match package.names.get(name) {
                    Some(Named::Ours(name)) => here.ours.insert(name.clone()),
                    Some(Named::Other(name)) => here.others.insert(name.clone()),
                    None => false,
                };
            }
        }
    }
    let all = |pick: fn(&Dependencies) -> &BTreeSet<String>| -> BTreeSet<String> {
        used.iter().filter(|(name, _)| **name != package.name).flat_map(|(_, it)| pick(it)).cloned().collect()
    };
    let left = |of: &BTreeSet<String>, named: BTreeSet<String>| of.difference(&named).cloned().collect::<Vec<_>>();
    let left = [left(&package.uses.ours, all(|it| &it.ours)), left(&package.uses.others, all(|it| &it.others))];
    let own = used.entry(package.name.clone()).or_default();
    let [ours, others] = left;
    own.ours.extend(ours);
    own.others.extend(others);

    let mut wrong = Vec::new();
    for (name, used) in &used {
        match allowed.row(name) {
            Some(row) => {
                wrong.extend(compared(row, "of ours", "uses", &row.ours, &used.ours));
                wrong.extend(compared(row, "of others", "uses", &row.others, &used.others));
            }
            None => wrong.push(format!("{name:?} has no row")),
        }
    }
    for row in allowed.rows.iter().filter(|row| row.is_module() && !used.contains_key(&row.name)) {
        wrong.push(format!("line {}: there is no module {:?}", row.line, row.name));
    }
    Ok(wrong)
}

fn read_crate(package: &Package, root: &Path, read: Read) -> Result<(Tree, Arrows), SourceError> {
    let tree = Tree::read(root, read)?;
    let arrows = Arrows::of(&tree, &package.names.keys().cloned().collect());
    Ok((tree, arrows))
}

/// The module at the top of the crate that a file is part of (`src/sheet/node.rs`: `src/sheet`), or the package, for the roots
/// of its library and its programs.
fn module_of(path: &Path, package: &str) -> String {
    let parts: Vec<_> = path
        .components()
        .filter_map(|part| if let Component::Normal(name) = part { name.to_str() } else { None })
        .collect();
    match parts.as_slice() {
        ["src", "lib.rs" | "main.rs"] | ["src", "bin", ..] => package.to_owned(),
        ["src", name, ..] => format!("src/{}", name.strip_suffix(".rs").unwrap_or(name)),
        _ => package.to_owned(),
    }
}
