//! How well the views went, by the field's own metrics.

use super::Subject;
use super::node::{Attribute, Node};
use super::parts::{card, cell, hint, table};
use analysis::views::{QoeRow, qoe};
use qoe::Figure;
use telemetry::Unit;
use telemetry::format;

/// The card; none before the sessions have been judged, or where they have nothing to compute it from.
pub(super) fn experience(subject: &Subject) -> Option<Node> {
    let aside = subject.sessions.aside.as_ref().map(|aside| &aside.table);
    let found = qoe(subject.analysis?, aside);
    let rows: Vec<Vec<Node>> = found.rows.iter().filter(|row| row.needs.is_none()).map(row).collect();
    if rows.is_empty() {
        return None;
    }
    let columns = [
        ("Metric", ""),
        ("All", "Every attempt, those that are kept apart included."),
        ("Flagged", ""),
        ("Not flagged", ""),
    ];
    let mut parts = vec![table("Table of quality of experience", "experience", &columns, rows)];
    let lacking: Vec<String> = found
        .rows
        .iter()
        .filter_map(|row| row.needs.as_ref().map(|needs| format!("{} needs {needs}", row.label)))
        .collect();
    if !lacking.is_empty() {
        parts.push(hint(format!("Not told by this file: {}.", lacking.join("; "))));
    }
    Some(card("experience-title", "Quality of experience", parts))
}

fn row(row: &QoeRow) -> Vec<Node> {
    let figure = |figure: &Figure| match figure.value {
        Some(value) if row.unit == Unit::None => format::significant(value, 3),
        Some(value) => format::quantity(value, row.unit),
        None => "–".to_owned(),
    };
    vec![
        cell("", &row.label).with(Attribute::Title, &row.meaning),
        cell("number", figure(&row.all)),
        cell("number", figure(&row.flagged)),
        cell("number", figure(&row.others)),
    ]
}
