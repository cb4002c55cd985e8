//! How long linked views take, natively on one thread: `explore SESSIONS…` answers by one line of JSON for each number of
//! sessions. Times are what the thread was at work, where the system tells.

/// The program; there is none for WebAssembly.
#[cfg(not(target_arch = "wasm32"))]
mod native {
    use bench::process::{milliseconds_at_work, say};
    use serde_json::json;
    use std::sync::Arc;
    use std::time::Instant;
    use streamguard::analysis::{Analysis, AnalysisError, Plan, SerialExecutor, Source, Stopped, analyse, generate};
    use streamguard::crossfilter::filter::Test;
    use streamguard::crossfilter::query::{Asked, BrushAsked, Pictures, ViewsAsked};
    use streamguard::crossfilter::view::Drawing;
    use streamguard::crossfilter::{Crossfilter, Dimension, Filters, Picture};
    use streamguard::simulate::{Preset, Scenario, ScenarioError};

    /// Moves of the brush.
    const MOVES: u16 = 400;

    /// Why there is no measurement.
    #[derive(Debug, thiserror::Error)]
    pub enum Failure {
        #[error("usage: explore SESSIONS…")]
        Usage,
        #[error(transparent)]
        Scenario(#[from] ScenarioError),
        #[error(transparent)]
        Analysis(#[from] AnalysisError),
        #[error(transparent)]
        Stopped(#[from] Stopped),
        #[error(transparent)]
        Output(#[from] std::io::Error),
        #[error("an answer is not what was asked for: {0}")]
        Answer(String),
    }

    /// For each number of sessions, a line.
    pub fn run(words: &[&str]) -> Result<(), Failure> {
        let counts = words.iter().map(|word| word.parse().map_err(|_| Failure::Usage));
        let counts = counts.collect::<Result<Vec<u32>, Failure>>()?;
        if counts.is_empty() {
            return Err(Failure::Usage);
        }
        counts.into_iter().try_for_each(|sessions| say(&measure(analysed(sessions)?)?).map_err(Failure::Output))
    }

    fn analysed(sessions: u32) -> Result<Arc<Analysis>, Failure> {
        let scenario = Scenario::new(Preset::StreamGuard, sessions, 0.05, 7)?;
        let sessions = Arc::new(pollster::block_on(generate(scenario, &SerialExecutor::default()))?);
        let plan = Plan { source: Source::Generated(scenario), ..Plan::default() };
        Ok(Arc::new(pollster::block_on(analyse(plan, sessions, None, None, &SerialExecutor::default()))?))
    }

    fn timed<T>(start: Instant, work: impl FnOnce() -> T) -> (f64, T) {
        let before = milliseconds_at_work(start);
        let done = work();
        (milliseconds_at_work(start) - before, done)
    }

    fn at(sorted: &[f64], share: f64) -> f64 {
        sorted.get(((sorted.len() - 1) as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
    }

    fn measure(analysis: Arc<Analysis>) -> Result<serde_json::Value, Failure> {
        let start = Instant::now();
        let sessions = analysis.scores.len();
        let (of, mut crossfilter) = timed(start, || Crossfilter::of(analysis));
        let (describe, description) = timed(start, || crossfilter.describe());
        let size = |width: u8, height: u8| (u16::from(width) * 110, u16::from(height) * 70);
        let views: Vec<Asked> = description
            .views
            .iter()
            .map(|view| Asked { id: view.id, drawing: view.drawing.clone(), size: size(view.width, view.height) })
            .collect();
        let filters = Filters::default();
        let show = ViewsAsked { filters: filters.clone(), views: views.clone() };
        let (first, _) = timed(start, || crossfilter.show(&show));
        let Some(axis) = views.iter().find_map(|view| match &view.drawing {
            Drawing::Histogram(axis) => Some(axis.dimension.clone()),
            _ => None,
        }) else {
            return Err(Failure::Answer("no histogram among the views".into()));
        };
        let prepare = BrushAsked { dimension: axis.clone(), filters: filters.clone(), views: views.clone() };
        let (prepare, prepared) = timed(start, || crossfilter.prepare(&prepare));
        let Some(prepared) = prepared else { return Err(Failure::Answer("no index".into())) };
        // Too short for the system's account of work: each by the clock, and all together by the account.
        let mut brushes = Vec::new();
        let (moves, ()) = timed(start, || {
            for step in 0..MOVES {
                let before = Instant::now();
                let (from, to) = (step % 40, step % 40 + 5 + step % 23);
                std::hint::black_box(prepared.brush(from, to));
                brushes.push(before.elapsed().as_secs_f64() * 1e3);
            }
        });
        brushes.sort_by(f64::total_cmp);
        // A brush that has come to rest, and one on another dimension besides.
        let mut filtered = filters;
        filtered.set(axis, Test::Between(500.0, 4000.0));
        let exact = ViewsAsked { filters: filtered.clone(), views: views.clone() };
        let (shown, answer) = timed(start, || crossfilter.show(&exact));
        filtered.set(Dimension::Score, Test::Between(0.4, 0.9));
        let (shown_again, _) = timed(start, || crossfilter.show(&ViewsAsked { filters: filtered, views }));
        let Pictures { pictures, totals } = answer;
        let cells: usize = pictures
            .iter()
            .map(|(_, picture)| match picture {
                Some(Picture::Scatter(scatter)) => scatter.counts.len(),
                _ => 0,
            })
            .sum();
        Ok(json!({
            "sessions": sessions,
            "shown": totals.shown.sessions,
            "views": pictures.len(),
            "scatter_cells": cells,
            "of_ms": of,
            "describe_ms": describe,
            "first_show_ms": first,
            "prepare_ms": prepare,
            "index_bytes": prepared.bytes(),
            "brush_ms": {
                "median": at(&brushes, 0.5),
                "p95": at(&brushes, 0.95),
                "mean_at_work": moves / f64::from(MOVES),
            },
            "show_ms": shown,
            "show_two_filters_ms": shown_again,
        }))
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    bench::process::run("explore", native::run)
}

#[cfg(target_arch = "wasm32")]
fn main() {}
