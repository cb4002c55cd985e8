//! By pointer and by keys, with any values.

use super::*;
use crate::explore::charts::testing::{Bench, column, count as counted};
use charts::kind::Pointer;
use charts::scene::Shape;
use crossfilter::Test;

fn bar(label: &str, sessions: u32, flagged: u32) -> Bar {
    let all = counted(sessions * 2, flagged);
    Bar { label: label.into(), shown: counted(sessions, flagged), all, interval: (0.01, 0.4) }
}

fn bench(labels: usize) -> Bench {
    let bars = (0..labels).map(|place| bar(&format!("cdn {place}"), 1000 - place as u32 * 10, 100)).collect();
    let picture = Picture::Bars(Bars { bars, rest: Some((4, bar("", 12, 3))) });
    Bench::new(Drawing::Bars { of: column("cdn"), top: 8 }, Some(picture))
}

fn pick(label: &str, more: bool) -> Gesture {
    Gesture::Pick { dimension: column("cdn"), label: label.into(), more }
}

#[test]
fn clicks_and_keys_pick_labels() {
    let mut bench = bench(4);
    // Five rows, the rest last.
    assert_eq!(bench.drag((0.1, 0.9), (0.1, 0.9)), [pick("cdn 0", false)]);
    assert_eq!(bench.drag((0.1, 0.9), (0.1, 0.5)), [], "pressed here and released there is no click");
    assert_eq!(bench.drag((0.1, 0.69), (0.1, 0.69)), [pick("cdn 2", false)]);
    assert_eq!(bench.drag((0.1, 0.44), (0.1, 0.44)), [], "the rest is no label");
    let touch = Pointer { touch: true, ..bench.at((0.1, 0.9)) };
    bench.take(Input::Press(touch));
    assert_eq!(bench.take(Input::Release(touch)).tell, [pick("cdn 0", true)]);
    let said = bench.key("ArrowDown").say.unwrap();
    assert_eq!(said, "cdn 0: 1000 sessions, 100 flagged (10%)");
    assert_eq!(bench.take(Input::Key("Enter", true, false)).tell, [pick("cdn 0", true)]);
    assert_eq!(bench.key("End").say.unwrap(), "4 others: 12 sessions, 3 flagged (25%)");
    assert_eq!(bench.key("Enter").tell, []);
    bench.filter(Some(Test::OneOf(vec!["cdn 1".into()])));
    assert_eq!(bench.key("Escape").tell, [Gesture::Clear(vec![column("cdn")])]);
}

#[test]
fn picked_labels_have_a_mark() {
    let mut bench = bench(4);
    assert_eq!(bench.overlay().0.texts().count(), 0);
    bench.filter(Some(Test::OneOf(vec!["cdn 1".into(), "cdn 3".into()])));
    assert_eq!(bench.overlay().0.texts().filter(|text| text.text == "✓").count(), 2);
}

#[test]
fn few_sessions_look_uncertain_and_whiskers_are_drawn() {
    let bench = bench(4);
    let base = bench.base();
    let hatched = base
        .shapes
        .iter()
        .any(|shape| matches!(shape, Shape::Rects { rects, fill: Some(Fill::Hatch(_)), .. } if rects.len() == 1));
    assert!(hatched);
    assert!(base.texts().any(|text| text.text == "10%") && base.texts().any(|text| text.text == "4 others"));
}

#[test]
fn many_labels_scroll_and_the_keys_are_followed() {
    let mut bench = bench(100);
    assert!(bench.kind.height(&bench.given, 300.0) > 2000.0);
    bench.key("End");
    let (from, to) = bench.kind.reached(&bench.given, &bench.layout()).unwrap();
    assert!(to > from && to < 2100.0 && from > 1900.0);
    bench.shake();
}

#[test]
fn nothing_left_is_told() {
    let bars = Bars { bars: vec![bar("x", 0, 0)], rest: None };
    let bench = Bench::new(Drawing::Bars { of: column("cdn"), top: 8 }, Some(Picture::Bars(bars)));
    let words = bench.kind.words(&bench.given);
    assert_eq!(words.empty.as_deref(), Some("No session meets the filters."));
}

#[test]
fn any_bars_can_be_drawn_and_handled() {
    for picture in [
        Bars { bars: Vec::new(), rest: None },
        Bars { bars: vec![bar("", 0, 0)], rest: None },
        Bars { bars: vec![bar("x", 1, 1), bar("y", 0, 0)], rest: Some((1, bar("", 0, 0))) },
    ] {
        let mut bench = Bench::new(Drawing::Bars { of: column("cdn"), top: 8 }, Some(Picture::Bars(picture)));
        bench.given.compare = true;
        bench.shake();
        bench.filter(Some(Test::OneOf(vec![String::new()])));
        bench.shake();
    }
    Bench::new(Drawing::Bars { of: column("cdn"), top: 8 }, None).shake();
}
