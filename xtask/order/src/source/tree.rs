//! The files and modules of a crate, from its root on: what `mod` declares, and what each module defines or imports.

use super::SourceError;
use super::cfg::only_in_tests;
use proc_macro2::TokenTree;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use syn::visit::Visit;
use syn::{Item, ItemUse, UseTree, Visibility};

/// How the text of a file is come by; nothing where there is no such file.
pub type Read<'a> = &'a dyn Fn(&Path) -> Option<String>;

/// How a path begins that leads out of the crate (`::name`), whatever the module calls by that name.
pub const OUTSIDE: &str = "::";

/// A file of a crate.
pub struct SourceFile {
    /// Its path, below the folder that the crate's root was named from.
    pub path: PathBuf,
    /// The module that it is.
    pub module: usize,
    /// What it says.
    pub items: Vec<Item>,
}

/// What a module calls by a name.
#[derive(Debug, Clone)]
pub enum Named {
    /// Something that is defined in its file.
    Item,
    /// A macro that is defined in its file.
    Macro,
    /// A module below it.
    Module(usize),
    /// What this path leads to, from this module.
    Import(Vec<String>),
}

/// A module: a file, or a part of one in braces.
#[derive(Debug)]
pub struct Module {
    /// The file that it stands in.
    pub file: usize,
    /// The module that declares it; the root has none.
    pub parent: Option<usize>,
    /// What it calls by which names.
    pub names: BTreeMap<String, Vec<Named>>,
    /// Modules all of whose names it has.
    pub globs: Vec<Vec<String>>,
    /// Whether a macro makes items in it, whose names nothing but the compiler knows.
    pub makes_items: bool,
}

/// A crate as its files say it.
#[derive(Default)]
pub struct Tree {
    /// Its files, the root first.
    pub files: Vec<SourceFile>,
    /// Its modules, the root first.
    pub modules: Vec<Module>,
}

impl Tree {
    /// The crate with this root, without what is compiled for tests alone.
    ///
    /// # Errors
    /// A file that is declared is not there, or does not parse.
    pub fn read(root: &Path, read: Read) -> Result<Self, SourceError> {
        let mut tree = Self::default();
        let folder = root.parent().unwrap_or(Path::new("")).to_owned();
        tree.add_file(root, folder, None, read)?;
        Ok(tree)
    }

    fn add_file(
        &mut self,
        path: &Path,
        below: PathBuf,
        parent: Option<usize>,
        read: Read,
    ) -> Result<usize, SourceError> {
        let text = read(path).ok_or_else(|| SourceError::Missing(path.to_owned()))?;
        let syntax = syn::parse_file(&text).map_err(|error| SourceError::Syntax {
            path: path.to_owned(),
            line: error.span().start().line,
            message: error.to_string(),
        })?;
        let file = self.files.len();
        let module = self.add_module(file, parent);
        let items = Vec::new();
        self.files.push(SourceFile { path: path.to_owned(), module, items });
        self.add_items(module, &syntax.items, &below, read)?;
        self.files[file].items = syntax.items;
        Ok(module)
    }

    fn add_module(&mut self, file: usize, parent: Option<usize>) -> usize {
        self.modules.push(Module { file, parent, names: BTreeMap::new(), globs: Vec::new(), makes_items: false });
        self.modules.len() - 1
    }

    fn add_items(&mut self, module: usize, items: &[Item], below: &Path, read: Read) -> Result<(), SourceError> {
        for item in items {
            if only_in_tests(attributes(item)) {
                continue;
            }
            match item {
                Item::Mod(declared) => {
                    let name = declared.ident.to_string();
                    let inner = below.join(&name);
                    let child = match &declared.content {
                        Some((_, items)) => {
                            let child = self.add_module(self.modules[module].file, Some(module));
                            self.add_items(child, items, &inner, read)?;
                            child
                        }
                        None => {
                            let [short, long] = [below.join(format!("{name}.rs")), inner.join("mod.rs")];
                            let path = if read(&short).is_some() { short } else { long };
                            self.add_file(&path, inner, Some(module), read)?
                        }
                    };
                    self.name(module, name, Named::Module(child));
                }
                Item::Use(import) => self.add_import(module, import),
                Item::Macro(made) => match &made.ident {
                    Some(name) => self.name(module, name.to_string(), Named::Macro),
                    None => self.modules[module].makes_items = true,
                },
                _ => {
                    if let Some(name) = name_of(item) {
                        self.name(module, name, Named::Item);
                    }
                }
            }
            if !matches!(item, Item::Mod(_) | Item::Use(_)) {
                let mut inner = Inner::default();
                inner.visit_item(item);
                for import in inner.imports {
                    self.add_import(module, import);
                }
            }
        }
        Ok(())
    }

