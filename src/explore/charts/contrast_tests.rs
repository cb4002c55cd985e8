//! What is drawn can be read and seen in both themes: texts stand out by 4.5 from whatever they stand on and beneath
//! whatever is laid over them, lines and marks by 3 from the surface (WCAG 2.2, 1.4.3 and 1.4.11).

use super::testing::{Bench, column, count, heat_map, themes};
use charts::kind::Input;
use charts::palette::{GRAPHICS, WORDS, contrast, dense, least_opacity};
use charts::scene::{Align, Fill, Place, Scene, Shape, Stroke, Text, text_width};
use charts::theme::{Color, Tokens};
use crossfilter::picture::{Bar, Bars, Binning, Histogram, Parallel, Place as Country, Point, Scatter, Spread, Trend};
use crossfilter::view::{Axis, Drawing, Metric, Scale, Tint};
use crossfilter::{Picture, Test};

fn axis(name: &str) -> Axis {
    Axis { dimension: column(name), scale: Scale::Linear, window: None }
}

fn edges(count: usize, step: f64) -> Binning {
    Binning { edges: (0..=count).map(|edge| edge as f64 * step).collect() }
}

/// A chart of each kind, with all that it can show, and with a filter that leaves a part of it.
fn benches() -> Vec<Bench> {
    let shown: Vec<_> = (1..=10).map(|bin| count(1 << bin, bin * 3)).collect();
    let one_of = |label: &str| Some(Test::OneOf(vec![label.to_owned()]));
    let mut benches = Vec::new();
    let mut add = |drawing: Drawing, picture: Picture, test: Option<Test>, test_up: Option<Test>| {
        let mut bench = Bench::new(drawing, Some(picture));
        (bench.given.test, bench.given.test_up, bench.given.compare) = (test, test_up, true);
        benches.push(bench);
    };
    let startup = axis("startup_time_ms");
    let histogram = Histogram {
        axis: startup.clone(),
        binning: edges(10, 1000.0),
        shown: shown.clone(),
        all: shown.clone(),
        beyond: (0, 0),
        missing: 0,
    };
    let between = Some(Test::Between(2000.0, 5000.0));
    add(Drawing::Histogram(startup.clone()), Picture::Histogram(histogram), between.clone(), None);
    for metric in [Metric::FlaggedShare, Metric::Median(column("bitrate_kbps"))] {
        // The last ones of few sessions, some beyond the axis.
        let point = |bin: u32| {
            let of = if bin < 7 { 100 } else { 10 };
            Point { count: count(of, bin), value: f64::from(bin), of }
        };
        let points: Vec<Point> = (0..10).map(point).collect();
        let (binning, all) = (edges(10, 3_600_000.0), points.clone());
        let trend = Trend { metric: metric.clone(), binning, shown: points, all, exact: true, beyond: 0 };
        add(Drawing::Trend(metric), Picture::Trend(trend), Some(Test::Between(7.2e6, 1.8e7)), None);
    }
    let bars = ["a", "b", "c", "d"].iter().zip([900, 400, 100, 8]);
    let bars = bars.map(|(label, all)| {
        let shown = count(all, all / 4);
        Bar { label: (*label).to_owned(), shown, all: shown, interval: (0.2, 0.3) }
    });
    let bars = Bars { bars: bars.collect(), rest: None };
    add(Drawing::Bars { of: column("cdn"), top: 8 }, Picture::Bars(bars), one_of("b"), None);
    // Every shade, and the same of few sessions.
    let labels: Vec<String> = (0..8).map(|place| place.to_string()).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let cells = (0..64).map(|cell| if cell % 2 == 0 { count(640, cell * 10) } else { count(20, cell * 20 / 64) });
    let map = heat_map(&labels, &labels, cells.collect());
    add(Drawing::HeatMap { x: column("cdn"), y: column("isp") }, map, one_of("3"), one_of("4"));
    for tint in [Tint::Density, Tint::Score, Tint::Category(column("cdn"))] {
        let by_score = tint == Tint::Score;
        let scatter = Scatter {
            x: startup.clone(),
            y: axis("bitrate_kbps"),
            columns: edges(10, 1000.0),
            rows: edges(10, 800.0),
            counts: (0..100).collect(),
            tint: (0..100).map(|cell| if by_score { cell as f32 / 100.0 } else { (cell % 3) as f32 }).collect(),
            labels: vec!["web".into(), "other".into(), String::new()],
            marks: vec![(41, 0.95, 0.05), (7, 0.55, 0.55)],
            names: Vec::new(),
            flagged: 5,
            beyond: 0,
            missing: 0,
            field: (2, 2, vec![0.4, 0.5, 0.6, 0.7]),
            contour: vec![0.0, 0.5, 1.0, 0.5],
        };
        let drawing = Drawing::Scatter { x: startup.clone(), y: axis("bitrate_kbps"), tint, field: true };
        add(drawing, Picture::Scatter(scatter), between.clone(), Some(Test::Between(1600.0, 4000.0)));
    }
    let spread = |by: f64| -> Spread { [1.0, 2.0, 3.0, 4.0, 5.0].map(|value| value + by) };
    let features = vec!["bitrate_kbps".to_owned(), "buffering_ratio".to_owned()];
    let (shown, all) = (vec![spread(1.0); 2], vec![spread(0.0); 2]);
    let parallel = Parallel { features, shown, all, counts: vec![100, 20], exact: true };
    add(Drawing::Parallel, Picture::Parallel(parallel), None, None);
    let place = |region: &str, sessions| Country {
        country: "DE".into(),
        region: region.into(),
        shown: count(sessions, sessions / 10),
        interval: (0.05, 0.2),
        figures: [900.0, 4000.0, 0.01],
    };
    add(Drawing::Places, Picture::Places(vec![place("", 400), place("BE", 20)]), one_of("DE"), one_of("BE"));
    benches
}

