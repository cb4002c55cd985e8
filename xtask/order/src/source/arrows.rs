//! Who uses whom: the code of a file names what another file, or another crate, defines.

use super::cfg::only_in_tests;
use super::scope::{Meaning, Scope};
use super::tree::{Leaf, Named, OUTSIDE, Tree, attributes, is_handed_on, leaves, paths_in};
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::{self, Visit};
use syn::{ImplItem, Item, ItemMod, ItemUse, Local, Macro, Path, TraitItem};

/// What the files of a crate name of each other and of other crates.
#[derive(Debug, Default)]
pub struct Arrows {
    /// From a file to the one that defines what it names, with the names.
    pub files: BTreeMap<(usize, usize), BTreeSet<String>>,
    /// The other crates that a file names.
    pub crates: BTreeMap<usize, BTreeSet<String>>,
    /// Paths that lead to something of this crate, it is not known to what: an arrow would be missing.
    pub unknown: BTreeSet<(usize, String)>,
}

impl Arrows {
    /// The arrows of a crate. What hands names on (`pub use`) uses nothing by that, and what declares a module (`mod`) neither.
    /// What is called on a value (a method, a field) names nothing.
    pub fn of(tree: &Tree, crates: &BTreeSet<String>) -> Self {
        let mut arrows = Self::default();
        for (index, file) in tree.files.iter().enumerate() {
            let mut finder =
                Finder { scope: Scope { tree, crates }, file: index, module: file.module, arrows: &mut arrows };
            file.items.iter().for_each(|item| finder.visit_item(item));
        }
        arrows
    }
}

struct Finder<'a> {
    scope: Scope<'a>,
    file: usize,
    module: usize,
    arrows: &'a mut Arrows,
}

impl Finder<'_> {
    fn named(&mut self, path: &[String]) {
        let meanings = self.scope.meanings(self.module, path);
        if meanings.is_empty() && self.scope.is_own(self.module, path) {
            self.arrows.unknown.insert((self.file, path.join("::")));
        }
        self.add(meanings);
    }

    fn add(&mut self, meanings: Vec<Meaning>) {
        for meaning in meanings {
            match meaning {
                Meaning::Item { file, name } if file != self.file => {
                    self.arrows.files.entry((self.file, file)).or_default().insert(name);
                }
                Meaning::Crate(name) => {
                    self.arrows.crates.entry(self.file).or_default().insert(name);
                }
                Meaning::Item { .. } | Meaning::Module(_) => {}
            }
        }
    }
}

fn segments(path: &Path) -> Vec<String> {
    let outside = path.leading_colon.as_ref().map(|_| OUTSIDE.to_owned());
    outside.into_iter().chain(path.segments.iter().map(|segment| segment.ident.to_string())).collect()
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !only_in_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, declared: &'ast ItemMod) {
        let Some((_, items)) = &declared.content else { return };
        let named = self.scope.tree.modules[self.module].names.get(&declared.ident.to_string());
        let inner =
            named.into_iter().flatten().find_map(|it| if let Named::Module(id) = it { Some(*id) } else { None });
        let outer = self.module;
        self.module = inner.unwrap_or(outer);
        items.iter().for_each(|item| self.visit_item(item));
        self.module = outer;
    }

    fn visit_item_use(&mut self, import: &'ast ItemUse) {
        if is_handed_on(import) || only_in_tests(&import.attrs) {
            return;
        }
        for leaf in leaves(import) {
            // What of a glob is used is named where it is used.
            if let Leaf::Name { path, .. } = leaf {
                self.named(&path);
            }
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        let attributes = match item {
            ImplItem::Const(item) => &item.attrs,
            ImplItem::Fn(item) => &item.attrs,
            ImplItem::Type(item) => &item.attrs,
            ImplItem::Macro(item) => &item.attrs,
            _ => return,
        };
        if !only_in_tests(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_trait_item(&mut self, item: &'ast TraitItem) {
        let attributes = match item {
            TraitItem::Const(item) => &item.attrs,
            TraitItem::Fn(item) => &item.attrs,
            TraitItem::Type(item) => &item.attrs,
            TraitItem::Macro(item) => &item.attrs,
            _ => return,
        };
        if !only_in_tests(attributes) {
            visit::visit_trait_item(self, item);
        }
    }

    fn visit_local(&mut self, local: &'ast Local) {
        if !only_in_tests(&local.attrs) {
            visit::visit_local(self, local);
        }
    }

    /// Attributes name macros of others; what ours have in them are words.
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    /// Who may see something is no use of it.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_path(&mut self, path: &'ast Path) {
        self.named(&segments(path));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        let path = segments(&called.path);
        match path.as_slice() {
            [name] if self.scope.meanings(self.module, &path).is_empty() => {
                let found = self.scope.textual_macro(self.module, name);
                self.add(found);
            }
            _ => self.named(&path),
        }
        let mut found = Vec::new();
        paths_in(called.tokens.clone(), &mut found);
        for path in found {
            // The input of a macro is not Rust yet: a path that leads nowhere may be none.
            let meanings = self.scope.meanings(self.module, &path);
            self.add(meanings);
        }
    }
}
