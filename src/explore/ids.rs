//! The ids of elements that get the focus from elsewhere.

use crossfilter::ViewId;

/// The button that opens the filter panel.
pub const FILTER_BUTTON: &str = "x-add-filter";
/// The button that opens the picker of views.
pub const PICKER_BUTTON: &str = "x-add-view";
/// The button that opens the sheet of keys.
pub const KEYS_BUTTON: &str = "x-keys";

/// The button that asks what sessions share.
pub const SEGMENTS_BUTTON: &str = "x-segments";

/// The button that opens a view's menu.
pub fn menu_button(id: ViewId) -> String {
    format!("x-menu-{id}")
}
