//! Answers against the plain way of counting: row by row, straight from the values.

mod brush;
mod first;
mod plain;
mod plain_maps;
mod show;
mod tables;

use super::query::Asked;
use super::view::View;
use super::{Crossfilter, Filters, Query, Reply};

/// Views on areas of some size.
fn asked(views: &[View]) -> Vec<Asked> {
    let one = |view: &View| Asked {
        id: view.id,
        drawing: view.drawing.clone(),
        size: (u16::from(view.width) * 90, u16::from(view.height) * 70),
    };
    views.iter().map(one).collect()
}

/// The pictures of a reply, and the totals.
fn pictures(reply: Reply) -> (Vec<Option<super::Picture>>, super::picture::Totals) {
    match reply {
        Reply::Pictures { pictures, totals } => (pictures.into_iter().map(|(_, picture)| picture).collect(), totals),
        other => panic!("no pictures: {other:?}"),
    }
}

fn show(crossfilter: &mut Crossfilter, filters: &Filters, views: &[Asked]) -> Reply {
    crossfilter.answer(&Query::Show { filters: filters.clone(), views: views.to_vec() })
}
