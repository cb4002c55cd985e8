//! The tables of exploring, as Markdown.

use super::candidate::{Brush, Candidate, Opening, Page, Sessions};
use super::work::{Done, Work};
use crate::bench::statistics::{median, quantile};
use crate::bench::table::grouped;
use std::fmt::Write;

/// A frame of a screen of 60 Hz, in milliseconds.
const FRAME: f64 = 1000.0 / 60.0;

/// What was measured with so many sessions.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// The sessions.
    pub sessions: Sessions,
    /// Each candidate with his brushes, or why there is none.
    pub results: Vec<(Candidate, Result<Vec<Brush>, String>)>,
    /// Explore opened right after a run, or why it was not.
    pub openings: Result<Vec<Opening>, String>,
    /// The page's own figures, or why there are none.
    pub page: Result<Page, String>,
}

/// All moves of somebody's brushes.
fn moves(brushes: &[Brush]) -> Vec<f64> {
    brushes.iter().flat_map(|brush| brush.moves.iter().copied()).collect()
}

/// The median of a quantity of brushes.
fn middle(brushes: &[Brush], quantity: impl Fn(&Brush) -> Option<f64>) -> Option<f64> {
    median(&brushes.iter().filter_map(quantity).collect::<Vec<_>>())
}

fn most(brushes: &[Brush], quantity: impl Fn(&Brush) -> f64) -> Option<f64> {
    brushes.iter().map(quantity).reduce(f64::max)
}

fn or_dash(value: Option<f64>, shown: impl Fn(f64) -> String) -> String {
    value.filter(|value| value.is_finite()).map_or_else(|| "–".to_owned(), shown)
}

/// Milliseconds, as precisely as they are worth.
fn milliseconds(value: f64) -> String {
    if value < 100.0 { format!("{value:.1}") } else { grouped(value.round() as usize) }
}

/// A longest task: browsers tell of those from 50 ms on.
fn task(value: f64) -> String {
    if value == 0.0 { "below 50".to_owned() } else { milliseconds(value) }
}

/// Frames a second, from the milliseconds between them.
fn rate(frames: &[f64]) -> Option<f64> {
    let time: f64 = frames.iter().sum();
    (time > 0.0).then(|| frames.len() as f64 / time * 1000.0)
}

impl Sheet {
    fn ours(&self) -> Vec<f64> {
        let ours = self.results.iter().find(|(candidate, _)| *candidate == Candidate::StreamGuard);
        ours.and_then(|(_, brushes)| brushes.as_ref().ok()).map_or_else(Vec::new, |brushes| moves(brushes))
    }

    /// The table of these sessions.
    pub fn table(&self) -> String {
        let Sessions { all, flagged } = self.sessions;
        let mut text = format!(
            "**{} sessions, {} of them flagged**\n\n| | a move, ms: median | 95th percentile | times as long as StreamGuard | within a frame | first move, ms | of it \
             the index | index, MB | longest task, ms |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
            grouped(all as usize),
            grouped(flagged as usize)
        );
        let ours = self.ours();
        for (candidate, brushes) in &self.results {
            let label = candidate.label();
            match brushes {
                Err(reason) => {
                    let _ = writeln!(text, "| {label} | – | – | – | – | – | – | – | {reason} |");
                }
                Ok(brushes) => {
                    let moves = moves(brushes);
                    let [middling, high] = [0.5, 0.95].map(|share| quantile(&moves, share));
                    let times = |value: Option<f64>, share: f64| {
                        or_dash(value.zip(quantile(&ours, share)).map(|(theirs, ours)| theirs / ours), |it| {
                            format!("{it:.1}")
                        })
                    };
                    let within = moves.iter().filter(|time| **time <= FRAME).count() as f64 / moves.len() as f64;
                    let _ = writeln!(
                        text,
                        "| {label} | {} | {} | {} / {} | {} | {} | {} | {} | {} |",
                        or_dash(middling, milliseconds),
                        or_dash(high, milliseconds),
                        times(middling, 0.5),
                        times(high, 0.95),
                        or_dash(Some(within), |share| format!("{:.0} %", share * 100.0)),
                        or_dash(middle(brushes, |brush| Some(brush.first)), milliseconds),
                        or_dash(middle(brushes, |brush| brush.build), milliseconds),
                        or_dash(middle(brushes, |brush| brush.index), |bytes| format!("{:.1}", bytes / 1e6)),
                        or_dash(most(brushes, |brush| brush.longest), task),
                    );
                }
            }
        }
        text
    }
}

