//! Canvases in the page that scenes are painted on, at the device's resolution.

mod kept;
mod offscreen;
mod painter;
mod stamp;

use crate::layout::Layout;
use crate::scene::Scene;
use crate::theme::Tokens;
use painter::{Letters, Painter};
use std::cell::{Cell, RefCell};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};
use yew::NodeRef;

/// A canvas in the page that scenes are painted on.
#[derive(Default)]
pub struct Surface {
    node: NodeRef,
    context: RefCell<Option<CanvasRenderingContext2d>>,
    /// Whether nothing is seen through it.
    opaque: bool,
    /// Whether it is empty, and not shown.
    hidden: Cell<bool>,
    /// The letters that its context has.
    letters: Cell<Option<Letters>>,
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
            self.letters.set(None);
        }
        let (width, height) = (f64::from(layout.width), f64::from(layout.height));
        let painter = Painter::new(&context, ratio, &tokens.font, &self.letters);
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
                self.letters.set(None);
                Ok(context)
            }
        }
    }
}
