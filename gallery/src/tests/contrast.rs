//! What is drawn can be read and seen in both themes: texts stand out by 4.5 from whatever they stand on and beneath
//! whatever is laid over them, lines and marks by 3 from the surface (WCAG 2.2, 1.4.3 and 1.4.11).

use super::look::every;
use crate::registry::{Kind, Shown, State};
use charts::kind::{ChartData, Input};
use charts::palette::{GRAPHICS, WORDS, contrast, dense, least_opacity};
use charts::scene::{Align, Fill, Place, Scene, Shape, Stroke, Text, text_width};
use charts::testing::Bench;
use charts::theme::{Color, Tokens};

/// The light and the dark colours of the page, as `assets/style.css` has them.
fn themes() -> [Tokens; 2] {
    let sheet = include_str!("../../../assets/style.css");
    let (light, dark) = sheet.split_once("[data-theme=\"dark\"]").unwrap();
    [light, dark].map(|part| {
        let value = |name: &str| {
            let (_, rest) = part.split_once(&format!("--{name}:")).unwrap();
            Color::parse(rest.split(';').next().unwrap()).unwrap()
        };
        Tokens {
            ink: value("ink"),
            muted: value("muted"),
            line: value("line"),
            surface: value("surface"),
            accent: value("accent"),
            anomaly: value("anomaly"),
            grid: value("grid"),
            density: [value("density-0"), value("density-1"), value("density-2"), value("density-3")],
            field_low: value("field-low"),
            field_high: value("field-high"),
            font: "sans-serif".into(),
        }
    })
}

/// All scenes of all examples in both themes, with what they are of.
fn each(mut look: impl FnMut(&Tokens, &Scene, &str)) {
    for tokens in themes() {
        every(|kind, state, shown| {
            let scenes = match shown {
                Shown::Result(given) => scenes(given, &tokens),
                Shown::Explore(given) => scenes(&**given, &tokens),
            };
            scenes.iter().for_each(|scene| look(&tokens, scene, &format!("{kind:?} {state:?}")));
        });
    }
}

/// All that a chart draws at once, in the order in which it is laid over each other: pointed at, and reached by keys.
fn scenes<S: ChartData>(given: &S, tokens: &Tokens) -> Vec<Scene> {
    let mut bench = Bench::new(given.clone());
    bench.tokens = tokens.clone();
    let mut scenes = vec![bench.printed()];
    let mut look = |bench: &Bench<S>| {
        let shapes = bench.base().shapes.into_iter().chain(bench.overlay().0.shapes).collect();
        scenes.push(Scene { shapes });
    };
    look(&bench);
    for at in [(0.33, 0.4), (0.7, 0.95)] {
        let pointer = bench.at(at);
        bench.take(Input::At(pointer));
        look(&bench);
    }
    bench.take(Input::Leave);
    bench.key("ArrowDown");
    look(&bench);
    scenes
}

fn over(color: Color, back: Color) -> Color {
    back.towards(Color { alpha: 1.0, ..color }, color.alpha)
}

fn holds(rect: &[f64; 4], (x, y): Place) -> bool {
    (rect[0]..rect[0] + rect[2]).contains(&x) && (rect[1]..rect[1] + rect[3]).contains(&y)
}

/// What a shape does to the colours at a place: whatever it may lay over each of them.
fn laid(shape: &Shape, at: Place, backs: &[Color]) -> Vec<Color> {
    match shape {
        Shape::Rects { rects, fill: Some(fill), .. } if rects.iter().any(|rect| holds(rect, at)) => match fill {
            Fill::Plain(color) => backs.iter().map(|back| over(*color, *back)).collect(),
            Fill::Hatch(color) => backs.iter().flat_map(|back| [*back, over(*color, *back)]).collect(),
        },
        Shape::Image { rect, .. } if holds(rect, at) => panic!("a text over a picture"),
        _ => backs.to_vec(),
    }
}