    fn add_import(&mut self, module: usize, import: &ItemUse) {
        if only_in_tests(&import.attrs) {
            return;
        }
        for leaf in leaves(import) {
            match leaf {
                Leaf::Name { name, path } => self.name(module, name, Named::Import(path)),
                Leaf::Glob(path) => self.modules[module].globs.push(path),
            }
        }
    }

    fn name(&mut self, module: usize, name: String, named: Named) {
        self.modules[module].names.entry(name).or_default().push(named);
    }
}

/// The imports inside functions: they hold there alone, but nothing is lost if the whole module knows them.
#[derive(Default)]
struct Inner<'ast> {
    imports: Vec<&'ast ItemUse>,
}

impl<'ast> Visit<'ast> for Inner<'ast> {
    fn visit_item_use(&mut self, import: &'ast ItemUse) {
        self.imports.push(import);
    }
}

/// One name of a `use`.
#[derive(Debug, PartialEq, Eq)]
pub enum Leaf {
    /// A name and what it stands for.
    Name {
        /// What it is called from here on; `_` for a trait that is wanted for its methods.
        name: String,
        /// Where it is.
        path: Vec<String>,
    },
    /// All names of a module.
    Glob(Vec<String>),
}

/// Every name of a `use`.
pub fn leaves(import: &ItemUse) -> Vec<Leaf> {
    let mut found = Vec::new();
    let mut before = import.leading_colon.as_ref().map(|_| OUTSIDE.to_owned()).into_iter().collect();
    collect(&import.tree, &mut before, &mut found);
    found
}

fn collect(tree: &UseTree, before: &mut Vec<String>, found: &mut Vec<Leaf>) {
    match tree {
        UseTree::Path(path) => {
            before.push(path.ident.to_string());
            collect(&path.tree, before, found);
            before.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|item| collect(item, before, found)),
        UseTree::Glob(_) => found.push(Leaf::Glob(before.clone())),
        UseTree::Name(name) => found.push(leaf(before, &name.ident.to_string(), None)),
        UseTree::Rename(name) => found.push(leaf(before, &name.ident.to_string(), Some(name.rename.to_string()))),
    }
}

fn leaf(before: &[String], last: &str, rename: Option<String>) -> Leaf {
    let mut path = before.to_vec();
    if last != "self" || before.is_empty() {
        path.push(last.to_owned());
    }
    let name = rename.or_else(|| path.last().cloned()).unwrap_or_default();
    Leaf::Name { name, path }
}

/// Whether a `use` hands names on: it is seen from outside of the module.
pub fn is_handed_on(import: &ItemUse) -> bool {
    !matches!(import.vis, Visibility::Inherited)
}

/// What has the shape of a path in the input of a macro.
pub fn paths_in(tokens: proc_macro2::TokenStream, found: &mut Vec<Vec<String>>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == ':');
    let dot = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(mark)) if mark.as_char() == '.');
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => paths_in(group.stream(), found),
            TokenTree::Ident(first) => {
                let field = at > 0 && dot(at - 1) && !(at > 1 && dot(at - 2));
                let mut path = vec![first.to_string()];
                while colon(at + 1) && colon(at + 2) {
                    let Some(TokenTree::Ident(next)) = tokens.get(at + 3) else { break };
                    path.push(next.to_string());
                    at += 3;
                }
                if !field {
                    found.push(path);
                }
            }
            _ => {}
        }
        at += 1;
    }
}

fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

/// The attributes of an item.
pub fn attributes(item: &Item) -> &[syn::Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::ExternCrate(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::ForeignMod(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
