//! Whether a program has what it must not have.

use crate::packages::{Linked, Packages};
use crate::table::{Allowed, Program};
use std::collections::{BTreeMap, BTreeSet};

/// What is wrong with a program that has these packages in it.
pub fn check(
    allowed: &Allowed,
    program: &Program,
    packages: &Packages,
    linked: &BTreeMap<String, Linked>,
) -> Vec<String> {
    let mut wrong = Vec::new();
    let at = format!("line {}: {}", program.line, program.name);
    for name in &program.never {
        // Ours are called by their folders.
        let ours = packages.ours.iter().find(|package| package.name == *name);
        if let Some(found) = linked.get(ours.map_or(name, |package| &package.package)) {
            wrong.push(format!("{at} has {name:?} in it, because of {}", listed(&found.by)));
        }
    }
    let mut excused = BTreeSet::new();
    for (name, found) in linked {
        let categories = packages.categories.get(name).into_iter().flatten();
        for category in categories.filter(|category| program.categories.contains(*category)) {
            if program.but.contains(name) {
                excused.insert(name);
            } else {
                wrong.push(format!("{at} has {name:?} in it, of {category:?}, because of {}", listed(&found.by)));
            }
        }
    }
    for name in program.but.iter().filter(|name| !excused.contains(name)) {
        wrong.push(format!("{at} needs no exception for {name:?}"));
    }
    for cut in allowed.cuts.iter().filter(|cut| cut.program == program.name) {
        let at = format!("line {}: {}", cut.line, cut.package);
        match linked.get(&cut.package) {
            None => wrong.push(format!("{at} is not in {}", program.name)),
            Some(found) => {
                if found.by != cut.by {
                    wrong.push(format!("{at} is asked for by {}, not by {}", listed(&found.by), listed(&cut.by)));
                }
                if found.features != cut.features {
                    let [has, may] = [listed(&found.features), listed(&cut.features)];
                    wrong.push(format!("{at} has the features {has}, not {may}"));
                }
            }
        }
    }
    wrong
}

/// What is wrong with the tables of programs themselves: a package or a program that is none.
pub fn check_tables(allowed: &Allowed, packages: &Packages) -> Vec<String> {
    let known = |name: &String| packages.ours.iter().any(|package| package.name == *name);
    let programs = allowed.programs.iter().filter(|program| !known(&program.package));
    let programs = programs.map(|it| format!("line {}: there is no crate {:?}", it.line, it.package));
    let named = |name: &String| allowed.programs.iter().any(|program| program.name == *name);
    let cuts = allowed.cuts.iter().filter(|cut| !named(&cut.program));
    programs.chain(cuts.map(|it| format!("line {}: there is no program {:?}", it.line, it.program))).collect()
}

fn listed(names: &BTreeSet<String>) -> String {
    if names.is_empty() { "nothing".into() } else { names.iter().cloned().collect::<Vec<_>>().join(", ") }
}
