//! The building blocks of sheets, in the words of the page.

use super::node::{Attribute, Node, ON, Tag};
use telemetry::format;

impl Node {
    /// An element of a class, without text; the class may be empty.
    pub(super) fn new(tag: Tag, class: &str) -> Self {
        let node = Self { tag, attributes: Vec::new(), text: String::new(), children: Vec::new() };
        if class.is_empty() { node } else { node.with(Attribute::Class, class) }
    }

    /// An element with a text.
    pub(super) fn text(tag: Tag, text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::new(tag, "") }
    }

    /// With an attribute.
    pub(super) fn with(mut self, attribute: Attribute, value: impl Into<String>) -> Self {
        self.attributes.push((attribute, value.into()));
        self
    }

    /// With an attribute, where the condition holds.
    fn with_if(self, condition: bool, attribute: Attribute) -> Self {
        if condition { self.with(attribute, ON) } else { self }
    }

    /// With these in it, too.
    pub(super) fn add(mut self, children: impl IntoIterator<Item = Node>) -> Self {
        self.children.extend(children);
        self
    }
}

/// A sheet of these parts.
pub(super) fn sheet(parts: Vec<Node>) -> Node {
    Node::new(Tag::Div, "data").add(parts)
}

/// A card with a heading.
pub(super) fn card(id: &str, title: impl Into<String>, parts: Vec<Node>) -> Node {
    let heading = Node::text(Tag::Heading, title).with(Attribute::Id, id);
    Node::new(Tag::Section, "card").with(Attribute::AriaLabelledBy, id).add([heading]).add(parts)
}

/// Something that the user is to do first.
pub(super) fn notice(title: &str, parts: Vec<Node>) -> Node {
    let heading = Node::text(Tag::Heading, title);
    Node::new(Tag::Div, "pick").with(Attribute::Role, "status").add([heading]).add(parts)
}

/// A paragraph.
pub(super) fn paragraph(text: impl Into<String>) -> Node {
    Node::text(Tag::Paragraph, text)
}

/// A paragraph of explanation.
pub(super) fn hint(text: impl Into<String>) -> Node {
    paragraph(text).with(Attribute::Class, "hint")
}

/// A list.
pub(super) fn list(items: impl IntoIterator<Item = String>) -> Node {
    Node::new(Tag::List, "rules").add(items.into_iter().map(|item| Node::text(Tag::Item, item)))
}

/// What is to be seen when it is opened.
pub(super) fn details(summary: impl Into<String>, parts: Vec<Node>) -> Node {
    Node::new(Tag::Details, "").add([Node::text(Tag::Summary, summary)]).add(parts)
}

/// Figures in a row: label, definition, value, and a note to the value.
pub(super) fn figures(label: &str, tiles: Vec<[String; 4]>) -> Node {
    let tile = |[label, meaning, value, note]: [String; 4]| {
        let note = Node::text(Tag::Span, note).with(Attribute::Class, "note");
        Node::new(Tag::Div, "figure")
            .with(Attribute::Title, meaning)
            .add([Node::text(Tag::Term, label), Node::text(Tag::Definition, value).add([note])])
    };
    let tiles = Node::new(Tag::Definitions, "").add(tiles.into_iter().map(tile));
    Node::new(Tag::Section, "figures").with(Attribute::AriaLabel, label).add([tiles])
}

/// A table that scrolls within its place: its name, its class, its columns with their definitions (empty for none), and its
/// rows. The first cell of a row names it.
pub(super) fn table(
    label: &str,
    class: &str,
    columns: &[(&str, &str)],
    rows: impl IntoIterator<Item = Vec<Node>>,
) -> Node {
    let rows: Vec<Vec<Node>> = rows.into_iter().collect();
    let heading = |(place, &(name, meaning)): (usize, &(&str, &str))| {
        let cell = Node::text(Tag::HeadCell, name).with(Attribute::Scope, "col");
        let cell = if meaning.is_empty() { cell } else { cell.with(Attribute::Title, meaning) };
        // A heading stands where its cells do.
        let below = rows.first().and_then(|row| row.get(place)).and_then(|cell| cell.get(Attribute::Class));
        if below == Some("number") { cell.with(Attribute::Class, "number") } else { cell }
    };
    let row = |mut cells: Vec<Node>| {
        if let Some(first) = cells.first_mut() {
            first.tag = Tag::HeadCell;
            first.attributes.push((Attribute::Scope, "row".into()));
        }
        Node::new(Tag::Row, "").add(cells)
    };
    let head = Node::new(Tag::Row, "").add(columns.iter().enumerate().map(heading));
    let head = Node::new(Tag::TableHead, "").add([head]);
    let body = Node::new(Tag::TableBody, "").add(rows.into_iter().map(row));
    Node::new(Tag::Div, "scroll")
        .with(Attribute::TabIndex, "0")
        .with(Attribute::Role, "region")
        .with(Attribute::AriaLabel, label)
        .add([Node::new(Tag::Table, class).add([head, body])])
}

