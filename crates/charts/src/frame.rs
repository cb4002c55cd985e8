//! What charts have around their data: grid, axis, labels, names; and the overlay's brush, crosshair and plates.

use crate::kind::Sheet;
use crate::scene::{Align, Fill, Place, Stroke, Text, crisp, cut, solid, text_width};
use crate::theme::Color;

/// The size of labels.
pub const TEXT: f64 = 11.0;

/// How much wider bold letters are than others.
pub const BOLD: f64 = 1.08;

/// A label at a share of an axis.
pub type Label = (f64, String);

/// The axes of a chart.
#[derive(Clone, Debug, Default)]
pub struct Axes {
    /// Labels across.
    pub across: Vec<Label>,
    /// Labels up.
    pub up: Vec<Label>,
    /// Labels up at the right edge, without lines of the grid.
    pub right: Vec<Label>,
    /// The name of the axis across.
    pub across_name: String,
    /// The name of the axis up.
    pub up_name: String,
    /// The name of the axis at the right edge.
    pub right_name: String,
    /// What holds for all labels across, in the corner before them.
    pub corner: String,
}

impl Sheet<'_> {
    /// The grid of the plot area.
    pub fn grid(&mut self, axes: &Axes) {
        let layout = self.layout;
        let (left, right) = (f64::from(layout.left), f64::from(layout.right));
        let (top, bottom) = (f64::from(layout.top), f64::from(layout.bottom));
        let across = axes.across.iter().map(|(at, _)| [crisp(layout.x(*at)), top, crisp(layout.x(*at)), bottom]);
        let up = axes.up.iter().map(|(at, _)| [left, crisp(layout.y(*at)), right, crisp(layout.y(*at))]);
        self.scene.lines(across.chain(up).collect(), solid(self.tokens.grid, 1.0));
    }

    /// The axis line below the plot, the labels and the names of the axes.
    pub fn labels(&mut self, axes: &Axes) {
        let (layout, tokens) = (self.layout, self.tokens);
        let (left, right) = (f64::from(layout.left), f64::from(layout.right));
        let (top, bottom) = (f64::from(layout.top), f64::from(layout.bottom));
        self.scene.lines(vec![[left, crisp(bottom), right, crisp(bottom)]], solid(tokens.line, 1.0));
        // The corner keeps its place.
        let mut free = text_width(&axes.corner, TEXT);
        for (at, label) in &axes.across {
            let half = text_width(label, TEXT) / 2.0;
            // A label at an end would run out of the drawing.
            let x = layout.x(*at).min(f64::from(layout.width) - half - 2.0).max(half + 2.0);
            if x - half >= free {
                self.write(label, (x, bottom + 13.0), tokens.muted, Align::Middle);
                free = x + half + 8.0;
            }
        }
        let end = f64::from(layout.width) - 2.0;
        for (labels, x, align) in [(&axes.up, left - 7.0, Align::End), (&axes.right, right + 7.0, Align::Start)] {
            let mut free = f64::INFINITY;
            for (at, label) in labels {
                let y = layout.y(*at);
                // A number whose first digits are beyond the edge would be read as another.
                let has_room = align == Align::Start || text_width(label, TEXT) <= x;
                if has_room && y + 7.0 <= free {
                    self.write(label, (x, y), tokens.muted, align);
                    free = y - 7.0;
                }
            }
        }
        let names = [
            (&axes.up_name, (2.0, top - 14.0), tokens.ink, Align::Start),
            (&axes.right_name, (end, top - 14.0), tokens.muted, Align::End),
            (&axes.corner, (2.0, bottom + 13.0), tokens.muted, Align::Start),
            (&axes.across_name, (right, bottom + 29.0), tokens.ink, Align::End),
        ];
        for (name, at, color, align) in names {
            let room = if align == Align::Start { end } else { at.0 } - 2.0;
            self.write(&cut(name, TEXT, room), at, color, align);
        }
    }

    /// A text of the labels' size.
    pub fn write(&mut self, text: &str, at: Place, color: Color, align: Align) {
        self.scene.text(Text { at, text: text.into(), size: TEXT, bold: false, color, align });
    }

    /// A short text in bold on a plate of the surface's colour, its middle there and all of it between the plot's edges.
    pub fn plate(&mut self, text: &str, (x, y): Place) {
        let (layout, tokens) = (self.layout, self.tokens);
        let half = text_width(text, TEXT) * BOLD / 2.0 + 4.0;
        let x = x.min(f64::from(layout.right) - half).max(f64::from(layout.left) + half);
        let (height, color) = (TEXT + 8.0, tokens.ink);
        let plate = [x - half, y - height / 2.0, half * 2.0, height];
        self.scene.rects(vec![plate], Fill::Plain(tokens.surface), None);
        self.scene.text(Text { at: (x, y), text: text.into(), size: TEXT, bold: true, color, align: Align::Middle });
    }

    /// A line from the plot's top to its bottom.
    pub fn upright(&mut self, x: f64, stroke: Stroke) {
        let (top, bottom) = (f64::from(self.layout.top), f64::from(self.layout.bottom));
        self.scene.lines(vec![[x, top, x, bottom]], stroke);
    }

    /// A line from the plot's left to its right.
    pub fn level(&mut self, y: f64, stroke: Stroke) {
        let (left, right) = (f64::from(self.layout.left), f64::from(self.layout.right));
        self.scene.lines(vec![[left, y, right, y]], stroke);
    }

    /// A brush between two shares of the axis across: what is outside is veiled, its ends bear handles.
    pub fn brush(&mut self, low: f64, high: f64) {
        let (layout, tokens) = (self.layout, self.tokens);
        let (top, height) = (f64::from(layout.top), layout.plot_height());
        let (left, right) = (f64::from(layout.left), f64::from(layout.right));
        let x = |share: f64| if share.is_finite() { layout.x(share) } else { share * 1e9 };
        let (from, to) = (x(low).clamp(left, right), x(high).clamp(left, right));
        let veil = Fill::Plain(tokens.surface.faded(0.62));
        self.scene.rects(
            [[left, top, from - left, height], [to, top, right - to, height]]
                .into_iter()
                .filter(|rect| rect[2] > 0.0)
                .collect(),
            veil,
            None,
        );
        let ends: Vec<f64> = [low, high].into_iter().filter(|share| (0.0..=1.0).contains(share)).map(x).collect();
        for end in &ends {
            self.upright(crisp(*end - 0.5), solid(tokens.accent, 2.0));
        }
        if to > from {
            self.scene.lines(vec![[from, top + 1.0, to, top + 1.0]], solid(tokens.accent, 2.0));
        }
        self.handles(ends.into_iter().map(|end| (end, top + height / 2.0)).collect(), true);
    }

    /// Handles: small plates with two strokes, upright or lying.
    pub fn handles(&mut self, places: Vec<Place>, upright: bool) {
        let (across, down) = if upright { (4.0, 11.0) } else { (11.0, 4.0) };
        let plates = places.iter().map(|(x, y)| [x - across, y - down, across * 2.0, down * 2.0]).collect();
        let tokens = self.tokens;
        self.scene.rects(plates, Fill::Plain(tokens.surface), solid(tokens.accent, 1.5));
        let strokes = places.iter().flat_map(|&(x, y)| {
            if upright {
                [[x - 1.5, y - 5.0, x - 1.5, y + 5.0], [x + 1.5, y - 5.0, x + 1.5, y + 5.0]]
            } else {
                [[x - 5.0, y - 1.5, x + 5.0, y - 1.5], [x - 5.0, y + 1.5, x + 5.0, y + 1.5]]
            }
        });
        self.scene.lines(strokes.collect(), solid(tokens.accent, 1.0));
    }

    /// The frame of what the keys have reached.
    pub fn focus(&mut self, rect: [f64; 4]) {
        self.scene.rects(vec![rect], None, solid(self.tokens.surface, 4.0));
        self.scene.rects(vec![rect], None, solid(self.tokens.ink, 1.5));
    }
}
