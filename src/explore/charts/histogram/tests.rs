//! By pointer and by keys, with any values.

use super::*;
use crate::explore::charts::testing::{Bench, column, count};
use charts::kind::Pointer;
use charts::scene::Shape;
use crossfilter::Test;
use crossfilter::picture::Binning;

fn axis(scale: Scale, window: Option<(f64, f64)>) -> Axis {
    Axis { dimension: column("startup_time_ms"), scale, window }
}

fn picture(axis: &Axis, edges: &[f64], shown: Vec<Count>) -> Picture {
    let all = shown.iter().map(|count| Count { sessions: count.sessions * 2, flagged: count.flagged }).collect();
    let binning = Binning { edges: edges.to_vec() };
    Picture::Histogram(Histogram { axis: axis.clone(), binning, shown, all, beyond: (3, 4), missing: 5 })
}

/// Ten bins of a second each; half as many sessions in each as in the one before.
fn bench() -> Bench {
    let axis = axis(Scale::Linear, None);
    let edges: Vec<f64> = (0..=10).map(|edge| f64::from(edge) * 1000.0).collect();
    let shown = (0..10).map(|bin| count(1024 >> bin, (1024 >> bin) / 8)).collect();
    Bench::new(Drawing::Histogram(axis.clone()), Some(picture(&axis, &edges, shown)))
}

fn brush(low: f64, high: f64, bins: (u16, u16), done: bool) -> Gesture {
    Gesture::Brush { dimension: column("startup_time_ms"), low, high, bins: Some(bins), done }
}

fn brushes(gestures: Vec<Gesture>) -> Vec<Gesture> {
    gestures.into_iter().filter(|gesture| !matches!(gesture, Gesture::Cross(_))).collect()
}

#[test]
fn a_brush_ends_at_ends_of_bins() {
    let mut bench = bench();
    let told = brushes(bench.drag((0.22, 0.5), (0.57, 0.5)));
    assert_eq!(told, [brush(2000.0, 6000.0, (2, 6), false), brush(2000.0, 6000.0, (2, 6), true)]);
    let brushed = Some(Test::Between(2000.0, 6000.0));
    bench.filter(brushed.clone());
    // An end is taken, the other one stays.
    let told = brushes(bench.drag((0.6, 0.5), (0.91, 0.5)));
    assert_eq!(told.last(), Some(&brush(2000.0, 9000.0, (2, 9), true)));
    bench.filter(brushed.clone());
    // Beyond the other end the brush turns over.
    let told = brushes(bench.drag((0.6, 0.5), (0.0, 0.5)));
    assert_eq!(told.last(), Some(&brush(0.0, 2000.0, (0, 2), true)));
    bench.filter(brushed.clone());
    // The middle moves all, no further than the axis.
    let told = brushes(bench.drag((0.4, 0.5), (3.0, 0.5)));
    assert_eq!(told.last(), Some(&brush(6000.0, 10_000.0, (6, 10), true)));
    bench.filter(brushed);
    // A click beside it takes it away; without one nothing happens.
    let clear = Gesture::Clear(vec![column("startup_time_ms")]);
    assert_eq!(brushes(bench.drag((0.8, 0.5), (0.8, 0.5))), std::slice::from_ref(&clear));
    assert_eq!(brushes(bench.key("Escape").tell), [clear]);
    bench.filter(None);
    assert_eq!(brushes(bench.drag((0.8, 0.5), (0.8, 0.5))), []);
}