/// A cell of text; the class may be empty.
pub(super) fn cell(class: &str, text: impl Into<String>) -> Node {
    Node { text: text.into(), ..Node::new(Tag::Cell, class) }
}

/// A cell that holds something.
pub(super) fn cell_of(class: &str, parts: impl IntoIterator<Item = Node>) -> Node {
    Node::new(Tag::Cell, class).add(parts)
}

/// A choice of a select: its value, its label and its definition.
pub(super) struct Choice<'a>(pub &'a str, pub &'a str, pub &'a str);

/// A select: the name of the control, its label, its choices, and the value of the one that is chosen.
pub(super) fn select<'a>(
    name: impl Into<String>,
    label: impl Into<String>,
    choices: impl IntoIterator<Item = Choice<'a>>,
    chosen: &str,
) -> Node {
    let choice = |Choice(value, label, meaning): Choice<'_>| {
        let node = Node::text(Tag::Choice, label).with(Attribute::Value, value);
        let node = if meaning.is_empty() { node } else { node.with(Attribute::Title, meaning) };
        node.with_if(value == chosen, Attribute::Selected)
    };
    Node::new(Tag::Select, "")
        .with(Attribute::Name, name)
        .with(Attribute::AriaLabel, label)
        .add(choices.into_iter().map(choice))
}

/// A checkbox: the name of the control, its label, and whether it is ticked.
pub(super) fn checkbox(name: impl Into<String>, label: impl Into<String>, ticked: bool) -> Node {
    Node::new(Tag::Input, "")
        .with(Attribute::Type, "checkbox")
        .with(Attribute::Name, name)
        .with(Attribute::AriaLabel, label)
        .with_if(ticked, Attribute::Checked)
}

/// A field for a text: the name of the control, its label, and what stands in it.
pub(super) fn text_field(name: impl Into<String>, label: impl Into<String>, text: impl Into<String>) -> Node {
    Node::new(Tag::Input, "")
        .with(Attribute::Type, "text")
        .with(Attribute::Name, name)
        .with(Attribute::AriaLabel, label)
        .with(Attribute::Value, text)
}

/// Buttons in a row.
pub(super) fn buttons(buttons: impl IntoIterator<Item = Node>) -> Node {
    Node::new(Tag::Div, "buttons").add(buttons)
}

/// A button: the name of the control, what stands on it, its class (empty for the one that matters most), and whether it can
/// be pressed.
pub(super) fn button(name: &str, label: impl Into<String>, class: &str, enabled: bool) -> Node {
    Node { text: label.into(), ..Node::new(Tag::Button, class) }
        .with(Attribute::Type, "button")
        .with(Attribute::Name, name)
        .with_if(!enabled, Attribute::Disabled)
}

/// Height of a small picture, in units of its own.
const TALL: f64 = 20.0;

/// A share of a whole as a bar, with its percentage.
pub(super) fn share(part: u64, whole: u64) -> [Node; 2] {
    let share = if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    let text = Node::text(Tag::Span, format::part(part, whole));
    let bar = rect("bar more", 0.0, 0.0, 100.0 * share, 4.0);
    [text, picture("part", 100.0, 4.0, vec![rect("rest", 0.0, 0.0, 100.0, 4.0), bar])]
}

/// A small histogram: how many fell into each bin, and what each says when it is pointed at.
pub(super) fn histogram(label: &str, counts: &[u64], says: impl Fn(usize) -> String) -> Node {
    let most = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
    let bars = counts.iter().enumerate().map(|(bin, &count)| {
        // A single value among millions is still to be seen.
        let tall = if count == 0 { 0.0 } else { (count as f64 / most * TALL).max(1.0) };
        rect("bar less", bin as f64 + 0.06, TALL - tall, 0.88, tall).add([Node::text(Tag::Title, says(bin))])
    });
    picture("spread", counts.len() as f64, TALL, bars.collect())
        .with(Attribute::Role, "img")
        .with(Attribute::AriaLabel, label)
}

fn picture(class: &str, width: f64, height: f64, parts: Vec<Node>) -> Node {
    Node::new(Tag::Svg, class)
        .with(Attribute::ViewBox, format!("0 0 {width} {height}"))
        .with(Attribute::AspectRatio, "none")
        .add(parts)
}

fn rect(class: &str, x: f64, y: f64, width: f64, height: f64) -> Node {
    let number = |value: f64| format!("{}", (value * 100.0).round() / 100.0);
    Node::new(Tag::Rect, class)
        .with(Attribute::X, number(x))
        .with(Attribute::Y, number(y))
        .with(Attribute::Width, number(width))
        .with(Attribute::Height, number(height))
}
