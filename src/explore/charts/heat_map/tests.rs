//! By pointer and by keys, with any values.

use super::*;
use crate::explore::charts::testing::{Bench, column, count, heat_map};
use charts::kind::Pointer;
use charts::scene::Shape;
use crossfilter::Test;

fn bench() -> Bench {
    let shown = vec![count(100, 10), count(100, 40), count(10, 5), count(0, 0), count(100, 0), count(100, 20)];
    let picture = heat_map(&["a", "b", "c"], &["top", "low"], shown);
    Bench::new(Drawing::HeatMap { x: column("cdn"), y: column("isp") }, Some(picture))
}

fn pick(of: &str, label: &str, more: bool) -> Gesture {
    Gesture::Pick { dimension: column(of), label: label.into(), more }
}

#[test]
fn a_click_picks_both_labels() {
    let mut bench = bench();
    assert_eq!(bench.drag((0.5, 0.9), (0.5, 0.9)), [pick("cdn", "b", false), pick("isp", "top", false)]);
    bench.given.test = Some(Test::OneOf(vec!["b".into()]));
    let pointer = Pointer { ctrl: true, ..bench.at((0.5, 0.1)) };
    bench.take(Input::Press(pointer));
    assert_eq!(bench.take(Input::Release(pointer)).tell, [pick("isp", "low", true)], "b is picked already");
    let cleared = bench.key("Escape").tell;
    assert_eq!(cleared, [Gesture::Clear(vec![column("cdn")])]);
    bench.key("ArrowRight");
    let said = bench.key("ArrowRight").say.unwrap();
    assert_eq!(said, "b · top: 100 sessions, 40 flagged (40%)");
    assert_eq!(bench.key("Enter").tell.len(), 2);
    assert_eq!(bench.overlay().0.texts().filter(|text| text.text == "✓").count(), 1);
}

#[test]
fn few_sessions_are_hatched_and_words_can_be_read() {
    let bench = bench();
    let base = bench.base();
    let hatched = base.shapes.iter().filter(|shape| matches!(shape, Shape::Rects { fill: Some(Fill::Hatch(_)), .. }));
    assert_eq!(hatched.count(), 1);
    assert!(base.texts().any(|text| text.text == "40%"));
    let summary = bench.kind.words(&bench.given).summary;
    assert_eq!(summary, "Flagged share by ISP and CDN: 410 sessions; greatest 40% at b · top.");
}

#[test]
fn any_map_can_be_drawn_and_handled() {
    bench().shake();
    let drawing = Drawing::HeatMap { x: column("cdn"), y: column("isp") };
    let names: Vec<String> = (0..40).map(|place| format!("a long label {place}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for picture in [
        heat_map(&[], &["a"], vec![]),
        heat_map(&["a"], &["b"], vec![]),
        heat_map(&["", "b"], &["", "c"], vec![count(1, 1); 4]),
        heat_map(&names, &names, vec![count(50, 3); 1600]),
    ] {
        let mut bench = Bench::new(drawing.clone(), Some(picture));
        bench.given.test_up = Some(Test::OneOf(vec!["c".into()]));
        bench.shake();
    }
    Bench::new(drawing, None).shake();
}
