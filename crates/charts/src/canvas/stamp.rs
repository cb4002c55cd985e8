//! What is painted again and again: the stamps of marks and the stripes of hatched areas. The few that are in use are kept.

use super::kept::Kept;
use super::offscreen::{blank, still};
use super::painter::Painter;
use crate::scene::{Fill, Mark, Stroke};
use crate::theme::Color;
use std::cell::Cell;
use wasm_bindgen::JsValue;
use web_sys::{CanvasPattern, CanvasRenderingContext2d, ImageBitmap};

thread_local! {
    static STAMPS: Kept<Stamp, ImageBitmap, MOST_KEPT> = const { Kept::new() };
    static STRIPES: Kept<(Color, f64), CanvasPattern, MOST_KEPT> = const { Kept::new() };
}

/// More are not kept: two themes have fewer.
const MOST_KEPT: usize = 24;

/// A mark's shape and look, in device pixels.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Stamp {
    pub(super) mark: Mark,
    pub(super) radius: f64,
    pub(super) ratio: f64,
    pub(super) fill: Option<Color>,
    pub(super) strokes: [Option<Stroke>; 2],
}

impl Stamp {
    /// The pixels from its edge to its middle.
    pub(super) fn middle(&self) -> f64 {
        let widest = self.strokes.iter().flatten().map(|stroke| stroke.width).fold(0.0, f64::max);
        ((self.radius + widest) * self.ratio).ceil()
    }

    /// It, to be drawn with its middle where the mark is.
    pub(super) fn picture(&self) -> Result<ImageBitmap, JsValue> {
        STAMPS.with(|stamps| stamps.get_or_make(*self, Self::make))
    }

    fn make(&self) -> Result<ImageBitmap, JsValue> {
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
        let letters = Cell::default();
        let brush = Painter::new(&ink, self.ratio, "", &letters);
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
        still(&canvas)
    }
}

/// Stripes rising to the right, for a canvas of so many device pixels per CSS pixel.
pub(super) fn stripes(context: &CanvasRenderingContext2d, color: Color, ratio: f64) -> Result<CanvasPattern, JsValue> {
    STRIPES.with(|stripes| stripes.get_or_make((color, ratio), |_| striped(context, color, ratio)))
}

fn striped(context: &CanvasRenderingContext2d, color: Color, ratio: f64) -> Result<CanvasPattern, JsValue> {
    // A tile whose stripes go on in the next one.
    let tile = (5.0 * ratio).round().max(4.0);
    let (canvas, ink) = blank(tile as u32, tile as u32)?;
    ink.set_stroke_style_str(&color.css());
    ink.set_line_width(1.4 * ratio);
    ink.begin_path();
    for at in [-tile, 0.0, tile] {
        ink.move_to(at - 1.0, tile + 1.0);
        ink.line_to(at + tile + 1.0, -1.0);
    }
    ink.stroke();
    let pattern = context.create_pattern_with_html_canvas_element(&canvas, "repeat")?;
    pattern.ok_or_else(|| "no pattern".into())
}
