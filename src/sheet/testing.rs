//! What the tests of sheets share: a file as it is read, and ways to look into a sheet.

use super::{Attribute, COLUMNS, Node, ON, Subject, Tag};
use analysis::{FileSource, Plan, Quality, Sessions, Source};
use features::{Feature, Measure};
use ingest::{Checks, Mapping, Reading, load};

/// The sessions of a text, and a plan for them.
pub fn read(text: &str) -> (Sessions, Plan) {
    let loaded = load(text.as_bytes(), Mapping::default()).expect("sessions");
    let mapping = loaded.mapping.to_mapping();
    let source =
        Source::File(FileSource { name: "test.csv".into(), identity: loaded.source, reading: Reading::rows(mapping) });
    let quality = Quality {
        report: loaded.report,
        columns: loaded.mapping,
        checked: Checks::ranges(),
        derived: Vec::new(),
        filled: Vec::new(),
    };
    let plan = Plan { source: source.clone(), ..Plan::default() };
    let rules = Some(plan.rules);
    let (aside, places, quality) = (loaded.aside, Some(loaded.places), Some(quality));
    (Sessions { source, rules, table: loaded.table, truth: loaded.truth, aside, places, quality }, plan)
}

/// A sheet about a text.
pub fn look(text: &str, describe: impl Fn(&Subject) -> Node) -> Node {
    look_at(text, &[], false, describe)
}

/// A sheet about a text of which these columns are features.
pub fn look_at(text: &str, features: &[&str], picking: bool, describe: impl Fn(&Subject) -> Node) -> Node {
    let (sessions, plan) = read(text);
    let features = features.iter().map(|&name| Feature::plain(Measure::Column(name.into()))).collect();
    let plan = Plan { features, ..plan };
    describe(&Subject { plan: &plan, sessions: &sessions, analysis: None, picking, columns: COLUMNS })
}

/// The part of this name.
pub fn named<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    if node.get(Attribute::AriaLabel) == Some(name) {
        return Some(node);
    }
    node.children.iter().find_map(|child| named(child, name))
}

/// All texts in a part that are not empty, in their order; of a select none.
pub fn texts(node: &Node) -> Vec<String> {
    let own = (!node.text.is_empty()).then(|| node.text.clone());
    let children = if node.tag == Tag::Select { &[][..] } else { &node.children };
    own.into_iter().chain(children.iter().flat_map(texts)).collect()
}

/// The controls of a part with their values.
pub fn controls(node: &Node) -> Vec<(String, String)> {
    let own = node.get(Attribute::Name).map(|name| {
        let chosen = node.children.iter().find(|choice| choice.get(Attribute::Selected) == Some(ON));
        let value = chosen.and_then(|choice| choice.get(Attribute::Value)).or(node.get(Attribute::Checked));
        (name.to_owned(), value.unwrap_or_default().to_owned())
    });
    own.into_iter().chain(node.children.iter().flat_map(controls)).collect()
}
