//! Where things are on a chart's canvas: the plot area, and the way between shares of it and pixels.

/// The size of a chart on the page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// Device pixels per CSS pixel.
    pub ratio: f64,
}

/// The room around the plot area, in CSS pixels. It is the same whatever the labels say, so that the plot area's size
/// depends on the page's layout only.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Margins {
    /// Left, for the labels of the axis up.
    pub left: f64,
    /// Right.
    pub right: f64,
    /// Above, for the name of the axis up.
    pub top: f64,
    /// Below, for the labels and the name of the axis across.
    pub bottom: f64,
}

/// A canvas and its plot area, in device pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Layout {
    /// The canvas's width.
    pub width: u32,
    /// The canvas's height.
    pub height: u32,
    /// Device pixels per CSS pixel.
    pub ratio: f64,
    /// The plot area's left edge.
    pub left: i32,
    /// Its upper edge.
    pub top: i32,
    /// Its right edge.
    pub right: i32,
    /// Its lower edge.
    pub bottom: i32,
}

/// No canvas is larger to each side: browsers refuse it, or the memory does.
const LARGEST: f64 = 8192.0;

impl Layout {
    /// The layout of a chart of this size; `None` when no room is left for the plot.
    pub fn new(size: Size, margins: Margins) -> Option<Self> {
        let ratio = if size.ratio.is_finite() && size.ratio > 0.0 { size.ratio.clamp(0.25, 8.0) } else { 1.0 };
        let pixels = |length: f64| (length * ratio).round().clamp(0.0, LARGEST) as i32;
        let (width, height) = (pixels(size.width), pixels(size.height));
        let layout = Self {
            width: width as u32,
            height: height as u32,
            ratio,
            left: pixels(margins.left),
            top: pixels(margins.top),
            right: width - pixels(margins.right),
            bottom: height - pixels(margins.bottom),
        };
        (layout.right - layout.left >= 16 && layout.bottom - layout.top >= 16).then_some(layout)
    }

    /// The plot area's width.
    pub fn plot_width(&self) -> f64 {
        f64::from(self.right - self.left)
    }

    /// The plot area's height.
    pub fn plot_height(&self) -> f64 {
        f64::from(self.bottom - self.top)
    }

    /// CSS pixels in device pixels.
    pub fn pixels(&self, css: f64) -> f64 {
        css * self.ratio
    }

    /// The pixel of a share of the axis across.
    pub fn x(&self, share: f64) -> f64 {
        f64::from(self.left) + self.plot_width() * share
    }

    /// The pixel of a share of the axis up.
    pub fn y(&self, share: f64) -> f64 {
        f64::from(self.bottom) - self.plot_height() * share
    }

    /// The shares of the axes at a place in CSS pixels; outside of 0 to 1 when it is beside the plot area.
    pub fn shares(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (
            (x * self.ratio - f64::from(self.left)) / self.plot_width(),
            (f64::from(self.bottom) - y * self.ratio) / self.plot_height(),
        )
    }

    /// Whether a place in CSS pixels is in the plot area.
    pub fn holds(&self, place: (f64, f64)) -> bool {
        let (x, y) = self.shares(place);
        (0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y)
    }

    /// About how many labels fit across, each so many CSS pixels wide.
    pub fn fits_across(&self, width: f64) -> usize {
        (self.plot_width() / self.pixels(width)) as usize
    }

    /// About how many labels fit up, each so many CSS pixels high.
    pub fn fits_up(&self, height: f64) -> usize {
        (self.plot_height() / self.pixels(height)) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARGINS: Margins = Margins { left: 50.0, right: 10.0, top: 20.0, bottom: 40.0 };

    #[test]
    fn places_are_found_again_at_any_resolution() {
        for ratio in [1.0, 1.25, 2.0, 3.0] {
            let layout = Layout::new(Size { width: 660.0, height: 360.0, ratio }, MARGINS).unwrap();
            let place = (layout.x(0.25) / ratio, layout.y(0.75) / ratio);
            let (x, y) = layout.shares(place);
            assert!((x - 0.25).abs() < 1e-9 && (y - 0.75).abs() < 1e-9);
            assert!(layout.holds(place) && !layout.holds((5.0, 5.0)));
        }
    }

    #[test]
    fn no_room_is_no_layout() {
        let sizes = [(0.0, 0.0), (70.0, 300.0), (300.0, 70.0), (f64::NAN, 300.0), (-5.0, 300.0)];
        for (width, height) in sizes {
            assert_eq!(Layout::new(Size { width, height, ratio: 1.0 }, MARGINS), None);
        }
        let huge = Layout::new(Size { width: 1e9, height: 1e9, ratio: f64::NAN }, MARGINS).unwrap();
        assert_eq!((huge.width, huge.ratio), (8192, 1.0));
    }
}
