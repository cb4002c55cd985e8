//! A drawing as data: shapes in CSS pixels, in the order in which they are painted. What a chart draws is made without a
//! browser, so it is tested natively, and the same shapes go onto a canvas of any resolution or into a file.

use crate::density::Picture;
use crate::theme::Color;

/// A place in CSS pixels from the upper left corner.
pub type Place = (f64, f64);

/// How a line is broken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dash {
    /// Not at all.
    #[default]
    Solid,
    /// Long pieces.
    Dashed,
    /// Short pieces.
    Dotted,
}

impl Dash {
    /// The lengths of pieces and gaps for a line of this width; none for a solid one.
    pub fn lengths(self, width: f64) -> Option<[f64; 2]> {
        let width = width.max(1.0);
        match self {
            Self::Solid => None,
            Self::Dashed => Some([4.0 * width, 3.0 * width]),
            Self::Dotted => Some([1.5 * width, 2.0 * width]),
        }
    }
}

/// A line's look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub color: Color,
    /// Its width.
    pub width: f64,
    /// How it is broken.
    pub dash: Dash,
}

/// A solid line.
pub fn solid(color: Color, width: f64) -> Stroke {
    Stroke { color, width, dash: Dash::Solid }
}

/// What fills an area.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fill {
    /// A colour.
    Plain(Color),
    /// Stripes rising to the right.
    Hatch(Color),
}

/// The shape of a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A circle.
    Circle,
    /// A square on its corner.
    Diamond,
}

/// Where a text stands from its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// A text in one line. Its place is half way up.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Where.
    pub at: Place,
    /// What.
    pub text: String,
    /// How high the letters are.
    pub size: f64,
    /// Whether they are bold.
    pub bold: bool,
    /// Their colour.
    pub color: Color,
    /// Where it stands from its place.
    pub align: Align,
}

/// A shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Rectangles of one look: left, top, width and height.
    Rects {
        /// They.
        rects: Vec<[f64; 4]>,
        /// What fills them.
        fill: Option<Fill>,
        /// Their outline.
        stroke: Option<Stroke>,
    },
    /// A line through places.
    Line {
        /// The places.
        places: Vec<Place>,
        /// Its look.
        stroke: Stroke,
    },
    /// Separate straight lines of one look: from x, y to x, y.
    Lines {
        /// They.
        lines: Vec<[f64; 4]>,
        /// Their look.
        stroke: Stroke,
    },
    /// A filled area between places.
    Area {
        /// The places.
        places: Vec<Place>,
        /// What fills it.
        fill: Fill,
    },
    /// Marks of one look.
    Marks {
        /// Their shape.
        mark: Mark,
        /// Where their middles are.
        places: Vec<Place>,
        /// Half their width.
        radius: f64,
        /// What fills them.
        fill: Option<Color>,
        /// Their outline.
        stroke: Option<Stroke>,
        /// What keeps the outline apart from what is beneath.
        halo: Option<Stroke>,
    },
    /// A text.
    Text(Text),
    /// A picture of pixels, stretched over left, top, width and height.
    Image {
        /// Where.
        rect: [f64; 4],
        /// The pixels.
        pixels: Picture,
        /// Whether it is smoothed where it is stretched.
        smooth: bool,
    },
}

/// A drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Its shapes, the lowest first.
    pub shapes: Vec<Shape>,
}

impl Scene {
    /// Rectangles, where there are any.
    pub fn rects(&mut self, rects: Vec<[f64; 4]>, fill: impl Into<Option<Fill>>, stroke: impl Into<Option<Stroke>>) {
        if !rects.is_empty() {
            self.shapes.push(Shape::Rects { rects, fill: fill.into(), stroke: stroke.into() });
        }
    }

    /// A line through places, where there are two.
    pub fn line(&mut self, places: Vec<Place>, stroke: Stroke) {
        if places.len() > 1 {
            self.shapes.push(Shape::Line { places, stroke });
        }
    }

    /// Separate lines, where there are any.
    pub fn lines(&mut self, lines: Vec<[f64; 4]>, stroke: Stroke) {
        if !lines.is_empty() {
            self.shapes.push(Shape::Lines { lines, stroke });
        }
    }

    /// A filled area.
    pub fn area(&mut self, places: Vec<Place>, fill: Fill) {
        if places.len() > 2 {
            self.shapes.push(Shape::Area { places, fill });
        }
    }

    /// A text, where it says something.
    pub fn text(&mut self, text: Text) {
        if !text.text.is_empty() {
            self.shapes.push(Shape::Text(text));
        }
    }

    /// The texts in it.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.shapes.iter().filter_map(|shape| match shape {
            Shape::Text(text) => Some(text),
            _ => None,
        })
    }
}

/// The middle of the pixel: there a hairline is one pixel wide.
pub fn crisp(at: f64) -> f64 {
    at.floor() + 0.5
}

/// About how wide a text is, for the usual typefaces without serifs.
pub fn text_width(text: &str, size: f64) -> f64 {
    text.chars().map(letter_width).sum::<f64>() * size
}

/// About how wide a letter is, in heights of the letters.
fn letter_width(letter: char) -> f64 {
    match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | '\u{202f}' => 0.29,
        'f' | 't' | 'r' | '(' | ')' | '-' | ' ' | '/' => 0.38,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.88,
        'A'..='Z' => 0.69,
        // Most other writings' letters are as wide as they are high.
        letter if letter as u32 >= 0x1100 => 1.0,
        _ => 0.565,
    }
}

/// The text, cut to a width with an ellipsis where it is wider.
pub fn cut(text: &str, size: f64, width: f64) -> String {
    let room = width / size;
    let (mut used, mut end) = (0.0, 0);
    for (place, letter) in text.char_indices() {
        // The ellipsis is as wide as it is high.
        if used + 1.0 <= room {
            end = place;
        }
        used += letter_width(letter);
    }
    match text.get(..end) {
        _ if used <= room => text.to_owned(),
        Some(kept) if !kept.is_empty() => [kept.trim_end(), "…"].concat(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_to_their_room() {
        assert_eq!(cut("short", 11.0, 100.0), "short");
        let long = "a rather long label of something";
        for width in [0.0, 5.0, 20.0, 60.0, 120.0] {
            let text = cut(long, 11.0, width);
            assert!(text_width(&text, 11.0) <= width.max(0.0) + 1e-9, "{text}");
            assert!(text.is_empty() || text.ends_with('…'));
        }
        assert_eq!(cut("", 11.0, 0.0), "");
    }
}
