//! What the charts have in common on the canvas: grid, axes and labels, drawn by plotters, and the small shapes of the
//! overlay.
//!
//! plotters measures text by inserting an element with a `style` attribute into the page, which the page's security
//! policy refuses. So the labels are placed here, at the ticks, and the grid with them. Everything is drawn as one of two
//! elements, in pixels: plotters' own axes and series are compiled anew for each kind of series and coordinate.

use charts::layout::Layout;
use charts::theme::{Color, Tokens};
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsValue;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// The size of labels, in CSS pixels.
const TEXT: f64 = 11.0;

/// A label at a share of an axis.
pub type Label = (f64, String);

/// The axes of a chart.
#[derive(Default)]
pub struct Axes {
    /// Labels across.
    pub across: Vec<Label>,
    /// Labels up.
    pub up: Vec<Label>,
    /// Labels up, at the right edge, without grid lines.
    pub right: Vec<Label>,
    /// The name of the axis across.
    pub across_name: String,
    /// The name of the axis up.
    pub up_name: String,
    /// The name of the axis at the right edge.
    pub right_name: String,
    /// What holds for all labels across, in the corner before them.
    pub corner: String,
}

/// A canvas as plotters draws on it.
pub struct Paper<'a> {
    root: DrawingArea<CanvasBackend, Shift>,
    layout: &'a Layout,
    tokens: &'a Tokens,
}

impl<'a> Paper<'a> {
    /// The paper of a canvas.
    pub fn new(canvas: HtmlCanvasElement, layout: &'a Layout, tokens: &'a Tokens) -> Option<Self> {
        let root = CanvasBackend::with_canvas_object(canvas)?.into_drawing_area();
        Some(Self { root, layout, tokens })
    }

    /// The grid of the plot area.
    pub fn grid(&self, axes: &Axes) -> Result<(), JsValue> {
        for (at, _) in &axes.across {
            self.line(&[(*at, 0.0), (*at, 1.0)], self.tokens.grid, 1)?;
        }
        for (at, _) in &axes.up {
            self.line(&[(0.0, *at), (1.0, *at)], self.tokens.grid, 1)?;
        }
        Ok(())
    }

    /// A line through places of the plot area, in shares of its axes.
    pub fn line(&self, places: &[(f64, f64)], color: Color, width: u32) -> Result<(), JsValue> {
        let style = ShapeStyle { color: rgba(color), filled: false, stroke_width: width };
        self.root.draw(&PathElement::new(self.pixels(places), style)).map_err(failure)
    }

    /// A filled area between places of the plot area, in shares of its axes.
    pub fn area(&self, places: &[(f64, f64)], color: Color) -> Result<(), JsValue> {
        let style = ShapeStyle { color: rgba(color), filled: true, stroke_width: 0 };
        self.root.draw(&Polygon::new(self.pixels(places), style)).map_err(failure)
    }

    /// A bar that stands on the axis, as high as `up` says.
    pub fn bar(&self, from: f64, to: f64, up: f64, color: Color) -> Result<(), JsValue> {
        self.area(&[(from, 0.0), (from, up), (to, up), (to, 0.0)], color)
    }

    /// A bar that stands on the axis, of stripes that rise to the right.
    pub fn hatch(&self, from: f64, to: f64, up: f64, color: Color) -> Result<(), JsValue> {
        let (width, height) = (self.layout.plot_width(), self.layout.plot_height());
        let (across, high) = ((to - from) * width, up * height);
        let mut at = -high;
        while at < across {
            // Up to the edge that it meets first.
            let ends = [(-at).max(0.0), high.min(across - at)];
            self.line(&ends.map(|end| (from + (at + end) / width, end / height)), color, 1)?;
            at += self.layout.pixels(5.0);
        }
        self.line(&[(from, 0.0), (from, up), (to, up), (to, 0.0)], color, 1)
    }

    fn pixels(&self, places: &[(f64, f64)]) -> Vec<(i32, i32)> {
        // A cast cannot overflow: it ends at the nearest whole number that there is.
        places.iter().map(|(x, y)| (self.layout.x(*x).round() as i32, self.layout.y(*y).round() as i32)).collect()
    }

