//! The windows of both axes of a scatter, zoomed and panned.

use super::*;

impl ScatterKind {
    /// The same scatter with other windows; none where both stay as they are.
    pub(super) fn zoomed(given: &Given, windows: [Option<Option<(f64, f64)>>; 2]) -> Option<Gesture> {
        let (x, y, tint, field) = drawing(given)?;
        let of = |axis: &Axis, window: Option<Option<(f64, f64)>>| Axis {
            window: window.unwrap_or(axis.window),
            ..axis.clone()
        };
        let next = Drawing::Scatter { x: of(x, windows[0]), y: of(y, windows[1]), tint: tint.clone(), field };
        (next != given.drawing).then_some(Gesture::Zoom { drawing: next })
    }

    pub(super) fn scaled(given: &Given, tracks: &[Track; 2], factor: f64, at: [f64; 2]) -> Option<Gesture> {
        let (x, y, ..) = drawing(given)?;
        let of = |axis: &Axis, track: &Track, at: f64| {
            let zoom = zoom(axis, given)?;
            if factor <= 1.0 && axis.window.is_none() {
                return None;
            }
            let seen = track.log_range().filter(|_| zoom.log && track.range().0 <= 0.0).unwrap_or(track.range());
            track::zoomed(axis.window.unwrap_or(seen), zoom.whole, 1.0 / factor, at.clamp(0.0, 1.0), zoom.log)
        };
        Self::zoomed(given, [of(x, &tracks[0], at[0]), of(y, &tracks[1], at[1])])
    }

    /// Moved by shares of the windows that there were.
    pub(super) fn moved(given: &Given, windows: [Option<(f64, f64)>; 2], by: [f64; 2]) -> Option<Gesture> {
        let (x, y, ..) = drawing(given)?;
        let of = |axis: &Axis, window: Option<(f64, f64)>, by: f64| {
            let zoom = zoom(axis, given)?;
            track::panned(window?, zoom.whole, by, zoom.log)
        };
        Self::zoomed(given, [of(x, windows[0], by[0]), of(y, windows[1], by[1])])
    }
}
