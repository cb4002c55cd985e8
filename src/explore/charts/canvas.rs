//! A scene on a canvas, at the device's resolution.

use super::scene::{Align, Fill, Mark, Place, Scene, Shape, Stroke, Text};
use crate::app::charts::canvas::blank;
use crate::app::charts::density::Picture;
use crate::app::charts::layout::Layout;
use crate::app::charts::theme::{Color, Tokens};
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsCast;
use wasm_bindgen::{Clamped, JsValue};
use web_sys::{
    CanvasPattern, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap, ImageData, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d,
};
use yew::NodeRef;

thread_local! {
    /// What was made last to be painted with: the same few stamps and stripes are painted again and again.
    static STAMPS: Kept<Stamp, ImageBitmap> = const { Kept(RefCell::new(Vec::new())) };
    static STRIPES: Kept<(Color, f64), CanvasPattern> = const { Kept(RefCell::new(Vec::new())) };
    /// The canvas over which pictures of pixels take their way.
    static WAY: RefCell<Option<(HtmlCanvasElement, CanvasRenderingContext2d)>> = const { RefCell::new(None) };
}

/// A canvas in the page that scenes are painted on.
#[derive(Default)]
pub struct Surface {
    node: NodeRef,
    context: RefCell<Option<CanvasRenderingContext2d>>,
    /// Whether nothing is seen through it.
    opaque: bool,
    /// Whether it is empty, and not shown.
    hidden: Cell<bool>,
}

impl Surface {
    /// One through which nothing is seen: it is put on the screen in half the time.
    pub fn opaque() -> Self {
        Self { opaque: true, ..Self::default() }
    }

    /// The element's place.
    pub fn node(&self) -> NodeRef {
        self.node.clone()
    }

    /// The element.
    pub fn element(&self) -> Option<HtmlCanvasElement> {
        self.node.cast()
    }

    /// Paints a scene in the place of the one before.
    ///
    /// # Errors
    /// What the canvas refused.
    pub fn paint(&self, layout: &Layout, ratio: f64, tokens: &Tokens, scene: &Scene) -> Result<(), JsValue> {
        let Some(canvas) = self.element() else { return Ok(()) };
        let hidden = scene.shapes.is_empty() && !self.opaque;
        if self.hidden.replace(hidden) != hidden {
            // An empty canvas over another one has the browser mix all their pixels.
            canvas.style().set_property("visibility", if hidden { "hidden" } else { "visible" })?;
        }
        if hidden {
            return Ok(());
        }
        let context = self.context(&canvas)?;
        if (canvas.width(), canvas.height()) != (layout.width, layout.height) {
            canvas.set_width(layout.width);
            canvas.set_height(layout.height);
        }
        let (width, height) = (f64::from(layout.width), f64::from(layout.height));
        let painter = Painter::new(&context, ratio, &tokens.font);
        if self.opaque {
            painter.fill_with(tokens.surface);
            context.fill_rect(0.0, 0.0, width, height);
        } else {
            context.clear_rect(0.0, 0.0, width, height);
        }
        painter.paint(scene)
    }

    fn context(&self, canvas: &HtmlCanvasElement) -> Result<CanvasRenderingContext2d, JsValue> {
        let mut known = self.context.borrow_mut();
        match known.as_ref() {
            Some(context) if context.canvas().as_ref() == Some(canvas) => Ok(context.clone()),
            _ => {
                let options = js_sys::Object::new();
                js_sys::Reflect::set(&options, &"alpha".into(), &(!self.opaque).into())?;
                let context = canvas.get_context_with_context_options("2d", &options)?.ok_or("no drawing context")?;
                let context: CanvasRenderingContext2d = context.dyn_into()?;
                *known = Some(context.clone());
                Ok(context)
            }
        }
    }
}

/// Paints scenes.
struct Painter<'a> {
    context: &'a CanvasRenderingContext2d,
    /// Device pixels per CSS pixel.
    ratio: f64,
    font: &'a str,
    /// The colours and the letters that are set, so that none is set twice.
    filled: Cell<Option<Color>>,
    stroked: Cell<Option<Color>>,
    lettered: Cell<Option<(f64, bool, Align)>>,
}

/// A mark's shape and look, in device pixels.
#[derive(Clone, Copy, PartialEq)]
struct Stamp {
    mark: Mark,
    radius: f64,
    ratio: f64,
    fill: Option<Color>,
    strokes: [Option<Stroke>; 2],
}

/// A few things by what they were made of.
struct Kept<K, V>(RefCell<Vec<(K, V)>>);

