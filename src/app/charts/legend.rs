//! The keys to a chart's colours and shapes. Written as data: markup for each would be code for each.

use yew::prelude::*;
use yew::virtual_dom::VTag;

/// A small picture and what it stands for: its width (it is 12 high), its paths with their classes, and the words.
pub type Entry = (&'static str, &'static [(&'static str, &'static str)], String);

/// The legend.
pub fn legend(entries: Vec<Entry>) -> Html {
    let mut list = element("ul", &[("class", "chart-legend")]);
    for (width, paths, words) in entries {
        let mut picture =
            element("svg", &[("class", "chart-key"), ("width", width), ("height", "12"), ("aria-hidden", "true")]);
        for (class, path) in paths {
            picture.add_child(element("path", &[("class", class), ("d", path)]).into());
        }
        let mut item = element("li", &[]);
        item.add_child(picture.into());
        item.add_child(words.into());
        list.add_child(item.into());
    }
    list.into()
}

fn element(name: &'static str, attributes: &[(&'static str, &'static str)]) -> VTag {
    let mut tag = VTag::new(name);
    for (attribute, value) in attributes {
        tag.add_attribute(attribute, *value);
    }
    tag
}