#[test]
fn a_double_click_resets_the_zoom_and_leaves_the_brush() {
    let mut bench = bench();
    let window = Some((1000.0, 9000.0));
    let range = Some(Test::Between(2000.5, 4000.0));
    bench.given.drawing = Drawing::Histogram(axis(Scale::Linear, window));
    bench.filter(range.clone());
    let beside = bench.at((0.9, 0.5));
    // The first click takes the brush away, the second one finds none.
    let cleared = brushes(bench.drag((0.9, 0.5), (0.9, 0.5)));
    assert_eq!(cleared, [Gesture::Clear(vec![column("startup_time_ms")])]);
    bench.filter(None);
    assert_eq!(brushes(bench.drag((0.9, 0.5), (0.9, 0.5))), []);
    let again =
        Gesture::Brush { dimension: column("startup_time_ms"), low: 2000.5, high: 4000.0, bins: None, done: true };
    let whole = Gesture::Zoom { drawing: Drawing::Histogram(axis(Scale::Linear, None)) };
    assert_eq!(bench.take(Input::Twice(beside)).tell, [again, whole]);
    // What an earlier click took away stays away.
    bench.filter(range);
    bench.drag((0.9, 0.5), (0.9, 0.5));
    bench.filter(None);
    bench.given.drawing = Drawing::Histogram(axis(Scale::Linear, None));
    bench.drag((0.9, 0.5), (0.9, 0.5));
    bench.drag((0.9, 0.5), (0.9, 0.5));
    assert_eq!(bench.take(Input::Twice(beside)).tell, []);
}

#[test]
fn keys_step_extend_and_filter() {
    let mut bench = bench();
    let said = bench.key("ArrowRight").say.unwrap();
    assert_eq!(said.replace(format::THIN_SPACE, " "), "0 ms to 1 s: 1024 sessions, 128 flagged (12.5%)");
    bench.key("ArrowRight");
    assert_eq!(brushes(bench.key("Enter").tell), [brush(1000.0, 2000.0, (1, 2), true)]);
    bench.filter(Some(Test::Between(1000.0, 2000.0)));
    let extended = bench.take(Input::Key("ArrowRight", true, false));
    assert_eq!(brushes(extended.tell), [brush(1000.0, 3000.0, (1, 3), false)]);
    let said = extended.say.unwrap();
    assert_eq!(said.replace(format::THIN_SPACE, " "), "Brush 1 s to 3 s: 768 sessions, 96 flagged (12.5%)");
    assert_eq!(bench.take(Input::KeyUp).tell, [brush(1000.0, 3000.0, (1, 3), true)]);
    assert_eq!(bench.take(Input::KeyUp).tell, []);
    // A brush that is there is resized at the end nearer to the keys, and moved as a whole.
    bench.filter(Some(Test::Between(2000.0, 5000.0)));
    bench.take(Input::Blur);
    let keyed = |bench: &mut Bench, key, ctrl| brushes(bench.take(Input::Key(key, true, ctrl)).tell);
    assert_eq!(keyed(&mut bench, "ArrowRight", false), [brush(2000.0, 6000.0, (2, 6), false)]);
    assert_eq!(keyed(&mut bench, "ArrowLeft", false), [brush(2000.0, 5000.0, (2, 5), false)]);
    assert_eq!(keyed(&mut bench, "ArrowRight", true), [brush(3000.0, 6000.0, (3, 6), false)]);
    assert_eq!(keyed(&mut bench, "PageUp", true), [brush(7000.0, 10_000.0, (7, 10), false)]);
    assert_eq!(keyed(&mut bench, "ArrowLeft", false), [brush(7000.0, 9000.0, (7, 9), false)]);
    assert_eq!(bench.take(Input::KeyUp).tell, [brush(7000.0, 9000.0, (7, 9), true)]);
    bench.filter(Some(Test::Between(7000.0, 9000.0)));
    bench.take(Input::Blur);
    for _ in 0..7 {
        bench.key("ArrowRight");
    }
    assert_eq!(keyed(&mut bench, "ArrowLeft", false), [brush(6000.0, 9000.0, (6, 9), false)]);
    bench.take(Input::KeyUp);
    bench.key("End");
    assert!(bench.key("ArrowRight").say.unwrap().starts_with("9"));
}

#[test]
fn what_is_not_described_is_zoomed_by_what_is_shown() {
    let mut bench = bench();
    let mut about = (*bench.given.about).clone();
    about.dimensions.iter_mut().for_each(|described| described.range = None);
    bench.given.about = std::rc::Rc::new(about);
    let zoomed = |window| Gesture::Zoom { drawing: Drawing::Histogram(axis(Scale::Linear, window)) };
    assert_eq!(bench.key("+").tell, [zoomed(Some((1000.0, 9000.0)))]);
    bench.given.drawing = Drawing::Histogram(axis(Scale::Linear, Some((4000.0, 5000.0))));
    assert_eq!(bench.key("-").tell, [zoomed(Some((3875.0, 5125.0)))]);
    assert_eq!(bench.key("0").tell, [zoomed(None)]);
}