/// The table of Explore opened right after a run.
pub fn openings(sheets: &[Sheet]) -> String {
    let mut text = String::from(
        "**Explore opened right after a run**\n\n| sessions | from the click on its tab to the first view, ms: median | \
         95th percentile | to all views, ms: median | 95th percentile | longest task, ms |\n\
         |---|---:|---:|---:|---:|---:|\n",
    );
    for Sheet { sessions, openings, .. } in sheets {
        let name = grouped(sessions.all as usize);
        match openings {
            Err(reason) => {
                let _ = writeln!(text, "| {name} | – | – | – | – | {reason} |");
            }
            Ok(openings) => {
                let all = |quantity: fn(&Opening) -> f64| openings.iter().map(quantity).collect::<Vec<_>>();
                let (first, last) = (all(|opening| opening.first), all(|opening| opening.all));
                let _ = writeln!(
                    text,
                    "| {name} | {} | {} | {} | {} | {} |",
                    or_dash(median(&first), milliseconds),
                    or_dash(quantile(&first, 0.95), milliseconds),
                    or_dash(median(&last), milliseconds),
                    or_dash(quantile(&last, 0.95), milliseconds),
                    or_dash(all(|opening| opening.longest).into_iter().reduce(f64::max), task),
                );
            }
        }
    }
    text
}

/// The table of what the worker did until all views were there: medians of each kind of work.
pub fn work(sheets: &[Sheet]) -> String {
    let mut text = String::from(
        "**The worker until all views are there**\n\n| sessions | | for the tab of the result, ms | what the sessions have, ms | \
         the table's order, ms | the views, ms |\n|---|---|---:|---:|---:|---:|\n",
    );
    for Sheet { sessions, openings, page, .. } in sheets {
        let opened: Vec<&Done> = openings.iter().flatten().map(|opening| &opening.done).collect();
        let renewed: Vec<&Done> = page.iter().flat_map(|page| &page.done).collect();
        for (what, done) in
            [("Explore opened right after a run", opened), ("another result of the same sessions", renewed)]
        {
            let cells = Work::ALL.map(|work| {
                let taken: Vec<f64> = done.iter().filter_map(|done| done.taken(work)).collect();
                or_dash(median(&taken), milliseconds)
            });
            let _ = writeln!(text, "| {} | {what} | {} |", grouped(sessions.all as usize), cells.join(" | "));
        }
    }
    text
}

