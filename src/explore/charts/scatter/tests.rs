//! The scatter by pointer, fingers and keys.

use crate::explore::charts::testing::{Bench, column};
use crate::explore::gesture::Gesture;
use charts::kind::{Input, Pointer};
use charts::scene::{Fill, Shape};
use crossfilter::picture::{Binning, Scatter};
use crossfilter::view::{Axis, Drawing, Scale, Tint};
use crossfilter::{Picture, Test};
use telemetry::format;

fn axis(name: &str, window: Option<(f64, f64)>) -> Axis {
    Axis { dimension: column(name), scale: Scale::Linear, window }
}

fn drawing(windows: [Option<(f64, f64)>; 2], tint: Tint) -> Drawing {
    let (x, y) = (axis("startup_time_ms", windows[0]), axis("bitrate_kbps", windows[1]));
    Drawing::Scatter { x, y, tint, field: true }
}

/// Ten by ten cells, two marks.
fn picture(tint: Vec<f32>) -> Picture {
    let edges = |step: f64| Binning { edges: (0..=10).map(|edge| f64::from(edge) * step).collect() };
    Picture::Scatter(Scatter {
        x: axis("startup_time_ms", None),
        y: axis("bitrate_kbps", None),
        columns: edges(1000.0),
        rows: edges(800.0),
        counts: (0..100).collect(),
        tint,
        labels: vec!["web".into(), "other".into(), String::new()],
        marks: vec![(41, 0.95, 0.05), (7, 0.55, 0.55)],
        names: vec!["s-41".into(), "row 12 (line 14)".into()],
        flagged: 5,
        beyond: 2,
        missing: 1,
        field: (2, 2, vec![0.4, 0.5, 0.6, 0.7]),
        contour: vec![0.0, 0.5, 1.0, 0.5],
    })
}

fn bench() -> Bench {
    Bench::new(drawing([None, None], Tint::Density), Some(picture(Vec::new())))
}

fn brush(x: (f64, f64), y: (f64, f64), done: bool) -> Gesture {
    Gesture::Brush2 { x: (column("startup_time_ms"), x.0, x.1), y: (column("bitrate_kbps"), y.0, y.1), done }
}

fn acts(gestures: Vec<Gesture>) -> Vec<Gesture> {
    gestures.into_iter().filter(|gesture| !matches!(gesture, Gesture::Cross(_))).collect()
}

#[test]
fn a_rectangle_filters_both() {
    let mut bench = bench();
    let told = acts(bench.drag((0.21, 0.31), (0.49, 0.69)));
    let ends = ((2000.0, 5000.0), (2400.0, 5600.0));
    assert_eq!(told, [brush(ends.0, ends.1, false), brush(ends.0, ends.1, true)]);
    bench.given.test_up = Some(Test::Between(2400.0, 5600.0));
    bench.filter(Some(Test::Between(2000.0, 5000.0)));
    let told = acts(bench.drag((0.5, 0.5), (0.8, 0.9)));
    assert_eq!(told.last(), Some(&brush((2000.0, 8000.0), (2400.0, 5600.0), true)), "one side only");
    let test = bench.given.test.clone();
    bench.filter(test);
    let clear = Gesture::Clear(vec![column("startup_time_ms"), column("bitrate_kbps")]);
    assert_eq!(acts(bench.drag((0.75, 0.2), (0.75, 0.2))), std::slice::from_ref(&clear));
    assert_eq!(acts(bench.drag((0.35, 0.5), (0.35, 0.5))), [], "a click inside leaves it");
    assert_eq!(bench.key("Escape").tell, [clear]);
}

#[test]
fn marks_are_opened_by_click_and_by_keys() {
    let mut bench = bench();
    assert_eq!(acts(bench.drag((0.55, 0.55), (0.55, 0.55))), [Gesture::Open(7)]);
    bench.take(Input::Leave);
    let said = bench.key("ArrowRight").say.unwrap().replace(format::THIN_SPACE, " ");
    assert_eq!(said, "s-41, 1 of 2: Startup time 9 s to 10 s, Bitrate 0 kbps to 800 kbps");
    assert_eq!(bench.key("Enter").tell, [Gesture::Open(41)]);
    assert!(bench.key("ArrowRight").say.unwrap().starts_with("row 12 (line 14), 2 of 2"));
    assert!(bench.key("ArrowRight").say.unwrap().starts_with("row 12 (line 14), 2 of 2"));
    assert_eq!(bench.overlay().1.unwrap().title, "row 12 (line 14) · flagged");
}

