//! The table of places as a drawing, for paper: the lines that the page's table has, with their bars, intervals and figures.

use super::{COLUMNS, Line, figures, lines, places, top};
use crate::explore::charts::bars::{FEW, share};
use crate::explore::charts::given::Given;
use crate::explore::charts::histogram::share_of;
use charts::frame::TEXT;
use charts::kind::Sheet;
use charts::scene::{Align, Fill, crisp, cut, solid};
use telemetry::format;

/// How high a line is, in CSS pixels, and how far in a region's name begins.
const LINE: f64 = 18.0;
const INDENT: f64 = 14.0;
/// More lines are no picture: then the countries stand alone, and at most so many of them.
const MOST: usize = 60;
/// Where the columns end, as shares of the width. The first ends where its names are cut.
const ENDS: [f64; 7] = [0.26, 0.37, 0.46, 0.62, 0.76, 0.89, 0.99];

/// The lines on paper, and how many countries are left out.
fn printed(given: &Given) -> (Vec<Line<'_>>, usize) {
    let all: Vec<String> = places(given).iter().map(|place| place.country.clone()).collect();
    let whole = lines(places(given), &all);
    if whole.len() <= MOST {
        return (whole, 0);
    }
    let mut countries = lines(places(given), &[]);
    let left_out = countries.len().saturating_sub(MOST);
    countries.truncate(MOST);
    (countries, left_out)
}

/// How high the table is on paper.
pub fn height(given: &Given) -> f64 {
    let (lines, left_out) = printed(given);
    LINE * (lines.len() + 1 + usize::from(left_out > 0)) as f64 + 8.0
}

/// Draws the table.
pub fn draw(given: &Given, sheet: &mut Sheet<'_>) {
    let (printed, left_out) = printed(given);
    if printed.is_empty() {
        return;
    }
    let (tokens, width) = (sheet.tokens, f64::from(sheet.layout.width));
    let ends = ENDS.map(|end| end * width);
    let middle = |line: usize| LINE * (line as f64 + 0.5);
    for (place, (name, end)) in COLUMNS.iter().zip(ends).enumerate() {
        let (at, align) = if place == 0 { (8.0, Align::Start) } else { (end, Align::End) };
        sheet.write(name, (at, middle(0)), tokens.muted, align);
    }
    let rules = (1..=printed.len()).map(|line| [8.0, crisp(LINE * line as f64), ends[6], crisp(LINE * line as f64)]);
    sheet.scene.lines(rules.collect(), solid(tokens.grid, 1.0));
    let top = top(places(given));
    let (from, room) = (ends[2] + 14.0, ends[3] - ends[2] - 14.0);
    let x = |share: f64| from + (share / top).clamp(0.0, 1.0) * room;
    let (mut sure, mut unsure, mut whiskers) = (Vec::new(), Vec::new(), Vec::new());
    for (row, line) in (1..).zip(&printed) {
        let count = line.place.shown;
        let Some(share) = share(&count) else { continue };
        let bar = [from, middle(row) - 5.0, x(share) - from, 10.0];
        if count.sessions < FEW { &mut unsure } else { &mut sure }.push(bar);
        let (low, high, at) = (x(line.place.interval.0), x(line.place.interval.1), crisp(middle(row)));
        whiskers.extend([[low, at, high, at], [low, at - 3.0, low, at + 3.0], [high, at - 3.0, high, at + 3.0]]);
    }
    sheet.scene.rects(sure, Fill::Plain(tokens.anomaly.faded(0.62)), None);
    sheet.scene.rects(unsure, Fill::Hatch(tokens.anomaly), solid(tokens.anomaly, 1.0));
    sheet.scene.lines(whiskers, solid(tokens.ink, 1.0));
    for (row, line) in (1..).zip(&printed) {
        let begin = if line.regions.is_some() { 8.0 } else { 8.0 + INDENT };
        let color = if line.regions.is_some() { tokens.ink } else { tokens.muted };
        sheet.write(&cut(line.name(), TEXT, ends[0] - begin), (begin, middle(row)), color, Align::Start);
        let count = line.place.shown;
        let figures = figures(line.place);
        let texts = [format::count(count.sessions.into()), share_of(&count)].into_iter().chain(figures);
        for (text, end) in texts.zip([ends[1], ends[2], ends[4], ends[5], ends[6]]) {
            sheet.write(&text, (end, middle(row)), color, Align::End);
        }
    }
    if left_out > 0 {
        let countries = if left_out == 1 { "country" } else { "countries" };
        let text = format!("and {} {countries} more", format::count(left_out as u64));
        sheet.write(&text, (8.0, middle(printed.len() + 1)), tokens.muted, Align::Start);
    }
}
