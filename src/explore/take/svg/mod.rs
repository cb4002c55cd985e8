//! A drawing as SVG: the same shapes that a canvas is painted with, as a file that any program opens. Every text is escaped,
//! nothing in it runs, and it refers to nothing outside.

mod raster;

use crate::app::charts::theme::Color;
use crate::explore::charts::scene::{Align, Dash, Fill, Mark, Place, Scene, Shape, Stroke, Text};
use std::fmt::Write as _;

/// What a file says of itself.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The title.
    pub title: &'a str,
    /// What is seen.
    pub summary: &'a str,
    /// The typeface.
    pub font: &'a str,
}

/// A drawing as SVG, so many CSS pixels wide and high, on a ground of this colour.
pub fn write(scene: &Scene, (width, height): (f64, f64), ground: Color, about: About) -> String {
    let mut svg = Svg::default();
    svg.put("<svg xmlns=\"http://www.w3.org/2000/svg\" ");
    let (across, down) = (number(width), number(height));
    svg.put(&format!("width=\"{across}\" height=\"{down}\" viewBox=\"0 0 {across} {down}\" role=\"img\" "));
    svg.attribute("font-family", about.font);
    svg.put("><title>");
    svg.escaped(about.title);
    svg.put("</title><desc>");
    svg.escaped(about.summary);
    svg.put("</desc>");
    svg.hatches(scene);
    svg.put(&format!("<rect width=\"{across}\" height=\"{down}\""));
    svg.fill(Some(&Fill::Plain(ground)), &[]);
    svg.put("/>\n");
    let hatches = hatches(scene);
    scene.shapes.iter().for_each(|shape| svg.shape(shape, &hatches));
    svg.put("</svg>\n");
    svg.0
}

/// The colours of stripes in a drawing, each once, in their order.
fn hatches(scene: &Scene) -> Vec<Color> {
    let mut colors: Vec<Color> = Vec::new();
    for shape in &scene.shapes {
        let fill = match shape {
            Shape::Rects { fill, .. } => fill.as_ref(),
            Shape::Area { fill, .. } => Some(fill),
            _ => None,
        };
        if let Some(Fill::Hatch(color)) = fill
            && !colors.contains(color)
        {
            colors.push(*color);
        }
    }
    colors
}

/// A length or place to a hundredth of a pixel; what is no number is nothing.
fn number(value: f64) -> String {
    if value.is_finite() { ((value * 100.0).round() / 100.0).to_string() } else { "0".into() }
}

/// A text that grows.
#[derive(Default)]
struct Svg(String);

