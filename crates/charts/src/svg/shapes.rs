//! The shapes of a drawing as elements.

use super::*;

impl Svg {
    pub(super) fn shape(&mut self, shape: &Shape, hatches: &[Color]) {
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

    pub(super) fn text(&mut self, text: &Text) {
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