/// More are not kept: two themes have fewer.
const MOST_KEPT: usize = 24;

impl<K: PartialEq, V: Clone> Kept<K, V> {
    fn get_or_make(&self, key: K, make: impl FnOnce(&K) -> Result<V, JsValue>) -> Result<V, JsValue> {
        if let Some((_, value)) = self.0.borrow().iter().find(|(known, _)| *known == key) {
            return Ok(value.clone());
        }
        let value = make(&key)?;
        let mut kept = self.0.borrow_mut();
        if kept.len() >= MOST_KEPT {
            kept.remove(0);
        }
        kept.push((key, value.clone()));
        Ok(value)
    }
}

impl<'a> Painter<'a> {
    /// On a canvas of so many device pixels per CSS pixel, in a family of fonts.
    fn new(context: &'a CanvasRenderingContext2d, ratio: f64, font: &'a str) -> Self {
        let (filled, stroked, lettered) = Default::default();
        Self { context, ratio, font, filled, stroked, lettered }
    }
    /// Paints a scene.
    ///
    /// # Errors
    /// What the canvas refused.
    fn paint(&self, scene: &Scene) -> Result<(), JsValue> {
        self.context.set_line_join("round");
        for shape in &scene.shapes {
            self.shape(shape)?;
        }
        Ok(())
    }

    fn shape(&self, shape: &Shape) -> Result<(), JsValue> {
        let (context, ratio) = (self.context, self.ratio);
        match shape {
            Shape::Rects { rects, fill, stroke } => {
                context.begin_path();
                for [left, top, width, height] in rects {
                    context.rect(left * ratio, top * ratio, width * ratio, height * ratio);
                }
                if let Some(fill) = fill {
                    self.fill(fill)?;
                }
                if let Some(stroke) = stroke {
                    self.stroke(stroke)?;
                }
            }
            Shape::Line { places, stroke } => {
                self.path(places);
                self.stroke(stroke)?;
            }
            Shape::Lines { lines, stroke } => {
                context.begin_path();
                for [x1, y1, x2, y2] in lines {
                    context.move_to(x1 * ratio, y1 * ratio);
                    context.line_to(x2 * ratio, y2 * ratio);
                }
                self.stroke(stroke)?;
            }
            Shape::Area { places, fill } => {
                self.path(places);
                context.close_path();
                self.fill(fill)?;
            }
            Shape::Marks { mark, places, radius, fill, stroke, halo } => {
                let (mark, radius, ratio) = (*mark, *radius, self.ratio);
                self.marks(Stamp { mark, radius, ratio, fill: *fill, strokes: [*halo, *stroke] }, places)?;
            }
            Shape::Text(text) => self.text(text)?,
            Shape::Image { rect, pixels, smooth } => self.image(*rect, pixels, *smooth)?,
        }
        Ok(())
    }

    fn path(&self, places: &[Place]) {
        self.context.begin_path();
        for (place, (x, y)) in places.iter().enumerate() {
            let (x, y) = (x * self.ratio, y * self.ratio);
            if place == 0 { self.context.move_to(x, y) } else { self.context.line_to(x, y) }
        }
    }

    fn stroke(&self, stroke: &Stroke) -> Result<(), JsValue> {
        let pieces = js_sys::Array::new();
        for length in stroke.dash.lengths(stroke.width).into_iter().flatten() {
            pieces.push(&(length * self.ratio).into());
        }
        self.context.set_line_dash(&pieces)?;
        if self.stroked.replace(Some(stroke.color)) != Some(stroke.color) {
            self.context.set_stroke_style_str(&stroke.color.css());
        }
        self.context.set_line_width(stroke.width * self.ratio);
        self.context.stroke();
        Ok(())
    }

    fn fill(&self, fill: &Fill) -> Result<(), JsValue> {
        match fill {
            Fill::Plain(color) => self.fill_with(*color),
            Fill::Hatch(color) => {
                let pattern =
                    STRIPES.with(|stripes| stripes.get_or_make((*color, self.ratio), |_| self.stripes(*color)))?;
                self.context.set_fill_style_canvas_pattern(&pattern);
                self.filled.set(None);
            }
        }
        self.context.fill();
        Ok(())
    }

    fn fill_with(&self, color: Color) {
        if self.filled.replace(Some(color)) != Some(color) {
            self.context.set_fill_style_str(&color.css());
        }
    }

