//! Labels keep clear of each other and stay in the drawing.
//!
//! A label's box is as high as its letters: so high a box has all of a letter, what hangs below the line, too. It is as wide as
//! the layout takes the label to be (`text_width`, bold letters wider), which is the width in the usual typefaces without serifs.
//! In DejaVu Sans labels are some 7 % wider at the median of all that are drawn here (measured in Chromium): they keep clear of
//! each other there, too, but for names far too long.

use super::look::{Drawn, every};
use crate::registry::State;
use charts::frame::BOLD;
use charts::scene::{Align, Fill, Shape, Text, text_width};

/// How much wider than it is taken to be a label may be, and still keep clear of others.
const WIDER: f64 = 1.08;
/// So many CSS pixels of a label may be outside, or beneath another: what is rounded.
const SLACK: f64 = 0.5;

/// Left, top, right, bottom.
type Box4 = [f64; 4];

fn bounds(text: &Text, wider: f64) -> Box4 {
    let width = text_width(&text.text, text.size) * wider * if text.bold { BOLD } else { 1.0 };
    let left = match text.align {
        Align::Start => text.at.0,
        Align::Middle => text.at.0 - width / 2.0,
        Align::End => text.at.0 - width,
    };
    [left, text.at.1 - text.size / 2.0, left + width, text.at.1 + text.size / 2.0]
}

/// Whether a shape hides all of a box.
fn hides(shape: &Shape, [left, top, right, bottom]: Box4) -> bool {
    let covers = |rect: &[f64; 4]| {
        rect[0] <= left && rect[1] <= top && rect[0] + rect[2] >= right && rect[1] + rect[3] >= bottom
    };
    match shape {
        Shape::Rects { rects, fill: Some(Fill::Plain(color)), .. } if color.alpha >= 1.0 => rects.iter().any(covers),
        _ => false,
    }
}

/// The labels that are seen, with their boxes.
fn labels(drawn: &Drawn) -> Vec<(&Text, Box4)> {
    let shapes = &drawn.scene.shapes;
    let text = |(place, shape): (usize, &'_ Shape)| match shape {
        Shape::Text(text) if !shapes[place + 1..].iter().any(|above| hides(above, bounds(text, 1.0))) => Some(place),
        _ => None,
    };
    let seen = shapes.iter().enumerate().filter_map(text);
    let label = |place: usize| match &shapes[place] {
        Shape::Text(text) => Some((text, bounds(text, 1.0))),
        _ => None,
    };
    seen.filter_map(label).collect()
}

/// What is wrong with the labels of a drawing, where each is so much wider for those beside it.
fn wrong(drawn: &Drawn, wider: f64) -> Vec<String> {
    let labels = labels(drawn);
    let (width, height) = drawn.size;
    let outside = |&&(_, [left, top, right, bottom]): &&(&Text, Box4)| {
        left < -SLACK || top < -SLACK || right > width + SLACK || bottom > height + SLACK
    };
    let outside = labels.iter().filter(outside).map(|(text, at)| format!("{:?} leaves the drawing: {at:?}", text.text));
    let mut wrong: Vec<String> = outside.collect();
    for (place, (text, _)) in labels.iter().enumerate() {
        for (other, _) in &labels[place + 1..] {
            let (a, b) = (bounds(text, wider), bounds(other, wider));
            let apart = a[2] <= b[0] + SLACK || b[2] <= a[0] + SLACK || a[3] <= b[1] + SLACK || b[3] <= a[1] + SLACK;
            if !apart {
                wrong.push(format!("{:?} and {:?} overlap: {a:?} {b:?}", text.text, other.text));
            }
        }
    }
    wrong
}

#[test]
fn labels_keep_clear_of_each_other_and_stay_in_the_drawing() {
    let (mut found, mut seen) = (Vec::new(), 0);
    every(|kind, state, shown| {
        let wider = if state == State::LongLabels { 1.0 } else { WIDER };
        for look in shown.looks() {
            for (where_, drawn) in [("stage", &look.stage), ("paper", &look.paper)] {
                seen += labels(drawn).len();
                let at = format!("{kind:?} {state:?} {where_} {:?} {:?}", drawn.size, look.words.caption);
                found.extend(wrong(drawn, wider).into_iter().map(|wrong| format!("{at}: {wrong}")));
            }
        }
    });
    assert!(found.is_empty(), "{} of {seen} labels:\n{}", found.len(), found.join("\n"));
    assert!(seen > 10_000, "{seen}");
}
