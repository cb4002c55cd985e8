//! Answers against the plain way of counting: row by row, straight from the values.

mod brush;
mod first;
mod groups;
mod plain;
mod plain_maps;
mod services;
mod show;
mod tables;

use super::query::{Asked, Pictures, ViewsAsked};
use super::view::View;
use super::{Crossfilter, Filters};

/// Views on areas of some size.
fn asked(views: &[View]) -> Vec<Asked> {
    let one = |view: &View| Asked {
        id: view.id,
        drawing: view.drawing.clone(),
        size: (u16::from(view.width) * 90, u16::from(view.height) * 70),
    };
    views.iter().map(one).collect()
}

/// The pictures of an answer, and the totals.
fn pictures(answer: Pictures) -> (Vec<Option<super::Picture>>, super::picture::Totals) {
    (answer.pictures.into_iter().map(|(_, picture)| picture).collect(), answer.totals)
}

fn show(crossfilter: &mut Crossfilter, filters: &Filters, views: &[Asked]) -> Pictures {
    crossfilter.show(&ViewsAsked { filters: filters.clone(), views: views.to_vec() })
}