    fn stripes(&self, color: Color) -> Result<CanvasPattern, JsValue> {
        // A tile whose stripes go on in the next one.
        let tile = (5.0 * self.ratio).round().max(4.0);
        let (canvas, ink) = blank(tile as u32, tile as u32)?;
        ink.set_stroke_style_str(&color.css());
        ink.set_line_width(1.4 * self.ratio);
        ink.begin_path();
        for at in [-tile, 0.0, tile] {
            ink.move_to(at - 1.0, tile + 1.0);
            ink.line_to(at + tile + 1.0, -1.0);
        }
        ink.stroke();
        let pattern = self.context.create_pattern_with_html_canvas_element(&canvas, "repeat")?;
        pattern.ok_or_else(|| "no pattern".into())
    }

    /// One mark is drawn and then stamped: thousands of them in one path take a quarter of a second.
    fn marks(&self, stamp: Stamp, places: &[Place]) -> Result<(), JsValue> {
        let picture = STAMPS.with(|stamps| stamps.get_or_make(stamp, Stamp::picture))?;
        let middle = stamp.middle();
        for (x, y) in places {
            let (x, y) = ((x * self.ratio).floor() - middle, (y * self.ratio).floor() - middle);
            self.context.draw_image_with_image_bitmap(&picture, x, y)?;
        }
        Ok(())
    }

    fn text(&self, text: &Text) -> Result<(), JsValue> {
        let context = self.context;
        let letters = Some((text.size, text.bold, text.align));
        if self.lettered.replace(letters) != letters {
            let weight = if text.bold { "600 " } else { "" };
            context.set_font(&format!("{weight}{}px {}", text.size * self.ratio, self.font));
            context.set_text_baseline("middle");
            context.set_text_align(match text.align {
                Align::Start => "left",
                Align::Middle => "center",
                Align::End => "right",
            });
        }
        self.fill_with(text.color);
        context.fill_text(&text.text, text.at.0 * self.ratio, text.at.1 * self.ratio)
    }

    fn image(&self, [left, top, width, height]: [f64; 4], pixels: &Picture, smooth: bool) -> Result<(), JsValue> {
        let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels.rgba), pixels.width, pixels.height)?;
        // `putImageData` would erase what lies beneath, so the picture takes the way over a canvas of its own.
        let (canvas, ink) = WAY.with_borrow_mut(|way| match way {
            Some((canvas, ink)) if (canvas.width(), canvas.height()) == (pixels.width, pixels.height) => {
                Ok((canvas.clone(), ink.clone()))
            }
            _ => blank(pixels.width, pixels.height).inspect(|made| *way = Some(made.clone())),
        })?;
        ink.put_image_data(&image, 0.0, 0.0)?;
        self.context.set_image_smoothing_enabled(smooth);
        let ratio = self.ratio;
        self.context.draw_image_with_html_canvas_element_and_dw_and_dh(
            &canvas,
            left * ratio,
            top * ratio,
            width * ratio,
            height * ratio,
        )
    }
}

impl Stamp {
    /// The pixels from its edge to its middle.
    fn middle(&self) -> f64 {
        let widest = self.strokes.iter().flatten().map(|stroke| stroke.width).fold(0.0, f64::max);
        ((self.radius + widest) * self.ratio).ceil()
    }

    fn picture(&self) -> Result<ImageBitmap, JsValue> {
        let (radius, middle) = (self.radius * self.ratio, self.middle());
        let (canvas, ink) = blank(middle as u32 * 2 + 1, middle as u32 * 2 + 1)?;
        let at = middle + 0.5;
        ink.begin_path();
        match self.mark {
            Mark::Circle => ink.arc(at, at, radius, 0.0, std::f64::consts::TAU)?,
            Mark::Diamond => {
                ink.move_to(at, at - radius);
                ink.line_to(at + radius, at);
                ink.line_to(at, at + radius);
                ink.line_to(at - radius, at);
                ink.close_path();
            }
        }
        let brush = Painter::new(&ink, self.ratio, "");
        let [halo, stroke] = &self.strokes;
        if let Some(halo) = halo {
            brush.stroke(halo)?;
        }
        if let Some(fill) = self.fill {
            brush.fill(&Fill::Plain(fill))?;
        }
        if let Some(stroke) = stroke {
            brush.stroke(stroke)?;
        }
        // A canvas might change between two stamps, so the browser looks at it each time; this cannot.
        let still = OffscreenCanvas::new(canvas.width(), canvas.height())?;
        let context = still.get_context("2d")?.ok_or("no drawing context")?;
        let context: OffscreenCanvasRenderingContext2d = context.dyn_into()?;
        context.draw_image_with_html_canvas_element(&canvas, 0.0, 0.0)?;
        still.transfer_to_image_bitmap()
    }
}
