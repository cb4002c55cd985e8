//! Where in a long list a scrollbar stands: browsers draw no element higher than some ten million pixels, and a million rows
//! are higher. Up to [`HIGHEST`] a pixel of the scrollbar's way is a pixel of the list; beyond, the way is shorter than the
//! list: the scrollbar shows the share that lies behind, and what is scrolled by a wheel or a key goes its own number of pixels.

/// The height of a row in CSS pixels, as in the style sheet.
pub const ROW: f64 = 28.0;
/// The greatest height that every browser draws, also when it is zoomed to 400 %.
pub const HIGHEST: f64 = 4_000_000.0;

/// A list that is scrolled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scroll {
    /// Its rows.
    rows: u32,
    /// The height of the part that is seen, in pixels.
    seen: f64,
    /// The pixels of the list above that part.
    top: f64,
}

impl Scroll {
    /// At the beginning of a list of so many rows.
    pub fn new(rows: u32, seen: f64) -> Self {
        Self { rows, seen: seen.max(ROW), top: 0.0 }
    }

    /// The same place in a list of another length or on another screen.
    pub fn resized(self, rows: u32, seen: f64) -> Self {
        Self { rows, seen: seen.max(ROW), ..self }.to(self.top)
    }

    /// The height that the scrollbar is to have something to scroll through.
    pub fn space(&self) -> f64 {
        self.whole().min(HIGHEST).max(self.seen)
    }

    /// Where the scrollbar stands, in pixels of its way.
    pub fn bar(&self) -> f64 {
        if self.most() > 0.0 { self.top / self.most() * self.way() } else { 0.0 }
    }

    /// The list when the scrollbar has been moved there. One that stands where this list has put it, to the pixel, was not
    /// moved.
    pub fn from_bar(self, bar: f64) -> Self {
        if (bar - self.bar()).abs() <= 1.0 && self.is_scaled() {
            return self;
        }
        let top = if self.way() > 0.0 { bar / self.way() * self.most() } else { 0.0 };
        self.to(top)
    }

    /// The list moved on by so many pixels.
    pub fn by(self, pixels: f64) -> Self {
        self.to(self.top + pixels)
    }

    /// The list moved as little as brings a row into view.
    pub fn showing(self, row: u32) -> Self {
        let (from, to) = (f64::from(row) * ROW, f64::from(row) * ROW + ROW);
        if from < self.top {
            self.to(from)
        } else if to > self.top + self.seen {
            self.to(to - self.seen)
        } else {
            self
        }
    }

    /// The first row that is seen, and by how many pixels its upper edge lies above the part that is.
    pub fn first(&self) -> (u32, f64) {
        let row = (self.top / ROW).floor();
        (row as u32, self.top - row * ROW)
    }

    /// The rows that are seen, at least in part: the first, and behind the last.
    pub fn rows(&self) -> (u32, u32) {
        let end = ((self.top + self.seen) / ROW).ceil() as u32;
        (self.first().0, end.min(self.rows))
    }

    /// How many rows are seen as a whole.
    pub fn page(&self) -> u32 {
        ((self.seen / ROW).floor() as u32).max(1)
    }

    /// Whether the scrollbar's way is shorter than the list.
    pub fn is_scaled(&self) -> bool {
        self.whole() > HIGHEST
    }

    fn whole(&self) -> f64 {
        f64::from(self.rows) * ROW
    }

    /// The most pixels that can lie above.
    fn most(&self) -> f64 {
        (self.whole() - self.seen).max(0.0)
    }

    /// The way of the scrollbar.
    fn way(&self) -> f64 {
        self.space() - self.seen
    }

    fn to(self, top: f64) -> Self {
        // Nothing but a finite number is a place.
        let top = if top.is_finite() { top.clamp(0.0, self.most()) } else { self.top.min(self.most()) };
        Self { top, ..self }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_row_can_be_shown(rows in 1..6_000_000_u32, seen in 10.0..2000.0_f64, row in any::<prop::sample::Index>()) {
            let row = row.index(rows as usize) as u32;
            let scroll = Scroll::new(rows, seen).showing(row);
            let (first, end) = scroll.rows();
            prop_assert!(first <= row && row < end, "{first} {end} {row}");
            prop_assert!(scroll.space() <= HIGHEST.max(seen).max(ROW));
            prop_assert!(scroll.bar() >= 0.0 && scroll.bar() <= scroll.space() - seen.max(ROW) + 1e-6);
            // Shown already, it is not moved.
            prop_assert_eq!(scroll.showing(row), scroll);
        }

        #[test]
        fn what_the_list_did_is_no_move_of_the_scrollbar(rows in 1..6_000_000_u32, pixels in -1e9..1e9_f64) {
            let scroll = Scroll::new(rows, 400.0).by(pixels);
            // Browsers keep places as fractions of a pixel.
            let echoed = (scroll.bar() * 64.0).round() / 64.0;
            let back = scroll.from_bar(echoed);
            prop_assert!((back.top - scroll.top).abs() <= 0.5, "{} {}", back.top, scroll.top);
        }

        #[test]
        fn the_ends_of_the_scrollbar_are_those_of_the_list(rows in 1..6_000_000_u32, seen in 28.0..2000.0_f64) {
            let scroll = Scroll::new(rows, seen);
            let end = scroll.by(1.0).from_bar(scroll.space() - seen);
            prop_assert_eq!(end.rows().1, rows);
            prop_assert_eq!(end.from_bar(0.0).first(), (0, 0.0));
        }

        #[test]
        fn a_turn_of_the_wheel_is_as_far_in_any_list(rows in 1000..6_000_000_u32) {
            let scroll = Scroll::new(rows, 400.0).by(5.0 * ROW + 3.0);
            prop_assert_eq!(scroll.first(), (5, 3.0));
            prop_assert_eq!(scroll.by(100.0).by(-100.0), scroll);
        }
    }

    #[test]
    fn a_short_list_is_not_scrolled() {
        let scroll = Scroll::new(3, 400.0);
        assert_eq!((scroll.by(1000.0).first(), scroll.rows(), scroll.space()), ((0, 0.0), (0, 3), 400.0));
        assert_eq!((Scroll::new(0, 400.0).rows(), scroll.page()), ((0, 0), 14));
        let long = Scroll::new(1_000_000, 400.0).by(f64::INFINITY);
        assert_eq!(long.by(1e12).resized(10, 280.0).rows(), (0, 10));
    }
}