impl Svg {
    fn put(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn escaped(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.put("&amp;"),
                '<' => self.put("&lt;"),
                '>' => self.put("&gt;"),
                '"' => self.put("&quot;"),
                // XML has no other control characters, not even escaped ones, and neither of these two.
                _ if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => self.put("\u{fffd}"),
                _ => self.0.push(letter),
            }
        }
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.put(name);
        self.put("=\"");
        self.escaped(value);
        self.put("\" ");
    }

    /// The patterns that stripes are made of.
    fn hatches(&mut self, scene: &Scene) {
        for (place, color) in hatches(scene).iter().enumerate() {
            self.put(&format!(
                "<pattern id=\"hatch{place}\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\"><path d=\"M-1 6L6 -1M-1 1L1 -1M4 6L6 4\""
            ));
            self.stroke(Some(&Stroke { color: *color, width: 1.4, dash: Dash::Solid }));
            self.put("/></pattern>");
        }
    }

    fn fill(&mut self, fill: Option<&Fill>, hatches: &[Color]) {
        match fill {
            None => self.put(" fill=\"none\""),
            Some(Fill::Plain(color)) => self.color("fill", *color),
            Some(Fill::Hatch(color)) => match hatches.iter().position(|other| other == color) {
                Some(place) => self.put(&format!(" fill=\"url(#hatch{place})\"")),
                None => self.color("fill", color.faded(0.5)),
            },
        }
    }

    fn color(&mut self, name: &str, color: Color) {
        let [red, green, blue, _] = color.bytes(1.0);
        self.put(&format!(" {name}=\"#{red:02x}{green:02x}{blue:02x}\""));
        if color.alpha < 1.0 {
            self.put(&format!(" {name}-opacity=\"{}\"", number(color.alpha)));
        }
    }

    fn stroke(&mut self, stroke: Option<&Stroke>) {
        let Some(stroke) = stroke else { return };
        self.color("stroke", stroke.color);
        self.put(&format!(" stroke-width=\"{}\" stroke-linejoin=\"round\"", number(stroke.width)));
        if let Some([piece, gap]) = stroke.dash.lengths(stroke.width) {
            self.put(&format!(" stroke-dasharray=\"{} {}\"", number(piece), number(gap)));
        }
    }

    /// A path with its look.
    fn path(&mut self, way: &str, fill: Option<&Fill>, stroke: Option<&Stroke>, hatches: &[Color]) {
        self.put("<path d=\"");
        self.put(way);
        self.put("\"");
        self.fill(fill, hatches);
        self.stroke(stroke);
        self.put("/>\n");
    }

    fn shape(&mut self, shape: &Shape, hatches: &[Color]) {
        match shape {
            Shape::Rects { rects, fill, stroke } => {
                let mut way = String::new();
                for [left, top, width, height] in rects {
                    let (width, height) = (number(*width), number(*height));
                    // Writing into a String cannot fail.
                    let _ = write!(way, "M{} {}h{width}v{height}h-{width}z", number(*left), number(*top));
                }
                self.path(&way.replace("h--", "h"), fill.as_ref(), stroke.as_ref(), hatches);
            }
            Shape::Line { places, stroke } => self.path(&through(places), None, Some(stroke), hatches),
            Shape::Lines { lines, stroke } => {
                let mut way = String::new();
                for [x1, y1, x2, y2] in lines {
                    let _ = write!(way, "M{} {}L{} {}", number(*x1), number(*y1), number(*x2), number(*y2));
                }
                self.path(&way, None, Some(stroke), hatches);
            }
            Shape::Area { places, fill } => self.path(&(through(places) + "z"), Some(fill), None, hatches),
            Shape::Marks { mark, places, radius, fill, stroke, halo } => {
                let way: String = places.iter().map(|place| outline(*mark, *place, *radius)).collect();
                let fill = fill.map(Fill::Plain);
                if halo.is_some() {
                    self.path(&way, None, halo.as_ref(), hatches);
                }
                self.path(&way, fill.as_ref(), stroke.as_ref(), hatches);
            }
            Shape::Text(text) => self.text(text),
            Shape::Image { rect: [left, top, width, height], pixels, smooth } => {
                let Some(address) = raster::address(pixels) else { return };
                let rendering = if *smooth { "auto" } else { "pixelated" };
                self.put(&format!(
                    "<image x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" preserveAspectRatio=\"none\" style=\"image-rendering:{rendering}\" href=\"{address}\"/>\n",
                    number(*left), number(*top), number(*width), number(*height)
                ));
            }
        }
    }

    fn text(&mut self, text: &Text) {
        let anchor = match text.align {
            Align::Start => "start",
            Align::Middle => "middle",
            Align::End => "end",
        };
        // Half way up the small letters: not every program knows a baseline in the middle.
        let y = text.at.1 + text.size * 0.36;
        let weight = if text.bold { " font-weight=\"600\"" } else { "" };
        self.put(&format!(
            "<text x=\"{}\" y=\"{}\" font-size=\"{}\" text-anchor=\"{anchor}\"{weight}",
            number(text.at.0),
            number(y),
            number(text.size)
        ));
        self.color("fill", text.color);
        self.put(">");
        self.escaped(&text.text);
        self.put("</text>\n");
    }
}

/// A line through places.
fn through(places: &[Place]) -> String {
    let mut way = String::new();
    for (index, (x, y)) in places.iter().enumerate() {
        let _ = write!(way, "{}{} {}", if index == 0 { 'M' } else { 'L' }, number(*x), number(*y));
    }
    way
}