/// The least contrast of a text in a scene, over the places along it; none where it is hidden.
fn of_text(scene: &Scene, number: usize, text: &Text, surface: Color) -> Option<f64> {
    let width = text_width(&text.text, text.size);
    let left = match text.align {
        Align::Start => text.at.0,
        Align::Middle => text.at.0 - width / 2.0,
        Align::End => text.at.0 - width,
    };
    let (below, above) = (&scene.shapes[..number], &scene.shapes[number + 1..]);
    let at_place = |part: f64| {
        let at = (left + width * part, text.at.1);
        let hides = |shape: &Shape| match shape {
            Shape::Rects { rects, fill: Some(Fill::Plain(color)), .. } if color.alpha >= 1.0 => {
                rects.iter().any(|rect| holds(rect, at))
            }
            _ => false,
        };
        if above.iter().any(hides) {
            return None;
        }
        let backs = below.iter().fold(vec![surface], |backs, shape| laid(shape, at, &backs));
        let pairs = backs.into_iter().map(|back| vec![over(text.color, back), back]);
        let seen = pairs.map(|pair| above.iter().fold(pair, |pair, shape| laid(shape, at, &pair)));
        seen.map(|pair| contrast(pair[0], pair[1])).min_by(f64::total_cmp)
    };
    [0.1, 0.5, 0.9].into_iter().filter_map(at_place).min_by(f64::total_cmp)
}

#[test]
fn every_text_can_be_read_in_both_themes() {
    let mut texts = 0;
    each(|tokens, scene, at| {
        for (number, shape) in scene.shapes.iter().enumerate() {
            let Shape::Text(text) = shape else { continue };
            let Some(contrast) = of_text(scene, number, text, tokens.surface) else { continue };
            assert!(contrast >= WORDS, "{contrast}: {text:?} of {at}");
            texts += 1;
        }
    });
    assert!(texts > 1000, "{texts}");
}

/// What may be pale: the surface itself and what is of it, the grid, the frame of the plot, and veils of the ink's grey.
fn is_backdrop(color: Color, tokens: &Tokens) -> bool {
    let same = |other: Color| (color.red, color.green, color.blue) == (other.red, other.green, other.blue);
    same(tokens.surface) || same(tokens.grid) || same(tokens.line) || same(tokens.muted) && color.alpha < 0.3
}

#[test]
fn lines_and_marks_can_be_seen_in_both_themes() {
    each(|tokens, scene, at| {
        for shape in &scene.shapes {
            let line = |stroke: &Option<Stroke>| stroke.map(|stroke| stroke.color);
            let colors: Vec<Option<Color>> = match shape {
                Shape::Line { stroke, .. } | Shape::Lines { stroke, .. } => vec![Some(stroke.color)],
                Shape::Marks { fill, stroke, .. } => vec![fill.filter(|_| stroke.is_none()), line(stroke)],
                // What has an outline is seen by it; bars of the palest density have one of their own.
                Shape::Rects { fill: Some(Fill::Plain(color)), stroke: None, .. }
                    if *color != tokens.density[1] && color.alpha < 1.0 =>
                {
                    vec![Some(*color)]
                }
                Shape::Rects { fill: Some(Fill::Hatch(color)), .. } => vec![Some(*color)],
                _ => Vec::new(),
            };
            for color in colors.into_iter().flatten().filter(|color| !is_backdrop(*color, tokens)) {
                let contrast = contrast(over(color, tokens.surface), tokens.surface);
                assert!(contrast >= GRAPHICS - 0.02, "{contrast}: {shape:?} of {at}");
            }
        }
    });
}

#[test]
fn every_cell_of_a_scatter_can_be_seen_in_both_themes() {
    let mut cells = 0;
    for tokens in themes() {
        let ramp = dense(&tokens);
        assert!(ramp.windows(2).all(|pair| contrast(pair[0], tokens.surface) < contrast(pair[1], tokens.surface)));
        assert!(least_opacity(tokens.ink, tokens.surface) < 0.8 && least_opacity(ramp[0], tokens.surface) > 0.8);
        every(|kind, state, shown| {
            let Shown::Explore(given) = shown else { return };
            let mut bench = Bench::new((**given).clone());
            bench.tokens = tokens.clone();
            let mut here = 0;
            for shape in bench.base().shapes {
                let Shape::Image { pixels, smooth: false, .. } = shape else { continue };
                for pixel in pixels.rgba.chunks(4).filter(|pixel| pixel[3] > 0) {
                    let [red, green, blue, alpha] = [pixel[0], pixel[1], pixel[2], pixel[3]].map(f64::from);
                    let color = over(Color { red, green, blue, alpha: alpha / 255.0 }, tokens.surface);
                    // The bytes are rounded.
                    let contrast = contrast(color, tokens.surface);
                    assert!(contrast >= GRAPHICS - 0.05, "{color:?} of {kind:?} {state:?}");
                    here += 1;
                }
            }
            assert!(kind != Kind::Scatter || state != State::Compared || here > 500, "{here}");
            cells += here;
        });
    }
    assert!(cells > 2 * 3 * 99, "{cells}");
}
