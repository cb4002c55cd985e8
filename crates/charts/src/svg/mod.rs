//! A drawing as SVG: the same shapes that a canvas is painted with, as a file that any program opens. Every text is escaped,
//! nothing in it runs, and it refers to nothing outside.

mod raster;
mod shapes;

use crate::kind::{Key, Sample};
use crate::scene::{Align, Dash, Fill, Mark, Place, Scene, Shape, Stroke, Text, cut, text_width};
use crate::theme::{Color, Tokens};
use std::fmt::Write as _;

/// What a file says of itself.
#[derive(Clone, Debug)]
pub struct About<'a> {
    /// The title.
    pub title: &'a str,
    /// Whether it stands above the drawing, too; not where it stands beside the picture.
    pub is_titled: bool,
    /// What is seen.
    pub summary: &'a str,
    /// The keys to colours and shapes.
    pub legend: &'a [Key],
    /// How a sample of a class is filled and outlined, as the style sheet has it.
    pub look: fn(&str, &Tokens) -> Look,
}

/// What fills a shape, and its outline.
pub type Look = (Option<Color>, Option<Stroke>);

/// Above the drawing, for the title.
const HEAD: f64 = 30.0;
/// A line of the legend.
const LINE: f64 = 20.0;
/// The size of the legend's letters.
const LETTERS: f64 = 11.0;

/// A drawing as SVG, so many CSS pixels wide and high, between its title and its legend; and how wide and high it all is.
pub fn write(scene: &Scene, (width, height): (f64, f64), tokens: &Tokens, about: &About) -> (String, (f64, f64)) {
    let places = legend_places(about.legend, width);
    let lines = places.last().map_or(0.0, |(_, y)| y + LINE + 4.0);
    let head = if about.is_titled { HEAD } else { 0.0 };
    let (across, down) = (number(width), number(head + height + lines));
    let mut svg = Svg::default();
    svg.put("<svg xmlns=\"http://www.w3.org/2000/svg\" ");
    svg.put(&format!("width=\"{across}\" height=\"{down}\" viewBox=\"0 0 {across} {down}\" role=\"img\" "));
    svg.attribute("font-family", &tokens.font);
    svg.put("><title>");
    svg.escaped(about.title);
    svg.put("</title><desc>");
    svg.escaped(about.summary);
    svg.put("</desc>");
    let hatches = hatches(scene);
    svg.hatches(&hatches);
    svg.put(&format!("<rect width=\"{across}\" height=\"{down}\""));
    svg.fill(Some(&Fill::Plain(tokens.surface)), &[]);
    svg.put("/>\n");
    let (bold, align) = (true, Align::Start);
    if about.is_titled {
        let title = cut(about.title, 14.0, width - 16.0);
        svg.text(&Text { at: (8.0, 16.0), text: title, size: 14.0, bold, color: tokens.ink, align });
    }
    svg.put(&format!("<g transform=\"translate(0 {head})\">\n"));
    scene.shapes.iter().for_each(|shape| svg.shape(shape, &hatches));
    svg.put("</g>\n");
    for ((sample, words), (x, y)) in about.legend.iter().zip(places) {
        let (x, y) = (x, head + height + y);
        svg.sample(sample, (x, y + 4.0), about, tokens);
        let at = (x + sample_width(sample) + 5.0, y + 10.0);
        let text = words.clone();
        svg.text(&Text { at, text, size: LETTERS, bold: false, color: tokens.muted, align });
    }
    svg.put("</svg>\n");
    (svg.0, (width, head + height + lines))
}

/// Where the keys stand: beside each other as far as there is room.
fn legend_places(legend: &[Key], width: f64) -> Vec<Place> {
    let (mut x, mut y) = (8.0, 0.0);
    let place = |(sample, words): &Key| {
        let wide = sample_width(sample) + 5.0 + text_width(words, LETTERS) + 14.0;
        if x > 8.0 && x + wide > width {
            (x, y) = (8.0, y + LINE);
        }
        let at = (x, y);
        x += wide;
        at
    };
    legend.iter().map(place).collect()
}

fn sample_width(sample: &Sample) -> f64 {
    match sample {
        Sample::Ramp(colors) => colors.len() as f64 * 8.0,
        Sample::Path(..) => 16.0,
        Sample::Paths(width, _) => f64::from(*width),
    }
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

    /// A sample of the legend.
    fn sample(&mut self, sample: &Sample, (x, y): Place, about: &About, tokens: &Tokens) {
        match sample {
            Sample::Ramp(colors) => {
                for (place, color) in colors.iter().enumerate() {
                    let way = format!("M{} {}h8v8h-8z", number(x + place as f64 * 8.0), number(y + 2.0));
                    self.path(&way, Some(&Fill::Plain(*color)), None, &[]);
                }
            }
            Sample::Path(class, way) => self.sample_of(&[(class, way)], (x, y), about.look, tokens),
            Sample::Paths(_, paths) => self.sample_of(paths, (x, y), about.look, tokens),
        }
    }

    fn sample_of(&mut self, paths: &[(&str, &str)], (x, y): Place, look: fn(&str, &Tokens) -> Look, tokens: &Tokens) {
        self.put(&format!("<g transform=\"translate({} {})\">", number(x), number(y)));
        for (class, way) in paths {
            let (fill, stroke) = look(class, tokens);
            self.path(way, fill.map(Fill::Plain).as_ref(), stroke.as_ref(), &[]);
        }
        self.put("</g>\n");
    }

    /// The patterns that stripes are made of.
    fn hatches(&mut self, hatches: &[Color]) {
        for (place, color) in hatches.iter().enumerate() {
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
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
