//! A scene, painted on a canvas shape by shape.

use super::kept::Kept;
use super::offscreen::blank;
use super::stamp::{self, Stamp};
use crate::density::Picture;
use crate::scene::{Align, Fill, Place, Scene, Shape, Stroke, Text};
use crate::theme::Color;
use std::cell::Cell;
use wasm_bindgen::{Clamped, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

thread_local! {
    /// The canvases over which pictures of pixels take their way, by their sizes: a field and the cells before it.
    static WAYS: Kept<(u32, u32), (HtmlCanvasElement, CanvasRenderingContext2d), 2> = const { Kept::new() };
}

/// Paints scenes.
pub(super) struct Painter<'a> {
    context: &'a CanvasRenderingContext2d,
    /// Device pixels per CSS pixel.
    ratio: f64,
    font: &'a str,
    /// The letters that the context has, which outlive this: the page is laid out for each setting of them.
    letters: &'a Cell<Option<Letters>>,
    /// The colours and the alignment that are set, so that none is set twice.
    filled: Cell<Option<Color>>,
    stroked: Cell<Option<Color>>,
    aligned: Cell<Option<Align>>,
}

/// Their size in device pixels, and whether they are bold.
pub(super) type Letters = (f64, bool);

impl<'a> Painter<'a> {
    /// On a canvas of so many device pixels per CSS pixel, in a family of fonts.
    pub(super) fn new(
        context: &'a CanvasRenderingContext2d,
        ratio: f64,
        font: &'a str,
        letters: &'a Cell<Option<Letters>>,
    ) -> Self {
        let (filled, stroked, aligned) = Default::default();
        Self { context, ratio, font, letters, filled, stroked, aligned }
    }

    /// Paints a scene.
    ///
    /// # Errors
    /// What the canvas refused.
    pub(super) fn paint(&self, scene: &Scene) -> Result<(), JsValue> {
        self.context.set_line_join("round");
        self.context.set_text_baseline("middle");
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

    pub(super) fn stroke(&self, stroke: &Stroke) -> Result<(), JsValue> {
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

    pub(super) fn fill(&self, fill: &Fill) -> Result<(), JsValue> {
        match fill {
            Fill::Plain(color) => self.fill_with(*color),
            Fill::Hatch(color) => {
                let pattern = stamp::stripes(self.context, *color, self.ratio)?;
                self.context.set_fill_style_canvas_pattern(&pattern);
                self.filled.set(None);
            }
        }
        self.context.fill();
        Ok(())
    }

    pub(super) fn fill_with(&self, color: Color) {
        if self.filled.replace(Some(color)) != Some(color) {
            self.context.set_fill_style_str(&color.css());
        }
    }

    /// One mark is drawn and then stamped: thousands of them in one path take a quarter of a second.
    fn marks(&self, stamp: Stamp, places: &[Place]) -> Result<(), JsValue> {
        let picture = stamp.picture()?;
        let middle = stamp.middle();
        for (x, y) in places {
            let (x, y) = ((x * self.ratio).floor() - middle, (y * self.ratio).floor() - middle);
            self.context.draw_image_with_image_bitmap(&picture, x, y)?;
        }
        Ok(())
    }

    fn text(&self, text: &Text) -> Result<(), JsValue> {
        let context = self.context;
        let size = text.size * self.ratio;
        let letters = Some((size, text.bold));
        if self.letters.replace(letters) != letters {
            let weight = if text.bold { "600 " } else { "" };
            context.set_font(&format!("{weight}{size}px {}", self.font));
        }
        if self.aligned.replace(Some(text.align)) != Some(text.align) {
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
        let size = (pixels.width, pixels.height);
        let (canvas, ink) = WAYS.with(|ways| ways.get_or_make(size, |&(width, height)| blank(width, height)))?;
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
