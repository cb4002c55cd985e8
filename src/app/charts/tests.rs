//! What the charts of a result draw, tell and say, without a browser.

use super::given::{Cloud, Gesture, Given, Scores};
use analysis::views::{Axis, Histogram, Scatter, Timeline};
use charts::kind::{Input, Pointer};
use charts::scene::{Fill, Mark, Scene, Shape};
use charts::testing::Bench;
use std::rc::Rc;

const HOUR: f64 = 3_600_000.0;

fn scores(threshold: f64) -> Given {
    let histogram =
        Histogram { start: 0.4, width: 0.05, counts: vec![100, 30, 0, 4], faults: vec![0, 2, 0, 3], threshold };
    Given::Histogram(Scores { histogram: Rc::new(histogram), flagged: 4, sessions: 134 })
}

fn cloud(selected: Option<u32>) -> Cloud {
    let axis = |feature: &str, high| Axis { feature: feature.into(), low: 0.0, high };
    let scatter = Scatter {
        axes: Some((axis("bitrate_kbps", 8000.0), axis("buffering_ratio", 0.5))),
        width: 4,
        height: 4,
        counts: vec![0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        marks: vec![0.25, 0.75, 0.5, 0.5, 0.75, 0.25],
        mark_rows: vec![7, 8, 9],
        flagged: 3,
        field: vec![0.4, 0.6, 0.5, 0.7],
        field_size: (2, 2),
        contour: vec![0.0, 0.5, 1.0, 0.5],
        ..Scatter::default()
    };
    Cloud { scatter: Rc::new(scatter), threshold: 0.5, show_field: true, selected, busy: false }
}

fn timeline() -> Given {
    let (sessions, flagged) = (vec![100, 0, 20, 200, 300], vec![5, 0, 4, 20, 3]);
    Given::Timeline(Rc::new(Timeline { start_ms: 0.0, width_ms: HOUR, sessions, flagged }))
}

fn rects(scene: &Scene, like: impl Fn(&Fill) -> bool) -> usize {
    let of = |shape: &Shape| match shape {
        Shape::Rects { rects, fill: Some(fill), .. } if like(fill) => rects.len(),
        _ => 0,
    };
    scene.shapes.iter().map(of).sum()
}

fn marks(scene: &Scene, of: Mark) -> usize {
    let count = |shape: &Shape| match shape {
        Shape::Marks { mark, places, .. } if *mark == of => places.len(),
        _ => 0,
    };
    scene.shapes.iter().map(count).sum()
}

#[test]
fn nothing_panics_whatever_is_done() {
    let nothing = Histogram { start: 0.0, width: 0.0, counts: vec![], faults: vec![], threshold: 0.5 };
    let empty = Timeline { start_ms: 0.0, width_ms: HOUR, sessions: vec![], flagged: vec![] };
    let givens = [
        scores(0.5),
        Given::Scatter(cloud(Some(8))),
        timeline(),
        Given::Histogram(Scores { histogram: Rc::new(nothing), flagged: 0, sessions: 0 }),
        Given::Scatter(Cloud { scatter: Rc::default(), ..cloud(None) }),
        Given::Timeline(Rc::new(empty)),
    ];
    for given in givens {
        for size in [(600.0, 300.0), (280.0, 160.0)] {
            let mut bench = Bench::new(given.clone());
            bench.size = size;
            bench.shake();
        }
    }
}

#[test]
fn bars_are_cut_by_the_threshold() {
    let bench = Bench::new(scores(0.45 + 0.025));
    let (scene, tokens) = (bench.base(), &bench.tokens);
    assert_eq!(rects(&scene, |fill| *fill == Fill::Plain(tokens.density[1])), 2);
    assert_eq!(rects(&scene, |fill| *fill == Fill::Plain(tokens.anomaly.faded(0.75))), 2, "the second is in both");
    let texts: Vec<&str> = scene.texts().map(|text| text.text.as_str()).collect();
    assert!(texts.contains(&"Score") && texts.contains(&"Sessions (logarithmic)"), "{texts:?}");
}

#[test]
fn the_threshold_follows_pointer_and_keys_and_is_told_once() {
    let mut bench = Bench::new(scores(0.5));
    let share = bench.kind.slider(&bench.given).unwrap().share;
    assert!(bench.take(Input::Press(bench.at((share + 0.2, 0.5)))).tell.is_empty(), "beside it nothing is held");
    assert_eq!(bench.kind.cursor(&bench.given, &bench.layout()), "default");
    assert!(bench.take(Input::Press(bench.at((share, 0.5)))).held);
    assert_eq!(bench.kind.cursor(&bench.given, &bench.layout()), "ew-resize");
    let moved = bench.at((share + 0.2, 0.5));
    assert!(bench.take(Input::At(moved)).tell.is_empty());
    let plate: Vec<String> = bench.overlay().0.texts().map(|text| text.text.clone()).collect();
    assert!(plate[0].contains("would flag"), "{plate:?}");
    // Released with another button, too.
    let told = bench.take(Input::OtherUp).tell;
    let [Gesture::Threshold(set)] = told[..] else { panic!("{told:?}") };
    assert!(set > 0.5 && (set * 1000.0).fract() == 0.0, "{set}");
    assert!(bench.take(Input::KeyUp).tell.is_empty(), "told once");
    bench.key("ArrowRight");
    assert_eq!(bench.take(Input::OtherUp).tell, [Gesture::Threshold(((set + 0.005) * 1000.0).round() / 1000.0)]);
    bench.key("ArrowLeft");
    assert!(bench.key("Escape").tell.is_empty());
    assert!(bench.take(Input::OtherUp).tell.is_empty(), "given up");
    assert_eq!(bench.kind.slider(&bench.given).unwrap().value, "0.500");
}

#[test]
fn flagged_sessions_are_marks_that_are_reached_and_chosen() {
    let mut bench = Bench::new(Given::Scatter(cloud(None)));
    let scene = bench.base();
    assert_eq!(marks(&scene, Mark::Diamond), 3);
    assert_eq!(scene.shapes.iter().filter(|shape| matches!(shape, Shape::Image { .. })).count(), 2, "field and cloud");
    let said = bench.key("Home").say.unwrap();
    assert!(said.contains("Bitrate") && said.contains("Buffering ratio"), "{said}");
    assert_eq!(bench.key("Enter").tell, [Gesture::Select(Some(7))]);
    bench.key("ArrowRight");
    assert_eq!(bench.key(" ").tell, [Gesture::Select(Some(8))]);
    let place = bench.at((0.75, 0.25));
    assert_eq!(bench.take(Input::Release(place)).tell, [Gesture::Select(Some(9))]);
    assert_eq!(bench.take(Input::Release(bench.at((0.05, 0.05)))).tell, [], "nothing was selected");
    bench.show(Given::Scatter(Cloud { selected: Some(8), ..cloud(None) }));
    assert_eq!(marks(&bench.overlay().0, Mark::Circle), 1);
    assert_eq!(bench.take(Input::Release(bench.at((0.05, 0.05)))).tell, [Gesture::Select(None)]);
    let row = |row| bench.kind.choice(&bench.given, row);
    assert_eq!((row(1), row(3)), (Some((Gesture::Select(Some(8)), true)), None));
    bench.take(Input::At(Pointer { at: (0.0, 0.0), ..Pointer::default() }));
    assert_eq!(bench.overlay().1, None, "beside the plot area nothing is pointed at");
}

#[test]
fn few_sessions_are_hatched_and_break_the_line() {
    let mut bench = Bench::new(timeline());
    let scene = bench.base();
    assert_eq!(rects(&scene, |fill| matches!(fill, Fill::Hatch(_))), 1);
    let lines = scene.shapes.iter().filter(|shape| matches!(shape, Shape::Line { .. })).count();
    assert_eq!(lines, 2, "a lone bin, and the two behind the gap");
    assert!(bench.key("End").say.unwrap().contains("3 of 300 sessions"));
    let (over, tip) = bench.overlay();
    assert_eq!((marks(&over, Mark::Diamond), tip.unwrap().pairs.len()), (1, 3));
    bench.take(Input::Blur);
    assert!(bench.overlay().0.shapes.is_empty());
}

#[test]
fn only_a_scatter_tells_its_size_in_device_pixels() {
    use charts::kind::ChartData;
    assert_eq!(Given::Scatter(cloud(None)).sized((300.0, 200.5), 2.0), Some(Gesture::Size(600, 401)));
    assert_eq!(timeline().sized((300.0, 200.0), 2.0), None);
    let (before, after) = (cloud(None), cloud(None));
    assert!(Given::Scatter(after).change(&Given::Scatter(before.clone())).base, "another scatter");
    let selected = Given::Scatter(Cloud { selected: Some(8), ..before.clone() });
    assert!(!selected.change(&Given::Scatter(before)).base, "the selection lies above");
}
