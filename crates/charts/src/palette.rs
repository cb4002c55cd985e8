//! Colours of data that eyes of every kind can tell apart, on a light and on a dark surface: a scale for numbers and a set
//! for labels, each adjusted until it stands out from the surface.

use crate::theme::{Color, Tokens};

/// Graphics stand out this much from what is behind them (WCAG 2.2, 1.4.11).
pub const GRAPHICS: f64 = 3.0;
/// Text stands out this much (WCAG 2.2, 1.4.3).
pub const WORDS: f64 = 4.5;

/// Eight colours that stay apart for colour-blind eyes (Okabe and Ito 2008), those that are most apart first.
pub const LABELS: [Color; 8] = [
    Color::rgb(0, 114, 178),
    Color::rgb(230, 159, 0),
    Color::rgb(0, 158, 115),
    Color::rgb(204, 121, 167),
    Color::rgb(86, 180, 233),
    Color::rgb(213, 94, 0),
    Color::rgb(240, 228, 66),
    Color::rgb(120, 120, 120),
];

/// Viridis (van der Walt and Smith 2015) at even steps: even to the eye, and in grey.
const VIRIDIS: [Color; 9] = [
    Color::rgb(68, 1, 84),
    Color::rgb(71, 44, 122),
    Color::rgb(59, 81, 139),
    Color::rgb(44, 113, 142),
    Color::rgb(33, 144, 141),
    Color::rgb(39, 173, 129),
    Color::rgb(92, 200, 99),
    Color::rgb(170, 220, 50),
    Color::rgb(253, 231, 37),
];

/// Relative luminance (WCAG 2.2).
pub fn luminance(color: Color) -> f64 {
    let linear = |part: f64| {
        let part = part / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { libm::pow((part + 0.055) / 1.055, 2.4) }
    };
    0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
}

/// Contrast ratio, 1 to 21 (WCAG 2.2).
pub fn contrast(a: Color, b: Color) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The colour, moved away from a surface until it stands out from it by `ratio`.
pub fn apart(color: Color, surface: Color, ratio: f64) -> Color {
    let end = if luminance(surface) > 0.18 { Color::rgb(0, 0, 0) } else { Color::rgb(255, 255, 255) };
    (0..=20)
        .map(|step| color.towards(end, f64::from(step) / 20.0))
        .find(|color| contrast(*color, surface) >= ratio)
        .unwrap_or(end)
}

/// The colour of label number `place` on a surface. After the eighth they begin anew: the legend and the words tell them
/// apart.
pub fn of_label(place: usize, surface: Color) -> Color {
    apart(LABELS[place % LABELS.len()], surface, GRAPHICS)
}

/// The colours of a scale from 0 to 1 on a surface: the part of viridis that stands out from it, its far end for 1.
#[derive(Clone, Copy, Debug)]
pub struct Scalar {
    from: f64,
    to: f64,
}

impl Scalar {
    /// The scale for a surface.
    pub fn on(surface: Color) -> Self {
        let steps = || (0..=64).map(|step| f64::from(step) / 64.0);
        let stands = |place: &f64| contrast(viridis(*place), surface) >= GRAPHICS;
        if luminance(surface) > 0.18 {
            // Light: few is the lightest that stands out, many is dark.
            Self { from: steps().rev().find(stands).unwrap_or(1.0), to: 0.0 }
        } else {
            Self { from: steps().find(stands).unwrap_or(0.0), to: 1.0 }
        }
    }

    /// The colour at a place from 0 to 1.
    pub fn color(self, place: f64) -> Color {
        let place = if place.is_nan() { 0.0 } else { place.clamp(0.0, 1.0) };
        viridis(self.from + (self.to - self.from) * place)
    }

    /// The colours at even steps, for the legend.
    pub fn ramp(self, steps: usize) -> Vec<Color> {
        (0..steps).map(|step| self.color(step as f64 / (steps.max(2) - 1) as f64)).collect()
    }
}

fn viridis(place: f64) -> Color {
    let at = place.clamp(0.0, 1.0) * (VIRIDIS.len() - 1) as f64;
    let step = (at as usize).min(VIRIDIS.len() - 2);
    VIRIDIS[step].towards(VIRIDIS[step + 1], at - step as f64)
}

/// The page's colours of density, few to many, from the palest that stands out from the surface.
pub fn dense(tokens: &Tokens) -> [Color; 4] {
    let stands = |place: &f64| contrast(along(&tokens.density, *place), tokens.surface) >= GRAPHICS;
    let from = (0..=60).map(|step| f64::from(step) / 60.0).find(stands).unwrap_or(1.0);
    [0.0, 1.0, 2.0, 3.0].map(|step| along(&tokens.density, from + (1.0 - from) * step / 3.0))
}

/// The colour at a place from 0 to 1.
pub fn along(ramp: &[Color; 4], place: f64) -> Color {
    let place = place.clamp(0.0, 1.0) * 3.0;
    let step = (place as usize).min(2);
    ramp[step].towards(ramp[step + 1], place - step as f64)
}

/// The least opacity with which a colour still stands out from a surface.
pub fn least_opacity(color: Color, surface: Color) -> f64 {
    let stands = |opacity: &f64| contrast(surface.towards(color, *opacity), surface) >= GRAPHICS;
    (0..=40).map(|step| f64::from(step) / 40.0).find(stands).unwrap_or(1.0)
}

/// Black or white, whichever reads better on a colour.
pub fn ink_on(color: Color) -> Color {
    let (black, white) = (Color::rgb(0, 0, 0), Color::rgb(255, 255, 255));
    if contrast(black, color) >= contrast(white, color) { black } else { white }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page's surfaces, as `assets/style.css` has them.
    fn surfaces() -> Vec<Color> {
        let sheet = include_str!("../../../assets/style.css");
        let value = |line: &str| Color::parse(line.trim().strip_prefix("--surface:")?.trim_end_matches(';'));
        sheet.lines().filter_map(value).collect()
    }

    #[test]
    fn data_stands_out_from_both_surfaces() {
        assert_eq!(surfaces().len(), 2);
        for surface in surfaces() {
            for place in 0..LABELS.len() {
                let color = of_label(place, surface);
                assert!(contrast(color, surface) >= GRAPHICS, "{place} on {surface:?}");
                for other in 0..place {
                    let other = of_label(other, surface);
                    let apart = (color.red - other.red).abs()
                        + (color.green - other.green).abs()
                        + (color.blue - other.blue).abs();
                    assert!(apart > 40.0, "{place} {color:?} {other:?}");
                }
            }
            let scalar = Scalar::on(surface);
            let ramp = scalar.ramp(33);
            for color in &ramp {
                assert!(contrast(*color, surface) >= GRAPHICS - 0.02, "{color:?} on {surface:?}");
                assert!(contrast(ink_on(*color), *color) >= WORDS);
            }
            // More always stands out more.
            assert!(ramp.windows(2).all(|pair| contrast(pair[1], surface) > contrast(pair[0], surface)));
            assert!(contrast(ramp[32], surface) > 8.0);
        }
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let (black, white) = (Color::rgb(0, 0, 0), Color::rgb(255, 255, 255));
        assert!((contrast(black, white) - 21.0).abs() < 1e-9);
        assert!((contrast(Color::rgb(118, 118, 118), white) - 4.54).abs() < 0.01);
        assert_eq!(contrast(white, white), 1.0);
    }
}
