//! Measures of figures: amounts and percentages by value, and the cells of tables with their labels.

use super::super::frames::FigureRow;
use super::super::gold::GoldFigure;
use super::super::key::{Part, norm_some, tail};
use super::super::score::{Entry, Sheet};
use super::ItemPair;

/// Letters of a row's label that are compared, from its end: a label may be told with its group before it.
const ROW_LABEL: usize = 30;
/// Letters of a column's label that are compared, from its end.
const COLUMN_LABEL: usize = 20;

/// `figures.money.prose`, `figures.money.table`, `figures.percent.prose`, `figures.percent.table`
pub fn values(pair: &ItemPair<'_>, sheet: &mut Sheet) {
    let Some(figures) = &pair.want.figures else {
        return;
    };
    for kind in ["money", "percent"] {
        for place in ["prose", "table"] {
            let want = figures
                .iter()
                .filter(|gold| {
                    gold.kind.as_deref() == Some(kind) && gold.place.as_deref() == Some(place)
                })
                .map(|gold| {
                    wanted(
                        gold,
                        vec![Part::number(if kind == "money" {
                            gold.kroner()
                        } else {
                            gold.value
                        })],
                    )
                });
            let got = pair.got(|item| &item.figures);
            let got = got
                .iter()
                .filter(|row| {
                    row.kind.as_deref() == Some(kind) && row.found_in.as_deref() == Some(place)
                })
                .map(|row| found(row, vec![Part::number(value(row))]));
            pair.compare(
                sheet,
                &format!("figures.{kind}.{place}"),
                want.collect(),
                got.collect(),
            );
        }
    }
}

/// `figures.table_cells`: value, end of the row's label, end of the column's label.
pub fn table_cells(pair: &ItemPair<'_>, sheet: &mut Sheet) {
    let Some(figures) = &pair.want.figures else {
        return;
    };
    let want = figures
        .iter()
        .filter(|gold| gold.place.as_deref() == Some("table"))
        .map(|gold| {
            wanted(
                gold,
                cell(
                    gold.cell_value(),
                    gold.row.as_deref(),
                    gold.column.as_deref(),
                ),
            )
        });
    let got = pair.got(|item| &item.figures);
    let got = got
        .iter()
        .filter(|row| row.found_in.as_deref() == Some("table"))
        .filter(|row| matches!(row.kind.as_deref(), Some("money" | "percent")))
        .map(|row| {
            found(
                row,
                cell(
                    value(row),
                    row.row_label.as_deref(),
                    row.column_label.as_deref(),
                ),
            )
        });
    pair.compare(sheet, "figures.table_cells", want.collect(), got.collect());
}

/// Money counts in kroner, all else in its unit.
fn value(row: &FigureRow) -> Option<f64> {
    if row.kind.as_deref() == Some("money") {
        row.value_dkk
    } else {
        row.value
    }
}

fn cell(value: Option<f64>, row: Option<&str>, column: Option<&str>) -> Vec<Part> {
    vec![
        Part::number(value),
        Part::Text(tail(&norm_some(row), ROW_LABEL)),
        Part::Text(tail(&norm_some(column), COLUMN_LABEL)),
    ]
}

fn wanted(gold: &GoldFigure, key: Vec<Part>) -> Entry {
    Entry::new(
        key,
        shown(
            gold.raw.as_deref(),
            gold.cell_value(),
            gold.row.as_deref(),
            gold.column.as_deref(),
        ),
    )
}

fn found(row: &FigureRow, key: Vec<Part>) -> Entry {
    let words = shown(
        row.raw.as_deref(),
        value(row),
        row.row_label.as_deref(),
        row.column_label.as_deref(),
    );
    Entry::new(key, words).at(row.place())
}

fn shown(raw: Option<&str>, value: Option<f64>, row: Option<&str>, column: Option<&str>) -> String {
    let raw = raw.unwrap_or("?");
    let value = value.map_or_else(|| "?".to_owned(), |value| value.to_string());
    match (row, column) {
        (None, None) => format!("{raw} = {value}"),
        _ => format!(
            "{raw} = {value} [{} / {}]",
            row.unwrap_or("?"),
            column.unwrap_or("?")
        ),
    }
}