/// The table of the page's own figures.
pub fn page(sheets: &[Sheet]) -> String {
    let mut text = String::from(
        "**The page by itself**\n\n| sessions | from a result to all views, ms: median | most | from a click on a bar to all views, ms: median | \
         95th percentile | longest task while opening, ms | after that, ms | frames a second while the table is scrolled | between two of \
         them, ms: 99th percentile |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for Sheet { sessions, page, .. } in sheets {
        let name = grouped(sessions.all as usize);
        match page {
            Err(reason) => {
                let _ = writeln!(text, "| {name} | – | – | – | – | – | – | – | {reason} |");
            }
            Ok(page) => {
                let _ = writeln!(
                    text,
                    "| {name} | {} | {} | {} | {} | {} | {} | {} | {} |",
                    or_dash(median(&page.paints), milliseconds),
                    or_dash(page.paints.iter().copied().reduce(f64::max), milliseconds),
                    or_dash(median(&page.clicks), milliseconds),
                    or_dash(quantile(&page.clicks, 0.95), milliseconds),
                    task(page.opening),
                    task(page.longest),
                    or_dash(rate(&page.frames), |rate| format!("{rate:.1}")),
                    or_dash(quantile(&page.frames, 0.99), milliseconds),
                );
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const SESSIONS: Sessions = Sessions { all: 1_000_000, flagged: 50_000 };

    fn brush(moves: &[f64], longest: f64) -> Brush {
        Brush {
            sessions: SESSIONS,
            views: 8,
            first: 150.0,
            build: (longest > 0.0).then_some(90.5),
            moves: moves.to_vec(),
            idle: 0,
            index: Some(12_340_000.0),
            longest,
        }
    }

    fn sheet() -> Sheet {
        let done = |describing: u32| {
            let taken =
                json!({ "advice": 350, "scatter": 500, "crossfilter.describe": describing, "crossfilter.show": 1200 });
            Done::of(&taken).unwrap()
        };
        let page = Page {
            paints: vec![250.0, 240.0, 300.0],
            done: vec![done(90), done(100), done(80)],
            clicks: vec![40.0, 60.0, 45.0],
            opening: 70.0,
            longest: 0.0,
            frames: vec![15.0, 20.0, 15.0],
        };
        let opening = |all: f64, longest: f64| Opening { first: 900.0, all, longest, done: done(700) };
        Sheet {
            sessions: SESSIONS,
            results: vec![
                (Candidate::StreamGuard, Ok(vec![brush(&[4.0, 6.0], 0.0), brush(&[20.0], 0.0)])),
                (Candidate::Mosaic(1), Ok(vec![brush(&[60.0, 1200.0, 60.0], 140.0)])),
                (Candidate::Mosaic(4), Err("the page has crashed".into())),
            ],
            openings: Ok(vec![opening(1500.0, 0.0), opening(1700.0, 62.5)]),
            page: Ok(page),
        }
    }

    #[test]
    fn the_table_shows_all_moves_together_and_ratios() {
        let table = sheet().table();
        let rows: Vec<&str> = table.lines().collect();
        assert_eq!(rows[0], "**1,000,000 sessions, 50,000 of them flagged**");
        assert_eq!(rows[4], "| StreamGuard | 6.0 | 18.6 | 1.0 / 1.0 | 67 % | 150 | – | 12.3 | below 50 |");
        assert_eq!(
            rows[5],
            "| Mosaic, a brush to the pixel (its default) | 60.0 | 1,086 | 10.0 / 58.4 | 0 % | 150 | 90.5 | 12.3 | 140 |"
        );
        assert!(rows[6].ends_with("| the page has crashed |"), "{}", rows[6]);
        for row in [3, 4, 6] {
            assert_eq!(rows[2].matches('|').count(), rows[row].matches('|').count());
        }
        assert_eq!(rows.len(), 7);
    }

    #[test]
    fn the_page_has_a_line_for_each_size() {
        let other = Sheet { page: Err("the page has crashed".into()), ..sheet() };
        let text = page(&[sheet(), other]);
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows[4], "| 1,000,000 | 250 | 300 | 45.0 | 58.5 | 70.0 | below 50 | 60.0 | 19.9 |");
        assert_eq!(rows[5], "| 1,000,000 | – | – | – | – | – | – | – | the page has crashed |");
        assert_eq!(rows[2].matches('|').count(), rows[4].matches('|').count());
    }

    #[test]
    fn an_opening_has_a_line_for_each_size() {
        let other = Sheet { openings: Err("the page has crashed".into()), ..sheet() };
        let text = openings(&[sheet(), other]);
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows[4], "| 1,000,000 | 900 | 900 | 1,600 | 1,690 | 62.5 |");
        assert_eq!(rows[5], "| 1,000,000 | – | – | – | – | the page has crashed |");
        assert_eq!(rows[2].matches('|').count(), rows[4].matches('|').count());
    }

    #[test]
    fn the_work_of_the_worker_is_of_an_opening_and_of_another_result() {
        let other = Sheet { openings: Err("the page has crashed".into()), ..sheet() };
        let text = work(&[sheet(), other]);
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows[4], "| 1,000,000 | Explore opened right after a run | 850 | 700 | – | 1,200 |");
        assert_eq!(rows[5], "| 1,000,000 | another result of the same sessions | 850 | 90.0 | – | 1,200 |");
        assert_eq!(rows[6], "| 1,000,000 | Explore opened right after a run | – | – | – | – |");
        assert_eq!(rows[2].matches('|').count(), rows[4].matches('|').count());
    }
}
