//! A scene on a canvas, at the device's resolution.

use super::scene::{Align, Fill, Mark, Place, Scene, Shape, Stroke, Text};
use crate::app::charts::canvas::blank;
use crate::app::charts::density::Picture;
use wasm_bindgen::{Clamped, JsValue};
use web_sys::{CanvasRenderingContext2d, ImageData};

/// Paints scenes.
pub struct Painter<'a> {
    /// What is painted on.
    pub context: &'a CanvasRenderingContext2d,
    /// Device pixels per CSS pixel.
    pub ratio: f64,
    /// The font family.
    pub font: &'a str,
}

impl Painter<'_> {
    /// Paints a scene.
    ///
    /// # Errors
    /// What the canvas refused.
    pub fn paint(&self, scene: &Scene) -> Result<(), JsValue> {
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
                self.marks(*mark, places, *radius, fill.map(Fill::Plain), [*halo, *stroke])?;
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
        self.context.set_stroke_style_str(&stroke.color.css());
        self.context.set_line_width(stroke.width * self.ratio);
        self.context.stroke();
        Ok(())
    }

    fn fill(&self, fill: &Fill) -> Result<(), JsValue> {
        match fill {
            Fill::Plain(color) => self.context.set_fill_style_str(&color.css()),
            Fill::Hatch(color) => {
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
                match self.context.create_pattern_with_html_canvas_element(&canvas, "repeat")? {
                    Some(pattern) => self.context.set_fill_style_canvas_pattern(&pattern),
                    None => self.context.set_fill_style_str(&color.faded(0.5).css()),
                }
            }
        }
        self.context.fill();
        Ok(())
    }

    /// One mark is drawn and then stamped: thousands of them in one path take a quarter of a second.
    fn marks(
        &self,
        mark: Mark,
        places: &[Place],
        radius: f64,
        fill: Option<Fill>,
        strokes: [Option<Stroke>; 2],
    ) -> Result<(), JsValue> {
        let widest = strokes.iter().flatten().map(|stroke| stroke.width).fold(0.0, f64::max);
        let (radius, middle) = (radius * self.ratio, ((radius + widest) * self.ratio).ceil());
        let (stamp, ink) = blank(middle as u32 * 2 + 1, middle as u32 * 2 + 1)?;
        let at = middle + 0.5;
        ink.begin_path();
        match mark {
            Mark::Circle => ink.arc(at, at, radius, 0.0, std::f64::consts::TAU)?,
            Mark::Diamond => {
                ink.move_to(at, at - radius);
                ink.line_to(at + radius, at);
                ink.line_to(at, at + radius);
                ink.line_to(at - radius, at);
                ink.close_path();
            }
        }
        let brush = Painter { context: &ink, ..*self };
        if let [Some(halo), _] = &strokes {
            brush.stroke(halo)?;
        }
        if let Some(fill) = &fill {
            brush.fill(fill)?;
        }
        if let [_, Some(stroke)] = &strokes {
            brush.stroke(stroke)?;
        }
        for (x, y) in places {
            let (x, y) = ((x * self.ratio).floor() - middle, (y * self.ratio).floor() - middle);
            self.context.draw_image_with_html_canvas_element(&stamp, x, y)?;
        }
        Ok(())
    }

    fn text(&self, text: &Text) -> Result<(), JsValue> {
        let context = self.context;
        let weight = if text.bold { "600 " } else { "" };
        context.set_font(&format!("{weight}{}px {}", text.size * self.ratio, self.font));
        context.set_text_baseline("middle");
        context.set_text_align(match text.align {
            Align::Start => "left",
            Align::Middle => "center",
            Align::End => "right",
        });
        context.set_fill_style_str(&text.color.css());
        context.fill_text(&text.text, text.at.0 * self.ratio, text.at.1 * self.ratio)
    }

    fn image(&self, [left, top, width, height]: [f64; 4], pixels: &Picture, smooth: bool) -> Result<(), JsValue> {
        let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&pixels.rgba), pixels.width, pixels.height)?;
        // `putImageData` would erase what lies beneath, so the picture takes the way over a canvas of its own.
        let (canvas, ink) = blank(pixels.width, pixels.height)?;
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
