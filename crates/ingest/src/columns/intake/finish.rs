//! The table, when all rows have come.

use super::reconsider::Decided;
use super::{ColumnState, Intake};
use crate::columns::builder::{Builder, Grown};
use crate::columns::file_column::FileColumn;
use crate::columns::growing::Growing;
use crate::columns::how_written::{has_mark, how_written};
use crate::columns::loaded_rows::LoadedRows;
use crate::columns::summary::{ColumnSummary, ResolvedMapping};
use crate::reading::layout::Layout;
use crate::recognition::plan::{Form, NumberForm, Taken};
use crate::report::Report;
use crate::report::error::IngestError;
use crate::rows::own_export::Tail;
use rules::Readers;
use telemetry::{Column, Field, Kind, Table, Truth};

/// What came of the rows, or what all of them have told of the columns, where they are to be read otherwise than the first
/// rows let expect.
pub(crate) enum Outcome {
    Taking(Box<Taking>),
    Again(Decided),
}

/// What came of the rows.
pub(crate) struct Taking {
    pub table: Table,
    pub truth: Option<Truth>,
    pub report: Report,
    /// Which rows of the file the table's rows are.
    pub rows: LoadedRows,
    pub mapping: ResolvedMapping,
    /// The layout, where a closed mapping must be told it.
    pub layout: Option<Layout>,
}

impl Intake {
    /// The table, when all rows have come.
    ///
    /// # Errors
    /// [`IngestError`] where there is none.
    pub(crate) fn finish(mut self) -> Result<Outcome, IngestError> {
        self.settle_rest()?;
        if let Some(decided) = self.reconsider()? {
            return Ok(Outcome::Again(decided));
        }
        self.tell_turned();
        let (report, rows) = self.taker.ledger.finish()?;
        let ColumnState::Settled(header, columns) = self.columns else { return Err(IngestError::Empty) };
        if report.read == 0 {
            return Err(IngestError::HeaderOnly { columns: header.names.len() });
        }
        let mut names: Vec<&str> = columns.iter().map(|column| column.growing.name.as_str()).collect();
        names.extend(columns.iter().filter_map(|column| column.spread.as_ref()).flat_map(|spread| spread.names()));
        let joined = columns.iter().filter_map(|column| column.joining.as_ref());
        names.extend(joined.map(|joining| joining.column.name.as_str()));
        let unused =
            self.mapping.choices().iter().map(|(name, _)| name).filter(|&name| !names.contains(&name.as_str()));
        let unused = unused.cloned().collect();
        let mut grown = Finished::default();
        for FileColumn { growing, spread, joining } in columns {
            grown.add(growing);
            joining.into_iter().for_each(|joining| grown.add(joining.column));
            spread.into_iter().flat_map(|spread| spread.into_columns()).for_each(|column| grown.add(column));
        }
        let Finished { data, truth, summaries } = grown;
        let numeric = |column: &ColumnSummary| column.kind == Some(Kind::Number) && column.range.is_some();
        let taken = |field| summaries.iter().any(|column| column.taken == Taken::Field(field) && column.kind.is_some());
        // What a player reports with its times comes to numbers, once its rows are a session.
        let reports = self.rules.readers() == Readers::Common
            && taken(Field::Timestamp)
            && (taken(Field::EventType) || taken(Field::PlayerState));
        if !summaries.iter().any(numeric) && !reports {
            return Err(IngestError::NoNumbers { columns: summaries.len() });
        }
        let (layout, source, grouping, notice) = (self.layout, self.source, self.grouping, self.notice);
        let told = self.tells_layout.then(|| layout.clone());
        let delimiter = layout.delimiter();
        let is_table = header.added().is_some_and(|(_, tail)| *tail == Tail::Table);
        let header = header.names;
        let mapping = ResolvedMapping {
            delimiter,
            layout,
            source,
            grouping,
            notice,
            header,
            columns: summaries,
            unused,
            apart: self.ends.apart,
            is_table,
        };
        let table = Table::new(data)?;
        Ok(Outcome::Taking(Box::new(Taking { table, truth, report, rows, mapping, layout: told })))
    }
}

/// The columns when all rows have come.
#[derive(Default)]
struct Finished {
    data: Vec<Column>,
    truth: Option<Truth>,
    summaries: Vec<ColumnSummary>,
}

impl Finished {
    fn add(&mut self, column: Growing) {
        let mut summary = summarise(&column);
        match column.builder.finish(column.plan.taken == Taken::Own) {
            Grown::Data(values) => {
                summary.measure(&values);
                summary.filled = (values.len() - summary.missing) as u64 + summary.lost;
                let field = if let Taken::Field(field) = column.plan.taken { Some(field) } else { None };
                self.data.push(Column { name: column.name, field, data: values });
            }
            Grown::Truth(labels) => {
                summary.measure_truth(&labels);
                self.truth = Some(labels);
            }
            Grown::Ignored => {}
        }
        self.summaries.push(summary);
    }
}

fn summarise(column: &Growing) -> ColumnSummary {
    let (scale, decimal) = match (&column.builder, column.plan.form) {
        (_, Form::Number(NumberForm { decimal, scale, .. })) => (scale, Some(decimal)),
        (Builder::Number { form, .. }, _) => (form.scale, Some(form.decimal)),
        _ => Default::default(),
    };
    let time_format = if let Builder::Time { form, .. } = &column.builder { Some(form.format) } else { None };
    ColumnSummary {
        name: column.name.clone(),
        taken: column.plan.taken,
        why: column.plan.why.clone(),
        kind: None,
        unit: column.plan.unit,
        detail: column.plan.detail,
        chosen_decimal: column.plan.decimal,
        scale,
        decimal,
        time_format,
        distinct: None,
        missing: 0,
        written: how_written(&column.builder, &column.plan),
        has_mark: has_mark(&column.builder, &column.plan),
        repaired: column.repaired,
        filled: 0,
        lost: column.lost,
        range: None,
        first: column.first.clone(),
    }
}
