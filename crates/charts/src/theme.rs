//! The page's colours as the charts use them: read from the CSS custom properties, so that they are written down once.

use telemetry::parse_number;

/// A colour: red, green and blue from 0 to 255, opacity from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Color {
    /// Red.
    pub red: f64,
    /// Green.
    pub green: f64,
    /// Blue.
    pub blue: f64,
    /// Opacity.
    pub alpha: f64,
}

impl Color {
    /// An opaque colour.
    pub const fn rgb(red: u8, green: u8, blue: u8) -> Self {
        Self { red: red as f64, green: green as f64, blue: blue as f64, alpha: 1.0 }
    }

    /// The colour that a browser reports as computed: `rgb(…)`, `rgba(…)`, `color(srgb …)`; also `#rgb`, `#rrggbb` and
    /// `#rrggbbaa`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(hex) = text.strip_prefix('#') {
            return Self::from_hex(hex);
        }
        let (name, rest) = text.split_once('(')?;
        let (size, rest) = match (name, rest.strip_suffix(')')?) {
            ("rgb" | "rgba", rest) => (1.0, rest),
            ("color", rest) => (255.0, rest.trim().strip_prefix("srgb ")?),
            _ => return None,
        };
        let parts = rest.split([',', ' ', '/']).filter(|part| !part.is_empty());
        let numbers: Vec<f64> =
            parts.map(|part| parse_number(part).ok().filter(|number| number.is_finite())).collect::<Option<_>>()?;
        let (rgb, alpha) = match numbers.as_slice() {
            [red, green, blue] => ([*red, *green, *blue], 1.0),
            [red, green, blue, alpha] => ([*red, *green, *blue], *alpha),
            _ => return None,
        };
        let [red, green, blue] = rgb.map(|part| (part * size).clamp(0.0, 255.0));
        Some(Self { red, green, blue, alpha: alpha.clamp(0.0, 1.0) })
    }

    fn from_hex(hex: &str) -> Option<Self> {
        let digits: Vec<f64> = hex.chars().map(|digit| digit.to_digit(16).map(f64::from)).collect::<Option<_>>()?;
        let pair = |place: usize| Some(digits.get(place)? * 16.0 + digits.get(place + 1)?);
        let (red, green, blue, alpha) = match digits.len() {
            3 => (digits[0] * 17.0, digits[1] * 17.0, digits[2] * 17.0, 255.0),
            6 => (pair(0)?, pair(2)?, pair(4)?, 255.0),
            8 => (pair(0)?, pair(2)?, pair(4)?, pair(6)?),
            _ => return None,
        };
        Some(Self { red, green, blue, alpha: alpha / 255.0 })
    }

    /// The colour as far from here to another as `place` says, 0 to 1.
    pub fn towards(self, other: Self, place: f64) -> Self {
        let mix = |from: f64, to: f64| from + (to - from) * place;
        Self {
            red: mix(self.red, other.red),
            green: mix(self.green, other.green),
            blue: mix(self.blue, other.blue),
            alpha: mix(self.alpha, other.alpha),
        }
    }

    /// The same colour, so much less opaque.
    pub fn faded(self, opacity: f64) -> Self {
        Self { alpha: self.alpha * opacity, ..self }
    }

    /// The colour's four bytes, its opacity multiplied by `opacity`.
    pub fn bytes(self, opacity: f64) -> [u8; 4] {
        [self.red, self.green, self.blue, self.alpha * opacity * 255.0].map(|part| part.round().clamp(0.0, 255.0) as u8)
    }

    /// The colour as CSS text.
    pub fn css(self) -> String {
        let [red, green, blue, _] = self.bytes(1.0);
        format!("rgba({red},{green},{blue},{:.3})", self.alpha)
    }
}

/// The colours and the typeface of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Tokens {
    /// Text.
    pub ink: Color,
    /// Lesser text.
    pub muted: Color,
    /// Axes.
    pub line: Color,
    /// What lies behind the chart.
    pub surface: Color,
    /// What can be acted on.
    pub accent: Color,
    /// What is flagged.
    pub anomaly: Color,
    /// Hairlines.
    pub grid: Color,
    /// The density of sessions, few to many.
    pub density: [Color; 4],
    /// The decision field where scores are low.
    pub field_low: Color,
    /// The decision field where scores are high.
    pub field_high: Color,
    /// The font family.
    pub font: String,
}

#[cfg(target_arch = "wasm32")]
impl Tokens {
    /// The tokens in force in the page. A property that the page lacks, or that is no colour, is grey.
    pub fn read() -> Self {
        use wasm_bindgen::JsCast;
        let window = web_sys::window();
        let root = window.as_ref().and_then(|window| window.document()?.document_element());
        // A custom property's value is its text; only where it is used does the browser resolve light-dark() and
        // color-mix(). So an element wears each colour for the time of asking.
        let made = root.as_ref().and_then(|root| root.owner_document()?.create_element("i").ok());
        let worn = made.and_then(|made| made.dyn_into::<web_sys::HtmlElement>().ok());
        let worn = worn.filter(|worn| root.is_some_and(|root| root.append_child(worn).is_ok()));
        let computed = worn.as_ref().and_then(|worn| window?.get_computed_style(worn).ok().flatten());
        let value = |property: &str| {
            computed.as_ref().and_then(|computed| computed.get_property_value(property).ok()).unwrap_or_default()
        };
        let color = |name: &str| {
            let set = |worn: &web_sys::HtmlElement| worn.style().set_property("color", &format!("var({name})")).is_ok();
            let set = worn.as_ref().is_some_and(set);
            Color::parse(&value("color")).filter(|_| set).unwrap_or(Color::rgb(128, 128, 128))
        };
        let tokens = Self {
            ink: color("--ink"),
            muted: color("--muted"),
            line: color("--line"),
            surface: color("--surface"),
            accent: color("--accent"),
            anomaly: color("--anomaly"),
            grid: color("--grid"),
            density: ["--density-0", "--density-1", "--density-2", "--density-3"].map(color),
            field_low: color("--field-low"),
            field_high: color("--field-high"),
            font: Some(value("--font").trim().to_owned())
                .filter(|font| !font.is_empty())
                .unwrap_or_else(|| "system-ui, sans-serif".into()),
        };
        if let Some(worn) = worn {
            worn.remove();
        }
        tokens
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_colours_are_understood() {
        let cases = [
            ("rgb(1, 2, 3)", [1, 2, 3, 255]),
            ("rgba(1, 2, 3, 0.5)", [1, 2, 3, 128]),
            ("rgb(1 2 3 / 0.5)", [1, 2, 3, 128]),
            ("color(srgb 1 0.5 0)", [255, 128, 0, 255]),
            ("color(srgb 1 0.5 0 / 0)", [255, 128, 0, 0]),
            ("#abc", [170, 187, 204, 255]),
            (" #0102ff80 ", [1, 2, 255, 128]),
        ];
        for (text, bytes) in cases {
            assert_eq!(Color::parse(text).map(|color| color.bytes(1.0)), Some(bytes), "{text}");
        }
        for text in ["", "red", "#12", "#12345g", "rgb(1, 2)", "rgb(NaN, 1, 2)", "color(display-p3 1 1 1)", "rgb(1,2,3"]
        {
            assert_eq!(Color::parse(text), None, "{text}");
        }
    }

    #[test]
    fn css_text_is_read_back() {
        let color = Color::rgb(10, 20, 30).faded(0.25);
        assert_eq!(Color::parse(&color.css()), Some(color));
    }
}