#[test]
fn keys_make_resize_and_move_a_brush() {
    let mut bench = bench();
    let first = bench.take(Input::Key("ArrowRight", true, false));
    assert_eq!(first.tell, [brush((3000.0, 7000.0), (2400.0, 5600.0), false)]);
    let mut keyed = |key: &str, ctrl: bool| bench.take(Input::Key(key, true, ctrl)).tell;
    assert_eq!(keyed("ArrowUp", false), [brush((3000.0, 7000.0), (2400.0, 6400.0), false)]);
    assert_eq!(keyed("ArrowLeft", false), [brush((3000.0, 6000.0), (2400.0, 6400.0), false)]);
    assert_eq!(keyed("ArrowUp", true), [brush((3000.0, 6000.0), (3200.0, 7200.0), false)]);
    assert_eq!(keyed("ArrowRight", true), [brush((4000.0, 7000.0), (3200.0, 7200.0), false)]);
    // Past the end that stays it turns over.
    keyed("ArrowLeft", false);
    keyed("ArrowLeft", false);
    assert_eq!(keyed("ArrowLeft", false), [brush((3000.0, 4000.0), (3200.0, 7200.0), false)]);
    assert_eq!(keyed("ArrowLeft", false), [brush((2000.0, 4000.0), (3200.0, 7200.0), false)]);
    assert_eq!(bench.take(Input::KeyUp).tell, [brush((2000.0, 4000.0), (3200.0, 7200.0), true)]);
    // A brush of the pointer is resized, too, where there is one on one axis only.
    bench.given.test_up = None;
    bench.filter(Some(Test::Between(1000.0, 3000.0)));
    let told = bench.take(Input::Key("ArrowRight", true, false)).tell;
    assert_eq!(told, [brush((1000.0, 4000.0), (0.0, 8000.0), false)]);
}

#[test]
fn a_double_click_resets_the_zoom_and_leaves_the_brush() {
    let windows = [Some((1000.0, 9000.0)), None];
    for (across, up, expected) in [
        (Some((2000.0, 5000.0)), Some((2400.0, 5600.5)), brush((2000.0, 5000.0), (2400.0, 5600.5), true)),
        (
            Some((2000.0, 5000.0)),
            None,
            Gesture::Brush { dimension: column("startup_time_ms"), low: 2000.0, high: 5000.0, bins: None, done: true },
        ),
    ] {
        let mut bench = bench();
        bench.given.drawing = drawing(windows, Tint::Density);
        let test = |range: Option<(f64, f64)>| range.map(|(low, high)| Test::Between(low, high));
        bench.given.test_up = test(up);
        bench.filter(test(across));
        let told = acts(bench.drag((0.75, 0.2), (0.75, 0.2)));
        assert!(matches!(told.as_slice(), [Gesture::Clear(_)]));
        bench.given.test_up = None;
        bench.filter(None);
        assert_eq!(acts(bench.drag((0.75, 0.2), (0.75, 0.2))), []);
        let whole = Gesture::Zoom { drawing: drawing([None, None], Tint::Density) };
        let beside = bench.at((0.75, 0.2));
        assert_eq!(bench.take(Input::Twice(beside)).tell, [expected, whole.clone()]);
        assert_eq!(bench.take(Input::Twice(beside)).tell, [whole], "only once");
    }
}

