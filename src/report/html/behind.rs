//! The numbers behind a chart as a table, for who would rather read or cannot see it.

use super::HtmlError;
use super::blocks::{Builder, swatch};
use super::tables::{CellView, ColumnView, RowView, TableView, make_room};
use crate::report::model::{BarGroup, Cell, Certainty, Chart, ChartData, ColumnKind, Lane, Value};
use crate::value::Kroner;

/// The table of `chart`, with the links that its numbers have.
pub(super) fn chart_table(chart: &Chart, builder: &mut Builder) -> Result<TableView, HtmlError> {
    let (mut columns, mut rows) = match &chart.data {
        ChartData::Bars {
            series,
            groups,
            kind,
        }
        | ChartData::Stacked {
            series,
            groups,
            kind,
        } => (
            bar_columns(series, *kind),
            bar_rows(chart, groups, series.len(), *kind, builder)?,
        ),
        ChartData::Timeline { lanes } => (event_columns(), event_rows(lanes, builder)?),
    };
    make_room(&mut columns, &mut rows);
    Ok(TableView {
        id: format!("page-{}", chart.id),
        title: chart.title.clone(),
        note: None,
        columns,
        rows,
        sorts: false,
        filters: false,
        long: false,
    })
}

fn bar_columns(series: &[String], kind: ColumnKind) -> Vec<ColumnView> {
    let mut columns = vec![ColumnView::word("place", ColumnKind::Words)];
    columns.extend(series.iter().map(|name| ColumnView::of(name, kind)));
    columns
}

fn bar_rows(
    chart: &Chart,
    groups: &[BarGroup],
    series: usize,
    kind: ColumnKind,
    builder: &mut Builder,
) -> Result<Vec<RowView>, HtmlError> {
    let mut rows = Vec::new();
    for group in groups {
        if group.values.len() != series {
            return Err(HtmlError::UnevenRow {
                table: chart.id.clone(),
                columns: series,
                cells: group.values.len(),
            });
        }
        let mut cells = vec![CellView::words(&group.label)];
        for (at, value) in group.values.iter().enumerate() {
            let cell = Cell {
                value: value.map_or(Value::Missing, |value| number(value, kind)),
                evidence: group.evidence.get(at).cloned().unwrap_or_default(),
            };
            cells.push(CellView::of(&cell, kind, builder)?);
        }
        rows.push(RowView {
            swatch: group
                .municipality
                .and_then(|code| swatch(builder.report, code)),
            cells,
        });
    }
    Ok(rows)
}

/// A chart's number as a value: kroner to the øre, others with as many digits as it has, up to one.
fn number(value: f64, kind: ColumnKind) -> Value {
    let places = usize::from(value.fract().abs() > 1e-9);
    match kind {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "øre of any budget fit in 64 bits"
        )]
        ColumnKind::Kroner => Value::Kroner(Kroner::from_ore((value * 100.0).round() as i64)),
        ColumnKind::Percent => Value::Percent { value, places },
        _ => Value::Number { value, places },
    }
}

fn event_columns() -> Vec<ColumnView> {
    vec![
        ColumnView::word("place", ColumnKind::Words),
        ColumnView::word("day", ColumnKind::Date),
        ColumnView::word("event", ColumnKind::Prose),
        ColumnView::word("certainty", ColumnKind::Words),
    ]
}

fn event_rows(lanes: &[Lane], builder: &mut Builder) -> Result<Vec<RowView>, HtmlError> {
    let mut rows = Vec::new();
    for lane in lanes {
        for event in &lane.events {
            let day = Cell {
                value: Value::Date(event.day),
                evidence: event.evidence.clone(),
            };
            let certainty = match event.certainty {
                Certainty::Held => "held",
                Certainty::Announced => "announced",
            };
            let what = match event.what.trim() {
                "" => event.label.clone(),
                what if what.starts_with(&event.label) => what.to_owned(),
                what => format!("{}: {what}", event.label),
            };
            rows.push(RowView {
                swatch: lane
                    .municipality
                    .and_then(|code| swatch(builder.report, code)),
                cells: vec![
                    CellView::words(&lane.label),
                    CellView::of(&day, ColumnKind::Date, builder)?,
                    CellView::words(&what),
                    CellView::word(certainty),
                ],
            });
        }
    }
    Ok(rows)
}