/// All that a chart draws at once, in the order in which it is laid over each other: pointed at, and reached by keys.
fn scenes(bench: &mut Bench) -> Vec<Scene> {
    let mut scenes = vec![bench.printed()];
    let mut look = |bench: &Bench| {
        let shapes = bench.base().shapes.into_iter().chain(bench.overlay().0.shapes).collect();
        scenes.push(Scene { shapes });
    };
    look(bench);
    for at in [(0.33, 0.4), (0.7, 0.95)] {
        let pointer = bench.at(at);
        bench.take(Input::At(pointer));
        look(bench);
    }
    bench.take(Input::Leave);
    bench.key("ArrowDown");
    look(bench);
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
    for tokens in themes() {
        for mut bench in benches() {
            bench.tokens = tokens.clone();
            for scene in scenes(&mut bench) {
                for (number, shape) in scene.shapes.iter().enumerate() {
                    let Shape::Text(text) = shape else { continue };
                    let Some(contrast) = of_text(&scene, number, text, tokens.surface) else { continue };
                    assert!(contrast >= WORDS, "{contrast}: {text:?} of {:?}", bench.given.drawing);
                    texts += 1;
                }
            }
        }
    }
    assert!(texts > 1000, "{texts}");
}

/// What may be pale: the surface itself and what is of it, the grid, the frame of the plot, and veils of the ink's grey.
fn is_backdrop(color: Color, tokens: &Tokens) -> bool {
    let same = |other: Color| (color.red, color.green, color.blue) == (other.red, other.green, other.blue);
    same(tokens.surface) || same(tokens.grid) || same(tokens.line) || same(tokens.muted) && color.alpha < 0.3
}

#[test]
fn lines_and_marks_can_be_seen_in_both_themes() {
    for tokens in themes() {
        for mut bench in benches() {
            bench.tokens = tokens.clone();
            for shape in scenes(&mut bench).into_iter().flat_map(|scene| scene.shapes) {
                let line = |stroke: &Option<Stroke>| stroke.map(|stroke| stroke.color);
                let colors: Vec<Option<Color>> = match &shape {
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
                for color in colors.into_iter().flatten().filter(|color| !is_backdrop(*color, &tokens)) {
                    let contrast = contrast(over(color, tokens.surface), tokens.surface);
                    assert!(contrast >= GRAPHICS - 0.02, "{contrast}: {shape:?} of {:?}", bench.given.drawing);
                }
            }
        }
    }
}

#[test]
fn every_cell_of_a_scatter_can_be_seen_in_both_themes() {
    let mut cells = 0;
    for tokens in themes() {
        let ramp = dense(&tokens);
        assert!(ramp.windows(2).all(|pair| contrast(pair[0], tokens.surface) < contrast(pair[1], tokens.surface)));
        assert!(least_opacity(tokens.ink, tokens.surface) < 0.8 && least_opacity(ramp[0], tokens.surface) > 0.8);
        for mut bench in benches() {
            bench.tokens = tokens.clone();
            for shape in bench.base().shapes {
                let Shape::Image { pixels, smooth: false, .. } = shape else { continue };
                for pixel in pixels.rgba.chunks(4).filter(|pixel| pixel[3] > 0) {
                    let [red, green, blue, alpha] = [pixel[0], pixel[1], pixel[2], pixel[3]].map(f64::from);
                    let color = over(Color { red, green, blue, alpha: alpha / 255.0 }, tokens.surface);
                    // The bytes are rounded.
                    assert!(
                        contrast(color, tokens.surface) >= GRAPHICS - 0.05,
                        "{color:?} of {:?}",
                        bench.given.drawing
                    );
                    cells += 1;
                }
            }
        }
    }
    assert_eq!(cells, 2 * 3 * 99);
}
