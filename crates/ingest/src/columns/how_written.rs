//! How a column is written, in words for people.

use crate::cells::numbers::Decimal;
use crate::cells::time_format::TimeFormat;
use crate::cells::written::unit::Dimension;
use crate::cells::zone::Zone;
use crate::columns::builder::Builder;
use crate::recognition::plan::{NumberForm, Plan, Target};
use crate::recognition::written_as::{Content, DecimalBecause, WrittenAs};

/// How a column's cells are written, and how that became known where it is not plain to see.
pub(super) fn how_written(builder: &Builder, plan: &Plan) -> String {
    let written = plan.written.as_ref();
    match builder {
        Builder::Number { form, evidence, .. } => {
            let shows_mark = evidence.as_ref().is_none_or(|evidence| evidence.has_marks());
            numbers(form, written.filter(|_| shows_mark || plan.decimal.is_some()), shows_mark)
        }
        Builder::Flag { .. } => "yes or no".to_owned(),
        Builder::Time { form, zone, .. } => time(form.format, zone.as_ref()),
        Builder::Category { .. } | Builder::Text { .. } => match written.map(|written| &written.content) {
            Some(Content::Codes) => "codes, digit for digit".to_owned(),
            Some(Content::Open) => "numbers that can be read in two ways".to_owned(),
            _ => "labels".to_owned(),
        },
        Builder::Undecided { .. } => "nothing".to_owned(),
        Builder::Truth { .. } | Builder::Ignored => String::new(),
    }
}

/// Whether numbers of the column have a mark that is, or could be, a decimal one.
pub(super) fn has_mark(builder: &Builder, plan: &Plan) -> bool {
    match builder {
        Builder::Number { evidence, form, .. } => {
            plan.decimal.is_some() || evidence.as_ref().map_or(form.decimal == Decimal::Comma, |all| all.has_marks())
        }
        _ => plan.decimal.is_some() || plan.written.as_ref().is_some_and(|written| written.content == Content::Open),
    }
}

fn time(format: TimeFormat, zone: Option<&Zone>) -> String {
    let is_unix = matches!(format, TimeFormat::Unix(_) | TimeFormat::UnixBySize);
    let zone = zone.filter(|_| !is_unix).map(|zone| format!(", in {} where it says no zone", zone.name()));
    format!("{}{}", format.label(), zone.unwrap_or_default())
}

fn numbers(form: &NumberForm, written: Option<&WrittenAs>, shows_mark: bool) -> String {
    let mut text = "numbers".to_owned();
    if let Some(written) = form.written.filter(|written| !written.takes_bare) {
        text.push_str(" with units");
        if let Target::Dimension(Some(dimension)) = written.to {
            text.push_str(&held_in(dimension));
        }
    }
    if shows_mark || written.is_some() {
        text.push_str(match form.decimal {
            Decimal::Point => ", decimal point",
            Decimal::Comma => ", decimal comma",
        });
    }
    text.push_str(match written.map_or(DecimalBecause::Shown, |written| written.because) {
        DecimalBecause::Shown => "",
        DecimalBecause::Chosen => " (chosen by hand)",
        DecimalBecause::OtherColumns => " (the other columns show it)",
        DecimalBecause::LargeOnly => " (the only mark stands in large numbers, between thousands)",
        DecimalBecause::Format => " (numbers of such files have it)",
        DecimalBecause::Delimiter => " (nothing speaks against it)",
    });
    text
}

fn held_in(dimension: Dimension) -> String {
    format!(", held in {}", dimension.name())
}
