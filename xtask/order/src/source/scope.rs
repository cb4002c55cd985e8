//! What a path means: where the thing that it names is defined, whatever it was handed on through.

use super::tree::{Named, OUTSIDE, Tree};
use std::collections::BTreeSet;

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// Something that a file of this crate defines.
    Item {
        /// The file.
        file: usize,
        /// The name by which it is defined there.
        name: String,
    },
    /// A module of this crate.
    Module(usize),
    /// Something of another crate, by its name in code.
    Crate(String),
}

/// The names of a crate: its own, and those of the crates that it can use.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    /// The crate.
    pub tree: &'a Tree,
    /// The crates that it can use, by their names in code.
    pub crates: &'a BTreeSet<String>,
}

/// The names that are being looked for: one that leads to itself leads nowhere.
type Asked = Vec<(usize, String)>;

impl Scope<'_> {
    /// All that a path may mean in a module: a name can stand for a module and for a function as well. Nothing where it means
    /// nothing of ours: it is of the standard library, or a variable.
    pub fn meanings(&self, module: usize, path: &[String]) -> Vec<Meaning> {
        let mut found = self.resolve(module, path, &mut Asked::new());
        found.sort();
        found.dedup();
        found
    }

    /// Whether a path says itself that it leads to something of this crate.
    pub fn is_own(&self, module: usize, path: &[String]) -> bool {
        path.first().is_some_and(|first| matches!(first.as_str(), "crate" | "self" | "super" | "$crate"))
            || path.first().is_some_and(|first| {
                path.len() > 1
                    && self.lookup(module, first, &mut Asked::new()).iter().any(|it| matches!(it, Meaning::Module(_)))
            })
    }

    /// A macro by its name alone, which every module below the one that defines it knows.
    pub fn textual_macro(&self, module: usize, name: &str) -> Vec<Meaning> {
        let mut at = Some(module);
        while let Some(module) = at {
            let here = &self.tree.modules[module];
            if here.names.get(name).is_some_and(|all| all.iter().any(|it| matches!(it, Named::Macro))) {
                return vec![Meaning::Item { file: here.file, name: name.to_owned() }];
            }
            at = here.parent;
        }
        Vec::new()
    }

    fn resolve(&self, module: usize, path: &[String], asked: &mut Asked) -> Vec<Meaning> {
        let Some((first, mut rest)) = path.split_first() else { return Vec::new() };
        let mut found = match first.as_str() {
            OUTSIDE => {
                return rest
                    .first()
                    .filter(|name| self.crates.contains(*name))
                    .cloned()
                    .map(Meaning::Crate)
                    .into_iter()
                    .collect();
            }
            "crate" | "$crate" => vec![Meaning::Module(0)],
            "self" => vec![Meaning::Module(module)],
            "super" => self.tree.modules[module].parent.map(Meaning::Module).into_iter().collect(),
            name => {
                let own = self.lookup(module, name, asked);
                if own.is_empty() && self.crates.contains(name) { vec![Meaning::Crate(name.to_owned())] } else { own }
            }
        };
        while let Some((name, after)) = rest.split_first() {
            let modules: Vec<usize> =
                found.iter().filter_map(|it| if let Meaning::Module(id) = it { Some(*id) } else { None }).collect();
            let mut next = Vec::new();
            for id in &modules {
                next.extend(if name == "super" {
                    self.tree.modules[*id].parent.map(Meaning::Module).into_iter().collect()
                } else {
                    self.lookup(*id, name, asked)
                });
            }
            if next.is_empty() {
                // What a macro makes is taken to be made where it is called. Else a variant of an enum, a function of a type:
                // the type is what is named.
                let maker = modules.into_iter().find(|id| self.tree.modules[*id].makes_items);
                found.retain(|it| !matches!(it, Meaning::Module(_)));
                if let Some(maker) = maker.filter(|_| found.is_empty()) {
                    found.push(Meaning::Item { file: self.tree.modules[maker].file, name: name.clone() });
                }
                return found;
            }
            found = next;
            rest = after;
        }
        found
    }

    fn lookup(&self, module: usize, name: &str, asked: &mut Asked) -> Vec<Meaning> {
        let key = (module, name.to_owned());
        if asked.contains(&key) {
            return Vec::new();
        }
        asked.push(key);
        let here = &self.tree.modules[module];
        let mut found = Vec::new();
        for named in here.names.get(name).into_iter().flatten() {
            match named {
                Named::Item | Named::Macro => found.push(Meaning::Item { file: here.file, name: name.to_owned() }),
                Named::Module(id) => found.push(Meaning::Module(*id)),
                Named::Import(path) => found.extend(self.resolve(module, path, asked)),
            }
        }
        for glob in &here.globs {
            if !found.is_empty() {
                break;
            }
            for target in self.resolve(module, glob, asked) {
                if let Meaning::Module(id) = target {
                    found.extend(self.lookup(id, name, asked));
                }
            }
        }
        asked.pop();
        found
    }
}