fn outline(mark: Mark, (x, y): Place, radius: f64) -> String {
    let (r, x) = (number(radius), x - radius);
    let (left, y) = (number(x), number(y));
    match mark {
        Mark::Circle => {
            let across = number(radius * 2.0);
            format!("M{left} {y}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0z")
        }
        Mark::Diamond => format!("M{left} {y}l{r} -{r}l{r} {r}l-{r} {r}z"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::charts::density::Picture;
    use crate::explore::charts::scene::solid;

    const INK: Color = Color::rgb(10, 20, 30);

    fn scene() -> Scene {
        let mut scene = Scene::default();
        scene.rects(vec![[1.0, 2.0, 3.5, 4.0], [0.0, 0.0, f64::NAN, 1.0]], Fill::Hatch(INK), solid(INK, 1.0));
        scene.rects(vec![[1.0, 2.0, 3.0, 4.0]], Fill::Plain(INK.faded(0.5)), None);
        scene.line(vec![(0.0, 0.0), (1.0, 1.0 / 3.0)], Stroke { color: INK, width: 2.0, dash: Dash::Dashed });
        scene.lines(vec![[0.0, 0.0, 5.0, 5.0]], solid(INK, 1.0));
        scene.area(vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)], Fill::Plain(INK));
        for mark in [Mark::Circle, Mark::Diamond] {
            let halo = Some(solid(INK, 3.0));
            scene.shapes.push(Shape::Marks {
                mark,
                places: vec![(5.0, 5.0)],
                radius: 2.0,
                fill: Some(INK),
                stroke: None,
                halo,
            });
        }
        let text = "<script>&\"\u{7}".to_owned();
        scene.text(Text { at: (3.0, 4.0), text, size: 11.0, bold: true, color: INK, align: Align::Middle });
        let pixels = Picture { width: 2, height: 1, rgba: vec![255, 0, 0, 255, 0, 0, 255, 128] };
        scene.shapes.push(Shape::Image { rect: [0.0, 0.0, 20.0, 10.0], pixels, smooth: false });
        scene
    }

    fn written() -> String {
        let about = About { title: "a < b", summary: "\"c\" & d", font: "\"Segoe UI\", sans-serif" };
        write(&scene(), (600.0, 300.5), Color::rgb(255, 255, 255), about)
    }

    /// The elements, checked to be properly nested and their attributes to be quoted.
    fn elements(document: &str) -> Vec<String> {
        let (mut open, mut elements) = (Vec::new(), Vec::new());
        let mut rest = document;
        while let Some((_, tag)) = rest.split_once('<') {
            let (tag, behind) = tag.split_once('>').expect("a tag ends");
            rest = behind;
            assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
            let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or_default().to_owned();
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name));
            } else {
                elements.push(name.clone());
                if !tag.ends_with('/') {
                    open.push(name);
                }
            }
        }
        assert!(open.is_empty(), "{open:?}");
        elements
    }

    #[test]
    fn every_shape_is_written_and_every_text_a_text() {
        let svg = written();
        let elements = elements(&svg);
        let count = |name: &str| elements.iter().filter(|other| *other == name).count();
        assert_eq!((count("svg"), count("title"), count("desc"), count("pattern")), (1, 1, 1, 1));
        // The pattern's path, two of rectangles, line, lines, area, and two of each mark.
        assert_eq!((count("path"), count("text"), count("image"), count("rect")), (10, 1, 1, 1));
        assert_eq!((count("script"), elements.len()), (0, 17));
        assert!(svg.contains("&lt;script&gt;&amp;&quot;\u{fffd}</text>") && svg.contains("<title>a &lt; b</title>"));
        for part in [
            "width=\"600\" height=\"300.5\" viewBox=\"0 0 600 300.5\"",
            "d=\"M1 2h3.5v4h-3.5zM0 0h0v1h-0z\" fill=\"url(#hatch0)\" stroke=\"#0a141e\"",
            "fill=\"#0a141e\" fill-opacity=\"0.5\"",
            "d=\"M0 0L1 0.33\" fill=\"none\" stroke=\"#0a141e\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke-dasharray=\"8 6\"",
            "d=\"M3 5l2 -2l2 2l-2 2z\"",
            "d=\"M3 5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0z\"",
            "text-anchor=\"middle\" font-weight=\"600\"",
            "image-rendering:pixelated",
            "font-family=\"&quot;Segoe UI&quot;, sans-serif\"",
        ] {
            assert!(svg.contains(part), "{part}\n{svg}");
        }
    }
}
