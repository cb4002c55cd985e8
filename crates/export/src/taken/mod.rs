//! What is taken away from exploring: a view's data, the sessions that meet the filters, a report.

mod html;
mod picture;
mod report;

use super::csv::CsvWriter;
use analysis::Analysis;
use crossfilter::query::{Pictures, ViewsAsked, Writing};
use crossfilter::{Crossfilter, Dimension};
use telemetry::Data;

pub use picture::write_picture;
pub use report::write_report;

/// What was written: its proposed name and its media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The name.
    pub name: &'static str,
    /// The media type.
    pub media: &'static str,
}

const CSV: &str = "text/csv;charset=utf-8";

/// Writes what is asked for and hands it to `sink` piece by piece. The crossfilter must be of this analysis. `None` where there
/// is nothing to write: the sessions lack what the view shows, or it is the sessions themselves that are asked for, which [`Export`](super::Export) writes.
///
/// # Errors
/// The first error of the sink.
pub fn write<E>(
    analysis: &Analysis,
    crossfilter: &mut Crossfilter,
    writing: &Writing,
    mut sink: impl FnMut(String) -> Result<(), E>,
) -> Result<Option<Taken>, E> {
    match writing {
        Writing::View { filters, view } => {
            let views = vec![view.clone()];
            let Pictures { pictures, .. } = crossfilter.show(&ViewsAsked { filters: filters.clone(), views });
            let Some((_, Some(picture))) = pictures.into_iter().next() else { return Ok(None) };
            let mut writer = CsvWriter::default();
            write_picture(&mut writer, &picture, &|dimension| is_time(analysis, dimension));
            sink(writer.take())?;
            Ok(Some(Taken { name: "streamguard-view.csv", media: CSV }))
        }
        Writing::Sessions(_) => Ok(None),
        Writing::Report(asked) => {
            let shown = ViewsAsked { filters: asked.filters.clone(), views: Vec::new() };
            let Pictures { totals, .. } = crossfilter.show(&shown);
            sink(write_report(analysis, asked, &totals, &crossfilter.meeting(&asked.filters)))?;
            Ok(Some(Taken { name: "streamguard-report.html", media: "text/html;charset=utf-8" }))
        }
    }
}

fn is_time(analysis: &Analysis, dimension: &Dimension) -> bool {
    let Dimension::Column(name) = dimension else { return false };
    let column = analysis.sessions.table.column(name);
    column.is_some_and(|column| matches!(column.data, Data::Time(_)))
}
