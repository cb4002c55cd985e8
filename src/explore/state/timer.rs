//! What is done once nothing has happened for a while.

use wasm_bindgen::prelude::*;
use yew::Callback;

/// Tells that a while has passed since it was set last.
pub struct Timer {
    tell: Closure<dyn FnMut()>,
    handle: Option<i32>,
}

impl Timer {
    /// A timer that is not set, and whom it tells.
    pub fn new(on: Callback<()>) -> Self {
        Self { tell: Closure::new(move || on.emit(())), handle: None }
    }

    /// Sets it, in the place of what it was set to.
    pub fn set(&mut self, milliseconds: i32) {
        self.stop();
        let tell = self.tell.as_ref().unchecked_ref();
        self.handle = web_sys::window()
            .and_then(|window| window.set_timeout_with_callback_and_timeout_and_arguments_0(tell, milliseconds).ok());
    }

    /// It tells nothing.
    pub fn stop(&mut self) {
        if let (Some(handle), Some(window)) = (self.handle.take(), web_sys::window()) {
            window.clear_timeout_with_handle(handle);
        }
    }

    /// Whether it is set and has not told yet. To be asked when it tells, too.
    pub fn take(&mut self) -> bool {
        let set = self.handle.is_some();
        self.stop();
        set
    }
}
