//! Counts and scores turned into pixels: the cloud of sessions and the decision field behind it. Pure arithmetic over
//! slices, so that it is tested without a browser.

use crate::theme::Color;

/// A picture, four bytes per pixel (red, green, blue, opacity; not premultiplied), row by row from the top.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// The pixels.
    pub rgba: Vec<u8>,
}

/// No dot is wider than this many pixels to each side.
const WIDEST: f64 = 4.0;
/// Dots grow only while no more than this share of the picture is covered: beyond it the shades tell more.
const COVERED: f64 = 0.25;

/// As many shades as the eye can tell apart; mixed once, not for each pixel.
const SHADES: usize = 256;

/// The cloud of sessions: each pixel's count, spread to a dot that can be seen, shaded by its logarithm along `ramp`.
///
/// `dot` is the radius in pixels that a lone session may have. `None` where the sizes do not fit together.
pub fn cloud(counts: &[u32], (width, height): (u32, u32), ramp: &[Color; 4], dot: f64) -> Option<Picture> {
    if width == 0 || height == 0 || counts.len() != width as usize * height as usize {
        return None;
    }
    let weights = spread(counts, width as usize, radius(counts, dot));
    let top = high_end(&weights);
    let full = libm::log(f64::from(top).max(1.0));
    let shades: Vec<[u8; 4]> =
        (0..SHADES).map(|shade| along(ramp, shade as f64 / (SHADES - 1) as f64).bytes(1.0)).collect();
    let mut rgba = vec![0; counts.len() * 4];
    for (pixel, &weight) in rgba.chunks_exact_mut(4).zip(&weights) {
        if weight > 0.0 {
            let weight = f64::from(weight);
            // Below one session it is the soft edge of a dot; from one on, the shade says how many.
            let shade = if full > 0.0 { libm::log(weight.max(1.0)) / full } else { 0.0 };
            let [red, green, blue, alpha] = shades[((shade * SHADES as f64) as usize).min(SHADES - 1)];
            let alpha = if weight < 1.0 { (f64::from(alpha) * weight + 0.5) as u8 } else { alpha };
            pixel.copy_from_slice(&[red, green, blue, alpha]);
        }
    }
    Some(Picture { width, height, rgba })
}

/// The decision field: `low` where the score is least, `high` where it is greatest, half way at the threshold.
pub fn tint(field: &[f32], (width, height): (u32, u32), threshold: f64, low: Color, high: Color) -> Option<Picture> {
    if width == 0 || height == 0 || field.len() != width as usize * height as usize {
        return None;
    }
    let finite = || field.iter().copied().filter(|score| score.is_finite());
    let least = f64::from(finite().fold(f32::INFINITY, f32::min)).min(threshold);
    let greatest = f64::from(finite().fold(f32::NEG_INFINITY, f32::max)).max(threshold);
    let mut rgba = vec![0; field.len() * 4];
    for (pixel, &score) in rgba.chunks_exact_mut(4).zip(field) {
        let score = f64::from(score);
        if score.is_finite() {
            let part =
                |from: f64, to: f64| if to > from { ((score - from) / (to - from)).clamp(0.0, 1.0) } else { 0.0 };
            let place = 0.5 * part(least, threshold) + 0.5 * part(threshold, greatest);
            pixel.copy_from_slice(&low.towards(high, place).bytes(1.0));
        }
    }
    Some(Picture { width, height, rgba })
}

fn along(ramp: &[Color; 4], place: f64) -> Color {
    let place = place.clamp(0.0, 1.0) * 3.0;
    let step = (place as usize).min(2);
    ramp[step].towards(ramp[step + 1], place - step as f64)
}

/// How wide a dot may be, so that the occupied pixels do not fill the picture.
fn radius(counts: &[u32], dot: f64) -> f64 {
    let occupied = counts.iter().filter(|&&count| count > 0).count().max(1) as f64;
    let area = COVERED * counts.len() as f64 / occupied;
    let fits = (area / std::f64::consts::PI).sqrt();
    // Less than half a pixel is the pixel itself.
    fits.min(dot).clamp(0.5, WIDEST)
}

