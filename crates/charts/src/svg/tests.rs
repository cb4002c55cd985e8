//! What is written is well formed, and says what was drawn.

use super::*;
use crate::density::Picture;
use crate::scene::solid;
use crate::testing::tokens;

const INK: Color = Color::rgb(10, 20, 30);

fn scene() -> Scene {
    let mut scene = Scene::default();
    scene.rects(vec![[1.0, 2.0, 3.5, 4.0], [0.0, 0.0, f64::NAN, 1.0]], Fill::Hatch(INK), solid(INK, 1.0));
    scene.rects(vec![[1.0, 2.0, 3.0, 4.0]], Fill::Plain(INK.faded(0.5)), None);
    scene.line(vec![(0.0, 0.0), (1.0, 1.0 / 3.0)], Stroke { color: INK, width: 2.0, dash: Dash::Dashed });
    scene.lines(vec![[0.0, 0.0, 5.0, 5.0]], solid(INK, 1.0));
    scene.area(vec![(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)], Fill::Plain(INK));
    for mark in [Mark::Circle, Mark::Diamond] {
        let halo = Some(solid(INK, 3.0));
        scene.shapes.push(Shape::Marks {
            mark,
            places: vec![(5.0, 5.0)],
            radius: 2.0,
            fill: Some(INK),
            stroke: None,
            halo,
        });
    }
    let text = "<script>&\"\u{7}".to_owned();
    scene.text(Text { at: (3.0, 4.0), text, size: 11.0, bold: true, color: INK, align: Align::Middle });
    let pixels = Picture { width: 2, height: 1, rgba: vec![255, 0, 0, 255, 0, 0, 255, 128] };
    scene.shapes.push(Shape::Image { rect: [0.0, 0.0, 20.0, 10.0], pixels, smooth: false });
    scene
}

fn written() -> String {
    let legend = [
        (Sample::Ramp(vec![INK, INK]), "few to many".to_owned()),
        (Sample::Path("xc-shown", "M1 1h14v10h-14z"), "shown".repeat(30)),
    ];
    let look = |_: &str, tokens: &Tokens| (Some(tokens.surface), Some(solid(tokens.ink, 1.25)));
    let about = About { title: "a < b", is_titled: true, summary: "\"c\" & d", legend: &legend, look };
    let tokens = Tokens { font: "\"Segoe UI\", sans-serif".into(), ..tokens() };
    write(&scene(), (600.0, 300.5), &tokens, &about).0
}

/// The elements, checked to be properly nested and their attributes to be quoted.
fn elements(document: &str) -> Vec<String> {
    let (mut open, mut elements) = (Vec::new(), Vec::new());
    let mut rest = document;
    while let Some((_, tag)) = rest.split_once('<') {
        let (tag, behind) = tag.split_once('>').expect("a tag ends");
        rest = behind;
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        let name = tag.split([' ', '/']).find(|part| !part.is_empty()).unwrap_or_default().to_owned();
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else {
            elements.push(name.clone());
            if !tag.ends_with('/') {
                open.push(name);
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
    elements
}

#[test]
fn every_shape_is_written_and_every_text_a_text() {
    let svg = written();
    let elements = elements(&svg);
    let count = |name: &str| elements.iter().filter(|other| *other == name).count();
    assert_eq!((count("svg"), count("title"), count("desc"), count("pattern")), (1, 1, 1, 1));
    // The pattern's path, two of rectangles, line, lines, area, two of each mark, two colours and a path of the legend.
    assert_eq!((count("path"), count("text"), count("image"), count("rect")), (13, 4, 1, 1));
    assert_eq!((count("script"), count("g"), elements.len()), (0, 2, 25));
    assert!(svg.contains("&lt;script&gt;&amp;&quot;\u{fffd}</text>") && svg.contains("<title>a &lt; b</title>"));
    for part in [
        // The drawing, the title above it, and two lines of legend below.
        "width=\"600\" height=\"374.5\" viewBox=\"0 0 600 374.5\"",
        "d=\"M1 2h3.5v4h-3.5zM0 0h0v1h-0z\" fill=\"url(#hatch0)\" stroke=\"#0a141e\"",
        "fill=\"#0a141e\" fill-opacity=\"0.5\"",
        "d=\"M0 0L1 0.33\" fill=\"none\" stroke=\"#0a141e\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke-dasharray=\"8 6\"",
        "d=\"M3 5l2 -2l2 2l-2 2z\"",
        "d=\"M3 5a2 2 0 1 0 4 0a2 2 0 1 0 -4 0z\"",
        "text-anchor=\"middle\" font-weight=\"600\"",
        "image-rendering:pixelated",
        "font-family=\"&quot;Segoe UI&quot;, sans-serif\"",
    ] {
        assert!(svg.contains(part), "{part}\n{svg}");
    }
}