#[test]
fn both_axes_zoom_and_pan() {
    let mut bench = bench();
    let zoomed = |x, y| Gesture::Zoom { drawing: drawing([x, y], Tint::Density) };
    let middle = bench.at((0.5, 0.5)).at;
    let zoom = bench.take(Input::Zoom(middle, 2.0));
    // Bitrates begin at 100.
    assert_eq!(zoom.tell, [zoomed(Some((2500.0, 7500.0)), Some((2000.0, 6000.0)))]);
    assert!(!bench.take(Input::Zoom(middle, 0.5)).taken);
    bench.given.drawing = drawing([Some((2500.0, 7500.0)), Some((2000.0, 6000.0))], Tint::Density);
    assert_eq!(bench.key("0").tell, [zoomed(None, None)]);
    let length = bench.layout().plot_width();
    let panned = bench.take(Input::Pan((length * 0.1, 0.0)));
    assert_eq!(panned.tell, [zoomed(Some((2000.0, 7000.0)), Some((2000.0, 6000.0)))]);
    // What is at hand is seen through the window at once: the mark beyond it is gone, the field waits.
    let images = bench.base().shapes.iter().filter(|shape| matches!(shape, Shape::Image { .. })).count();
    let marks = bench.base().shapes.into_iter().find_map(|shape| match shape {
        Shape::Marks { places, .. } => Some(places.len()),
        _ => None,
    });
    assert_eq!((images, marks), (1, Some(1)));
}

#[test]
fn cells_are_where_their_counts_are() {
    let image = bench().base().shapes.into_iter().rev().find_map(|shape| match shape {
        Shape::Image { pixels, smooth: false, .. } => Some(pixels),
        _ => None,
    });
    let image = image.unwrap();
    assert_eq!((image.width, image.height), (10, 10));
    let pixel = |x: usize, y: usize| &image.rgba[(y * 10 + x) * 4..(y * 10 + x) * 4 + 4];
    // The first cell has no session; it is at the lower left.
    assert_eq!(pixel(0, 9)[3], 0);
    assert!(pixel(1, 9)[3] > 0);
    // The last one has the most, and the darkest shade.
    assert!(pixel(9, 0)[0] < pixel(1, 9)[0]);
}

#[test]
fn the_pointer_reads_the_cell() {
    let mut bench = bench();
    let pointer = bench.at((0.25, 0.15));
    bench.take(Input::At(pointer));
    let tip = bench.overlay().1.unwrap();
    assert_eq!(tip.title, "12 sessions");
    assert_eq!(tip.pairs[0].1.replace(format::THIN_SPACE, " "), "2 s to 3 s");
    bench.filter(Some(Test::Between(2000.0, 5000.0)));
    let veiled = bench
        .overlay()
        .0
        .shapes
        .iter()
        .any(|shape| matches!(shape, Shape::Rects { fill: Some(Fill::Plain(_)), rects, .. } if rects.len() == 2));
    assert!(veiled, "both sides of the one brushed axis");
}

#[test]
fn any_scatter_can_be_drawn_and_handled() {
    bench().shake();
    for tint in [Tint::Score, Tint::Category(column("cdn"))] {
        for values in [vec![], vec![f32::NAN; 100], (0..100).map(|place| (place % 4) as f32).collect()] {
            let mut bench = Bench::new(drawing([None, None], tint.clone()), Some(picture(values)));
            bench.shake();
            bench.given.drawing = drawing([Some((-5.0, 1e9)), Some((3.0, 4.0))], tint.clone());
            bench.given.test = Some(Test::Between(f64::NEG_INFINITY, 1e12));
            bench.given.cross = Some((column("bitrate_kbps"), 3.5));
            bench.shake();
        }
    }
    // Times lie along an axis as numbers do.
    let Picture::Scatter(mut timed) = picture(Vec::new()) else { panic!("a scatter") };
    timed.x = axis("timestamp", None);
    let over_time = Drawing::Scatter { x: timed.x.clone(), y: timed.y.clone(), tint: Tint::Density, field: false };
    let mut timed = Bench::new(over_time, Some(Picture::Scatter(timed)));
    timed.shake();
    assert!(timed.base().texts().any(|text| text.text.ends_with("(UTC)")));
    let Picture::Scatter(mut broken) = picture(Vec::new()) else { panic!("a scatter") };
    (broken.counts, broken.field, broken.contour) = (vec![1, 2, 3], (7, 9, vec![1.0]), vec![0.5; 7]);
    broken.marks = vec![(1, f32::NAN, 0.5), (2, 7.0, 0.5)];
    Bench::new(drawing([None, None], Tint::Density), Some(Picture::Scatter(broken))).shake();
    Bench::new(drawing([None, None], Tint::Density), None).shake();
    let pinch = Pointer { touch: true, ..Pointer::default() };
    assert!(!bench().take(Input::Press(pinch)).held, "beside the plot nothing is held");
}
