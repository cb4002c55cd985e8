//! The keys to a chart's colours and shapes. Written as data: markup for each would be code for each.

use crate::kind::{Key, Sample};
use yew::Html;
use yew::virtual_dom::VTag;

/// The legend.
pub fn legend(keys: Vec<Key>) -> Html {
    let mut list = element("ul", &[("class", "chart-legend")]);
    for (sample, words) in keys {
        let mut item = element("li", &[]);
        item.add_child(picture(&sample).into());
        item.add_child(words.into());
        list.add_child(item.into());
    }
    list.into()
}

fn picture(sample: &Sample) -> VTag {
    let mut picture = element("svg", &[("class", "chart-key"), ("height", "12"), ("aria-hidden", "true")]);
    let mut path = |class, path| picture.add_child(element("path", &[("class", class), ("d", path)]).into());
    let width = match sample {
        Sample::Path(class, way) => {
            path(class, way);
            16
        }
        Sample::Paths(width, paths) => {
            paths.iter().for_each(|(class, way)| path(class, way));
            *width
        }
        Sample::Ramp(colors) => {
            for (place, color) in colors.iter().enumerate() {
                let mut part = element("rect", &[("y", "2"), ("width", "8"), ("height", "8")]);
                part.add_attribute("x", (place * 8).to_string());
                part.add_attribute("fill", color.css());
                picture.add_child(part.into());
            }
            colors.len() as u32 * 8
        }
    };
    picture.add_attribute("width", width.to_string());
    picture
}

fn element(name: &'static str, attributes: &[(&'static str, &'static str)]) -> VTag {
    let mut tag = VTag::new(name);
    for (attribute, value) in attributes {
        tag.add_attribute(attribute, *value);
    }
    tag
}
