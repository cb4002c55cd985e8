//! What a sheet is made of: elements with attributes and text. The lists name all that can stand in a page; there is no
//! script, address, style or handler among them, and a text is a text, whatever it holds.

use serde::{Deserialize, Serialize};

macro_rules! names {
    ($(#[$meta:meta])* $type:ident { $( $variant:ident = $name:literal, )* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[repr(u8)]
        pub enum $type {
            $( #[doc = $name] $variant, )*
        }

        impl $type {
            /// The names, in the order of the variants.
            pub const NAMES: &'static [&'static str] = &[ $( $name, )* ];

            /// Its name.
            pub fn name(self) -> &'static str {
                Self::NAMES[self as usize]
            }
        }
    };
}

names! {
    /// An element.
    Tag {
        Div = "div",
        Section = "section",
        Heading = "h2",
        Paragraph = "p",
        Span = "span",
        List = "ul",
        Item = "li",
        Definitions = "dl",
        Term = "dt",
        Definition = "dd",
        Table = "table",
        TableHead = "thead",
        TableBody = "tbody",
        Row = "tr",
        HeadCell = "th",
        Cell = "td",
        Details = "details",
        Summary = "summary",
        Button = "button",
        Select = "select",
        Choice = "option",
        Input = "input",
        Svg = "svg",
        Rect = "rect",
        Title = "title",
    }
}

names! {
    /// An attribute of an element; from [`Attribute::Value`] on, a property of the live element, which follows what the user
    /// does to it.
    Attribute {
        Id = "id",
        Class = "class",
        Title = "title",
        Role = "role",
        TabIndex = "tabindex",
        Scope = "scope",
        Type = "type",
        Name = "name",
        AriaLabel = "aria-label",
        AriaLabelledBy = "aria-labelledby",
        ViewBox = "viewBox",
        AspectRatio = "preserveAspectRatio",
        X = "x",
        Y = "y",
        Width = "width",
        Height = "height",
        Value = "value",
        Checked = "checked",
        Selected = "selected",
        Disabled = "disabled",
    }
}

impl Attribute {
    /// Whether it is a property of the live element rather than an attribute.
    pub fn is_property(self) -> bool {
        self as u8 >= Self::Value as u8
    }
}

/// An element: its text comes before its children. A control is one with a [`Attribute::Name`]: what the user does to it is
/// told under that name, with the value it then has ([`ON`] or empty for a checkbox, empty for a button).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// What it is.
    pub tag: Tag,
    /// Its attributes, each at most once.
    pub attributes: Vec<(Attribute, String)>,
    /// Its text.
    pub text: String,
    /// What stands in it.
    pub children: Vec<Node>,
}

/// The value of a checkbox that is ticked, and of a property that holds.
pub const ON: &str = "1";

impl Node {
    /// The value of an attribute, where it is there.
    pub fn get(&self, attribute: Attribute) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| *other == attribute).map(|(_, value)| value.as_str())
    }
}
