//! A chart's place in the page: canvases at the device's resolution, told when their size or resolution changes, and
//! painted at most once per frame.

use super::density::Picture;
use super::layout::{Layout, Size};
use js_sys::Array;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen::{Clamped, JsCast};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement, ImageData, PointerEvent, ResizeObserver};
use yew::prelude::*;

/// The elements of a chart.
#[derive(Clone, Default, PartialEq)]
pub struct Nodes {
    /// What holds the canvases.
    pub stage: NodeRef,
    /// Axes and data.
    pub base: NodeRef,
    /// What follows the pointer.
    pub overlay: NodeRef,
    /// The tooltip.
    pub tip: NodeRef,
    /// What is read out.
    pub live: NodeRef,
}

impl Nodes {
    /// The base canvas, cleared and of the layout's size.
    pub fn clear_base(&self, layout: &Layout) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
        clear(&self.base, layout)
    }

    /// The overlay, cleared and of the layout's size.
    pub fn clear_overlay(&self, layout: &Layout) -> Option<CanvasRenderingContext2d> {
        clear(&self.overlay, layout).map(|(_, context)| context)
    }

    /// Has a text read out politely.
    pub fn announce(&self, text: &str) {
        if let Some(live) = self.live.cast::<HtmlElement>() {
            live.set_text_content(Some(text));
        }
    }

    /// Where a pointer is, in CSS pixels from the stage's corner.
    pub fn place(&self, event: &PointerEvent) -> Option<(f64, f64)> {
        let corner = self.stage.cast::<HtmlElement>()?.get_bounding_client_rect();
        Some((f64::from(event.client_x()) - corner.left(), f64::from(event.client_y()) - corner.top()))
    }
}

fn clear(node: &NodeRef, layout: &Layout) -> Option<(HtmlCanvasElement, CanvasRenderingContext2d)> {
    let canvas = node.cast::<HtmlCanvasElement>()?;
    let context = context(&canvas)?;
    if (canvas.width(), canvas.height()) == (layout.width, layout.height) {
        context.clear_rect(0.0, 0.0, f64::from(layout.width), f64::from(layout.height));
    } else {
        // Setting a size clears, too.
        canvas.set_width(layout.width);
        canvas.set_height(layout.height);
    }
    // A sharp corner would reach beyond the value that it stands for.
    context.set_line_join("round");
    Some((canvas, context))
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok().flatten()?.dyn_into().ok()
}

/// A canvas that is not in the page, to draw from.
pub fn blank(width: u32, height: u32) -> Result<(HtmlCanvasElement, CanvasRenderingContext2d), JsValue> {
    let document = web_sys::window().and_then(|window| window.document()).ok_or("no document")?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = context(&canvas).ok_or("no drawing context")?;
    Ok((canvas, context))
}

/// Draws a picture over the whole plot area, stretched and smoothed where its size differs.
pub fn draw_picture(context: &CanvasRenderingContext2d, layout: &Layout, picture: &Picture) -> Result<(), JsValue> {
    let (left, top) = (f64::from(layout.left), f64::from(layout.top));
    let image = ImageData::new_with_u8_clamped_array_and_sh(Clamped(&picture.rgba), picture.width, picture.height)?;
    // `putImageData` would erase what lies beneath, so the picture takes the way over a canvas of its own.
    let (canvas, picture_context) = blank(picture.width, picture.height)?;
    picture_context.put_image_data(&image, 0.0, 0.0)?;
    context.set_image_smoothing_enabled(true);
    context.draw_image_with_html_canvas_element_and_dw_and_dh(
        &canvas,
        left,
        top,
        layout.plot_width(),
        layout.plot_height(),
    )
}

/// Runs a job at most once per animation frame, however often it is asked for.
pub struct Frame {
    job: Closure<dyn FnMut()>,
    waiting: Rc<Cell<Option<i32>>>,
}

impl Frame {
    fn new(job: impl Fn() + 'static) -> Self {
        let waiting = Rc::new(Cell::new(None));
        let done = waiting.clone();
        let job = Closure::new(move || {
            done.set(None);
            job();
        });
        Self { job, waiting }
    }

    /// Asks for the job in the next frame.
    pub fn request(&self) {
        if self.waiting.get().is_none()
            && let Some(window) = web_sys::window()
        {
            self.waiting.set(window.request_animation_frame(self.job.as_ref().unchecked_ref()).ok());
        }
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        if let (Some(waiting), Some(window)) = (self.waiting.get(), web_sys::window()) {
            // A frame that cannot be cancelled was never going to come.
            let _ = window.cancel_animation_frame(waiting);
        }
    }
}

/// A frame for a component: `job` is the one of the component's first rendering.
#[hook]
pub fn use_frame(job: impl Fn() + 'static) -> Rc<Frame> {
    use_memo((), move |()| Frame::new(job))
}

/// The size of an element, followed as the page's layout, the window and the screen's resolution change.
#[hook]
pub fn use_size(node: &NodeRef) -> Size {
    let size = use_state(Size::default);
    let measure = {
        let (node, size) = (node.clone(), size.setter());
        move || {
            if let (Some(element), Some(window)) = (node.cast::<HtmlElement>(), web_sys::window()) {
                size.set(Size {
                    width: f64::from(element.client_width()),
                    height: f64::from(element.client_height()),
                    ratio: window.device_pixel_ratio(),
                });
            }
        }
    };
    {
        let (node, measure) = (node.clone(), measure.clone());
        use_effect_with((), move |()| {
            measure();
            let changed = Closure::<dyn FnMut(Array)>::new(move |_| measure());
            let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok();
            if let (Some(observer), Some(element)) = (&observer, node.cast::<HtmlElement>()) {
                observer.observe(&element);
            }
            move || {
                if let Some(observer) = observer {
                    observer.disconnect();
                }
                drop(changed);
            }
        });
    }
    // A media query matches one resolution only, so a new one is asked for after each change.
    use_effect_with(size.ratio.to_bits(), move |&ratio| {
        let query = format!("(resolution: {}dppx)", f64::from_bits(ratio));
        let changed = Closure::<dyn FnMut()>::new(measure);
        let list = web_sys::window().and_then(|window| window.match_media(&query).ok().flatten());
        let listening = list
            .filter(|list| list.add_event_listener_with_callback("change", changed.as_ref().unchecked_ref()).is_ok());
        move || {
            if let Some(list) = listening {
                // It was added above, so it can be removed.
                let _ = list.remove_event_listener_with_callback("change", changed.as_ref().unchecked_ref());
            }
        }
    });
    *size
}

/// Whether a pointer left because a finger was lifted: what it pointed at stays shown, or it could never be read.
pub fn is_lifted_finger(event: &PointerEvent) -> bool {
    event.pointer_type() == "touch"
}

/// Shared data compared by its address: two analyses are never compared number by number.
pub struct Same<T>(pub Rc<T>);

impl<T> PartialEq for Same<T> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}