#[test]
fn wheel_and_keys_zoom_and_zero_resets() {
    let mut bench = bench();
    let middle = bench.at((0.5, 0.5)).at;
    let zoomed = |window| Gesture::Zoom { drawing: Drawing::Histogram(axis(Scale::Linear, window)) };
    assert_eq!(bench.take(Input::Zoom(middle, 2.0)).tell, [zoomed(Some((2500.0, 7500.0)))]);
    // Out of the whole there is nothing: the page scrolls.
    assert!(!bench.take(Input::Zoom(middle, 0.5)).taken);
    assert_eq!(bench.key("0").tell, []);
    bench.given.drawing = Drawing::Histogram(axis(Scale::Linear, Some((2500.0, 7500.0))));
    assert_eq!(bench.key("0").tell, [zoomed(None)]);
    assert_eq!(bench.take(Input::Twice(Pointer { at: middle, ..Pointer::default() })).tell, [zoomed(None)]);
    // The bins at hand are seen through the window at once, and a brush in it is of what is seen.
    let told = brushes(bench.drag((0.11, 0.5), (0.49, 0.5)));
    assert_eq!(told.last(), Some(&brush(3000.0, 5000.0, (3, 5), true)));
    let pan = Pointer { shift: true, ..bench.at((0.5, 0.5)) };
    bench.take(Input::Press(pan));
    let end = bench.at((0.4, 0.5));
    assert_eq!(bench.take(Input::At(end)).tell.first(), Some(&zoomed(Some((3000.0, 8000.0)))));
}

#[test]
fn flagged_sessions_are_hatched_and_the_pointer_reads_exact_values() {
    let mut bench = bench();
    bench.given.compare = true;
    let hatched = bench.base().shapes.into_iter().find_map(|shape| match shape {
        Shape::Rects { rects, fill: Some(Fill::Hatch(_)), .. } => Some(rects.len()),
        _ => None,
    });
    assert_eq!(hatched, Some(8), "bins without flagged sessions have no second bar");
    let pointer = bench.at((0.25, 0.5));
    let told = bench.take(Input::At(pointer)).tell;
    assert_eq!(told, [Gesture::Cross(Some((column("startup_time_ms"), 2500.0)))]);
    let tip = bench.overlay().1.unwrap();
    assert_eq!(tip.title.replace(format::THIN_SPACE, " "), "2 s to 3 s");
    assert_eq!(tip.pairs[0], ("Sessions".into(), "256".into()));
    let summary = bench.kind.words(&bench.given).summary.replace(format::THIN_SPACE, " ");
    assert_eq!(
        summary,
        "Startup time: 2046 sessions, 255 flagged (12.5%); most (1024) at 0 ms to 1 s; 7 beyond the part shown; 5 without a value."
    );
}

#[test]
fn any_histogram_can_be_drawn_and_handled() {
    bench().shake();
    for scale in [Scale::Linear, Scale::Log] {
        for edges in
            [vec![0.0, 1.0, 10.0, 1e4], vec![f64::NEG_INFINITY, 1.0, 2.0], vec![5.0, 5.0], vec![], vec![1.0, 2.0]]
        {
            let axis = axis(scale, None);
            let shown = edges.iter().skip(1).map(|_| count(7, 1)).collect();
            Bench::new(Drawing::Histogram(axis.clone()), Some(picture(&axis, &edges, shown))).shake();
            // Fewer counts than bins.
            let mut bench =
                Bench::new(Drawing::Histogram(axis.clone()), Some(picture(&axis, &edges, vec![count(0, 0)])));
            bench.given.compare = true;
            bench.given.test = Some(Test::Between(f64::NEG_INFINITY, 1.5));
            bench.shake();
        }
    }
    let mut none = Bench::new(Drawing::Histogram(axis(Scale::Log, None)), None);
    none.shake();
    let empty = picture(&axis(Scale::Linear, None), &[0.0, 1.0], vec![count(0, 0)]);
    let bench = Bench::new(Drawing::Histogram(axis(Scale::Linear, None)), Some(empty));
    assert!(bench.kind.words(&bench.given).empty.is_some());
}
