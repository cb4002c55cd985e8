//! Files that use each other in a circle of more than two: none of them can be understood without all the others.

use super::{Arrows, Tree};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

/// Files that are tied together by cycles of more than two files: A uses B, B uses C, C uses A. Two files that use each other,
/// as a folder's `mod.rs` and a part of it may, are a pair and no cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// The files, in the order of their paths.
    pub files: Vec<PathBuf>,
    /// Which of them uses which other on such a cycle, and what it names of it.
    pub ties: Vec<(PathBuf, PathBuf, Vec<String>)>,
}

impl fmt::Display for Cycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} files use each other in a circle:", self.files.len())?;
        for (from, to, names) in &self.ties {
            write!(f, "\n  {} uses {}: {}", from.display(), to.display(), names.join(", "))?;
        }
        Ok(())
    }
}

/// The cycles of a crate, those that share a file together.
pub fn cycles(tree: &Tree, arrows: &Arrows) -> Vec<Cycle> {
    let all: BTreeSet<(usize, usize)> = arrows.files.keys().copied().collect();
    // An arrow is on such a cycle if its end leads back to its beginning by a way that is more than one arrow.
    let ties = all.iter().filter(|&&(from, to)| leads(&all, to, from)).copied();
    let mut groups: Vec<BTreeSet<(usize, usize)>> = Vec::new();
    for tie in ties {
        let touches = |group: &BTreeSet<(usize, usize)>| {
            group.iter().any(|other| [other.0, other.1].iter().any(|file| *file == tie.0 || *file == tie.1))
        };
        let (touching, mut apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(touches);
        apart.push(touching.into_iter().flatten().chain([tie]).collect());
        groups = apart;
    }
    let mut found: Vec<Cycle> = groups.iter().map(|group| cycle(tree, &arrows.files, group)).collect();
    found.sort_by(|one, other| one.files.cmp(&other.files));
    found
}

fn cycle(tree: &Tree, names: &BTreeMap<(usize, usize), BTreeSet<String>>, group: &BTreeSet<(usize, usize)>) -> Cycle {
    let path = |file: usize| tree.files[file].path.clone();
    let files: BTreeSet<PathBuf> = group.iter().flat_map(|(from, to)| [path(*from), path(*to)]).collect();
    let names = |tie| names.get(tie).into_iter().flatten().cloned().collect();
    let mut ties: Vec<_> = group.iter().map(|tie| (path(tie.0), path(tie.1), names(tie))).collect();
    ties.sort();
    Cycle { files: files.into_iter().collect(), ties }
}

/// Whether there is a way from a file to another that is more than the one arrow between them.
fn leads(arrows: &BTreeSet<(usize, usize)>, from: usize, to: usize) -> bool {
    let mut reached = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        for &(_, next) in arrows.range((at, 0)..=(at, usize::MAX)).filter(|arrow| **arrow != (from, to)) {
            if next == to {
                return true;
            }
            if reached.insert(next) {
                open.push(next);
            }
        }
    }
    false
}