    /// The axis line below the plot, the labels and the names of the axes.
    pub fn labels(&self, axes: &Axes) -> Result<(), JsValue> {
        let (layout, tokens) = (self.layout, self.tokens);
        self.line(&[(0.0, 0.0), (1.0, 0.0)], tokens.line, self.width(1.0))?;
        let (near, far) = (layout.pixels(8.0) as i32, layout.pixels(22.0) as i32);
        for (at, text) in &axes.across {
            // A label at an end would run out of the canvas.
            let across = if *at > 0.97 { HPos::Right } else { HPos::Center };
            self.text(text, (layout.x(*at) as i32, layout.bottom + near), (across, VPos::Top), tokens.muted)?;
        }
        for (at, text) in &axes.up {
            self.text(text, (layout.left - near, layout.y(*at) as i32), (HPos::Right, VPos::Center), tokens.muted)?;
        }
        for (at, text) in &axes.right {
            self.text(text, (layout.right + near, layout.y(*at) as i32), (HPos::Left, VPos::Center), tokens.muted)?;
        }
        let above = layout.top - layout.pixels(9.0) as i32;
        let edge = layout.pixels(2.0) as i32;
        self.text(&axes.up_name, (edge, above), (HPos::Left, VPos::Bottom), tokens.ink)?;
        self.text(&axes.corner, (edge, layout.bottom + near), (HPos::Left, VPos::Top), tokens.muted)?;
        let right = layout.width as i32 - edge;
        self.text(&axes.right_name, (right, above), (HPos::Right, VPos::Bottom), tokens.muted)?;
        self.text(&axes.across_name, (layout.right, layout.bottom + far), (HPos::Right, VPos::Top), tokens.ink)
    }

    /// A width in CSS pixels as a stroke's.
    pub fn width(&self, css: f64) -> u32 {
        (self.layout.pixels(css).round() as u32).max(1)
    }

    fn text(&self, text: &str, at: (i32, i32), (h, v): (HPos, VPos), color: Color) -> Result<(), JsValue> {
        let font = (self.tokens.font.as_str(), self.layout.pixels(TEXT)).into_font();
        let color = rgba(color);
        let style = TextStyle::from(font).color(&color).pos(Pos::new(h, v));
        self.root.draw_text(text, &style, at).map_err(failure)
    }
}

/// A colour of plotters.
fn rgba(color: Color) -> RGBAColor {
    let [red, green, blue, _] = color.bytes(1.0);
    RGBAColor(red, green, blue, color.alpha)
}

/// What plotters could not draw, for the console.
fn failure(error: impl std::fmt::Display) -> JsValue {
    JsValue::from_str(&error.to_string())
}

/// Reports a drawing that failed: the table says the same, so the page goes on.
pub fn report(result: Result<(), JsValue>) {
    if let Err(error) = result {
        web_sys::console::warn_2(&"A chart could not be drawn:".into(), &error);
    }
}

/// A straight line on the overlay.
pub fn line(context: &CanvasRenderingContext2d, from: (f64, f64), to: (f64, f64), color: Color, width: f64) {
    context.set_stroke_style_str(&color.css());
    context.set_line_width(width);
    context.begin_path();
    context.move_to(from.0, from.1);
    context.line_to(to.0, to.1);
    context.stroke();
}

/// Adds a diamond to the path.
pub fn diamond(context: &CanvasRenderingContext2d, (x, y): (f64, f64), radius: f64) {
    context.move_to(x, y - radius);
    context.line_to(x + radius, y);
    context.line_to(x, y + radius);
    context.line_to(x - radius, y);
    context.close_path();
}

/// A small text on a plate of the surface's colour, centred at `x` and kept between the plot's edges.
pub fn plate(
    context: &CanvasRenderingContext2d,
    layout: &Layout,
    tokens: &Tokens,
    text: &str,
    x: f64,
    y: f64,
    color: Color,
) {
    let size = layout.pixels(TEXT);
    context.set_font(&format!("600 {size}px {}", tokens.font));
    // A browser that cannot measure still writes: the plate is then as wide as a guess.
    let width = context.measure_text(text).map_or(size * 0.6 * text.chars().count() as f64, |metrics| metrics.width());
    let pad = layout.pixels(4.0);
    let half = width / 2.0 + pad;
    let x = x.min(f64::from(layout.right) - half).max(f64::from(layout.left) + half);
    context.set_fill_style_str(&tokens.surface.css());
    context.fill_rect(x - half, y - size / 2.0 - pad, half * 2.0, size + pad * 2.0);
    context.set_fill_style_str(&color.css());
    context.set_text_align("center");
    context.set_text_baseline("middle");
    // What cannot be written here is in the slider's text, too.
    let _ = context.fill_text(text, x, y);
}