/// Adds to each pixel the counts around it, weighted by how much of a dot of that radius covers it.
fn spread(counts: &[u32], width: usize, radius: f64) -> Vec<f32> {
    let reach = (radius + 0.5).floor() as i64;
    if radius <= 0.5 || reach == 0 {
        return counts.iter().map(|&count| count as f32).collect();
    }
    let mut kernel = Vec::new();
    for down in -reach..=reach {
        for across in -reach..=reach {
            let distance = ((across * across + down * down) as f64).sqrt();
            let weight = (radius + 0.5 - distance).clamp(0.0, 1.0);
            if weight > 0.0 {
                kernel.push((across, down, weight as f32));
            }
        }
    }
    let height = counts.len() / width;
    let mut weights = vec![0.0_f32; counts.len()];
    for (place, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let (x, y) = ((place % width) as i64, (place / width) as i64);
        for &(across, down, weight) in &kernel {
            let (x, y) = (x + across, y + down);
            if (0..width as i64).contains(&x) && (0..height as i64).contains(&y) {
                weights[y as usize * width + x as usize] += weight * count as f32;
            }
        }
    }
    weights
}

/// The weight that gets the ramp's end: all but the heaviest half percent of the occupied pixels lie below it, so that
/// one pile (a ratio of exactly zero, say) does not leave the rest in one shade.
fn high_end(weights: &[f32]) -> f32 {
    // As f64, whose selection is compiled already.
    let mut occupied: Vec<f64> =
        weights.iter().filter(|weight| **weight > 0.0).map(|&weight| f64::from(weight)).collect();
    if occupied.is_empty() {
        return 0.0;
    }
    let rank = (occupied.len() - 1) * 995 / 1000;
    *occupied.select_nth_unstable_by(rank, f64::total_cmp).1 as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    const RAMP: [Color; 4] =
        [Color::rgb(200, 200, 200), Color::rgb(150, 150, 150), Color::rgb(100, 100, 100), Color::rgb(0, 0, 0)];

    fn pixel(picture: &Picture, x: u32, y: u32) -> [u8; 4] {
        let place = (y * picture.width + x) as usize * 4;
        [picture.rgba[place], picture.rgba[place + 1], picture.rgba[place + 2], picture.rgba[place + 3]]
    }

    #[test]
    fn a_lone_session_is_a_dot() {
        let mut counts = vec![0; 20 * 20];
        counts[10 * 20 + 10] = 1;
        let picture = cloud(&counts, (20, 20), &RAMP, 1.5).unwrap();
        assert_eq!(pixel(&picture, 10, 10), [200, 200, 200, 255]);
        assert_eq!(pixel(&picture, 11, 10)[3], 255);
        assert_eq!(pixel(&picture, 13, 10)[3], 0);
        // At the edge it is cut, not wrapped round.
        let mut counts = vec![0; 20 * 20];
        counts[5 * 20 + 19] = 1;
        let picture = cloud(&counts, (20, 20), &RAMP, 1.5).unwrap();
        assert_eq!((pixel(&picture, 0, 5)[3], pixel(&picture, 0, 6)[3]), (0, 0));
    }

    #[test]
    fn more_sessions_are_darker_and_dots_stay_single_pixels_where_it_is_crowded() {
        let counts: Vec<u32> = (0..100).map(|place| place % 10 * 10).collect();
        let picture = cloud(&counts, (10, 10), &RAMP, 3.0).unwrap();
        let shades: Vec<u8> = (1..10).map(|x| pixel(&picture, x, 4)[0]).collect();
        assert!(shades.windows(2).all(|pair| pair[1] < pair[0]), "{shades:?}");
        assert_eq!(pixel(&picture, 0, 4)[3], 0);
        assert_eq!(shades[8], 0);
    }

    #[test]
    fn the_field_is_half_way_at_the_threshold() {
        let (low, high) = (Color::rgb(0, 0, 0), Color::rgb(200, 100, 50));
        let field = [0.3, 0.5, 0.6, 0.9, f32::NAN, f32::INFINITY];
        let picture = tint(&field, (3, 2), 0.5, low, high).unwrap();
        assert_eq!(pixel(&picture, 0, 0), [0, 0, 0, 255]);
        assert_eq!(pixel(&picture, 1, 0), [100, 50, 25, 255]);
        assert_eq!(pixel(&picture, 0, 1), [200, 100, 50, 255]);
        assert_eq!((pixel(&picture, 1, 1)[3], pixel(&picture, 2, 1)[3]), (0, 0));
    }

    #[test]
    fn sizes_that_do_not_fit_are_refused() {
        assert_eq!(cloud(&[1, 2, 3], (2, 2), &RAMP, 1.0), None);
        assert_eq!(cloud(&[], (0, 0), &RAMP, 1.0), None);
        assert_eq!(tint(&[0.5], (1, 2), 0.5, RAMP[0], RAMP[1]), None);
        assert!(cloud(&[0, 0, 0, 0], (2, 2), &RAMP, f64::NAN).is_some());
        assert!(tint(&[f32::NAN; 4], (2, 2), 0.5, RAMP[0], RAMP[1]).is_some());
    }
}
